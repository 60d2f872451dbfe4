/** A figure by period with its interval: a line, and a band where one is known. */
import { band } from "./outlook-chart.js";
import { COLOR, frame, timeAxis, type ChartOption, type ChartSize } from "./theme.js";

/** `period` is its first day. */
export type ScorePoint = Readonly<{
  period: string;
  value: number | null;
  low: number | null;
  high: number | null;
}>;

export type ScoreTrendView = Readonly<{
  size: ChartSize;
  title: string;
  range: Readonly<{ min: number; max: number }>; // all that the figure can be
  format: Readonly<{ value: (value: number) => string; month: (time: number) => string }>;
}>;

const time = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const LINES = 5; // of the value axis, about
const STEPS = [0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 25, 50];

/** Only what is near the points is drawn. */
export function scoreTrendChart(
  points: readonly ScorePoint[],
  { size, title, range, format }: ScoreTrendView,
): ChartOption {
  const shown = points.filter(({ value }) => value !== null);
  const banded = shown.filter(({ low, high }) => low !== null && high !== null);
  const ends = shown.flatMap(({ value, low, high }) => [value ?? 0, low ?? value ?? 0, high ?? value ?? 0]);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const step = STEPS.find((one) => (most - least) / one <= LINES) ?? 50;
  return {
    ...frame(size, { x: "", y: title }, { right: 20 }),
    xAxis: timeAxis("", format.month, size.narrow ? 4 : 10),
    yAxis: {
      type: "value",
      min: Math.max(range.min, Math.floor(least / step) * step),
      max: Math.min(range.max, Math.ceil(most / step) * step),
      interval: step,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: COLOR.line } },
      axisLabel: { color: COLOR.muted, fontSize: 12, formatter: (value: number) => format.value(value) },
    },
    series: [
      ...band("ninety", {
        low: banded.map(({ period, low }) => [time(period), low ?? 0]),
        width: banded.map(({ period, low, high }) => [time(period), (high ?? 0) - (low ?? 0)]),
        opacity: 0.45,
      }),
      {
        type: "line",
        name: title,
        symbol: "circle",
        symbolSize: 6,
        silent: true,
        lineStyle: { color: COLOR.real, width: 2 },
        itemStyle: { color: COLOR.real },
        data: shown.map(({ period, value }) => [time(period), value ?? 0]),
      },
    ],
  };
}
