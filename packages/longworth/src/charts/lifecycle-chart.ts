/** Where customers stand, by period: stacked bars of those who bought above the line, of the silent below. */
import { categoryAxis, COLOR, frame, type ChartOption, type ChartSize } from "./theme.js";

/** Customers of one period. */
export type LifecycleBar = Readonly<{
  label: string;
  new: number;
  returning: number;
  resurrected: number;
  at_risk: number;
  lapsed: number;
}>;

export type LifecycleView = Readonly<{ size: ChartSize; title: string; compact: (value: number) => string }>;

const PARTS = [
  ["returning", COLOR.expected, 1],
  ["resurrected", "var(--heat-6)", 1],
  ["new", COLOR.band, 1],
  ["at_risk", COLOR.muted, -1],
  ["lapsed", "var(--soft)", -1],
] as const;

export function lifecycleChart(bars: readonly LifecycleBar[], { size, title, compact }: LifecycleView): ChartOption {
  const most = Math.ceil(bars.length / (size.narrow ? 4 : 12)) - 1;
  return {
    ...frame(size, { x: "", y: title }),
    xAxis: {
      ...categoryAxis(
        "",
        bars.map(({ label }) => label),
        Math.max(0, most),
      ),
      axisLine: { show: false },
    },
    yAxis: {
      type: "value",
      splitNumber: 4,
      minInterval: 1,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: COLOR.line } },
      axisLabel: { color: COLOR.muted, fontSize: 12, formatter: (value: number) => compact(Math.abs(value)) },
    },
    series: PARTS.map(([name, color, sign]) => ({
      type: "bar",
      name,
      stack: "customers", // what is above 0 and what is below are stacked apart
      silent: true,
      barWidth: "72%",
      itemStyle: { color },
      data: bars.map((bar) => sign * bar[name]),
    })),
  };
}
