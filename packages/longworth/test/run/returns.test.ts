/** returns.parquet of real shops: against a plain query of the file, and what was expected against what came. */
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Engine } from "../../src/engines/engine.js";
import { cohortCounts } from "../../src/sql/cohort-counts.js";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { returnsTable } from "../../src/sql/returns-table.js";
import { ident, literal, sql, type Sql } from "../../src/sql/sql.js";
import { ReturnsRow } from "../../src/workspace/tables.js";
import { runCli } from "../support/cli.js";
import { duckDbWith } from "../support/duckdb.js";

const DATA = path.resolve(import.meta.dirname, "../../../../../shared/data");
const ONLINE = path.join(DATA, "online_retail_2010_2011.csv.gz");

/** The run's folder. */
async function run(file: string, ...argv: readonly string[]): Promise<string> {
  const { exitCode, stdout } = await runCli(["run", file, "--backtest", "off", "--effort", "quick", "--json", ...argv]);
  expect(exitCode).toBe(0);
  return z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
}

const parquet = (folder: string, name: string): string => path.join(folder, `${name}.parquet`);

describe.skipIf(!existsSync(ONLINE))("Online Retail 2010-2011", () => {
  let engine: Engine;
  let rows: readonly z.infer<typeof ReturnsRow>[];
  beforeAll(async () => {
    const folder = await run(ONLINE);
    engine = await duckDbWith([], [ONLINE, parquet(folder, "returns")]);
    rows = await engine.rows(sql`SELECT * FROM read_parquet(${parquet(folder, "returns")})`, ReturnsRow);
  });
  afterAll(() => engine.close());

  const days = sql`(SELECT customer_id, CAST(order_ts AS date) AS day, sum(CAST(amount AS DECIMAL(18, 4))) AS value
    FROM read_csv(${ONLINE}, all_varchar = true) WHERE customer_id <> '' GROUP BY 1, 2)`;
  const numbers = (query: Sql, names: readonly string[]) => engine.numbers(query, names);

  test("repeat rate, and who is back so far, are those of the file", async () => {
    const { buyers, repeat } = await numbers(
      sql`SELECT CAST(count(*) AS double) AS buyers, CAST(count(CASE WHEN n > 1 THEN 1 END) AS double) AS repeat
      FROM (SELECT customer_id, count(*) AS n FROM ${days} d WHERE value > 0 GROUP BY 1)`,
      ["buyers", "repeat"],
    );
    expect(rows.find(({ measure }) => measure === "repeat_rate")).toMatchObject({
      customers: buyers?.[0],
      share: repeat![0]! / buyers![0]!,
    });
    expect(rows.find(({ measure, purchase }) => measure === "median" && purchase === 1)?.value).toBe(repeat?.[0]);
  });

  test("who bought in a month for the first time, and again, is counted as in the file; every month holds everybody so far", async () => {
    const { month, fresh, again, soFar } = await numbers(
      sql`WITH bought AS (
        SELECT customer_id, date_trunc('month', day) AS month, date_trunc('month', min(day) OVER (PARTITION BY customer_id)) AS first
        FROM ${days} d WHERE value > 0
      ), counts AS (
        SELECT month, count(DISTINCT CASE WHEN month = first THEN customer_id END) AS fresh,
          count(DISTINCT CASE WHEN month > first THEN customer_id END) AS again FROM bought GROUP BY 1
      )
      SELECT CAST(datediff('day', DATE '1970-01-01', CAST(month AS date)) AS double) AS month, CAST(fresh AS double) AS fresh,
        CAST(again AS double) AS again, CAST(sum(fresh) OVER (ORDER BY month) AS double) AS "soFar" FROM counts ORDER BY month`,
      ["month", "fresh", "again", "soFar"],
    );
    const states = (period: number, names: readonly string[]): number =>
      rows
        .filter(
          (row) =>
            row.measure === "state" &&
            Date.parse(row.period ?? "") / 86_400_000 === period &&
            names.includes(row.state ?? ""),
        )
        .reduce((sum, { customers }) => sum + (customers ?? 0), 0);
    month?.forEach((period, i) => {
      expect(states(period, ["new"])).toBe(fresh?.[i]);
      expect(states(period, ["returning", "resurrected"])).toBe(again?.[i]);
      expect(states(period, ["new", "returning", "resurrected", "at_risk", "lapsed"])).toBe(soFar?.[i]);
    });
  });

  test("the money of the states is that of named customers from the month of their first purchase on", async () => {
    const { revenue } = await numbers(
      sql`SELECT CAST(sum(d.value) AS double) AS revenue FROM ${days} d JOIN (SELECT customer_id, min(day) AS first FROM ${days} e WHERE value > 0 GROUP BY 1) f
      ON f.customer_id = d.customer_id AND d.day >= date_trunc('month', f.first)`,
      ["revenue"],
    );
    const told = rows.filter(({ measure }) => measure === "state").reduce((sum, { value }) => sum + (value ?? 0), 0);
    expect(told).toBeCloseTo(revenue?.[0] ?? NaN, 2);
  });
});

test.each([duckdb, trino])("the texts for $name", async (dialect) => {
  const texts = [returnsTable("returns", dialect), cohortCounts(ident("cohorts"), literal("month"), dialect)];
  await expect(texts.map((text) => render(text, dialect)).join(";\n")).toMatchFileSnapshot(
    `../golden/returns.${dialect.name}.sql`,
  );
});
