/** Weights of several forecasts in one. MODELS-RETENTION C.7. */

const TOLERANCE = 1e-13; // of a weight, relative to the largest
const MAX_SWEEPS = 100_000;

/**
 * Non-negative weights with the least squares of actual - sum of weight x forecast, by coordinate descent.
 * @param forecasts made without the rows they are judged by, one column per forecast
 */
export function nonNegativeWeights(forecasts: readonly Float64Array[], actual: Float64Array): readonly number[] {
  const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, i) => sum + v * b[i], 0);
  const gram = forecasts.map((a) => forecasts.map((b) => product(a, b)));
  const target = forecasts.map((a) => product(a, actual));
  const weights = forecasts.map(() => 0);
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let moved = 0;
    for (const [j, row] of gram.entries()) {
      if (row[j] === 0) continue;
      const before = weights[j];
      const slope = target[j] - row.reduce((sum, g, k) => sum + g * weights[k], 0);
      weights[j] = Math.max(0, before + slope / row[j]);
      moved = Math.max(moved, Math.abs(weights[j] - before));
    }
    if (moved <= TOLERANCE * Math.max(...weights)) break;
  }
  return weights;
}
