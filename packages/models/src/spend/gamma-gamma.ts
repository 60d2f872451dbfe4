/**
 * Gamma-Gamma spend: amounts of a customer ~ Gamma(p, nu), nu ~ Gamma(q, v) across customers, independent of how often
 * they buy. Fader & Hardie, "The Gamma-Gamma model of monetary value" (2013). Needs amounts > 0.
 */
import type { Estimate } from "../inference/estimate.js";
import { maximumLikelihood } from "../inference/maximum-likelihood.js";
import { digamma, lgamma, lrise, psirise } from "../math/gamma.js";
import { incompleteBeta } from "../math/incomplete.js";
import { invertIncreasing } from "../math/quadrature.js";

/** All > 0; v is money. The mean needs q > 1, the variance q > 2. */
export type Params = Readonly<{ p: number; q: number; v: number }>;

/** Parallel columns, one entry per cell: customers with the same spend are one row with a weight. */
export interface SpendCells {
  readonly frequency: Float64Array; // purchases with an amount (x); rows with 0 say nothing about the parameters
  readonly monetaryValue: Float64Array; // mean of those amounts, > 0; not used where frequency is 0
  readonly weight: Float64Array; // customers in this cell
}

/** The same with the sum of log amounts: what the likelihood of single purchases needs. */
export interface TransactionCells extends SpendCells {
  readonly sumLog: Float64Array;
}

/** How to fit; without `start` from p 2, q 3 and the mean spend. */
export type FitOptions = Readonly<{ start?: Params; maxIterations?: number }>;

/**
 * Log-likelihood of the customers' mean spend, the form of the published fits. It throws away how amounts vary within
 * a customer and overstates p (CDNOW 6.25 against 3.61): where single amounts are known use `fitTransactions`.
 * @returns NaN unless every parameter is > 0
 */
export function logLikelihood(params: Params, { frequency, monetaryValue, weight }: SpendCells): number {
  const { p, q, v } = params;
  return isInside(params)
    ? sumOver(frequency, weight, (x, i) => {
        const spent = x * monetaryValue[i];
        const shares = q * Math.log1p(spent / v) + p * x * Math.log1p(v / spent);
        return lrise(p * x, q) - shares - Math.log(monetaryValue[i]);
      }) -
        customersWithSpend({ frequency, weight }) * lgamma(q)
    : NaN;
}

/** Derivatives of `logLikelihood` by each parameter. */
export function gradient({ p, q, v }: Params, { frequency, monetaryValue, weight }: SpendCells): Params {
  const score = { p: 0, q: 0, v: 0 };
  for (let i = 0; i < frequency.length; i++) {
    const x = frequency[i];
    if (x === 0) continue;
    const spent = x * monetaryValue[i];
    score.p += weight[i] * x * (psirise(p * x, q) - Math.log1p(v / spent));
    score.q += weight[i] * (psirise(q, p * x) - Math.log1p(spent / v));
    score.v += weight[i] * (q / v - (p * x + q) / (v + spent));
  }
  return score;
}

/** Maximum-likelihood estimate from mean spend. Equal means have no maximum: `converged` false, parameters finite. */
export const fit = (cells: SpendCells, options: FitOptions = {}): Estimate<Params> =>
  maximumLikelihood<Params>({
    start: startOf(cells),
    n: customersWithSpend(cells),
    logLikelihood: (params) => logLikelihood(params, cells),
    gradient: (params) => gradient(params, cells),
    ...options,
  });

/** Log-likelihood of every single amount; comparable with log-normal.ts, not with `logLikelihood`. */
export function logLikelihoodOfTransactions(params: Params, cells: TransactionCells): number {
  const { p, q, v } = params;
  const { frequency, monetaryValue, sumLog, weight } = cells;
  return isInside(params)
    ? sumOver(frequency, weight, (x, i) => {
        const spent = x * monetaryValue[i];
        const shares = q * Math.log1p(spent / v) + p * x * Math.log(v + spent);
        return (p - 1) * sumLog[i] - x * lgamma(p) + lrise(q, p * x) - shares;
      })
    : NaN;
}

