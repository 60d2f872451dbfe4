/** Invoices beside contracts through the command line: tables, report, the rule that is printed, refusals. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { sql } from "../../src/sql/sql.js";
import { contractCustomersSchema } from "../../src/workspace/contract-tables.js";
import { Manifest, Problem } from "../../src/workspace/manifest.js";
import { RealisedRow } from "../../src/workspace/realised.js";
import { runCli } from "../support/cli.js";
import { contractBase, laterMonth } from "../support/contract-base.js";
import { duckDbWith } from "../support/duckdb.js";
import { emptyFolder } from "../support/effects.js";

const root = emptyFolder();
const at = (name: string): string => path.join(root, name);
const longworth = (command: string, ...argv: string[]) =>
  runCli([command, "--workspace", at("work"), "--quiet", ...argv]);

/** Exports of one Stripe account: a bill a month, of which one in 20 fails, and a T-shirt now and then. */
function stripe(): Readonly<{ subscriptions: string; invoices: string }> {
  const base = contractBase({ contracts: 120, seed: 4, months: 12 });
  const status = (end: string): string => (end === "" ? "active" : "canceled");
  const subscriptions = base.map(({ id, customer, start, end, price, plan }, i) =>
    [`sub_${id}`, `cus_${customer}`, status(end), `${start} 00:00:00`, end === "" ? "" : `${end} 00:00:00`, price.toFixed(2), "month", plan, "eur", i % 10 === 0 ? "" : `Firm ${i % 7}`].join(","),
  ); // prettier-ignore
  const bills = base.flatMap(({ id, customer, start, end, price }, i) => {
    const lines: string[] = [];
    for (let k = 0, on = start; on <= "2025-12-31" && (end === "" || on < end); k++, on = laterMonth(start, k)) {
      const state = (i + k) % 20 === 7 ? "uncollectible" : "paid";
      lines.push(`in_${id}_${k},cus_${customer},sub_${id},${on} 08:00:00,${price.toFixed(2)},${state === "paid" ? price.toFixed(2) : "0.00"},${price.toFixed(2)},0.00,${state},eur,${i}-${k}`); // prettier-ignore
    }
    if (i % 9 === 0) lines.push(`in_${id}_x,cus_${customer},,${start} 09:00:00,15.00,15.00,15.00,0.00,paid,eur,${i}-x`);
    return lines;
  });
  const heads = {
    subscriptions: "id,Customer ID,Status,Start Date (UTC),Ended At (UTC),Amount,Interval,Plan,Currency,Company",
    invoices: "id,Customer,Subscription,Date (UTC),Amount Due,Amount Paid,Total,Tax,Status,Currency,Number",
  };
  return {
    subscriptions: [heads.subscriptions, ...subscriptions, ""].join("\n"),
    invoices: [heads.invoices, ...bills, ""].join("\n"),
  };
}

beforeAll(async () => {
  const { subscriptions, invoices } = stripe();
  await fs.writeFile(at("subscriptions.csv"), subscriptions);
  await fs.writeFile(at("invoices.csv"), invoices);
});

