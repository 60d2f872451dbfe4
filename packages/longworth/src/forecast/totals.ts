/** Bands of totals and segments (FORECAST section 11): a common shock, what a sum of persons scatters, few who rule. */
import { special } from "@longworth/models";
import type { Outcome } from "../domain.js";

/** sd_last without a business clock: how unsure today's level is, on the log scale. */
export const LEVEL_SD = 0.08;

const ORDERS = { model: 0.05, factor: 2 } as const;
const VALUE = { model: 0.1, factor: 1.9, mostConcentration: 0.5 } as const;
const LEVEL_WEIGHT = 4; // variance of the level over the horizon against that of today
const MOST_SAMPLING = 1; // variance of the log of a sum of persons
const Z_95 = 1.6448536269514722; // the factors belong to p05 and p95

/** What is known of a sum over customers. */
export interface Sum {
  readonly mean: number;
  readonly variance: number; // sum of the persons' variances
}

/** @param sum of orders. @returns sd on the log scale; Infinity for an expectation of 0 */
export const ordersSd = ({ mean, variance }: Sum, levelSd: number): number =>
  Math.sqrt(ORDERS.model ** 2 + LEVEL_WEIGHT * levelSd ** 2 + Math.min(variance / mean ** 2, MOST_SAMPLING));

/** @param options `concentration` is the mean var_o of the origins. @returns sd on the log scale */
export const valueSd = (sum: Sum, { levelSd, concentration }: Level): number =>
  Math.sqrt(
    VALUE.model ** 2 +
      LEVEL_WEIGHT * levelSd ** 2 +
      Math.min(sum.variance / sum.mean ** 2, MOST_SAMPLING) +
      Math.min(concentration, VALUE.mostConcentration),
  );

export type Level = Readonly<{ levelSd: number; concentration: number }>;

/**
 * Quantile of a sum of orders or of money: the point times exp(z sd 2.0/1.645) for orders, 1.9/1.645 for value, so p50
 * is the point. A segment has the shock of the total and its own sampling part. 0 for an expectation of 0.
 */
export function groupQuantile(kind: "orders" | "value", sum: Sum, options: Level & { readonly level: number }): number {
  if (!(sum.mean > 0)) return 0;
  const [sd, factor] =
    kind === "orders" ? [ordersSd(sum, options.levelSd), ORDERS.factor] : [valueSd(sum, options), VALUE.factor];
  return sum.mean * Math.exp((special.normalQuantile(options.level) * sd * factor) / Z_95);
}

/** The 90 % band: orders exp(+-2.0 sd), value exp(+-1.9 sd). */
export function groupOutcome(kind: "orders" | "value", sum: Sum, level: Level): Outcome {
  if (!(sum.mean > 0)) return { mean: 0, p05: 0, p95: 0 };
  const [sd, factor] =
    kind === "orders" ? [ordersSd(sum, level.levelSd), ORDERS.factor] : [valueSd(sum, level), VALUE.factor];
  return { mean: sum.mean, p05: sum.mean * Math.exp(-factor * sd), p95: sum.mean * Math.exp(factor * sd) };
}
