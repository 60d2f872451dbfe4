/** The real cluster of `npm run trino:up`, and a schema in it for one test file. */
import path from "node:path";
import { afterAll } from "vitest";
import { z } from "zod";
import type { Cluster } from "../../src/engines/engine.js";
import { parseTrinoAddress, type TrinoAddress } from "../../src/engines/trino-address.js";
import type { Effects } from "../../src/run/effects.js";
import { createSchema, dropSchema, inPlace, tableNames } from "../../src/sql/cluster-tables.js";
import { sql } from "../../src/sql/sql.js";
import { emptyFolder, testEffects } from "./effects.js";

export const CLUSTER = process.env["LONGWORTH_TEST_TRINO"] ?? "127.0.0.1:18080";

/** Where `npm run trino:up` keeps its nodes. */
export const RUN = path.join(process.env["TRINO_ROOT"] ?? path.join(import.meta.dirname, "../../../../.trino"), "run");

/** `trino://…/catalog/schema/table` of the test cluster. */
export const urlOf = (catalog: string, schema: string, table: string, user = "tester"): string =>
  `trino://${user}@${CLUSTER}/${catalog}/${schema}/${table}`;
export const addressOf = (catalog: string, schema: string, table: string): TrinoAddress =>
  parseTrinoAddress(urlOf(catalog, schema, table));

export async function openAt(catalog: string, schema: string, effects: Effects = testEffects()): Promise<Cluster> {
  const temp = emptyFolder();
  const cluster = { address: addressOf(catalog, schema, "none"), catalog, schema };
  return effects.openCluster({ threads: 2, memory: "1GB", temp, readable: [], writable: [temp], cluster });
}

/** Everything in the schema, and the schema. */
export async function dropAll(engine: Cluster, catalog: string, schema: string): Promise<void> {
  const place = { catalog, schema };
  for (const { name, type } of await engine.rows(tableNames(place), z.object({ name: z.string(), type: z.string() }))) {
    const at = inPlace(place, name);
    await engine.execute(type === "VIEW" ? sql`DROP VIEW ${at}` : sql`DROP TABLE ${at}`);
  }
  await engine.execute(dropSchema(place));
}

/** A schema that is gone when the tests of the file end, see `clearSchemasAfterwards`. */
export async function schemaFor(catalog: string, name: string): Promise<string> {
  const schema = `longworth_test_${name}_${process.pid}`;
  const engine = await openAt(catalog, schema);
  await engine.execute(createSchema({ catalog, schema }));
  opened.push(async () => {
    await dropAll(engine, catalog, schema);
    engine.close();
  });
  return schema;
}

const opened: (() => Promise<void>)[] = [];

/** At the top of every test file here. */
export const clearSchemasAfterwards = (): void =>
  afterAll(async () => {
    for (const clear of opened.splice(0)) await clear();
  });
