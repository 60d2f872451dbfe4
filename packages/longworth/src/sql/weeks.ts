/** The business week by week: what came in, and what the models are held against. */
import { ident, sql, type Sql } from "./sql.js";

/**
 * history: one row per calendar week (its Monday) with an event: orders and revenue of the company, and
 * the part of it that belongs to a named customer. Added up by day first: there are few days and many orders.
 */
export const history = (orders: string, asOf: string): Sql => sql`
WITH days AS (
  SELECT day, sum(CASE WHEN kind = 'order' THEN 1 ELSE 0 END) AS orders,
    sum(amount) AS revenue, sum(CASE WHEN customer_id IS NOT NULL THEN amount ELSE 0 END) AS identified
  FROM ${ident(orders)}
  GROUP BY day
)
SELECT CAST(date_trunc('week', least(day, CAST(${asOf} AS date))) AS date) AS week, CAST(sum(orders) AS integer) AS orders,
  CAST(sum(revenue) AS double) AS revenue, CAST(sum(identified) AS double) AS identified_revenue
FROM days
GROUP BY 1
ORDER BY 1`;

/** Customers by the day of their first purchase (days since 1970). */
export const firstDays = (summary: string): Sql => sql`
SELECT CAST(date_diff('day', DATE '1970-01-01', first_purchase) AS double) AS day, CAST(count(*) AS double) AS customers
FROM ${ident(summary)}
WHERE frequency IS NOT NULL
GROUP BY first_purchase
ORDER BY first_purchase`;

/** Purchases by day (days since 1970), the first ones included. */
export const purchaseDays = (days: string): Sql => sql`
SELECT CAST(date_diff('day', DATE '1970-01-01', day) AS double) AS day, CAST(count(*) AS double) AS purchases
FROM ${ident(days)}
WHERE is_purchase
GROUP BY day
ORDER BY day`;
