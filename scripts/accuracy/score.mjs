/** Scores a forecast against what happened, with the metrics of @longworth/models. */
import { crps, metrics } from "@longworth/models";
import { columnsOf, joined } from "./logs.mjs";
import { LEVELS } from "./product.mjs";

const suffix = (level) => `p${String(Math.round(level * 100)).padStart(2, "0")}`;
const column = (values) => Float64Array.from(values, Number);

/** Columns of the forecast and of what happened, one entry per customer of the population. */
export async function readForecast(database, customersFile, { horizon, money }) {
  const there = new Set(await columnsOf(database, customersFile));
  const key = `${horizon}d`;
  const wanted = { expected_orders: `expected_orders_${key}`, p_active: `p_active_${key}` };
  for (const level of LEVELS) wanted[`orders_${suffix(level)}`] = `orders_${key}_${suffix(level)}`;
  if (money) {
    wanted.predicted_value = `expected_revenue_${key}`;
    for (const level of LEVELS) wanted[`value_${suffix(level)}`] = `expected_revenue_${key}_${suffix(level)}`;
  }
  const missing = Object.values(wanted).filter((name) => !there.has(name));
  if (missing.length > 0) throw new Error(`customers.parquet lacks ${missing.join(", ")}`);
  return joined(database, customersFile, wanted);
}

/** @returns `{ orders, value, active, unmatched }`, metrics by name; value is undefined without money */
export function score(columns, { money }) {
  return {
    orders: scoreOf(columns, { actual: "orders", predicted: "expected_orders", quantiles: "orders" }),
    value: money ? scoreOf(columns, { actual: "value", predicted: "predicted_value", quantiles: "value" }) : undefined,
    active: metrics.activityMetrics(column(columns.orders), column(columns.p_active)),
    unmatched: columns.matched.filter((matched) => !matched).length,
  };
}

function scoreOf(columns, names) {
  const actual = column(columns[names.actual]);
  const predicted = column(columns[names.predicted]);
  const quantiles = LEVELS.map((level) => column(columns[`${names.quantiles}_${suffix(level)}`]));
  const [low, high] = [0.05, 0.95].map((level) => column(columns[`${names.quantiles}_${suffix(level)}`]));
  return {
    ...metrics.pointMetrics(actual, predicted),
    ...metrics.intervalMetrics(actual, { low, high, predicted }),
    crps: metrics.mean(crps.crpsOfQuantiles(actual, LEVELS, quantiles)),
  };
}

/** The forecast in the form that evaluate.py reads. */
export function predictionsCsv(columns, { money }) {
  const names = { expected_orders: "expected_orders", p_active: "p_active" };
  for (const level of LEVELS) names[`${suffix(level)}_orders`] = `orders_${suffix(level)}`;
  if (money) {
    names.predicted_value = "predicted_value";
    for (const level of LEVELS) names[suffix(level)] = `value_${suffix(level)}`;
  }
  const head = ["customer_id", ...Object.keys(names)].join(",");
  const rows = columns.customer_id.map((id, i) =>
    [`"${id.replaceAll('"', '""')}"`, ...Object.values(names).map((name) => columns[name][i])].join(","),
  );
  return [head, ...rows, ""].join("\n");
}