/** Derivatives of `logLikelihoodOfTransactions` by each parameter. */
export function gradientOfTransactions({ p, q, v }: Params, cells: TransactionCells): Params {
  const { frequency, monetaryValue, sumLog, weight } = cells;
  const score = { p: 0, q: 0, v: 0 };
  const ofP = digamma(p);
  const ofQ = digamma(q);
  for (let i = 0; i < frequency.length; i++) {
    const x = frequency[i];
    if (x === 0) continue;
    const spent = x * monetaryValue[i];
    const both = ofQ + psirise(q, p * x);
    score.p += weight[i] * (sumLog[i] + x * (both - ofP - Math.log(v + spent)));
    score.q += weight[i] * (both - ofQ - Math.log1p(spent / v));
    score.v += weight[i] * (q / v - (p * x + q) / (v + spent));
  }
  return score;
}

/** Maximum-likelihood estimate from single amounts. */
export const fitTransactions = (cells: TransactionCells, options: FitOptions = {}): Estimate<Params> =>
  maximumLikelihood<Params>({
    start: startOf(cells),
    n: customersWithSpend(cells),
    logLikelihood: (params) => logLikelihoodOfTransactions(params, cells),
    gradient: (params) => gradientOfTransactions(params, cells),
    ...options,
  });

/** Parameters of one customer, given x amounts with a mean: everything conditional is the unconditional with these. */
export const updated = ({ p, q, v }: Params, x: number, monetaryValue: number): Params => ({
  p,
  q: q + p * x,
  v: x === 0 ? v : v + x * monetaryValue,
});

/**
 * Expected spend per purchase, given the history: the customer's own mean pulled towards the population's.
 * @returns one per cell, the population's where frequency is 0; Infinity when p x + q <= 1
 */
export const expectedSpend = (params: Params, cells: Omit<SpendCells, "weight">): Float64Array =>
  cells.frequency.map((x, i) => meanSpend(updated(params, x, cells.monetaryValue[i])));

/** Variance of a customer's mean spend, given the history. @returns one per cell; Infinity when p x + q <= 2 */
export const spendVariance = (params: Params, cells: Omit<SpendCells, "weight">): Float64Array =>
  cells.frequency.map((x, i) => {
    const own = updated(params, x, cells.monetaryValue[i]);
    return own.q > 2 ? meanSpend(own) ** 2 / (own.q - 2) : Infinity;
  });

/** Expected spend per purchase of a customer with these parameters (`updated` ones, or the population's). */
export const meanSpend = ({ p, q, v }: Params): number => (q > 1 ? (p * v) / (q - 1) : Infinity);

/** P(sum of m purchases <= amount) of a customer with these parameters. Section 11: sum / v is beta prime (p m, q). */
export function sumCdf({ p, q, v }: Params, m: number, amount: number): number {
  if (amount < 0) return 0;
  return m === 0 ? 1 : incompleteBeta(p * m, q, [amount / (amount + v), v / (amount + v)]).lower;
}

/** Quantile of the sum of m purchases. @param level in (0, 1) */
export const sumQuantile = (params: Params, m: number, level: number): number =>
  m === 0 ? 0 : invertIncreasing((amount) => sumCdf(params, m, amount), level, m * params.p * (params.v / params.q));

/** P(value <= amount) when the number of purchases is uncertain, too. @param pmf P(N = m), m = 0, 1, ... */
export function valueCdf(params: Params, pmf: Float64Array, amount: number): number {
  return pmf.reduce(
    (sum, probability, m) => sum + (probability === 0 ? 0 : probability * sumCdf(params, m, amount)),
    0,
  );
}

/** Quantile of the value when the number of purchases is uncertain, too; 0 for every level up to P(N = 0). */
export const valueQuantile = (params: Params, pmf: Float64Array, level: number): number =>
  level <= pmf[0]
    ? 0
    : invertIncreasing((amount) => valueCdf(params, pmf, amount), level, params.p * (params.v / params.q));

const isInside = ({ p, q, v }: Params): boolean => p > 0 && q > 0 && v > 0;

function startOf({ frequency, monetaryValue, weight }: SpendCells): Params {
  const spend = sumOver(frequency, weight, (_, i) => monetaryValue[i]) / customersWithSpend({ frequency, weight });
  return { p: 2, q: 3, v: spend }; // then the mean p v / (q - 1) is the data's
}

const customersWithSpend = ({ frequency, weight }: Pick<SpendCells, "frequency" | "weight">): number =>
  sumOver(frequency, weight, () => 1);

/** Compensated weighted sum over the rows with purchases. */
function sumOver(frequency: Float64Array, weight: Float64Array, term: (x: number, i: number) => number): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < frequency.length; i++) {
    if (frequency[i] === 0) continue;
    const add = weight[i] * term(frequency[i], i) - lost;
    const next = sum + add;
    lost = next - sum - add;
    sum = next;
  }
  return sum;
}
