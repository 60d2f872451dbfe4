/**
 * Runs the built product blind on further cuts of the logs, ranks it among its own candidates and the naive forecasts, and
 * writes docs/cuts.md. Usage: npm run accuracy:cuts. Exits 1 when a must is not reached. Needs the shared data.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { MODEL_NAMES } from "../packages/longworth/dist/app/run-request.js";
import { CUTS } from "./accuracy/cuts.mjs";
import { cutsDocument, cutsMusts } from "./accuracy/cuts-document.mjs";
import { cut, openDatabase, readTruth } from "./accuracy/logs.mjs";
import { naiveForecasts } from "./accuracy/naive.mjs";
import { forecast } from "./accuracy/product.mjs";
import { readForecast, score } from "./accuracy/score.mjs";

const root = new URL("..", import.meta.url).pathname;
const data = path.join(root, "../shared/data");

if (!existsSync(data)) {
  console.error(`skipped: the public logs are not there (${data})`);
  process.exit(0);
}
const results = [];
for (const one of CUTS) results.push(await scoreCut(one));
const musts = cutsMusts(results);
for (const { must, reached, details } of musts) console.log(`${reached ? "ok " : "NO "} ${must}: ${details}`);
await writeFile(path.join(root, "docs/cuts.md"), cutsDocument(results, musts));
process.exit(musts.every(({ reached }) => reached) ? 0 : 1);

/** CRPS of every forecaster, and the bands of the totals beside what came. */
async function scoreCut(one) {
  const folder = await mkdtemp(path.join(tmpdir(), "longworth-cuts-"));
  const database = await openDatabase();
  try {
    const file = await cut(database, one, { data, folder });
    await readTruth(database, one, { data });
    const crps = {};
    const failures = {};
    let served;
    for (const model of MODEL_NAMES) {
      const workspace = path.join(folder, model);
      const run = await forecast(file, { asOf: one.calibrationEnd, horizon: one.horizon, model, workspace });
      if (run.error && model === "auto") throw new Error(`${one.name}: ${run.error}`);
      if (run.error) failures[model] = run.error;
      else {
        const columns = await readForecast(database, run.customers, one);
        const { orders, value } = score(columns, one);
        crps[model] = { orders: orders.crps, value: value?.crps };
        if (model === "auto") served = { manifest: run.manifest, columns, orders, value };
      }
    }
    for (const [name, points] of Object.entries(await naiveForecasts(database, one)))
      crps[name] = {
        orders: errorOf(served.columns.orders, points.orders),
        value: one.money ? errorOf(served.columns.value, points.value) : undefined,
      };
    const result = { ...one, crps, failures, ...totals(served, one) };
    console.log(`${one.name}: ${JSON.stringify(crps)}`);
    return result;
  } finally {
    database.closeSync();
    await rm(folder, { recursive: true });
  }
}

/** CRPS of a point forecast: the mean absolute error. */
function errorOf(actual, points) {
  return actual.reduce((sum, value, i) => sum + Math.abs(Number(value) - points[i]), 0) / actual.length;
}

function totals({ manifest, orders, value }, { horizon }) {
  const key = `${horizon}d`;
  const total = manifest.totals[key];
  const { measures } = manifest.backtest?.[key] ?? { measures: {} };
  return {
    servedName: manifest.served.name,
    grade: manifest.grades?.[key]?.letter ?? "",
    tested: { crps: measures.crps ?? null, naive: measures.baseline_crps ?? null },
    customers: orders.n ?? manifest.customers,
    bands: {
      orders: {
        actual: orders.actualTotal,
        point: total.expected_orders,
        low: total.orders_p05,
        high: total.orders_p95,
      },
      value: value && { actual: value.actualTotal, point: total.expected_revenue, low: total.p05, high: total.p95 },
    },
  };
}
