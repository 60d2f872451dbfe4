/** What one customer did on one day: the grain of every model. */
import type { ZeroAmount } from "../domain.js";
import { ident, sql, type Sql } from "./sql.js";

const IS_PURCHASE = { ignore: sql`> 0`, count: sql`>= 0` } as const satisfies Record<ZeroAmount, Sql>;

/**
 * customer_days: one row per identified customer and local day with an event, up to and including `asOf`. `value` is
 * the net of the day (refunds are events of their own day); `is_purchase` says whether the day counts. A day that a
 * refund brought to exactly 0 is no purchase, also where days of 0 count.
 */
export const customerDays = (options: { orders: string; asOf: string; zeroAmount: ZeroAmount }): Sql => sql`
SELECT customer_id, day, sum(amount) AS value,
  CAST(count(*) FILTER (WHERE kind = 'order') AS integer) AS orders,
  coalesce(-sum(amount) FILTER (WHERE kind = 'refund'), 0) AS refunded,
  sum(margin) AS margin,
  sum(amount) ${IS_PURCHASE[options.zeroAmount]}
    AND (sum(amount) > 0 OR count(*) FILTER (WHERE kind = 'refund') = 0) AS is_purchase
FROM ${ident(options.orders)}
WHERE customer_id IS NOT NULL AND day <= CAST(${options.asOf} AS date)
GROUP BY customer_id, day`;
