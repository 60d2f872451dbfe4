/** What an earlier run said of each customer, beside what the customer did. */
import { horizonKey } from "../domain.js";
import { ident, sql, type Sql } from "./sql.js";

export interface PastOptions {
  readonly customers: Sql; // customers.parquet of the earlier run
  readonly days: Sql; // customer_id, day, value, is_purchase: up to a later day
  readonly after: string; // ISO day of the earlier run
  readonly until: string; // ISO day on which its horizon ended
  readonly horizonDays: number;
  readonly hasAmounts: boolean;
}

/**
 * One row per customer of the earlier run with a purchase, in the order of customer_id: expectations, ends of the outcome
 * interval (of revenue; of orders without amounts), what came, and 1 for a customer who is known today.
 */
export function pastOutcomes({ customers, days, after, until, horizonDays, hasAmounts }: PastOptions): Sql {
  const key = horizonKey(horizonDays);
  const of = (name: string): Sql => sql`c.${ident(name)}`;
  const bound = hasAmounts ? `expected_revenue_${key}` : `orders_${key}`;
  const revenue = hasAmounts ? of(`expected_revenue_${key}`) : sql`0e0`;
  const double = (value: Sql): Sql => sql`CAST(${value} AS double)`;
  return sql`
WITH did AS (
  SELECT customer_id, sum(CASE WHEN is_purchase AND is_inside THEN 1 ELSE 0 END) AS orders,
    CAST(sum(CASE WHEN is_inside THEN CAST(value AS DECIMAL(18, 4)) ELSE 0 END) AS double) AS revenue
  FROM (
    SELECT customer_id, value, is_purchase, day > CAST(${after} AS date) AND day <= CAST(${until} AS date) AS is_inside
    FROM ${days}
  ) d
  GROUP BY customer_id
)
SELECT ${double(of(`expected_orders_${key}`))} AS expected_orders, ${double(revenue)} AS expected_revenue,
  ${double(of(`p_active_${key}`))} AS p_active,
  ${double(of(`${bound}_p05`))} AS low, ${double(of(`${bound}_p95`))} AS high,
  CAST(coalesce(d.orders, 0) AS double) AS orders, coalesce(d.revenue, 0e0) AS revenue,
  CASE WHEN d.customer_id IS NULL THEN 0e0 ELSE 1e0 END AS is_known
FROM ${customers} c
LEFT JOIN did d ON d.customer_id = c.customer_id
WHERE c.frequency IS NOT NULL
ORDER BY c.customer_id`;
}
