/** Accounts of orders and of contracts: tables, sums, report, export, refusals. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { sql } from "../../src/sql/sql.js";
import { accountsSchema, contractAccountsSchema } from "../../src/workspace/accounts.js";
import { Manifest } from "../../src/workspace/manifest.js";
import { runCli } from "../support/cli.js";
import { contractBase, contractsCsv } from "../support/contract-base.js";
import { duckDbWith } from "../support/duckdb.js";
import { emptyFolder } from "../support/effects.js";
import { shopFile } from "../support/shop-file.js";

const root = emptyFolder();
const at = (name: string): string => path.join(root, name);
const longworth = (command: string, ...argv: string[]) =>
  runCli([command, "--workspace", at("work"), "--quiet", ...argv]);
const QUICK = ["--effort", "quick", "--backtest", "off", "--currency", "EUR"];

/** The company of a line by its number: one in ten has none. */
const withCompany = (csv: string, companyOf: (row: readonly string[], i: number) => string): string =>
  csv
    .trim()
    .split("\n")
    .map((line, i) => `${line},${i === 0 ? "Company" : companyOf(line.split(","), i)}`)
    .join("\n");
const hash = (text: string): number => Array.from(text).reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) % 9973, 7);
const companyOf = (id: string): string => (hash(id) % 10 === 0 ? "" : `Firm ${hash(id) % 40}`);

async function runOf(...argv: string[]) {
  const { stdout, exitCode } = await longworth("run", ...argv, "--json");
  expect(exitCode, stdout).toBe(0);
  const folder = z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
  const manifest = Manifest.parse(JSON.parse(await fs.readFile(path.join(folder, "run.json"), "utf8")));
  return { folder, manifest, report: await fs.readFile(path.join(folder, "report.html"), "utf8") };
}

const read = (folder: string, name: string) => sql`read_parquet(${path.join(folder, `${name}.parquet`)})`;
describe("orders", () => {
  test("sums over accounts are those of the customers, each in one; the table keeps to its schema", async () => {
    const csv = withCompany(shopFile({ customers: 300, days: 500, seed: 3 }), ([id = ""]) => companyOf(id));
    await fs.writeFile(at("orders.csv"), `${csv}\n`);
    const { folder, manifest, report } = await runOf(at("orders.csv"), "--account", "company", ...QUICK);
    const engine = await duckDbWith(
      [],
      ["customers", "accounts"].map((name) => path.join(folder, `${name}.parquet`)),
    );
    const shape = { horizons: manifest.horizons, hasMoney: true };
    const rows = await engine.rows(sql`SELECT * FROM ${read(folder, "accounts")}`, accountsSchema(shape));
    expect(Object.keys(rows[0]!)).toEqual(Object.keys(accountsSchema(shape).shape));
    const total = z.object({ n: z.number(), orders: z.number(), value: z.string(), ahead: z.number() });
    const of = (name: string, n: string) => sql`SELECT CAST(${n === "rows" ? sql`count(*)` : sql`sum(customers)`} AS double) AS n, CAST(sum(orders) AS double) AS orders,
      CAST(sum(CAST(historic_value AS DECIMAL(18, 2))) AS VARCHAR) AS value, CAST(sum(CAST(expected_revenue_365d AS DECIMAL(18, 2))) AS double) AS ahead FROM ${read(folder, name)}`; // prettier-ignore
    const [accounts] = await engine.rows(of("accounts", "sum"), total);
    const [customers] = await engine.rows(of("customers", "rows"), total);
    engine.close();
    expect([accounts!.n, accounts!.orders, accounts!.value]).toEqual([customers!.n, customers!.orders, customers!.value]); // prettier-ignore
    expect(Math.abs(accounts!.ahead - customers!.ahead)).toBeLessThan(2);
    const facts = manifest.accounts!;
    expect(facts.accounts).toBe(rows.filter(({ account }) => account !== null).length);
    expect(facts.customers + facts.without).toBe(300);
    expect(rows.at(-1)).toMatchObject({ account: null, customers: facts.without, stay_share: null });
    for (const part of ["<h2>Accounts</h2>", "nothing is added twice", "without an account"])
      expect(report.includes(part), part).toBe(true);
    const out = await longworth("export", "--table", "accounts", "--mask-ids", "--out", at("masked.csv"));
    expect(out.exitCode).toBe(0);
    const masked = await fs.readFile(at("masked.csv"), "utf8");
    expect([masked.includes("Firm"), masked.includes("A-0000001")]).toEqual([false, true]);
  }, 120_000);

  test.each([
    ["Firm", 3, 'has no column "Firm"'],
    ["Empty", 3, '"Empty" names no account of any customer that counts'],
  ])("--account %s is refused", async (column, exitCode, message) => {
    await fs.writeFile(at("bad.csv"), "customer_id,date,amount,Empty\na,2025-01-01,5,\na,2025-02-01,5,\nb,2025-02-01,5,\n"); // prettier-ignore
    const told = await longworth("run", at("bad.csv"), "--account", column, ...QUICK);
    expect([told.exitCode, told.stderr]).toEqual([exitCode, expect.stringContaining(message)]);
  });
});

test("contracts: sums over accounts are those of the contracts, and the report renders anew to the byte", async () => {
  const base = contractsCsv(contractBase({ contracts: 400, seed: 5 }));
  await fs.writeFile(
    at("subs.csv"),
    withCompany(base, ([id = ""]) => companyOf(id)),
  );
  const { folder, manifest, report } = await runOf(at("subs.csv"), "--account", "Company", "--currency", "EUR");
  const engine = await duckDbWith(
    [],
    ["contracts", "accounts"].map((name) => path.join(folder, `${name}.parquet`)),
  );
  const shape = { horizons: manifest.horizons, hasMoney: true };
  const rows = await engine.rows(sql`SELECT * FROM ${read(folder, "accounts")}`, contractAccountsSchema(shape));
  expect(Object.keys(rows[0]!)).toEqual(Object.keys(contractAccountsSchema(shape).shape));
  const Total = z.object({ mrr: z.string(), ahead: z.string() });
  const of = (name: string, mrr: ReturnType<typeof sql>) => sql`SELECT CAST(sum(CAST(${mrr} AS DECIMAL(18, 2))) AS VARCHAR) AS mrr,
    CAST(sum(CAST(expected_revenue_365d AS DECIMAL(18, 2))) AS VARCHAR) AS ahead FROM ${read(folder, name)}`; // prettier-ignore
  const accounts = await engine.rows(of("accounts", sql`mrr`), Total);
  expect(accounts).toEqual(await engine.rows(of("contracts", sql`CASE WHEN status <> 'ended' THEN mrr END`), Total));
  engine.close();
  expect(manifest.accounts!.accounts).toBeGreaterThan(20);
  expect(report.includes("nothing is added twice")).toBe(true);
  await longworth("report", "--out", at("again.html"));
  expect((await fs.readFile(at("again.html"), "utf8")) === report).toBe(true);
}, 120_000);
