/** What `drivers` looks at: a plain table of durations, a file of orders, or a published run, with attributes beside. */
import path from "node:path";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { openCustomerFile, refuseTwice, type CustomerFile } from "../intake/customer-file.js";
import { norm } from "../intake/header-words.js";
import { readLivesFile, type LivesRead } from "../intake/lives-file.js";
import { CUSTOMER_TABLES } from "../intake/make-orders.js";
import { openInputs, readOrders } from "../intake/read-orders.js";
import {
  attributesOf,
  firstOrderTraits,
  readSilentLives,
  type SilentRequest,
  type TraitSource,
} from "../intake/silent-lives.js";
import { readablePaths, type Source } from "../intake/source.js";
import { stage } from "../intake/staging.js";
import type { Staged } from "../intake/staged.js";
import type { Effects } from "../run/effects.js";
import { publishedTable } from "../sql/export-columns.js";
import { firstRecords } from "../sql/silence.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import { drivers as words } from "../words/en/drivers.js";
import { openRun } from "../workspace/runs.js";
import { openCustomers, type PublishedCustomers } from "./published-customers.js";
import type { ReadRequest } from "./run-request.js";

export type DriversInput = ReadRequest &
  Readonly<{
    workspace: string;
    table?: Readonly<{ duration: string; event: Readonly<{ column: string; value: string }> }> | undefined; // else orders or a run
    attributes?: string | undefined;
    silence?: number | undefined; // days
    by?: readonly string[] | undefined;
    scratch: string;
  }>;

/** `silence`: days, where customers do not say goodbye. */
export type Read = LivesRead & Readonly<{ silence: number | null }>;

type Work<T> = (engine: Engine, temp: string) => Promise<T>;

/** Opens the engine for the inputs, reads them, and goes on with `then`. */
export async function withLives<T>(
  request: DriversInput,
  effects: Effects,
  then: (read: Read, place: Readonly<{ engine: Engine; temp: string }>) => Promise<T>,
): Promise<T> {
  const temp = await effects.files.realpath(request.scratch);
  effects.progress({ step: "read", done: 0, of: 1 });
  const withEngine = async (readable: readonly string[], work: Work<T>): Promise<T> => {
    const { threads, memory } = request;
    const engine = await effects.openEngine({ threads, memory, temp, readable, writable: [temp] });
    try {
      return await work(engine, temp);
    } finally {
      engine.close();
    }
  };
  const read =
    (reading: (engine: Engine) => Promise<Read>): Work<T> =>
    async (engine) => {
      const found = await reading(engine);
      effects.progress({ step: "read", done: 1, of: 1 });
      return then(found, { engine, temp });
    };
  if (await isRun(request, effects)) {
    const { engine, table } = await openPublished(request, { effects, temp });
    try {
      const customers = await besideFiles(table, engine, temp);
      const files = engine.files;
      return await read((local) => readRun(customers, request, { engine: local, effects, temp }))(files, temp);
    } finally {
      engine.close();
    }
  }
  const sources = await openInputs({ ...request, temp }, effects);
  const made = (engine: Engine): Promise<Read> =>
    request.table === undefined
      ? readShop(sources, request, { engine, effects, temp })
      : readTable(sources, request, { engine, effects, temp });
  return withEngine(readablePaths(sources), read(made));
}

type Place = Readonly<{ engine: Engine; effects: Effects; temp: string }>;

/** No input names the current run; one that is no file names a run by its id. */
async function isRun({ inputs, table }: DriversInput, { files }: Effects): Promise<boolean> {
  const [input] = inputs;
  if (input === undefined) return true;
  if (table !== undefined || inputs.length > 1 || input === "-") return false;
  const isThere = await files.stat(input).then(
    () => true,
    () => false,
  );
  return !isThere && /^\d{8}/.test(input);
}

async function openPublished(
  { workspace, inputs, table, attributes, threads, memory }: DriversInput,
  { effects, temp }: Pick<Place, "effects" | "temp">,
): Promise<PublishedCustomers> {
  if (table !== undefined) throw new UserError("bad_arguments", words.tableNeeded());
  if (attributes === undefined) throw new UserError("bad_arguments", words.attributesNeeded());
  const opened = await openRun(workspace, inputs[0], effects.files);
  if (opened.manifest.contracts) throw new UserError("bad_arguments", words.contractsRun(opened));
  return openCustomers(opened, { threads, memory, temp, readable: [], writable: [temp] }, effects);
}

/** Customers of a cluster come to where the file of attributes is: what is asked of them, no more. */
async function besideFiles(customers: Sql, engine: Engine, temp: string): Promise<Sql> {
  if (engine.files === engine) return customers;
  const file = path.join(temp, "customers.parquet");
  await engine.copyTo(sql`SELECT customer_id, frequency, recency, tenure FROM ${customers} ORDER BY customer_id`, file);
  return publishedTable(file);
}

/** @throws bad_arguments for several files, and a column without a duration */
async function readTable(sources: readonly Source[], request: DriversInput, tools: Place): Promise<Read> {
  const [source] = sources;
  if (!source || request.table === undefined) throw new Error("no table was opened");
  if (sources.length > 1) throw new UserError("bad_arguments", words.oneTable({ files: sources.length }));
  const { by, decimal, thousands } = request;
  const asked = { ...request.table, by, decimal, thousands, customer: request.map.customer };
  const read = await readLivesFile(source, asked, tools);
  if (read.lives.duration.length === 0 && read.leftOut > 0)
    throw new UserError("bad_arguments", words.noDuration({ column: request.table.duration }));
  return { ...read, silence: null };
}

async function readRun(customers: Sql, request: DriversInput, tools: Place): Promise<Read> {
  const attributes = await attributesFor(sql`SELECT customer_id FROM ${customers}`, request, tools);
  return readSilentLives({ ...silentRequest(request), customers, sources: attributes.map(attributesOf) }, tools);
}

/** Roles that are keys, or known only after the first order. */
const NO_TRAITS = ["customer", "email", "date", "order", "status", "refund", "first_order"];

async function readShop(sources: readonly Source[], request: DriversInput, tools: Place): Promise<Read> {
  const { engine, effects, temp } = tools;
  const intake = await readOrders({ ...request, sources, temp }, engine, effects);
  const { summary } = CUSTOMER_TABLES;
  await engine.execute(sql`CREATE TABLE first_records AS ${firstRecords("orders", summary)}`);
  const records: Staged[] = [];
  for (const [i, source] of sources.entries()) records.push(await stage(source, engine, `records_${i}`));
  const roles = new Set(
    NO_TRAITS.flatMap((role) => (intake.columns[role] === undefined ? [] : [norm(intake.columns[role])])),
  );
  const own = firstOrderTraits(records, { firsts: "first_records", roles });
  const attributes = await attributesFor(sql`SELECT customer_id FROM ${ident(summary)}`, request, tools);
  const all: readonly TraitSource[] = [own, ...attributes.map(attributesOf)];
  return readSilentLives({ ...silentRequest(request), customers: ident(summary), sources: all }, tools);
}

const silentRequest = ({
  by,
  silence,
  decimal,
  thousands,
}: DriversInput): Omit<SilentRequest, "customers" | "sources"> => ({ by, silence, decimal, thousands });

async function attributesFor(
  ids: Sql,
  { attributes, map, keepCase }: DriversInput,
  tools: Place,
): Promise<readonly CustomerFile[]> {
  if (attributes === undefined) return [];
  const asked = { given: attributes, option: "--attributes", ids, temp: tools.temp, map, keepCase };
  const file = await openCustomerFile(asked, tools);
  await refuseTwice(file, tools);
  return [file];
}
