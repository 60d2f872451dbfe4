/** Bands of what contracts will pay, where nearly everybody renews. */
import { expect, test } from "vitest";
import { spreadOf } from "../../../src/run/contracts/totals.js";

type Groups = Parameters<typeof spreadOf>[1];

/** One group whose contracts renew at one of these rates, as likely each. */
const groupsOf = (rates: readonly number[]): Groups =>
  [{ retention: { kind: "fitted", drawn: rates.map((rate) => () => rate) } }] as unknown as Groups; // cast: all that is read

const row = { model: 0, renewals: 0, due: 1, contracts: 10, money: 1200, squares: 144_000 };

test("no more is paid than falls due: ten yearly contracts at 120 are at most 1,200", () => {
  const { mean, p05, p95 } = spreadOf([row], groupsOf([0.99, 0.97]), ({ money, squares }) => [money, squares]);
  expect(mean).toBeCloseTo(1176, 10);
  expect(p05).toBeLessThan(mean);
  expect(p95).toBe(1200);
});

test("a band that ends below what falls due is as wide as it was", () => {
  const { p05, p95 } = spreadOf([row], groupsOf([0.5]), ({ contracts }) => [contracts, contracts]);
  const half = 1.6448536269514722 * Math.sqrt(2.5);
  expect([p05, p95]).toEqual([expect.closeTo(5 - half, 12), expect.closeTo(5 + half, 12)]);
});
