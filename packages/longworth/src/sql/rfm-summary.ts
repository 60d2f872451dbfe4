/** One customer's history in the numbers the models need. */
import { ident, sql, type Sql } from "./sql.js";

/**
 * rfm_summary: one row per identified customer with an accepted event; the purchase columns are NULL for those
 * without a purchase. Times are whole days. The first purchase is no repeat, so frequency, spend_count and
 * monetary_value leave it out; recency is the age at the last purchase, not the days since it. spend_days and
 * sum_log_value are over all purchases with an amount above 0, the first included. Money is summed as DECIMAL.
 * @param options.starts table (customer_id, first_day) of declared first days, or null
 */
export function rfmSummary(options: { days: string; asOf: string; starts: string | null }): Sql {
  const asOf = sql`CAST(${options.asOf} AS date)`;
  const joined = options.starts
    ? sql`${ident(options.days)} d LEFT JOIN ${ident(options.starts)} s ON s.customer_id = d.customer_id`
    : sql`${ident(options.days)} d`;
  const declared = options.starts ? sql`min(s.first_day)` : sql`CAST(NULL AS date)`;
  return sql`
WITH aggregate AS (
  SELECT d.customer_id,
    sum(d.orders) AS orders, sum(d.value) AS historic_value, sum(d.refunded) AS refunded_value, sum(d.margin) AS margin,
    min(d.day) FILTER (WHERE d.orders > 0) AS first_order_date,
    max(d.day) FILTER (WHERE d.orders > 0) AS last_order_date,
    count(*) FILTER (WHERE d.is_purchase) AS purchases,
    min(d.day) FILTER (WHERE d.is_purchase) AS first_purchase,
    max(d.day) FILTER (WHERE d.is_purchase) AS last_purchase,
    ${declared} AS declared_start,
    count(*) FILTER (WHERE d.is_purchase AND d.value > 0) AS spend_days,
    sum(d.value) FILTER (WHERE d.is_purchase) AS purchase_value,
    min_by(d.value, d.day) FILTER (WHERE d.is_purchase) AS first_value,
    sum(CAST(ln(CAST(d.value AS double)) AS DECIMAL(28, 12))) FILTER (WHERE d.is_purchase AND d.value > 0) AS sum_log_value
  FROM ${joined}
  GROUP BY d.customer_id
), started AS (
  SELECT *, coalesce(declared_start, first_purchase) AS start_day,
    spend_days - CASE WHEN first_value > 0 AND declared_start IS NULL THEN 1 ELSE 0 END AS spend_repeats,
    purchase_value - CASE WHEN declared_start IS NULL THEN first_value ELSE 0 END AS repeat_value
  FROM aggregate
)
SELECT customer_id, CAST(orders AS integer) AS orders, historic_value, refunded_value, margin,
  first_order_date, last_order_date, first_purchase, start_day,
  CAST(CASE WHEN purchases > 0 THEN purchases - CASE WHEN start_day < first_purchase THEN 0 ELSE 1 END END AS integer)
    AS frequency,
  CAST(CASE WHEN purchases > 0 THEN date_diff('day', start_day, last_purchase) END AS integer) AS recency,
  CAST(CASE WHEN purchases > 0 THEN date_diff('day', start_day, ${asOf}) END AS integer) AS tenure,
  CAST(CASE WHEN purchases > 0 THEN spend_repeats END AS integer) AS spend_count,
  CASE WHEN spend_repeats > 0 THEN CAST(repeat_value AS double) / spend_repeats END AS monetary_value,
  CAST(CASE WHEN purchases > 0 THEN spend_days END AS integer) AS spend_days,
  CAST(sum_log_value AS double) AS sum_log_value
FROM started`;
}
