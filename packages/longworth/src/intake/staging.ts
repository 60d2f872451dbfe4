/** From a source to a table of the engine: explicit dialect, text columns, a record number, and a count that must agree. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import { reading } from "../words/en/reading.js";
import {
  hasGlob,
  MAX_COLUMNS,
  MAX_RECORD_BYTES,
  type ParquetSource,
  type RaggedRecord,
  type Source,
  type TableSource,
  type TextSource,
} from "./source.js";
import { stageTable } from "./staging-table.js";
import type { ColumnType, Staged, StagedColumn } from "./staged.js";

/** The staging table of the orders' source of this number; it stays until the run ends. */
export const stagedName = (i: number): string => `staged_${i}`;

const Count = z.object({ n: z.number() });

/**
 * Load one source as `table` (replaced when it exists). Ragged records are not in it but in `<table>_ragged`.
 * @throws file_unreadable when the engine finds another number of records than our own pass
 */
export async function stage(source: Source, engine: Engine, table: string): Promise<Staged> {
  switch (source.kind) {
    case "text":
      return stageText(source, engine, table);
    case "parquet":
      return stageParquet(source, engine, table);
    case "table":
      return counted(source, { columns: await stageTable(source, engine, table), engine, table });
  }
}

async function stageText(source: TextSource, engine: Engine, table: string): Promise<Staged> {
  const columns = source.columns.map((name, i): StagedColumn => ({ name, id: `c${i + 1}`, type: "text" }));
  const cells = `${table}_text`;
  await engine.execute(loadText(source, columns, cells));
  const loaded = await count(engine, sql`SELECT CAST(count(*) AS double) AS n FROM ${ident(cells)}`);
  if (loaded !== source.records) {
    const said = reading.counted({ name: source.name, counted: source.records, loaded });
    throw new UserError("file_unreadable", said, { place: source.name });
  }
  const ragged = `${table}_ragged`;
  await loadRagged(source.ragged, source.file, { engine, table: ragged });
  await engine.execute(numbered(source, { cells, ragged, table }));
  const named = await dropUnnamed(columns, source, { engine, table });
  return { source, table, ragged, columns: named, records: source.records };
}

/** One row per record, in the order of the file. Never with auto-detection: the pass has decided everything. */
export function loadText(source: TextSource, columns: readonly StagedColumn[], table: string): Sql {
  const { delimiter, header } = source.dialect;
  const types = list(columns.map(({ id }) => sql`${ident(id)}: 'VARCHAR'`));
  return sql`CREATE OR REPLACE TABLE ${ident(table)} AS
SELECT * FROM read_csv(${source.loadPath}, columns = {${types}}, auto_detect = false, header = ${header}, delim = ${delimiter},
  quote = '"', escape = '"', strict_mode = true, null_padding = false, ignore_errors = false,
  compression = ${source.compressed && !source.cleaned ? "gzip" : "none"}, max_line_size = ${integer(MAX_RECORD_BYTES + 1000)})`;
}

/**
 * The view that gives every record its number: the engine keeps rows in the order of the file and numbers them from 0
 * (`row_number()` would cost as much as the load).
 */
function numbered(
  { file, ragged: odd }: TextSource,
  { cells, ragged, table }: Readonly<{ cells: string; ragged: string; table: string }>,
): Sql {
  const without = odd.length > 0 ? sql` WHERE rowid + 1 NOT IN (SELECT record FROM ${ident(ragged)})` : sql``;
  return sql`CREATE OR REPLACE VIEW ${ident(table)} AS
SELECT rowid + 1 AS record, CAST(${integer(file)} AS INTEGER) AS file, * FROM ${ident(cells)}${without}`;
}

async function loadRagged(
  ragged: readonly RaggedRecord[],
  file: number,
  { engine, table }: Readonly<{ engine: Engine; table: string }>,
): Promise<void> {
  const numbers = (pick: (record: RaggedRecord) => number): Int32Array => Int32Array.from(ragged, pick);
  const columns = {
    record: numbers(({ record }) => record),
    file: numbers(() => file),
    line: numbers(({ line }) => line),
    fields: numbers(({ fields }) => fields),
    code: ragged.map(({ code }) => code),
    text: ragged.map(({ text }) => text),
  };
  await engine.load(columns, table);
}

