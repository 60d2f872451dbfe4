/**
 * Runs the built product blind on the public logs, scores it and every own candidate, and writes docs/accuracy.md.
 * Usage: npm run accuracy [-- log ...]. Exits 1 when a must is not reached. Needs `npm run build` and the shared data.
 */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { MODEL_NAMES } from "../packages/longworth/dist/app/run-request.js";
import { crossCheck, whyNoCrossCheck } from "./accuracy/cross-check.mjs";
import { document } from "./accuracy/document.mjs";
import { cut, LOGS, openDatabase, readTruth } from "./accuracy/logs.mjs";
import { musts } from "./accuracy/musts.mjs";
import { forecast } from "./accuracy/product.mjs";
import { retentionSection, withSection } from "./accuracy/retention.mjs";
import { readForecast, score } from "./accuracy/score.mjs";

const root = new URL("..", import.meta.url).pathname;
const data = path.join(root, "../shared/data");
const reference = path.join(root, "../shared/reference");
const evaluate = path.join(reference, "python/evaluate.py");
const target = path.join(root, "docs/accuracy.md");

if (!existsSync(data)) {
  console.error(`skipped: the public logs are not there (${data})`);
  process.exit(0);
}
const asked = process.argv.slice(2);
const names = Object.keys(LOGS).filter((name) => asked.length === 0 || asked.includes(name));
const peers = JSON.parse(await readFile(path.join(reference, "peer-accuracy.json"), "utf8")).logs;
const noCheck = whyNoCrossCheck(evaluate);
const folder = await mkdtemp(path.join(tmpdir(), "longworth-accuracy-"));
const results = [];
const checks = [];
const failed = [];
for (const name of names) {
  const { result, check, error } = await scoreLog(name);
  if (result) results.push(result);
  if (check) checks.push({ name, ...check });
  if (error) failed.push({ name, error });
}
await rm(folder, { recursive: true });

const reached = musts(results);
for (const { must, reached: ok, details } of reached)
  console.log(`${ok ? "ok " : "NO "} ${must}: ${details.join("; ")}`);
for (const { name, agrees, largest } of checks)
  console.log(`${agrees ? "ok " : "NO "} metrics agree on ${name}: ${largest}`);
for (const { name, error } of failed) console.log(`NO  a forecast of ${name}: ${error}`);
if (noCheck) console.log(`metrics not cross-checked: ${noCheck}`);
const retention = asked.length === 0 ? retentionSection() : null;
if (retention) {
  const text = document({ results, failed, reached, checks: noCheck ?? checks });
  await writeFile(target, withSection(text, retention.lines));
  console.log(`${retention.isGood ? "ok " : "NO "} what goes with leaving`);
}
const isGood =
  (retention?.isGood ?? true) &&
  failed.length === 0 &&
  reached.every((must) => must.reached) &&
  checks.every((check) => check.agrees);
process.exit(isGood ? 0 : 1);

async function scoreLog(name) {
  const log = LOGS[name];
  const database = await openDatabase();
  const file = await cut(database, log, { data, folder });
  await readTruth(database, log, { data });
  const scored = {};
  const failures = {};
  let served;
  for (const model of MODEL_NAMES) {
    const workspace = path.join(folder, `${name}-${model}`);
    await mkdir(workspace);
    const run = await forecast(file, { asOf: log.calibrationEnd, horizon: log.horizon, model, workspace });
    if (run.error && model === "auto") return { error: run.error };
    if (run.error) failures[model] = run.error;
    else {
      const columns = await readForecast(database, run.customers, log);
      scored[model] = score(columns, log);
      if (model === "auto") served = { ...run, columns };
    }
    console.log(`${name} ${model}: ${run.error ?? `${run.seconds.toFixed(1)} s, ${summary(scored[model])}`}`);
  }
  database.closeSync();
  const { auto, ...candidates } = scored;
  const check = noCheck ? undefined : await crossCheck(name, { columns: served.columns, log, data, folder, evaluate });
  const { facts, peers: others } = peers[name];
  const total = served.manifest.totals[`${log.horizon}d`];
  const result = {
    name,
    log,
    facts,
    failures,
    candidates,
    served: auto,
    servedName: served.manifest.served.name,
    unmatched: auto.unmatched,
    bands: bandsOf(total, auto),
    peers: others,
  };
  return { result, check };
}

/** Band of each total beside what the population of the protocol really did. */
function bandsOf(total, { orders, value }) {
  return {
    orders: { actual: orders.actualTotal, point: total.expected_orders, low: total.orders_p05, high: total.orders_p95 },
    value: value && { actual: value.actualTotal, point: total.expected_revenue, low: total.p05, high: total.p95 },
  };
}

function summary({ orders, value, active }) {
  const figures = (name, { crps, bias, coverage90 }, digits) =>
    `${name} CRPS ${crps.toFixed(digits)} bias ${(100 * bias).toFixed(1)} % cov ${coverage90.toFixed(3)}`;
  const parts = [figures("orders", orders, 4), `AUC ${active.auc.toFixed(4)}`];
  return [...parts, ...(value ? [figures("value", value, 3)] : [])].join(", ");
}
