/** Was the forecast right last time: what happened beside what was said, for ten groups of customers. */
import type { ChartWords, Unit } from "../words/en/report-charts.js";
import type { Table } from "./table.js";
import { categoryAxis, COLOR, frame, valueAxis, type ChartOption, type ChartSize } from "./theme.js";

/** A tenth of the customers by forecast, in any order: means per customer, of money (of orders without amounts). */
export type CalibrationGroup = Readonly<{ group: number; expected: number; actual: number }>;

/** From the least to the most promising tenth. */
const ascending = (groups: readonly CalibrationGroup[]): readonly CalibrationGroup[] =>
  groups.toSorted((a, b) => a.expected - b.expected || b.group - a.group);

/** Bars are what happened, marks what was said. */
export function calibrationChart(
  all: readonly CalibrationGroup[],
  unit: Unit,
  view: Readonly<{ size: ChartSize; words: ChartWords }>,
): ChartOption {
  const { size, words } = view;
  const groups = ascending(all);
  const titles = { x: words.calibration.x, y: words.calibration.y(unit) };
  return {
    ...frame(size, titles),
    xAxis: categoryAxis(
      titles.x,
      groups.map((_, i) => words.integer(i + 1)),
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

/** The last row is the mean of the groups, which are of equal size. */
export function calibrationTable(groups: readonly CalibrationGroup[], unit: Unit, words: ChartWords): Table {
  const ratio = (actual: number, expected: number): string =>
    expected > 0 ? words.decimal(actual / expected, 2) : words.none;
  const mean = (of: (group: CalibrationGroup) => number): number =>
    groups.reduce((sum, group) => sum + of(group), 0) / groups.length;
  const row = (name: string, one: Readonly<{ actual: number; expected: number }>) => [
    name,
    words.amount(one.expected, unit),
    words.amount(one.actual, unit),
    ratio(one.actual, one.expected),
  ];
  return {
    caption: words.calibration.caption,
    head: words.calibration.head,
    rows: ascending(groups).map((group, i) => row(words.integer(i + 1), group)),
    total: row(words.mean, { actual: mean(({ actual }) => actual), expected: mean(({ expected }) => expected) }),
  };
}
