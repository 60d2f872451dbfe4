/**
 * What we claim is fast, measured: writes docs/performance.md. `npm run bench` on an idle machine; about six minutes.
 * LONGWORTH_PYTHON=python names one with lightgbm, to be compared with in the same turn.
 * Whole processes are timed from outside (wall, CPU, peak memory); the raw scan of the same file runs in the same turn.
 */
import { DuckDBInstance } from "@duckdb/node-api";
import { bgNbd, cox, paretoNbd, random } from "@longworth/models";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { againstLightGbm } from "./boosting.mjs";
import { makeLog } from "./make-log.mjs";

const root = path.resolve(import.meta.dirname, "..");
const cli = path.join(root, "packages/longworth/bin/longworth.js");
const scratch = mkdtempSync(path.join(os.tmpdir(), "longworth-bench-"));
const ROUNDS = 5;

/** Runs a command; wall seconds, CPU seconds of it and its threads, peak resident memory in MB. */
function timed(command, args) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"] });
    let peak = 0;
    let ticks = 0;
    let errors = "";
    child.stderr.on("data", (text) => (errors += text));
    const watch = setInterval(() => {
      try {
        peak = Math.max(
          peak,
          Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0),
        );
        const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
        ticks = Number(fields[11]) + Number(fields[12]);
      } catch {
        // it has ended between two looks
      }
    }, 20);
    child.on("close", (code) => {
      clearInterval(watch);
      if (code !== 0)
        return reject(new Error(`${command} ${args.join(" ")} ended with ${code}: ${errors.slice(-500)}`));
      const wall = Number(process.hrtime.bigint() - started) / 1e9;
      resolve({ wall, cpu: ticks / 100, memory: peak / 1024 });
    });
  });
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function repeated(job, rounds = ROUNDS) {
  const all = [];
  for (let i = 0; i < rounds; i++) all.push(await job(i));
  const of = (name) => median(all.map((one) => one[name]));
  return { wall: of("wall"), cpu: of("cpu"), memory: Math.max(...all.map((one) => one.memory)) };
}

const run = (file, name, extra) => () =>
  timed("node", [
    cli,
    "run",
    file,
    "--workspace",
    path.join(scratch, name),
    "--again",
    "--quiet",
    "--threads",
    "2",
    ...extra,
  ]);

/** The same file, read and grouped by customer by the bare engine. */
async function rawScan(file) {
  const script = `import { DuckDBInstance } from "@duckdb/node-api";
const c = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
await c.run("CREATE TABLE x AS SELECT customer_id, count(*) AS n, min(order_date) AS a, max(order_date) AS b, sum(amount) AS v FROM '${file}' GROUP BY customer_id");`;
  const at = path.join(root, "bench", `.raw-scan-${process.pid}.mjs`);
  writeFileSync(at, script);
  try {
    return await repeated(() => timed("node", [at]));
  } finally {
    rmSync(at);
  }
}

/** Cells of simulated customers, to the day, and the CPU of one fit. */
function fitOf(model, params, customers) {
  const next = random.seeded(7);
  const days = Float64Array.from({ length: customers }, () => 30 + Math.floor(next() * 700));
  const T = days.map((day) => day / 7);
  const log = model.simulate(params, T, next);
  const x = new Int32Array(customers);
  const last = new Int32Array(customers);
  const seen = new Int32Array(customers).fill(-1);
  for (let i = 0; i < log.customer.length; i++) {
    const [c, day] = [log.customer[i], Math.ceil(log.time[i] * 7)];
    if (day === seen[c] || day < 1) continue;
    seen[c] = day;
    x[c]++;
    last[c] = Math.min(day, days[c]);
  }
  const cells = new Map();
  for (let c = 0; c < customers; c++) {
    const key = `${x[c]}/${last[c]}/${days[c]}`;
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  const rows = [...cells]
    .map(([key, weight]) => [...key.split("/").map(Number), weight])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const column = (pick) => Float64Array.from(rows, pick);
  const data = {
    timeUnit: "week",
    frequency: column((r) => r[0]),
    recency: column((r) => r[1] / 7),
    T: column((r) => r[2] / 7),
    weight: column((r) => r[3]),
  };
  const before = process.cpuUsage();
  const fit = model.fit(data);
  const used = process.cpuUsage(before);
  return { cells: rows.length, cpu: (used.user + used.system) / 1e6, converged: fit.converged };
}

/** Customers whose hazard depends on ten columns, some of them yes or no, and the CPU of Cox's fit. */
function coxOf(rows) {
  const next = random.seeded(3);
  const columns = Array.from({ length: 10 }, (_, j) =>
    Float64Array.from({ length: rows }, () => (j % 2 ? random.normal(next) : Number(next() < 0.3))),
  );
  const duration = new Float64Array(rows);
  const observed = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const eta = columns.reduce((sum, column, j) => sum + ((j - 5) / 10) * column[i], 0);
    const leaves = random.exponential(next, 0.05 * Math.exp(eta));
    const end = 40 * next();
    duration[i] = Math.min(leaves, end);
    observed[i] = Number(leaves <= end);
  }
  const before = process.cpuUsage();
  const { status, events } = cox.fit({ duration, observed, columns });
  const used = process.cpuUsage(before);
  return { cpu: (used.user + used.system) / 1e6, status, events };
}

