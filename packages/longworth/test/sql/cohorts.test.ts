import { expect, test } from "vitest";
import { z } from "zod";
import { cohortCalendar, cohortLives, cohorts, cohortSteps, firstDay } from "../../src/sql/cohorts.js";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { rfmSummary } from "../../src/sql/rfm-summary.js";
import { sql } from "../../src/sql/sql.js";
import { daysOf, periodsOf } from "../../src/run/cohorts.js";
import { epochDay } from "../../src/run/days.js";
import { duckDbWith } from "../support/duckdb.js";

const CALENDAR = daysOf(epochDay("2024-01-05"), epochDay("2024-03-31"));
const TABLES = {
  days: "customer_days",
  summary: "rfm_summary",
  calendar: "calendar",
  span: CALENDAR.day.length,
  hasRefunds: true,
  hasMargin: true,
};
const options = { steps: "steps", lives: "lives", periods: "periods", hasAmounts: true };

/** a buys on two days of January and in March, with a refund between; b starts in February; c only returns something; d buys once. */
const DAYS = [
  sql`CREATE TABLE customer_days AS SELECT * REPLACE (CAST(day AS date) AS day, CAST(value AS DECIMAL(18, 4)) AS value,
  CAST(refunded AS DECIMAL(18, 4)) AS refunded, CAST(margin AS DECIMAL(18, 4)) AS margin) FROM (VALUES
  ('a', '2024-01-05', 10.10, 1, 0, true, NULL), ('a', '2024-01-20', 20, 2, 0, true, NULL),
  ('a', '2024-02-01', -5, 0, 5, false, NULL), ('a', '2024-03-31', 7.5, 1, 2.5, true, NULL),
  ('b', '2024-01-30', -1, 0, 1, false, NULL), ('b', '2024-02-29', 100, 1, 0, true, NULL),
  ('c', '2024-02-10', -3, 0, 3, false, NULL), ('d', '2024-02-10', 50, 2, 0, true, NULL)
) AS t(customer_id, day, value, orders, refunded, is_purchase, margin)`,
  sql`CREATE TABLE rfm_summary AS ${rfmSummary({ ...TABLES, asOf: "2024-03-31", starts: null, onlyPurchases: false })}`,
];
const Row = z.object({
  grain: z.string(),
  cohort: z.string().nullable(),
  age: z.number().nullable(),
  period: z.string(),
  complete: z.boolean(),
  cohort_customers: z.number().nullable(),
  customers: z.number(),
  customers_from: z.number(),
  orders: z.number(),
  revenue: z.number(),
  refunds: z.number(),
  margin: z.number().nullable(),
});

async function rowsOf(grain: string): Promise<readonly unknown[][]> {
  const engine = await duckDbWith(DAYS);
  await engine.load(periodsOf(epochDay("2024-01-05"), epochDay("2024-03-30")), "periods");
  await engine.load(CALENDAR, "days");
  await engine.execute(sql`CREATE TABLE calendar AS ${cohortCalendar("days", engine.dialect)}`);
  await engine.execute(sql`CREATE TABLE steps AS ${cohortSteps({ ...TABLES, dialect: engine.dialect })}`);
  await engine.execute(sql`CREATE TABLE lives AS ${cohortLives(TABLES)}`);
  const rows = await engine.rows(cohorts({ ...options, dialect: engine.dialect }), Row);
  engine.close();
  return rows.filter((row) => row.grain === grain).map(({ grain: _grain, ...row }) => Object.values(row));
}

test("months: a customer counts once a period, gaps are rows, money without a purchase before has no cohort", async () => {
  expect(await rowsOf("month")).toEqual([
    ["2024-01-01", 0, "2024-01-01", true, 1, 1, 1, 3, 30.1, 0, null],
    ["2024-01-01", 1, "2024-02-01", true, 1, 0, 1, 0, -5, 5, null],
    ["2024-01-01", 2, "2024-03-01", false, 1, 1, 1, 1, 7.5, 2.5, null],
    ["2024-02-01", 0, "2024-02-01", true, 2, 2, 2, 3, 150, 0, null],
    ["2024-02-01", 1, "2024-03-01", false, 2, 0, 0, 0, 0, 0, null],
    [null, null, "2024-01-01", true, null, 0, 0, 0, -1, 1, null],
    [null, null, "2024-02-01", true, null, 0, 0, 0, -3, 3, null],
  ]);
});

test("quarters and years add the days up without counting anybody twice", async () => {
  expect(await rowsOf("quarter")).toEqual([
    ["2024-01-01", 0, "2024-01-01", false, 3, 3, 3, 7, 182.6, 7.5, null],
    [null, null, "2024-01-01", false, null, 0, 0, 0, -4, 4, null],
  ]);
  expect((await rowsOf("year")).map((row) => row.slice(0, 6))).toEqual([
    ["2024-01-01", 0, "2024-01-01", false, 3, 3],
    [null, null, "2024-01-01", false, null, 0],
  ]);
});

test("periods are calendar periods, consecutive, and complete when their last day is over", () => {
  const day = epochDay("1969-12-30"); // before 1970, too
  const { grain, place, day: starts, complete } = periodsOf(day, epochDay("1970-03-31"));
  const of = (name: string) => grain.flatMap((own, i) => (own === name ? [[place[i], starts[i], complete[i]]] : []));
  expect(of("month")).toEqual([
    [0, -31, 1],
    [1, 0, 1],
    [2, 31, 1],
    [3, 59, 1],
  ]);
  expect(of("quarter")).toEqual([
    [0, -92, 1],
    [1, 0, 1],
  ]);
  expect(of("year")).toEqual([
    [0, -365, 1],
    [1, 0, 0],
  ]);
  expect(of("week")[0]).toEqual([0, -3, 1]); // Monday, 29 December 1969
  expect(of("week").at(-1)).toEqual([13, 88, 0]);
});

test.each([duckdb, trino])("cohorts: the texts for $name", async (dialect) => {
  const text = [
    firstDay("customer_days"),
    cohortCalendar("days", dialect),
    cohortSteps({ ...TABLES, dialect }),
    cohortLives(TABLES),
    cohorts({ ...options, dialect }),
    cohorts({ ...options, hasAmounts: false, dialect }),
  ].map((query) => render(query, dialect).trim());
  await expect(`${text.join(";\n\n")}\n`).toMatchFileSnapshot(`../golden/cohorts.${dialect.name}.sql`);
});
