/** Recurring revenue by month: what came and grew above the line, what shrank and left below it. */
import type { BarSeriesOption } from "echarts";
import type { ContractChartWords } from "../words/en/contract-charts.js";
import type { Unit } from "../words/en/report-charts.js";
import type { Table } from "./table.js";
import { categoryAxis, COLOR, frame, valueAxis, type ChartOption, type ChartSize } from "./theme.js";

/** Money of one month; `month` is its first day. */
export type MrrMonth = Readonly<{
  month: string;
  complete: boolean;
  start: number;
  new: number;
  reactivation: number;
  expansion: number;
  contraction: number;
  churn: number;
  end: number;
}>;

export const MRR_MOVES = ["new", "reactivation", "expansion", "contraction", "churn"] as const;
export type MrrMove = (typeof MRR_MOVES)[number];

/** Colours of the moves. */
export const MOVE_COLORS: Readonly<Record<MrrMove, string>> = {
  new: "var(--pred)",
  reactivation: "var(--heat-3)",
  expansion: "var(--heat-2)",
  contraction: "var(--soft)",
  churn: "var(--real)",
};
const SIGN: Readonly<Record<MrrMove, 1 | -1>> = { new: 1, reactivation: 1, expansion: 1, contraction: -1, churn: -1 };

/** Stacked bars of the moves. */
export function mrrChart(
  months: readonly MrrMonth[],
  view: Readonly<{ size: ChartSize; words: ContractChartWords; unit: Unit }>,
): ChartOption {
  const { size, words, unit } = view;
  const shown = months.filter(({ complete }) => complete).slice(size.narrow ? -12 : -24);
  const bar = (move: MrrMove): BarSeriesOption => ({
    type: "bar",
    stack: "moves",
    name: words.moves[move],
    silent: true,
    barCategoryGap: "25%",
    itemStyle: { color: MOVE_COLORS[move] },
    data: shown.map((month) => SIGN[move] * month[move]),
  });
  const { min: _zero, ...axis } = valueAxis(words.compact, 4); // bars go below 0
  return {
    ...frame(size, { x: "", y: words.mrrAxis(unit) }, { right: 14 }),
    xAxis: {
      ...categoryAxis(
        "",
        shown.map(({ month }) => words.month(month)),
        size.narrow ? 2 : shown.length > 12 ? 1 : 0,
      ),
      axisLine: { onZero: true, lineStyle: { color: COLOR.muted } },
    } as ChartOption["xAxis"] & object, // cast: categories have that line
    yAxis: axis,
    series: MRR_MOVES.map(bar),
  };
}

/** Every month; start and moves add up to the end. */
export function mrrTable(months: readonly MrrMonth[], unit: Unit, words: ContractChartWords): Table {
  const money = (value: number): string => words.cents(value, unit.currency);
  const sum = (move: MrrMove): number => months.reduce((all, month) => all + Math.round(month[move] * 100), 0) / 100;
  return {
    caption: words.mrrCaption,
    head: words.mrrHead,
    rows: months.map((month) => [
      `${words.monthYear(month.month)}${month.complete ? "" : words.running}`,
      money(month.start),
      ...MRR_MOVES.map((move) => money(SIGN[move] * month[move])),
      money(month.end),
    ]),
    total: [
      words.sum,
      money(months[0]?.start ?? 0),
      ...MRR_MOVES.map((move) => money(SIGN[move] * sum(move))),
      money(months.at(-1)?.end ?? 0),
    ],
  };
}
