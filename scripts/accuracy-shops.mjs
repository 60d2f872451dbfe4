/**
 * Forecasts simulated shops blind and compares with the year that followed; writes docs/shops.md. Usage: npm run
 * accuracy:shops. `node scripts/accuracy-shops.mjs N` takes the first N and writes nothing. Exits 1 when a must is missed.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "./accuracy/logs.mjs";
import { forecast } from "./accuracy/product.mjs";
import { shopOf } from "./accuracy/shops.mjs";
import { shopsDocument, shopsMusts } from "./accuracy/shops-document.mjs";

const ALL = 100;
const STEPS = 100; // levels of the quantiles that a PIT is read from
const LEVELS = Array.from({ length: STEPS - 1 }, (_, k) => (k + 1) / STEPS);
const LEVEL = 0.95;

const suffix = (level) => `p${String(Math.round(100 * level)).padStart(2, "0")}`;
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const asked = process.argv[2];
const results = [];
for (let number = 1; number <= Number(asked ?? ALL); number++) {
  const result = await scoreShop(number);
  console.log(JSON.stringify(result));
  results.push(result);
}
const musts = shopsMusts(results);
for (const { must, reached, details } of musts) console.log(`${reached ? "ok " : "NO "} ${must}: ${details}`);
if (asked === undefined) {
  const root = new URL("..", import.meta.url).pathname;
  await writeFile(path.join(root, "docs/shops.md"), shopsDocument(results, musts));
}
process.exit(musts.every(({ reached }) => reached) ? 0 : 1);

async function scoreShop(number) {
  const folder = await mkdtemp(path.join(tmpdir(), "longworth-shops-"));
  try {
    const { shop, csv } = shopOf(number);
    const file = path.join(folder, "orders.csv");
    await writeFile(file, csv);
    const { horizonDays, totalOrders, totalRevenue } = shop.truth;
    const request = { asOf: shop.asOf, horizon: horizonDays, model: "auto", levels: LEVELS, workspace: folder };
    const { manifest, customers, error } = await forecast(file, request);
    if (error) throw new Error(`shop ${number}: ${error}`);
    const key = `${horizonDays}d`;
    const total = manifest.totals[key];
    const { measures } = manifest.backtest[key];
    return {
      number,
      ...about(shop.settings),
      customers: shop.truth.customerId.length,
      grade: manifest.grades[key].letter,
      crps: measures.crps ?? null,
      naive: measures.baseline_crps ?? null,
      orders: band(totalOrders, total.expected_orders, total.orders_p05, total.orders_p95),
      value: band(totalRevenue, total.expected_revenue, total.p05, total.p95),
      below: await belowOf(customers, shop.truth, key),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function band(actual, point, low, high) {
  return { actual, point, low, high };
}

function about({ days, acquisitionGrowth, season, promotion }) {
  return { days, growth: acquisitionGrowth, season: season.amplitude, lift: promotion?.lift ?? 1 };
}

/** Mean chance, over the randomisation, that a person's PIT is at most .95; of orders and of value. */
async function belowOf(customers, truth, key) {
  const database = await openDatabase();
  try {
    const read = await database.runAndReadAll(`FROM read_parquet('${customers}') ORDER BY customer_id`);
    const columns = read.getColumnsObject();
    const at = new Map(columns.customer_id.map((id, i) => [id, i]));
    const share = (name, actual) => {
      const quantiles = LEVELS.map((level) => columns[`${name}_${suffix(level)}`]);
      if (quantiles.some((column) => column === undefined))
        throw new Error(`customers.parquet lacks levels of ${name}`);
      return mean(truth.customerId.map((id, i) => chanceBelow(quantiles, at.get(id), actual[i])));
    };
    return {
      orders: share(`orders_${key}`, truth.orders),
      value: share(`expected_revenue_${key}`, truth.revenue),
    };
  } finally {
    database.closeSync();
  }
}

/** The PIT is uniform between the chance of less than what happened and that of no more than it. */
function chanceBelow(quantiles, row, actual) {
  let [less, upTo] = [0, 0];
  for (const column of quantiles) {
    if (Number(column[row]) < actual) less++;
    if (Number(column[row]) <= actual) upTo++;
  }
  const [low, high] = [less / STEPS, (upTo + 1) / STEPS];
  return Math.min(Math.max((LEVEL - low) / (high - low), 0), 1);
}
