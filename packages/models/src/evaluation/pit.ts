/**
 * Probability integral transform: where in its forecast distribution each actual fell. Of an honest forecast the values
 * are uniform on (0, 1). Discrete outcomes are spread at random over their own step (randomised PIT), otherwise a shop
 * where most buy nothing could never be uniform. Czado, Gneiting & Held (2009).
 */
import { cdf, type LogNormalMixture } from "../spend/value-distribution.js";

/** Result of the test of uniformity. */
export type PitTest = Readonly<{
  distance: number; // largest gap between the empirical distribution and the uniform one
  pValue: number;
  inside99: boolean; // inside the band that holds 99 % of uniform samples
  inside999: boolean;
}>;

/**
 * Randomised PIT values: P(Y < y) + u P(Y = y).
 * @param below   P(Y < actual) per customer
 * @param upTo    P(Y <= actual) per customer
 * @param random  uniform on [0, 1); called once per customer, in order: seed it and the result is reproducible
 */
export function randomisedPit(below: Float64Array, upTo: Float64Array, random: () => number): Float64Array {
  const pit = below.slice();
  for (let i = 0; i < pit.length; i++) pit[i] += random() * (upTo[i] - below[i]);
  return pit;
}

/** Cumulative probabilities on both sides of each actual. */
export type Steps = Readonly<{ below: Float64Array; upTo: Float64Array }>;

/**
 * P(Y < actual) and P(Y <= actual) of counts.
 * @param pmfs per customer; the last entry holds the whole tail
 * @param own  position in `pmfs` of each customer's, when customers share them
 */
export function stepsOfPmfs(actual: Float64Array, pmfs: readonly Float64Array[], own?: Int32Array): Steps {
  const below = new Float64Array(actual.length);
  const upTo = new Float64Array(actual.length);
  for (let i = 0; i < actual.length; i++) {
    const pmf = pmfs[own === undefined ? i : own[i]];
    const last = Math.min(actual[i], pmf.length - 1);
    let sum = 0;
    for (let n = 0; n < last; n++) sum += pmf[n];
    below[i] = sum;
    upTo[i] = last + 1 >= pmf.length ? 1 : sum + pmf[last]; // 1 once the last entry is among them
  }
  return { below, upTo };
}

/** Share of draws below, and at most, the actual. @param draws per customer, in any order */
export function stepsOfDraws(actual: Float64Array, draws: readonly Float64Array[]): Steps {
  const share = (column: Float64Array, holds: (draw: number) => boolean): number =>
    column.reduce((count, draw) => count + Number(holds(draw)), 0) / column.length;
  return {
    below: actual.map((y, i) => share(draws[i], (draw) => draw < y)),
    upTo: actual.map((y, i) => share(draws[i], (draw) => draw <= y)),
  };
}

/**
 * P(value < actual) and P(value <= actual) of mixtures; the actual in units of its mixture.
 * @param own position in `mixtures` of each customer's, when customers share them
 */
export function stepsOfMixtures(actual: Float64Array, mixtures: readonly LogNormalMixture[], own?: Int32Array): Steps {
  const below = new Float64Array(actual.length);
  const upTo = new Float64Array(actual.length);
  for (let i = 0; i < actual.length; i++) {
    upTo[i] = cdf(mixtures[own === undefined ? i : own[i]], actual[i]);
    below[i] = actual[i] === 0 ? 0 : upTo[i]; // 0 is the only value with a mass
  }
  return { below, upTo };
}

/** Share of values at most `level`: of an honest forecast about `level`. */
export function shareUpTo(pit: Float64Array, level: number): number {
  let count = 0;
  for (let i = 0; i < pit.length; i++) if (pit[i] <= level) count++;
  return count / pit.length;
}

/** Counts in equal bins of [0, 1], for the histogram. */
export function pitHistogram(pit: Float64Array, bins: number): Float64Array {
  const counts = new Float64Array(bins);
  for (const value of pit) counts[Math.min(Math.floor(value * bins), bins - 1)]++;
  return counts;
}

/**
 * Kolmogorov's test of uniformity: a band around the diagonal of the whole distribution function, so that no choice of
 * bins can hide a fault. Stephens' (1970) correction makes the limit law good from five values on. With very many
 * customers it finds the smallest fault: read `distance` too.
 * @returns NaN and outside for no values
 */
export function pitTest(pit: Float64Array): PitTest {
  const sorted = pit.toSorted();
  const n = sorted.length;
  let distance = n === 0 ? NaN : 0;
  for (let i = 0; i < n; i++) distance = Math.max(distance, sorted[i] - i / n, (i + 1) / n - sorted[i]);
  const root = Math.sqrt(n);
  const pValue = kolmogorovTail(distance * (root + 0.12 + 0.11 / root));
  return { distance, pValue, inside99: pValue >= 0.01, inside999: pValue >= 0.001 };
}

const SERIES_FROM = 0.2; // below it the tail is 1 to 12 digits, and the series is slow
const MAX_TERMS = 100; // at .2 the terms are below 1e-16 after 22

/** P(K > x) of the Kolmogorov distribution: 2 sum (-1)^(k-1) exp(-2 k^2 x^2). */
function kolmogorovTail(x: number): number {
  if (x < SERIES_FROM) return 1;
  let tail = 0;
  for (let k = 1; k <= MAX_TERMS; k++) tail += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.min(Math.max(tail, 0), 1);
}
