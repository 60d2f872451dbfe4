import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gammaGamma, paretoNbd, random } from "@longworth/models";
import { amountsPerDay, hasPublicLogs } from "../public-logs.js";
import { logSpend, meanSpend } from "./spend-data.js";

const PAPER = { p: 6.25, q: 3.74, v: 15.44 }; // Fader & Hardie (2013): CDNOW, 946 repeat buyers
const FITTED = { p: 6.249572271324452, q: 3.7442246671319253, v: 15.443520962586947 };
const column = (...values: readonly number[]): Float64Array => Float64Array.from(values);
const customers = (...rows: readonly (readonly [x: number, mean: number])[]) => ({
  frequency: Float64Array.from(rows, ([x]) => x),
  monetaryValue: Float64Array.from(rows, ([, mean]) => mean),
  weight: new Float64Array(rows.length).fill(1),
});

describe.skipIf(!hasPublicLogs)("fit: the published estimates (shared data)", () => {
  // independent optimiser polished to 1e-7; CLVTools, BTYD and lifetimes agree
  test.each([
    {
      log: "cdnow_sample",
      end: "1997-09-30",
      skip: 1,
      n: 946,
      at: [6.2495727, 3.7442247, 15.44352],
      ll: -4055.9176948,
    },
    {
      log: "cdnow_sample",
      end: "1997-09-30",
      skip: 0,
      n: 2349,
      at: [9.88124105, 3.39874998, 7.92858793],
      ll: -9898.45093664,
    },
    {
      log: "cdnow_full",
      end: "1997-09-30",
      skip: 1,
      n: 9450,
      at: [6.2753604, 3.6244496, 14.9836818],
      ll: -40763.4762614,
    },
    {
      log: "apparel_trans",
      end: "2006-12-31",
      skip: 1,
      n: 387,
      at: [3.0990384, 5.6536936, 56.5041988],
      ll: -1670.6630443,
    },
  ])("$log, $n customers", ({ log, end, skip, n, at, ll }) => {
    const fitted = gammaGamma.fit(meanSpend(amountsPerDay(log, end), skip));
    expect(fitted).toMatchObject({ converged: true, n });
    Object.values(fitted.params).forEach((value, i) => expect(Math.abs(value / at[i] - 1)).toBeLessThan(1e-5));
    expect(Math.abs(fitted.logLikelihood / ll - 1)).toBeLessThan(1e-6);
  });

  test("CDNOW to the digits of the reference, with its standard errors", () => {
    const fitted = gammaGamma.fit(meanSpend(amountsPerDay("cdnow_sample", "1997-09-30"), 1));
    expect(fitted.logLikelihood).toBeCloseTo(-4055.9176948018744, 8);
    expect(fitted.params.p).toBeCloseTo(FITTED.p, 6);
    expect(fitted.params.q).toBeCloseTo(FITTED.q, 6);
    expect(fitted.params.v).toBeCloseTo(FITTED.v, 5);
    const errors = fitted.covariance.map((row, i) => Math.sqrt(row[i]));
    [0.19042188567150256, 0.07748815606351322, 0.26933124667415054].forEach((e, i) =>
      expect(errors[i]).toBeCloseTo(e, 5),
    );
  });

  test("CDNOW from single amounts: a lower p, comparable with log-normal", () => {
    const fitted = gammaGamma.fitTransactions(logSpend(amountsPerDay("cdnow_sample", "1997-09-30"), 1));
    expect(fitted.converged).toBe(true);
    expect(fitted.logLikelihood).toBeCloseTo(-10707.859720615555, 6);
    expect(fitted.params.p).toBeCloseTo(3.609959164961478, 5);
    expect(fitted.params.q).toBeCloseTo(4.48616217456682, 5);
    expect(fitted.params.v).toBeCloseTo(34.08300845688813, 4);
  });

  test("log-likelihood and gradient away from the optimum", () => {
    const cells = meanSpend(amountsPerDay("cdnow_sample", "1997-09-30"), 1);
    const at = { p: 4, q: 3, v: 20 };
    expect(gammaGamma.logLikelihood(at, cells)).toBeCloseTo(-4075.7443326511875, 8);
    const gradient = gammaGamma.gradient(at, cells);
    expect(gradient.p).toBeCloseTo(2.728741028638508, 8);
    expect(gradient.q).toBeCloseTo(39.57582642569098, 8);
    expect(gradient.v).toBeCloseTo(-1.4317577544057403, 9);
  });

  test("money times k: p and q stay, v scales, the log-likelihood falls by n log k, expected spend scales", () => {
    const cells = meanSpend(amountsPerDay("cdnow_sample", "1997-09-30"), 1);
    const inCents = { ...cells, monetaryValue: cells.monetaryValue.map((z) => 100 * z) };
    const [fitted, scaled] = [gammaGamma.fit(cells), gammaGamma.fit(inCents)];
    expect(Math.abs(scaled.params.p / fitted.params.p - 1)).toBeLessThan(1e-8);
    expect(Math.abs(scaled.params.q / fitted.params.q - 1)).toBeLessThan(1e-8);
    expect(Math.abs(scaled.params.v / fitted.params.v / 100 - 1)).toBeLessThan(1e-8);
    expect(scaled.logLikelihood).toBeCloseTo(fitted.logLikelihood - 946 * Math.log(100), 7);
    const spend = gammaGamma.expectedSpend(fitted.params, cells);
    gammaGamma.expectedSpend(scaled.params, inCents).forEach((s, i) => expect(s / spend[i] / 100).toBeCloseTo(1, 8));
  });
});

