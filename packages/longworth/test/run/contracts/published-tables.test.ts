/** Published tables through the command line: files made from counts of survivors give the printed parameters and values. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { sql } from "../../../src/sql/sql.js";
import { Manifest } from "../../../src/workspace/manifest.js";
import { runCli } from "../../support/cli.js";
import { laterMonth } from "../../support/contract-base.js";
import { duckDbWith } from "../../support/duckdb.js";
import { emptyFolder } from "../../support/effects.js";

/** Share surviving of 1,000 customers, years 0 to 12: Berry and Linoff (2004), Fader and Hardie (2007). */
const REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173];
const HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394];

type Cohort = Readonly<{ start: string; survivors: readonly number[] }>;

/** One yearly contract of price 1 per customer; those lost at renewal t end on its day. */
function linesOf({ start, survivors }: Cohort): readonly string[] {
  return survivors.flatMap((alive, t) => {
    const next = survivors[t + 1];
    const lost = next === undefined ? alive : alive - next;
    const end = next === undefined ? "" : laterMonth(start, 12 * (t + 1));
    return Array.from({ length: lost }, () => `${start},${end},year,1.00`);
  });
}

async function runOf(
  cohorts: readonly Cohort[],
  asOf: string,
): Promise<Readonly<{ manifest: Manifest; folder: string }>> {
  const root = emptyFolder();
  const file = path.join(root, "contracts.csv");
  const lines = cohorts.flatMap(linesOf).map((line, i) => `C${i},${line}`);
  await fs.writeFile(file, `customer_id,start_date,end_date,period,price\n${lines.join("\n")}\n`);
  const { stdout } = await runCli([
    "run",
    file,
    "--as-of",
    asOf,
    "--workspace",
    path.join(root, "w"),
    "--json",
    "--quiet",
  ]);
  const folder = z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
  return { folder, manifest: Manifest.parse(JSON.parse(await fs.readFile(path.join(folder, "run.json"), "utf8"))) };
}

const single = (survivors: readonly number[], renewals: number) =>
  runOf([{ start: "2000-01-01", survivors: survivors.slice(0, renewals + 1) }], `${2000 + renewals}-01-01`);

test.each([
  {
    name: "Regular",
    survivors: REGULAR,
    renewals: 7,
    params: { alpha: 0.704077, beta: 1.182043 },
    logLikelihood: -1680.26519,
  },
  {
    name: "High End",
    survivors: HIGH_END,
    renewals: 7,
    params: { alpha: 0.668088, beta: 3.806095 },
    logLikelihood: -1611.15815,
  },
  {
    name: "Regular",
    survivors: REGULAR,
    renewals: 4,
    params: { alpha: 0.763665, beta: 1.29583 },
    logLikelihood: -1401.55942,
  },
  {
    name: "High End",
    survivors: HIGH_END,
    renewals: 4,
    params: { alpha: 1.280976, beta: 7.790384 },
    logLikelihood: -1225.13491,
  },
])("sBG of $name, $renewals", async ({ name, survivors, renewals, params, logLikelihood }) => {
  const { manifest } = await single(survivors, renewals);
  const all = manifest.contracts?.retention[0];
  const model = manifest.models[0];
  if (all?.model === "beta-discrete-weibull") {
    expect([name, renewals, model?.diagnostics.likelihoodRatio]).toEqual(["High End", 7, expect.closeTo(11.69, 2)]);
    expect(all.params).toEqual({
      gamma: expect.closeTo(0.2143, 2),
      delta: expect.closeTo(1.4266, 1),
      c: expect.closeTo(1.7236, 2),
    });
    expect(model?.logLikelihood).toBeCloseTo(-1605.3142, 3);
    return;
  }
  if (all === undefined) throw new Error("nothing was fitted");
  expect(all.params.alpha).toBeCloseTo(params.alpha, 4);
  expect(all.params.beta).toBeCloseTo(params.beta, 4);
  expect(model?.logLikelihood).toBeCloseTo(logLikelihood, 3);
});

test("DEL and DERL of Regular at 10 %: before and after a renewal are two numbers", async () => {
  const { manifest, folder } = await single(REGULAR, 7);
  const all = manifest.contracts?.retention[0];
  expect(all?.del).toBeCloseTo(3.694908, 4);
  for (const [renewal, value] of [
    [1, 2.9644],
    [2, 4.10314],
    [5, 5.8941],
    [7, 6.57566],
  ] as const) {
    expect(all?.derlBefore[renewal - 1]).toBeCloseTo(value, 4);
    expect(all?.derlAfter[renewal - 1]).toBeCloseTo(value / 1.1, 4); // DERL_pre(n + 1) = (1 + d) DERL_post(n)
  }
  const engine = await duckDbWith([], [path.join(folder, "contracts.parquet")]);
  const query = sql`SELECT DISTINCT renewals, derl_before_renewal AS before, derl_after_renewal AS after FROM read_parquet(${path.join(folder, "contracts.parquet")}) WHERE status = 'running'`;
  const rows = await engine.rows(query, z.object({ renewals: z.number(), before: z.number(), after: z.number() }));
  expect(rows).toEqual([
    { renewals: 7, before: all?.derlBefore[7], after: expect.closeTo((all?.derlBefore[8] ?? 0) / 1.1, 9) },
  ]);
  engine.close();
});

