import { expect, test } from "vitest";
import { z } from "zod";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { NO_PURCHASE, segments } from "../../src/sql/segments.js";
import { sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

const options = { customers: "customers", horizonDays: [90], hasAmounts: true };
const customers = sql`CREATE TABLE customers AS SELECT * FROM (VALUES
  (1, 2, 5, 500.10, 2.5, 1.0, 250.05, 900.0),
  (1, 6, 3, 100.20, 0.5, 4.0,  50.00, 1600.0),
  (11, 6, 1,  10.00, 0.0, 0.25,  1.00,  9.0),
  (NULL, NULL, 0, -25.00, 0.0, 0.0,   0.00,  0.0)
) t(rfm_place, tier_place, orders, historic_value, expected_orders_90d, variance_orders_90d, expected_revenue_90d,
  variance_revenue_90d)`;
const Row = z.object({
  scheme: z.string(),
  segment: z.string(),
  customers: z.number(),
  orders: z.number(),
  historic_value: z.number().optional(),
  expected_orders_90d: z.number(),
  variance_orders_90d: z.number(),
  expected_revenue_90d: z.number().optional(),
  variance_revenue_90d: z.number().optional(),
});

test("each scheme sums to the total, variances add, customers without purchase keep their money", async () => {
  const engine = await duckDbWith([customers]);
  const rows = await engine.rows(segments(options), Row);
  engine.close();
  expect(rows.map((r) => Object.values(r))).toEqual([
    ["rfm", "Champions", 2, 8, 600.3, 3, 5, 300.05, 2500],
    ["rfm", "Lost", 1, 1, 10, 0, 0.25, 1, 9],
    ["rfm", NO_PURCHASE, 1, 0, -25, 0, 0, 0, 0],
    ["tier", "Gold", 1, 5, 500.1, 2.5, 1, 250.05, 900],
    ["tier", "Low", 2, 4, 110.2, 0.5, 4.25, 51, 1609],
    ["tier", NO_PURCHASE, 1, 0, -25, 0, 0, 0, 0],
    ["total", "All", 4, 9, 585.3, 3, 5.25, 301.05, 2509],
  ]);
});

test("without amounts there are no columns of money", async () => {
  const engine = await duckDbWith([
    sql`CREATE TABLE customers AS SELECT 11 AS rfm_place, 6 AS tier_place, 2 AS orders,
      1.5 AS expected_orders_90d, 1e0 AS variance_orders_90d`,
  ]);
  const rows = await engine.rows(segments({ ...options, hasAmounts: false }), Row);
  engine.close();
  expect(Object.keys(rows[0]!)).toEqual([
    "scheme",
    "segment",
    "customers",
    "orders",
    "expected_orders_90d",
    "variance_orders_90d",
  ]);
});

test.each([duckdb, trino])("segments: the text for $name", async (dialect) => {
  const query = segments({ ...options, horizonDays: [90, 365] });
  await expect(render(query, dialect)).toMatchFileSnapshot(`../golden/segments.${dialect.name}.sql`);
});
