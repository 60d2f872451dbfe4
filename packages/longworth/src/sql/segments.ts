/** What each segment has brought and is expected to bring. */
import { horizonKey } from "../domain.js";
import { rfmSegmentName } from "./rfm-segments.js";
import { ident, list, sql, type Sql } from "./sql.js";
import { tierName } from "./value-tiers.js";

/** The name of the segment of customers without any purchase: refunds and free orders only. */
export const NO_PURCHASE = "No purchase";

export type SegmentOptions = Readonly<{
  /**
   * A table with customer_id, orders, rfm_place, tier_place, per horizon expected_orders_{H}, variance_orders_{H}
   * and, with amounts, historic_value, expected_revenue_{H}, variance_revenue_{H}.
   */
  customers: string;
  horizonDays: readonly number[];
  hasAmounts: boolean;
}>;

/**
 * segments: one row per segment of a scheme ('rfm', 'tier'), and one of scheme 'total', segment 'All'. Customers
 * without a purchase are a segment of their own, so that each scheme sums to the total. Columns: scheme, segment,
 * customers, orders, historic_value, per horizon expected_orders_{H}, variance_orders_{H}, expected_revenue_{H},
 * variance_revenue_{H}: variances of independent customers add; the shock that all share is added by the caller.
 */
export function segments({ customers, horizonDays, hasAmounts }: SegmentOptions): Sql {
  const keys = horizonDays.map(horizonKey);
  const columns = keys.flatMap((key) => [
    `expected_orders_${key}`,
    `variance_orders_${key}`,
    ...(hasAmounts ? [`expected_revenue_${key}`, `variance_revenue_${key}`] : []),
  ]);
  const historic = hasAmounts ? ["historic_value"] : [];
  const names = [...historic, ...columns];
  return sql`
WITH crossed AS (
  SELECT rfm_place, tier_place, count(*) AS customers, sum(orders) AS orders, ${list(names.map(exactly))}
  FROM ${ident(customers)} c
  GROUP BY 1, 2
), named AS (
  SELECT *, coalesce(${rfmSegmentName(sql`rfm_place`)}, 'No purchase') AS rfm,
    coalesce(${tierName(sql`tier_place`)}, 'No purchase') AS tier
  FROM crossed
)
SELECT CASE WHEN grouping(rfm) = 0 THEN 'rfm' WHEN grouping(tier) = 0 THEN 'tier' ELSE 'total' END AS scheme,
  coalesce(rfm, tier, 'All') AS segment,
  CAST(sum(customers) AS double) AS customers,
  CAST(sum(orders) AS double) AS orders, ${list(names.map(total))}
FROM named
GROUP BY GROUPING SETS ((rfm), (tier), ())
ORDER BY scheme, segment`;
}

/** Sums are of DECIMAL, so that they do not depend on the order of rows or on threads. */
const exactly = (column: string): Sql => sql`
    sum(CAST(${ident(column)} AS DECIMAL(38, 9))) AS ${ident(column)}`;
const total = (column: string): Sql => sql`
  CAST(sum(${ident(column)}) AS double) AS ${ident(column)}`;
