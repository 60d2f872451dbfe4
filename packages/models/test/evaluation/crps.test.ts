import * as fc from "fast-check";
import { expect, test } from "vitest";
import { crps, metrics, random, special, valueDistribution } from "@longworth/models";

const column = (...values: readonly number[]): Float64Array => Float64Array.from(values);
const mixtureOf = (pmf: Float64Array, spend: Readonly<{ v: number; s2: number }>) =>
  valueDistribution.valueDistribution(pmf, valueDistribution.sumComponents(spend, pmf.length - 1));

test("draws: the fair version of the published example", () => {
  // retention reference D.crps: 3.2666666666666675 fair, 5.388888888888889 as a plain double sum
  expect(crps.crpsOfDraws(column(12), [column(10, 0, 3, 60, 0, 25)])[0]).toBeCloseTo(3.2666666666666675, 12);
});

test("a point forecast scores its absolute error, from counts and from quantiles", () => {
  const sure = column(0, 0, 0, 1, 0, 0);
  expect([...crps.crpsOfPmfs(column(0, 3, 5, 9), [sure, sure, sure, sure])]).toEqual([3, 0, 2, 6]);
  const levels = [0.1, 0.5, 0.9];
  const quantiles = levels.map(() => column(3, 3, 3));
  const fromQuantiles = crps.crpsOfQuantiles(column(0, 3, 9), levels, quantiles);
  expect([...fromQuantiles].map((s) => Number(s.toFixed(12)))).toEqual([3, 0, 6]);
});

test("counts: equal to E|Y - y| - E|Y - Y'| / 2 for any distribution and any actual, beyond the table, too", () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 12 }),
      fc.nat(20),
      (parts, actual) => {
        const all = parts.reduce((sum, part) => sum + part + 1, 0);
        const pmf = column(...parts.map((part) => (part + 1) / all));
        let expected = 0;
        pmf.forEach((p, n) => {
          expected += p * Math.abs(n - actual);
          pmf.forEach((other, k) => (expected -= (p * other * Math.abs(n - k)) / 2));
        });
        expect(crps.crpsOfPmfs(column(actual), [pmf])[0]).toBeCloseTo(expected, 10);
      },
    ),
  ));

test("quantiles: many levels come to the closed form of a log-normal", () => {
  const mixture = { zero: 0.3, weight: column(0.7), mu: column(1), sigma: column(0.6) };
  const levels = Array.from({ length: 2_000 }, (_, k) => (k + 0.5) / 2_000);
  const quantiles = [...valueDistribution.quantiles(mixture, levels)].map((q) => column(q));
  for (const actual of [0, 0.5, 2, 30]) {
    const closed = crps.crpsOfMixtures(column(actual), [mixture])[0];
    expect(crps.crpsOfQuantiles(column(actual), levels, quantiles)[0]).toBeCloseTo(closed, 2);
  }
});

test("mixtures: the closed form against the integral of (F - 1{y <= z})^2, negative actuals included", () => {
  const mixture = mixtureOf(column(0.5, 0.3, 0.15, 0.05), { v: 0.1, s2: 0.3 });
  for (const actual of [-2, 0, 0.01, 1, 8]) {
    let integral = actual < 0 ? -actual : 0; // F is 0 and the actual reached from there to 0
    const step = 1e-3;
    for (let z = step / 2; z < 60; z += step) {
      integral += step * (valueDistribution.cdf(mixture, z) - Number(z >= actual)) ** 2;
    }
    expect(crps.crpsOfMixtures(column(actual), [mixture])[0]).toBeCloseTo(integral, 4);
  }
});

test("mixtures: a single log-normal, by Baringhaus & Franz' formula", () => {
  const [mu, sigma, y] = [0.4, 0.8, 2.5];
  const z = (Math.log(y) - mu) / sigma;
  const mean = Math.exp(mu + sigma ** 2 / 2);
  const tails = special.normalCdf(z - sigma) + special.normalCdf(sigma / Math.SQRT2) - 1;
  const expected = y * (2 * special.normalCdf(z) - 1) - 2 * mean * tails;
  const mixture = { zero: 0, weight: column(1), mu: column(mu), sigma: column(sigma) };
  expect(crps.crpsOfMixtures(column(y), [mixture])[0]).toBeCloseTo(expected, 12);
});

test("the true distribution scores better than a shifted one, on average", () => {
  const uniform = random.seeded(11);
  const pmf = column(0.6, 0.2, 0.1, 0.1);
  const shifted = column(0.2, 0.6, 0.1, 0.1);
  const actual = Float64Array.from({ length: 4_000 }, () => {
    const u = uniform();
    return u < 0.6 ? 0 : u < 0.8 ? 1 : u < 0.9 ? 2 : 3;
  });
  const score = (forecast: Float64Array) =>
    metrics.mean(
      crps.crpsOfPmfs(
        actual,
        Array.from(actual, () => forecast),
      ),
    );
  expect(score(pmf)).toBeLessThan(score(shifted));
});
