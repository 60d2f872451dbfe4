/** Trino as an engine: tables live in the cluster, in the schema of the connection; files are the local engine's. */
import { setTimeout as sleep } from "node:timers/promises";
import { render, trino } from "../sql/dialect.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import type { Cluster, Columns, Engine } from "./engine.js";
import { copyPages } from "./trino-copy.js";
import { pages, type Page, type TrinoConnection } from "./trino-client.js";
import { isPassing, translated } from "./trino-failure.js";
import { bound, cellOf, doubleOf, jsonArray, textLiteral, typeOf } from "./trino-values.js";

const PATIENCE_MS = 120_000; // a cluster that starts again has its workers after 80 s
const PAUSE_MS = 2000;
const LONGEST = 1_000_000; // characters of a statement that a server takes unless told otherwise (query.max-length)
const BATCH_CHARACTERS = 700_000; // of one INSERT; the texts of queries stay in the coordinator's memory for a while

type Reader<T> = (stream: AsyncIterable<Page>) => Promise<T>;

/** @param local does what concerns files; closed with this engine */
export function openTrino(connection: TrinoConnection, local: Engine): Cluster {
  const { patienceMs = PATIENCE_MS } = connection;

  /** One text, again when the cluster lost it and asking twice does no harm. `undo` makes that so. */
  async function send<T>(text: string, read: Reader<T>, undo: string | null | undefined): Promise<T> {
    const until = Date.now() + patienceMs;
    for (;;) {
      connection.signal.throwIfAborted();
      try {
        return await read(pages(text, connection));
      } catch (cause) {
        if (undo === undefined || !isPassing(cause) || Date.now() > until) throw translated(cause, connection);
        await sleep(Math.min(PAUSE_MS, patienceMs), undefined, { signal: connection.signal });
        if (undo !== null) await send(undo, drained, null);
      }
    }
  }

  const ask = <T>(query: Sql, read: Reader<T>): Promise<T> =>
    send(bound(render(query, trino), query.values), read, null);

  return {
    dialect: trino,
    files: local,
    numbers: (query, columns) => ask(query, (stream) => readNumbers(stream, columns)),
    rows: async (query, schema) => (await ask(query, readRows)).map((row) => schema.parse(row)),
    async execute(statement) {
      const { before, text, undo } = repeatable(render(statement, trino));
      if (before !== null) await send(before, drained, null);
      await send(bound(text, statement.values), drained, undo);
    },
    async load(columns, table) {
      const drop = `DROP TABLE IF EXISTS ${quoted(table)}`;
      await send(drop, drained, null);
      await send(`CREATE TABLE ${quoted(table)} (${declared(columns)})`, drained, drop);
      const into = { table: quoted(table), values: "*" };
      for (const text of inserts(columns, into)) await send(text, drained, undefined);
    },
    async append(columns, table, types) {
      const cast = Object.keys(columns).map((name, i) => sql`CAST(${ident(name)} AS ${types[i] ?? sql`VARCHAR`})`);
      const into = { table: render(table, trino), values: render(list(cast), trino) };
      for (const text of inserts(columns, into)) await send(text, drained, undefined);
    },
    copyTo: (query, path) => ask(query, (stream) => copyPages(stream, path, local)),
    close: () => local.close(),
  };
}

const NAME = '"(?:[^"]|"")+"';
const REPLACE = new RegExp(`^CREATE OR REPLACE TABLE (${NAME}|\\w+) AS\\b`);
const CREATE = new RegExp(`^CREATE TABLE (${NAME}|\\w+) AS\\b`);

/**
 * How a statement is sent so that it can be sent twice. Not every connector replaces a table: it is dropped before. `undo`
 * undefined: never twice.
 */
function repeatable(text: string): { before: string | null; text: string; undo: string | null | undefined } {
  const [, replaced] = REPLACE.exec(text) ?? [];
  const [, created] = CREATE.exec(text) ?? [];
  const drop = `DROP TABLE IF EXISTS ${replaced ?? created}`;
  if (replaced !== undefined)
    return { before: drop, text: text.replace("CREATE OR REPLACE TABLE", "CREATE TABLE"), undo: drop };
  if (created !== undefined) return { before: null, text, undo: drop };
  const isHarmless = /^(CREATE OR REPLACE VIEW|CREATE SCHEMA IF NOT EXISTS|DROP \w+ IF EXISTS|EXPLAIN)\b/.test(text);
  return { before: null, text, undo: isHarmless ? null : undefined };
}

async function drained(stream: AsyncIterable<Page>): Promise<void> {
  for await (const _page of stream);
}

async function readNumbers<K extends string>(
  stream: AsyncIterable<Page>,
  columns: readonly K[],
): Promise<Readonly<Record<K, Float64Array>>> {
  const values = columns.map((): number[] => []);
  for await (const { columns: found = [], data = [] } of stream) {
    if (data.length === 0) continue;
    columns.forEach((name, k) => {
      const index = found.findIndex((column) => column.name === name);
      if (index < 0) throw new Error(`the query has no column ${name}`);
      if (found[index]?.type !== "double") throw new Error(`column ${name} is not double; cast it`);
      for (const row of data) values[k]?.push(doubleOf(row[index]));
    });
  }
  const read = columns.map((name, k) => [name, Float64Array.from(values[k] ?? [])] as const);
  return Object.fromEntries(read) as Record<K, Float64Array>; // cast: fromEntries forgets the keys' type
}

async function readRows(stream: AsyncIterable<Page>): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  for await (const { columns = [], data = [] } of stream) {
    for (const row of data)
      rows.push(Object.fromEntries(columns.map(({ name, type }, i) => [name, cellOf(row[i] ?? null, type)])));
  }
  return rows;
}

const quoted = (name: string): string => render(ident(name), trino);
const declared = (columns: Columns): string =>
  Object.entries(columns)
    .map(([name, column]) => `${quoted(name)} ${typeOf(column)}`)
    .join(", ");

/** One text per batch of rows: a JSON array per column, unnested side by side. */
function* inserts(columns: Columns, into: { table: string; values: string }): Generator<string> {
  const all = Object.values(columns);
  const count = all[0]?.length ?? 0;
  const sample = Math.min(count, 1000);
  const perRow = all.reduce((sum, column) => sum + jsonArray(column, 0, sample).length, 0) / Math.max(1, sample);
  const size = Math.max(1, Math.floor(BATCH_CHARACTERS / perRow));
  for (let from = 0; from < count; from += size) yield* insert(columns, into, [from, Math.min(count, from + size)]);
}

/** Rows that turn out longer than those of the sample go in halves. */
function* insert(
  columns: Columns,
  into: { table: string; values: string },
  [from, to]: readonly [number, number],
): Generator<string> {
  const names = render(list(Object.keys(columns).map(ident)), trino);
  const arrays = Object.values(columns).map((column) => {
    const text = textLiteral(jsonArray(column, from, to));
    return `CAST(json_parse(${text}) AS ARRAY(${typeOf(column)}))`;
  });
  const text = `INSERT INTO ${into.table} SELECT ${into.values} FROM UNNEST(${arrays.join(", ")}) AS loaded (${names})`;
  if (text.length < LONGEST || to - from === 1) return yield text;
  const middle = Math.floor((from + to) / 2);
  yield* insert(columns, into, [from, middle]);
  yield* insert(columns, into, [middle, to]);
}
