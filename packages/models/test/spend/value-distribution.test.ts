import * as fc from "fast-check";
import { expect, test } from "vitest";
import { random, special, valueDistribution } from "@longworth/models";

const column = (...values: readonly number[]): Float64Array => Float64Array.from(values);
const mixtureOf = (pmf: Float64Array, spend: Readonly<{ v: number; s2: number }>) =>
  valueDistribution.valueDistribution(pmf, valueDistribution.sumComponents(spend, pmf.length - 1));
const SPEND = { v: 0.12, s2: 0.33 };
const PMF = column(0.45, 0.25, 0.15, 0.1, 0.05);

const distributions = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 40 }),
    fc.double({ min: 1e-6, max: 2, noNaN: true }),
    fc.double({ min: 1e-3, max: 2, noNaN: true }),
  )
  .map(([parts, v, s2]) => {
    const all = parts.reduce((sum, part) => sum + part + 1, 0);
    return mixtureOf(column(...parts.map((part) => (part + 1) / all)), { v, s2 });
  });

test("mean: expected purchases times the expected amount, exactly", () => {
  const mixture = mixtureOf(PMF, SPEND);
  const purchases = PMF.reduce((sum, p, n) => sum + n * p, 0);
  expect(valueDistribution.mean(mixture)).toBeCloseTo(purchases * Math.exp((SPEND.v + SPEND.s2) / 2), 12);
});

test("variance: the law of total variance, with the sum's own variance matched exactly", () => {
  const { v, s2 } = SPEND;
  const mixture = mixtureOf(PMF, SPEND);
  // given the level, n amounts have mean n a and variance n a^2 (e^s2 - 1), a = exp(theta + s2 / 2); E[a^2] = exp(2 v + s2)
  const second = PMF.reduce((sum, p, n) => sum + p * (n * n + n * Math.expm1(s2)) * Math.exp(2 * v + s2), 0);
  expect(valueDistribution.variance(mixture)).toBeCloseTo(second - valueDistribution.mean(mixture) ** 2, 10);
});

test("the draws of the forecast's recipe have this distribution", () => {
  const uniform = random.seeded(21);
  const mixture = mixtureOf(PMF, SPEND);
  const draws = Float64Array.from({ length: 200_000 }, () => {
    const u = uniform();
    let n = 0;
    for (let reached = PMF[0]; reached < u && n < PMF.length - 1; reached += PMF[++n]);
    if (n === 0) return 0;
    const theta = Math.sqrt(SPEND.v) * random.normal(uniform);
    const c = Math.log(1 + (Math.exp(SPEND.s2) - 1) / n);
    return n * Math.exp(theta + SPEND.s2 / 2 + Math.sqrt(c) * random.normal(uniform) - c / 2);
  }).sort();
  const share = (z: number) => draws.filter((d) => d <= z).length / draws.length;
  const levels = [0.5, 0.75, 0.9, 0.95, 0.99];
  valueDistribution.quantiles(mixture, levels).forEach((q, i) => expect(share(q)).toBeCloseTo(levels[i], 2));
  const mean = draws.reduce((sum, d) => sum + d, 0) / draws.length;
  expect(mean / valueDistribution.mean(mixture)).toBeCloseTo(1, 2);
});

test("close to the sum of single log-normal amounts (simulated), which it approximates", () => {
  const uniform = random.seeded(22);
  const mixture = mixtureOf(column(0, 0, 0, 1), SPEND); // three purchases for sure
  const sums = Float64Array.from({ length: 100_000 }, () => {
    const theta = Math.sqrt(SPEND.v) * random.normal(uniform);
    let sum = 0;
    for (let k = 0; k < 3; k++) sum += Math.exp(theta + Math.sqrt(SPEND.s2) * random.normal(uniform));
    return sum;
  });
  for (const level of [0.05, 0.5, 0.95]) {
    const [q] = valueDistribution.quantiles(mixture, [level]);
    expect(Math.abs(sums.filter((s) => s <= q).length / sums.length - level)).toBeLessThan(0.01);
  }
});

test("cdf: the exact normal mixture, 0 below 0, the mass at 0", () => {
  const mixture = mixtureOf(PMF, SPEND);
  for (const z of [1e-4, 0.3, 1, 2.7, 40, 1e4]) {
    let exact = PMF[0];
    for (let n = 1; n < PMF.length; n++) {
      const c = Math.log(1 + (Math.exp(SPEND.s2) - 1) / n);
      exact += PMF[n] * special.normalCdf((Math.log(z) - Math.log(n) - SPEND.s2 / 2 + c / 2) / Math.sqrt(SPEND.v + c));
    }
    expect(Math.abs(valueDistribution.cdf(mixture, z) - exact)).toBeLessThan(3e-11);
  }
  expect(valueDistribution.cdf(mixture, 0)).toBe(0.45);
  expect(valueDistribution.cdf(mixture, -1)).toBe(0);
});

test("quantiles: the inverse of the cdf, rising, 0 up to P(nothing), for any distribution", () =>
  fc.assert(
    fc.property(distributions, (mixture) => {
      const levels = [0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999];
      const found = valueDistribution.quantiles(mixture, levels);
      found.forEach((q, i) => {
        if (levels[i] <= mixture.zero) return expect(q).toBe(0);
        expect(Math.abs(valueDistribution.cdf(mixture, q) - levels[i])).toBeLessThan(1e-7);
        return expect(q).toBeGreaterThanOrEqual(i > 0 ? found[i - 1] : 0);
      });
    }),
    { numRuns: 500 },
  ));

test("quantiles: a level alone gives what it gives among others", () =>
  fc.assert(
    fc.property(distributions, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (mixture, level) => {
      const [alone] = valueDistribution.quantiles(mixture, [level]);
      const [, among] = valueDistribution.quantiles(mixture, [level / 2, level, (1 + level) / 2]);
      expect(Math.abs(among - alone)).toBeLessThanOrEqual(1e-6 * alone);
    }),
  ));

test("quantiles: two purchases counts far apart leave a flat stretch, which is crossed", () => {
  const pmf = new Float64Array(5_001);
  pmf[1] = 0.5;
  pmf[5_000] = 0.5;
  const mixture = mixtureOf(pmf, { v: 0.001, s2: 0.001 });
  const found = valueDistribution.quantiles(mixture, [0.4, 0.4999, 0.5001, 0.6]);
  expect(found[1]).toBeLessThan(2);
  expect(found[2]).toBeGreaterThan(4_000);
});

test("nothing is ever bought: every quantile is 0, mean and variance 0", () => {
  const mixture = mixtureOf(column(1, 0, 0), SPEND);
  expect([...valueDistribution.quantiles(mixture, [0.05, 0.5, 0.95])]).toEqual([0, 0, 0]);
  expect(valueDistribution.mean(mixture)).toBe(0);
  expect(valueDistribution.variance(mixture)).toBe(0);
});
