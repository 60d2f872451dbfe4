/** Files and columns beside orders that lie in a cluster: they say there what they say beside the file. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, test } from "vitest";
import { openDuckDb } from "../../src/engines/duckdb.js";
import { sql } from "../../src/sql/sql.js";
import { clearSchemasAfterwards, schemaFor, urlOf } from "../support/cluster.js";
import { expectSameRuns, loaded } from "../support/cluster-run.js";
import { contractBase, contractsCsv } from "../support/contract-base.js";
import { emptyFolder } from "../support/effects.js";
import { planOf, shopFile } from "../support/shop-file.js";

clearSchemasAfterwards();

const folder = emptyFolder();
const at = (name: string): string => path.join(folder, name);
const CUSTOMERS = 500;
const ids = Array.from({ length: CUSTOMERS }, (_, c) => c);
const write = (name: string, lines: readonly string[]): void => writeFileSync(at(name), `${lines.join("\n")}\n`);

/** Of the shop, with the account a customer was in at the time: one in nine has none, one in eleven changes. */
const shopLines = (): readonly string[] =>
  shopFile({ customers: CUSTOMERS, days: 600, seed: 5, hasPlans: true })
    .trim()
    .split("\n")
    .map((line, i) => (i === 0 ? `${line},branch,currency` : `${line},${branchOf(line)},${Number(line.slice(1, 3)) % 2 === 0 ? "EUR" : "USD"}`)); // prettier-ignore

function branchOf(line: string): string {
  const [id = "", day = ""] = line.split(",");
  const c = Number(id.slice(1));
  if (c % 9 === 0) return "";
  return c % 11 === 0 && day > "2022-10" ? `Branch ${c % 5}` : `Branch ${c % 7}`;
}

const dated = (c: number): string =>
  `2022-${String(1 + (c % 12)).padStart(2, "0")}-${String(1 + (c % 28)).padStart(2, "0")}`;

beforeAll(async () => {
  const lines = shopLines();
  write("orders.csv", lines);
  write("plain.csv", lines.map((line) => line.split(",").slice(0, 3).join(","))); // prettier-ignore
  write("plans.csv", [
    "customer,Plan,Share",
    ...ids.map((c) => `c${c},${planOf(c)},"0,${c % 10}"`),
    'nobody,gold,"0,1"',
  ]);
  write("levels.csv", ["customer,known_at,Level", ...ids.flatMap((c) => [`c${c},${dated(c)},${c % 4}`, `c${c},2023-02-01,${c % 3}`])]); // prettier-ignore
  write("surveys.csv", ["customer,date,nps,topics", ...ids.filter((c) => c % 2 === 0).flatMap((c) => [`c${c},${dated(c)},${(c * 7) % 11},${c % 3 === 0 ? "price; delivery" : "taste"}`, `c${c},2023-0${1 + (c % 4)}-02,${(c * 3) % 11},`]), "nobody,2023-01-01,5,price", "c2,,5,", "c2,2031-01-01,5,", "c4,2023-01-02,so,"]); // prettier-ignore
  write("sold.csv", lines.map((line, i) => `${line.split(",").slice(0, 2).join(",")},${i === 0 ? "order,sku,quantity,refunded amount" : `O${i},P${i % 9},${1 + (i % 3)},${i % 80 === 1 ? "0.75" : "0"}`}`)); // prettier-ignore
  write("prices.csv", ["product,price", ...Array.from({ length: 9 }, (_, i) => `P${i},${(i + 1) * 1.25}`)]);
  write("refunds.csv", ["order,date,amount", ...lines.flatMap((line, i) => (i % 40 === 1 ? [`O${i},${line.split(",")[1]},1.25`] : []))]); // prettier-ignore
  const weeks = Array.from({ length: 100 }, (_, i) => new Date(Date.UTC(2022, 0, 1) + 7 * i * 86_400_000));
  write("rates.csv", ["date,currency,rate", ...weeks.map((day, i) => `${day.toISOString().slice(0, 10)},USD,${0.9 + (i % 9) / 100}`)]); // prettier-ignore
  write("starts.csv", ["customer,since", ...ids.map((c) => `c${c},2021-12-${String(1 + (c % 28)).padStart(2, "0")}`)]);
  const signal = new AbortController().signal;
  const engine = await openDuckDb({ threads: 1, memory: "500MB", temp: folder, readable: [], writable: [folder], signal }); // prettier-ignore
  await engine.copyTo(
    sql`SELECT concat('c', i) AS customer, CAST(i % 13 AS DOUBLE) / 8 AS rate, CAST(i % 5 AS TINYINT) AS size, i % 2 = 0 AS "trade",
  TIMESTAMP '2022-03-04 10:11:12' + to_days(CAST(i % 40 AS INTEGER)) AS known_at FROM range(${CUSTOMERS}) t (i)`,
    at("typed.parquet"),
  );
  engine.close();
});

describe.each(["iceberg", "hive"])("beside orders in %s", (catalog) => {
  let [orders, plain, sold] = ["", "", ""];

  beforeAll(async () => {
    const schema = await schemaFor(catalog, "beside");
    [orders, plain] = [urlOf(catalog, schema, "orders"), urlOf(catalog, schema, "plain")];
    await loaded(at("orders.csv"), orders);
    await loaded(at("plain.csv"), plain);
    sold = urlOf(catalog, schema, "sold");
    await loaded(at("sold.csv"), sold);
  });

  test("--account", () =>
    expectSameRuns(orders, at("orders.csv"), "--account", "branch", "--rates", at("rates.csv"), "--rates-per", "foreign", "--currency", "EUR", "--backtest", "off")); // prettier-ignore

  test("--attributes of text and of Parquet, dated and not, and --surveys", () =>
    expectSameRuns(plain, at("plain.csv"), ...["plans.csv", "levels.csv", "typed.parquet"].flatMap((name) => ["--attributes", at(name)]), "--surveys", at("surveys.csv"), "--horizon", "90d")); // prettier-ignore

  test("--prices and --refunds-file", () =>
    expectSameRuns(sold, at("sold.csv"), "--prices", at("prices.csv"), "--refunds-file", at("refunds.csv"), "--backtest", "off")); // prettier-ignore

  test("--first-order", () =>
    expectSameRuns(plain, at("plain.csv"), "--first-order", at("starts.csv"), "--backtest", "off"));
});

test("--surveys and --account beside contracts", async () => {
  const schema = await schemaFor("iceberg", "beside_contracts");
  const lines = contractsCsv(contractBase({ contracts: 600, seed: 4 }))
    .trim()
    .split("\n");
  const customers = lines.slice(1).map((line) => line.split(",")[1] ?? "");
  write("contracts.csv", lines.map((line, i) => (i === 0 ? `${line},region` : `${line},R${i % 6}`))); // prettier-ignore
  write("said.csv", [
    "customer,date,csat",
    ...customers.map((id, i) => `${id},2023-0${1 + (i % 9)}-05,${1 + (i % 5)}`),
  ]);
  const url = urlOf("iceberg", schema, "contracts");
  await loaded(at("contracts.csv"), url);
  await expectSameRuns(url, at("contracts.csv"), "--account", "region", "--surveys", at("said.csv"));
});
