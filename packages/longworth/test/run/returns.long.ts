/** What was expected of cohorts against what came, on real shops. */
import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { sql } from "../../src/sql/sql.js";
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

/** Shares of cells that came in (as_of, end] and lie in the band that was told at as_of. */
async function held(
  file: string,
  asOf: string,
  periods: Readonly<{ grain: "month" | "week"; until: string }>,
): Promise<readonly [number, number]> {
  const [then, now] = [await run(file, "--as-of", asOf), await run(file)];
  const engine = await duckDbWith([], [parquet(then, "returns"), parquet(now, "cohorts")]);
  const found = await engine.numbers(
    sql`SELECT CAST(count(*) AS double) AS cells, CAST(count(CASE WHEN c.customers BETWEEN floor(e.low * e.customers) AND ceil(e.high * e.customers) THEN 1 END) AS double) AS hits
    FROM read_parquet(${parquet(then, "returns")}) e JOIN read_parquet(${parquet(now, "cohorts")}) c
      ON c.grain = e.grain AND c.cohort = e.cohort AND c.age = e.age AND c.cohort_customers = e.customers
    WHERE e.measure = 'expected' AND e.grain = ${periods.grain} AND c.complete AND c.period > CAST(${asOf} AS date) AND c.period <= CAST(${periods.until} AS date)`,
    ["cells", "hits"],
  );
  engine.close();
  return [found.hits[0] ?? 0, found.cells[0] ?? 0];
}

test.skipIf(!existsSync(ONLINE))(
  "at least 85 % of the cells of held-back periods lie in their band, over all shops",
  async () => {
    const shops = [
      await held(ONLINE, "2011-08-31", { grain: "month", until: "2011-11-01" }),
      await held(path.join(DATA, "superstore.csv.gz"), "2021-09-30", { grain: "month", until: "2021-12-01" }),
      await held(path.join(DATA, "cdnow_full.csv.gz"), "1998-03-31", { grain: "week", until: "1998-06-15" }),
    ];
    const [hits, cells] = [0, 1].map((i) => shops.reduce((sum, shop) => sum + (shop[i] ?? 0), 0));
    expect(cells).toBeGreaterThan(100);
    expect(hits! / cells!).toBeGreaterThan(0.85);
  },
);
