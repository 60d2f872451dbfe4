import fc from "fast-check";
import { expect, test } from "vitest";
import { linearAlgebra } from "@longworth/models";
import { expectClose } from "../support/close.js";

const size = 4;
const entries = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
  minLength: size * size,
  maxLength: size * size,
});
const square = entries.map((v) => Array.from({ length: size }, (_, i) => v.slice(i * size, (i + 1) * size)));
/** G G' + I. */
const positive = square.map((g) =>
  g.map((row, i) => g.map((other, j) => row.reduce((s, v, k) => s + v * other[k], i === j ? 1 : 0))),
);

test("solve and inverse undo multiply", () =>
  fc.assert(
    fc.property(positive, (matrix) => {
      const x = [1, -2, 3, 0.5];
      const solved = linearAlgebra.solve(matrix, linearAlgebra.multiply(matrix, x)) ?? [];
      x.forEach((v, i) => expectClose(solved[i], v, 1e-9, 1));
      const product = (linearAlgebra.inverse(matrix) ?? []).map((row) => linearAlgebra.multiply(matrix, row));
      product.forEach((row, i) => row.forEach((v, j) => expectClose(v, i === j ? 1 : 0, 1e-9, 1)));
    }),
  ));

test("symmetricEigen: vectors are orthonormal, values ascend, and together they are the matrix", () =>
  fc.assert(
    fc.property(square, (g) => {
      const matrix = g.map((row, i) => row.map((v, j) => v + g[j][i]));
      const { values, vectors } = linearAlgebra.symmetricEigen(matrix);
      expect([...values].sort((a, b) => a - b)).toEqual(values);
      vectors.forEach((a, i) =>
        vectors.forEach((b, j) =>
          expectClose(
            a.reduce((s, v, k) => s + v * b[k], 0),
            i === j ? 1 : 0,
            1e-12,
            1,
          ),
        ),
      );
      matrix.forEach((row, i) =>
        row.forEach((v, j) =>
          expectClose(
            vectors.reduce((s, vector, k) => s + values[k] * vector[i] * vector[j], 0),
            v,
            1e-12,
            10,
          ),
        ),
      );
    }),
  ));

test("a matrix that is not positive definite has no Cholesky factor", () => {
  const bad = [
    [1, 2],
    [2, 1],
  ];
  expect([linearAlgebra.cholesky(bad), linearAlgebra.solve(bad, [1, 1]), linearAlgebra.inverse(bad)]).toEqual([
    null,
    null,
    null,
  ]);
});
