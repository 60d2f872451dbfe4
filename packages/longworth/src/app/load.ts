/** `load`: files of orders into a table of a cluster, for trying it out. The whole table is there, or none of it. */
import { z } from "zod";
import type { Cluster, Engine } from "../engines/engine.js";
import { parseTrinoAddress, tableName, type TrinoAddress } from "../engines/trino-address.js";
import { UserError } from "../errors.js";
import { carriedCell, clusterType, typesIn } from "../intake/carried.js";
import { openInputs } from "../intake/read-orders.js";
import { readablePaths, type Source } from "../intake/source.js";
import { stage } from "../intake/staging.js";
import type { Staged, StagedColumn } from "../intake/staged.js";
import type { Effects } from "../run/effects.js";
import { inPlace } from "../sql/cluster-tables.js";
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import { cluster as words } from "../words/en/cluster.js";
import type { ReadRequest } from "./run-request.js";

export type LoadRequest = ReadRequest & Readonly<{ to: string; scratch: string }>; // the address of the new table
export type LoadResult = Readonly<{
  table: string;
  records: number;
  columns: number;
  leftOut: number; // lines at the end of a file that are no records, such as "Total"
}>;

const ROWS = 20_000; // read at a time; about a megabyte of text

/** @throws bad_arguments where the table exists, and whatever is wrong with the files or the cluster */
export async function load(request: LoadRequest, effects: Effects): Promise<LoadResult> {
  const address = parseTrinoAddress(request.to);
  const { threads, memory } = request;
  const temp = await effects.files.realpath(request.scratch);
  effects.progress({ step: "read", done: 0, of: 1 });
  const sources = await openInputs({ ...request, temp }, effects);
  const options = { threads, memory, temp, readable: readablePaths(sources), writable: [temp] };
  const engine = await effects.openCluster({ ...options, cluster: { address, ...address } });
  try {
    await refuseTaken(engine, address);
    return await loadAll(sources, { engine, address, effects });
  } finally {
    engine.close();
  }
}

type Loading = Readonly<{ engine: Cluster; address: TrinoAddress; effects: Effects }>;

const there = ({ catalog, schema, table }: TrinoAddress): Sql =>
  sql`SELECT table_name AS name FROM ${ident(catalog)}.information_schema.tables WHERE table_schema = ${schema.toLowerCase()} AND table_name = ${table.toLowerCase()}`;

async function refuseTaken(engine: Engine, address: TrinoAddress): Promise<void> {
  const found = await engine.rows(there(address), z.object({ name: z.string() }));
  if (found.length > 0) throw new UserError("bad_arguments", words.tableTaken({ table: tableName(address) }));
}

/** Under another name until all of it is there. */
async function loadAll(sources: readonly Source[], { engine, address, effects }: Loading): Promise<LoadResult> {
  const half = inPlace(address, `longworth_tmp_${effects.machine.pid}_${address.table}`);
  let records = 0;
  let leftOut = 0;
  let names: readonly string[] = [];
  try {
    for (const [i, source] of sources.entries()) {
      leftOut += footersOf(source);
      const staged = await stage(source, engine.files, `loaded_${i}`);
      const columns = await typesOf(staged, engine.files);
      if (i === 0) await engine.execute(createTable(half, columns));
      else if (columns.map(({ name }) => name).join() !== names.join())
        throw new UserError("bad_arguments", words.otherColumns({ file: source.name }));
      names = columns.map(({ name }) => name);
      await loadOne(staged, { columns, half, engine, effects });
      records += staged.records;
    }
    records -= leftOut;
    await engine.execute(sql`ALTER TABLE ${half} RENAME TO ${inPlace(address, address.table)}`);
  } catch (thrown) {
    if (!effects.signal.aborted) await engine.execute(sql`DROP TABLE IF EXISTS ${half}`);
    throw thrown;
  }
  return { table: tableName(address), records, columns: names.length, leftOut };
}

/** Lines that are no records. @throws row_ragged for a record with another number of fields: it would not be there */
function footersOf(source: Source): number {
  if (source.kind !== "text") return 0;
  const footers = source.ragged.filter(({ code }) => code === "total_row").length;
  const odd = source.ragged.find(({ code }) => code === "row_ragged");
  if (odd === undefined) return footers;
  const place = `${source.name}:${odd.line}:1`;
  throw new UserError("row_ragged", words.ragged({ fields: odd.fields, columns: source.columns.length }), { place });
}

type Column = Readonly<{ id: string; name: string; cell: Sql; type: Sql }>;

async function typesOf({ table, columns }: Staged, local: Engine): Promise<readonly Column[]> {
  const types = await typesIn(table, local);
  const taken = new Set<string>();
  return columns.map((column) => {
    const { id } = column;
    const name = nameOf(column, taken);
    taken.add(name);
    const type = types.get(id) ?? "VARCHAR";
    return { id, name, cell: carriedCell(id, type), type: clusterType(type) };
  });
}

/** Trino knows no case, so two headers may be one name there. @throws bad_arguments */
function nameOf({ name, id }: StagedColumn, taken: ReadonlySet<string>): string {
  const lower = name === "" ? id : name.toLowerCase();
  if (taken.has(lower)) throw new UserError("bad_arguments", words.sameNames({ name }));
  return lower;
}

const createTable = (table: Sql, columns: readonly Column[]): Sql =>
  sql`CREATE TABLE ${table} (${list(columns.map(({ name, type }) => sql`${ident(name)} ${type}`))})`;

type Parts = Readonly<{ columns: readonly Column[]; half: Sql; engine: Cluster; effects: Effects }>;

async function loadOne(staged: Staged, { columns, half, engine, effects }: Parts): Promise<void> {
  const cells = list(columns.map(({ id, cell }) => sql`${cell} AS ${ident(id)}`));
  for (let from = 0; from < staged.records; from += ROWS) {
    effects.signal.throwIfAborted();
    const part = sql`SELECT ${cells} FROM ${ident(staged.table)} WHERE record > ${integer(from)} AND record <= ${integer(from + ROWS)} ORDER BY record`;
    const rows = await engine.files.rows(part, z.record(z.string(), z.string().nullable()));
    const texts = columns.map(({ id, name }) => [name, rows.map((row) => row[id] ?? null)] as const);
    const types = columns.map(({ type }) => type);
    await engine.append(Object.fromEntries(texts), half, types);
    effects.progress({ step: "load", done: Math.min(from + ROWS, staged.records), of: staged.records });
  }
}