test("the projection of Regular from year 7 holds years 8 to 12 in its band", async () => {
  const { folder } = await single(REGULAR, 7);
  const engine = await duckDbWith([], [path.join(folder, "retention.parquet")]);
  const query = sql`SELECT CAST(renewal AS double) AS renewal, expected_survival AS expected, expected_p05 AS low, expected_p95 AS high
FROM read_parquet(${path.join(folder, "retention.parquet")}) WHERE scope = 'all' AND renewal BETWEEN 8 AND 12 ORDER BY renewal`;
  const rows = await engine.rows(
    query,
    z.object({ renewal: z.number(), expected: z.number(), low: z.number(), high: z.number() }),
  );
  expect(rows.map(({ expected }) => expected)).toEqual(
    [0.22, 0.204, 0.191, 0.18, 0.17].map((share) => expect.closeTo(share, 2)),
  );
  for (const { renewal, low, high } of rows) {
    const actual = (REGULAR[renewal] ?? 0) / 1000;
    expect([renewal, low <= actual && actual <= high]).toEqual([renewal, true]);
  }
  engine.close();
});

test("five vintages of 10,000: parameters, and the residual value of the base the day before its renewals", async () => {
  const survivors = [10_000, 6334, 4367, 3264, 2604];
  const cohorts = [2003, 2004, 2005, 2006, 2007].map((year, i) => ({
    start: `${year}-01-01`,
    survivors: survivors.slice(0, 5 - i),
  }));
  const { manifest } = await runOf(cohorts, "2007-12-31");
  const all = manifest.contracts?.retention[0];
  expect(manifest.contracts).toMatchObject({ contracts: 50_000, running: 26_569 });
  expect(all).toMatchObject({ decisions: 71_000, lost: 23_431, model: "shifted-beta-geometric" });
  expect(all?.params.alpha).toBeCloseTo(1.667088, 4);
  expect(all?.params.beta).toBeCloseTo(2.856612, 4);
  expect(manifest.models[0]?.logLikelihood).toBeCloseTo(-44644.1155, 2);
  const { value = 0, low = 0, high = 0 } = manifest.contracts?.residual ?? {};
  expect(value).toBeCloseTo(73_342 * 1.1 ** (-1 / 365.25), -1);
  expect(low < value && value < high).toBe(true);
}, 60_000);

const facts = async (survivors: readonly number[], renewals = survivors.length - 1) =>
  (await single(survivors, renewals)).manifest;

test("constant churn is homogeneous: a rate, no parameters of 8,524", async () => {
  const { contracts, models } = await facts([1000, 800, 640, 512]);
  expect(contracts?.retention[0]).toMatchObject({
    status: "homogeneous",
    params: {},
    churn: { status: "ok", share: expect.closeTo(0.2, 10) },
  });
  expect(models[0]).toMatchObject({ converged: false, params: {} });
  expect(contracts?.retention[0]?.derlBefore[0]).toBeCloseTo(0.8 / (1 - 0.8 / 1.1), 9);
});

test("nobody lost is an upper bound, neither 0 nor 1.67 %", async () => {
  const { contracts, grades } = await facts([60, 60, 60]);
  expect(contracts?.retention[0]).toMatchObject({
    status: "no-events",
    del: null,
    derlBefore: [],
    churn: { status: "no-events", share: null, low: null, high: expect.closeTo(1 - 0.05 ** (1 / 120), 10) },
  });
  expect(contracts?.residual).toBeNull();
  expect(grades["365d"]?.letter).toBe("too little data");
  const months = contracts?.bridge ?? [];
  expect(months.at(-1)?.logoChurn).toMatchObject({
    status: "no-events",
    share: null,
    high: expect.closeTo(1 - 0.05 ** (1 / 60), 10),
  });
  expect(months.at(-1)?.revenueChurn).toMatchObject({ status: "no-events", share: null });
});

test("everybody lost at once is all-lost: nothing is forecast, nothing is broken", async () => {
  const { contracts, totals } = await facts([500, 0]);
  expect(contracts).toMatchObject({
    running: 0,
    retention: [{ status: "all-lost", del: null, churn: { status: "all-lost", share: null } }],
  });
  expect(totals["365d"]).toMatchObject({ expected_orders: 0, expected_revenue: 0 });
});

test("one tenure tells a mean, and says so", async () => {
  const { contracts } = await facts([500, 400]);
  expect(contracts?.retention[0]).toMatchObject({
    status: "mean-only",
    params: {},
    churn: { share: expect.closeTo(0.2, 10) },
  });
});

test("contracts that are all too young have no churn, and are forecast by none", async () => {
  const { manifest } = await runOf([{ start: "2025-03-01", survivors: [80] }], "2025-06-30");
  expect(manifest.contracts).toMatchObject({
    running: 80,
    retention: [{ status: "no-data", del: null, survival: null }],
  });
});
