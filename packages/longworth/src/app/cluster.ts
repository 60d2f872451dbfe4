/** A run in a cluster: a schema of its own to work in, a table that stays, a view that shows it, and nothing else left. */
import { z } from "zod";
import type { Engine, EngineOptions } from "../engines/engine.js";
import { parseTrinoAddress, isTrino, tableName, type TrinoAddress } from "../engines/trino-address.js";
import { UserError } from "../errors.js";
import type { Effects } from "../run/effects.js";
import * as made from "../sql/cluster-tables.js";
import type { Place } from "../sql/cluster-tables.js";
import { sql, type Sql } from "../sql/sql.js";
import { cluster as words } from "../words/en/cluster.js";
import { sha256 } from "../workspace/durable.js";
import type { ClusterFacts } from "../workspace/manifest.js";
import { scratchFolder } from "../workspace/layout.js";
import { listRuns } from "../workspace/runs.js";
import type { RunRequest } from "./run-request.js";

/** The table that a run reads, where it is one. @throws bad_arguments when it is not alone, or what goes with it is a file */
export function clusterOf({ inputs, output }: Pick<RunRequest, "inputs" | "output">): TrinoAddress | null {
  const [first] = inputs.filter(isTrino);
  if (first === undefined) {
    if (output !== undefined) throw new UserError("bad_arguments", words.outputWithoutTable());
    return null;
  }
  if (inputs.length > 1) throw new UserError("bad_arguments", words.onlyOneTable());
  return parseTrinoAddress(first);
}

/** A run's place in a cluster. */
export interface ClusterRun {
  readonly engine: Engine;
  readonly customers: Sql; // the table that stays
  /** For the manifest, when the table is there. */
  facts(hasAmounts: boolean): Promise<ClusterFacts>;
  /** The view shows this run's customers. */
  show(): Promise<void>;
  /** The schema it worked in goes, and everything in it. */
  clear(): Promise<void>;
}

type Opening = Readonly<{
  run: string;
  request: Pick<RunRequest, "workspace" | "output" | "threads" | "memory">;
  temp: string;
  writable: readonly string[];
}>;

/** Opens the cluster, removes what killed runs of this workspace left there, and makes the schema of this run. */
export async function openCluster(address: TrinoAddress, opening: Opening, effects: Effects): Promise<ClusterRun> {
  const { run, request, temp, writable } = opening;
  const { threads, memory, workspace } = request;
  const owner = await ownerOf(workspace, effects);
  const output = request.output ?? { catalog: address.catalog, schema: address.schema };
  const draft = { catalog: output.catalog, schema: made.draftSchema(owner, run) };
  const engine = await effects.openCluster({
    threads,
    memory,
    temp,
    readable: [],
    writable,
    cluster: { address, ...draft },
  });
  const customers = made.inPlace(output, made.customersTable(owner, run));
  const view = made.inPlace(output, made.CUSTOMERS_VIEW);
  try {
    const published = (await listRuns(workspace, effects.files)).map((listed) => listed.run);
    await sweep(engine, { output, owner, published });
    await engine.execute(made.createSchema(draft));
  } catch (thrown) {
    engine.close();
    throw thrown;
  }
  return {
    engine,
    customers,
    facts: async (hasAmounts) => ({
      server: address.server,
      user: address.user,
      orders: tableName(address),
      ...output,
      customers: made.customersTable(owner, run),
      view: made.CUSTOMERS_VIEW,
      check: await checkOf(engine, customers, hasAmounts),
    }),
    show: () => engine.execute(made.showTable(view, customers)),
    clear: () => dropDraft(engine, draft),
  };
}

const Check = z.object({ customers: z.string(), orders: z.string(), value: z.string().nullable() });

async function checkOf(engine: Engine, table: Sql, hasAmounts: boolean): Promise<ClusterFacts["check"]> {
  const [check] = await engine.rows(made.customersCheck(table, hasAmounts), Check);
  if (!check) throw new Error("an aggregate gave no row");
  return check;
}

type Limits = Omit<EngineOptions, "signal">;

