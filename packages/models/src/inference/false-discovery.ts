/** Many tests at once. Benjamini and Hochberg (1995). */
import { risingOrder } from "../math/sorting.js";

/**
 * Adjusted p values: those of at most `q` can be reported, and among all that are, a share of q is false on average.
 * @param pValues NaN (a test that could not be made) counts as no test. @returns in the order of `pValues`
 */
export function benjaminiHochberg(pValues: Float64Array): Float64Array {
  const order = risingOrder(pValues); // NaN last
  const tests = pValues.reduce((count, p) => count + (Number.isNaN(p) ? 0 : 1), 0);
  const adjusted = new Float64Array(pValues.length).fill(NaN);
  let least = 1;
  for (let rank = tests; rank >= 1; rank--) {
    const row = order[rank - 1];
    least = Math.min(least, pValues[row] * (tests / rank)); // in this order a p value times 1 is itself
    adjusted[row] = least;
  }
  return adjusted;
}