test("expected spend: the first ten CDNOW customers of the paper", () => {
  // rows 1 to 10 of the published sheet; customers without a repeat purchase get the population's mean
  const cells = customers([2, 22.345], [1, 11.77], [0, NaN], [0, NaN], [0, NaN], [7, 73.74142857142857], [1, 11.77]);
  const spend = [...gammaGamma.expectedSpend(FITTED, cells)].map((s) => s.toFixed(2));
  expect(spend).toEqual(["24.65", "18.91", "35.17", "35.17", "35.17", "71.46", "18.91"]);
});

test.each([
  [0, 0, 35.17037126565609, 26.63028049200981],
  [1, 11.77, 18.91001844678962, 6.688294634832054],
  [2, 22.345, 24.65391869822029, 6.532502633221887],
  [7, 73.74142857142857, 71.46470572270384, 10.595653981320535],
  [29, 30, 30.077119904152173, 2.2234751244575692],
  [1, 500, 358.16925355160464, 126.68107668068897],
  [1000, 35, 35.00007477820902, 0.442673198556953],
])("expected spend and its deviation after %d purchases of %d", (x, mean, expected, deviation) => {
  const cells = customers([x, mean]);
  expect(gammaGamma.expectedSpend(FITTED, cells)[0]).toBeCloseTo(expected, 9);
  expect(Math.sqrt(gammaGamma.spendVariance(FITTED, cells)[0])).toBeCloseTo(deviation, 9);
});

test("the worked example of the R package: p 6, q 4, v 16", () => {
  const at = { p: 6, q: 4, v: 16 };
  expect(gammaGamma.expectedSpend(at, customers([3, 35]))[0]).toBeCloseTo(34.57142857, 8);
  expect(Math.exp(gammaGamma.logLikelihood(at, customers([3, 35])))).toBeCloseTo(0.01628040741, 11);
});

test("expected spend lies between the customer's mean and the population's, nearer to the own one with every purchase", () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0.01, max: 1e4, noNaN: true }), (x, mean) => {
      const population = gammaGamma.meanSpend(PAPER);
      const [early, late] = gammaGamma.expectedSpend(PAPER, customers([x, mean], [x + 1, mean]));
      expect(early).toBeGreaterThanOrEqual(Math.min(mean, population) - 1e-9);
      expect(early).toBeLessThanOrEqual(Math.max(mean, population) + 1e-9);
      expect(Math.abs(late - mean)).toBeLessThanOrEqual(Math.abs(early - mean) + 1e-9);
    }),
  ));

test("gradients: central differences, for both likelihoods, at any parameters", () =>
  fc.assert(
    fc.property(
      fc.tuple(
        fc.double({ min: 0.5, max: 9, noNaN: true }),
        fc.double({ min: 0.5, max: 9, noNaN: true }),
        fc.double({ min: 1, max: 60, noNaN: true }),
      ),
      ([p, q, v]) => {
        if ([p, q, v].some(Number.isNaN)) return;
        const cells = {
          ...customers([1, 12], [4, 30.5], [0, 0], [20, 7]),
          sumLog: column(2.4, 13.1, 0, 35),
          weight: column(1, 2, 5, 1),
        };
        const at = { p, q, v };
        const pairs = [
          [gammaGamma.logLikelihood, gammaGamma.gradient],
          [gammaGamma.logLikelihoodOfTransactions, gammaGamma.gradientOfTransactions],
        ] as const;
        for (const [likelihood, gradient] of pairs) {
          for (const name of ["p", "q", "v"] as const) {
            const h = 1e-5 * at[name];
            const difference =
              likelihood({ ...at, [name]: at[name] + h }, cells) - likelihood({ ...at, [name]: at[name] - h }, cells);
            const score = gradient(at, cells)[name];
            expect(Math.abs(difference / (2 * h) - score)).toBeLessThan(1e-5 * Math.max(1, Math.abs(score)));
          }
        }
      },
    ),
    { numRuns: 50 },
  ));

test("a row of weight 3 counts as three customers, a row without purchases as none", () => {
  const cells = customers([2, 20], [5, 31]);
  const more = { frequency: column(2, 5, 0), monetaryValue: column(20, 31, NaN), weight: column(3, 3, 9) };
  expect(gammaGamma.logLikelihood(PAPER, more)).toBeCloseTo(3 * gammaGamma.logLikelihood(PAPER, cells), 10);
});

