/** From the pool to what is served: levels, then each person's distribution (FORECAST section 10, without corrections). */
import { special } from "@longworth/models";
import { tilt } from "./tilt.js";

const LEAST_MEAN = 1e-7;
const LEAST_CHANCE = 1e-5; // a logit needs it
const ABOVE_ACTIVE = 1.0001; // orders expected per active customer, at least
const BELOW_MEAN = 0.9999; // an activity that a mean can carry

/** The served expectation of each cell. */
export interface Levels {
  readonly mean: Float64Array; // m'
  readonly active: Float64Array; // p'
}

export interface LevelRequest {
  readonly weight: Float64Array; // customers per cell
  readonly total: number; // M
  readonly alive: Float64Array; // P(alive) of each cell
}

/**
 * Scales the means to M, shifts the logits of activity so that the mean chance moves as log(M / sum m) says; but nobody
 * is likelier to buy than to be a customer still: P(alive) is what the models say and does not move with the level.
 */
export function level(pooled: Levels, { weight, total, alive }: LevelRequest): Levels {
  const sum = (column: Float64Array) => column.reduce((all, value, i) => all + weight[i]! * value, 0);
  const toTotal = (column: Float64Array) => {
    const factor = total / sum(column);
    return column.map((value) => value * factor);
  };
  const shift = Math.log(total / sum(pooled.mean));
  const logits = pooled.active.map(logit);
  const active = logits.map((z, i) => Math.min(special.sigmoid(z + shift), alive[i]!));
  const raised = toTotal(pooled.mean.map((m) => Math.max(m, LEAST_MEAN)));
  const mean = toTotal(raised.map((m, i) => Math.max(m, ABOVE_ACTIVE * active[i]!)));
  return { mean, active };
}

/** A cell's served distribution of counts: the pool's, tilted. */
export function shape(pmf: Float64Array, { mean, active }: Readonly<{ mean: number; active: number }>): Float64Array {
  const expected = Math.max(mean, LEAST_MEAN); // a baseline may expect nothing
  return tilt(pmf, { active: Math.min(active, BELOW_MEAN * expected), mean: expected });
}

/** logit of a chance that is kept away from 0 and 1. */
export function logit(chance: number): number {
  const kept = Math.min(Math.max(chance, LEAST_CHANCE), 1 - LEAST_CHANCE);
  return Math.log(kept / (1 - kept));
}

/** Variance of a distribution of counts. */
export function varianceOf(pmf: Float64Array): number {
  let first = 0;
  let second = 0;
  for (let n = 1; n < pmf.length; n++) {
    first += n * pmf[n]!;
    second += n * n * pmf[n]!;
  }
  return Math.max(second - first * first, 0);
}
