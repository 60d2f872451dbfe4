/** How soon customers come back: one stepped line per purchase, rising from 0. */
import { COLOR, frame, valueAxis, type ChartOption, type ChartSize } from "./theme.js";

/** Share back by days after a purchase. */
export type ReturnLine = Readonly<{ name: string; points: readonly Readonly<{ days: number; share: number }>[] }>;

export type ReturnView = Readonly<{
  size: ChartSize;
  titles: Readonly<{ x: string; y: string }>;
  until: number; // days
  format: Readonly<{ share: (value: number) => string; days: (value: number) => string }>;
}>;

const MONTHS = 60; // days between ticks
const COLORS = [COLOR.expected, COLOR.real, "var(--warn)", COLOR.muted] as const;
const DASHES = ["solid", "solid", "dashed", "dotted"] as const;

/** At most four lines. */
export function returnsChart(lines: readonly ReturnLine[], { size, titles, until, format }: ReturnView): ChartOption {
  return {
    ...frame(size, titles, { right: size.narrow ? 14 : 150 }),
    xAxis: {
      ...valueAxis(format.days, size.narrow ? 4 : 8),
      max: until,
      interval: size.narrow ? 2 * MONTHS : MONTHS,
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: COLOR.muted } },
      name: titles.x,
      nameLocation: "middle",
      nameGap: 34,
      nameTextStyle: { color: COLOR.muted },
    },
    yAxis: { ...valueAxis(format.share, 4), max: 1, interval: 0.25 },
    series: lines.slice(0, COLORS.length).map((line, i) => {
      const seen = line.points.filter(({ days }) => days <= until);
      const last = seen.at(-1);
      return {
        type: "line",
        name: line.name,
        step: "end",
        showSymbol: false,
        silent: true,
        lineStyle: { color: COLORS[i] ?? COLOR.ink, width: 2, type: DASHES[i] ?? "solid" },
        endLabel: { show: !size.narrow, formatter: line.name, color: COLORS[i] ?? COLOR.ink, fontSize: 12 },
        labelLayout: { moveOverlap: "shiftY" },
        data: [[0, 0], ...seen.map(({ days, share }) => [days, share]), ...(last ? [[until, last.share]] : [])],
      };
    }),
  };
}
