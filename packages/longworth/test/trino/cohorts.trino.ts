/** The cohort triangle of a few customers, made by a real cluster. */
import { expect, test } from "vitest";
import { z } from "zod";
import { daysOf, periodsOf } from "../../src/run/cohorts.js";
import { epochDay } from "../../src/run/days.js";
import { cohortCalendar, cohortLives, cohorts, cohortSteps, firstDay } from "../../src/sql/cohorts.js";
import { rfmSummary } from "../../src/sql/rfm-summary.js";
import { sql } from "../../src/sql/sql.js";
import { clearSchemasAfterwards, openAt, schemaFor } from "../support/cluster.js";

clearSchemasAfterwards();

const Row = z.object({
  grain: z.string(),
  cohort: z.string().nullable(),
  age: z.number().nullable(),
  complete: z.boolean(),
  customers: z.number(),
  customers_from: z.number(),
  revenue: z.number(),
});

test("a triangle from a cluster is that of the embedded engine", async () => {
  const engine = await openAt("iceberg", await schemaFor("iceberg", "cohorts"));
  try {
    await engine.execute(sql`CREATE TABLE customer_days AS SELECT customer_id, CAST(day AS date) AS day,
      CAST(value AS DECIMAL(18, 4)) AS value, orders, CAST(0 AS DECIMAL(18, 4)) AS refunded, value > 0 AS is_purchase,
      CAST(NULL AS DECIMAL(18, 4)) AS margin
      FROM (VALUES ('a', '2024-01-05', 10.1, 1), ('a', '2024-01-20', 20, 2), ('a', '2024-02-01', -5, 0),
        ('a', '2024-03-31', 7.5, 1), ('b', '2024-01-30', -1, 0), ('b', '2024-02-29', 100, 1)) AS t (customer_id, day, value, orders)`);
    const known = { days: "customer_days", hasRefunds: false, hasMargin: false };
    await engine.execute(
      sql`CREATE TABLE rfm_summary AS ${rfmSummary({ ...known, asOf: "2024-03-31", starts: null, onlyPurchases: false })}`,
    );
    expect([...(await engine.numbers(firstDay("customer_days"), ["day"])).day]).toEqual([epochDay("2024-01-05")]);
    await engine.load(periodsOf(epochDay("2024-01-05"), epochDay("2024-03-31")), "periods");
    const days = daysOf(epochDay("2024-01-05"), epochDay("2024-03-31"));
    await engine.load(days, "days");
    await engine.execute(sql`CREATE TABLE calendar AS ${cohortCalendar("days", engine.dialect)}`);
    await engine.execute(
      sql`CREATE TABLE steps AS ${cohortSteps({ ...known, summary: "rfm_summary", calendar: "calendar", span: days.day.length, dialect: engine.dialect })}`,
    );
    await engine.execute(sql`CREATE TABLE lives AS ${cohortLives({ summary: "rfm_summary", calendar: "calendar" })}`);
    const options = { steps: "steps", lives: "lives", periods: "periods", hasAmounts: true, dialect: engine.dialect };
    const rows = await engine.rows(cohorts(options), Row);
    const months = rows.filter(({ grain }) => grain === "month");
    expect(
      months.map((row) => [row.cohort, row.age, row.complete, row.customers, row.customers_from, row.revenue]),
    ).toEqual([
      ["2024-01-01", 0, true, 1, 1, 30.1],
      ["2024-01-01", 1, true, 0, 1, -5],
      ["2024-01-01", 2, true, 1, 1, 7.5],
      ["2024-02-01", 0, true, 1, 1, 100],
      ["2024-02-01", 1, true, 0, 0, 0],
      [null, null, true, 0, 0, -1],
    ]);
    expect(rows.filter(({ grain }) => grain === "week").length).toBeGreaterThan(13);
  } finally {
    engine.close();
  }
});
