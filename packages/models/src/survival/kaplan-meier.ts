/** Share of customers still there, from observed and censored durations. Kaplan and Meier (1958). */
import { normalQuantile } from "../math/normal.js";
import { shareOf } from "../inference/proportion.js";
import type { Share } from "../inference/proportion.js";
import { riskTable } from "./durations.js";
import type { Durations, RiskTable } from "./durations.js";

/**
 * A step function: `survival[i]` holds from `time[i]` to the next. `no-events`: nobody left, survival is 1 throughout
 * and nothing more is known; `no-data`: nobody was observed.
 */
export type SurvivalCurve = RiskTable &
  Readonly<{
    status: "ok" | "no-events" | "no-data";
    survival: Float64Array;
    standardErrorOfLog: Float64Array; // Greenwood; Infinity where survival is 0
    low: Float64Array; // log-log interval; NaN where survival is 0 or 1
    high: Float64Array;
  }>;

/** Product-limit estimate with Greenwood's variance and log-log intervals, which stay inside (0, 1). */
export function kaplanMeier(data: Durations, { level = 0.95 }: Readonly<{ level?: number }> = {}): SurvivalCurve {
  const table = riskTable(data);
  const { atRisk, events } = table;
  const z = normalQuantile((1 + level) / 2);
  const [survival, standardErrorOfLog, low, high] = [0, 0, 0, 0].map(() => new Float64Array(atRisk.length).fill(NaN));
  let [alive, variance, left] = [1, 0, 0];
  for (let i = 0; i < atRisk.length; i++) {
    alive *= 1 - events[i] / atRisk[i];
    left += events[i];
    if (events[i] > 0) variance += events[i] / (atRisk[i] * (atRisk[i] - events[i]));
    survival[i] = alive;
    standardErrorOfLog[i] = Math.sqrt(variance);
    if (!(alive > 0 && alive < 1)) continue;
    const stretch = Math.exp((z * standardErrorOfLog[i]) / Math.log(alive)); // below 1
    high[i] = alive ** stretch;
    low[i] = alive ** (1 / stretch);
  }
  const status = atRisk.length === 0 ? "no-data" : left === 0 ? "no-events" : "ok";
  return { status, ...table, survival, standardErrorOfLog, low, high };
}

/** P(still there after `time`). @returns 1 before the first time, NaN beyond the last unless survival is 0 there */
export function survivalAt({ time, survival }: Pick<SurvivalCurve, "time" | "survival">, at: number): number {
  const place = lastUpTo(time, at);
  if (place === time.length - 1 && at > time[place] && survival[place] > 0) return NaN;
  return place < 0 ? 1 : survival[place];
}

/** Index of the last time <= at; -1 before the first. */
export function lastUpTo(time: Float64Array, at: number): number {
  let [low, high] = [-1, time.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (time[middle] <= at) low = middle;
    else high = middle;
  }
  return low;
}

/** A quantile of the duration with its interval; null where the curve, or the band, never falls so low. */
export type DurationQuantile = Readonly<{ time: number | null; low: number | null; high: number | null }>;

const EQUAL = 1e-12; // relative: the curve is flat at the level itself

/**
 * Smallest time by which a share `probability` has left; in the middle of the step where the curve is flat at exactly
 * that level. The interval inverts the band (Brookmeyer and Crowley).
 */
export function durationQuantile(curve: SurvivalCurve, probability: number): DurationQuantile {
  const { time, survival, low, high } = curve;
  const level = 1 - probability;
  const bound = level * (1 + EQUAL);
  const firstOf = (column: Float64Array): number | null => {
    const place = column.findIndex((v) => v <= bound);
    return place < 0 ? null : time[place];
  };
  const place = survival.findIndex((v) => v <= bound);
  if (place < 0) return { time: null, low: firstOf(low), high: null };
  const next = survival.findIndex((v) => v < level * (1 - EQUAL));
  const flat = survival[place] >= level * (1 - EQUAL) && next > place;
  const middle = flat ? (time[place] + time[next]) / 2 : time[place];
  return { time: middle, low: firstOf(low), high: firstOf(high) };
}

/** Share of those at risk who left at each time, with Wilson's interval or the bound of nobody. */
export const hazardsOf = ({ atRisk, events }: RiskTable, level = 0.95): readonly Share[] =>
  Array.from(atRisk, (n, i) => shareOf(events[i], n, level));
