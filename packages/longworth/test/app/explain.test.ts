import * as fs from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { ExplainResult } from "../../src/app/explain-result.js";
import { strongest } from "../../src/forecast/reasons.js";
import { runCli } from "../support/cli.js";
import { emptyFolder } from "../support/effects.js";
import { shopFile } from "../support/shop-file.js";

const folder = emptyFolder();
const workspace = path.join(folder, "longworth");
const file = path.join(folder, "orders.csv");

const longworth = (...argv: readonly string[]) => runCli([...argv, "--workspace", workspace, "--quiet"]);

async function explained(customer: string, ...argv: readonly string[]): Promise<ExplainResult> {
  const { stdout, exitCode } = await longworth("explain", customer, "--json", ...argv);
  expect(exitCode, stdout).toBe(0);
  return ExplainResult.parse(JSON.parse(stdout));
}

const relative = (a: number, b: number): number => Math.abs(a - b) / Math.max(Math.abs(b), Number.MIN_VALUE);

/** The parts, multiplied, are what was published: to nine digits. */
function expectExact({ parts, published }: ExplainResult): void {
  expect(parts).not.toBeNull();
  const { pool, learnt, level, spend, members, active } = parts!;
  const orders = pool.orders * learnt.orders * level;
  expect(relative(orders, published.expected_orders)).toBeLessThan(1e-9);
  expect(relative(active, published.p_active)).toBeLessThan(1e-9);
  expect(relative(pool.alive, published.p_alive!)).toBeLessThan(1e-9);
  const weighted = members.reduce((sum, { weight, orders: own }) => sum + weight * own, 0);
  expect(relative(weighted, pool.orders)).toBeLessThan(1e-9);
  expect(relative(orders * spend!.perOrder * spend!.level * learnt.value, published.expected_revenue!)).toBeLessThan(1e-9); // prettier-ignore
}

beforeAll(async () => {
  await fs.writeFile(file, shopFile({ customers: 900, days: 600, seed: 21, hasPattern: true }));
  const { exitCode, stdout } = await longworth("run", file, "--horizon", "90d", "--horizon", "180d");
  expect(exitCode, stdout).toBe(0);
}, 180_000);

describe("explain", () => {
  test("the parts reproduce the published figure at every horizon, with what was learnt", async () => {
    const all = await Promise.all(["c0", "c1", "c2", "c50", "c333", "c899"].map((id) => explained(id)));
    all.forEach(expectExact);
    expect(all.some(({ learnt }) => learnt !== null && learnt.value.facts.length > 0)).toBe(true);
    expectExact(await explained("c7", "--horizon", "90d"));
  });

  test("the facts add up to what was learnt, which a cell rounds by less than three percent", async () => {
    const { learnt, parts } = await explained("c3");
    for (const { total, base, facts } of Object.values(learnt!)) {
      expect(base + facts.reduce((sum, { adds }) => sum + adds, 0)).toBeCloseTo(total, 12);
      const sizes = facts.map(({ adds }) => Math.abs(adds));
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    }
    expect(Math.abs(Math.log(parts!.learnt.orders) - learnt!.orders.total)).toBeLessThan(0.03);
  });

  test("what-ifs change what they say: one more helps, silence hurts", async () => {
    const { base, whatIfs, published } = await explained("c3");
    const of = (code: string) => whatIfs.find((one) => one.code === code);
    expect(relative(base!.orders, published.expected_orders)).toBeLessThan(0.03); // of the cell, and of the customer
    expect(of("silent_longer")!.active).toBeLessThan(base!.active);
    expect(of("once_more")!.orders).toBeGreaterThan(base!.orders);
  });

  test("the chance over time ends at the day of the run and is the pool's", async () => {
    const { course, asOf, parts } = await explained("c3");
    expect(course.at(-1)!.day).toBe(asOf);
    expect(course.at(-1)!.p_active).toBeCloseTo(parts!.pool.active, 9);
    expect(course.at(-1)!.p_alive).toBeCloseTo(parts!.pool.alive, 9);
    course.slice(1).forEach(({ day }, i) => expect(day > course[i]!.day).toBe(true));
  });

  test("the two strongest reasons stand in customers, and explain tells them", async () => {
    const { stdout } = await longworth("export", "--columns", "customer_id,reason_1,reason_2");
    const rows = stdout.trim().split("\n").slice(1).map((line) => line.split(",")); // prettier-ignore
    expect(new Set(rows.flatMap(([, first, second]) => [first!, second!])).size).toBeGreaterThan(4);
    for (const [id, first, second] of rows.slice(0, 3))
      expect((await explained(id!)).reasons).toEqual([first, second].filter((code) => code !== ""));
  });

  test("for people every part has a line", async () => {
    const { stdout } = await longworth("explain", "c3");
    for (const part of ["What it is made of", "orders expected", "per order", "What if", "had they bought once more in", "Chance of an order"])
      expect(stdout).toContain(part); // prettier-ignore
  });

  test("an unknown customer, or horizon, is told with what is near", async () => {
    const unknown = await longworth("explain", "c9999");
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toMatch(/There is no customer c9999 in this run\n {2}The closest ids are c\d+, c\d+, c\d+/);
    const other = await longworth("explain", "c3", "--horizon", "91d");
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringContaining("It has 90d, 180d")]);
  });

  test("a recipe that is not as published is damaged", async () => {
    const { run } = await explained("c3");
    const recipe = path.join(workspace, "runs", run, "recipe.json");
    const before = await fs.readFile(recipe, "utf8");
    await fs.writeFile(recipe, before.replace('"weight"', '"weighs"'));
    expect(await longworth("explain", "c3")).toMatchObject({ exitCode: 9 });
    await fs.writeFile(recipe, before);
  });
});

test("the strongest reasons of parts: by size, equals in their order, small ones are none", () => {
  expect(strongest({ alive: -0.5, rate: 0.5, spend: 0.2, learnt: 0 })).toEqual(["long_silent", "buys_often"]);
  expect(strongest({ alive: 0.01, rate: -0.04, spend: 0.06 })).toEqual(["large_orders"]);
  expect(strongest({})).toEqual([]);
});
