/** Survival of contracts: what was seen, and what is expected with its band; or plans beside each other. */
import type { LineSeriesOption } from "echarts";
import type { ContractChartWords } from "../words/en/contract-charts.js";
import { band } from "./outlook-chart.js";
import type { Table } from "./table.js";
import { COLOR, frame, type ChartOption, type ChartSize } from "./theme.js";

/** After so many renewals; shares of those who started, null where there is none. */
export type SurvivalPoint = Readonly<{
  renewal: number;
  contracts: number;
  lost: number;
  survival: number | null;
  low: number | null;
  high: number | null;
  expected: number | null;
  p05: number | null;
  p95: number | null;
}>;

type View = Readonly<{ size: ChartSize; words: ContractChartWords; term: string }>;

const axes = (last: number, { size, words, term }: View) =>
  ({
    ...frame(size, { x: words.renewals(term), y: words.left }, { right: size.narrow ? 14 : 90 }),
    xAxis: {
      type: "value" as const, // cast: a literal
      min: 0,
      max: last,
      minInterval: 1,
      name: words.renewals(term),
      nameLocation: "middle" as const, // cast: a literal
      nameGap: 34,
      nameTextStyle: { color: COLOR.muted, fontSize: 12 },
      axisLine: { lineStyle: { color: COLOR.muted } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { color: COLOR.muted, fontSize: 12 },
    },
    yAxis: {
      type: "value" as const, // cast: a literal
      min: 0,
      max: 1,
      interval: 0.25,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: COLOR.line } },
      axisLabel: { color: COLOR.muted, fontSize: 12, formatter: (value: number) => words.percent(value) },
    },
  }) as const;

const line = (name: string, color: string): LineSeriesOption => ({
  type: "line",
  name,
  showSymbol: false,
  silent: true,
  lineStyle: { color, width: 2.5 },
  itemStyle: { color },
});

const known = (points: readonly SurvivalPoint[], value: (point: SurvivalPoint) => number | null): number[][] =>
  points.flatMap((point) => {
    const one = value(point);
    return one === null ? [] : [[point.renewal, one]];
  });

/** A solid line of what was seen, a dashed one of what is expected, its 90 % band around it. */
export function retentionChart(points: readonly SurvivalPoint[], view: View): ChartOption {
  const { size, words } = view;
  return {
    ...axes(points.at(-1)?.renewal ?? 1, view),
    series: [
      ...band("ninety", {
        low: known(points, ({ p05 }) => p05),
        width: known(points, ({ p05, p95 }) => (p05 === null || p95 === null ? null : p95 - p05)),
        opacity: 0.5,
      }),
      { ...line(words.seen, COLOR.real), data: known(points, ({ survival }) => survival) },
      {
        ...line(words.expected, COLOR.expected),
        lineStyle: { color: COLOR.expected, width: 2, type: "dashed" },
        endLabel: { show: !size.narrow, formatter: words.expected, color: COLOR.expected, fontSize: 13 },
        data: known(points, ({ expected }) => expected),
      },
    ],
  };
}

/** Colours of the lines, in the order of the plans. */
export const LINES = ["var(--pred)", "var(--real)", "var(--warn)", "var(--muted)", "var(--heat-4)"] as const;
const DASHES = ["solid", "solid", "solid", "dashed", "dotted"] as const;

/** One line per plan, seen only. */
export function plansChart(
  plans: readonly Readonly<{ plan: string; points: readonly SurvivalPoint[] }>[],
  view: View,
): ChartOption {
  const last = Math.max(
    1,
    ...plans.flatMap(({ points }) => known(points, ({ survival }) => survival).map(([renewal = 0]) => renewal)),
  );
  return {
    ...axes(last, view),
    series: plans.slice(0, LINES.length).map(({ plan, points }, i) => {
      const color = LINES[i] ?? COLOR.muted;
      return {
        ...line(plan, color),
        lineStyle: { color, width: 2.25, type: DASHES[i] ?? "solid" },
        endLabel: {
          show: !view.size.narrow,
          formatter: plan.length > 14 ? `${plan.slice(0, 13)}…` : plan,
          color,
          fontSize: 13,
        },
        data: known(points, ({ survival }) => survival),
      };
    }),
    animation: false,
  };
}

/** The same numbers for those who read. */
export function survivalTable(points: readonly SurvivalPoint[], caption: string, words: ContractChartWords): Table {
  const share = (value: number | null): string => (value === null ? words.none : words.percentFine(value));
  const range = (low: number | null, high: number | null): string =>
    low === null || high === null ? words.none : words.fromTo(low, high);
  return {
    caption,
    head: words.survivalHead,
    rows: points.map(({ renewal, contracts, lost, survival, low, high, expected, p05, p95 }) => [
      words.integer(renewal),
      renewal === 0 || contracts === 0 ? words.none : words.integer(contracts),
      renewal === 0 || contracts === 0 ? words.none : words.integer(lost),
      share(survival),
      range(low, high),
      share(expected),
      range(p05, p95),
    ]),
  };
}