const million = await makeLog(1_000_000, path.join(os.tmpdir(), "longworth-bench-data"));
const counted = await (async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const rows = (
    await connection.runAndReadAll(`SELECT count(*), count(DISTINCT customer_id) FROM '${million}'`)
  ).getRowsJson();
  return { orders: Number(rows[0][0]), customers: Number(rows[0][1]) };
})();
const raw = await rawScan(million);
const scores = await repeated(run(million, "scores", ["--report", "off", "--backtest", "off", "--currency", "EUR"]));
const testedScores = await repeated(run(million, "tested-scores", ["--report", "off", "--currency", "EUR"]));
const plain = await repeated(run(million, "plain", ["--backtest", "off", "--currency", "EUR"]));
const tested = await repeated(run(million, "tested", ["--currency", "EUR"]));
const quick = await repeated(run(million, "quick", ["--currency", "EUR", "--effort", "quick"]), 1);
const full = await repeated(run(million, "full", ["--currency", "EUR", "--effort", "full"]), 1);
const cdnow = path.resolve(root, "../shared/data/cdnow_full.csv.gz");
const whole = existsSync(cdnow) ? await repeated(run(cdnow, "cdnow", ["--currency", "USD"]), 1) : null;
const retail = path.resolve(root, "../shared/data/online_retail_2010_2011.csv.gz");
const inspected = existsSync(retail) ? await repeated(() => timed("node", [cli, "inspect", retail, "--quiet"])) : null;
const demo = await repeated(
  () => timed("node", [cli, "demo", "--quiet", "--workspace", path.join(scratch, "demo")]),
  1,
);
const pareto = fitOf(paretoNbd, { r: 0.55, alpha: 10.6, s: 0.61, beta: 11.7 }, 1_000_000);
const bg = fitOf(bgNbd, { r: 0.24, alpha: 4.4, a: 0.79, b: 2.4 }, 1_000_000);
const hazards = coxOf(1_000_000);
const triangles = spawnSync("node", [path.join(root, "bench/triangles.mjs")], { encoding: "utf8" }).stdout.trim(); // a table of its own
const python = process.env["LONGWORTH_PYTHON"];
const boosted = python === undefined ? null : againstLightGbm(python);
rmSync(scratch, { recursive: true, force: true });

const seconds = (value) => `${value.toFixed(1)} s`;
const row = (name, bar, { wall, cpu, memory }, note = "") =>
  `| ${name} | ${bar} | ${seconds(wall)} | ${seconds(cpu)} | ${memory ? `${Math.round(memory)} MB` : ""} | ${note} |`;
const ratio = (one) => `${(one.wall / raw.wall).toFixed(1)} x the raw scan`;
const [cpu] = os.cpus();
function boostingTable() {
  if (boosted === null) return "";
  const { own, reference, loss, referenceLoss } = boosted;
  return `
| boosting, 100,000 rows of 40 features, 100 trees of 31 leaves, one thread | must | CPU | training loss |
|---|---|---|---|
| Longworth | 3 x LightGBM | ${own.toFixed(2)} s (${(own / reference).toFixed(2)} x) | ${loss.toFixed(5)} |
| LightGBM | | ${reference.toFixed(2)} s | ${referenceLoss.toFixed(5)} |
`;
}

writeFileSync(
  path.join(root, "docs/performance.md"),
  `# Performance

Written by \`npm run bench\`; do not edit. ${os.cpus().length} cores (${cpu.model.trim()}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${ROUNDS} runs, medians; memory is the highest of the runs.

| what | must | wall | CPU | peak memory | |
|---|---|---|---|---|---|
${row(`raw scan and group-by of the same file (${counted.orders.toLocaleString("en")} orders, ${counted.customers.toLocaleString("en")} customers)`, "", raw, "DuckDB alone, start included")}
${row("orders to published scores with intervals (`--report off`), no backtest", "6 s, 2 GB", scores, ratio(scores))}
${row("the same with backtest", "15 s, 2 GB", testedScores, ratio(testedScores))}
${row("the whole job, findings, cohorts and report included, no backtest", "6 s, 2 GB", plain, ratio(plain))}
${row("the whole job with backtest", "15 s, 2 GB", tested, ratio(tested))}
${row("1,000,000 customers, `--effort quick`, backtest and report", "20 s", quick)}
${row("1,000,000 customers, `--effort full`, backtest and report", "120 s, 4 GB", full)}
${whole ? row("CDNOW, 23,570 customers: `run` with boosting, backtest and report", "15 s", whole) : ""}
${inspected ? row("inspect of Online Retail, 541,909 records, gz", "3 s", inspected) : ""}
${row("demo: simulate, run, compare (10,000 customers)", "40 s", demo)}

| fit by maximum likelihood, 1,000,000 customers | must | CPU | distinct histories | converged |
|---|---|---|---|---|
| Pareto/NBD | 3 s (lifetimes: 177 s) | ${seconds(pareto.cpu)} | ${pareto.cells.toLocaleString("en")} | ${pareto.converged} |
| BG/NBD | 1 s | ${seconds(bg.cpu)} | ${bg.cells.toLocaleString("en")} | ${bg.converged} |

| Cox, 1,000,000 rows of 10 columns | must | CPU | events | status |
|---|---|---|---|---|
| Efron, distinct times | 3 s | ${seconds(hazards.cpu)} | ${hazards.events.toLocaleString("en")} | ${hazards.status} |

${triangles}
${boostingTable()}`,
);
console.log(readFileSync(path.join(root, "docs/performance.md"), "utf8"));
