/** Bands of totals and segments (FORECAST section 11): a common shock, what a sum of persons scatters, few who rule. */
import { special } from "@longworth/models";
import type { Outcome } from "../domain.js";
import { trendOf } from "./clock.js";
import type { Recipe } from "./recipe.js";

/** sd_last without a business clock: how unsure today's level is, on the log scale. */
export const LEVEL_SD = 0.08;

const ORDERS = { model: 0.05, factor: 2 } as const;
const VALUE = { model: 0.1, factor: 1.9, mostConcentration: 0.5 } as const;
const LEVEL_WEIGHT = 4; // variance of the level over the horizon against that of today
const TREND_WEIGHT = 1.5; // of where a trend would lead (docs/decisions/0008)
const MOST_SAMPLING = 1; // variance of the log of a sum of persons
const Z_95 = 1.6448536269514722; // the factors belong to p05 and p95

/** What is known of a sum over customers. */
export interface Sum {
  readonly mean: number;
  readonly variance: number; // sum of the persons' variances
}

/** @param sum of orders. @returns sd on the log scale; Infinity for an expectation of 0 */
export const ordersSd = ({ mean, variance }: Sum, level: Level): number =>
  Math.sqrt(ORDERS.model ** 2 + shockVariance(level) + Math.min(variance / mean ** 2, MOST_SAMPLING));

/** @param level `concentration` is the mean var_o of the origins. @returns sd on the log scale */
export const valueSd = (sum: Sum, level: Level): number =>
  Math.sqrt(
    VALUE.model ** 2 +
      shockVariance(level) +
      Math.min(sum.variance / sum.mean ** 2, MOST_SAMPLING) +
      Math.min(level.concentration, VALUE.mostConcentration),
  );

const shockVariance = ({ levelSd, driftSd }: Level): number => LEVEL_WEIGHT * levelSd ** 2 + driftSd ** 2;

/** What all customers share over a horizon, on the log scale: today's level, and where it may go. */
export type Level = Readonly<{ levelSd: number; driftSd: number; concentration: number }>;

/**
 * The forecast holds today's level. Where the level has a trend that may go on or turn, the band says so: the mean over
 * the horizon of a level that goes on is half of its change away.
 */
export function levelOf({ levelSd, concentration, clock }: Shared, horizonDays: number): Level {
  const trend = clock === null ? null : trendOf(clock);
  const away = trend === null ? 0 : (Math.abs(trend.change) / trend.days) * (horizonDays / 2);
  return { levelSd, driftSd: TREND_WEIGHT * away, concentration };
}

type Shared = Pick<Recipe, "levelSd" | "concentration" | "clock">;

/**
 * Quantile of a sum of orders or of money: the point times exp(z sd 2.0/1.645) for orders, 1.9/1.645 for value, so p50
 * is the point. A segment has the shock of the total and its own sampling part. 0 for an expectation of 0.
 */
export function groupQuantile(kind: "orders" | "value", sum: Sum, options: Level & { readonly level: number }): number {
  if (!(sum.mean > 0)) return 0;
  const [sd, factor] =
    kind === "orders" ? [ordersSd(sum, options), ORDERS.factor] : [valueSd(sum, options), VALUE.factor];
  return sum.mean * Math.exp((special.normalQuantile(options.level) * sd * factor) / Z_95);
}

/** The 90 % band: orders exp(+-2.0 sd), value exp(+-1.9 sd). */
export function groupOutcome(kind: "orders" | "value", sum: Sum, level: Level): Outcome {
  if (!(sum.mean > 0)) return { mean: 0, p05: 0, p95: 0 };
  const [sd, factor] = kind === "orders" ? [ordersSd(sum, level), ORDERS.factor] : [valueSd(sum, level), VALUE.factor];
  return { mean: sum.mean, p05: sum.mean * Math.exp(-factor * sd), p95: sum.mean * Math.exp(factor * sd) };
}
