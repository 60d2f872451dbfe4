/**
 * A large log in the small cluster against the same files on the embedded engine: `big-run.mjs [copies]` simulates
 * 1,000,000 customers with about 4.4 million orders (seeded), writes them so many times under other ids where the cluster
 * reads them, runs both, compares what they say, and writes the figures into docs/scale.json and docs/scale.md.
 * Ten copies take 3 GB of disk. The cluster must be up: `npm run trino:up`.
 */
import { DuckDBInstance } from "@duckdb/node-api";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeLog } from "../../bench/make-log.mjs";
import { ask, SERVER } from "./ask.mjs";
import { watched } from "./process.mjs";
import { differences } from "./same-facts.mjs";
import { writeScale } from "./scale-page.mjs";

const CUSTOMERS = 1_000_000;
const copies = Number(process.argv[2] ?? 10);
const ONLY = process.env.ONLY ?? ""; // trino or duckdb: the other one's figures stay as they are
const MEMORY = process.env.MEMORY ?? "300MB"; // of the engine in the process beside a cluster
const HERE_MEMORY = "4GB"; // of the embedded engine, which does all of the work
const ROOT = path.resolve(process.env.TRINO_ROOT ?? path.join(import.meta.dirname, "../../.trino"));
const folder = path.join(ROOT, `run/warehouse/longworth_big_${copies}`);
const temp = mkdtempSync(path.join(process.env.BIG ?? os.tmpdir(), "longworth-big-"));
const schema = "longworth_big";
const table = `orders_${copies}`;

async function writeCopies(log) {
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "1GB" });
  const connection = await instance.connect();
  for (let copy = 0; copy < copies; copy++) {
    const file = path.join(folder, `part-${copy}.parquet`);
    const rows = `SELECT concat(customer_id, '-', ${copy}) AS customer_id, order_date, amount FROM '${log}'`;
    await connection.run(`COPY (${rows}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`);
  }
  connection.closeSync();
  instance.closeSync();
}

const manifestOf = ({ answer }) => JSON.parse(readFileSync(path.join(answer.path, "run.json"), "utf8"));
const figures = ({ answer: _answer, steps: _steps, ...seen }) => ({ ...seen, load: os.loadavg()[0] });

try {
  console.error(`writing ${copies} x ${CUSTOMERS} customers`);
  await writeCopies(await makeLog(CUSTOMERS, path.join(ROOT, "logs")));
  await ask(`CREATE SCHEMA IF NOT EXISTS hive.${schema}`);
  await ask(`DROP TABLE IF EXISTS hive.${schema}.${table}`);
  const columns = "customer_id varchar, order_date date, amount decimal(18, 2)";
  const where = `external_location = 'local:///longworth_big_${copies}', format = 'PARQUET'`;
  await ask(`CREATE TABLE hive.${schema}.${table} (${columns}) WITH (${where})`);
  const [[orders]] = await ask(`SELECT count(*) FROM hive.${schema}.${table}`);
  const measured = { customers: copies * CUSTOMERS, orders };
  const found = {};
  if (ONLY !== "duckdb") {
    const url = `trino://longworth@${SERVER}/hive/${schema}/${table}`;
    const there = await watched(["run", url, "--workspace", path.join(temp, "there"), "--memory", MEMORY]);
    if (process.env.STEPS) console.error(there.steps);
    found.trino = manifestOf(there);
    measured.trino = { ...figures(there), memory: MEMORY };
    console.error("trino", measured.trino);
    for (const name of ["view", "table"]) {
      const { catalog, schema: place, view, customers } = found.trino.cluster;
      const it = name === "view" ? view : customers;
      await ask(`DROP ${name.toUpperCase()} ${catalog}.${place}.${it}`);
    }
  }
  if (ONLY !== "trino") {
    const here = await watched(["run", folder, "--workspace", path.join(temp, "here"), "--memory", HERE_MEMORY]);
    found.duckdb = manifestOf(here);
    measured.duckdb = { ...figures(here), memory: HERE_MEMORY };
    console.error("duckdb", measured.duckdb);
  }
  if (found.trino && found.duckdb) measured.different = differences(found.trino, found.duckdb);
  console.error("different", measured.different);
  writeScale({ runs: { [copies]: measured } });
} finally {
  await ask(`DROP TABLE IF EXISTS hive.${schema}.${table}`);
  rmSync(folder, { recursive: true, force: true });
  rmSync(temp, { recursive: true, force: true });
}