test("parameters outside the domain have no likelihood", () => {
  const cells = { ...customers([2, 20]), sumLog: column(6) };
  for (const bad of [
    { ...PAPER, p: 0 },
    { ...PAPER, q: -1 },
    { ...PAPER, v: NaN },
  ]) {
    expect(gammaGamma.logLikelihood(bad, cells)).toBeNaN();
    expect(gammaGamma.logLikelihoodOfTransactions(bad, cells)).toBeNaN();
  }
});

test("equal amounts everywhere: no maximum, but finite and of the right size", () => {
  const cells = customers([1, 25], [3, 25], [8, 25], [2, 25]);
  for (const fitted of [
    gammaGamma.fit(cells),
    gammaGamma.fitTransactions({ ...cells, sumLog: cells.frequency.map((x) => x * Math.log(25)) }),
  ]) {
    expect(fitted.converged).toBe(false);
    expect(Object.values(fitted.params).every(Number.isFinite)).toBe(true);
    for (const spend of gammaGamma.expectedSpend(fitted.params, cells)) expect(spend).toBeCloseTo(25, 1);
  }
});

test("simulate, then fit: at least as likely as the truth, parameters within a few standard errors", () => {
  const truth = { p: 4, q: 4.5, v: 40 };
  const uniform = random.seeded(2);
  const amounts = Array.from({ length: 4_000 }, () => {
    const nu = random.gamma(uniform, truth.q, truth.v);
    return Array.from({ length: 1 + random.poisson(uniform, 2) }, () => random.gamma(uniform, truth.p, nu));
  });
  const mean = meanSpend(amounts, 0);
  const single = logSpend(amounts, 0);
  const fits = [
    [gammaGamma.fit(mean), gammaGamma.logLikelihood(truth, mean)],
    [gammaGamma.fitTransactions(single), gammaGamma.logLikelihoodOfTransactions(truth, single)],
  ] as const;
  for (const [fitted, atTruth] of fits) {
    expect(fitted.logLikelihood).toBeGreaterThanOrEqual(atTruth);
    [4, 4.5, 40].forEach((value, i) => {
      const error = Math.sqrt(fitted.covariance[i][i]);
      expect(Math.abs(Math.log(Object.values(fitted.params)[i] / value))).toBeLessThan(4 * error);
    });
  }
});

test("sum of m purchases: simulated, and quantiles are the inverse", () => {
  const own = gammaGamma.updated(PAPER, 3, 35);
  const uniform = random.seeded(8);
  const sums = Float64Array.from({ length: 40_000 }, () =>
    random.gamma(uniform, own.p * 4, random.gamma(uniform, own.q, own.v)),
  );
  for (const level of [0.05, 0.5, 0.95]) {
    const quantile = gammaGamma.sumQuantile(own, 4, level);
    expect(gammaGamma.sumCdf(own, 4, quantile)).toBeCloseTo(level, 10);
    expect(sums.filter((s) => s <= quantile).length / sums.length).toBeCloseTo(level, 2);
  }
  expect(gammaGamma.sumCdf(own, 0, 0)).toBe(1);
  expect(gammaGamma.sumCdf(own, 4, -1)).toBe(0);
  expect(gammaGamma.sumQuantile(own, 0, 0.9)).toBe(0);
});

test("value with an uncertain number of purchases: levels up to P(nothing) are 0, the others invert", () => {
  const own = gammaGamma.updated(PAPER, 2, 20);
  const pmf = column(0.4, 0.3, 0.2, 0.1);
  expect(gammaGamma.valueCdf(own, pmf, 0)).toBeCloseTo(0.4, 12);
  expect(gammaGamma.valueQuantile(own, pmf, 0.4)).toBe(0);
  for (const level of [0.41, 0.6, 0.95]) {
    expect(gammaGamma.valueCdf(own, pmf, gammaGamma.valueQuantile(own, pmf, level))).toBeCloseTo(level, 10);
  }
});

test("value in 39 weeks of one CDNOW customer, Pareto/NBD counts: the reference's distribution function", () => {
  const counts = { r: 0.5532770468531797, alpha: 10.57768346330232, s: 0.606239989127831, beta: 11.668735288855158 };
  const cell = {
    timeUnit: "week" as const,
    frequency: column(7),
    recency: column(206 / 7),
    T: column(272 / 7),
    weight: column(1),
  };
  const [pmf] = paretoNbd.purchaseDistribution(counts, cell, 39);
  const own = gammaGamma.updated(FITTED, 7, 73.74142857142857);
  const reference = [
    [0, 0.3113037135813522],
    [50, 0.3284797129136908],
    [100, 0.3792003735457597],
    [200, 0.49000725384008637],
    [400, 0.7194737196820262],
    [1000, 0.9837033730088925],
  ] as const;
  for (const [amount, probability] of reference) {
    expect(gammaGamma.valueCdf(own, pmf, amount)).toBeCloseTo(probability, 9);
  }
});
