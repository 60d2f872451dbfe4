/** Small dense symmetric matrices (a handful of parameters), as rows. */

export type Matrix = readonly (readonly number[])[];

/** Lower triangular L with L L' = matrix; null unless the matrix is positive definite. */
export function cholesky(matrix: Matrix): number[][] | null {
  const n = matrix.length;
  const lower = Array.from({ length: n }, () => Array.from({ length: n }, () => 0));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k];
      if (i !== j) lower[i][j] = sum / lower[j][j];
      else if (sum > 0 && sum < Infinity) lower[i][i] = Math.sqrt(sum);
      else return null;
    }
  }
  return lower;
}

/** Solves L y = vector for a lower triangular L. */
export function solveLower(lower: Matrix, vector: readonly number[]): number[] {
  const y: number[] = [];
  for (let i = 0; i < lower.length; i++) {
    let sum = vector[i];
    for (let k = 0; k < i; k++) sum -= lower[i][k] * y[k];
    y.push(sum / lower[i][i]);
  }
  return y;
}

/** Solves (L L') x = vector: `lower` comes from `cholesky`. */
export function solveCholesky(lower: Matrix, vector: readonly number[]): number[] {
  const x = solveLower(lower, vector);
  for (let i = lower.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < lower.length; k++) x[i] -= lower[k][i] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}

/** Solves matrix x = vector for a symmetric positive definite matrix; null when it is not. */
export function solve(matrix: Matrix, vector: readonly number[]): number[] | null {
  const lower = cholesky(matrix);
  return lower === null ? null : solveCholesky(lower, vector);
}

/** Inverse of a symmetric positive definite matrix; null when it is not. */
export function inverse(matrix: Matrix): number[][] | null {
  const lower = cholesky(matrix);
  if (lower === null) return null;
  const columns = matrix.map((_, j) =>
    solveCholesky(
      lower,
      matrix.map((__, i) => (i === j ? 1 : 0)),
    ),
  );
  return columns.map((column, i) => column.map((v, j) => (v + columns[j][i]) / 2));
}

/** matrix times vector. */
export const multiply = (matrix: Matrix, vector: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, v, j) => sum + v * vector[j], 0));

const MAX_SWEEPS = 60; // Jacobi converges in fewer than ten

/** Eigenvalues, ascending, and the matching unit eigenvectors (as rows) of a symmetric matrix, by Jacobi rotations. */
export function symmetricEigen(matrix: Matrix): { values: number[]; vectors: number[][] } {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const vectors = matrix.map((_, i) => matrix.map((__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += Math.abs(a[p][q]);
    if (!(off > 0)) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, { p, q });
  }
  const order = a.map((_, i) => i).sort((i, j) => a[i][i] - a[j][j]);
  return { values: order.map((i) => a[i][i]), vectors: order.map((i) => vectors[i]) };
}

/** One Jacobi rotation that makes a[p][q] zero; the rows of `vectors` collect the rotations. */
function rotate(a: number[][], vectors: number[][], { p, q }: { p: number; q: number }): void {
  if (a[p][q] === 0) return;
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = Math.abs(theta) > 1e150 ? 0.5 / theta : (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (const row of a) [row[p], row[q]] = [c * row[p] - s * row[q], s * row[p] + c * row[q]];
  for (let k = 0; k < a.length; k++) {
    [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
    [vectors[p][k], vectors[q][k]] = [c * vectors[p][k] - s * vectors[q][k], s * vectors[p][k] + c * vectors[q][k]];
  }
  a[p][q] = 0;
  a[q][p] = 0;
}

const DEPENDENT = 1e-11; // of a column's own square: what is left of it after the columns before is rounding

/** Columns of a design that are zero or follow from the columns before them. @param gram products of the columns */
export function dependentColumns(gram: Matrix): readonly number[] {
  const rows: number[][] = []; // of the Cholesky factor, by kept column
  const kept: number[] = [];
  const dependent: number[] = [];
  for (let j = 0; j < gram.length; j++) {
    const row: number[] = [];
    let left = gram[j][j];
    for (const [k, column] of kept.entries()) {
      let sum = gram[j][column];
      for (let m = 0; m < k; m++) sum -= row[m] * rows[k][m];
      row.push(sum / rows[k][k]);
      left -= row[k] * row[k];
    }
    if (left > DEPENDENT * gram[j][j]) {
      rows.push([...row, Math.sqrt(left)]);
      kept.push(j);
    } else dependent.push(j);
  }
  return dependent;
}
