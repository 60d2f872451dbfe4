/** The tables of a run as they are published: columns, order, nothing else. */
import { horizonKey } from "../domain.js";
import { clvOf, countOf, revenueOf } from "./customer-scores.js";
import type { Dialect } from "./dialect.js";
import { ident, list, sql, type Sql } from "./sql.js";

export interface PublishedShape {
  readonly horizons: readonly number[]; // days, ascending; the last is the headline
  readonly levels: readonly string[]; // "p05", "p50", …
  readonly hasAmounts: boolean;
}

export interface PublishedOptions extends PublishedShape {
  readonly customers: string; // customers_core with its classes
  readonly scores: string; // cell_scores
  readonly lead: Sql; // over columns of `customers`
  readonly asOf: string;
  readonly currency: string | null;
  readonly basis: string;
  readonly served: string;
  readonly dialect: Dialect;
}

/** customers.parquet: one row per identified customer with an accepted event, by customer_id (PRODUCT "Outputs"). */
export function publishedCustomers(options: PublishedOptions): Sql {
  const columns = columnsOf(options);
  return sql`
SELECT ${list(Object.entries(columns).map(([name, value]) => sql`${value} AS ${ident(name)}`))}
FROM (SELECT *, ${options.lead} AS lead FROM ${ident(options.customers)}) c
LEFT JOIN ${ident(options.scores)} s ON s.cell = c.cell
ORDER BY c.customer_id`;
}

/** Names of the columns of customers.parquet, in their order. */
export const customerColumns = (shape: PublishedShape): readonly string[] => [
  ...HEAD,
  ...(shape.hasAmounts ? ["historic_value", "refunded_value"] : []),
  "frequency",
  "recency",
  "tenure",
  ...(shape.hasAmounts ? ["spend_count", "monetary_value"] : []),
  "p_alive",
  ...shape.horizons.flatMap((days) => Object.keys(horizonColumns(horizonKey(days), shape))),
  ...(shape.hasAmounts ? ["expected_order_value"] : []),
  ...CLASSES,
  "expected_next_order_date",
  "lead",
];

const HEAD = [
  "customer_id",
  "as_of",
  "currency",
  "basis",
  "model",
  "first_order_date",
  "last_order_date",
  "orders",
] as const;
const CLASSES = ["clv_percentile", "clv_tier", "rfm_r", "rfm_f", "rfm_m", "rfm_segment"] as const;

function columnsOf(options: PublishedOptions): Readonly<Record<string, Sql>> {
  const { asOf, currency, basis, served, dialect, horizons } = options;
  const text = (value: string | null): Sql => sql`CAST(${value} AS varchar)`;
  const day = sql`CAST(${asOf} AS date)`;
  const made: Record<string, Sql> = {
    as_of: day,
    currency: text(currency),
    basis: text(basis),
    model: text(served),
    p_alive: sql`s.p_alive`,
    expected_order_value: expectedOrderValue(horizonKey(horizons.at(-1) ?? 0)),
    expected_next_order_date: dialect.addDays(day, sql`CAST(s.next_order_days AS integer)`),
  };
  for (const days of horizons) Object.assign(made, horizonColumns(horizonKey(days), options));
  return Object.fromEntries(customerColumns(options).map((name) => [name, made[name] ?? sql`c.${ident(name)}`]));
}

function horizonColumns(key: string, { levels, hasAmounts }: PublishedShape): Readonly<Record<string, Sql>> {
  const revenue = `expected_revenue_${key}`;
  const clv = `predicted_clv_${key}`;
  const unit = (level: string): Sql => sql`s.${ident(`unit_revenue_${key}_${level}`)}`;
  const columns: Record<string, Sql> = {
    [`p_active_${key}`]: sql`coalesce(s.${ident(`p_active_${key}`)}, 0e0)`,
    [`expected_orders_${key}`]: sql`c.${ident(`expected_orders_${key}`)}`,
  };
  for (const level of levels) columns[`orders_${key}_${level}`] = countOf(sql`s.${ident(`orders_${key}_${level}`)}`);
  if (!hasAmounts) return columns;
  columns[revenue] = sql`c.${ident(revenue)}`;
  columns[`${revenue}_sd`] = sql`c.${ident(`${revenue}_sd`)}`;
  for (const level of levels) columns[`${revenue}_${level}`] = revenueOf(unit(level));
  columns[clv] = clvOf(sql`s.${ident(`unit_revenue_${key}`)}`, key);
  for (const level of levels) columns[`${clv}_${level}`] = clvOf(unit(level), key);
  return columns;
}

const expectedOrderValue = (key: string): Sql =>
  sql`scale * s.${ident(`unit_revenue_${key}`)} / nullif(s.${ident(`expected_orders_${key}`)}, 0e0)`;

/** A loaded table with its day columns (days since 1970-01-01) as dates, in the order of `by`. */
export function withDates(
  table: string,
  { columns, dates, by }: Readonly<{ columns: readonly string[]; dates: readonly string[]; by: readonly string[] }>,
  dialect: Dialect,
): Sql {
  const shown = columns.map((name) =>
    dates.includes(name) ? sql`${dialect.addDays(sql`DATE '1970-01-01'`, ident(name))} AS ${ident(name)}` : ident(name),
  );
  return sql`SELECT ${list(shown)} FROM ${ident(table)} ORDER BY ${list(by.map(ident))}`;
}
