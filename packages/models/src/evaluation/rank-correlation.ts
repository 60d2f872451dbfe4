/** Whether two measures rise together, whatever their scale: satisfaction and what customers do afterwards. */
import { studentTails } from "../math/distributions.js";
import { normalQuantile } from "../math/normal.js";
import { risingOrder } from "../math/sorting.js";
import { spearman } from "./ranking.js";

/** Spearman's rho with an interval; null where it does not exist (one side constant, too few rows, a missing number). */
export type RankCorrelation = Readonly<{
  n: number;
  rho: number | null;
  p: number | null; // two-sided, t with n - 2 degrees of freedom
  low: number | null;
  high: number | null;
}>;

/** Spearman's rho; interval on Fisher's scale with variance (1 + rho^2 / 2) / (n - 3), Bonett and Wright (2000). */
export function rankCorrelation(x: Float64Array, y: Float64Array, level = 0.95): RankCorrelation {
  const n = x.length;
  const rho = spearman(x, y);
  if (Number.isNaN(rho)) return { n, rho: null, p: null, low: null, high: null };
  const p = n > 2 ? studentTails(rho * Math.sqrt((n - 2) / (1 - rho * rho)), n - 2) : null;
  if (n < 4 || Math.abs(rho) >= 1) return { n, rho, p: Math.abs(rho) >= 1 ? null : p, low: null, high: null };
  const half = normalQuantile((1 + level) / 2) * Math.sqrt((1 + (rho * rho) / 2) / (n - 3));
  return { n, rho, p, low: Math.tanh(Math.atanh(rho) - half), high: Math.tanh(Math.atanh(rho) + half) };
}

/** Kendall's tau-b, ties on both sides, by Knight's merge sort (1966). @returns NaN when one side is constant or a number is missing */
export function kendallTau(x: Float64Array, y: Float64Array): number {
  if (x.some(Number.isNaN) || y.some(Number.isNaN)) return NaN;
  const n = x.length;
  const order = risingOrder(x, risingOrder(y)); // by x, then y
  const sorted = Float64Array.from(order, (row) => y[row]);
  const pairs = (n * (n - 1)) / 2;
  const [tiedX, tiedBoth] = [0, 0].map((_, both) =>
    tiedPairs(n, (i) => x[order[i]] === x[order[i - 1]] && (both === 0 || sorted[i] === sorted[i - 1])),
  );
  const swaps = inversions(sorted);
  const tiedY = tiedPairs(n, (i) => sorted[i] === sorted[i - 1]); // sorted by now
  const score = pairs - tiedX - tiedY + tiedBoth - 2 * swaps;
  return score / Math.sqrt((pairs - tiedX) * (pairs - tiedY));
}

/** Pairs within runs of neighbours that are alike. */
function tiedPairs(n: number, alike: (i: number) => boolean): number {
  let [pairs, run] = [0, 0];
  for (let i = 1; i < n; i++) pairs += run = alike(i) ? run + 1 : 0;
  return pairs;
}

/** Pairs in falling order; sorts `values` in place. */
function inversions(values: Float64Array): number {
  const buffer = new Float64Array(values.length);
  let count = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let from = 0; from < values.length; from += 2 * width) {
      const middle = Math.min(from + width, values.length);
      const to = Math.min(from + 2 * width, values.length);
      for (let i = from, j = middle, k = from; k < to; k++) {
        const takesRight = i >= middle || (j < to && values[j] < values[i]);
        if (takesRight) count += middle - i;
        buffer[k] = takesRight ? values[j++] : values[i++];
      }
    }
    values.set(buffer);
  }
  return count;
}
