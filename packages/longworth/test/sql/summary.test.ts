import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Engine } from "../../src/engines/engine.js";
import { cellColumns, cellCount, cellKey, cellKeyOf, cells, cellsOfSample, coarserCells } from "../../src/sql/cells.js";
import { customerDays } from "../../src/sql/customer-days.js";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { grid } from "../../src/sql/grid.js";
import { businessTotals } from "../../src/sql/margin.js";
import { rfmSummary, type SummaryOptions } from "../../src/sql/rfm-summary.js";
import { sample, sampleDays } from "../../src/sql/sample.js";
import { ident, list, sql, type Sql } from "../../src/sql/sql.js";
import { firstDays, history, purchaseDays } from "../../src/sql/weeks.js";
import { customersCore, customersScored, inOrder, joined } from "../../src/sql/customer-scores.js";
import { notFinite } from "../../src/sql/finite.js";
import { customerColumns, publishedCustomers, withDates } from "../../src/sql/published.js";
import { duckDbWith } from "../support/duckdb.js";

const orders = sql`CREATE TABLE orders AS
SELECT customer_id, kind, day, CAST(amount AS DECIMAL(18, 4)) AS amount, CAST(NULL AS DECIMAL(18, 4)) AS margin
FROM (VALUES
  ('ann', 'order', DATE '2026-01-01', 10.00), ('ann', 'order', DATE '2026-01-01', 5.00), -- one day, one purchase
  ('ann', 'order', DATE '2026-01-15', 30.00), ('ann', 'order', DATE '2026-01-29', 20.00), -- as_of itself counts
  ('ann', 'refund', DATE '2026-01-20', -8.00), ('ann', 'refund', DATE '2026-01-30', -2.00), -- refunds; one after as_of
  ('bob', 'order', DATE '2026-01-08', 7.00), ('bob', 'order', DATE '2026-01-09', 0.00), -- a free order
  ('cat', 'order', DATE '2026-01-08', 7.00), ('cat', 'refund', DATE '2026-01-08', -7.00), -- nets to nothing
  (NULL, 'order', DATE '2026-01-08', 4.00)
) t(customer_id, kind, day, amount)`;
const asOf = "2026-01-29";
const has = { hasRefunds: true, hasMargin: true, onlyPurchases: false };

const days = (zeroAmount: "ignore" | "count") =>
  sql`CREATE OR REPLACE TABLE customer_days AS ${customerDays({ orders: "orders", asOf, zeroAmount, ...has })}`;
const summaryOf = (options: Partial<SummaryOptions>) =>
  rfmSummary({ days: "customer_days", asOf, starts: null, ...has, ...options });
const summaryQuery = summaryOf({});

