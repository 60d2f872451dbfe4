/** Monthly recurring revenue at the end of every month: what came, grew, shrank and left, exact in the currency's unit. */
import { ident, sql, type Sql } from "./sql.js";

/** Months since year 0. */
export const monthOf = (day: Sql): Sql =>
  sql`CAST(extract(year FROM ${day}) * 12 + extract(month FROM ${day}) - 1 AS INTEGER)`;

/**
 * mrr_events: one row per month and change of a customer's recurring revenue: how many customers went from `before` to
 * `after` in it, and whether these had any at the end of an earlier month (a free contract is none). What starts and ends within one month never stood
 * at its end. Most customers have one span: only those of several are summed month by month.
 * @param spans  table: customer_id, start_day, end_day, mrr (NULL without prices: then contracts are counted)
 */
export const mrrEvents = (spans: string): Sql => sql`
WITH several AS (
  SELECT customer_id FROM ${ident(spans)} GROUP BY customer_id HAVING count(*) > 1
), standing AS (
  SELECT customer_id, ${monthOf(sql`start_day`)} AS first, ${monthOf(sql`end_day`)} AS last, coalesce(mrr, 1) AS worth FROM ${ident(spans)}
  WHERE end_day IS NULL OR ${monthOf(sql`end_day`)} > ${monthOf(sql`start_day`)}
), lone AS (
  SELECT first, last, worth, count(*) AS customers FROM standing WHERE customer_id NOT IN (SELECT customer_id FROM several) GROUP BY first, last, worth
), moves AS (
  SELECT customer_id, first AS month, worth AS change FROM standing WHERE customer_id IN (SELECT customer_id FROM several)
  UNION ALL
  SELECT customer_id, last AS month, -worth AS change FROM standing WHERE last IS NOT NULL AND customer_id IN (SELECT customer_id FROM several)
), changes AS (
  SELECT customer_id, month, sum(change) AS change FROM moves GROUP BY customer_id, month
), stocks AS (
  SELECT customer_id, month, change, sum(change) OVER (PARTITION BY customer_id ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS after FROM changes
), sums AS (
  SELECT month, change, after, coalesce(max(after) OVER (PARTITION BY customer_id ORDER BY month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) > 0, false) AS is_known
  FROM stocks
)
SELECT first AS month, CAST(0 AS DECIMAL(38, 4)) AS before, worth AS after, false AS is_known, customers FROM lone
UNION ALL
SELECT last AS month, worth AS before, CAST(0 AS DECIMAL(38, 4)) AS after, true AS is_known, customers FROM lone WHERE last IS NOT NULL
UNION ALL
SELECT month, after - change AS before, after, is_known, count(*) AS customers FROM sums GROUP BY 1, 2, 3, 4`;

/**
 * mrr_moves: one row per month with an event, from the first on. Money in the currency's unit, customers, and sums of squares
 * (of hundredths) for the interval of revenue churn: of the revenue that left, and by how much those of the stock changed.
 */
export const mrrMoves = (events: string): Sql => {
  const square = (value: Sql): Sql => sql`CAST(${value} AS DECIMAL(18, 2)) * CAST(${value} AS DECIMAL(18, 2))`;
  const sumOf = (condition: Sql, value: Sql): Sql =>
    sql`CAST(coalesce(sum(CASE WHEN ${condition} THEN ${value} * customers END), 0) AS VARCHAR)`;
  const countOf = (condition: Sql): Sql =>
    sql`CAST(coalesce(sum(CASE WHEN ${condition} THEN customers END), 0) AS double)`;
  const came = sql`before <= 0 AND after > 0`;
  const left = sql`before > 0 AND after <= 0`;
  const grew = sql`before > 0 AND after > before`;
  const shrank = sql`after > 0 AND after < before`;
  return sql`SELECT CAST(month AS double) AS month,
  ${sumOf(sql`${came} AND NOT is_known`, sql`after`)} AS new, ${sumOf(sql`${came} AND is_known`, sql`after`)} AS reactivation,
  ${sumOf(grew, sql`(after - before)`)} AS expansion, ${sumOf(shrank, sql`(before - after)`)} AS contraction, ${sumOf(left, sql`before`)} AS churn,
  ${countOf(sql`${came} AND NOT is_known`)} AS customers_new, ${countOf(sql`${came} AND is_known`)} AS customers_back, ${countOf(left)} AS customers_lost,
  ${sumOf(left, square(sql`before`))} AS squares_lost, CAST(sum((${square(sql`after`)} - ${square(sql`before`)}) * customers) AS VARCHAR) AS squares_change
FROM ${ident(events)} GROUP BY month ORDER BY month`;
};

/** lost_by: one row per month of an end and way of leaving: contracts and their recurring revenue. */
export const lostBy = (
  contracts: string,
): Sql => sql`SELECT CAST(${monthOf(sql`end_day`)} AS double) AS month, leaving, CAST(count(*) AS double) AS contracts,
  CAST(sum(mrr) AS VARCHAR) AS mrr
FROM ${ident(contracts)} WHERE end_day IS NOT NULL GROUP BY 1, leaving ORDER BY 1, leaving`;
