/** A simulated shop, the whole job on its export, and the comparison with its known future. */
import path from "node:path";
import { horizonKey } from "../domain.js";
import type { Effects } from "../run/effects.js";
import { exportCsv } from "../simulate/export-csv.js";
import { PRESETS } from "../simulate/presets.js";
import { simulateShop, type SimulatedShop, type Truth } from "../simulate/shop.js";
import { publishedTable } from "../sql/export-columns.js";
import { intervalHits } from "../sql/interval-hits.js";
import { openRun, type OpenedRun } from "../workspace/runs.js";
import { run } from "./run.js";
import type { RunRequest, RunResult } from "./run-request.js";

export type DemoRequest = Readonly<{
  run: RunRequest; // its inputs are replaced by the shop's export
  customers: number;
  scratch: string; // an empty folder
}>;

/** A forecast total and what came. */
export type Outcome = Readonly<{ expected: number; actual: number; held: boolean }>;

/** What the run tells, and how it compares with the year that followed. */
export type DemoResult = Readonly<{
  run: RunResult;
  shop: Readonly<{ customers: number; orders: number; seed: number }>;
  truth: Readonly<{
    revenue: Outcome;
    orders: Outcome;
    persons: Readonly<{ customers: number; within: number }>; // outcomes within the customer's own 90 % interval
  }>;
}>;

/** Simulates, runs, compares. The forecast sees the export and nothing of the following year. */
export async function demo({ run: wanted, customers, scratch }: DemoRequest, effects: Effects): Promise<DemoResult> {
  effects.progress({ step: "simulate", done: 0, of: 1 });
  const shop = simulateShop({ ...PRESETS.demo, customers }, wanted.seed);
  const folder = await effects.files.realpath(scratch);
  const file = path.join(folder, "demo-orders.csv");
  await writeExport(shop, file, effects);
  effects.progress({ step: "simulate", done: 1, of: 1 });
  const request: RunRequest = {
    ...wanted,
    inputs: [file],
    asOf: shop.asOf,
    map: { customer: "customer_id" },
    margin: { kind: "cost", column: "cost" },
    again: true,
  };
  const result = await run(request, effects);
  const opened = await openRun(wanted.workspace, result.run, effects.files);
  return {
    run: result,
    shop: { customers: shop.truth.customerId.length, orders: shop.orders, seed: wanted.seed },
    truth: {
      ...totalsOf(opened, shop.truth),
      persons: await personsOf(opened, shop.truth, { ...wanted, folder, effects }),
    },
  };
}

async function writeExport(shop: SimulatedShop, file: string, { files, signal }: Effects): Promise<void> {
  const handle = await files.open(file, "wx");
  try {
    for (const part of exportCsv(shop)) {
      signal.throwIfAborted();
      await handle.write(part);
    }
  } finally {
    await handle.close();
  }
}

function totalsOf({ manifest }: OpenedRun, truth: Truth): Readonly<{ revenue: Outcome; orders: Outcome }> {
  const total = manifest.totals[horizonKey(truth.horizonDays)];
  if (!total || total.expected_revenue === null) throw new Error("the demo is forecast over the days its truth has");
  const held = (actual: number, low: number, high: number): boolean => low <= actual && actual <= high;
  const { totalRevenue, totalOrders } = truth;
  return {
    revenue: { expected: total.expected_revenue, actual: totalRevenue, held: held(totalRevenue, total.p05, total.p95) },
    orders: {
      expected: total.expected_orders,
      actual: totalOrders,
      held: held(totalOrders, total.orders_p05, total.orders_p95),
    },
  };
}

type Judging = Readonly<{ threads: number; memory: string; folder: string; effects: Effects }>;

async function personsOf(
  opened: OpenedRun,
  truth: Truth,
  { threads, memory, folder, effects }: Judging,
): Promise<DemoResult["truth"]["persons"]> {
  const table = path.join(await effects.files.realpath(opened.folder), "customers.parquet");
  const engine = await effects.openEngine({ threads, memory, temp: folder, readable: [table], writable: [folder] });
  try {
    await engine.load({ customer_id: truth.customerId, revenue: truth.revenue }, "outcomes");
    const query = intervalHits({ customers: publishedTable(table), outcomes: "outcomes", days: truth.horizonDays });
    const { customers, within } = await engine.numbers(query, ["customers", "within"]);
    return { customers: customers[0] ?? 0, within: within[0] ?? 0 };
  } finally {
    engine.close();
  }
}
