/** Who is still with you: customers by repeat purchases and months of silence, coloured by chance or by value. */
import type { ChartWords, Unit } from "../words/en/report-charts.js";
import type { ActivityMap, ActivitySum } from "./activity.js";
import type { Table } from "./table.js";
import {
  categoryAxis,
  COLOR,
  frame,
  HEAT_STEPS,
  heatColor,
  heatInk,
  heatStep,
  type ChartOption,
  type ChartSize,
} from "./theme.js";

/** `active`: mean chance of at least one purchase in percent. `value`: sum of the expected value, short. */
export type ActivityMeasure = "active" | "value";

type View = Readonly<{ size: ChartSize; words: ChartWords }>;

/** A heat map; places without customers stay empty. */
export function activityChart(map: ActivityMap, measure: ActivityMeasure, { size, words }: View): ChartOption {
  const titles = { x: words.activity.x, y: words.activity.y };
  const largest = Math.max(1e-9, ...map.cells.flat().map((cell) => cell.value));
  const text = (cell: ActivitySum): string =>
    measure === "active" ? words.integer((100 * cell.active) / cell.customers) : words.short(cell.value);
  const step = (cell: ActivitySum): number =>
    heatStep(measure === "active" ? cell.active / cell.customers : Math.sqrt(cell.value / largest));
  const cells = map.cells.flatMap((row, y) =>
    row.flatMap((cell, x) =>
      cell.customers > 0
        ? [{ value: [x, y, step(cell)], label: { formatter: text(cell), color: heatInk(step(cell)) } }]
        : [],
    ),
  );
  const columns = map.months.map(words.range);
  return {
    ...frame(size, titles, { left: size.narrow ? 34 : 48 }),
    xAxis: { ...categoryAxis(titles.x, columns), axisLine: { show: false } },
    yAxis: {
      type: "category",
      data: map.frequencies.map(words.range),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: COLOR.muted, fontSize: 12 },
    },
    visualMap: {
      type: "piecewise",
      show: false,
      dimension: 2,
      pieces: Array.from({ length: HEAT_STEPS }, (_, value) => ({ value, color: heatColor(value) })),
    },
    series: [
      {
        type: "heatmap",
        silent: true,
        label: { show: true, fontSize: size.narrow ? 12 : 13 },
        itemStyle: { borderColor: COLOR.paper, borderWidth: 2 },
        data: cells,
      },
    ],
  };
}

/** One row per cell that holds anybody. Sums: all customers with a purchase, and the total of the headline horizon. */
export function activityTable(map: ActivityMap, unit: Unit, words: ChartWords): Table {
  const chance = ({ active, customers }: ActivitySum): string => words.percent(customers > 0 ? active / customers : 0);
  const columns = (cell: ActivitySum): string[] => [
    words.integer(cell.customers),
    words.decimal(cell.active, 1),
    chance(cell),
    words.amount(cell.value, unit),
  ];
  const all = map.cells.flat().reduce((sum, cell) => ({
    customers: sum.customers + cell.customers,
    active: sum.active + cell.active,
    value: sum.value + cell.value,
  }));
  const rows = map.frequencies.flatMap((frequency, y) =>
    map.months.flatMap((months, x) => {
      const cell = map.cells[y]?.[x];
      return cell && cell.customers > 0 ? [[words.range(frequency), words.range(months), ...columns(cell)]] : [];
    }),
  );
  return {
    caption: words.activity.caption,
    head: words.activity.head(unit),
    rows,
    total: [words.sum, "", ...columns(all)],
  };
}
