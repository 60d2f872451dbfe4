/** Files of facts about customers: how the cells of a column look, and rows of numbers and codes by customer and day. */
import type { Dialect } from "./dialect.js";
import { isNumbered, type Numbers } from "./sample.js";
import { ident, integer, list, sql, type Sql } from "./sql.js";

/** A column of a file; `text` is its cell, blank or NULL where there is none. */
export type FactCell = Readonly<{ id: string; text: Sql }>;

const NUMBER = "^[-+]?[0-9]+([.,][0-9]+)?$";
const COMMA = "^[-+]?[0-9]+,[0-9]+$";
const DOT = "^[-+]?[0-9]+[.][0-9]+$";
const WHOLE = "^[0-9]+$";
const DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}";
const EMAIL = "^[^@ ]+@[^@ ]+$";

/** What is counted of each column, by the end of its name: `c1_filled`. */
export const SHAPES = [
  "filled",
  "distinct",
  "numbers",
  "commas",
  "dots",
  "whole",
  "longest",
  "days",
  "emails",
] as const;

/** One row: the shapes of all columns. */
export function factShapes(table: string, cells: readonly FactCell[], dialect: Dialect): Sql {
  const columns = cells.flatMap(({ id, text }) => {
    const count = (name: string, condition: Sql): Sql =>
      sql`CAST(count(CASE WHEN ${condition} THEN 1 END) AS double) AS ${ident(`${id}_${name}`)}`;
    const like = (pattern: string): Sql => dialect.matches(text, pattern);
    return [
      count("filled", sql`${text} <> ''`),
      sql`CAST(count(DISTINCT nullif(${text}, '')) AS double) AS ${ident(`${id}_distinct`)}`,
      count("numbers", like(NUMBER)),
      count("commas", like(COMMA)),
      count("dots", like(DOT)),
      count("whole", like(WHOLE)),
      sql`CAST(coalesce(max(length(${text})), 0) AS double) AS ${ident(`${id}_longest`)}`,
      count("days", like(DAY)),
      count("emails", like(EMAIL)),
    ];
  });
  return sql`SELECT ${list(columns)} FROM ${ident(table)}`;
}

/** How a column becomes numbers. */
export type FactValue = FactCell & Readonly<{ kind: "number" | "decimal_comma" | "category"; name: string }>;

/** Categories that have a code of their own, the most frequent ones; others count as missing. */
export const MOST_CATEGORIES = 100;

/** The categories of a column that have a code. */
const categories = (table: string, text: Sql): Sql =>
  sql`SELECT ${text} AS value, count(*) AS n FROM ${ident(table)} WHERE ${text} <> '' GROUP BY 1 ORDER BY n DESC, value LIMIT ${integer(MOST_CATEGORIES)}`;

/** One row per category of a column, in the order of their codes. */
export const factLabels = (table: string, text: Sql): Sql =>
  sql`SELECT value FROM (${categories(table, text)}) AS counted ORDER BY value`;

/**
 * One row per record of a customer: customer_id, day (NULL: always known), record and one double per column under its
 * `name`; of categories the place in the order of their texts.
 */
export function factRows(
  table: string,
  { customer, day, values }: Readonly<{ customer: Sql; day: Sql | null; values: readonly FactValue[] }>,
): Sql {
  const codes = values.filter(({ kind }) => kind === "category");
  const joins = codes.map(({ id, text }) => {
    return sql`LEFT JOIN (SELECT value, row_number() OVER (ORDER BY value) - 1 AS code FROM (${categories(table, text)}) AS counted) AS ${ident(`k_${id}`)} ON ${ident(`k_${id}`)}.value = ${text}`;
  });
  const columns = values.map(({ id, text, kind, name }) => {
    const value =
      kind === "category"
        ? sql`${ident(`k_${id}`)}.code`
        : kind === "decimal_comma"
          ? sql`replace(nullif(${text}, ''), ',', '.')`
          : sql`nullif(${text}, '')`;
    return sql`CAST(${value} AS double) AS ${ident(name)}`;
  });
  return sql`
SELECT ${customer} AS customer_id, ${day ?? sql`CAST(NULL AS date)`} AS day, CAST(record AS double) AS record, ${list(columns)}
FROM ${ident(table)}
${list(joins, sql` `)}
WHERE ${customer} <> ''`;
}

/** The facts of these customers of the sample, in the order of their numbers, then days (undated ones first), then records. */
export const sampleFacts = (
  { sample, facts }: Readonly<{ sample: string; facts: string }>,
  names: readonly string[],
  numbers: Numbers,
): Sql => sql`
SELECT CAST(s.number AS double) AS customer, coalesce(CAST(date_diff('day', DATE '1970-01-01', f.day) AS double), -2147483648e0) AS day,
  ${list(names.map((name) => sql`f.${ident(name)} AS ${ident(name)}`))}
FROM ${ident(sample)} s
JOIN ${ident(facts)} f ON f.customer_id = s.customer_id
WHERE ${isNumbered(numbers)}
ORDER BY s.number, 2, f.block, f.record`;

/** facts: one row per customer with a purchase and row of facts, in the order of the customers, then days, then records. */
export const keptFacts = (sample: string, facts: string, names: readonly string[]): Sql => sql`
SELECT f.customer_id, f.day, f.record, ${list(names.map((name) => sql`f.${ident(name)} AS ${ident(name)}`))}
FROM ${ident(sample)} s
JOIN ${ident(facts)} f ON f.customer_id = s.customer_id
ORDER BY f.customer_id, f.day NULLS FIRST, f.block, f.record`;

/** One row: how many customers of the file the orders know, and how many they do not; rows after the last day. */
export const factCounts = (rows: Sql, customers: string, asOf: string): Sql => sql`
SELECT CAST(count(*) AS double) AS rows, CAST(count(DISTINCT customer_id) AS double) AS customers,
  CAST(count(DISTINCT CASE WHEN customer_id IN (SELECT customer_id FROM ${ident(customers)}) THEN customer_id END) AS double) AS known,
  CAST(count(CASE WHEN day > CAST(${asOf} AS date) THEN 1 END) AS double) AS late
FROM (${rows}) AS facts`;

/** The first customer with two rows in a file without days, if any. */
export const factTwice = (rows: Sql): Sql => sql`
SELECT customer_id AS customer, CAST(count(*) AS double) AS n FROM (${rows}) AS facts GROUP BY customer_id HAVING count(*) > 1
ORDER BY customer_id LIMIT 1`;
