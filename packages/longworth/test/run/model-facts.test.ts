import { expect, test } from "vitest";
import { figuresOf } from "../../src/run/model-facts.js";

const found = {
  params: { p: 2, q: 3 },
  logLikelihood: -12.5,
  covariance: [
    [0.04, 0],
    [0, 0.09],
  ],
  iterations: 5,
  n: 40,
  diagnostics: { gradientNorm: 1e-9, conditionNumber: Infinity },
} as const;

test("a fit that converged is told with standard errors in its own units", () => {
  const figures = figuresOf({ ...found, converged: true });
  expect(figures.params).toEqual({ p: 2, q: 3 });
  expect(figures.standardErrors["p"]).toBeCloseTo(0.4, 12);
  expect(figures.standardErrors["q"]).toBeCloseTo(0.9, 12);
  expect(figures).toMatchObject({ converged: true, logLikelihood: -12.5, n: 40 });
  expect(figures.diagnostics).toEqual({ gradientNorm: 1e-9, conditionNumber: null });
});

test("a fit that did not converge is no result: it is told, without a figure", () => {
  expect(figuresOf({ ...found, converged: false, reason: "flat direction" })).toEqual({
    params: {},
    standardErrors: {},
    logLikelihood: null,
    converged: false,
    n: 40,
    diagnostics: {},
  });
});
