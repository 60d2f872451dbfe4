/** Whether one forecast is better than another on the same customers. */
import { mean, total } from "./metrics.js";

/** Mean of first minus second loss, with the uncertainty of customers drawn again. */
export type PairedDifference = Readonly<{
  mean: number; // below 0: the first has the lower loss
  standardError: number;
  t: number; // mean / standardError
  n: number;
}>;

/**
 * Paired difference of two losses per row. Pairing removes what both share, so its error is far below that of either.
 * @param losses   `first` and `second`, the same rows in the same order
 * @param cluster  customer number of each row, when a customer is in several rows (several origins): rows of one
 *                 customer are then one observation
 * @returns standardError NaN for fewer than two observations
 */
export function pairedDifference(
  { first, second }: Readonly<{ first: Float64Array; second: Float64Array }>,
  cluster?: Int32Array,
): PairedDifference {
  const differences = first.slice();
  for (let i = 0; i < first.length; i++) differences[i] -= second[i];
  const centre = mean(differences);
  for (let i = 0; i < first.length; i++) differences[i] -= centre;
  const sums = sumsBy(differences, cluster);
  const variance = sums.length < 2 ? NaN : (total(sums.map((s) => s * s)) * sums.length) / (sums.length - 1);
  const standardError = Math.sqrt(variance) / first.length;
  return { mean: centre, standardError, t: centre / standardError, n: first.length };
}

function sumsBy(values: Float64Array, cluster: Int32Array | undefined): Float64Array {
  if (cluster === undefined) return values;
  const placeOf = new Map<number, number>();
  const sums = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let place = placeOf.get(cluster[i]);
    if (place === undefined) placeOf.set(cluster[i], (place = placeOf.size));
    sums[place] += values[i];
  }
  return sums.subarray(0, placeOf.size);
}
