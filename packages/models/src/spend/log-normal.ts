/**
 * Log-normal spend: the log of an amount is normal around the customer's own level, the levels are normal around the
 * population's. Heavier tail than Gamma-Gamma, and a higher likelihood on five of seven public logs. Needs amounts > 0.
 */
import type { Estimate } from "../inference/estimate.js";
import { maximumLikelihood } from "../inference/maximum-likelihood.js";

/** Parallel columns, one entry per cell: customers with the same amounts are one row with a weight. */
export interface SpendCells {
  readonly n: Float64Array; // purchases with an amount; 0 for none
  readonly meanLog: Float64Array; // mean of log amount; not used where n is 0
  readonly withinSS: Float64Array; // sum of squares of log amount around that mean
  readonly weight: Float64Array; // customers in this cell
}

/** Median amount of the middle customer (money), spread of a customer's amounts, spread of customers (both of logs). */
export type Params = Readonly<{ median: number; sigma: number; tau: number }>;

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** Log-likelihood of all amounts; comparable with Gamma-Gamma on transactions. @returns NaN unless parameters are > 0 */
export function logLikelihood({ median, sigma, tau }: Params, { n, meanLog, withinSS, weight }: SpendCells): number {
  if (!(median > 0 && sigma > 0 && tau > 0)) return NaN;
  const mu = Math.log(median);
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < n.length; i++) {
    if (n[i] === 0) continue;
    const d = sigma ** 2 + n[i] * tau ** 2;
    const residual = withinSS[i] / sigma ** 2 + (n[i] * (meanLog[i] - mu) ** 2) / d;
    const normal = n[i] * LOG_TWO_PI + 2 * (n[i] - 1) * Math.log(sigma) + Math.log(d) + residual;
    const term = weight[i] * (-normal / 2 - n[i] * meanLog[i]) - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
  }
  return sum;
}

/** Derivatives of `logLikelihood` by each parameter. */
export function gradient({ median, sigma, tau }: Params, { n, meanLog, withinSS, weight }: SpendCells): Params {
  const mu = Math.log(median);
  const score = { median: 0, sigma: 0, tau: 0 };
  for (let i = 0; i < n.length; i++) {
    if (n[i] === 0) continue;
    const d = sigma ** 2 + n[i] * tau ** 2;
    const e = meanLog[i] - mu;
    const excess = (n[i] * e * e) / d - 1; // of the squared distance of the mean over its expectation
    score.median += (weight[i] * n[i] * e) / d / median;
    score.sigma += weight[i] * (withinSS[i] / sigma ** 3 - (n[i] - 1) / sigma + (excess * sigma) / d);
    score.tau += (weight[i] * excess * n[i] * tau) / d;
  }
  return score;
}

/** Maximum-likelihood estimate. Equal amounts everywhere have no maximum: `converged` is false, parameters finite. */
export function fit(
  cells: SpendCells,
  options: Readonly<{ start?: Params; maxIterations?: number }> = {},
): Estimate<Params> {
  const { b0, s2, t2 } = fitSpend(cells);
  return maximumLikelihood<Params>({
    start: { median: Math.exp(b0), sigma: Math.sqrt(s2), tau: Math.sqrt(t2) },
    n: cells.n.reduce((sum, n, i) => sum + (n > 0 ? cells.weight[i] : 0), 0),
    logLikelihood: (params) => logLikelihood(params, cells),
    gradient: (params) => gradient(params, cells),
    ...options,
  });
}

/** The fitted parameters in the form that `posterior` takes: no dependence on frequency. */
export const spendModelOf = ({ median, sigma, tau }: Params): SpendModel => ({
  b0: Math.log(median),
  b1: 0,
  s2: sigma ** 2,
  t2: tau ** 2,
});

/**
 * Spend model of the forecast: log amount ~ N(theta, s2), theta ~ N(b0 + b1 log n, t2). The term in log n carries the
 * dependence of spend on frequency, which models of independent spend leave out.
 */
export type SpendModel = Readonly<{ b0: number; b1: number; s2: number; t2: number }>;

const ROUNDS = 8; // of EM; the ninth moves t2 by less than 1e-4
const RIDGE = 1; // on b1: one pseudo-observation against a dependence
const PRIOR_SQUARES = 1.5; // of s2: five pseudo-observations of variance .3
const PRIOR_FREEDOM = 5;
const SMALLEST_START = 0.02; // of t2
const SMALLEST_T2 = 0.001;

