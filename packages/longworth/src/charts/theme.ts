/** One look for all charts: sizes, colour tokens (CSS variables, so one SVG serves light and dark), axes. */
import type { EChartsOption, XAXisComponentOption } from "echarts";

/** What a chart returns: a plain ECharts option. */
export type ChartOption = EChartsOption;

/** Pixels of the drawing; text is set for this size, so a chart is drawn once per size instead of scaled. */
export type ChartSize = Readonly<{ width: number; height: number; narrow: boolean }>;

/** Over the whole page. */
export const FULL: ChartSize = { width: 880, height: 330, narrow: false };
/** Beside another chart. */
export const HALF: ChartSize = { width: 480, height: 300, narrow: false };
/** On a phone. */
export const NARROW: ChartSize = { width: 328, height: 270, narrow: true };

/** Colours by meaning; the page defines the variables for both themes. */
export const COLOR = {
  ink: "var(--ink)",
  muted: "var(--muted)",
  line: "var(--line)",
  real: "var(--real)",
  expected: "var(--pred)",
  band: "var(--band)",
  paper: "var(--paper)",
} as const;

/** Steps of the heat maps, from little to much. */
export const HEAT_STEPS = 7;
/** The colour of a step. */
export const heatColor = (step: number): string => `var(--heat-${step})`;
/** The colour of text on it. */
export const heatInk = (step: number): string => `var(--on-heat-${step})`;

/** The step of a share in [0, 1]. */
export const heatStep = (share: number): number =>
  Math.max(0, Math.min(HEAT_STEPS - 1, Math.floor(share * HEAT_STEPS)));

const FONT_SIZE = 12;

/** Titles of both axes: quantity and unit. */
export type AxisTitles = Readonly<{ x: string; y: string }>;

/** Shared parts of a chart with two axes; `right` leaves room for labels at the ends of lines. */
export function frame(size: ChartSize, titles: AxisTitles, room: Readonly<{ right?: number; left?: number }> = {}) {
  const left = room.left ?? (size.narrow ? 46 : 54);
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: "inherit", fontSize: FONT_SIZE, color: COLOR.muted },
    title: {
      text: titles.y,
      left: 0,
      top: 0,
      padding: 0,
      textStyle: { fontFamily: "inherit", fontSize: FONT_SIZE, fontWeight: "normal", color: COLOR.muted },
    },
    grid: { left, right: room.right ?? 14, top: 34, bottom: titles.x === "" ? 40 : 58, containLabel: false },
  } as const;
}

const label = { color: COLOR.muted, fontSize: FONT_SIZE } as const;

/** A value axis that starts at 0, with calm lines; `minInterval` 1 for counts. */
export const valueAxis = (format: (value: number) => string, splitNumber = 5, minInterval = 0) => ({
  type: "value" as const, // cast: a literal, for either axis
  min: 0,
  splitNumber,
  minInterval,
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: COLOR.line } },
  axisLabel: { ...label, formatter: (value: number) => format(value) },
});

const name = (title: string, gap: number) =>
  ({
    name: title,
    nameLocation: "middle",
    nameGap: gap,
    nameTextStyle: { color: COLOR.muted, fontSize: FONT_SIZE },
  }) as const;

/** A time axis in UTC; `format` gives the text of a tick. */
export const timeAxis = (
  title: string,
  format: (time: number) => string,
  splitNumber: number,
): XAXisComponentOption => ({
  type: "time",
  ...name(title, 40),
  splitNumber,
  axisLine: { lineStyle: { color: COLOR.muted } },
  axisTick: { show: false },
  splitLine: { show: false },
  axisLabel: { ...label, lineHeight: 16, hideOverlap: true, formatter: (value: number) => format(value) },
});

/** Named places along the bottom. */
export const categoryAxis = (title: string, labels: readonly string[], interval?: number): XAXisComponentOption => ({
  type: "category",
  ...name(title, 34),
  data: [...labels],
  axisLine: { lineStyle: { color: COLOR.muted } },
  axisTick: { show: false },
  axisLabel: { ...label, interval: interval ?? 0 },
});
