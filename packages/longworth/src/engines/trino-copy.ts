/** The answer of a query as Parquet: pages flow into a table of the local engine, never more than some rows at a time. */
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import type { Columns, Engine } from "./engine.js";
import type { Page } from "./trino-client.js";
import { cellOf, doubleOf } from "./trino-values.js";

const ROWS = 10_000; // on the heap at a time: each has some 60 cells

type Column = NonNullable<Page["columns"]>[number];

/** Rows keep their order. @returns their number */
export async function copyPages(stream: AsyncIterable<Page>, path: string, local: Engine): Promise<number> {
  let columns: readonly Column[] = [];
  let rows: (readonly unknown[])[] = [];
  let isMade = false;
  const part = `part of ${path}`; // of its own: others are copied at the same time
  const all = ident(`copied to ${path}`);
  const flush = async (): Promise<void> => {
    await local.load(columnsOf(columns, rows), part);
    const cast = sql`SELECT ${list(columns.map(typed))} FROM ${ident(part)}`;
    await local.execute(isMade ? sql`INSERT INTO ${all} ${cast}` : sql`CREATE OR REPLACE TABLE ${all} AS ${cast}`);
    isMade = true;
    rows = [];
  };
  for await (const page of stream) {
    columns = page.columns ?? columns;
    for (const row of page.data ?? []) rows.push(row);
    if (rows.length >= ROWS) await flush();
  }
  if (rows.length > 0 || !isMade) await flush();
  const count = await local.copyTo(sql`SELECT * FROM ${all}`, path);
  await local.execute(sql`DROP TABLE ${all}`);
  await local.execute(sql`DROP TABLE ${ident(part)}`);
  return count;
}

const isNumber = ({ type }: Column): boolean => /^(integer|smallint|tinyint|double|real)$/.test(type);

function columnsOf(columns: readonly Column[], rows: readonly (readonly unknown[])[]): Columns {
  const read = columns.map((column, i): [string, Columns[string]] => {
    if (isNumber(column)) return [column.name, Float64Array.from(rows, (row) => doubleOf(row[i] ?? null))];
    const cells = rows.map((row) => cellOf(row[i] ?? null, column.type));
    return [column.name, cells.map((cell) => (cell === null ? null : `${cell}`))];
  });
  return Object.fromEntries(read);
}

const TYPES = {
  integer: sql`INTEGER`,
  smallint: sql`SMALLINT`,
  tinyint: sql`TINYINT`,
  bigint: sql`BIGINT`,
  double: sql`DOUBLE`,
  real: sql`FLOAT`,
  boolean: sql`BOOLEAN`,
  date: sql`DATE`,
} as const;

const isKnown = (type: string): type is keyof typeof TYPES => type in TYPES;

function typed({ name, type }: Column): Sql {
  const [, digits, scale] = /^decimal\((\d+),\s*(\d+)\)$/.exec(type) ?? [];
  if (digits !== undefined)
    return sql`CAST(${ident(name)} AS DECIMAL(${integer(Number(digits))}, ${integer(Number(scale))})) AS ${ident(name)}`;
  return isKnown(type) ? sql`CAST(${ident(name)} AS ${TYPES[type]}) AS ${ident(name)}` : ident(name);
}
