import * as fs from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { CompareResult } from "../../src/app/compare-result.js";
import { POOL_NAMES } from "../../src/forecast/candidates.js";
import { runCli } from "../support/cli.js";
import { emptyFolder } from "../support/effects.js";
import { shopFile } from "../support/shop-file.js";

const folder = emptyFolder();
const file = path.join(folder, "orders.csv");

beforeAll(() => fs.writeFile(file, shopFile({ customers: 300, days: 500, seed: 8 })));

describe("compare", () => {
  let result: CompareResult;
  beforeAll(async () => {
    const { exitCode, stdout } = await runCli(["compare", file, "--horizon", "90d", "--json"]);
    expect(exitCode, stdout).toBe(0);
    result = CompareResult.parse(JSON.parse(stdout));
  }, 120_000);

  test("every candidate has its line, the best first, and is measured in all there is", () => {
    const names = result.candidates.map(({ candidate }) => candidate);
    expect(new Set(names)).toEqual(
      new Set(["pool", "pool-without-learning", ...POOL_NAMES, "last-period", "rfm-cell", "active-months"]),
    );
    const crps = result.candidates.map(({ measures }) => measures["value_crps"]!);
    expect(crps).toEqual(crps.toSorted((a, b) => a - b));
    const everywhere = ["orders_crps", "orders_bias", "orders_gini", "value_crps", "value_bias", "value_gini", "active_auc"]; // prettier-ignore
    for (const { candidate, role, measures } of result.candidates) {
      expect(Object.keys(measures), candidate).toEqual(expect.arrayContaining(everywhere));
      const ofDistributions = ["value_coverage90", "value_below_p95", "value_pit_distance", "orders_coverage90"];
      if (role !== "baseline")
        expect(Object.keys(measures), candidate).toEqual(expect.arrayContaining(ofDistributions));
    }
  });

  test("a difference is that of the scores, with the error of pairs", () => {
    const scoreOf = (name: string) => result.candidates.find(({ candidate }) => candidate === name)!.measures;
    const served = scoreOf("pool");
    expect(served["value_crps_difference"]).toBeUndefined();
    for (const name of ["mbg-nbd", "rfm-cell", "pool-without-learning"])
      for (const kind of ["value", "orders"]) {
        const own = scoreOf(name);
        expect(own[`${kind}_crps_difference`]).toBeCloseTo(own[`${kind}_crps`]! - served[`${kind}_crps`]!, 10);
        expect(own[`${kind}_crps_difference_se`]).toBeGreaterThanOrEqual(0);
      }
    const pairs = scoreOf("mbg-nbd")["value_crps_difference_se"]!;
    expect(pairs).toBeLessThan(scoreOf("rfm-cell")["value_crps_difference_se"]!); // models err alike, so pairs tell them apart
  });

  test("weights, those of each day and the pace of the business come along", () => {
    const weights = result.candidates.flatMap(({ weight }) => (weight === null ? [] : [weight]));
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
    for (const { weights: own } of result.weighing)
      expect(Object.values(own).reduce((a, b) => a + b)).toBeCloseTo(1, 9);
    expect(result.clock?.knots.day.length).toBe(result.clock?.knots.level.length);
  });

  test("one thread and two give the same bytes, and what run tests is what is compared", async () => {
    const two = await runCli(["compare", file, "--horizon", "90d", "--json", "--threads", "2"]);
    expect(JSON.parse(two.stdout)).toEqual(JSON.parse(JSON.stringify(result)));
    const workspace = path.join(folder, "longworth");
    const ran = await runCli(["run", file, "--horizon", "90d", "--json", "--workspace", workspace]);
    const { path: run } = JSON.parse(ran.stdout) as Readonly<{ path: string }>; // cast: see RunResult
    const manifest = JSON.parse(await fs.readFile(path.join(run, "run.json"), "utf8"));
    const { crps, orders_crps } = manifest.backtest["90d"].measures;
    const plain = result.candidates.find(({ candidate }) => candidate === "pool-without-learning")!;
    expect(plain.measures["value_crps"]).toBeCloseTo(crps, 1);
    expect(plain.measures["orders_crps"]).toBeCloseTo(orders_crps, 3);
    expect(manifest.weighing).toEqual(result.weighing);
    expect(manifest.backtest["90d"].pit.reduce((a: number, b: number) => a + b)).toBeCloseTo(1, 9);
    const report = await fs.readFile(path.join(run, "report.html"), "utf8");
    for (const part of ['id="room"', "Where outcomes fell", 'id="clock-numbers"', "Weights by day"])
      expect(report).toContain(part);
  }, 120_000);

  test("for people it is a table of each kind, and nothing is published", async () => {
    const before = await fs.readdir(folder);
    const { stdout, exitCode } = await runCli(["compare", file, "--horizon", "90d", "--effort", "quick", "--quiet"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("CRPS of value");
    expect(stdout).toContain("CRPS of orders");
    expect(stdout).toContain("pool (served)");
    expect(stdout).not.toContain("pool without learning");
    expect(await fs.readdir(folder)).toEqual(before);
  }, 60_000);
});

test.each([
  [["--model", "nbd"], "--model is no option of compare; run has it"],
  [["--backtest", "off"], "--backtest is no option of compare; run has it"],
  [["--surveys", "s.csv"], "--surveys is no option of compare; run has it"],
  [["--account", "Company"], "--account is no option of compare; run has it"],
  [["--margin", "35%"], "--margin is no option of compare; run and inspect have it"],
])("%j would not act and is refused", async (argv, message) => {
  const { exitCode, stderr } = await runCli(["compare", file, ...argv]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

test("a history too short for a test says so, and that is an answer", async () => {
  const short = path.join(folder, "short.csv");
  await fs.writeFile(short, "customer,date,amount\na,2024-01-01,10\nb,2024-01-02,20\na,2024-02-01,30\n");
  const { exitCode, stdout } = await runCli(["compare", short, "--quiet"]);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("There is nothing to compare yet")]);
});
