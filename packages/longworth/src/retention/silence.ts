/** When nothing was heard of a customer for longer than usual. */

const WEEK = 7;
const LEAST = 28; // days

/** Whole weeks above the usual gap, four at least. @param gap days that nine in ten repeat customers' mean gaps do not pass; NaN without any */
export const silenceFrom = (gap: number): number =>
  Math.max(LEAST, Number.isNaN(gap) ? 0 : WEEK * Math.ceil(gap / WEEK));

const USUAL = 0.9;

/** The gap that a share of .9 of mean gaps does not pass. @param gaps mean days between purchases, one per repeat customer */
export function usualGapOf(gaps: Float64Array): number {
  const sorted = gaps.slice().sort();
  return sorted[Math.ceil(USUAL * sorted.length) - 1] ?? NaN;
}
