/** Customers who do not say goodbye: one is said to have left when nothing was heard of him for longer than usual. */
import { ident, integer, sql, type Sql } from "./sql.js";

/**
 * gap: one row, the days (usual_gap) that the mean gap between purchases of nine in ten repeat customers does not pass;
 * NULL without any.
 */
export const usualGap = (customers: Sql): Sql => sql`
SELECT CAST(min(CASE WHEN 10 * upto >= 9 * total THEN gap END) AS double) AS usual_gap
FROM (
  SELECT gap, sum(same) OVER (ORDER BY gap ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto,
    sum(same) OVER () AS total
  FROM (
    SELECT CAST(ceil(CAST(recency AS double) / frequency) AS integer) AS gap, count(*) AS same
    FROM ${customers} c WHERE frequency > 0
    GROUP BY 1
  ) gaps
) ranked`;

/**
 * lives: one row per customer with a purchase: customer_id, duration from the first to the last purchase and left = 1
 * when the silence since is longer than `days`; else the duration up to so many days before the end, when he surely had
 * not left. Negative for those who are too new to tell.
 */
export const silentLives = (customers: Sql, days: number): Sql => sql`
SELECT customer_id, CASE WHEN tenure - recency > ${integer(days)} THEN recency ELSE tenure - ${integer(days)} END AS duration,
  CASE WHEN tenure - recency > ${integer(days)} THEN 1 ELSE 0 END AS has_left
FROM ${customers} c
WHERE frequency IS NOT NULL`;

/** first_records: one row per customer, the record of the first order of the day of the first purchase. */
export const firstRecords = (orders: string, summary: string): Sql => sql`
SELECT customer_id, file, record
FROM (
  SELECT o.customer_id, o.file, o.record, row_number() OVER (PARTITION BY o.customer_id ORDER BY o.file, o.record) AS place
  FROM ${ident(orders)} o
  JOIN ${ident(summary)} h ON h.customer_id = o.customer_id AND h.first_purchase = o.day
  WHERE o.kind = 'order'
) firsts
WHERE place = 1`;