describe("run subscriptions.csv --invoices invoices.csv --account Company", () => {
  let folder = "";
  let report = "";
  let manifest: Manifest;
  let rows: readonly RealisedRow[];
  const argv = ["--invoices", at("invoices.csv"), "--account", "Company", "--as-of", "2025-12-31"];
  beforeAll(async () => {
    const { stdout, exitCode } = await longworth("run", at("subscriptions.csv"), ...argv, "--json");
    expect(exitCode, stdout).toBe(0);
    folder = z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
    manifest = Manifest.parse(JSON.parse(await fs.readFile(path.join(folder, "run.json"), "utf8")));
    report = await fs.readFile(path.join(folder, "report.html"), "utf8");
    const ladder = /<h3>From the files&#39; total[^]*?<\/table>|<h3>From the files' total[^]*?<\/table>/u.exec(report)?.[0] ?? "";
    expect(ladder.match(/<tr>/gu)?.length).toBe(1 + manifest.realised!.ladder.length - manifest.realised!.parts.length);
    expect(ladder).toMatch(/Paid, less refunds[^]*$/u);
    const names = ["realised", "customers"].map((name) => path.join(folder, `${name}.parquet`));
    const engine = await duckDbWith([], names);
    rows = await engine.rows(sql`SELECT * FROM read_parquet(${names[0]!})`, RealisedRow);
    const schema = contractCustomersSchema({ horizons: [90, 180, 365], hasPrice: true, hasInvoices: true });
    const customers = await engine.rows(sql`SELECT * FROM read_parquet(${names[1]!})`, schema);
    expect(Object.keys(customers[0]!)).toEqual(Object.keys(schema.shape));
    const paid = customers.reduce((sum, row) => sum + Number(row["realised_revenue"]), 0);
    expect(paid).toBeCloseTo(Number(manifest.realised!.ladder.find(({ step }) => step === "realised_contract")!.amount), 6);
    engine.close();
  }, 60_000); // prettier-ignore

  test("every contract pays what was due, but for what failed: the same payments by two ways", () => {
    const contracts = rows.filter(({ belongs }) => belongs === "contract");
    expect(contracts).toHaveLength(120);
    for (const { contract_id: id, contracted, paid, failed, invoices, failed_invoices: lost, payments_due: due } of contracts)
      expect([id, invoices + lost, Number(paid) + Number(failed)]).toEqual([id, due, Number(contracted)]);
    const shirts = rows.filter(({ belongs }) => belongs === "one_off");
    expect(shirts.reduce((sum, { realised }) => sum + Number(realised), 0)).toBe(14 * 15);
    expect(shirts.every(({ contract_id: id }) => id === null)).toBe(true);
  }); // prettier-ignore

  test("accounts are those of the contracts, for one-off orders, too", () => {
    const accountOf = new Map(rows.filter(({ belongs }) => belongs === "contract").map((row) => [row.customer_id, row.account])); // prettier-ignore
    for (const row of rows) expect(row.account).toBe(accountOf.get(row.customer_id));
    expect(manifest.realised!.files).toEqual([{ name: "invoices.csv", column: "Subscription" }]);
  });

  test("the rule is printed, and the report renders anew to the byte", async () => {
    const { stdout } = await longworth("run", at("subscriptions.csv"), ...argv);
    for (const part of ["Paid    ", 'the contract it names in "Subscription"', "one-off orders (14 invoices)"])
      expect(stdout.replaceAll(/\s+/g, " ")).toContain(part.trimEnd());
    for (const part of ["An invoice that belongs to a contract is revenue of the contract, not an order besides", "What contracts brought", "The accounts that brought most", "Firm 3"])
      expect(report.includes(part), part).toBe(true); // prettier-ignore
    await longworth("report", "--out", at("again.html"));
    expect((await fs.readFile(at("again.html"), "utf8")) === report).toBe(true);
  });

  test("the table goes out by name, ids masked alike on every row of a customer", async () => {
    expect((await longworth("export", "--table", "realised", "--mask-ids", "--out", at("r.csv"))).exitCode).toBe(0);
    const text = await fs.readFile(at("r.csv"), "utf8");
    expect([text.includes("cus_"), text.includes("Firm")]).toEqual([false, false]);
    const ids = text.trim().split("\n").slice(1).map((line) => line.split(",")[2]); // prettier-ignore
    expect(new Set(ids).size).toBe(120);
    const verified = JSON.parse((await longworth("verify", "--json")).stdout);
    expect(verified).toMatchObject({ artefacts: 10 });
  });

  test("other invoices are another run, the same ones are found again", async () => {
    const again = await longworth("run", at("subscriptions.csv"), ...argv, "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({ reused: true, realised: { contracted: { from: expect.any(String) } } });
    await fs.appendFile(at("invoices.csv"), "in_z,cus_C1,,2025-12-01 08:00:00,9.00,9.00,9.00,0.00,paid,eur,z\n");
    const other = JSON.parse((await longworth("run", at("subscriptions.csv"), ...argv, "--json")).stdout);
    expect(other).not.toHaveProperty("reused");
  }, 60_000); // prettier-ignore
});

test("rejected records of both are in rejects.csv", async () => {
  await fs.writeFile(at("s.csv"), "subscription_id,customer_id,start_date,end_date,billing_period,price\nS1,c1,2024-01-01,,month,20\nS2,c2,2024-01-05,2024-03-05,month,20\nS3,c3,never,,month,20\n"); // prettier-ignore
  await fs.writeFile(at("i.csv"), "id,customer,subscription,date,amount\n1,c1,S1,2024-01-01,20\n2,c2,S2,soon,20\n3,c2,S2,2024-02-05,20\n"); // prettier-ignore
  const { stdout, exitCode } = await longworth("run", at("s.csv"), "--invoices", at("i.csv"), "--on-bad-row", "reject", "--json"); // prettier-ignore
  expect(exitCode, stdout).toBe(0);
  const { path: folder } = z.object({ path: z.string() }).parse(JSON.parse(stdout));
  const rejects = await fs.readFile(path.join(folder, "rejects.csv"), "utf8");
  expect([rejects.includes("s.csv:4"), rejects.includes("i.csv:3")]).toEqual([true, true]);
  const problems = z.array(Problem).parse(JSON.parse(await fs.readFile(path.join(folder, "quality.json"), "utf8")));
  expect(problems.filter(({ code }) => code === "date_unreadable").map(({ message }) => message.startsWith("Invoices: "))).toEqual([false, true]); // prettier-ignore
});

test.each([
  [["subscriptions.csv", "invoices.csv"], 3, /--invoices \S*invoices\.csv/u],
  [["invoices.csv", "subscriptions.csv"], 3, /--invoices \S*invoices\.csv/u],
  [["invoices.csv", "--invoices", "subscriptions.csv"], 2, /--invoices goes with a file of contracts/u],
  [["subscriptions.csv", "--invoices", "nowhere.csv"], 3, /nowhere\.csv/u],
] as const)("run %j is refused and says how", async (argv, exitCode, message) => {
  const told = await longworth("run", ...argv.map((one) => (one.startsWith("--") ? one : at(one))));
  expect([told.exitCode, told.stderr]).toEqual([exitCode, expect.stringMatching(message)]);
});
