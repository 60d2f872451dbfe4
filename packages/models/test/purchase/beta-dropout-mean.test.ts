/**
 * Means of BG/NBD and MBG/NBD over all their domain, a and b tiny or huge, against 50 digits
 * (reference/bg-mean-50-digits.py made the values with mpmath).
 */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bgNbd, mbgNbd } from "@longworth/models";
import { isClose } from "../support/close.js";
import { customer } from "../support/data.js";

const reference = JSON.parse(
  readFileSync(new URL("../reference/bg-mean-50-digits.json", import.meta.url), "utf8"),
) as Record<"mean" | "discounted" | "left", readonly (readonly number[])[]>; // written by the script next to it

const DIGITS = 1e-10;
const ROUNDING = 1e-12; // of a mean: it may fall by as much where it no longer rises
const NAMED = reference.mean.slice(0, 5).map(([r, alpha, a, b]) => ({ r, alpha, a, b }));

test("expected purchases of a new customer, with and without the first coin, have ten digits", () => {
  const wrong = reference.mean.filter(([r, alpha, a, b, t, expected]) => {
    const params = { r, alpha, a, b };
    const first = b > 1 ? (b - 1) / (a + b - 1) : 1; // MBG/NBD is BG/NBD with b + 1, for those who stay at the first coin
    return !(
      isClose(bgNbd.expectedPurchasesNewCustomer(params, t), expected, DIGITS) &&
      (b <= 1 || isClose(mbgNbd.expectedPurchasesNewCustomer({ ...params, b: b - 1 }, t), first * expected, 1e-9))
    );
  });
  expect(reference.mean.length).toBeGreaterThanOrEqual(600);
  expect(wrong).toEqual([]);
});

test("expected purchases after a history are those of a new customer with the parameters it leads to", () => {
  let compared = 0;
  for (const [r, alpha, a, b, t, expected] of reference.mean) {
    const [x, T] = [Math.floor(Math.min(r, b) / 2), alpha / 2];
    if (x === 0) continue;
    compared++;
    const before = { r: r - x, alpha: alpha - T, a, b: b - x };
    const cells = customer(x, T, T);
    const [alive] = bgNbd.pAlive(before, cells);
    expect(isClose(bgNbd.expectedPurchases(before, cells, t)[0], alive * expected, 1e-9)).toBe(true);
  }
  expect(compared).toBeGreaterThan(100);
});

test("discounted for ever, they have ten digits", () => {
  const wrong = reference.discounted.filter(([r, alpha, a, b, rate, expected]) => {
    const [value] = bgNbd.discountedExpectedPurchases({ r, alpha, a, b }, customer(0, 0, 0), { rate });
    return !isClose(value, expected, DIGITS);
  });
  expect(reference.discounted.length).toBeGreaterThanOrEqual(60);
  expect(wrong).toEqual([]);
});

const power = (from: number, to: number) => fc.double({ min: from, max: to, noNaN: true }).map((e) => 10 ** e);
const anyParams = fc.record({ r: power(-3, 5), alpha: power(-3, 5), a: power(-8, 4), b: power(-3, 5) });

test.each([
  ["BG/NBD", bgNbd],
  ["MBG/NBD", mbgNbd],
] as const)("%s: the longer the horizon the more purchases, and never more than without dropout", (_, model) => {
  const grows = (params: { r: number; alpha: number; a: number; b: number }, unit: number): void => {
    let before = 0;
    for (let k = 1; k <= 40; k++) {
      const t = unit * 1.25 ** k;
      const mean = model.expectedPurchasesNewCustomer(params, t);
      expect(mean).toBeGreaterThanOrEqual(before * (1 - ROUNDING));
      expect(mean).toBeLessThanOrEqual(((params.r * t) / params.alpha) * (1 + ROUNDING));
      before = mean;
    }
  };
  for (const params of NAMED) grows(params, 0.1);
  fc.assert(
    fc.property(anyParams, power(-2, 1), (params, unit) => grows(params, unit)),
    { seed: 1, numRuns: 150 },
  );
});

test("the distribution of a new customer's purchases has that mean, also for tiny a", () => {
  for (const [r, alpha, a, b, t, expected] of reference.mean) {
    if ((r * t) / alpha > 100) continue;
    const distribution = bgNbd.purchaseDistributionNewCustomer({ r, alpha, a, b }, t);
    const mean = distribution.reduce((sum, p, n) => sum + n * p, 0);
    expect(isClose(mean, expected, 1e-9, distribution.length + 10)).toBe(true);
  }
});

test("the time within which a customer has left, also for tiny a", () => {
  const wrong = reference.left.filter(([r, alpha, a, b, time, probability]) => {
    if (probability > 0.999) return false; // 1 - probability has lost the digits
    const [within] = bgNbd.residualLifetime({ r, alpha, a, b }, customer(0, 0, 0), probability);
    return !isClose(within, time, 1e-8);
  });
  expect(reference.left.length).toBeGreaterThanOrEqual(60);
  expect(wrong).toEqual([]);
});
