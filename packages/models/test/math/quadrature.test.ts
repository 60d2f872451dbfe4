import { expect, test } from "vitest";
import { quadrature, special } from "@longworth/models";
import { expectClose } from "../support/close.js";

test.each([1, 2, 5, 10, 16, 20, 64])("gaussLegendre(%d) is exact for polynomials of degree 2 n - 1", (n) => {
  const { nodes, weights } = quadrature.gaussLegendre(n);
  const moment = (k: number): number => nodes.reduce((sum, x, i) => sum + weights[i] * x ** k, 0);
  for (const k of [0, n, 2 * n - 2, 2 * n - 1]) expectClose(moment(k), k % 2 === 1 ? 0 : 2 / (k + 1), 1e-14, 1);
  expect([...nodes].sort((a, b) => a - b)).toEqual([...nodes]);
});

test("integrate: e^x over (1, 3)", () =>
  expectClose(quadrature.integrate(Math.exp, [1, 3]), Math.E ** 3 - Math.E, 1e-15));

test.each([
  [0.05, 0.2],
  [0.8, 2.4],
  [2, 0.03],
  [30, 400],
  [1e4, 1e5],
  [1e8, 1e9],
])("betaExpectation: E[p] and E[log p] for a = %d, b = %d", (a, b) => {
  expectClose(
    quadrature.betaExpectation(a, b, (p) => p),
    a / (a + b),
    1e-10,
  );
  expectClose(quadrature.betaExpectation(a, b, Math.log), special.digamma(a) - special.digamma(a + b), 1e-9, 1);
});

test.each([
  [1e-8, 1e4],
  [2.9e-4, 0.145],
  [0.145, 2.9e-4],
  [1e-6, 1e-6],
])("betaExpectation: E[p] and E[p (1 - p)] for a = %d, b = %d", (a, b) => {
  const n = a + b;
  expectClose(
    quadrature.betaExpectation(a, b, (p) => p),
    a / n,
    1e-11,
  );
  expectClose(
    quadrature.betaExpectation(a, b, (p) => p * (1 - p)),
    ((a / n) * (b / n) * n) / (n + 1),
    1e-11,
  );
});

test("betaExpectation needs no more than 1,500 nodes, for any a and b", () => {
  for (const a of [1e-12, 1e-6, 1e-3, 1, 1e3, 1e9]) {
    for (const b of [1e-12, 1e-6, 1e-3, 1, 1e3, 1e9]) {
      let nodes = 0;
      quadrature.betaExpectation(a, b, () => nodes++);
      expect(nodes).toBeLessThanOrEqual(1_500);
    }
  }
});

test("invertIncreasing finds the root, 0 below the start and Infinity beyond the limit", () => {
  expectClose(
    quadrature.invertIncreasing((t) => t * t, 2, 5),
    Math.SQRT2,
    1e-13,
  );
  expect(quadrature.invertIncreasing((t) => 1 - 1 / (1 + t), 1.5, 1)).toBe(Infinity);
  expect(quadrature.invertIncreasing((t) => 1 + t, 0.5, 1)).toBeLessThan(1e-10);
  expect(quadrature.invertIncreasing((t) => t, NaN, 1)).toBeNaN();
});

test("invertWithSlope finds the root from far away on both sides, and Infinity beyond the limit", () => {
  const saturating = (t: number): readonly [number, number] => [1 - 1 / (1 + t), 1 / (1 + t) ** 2];
  for (const guess of [1e-6, 1, 1e6]) expectClose(quadrature.invertWithSlope(saturating, 0.9, guess), 9, 1e-12);
  expect(quadrature.invertWithSlope(saturating, 1.5, 1)).toBe(Infinity);
});
