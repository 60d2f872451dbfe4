/** How many customers' outcomes lie within their own intervals. */
import { ident, sql, type Sql } from "./sql.js";

/**
 * interval_hits: one row. `outcomes` has a row per customer (customer_id, revenue); a customer without one had none.
 * @param options `days` chooses the columns expected_revenue_{days}d_p05 and _p95, both ends belong to the interval
 */
export const intervalHits = ({
  customers,
  outcomes,
  days,
}: Readonly<{ customers: Sql; outcomes: string; days: number }>): Sql => {
  const bound = (level: string): Sql => ident(`expected_revenue_${days}d_${level}`);
  return sql`
WITH judged AS (
  SELECT coalesce(o.revenue, 0) BETWEEN c.${bound("p05")} AND c.${bound("p95")} AS is_within
  FROM ${customers} c
  LEFT JOIN ${ident(outcomes)} o ON o.customer_id = c.customer_id
)
SELECT CAST(count(*) AS double) AS customers, CAST(count(*) FILTER (WHERE is_within) AS double) AS within
FROM judged`;
};
