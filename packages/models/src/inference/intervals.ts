/**
 * Three intervals that must not be confused: of a parameter, of an expectation (what one would average over very many
 * such customers), and of an outcome (what will happen: `outcomeInterval` of purchase/outcomes.ts, and totals here).
 */
import { normalCdf } from "../math/normal.js";

export type Interval = Readonly<{ low: number; high: number }>;

const tails = (level: number): readonly [number, number] => [(1 - level) / 2, (1 + level) / 2];

/** Quantile of equally likely values, linear between the order statistics. */
export function quantile(values: readonly number[], probability: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = probability * (sorted.length - 1);
  const below = Math.floor(place);
  const next = sorted[Math.min(below + 1, sorted.length - 1)];
  return sorted[below] + (place - below) * (next - sorted[below]);
}

/** Central interval of each parameter. @param level e.g. 0.9 */
export function parameterInterval(
  draws: readonly Readonly<Record<string, number>>[],
  level: number,
): Readonly<Record<string, Interval>> {
  const names = Object.keys(draws[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [
      name,
      expectationInterval(
        draws.map((params) => params[name]),
        level,
      ),
    ]),
  );
}

/** Central interval of an expectation. @param expectations its value at each draw of the parameters */
export function expectationInterval(expectations: readonly number[], level: number): Interval {
  const [low, high] = tails(level).map((p) => quantile(expectations, p));
  return { low, high };
}

const ROUNDING = 1e-9; // of a sum of probabilities whose tail below 1e-10 was cut off

/** The smallest n with P(Y <= n) >= probability. */
export function countQuantile(distribution: Float64Array, probability: number): number {
  let cumulated = 0;
  for (let n = 0; n < distribution.length; n++) {
    cumulated += distribution[n];
    if (Number.isNaN(cumulated)) return NaN;
    if (cumulated >= probability - ROUNDING) return n;
  }
  return distribution.length - 1;
}

/** Mean and variance of a total under one set of parameters. */
export type Moments = Readonly<{ mean: number; variance: number }>;

const BISECTIONS = 80;
const FAR = 10; // standard deviations

/**
 * Quantiles of a total, at least 0: equal mixture of Normal(mean, variance) over the draws of the parameters, found as
 * roots of its distribution function, so that the same draws give the same digits.
 */
export function aggregateInterval(moments: readonly Moments[], probabilities: readonly number[]): readonly number[] {
  const sds = moments.map(({ variance }) => Math.sqrt(variance));
  const below = (y: number): number =>
    moments.reduce((sum, { mean }, k) => sum + (sds[k] > 0 ? normalCdf((y - mean) / sds[k]) : y >= mean ? 1 : 0), 0) /
    moments.length;
  return probabilities.map((p) => {
    let low = Math.min(...moments.map(({ mean }, k) => mean - FAR * sds[k]));
    let high = Math.max(...moments.map(({ mean }, k) => mean + FAR * sds[k]));
    for (let i = 0; i < BISECTIONS; i++) {
      const middle = (low + high) / 2;
      if (below(middle) >= p) high = middle;
      else low = middle;
    }
    return Math.max(0, high);
  });
}
