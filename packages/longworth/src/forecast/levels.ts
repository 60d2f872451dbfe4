/** Levels: how many orders in all, and how much money per order (FORECAST section 8). */
import type { OriginFacts } from "./recipe.js";

const FADING = 0.6; // weight of an origin against the next newer one
const TRUST = 0.2; // variance of the log level that businesses have: FORECAST uses .20 itself
const NO_ORIGIN_CONCENTRATION = 0.02;

/** exp(sum w_j log M_j): below the arithmetic mean where the members disagree. 0 when a member with weight has 0. */
export function geometricTotal(totals: readonly number[], weights: readonly number[]): number {
  return Math.exp(totals.reduce((sum, total, j) => sum + (weights[j]! > 0 ? weights[j]! * Math.log(total) : 0), 0));
}

/** ls: the log of net value over expected value at the origins, newest first, shrunk to 0. 0 without origins. */
export function spendLevel(origins: readonly Pick<OriginFacts, "levelSpend" | "concentration">[]): number {
  if (origins.length === 0) return 0;
  const fading = origins.map((_, j) => FADING ** j);
  const all = fading.reduce((sum, weight) => sum + weight, 0);
  const weights = fading.map((weight) => weight / all);
  const logs = origins.map(({ levelSpend }) => Math.log(levelSpend));
  const mean = weights.reduce((sum, weight, j) => sum + weight * logs[j]!, 0);
  const sampling = origins.reduce((sum, { concentration }, j) => sum + weights[j]! ** 2 * concentration, 0);
  const between = weights.reduce((sum, weight, j) => sum + weight * (logs[j]! - mean) ** 2, 0) / origins.length;
  return (mean * TRUST) / (TRUST + sampling + between);
}

/** Mean var_o: the share of the money that sits with few. */
export const meanConcentration = (origins: readonly Pick<OriginFacts, "concentration">[]): number =>
  origins.length === 0
    ? NO_ORIGIN_CONCENTRATION
    : origins.reduce((sum, { concentration }) => sum + concentration, 0) / origins.length;
