import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { special } from "@longworth/models";
import { expectClose } from "../support/close.js";
import { hasShared, references } from "../support/data.js";

const FUNCTIONS: readonly (readonly [table: string, tolerance: number, f: (...args: number[]) => number])[] = [
  ["lgamma", 1e-14, special.lgamma],
  ["digamma", 3e-15, special.digamma],
  ["trigamma", 2e-15, special.trigamma],
  ["lgamma_rise", 5e-15, special.lrise],
  ["digamma_rise", 2e-15, special.psirise],
  ["lbeta", 1e-14, special.lbeta],
  ["lgamma1p", 1e-15, special.lgamma1p],
  ["hyp2f1_1bc", 1e-12, special.hyp2f1One],
  ["expint_scaled", 1e-13, special.es],
  ["betainc_regularized", 1e-13, (a, b, x) => special.incompleteBeta(a, b, [x]).lower],
  ["gammainc_P", 1e-14, (a, x) => special.incompleteGamma(a, x).lower],
];

test.skipIf(!hasShared).each(FUNCTIONS)("reference: %s to %d of max(1, |value|)", (table, tolerance, f) => {
  for (const row of references().special[table].rows) {
    const least = table === "lgamma1p" ? 0 : 1;
    expectClose(f(...row.slice(0, -1)), row.at(-1) ?? NaN, tolerance, least);
  }
});

test.each([
  [special.lrise(5e11, 1_000), 26937.873936367603],
  [special.psirise(5e11, 20), 4e-11],
])("rises do not cancel where the difference of two library calls would (%d)", (actual, expected) =>
  expectClose(actual, expected, 1e-9),
);

test("rises agree with sums of logs and reciprocals across the switch at 16", () => {
  for (const z of [1e-3, 0.7, 9.99, 250]) {
    for (const d of [15, 16, 17, 40]) {
      const terms = Array.from({ length: d }, (_, i) => z + i);
      expectClose(
        special.lrise(z, d),
        terms.reduce((s, v) => s + Math.log(v), 0),
        1e-13,
        1,
      );
      expectClose(
        special.psirise(z, d),
        terms.reduce((s, v) => s + 1 / v, 0),
        1e-13,
        1,
      );
      expectClose(special.tririse(z, d), -terms.reduce((s, v) => s + 1 / (v * v), 0), 1e-13, 1);
    }
  }
});

const positive = fc.double({ min: 1e-3, max: 1e4, noNaN: true });

test("lgamma(z + 1) = lgamma(z) + log z, digamma and trigamma likewise", () =>
  fc.assert(
    fc.property(positive, (z) => {
      expectClose(special.lgamma(z + 1), special.lgamma(z) + Math.log(z), 1e-13, 1);
      expectClose(special.digamma(z + 1), special.digamma(z) + 1 / z, 1e-13, 1 + 1 / z);
      expectClose(special.trigamma(z + 1), special.trigamma(z) - 1 / (z * z), 1e-12, 1e-3 + 1 / (z * z));
    }),
  ));

test("es: s E_(s+1) = 1 - x E_s in the scaled form, across every switch of algorithm", () =>
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 60, noNaN: true }),
      fc.double({ min: 1e-4, max: 50, noNaN: true }),
      (s, x) => expectClose(special.es(s + 1, x) * s, 1 - x * special.es(s, x), 1e-12, 1),
    ),
  ));

test("incompleteBeta: the two tails add up, and change places with their arguments", () =>
  fc.assert(
    fc.property(positive, positive, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (a, b, x) => {
      const { lower, upper } = special.incompleteBeta(a, b, [x]);
      const mirrored = special.incompleteBeta(b, a, [1 - x, x]);
      expectClose(lower + upper, 1, 1e-14);
      expectClose(mirrored.upper, lower, 1e-11, 1e-300);
    }),
  ));

test("incompleteBeta and incompleteGamma keep relative accuracy in their small tails", () => {
  expectClose(special.incompleteBeta(1, 30, [0.999]).upper, 1e-90, 1e-12);
  expectClose(special.incompleteGamma(1, 100).upper, Math.exp(-100), 1e-13);
});

describe("normal distribution", () => {
  test.each([
    [0, 0.5],
    [1.959963984540054, 0.975],
    [-8, 6.220960574271785e-16],
    [-37, 5.725571222524576e-300],
  ])("normalCdf(%d)", (z, expected) => expectClose(special.normalCdf(z), expected, 1e-13));
  test("normalQuantile inverts normalCdf, far tails included", () =>
    fc.assert(
      fc.property(fc.double({ min: -30, max: 5, noNaN: true }), (z) =>
        expectClose(special.normalQuantile(special.normalCdf(z)), z, 1e-9, 1),
      ),
    ));
  test("normalQuantile at the ends", () =>
    expect([0, 1, 2].map(special.normalQuantile)).toEqual([-Infinity, Infinity, NaN]));
});

test("log1mexp, logAddExp, sigmoid and omexp at their limits", () => {
  expectClose(special.log1mexp(1e-20), Math.log(1e-20), 1e-15);
  expectClose(special.log1mexp(50), -Math.exp(-50), 1e-15);
  expect(special.logAddExp(-Infinity, -3)).toBe(-3);
  expect(special.logAddExp(-3, -Infinity)).toBe(-3);
  expectClose(special.logAddExp(1_000, 1_000), 1_000 + Math.LN2, 1e-15);
  expect([special.sigmoid(-800), special.sigmoid(0), special.sigmoid(800)]).toEqual([0, 0.5, 1]);
  expectClose(special.omexp(1e-14, 3), special.omexp(0, 3), 1e-13);
});

test("outside the domain the answer is NaN, and nothing throws", () => {
  const bad = [
    special.lgamma(-1),
    special.digamma(-1),
    special.trigamma(0),
    special.es(-1, 1),
    special.hyp2f1One(2, 1, 0.5),
  ];
  expect(bad.every(Number.isNaN)).toBe(true);
  expect(special.incompleteBeta(-1, 1, [0.5])).toEqual({ lower: NaN, upper: NaN });
  expect(special.incompleteGamma(0, 1)).toEqual({ lower: NaN, upper: NaN });
});
