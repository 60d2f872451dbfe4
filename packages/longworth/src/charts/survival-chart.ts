/** Share of customers still there by the time they stayed: one stepped line per group, with its band. */
import { band } from "./outlook-chart.js";
import { COLOR, frame, valueAxis, type ChartOption, type ChartSize } from "./theme.js";

/** Points of a curve; it starts at 1 and holds each value until the next time. */
export type SurvivalLine = Readonly<{
  name: string;
  time: Float64Array;
  survival: Float64Array;
  low: Float64Array; // NaN: not known
  high: Float64Array;
}>;

export type SurvivalView = Readonly<{
  size: ChartSize;
  titles: Readonly<{ x: string; y: string }>;
  until: number; // end of the time axis
  format: Readonly<{ share: (value: number) => string; time: (value: number) => string }>;
}>;

const COLORS = [COLOR.real, COLOR.expected, "var(--warn)", COLOR.muted] as const;
const DASHES = ["solid", "solid", "dashed", "dotted"] as const;
const POINTS = 120; // steps beyond these are not seen

/** At most four lines. */
export function survivalChart(
  lines: readonly SurvivalLine[],
  { size, titles, until, format }: SurvivalView,
): ChartOption {
  const shown = lines.slice(0, COLORS.length);
  return {
    ...frame(size, titles, { right: size.narrow ? 14 : 150 }),
    xAxis: {
      ...valueAxis(format.time, size.narrow ? 4 : 8),
      max: until,
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: COLOR.muted } },
      name: titles.x,
      nameLocation: "middle",
      nameGap: 34,
      nameTextStyle: { color: COLOR.muted },
    },
    yAxis: { ...valueAxis(format.share, 4), max: 1, interval: 0.25 },
    series: shown.flatMap((line, i) =>
      seriesOf(line, { color: COLORS[i] ?? COLOR.ink, dash: DASHES[i] ?? "solid", until, narrow: size.narrow }),
    ),
  };
}

type Look = Readonly<{ color: string; dash: "solid" | "dashed" | "dotted"; until: number; narrow: boolean }>;

function seriesOf(line: SurvivalLine, { color, dash, until, narrow }: Look) {
  const steps = stepsOf(line, until);
  const places = steps.filter((i) => Number.isFinite(line.low[i]) && Number.isFinite(line.high[i]));
  const point = (i: number, value: number): [number, number] => [line.time[i] ?? 0, value];
  const data = [[0, 1], ...steps.map((i) => point(i, line.survival[i] ?? 0))];
  return [
    ...band("ninety", {
      low: places.map((i) => point(i, line.low[i] ?? 0)),
      width: places.map((i) => point(i, (line.high[i] ?? 0) - (line.low[i] ?? 0))),
      opacity: 0.25,
    }).map((one, k) => ({ ...one, stack: `${line.name}-band`, name: `${line.name}-${k}` })),
    {
      type: "line" as const,
      name: line.name,
      step: "end" as const,
      showSymbol: false,
      silent: true,
      lineStyle: { color, width: 2, type: dash },
      endLabel: { show: !narrow, formatter: line.name, color, fontSize: 12 },
      labelLayout: { moveOverlap: "shiftY" as const },
      data,
    },
  ];
}

/** Places of the times up to the end, thinned to what is seen. */
function stepsOf({ time }: SurvivalLine, until: number): readonly number[] {
  const places = Array.from(time.keys()).filter((i) => (time[i] ?? Infinity) <= until);
  const every = Math.max(1, Math.ceil(places.length / POINTS));
  return places.filter((_, k) => k % every === 0 || k === places.length - 1);
}
