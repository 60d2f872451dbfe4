/** Embedded DuckDB, locked down: it reads the inputs, writes the workspace, and nothing else. */
import { createRequire } from "node:module";
import path from "node:path";
import type * as NodeApi from "@duckdb/node-api";
import type { DuckDBConnection, DuckDBResult, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import { UserError } from "../errors.js";
import { duckdb, render } from "../sql/dialect.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { reading } from "../words/en/reading.js";
import type { Columns, Engine, EngineOptions } from "./engine.js";

/** It is a CommonJS package: an import would parse its hundred files for names first, .04 s of every command. */
const api: typeof NodeApi = createRequire(import.meta.url)("@duckdb/node-api");
const { DOUBLE, DuckDBDataChunk, DuckDBDoubleVector, DuckDBInstance, INTEGER, VARCHAR } = api;

const CHUNK = 2048; // rows of one vector

/** A database in memory that spills into `temp`. Open it from one thread. */
export async function openDuckDb(options: EngineOptions): Promise<Engine> {
  const { threads, memory, temp, signal } = options;
  const instance = await DuckDBInstance.create(":memory:", {
    threads: `${threads}`,
    memory_limit: memory,
    temp_directory: temp,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  const open = new Set([connection]);
  await lockDown(connection, options);
  const calls = callsOf(open, () => {
    open.forEach((each) => each.closeSync());
    instance.closeSync();
  });
  signal.addEventListener("abort", calls.stop);

  async function ask(query: Sql, by = connection): Promise<DuckDBResult> {
    signal.throwIfAborted();
    try {
      return await by.run(render(query, duckdb), [...query.values]);
    } catch (cause) {
      throw translate(cause, options);
    }
  }

  const engine: Engine = {
    dialect: duckdb,
    get files() {
      return engine;
    },
    numbers: (query, columns) => calls.run(async () => readColumns(await ask(query), columns)),
    rows: (query, schema) =>
      calls.run(async () => (await (await ask(query)).getRowObjectsJson()).map((row) => schema.parse(row))),
    execute: (statement) =>
      calls.run(async () => {
        await ask(statement);
      }),
    load: (columns, table) =>
      calls.run(async () => {
        await ask(sql`CREATE OR REPLACE TABLE ${ident(table)} (${list(Object.entries(columns).map(declare))})`);
        await append(connection, columns, table);
      }),
    copyTo: (query, file) =>
      calls.run(async () => {
        const writer = await instance.connect(); // of its own, so that files are written while queries are answered
        open.add(writer);
        try {
          // without PRESERVE_ORDER a query with a join is written by whichever thread is first
          const done = await ask(
            sql`COPY (${query}) TO ${file} (FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 1000, PRESERVE_ORDER true)`,
            writer,
          );
          return Number((await done.getRows())[0]?.[0] ?? 0);
        } finally {
          open.delete(writer);
          writer.closeSync();
        }
      }),
    close() {
      signal.removeEventListener("abort", calls.stop);
      calls.close();
    },
  };
  return engine;
}

const INSIST_MS = 20; // a query that waited for another starts after the interrupt that ended that one

/**
 * The calls that are under way. A connection that is closed under a query destroys itself while it holds its own lock and
 * hangs for ever, so `shut` comes after the last of them.
 */
function callsOf(connections: ReadonlySet<DuckDBConnection>, shut: () => void) {
  let running = 0;
  let isClosing = false;
  let insisting: NodeJS.Timeout | undefined;
  const ended = (): void => {
    if (--running > 0) return;
    clearInterval(insisting);
    insisting = undefined;
    if (isClosing) shut();
  };
  const interrupt = (): void => connections.forEach((each) => each.interrupt());
  const stop = (): void => {
    if (running === 0) return;
    interrupt();
    insisting ??= setInterval(interrupt, INSIST_MS);
  };
  return {
    async run<T>(call: () => Promise<T>): Promise<T> {
      running++;
      try {
        return await call();
      } finally {
        ended();
      }
    },
    stop,
    close(): void {
      isClosing = true;
      if (running === 0) shut();
      else stop();
    },
  };
}

/** In this order, by statements: given to `create` as options they fail. After the last one nothing can be set. */
async function lockDown(connection: DuckDBConnection, { readable, writable, temp }: EngineOptions): Promise<void> {
  const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  const folders = [...writable, temp].map((folder) => text(folder.endsWith("/") ? folder : `${folder}/`));
  await connection.run(`SET allowed_directories=[${folders.join(", ")}]`);
  await connection.run(`SET allowed_paths=[${readable.map(text).join(", ")}]`);
  await connection.run("SET preserve_insertion_order=true");
  await connection.run("SET TimeZone='UTC'");
  await connection.run("SET enable_progress_bar=false");
  await connection.run("SET enable_external_access=false");
  await connection.run("SET lock_configuration=true");
}

/** What a damaged Parquet file makes the engine say, wherever its columns are read: pages, statistics, metadata. */
const FILE_DAMAGED = [
  /^Invalid Input Error: Failed to read file "(?<file>[^"]+)": (?<why>.*)/,
  /^Invalid Input Error: (?<why>Perfect hash aggregate: .*statistics in your data source are corrupt)/,
  /^Invalid Error: (?<why>TProtocolException.*|don't know what type.*|Parquet file is .*|Out of buffer.*)/,
] as const;

/** The input at fault, where the message is about one: that it names, or all that could be meant. */
function damagedFile(message: string, { readable }: EngineOptions): Readonly<{ name: string; why: string }> | null {
  for (const pattern of FILE_DAMAGED) {
    const { file, why } = pattern.exec(message)?.groups ?? {};
    if (why === undefined) continue;
    const names = (file === undefined ? readable : [file]).map((each) => path.basename(each));
    return { name: names.join(" or "), why };
  }
  return null;
}

function translate(cause: unknown, options: EngineOptions): unknown {
  const { signal, memory, temp } = options;
  if (signal.aborted) return new UserError("interrupted", {}, { cause });
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/No space left|max_temp_directory_size/i.test(message))
    return new UserError("disk_full", { path: temp }, { cause });
  if (/Input\/output error/i.test(message)) return new UserError("disk_failed", { path: temp }, { cause });
  if (/Out of Memory/i.test(message)) return new UserError("memory_exhausted", { limit: memory }, { cause });
  if (/^Permission Error|INTERNAL|FATAL/i.test(message)) return new UserError("engine_failed", { message }, { cause });
  const damaged = damagedFile(message, options);
  if (damaged !== null)
    return new UserError("file_unreadable", reading.parquetDamaged(damaged), { place: damaged.name, cause });
  return cause; // a query of ours that is wrong, or a value it could not hold: the caller knows
}

const declare = ([name, column]: [string, Columns[string]]): Sql => sql`${ident(name)} ${typeName(column)}`;

function typeName(column: Columns[string]): Sql {
  if (column instanceof Int32Array) return sql`INTEGER`;
  return column instanceof Float64Array ? sql`DOUBLE` : sql`VARCHAR`;
}

function typeOf(column: Columns[string]): DuckDBType {
  if (column instanceof Int32Array) return INTEGER;
  return column instanceof Float64Array ? DOUBLE : VARCHAR;
}

/** The one place where engine values become numbers, chunk by chunk. */
async function readColumns<K extends string>(
  result: DuckDBResult,
  columns: readonly K[],
): Promise<Readonly<Record<K, Float64Array>>> {
  const chunks = await result.fetchAllChunks();
  const names = result.columnNames();
  const count = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const read = columns.map((name) => {
    const index = names.indexOf(name);
    if (index < 0) throw new Error(`the query has no column ${name}`);
    const out = new Float64Array(count);
    let row = 0;
    for (const chunk of chunks) {
      const vector = chunk.getColumnVector(index);
      if (!(vector instanceof DuckDBDoubleVector)) throw new Error(`column ${name} is not double; cast it`);
      const { rowCount } = chunk; // a call into the engine
      for (let i = 0; i < rowCount; i++) out[row++] = vector.getItem(i) ?? NaN;
    }
    return [name, out] as const;
  });
  return Object.fromEntries(read) as Record<K, Float64Array>; // cast: fromEntries forgets the keys' type
}

async function append(connection: DuckDBConnection, columns: Columns, table: string): Promise<void> {
  const all = Object.values(columns);
  const count = all[0]?.length ?? 0;
  const appender = await connection.createAppender(table);
  for (let from = 0; from < count; from += CHUNK) {
    const chunk = DuckDBDataChunk.create(all.map(typeOf), Math.min(CHUNK, count - from));
    all.forEach((column, k) => chunk.setColumnValues(k, valuesOf(column, from, from + chunk.rowCount)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function valuesOf(column: Columns[string], from: number, to: number): DuckDBValue[] {
  if (column instanceof Float64Array) return Array.from(column.subarray(from, to), (v) => (Number.isNaN(v) ? null : v));
  if (column instanceof Int32Array) return Array.from(column.subarray(from, to));
  return column.slice(from, to);
}
