import fc from "fast-check";
import { expect, test } from "vitest";
import { nbd, special } from "@longworth/models";
import { expectClose } from "../support/close.js";
import { customer } from "../support/data.js";

const AT = { r: 0.385, alpha: 12.07 };

test("identity: the distribution is the negative binomial of the textbook", () => {
  const z = 39 / (AT.alpha + 39);
  nbd.purchaseDistributionNewCustomer(AT, 39).forEach((p, n) => {
    const log = special.lrise(AT.r, n) - special.lgamma(n + 1) + n * Math.log(z) + AT.r * Math.log1p(-z);
    expectClose(p, Math.exp(log), 1e-11);
  });
});

test("heavy buyers, whose P(0) is not a number any more, have a distribution that sums to 1 with the right mean", () =>
  fc.assert(
    fc.property(fc.integer({ min: 2_000, max: 40_000 }), fc.integer({ min: 5, max: 90 }), (x, horizon) => {
      const [distribution] = nbd.purchaseDistribution(AT, customer(x, 50, 52), horizon);
      expectClose(
        distribution.reduce((a, b) => a + b, 0),
        1,
        1e-9,
      );
      expectClose(
        distribution.reduce((sum, p, n) => sum + n * p, 0),
        ((AT.r + x) / (AT.alpha + 52)) * horizon,
        1e-8,
      );
    }),
    { numRuns: 30 },
  ));

test("nobody ever leaves", () => {
  expect(nbd.pAlive(AT, customer(9, 2, 500))[0]).toBe(1);
  expect(nbd.residualLifetime(AT, customer(9, 2, 500), 0.99)[0]).toBe(Infinity);
});

test("discounted for ever it is the rate over the discount rate", () => {
  const [forever] = nbd.discountedExpectedPurchases(AT, customer(3, 5, 9), { rate: 0.01 });
  expectClose(forever, (AT.r + 3) / (AT.alpha + 9) / 0.01, 1e-14);
  expect(nbd.discountedExpectedPurchases(AT, customer(3, 5, 9), { rate: 0 })[0]).toBe(Infinity);
});

test("recency tells nothing", () => {
  expect(nbd.logLikelihood(AT, customer(3, 5, 9))).toBe(nbd.logLikelihood(AT, customer(3, 8, 9)));
});