describe("from orders to cells", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await duckDbWith([orders]);
  });
  afterAll(() => engine.close());

  test.each([
    {
      zeroAmount: "ignore",
      frequency: [2, 0, NaN],
      recency: [28, 0, NaN],
      tenure: [28, 21, NaN],
      spend: [24, NaN, NaN],
      spendCount: [2, 0, NaN],
    },
    {
      zeroAmount: "count",
      frequency: [2, 1, NaN],
      recency: [28, 1, NaN],
      tenure: [28, 21, NaN],
      spend: [24, NaN, NaN],
      spendCount: [2, 0, NaN],
    },
  ] as const)("rfmSummary counts days with a purchase, zero: $zeroAmount", async ({ zeroAmount, ...expected }) => {
    await engine.execute(days(zeroAmount));
    const query = sql`SELECT CAST(frequency AS double) AS frequency, CAST(recency AS double) AS recency,
      CAST(tenure AS double) AS tenure, monetary_value AS spend, CAST(spend_count AS double) AS "spendCount"
      FROM (${summaryQuery}) ORDER BY customer_id`;
    const columns = await engine.numbers(query, ["frequency", "recency", "tenure", "spend", "spendCount"]);
    expect(Object.entries(columns)).toEqual(Object.entries(expected).map(([name, v]) => [name, Float64Array.from(v)]));
  });

  test("every event of a named customer counts in historic_value, refunds with their own sign", async () => {
    await engine.execute(days("ignore"));
    const rows = await engine.rows(
      sql`SELECT customer_id, CAST(historic_value AS varchar) AS value, CAST(refunded_value AS varchar) AS refunded
        FROM (${summaryQuery}) ORDER BY customer_id`,
      z.object({ customer_id: z.string(), value: z.string(), refunded: z.string() }),
    );
    expect(rows.map(Object.values)).toEqual([
      ["ann", "55.0000", "10.0000"],
      ["bob", "7.0000", "0.0000"],
      ["cat", "0.0000", "7.0000"],
    ]);
  });

  test("without refunds and margins the lean text gives the same days", async () => {
    await engine.execute(sql`CREATE OR REPLACE TABLE plain AS SELECT * FROM orders WHERE kind = 'order'`);
    const query = (
      lean: boolean,
    ) => sql`SELECT CAST(orders AS double) AS orders, CAST(value AS double) AS value, CAST(refunded AS double) AS refunded
      FROM (${customerDays({ orders: "plain", asOf, zeroAmount: "ignore", hasRefunds: !lean, hasMargin: !lean })})
      ORDER BY customer_id, day`;
    const names = ["orders", "value", "refunded"] as const;
    expect(await engine.numbers(query(true), names)).toEqual(await engine.numbers(query(false), names));
  });

  test("where every day is a purchase with money the plain text gives the same summary", async () => {
    await engine.execute(
      sql`CREATE OR REPLACE TABLE plain AS SELECT * FROM orders WHERE kind = 'order' AND amount > 0`,
    );
    await engine.execute(
      sql`CREATE OR REPLACE TABLE customer_days AS ${customerDays({ orders: "plain", asOf, zeroAmount: "ignore", hasRefunds: false, hasMargin: false })}`,
    );
    const row = z.record(z.string(), z.union([z.string(), z.number()]).nullable());
    const query = (onlyPurchases: boolean) => {
      const summary = summaryOf({ hasRefunds: false, hasMargin: false, onlyPurchases });
      return engine.rows(sql`${summary} ORDER BY customer_id`, row);
    };
    expect(await query(true)).toEqual(await query(false));
    expect(await query(true)).toHaveLength(3);
  });

  test("a declared start makes the first purchase in the file a repeat", async () => {
    await engine.execute(days("ignore"));
    await engine.execute(
      sql`CREATE OR REPLACE TABLE starts AS SELECT 'bob' AS customer_id, DATE '2026-01-02' AS first_day`,
    );
    const query = summaryOf({ starts: "starts" });
    const columns = await engine.numbers(
      sql`SELECT CAST(frequency AS double) AS x, CAST(recency AS double) AS tx, CAST(tenure AS double) AS t, monetary_value AS z
        FROM (${query}) WHERE customer_id = 'bob'`,
      ["x", "tx", "t", "z"],
    );
    expect(Object.values(columns).map((column) => column[0])).toEqual([1, 6, 27, 7]);
  });

  test("cells hold every customer once, exact without steps and with the same means when binned", async () => {
    await engine.execute(days("count"));
    await engine.execute(sql`CREATE OR REPLACE TABLE summary AS ${summaryQuery}`);
    for (const steps of [null, 4] as const) {
      await engine.execute(sql`CREATE OR REPLACE TABLE cells AS ${cells("summary", steps)}`);
      const count = await engine.numbers(cellCount("cells"), ["cells", "customers", "repeat_buyers"]);
      expect(Object.values(count).map((column) => column[0])).toEqual([2, 2, 2]);
      const columns = await engine.numbers(cellColumns("cells"), ["frequency", "recency", "tenure", "weight"]);
      expect([...columns.frequency]).toEqual([1, 2]);
      expect([...columns.tenure]).toEqual([21, 28]);
    }
  });

  test("bins are the same in the query and outside, double in width, and halve into those of half as many steps", async () => {
    await engine.execute(
      sql`CREATE OR REPLACE TABLE some_days AS SELECT CAST(day AS integer) AS day FROM range(0, 20000) AS t(day)`,
    );
    const starts = async (steps: 32 | 16): Promise<readonly Float64Array[]> => {
      const key = cellKey({ frequency: sql`day`, tenure: sql`day`, silence: sql`day`, spendDays: sql`day` }, steps);
      const columns = Object.entries(key).map(([name, start]) => sql`CAST(${start} AS double) AS ${ident(name)}`);
      const found = await engine.numbers(sql`SELECT ${list(columns)} FROM some_days ORDER BY day`, Object.keys(key));
      return Object.values(found);
    };
    const keyOf = (day: number, steps: 32 | 16) =>
      cellKeyOf({ frequency: day, tenure: day, silence: day, spendDays: day }, steps);
    const fine = await starts(32);
    const coarse = await starts(16);
    for (let day = 0; day < 20_000; day++) {
      expect(keyOf(day, 32)).toEqual(fine.map((column) => column[day]));
      const own = coarse.map((column) => column[day]);
      expect(keyOf(day, 16)).toEqual(own);
      const inBins = fine.map((column, k) => (column[day] ?? NaN) + Number(k === 3)); // the last leaves a purchase out
      expect(inBins.map((start, k) => keyOf(start, 16)[k])).toEqual(own); // of the bin as of the day
    }
    const [frequency, tenure] = fine;
    const among = (column: Float64Array | undefined, from: number, to: number) => new Set(column?.slice(from, to)).size;
    expect([among(tenure, 0, 128), among(tenure, 1024, 2048), among(frequency, 0, 64)]).toEqual([32, 16, 64]);
  });

  test("coarser cells made of finer ones are those made of the customers", async () => {
    await engine.execute(sql`CREATE OR REPLACE TABLE summary AS
SELECT CAST(mod(i, 90) AS integer) AS frequency, CAST(1 + mod(i, 90) AS bigint) AS spend_days,
  CAST(mod(i * 37, 900) AS integer) AS recency, CAST(mod(i * 37, 900) + mod(i * 11, 500) AS integer) AS tenure
FROM range(0, 4000) AS t(i)`);
    await engine.execute(sql`CREATE OR REPLACE TABLE finer AS ${cells("summary", 16)}`);
    const names = ["frequency", "recency", "tenure", "spend_days", "weight"] as const;
    const columns = async (query: Sql) => {
      await engine.execute(sql`CREATE OR REPLACE TABLE cells AS ${query}`);
      return engine.numbers(cellColumns("cells"), names);
    };
    const [made, straight] = [await columns(coarserCells("finer", 8)), await columns(cells("summary", 8))];
    expect(made).toEqual(straight);
    expect(made.weight.reduce((sum, weight) => sum + weight, 0)).toBe(4000);
  });

  test("the sample is the customers in the order of the hash of their id", async () => {
    await engine.execute(days("ignore"));
    await engine.execute(sql`CREATE OR REPLACE TABLE summary AS ${summaryQuery}`);
    await engine.execute(sql`CREATE OR REPLACE TABLE sampled AS ${sample("summary", { limit: 1, of: 2 }, duckdb)}`);
    const rows = await engine.numbers(sampleDays("sampled", "customer_days", { from: 0, to: 50_000 }), [
      "customer",
      "day",
      "value",
      "purchase",
    ]);
    expect([...rows.day]).toEqual([20454, 20468, 20473, 20482]); // md5('ann') < md5('bob')
    expect([...rows.purchase]).toEqual([1, 1, 0, 1]);
  });

  test("a sample of many is the first of all of them", async () => {
    await engine.execute(sql`CREATE OR REPLACE TABLE many AS
SELECT CAST(range AS varchar) AS customer_id, DATE '2026-01-01' AS start_day, 0 AS frequency FROM range(20000)`);
    const names = async (share: Parameters<typeof sample>[1], limit: number) =>
      engine.rows(
        sql`SELECT customer_id, number FROM (${sample("many", share, duckdb)}) AS s WHERE number < ${limit} ORDER BY number`,
        z.object({ customer_id: z.string(), number: z.number() }),
      );
    const all = await names({ limit: 20_000, of: 20_000 }, 300);
    for (const limit of [1, 7, 300]) expect(await names({ limit, of: 20_000 }, limit)).toEqual(all.slice(0, limit));
    expect(render(sample("many", { limit: 300, of: 20_000 }, duckdb), duckdb)).toContain("< '060f'"); // 473 of 20,000
    for (const of of [92_999, 93_001, 90_000])
      // all but every: five digits would be below most hashes
      expect(render(sample("many", { limit: 90_000, of }, duckdb), duckdb)).not.toContain("<");
  });

  test("weeks start on Monday and keep the orders without a customer", async () => {
    const row = z.object({ week: z.string(), orders: z.number(), revenue: z.number(), identified_revenue: z.number() });
    expect(await engine.rows(history("orders", asOf), row)).toEqual([
      { week: "2025-12-29", orders: 2, revenue: 15, identified_revenue: 15 },
      { week: "2026-01-05", orders: 4, revenue: 11, identified_revenue: 7 },
      { week: "2026-01-12", orders: 1, revenue: 30, identified_revenue: 30 },
      { week: "2026-01-19", orders: 0, revenue: -8, identified_revenue: -8 },
      { week: "2026-01-26", orders: 1, revenue: 18, identified_revenue: 18 },
    ]);
  });
});