/** The cluster of a published run once more. Close it. */
export function reopen(facts: ClusterFacts, limits: Limits, effects: Effects): Promise<Engine> {
  const { server, user, orders, catalog, schema } = facts;
  const address = { server, user, catalog, schema, table: orders, session: {}, tags: [] };
  return effects.openCluster({ ...limits, cluster: { address, catalog, schema } });
}

/** For what touches no file. */
const noFiles = (workspace: string, { machine }: Effects): Limits => {
  const temp = scratchFolder(workspace, `cluster-${machine.pid}`);
  return { threads: 1, memory: "200MB", temp, readable: [], writable: [] };
};

/** Whether the run's table in the cluster has the rows and sums it was published with; its name where it has not. */
export async function damagedTable(
  facts: ClusterFacts,
  workspace: string,
  effects: Effects,
): Promise<string | undefined> {
  const engine = await reopen(facts, noFiles(workspace, effects), effects);
  try {
    return (await isAsPublished(facts, engine)) ? undefined : `${facts.catalog}.${facts.schema}.${facts.customers}`;
  } finally {
    engine.close();
  }
}

/** False, too, where the table is not there. */
export async function isAsPublished(facts: ClusterFacts, engine: Engine): Promise<boolean> {
  const table = made.inPlace(facts, facts.customers);
  const found = await checkOf(engine, table, facts.check.value !== null).catch(unlessMissing);
  return JSON.stringify(found) === JSON.stringify(facts.check);
}

function unlessMissing(thrown: unknown): null {
  if (thrown instanceof UserError && thrown.code === "file_not_found") return null;
  throw thrown;
}

/** Removes what runs that are gone have left in their clusters. Hold the workspace's lock. */
export async function sweepClusters(gone: readonly ClusterFacts[], workspace: string, effects: Effects): Promise<void> {
  const places = new Map(gone.map((facts) => [`${facts.server} ${facts.catalog}.${facts.schema}`, facts]));
  const owner = await ownerOf(workspace, effects);
  const published = (await listRuns(workspace, effects.files)).map(({ run }) => run);
  for (const facts of places.values()) {
    const engine = await reopen(facts, noFiles(workspace, effects), effects);
    try {
      await sweep(engine, { output: facts, owner, published });
    } finally {
      engine.close();
    }
  }
}

/** Tells this workspace's names from those of others that write into the same schema. */
async function ownerOf(workspace: string, { files, machine }: Effects): Promise<string> {
  return sha256(`${machine.host}:${await files.realpath(workspace)}`).slice(0, 8);
}

const Named = z.object({ name: z.string() });
const Typed = z.object({ name: z.string(), type: z.string() });

type Sweeping = Readonly<{ output: Place; owner: string; published: readonly string[] }>;

/** Removes drafts, and tables of runs that were never published or have been pruned. Hold the workspace's lock. */
export async function sweep(engine: Engine, { output, owner, published }: Sweeping): Promise<void> {
  const schemas = await engine.rows(made.schemaNames(output.catalog), Named);
  for (const { name } of schemas.filter((schema) => schema.name.startsWith(made.draftPrefix(owner))))
    await dropDraft(engine, { catalog: output.catalog, schema: name });
  const known = new Set(published.map((run) => made.customersTable(owner, run)));
  const tables = await engine.rows(made.tableNames(output), Typed);
  for (const { name } of tables.filter((table) => table.name.startsWith(made.customersPrefix(owner))))
    if (!known.has(name)) await engine.execute(sql`DROP TABLE IF EXISTS ${made.inPlace(output, name)}`);
}

export async function dropDraft(engine: Engine, draft: Place): Promise<void> {
  for (const { name, type } of await engine.rows(made.tableNames(draft), Typed)) {
    const at = made.inPlace(draft, name);
    await engine.execute(type === "VIEW" ? sql`DROP VIEW IF EXISTS ${at}` : sql`DROP TABLE IF EXISTS ${at}`);
  }
  await engine.execute(made.dropSchema(draft));
}
