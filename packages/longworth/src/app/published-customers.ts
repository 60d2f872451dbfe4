/** The customers of a published run: a file of it, or the table in the cluster that the run made. */
import path from "node:path";
import type { Engine, EngineOptions } from "../engines/engine.js";
import { UserError } from "../errors.js";
import type { Effects } from "../run/effects.js";
import { describePlace, inPlace } from "../sql/cluster-tables.js";
import { describeTable, publishedTable } from "../sql/export-columns.js";
import type { Sql } from "../sql/sql.js";
import type { OpenedRun } from "../workspace/runs.js";
import { expectAsPublished } from "../workspace/verify-run.js";
import { isAsPublished, reopen } from "./cluster.js";

/** `engine` reads `table`, `engine.files` the files of the run. Close `engine`. */
export type PublishedCustomers = Readonly<{
  engine: Engine;
  table: Sql;
  described: Sql; // one row per column: name, type
}>;

/** `readable`: besides the customers. @throws artefact_damaged when they are not as they were published */
export async function openCustomers(
  opened: OpenedRun,
  options: Omit<EngineOptions, "signal">,
  effects: Effects,
): Promise<PublishedCustomers> {
  const { run, folder, manifest } = opened;
  const { cluster } = manifest;
  if (cluster === undefined) {
    await expectAsPublished(opened, ["customers.parquet"], effects.files);
    const file = path.join(await effects.files.realpath(folder), "customers.parquet");
    const engine = await effects.openEngine({ ...options, readable: [...options.readable, file] });
    const table = publishedTable(file);
    return { engine, table, described: describeTable(table) };
  }
  const engine = await reopen(cluster, options, effects);
  const names = `${cluster.catalog}.${cluster.schema}.${cluster.customers}`;
  try {
    if (!(await isAsPublished(cluster, engine))) throw new UserError("artefact_damaged", { names, run });
  } catch (thrown) {
    engine.close();
    throw thrown;
  }
  return { engine, table: inPlace(cluster, cluster.customers), described: describePlace(cluster, cluster.customers) };
}