/** A column without name is left out when it is empty (a separator at the end) or the first (a row index). @throws file_unreadable */
async function dropUnnamed(
  columns: readonly StagedColumn[],
  source: TextSource,
  { engine, table }: Readonly<{ engine: Engine; table: string }>,
): Promise<readonly StagedColumn[]> {
  for (const [i, { name, id }] of columns.entries()) {
    if (name !== "" || i === 0) continue;
    const filled = await count(
      engine,
      sql`SELECT CAST(count(*) AS double) AS n FROM ${ident(table)} WHERE trim(coalesce(${ident(id)}, '')) <> ''`,
    );
    if (filled === 0) continue;
    const place = `${source.name}:${source.dialect.startLine}:${i + 1}`;
    throw new UserError("file_unreadable", reading.emptyHeader({ name: source.name, position: i + 1 }), { place });
  }
  return columns.filter(({ name }) => name !== "");
}

const Described = z.object({ column_name: z.string(), column_type: z.string() });

/** A view where the path allows it: columns are decoded when they are asked for, in their own types. */
async function stageParquet(source: ParquetSource, engine: Engine, table: string): Promise<Staged> {
  const asked = sql`DESCRIBE SELECT * FROM read_parquet(${source.path})`;
  const described = await refusing(source, () => engine.rows(asked, Described));
  if (described.length > MAX_COLUMNS)
    throw new UserError("limit_exceeded", reading.columnLimit({ name: source.name, line: 1 }), { place: source.name });
  const columns = described.map(({ column_name, column_type }, i) => {
    const type = typeOf(column_type);
    return { name: column_name, id: `c${i + 1}`, type, isText: column_type === "VARCHAR" };
  });
  const selected = columns.map(({ name, id, type, isText }) =>
    type === "text" && !isText
      ? sql`CAST(${ident(name)} AS VARCHAR) AS ${ident(id)}`
      : sql`${ident(name)} AS ${ident(id)}`,
  );
  const numbered = sql`SELECT file_row_number + 1 AS record, CAST(${integer(source.file)} AS INTEGER) AS file, ${list(selected)}`;
  const canBeNamed = source.path.endsWith(".parquet") && !hasGlob(source.path);
  const made = canBeNamed
    ? sql`CREATE OR REPLACE VIEW ${ident(table)} AS ${numbered} FROM ${ident(source.path)}`
    : sql`CREATE OR REPLACE TABLE ${ident(table)} AS ${numbered} FROM read_parquet(${source.path}, file_row_number = true)`;
  await refusing(source, () => engine.execute(made));
  const named = columns.map(({ name, id, type }) => ({ name, id, type }));
  return refusing(source, () => counted(source, { columns: named, engine, table }));
}

/** A source without ragged records, for what is typed has none. @throws file_empty */
async function counted(
  source: ParquetSource | TableSource,
  { columns, engine, table }: Readonly<{ columns: readonly StagedColumn[]; engine: Engine; table: string }>,
): Promise<Staged> {
  const ragged = `${table}_ragged`;
  await loadRagged([], source.file, { engine, table: ragged });
  const records = await count(engine, sql`SELECT CAST(count(*) AS double) AS n FROM ${ident(table)}`);
  if (records === 0) throw new UserError("file_empty", { value: source.name }, { place: source.name });
  return { source, table, ragged, columns, records };
}

/** What the engine says about a damaged Parquet file is about the file, not about us. */
async function refusing<T>(source: ParquetSource, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const why = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
    throw new UserError("file_unreadable", reading.parquetDamaged({ name: source.name, why }), {
      place: source.name,
      cause,
    });
  }
}

/** What a column of a Parquet file holds; lists, structures and the like are read as text. */
function typeOf(engineType: string): ColumnType {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(engineType)) return "number";
  if (engineType === "DATE") return "date";
  if (engineType === "TIMESTAMP WITH TIME ZONE") return "instant";
  if (/^TIMESTAMP(_S|_MS|_NS)?$/.test(engineType)) return "timestamp";
  return engineType === "BOOLEAN" ? "boolean" : "text";
}

async function count(engine: Engine, query: Sql): Promise<number> {
  const [row] = await engine.rows(query, Count);
  return row?.n ?? 0;
}
