/** Shares of accounts with few customers each. */
import { random as draws } from "@longworth/models";
import { expect, test } from "vitest";
import { shrunkShares } from "../../src/retention/accounts.js";

/** Accounts of 1 to 8 customers; chances of staying ~ Beta(a, b). */
function simulated(accounts: number, [a, b]: readonly [number, number], seed: number) {
  const random = draws.seeded(seed);
  const all = Float64Array.from({ length: accounts }, () => 1 + Math.floor(8 * random()));
  const truth = all.map(() => draws.beta(random, a, b));
  const some = all.map((n, i) => {
    let count = 0;
    for (let k = 0; k < n; k++) count += Number(random() < (truth[i] ?? 0));
    return count;
  });
  return { some, all, truth };
}

test("one of one is not 100 %, none of one not 0 %: both stand between that and the share of all", () => {
  const { some, all } = simulated(400, [2, 1], 4);
  const found = shrunkShares(Float64Array.of(...some, 1, 0), Float64Array.of(...all, 1, 1));
  expect(found.isAlike).toBe(false);
  const [one, none] = found.share.slice(-2);
  expect(one).toBeLessThan(0.95);
  expect(one).toBeGreaterThan(found.pooled);
  expect(none).toBeGreaterThan(0.2);
  expect(none).toBeLessThan(found.pooled);
});

test("the strength is that of the truth, Beta(2, 1) counts for three", () => {
  const strengths = Array.from({ length: 20 }, (_, seed) => {
    const { some, all } = simulated(1000, [2, 1], seed + 1);
    return shrunkShares(some, all).strength;
  });
  const mean = strengths.reduce((sum, v) => sum + v, 0) / strengths.length;
  expect(mean).toBeGreaterThan(2.7);
  expect(mean).toBeLessThan(3.3);
});

test("moved shares are nearer to the truth than raw ones, and their intervals hold about as often as they say", () => {
  const { some, all, truth } = simulated(3000, [2, 1], 8);
  const found = shrunkShares(some, all);
  const error = (shares: Float64Array): number =>
    shares.reduce((sum, v, i) => sum + (v - (truth[i] ?? 0)) ** 2, 0) / shares.length;
  expect(error(found.share)).toBeLessThan(0.7 * error(some.map((k, i) => k / (all[i] ?? 1))));
  const inside = truth.filter((v, i) => v >= (found.low[i] ?? 1) && v <= (found.high[i] ?? 0)).length / truth.length;
  expect(inside).toBeGreaterThan(0.92);
  expect(inside).toBeLessThan(0.98);
});

test("where accounts are alike, each has the share of all", () => {
  const some = Float64Array.of(2, 2, 2, 2);
  const all = Float64Array.of(4, 4, 4, 4);
  const { share, isAlike, pooled } = shrunkShares(some, all);
  expect([isAlike, pooled]).toEqual([true, 0.5]);
  for (const one of share) expect(one).toBeCloseTo(0.5, 12);
});

test("weights grow with what is known of an account", () => {
  const { some, all } = simulated(300, [2, 1], 2);
  const { weight } = shrunkShares(some, all);
  const of = (n: number): number => weight[all.indexOf(n)] ?? NaN;
  expect(of(1)).toBeLessThan(of(4));
  expect(of(4)).toBeLessThan(of(8));
});

test.each([
  ["nobody stays", [0, 0], 0],
  ["everybody stays", [3, 2], 1],
])("%s: the share of all, with an interval that leaves room", (_, some, share) => {
  const found = shrunkShares(Float64Array.from(some), Float64Array.of(3, 2));
  expect(Array.from(found.share)).toEqual([share, share]);
  expect((found.high[0] ?? 0) - (found.low[0] ?? 0)).toBeGreaterThan(0.1);
});
