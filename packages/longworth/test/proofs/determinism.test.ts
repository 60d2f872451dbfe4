/** The same data gives the same bytes, whatever the form of the file, the threads and the day. */
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { fileOf, parquetOf, publishedRun, shopExport, shuffled, substance, tablesAndFacts } from "./shops.js";

const TABLES = ["customers", "forecast", "segments", "cohorts", "returns", "backtest", "tracking"].map(
  (name) => `${name}.parquet`,
);
const OPTIONS = { horizon: ["90d"] };
type Substance = ReturnType<typeof substance>;

describe("a simulated shop of 150 customers", () => {
  const text = shopExport(150);
  let expected: Substance;
  beforeAll(async () => {
    expected = substance(await publishedRun([fileOf(text)], { options: OPTIONS }));
  });

  test("its tables and report are among what is compared", () => {
    const digests = [...TABLES, "report.html"].map((name) => [name, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(expected).toMatchObject(Object.fromEntries(digests));
  });

  test("shuffled, on one thread, it is the same", async () => {
    const other = await publishedRun([fileOf(shuffled(text))], { threads: 1, options: OPTIONS });
    expect(substance(other)).toEqual(expected);
  });

  describe("as gz, on four threads, on another day", () => {
    let found: Substance;
    beforeAll(async () => {
      const gz = fileOf(gzipSync(text), "orders.csv.gz");
      found = substance(await publishedRun([gz], { threads: 4, day: "2027-06-15", options: OPTIONS }));
    });
    test("its tables and facts are the same", () => {
      expect(tablesAndFacts(found)).toEqual(tablesAndFacts(expected));
    });
    test("its report is the same", () => {
      expect(found["report.html"]).toBe(expected["report.html"]);
    });
  });

  test("as typed Parquet, shuffled, it is the same", async () => {
    const money = ["order_total", "tax", "shipping"].map((name) => `CAST(${name} AS DECIMAL(18, 2)) AS ${name}`);
    const typed = `* REPLACE (CAST(order_date AS TIMESTAMP) AS order_date, ${money.join(", ")})`;
    const other = await publishedRun([await parquetOf(shuffled(text, 2), typed)], { options: OPTIONS });
    expect(substance(other)).toEqual(expected);
  });
});
