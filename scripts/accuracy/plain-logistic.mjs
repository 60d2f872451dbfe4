/** A logistic regression and its scores, written out plainly: what the product is compared with shares no code with it. */

const STEPS = 50;
const ENOUGH = 1e-10;

/** @param columns without the intercept @returns probabilities of other rows, from their columns */
export function logisticRegression(columns, outcome) {
  const x = outcome.map((_, i) => [1, ...columns.map((column) => column[i])]);
  let b = x[0].map(() => 0);
  for (let step = 0; step < STEPS; step++) {
    const information = b.map(() => b.map(() => 0));
    const score = b.map(() => 0);
    x.forEach((row, i) => {
      const p = chance(row, b);
      row.forEach((v, j) => {
        score[j] += (outcome[i] - p) * v;
        row.forEach((w, k) => (information[j][k] += p * (1 - p) * v * w));
      });
    });
    information.forEach((row, j) => (row[j] += 1e-6)); // columns that follow from others
    const change = solved(information, score);
    b = b.map((v, j) => v + change[j]);
    if (Math.max(...change.map(Math.abs)) < ENOUGH) break;
  }
  return (others) => others[0].map((_, i) => chance([1, ...others.map((column) => column[i])], b));
}

const chance = (row, b) => 1 / (1 + Math.exp(-row.reduce((sum, v, j) => sum + v * b[j], 0)));

/** Gauss with pivots. */
function solved(matrix, right) {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    const pivot = rows
      .slice(i)
      .reduce((best, row, k) => (Math.abs(row[i]) > Math.abs(rows[best][i]) ? i + k : best), i);
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    for (let k = i + 1; k < n; k++) {
      const factor = rows[k][i] / rows[i][i];
      for (let j = i; j <= n; j++) rows[k][j] -= factor * rows[i][j];
    }
  }
  const x = Array(n).fill(0);
  for (let i = n - 1; i >= 0; i--)
    x[i] = (rows[i][n] - x.reduce((sum, v, j) => (j > i ? sum + rows[i][j] * v : sum), 0)) / rows[i][i];
  return x;
}

/** Pairs in which the one who left was given the higher chance; ties are half. */
export function auc(y, p) {
  const left = p.filter((_, i) => y[i] === 1);
  const stayed = p.filter((_, i) => y[i] === 0);
  let sum = 0;
  for (const a of left) for (const b of stayed) sum += a > b ? 1 : a === b ? 0.5 : 0;
  return sum / (left.length * stayed.length);
}

export const brier = (y, p) => y.reduce((sum, v, i) => sum + (v - p[i]) ** 2, 0) / y.length;

/** Slope of a regression of the outcome on the log odds that were given. */
export function calibrationSlope(y, p) {
  const odds = p.map((v) => Math.log(v / (1 - v)));
  const fitted = logisticRegression([odds], y);
  const [a, b] = fitted([[0, 1]]);
  return Math.log(b / (1 - b)) - Math.log(a / (1 - a));
}
