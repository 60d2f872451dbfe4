/** How many customers are worth how much. */
import type { ChartWords, Unit } from "../words/en/report-charts.js";
import type { Table } from "./table.js";
import { categoryAxis, COLOR, frame, valueAxis, type ChartOption, type ChartSize } from "./theme.js";
import { distribution, type ValueBin, type ValueClass } from "./value-bins.js";

const LONG_TICK = 9; // signs: longer ones need the room of two

/** A bar per class of value. */
export function distributionChart(
  bins: readonly ValueBin[],
  unit: Unit,
  view: Readonly<{ size: ChartSize; words: ChartWords }>,
): ChartOption {
  const { size, words } = view;
  const classes = distribution(bins);
  const ticks = classes.map(words.distribution.tick);
  const titles = { x: words.distribution.x(unit), y: words.distribution.y };
  return {
    ...frame(size, titles),
    xAxis: categoryAxis(titles.x, ticks, size.narrow ? 2 : ticks.some((tick) => tick.length > LONG_TICK) ? 1 : 0),
    yAxis: valueAxis(words.compact, 4, 1),
    series: [
      {
        type: "bar",
        silent: true,
        barWidth: "82%",
        itemStyle: { color: COLOR.expected, borderRadius: [2, 2, 0, 0] },
        data: classes.map(({ customers }) => customers),
      },
    ],
  };
}

/** Sums: all customers, and the total of the headline horizon. */
export function distributionTable(bins: readonly ValueBin[], unit: Unit, words: ChartWords): Table {
  const classes = distribution(bins);
  const customers = classes.reduce((sum, one) => sum + one.customers, 0);
  const value = classes.reduce((sum, one) => sum + one.value, 0);
  const name = (one: ValueClass): string =>
    one.from === 0 ? words.distribution.below(one.to, unit) : words.distribution.between(one, unit);
  return {
    caption: words.distribution.caption(unit),
    head: words.distribution.head(unit),
    rows: classes.map((one) => [
      name(one),
      words.integer(one.customers),
      words.percentFine(one.customers / customers),
      words.amount(one.value, unit),
    ]),
    total: [words.sum, words.integer(customers), words.percent(1), words.amount(value, unit)],
  };
}
