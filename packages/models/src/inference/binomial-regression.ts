/**
 * Logistic regression, and the same with the complementary log-log link, on grouped rows: events out of trials.
 * Newton's method on the observed likelihood (Fisher scoring for cloglog), McCullagh and Nelder (1989), section 4.4.
 */
import { hasGaps } from "../math/columns.js";
import { dependentColumns, solve } from "../math/linear-algebra.js";
import { sigmoid } from "../math/logs.js";
import { climb } from "./coefficients.js";
import type { Coefficients, Surface } from "./coefficients.js";

/** Rows that share their columns: `events` of `trials` happened. An intercept is a column of ones. */
export type BinomialRows = Readonly<{
  events: Float64Array;
  trials: Float64Array;
  columns: readonly Float64Array[];
}>;

/** `logit`: odds ratios. `cloglog`: grouped proportional hazards, coefficients comparable with Cox's. */
export type Link = "logit" | "cloglog";

/** Coefficients; or why there are none. */
export type BinomialFit =
  | (Coefficients & Readonly<{ link: Link; nullLogLikelihood: number }>) // of the common share of all rows
  | Readonly<{ status: "no-data" | "no-events" | "all-lost" | "missing-numbers"; n: number; events: number }>;

const CLIP = 1e-12; // of probabilities, so that the log-likelihood stays finite

/** Maximum-likelihood coefficients. @param rows trials > 0 */
export function fitBinomial(rows: BinomialRows, { link = "logit" }: Readonly<{ link?: Link }> = {}): BinomialFit {
  const [n, events] = [rows.trials, rows.events].map((column) => column.reduce((sum, v) => sum + v, 0));
  if (hasGaps([rows.events, rows.trials, ...rows.columns])) return { status: "missing-numbers", n, events };
  if (!(n > 0) || rows.columns.length === 0) return { status: "no-data", n, events };
  if (!(events > 0)) return { status: "no-events", n, events: 0 };
  if (!(events < n)) return { status: "all-lost", n, events };
  const scaled = scale(rows);
  const spreads = scaled.kept.map((j) => scaled.spreads[j]);
  const penalised = scaled.kept.map((j) => !isConstant(rows.columns[j]));
  const evaluate = (x: readonly number[]): Surface => surface({ ...rows, columns: scaled.columns }, x, link);
  const found = climb(evaluate, startOf({ ...rows, columns: scaled.columns }, link), penalised);
  const share = events / n;
  return {
    link,
    nullLogLikelihood: events * Math.log(share) + (n - events) * Math.log1p(-share),
    status: found.status,
    logLikelihood: found.climb.at.value,
    iterations: found.climb.iterations,
    n,
    events,
    ...expand({ ...scaled, spreads }, found, rows.columns.length),
  };
}

/** Coefficients and covariance in the units of the columns, with zeros for the dropped ones. */
function expand(
  { kept, spreads }: Readonly<{ kept: readonly number[]; spreads: readonly number[] }>,
  { climb: { x }, covariance }: ReturnType<typeof climb>,
  size: number,
): Pick<Coefficients, "coefficients" | "covariance" | "dropped"> {
  const all = Array.from({ length: size }, (_, j) => j);
  const place = all.map((j) => kept.indexOf(j));
  const value = (i: number, j: number): number => (covariance[i]?.[j] ?? NaN) / (spreads[i] * spreads[j]);
  return {
    coefficients: place.map((k) => (k < 0 ? 0 : x[k] / spreads[k])),
    covariance: place.map((i) => place.map((j) => (i < 0 || j < 0 ? 0 : value(i, j)))),
    dropped: all.filter((j) => place[j] < 0),
  };
}

const isConstant = (column: Float64Array): boolean => column.every((v) => v === column[0]);

/** Columns over their root mean square, without those that follow from others. */
function scale({ columns, trials }: BinomialRows) {
  const n = trials.reduce((sum, v) => sum + v, 0);
  const spreads = columns.map((column) => Math.sqrt(column.reduce((sum, v, i) => sum + trials[i] * v * v, 0) / n) || 1);
  const all = columns.map((column, j) => column.map((v) => v / spreads[j]));
  const dropped = dependentColumns(gram(all, trials));
  const kept = columns.map((_, j) => j).filter((j) => !dropped.includes(j));
  return { spreads, kept, columns: kept.map((j) => all[j]) };
}

const gram = (columns: readonly Float64Array[], weight: Float64Array): number[][] =>
  columns.map((a, i) =>
    columns.map((b, j) => (j > i ? 0 : a.reduce((sum, v, row) => sum + weight[row] * v * b[row], 0))),
  );

/** Probability and its slope in the linear predictor. */
function respond(eta: number, link: Link): readonly [share: number, slope: number] {
  if (link === "logit") {
    const share = Math.min(Math.max(sigmoid(eta), CLIP), 1 - CLIP);
    return [share, share * (1 - share)];
  }
  const hazard = Math.exp(Math.min(eta, 3.5)); // e^-e^3.5 is below CLIP
  const share = Math.min(Math.max(-Math.expm1(-hazard), CLIP), 1 - CLIP);
  return [share, hazard * (1 - share)];
}

/** Log-likelihood without the binomial coefficients, score and expected information. */
function surface({ events, trials, columns }: BinomialRows, x: readonly number[], link: Link): Surface {
  const size = columns.length;
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  const row = new Float64Array(size);
  let value = 0;
  for (let i = 0; i < events.length; i++) {
    let eta = 0;
    for (let j = 0; j < size; j++) eta += (row[j] = columns[j][i]) * x[j];
    const [share, slope] = respond(eta, link);
    const lost = events[i];
    value += lost * Math.log(share) + (trials[i] - lost) * Math.log1p(-share);
    const unit = slope / (share * (1 - share));
    const residual = (lost - trials[i] * share) * unit;
    const weight = trials[i] * slope * unit;
    for (let j = 0; j < size; j++) {
      gradient[j] += residual * row[j];
      const scaled = weight * row[j];
      if (scaled !== 0) for (let k = 0; k <= j; k++) information[j * size + k] += scaled * row[k];
    }
  }
  return { value, gradient: Array.from(gradient), information: symmetric(information, size) };
}

const symmetric = (lower: Float64Array, size: number): number[][] =>
  Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => lower[Math.max(i, j) * size + Math.min(i, j)]),
  );

/** One least-squares step from the rows' own shares: a bad start makes the complementary log-log link diverge. */
function startOf({ events, trials, columns }: BinomialRows, link: Link): readonly number[] {
  const weights = new Float64Array(events.length);
  const targets = new Float64Array(events.length);
  for (let i = 0; i < events.length; i++) {
    const share = (events[i] + 0.5) / (trials[i] + 1);
    const eta = link === "logit" ? Math.log(share / (1 - share)) : Math.log(-Math.log1p(-share));
    const [, slope] = respond(eta, link);
    weights[i] = (trials[i] * slope * slope) / (share * (1 - share));
    targets[i] = weights[i] * eta;
  }
  const right = columns.map((column) => column.reduce((sum, v, i) => sum + v * targets[i], 0));
  return solve(gram(columns, weights), right) ?? columns.map(() => 0);
}
