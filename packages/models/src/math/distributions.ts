/** Distribution functions of tests and intervals, from the incomplete gamma and beta functions. */
import { invertIncreasing } from "./quadrature.js";
import { incompleteBeta, incompleteGamma } from "./incomplete.js";
import { normalCdf } from "./normal.js";

/** P(chi-square with `freedom` degrees > x): the p value of a chi-square test. @returns 1 for x <= 0 */
export const chiSquareTail = (x: number, freedom: number): number =>
  x <= 0 ? 1 : incompleteGamma(freedom / 2, x / 2).upper;

/** P(|Z| > |z|) of a standard normal Z: the two-sided p value. */
export const normalTails = (z: number): number => 2 * normalCdf(-Math.abs(z));

/** P(|T| > |t|) of Student's t: the two-sided p value. @param freedom > 0, need not be whole */
export function studentTails(t: number, freedom: number): number {
  const square = t * t;
  return incompleteBeta(freedom / 2, 0.5, [freedom / (freedom + square), square / (freedom + square)]).lower;
}

/** Quantile of Student's t. @param probability in (0, 1) */
export function studentQuantile(probability: number, freedom: number): number {
  if (probability === 0.5) return 0;
  const inside = Math.abs(2 * probability - 1); // P(|T| <= the quantile's size)
  const size = invertIncreasing((t) => 1 - studentTails(t, freedom), inside, 1);
  return probability < 0.5 ? -size : size;
}

/** P(X <= k) of a binomial X. @param p chance of each of the n trials */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n || p <= 0) return 1;
  return p >= 1 ? 0 : incompleteBeta(n - k, k + 1, [1 - p, p]).lower;
}

const HALVINGS = 60; // of [0, 1]: the last is below the spacing of doubles near 1

/** Quantile of Beta(a, b), by halving: where the regularised incomplete beta function reaches `probability`. @param a, b > 0 */
export function betaQuantile(probability: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(a, b, [middle]).lower < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
