/** Intervals that cover as often as they say, whatever the model: from its misses on rows kept aside. MODELS-RETENTION C.9. */

/** The ceil((n + 1)(1 - alpha))-th smallest score; Infinity when there are too few scores for that. */
export function conformalQuantile(scores: Float64Array, alpha: number): number {
  const rank = Math.ceil((scores.length + 1) * (1 - alpha));
  return rank > scores.length ? Infinity : scores.toSorted()[rank - 1];
}

/** Lower and upper ends, one per row. */
export type Ends = Readonly<{ low: Float64Array; high: Float64Array }>;

/** By how much quantile forecasts must be widened (narrowed below 0). Romano, Patterson and Candes (2019). */
export const widening = (actual: Float64Array, { low, high }: Ends, alpha: number): number =>
  conformalQuantile(
    actual.map((y, i) => Math.max(low[i] - y, y - high[i])),
    alpha,
  );

/** The widened intervals of what cannot be negative. */
export const widened = ({ low, high }: Ends, by: number): Ends => ({
  low: low.map((v) => Math.max(0, v - by)),
  high: high.map((v) => v + by),
});
