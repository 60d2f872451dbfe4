import { describe, expect, test } from "vitest";
import {
  addBrier,
  addCrps,
  addQuadratics,
  emptyQuadratic,
  ontoSimplex,
  poolWeights,
  ridgeOf,
  symmetric,
} from "../../src/forecast/pool.js";

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

describe("the projection onto the simplex", () => {
  test("keeps a point that is on it", () => {
    expect(ontoSimplex([0.2, 0.3, 0.5])).toEqual([0.2, 0.3, 0.5].map((w) => expect.closeTo(w, 15)));
  });
  test("puts a far point on the nearest corner", () => {
    expect(ontoSimplex([5, 0, -1])).toEqual([1, 0, 0]);
  });
});

describe("pool weights", () => {
  const q = [
    [2, 0.5, 1],
    [0.5, 1, 0.8],
    [1, 0.8, 3],
  ];

  /** The objective, written out once more. */
  function objective(w: readonly number[], ridge: number): number {
    const form = (v: readonly number[]) => sum(v.map((a, j) => sum(v.map((b, k) => a * b * q[j][k]))));
    const equal = w.map(() => 1 / w.length);
    return form(w) / form(equal) + ridge * sum(w.map((v, j) => (v - equal[j]) ** 2));
  }

  test.each([0, 0.02, 1, 50])("no point of a fine grid is better (ridge %d)", (ridge) => {
    const best = poolWeights(q, ridge);
    expect(sum(best)).toBeCloseTo(1, 12);
    const found = objective(best, ridge);
    for (let a = 0; a <= 100; a++)
      for (let b = 0; a + b <= 100; b++)
        expect(objective([a / 100, b / 100, 1 - (a + b) / 100], ridge)).toBeGreaterThanOrEqual(found - 1e-12);
  });

  test("two members: the closed form of the optimum inside", () => {
    const two = [[3, 1], [1, 2]]; // prettier-ignore
    const [w] = poolWeights(two, 0);
    expect(w).toBeCloseTo((2 - 1) / (3 + 2 - 2), 10);
  });

  test("a heavy ridge gives equal weights, a dominated member none", () => {
    expect(poolWeights(q, 1e9)[0]).toBeCloseTo(1 / 3, 6);
    expect(poolWeights([[1, 5], [5, 30]], 0)).toEqual([1, 0]); // prettier-ignore
  });

  test("without evidence or with one member weights are equal", () => {
    expect(poolWeights([[0, 0], [0, 0]], 0.02)).toEqual([0.5, 0.5]); // prettier-ignore
    expect(poolWeights([[7]], 0.02)).toEqual([1]);
  });

  test("the ridge shrinks with the number of active customers", () => {
    expect(ridgeOf(0)).toBe(10.02);
    expect(ridgeOf(1000)).toBeCloseTo(0.03, 15);
  });
});

test("the matrix of CRPS gives the CRPS of any pool", () => {
  const pmfs = [Float64Array.of(0.5, 0.3, 0.2), Float64Array.of(0.2, 0.2, 0.2, 0.4)];
  const q = emptyQuadratic(2);
  addCrps(q, pmfs, { outcome: 5, count: 2 });
  addCrps(q, pmfs, { outcome: 1, count: 1 });
  const full = symmetric(q);
  const w = [0.3, 0.7];
  const crps = (outcome: number) => {
    let below = 0;
    let score = 0;
    for (let n = 0; n < 8; n++) {
      below += w[0] * (pmfs[0][n] ?? 0) + w[1] * (pmfs[1][n] ?? 0);
      score += (below - (n >= outcome ? 1 : 0)) ** 2;
    }
    return score;
  };
  const form = sum(w.map((a, j) => sum(w.map((b, k) => a * b * full[j][k]))));
  expect(form).toBeCloseTo(2 * crps(5) + crps(1), 12);
});

test("the matrix of Brier gives the Brier score of any pool", () => {
  const q = emptyQuadratic(2);
  addBrier(q, [0.2, 0.6], { outcome: 3, count: 1 });
  addBrier(q, [0.2, 0.6], { outcome: 0, count: 2 });
  const [w, v] = [0.25, 0.75];
  const full = addQuadratics([symmetric(q)], 2);
  const p = w * 0.2 + v * 0.6;
  expect(w * w * full[0][0] + 2 * w * v * full[0][1] + v * v * full[1][1]).toBeCloseTo((p - 1) ** 2 + 2 * p * p, 14);
});
