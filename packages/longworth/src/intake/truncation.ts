/** Left truncation: an export that starts in the middle of the business makes old customers look new. Pure. */

const FACTOR = 1.5; // first-month acquisitions above this many medians of later months
const MONTHS = 6; // later months with acquisitions that it takes; a closed cohort has none

/** Customers whose first order falls in a month, oldest first. */
export type FirstMonths = readonly Readonly<{ month: string; customers: number }>[];

/** How many customers of the first month are probably older than they look: all of them, or 0 when nothing points to it. */
export function startsLate(months: FirstMonths): number {
  const [first, ...later] = months;
  if (!first || later.length < MONTHS) return 0;
  return first.customers > FACTOR * median(later.map(({ customers }) => customers)) ? first.customers : 0;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
