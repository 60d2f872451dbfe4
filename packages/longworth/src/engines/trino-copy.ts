/** The answer of a query as Parquet: pages flow into a table of the local engine, never more than some rows at a time. */
import { ident, list, sql, type Sql } from "../sql/sql.js";
import type { Columns, Engine } from "./engine.js";
import type { Page } from "./trino-client.js";
import { cellOf, doubleOf } from "./trino-values.js";

const ROWS = 10_000; // on the heap at a time: each has some 60 cells
const COPIED = "copied";
const PART = "copied_part";

type Column = NonNullable<Page["columns"]>[number];

/** Rows keep their order. @returns their number */
export async function copyPages(stream: AsyncIterable<Page>, path: string, local: Engine): Promise<number> {
  let columns: readonly Column[] = [];
  let rows: (readonly unknown[])[] = [];
  let isMade = false;
  const flush = async (): Promise<void> => {
    await local.load(columnsOf(columns, rows), PART);
    const cast = sql`SELECT ${list(columns.map(typed))} FROM ${ident(PART)}`;
    await local.execute(
      isMade ? sql`INSERT INTO ${ident(COPIED)} ${cast}` : sql`CREATE OR REPLACE TABLE ${ident(COPIED)} AS ${cast}`,
    );
    isMade = true;
    rows = [];
  };
  for await (const page of stream) {
    columns = page.columns ?? columns;
    for (const row of page.data ?? []) rows.push(row);
    if (rows.length >= ROWS) await flush();
  }
  if (rows.length > 0 || !isMade) await flush();
  const count = await local.copyTo(sql`SELECT * FROM ${ident(COPIED)}`, path);
  await local.execute(sql`DROP TABLE ${ident(COPIED)}`);
  await local.execute(sql`DROP TABLE ${ident(PART)}`);
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
  return isKnown(type) ? sql`CAST(${ident(name)} AS ${TYPES[type]}) AS ${ident(name)}` : ident(name);
}
