/** Was the forecast right last time: what happened beside what was said, for ten groups of customers. */
import type { ChartWords, Unit } from "../words/en/report-charts.js";
import type { Table } from "./table.js";
import { categoryAxis, COLOR, frame, valueAxis, type ChartOption, type ChartSize } from "./theme.js";

/** A tenth of the customers by forecast; money, or orders in a log without amounts. */
export type CalibrationGroup = Readonly<{ group: number; expected: number; actual: number }>;

export function calibrationChart(groups: readonly CalibrationGroup[], unit: Unit, view: Readonly<{ size: ChartSize; words: ChartWords }>): ChartOption {
  const { size, words } = view;
  const titles = { x: words.calibration.x, y: words.calibration.y(unit) };
  return {
    ...frame(size, titles),
    xAxis: categoryAxis(
      titles.x,
      groups.map(({ group }) => words.integer(group)),
    ),
    yAxis: valueAxis(words.compact, 4),
    series: [
      {
        type: "bar",
        name: words.calibration.actual,
        silent: true,
        barWidth: "56%",
        itemStyle: { color: COLOR.real, borderRadius: [2, 2, 0, 0] },
        data: groups.map(({ actual }) => actual),
      },
      {
        type: "scatter",
        name: words.calibration.expected,
        silent: true,
        symbol: "rect",
        symbolSize: [size.narrow ? 24 : 34, 4],
        z: 3,
        itemStyle: { opacity: 1, color: COLOR.expected, borderColor: COLOR.paper, borderWidth: 1 },
        data: groups.map(({ expected }) => expected),
      },
    ],
  };
}

/** Sums are those over all groups and test days. */
export function calibrationTable(groups: readonly CalibrationGroup[], unit: Unit, words: ChartWords): Table {
  const ratio = (actual: number, expected: number): string => (expected > 0 ? words.decimal(actual / expected, 2) : words.none);
  const actual = groups.reduce((sum, group) => sum + group.actual, 0);
  const expected = groups.reduce((sum, group) => sum + group.expected, 0);
  const row = (name: string, one: Readonly<{ actual: number; expected: number }>) => [
    name,
    words.amount(one.expected, unit),
    words.amount(one.actual, unit),
    ratio(one.actual, one.expected),
  ];
  return {
    caption: words.calibration.caption,
    head: words.calibration.head,
    rows: groups.map((group) => row(words.integer(group.group), group)),
    total: row(words.sum, { actual, expected }),
  };
}
