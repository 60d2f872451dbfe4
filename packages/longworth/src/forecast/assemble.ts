/** From the pool to what is served: levels, corrections, then each person's distribution (FORECAST section 10). */
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

/** Per customer what is added: to the logit of activity, to the logs of orders and value; `valuePoint` orders by value. */
export type Corrections = Readonly<Record<"active" | "orders" | "value" | "valuePoint", Float64Array>>;

/** Corrections of cells, and the sum of what their customers spend per order. */
export type CellCorrections = Corrections & Readonly<{ spend: Float64Array }>;

export interface LevelRequest {
  readonly weight: Float64Array; // customers per cell
  readonly total: number; // M
  readonly alive: Float64Array; // P(alive) of each cell
  readonly corrections?: CellCorrections | undefined; // what boosting adds
}

/**
 * Scales the means to M, shifts the logits of activity so that the mean chance moves as log(M / sum m) says; but nobody
 * is likelier to buy than to be a customer still: P(alive) is what the models say and does not move with the level.
 * Corrections move who buys and how often, not how many in all. Means rise above what is learnt of the chance, also where
 * P(alive) bounds the chance that is told: bounded, customers who are silent for long would all be alike.
 */
export function level(
  pooled: Levels,
  { weight, total, alive, corrections }: LevelRequest,
): Levels & Readonly<{ scaling: Scaling }> {
  const sum = (column: Float64Array) => column.reduce((all, value, i) => all + weight[i]! * value, 0);
  const shift = Math.log(total / sum(pooled.mean));
  const chances = pooled.active.map((p) => special.sigmoid(logit(p) + shift));
  const { corrected, back } =
    corrections === undefined
      ? { corrected: chances, back: null }
      : correctedChances(chances, corrections.active, weight);
  const active = corrected.map((p, i) => Math.min(p, alive[i]!));
  const learnt = pooled.mean.map((m, i) => learntMean(m, corrections?.orders[i]));
  const first = total / sum(learnt);
  const raised = learnt.map((m, i) => aboveActive(m * first, corrected[i]!));
  const second = total / sum(raised);
  return { mean: raised.map((m) => m * second), active, scaling: { shift, back, first, second } };
}

/** What all customers share: how the pool's numbers were moved so that the total is M. JSON. */
export interface Scaling {
  readonly shift: number; // of the logits of activity
  readonly back: number | null; // of corrected logits, so that the mean chance stays; null without corrections
  readonly first: number; // factor of expected orders
  readonly second: number; // the same, after nobody is expected to buy less often than the chance of buying says
}

/** One customer's served expectation: what `level` does to a cell. */
export function levelOne(
  { mean, active, alive, corrections }: Readonly<{ mean: number; active: number; alive: number; corrections: OneCorrections | null }>, // prettier-ignore
  { shift, back, first, second }: Scaling,
): Readonly<{ mean: number; active: number }> {
  const chance = special.sigmoid(logit(active) + shift);
  const corrected =
    corrections === null || back === null
      ? chance
      : special.sigmoid(logit(chance) + clip(corrections.active, MOST.active) + back);
  const raised = aboveActive(learntMean(mean, corrections?.orders) * first, corrected);
  return { mean: raised * second, active: Math.min(corrected, alive) };
}

/** Corrections of one customer or cell. */
export type OneCorrections = Readonly<Record<keyof Corrections, number>>;

/** What expected orders are multiplied by. */
export const learntFactor = (correction: number | undefined): number =>
  correction === undefined ? 1 : Math.exp(clip(correction, MOST.orders));

const learntMean = (mean: number, correction: number | undefined): number =>
  Math.max(mean * learntFactor(correction), LEAST_MEAN);

const aboveActive = (mean: number, active: number): number => Math.max(mean, ABOVE_ACTIVE * active);

const MOST = { orders: 2.5, active: 3, value: 2.5 } as const; // of a correction

/** What of a correction of value counts. */
export const clipValue = (correction: number): number => clip(correction, MOST.value);

const clip = (value: number, most: number): number => Math.min(Math.max(value, -most), most);

/** Corrects logits and shifts them back, so that the mean chance stays. */
function correctedChances(chances: Float64Array, corrections: Float64Array, weight: Float64Array) {
  const customers = weight.reduce((all, w) => all + w, 0);
  const mean = chances.reduce((all, p, i) => all + weight[i]! * p, 0) / customers;
  const logits = chances.map((p, i) => logit(p) + clip(corrections[i]!, MOST.active));
  const back = shiftTo(logits, mean, weight);
  return { corrected: logits.map((z) => special.sigmoid(z + back)), back };
}

const STEPS = 100;
const STILL = 1e-12;

/** The number to add to all logits that makes the mean chance a share in (0, 1). Newton's method. */
export function shiftTo(logits: Float64Array, share: number, weight?: Float64Array): number {
  const all = weight === undefined ? logits.length : weight.reduce((sum, w) => sum + w, 0);
  let shift = 0;
  for (let step = 0; step < STEPS; step++) {
    let [mean, slope] = [0, 0];
    for (let i = 0; i < logits.length; i++) {
      const p = special.sigmoid(logits[i]! + shift);
      const w = weight === undefined ? 1 : weight[i]!;
      mean += (w * p) / all;
      slope += (w * p * (1 - p)) / all;
    }
    const move = clip((share - mean) / Math.max(slope, STILL), 2);
    shift += move;
    if (Math.abs(move) < STILL) break;
  }
  return shift;
}

/** What the value of an order is multiplied by: the point by `point`, its distribution by `draws`. */
export type ValueFactors = Readonly<{
  point: Float64Array;
  draws: Float64Array;
  scale: number; // of the point, common to all: in all, value stays what served orders and spend make
}>;

const DRAWS = [0.1, 10] as const;

/** FORECAST section 10: value follows its own corrections, in all it stays what served orders and spend make. */
export function valueFactors(pooled: Levels, served: Levels, corrections: CellCorrections): ValueFactors {
  const { spend, value, valuePoint } = corrections;
  const base = served.mean.reduce((sum, m, i) => sum + m * spend[i]!, 0);
  const factors = (column: Float64Array) => {
    const own = pooled.mean.map((m, i) => Math.max(m, LEAST_MEAN) * Math.exp(clip(column[i]!, MOST.value)));
    const scale = base / own.reduce((sum, m, i) => sum + m * spend[i]!, 0);
    return { scale, each: own.map((m, i) => (scale * m) / served.mean[i]!) };
  };
  const { each: point, scale } = factors(valuePoint);
  return { point, scale, draws: factors(value).each.map((f) => Math.min(Math.max(f, DRAWS[0]), DRAWS[1])) };
}

/** What an order of one customer is multiplied by. @param mean of the pool; `served` as `levelOne` gives it */
export const valueFactor = (
  mean: number,
  served: number,
  { valuePoint, scale }: Readonly<{ valuePoint: number; scale: number }>,
): number =>
  // prettier-ignore
  (scale * Math.max(mean, LEAST_MEAN) * Math.exp(clip(valuePoint, MOST.value))) / served;

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
