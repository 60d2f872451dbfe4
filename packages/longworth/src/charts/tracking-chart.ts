/** Actual against expected repeat orders by week, with the 90 % band. */
import type { ChartWords } from "../words/en/report-charts.js";
import { band } from "./outlook-chart.js";
import type { Table } from "./table.js";
import { COLOR, frame, timeAxis, valueAxis, type ChartOption, type ChartSize } from "./theme.js";

/** Repeat orders of a week (its Monday). */
export type TrackedWeek = Readonly<{ week: string; actual: number; expected: number; low: number; high: number }>;

/** Two lines and a band. */
export function trackingChart(
  weeks: readonly TrackedWeek[],
  view: Readonly<{ size: ChartSize; words: ChartWords }>,
): ChartOption {
  const { size, words } = view;
  const points = (value: (week: TrackedWeek) => number) =>
    weeks.map((week) => [Date.parse(`${week.week}T00:00:00Z`), value(week)]);
  const label = (text: string, color: string) => ({ show: !size.narrow, formatter: text, color, fontSize: 13 });
  const line = { type: "line", showSymbol: false, silent: true } as const;
  return {
    ...frame(size, { x: "", y: words.tracking.y }, { right: size.narrow ? 14 : 76 }),
    xAxis: timeAxis("", words.month, size.narrow ? 4 : 10),
    yAxis: valueAxis(words.compact, 4, 1),
    series: [
      ...band("ninety", { low: points((w) => w.low), width: points((w) => w.high - w.low), opacity: 0.45 }),
      {
        ...line,
        name: words.tracking.actual,
        lineStyle: { color: COLOR.real, width: 1.75 },
        data: points((w) => w.actual),
      },
      {
        ...line,
        name: words.tracking.expected,
        lineStyle: { color: COLOR.expected, width: 2.5, type: "dashed" },
        endLabel: label(words.tracking.expected, COLOR.expected),
        data: points((w) => w.expected),
      },
    ],
  };
}

/** The sums are those of all weeks. */
export function trackingTable(weeks: readonly TrackedWeek[], words: ChartWords): Table {
  const number = (value: number): string => words.decimal(value, 1);
  const sum = (value: (week: TrackedWeek) => number): number => weeks.reduce((all, week) => all + value(week), 0);
  return {
    caption: words.tracking.caption,
    head: words.tracking.head,
    rows: weeks.map(({ week, actual, expected, low, high }) => [
      words.day(week),
      words.integer(actual),
      ...[expected, low, high].map(number),
    ]),
    total: [words.sum, words.integer(sum((week) => week.actual)), number(sum((week) => week.expected)), "", ""],
  };
}
