/**
 * Cohort triangles of ten million orders in SQL: `npm run build && node bench/triangles.mjs [orders]`. Budget: 3 s.
 * From the days of customers, which every run has, to the published table of all four grains; from the orders themselves,
 * too, where these days are made first. Prints rows in the form of docs/performance.md.
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openDuckDb } from "../packages/longworth/dist/engines/duckdb.js";
import { writeCohorts } from "../packages/longworth/dist/run/cohorts.js";
import { customerDays } from "../packages/longworth/dist/sql/customer-days.js";
import { rfmSummary } from "../packages/longworth/dist/sql/rfm-summary.js";
import { ident, integer, sql } from "../packages/longworth/dist/sql/sql.js";

const BUDGET = 3; // seconds
const THREADS = 2;
const orders = Number(process.argv[2] ?? 10_000_000);
const asOf = "2025-12-31";
const folder = mkdtempSync(path.join(os.tmpdir(), "longworth-bench-"));
const options = {
  threads: THREADS,
  memory: "1200MB",
  temp: folder,
  readable: [],
  writable: [folder],
  signal: new AbortController().signal,
};
const engine = await openDuckDb(options);
const make = (name, query) => engine.execute(sql`CREATE OR REPLACE TABLE ${ident(name)} AS ${query}`);

/** Customers who start on any day of five years and buy 4.5 times on average, the later the rarer; 2 in a hundred are refunds. */
await make(
  "orders",
  sql`SELECT concat('C', CAST(customer AS VARCHAR)) AS customer_id, CASE WHEN hash(n, 3) % 50 = 0 AND turn > 0 THEN 'refund' ELSE 'order' END AS kind,
  least(DATE '2021-01-01' + CAST(hash(customer, 1) % 1700 + turn * (hash(n, 2) % 90) AS INTEGER), DATE '2025-12-31') AS day,
  CAST((CASE WHEN hash(n, 3) % 50 = 0 AND turn > 0 THEN -1 ELSE 1 END) * CAST(hash(n, 4) % 20000 AS INTEGER) / 100.0 AS DECIMAL(18, 4)) AS amount, CAST(NULL AS DECIMAL(18, 4)) AS margin
FROM (SELECT n, n // 9 * 2 + CASE WHEN n % 9 < 7 THEN 0 ELSE 1 END AS customer, CASE WHEN n % 9 < 7 THEN n % 9 ELSE n % 9 - 7 END AS turn FROM range(${integer(orders)}) AS r(n)) AS numbered`,
);

async function timed(job) {
  const [before, started] = [process.cpuUsage(), performance.now()];
  await job();
  const used = process.cpuUsage(before);
  return { wall: (performance.now() - started) / 1000, cpu: (used.user + used.system) / 1e6 };
}

const days = await timed(async () => {
  const asked = {
    orders: "orders",
    days: "customer_days",
    asOf,
    zeroAmount: "ignore",
    hasRefunds: true,
    hasMargin: false,
  };
  await make("customer_days", customerDays(asked));
  await make("rfm_summary", rfmSummary({ ...asked, starts: null }));
});
const triangles = await timed(() =>
  writeCohorts(engine, { asOf, hasAmounts: true, hasRefunds: true, hasMargin: false }, async (query) => {
    await engine.copyTo(query, path.join(folder, "cohorts.parquet"));
  }),
);
engine.close();
rmSync(folder, { recursive: true });
const row = (what, { wall, cpu }, must = "") => `| ${what} | ${must} | ${wall.toFixed(1)} s | ${cpu.toFixed(1)} s |`;
console.log(`| ${orders.toLocaleString("en")} orders, ${THREADS} threads | must | wall | CPU |\n|---|---|---|---|`);
console.log(row("days and histories of customers, which forecasts use, too", days));
console.log(row("triangles by week, month, quarter, year from these, written", triangles, `${BUDGET} s`));
process.exitCode = triangles.wall <= BUDGET ? 0 : 1;
