/** Orders and customers that stand far outside. */
import { z } from "zod";
import { sql, type Sql } from "../sql/sql.js";
import type { Decided } from "./decide.js";
import { decimalText, units, type OrderSums } from "./ladder.js";
import type { Finding } from "./problems.js";

/** customer_peaks: one row, customers who alone hold more than a tenth of the revenue or of the orders. */
export const customerPeaks: Sql = sql`WITH whole AS (SELECT count(*) AS customers, sum(orders) AS orders, sum(revenue) AS revenue FROM customer_totals),
peaks AS (SELECT customer_totals.orders, customer_totals.revenue FROM customer_totals, whole
  WHERE whole.customers >= 10 AND (customer_totals.revenue > CASE WHEN whole.customers < 50 THEN 0.5 ELSE 0.1 END * whole.revenue
    OR customer_totals.orders > CASE WHEN whole.customers < 50 THEN 0.5 ELSE 0.1 END * whole.orders))
SELECT CAST(count(*) AS double) AS customers, CAST(sum(revenue) AS VARCHAR) AS revenue, CAST(sum(orders) AS double) AS orders, CAST((SELECT orders FROM whole) AS double) AS all_orders,
  CAST((SELECT customers FROM whole) AS double) AS all_customers
FROM peaks`;
export const Peaks = z.object({
  customers: z.number(),
  revenue: z.string().nullable(),
  orders: z.number().nullable(),
  all_orders: z.number().nullable(),
  all_customers: z.number(),
});

/** largest_orders: the twenty largest orders of customers and where they are. */
export const largestOrders: Sql = sql`SELECT CAST(total AS VARCHAR) AS total, CAST(file AS double) AS file, CAST(record AS double) AS record
FROM orders WHERE kind = 'order' AND customer_id IS NOT NULL ORDER BY orders.total DESC, file, record LIMIT 20`;
export const Largest = z.object({ total: z.string(), file: z.number(), record: z.number() });
export type Largest = z.infer<typeof Largest>;

/** How many of the largest orders stand far outside: a thousand times the mean of all smaller ones, or 5 % of a hundred orders' revenue. */
export function extremes(largest: readonly Largest[], orders: number, revenue: string | null): number {
  let rest = Number(units(revenue));
  const whole = rest;
  let found = 0;
  for (const [i, { total }] of largest.entries()) {
    const amount = Number(units(total));
    rest -= amount;
    const smaller = orders - i - 1;
    const far = smaller > 0 && rest > 0 && amount > (1000 * rest) / smaller;
    if (far || (orders >= 100 && amount > 0.05 * whole)) found = i + 1;
  }
  return found;
}

/** Whether any of the twenty largest orders could be an extreme: most files are spared the look. */
export function canBeFar({ largest, total, orders }: OrderSums): boolean {
  const [most, revenue] = [Number(units(largest)), Number(units(total))];
  return 20 * most >= revenue || most * orders > 1000 * (revenue - 20 * most);
}

export const sumOf = (rows: readonly Largest[]): string =>
  decimalText(
    rows.reduce((sum, { total }) => sum + units(total), 0n),
    4,
  );

export function peakNotes(peaks: z.infer<typeof Peaks> | undefined, { fates }: Decided): readonly Finding[] {
  if (!peaks || peaks.customers === 0) return [];
  const share = (peaks.orders ?? 0) / Math.max(1, peaks.all_orders ?? 1);
  return [
    {
      code: "customer_extreme",
      records: peaks.customers,
      amount: fates.amounts ? peaks.revenue : null,
      facts: { val: `${(100 * share).toFixed(1)} %` },
    },
  ];
}
