/**
 * A large log in the small cluster against the same files on the embedded engine: `big-run.mjs [copies] [catalogs]` simulates
 * 1,000,000 customers with about 4.4 million orders (seeded), writes them so many times under other ids where the cluster
 * reads them, runs both, compares what they say (of a million customers every cell of every table), and writes the figures
 * into docs/scale.json and docs/scale.md. Catalogs: `hive` reads the files as they are, `iceberg` has a table of its own;
 * `hive,iceberg` is both. Ten copies take 3 GB of disk. The cluster must be up: `npm run trino:up`.
 */
import { DuckDBInstance } from "@duckdb/node-api";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeLog } from "../../bench/make-log.mjs";
import { ask, SERVER } from "./ask.mjs";
import { watched } from "./process.mjs";
import { differences } from "./same-facts.mjs";
import { tableDifferences } from "./same-tables.mjs";
import { writeScale } from "./scale-page.mjs";

const CUSTOMERS = 1_000_000;
const copies = Number(process.argv[2] ?? 10);
const catalogs = (process.argv[3] ?? "hive").split(",");
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

/** The table of the orders in the catalog. @returns their number */
async function makeTable(catalog) {
  await ask(`CREATE SCHEMA IF NOT EXISTS ${catalog}.${schema}`);
  await ask(`DROP TABLE IF EXISTS ${catalog}.${schema}.${table}`);
  const columns = "customer_id varchar, order_date date, amount decimal(18, 2)";
  const where = `external_location = 'local:///longworth_big_${copies}', format = 'PARQUET'`;
  if (catalog === "hive") await ask(`CREATE TABLE hive.${schema}.${table} (${columns}) WITH (${where})`);
  else await ask(`CREATE TABLE ${catalog}.${schema}.${table} AS SELECT * FROM hive.${schema}.${table}`);
  const [[orders]] = await ask(`SELECT count(*) FROM ${catalog}.${schema}.${table}`);
  return orders;
}

/** A run there; with every cell compared, its customers are fetched beside its other tables. */
async function runThere(catalog, here) {
  const workspace = path.join(temp, catalog);
  const url = `trino://longworth@${SERVER}/${catalog}/${schema}/${table}`;
  const there = await watched(["run", url, "--workspace", workspace, "--memory", MEMORY]);
  if (process.env.STEPS) console.error(there.steps);
  console.error(catalog, figures(there));
  const found = manifestOf(there);
  const measured = { catalog, trino: { ...figures(there), memory: MEMORY } };
  if (here) measured.different = differences(found, manifestOf(here));
  if (here && copies === 1) {
    const out = path.join(there.answer.path, "customers.parquet");
    await watched(["export", "--format", "parquet", "--out", out, "--workspace", workspace]);
    measured.cells = await tableDifferences(there.answer.path, here.answer.path);
  }
  console.error("different", measured.different, measured.cells);
  const { schema: place, view, customers } = found.cluster;
  await ask(`DROP VIEW ${catalog}.${place}.${view}`);
  await ask(`DROP TABLE ${catalog}.${place}.${customers}`);
  return measured;
}

const manifestOf = ({ answer }) => JSON.parse(readFileSync(path.join(answer.path, "run.json"), "utf8"));
const figures = ({ answer: _answer, steps: _steps, ...seen }) => ({ ...seen, load: os.loadavg()[0] });

try {
  console.error(`writing ${copies} x ${CUSTOMERS} customers`);
  await writeCopies(await makeLog(CUSTOMERS, path.join(ROOT, "logs")));
  const orders = await makeTable("hive"); // others are made of it
  const both = { customers: copies * CUSTOMERS, orders };
  const asked = ["run", folder, "--workspace", path.join(temp, "here"), "--memory", HERE_MEMORY];
  const here = ONLY === "trino" ? null : await watched(asked);
  if (here) both.duckdb = { ...figures(here), memory: HERE_MEMORY };
  console.error("duckdb", both.duckdb);
  if (ONLY === "duckdb") writeScale({ runs: { [copies]: both } });
  for (const catalog of ONLY === "duckdb" ? [] : catalogs) {
    if (catalog !== "hive" && (await makeTable(catalog)) !== orders) throw new Error(`${catalog} has other orders`);
    const name = catalog === "hive" ? `${copies}` : `${copies} ${catalog}`;
    writeScale({ runs: { [name]: { ...both, ...(await runThere(catalog, here)) } } });
  }
} finally {
  for (const catalog of new Set(["hive", ...catalogs])) await ask(`DROP TABLE IF EXISTS ${catalog}.${schema}.${table}`);
  rmSync(folder, { recursive: true, force: true });
  rmSync(temp, { recursive: true, force: true });
}
