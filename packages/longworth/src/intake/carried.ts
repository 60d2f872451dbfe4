/** A file beside orders that lie in a cluster: staged here, as every file is, and carried there in its types. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import type { Source } from "./source.js";
import { stage } from "./staging.js";
import type { ColumnType, Staged } from "./staged.js";

const ROWS = 20_000; // on their way at a time; about a megabyte of text

/**
 * What `stage` makes, where the orders are. In a cluster timestamps are days and instants are texts that say their zone, as
 * in a table of orders there (staging-table.ts); the ragged records stay here.
 */
export async function stageBeside(source: Source, engine: Engine, table: string): Promise<Staged> {
  const staged = await stage(source, engine.files, table);
  if (engine.files === engine) return staged;
  const types = await typesIn(staged.table, engine.files);
  const carried = staged.columns.map((column) => ({
    ...column,
    ...carriedAs(column, types.get(column.id) ?? "VARCHAR"),
  }));
  for (let from = 0; from === 0 || from < staged.records; from += ROWS) await carry(staged, { carried, from, engine });
  return { ...staged, columns: carried.map(({ name, id, type }) => ({ name, id, type })) };
}

type Carried = Readonly<{ id: string; type: ColumnType; cell: Sql; declared: Sql }>;
type Part = Readonly<{ carried: readonly Carried[]; from: number; engine: Engine }>;

/** The records after `from`, some thousands of them. */
async function carry({ table, source }: Staged, { carried, from, engine }: Part): Promise<void> {
  const cells = list([sql`CAST(record AS INTEGER) AS record`, ...carried.map(({ id, cell }) => sql`${cell} AS ${ident(id)}`)]); // prettier-ignore
  const some = sql`SELECT ${cells} FROM ${ident(table)} WHERE record > ${integer(from)} AND record <= ${integer(from + ROWS)} ORDER BY record`;
  const rows = await engine.files.rows(some, z.record(z.string(), z.union([z.string(), z.number()]).nullable()));
  const texts = carried.map(({ id }) => [id, rows.map((row) => textOf(row[id]))] as const);
  const part = `${table}_part`;
  await engine.load(
    { record: Int32Array.from(rows, ({ record }) => Number(record)), ...Object.fromEntries(texts) },
    part,
  );
  const typed = carried.map(({ id, declared }) => sql`CAST(${ident(id)} AS ${declared}) AS ${ident(id)}`);
  const file = sql`CAST(${integer(source.file)} AS INTEGER) AS file`;
  const query = sql`SELECT ${list([sql`CAST(record AS BIGINT) AS record`, file, ...typed])} FROM ${ident(part)}`;
  await engine.execute(from === 0 ? sql`CREATE OR REPLACE TABLE ${ident(table)} AS ${query}` : sql`INSERT INTO ${ident(table)} ${query}`); // prettier-ignore
  await engine.execute(sql`DROP TABLE IF EXISTS ${ident(part)}`);
}

const textOf = (cell: string | number | null | undefined): string | null => (cell === null || cell === undefined ? null : `${cell}`); // prettier-ignore

function carriedAs({ id, type }: Pick<Carried, "id" | "type">, here: string): Omit<Carried, "id"> {
  const value = ident(id);
  if (type === "timestamp")
    return { type: "date", cell: sql`CAST(CAST(${value} AS DATE) AS VARCHAR)`, declared: sql`DATE` };
  if (type === "instant") {
    const cell = sql`strftime(make_timestamp(epoch_us(${value})), '%Y-%m-%dT%H:%M:%SZ')`;
    return { type: "text", cell, declared: sql`VARCHAR` };
  }
  return { type, cell: carriedCell(id, here), declared: clusterType(here) };
}

const Described = z.object({ id: z.string(), type: z.string() });

/** What DuckDB calls the types of a table's columns. */
export async function typesIn(table: string, local: Engine): Promise<ReadonlyMap<string, string>> {
  const described = sql`SELECT column_name AS id, column_type AS type FROM (DESCRIBE SELECT * FROM ${ident(table)})`;
  return new Map((await local.rows(described, Described)).map(({ id, type }) => [id, type]));
}

/** A cell as text that a cluster casts back: its words for what is no number are its own. */
export function carriedCell(id: string, type: string): Sql {
  const text = sql`CAST(${ident(id)} AS VARCHAR)`;
  if (type !== "DOUBLE" && type !== "FLOAT") return text;
  return sql`CASE ${text} WHEN 'nan' THEN 'NaN' WHEN 'inf' THEN 'Infinity' WHEN '-inf' THEN '-Infinity' ELSE ${text} END`;
}

const TYPES: Readonly<Record<string, Sql>> = {
  TINYINT: sql`TINYINT`,
  SMALLINT: sql`SMALLINT`,
  INTEGER: sql`INTEGER`,
  BIGINT: sql`BIGINT`,
  UTINYINT: sql`SMALLINT`,
  USMALLINT: sql`INTEGER`,
  UINTEGER: sql`BIGINT`,
  UBIGINT: sql`DECIMAL(20, 0)`,
  HUGEINT: sql`DECIMAL(38, 0)`,
  DOUBLE: sql`DOUBLE`,
  FLOAT: sql`DOUBLE`,
  BOOLEAN: sql`BOOLEAN`,
  DATE: sql`DATE`,
  TIMESTAMP: sql`TIMESTAMP(6)`,
  TIMESTAMP_S: sql`TIMESTAMP(6)`,
  TIMESTAMP_MS: sql`TIMESTAMP(6)`,
};

/** The type in a cluster for a type of DuckDB; everything else is text. */
export function clusterType(type: string): Sql {
  const [, digits, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (digits !== undefined) return sql`DECIMAL(${integer(Number(digits))}, ${integer(Number(scale))})`;
  return TYPES[type] ?? sql`VARCHAR`;
}
