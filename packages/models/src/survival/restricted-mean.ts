/** Time a customer stays on average within a window: the effect measure that needs no proportional hazards. */
import { normalTails } from "../math/distributions.js";
import { normalQuantile } from "../math/normal.js";
import type { SurvivalCurve } from "./kaplan-meier.js";

/** `beyond-data`: the curve ends before the window does; choose one no longer than `longest`, and in advance. */
export type RestrictedMean =
  | Readonly<{ status: "ok"; mean: number; standardError: number }>
  | Readonly<{ status: "beyond-data"; longest: number }>;

/** Area under the curve up to `window`. Irwin (1949); Royston and Parmar (2013). */
export function restrictedMean(curve: SurvivalCurve, window: number): RestrictedMean {
  const { time, survival, atRisk, events } = curve;
  const last = time.length - 1;
  const longest = last < 0 ? 0 : time[last];
  if (!(window >= 0) || last < 0 || (window > longest && survival[last] > 0)) return { status: "beyond-data", longest };
  let [area, variance] = [0, 0]; // from the end of the window backwards
  for (let i = last; i >= 0; i--) {
    if (time[i] >= window) continue;
    area += survival[i] * ((i === last ? window : Math.min(time[i + 1], window)) - time[i]);
    if (events[i] > 0 && atRisk[i] > events[i])
      variance += (area * area * events[i]) / (atRisk[i] * (atRisk[i] - events[i]));
  }
  return { status: "ok", mean: area + Math.min(time[0], window), standardError: Math.sqrt(variance) };
}

/** How much longer customers of one group stay within the window. */
export type MeanDifference =
  | Readonly<{
      status: "ok";
      difference: number;
      standardError: number;
      low: number;
      high: number;
      z: number;
      p: number;
    }>
  | Readonly<{ status: "beyond-data"; longest: number }>;

/** Difference of the restricted means, first minus second, with a normal interval. */
export function restrictedMeanDifference(
  curves: readonly [SurvivalCurve, SurvivalCurve],
  window: number,
  level = 0.95,
): MeanDifference {
  const [one, other] = curves.map((curve) => restrictedMean(curve, window));
  if (one.status !== "ok" || other.status !== "ok") {
    const ends = [one, other].map((mean) => (mean.status === "ok" ? Infinity : mean.longest));
    return { status: "beyond-data", longest: Math.min(...ends) };
  }
  const difference = one.mean - other.mean;
  const standardError = Math.hypot(one.standardError, other.standardError);
  const half = normalQuantile((1 + level) / 2) * standardError;
  const z = difference / standardError;
  return {
    status: "ok",
    difference,
    standardError,
    low: difference - half,
    high: difference + half,
    z,
    p: normalTails(z),
  };
}
