/** What one customer did on one day: the grain of every model. */
import type { ZeroAmount } from "../domain.js";
import { ident, sql, type Sql } from "./sql.js";

const IS_PURCHASE = { ignore: sql`> 0`, count: sql`>= 0` } as const satisfies Record<ZeroAmount, Sql>;

export interface DayOptions {
  readonly orders: string;
  readonly asOf: string;
  readonly zeroAmount: ZeroAmount;
  readonly hasRefunds: boolean; // false: no refund event in `orders`
  readonly hasMargin: boolean;
}

/**
 * customer_days: one row per identified customer and local day with an event; what is left after `asOf` (refunds later
 * than the last order) counts on that day, so that no money is lost. `value` is
 * the net of the day (refunds are events of their own day); `is_purchase` says whether the day counts. A day that a
 * refund brought to exactly 0 is no purchase, also where days of 0 count. Sums are of CASE, not FILTER: a fifth of the
 * time on 4.4 million rows.
 */
export function customerDays({ orders, asOf, zeroAmount, hasRefunds, hasMargin }: DayOptions): Sql {
  const isOrder = sql`CASE WHEN kind = 'order' THEN 1 ELSE 0 END`;
  const refund = sql`CASE WHEN kind = 'refund' THEN -amount ELSE 0 END`;
  const refunded = hasRefunds ? sql`CAST(sum(${refund}) AS DECIMAL(18, 4))` : sql`CAST(0 AS DECIMAL(18, 4))`;
  const margin = hasMargin ? sql`CAST(sum(margin) AS DECIMAL(18, 4))` : sql`CAST(NULL AS DECIMAL(18, 4))`;
  const untouched = hasRefunds ? sql` AND (value > 0 OR refunded = 0)` : sql``;
  return sql`
SELECT *, value ${IS_PURCHASE[zeroAmount]}${untouched} AS is_purchase
FROM (
  SELECT customer_id, least(day, CAST(${asOf} AS date)) AS day, CAST(sum(amount) AS DECIMAL(18, 4)) AS value,
    CAST(${hasRefunds ? sql`sum(${isOrder})` : sql`count(*)`} AS integer) AS orders,
    ${refunded} AS refunded, ${margin} AS margin
  FROM ${ident(orders)}
  WHERE customer_id IS NOT NULL
  GROUP BY 1, 2
)`;
}
