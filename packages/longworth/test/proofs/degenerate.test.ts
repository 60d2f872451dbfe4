/** Rows 81 to 92 of the bad inputs: data that a model could stumble over gives numbers, or a refusal, and says so. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import type { OpenedRun } from "../../src/workspace/runs.js";
import { expectNumbers, numbersOf } from "./published-numbers.js";
import { fileOf, publishedRun } from "./shops.js";

const FIXTURES = path.join(import.meta.dirname, "..", "fixtures", "bad-inputs");

/** What run.json, quality.json and the tables of a fixture must say, beside what its command prints. */
type Published = Readonly<{
  letter?: string;
  problems?: readonly string[]; // codes that must be among those told
  notes?: readonly string[]; // parts of sentences
  findings?: readonly string[]; // ids that must be among those told
}>;
type Expected = Readonly<{
  why: string;
  argv: readonly string[];
  exitCode: number;
  stdout: Readonly<Record<string, unknown>>;
  published: Published;
}>;

const cases = readdirSync(FIXTURES)
  .filter((name) => /^0(8[1-9]|9[0-2])/.test(name))
  .map((name) => ({
    name,
    ...(JSON.parse(readFileSync(path.join(FIXTURES, name, "expected.json"), "utf8")) as Expected),
  })); // cast: the files are ours
const made = cases.filter(({ exitCode }) => exitCode === 0);
const refused = cases.filter(({ exitCode }) => exitCode !== 0);

const problemsOf = ({ folder }: OpenedRun): readonly string[] =>
  JSON.parse(readFileSync(path.join(folder, "quality.json"), "utf8")).map(
    ({ code }: Readonly<{ code: string }>) => code,
  );

const runs = new Map<string, Promise<OpenedRun>>();
/** The published run of a fixture, made once. */
const runOf = (name: string): Promise<OpenedRun> => {
  const options = { horizon: ["365d"] };
  const run = runs.get(name) ?? publishedRun([path.join(FIXTURES, name, "orders.csv")], { options });
  runs.set(name, run);
  return run;
};

test.each(refused)("$name, $why", async ({ name, argv, exitCode, stdout }) => {
  const file = path.join(FIXTURES, name, "orders.csv");
  const result = await runCli(argv.map((part) => (part === "orders.csv" ? file : part)));
  expect(JSON.parse(result.stdout)).toMatchObject({ ...stdout });
  expect(result.exitCode).toBe(exitCode);
});

test.each(made)("$name, $why: every number is one, nothing served has not converged", async ({ name, published }) => {
  const run = await runOf(name);
  await expectNumbers(run);
  const { grades, notes, findings } = run.manifest;
  if (published.letter !== undefined) expect(grades["365d"].letter).toBe(published.letter);
  expect(problemsOf(run)).toEqual(expect.arrayContaining([...(published.problems ?? [])]));
  for (const part of published.notes ?? []) expect(notes.join(" ")).toContain(part);
  expect(findings.map(({ id }) => id)).toEqual(expect.arrayContaining([...(published.findings ?? [])]));
});

describe("what must be true of single rows", () => {
  test("row 84: newcomers of the last day have T = 0 and all the same forecast of orders", async () => {
    const run = await runOf("084-newcomers");
    const [found] = await numbersOf(run, "customers", {
      newcomers: "count(*)",
      forecasts: "count(DISTINCT expected_orders_365d)",
      expected: "min(expected_orders_365d)",
      highest: "max(p_active_365d)",
      where: "tenure = 0",
    });
    expect(found).toMatchObject({ newcomers: 12, forecasts: 1 });
    expect(found.expected).toBeGreaterThan(0);
    expect(found.highest).toBeLessThan(1);
  });

  test("row 87: one customer with 99 % of the revenue makes the band wide", async () => {
    const { expected_revenue: expected, p05, p95 } = (await runOf("087-one-whale")).manifest.totals["365d"];
    expect(p95! / p05!).toBeGreaterThan(5);
    expect(expected).toBeGreaterThan(0);
  });

  test("row 88: equal amounts are expected again, for everybody alike", async () => {
    const run = await runOf("088-equal-amounts");
    const spend = { lowest: "min(expected_order_value)", highest: "max(expected_order_value)" };
    const [{ lowest, highest }] = await numbersOf(run, "customers", spend);
    expect([lowest > 20, highest < 30, highest - lowest < 1]).toEqual([true, true, true]);
    const beside = run.manifest.models.find(({ name }) => name === "gamma-gamma");
    expect(beside).toMatchObject({ role: "compared", weight: null, converged: false, params: {}, logLikelihood: null });
    expect(readFileSync(path.join(run.folder, "report.html"), "utf8")).toContain("did not converge: no figures");
  });

  test("row 89: who buys more often and dearer is expected to pay more per order", async () => {
    const run = await runOf("089-frequent-spend-more");
    const [{ correlation }] = await numbersOf(run, "customers", {
      correlation: "corr(ln(1 + frequency), ln(expected_order_value))",
    });
    expect(correlation).toBeGreaterThan(0.6);
  });

  test("row 91: a shop without a repeat order gets a small forecast in a wide band, graded too little data", async () => {
    const { grades, totals } = (await runOf("091-no-maximum-pooled")).manifest;
    const { expected_orders: expected, orders_p05: low, orders_p95: high } = totals["365d"];
    expect(grades["365d"].letter).toBe("too little data");
    expect(expected).toBeGreaterThan(0);
    expect(high! / low!).toBeGreaterThan(10);
  });
});

const DAY_MS = 86_400_000;
const day = (k: number): string => new Date(Date.UTC(2024, 0, 1) + k * DAY_MS).toISOString().slice(0, 10);
const people = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, c) =>
    Array.from({ length: 1 + (c % 7) }, (_each, k) => `P${c},${day((c * 3 + k * 41) % 500)},${20 + (c % 30)}.00`),
  ).flat();

test("row 86: a key with a hundred thousand orders is a till, its orders set aside with their money, and told", async () => {
  const robot = Array.from({ length: 100_000 }, (_, k) => `R2D2,${day(k % 500)},9.99`);
  const others = people(200);
  const run = await publishedRun([fileOf(["customer,date,amount", ...others, ...robot].join("\n"))], {
    options: { horizon: ["90d"], backtest: ["off"] },
  });
  await expectNumbers(run);
  expect(run.manifest).toMatchObject({
    customers: 200,
    inputs: [{ records: others.length + 100_000, setAside: 100_000 }],
  });
  expect(problemsOf(run)).toContain("no_customer");
});

test("row 86: a customer who buys ten times on every day of the log is kept, finite, and named as extreme", async () => {
  const reseller = Array.from({ length: 5000 }, (_, k) => `BIG,${day(k % 500)},${5 + (k % 90)}.00`);
  const crowd = Array.from({ length: 10 }, () => people(700)).flat(); // BIG has more than a tenth of the orders, less than a fifth
  const run = await publishedRun([fileOf(["customer,date,amount", ...crowd, ...reseller].join("\n"))], {
    options: { horizon: ["90d"], backtest: ["off"] },
  });
  await expectNumbers(run);
  expect(problemsOf(run)).toContain("customer_extreme");
  const [big] = await numbersOf(run, "customers", {
    frequency: "frequency",
    orders: "expected_orders_90d",
    where: "customer_id = 'BIG'",
  });
  expect(big.frequency).toBe(499);
  expect(big.orders).toBeGreaterThan(50); // the models alone: 54 (MBG/NBD) to 70 (NBD)
  expect(big.orders).toBeLessThan(91);
});
