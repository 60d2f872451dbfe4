/** What leaves a run: the columns of a table as people, mailing tools and machines want them. */
import { ident, list, sql, type Sql } from "./sql.js";

/** A column of a published table, as the engine knows it: `type` is VARCHAR, DOUBLE, INTEGER, DATE, … */
export type TableColumn = Readonly<{ name: string; type: string }>;

/** A column of the export: what it shows and under which heading. */
export type ExportColumn = Readonly<{ value: Sql; heading: string }>;

const isText = ({ type }: TableColumn): boolean => /^varchar/i.test(type);
const isFraction = ({ type }: TableColumn): boolean => /^(double|float|real)/i.test(type);

/** Digits behind the point, for people. */
const digitsOf = ({ name }: TableColumn): Sql => (/value|revenue|clv/.test(name) ? sql`2` : sql`3`);

/** First characters with which a spreadsheet starts a formula, full-width forms included. */
const STARTS = sql`'=', '+', '-', '@', chr(9), chr(10), chr(13), '＝', '＋', '－', '＠'`;

/** A text that no spreadsheet runs: a quote before whatever starts a formula, but for negative numbers. */
const harmless = (column: Sql): Sql =>
  sql`CASE WHEN substr(${column}, 1, 1) IN (${STARTS}) AND NOT (substr(${column}, 1, 1) = '-' AND TRY_CAST(${column} AS double) IS NOT NULL) THEN '''' || ${column} ELSE ${column} END`;

/** A stand-in for the id: says nothing but the order of the ids. */
const MASKED = sql`CASE WHEN customer_id IS NOT NULL THEN 'C-' || lpad(CAST(dense_rank() OVER (ORDER BY customer_id) AS varchar), 7, '0') END`;

const MASKED_ACCOUNT = sql`CASE WHEN account IS NOT NULL THEN 'A-' || lpad(CAST(dense_rank() OVER (ORDER BY account) AS varchar), 7, '0') END`;
const STAND_INS: Readonly<Record<string, Sql>> = { customer_id: MASKED, account: MASKED_ACCOUNT };

/** For machines: every column as it is, or a stand-in for ids. */
export const plainColumn = ({ name }: TableColumn, maskIds: boolean): ExportColumn => ({
  value: (maskIds ? STAND_INS[name] : undefined) ?? ident(name),
  heading: name,
});

/** For people: texts that cannot run and numbers without a tail of digits, under a heading in words. */
export function spreadsheetColumn(column: TableColumn, heading: string, maskIds: boolean): ExportColumn {
  const { value } = plainColumn(column, maskIds);
  if (maskIds && STAND_INS[column.name] !== undefined) return { value, heading };
  if (isFraction(column)) return { value: sql`round(${value}, ${digitsOf(column)})`, heading };
  return { value: isText(column) ? harmless(value) : value, heading };
}

/** What a person looks at first, for the headline horizon; the rest is there when asked for by name. */
export const forPeople = (days: number): readonly string[] => [
  "customer_id",
  "lead",
  "rfm_segment",
  "clv_tier",
  `expected_revenue_${days}d`,
  `expected_revenue_${days}d_p05`,
  `expected_revenue_${days}d_p95`,
  `expected_orders_${days}d`,
  `p_active_${days}d`,
  "expected_next_order_date",
  "last_order_date",
  "first_order_date",
  "orders",
  "historic_value",
  "refunded_value",
  "expected_order_value",
  "currency",
];

/** The id where it is (or is not) an e-mail address, else NULL: mailing tools match by one or the other. */
export const emailColumn = (heading: string): ExportColumn => ({
  value: sql`CASE WHEN ${IS_EMAIL} THEN customer_id END`,
  heading,
});
export const otherIdColumn = (heading: string): ExportColumn => ({
  value: sql`CASE WHEN ${IS_EMAIL} THEN NULL ELSE customer_id END`,
  heading,
});

/** A key of the form a@b.cc. */
export const IS_EMAIL = sql`customer_id LIKE '_%@_%.__%'`;

/** What to take out: columns of `source`, rows that meet `condition`, in a total order. */
export type ExportRows = Readonly<{
  source: Sql; // a table or a file
  columns: readonly ExportColumn[];
  condition?: Sql | undefined;
  order: readonly string[]; // columns of the source; "-name" is descending, NULL last; none: as they come
}>;

/** export: one row per row of `source` that meets the condition. Stand-ins for ids are given before rows are chosen. */
export const exportRows = ({ source, columns, condition, order }: ExportRows): Sql => sql`
WITH chosen AS (
  SELECT *${list(
    columns.map(({ value }, i) => sql`, ${value} AS ${ident(shown(i))}`),
    sql``,
  )}
  FROM ${source}
)
SELECT ${list(columns.map(({ heading }, i) => sql`${ident(shown(i))} AS ${ident(heading)}`))}
FROM chosen
WHERE ${condition ?? sql`true`}${
  order.length === 0
    ? sql``
    : sql`
ORDER BY ${list(order.map(direction))}`
}`;

const shown = (i: number): string => `shown_${i + 1}`;

const direction = (name: string): Sql =>
  name.startsWith("-") ? sql`${ident(name.slice(1))} DESC NULLS LAST` : sql`${ident(name)} NULLS LAST`;

/** How many rows that is. */
export const countRows = ({ source, condition }: Pick<ExportRows, "source" | "condition">): Sql =>
  sql`SELECT CAST(count(*) AS double) AS rows FROM ${source} WHERE ${condition ?? sql`true`}`;

/** A published table: runs are files, so this is for the embedded engine. */
export const publishedTable = (file: string): Sql => sql`read_parquet(${file})`;

/** Names and types of its columns, in their order. */
export const describeTable = (table: Sql): Sql => sql`
SELECT column_name AS name, column_type AS type
FROM (DESCRIBE SELECT * FROM ${table})`;

/** Writes a query as CSV: a header, UTF-8, dot as decimal mark, NULL as nothing. */
export const copyAsCsv = (query: Sql, file: string): Sql =>
  sql`COPY (${query}) TO ${file} (FORMAT csv, HEADER true, DELIMITER ',')`;
