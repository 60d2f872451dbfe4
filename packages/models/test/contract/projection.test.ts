/** Bands of projected survivors: published tables, simulated bases (100 of them in the long tests), and the states. */
import { gunzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { betaDiscreteWeibull, random, renewals, retentionProjection, shiftedBetaGeometric } from "@longworth/models";
import { hasShared, sharedPath } from "../support/data.js";
import { base, coverage } from "../support/subscriptions.js";

/** A shared table without its first column and head, one list per column as far as it is filled. */
function columnsOf(name: string, perCent: number): readonly (readonly number[])[] {
  const lines = gunzipSync(readFileSync(sharedPath(`data/${name}.csv.gz`)))
    .toString()
    .trim()
    .split("\n")
    .slice(1);
  const rows = lines.map((line) => line.split(",").slice(1));
  return rows[0].map((_, j) =>
    rows
      .map((row) => row[j] ?? "")
      .filter((cell) => cell !== "")
      .map((cell) => Math.round(Number(cell) * perCent)),
  );
}

test.skipIf(!hasShared)("held-back periods of the published tables lie inside their 90 % bands", () => {
  const tables = [
    ...columnsOf("sbg_fader_hardie_2007", 10).map((alive) => coverage([alive], 5, random.seeded(1))),
    coverage(columnsOf("sbg_multi_cohort", 1), 1, random.seeded(1)),
  ];
  const [inside, all] = [0, 1].map((i) => tables.reduce((sum, counts) => sum + counts[i], 0));
  expect(all).toBe(14);
  expect(inside / all).toBeGreaterThanOrEqual(0.85);
});

test("held-back periods of 20 simulated subscription bases lie inside their 90 % bands", () => {
  let [inside, all] = [0, 0];
  for (let seed = 1; seed <= 20; seed++) {
    const { cohorts, next } = base(seed);
    const counts = coverage(cohorts, 3, next);
    inside += counts[0];
    all += counts[1];
  }
  expect(all).toBeGreaterThan(300);
  expect(inside / all).toBeGreaterThan(0.85);
  expect(inside / all).toBeLessThan(0.96);
});

test("the outcome of many customers is wider than its expectation and narrower than chance alone for few", () => {
  const data = renewals.fromSurvivors([[1000, 869, 743, 653, 593, 551, 517, 491]]);
  const fit = betaDiscreteWeibull.fit(data);
  const draws = retentionProjection.retentionDraws(
    betaDiscreteWeibull,
    { fit, renewals: data },
    { random: random.seeded(3) },
  );
  if (!Array.isArray(draws)) return expect.fail("no draws");
  const of = (customers: number) =>
    retentionProjection.projectSurvivors(draws, { customers, made: 7, horizon: 5, level: 0.9 });
  const small = of(10);
  for (const [h, { low, high }] of of(491).outcome.entries()) {
    const expectation = of(491).expectation[h];
    expect(low).toBeLessThan(expectation.low);
    expect(high).toBeGreaterThan(expectation.high);
    expect([low, high].every(Number.isInteger)).toBe(true);
    expect((small.outcome[h].high - small.outcome[h].low) / 10).toBeGreaterThan((high - low) / 491);
  }
  expect(of(0).outcome).toEqual(Array.from({ length: 5 }, () => ({ low: 0, high: 0 })));
});

test("a base that has lost nobody still has a band, one with everybody lost has a state", () => {
  const project = (alive: readonly number[]) => {
    const data = renewals.fromSurvivors([alive]);
    const fit = shiftedBetaGeometric.fit(data);
    return retentionProjection.retentionDraws(
      shiftedBetaGeometric,
      { fit, renewals: data },
      { random: random.seeded(4) },
    );
  };
  const draws = project([100, 100, 100]);
  if (!Array.isArray(draws)) return expect.fail("no draws");
  const { outcome, expected } = retentionProjection.projectSurvivors(draws, {
    customers: 100,
    made: 2,
    horizon: 3,
    level: 0.9,
  });
  expect(outcome[2].high).toBe(100);
  expect(outcome[2].low).toBeLessThan(99);
  expect(expected[2]).toBeGreaterThan(97);
  expect(project([100, 0])).toMatchObject({ status: "all-lost" });
  expect(project([100, 60])).toMatchObject({ status: "mean-only", churn: 0.4 });
  expect(Array.isArray(project([1000, 800, 640, 512]))).toBe(true);
});
