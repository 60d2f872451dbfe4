/** What whole columns say, as queries over the staged and the typed records: small tables that decide what follows. */
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import type { StagedColumn } from "./staged.js";
import { looksDamaged, text } from "./typed.js";

const when = (condition: Sql): Sql => sql`count(CASE WHEN ${condition} THEN 1 END)`;
const double = (value: Sql, name: string): Sql => sql`CAST(${value} AS double) AS ${ident(name)}`;

/** id_facts: one row, per text column of ids how many are filled, end in `.0`, start with `'`, look damaged or are far too long. */
export const idFacts = (table: string, columns: readonly StagedColumn[]): Sql => sql`SELECT ${list(
  columns.flatMap((column) => {
    const value = text(column);
    return [
      double(when(sql`${value} <> ''`), `${column.id}_filled`),
      double(when(sql`${value} LIKE '%.0'`), `${column.id}_dot_zero`),
      double(when(sql`${value} LIKE '''%'`), `${column.id}_apostrophe`),
      double(when(looksDamaged(column)), `${column.id}_damaged`),
      double(sql`max(length(${value}))`, `${column.id}_longest`),
    ];
  }),
  sql`,
  `,
)}
FROM ${ident(table)}`;

/** days: one row per day of records that nothing speaks against, oldest first. Days count from 1970-01-01. */
export const daysOf = sql`SELECT CAST(date_diff('day', DATE '1970-01-01', day) AS double) AS day, CAST(count(*) AS double) AS records
FROM typed WHERE base = '' AND day IS NOT NULL GROUP BY 1 ORDER BY 1`;

/** currencies: one row per currency of records that nothing speaks against, most records first. */
export const currencies = (amounts: boolean): Sql => sql`SELECT currency, CAST(count(*) AS double) AS records, CAST(${amounts ? sql`sum(total)` : sql`NULL`} AS VARCHAR) AS amount
FROM typed WHERE base = '' AND currency IS NOT NULL GROUP BY currency ORDER BY count(*) DESC, currency`;

/** frequent_keys: one row per key with more than a seventh of the sampled records. */
export const frequentKeys = (every: number): Sql => sql`WITH sampled AS (SELECT customer FROM typed WHERE customer IS NOT NULL AND record % ${integer(every)} = 0)
SELECT customer FROM sampled GROUP BY customer HAVING 7 * count(*) > (SELECT count(*) FROM sampled) ORDER BY customer`;

/** key_counts: one row, the records of each candidate against the median key and all records. */
export const keyCounts = (keys: readonly string[]): Sql => sql`WITH counts AS (SELECT customer, count(*) AS records FROM typed WHERE customer IS NOT NULL GROUP BY customer),
ranked AS (SELECT records, row_number() OVER (ORDER BY records) AS place, count(*) OVER () AS keys FROM counts)
SELECT customer, CAST(records AS double) AS records,
  CAST((SELECT max(records) FROM ranked WHERE place = (keys + 1) / 2 OR place * 2 = keys + 1 OR place * 2 = keys) AS double) AS median,
  CAST((SELECT count(*) FROM typed) AS double) AS everything
FROM counts WHERE customer IN (${list(keys.map((key) => sql`${key}`))}) ORDER BY customer`;

/** sheet_shape: one row, what the values of a sheet with order ids say about its lines. */
export const sheetShape = (multiplied: boolean): Sql => sql`WITH orders AS (
  SELECT order_id, count(*) AS records, count(total) AS totals, count(DISTINCT total) AS different
  FROM typed WHERE order_id IS NOT NULL AND base <> 'total_row' GROUP BY order_id HAVING count(*) > 1
),
lines AS (SELECT CAST(${multiplied ? sql`avg(CASE WHEN abs(multiplied - total) <= 0.01 THEN 1.0 ELSE 0.0 END)` : sql`0`} AS double) AS products FROM typed WHERE base = '')
SELECT CAST(count(*) AS double) AS orders, CAST(coalesce(sum(CASE WHEN totals = records AND different = 1 THEN 1 ELSE 0 END), 0) AS double) AS equal,
  CAST(coalesce(sum(CASE WHEN totals = 1 THEN 1 ELSE 0 END), 0) AS double) AS first_only, (SELECT products FROM lines) AS products
FROM orders`;

/** tax_fits: one row per file, how many of its taxed orders add up with the tax on top, and how many with the tax inside. */
export const taxFits = (digits: number, names: ReadonlySet<string>): Sql => {
  const or0 = (name: string): Sql => (names.has(name) ? sql`coalesce(${ident(name)}, 0)` : sql`0`);
  const near = (parts: Sql): Sql =>
    sql`count(CASE WHEN abs(${parts} - (total - ${or0("duties")})) <= CAST(${(2 / 10 ** digits).toFixed(4)} AS DECIMAL(18, 4)) THEN 1 END)`;
  return sql`SELECT CAST(file AS double) AS file, CAST(count(*) AS double) AS taxed,
  CAST(${near(sql`subtotal + ${or0("shipping")} + tax`)} AS double) AS excluded,
  CAST(${near(sql`subtotal + ${or0("shipping")}`)} AS double) AS included
FROM typed WHERE base = '' AND tax > 0 GROUP BY file ORDER BY file`;
};

/** repeated: one row, how many records repeat an earlier one exactly, and the money of the copies. */
export const repeated = (amounts: boolean): Sql => sql`WITH groups AS (
  SELECT count(*) AS records, ${amounts ? sql`max(total)` : sql`CAST(NULL AS DECIMAL(18, 4))`} AS total FROM typed WHERE base <> 'total_row' GROUP BY h HAVING count(*) > 1
)
SELECT CAST(coalesce(sum(records - 1), 0) AS double) AS copies, CAST(sum((records - 1) * total) AS VARCHAR) AS amount FROM groups`;

/** conflicts: one row per order id that two records of one file fill differently, first ids first. */
export const conflicts = (grain: "repeat" | "record"): Sql => sql`SELECT typed.order_id, CAST(min(typed.file) AS double) AS file, CAST(min(order_firsts.position) AS double) AS first, CAST(min(typed.record) AS double) AS second
FROM typed JOIN order_firsts ON order_firsts.order_id = typed.order_id AND order_firsts.file = typed.file
WHERE typed.base NOT IN ('total_row', 'continuation') AND ${POSITION_OF_TYPED} > order_firsts.position
  AND ${grain === "repeat" ? sql`typed.total <> order_firsts.total` : sql`typed.h <> order_firsts.h`}
GROUP BY typed.order_id ORDER BY first LIMIT 1`;

const POSITION_OF_TYPED = sql`(CAST(typed.file AS BIGINT) * 1000000000000 + typed.record)`;
