/** Half a million lines in every form, and a table of several row groups: the same bytes. */
import { existsSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import {
  askDuckDb,
  DATA,
  fileOf,
  parquetOf,
  publicLog,
  publishedRun,
  shuffled,
  simulatedLog,
  substance,
  tablesAndFacts,
} from "./shops.js";

describe.skipIf(!existsSync(DATA))("Online Retail 2010-2011", () => {
  const options = { horizon: ["365d"] };
  let text: string;
  let expected: ReturnType<typeof substance>;
  beforeAll(async () => {
    text = publicLog("online_retail_2010_2011");
    expected = substance(await publishedRun([fileOf(text)], { options }));
  });

  test.each([
    ["shuffled, on one thread and another day", 1, "2031-01-01", async () => fileOf(shuffled(text))],
    ["as gz, on four threads", 4, "2026-02-01", async () => fileOf(gzipSync(text, { level: 1 }), "orders.csv.gz")],
    ["as Parquet, shuffled, on two threads", 2, "2026-02-01", () => parquetOf(shuffled(text, 2))],
  ] as const)("%s it is the same", async (_how, threads, day, file) => {
    const found = substance(await publishedRun([await file()], { threads, day, options }));
    expect(tablesAndFacts(found)).toEqual(tablesAndFacts(expected));
    expect(found["report.html"]).toBe(expected["report.html"]);
  });
});

const CUSTOMERS = 300_000; // a row group holds 122,880

test("300,000 customers stand in the order of their ids, the same bytes on one, two and four threads", async () => {
  const file = simulatedLog(CUSTOMERS);
  const options = { horizon: ["365d"], backtest: ["off"], effort: ["full"] };
  const orders: unknown[] = [];
  const digests: unknown[] = [];
  for (const threads of [1, 2, 4]) {
    const { folder, manifest } = await publishedRun([file], { threads, options });
    const table = path.join(folder, "customers.parquet");
    const [order] = await askDuckDb(`
      WITH neighbours AS (
        SELECT customer_id, lag(customer_id) OVER (ORDER BY file_row_number) AS before
        FROM read_parquet('${table}', file_row_number = true)
      )
      SELECT CAST(count(*) AS INTEGER) AS customers,
        CAST(count(CASE WHEN before >= customer_id THEN 1 END) AS INTEGER) AS misplaced,
        (SELECT CAST(max(row_group_id) + 1 AS INTEGER) FROM parquet_metadata('${table}')) AS groups
      FROM neighbours`);
    orders.push(order);
    digests.push(manifest.artefacts.find(({ name }) => name === "customers.parquet")?.sha256);
  }
  const sorted = { customers: CUSTOMERS, misplaced: 0, groups: 3 };
  expect(orders).toEqual([sorted, sorted, sorted]);
  expect(new Set(digests).size).toBe(1);
});
