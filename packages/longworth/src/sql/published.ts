/** The tables of a run as they are published: columns, order, nothing else. */
import { horizonKey } from "../domain.js";
import { ident, list, sql, type Sql } from "./sql.js";

export interface PublishedOptions {
  readonly customers: string;
  readonly leads: string | null; // table (customer_id, lead); null when no finding lists a customer
  readonly horizons: readonly number[];
  readonly levels: readonly string[];
  readonly hasAmounts: boolean;
}

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
const MONEY = ["historic_value", "refunded_value"] as const;
const HISTORY = ["frequency", "recency", "tenure"] as const;
const SPEND = ["spend_count", "monetary_value"] as const;
const TAIL = ["clv_percentile", "clv_tier", "rfm_r", "rfm_f", "rfm_m", "rfm_segment", "expected_next_order_date"] as const;

/** Names of the columns of customers.parquet, in their order (PRODUCT "Outputs"). */
export function customerColumns({ horizons, levels, hasAmounts }: Omit<PublishedOptions, "customers" | "leads">): readonly string[] {
  const perHorizon = horizons.map(horizonKey).flatMap((key) => {
    const withLevels = (name: string): string[] => [name, ...levels.map((level) => `${name}_${level}`)];
    const orders = [`p_active_${key}`, `expected_orders_${key}`, ...levels.map((level) => `orders_${key}_${level}`)];
    const [mean = "", ...quantiles] = withLevels(`expected_revenue_${key}`);
    const money = [mean, `${mean}_sd`, ...quantiles, ...withLevels(`predicted_clv_${key}`)];
    return hasAmounts ? [...orders, ...money] : orders;
  });
  const amounts = <T>(names: readonly T[]): readonly T[] => (hasAmounts ? names : []);
  return [
    ...HEAD,
    ...amounts(MONEY),
    ...HISTORY,
    ...amounts(SPEND),
    "p_alive",
    ...perHorizon,
    ...amounts(["expected_order_value"]),
    ...TAIL,
    "lead",
  ];
}

/** customers.parquet: one row per identified customer with an accepted event, by customer_id. */
export function publishedCustomers(options: PublishedOptions): Sql {
  const columns = customerColumns(options).filter((name) => name !== "lead");
  const lead = options.leads === null ? sql`CAST(NULL AS varchar)` : sql`l.lead`;
  const joined = options.leads === null ? sql`` : sql` LEFT JOIN ${ident(options.leads)} l ON l.customer_id = c.customer_id`;
  return sql`
SELECT ${list(columns.map((name) => sql`c.${ident(name)}`))}, ${lead} AS lead
FROM ${ident(options.customers)} c${joined}
ORDER BY c.customer_id`;
}

/** A loaded table with its day columns (days since 1970-01-01) as dates, in the order of `by`. */
export function withDates(
  table: string,
  { columns, dates, by }: Readonly<{ columns: readonly string[]; dates: readonly string[]; by: readonly string[] }>,
  addDays: (day: Sql, days: Sql) => Sql,
): Sql {
  const shown = columns.map((name) =>
    dates.includes(name)
      ? sql`${addDays(sql`DATE '1970-01-01'`, ident(name))} AS ${ident(name)}`
      : ident(name),
  );
  return sql`SELECT ${list(shown)} FROM ${ident(table)} ORDER BY ${list(by.map(ident))}`;
}
