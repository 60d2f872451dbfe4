/** One customer's history in the numbers the models need. */
import { ident, sql, type Sql } from "./sql.js";

export interface SummaryOptions {
  readonly days: string;
  readonly asOf: string;
  readonly starts: string | null; // table (customer_id, first_day) of declared first days
  readonly hasRefunds: boolean;
  readonly hasMargin: boolean;
  readonly onlyPurchases: boolean; // no refund and no amount of 0 in `days`
}

const LOG_VALUE = sql`CAST(ln(CAST(value AS double)) AS DECIMAL(18, 12))`;

/** What depends on whether a day is a purchase. With `onlyPurchases` every day is one with money, and nothing is asked. */
function purchaseColumns({ onlyPurchases }: SummaryOptions): Sql {
  if (onlyPurchases)
    return sql`min(day) AS first_order_date, max(day) AS last_order_date, count(*) AS purchases,
    min(day) AS first_purchase, max(day) AS last_purchase, count(*) AS spend_days, sum(value) AS purchase_value,
    min_by(value, day) AS first_value, sum(${LOG_VALUE}) AS sum_log_value`;
  const spends = sql`is_purchase AND value > 0`;
  return sql`min(CASE WHEN orders > 0 THEN day END) AS first_order_date,
    max(CASE WHEN orders > 0 THEN day END) AS last_order_date,
    sum(CASE WHEN is_purchase THEN 1 ELSE 0 END) AS purchases,
    min(CASE WHEN is_purchase THEN day END) AS first_purchase,
    max(CASE WHEN is_purchase THEN day END) AS last_purchase,
    sum(CASE WHEN ${spends} THEN 1 ELSE 0 END) AS spend_days,
    sum(CASE WHEN is_purchase THEN value END) AS purchase_value,
    min_by(value, CASE WHEN is_purchase THEN day END) AS first_value,
    sum(CASE WHEN ${spends} THEN ${LOG_VALUE} END) AS sum_log_value`;
}

/** What the days of each customer come to, before declared starts are known. */
const added = (options: SummaryOptions): Sql => sql`
    SELECT customer_id, count(*) AS days, sum(orders) AS orders, sum(value) AS historic_value,
      ${options.hasRefunds ? sql`sum(refunded)` : sql`CAST(0 AS DECIMAL(18, 4))`} AS refunded_value,
      ${options.hasMargin ? sql`sum(margin)` : sql`CAST(NULL AS DECIMAL(18, 4))`} AS margin,
      ${purchaseColumns(options)}
    FROM ${ident(options.days)}
    GROUP BY customer_id`;

/**
 * rfm_summary: one row per identified customer with an accepted event; the purchase columns are NULL for those
 * without a purchase. Times are whole days. The first purchase is no repeat, so frequency, spend_count and
 * monetary_value leave it out; recency is the age at the last purchase, not the days since it. spend_days and
 * sum_log_value are over all purchases with an amount above 0, the first included. Money is summed as DECIMAL. With a
 * declared start before the first purchase in the files, that purchase is a repeat. One table, made at once: a second
 * one of a million customers costs .1 s.
 */
export function rfmSummary(options: SummaryOptions): Sql {
  const asOf = sql`CAST(${options.asOf} AS date)`;
  const joined = options.starts ? sql`LEFT JOIN ${ident(options.starts)} s ON s.customer_id = a.customer_id` : sql``;
  const start = options.starts ? sql`coalesce(s.first_day, a.first_purchase)` : sql`a.first_purchase`;
  return sql`
SELECT customer_id, CAST(days AS integer) AS days, CAST(purchases AS integer) AS purchases, first_purchase, last_purchase,
  CAST(orders AS integer) AS orders, historic_value, refunded_value, margin, first_order_date, last_order_date, start_day,
  CAST(CASE WHEN purchases > 0 THEN purchases - firsts END AS integer) AS frequency,
  CAST(CASE WHEN purchases > firsts THEN date_diff('day', start_day, last_purchase) WHEN purchases > 0 THEN 0 END
    AS integer) AS recency,
  CAST(CASE WHEN purchases > 0 THEN date_diff('day', start_day, ${asOf}) END AS integer) AS tenure,
  CAST(CASE WHEN purchases > 0 THEN spend_repeats END AS integer) AS spend_count,
  CASE WHEN purchases > 0 AND spend_repeats > 0 THEN CAST(repeat_value AS double) / spend_repeats END AS monetary_value,
  CAST(CASE WHEN purchases > 0 THEN spend_days END AS integer) AS spend_days,
  CAST(sum_log_value AS double) AS sum_log_value
FROM (
  SELECT *, spend_days - CASE WHEN first_value > 0 THEN firsts ELSE 0 END AS spend_repeats,
    purchase_value - firsts * first_value AS repeat_value
  FROM (
    SELECT a.*, ${start} AS start_day, CASE WHEN ${start} < a.first_purchase THEN 0 ELSE 1 END AS firsts
    FROM (${added(options)}
    ) a ${joined}
  ) started
) counted`;
}
