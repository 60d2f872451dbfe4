/**
 * Proportional hazards: what goes with leaving sooner, whatever the shape of churn over time. Cox (1972); ties by Efron
 * (1977). Association is not effect: a column that goes with leaving need not cause it.
 */
import { hasGaps, standardise } from "../math/columns.js";
import { dependentColumns, inverse } from "../math/linear-algebra.js";
import { climb } from "../inference/coefficients.js";
import type { Coefficients, Surface } from "../inference/coefficients.js";
import type { Durations } from "./durations.js";
import { advance, eventTimes, relativeRisks, sortRows } from "./risk-sets.js";
import type { Cursor, SortedRows, Ties } from "./risk-sets.js";

/** Durations with columns; several rows of a customer with (entry, duration] let columns change over time. */
export interface Data extends Omit<Durations, "weight"> {
  readonly columns: readonly Float64Array[];
}

/** Log hazard ratios per unit of each column; or why there are none: `missing-numbers` must be left out or filled in before. */
export type Fit =
  | (Coefficients &
      Readonly<{
        ties: Ties;
        nullLogLikelihood: number; // all coefficients 0
        scoreTest: number; // chi-square with one degree of freedom per kept column, at 0
        likelihoodRatio: number;
      }>)
  | Readonly<{ status: "no-data" | "no-events" | "no-columns" | "missing-numbers"; n: number; events: number }>;

/** How to fit. */
export type FitOptions = Readonly<{ ties?: Ties }>;

/**
 * Maximum partial likelihood. Constant and dependent columns are dropped; a column that tells exactly who leaves gives
 * `separated`, with the estimate under a ridge. A million rows of ten columns take some two seconds.
 */
export function fit(data: Data, { ties = "efron" }: FitOptions = {}): Fit {
  const n = data.duration.length;
  const events = data.observed.reduce((sum, v) => sum + Number(v > 0), 0);
  if (n === 0) return { status: "no-data", n, events };
  if (hasGaps([data.duration, data.observed, data.entry ?? data.duration, ...data.columns]))
    return { status: "missing-numbers", n, events };
  if (events === 0) return { status: "no-events", n, events };
  const { columns, spreads } = standardise(data.columns);
  const whole = sortRows(data, columns);
  const dropped = dependentColumns(
    surface(
      whole,
      columns.map(() => 0),
      ties,
    ).information,
  );
  const kept = columns.map((_, j) => j).filter((j) => !dropped.includes(j));
  if (kept.length === 0) return { status: "no-columns", n, events };
  const sorted =
    dropped.length === 0
      ? whole
      : sortRows(
          data,
          kept.map((j) => columns[j]),
        );
  const start = kept.map(() => 0);
  const found = climb(
    (b) => surface(sorted, b, ties),
    start,
    kept.map(() => true),
  );
  const { first, at } = found.climb;
  const covariance = columns.map(() => columns.map(() => 0));
  const coefficients = columns.map(() => 0);
  for (const [i, row] of kept.entries()) {
    coefficients[row] = found.climb.x[i] / spreads[row];
    for (const [j, column] of kept.entries())
      covariance[row][column] = (found.covariance[i]?.[j] ?? NaN) / (spreads[row] * spreads[column]);
  }
  return {
    status: found.status,
    coefficients,
    covariance,
    logLikelihood: at.value,
    nullLogLikelihood: first.value,
    scoreTest: scoreTest(first),
    likelihoodRatio: 2 * (at.value - first.value),
    iterations: found.climb.iterations,
    n,
    events,
    dropped,
    ties,
  };
}

function scoreTest({ gradient, information }: Surface): number {
  const covariance = inverse(information);
  if (covariance === null) return NaN;
  return gradient.reduce((sum, u, i) => sum + u * covariance[i].reduce((s, v, j) => s + v * gradient[j], 0), 0);
}

/**
 * Partial log-likelihood, score and information. The squares of the risk sets are summed the other way round, once per
 * row with the hazard it was exposed to, which is half the work and no cancellation.
 */
function surface(sorted: SortedRows, b: readonly number[], ties: Ties): Surface {
  const { rows, size, event } = sorted;
  const { risk, highest } = relativeRisks(sorted, b);
  const gradient = new Float64Array(size);
  const outer = new Float64Array((size * (size + 1)) / 2);
  const jumps = new Float64Array(rows); // hazard at the last row of each event time
  const corrections = new Float64Array(rows);
  let value = 0;
  const at = eventTimes(sorted, risk, { ties, squares: false });
  while (advance(at)) {
    value -= at.logs + at.events * highest;
    for (let j = 0; j < size; j++) value += b[j] * at.sumX[j];
    jumps[at.to - 1] = at.a;
    if (at.fa > 0) for (let i = at.from; i < at.to; i++) if (event[i] > 0) corrections[i] = at.fa;
    addTime(at, gradient, outer);
  }
  const squares = squaresOf(sorted, exposures(sorted, risk, { jumps, corrections }));
  const information = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => {
      const [row, column] = i > j ? [i, j] : [j, i];
      const cell = (row * (row + 1)) / 2 + column;
      return squares[cell] - outer[cell];
    }),
  );
  return { value, gradient: Array.from(gradient), information };
}

/** One event time's part of the score, and of the products of the mean columns. */
function addTime(at: Cursor, gradient: Float64Array, outer: Float64Array): void {
  const { s1, d1, sumX, a, fa, aa, faa, ffaa } = at;
  for (let j = 0, cell = 0; j < gradient.length; j++) {
    gradient[j] += sumX[j] - s1[j] * a + d1[j] * fa;
    const bySum = s1[j] * aa - d1[j] * faa;
    const byLost = d1[j] * ffaa - s1[j] * faa;
    for (let k = 0; k <= j; k++) outer[cell++] += bySum * s1[k] + byLost * d1[k];
  }
}

/** Hazard that each row was exposed to, times its relative risk; rows of one duration share the jump at it. */
function exposures(
  { rows, time, entry, leaving }: SortedRows,
  risk: Float64Array,
  { jumps, corrections }: Readonly<{ jumps: Float64Array; corrections: Float64Array }>,
): Float64Array {
  const weights = new Float64Array(rows);
  let hazard = 0;
  let enters = rows - 1;
  for (let to = rows, from = rows; to > 0; to = from) {
    for (from = to - 1; from > 0 && time[from - 1] === time[to - 1];) from--;
    if (leaving !== null && entry !== null)
      for (; enters >= 0 && entry[leaving[enters]] < time[from]; enters--) weights[leaving[enters]] -= hazard;
    hazard += jumps[to - 1];
    for (let i = from; i < to; i++) weights[i] += hazard - corrections[i];
  }
  for (let i = 0; i < rows; i++) weights[i] *= risk[i];
  return weights;
}

/** Sum over rows of weight x x', packed. */
function squaresOf({ rows, size, x }: SortedRows, weights: Float64Array): Float64Array {
  const squares = new Float64Array((size * (size + 1)) / 2);
  for (let i = 0; i < rows; i++) {
    const weight = weights[i];
    const at = i * size;
    for (let j = 0, cell = 0; j < size; j++) {
      const scaled = weight * x[at + j];
      for (let k = 0; k <= j; k++) squares[cell++] += scaled * x[at + k];
    }
  }
  return squares;
}
