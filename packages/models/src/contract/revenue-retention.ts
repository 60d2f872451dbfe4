/** Recurring revenue from one period to the next: what came, what grew, what shrank, what left. */
import { shareOf, wilson } from "../inference/proportion.js";
import type { Share } from "../inference/proportion.js";
import { spanOf } from "./cohort-triangle.js";
import type { Ledger } from "./cohort-triangle.js";

/** One period. All amounts >= 0; start + new + reactivation + expansion - contraction - churn = end. */
export type Bridge = Readonly<{
  period: number;
  start: number;
  new: number; // of customers never seen before
  reactivation: number; // of customers seen before, but not in the period before
  expansion: number;
  contraction: number;
  churn: number; // of customers with nothing in this period
  end: number;
}>;

/** Ratios of one period; null where there was nothing to keep. */
export type RevenueRetention = Readonly<{
  bridge: Bridge;
  grr: number | null; // gross: (start - contraction - churn) / start, at most 1
  nrr: number | null; // net: gross + expansion / start; new and reactivated revenue excluded
  nrrWithReactivation: number | null;
  logoChurn: Share; // customers lost of those at the start
  revenueChurn: Share; // their share of the revenue at the start; `trials` is the effective number of customers
  reactivated: Readonly<{ lapsed: number; customers: number; rate: number | null }>;
}>;

/**
 * Bridge, GRR and NRR of every period after the first. A customer's recurring revenue in a period is the sum of the
 * amounts, at least 0. Give amounts in whole minor units: sums are then exact and so is the bridge. No rows where an
 * amount is missing (NaN), or periods are no whole numbers or more than 100,000.
 */
export function revenueRetention(
  ledger: Ledger,
  { level = 0.95 }: Readonly<{ level?: number }> = {},
): readonly RevenueRetention[] {
  const periods = revenueByPeriod(ledger);
  const seen = new Set<number>();
  const rows: RevenueRetention[] = [];
  for (let k = 0; k < periods.length; k++) {
    if (k > 0) rows.push(rowOf(periods[k], { before: periods[k - 1], seen }, level));
    for (const customer of periods[k].revenue.keys()) seen.add(customer);
  }
  return rows;
}

const LONGEST = 1e5; // periods

type Period = Readonly<{ period: number; revenue: ReadonlyMap<number, number> }>; // customers with revenue > 0

/** Revenue per customer of consecutive periods; only customers with more than 0. */
function revenueByPeriod({ customer, period, amount }: Ledger): readonly Period[] {
  const span = spanOf(period, LONGEST);
  if (span === null || amount.some((v) => Number.isNaN(v))) return [];
  const [from, last] = span;
  const sums = Array.from({ length: last - from + 1 }, () => new Map<number, number>());
  for (let i = 0; i < period.length; i++) {
    const revenue = sums[period[i] - from];
    revenue.set(customer[i], (revenue.get(customer[i]) ?? 0) + amount[i]);
  }
  return sums.map((revenue, k) => {
    for (const [id, sum] of revenue) if (!(sum > 0)) revenue.delete(id);
    return { period: from + k, revenue };
  });
}

type History = Readonly<{ before: Period; seen: ReadonlySet<number> }>;

function rowOf(now: Period, { before, seen }: History, level: number): RevenueRetention {
  const sums = { new: 0, reactivation: 0, expansion: 0, contraction: 0, churn: 0 };
  let [start, end, back, lost] = [0, 0, 0, 0];
  for (const [customer, revenue] of now.revenue) {
    const had = before.revenue.get(customer);
    end += revenue;
    if (had === undefined) {
      sums[seen.has(customer) ? "reactivation" : "new"] += revenue;
      if (seen.has(customer)) back++;
    } else if (revenue > had) sums.expansion += revenue - had;
    else sums.contraction += had - revenue;
  }
  for (const [customer, revenue] of before.revenue) {
    start += revenue;
    if (now.revenue.has(customer)) continue;
    sums.churn += revenue;
    lost++;
  }
  const share = (part: number): number | null => (start > 0 ? part / start : null);
  const lapsed = seen.size - before.revenue.size;
  return {
    bridge: { period: now.period, start, ...sums, end },
    grr: share(start - sums.contraction - sums.churn),
    nrr: share(start - sums.contraction - sums.churn + sums.expansion),
    nrrWithReactivation: share(start - sums.contraction - sums.churn + sums.expansion + sums.reactivation),
    logoChurn: shareOf(lost, before.revenue.size, level),
    revenueChurn: revenueChurnOf(now, before, level),
    reactivated: { lapsed, customers: back, rate: lapsed > 0 ? back / lapsed : null },
  };
}

/**
 * Share of the revenue at the start that left with its customers. Customers, not euros, leave: the interval is Wilson's
 * for the number of equal customers that would give the same variance (at the ends: (sum m)^2 / sum m^2).
 */
function revenueChurnOf(now: Period, before: Period, level: number): Share {
  let [start, squares, lost] = [0, 0, 0];
  for (const [customer, revenue] of before.revenue) {
    start += revenue;
    squares += revenue * revenue;
    if (!now.revenue.has(customer)) lost += revenue;
  }
  const equal = squares > 0 ? (start * start) / squares : 0;
  if (!(lost > 0 && lost < start)) return shareOf(lost > 0 ? equal : 0, equal, level);
  const share = lost / start;
  let spread = 0;
  for (const [customer, revenue] of before.revenue)
    spread += (revenue * (Number(!now.revenue.has(customer)) - share)) ** 2;
  const trials = (share * (1 - share) * start * start) / spread;
  return { status: "ok", trials, share, ...wilson(share, trials, level) };
}
