import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logNormal, random } from "@longworth/models";
import { amountsPerDay, hasPublicLogs } from "../public-logs.js";
import { logSpend } from "./spend-data.js";

const column = (...values: readonly number[]): Float64Array => Float64Array.from(values);
const CELLS = {
  n: column(1, 4, 0, 9),
  meanLog: column(2.5, 3.4, NaN, 3),
  withinSS: column(0, 0.9, 0, 2.2),
  weight: column(1, 2, 5, 1),
};
const AT = { median: 24, sigma: 0.5, tau: 0.6 };

describe.skipIf(!hasPublicLogs)("on the public logs (shared data)", () => {
  test("fit: CDNOW, repeat purchases", () => {
    const fitted = logNormal.fit(logSpend(amountsPerDay("cdnow_sample", "1997-09-30"), 1));
    expect(fitted).toMatchObject({ converged: true, n: 946 });
    expect(fitted.logLikelihood).toBeCloseTo(-10697.275955907113, 6);
    expect(Math.log(fitted.params.median)).toBeCloseTo(3.290847662773812, 6);
    expect(fitted.params.sigma).toBeCloseTo(0.5622462438847762, 6);
    expect(fitted.params.tau).toBeCloseTo(0.4689883949162972, 6);
  });

  test.each([
    ["cdnow_sample", "1997-09-30"],
    ["online_retail_2010_2011", "2011-06-30"],
  ])("fitSpend: %s to the digits of the forecast's reference", (log, end) => {
    const file = new URL(`../../../../../shared/reference/forecast/${log}.json`, import.meta.url);
    const { spend } = JSON.parse(readFileSync(file, "utf8")) as { spend: { b: number[]; s2: number; t2: number } };
    const model = logNormal.fitSpend(logSpend(amountsPerDay(log, end), 0));
    expect(Math.abs(model.s2 - spend.s2)).toBeLessThan(1e-12);
    expect(Math.abs(model.t2 - spend.t2)).toBeLessThan(1e-12);
    expect(model.b0).toBeCloseTo(spend.b[0], 6); // the reference prints seven digits
    expect(model.b1).toBeCloseTo(spend.b[1], 6);
  });

  test("posterior: the expected spend of the reference's customers", () => {
    const file = new URL("../../../../../shared/reference/forecast/cdnow_sample.json", import.meta.url);
    const { customers50 } = JSON.parse(readFileSync(file, "utf8")) as { customers50: { id: string; spend: number }[] };
    const model = logNormal.fitSpend(logSpend(amountsPerDay("cdnow_sample", "1997-09-30"), 0));
    const [first] = customers50; // customer 00004 bought for 29.33, 29.73 and 14.96
    const cells = logSpend([[29.33, 29.73, 14.96]], 0);
    expect(logNormal.posterior(model, cells).spend[0]).toBeCloseTo(first.spend, 4);
  });
});

test("logLikelihood: independent normal amounts when customers do not differ", () => {
  const logs = [3.1, 2.7, 3.9];
  const cells = logSpend([logs.map(Math.exp)], 0);
  const normal = logs.map((y) => -Math.log(Math.sqrt(2 * Math.PI) * 0.5) - (y - 3) ** 2 / 0.5 - y);
  const at = { median: Math.exp(3), sigma: 0.5, tau: 1e-9 };
  expect(logNormal.logLikelihood(at, cells)).toBeCloseTo(
    normal.reduce((a, b) => a + b),
    10,
  );
});

test("gradient: central differences", () =>
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 90, noNaN: true }),
      fc.double({ min: 0.1, max: 2, noNaN: true }),
      fc.double({ min: 0.1, max: 2, noNaN: true }),
      (median, sigma, tau) => {
        const at = { median, sigma, tau };
        for (const name of ["median", "sigma", "tau"] as const) {
          const h = 1e-6 * at[name];
          const likelihood = (value: number) => logNormal.logLikelihood({ ...at, [name]: value }, CELLS);
          const difference = (likelihood(at[name] + h) - likelihood(at[name] - h)) / (2 * h);
          const score = logNormal.gradient(at, CELLS)[name];
          expect(Math.abs(difference - score)).toBeLessThan(1e-4 * Math.max(1, Math.abs(score)));
        }
      },
    ),
  ));

test("a row of weight 3 counts as three customers", () => {
  const thrice = { ...CELLS, weight: CELLS.weight.map((w) => 3 * w) };
  expect(logNormal.logLikelihood(AT, thrice)).toBeCloseTo(3 * logNormal.logLikelihood(AT, CELLS), 9);
  const rows = [0, 1, 1, 2, 3];
  const single = {
    n: Float64Array.from(rows, (i) => CELLS.n[i]),
    meanLog: Float64Array.from(rows, (i) => CELLS.meanLog[i]),
    withinSS: Float64Array.from(rows, (i) => CELLS.withinSS[i]),
    weight: new Float64Array(rows.length).fill(1),
  };
  const [weighted, unweighted] = [logNormal.fitSpend(CELLS), logNormal.fitSpend(single)];
  for (const name of ["b0", "b1", "s2", "t2"] as const) expect(weighted[name]).toBeCloseTo(unweighted[name], 12);
});

