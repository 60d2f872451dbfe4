/** A file beside orders that lie elsewhere arrives whole: every record, under its number, in its types. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { openDuckDb } from "../../src/engines/duckdb.js";
import type { Engine } from "../../src/engines/engine.js";
import { stageBeside } from "../../src/intake/carried.js";
import { openSources } from "../../src/intake/files.js";
import { ident, sql } from "../../src/sql/sql.js";
import { emptyFolder, testEffects } from "../support/effects.js";

const folder = emptyFolder();
const at = (name: string): string => path.join(folder, name);
const opened: Engine[] = [];
afterEach(() => opened.splice(0).forEach((engine) => engine.close()));

async function open(readable: readonly string[]): Promise<Engine> {
  const { signal } = new AbortController();
  const engine = await openDuckDb({ threads: 1, memory: "500MB", temp: emptyFolder(), readable, writable: [folder], signal }); // prettier-ignore
  opened.push(engine);
  return engine;
}

/** What is beside it, in the engine that has files and in one that has none of its own. */
async function both(name: string) {
  const [source] = await openSources([at(name)], { temp: folder }, testEffects());
  if (!source) throw new Error("no source");
  const local = await open([folder]);
  const far: Engine = { ...(await open([])), files: local }; // a cluster reads no file
  const here = await stageBeside(source, local, "here");
  return { here, there: await stageBeside(source, far, "there"), local, far };
}

const Row = z.record(z.string(), z.unknown());

test("of a text every record, in more than one part", async () => {
  const lines = Array.from({ length: 45_000 }, (_, i) => `c${i},${i % 7 === 0 ? "" : `"it's ""${i}"""`},Łódź`);
  writeFileSync(at("text.csv"), `id,said,town\n${lines.join("\n")}\n`);
  const { here, there, local, far } = await both("text.csv");
  expect([there.columns, there.records]).toEqual([here.columns, here.records]);
  const all = (table: string) => sql`SELECT * FROM ${ident(table)} ORDER BY record`;
  expect(await far.rows(all("there"), Row)).toEqual(await local.rows(all("here"), Row));
});

test("of Parquet in its types; a timestamp is its day, an instant a text in UTC", async () => {
  const maker = await open([]);
  const values = sql`SELECT CAST(7 AS UTINYINT) AS small, 9007199254740993 AS big, CAST('-12.50' AS DECIMAL(9, 2)) AS money, 0.1e0 AS share, true AS yes,
    DATE '2024-02-29' AS day, TIMESTAMP '2024-03-04 23:30:00' AS at, make_timestamptz(1709595000000000) AS instant, 'x' AS word`;
  await maker.copyTo(sql`${values} UNION ALL SELECT NULL, NULL, NULL, CAST('nan' AS DOUBLE), NULL, NULL, NULL, NULL, NULL`, at("typed.parquet")); // prettier-ignore
  const { there, far } = await both("typed.parquet");
  expect(there.columns.map(({ name, type }) => `${name} ${type}`)).toEqual(["small number", "big number", "money number", "share number", "yes boolean", "day date", "at date", "instant text", "word text"]); // prettier-ignore
  const types = sql`SELECT column_type AS type FROM (DESCRIBE SELECT * FROM there)`;
  expect((await far.rows(types, z.object({ type: z.string() }))).map(({ type }) => type)).toEqual(["BIGINT", "INTEGER", "SMALLINT", "BIGINT", "DECIMAL(9,2)", "DOUBLE", "BOOLEAN", "DATE", "DATE", "VARCHAR", "VARCHAR"]); // prettier-ignore
  const [first, second] = await far.rows(sql`SELECT * FROM there ORDER BY record`, Row);
  expect(Object.values(first ?? {})).toEqual(["1", 0, 7, "9007199254740993", "-12.50", 0.1, true, "2024-02-29", "2024-03-04", "2024-03-04T23:30:00Z", "x"]); // prettier-ignore
  expect(Object.values(second ?? {}).slice(2)).toEqual([null, null, null, "NaN", null, null, null, null, null]);
});