/**
 * The forecast's estimate: s2 from the spread within customers, b by weighted least squares, t2 by eight rounds of EM.
 * Finite for every log, one customer and equal amounts included; rows with n = 0 do not count.
 * @returns NaN when no row has a purchase
 */
export function fitSpend({ n, meanLog, withinSS, weight }: SpendCells): SpendModel {
  const w = weight.map((customers, i) => (n[i] > 0 ? customers : 0));
  const y = meanLog.map((mean, i) => (n[i] > 0 ? mean : 0)); // may be NaN where it is not used
  const logN = n.map((count) => Math.log(Math.max(count, 1)));
  const customers = weighted(w, () => 1);
  const squares = weighted(w, (i) => (n[i] > 0 ? withinSS[i] : 0));
  const s2 = (squares + PRIOR_SQUARES) / (weighted(w, (i) => Math.max(n[i] - 1, 0)) + PRIOR_FREEDOM);
  const centre = weighted(w, (i) => y[i]) / customers;
  const spread = weighted(w, (i) => (y[i] - centre) ** 2) / customers;
  const noise = (s2 * weighted(w, (i) => 1 / Math.max(n[i], 1))) / customers;
  let t2 = Math.max(spread - noise, SMALLEST_START);
  let line = { b0: NaN, b1: NaN };
  for (let round = 0; round < ROUNDS; round++) {
    line = regression({ n, logN, y, w }, { s2, t2 });
    const { b0, b1 } = line;
    const squared = weighted(w, (i) => {
      const mu = b0 + b1 * logN[i];
      const v = 1 / (1 / t2 + n[i] / s2);
      const m = v * (mu / t2 + (n[i] * y[i]) / s2);
      return (m - mu) ** 2 + v;
    });
    t2 = Math.max(squared / customers, SMALLEST_T2);
  }
  return customers > 0 ? { ...line, s2, t2 } : { b0: NaN, b1: NaN, s2: NaN, t2: NaN };
}

/** Per row: posterior mean `m` and variance `v` of the customer's log spend level, and the expected amount `spend`. */
export type SpendPosterior = Readonly<{ m: Float64Array; v: Float64Array; spend: Float64Array }>;

/** What the amounts so far say about each customer. Rows with n = 0 get the population's level of a first purchase. */
export function posterior(
  { b0, b1, s2, t2 }: SpendModel,
  { n, meanLog }: Pick<SpendCells, "n" | "meanLog">,
): SpendPosterior {
  const v = n.map((count) => 1 / (1 / t2 + count / s2));
  const m = n.map((count, i) => {
    const mu = b0 + b1 * Math.log(Math.max(count, 1));
    return count === 0 ? mu : v[i] * (mu / t2 + (count * meanLog[i]) / s2);
  });
  return { m, v, spend: m.map((level, i) => Math.exp(level + v[i] / 2 + s2 / 2)) };
}

type Regression = Readonly<{ n: Float64Array; logN: Float64Array; y: Float64Array; w: Float64Array }>;

/** Weighted least squares of the mean log amount on log n; weights are one over the variance of that mean. */
function regression(
  { n, logN, y, w }: Regression,
  { s2, t2 }: Pick<SpendModel, "s2" | "t2">,
): Readonly<{ b0: number; b1: number }> {
  const weight = w.map((customers, i) => (customers === 0 ? 0 : customers / (t2 + s2 / n[i])));
  const a00 = weighted(weight, () => 1);
  const a01 = weighted(weight, (i) => logN[i]);
  const a11 = weighted(weight, (i) => logN[i] ** 2) + RIDGE;
  const c0 = weighted(weight, (i) => y[i]);
  const c1 = weighted(weight, (i) => y[i] * logN[i]);
  const determinant = a00 * a11 - a01 * a01;
  return { b0: (a11 * c0 - a01 * c1) / determinant, b1: (a00 * c1 - a01 * c0) / determinant };
}

/** Compensated sum of weight x term. */
function weighted(weight: Float64Array, term: (i: number) => number): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < weight.length; i++) {
    const add = weight[i] * term(i) - lost;
    const next = sum + add;
    lost = next - sum - add;
    sum = next;
  }
  return sum;
}
