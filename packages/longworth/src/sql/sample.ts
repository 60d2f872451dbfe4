/** The customers whose days travel to the models: all of them, or a sample by the hash of the id. */
import type { Dialect } from "./dialect.js";
import { ident, integer, literal, sql, type Sql } from "./sql.js";

/** How many of how many customers with a purchase. */
type Share = Readonly<{ limit: number; of: number }>;

/**
 * sample: at most `limit` customers with a purchase, numbered from 0 in the order of the hash of their id. Most have a
 * hash that is too large to be among the first, so they need not be sorted.
 */
export function sample(summary: string, { limit, of }: Share, dialect: Dialect): Sql {
  const hash = dialect.md5(sql`customer_id`);
  const bound = boundOf({ limit, of });
  return sql`
SELECT customer_id, start_day, CAST(row_number() OVER (ORDER BY hash, customer_id) - 1 AS integer) AS number
FROM (
  SELECT customer_id, start_day, ${hash} AS hash
  FROM ${ident(summary)}
  WHERE frequency IS NOT NULL${bound === null ? sql`` : sql` AND ${hash} < ${literal(bound)}`}
  ORDER BY hash, customer_id
  LIMIT ${integer(limit)}
)`;
}

const DEVIATIONS = 10; // by which the hashes below the bound are more than the limit on average
const DIGITS = 4;

/** The first hexadecimal digits of a hash that at least `limit` hashes are below; null where all are needed. */
function boundOf({ limit, of }: Share): string | null {
  const share = (limit + DEVIATIONS * Math.sqrt(limit)) / of;
  const bound = Math.ceil(share * 16 ** DIGITS);
  return bound < 16 ** DIGITS ? bound.toString(16).padStart(DIGITS, "0") : null;
}

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
