/** The tables of a run as they are published: columns, order, nothing else. */
import { horizonKey } from "../domain.js";
import { horizonColumns, type ScoreShape } from "./customer-scores.js";
import type { Dialect } from "./dialect.js";
import { ident, list, sql, type Sql } from "./sql.js";

export interface PublishedOptions extends ScoreShape {
  readonly customers: string; // customers_scored
  readonly lead: Sql; // over columns of `customers`
  readonly asOf: string;
  readonly currency: string | null;
  readonly basis: string;
  readonly served: string;
  readonly dialect: Dialect;
  readonly isInOrder: boolean; // `customers` comes in the order of customer_id
}

/**
 * customers.parquet: one row per identified customer with an accepted event (PRODUCT "Outputs"), in the order of
 * customer_id: sorting 60 columns takes longer than writing them, so they are where nothing else keeps the order.
 */
export function publishedCustomers(options: PublishedOptions): Sql {
  const { asOf, currency, basis, served, dialect } = options;
  const text = (value: string | null): Sql => sql`CAST(${value} AS varchar)`;
  const day = sql`CAST(${asOf} AS date)`;
  const made: Record<string, Sql> = {
    as_of: day,
    currency: text(currency),
    basis: dialect.oneOf(basis, [basis]),
    model: dialect.oneOf(served, [served]),
    expected_next_order_date: dialect.addDays(day, sql`CAST(next_order_days AS integer)`),
    lead: options.lead,
  };
  const columns = customerColumns(options).map((name) =>
    made[name] === undefined ? ident(name) : sql`${made[name]} AS ${ident(name)}`,
  );
  return sql`
SELECT ${list(columns)}
FROM ${ident(options.customers)}${
    options.isInOrder
      ? sql``
      : sql`
ORDER BY customer_id`
  }`;
}

/** Names of the columns of customers.parquet, in their order. */
export const customerColumns = (shape: ScoreShape): readonly string[] => [
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
  "reason_1",
  "reason_2",
  "lead",
  ...(shape.hasSurveys === true ? SAID : []),
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
/** What customers said, where they were asked. */
export const SAID = ["satisfaction_question", "satisfaction_score", "satisfaction_mood", "satisfaction_date"] as const;
const CLASSES = ["clv_percentile", "clv_tier", "rfm_r", "rfm_f", "rfm_m", "rfm_segment"] as const;

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
