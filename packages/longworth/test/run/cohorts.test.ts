/** The triangles of Online Retail 2010-2011 against a plain query of the file, cell by cell. */
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Engine } from "../../src/engines/engine.js";
import { GRAINS, type Grain } from "../../src/sql/cohorts.js";
import { literal, sql, type Sql } from "../../src/sql/sql.js";
import { runCli } from "../support/cli.js";
import { duckDbWith } from "../support/duckdb.js";

const FILE = path.resolve(import.meta.dirname, "../../../../../shared/data/online_retail_2010_2011.csv.gz");
const COLUMNS = ["cohort", "period", "customers", "customers_from", "orders", "revenue", "refunds"] as const;

/** Straight from the lines: customer-days, who bought when, and what they brought; no cell where nothing happened. */
const plainly = (grain: Grain): Sql => {
  const start = (day: Sql): Sql => sql`CAST(date_trunc(${literal(grain)}, ${day}) AS date)`;
  return sql`
WITH days AS (
  SELECT customer_id, CAST(order_ts AS date) AS day, sum(CAST(amount AS DECIMAL(18, 4))) AS value,
    count(DISTINCT CASE WHEN order_id NOT LIKE 'C%' THEN order_id END) AS orders,
    sum(CASE WHEN order_id LIKE 'C%' THEN -CAST(amount AS DECIMAL(18, 4)) ELSE 0 END) AS refunds
  FROM read_csv(${FILE}, all_varchar = true) WHERE customer_id <> '' GROUP BY 1, 2
), bought AS (
  SELECT customer_id, day, min(day) OVER (PARTITION BY customer_id) AS first FROM days WHERE value > 0
), firsts AS (SELECT DISTINCT customer_id, first FROM bought),
active AS (
  SELECT ${start(sql`first`)} AS cohort, ${start(sql`day`)} AS period, count(DISTINCT customer_id) AS customers
  FROM bought GROUP BY 1, 2
), later AS (
  SELECT a.cohort, a.period, count(DISTINCT b.customer_id) AS customers_from
  FROM active a JOIN bought b ON ${start(sql`b.first`)} = a.cohort AND ${start(sql`b.day`)} >= a.period GROUP BY 1, 2
), money AS (
  SELECT CASE WHEN d.day >= f.first THEN ${start(sql`f.first`)} END AS cohort, ${start(sql`d.day`)} AS period,
    sum(d.orders) AS orders, sum(d.value) AS revenue, sum(d.refunds) AS refunds
  FROM days d LEFT JOIN firsts f ON f.customer_id = d.customer_id GROUP BY 1, 2
)
SELECT CAST(m.cohort - DATE '1970-01-01' AS double) AS cohort, CAST(m.period - DATE '1970-01-01' AS double) AS period,
  CAST(coalesce(a.customers, 0) AS double) AS customers, CAST(coalesce(l.customers_from, 0) AS double) AS customers_from,
  CAST(m.orders AS double) AS orders, CAST(m.revenue AS double) AS revenue, CAST(m.refunds AS double) AS refunds
FROM money m LEFT JOIN active a ON a.cohort = m.cohort AND a.period = m.period
  LEFT JOIN later l ON l.cohort = m.cohort AND l.period = m.period
ORDER BY m.cohort NULLS LAST, m.period`;
};

describe.skipIf(!existsSync(FILE))("Online Retail 2010-2011", () => {
  let engine: Engine;
  let cohorts = sql``;
  let revenue = NaN;
  beforeAll(async () => {
    const { exitCode, stdout } = await runCli(["run", FILE, "--backtest", "off", "--json"]);
    expect(exitCode).toBe(0);
    const run = z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
    const [table, customers] = ["cohorts", "customers"].map((name) => path.join(run, `${name}.parquet`));
    engine = await duckDbWith([], [FILE, table ?? "", customers ?? ""]);
    cohorts = sql`read_parquet(${table ?? ""})`;
    const sum = await engine.numbers(
      sql`SELECT CAST(sum(CAST(historic_value AS DECIMAL(18, 4))) AS double) AS revenue FROM read_parquet(${customers ?? ""})`,
      ["revenue"],
    );
    revenue = sum.revenue[0] ?? NaN;
  });
  afterAll(() => engine.close());

  test.each(GRAINS)("by %s every cell is that of a plain query", async (grain) => {
    const ours = await engine.numbers(
      sql`SELECT CAST(cohort - DATE '1970-01-01' AS double) AS cohort, CAST(period - DATE '1970-01-01' AS double) AS period,
      CAST(customers AS double) AS customers, CAST(customers_from AS double) AS customers_from,
      CAST(orders AS double) AS orders, revenue, refunds
      FROM ${cohorts} WHERE grain = ${grain} AND (customers > 0 OR orders > 0 OR revenue <> 0 OR refunds > 0)
      ORDER BY cohort NULLS LAST, period`,
      COLUMNS,
    );
    const theirs = await engine.numbers(plainly(grain), COLUMNS);
    expect(ours.period.length).toBeGreaterThan(grain === "year" ? 4 : 15);
    for (const name of ["cohort", "period", "customers", "orders"] as const) expect(ours[name]).toEqual(theirs[name]);
    for (const name of ["revenue", "refunds"] as const)
      for (const [i, value] of ours[name].entries()) expect(value).toBeCloseTo(theirs[name][i] ?? NaN, 2);
    for (const [i, n] of ours.customers.entries())
      if (n > 0) expect(ours.customers_from[i]).toBe(theirs.customers_from[i]);
  });

  test.each(GRAINS)("by %s revenue adds up to that of all customers", async (grain) => {
    const { sum } = await engine.numbers(
      sql`SELECT CAST(sum(CAST(revenue AS DECIMAL(18, 4))) AS double) AS sum FROM ${cohorts} WHERE grain = ${grain}`,
      ["sum"],
    );
    expect(sum[0]).toBe(revenue);
    expect(revenue).toBe(8_300_065.81);
  });
});
