/** What whole columns say, as queries over the staged and the typed records: small tables that decide what follows. */
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import type { StagedColumn } from "./staged.js";
import { PLACEHOLDER_KEYS } from "./status-words.js";
import type { Dialect } from "../sql/dialect.js";
import { hasLostLetters, isMangled } from "./mangled-ids.js";
import { isWord, rarely, text } from "./typed-cells.js";
import { looksDamaged } from "./typed-ids.js";

const when = (condition: Sql): Sql => sql`count(CASE WHEN ${condition} THEN 1 END)`;
const double = (value: Sql, name: string): Sql => sql`CAST(${value} AS double) AS ${ident(name)}`;

/** Compared as a whole: the first letter alone would be a new text per record. */
const startsWithDigit = (column: StagedColumn): Sql => sql`(${text(column)} >= '0' AND ${text(column)} < ':')`;

/** id_faults: one row, per text column of ids how many are filled, end in `.0`, start with `'`, look like `="1"`, damaged or mangled or have lost letters, and the length of the longest. */
export const idFaults = (table: string, columns: readonly StagedColumn[], dialect: Dialect): Sql => sql`SELECT ${list(
  columns.flatMap((column) => [
    double(when(sql`${text(column)} <> ''`), `${column.id}_filled`),
    double(when(sql`${text(column)} LIKE '%.0'`), `${column.id}_dot_zero`),
    double(when(sql`${text(column)} LIKE '''%'`), `${column.id}_apostrophe`),
    double(when(rarely(sql`${text(column)} LIKE '=%'`, sql`${text(column)} LIKE '="%"'`)), `${column.id}_formula`),
    double(
      when(rarely(startsWithDigit(column), rarely(sql`${text(column)} LIKE '%+%'`, looksDamaged(column)))),
      `${column.id}_damaged`,
    ),
    double(when(isMangled(column, dialect)), `${column.id}_mangled`),
    double(when(hasLostLetters(column, dialect)), `${column.id}_lost`),
    double(sql`max(length(${text(column)}))`, `${column.id}_longest`),
  ]),
  sql`,
  `,
)}
FROM ${ident(table)}`;

/** id_forms: one row, per text column of ids how many are whole numbers with `.0`, numbers with any decimals, numbers behind a `'`. */
export const idForms = (table: string, columns: readonly StagedColumn[], dialect: Dialect): Sql => sql`SELECT ${list(
  columns.flatMap((column) => [
    double(when(dialect.matches(text(column), "^[0-9]+[.]0$")), `${column.id}_whole`),
    double(when(dialect.matches(text(column), "^[0-9]+[.][0-9]+$")), `${column.id}_broken`),
    double(when(dialect.matches(text(column), "^'[0-9]")), `${column.id}_quoted`),
  ]),
  sql`,
  `,
)}
FROM ${ident(table)}`;

/** days: one row per day of records that nothing speaks against, oldest first. Days count from 1970-01-01. */
export const daysOf = sql`SELECT CAST(date_diff('day', DATE '1970-01-01', day) AS double) AS day, CAST(count(*) AS double) AS records
FROM typed WHERE base = '' AND day IS NOT NULL GROUP BY day ORDER BY day`;

/** currencies: one row per currency of records that nothing speaks against, most records first. */
export const currencies = (
  amounts: boolean,
): Sql => sql`SELECT currency, CAST(count(*) AS double) AS records, CAST(${amounts ? sql`sum(total)` : sql`NULL`} AS VARCHAR) AS amount
FROM typed WHERE base = '' AND currency IS NOT NULL GROUP BY currency ORDER BY count(*) DESC, currency`;

/** nobodies: keys that stand for many people, by their word. None of them ends in 1 to 9, and one in 0, as most keys do. */
export const nobodies: Sql = sql`SELECT DISTINCT customer FROM typed
WHERE base = '' AND ${rarely(
  sql`position(substr(customer, length(customer), 1) IN '123456789') = 0`,
  sql`CASE WHEN customer LIKE '%0' THEN trim(customer) = '0' ELSE ${isWord(sql`lower(trim(customer))`, PLACEHOLDER_KEYS)} END`,
)} ORDER BY customer`;

/** numbered: one row, how the key `0` sits among the others: keys, whole numbers among them, the largest, records of 0, most records of another. */
export const numbered: Sql = sql`WITH keys AS (SELECT customer, TRY_CAST(customer AS BIGINT) AS number, count(*) AS records FROM typed WHERE base = '' AND customer IS NOT NULL GROUP BY customer)
SELECT CAST(count(*) AS double) AS keys, CAST(count(number) AS double) AS numbers, CAST(max(number) AS double) AS largest,
  CAST(coalesce(max(CASE WHEN customer = '0' THEN records END), 0) AS double) AS records, CAST(coalesce(max(CASE WHEN customer <> '0' THEN records END), 0) AS double) AS others
FROM keys`;

/** Primes, so that no pattern of a file hides between the records that are looked at. */
const STEPS = [1, 7, 53, 229, 997, 4999, 19_997] as const;
const LOOKED_AT = 20_000;

/**
 * perhaps_crowded: one row, whether some key may have a fifth of the records: it has more than a seventh of every n-th
 * record. Of 20,000 records looked at, a fifth is a seventh only by an error of twenty standard deviations.
 */
export function perhapsCrowded(records: number): Sql {
  const step = STEPS.find((each) => records / each <= 2 * LOOKED_AT) ?? STEPS[STEPS.length - 1];
  return sql`SELECT CAST(count(*) AS double) AS keys FROM (
  SELECT customer FROM typed WHERE base = '' AND customer IS NOT NULL AND mod(record, ${integer(step ?? 1)}) = 0
  GROUP BY customer HAVING 7 * count(*) * ${integer(step ?? 1)} > ${integer(records)}
) AS frequent`;
}

/** crowds: keys with more than a fifth of all records, beside the records of the median key. */
export const crowds = (
  records: number,
): Sql => sql`WITH keys AS (SELECT customer, count(*) AS records FROM typed WHERE base = '' AND customer IS NOT NULL GROUP BY customer),
ranked AS (SELECT records, row_number() OVER (ORDER BY records) AS place, count(*) OVER () AS keys FROM keys)
SELECT customer, CAST(records AS double) AS records, CAST((SELECT max(records) FROM ranked WHERE place * 2 = keys OR place * 2 = keys + 1) AS double) AS median
FROM keys WHERE 5 * records > ${integer(records)} ORDER BY customer`;

/** sheet_shape: one row, what the values of a sheet with order ids say about its lines. */
export const sheetShape = (multiplied: boolean): Sql => sql`WITH orders AS (
  SELECT order_id, count(*) AS records, count(total) AS totals, count(DISTINCT total) AS different
  FROM typed WHERE order_id IS NOT NULL AND base <> 'total_row' GROUP BY order_id HAVING count(*) > 1
),
lines AS (SELECT CAST(count(CASE WHEN ${multiplied ? sql`abs(multiplied - total) <= 0.01` : sql`false`} THEN 1 END) AS double) / greatest(count(*), 1) AS products FROM typed WHERE base = '')
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

/**
 * repeats: one row per digest that several records share.
 * @param allOrders  every record is an order of a customer, so that only records of one customer and day can be the same:
 *   a few of them are compared, not all
 * @param overlap  orders may be in several files: then only the records of their last file count, as in the fates
 */
export const repeats = ({ allOrders, overlap }: Readonly<{ allOrders: boolean; overlap: boolean }>): Sql =>
  sql`SELECT typed.h, count(*) AS records FROM typed${
    overlap ? sql` LEFT JOIN order_firsts ON order_firsts.order_id = typed.order_id` : sql``
  } WHERE base <> 'total_row'${overlap ? sql` AND coalesce(order_firsts.file <= typed.file, true)` : sql``}${
    allOrders ? sql` AND (customer, day) IN (SELECT customer_id, day FROM customer_days WHERE orders > 1)` : sql``
  } GROUP BY typed.h HAVING count(*) > 1`;

/** repeated: one row, how many records repeat an earlier one exactly, and the money of the copies. */
export const repeated = (amounts: boolean): Sql => sql`WITH priced AS (
  SELECT repeats.h, max(repeats.records) - 1 AS copies, ${amounts ? sql`max(typed.total)` : sql`CAST(NULL AS DECIMAL(18, 4))`} AS total
  FROM typed JOIN repeats ON repeats.h = typed.h GROUP BY repeats.h
)
SELECT CAST(coalesce(sum(copies), 0) AS double) AS copies, CAST(sum(copies * total) AS VARCHAR) AS amount FROM priced`;

/** conflicts: one row per order id that two records of one file fill differently, first ids first. */
export const conflicts = (
  grain: "repeat" | "record",
): Sql => sql`SELECT typed.order_id, CAST(min(typed.file) AS double) AS file, CAST(min(order_firsts.position + CAST(order_firsts.file AS BIGINT) * 1000000000000) AS double) AS first, CAST(min(typed.record) AS double) AS second
FROM typed JOIN order_firsts ON order_firsts.order_id = typed.order_id AND order_firsts.file = typed.file
WHERE typed.base NOT IN ('total_row', 'continuation', 'non_sale_row') AND ${POSITION_OF_TYPED} > order_firsts.position
  AND ${grain === "repeat" ? sql`typed.total <> order_firsts.total` : sql`typed.h <> order_firsts.h`}
GROUP BY typed.order_id ORDER BY first LIMIT 1`;

const POSITION_OF_TYPED = sql`(typed.record - CAST(typed.file AS BIGINT) * 1000000000000)`;
