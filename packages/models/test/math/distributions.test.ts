/** Quantiles of Beta: closed forms, symmetry, the way back. */
import { distributions, special } from "@longworth/models";
import { expect, test } from "vitest";

const LEVELS = [0.001, 0.025, 0.5, 0.9, 0.975];

test.each(LEVELS)("of Beta(a, 1) it is p to the power of 1 / a, of Beta(1, 1) p itself: %s", (p) => {
  for (const a of [0.5, 1, 3, 40]) expect(distributions.betaQuantile(p, a, 1)).toBeCloseTo(p ** (1 / a), 12);
});

test.each(LEVELS)("Beta(b, a) is Beta(a, b) from the other end: %s", (p) => {
  expect(distributions.betaQuantile(p, 3.5, 1.25)).toBeCloseTo(1 - distributions.betaQuantile(1 - p, 1.25, 3.5), 12);
});

test.each(LEVELS)("the way back: %s", (p) => {
  const x = distributions.betaQuantile(p, 900.5, 2100);
  expect(special.incompleteBeta(900.5, 2100, [x]).lower).toBeCloseTo(p, 10);
});
