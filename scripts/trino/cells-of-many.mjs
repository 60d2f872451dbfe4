/**
 * What grows in the process when there are many customers: `cells-of-many.mjs [1e6 1e7 1e8]` simulates so many histories
 * (Pareto/NBD over three years, seeded; the parameters of bench/make-log.mjs), bins them as a run does, scores the bins by
 * the recipe of a run on 100,000 customers, and writes the figures into docs/scale.json and docs/scale.md.
 */
import { random } from "@longworth/models";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeLog } from "../../bench/make-log.mjs";
import { scoreCells } from "../../packages/longworth/dist/run/score-cells.js";
import { inlineWorkers } from "../../packages/longworth/dist/run/workers.js";
import { cellKeyOf } from "../../packages/longworth/dist/sql/cells.js";
import { watched } from "./process.mjs";
import { writeScale } from "./scale-page.mjs";

const PARAMS = { r: 0.9, alpha: 9, s: 0.6, beta: 12 }; // in weeks
const DAYS = 1096;
const GRIDS = [32, 16, 8, 4]; // steps, finest first
const MOST = 20_000; // cells, but on the coarsest grid: as run/prepare.ts decides
const WIDEST = 2 ** 17; // more than any start of a bin

/** One history in days: [purchases after the first, age at the last, age]. */
function history(next) {
  const age = DAYS - 1 - Math.floor(next() * (DAYS - 30));
  const weeks = age / 7;
  const rate = random.gamma(next, PARAMS.r, PARAMS.alpha);
  const leaves = random.exponential(next, random.gamma(next, PARAMS.s, PARAMS.beta));
  const span = Math.min(leaves, weeks);
  const repeats = Math.min(random.poisson(next, rate * span), Math.floor(7 * span)); // one a day
  const last = repeats === 0 ? 0 : Math.max(repeats, Math.floor(7 * span * next() ** (1 / repeats)));
  return [repeats, Math.min(last, age), age];
}

/** Bins of so many customers on every grid: [sums of purchases, last, age; customers] by key. */
function binned(customers) {
  const next = random.seeded(1);
  const finest = new Map();
  for (let i = 0; i < customers; i++) {
    const [frequency, recency, tenure] = history(next);
    const own = { frequency, tenure, silence: tenure - recency, spendDays: frequency + 1 };
    const [f, t, s] = cellKeyOf(own, GRIDS[0]);
    const key = (f * WIDEST + t) * WIDEST + s;
    const sums = finest.get(key);
    if (sums === undefined) finest.set(key, [frequency, recency, tenure, 1, own]);
    else {
      sums[0] += frequency;
      sums[1] += recency;
      sums[2] += tenure;
      sums[3]++;
    }
  }
  return GRIDS.map((steps) => [steps, steps === GRIDS[0] ? finest : coarser(finest, steps)]);
}

/** Bins of half as many steps are unions of the finer ones. */
function coarser(finest, steps) {
  const cells = new Map();
  for (const [f, l, a, n, own] of finest.values()) {
    const key = cellKeyOf(own, steps).slice(0, 3).join();
    const sums = cells.get(key) ?? [0, 0, 0, 0];
    [f, l, a, n].forEach((value, k) => (sums[k] += value));
    cells.set(key, sums);
  }
  return cells;
}

const column = (cells, pick) => Float64Array.from([...cells.values()], pick);
const seconds = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
const effects = { workers: inlineWorkers(), signal: new AbortController().signal, progress: () => undefined };
const request = { horizons: [90, 180, 365], quantiles: [], annualDiscountRate: 0.1 };

async function measure(customers, { recipe }) {
  const before = seconds();
  const grids = binned(customers);
  const [steps, cells] = grids.find(([each, { size }]) => size <= MOST || each === GRIDS.at(-1));
  const made = seconds();
  const mean = (k) => column(cells, (sums) => sums[k] / sums[3]);
  const weight = column(cells, (sums) => sums[3]);
  const bins = { frequency: mean(0), recency: mean(1), tenure: mean(2), spendCount: mean(0).map((x) => x + 1), weight };
  const { columns, totals } = await scoreCells(recipe, bins, { request, effects });
  const names = Object.keys(columns);
  const text = names.reduce((sum, name) => sum + JSON.stringify(Array.from(columns[name])).length, 0);
  return {
    customers,
    cells: Object.fromEntries(grids.map(([each, { size }]) => [each, size])),
    steps,
    served: cells.size,
    counted: weight.reduce((sum, one) => sum + one, 0),
    simulated: made - before,
    scored: seconds() - made,
    columns: names.length,
    text,
    orders: totals["365d"].orders / customers,
    peak: 1024 * process.resourceUsage().maxRSS,
  };
}

const temp = mkdtempSync(path.join(process.env.BIG ?? os.tmpdir(), "longworth-cells-"));
try {
  const log = await makeLog(100_000, temp);
  const { answer } = await watched(["run", log, "--workspace", path.join(temp, "workspace"), "--effort", "quick"]);
  const kept = JSON.parse(readFileSync(path.join(answer.path, "recipe.json"), "utf8"));
  const sizes = process.argv.slice(2).map(Number);
  const cells = [];
  for (const customers of sizes.length > 0 ? sizes : [1e6, 1e7, 1e8]) {
    cells.push(await measure(customers, kept));
    console.error(cells.at(-1));
  }
  writeScale({ cells });
} finally {
  rmSync(temp, { recursive: true, force: true });
}
