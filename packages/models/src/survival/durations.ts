/** How long customers stayed, and the counts at risk at every time. */
import { risingOrder } from "../math/sorting.js";

/** One row per customer or spell; for all of survival/. Times in any one unit. */
export interface Durations {
  readonly duration: Float64Array; // age at the end of observation, > entry
  readonly observed: Float64Array; // 1: left then; 0: still there (censored)
  readonly entry?: Float64Array | undefined; // age when first under observation; 0 without it
  readonly weight?: Float64Array | undefined; // customers in the row; 1 without it
}

/** Counts at the distinct durations, ascending. Who is censored at a time is still at risk at it. */
export type RiskTable = Readonly<{
  time: Float64Array;
  atRisk: Float64Array;
  events: Float64Array;
  censored: Float64Array;
}>;

/** Customers at risk, lost and censored at every distinct duration. Rows that cannot be (NaN, duration <= entry) are left out. */
export function riskTable(data: Durations): RiskTable {
  const { duration, observed, weight } = data;
  const order = risingOrder(duration).filter((row) => isUsable(data, row));
  const isNew = (k: number): boolean => k === 0 || duration[order[k]] !== duration[order[k - 1]];
  const time = Float64Array.from(
    order.filter((_, k) => isNew(k)),
    (row) => duration[row],
  );
  const [events, censored] = [new Float64Array(time.length), new Float64Array(time.length)];
  let place = -1;
  for (const [k, row] of order.entries()) {
    if (isNew(k)) place++;
    (observed[row] > 0 ? events : censored)[place] += weight?.[row] ?? 1;
  }
  return { time, atRisk: atRiskAt(data, time), events, censored };
}

const isUsable = ({ duration, entry }: Durations, row: number): boolean =>
  duration[row] < Infinity && duration[row] > (entry?.[row] ?? -Infinity);

/** Customers under observation just before each time: entered before it, and gone at it or later. @param time ascending */
export function atRiskAt(data: Durations, time: Float64Array): Float64Array {
  const { duration, entry, weight } = data;
  const from = (ages: Float64Array): Float64Array => {
    const order = risingOrder(ages).filter((row) => isUsable(data, row));
    const counts = new Float64Array(time.length);
    let next = order.length - 1;
    let sum = 0;
    for (let i = time.length - 1; i >= 0; i--) {
      for (; next >= 0 && ages[order[next]] >= time[i]; next--) sum += weight?.[order[next]] ?? 1;
      counts[i] = sum;
    }
    return counts;
  };
  const staying = from(duration);
  if (entry === undefined) return staying;
  const outside = from(entry);
  return staying.map((n, i) => n - outside[i]);
}
