/** Customers with how long they stayed and their traits, in an order that has nothing to do with either. */
import type { Dialect } from "./dialect.js";
import { ident, integer, list, sql, type Sql } from "./sql.js";

export interface TraitRowsOptions {
  readonly from: Sql; // a table or subquery
  readonly key: Sql; // text that is a customer's own: decides the order
  readonly duration: Sql; // a number, or NULL
  readonly observed: Sql; // a condition
  readonly columns: readonly string[]; // of `from`, kept as they are
  readonly dialect: Dialect;
}

/** trait_rows: one row per customer with a duration of 0 or more: place, duration, observed, and the columns. */
export const traitRows = ({ from, key, duration, observed, columns, dialect }: TraitRowsOptions): Sql => sql`
SELECT row_number() OVER (ORDER BY digest, key) AS place, duration, observed, ${list(columns.map(ident))}
FROM (
  SELECT ${dialect.md5(key)} AS digest, ${key} AS key, CAST(${duration} AS double) AS duration,
    CAST(CASE WHEN ${observed} THEN 1 ELSE 0 END AS double) AS observed, ${list(columns.map(ident))}
  FROM ${from}
) lives
WHERE duration >= 0`;

/** lives: one row per customer of trait_rows, in order. */
export const traitLives = (table: string): Sql => sql`
SELECT duration, observed FROM ${ident(table)} ORDER BY place`;

/** numbers: one row per customer of trait_rows, in order; NULL where the cell is empty or no number. */
export const traitNumbers = (table: string, value: Sql): Sql => sql`
SELECT CAST(${value} AS double) AS cell FROM ${ident(table)} ORDER BY place`;

/** The cell as a label: trimmed text, NULL when there is none. */
const labelOf = (column: string): Sql => sql`nullif(trim(CAST(${ident(column)} AS VARCHAR)), '')`;

/** labels: one row per label of a column, the commonest first. */
export const traitLabels = (table: string, column: string, most: number): Sql => sql`
SELECT label
FROM (SELECT ${labelOf(column)} AS label FROM ${ident(table)}) cells
WHERE label IS NOT NULL
GROUP BY label
ORDER BY count(*) DESC, label
LIMIT ${integer(most)}`;

/** spread: one row, the filled cells of a column and its labels. */
export const traitSpread = (table: string, column: string): Sql => sql`
SELECT CAST(count(${labelOf(column)}) AS double) AS filled, CAST(count(DISTINCT ${labelOf(column)}) AS double) AS labels
FROM ${ident(table)}`;

/** codes: one row per customer of trait_rows, in order: the code of its label, NULL when the cell is empty. */
export const traitCodes = (table: string, column: string, labels: string): Sql => sql`
SELECT CAST(l.code AS double) AS cell
FROM (SELECT place, ${labelOf(column)} AS label FROM ${ident(table)}) r
LEFT JOIN ${ident(labels)} l ON l.label = r.label
ORDER BY r.place`;
