import * as fs from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { askDuckDb } from "../proofs/shops.js";
import { emptyFolder } from "../support/effects.js";

const folder = emptyFolder();
const workspace = path.join(folder, "longworth");
const file = path.join(folder, "orders.csv");

/** 120 customers whose orders follow from their number: no random numbers, several repeat buyers. */
function orders(): string {
  const lines = ["customer,date,amount"];
  for (let c = 0; c < 120; c++) {
    for (let k = 0; k <= (c * 7) % 6; k++) {
      const day = new Date(Date.UTC(2024, 0, 1 + ((c * 31) % 300) + k * (20 + ((c * 13) % 60))));
      if (day < new Date("2025-06-30"))
        lines.push(`c${c}@shop.example,${day.toISOString().slice(0, 10)},${10 + ((c * k) % 50)}.50`);
    }
  }
  return `${lines.join("\n")}\n`;
}

const longworth = (...argv: string[]) => runCli([...argv, "--workspace", workspace, "--json", "--quiet"]);

beforeAll(async () => {
  await fs.writeFile(file, orders());
  const { exitCode, stdout } = await longworth(
    "run",
    file,
    "--backtest",
    "off",
    "--horizon",
    "90d",
    "--horizon",
    "365d",
  );
  expect([exitCode, stdout]).toMatchObject([0, expect.stringContaining('"grades"')]);
}, 120_000);

test("a run is published whole: one current run, verified, without anything temporary", async () => {
  expect((await fs.readdir(workspace)).sort()).toEqual(["current.json", "runs"]);
  const runs = await fs.readdir(path.join(workspace, "runs"));
  expect(runs).toEqual([expect.stringMatching(/^\d{8}T\d{6}Z-[0-9a-f]{8}$/)]);
  expect(JSON.parse((await longworth("verify")).stdout)).toMatchObject({ run: runs[0], artefacts: 15 });
});

test("the same inputs and options are the same run", async () => {
  const again = await longworth("run", file, "--backtest", "off", "--horizon", "365d", "--horizon", "90d");
  expect(JSON.parse(again.stdout)).toMatchObject({ reused: true });
  expect(await fs.readdir(path.join(workspace, "runs"))).toHaveLength(1);
});

test("the report rendered anew is the report that was published, to the byte", async () => {
  const out = path.join(folder, "again.html");
  const published = JSON.parse((await longworth("report")).stdout);
  await longworth("report", "--out", out);
  expect(await fs.readFile(out, "utf8")).toBe(await fs.readFile(published.path, "utf8"));
});

test("what is expected of the customers adds up to the totals", async () => {
  const { run, totals } = JSON.parse((await longworth("run", file, "--backtest", "off", "--horizon", "90d", "--horizon", "365d")).stdout); // prettier-ignore
  const customers = path.join(workspace, "runs", run, "customers.parquet");
  for (const key of ["90d", "365d"]) {
    const columns = `sum(expected_orders_${key}) AS orders, sum(expected_revenue_${key}) AS revenue`;
    const [sums] = await askDuckDb(`SELECT ${columns} FROM '${customers}'`);
    expect(Number(sums?.["orders"]) / totals[key].expected_orders).toBeCloseTo(1, 9);
    expect(Math.abs(Number(sums?.["revenue"]) - totals[key].expected_revenue)).toBeLessThan(0.01 * 120); // cents of 120 customers
  }
});

test("segments and tiers stand in the customers' file by name, as often as the table of segments says", async () => {
  const { path: folderOfRun } = JSON.parse(
    (await longworth("run", file, "--backtest", "off", "--horizon", "90d", "--horizon", "365d")).stdout,
  ); // made above
  const table = (name: string) => `'${path.join(folderOfRun, `${name}.parquet`)}'`;
  const counted = (scheme: string, column: string) =>
    `SELECT '${scheme}' AS scheme, ${column} AS segment, count(*) AS customers FROM ${table("customers")} GROUP BY ALL`;
  const found = await askDuckDb(
    `${counted("rfm", "rfm_segment")} UNION ALL ${counted("tier", "clv_tier")} ORDER BY ALL`,
  );
  const told = await askDuckDb(
    `SELECT scheme, segment, customers FROM ${table("segments")} WHERE scheme <> 'total' AND customers > 0 ORDER BY ALL`,
  );
  const counts = (rows: typeof found) => rows.map((row) => [row["scheme"], row["segment"], Number(row["customers"])]);
  expect(counts(found)).toEqual(counts(told));
  expect(found.length).toBeGreaterThan(6);
});

test("a report that travels names no customer", async () => {
  const out = path.join(folder, "masked.html");
  await longworth("report", "--out", out, "--mask-ids");
  expect(await fs.readFile(out, "utf8")).not.toContain("shop.example");
});

test("the customers of every segment and tier are all customers", async () => {
  const linesOf = async (...argv: string[]): Promise<number> =>
    (await runCli(["export", "--workspace", workspace, "--quiet", "--columns", "customer_id", ...argv])).stdout
      .trim()
      .split("\n").length - 1;
  const all = await linesOf();
  const tiers = ["Platinum", "Gold", "Silver", "Bronze", "Medium", "Low"];
  const counts: number[] = [];
  for (const tier of tiers) counts.push(await linesOf("--segment", tier));
  expect([all, counts.reduce((a, b) => a + b)]).toEqual([120, 120]);
});

test("the customers of a finding can be listed by its id, whether it was told or not", async () => {
  const listed = await runCli([
    "export",
    "--workspace",
    workspace,
    "--quiet",
    "--segment",
    "overdue-best",
    "--for",
    "spreadsheet",
  ]);
  expect([listed.exitCode, listed.stdout.startsWith("\uFEFFCustomer,Why to act,Segment")]).toEqual([0, true]);
});

test("a file that an option names counts by its content: other rates are another run", async () => {
  const [sales, rates] = [path.join(folder, "sales.csv"), path.join(folder, "rates.csv")];
  await fs.writeFile(
    sales,
    "customer,date,amount,currency\na,2024-01-05,10.00,USD\nb,2024-02-05,20.00,EUR\na,2024-03-05,5.00,EUR\n",
  );
  const ran = async (rate: string) => {
    await fs.writeFile(rates, `date,currency,rate\n2024-01-05,USD,${rate}\n`);
    const { stdout } = await longworth(
      "run",
      sales,
      "--rates",
      rates,
      "--rates-per",
      "foreign",
      "--currency",
      "EUR",
      "--backtest",
      "off",
    );
    return JSON.parse(stdout) as Readonly<{ run: string; reused?: boolean; path: string }>; // cast: see RunResult
  };
  const first = await ran("0.9");
  expect(await ran("0.9")).toMatchObject({ run: first.run, reused: true });
  const second = await ran("0.8");
  expect(second.reused).toBeUndefined();
  const ladderOf = async (folderOfRun: string) =>
    JSON.parse(await fs.readFile(path.join(folderOfRun, "run.json"), "utf8")).ladder[0].amount;
  expect([await ladderOf(first.path), await ladderOf(second.path)]).toEqual(["34.00", "33.00"]);
});