const shape = { horizons: [90, 365], levels: ["p05", "p50", "p95"], hasAmounts: true };
const core = {
  tables: {
    summary: "rfm_summary",
    cells: "cells",
    scores: "cell_scores",
    margin: "margin",
    sample: "sample_customers",
    refined: "refined_cells",
  },
  isRefined: false,
  horizons: [90, 365],
  hasAmounts: true,
  onMargin: true,
  steps: 8 as const,
};
const published = {
  ...shape,
  customers: "customers_scored",
  lead: sql`CAST(NULL AS varchar)`,
  asOf,
  currency: "EUR",
  basis: "gross_margin",
  served: "pool",
};

const texts = {
  "customer-days": () => customerDays({ orders: "orders", asOf, zeroAmount: "ignore", ...has }),
  "customer-days-lean": () =>
    customerDays({ orders: "orders", asOf, zeroAmount: "count", hasRefunds: false, hasMargin: false }),
  "rfm-summary": () => summaryQuery,
  "rfm-summary-purchases": () => summaryOf({ hasRefunds: false, hasMargin: false, onlyPurchases: true }),
  "rfm-summary-starts": () => summaryOf({ starts: "customer_starts" }),
  cells: () => cells("rfm_summary", 8),
  "coarser-cells": () => coarserCells("cells", 8),
  "cell-columns": () => cellColumns("cells"),
  "cell-count": () => cellCount("cells"),
  "sample-days": () => sampleDays("sample_customers", "customer_days", { from: 0, to: 50_000 }),
  "business-totals": () => businessTotals("rfm_summary"),
  history: () => history("orders", asOf),
  "first-days": () => firstDays("rfm_summary"),
  "purchase-days": () => purchaseDays("customer_days"),
  grid: () => grid("customers", 365, true),
  "cells-of-sample": () => cellsOfSample({ sample: "sample_customers", summary: "rfm_summary", cells: "cells" }, 8),
  "customers-core": () => customersCore(core),
  "customers-core-refined": () => customersCore({ ...core, isRefined: true }),
  "customers-scored": () => customersScored(joined("customers", "cell_scores"), shape),
  "customers-scored-margin": () =>
    customersScored(joined("customers", "cell_scores"), { ...shape, opposite: { p05: "p95", p50: "p50", p95: "p05" } }),
  "customers-scored-orders": () => customersScored(joined("customers", "cell_scores"), { ...shape, hasAmounts: false }),
} as const;

