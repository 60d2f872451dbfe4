/** The customers whose days travel to the models: all of them, or a sample by the hash of the id. */
import type { Dialect } from "./dialect.js";
import { ident, integer, sql, type Sql } from "./sql.js";

/** sample: at most `limit` customers with a purchase, numbered from 0 in the order of the hash of their id. */
export const sample = (summary: string, limit: number, dialect: Dialect): Sql => sql`
SELECT customer_id, start_day, CAST(row_number() OVER (ORDER BY hash, customer_id) - 1 AS integer) AS number
FROM (
  SELECT customer_id, start_day, ${dialect.md5(sql`customer_id`)} AS hash
  FROM ${ident(summary)}
  WHERE frequency IS NOT NULL
  ORDER BY hash, customer_id
  LIMIT ${integer(limit)}
)`;

/** Customers of the sample by their numbers: from the first on, up to but without the end. */
export type Numbers = Readonly<{ from: number; to: number }>;

export const isNumbered = ({ from, to }: Numbers): Sql =>
  sql`s.number >= ${integer(from)} AND s.number < ${integer(to)}`;

/** The customer-days of these: one row per customer and day, in the order of the numbers, then the days. */
export const sampleDays = (table: string, days: string, numbers: Numbers): Sql => sql`
SELECT CAST(s.number AS double) AS customer, CAST(date_diff('day', DATE '1970-01-01', d.day) AS double) AS day,
  CAST(d.value AS double) AS value, CASE WHEN d.is_purchase THEN 1e0 ELSE 0e0 END AS purchase,
  CAST(date_diff('day', DATE '1970-01-01', s.start_day) AS double) AS start_day
FROM ${ident(table)} s
JOIN ${ident(days)} d ON d.customer_id = s.customer_id
WHERE ${isNumbered(numbers)}
ORDER BY s.number, d.day`;
