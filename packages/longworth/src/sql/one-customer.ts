/** One customer in the files of a run, and ids that look like one that is not there. */
import type { Dialect } from "./dialect.js";
import { ident, list, sql, type Sql } from "./sql.js";

/** The row of customers.parquet. @param columns to read */
export const customerRow = (customers: Sql, columns: Sql, id: string): Sql =>
  sql`SELECT ${columns} FROM ${customers} WHERE customer_id = ${id}`;

/** The customer's days, oldest first, and the row of `cells` whose scores the customer has. */
export const customerDays = (days: Sql, id: string): Sql => sql`
SELECT CAST(date_diff('day', DATE '1970-01-01', day) AS double) AS day, CAST(value AS double) AS value,
  CASE WHEN is_purchase THEN 1e0 ELSE 0e0 END AS purchase,
  CAST(date_diff('day', DATE '1970-01-01', start_day) AS double) AS start_day, CAST(cell AS double) AS cell
FROM ${days} WHERE customer_id = ${id} ORDER BY day`;

/** The customer's rows of facts.parquet: undated ones first, then by day. */
export const customerFacts = (facts: Sql, id: string, names: readonly string[]): Sql => sql`
SELECT coalesce(CAST(date_diff('day', DATE '1970-01-01', f.day) AS double), -2147483648e0) AS day, ${list(names.map(ident))}
FROM ${facts} f WHERE f.customer_id = ${id} ORDER BY f.day NULLS FIRST, f.record`;

/** A row of cells.parquet. */
export const cellRow = (cells: Sql, cell: number): Sql => sql`SELECT * FROM ${cells} WHERE cell = ${cell}`;

/** The three ids that are most like a text: those that hold it first, then those with the fewest changed letters. */
export const closestIds = (customers: Sql, text: string, dialect: Dialect): Sql => sql`
SELECT customer_id AS id FROM ${customers}
ORDER BY CASE WHEN strpos(lower(customer_id), lower(${text})) > 0 THEN 0 ELSE 1 END,
  ${dialect.editDistance(sql`lower(customer_id)`, sql`lower(${text})`)}, customer_id
LIMIT 3`;