describe.each([duckdb, trino])("the text for $name", (dialect) => {
  test.each(Object.entries(texts))("%s", async (name, query) => {
    await expect(render(query(), dialect)).toMatchFileSnapshot(`../golden/${name}.${dialect.name}.sql`);
  });

  test("sample", async () => {
    const text = render(sample("rfm_summary", { limit: 50_000, of: 1_000_000 }, dialect), dialect);
    await expect(text).toMatchFileSnapshot(`../golden/sample.${dialect.name}.sql`);
  });

  test.each([
    ["published-customers", publishedCustomers({ ...published, isInOrder: false, dialect })],
    ["published-customers-orders", publishedCustomers({ ...published, hasAmounts: false, isInOrder: true, dialect })],
    ["customers-in-order", customersScored(inOrder("customers", "cell_scores", dialect), shape, dialect.oneOf)],
    ["not-finite", notFinite(ident("customers"), ["p_alive", "expected_orders_365d"], dialect)],
    ["with-dates", withDates("tracking", { columns: ["week", "actual"], dates: ["week"], by: ["week"] }, dialect)],
  ])("%s", async (name, query) => {
    await expect(render(query, dialect)).toMatchFileSnapshot(`../golden/${name}.${dialect.name}.sql`);
  });
});

test("every published column of customers has a name of PRODUCT, in its order", () => {
  const names = customerColumns(shape);
  expect(names.slice(0, 18).join(" ")).toBe(
    "customer_id as_of currency basis model first_order_date last_order_date orders historic_value refunded_value " +
      "frequency recency tenure spend_count monetary_value p_alive p_active_90d expected_orders_90d",
  );
  expect(names.slice(-11).join(" ")).toBe(
    "expected_order_value clv_percentile clv_tier rfm_r rfm_f rfm_m rfm_segment expected_next_order_date " +
      "reason_1 reason_2 lead",
  );
});

test("identifiers are quoted, whatever they hold", async () => {
  const engine = await duckDbWith();
  const name = `a"b'; DROP TABLE x; --`;
  const columns = await engine.numbers(sql`SELECT 1e0 AS ${ident(name)}`, [name]);
  expect([...columns[name]]).toEqual([1]);
  engine.close();
});
