import * as fs from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ScorePastResult } from "../../src/app/score-past-result.js";
import { Manifest } from "../../src/workspace/manifest.js";
import { runCli } from "../support/cli.js";
import { contractBase, contractsCsv } from "../support/contract-base.js";
import { emptyFolder } from "../support/effects.js";
import { shopFile } from "../support/shop-file.js";

const folder = emptyFolder();
const workspace = path.join(folder, "longworth");
const file = path.join(folder, "orders.csv");
const text = shopFile({ customers: 300, days: 500, seed: 4 });
const longworth = (...argv: readonly string[]) => runCli([...argv, "--workspace", workspace, "--quiet"]);
const run = async (...argv: readonly string[]) => {
  const { stdout, exitCode } = await longworth(
    "run",
    file,
    "--effort",
    "quick",
    "--backtest",
    "off",
    "--json",
    ...argv,
  );
  expect(exitCode, stdout).toBe(0);
  return JSON.parse(stdout) as Readonly<{ run: string; path: string; asOf: string }>; // cast: see RunResult
};
const scored = async (...argv: readonly string[]): Promise<ScorePastResult> => {
  const { stdout, exitCode } = await longworth("score-past", "--json", ...argv);
  expect(exitCode, stdout).toBe(0);
  return ScorePastResult.parse(JSON.parse(stdout));
};

/** Rows of the file as the test counts them, by customer, after a day and up to another. */
function came(after: string, until: string): Readonly<{ orders: number; revenue: number; days: Set<string> }> {
  const rows = text.trim().split("\n").slice(1).map((line) => line.split(",")); // prettier-ignore
  const before = new Set(rows.filter(([, date]) => date! <= after).map(([id]) => id));
  const inside = rows.filter(([id, date]) => before.has(id) && date! > after && date! <= until);
  const days = new Set(inside.map(([id, date]) => `${id} ${date}`));
  return { orders: days.size, revenue: inside.reduce((sum, [, , amount]) => sum + Number(amount), 0), days };
}

describe("score-past", () => {
  let early: Readonly<{ run: string; path: string; asOf: string }>;
  let late: typeof early;
  let last: string;

  beforeAll(async () => {
    await fs.writeFile(file, text);
    early = await run("--as-of", "2023-01-20", "--horizon", "30d,90d,365d");
    await run("--as-of", "2023-01-20", "--horizon", "30d", "--currency", "USD"); // other money: never scored
    late = await run("--horizon", "30d,90d,365d");
    last = late.asOf;
  }, 120_000);

  test("every horizon that is over is scored by what the file says, the others wait", async () => {
    const result = await scored();
    expect(result).toMatchObject({ run: late.run, asOf: last, damaged: [] });
    expect(result.scored.map(({ run: of, horizonDays }) => [of, horizonDays])).toEqual([
      [early.run, 90],
      [early.run, 30],
    ]);
    for (const { horizonDays, asOf, actual_orders, actual_revenue, known, customers } of result.scored) {
      const until = new Date(Date.parse(asOf) + horizonDays * 86_400_000).toISOString().slice(0, 10);
      const truth = came(asOf, until);
      expect(actual_orders).toBe(truth.orders);
      expect(actual_revenue).toBeCloseTo(truth.revenue, 2);
      expect(known).toBe(customers);
    }
  });

  test("the band, persons and ranking are those of what was published then", async () => {
    const { scored: all, held } = await scored();
    const manifest = JSON.parse(await fs.readFile(path.join(early.path, "run.json"), "utf8"));
    for (const one of all) {
      const total = manifest.totals[`${one.horizonDays}d`];
      expect([one.expected_revenue, one.revenue_p05, one.revenue_p95]).toEqual([total.expected_revenue, total.p05, total.p95]); // prettier-ignore
      expect(one.held).toBe(one.actual_revenue! >= total.p05 && one.actual_revenue! <= total.p95);
      expect(one.within).toBeGreaterThan(0.85);
      expect(one.gini).toBeGreaterThan(0.3);
      expect(one.auc).toBeGreaterThan(0.6);
    }
    expect(held).toBe(all.filter((one) => one.held).length);
  });

  test("the later run's report says what was said, and is the same when rendered anew", async () => {
    const published = await fs.readFile(path.join(late.path, "report.html"), "utf8");
    expect(published).toContain("What we said before, and what happened");
    expect(await fs.readFile(path.join(early.path, "report.html"), "utf8")).not.toContain("What we said before");
    const out = path.join(folder, "again.html");
    await longworth("report", "--out", out);
    expect(await fs.readFile(out, "utf8")).toBe(published);
  });

  test("from an earlier run nothing is over yet, and that is an answer", async () => {
    const { stdout, exitCode } = await longworth("score-past", "--run", early.run);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("No forecast in this workspace is over")]);
  });

  test("for people it is a line each", async () => {
    const { stdout } = await longworth("score-past");
    expect(stdout).toMatch(/said on .*band .*came/);
    expect(stdout).toMatch(/The band of the total held in \d of 2\./);
  });

  test("a sealed forecast that was changed since is left out and named", async () => {
    const customers = path.join(early.path, "customers.parquet");
    const before = await fs.readFile(customers);
    await fs.writeFile(customers, Buffer.concat([before, Buffer.from("x")]));
    expect(await scored()).toMatchObject({ scored: [], damaged: [early.run] });
    await fs.writeFile(customers, before);
  });

  test("a workspace whose current run was deleted by hand keeps nobody from a new run", async () => {
    await fs.rm(late.path, { recursive: true });
    expect((await run("--again", "--horizon", "30d")).asOf).toBe(last);
  });
});

test("a run of something else, without amounts or of contracts, is not held against one of orders with amounts", async () => {
  const mixed = path.join(emptyFolder(), "longworth");
  const ran = async (name: string, content: string, ...argv: readonly string[]) => {
    const source = path.join(folder, name);
    await fs.writeFile(source, content);
    const quick = ["--effort", "quick", "--backtest", "off", "--horizon", "30d,90d"];
    const all = ["run", source, "--workspace", mixed, "--json", "--quiet", ...quick, ...argv];
    const { stdout, stderr, exitCode } = await runCli(all);
    expect(exitCode, `${stdout}${stderr}`).toBe(0);
    return Manifest.parse(JSON.parse(await fs.readFile(path.join(JSON.parse(stdout).path as string, "run.json"), "utf8"))); // prettier-ignore
  };
  const contracts = await ran("contracts.csv", contractsCsv(contractBase({ contracts: 300, seed: 7, beta: 5 })), "--currency", "EUR"); // prettier-ignore
  expect(contracts.contracts).toBeDefined();
  const visits = text.split("\n").map((line) => line.split(",").slice(0, 2).join(",")).join("\n"); // prettier-ignore
  const bare = await ran("visits.csv", visits, "--as-of", "2023-01-20");
  expect(bare.totals["90d"]?.expected_revenue).toBeNull();
  const dearer = text.replaceAll("2023-", "2028-").replaceAll("2022-", "2027-"); // years after the contracts
  expect((await ran("orders.csv", dearer)).past ?? []).toEqual([]);
  expect((await ran("orders.csv", dearer, "--currency", "EUR")).past ?? []).toEqual([]);
});
