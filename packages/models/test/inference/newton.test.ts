import { describe, expect, test } from "vitest";
import { maximumLikelihood } from "@longworth/models";
import { maximize } from "../../src/inference/newton.js";
import { expectClose } from "../support/close.js";

/** Minus Rosenbrock's valley: maximum 0 at (1, 1). */
const valley = ([x, y]: readonly number[]) => ({
  value: -((1 - x) ** 2) - 100 * (y - x * x) ** 2,
  gradient: [2 * (1 - x) + 400 * x * (y - x * x), -200 * (y - x * x)],
});

describe("maximize", () => {
  test.each([
    [-1.2, 1],
    [0, 0],
    [5, -3],
    [-8, 60],
  ])("finds the end of a curved valley from (%d, %d)", (x, y) => {
    const found = maximize(valley, [x, y]);
    expect(found.converged).toBe(true);
    found.x.forEach((v) => expectClose(v, 1, 1e-8));
  });

  test("takes the Hessian from the function where it has one", () => {
    let calls = 0;
    const bowl = ([x, y]: readonly number[]) => {
      calls++;
      return {
        value: -(x * x) - 3 * y * y - x * y,
        gradient: [-2 * x - y, -6 * y - x],
        hessian: [
          [-2, -1],
          [-1, -6],
        ],
      };
    };
    expect(maximize(bowl, [1, 1]).converged).toBe(true);
    expect(calls).toBeLessThan(5);
  });

  test("a function that rises for ever is a flat direction", () => {
    const found = maximize(([x]) => ({ value: -Math.exp(-x), gradient: [Math.exp(-x)] }), [0]);
    expect(found).toMatchObject({ converged: false, reason: "a flat direction: no finite optimum in sight" });
  });

  test("places that it is told are out end it", () =>
    expect(
      maximize(([x]) => ({ value: x, gradient: [1], hessian: [[-0.1]] }), [0], { isOut: ([x]) => x > 7 }).x[0],
    ).toBeLessThan(10));

  test("a start without a value is reported", () =>
    expect(maximize(() => ({ value: NaN, gradient: [NaN] }), [0])).toMatchObject({
      converged: false,
      reason: "not finite at the start",
    }));

  test("steps into places without a value are shortened", () => {
    const found = maximize(([x]) => ({ value: Math.log(x) - x, gradient: [1 / x - 1] }), [0.05]);
    expectClose(found.x[0], 1, 1e-8);
  });
});

describe("maximumLikelihood", () => {
  const counts = [3, 0, 2, 5, 1, 1];
  const sum = counts.reduce((a, b) => a + b, 0);
  const poisson = () =>
    maximumLikelihood({
      start: { mean: 20 },
      n: counts.length,
      logLikelihood: ({ mean }) => sum * Math.log(mean) - counts.length * mean,
      gradient: ({ mean }) => ({ mean: sum / mean - counts.length }),
    });

  test("a Poisson mean: estimate, variance of its log, and diagnostics", () => {
    const { params, covariance, diagnostics, converged } = poisson();
    expect(converged).toBe(true);
    expectClose(params.mean, 2, 1e-10);
    expectClose(covariance[0][0], 1 / sum, 1e-6);
    expectClose(diagnostics.smallestEigenvalue, sum, 1e-6);
    expectClose(diagnostics.conditionNumber, 1, 1e-9);
    expect(diagnostics.gradientNorm).toBeLessThan(1e-8);
  });

  test("is plain data", () => expect(JSON.parse(JSON.stringify(poisson()))).toEqual(poisson()));

  test("a parameter that the data do not determine is reported", () => {
    const fitted = maximumLikelihood({
      start: { seen: 2, unseen: 3 },
      n: 1,
      logLikelihood: ({ seen, unseen }) => -100 * Math.log(seen) ** 2 - 1e-6 * Math.log(unseen) ** 2,
      gradient: ({ seen, unseen }) => ({
        seen: (-200 * Math.log(seen)) / seen,
        unseen: (-2e-6 * Math.log(unseen)) / unseen,
      }),
    });
    expect(fitted.converged).toBe(false);
  });
});
