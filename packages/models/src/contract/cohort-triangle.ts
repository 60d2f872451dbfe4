/** Customers by the period of their first purchase and by age: counts, money, and shares that may be pooled. */

/**
 * Parallel columns, one entry per order, refund or customer-period. Money in whole minor units adds up exactly.
 */
export interface Ledger {
  readonly customer: Float64Array; // row numbers 0, 1, ... of customers
  readonly period: Float64Array; // whole numbers, consecutive calendar periods
  readonly amount: Float64Array; // net; a refund is negative and belongs to the period it was made in
}

/** One column per cohort, from age 0 to the last period. */
export type Triangle = Readonly<{
  periods: readonly number[]; // of each cohort, consecutive, from the first with a purchase to the last of all
  customers: readonly Float64Array[]; // with a purchase at that age
  customersFrom: readonly Float64Array[]; // with a purchase at that age or later
  orders: readonly Float64Array[]; // positive entries
  revenue: readonly Float64Array[]; // net; may be negative
  refunds: readonly Float64Array[]; // sum of negative entries, <= 0
}>;

/**
 * First and last of some periods; null without any, where one is no whole number, and where they are so far apart that they
 * are dates or another mistake.
 */
export function spanOf(periods: Float64Array, most: number): readonly [first: number, last: number] | null {
  let [first, last] = [Infinity, -Infinity];
  for (const period of periods) {
    if (!Number.isInteger(period)) return null;
    first = Math.min(first, period);
    last = Math.max(last, period);
  }
  return last - first < most ? [first, last] : null;
}

const LONGEST = 4_000; // periods of a triangle: eight million cells

/**
 * A customer belongs to the period of the first positive amount; who has none is in no cohort. There are no cohorts where
 * periods are no whole numbers, or more than 4,000.
 */
export function cohortTriangle(ledger: Ledger, { until }: Readonly<{ until?: number }> = {}): Triangle {
  const { customer, period, amount } = ledger;
  const span = spanOf(period, LONGEST);
  const first = span === null ? new Map<number, number>() : firstPeriods(ledger);
  const [from, last] = bounds(first, span, until);
  const periods = Array.from({ length: Math.max(0, last - from + 1) }, (_, k) => from + k);
  const empty = () => periods.map((_, k) => new Float64Array(periods.length - k));
  const [customers, customersFrom, orders, revenue, refunds] = [empty(), empty(), empty(), empty(), empty()];
  const active = new Set<number>();
  const width = periods.length;
  const latest = new Map<number, number>();
  for (let i = 0; i < customer.length; i++) {
    const start = first.get(customer[i]);
    if (start === undefined || period[i] > last) continue;
    const [cohort, age] = [start - from, period[i] - start];
    if (age < 0) continue; // a refund before the first purchase
    revenue[cohort][age] += amount[i];
    if (amount[i] < 0) refunds[cohort][age] += amount[i];
    if (!(amount[i] > 0)) continue;
    orders[cohort][age]++;
    latest.set(customer[i], Math.max(latest.get(customer[i]) ?? 0, age));
    const key = customer[i] * width + age;
    if (active.has(key)) continue;
    active.add(key);
    customers[cohort][age]++;
  }
  for (const [id, age] of latest) {
    const counts = customersFrom[(first.get(id) ?? from) - from];
    for (let a = 0; a <= age; a++) counts[a]++;
  }
  return { periods, customers, customersFrom, orders, revenue, refunds };
}

function firstPeriods({ customer, period, amount }: Ledger): Map<number, number> {
  const first = new Map<number, number>();
  for (let i = 0; i < customer.length; i++) {
    if (!(amount[i] > 0)) continue;
    const known = first.get(customer[i]);
    if (known === undefined || period[i] < known) first.set(customer[i], period[i]);
  }
  return first;
}

function bounds(
  first: ReadonlyMap<number, number>,
  span: readonly [number, number] | null,
  until?: number,
): readonly [number, number] {
  let from = Infinity;
  for (const start of first.values()) from = Math.min(from, start);
  const last = span === null ? -Infinity : span[1];
  return [from, Math.min(last, until ?? last)];
}

/** Share of each cohort's customers by age. @returns NaN for a cohort without customers */
export const retentionOf = (counts: readonly Float64Array[]): readonly Float64Array[] =>
  counts.map((column) => column.map((n) => (column[0] === 0 ? NaN : n / column[0])));

/**
 * Share by age over all cohorts that have reached the age: sum of customers over sum of sizes, never a mean of shares.
 * @param counts `customers` or `customersFrom`; without the running period where it is not over
 */
export const pooledRetention = (counts: readonly Float64Array[]): Float64Array =>
  Float64Array.from({ length: counts[0]?.length ?? 0 }, (_, age) => {
    const old = counts.filter((column) => column.length > age);
    const size = old.reduce((sum, column) => sum + column[0], 0);
    return size === 0 ? NaN : old.reduce((sum, column) => sum + column[age], 0) / size;
  });
