/** The newest cohorts beside older ones at the same age: what happened as lines, what is expected dashed with its band. */
import { band } from "./outlook-chart.js";
import { COLOR, frame, valueAxis, type ChartOption, type ChartSize } from "./theme.js";

type Point = Readonly<{ age: number; share: number }>;
type Banded = Point & Readonly<{ low: number; high: number }>;

export type CohortCurves = Readonly<{
  older: Readonly<{ name: string; points: readonly Point[] }>;
  newest: Readonly<{ name: string; real: readonly Point[]; expected: readonly Banded[] }>;
}>;

export type CohortCurveView = Readonly<{
  size: ChartSize;
  titles: Readonly<{ x: string; y: string }>;
  share: (value: number) => string;
  age: (value: number) => string;
}>;

export function cohortCurveChart(
  { older, newest }: CohortCurves,
  { size, titles, share, age }: CohortCurveView,
): ChartOption {
  const ages = [...older.points, ...newest.expected].map((point) => point.age);
  const line = { type: "line", showSymbol: true, symbolSize: 6, silent: true } as const;
  const at = (points: readonly Point[]) => points.map((point) => [point.age, point.share]);
  const joint = newest.real.at(-1);
  const label = (text: string, color: string) => ({ show: !size.narrow, formatter: text, color, fontSize: 12 });
  return {
    ...frame(size, titles, { right: size.narrow ? 14 : 170 }),
    xAxis: {
      ...valueAxis(age, Math.max(1, Math.min(12, Math.max(...ages) - 1)), 1),
      min: 1,
      max: Math.max(...ages),
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: COLOR.muted } },
      name: titles.x,
      nameLocation: "middle",
      nameGap: 34,
      nameTextStyle: { color: COLOR.muted },
    },
    yAxis: valueAxis(share, 4),
    series: [
      ...band("expected", {
        low: newest.expected.map((one) => [one.age, one.low]),
        width: newest.expected.map((one) => [one.age, one.high - one.low]),
        opacity: 0.45,
      }),
      {
        ...line,
        name: older.name,
        lineStyle: { color: COLOR.real, width: 2 },
        itemStyle: { color: COLOR.real },
        endLabel: label(older.name, COLOR.real),
        labelLayout: { moveOverlap: "shiftY" },
        data: at(older.points),
      },
      {
        ...line,
        name: newest.name,
        lineStyle: { color: COLOR.expected, width: 2.5 },
        itemStyle: { color: COLOR.expected },
        data: at(newest.real),
      },
      {
        ...line,
        name: `${newest.name}, expected`,
        lineStyle: { color: COLOR.expected, width: 2.5, type: "dashed" },
        itemStyle: { color: COLOR.expected },
        endLabel: label(newest.name, COLOR.expected),
        labelLayout: { moveOverlap: "shiftY" },
        data: at([...(joint ? [joint] : []), ...newest.expected]),
      },
    ],
  };
}
