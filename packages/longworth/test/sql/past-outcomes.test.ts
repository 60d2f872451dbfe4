import { expect, test } from "vitest";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { pastOutcomes, type PastOptions } from "../../src/sql/past-outcomes.js";
import { sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

const options: PastOptions = {
  customers: sql`customers`,
  days: sql`kept_days`,
  after: "2024-01-31",
  until: "2024-03-01",
  horizonDays: 30,
  hasAmounts: true,
};

test.each([duckdb, trino])("the texts for $name", async (dialect) => {
  for (const [name, hasAmounts] of [
    ["past-outcomes", true],
    ["past-outcomes-orders", false],
  ] as const)
    await expect(render(pastOutcomes({ ...options, hasAmounts }), dialect)).toMatchFileSnapshot(
      `../golden/${name}.${dialect.name}.sql`,
    );
});

test("days after the earlier run's last and up to the end of its horizon count; refunds take back; strangers do not count", async () => {
  const engine = await duckDbWith([
    sql`CREATE TABLE customers AS SELECT * FROM (VALUES ('a', 1, 1.5, 30.0, 10.0, 60.0, 0.7), ('b', 0, 0.2, 4.0, 0.0, 9.0, 0.1), ('gone', 0, 0.1, 1.0, 0.0, 5.0, 0.1), ('never', NULL, 0.0, 0.0, 0.0, 0.0, 0.0))
      t(customer_id, frequency, expected_orders_30d, expected_revenue_30d, expected_revenue_30d_p05, expected_revenue_30d_p95, p_active_30d)`,
    sql`CREATE TABLE kept_days AS SELECT * FROM (VALUES ('a', DATE '2024-01-31', 99.0, true), ('a', DATE '2024-02-01', 20.0, true),
      ('a', DATE '2024-03-01', 15.5, true), ('a', DATE '2024-03-01', -5.0, false), ('a', DATE '2024-03-02', 77.0, true),
      ('b', DATE '2024-01-01', 8.0, true), ('new', DATE '2024-02-10', 50.0, true)) t(customer_id, day, value, is_purchase)`,
  ]);
  const names = [
    "expected_orders",
    "expected_revenue",
    "p_active",
    "low",
    "high",
    "orders",
    "revenue",
    "is_known",
  ] as const;
  const found = await engine.numbers(pastOutcomes(options), names);
  expect(Object.fromEntries(names.map((name) => [name, [...found[name]]]))).toEqual({
    expected_orders: [1.5, 0.2, 0.1],
    expected_revenue: [30, 4, 1],
    p_active: [0.7, 0.1, 0.1],
    low: [10, 0, 0],
    high: [60, 9, 5],
    orders: [2, 0, 0],
    revenue: [30.5, 0, 0],
    is_known: [1, 1, 0],
  });
  engine.close();
});
