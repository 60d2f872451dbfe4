/**
 * Coverage, width and interval score of the bands of totals for several weights of a trend; writes docs/bands.md, the
 * evidence of docs/decisions/0008. Usage: npm run accuracy:bands; about ten minutes. Needs the shared data.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { trendOf } from "../packages/longworth/dist/forecast/clock.js";
import { levelOf } from "../packages/longworth/dist/forecast/totals.js";
import { BAND_LOGS, bandCuts } from "./accuracy/bands.mjs";
import { cut, openDatabase, readTruth } from "./accuracy/logs.mjs";
import { forecast } from "./accuracy/product.mjs";

const root = new URL("..", import.meta.url).pathname;
const data = path.join(root, "../shared/data");
const FACTORS = { orders: 2, value: 1.9 }; // of the sd of the log, to each side
const WEIGHTS = [0, 1, 1.5, 2];
const PENALTY = 20; // 2 / .1: of the interval score of a 90 % band

if (!existsSync(data)) {
  console.error(`skipped: the public logs are not there (${data})`);
  process.exit(0);
}
const totals = [];
const left = [];
for (const log of BAND_LOGS) await judgeLog(log);
await writeFile(path.join(root, "docs/bands.md"), page());

async function judgeLog(log) {
  const database = await openDatabase();
  const file = `'${path.join(data, `${log.log}.csv.gz`)}'`;
  const days = "substr(order_ts, 1, 10)";
  const span = `SELECT min(${days}), max(${days}) FROM read_csv(${file}, header = true, all_varchar = true)`;
  try {
    const [firstAndLast] = (await database.runAndReadAll(span)).getRows();
    for (const { calibrationEnd, horizons } of bandCuts(firstAndLast)) {
      for (const horizon of horizons) await judgeTotal(database, { ...log, calibrationEnd }, horizon);
    }
  } finally {
    database.closeSync();
  }
}

/** What was said of one total and what came, on the log scale. */
async function judgeTotal(database, one, { days, end }) {
  const name = `${one.log} to ${one.calibrationEnd}, ${days} days`;
  const folder = await mkdtemp(path.join(tmpdir(), "longworth-bands-"));
  try {
    const file = await cut(database, one, { data, folder });
    await readTruth(database, { ...one, horizonEnd: end }, { data });
    const request = {
      asOf: one.calibrationEnd,
      horizon: days,
      model: "auto",
      effort: "quick",
      levels: [],
      workspace: folder,
    };
    const { manifest, error } = await forecast(file, request);
    if (error) return void left.push(`${name}: ${error}`);
    const truth = await database.runAndReadAll("SELECT sum(orders), sum(value) FROM truth");
    const [orders, value] = truth.getRows()[0].map(Number);
    const total = manifest.totals[`${days}d`];
    const about = { log: one.log, days, clock: manifest.clock ?? null };
    add({ ...about, kind: "orders", actual: orders, point: total.expected_orders, high: total.orders_p95 });
    if (one.money) add({ ...about, kind: "value", actual: value, point: total.expected_revenue, high: total.p95 });
    console.log(name);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The variance without a trend is what remains of the served one. */
function add({ log, days, clock, kind, actual, point, high }) {
  if (!(actual > 0) || !(point > 0) || !(high > 0)) return;
  const trend = clock === null ? null : trendOf(clock);
  const served = clock === null ? 0 : levelOf({ levelSd: 0, concentration: 0, clock }, days).driftSd;
  const away = trend === null ? 0 : (Math.abs(trend.change) / trend.days) * (days / 2);
  const rest = Math.max((Math.log(high / point) / FACTORS[kind]) ** 2 - served ** 2, 0);
  totals.push({ log, kind, miss: Math.abs(Math.log(actual / point)), rest, away });
}

/** Means over logs: a log with many cuts counts no more than another. */
function judged(kind, weight) {
  const byLog = new Map();
  for (const one of totals.filter((total) => total.kind === kind)) {
    const half = FACTORS[kind] * Math.sqrt(one.rest + (weight * one.away) ** 2);
    const score = 2 * half + PENALTY * Math.max(0, one.miss - half);
    byLog.set(one.log, [...(byLog.get(one.log) ?? []), { held: Number(one.miss <= half), half, score }]);
  }
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const over = (name) => mean([...byLog.values()].map((rows) => mean(rows.map((row) => row[name]))));
  return { coverage: over("held"), half: over("half"), score: over("score") };
}

function page() {
  const cells = (kind, weight) => {
    const { coverage, half, score } = judged(kind, weight);
    return `${coverage.toFixed(3)} | ${half.toFixed(3)} | ${score.toFixed(2)}`;
  };
  const withTrend = new Set(totals.filter(({ away }) => away > 0).map(({ log }) => log));
  return [
    "# Bands of totals and a trend",
    "",
    "Written by `npm run accuracy:bands`; the evidence of decisions/0008. Totals of the served forecast without boosting, which",
    "does not touch them, at ends of quarters of public logs (`scripts/accuracy/bands.mjs`), by the weight of where a trend of",
    "the last four steps of the level would lead. Half widths are of the log; a lower interval score is better. Means over logs.",
    "",
    `${totals.length} totals of ${new Set(totals.map(({ log }) => log)).size} logs; ${withTrend.size} logs have a trend at some day: ${[...withTrend].join(", ")}.`,
    "",
    "| weight | orders: coverage | half width | interval score | value: coverage | half width | interval score |",
    "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...WEIGHTS.map((weight) => `| ${weight} | ${cells("orders", weight)} | ${cells("value", weight)} |`),
    ...(left.length > 0 ? ["", "Not forecast:", "", ...left.map((line) => `- ${line}`)] : []),
    "",
  ].join("\n");
}
