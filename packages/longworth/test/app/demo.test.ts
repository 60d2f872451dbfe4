import { expect, test } from "vitest";
import { demo } from "../../src/app/demo.js";
import { runRequest } from "../../src/cli/options/request.js";
import { PRESETS } from "../../src/simulate/presets.js";
import { simulateShop } from "../../src/simulate/shop.js";
import { emptyFolder, testEffects } from "../support/effects.js";

test("the demo compares its run with the future of the shop that it simulated", async () => {
  const workspace = emptyFolder();
  const written = { workspace: [workspace], backtest: ["off"] };
  const run = runRequest(["demo"], written, { threads: 2, memory: "1000MB" });
  const result = await demo({ run, customers: 300, scratch: emptyFolder() }, testEffects());
  const { truth, asOf, orders } = simulateShop({ ...PRESETS.demo, customers: 300 }, run.seed);
  const { revenue, orders: told, persons } = result.truth;
  expect(result).toMatchObject({ shop: { orders, seed: 1 }, run: { asOf, currency: "EUR", basis: "gross_margin" } });
  expect([revenue.actual, told.actual]).toEqual([truth.totalRevenue, truth.totalOrders]);
  expect([revenue.expected, told.expected]).toEqual([
    result.run.totals["365d"]?.expected_revenue,
    result.run.totals["365d"]?.expected_orders,
  ]);
  expect(persons.customers).toBe(result.run.customers);
  expect(persons.within / persons.customers).toBeGreaterThan(0.8);
}, 120_000);
