/** What a regression returns: coefficients of columns, which may have any sign; plain data. */
import { chiSquareTail, normalTails } from "../math/distributions.js";
import { inverse, solve } from "../math/linear-algebra.js";
import type { Matrix } from "../math/linear-algebra.js";
import { normalQuantile } from "../math/normal.js";

/**
 * `separated`: some combination of columns tells the outcome exactly, so no finite estimate exists; what is returned is
 * the estimate with a ridge, finite and shrunk. `dropped` columns are constant or follow from others; their coefficient
 * is 0 and means nothing.
 */
export type Coefficients = Readonly<{
  status: "ok" | "separated" | "not-converged";
  coefficients: readonly number[]; // one per column
  covariance: Matrix; // zeros for dropped columns
  logLikelihood: number; // without the ridge
  iterations: number;
  n: number; // rows, or trials
  events: number;
  dropped: readonly number[];
}>;

/** One coefficient, with its exponential: a hazard ratio or an odds ratio per unit of the column. */
export type Effect = Readonly<{
  coefficient: number;
  standardError: number;
  ratio: number;
  low: number; // of the ratio
  high: number;
  z: number;
  p: number; // two-sided
}>;

/** Effects with Wald intervals, null for dropped columns. */
export function effects(fit: Pick<Coefficients, "coefficients" | "covariance" | "dropped">, level = 0.95) {
  const width = normalQuantile((1 + level) / 2);
  return fit.coefficients.map((coefficient, j): Effect | null => {
    if (fit.dropped.includes(j)) return null;
    const standardError = Math.sqrt(fit.covariance[j][j]);
    const z = coefficient / standardError;
    const [low, high] = [-width, width].map((by) => Math.exp(coefficient + by * standardError));
    return { coefficient, standardError, ratio: Math.exp(coefficient), low, high, z, p: normalTails(z) };
  });
}

/** Whether some coefficients are all 0: Wald's chi-square with one degree of freedom for each that is not dropped. */
export type JointTest = Readonly<{ chiSquare: number; freedom: number; p: number }>;

/** @returns null where all of `columns` are dropped, or their covariance says nothing */
export function jointTest(
  { coefficients, covariance, dropped }: Pick<Coefficients, "coefficients" | "covariance" | "dropped">,
  columns: readonly number[],
): JointTest | null {
  const kept = columns.filter((j) => !dropped.includes(j));
  const own = kept.map((j) => coefficients[j]);
  const solved = solve(
    kept.map((i) => kept.map((j) => covariance[i][j])),
    own,
  );
  if (kept.length === 0 || solved === null) return null;
  const chiSquare = solved.reduce((sum, v, i) => sum + v * own[i], 0);
  return { chiSquare, freedom: kept.length, p: chiSquareTail(chiSquare, kept.length) };
}

/** Penalised Newton on standardised columns. */
export type Surface = Readonly<{ value: number; gradient: readonly number[]; information: Matrix }>;

/** Where Newton's method began and ended, on the standardised columns. */
export type Climb = Readonly<{
  x: readonly number[];
  first: Surface;
  at: Surface;
  iterations: number;
  end: "top" | "edge" | "tired";
}>;

const RIDGE = 1e-2; // on standardised columns: a coefficient of 1 standard deviation costs 0.005 log-likelihood
const FARTHEST = 15; // standardised coefficient beyond which the data separate
const VANISHED = 1e-4; // of the information at the start: a curvature that runs away, not one that was estimated
const MAX_ITERATIONS = 60;
const GAIN = 1e-13; // of a log-likelihood: a step of 4e-7 standard errors is the last, and its error is its square
const NOISE = 1e-11; // relative rounding of a sum over a million rows
const MAX_HALVINGS = 30;

/**
 * Maximum over the coefficients; a surface that rises for ever is climbed again with a ridge on `penalised` columns.
 * @returns `status` and the last point with its covariance
 */
export function climb(
  evaluate: (x: readonly number[]) => Surface,
  start: readonly number[],
  penalised: readonly boolean[],
): Readonly<{ status: Coefficients["status"]; climb: Climb; covariance: Matrix }> {
  const plain = newton(evaluate, start, penalised);
  const covariance = plain.end === "top" && !hasVanished(plain) ? inverse(plain.at.information) : null;
  if (covariance !== null) return { status: "ok", climb: plain, covariance };
  const ridged = newton((x) => withRidge(evaluate(x), x, penalised), start, []);
  const shrunk = inverse(ridged.at.information);
  const { value } = evaluate(ridged.x);
  const status = ridged.end === "top" && shrunk !== null ? "separated" : "not-converged";
  return { status, climb: { ...ridged, at: { ...ridged.at, value } }, covariance: shrunk ?? [] };
}

/** Where a coefficient runs to infinity its information goes to 0; the climb may stop before it is far. */
const hasVanished = ({ first, at }: Climb): boolean =>
  at.information.some((row, j) => row[j] < VANISHED * first.information[j][j]);

function withRidge(at: Surface, x: readonly number[], penalised: readonly boolean[]): Surface {
  const weight = penalised.map((one) => (one ? RIDGE : 0));
  return {
    value: at.value - x.reduce((sum, v, j) => sum + (weight[j] * v * v) / 2, 0),
    gradient: at.gradient.map((g, j) => g - weight[j] * x[j]),
    information: at.information.map((row, i) => row.map((v, j) => (i === j ? v + weight[i] : v))),
  };
}

function newton(
  evaluate: (x: readonly number[]) => Surface,
  start: readonly number[],
  bounded: readonly boolean[],
): Climb {
  let x = start;
  const first = evaluate(x);
  let at = first;
  for (let iterations = 1; iterations <= MAX_ITERATIONS; iterations++) {
    const covariance = inverse(at.information);
    if (covariance === null) return { x, first, at, iterations, end: "edge" };
    const { gradient } = at;
    const step = covariance.map((row) => row.reduce((sum, v, j) => sum + v * gradient[j], 0));
    const promised = step.reduce((sum, v, j) => sum + (v * gradient[j]) / 2, 0);
    if (promised <= GAIN) return { x: x.map((v, j) => v + step[j]), first, at, iterations, end: "top" };
    const better = search(evaluate, { x, at, step });
    if (better === null) return { x, first, at, iterations, end: "tired" };
    ({ x, at } = better);
    if (x.some((v, j) => bounded[j] && Math.abs(v) > FARTHEST)) return { x, first, at, iterations, end: "edge" };
  }
  return { x, first, at, iterations: MAX_ITERATIONS, end: "tired" };
}

type Step = Readonly<{ x: readonly number[]; at: Surface; step: readonly number[] }>;

/** The first of the halved steps that loses nothing; null when none does. */
function search(evaluate: (x: readonly number[]) => Surface, { x, at, step }: Step) {
  for (let halving = 0, share = 1; halving < MAX_HALVINGS; halving++, share /= 2) {
    const trial = x.map((v, j) => v + share * step[j]);
    const found = evaluate(trial);
    if (found.value >= at.value - NOISE * Math.abs(at.value)) return { x: trial, at: found };
  }
  return null;
}
