import { expect, test } from "vitest";
import * as queries from "../../src/report/queries.js";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { returnRows } from "../../src/report/returns.js";
import { ident, literal, type Sql } from "../../src/sql/sql.js";
import { sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

const MONEY = { days: 365, hasAmounts: true };
const ORDERS = { days: 365, hasAmounts: false };

const TEXTS: readonly (readonly [name: string, query: Sql])[] = [
  ["value-bins", queries.valueBins(ident("customers"), MONEY)],
  ["value-bins-orders", queries.valueBins(ident("customers"), ORDERS)],
  ["activity", queries.activityGrid(ident("customers"), MONEY)],
  ["rfm", queries.rfmGrid(ident("customers"), MONEY)],
  ["rfm-orders", queries.rfmGrid(ident("customers"), ORDERS)],
  ["top", queries.topCustomers(ident("customers"), MONEY, 15)],
  ["top-orders", queries.topCustomers(ident("customers"), ORDERS, 15)],
  ["segments", queries.segments(ident("segments"), MONEY)],
  ["segments-orders", queries.segments(ident("segments"), ORDERS)],
  ["history", queries.history(ident("history"), MONEY)],
  ["projection", queries.projection(ident("projection"), MONEY)],
  ["tracking", queries.tracking(ident("tracking"))],
  ["cohorts", queries.cohorts(ident("cohorts"), MONEY, "month")],
  ["returns", returnRows(ident("returns"), literal("month"))],
  ["candidates", queries.candidates(ident("backtest"), 365)],
];

test.each(TEXTS)("the text of %s is the golden one in both dialects", async (name, query) => {
  for (const dialect of [duckdb, trino]) {
    await expect(`${render(query, dialect).trim()}\n`).toMatchFileSnapshot(
      `../golden/report-${name}.${dialect.name}.sql`,
    );
  }
});

const CUSTOMERS = sql`CREATE TABLE customers AS SELECT * FROM (VALUES
  ('a', 10, 100, 140, 0.9, 250.0, 30.0, 240.0, 5, 4, 5, 'Champions'),
  ('b', 0, 0, 400, 0.1, 0.004, 1.0, 0.0, 1, 1, 2, 'Lost'),
  ('c', 1, 30, 61, 0.5, 20.0, 9.0, 19.0, 4, 3, 2, 'Potential loyalists'),
  ('d', NULL, NULL, NULL, 0.0, 0.0, 0.0, 0.0, NULL, NULL, NULL, NULL)
) AS t (customer_id, frequency, recency, tenure, p_active_365d, expected_revenue_365d, expected_revenue_365d_sd,
  predicted_clv_365d, rfm_r, rfm_f, rfm_m, rfm_segment)`;

test("classes of value hold every customer once, dearest first, those without value last", async () => {
  const engine = await duckDbWith([CUSTOMERS]);
  const bins = await engine.numbers(queries.valueBins(ident("customers"), MONEY), [
    "floor",
    "customers",
    "value",
    "variance",
    "active",
    "predicted",
  ]);
  engine.close();
  expect(Array.from(bins.floor)).toEqual([250, 20, 0]);
  expect(Array.from(bins.customers)).toEqual([1, 1, 2]);
  expect(Array.from(bins.value)).toEqual([250, 20, 0.004]);
  expect(Array.from(bins.variance)).toEqual([900, 81, 1]);
  expect(Array.from(bins.active)).toEqual([0.9, 0.5, 0.1]);
  expect(Array.from(bins.predicted)).toEqual([240, 19, 0]);
});

test("the map counts whole months since the last purchase and leaves out customers without any", async () => {
  const engine = await duckDbWith([CUSTOMERS]);
  const map = await engine.numbers(queries.activityGrid(ident("customers"), MONEY), [
    "frequency",
    "months",
    "customers",
  ]);
  engine.close();
  expect(Array.from(map.frequency)).toEqual([0, 1, 10]);
  expect(Array.from(map.months)).toEqual([13, 1, 1]);
  expect(Array.from(map.customers)).toEqual([1, 1, 1]);
});

test("the RFM grid rounds the mean of F and M up", async () => {
  const engine = await duckDbWith([CUSTOMERS]);
  const grid = await engine.numbers(queries.rfmGrid(ident("customers"), MONEY), ["r", "fm", "customers", "value"]);
  engine.close();
  expect(Array.from(grid.r)).toEqual([5, 4, 1]);
  expect(Array.from(grid.fm)).toEqual([5, 3, 2]);
  expect(Array.from(grid.value)).toEqual([250, 20, 0.004]);
});