test("money times k: medians scale, spreads stay, the log-likelihood falls by the number of amounts times log k", () => {
  const shifted = { ...CELLS, meanLog: CELLS.meanLog.map((y) => y + Math.log(100)) };
  const [fitted, scaled] = [logNormal.fit(CELLS), logNormal.fit(shifted)];
  expect(scaled.params.median / fitted.params.median / 100).toBeCloseTo(1, 8);
  expect(scaled.params.sigma).toBeCloseTo(fitted.params.sigma, 8);
  expect(scaled.params.tau).toBeCloseTo(fitted.params.tau, 8);
  expect(scaled.logLikelihood).toBeCloseTo(fitted.logLikelihood - 18 * Math.log(100), 8);
  const spend = logNormal.posterior(logNormal.fitSpend(CELLS), CELLS).spend;
  const scaledSpend = logNormal.posterior(logNormal.fitSpend(shifted), shifted).spend;
  scaledSpend.forEach((s, i) => expect(s / spend[i] / 100).toBeCloseTo(1, 9));
});

test("simulate, then fit: the truth within a few standard errors, dependence on frequency included", () => {
  const uniform = random.seeded(6);
  const truth = { b0: 3, b1: 0.2, s2: 0.3, t2: 0.15 };
  const amounts = Array.from({ length: 6_000 }, () => {
    const n = 1 + random.poisson(uniform, 3);
    const level = truth.b0 + truth.b1 * Math.log(n) + Math.sqrt(truth.t2) * random.normal(uniform);
    return Array.from({ length: n }, () => Math.exp(level + Math.sqrt(truth.s2) * random.normal(uniform)));
  });
  const cells = logSpend(amounts, 0);
  const model = logNormal.fitSpend(cells);
  expect(model.b0).toBeCloseTo(truth.b0, 1);
  expect(Math.abs(model.b1 - truth.b1)).toBeLessThan(0.04);
  expect(Math.abs(model.s2 - truth.s2)).toBeLessThan(0.01);
  expect(Math.abs(model.t2 - truth.t2)).toBeLessThan(0.02);
  const fitted = logNormal.fit(cells);
  const atTruth = { median: Math.exp(3.2), sigma: Math.sqrt(0.3), tau: Math.sqrt(0.15) };
  expect(fitted.logLikelihood).toBeGreaterThanOrEqual(logNormal.logLikelihood(atTruth, cells));
});

test("posterior: one purchase pulls towards the population, many keep the own level; none is the population's", () => {
  const model = { b0: 3, b1: 0, s2: 0.3, t2: 0.2 };
  const { m, v, spend } = logNormal.posterior(model, { n: column(0, 1, 1e6), meanLog: column(NaN, 4, 4) });
  expect([...m].map((x) => Number(x.toFixed(4)))).toEqual([3, 3.4, 4]);
  expect([...v].map((x) => Number(x.toFixed(4)))).toEqual([0.2, 0.12, 0]);
  expect(spend[0]).toBeCloseTo(Math.exp(3 + 0.1 + 0.15), 10);
});

test("finite for one customer, for equal amounts and for no repeat purchases", () => {
  const one = { n: column(1), meanLog: column(3), withinSS: column(0), weight: column(1) };
  const equal = { n: column(3, 5), meanLog: column(3, 3), withinSS: column(0, 0), weight: column(1, 1) };
  for (const cells of [one, equal]) {
    const model = logNormal.fitSpend(cells);
    expect(Object.values(model).every(Number.isFinite)).toBe(true);
    expect(model.t2).toBeGreaterThan(0);
    const fitted = logNormal.fit(cells);
    expect(fitted.converged).toBe(false);
    expect(Object.values(fitted.params).every(Number.isFinite)).toBe(true);
  }
  expect(logNormal.fitSpend({ ...one, n: column(0) }).s2).toBeNaN();
});

test("the fitted model in the posterior's form gives the closed form of the expected amount", () => {
  const model = logNormal.spendModelOf(AT);
  const { spend } = logNormal.posterior(model, { n: column(2), meanLog: column(3) });
  const v = 1 / (1 / 0.36 + 2 / 0.25);
  const m = v * (Math.log(24) / 0.36 + (2 * 3) / 0.25);
  expect(spend[0]).toBeCloseTo(Math.exp(m + v / 2 + 0.125), 10);
});
