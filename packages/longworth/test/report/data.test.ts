import path from "node:path";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDuckDb } from "../../src/engines/duckdb.js";
import type { Engine } from "../../src/engines/engine.js";
import { readReportData } from "../../src/report/data.js";
import { renderReport } from "../../src/report/render.js";
import { sql } from "../../src/sql/sql.js";
import { en } from "../../src/words/en.js";
import { reportData } from "../support/report-data.js";

const folder = mkdtempSync(path.join(tmpdir(), "longworth-report-"));
let engine: Engine;

beforeAll(async () => {
  const signal = new AbortController().signal;
  engine = await openDuckDb({ threads: 2, memory: "1GB", temp: folder, readable: [], writable: [folder], signal });
  const write = (name: string, query: Parameters<Engine["copyTo"]>[0]) =>
    engine.copyTo(query, path.join(folder, `${name}.parquet`));
  await write(
    "customers",
    sql`SELECT 'id-' || i AS customer_id, i % 9 AS frequency, 7 * (i % 9) AS recency, 7 * (i % 9) + i % 200 AS tenure,
      0.5 AS p_active_365d, CAST(i % 9 + 1 AS integer) AS orders, CAST(i AS double) AS expected_revenue_365d,
      2.0 AS expected_revenue_365d_sd, 0.5 * i AS expected_revenue_365d_p05, 2.0 * i AS expected_revenue_365d_p95,
      CAST(i AS double) AS predicted_clv_365d, 1 + i % 5 AS rfm_r, 1 + i % 4 AS rfm_f, 1 + i % 3 AS rfm_m,
      'Loyal' AS rfm_segment, 'buys_often' AS reason_1, CAST(NULL AS varchar) AS reason_2 FROM range(1, 1001) t(i)`,
  );
  await write(
    "segments",
    sql`SELECT s AS scheme, 'Loyal' AS segment, 1000 AS customers, 9.0 AS historic_value, 500500.0 AS expected_revenue_365d,
    400000.0 AS expected_revenue_365d_p05, 600000.0 AS expected_revenue_365d_p95 FROM (VALUES ('rfm'), ('tier'), ('total')) t(s)`,
  );
  await write(
    "history",
    sql`SELECT DATE '2025-12-01' + CAST(7 * i AS integer) AS week, 3 AS orders, 10.5 AS revenue, 9.5 AS identified_revenue FROM range(4) t(i)`,
  );
  await write(
    "projection",
    sql`SELECT DATE '2026-01-01' + CAST(7 * i AS integer) AS week, 1.0 AS expected_orders, 9625.0 AS expected_revenue,
    8000.0 AS p05, 9000.0 AS p25, 10000.0 AS p75, 12000.0 AS p95 FROM range(52) t(i)`,
  );
  await write(
    "tracking",
    sql`SELECT DATE '2025-12-01' + CAST(7 * i AS integer) AS week, 5.0 AS actual, 4.0 AS expected, 1.0 AS low, 8.0 AS high FROM range(4) t(i)`,
  );
  await write(
    "cohorts",
    sql`SELECT 'month' AS grain, CAST(CASE WHEN i < 3 THEN '2025-01-01' END AS date) AS cohort, CAST(i AS integer) AS age,
    i < 2 AS complete, 10 AS cohort_customers, CAST(10 - i AS integer) AS customers, 10 AS customers_from, 12 AS orders,
    50.5 AS revenue FROM range(4) t(i)`,
  );
  await write(
    "returns",
    sql`SELECT * REPLACE (CAST(period AS date) AS period, CAST(cohort AS date) AS cohort) FROM (VALUES
    ('repeat_rate', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1000, NULL, 0.5, 0.4, 0.6),
    ('silence', NULL, NULL, NULL, NULL, NULL, 91.0, NULL, NULL, 1000, NULL, NULL, NULL, NULL),
    ('median', NULL, NULL, NULL, NULL, 1, 40.0, NULL, NULL, 1000, 500.0, NULL, 35.0, 45.0),
    ('back', NULL, NULL, NULL, NULL, 1, 90.0, NULL, NULL, 1000, NULL, 0.7, 0.6, 0.8),
    ('state', 'month', '2025-01-01', NULL, NULL, NULL, NULL, NULL, 'new', 7, 70.0, NULL, NULL, NULL),
    ('state', 'week', '2025-01-06', NULL, NULL, NULL, NULL, NULL, 'new', 2, 20.0, NULL, NULL, NULL),
    ('flow', 'month', '2025-01-01', NULL, NULL, NULL, NULL, 'new', 'lapsed', 3, NULL, NULL, NULL, NULL),
    ('expected', 'month', NULL, '2025-01-01', 4, NULL, NULL, NULL, NULL, 10, 2.0, 0.2, 0.1, 0.3)
    ) AS t(measure, grain, period, cohort, age, purchase, days, from_state, state, customers, "value", share, low, high)`,
  );
  await write(
    "backtest",
    sql`SELECT 365 AS horizon_days, 120 AS window_days, DATE '2025-06-01' + CAST(i AS integer) AS origin, 'pool' AS candidate,
    'served' AS role, 'crps' AS metric, CAST(i AS double) AS value FROM range(3) t(i)`,
  );
});

afterAll(() => engine.close());

const { facts, problems } = reportData();

test("what was written about coming back is put together, of the grain that is shown", async () => {
  const { returns, cohorts } = await readReportData({ files: engine, folder }, { facts, problems, maskIds: false });
  expect(cohorts.grain).toBe("month");
  expect(returns.repeat).toEqual({ value: 0.5, low: 0.4, high: 0.6, customers: 1000 });
  expect(returns.silence).toBe(91);
  expect(returns.gap.value).toBeNull();
  expect(returns.waits).toMatchObject([{ purchase: 1, back: 500, within: [{ days: 90, share: 0.7 }] }]);
  expect(returns.periods).toMatchObject([
    { period: "2025-01-01", customers: { new: 7, lapsed: 0 }, value: { new: 70 } },
  ]);
  expect(returns.periods[0]?.from).toEqual([{ from: "new", to: "lapsed", customers: 3 }]);
  expect(returns.expected).toEqual([{ cohort: "2025-01-01", age: 4, size: 10, share: 0.2, low: 0.1, high: 0.3 }]);
});

test("tables of a run become aggregates whose sums are those of the tables", async () => {
  const data = await readReportData({ files: engine, folder }, { facts, problems, maskIds: false });
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  expect(sum(data.bins.map(({ customers }) => customers))).toBe(1000);
  expect(sum(data.bins.map(({ value }) => value))).toBeCloseTo(500_500, 6);
  expect(sum(data.activity.map(({ value }) => value))).toBeCloseTo(500_500, 6);
  expect(sum(data.rfm.map(({ value }) => value))).toBeCloseTo(500_500, 6);
  expect(data.top.map(({ id }) => id).slice(0, 3)).toEqual(["id-1000", "id-999", "id-998"]);
  expect(data.top).toHaveLength(15);
  expect(data.segments.map(({ scheme }) => scheme)).toEqual(["rfm", "tier"]);
  expect(data.history[0]).toEqual({ week: "2025-12-01", value: 10.5, identified: 9.5 });
  expect(data.projection).toHaveLength(52);
  expect(data.candidates).toEqual([{ candidate: "pool", role: "served", metric: "crps", value: 1, origins: 3 }]);
});

test("masked ids never leave the tables", async () => {
  const data = await readReportData({ files: engine, folder }, { facts, problems, maskIds: true });
  expect(JSON.stringify(data)).not.toContain("id-");
  expect(renderReport(data, en)).not.toContain("id-1000");
});
