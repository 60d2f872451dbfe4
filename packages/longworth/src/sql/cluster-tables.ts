/** Names and statements of what a run makes in a cluster. */
import { ident, sql, type Sql } from "./sql.js";

export type Place = Readonly<{ catalog: string; schema: string }>;

/** `20260131T040000Z-1a2b3c4d` as a part of a name: Trino knows lower case only. */
const partOf = (run: string): string => run.toLowerCase().replaceAll("-", "_");

/** The schema a run works in; `owner` tells workspaces apart. Whatever has this name is gone when the run ends. */
export const draftSchema = (owner: string, run: string): string => `${draftPrefix(owner)}${partOf(run)}`;
export const draftPrefix = (owner: string): string => `longworth_tmp_${owner}_`;

/** The table of a run's customers, and the view that shows those of the newest run. */
export const customersTable = (owner: string, run: string): string => `${customersPrefix(owner)}${partOf(run)}`;
export const customersPrefix = (owner: string): string => `longworth_${owner}_customers_`;
export const CUSTOMERS_VIEW = "longworth_customers";

export const inPlace = ({ catalog, schema }: Place, name: string): Sql =>
  sql`${ident(catalog)}.${ident(schema)}.${ident(name)}`;

export const createSchema = ({ catalog, schema }: Place): Sql =>
  sql`CREATE SCHEMA IF NOT EXISTS ${ident(catalog)}.${ident(schema)}`;
export const dropSchema = ({ catalog, schema }: Place): Sql =>
  sql`DROP SCHEMA IF EXISTS ${ident(catalog)}.${ident(schema)}`;

/** One statement: readers see the old table or the new one. */
export const showTable = (view: Sql, table: Sql): Sql => sql`CREATE OR REPLACE VIEW ${view} AS SELECT * FROM ${table}`;

/** One row that a table of customers can be known by: its rows, and exact sums as text. */
export const customersCheck = (table: Sql, hasAmounts: boolean): Sql => sql`
SELECT CAST(count(*) AS varchar) AS customers, CAST(coalesce(sum(orders), 0) AS varchar) AS orders,
  ${hasAmounts ? sql`CAST(coalesce(sum(CAST(historic_value AS DECIMAL(38, 4))), 0) AS varchar)` : sql`CAST(NULL AS varchar)`} AS value
FROM ${table}`;

/** One row per schema of the catalog. */
export const schemaNames = (catalog: string): Sql =>
  sql`SELECT schema_name AS name FROM ${ident(catalog)}.information_schema.schemata`;

/** One row per table or view of the schema, views first: a view needs its table. */
export const tableNames = ({ catalog, schema }: Place): Sql => sql`
SELECT table_name AS name, table_type AS type
FROM ${ident(catalog)}.information_schema.tables
WHERE table_schema = ${schema}
ORDER BY CASE WHEN table_type = 'VIEW' THEN 0 ELSE 1 END, table_name`;

/** One row per column of a table, in their order. */
export const describePlace = ({ catalog, schema }: Place, table: string): Sql => sql`
SELECT column_name AS name, data_type AS type
FROM ${ident(catalog)}.information_schema.columns
WHERE table_schema = ${schema.toLowerCase()} AND table_name = ${table.toLowerCase()}
ORDER BY ordinal_position`;
