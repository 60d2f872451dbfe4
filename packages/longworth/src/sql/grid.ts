/** The map of the report: what customers have done so far against how long they have been silent. */
import { horizonKey } from "../domain.js";
import { ident, sql, type Sql } from "./sql.js";

const BANDS = 7; // repeat purchases: 0 to 6, then 7 and more
const MONTHS = 11; // months since the last purchase: 0 to 10, then 11 and more
const DAYS_PER_MONTH = 30.4375;

/** grid: one row per band of repeat purchases and month of silence with a customer; means over its customers. */
export function grid(customers: string, horizon: number, hasAmounts: boolean): Sql {
  const key = horizonKey(horizon);
  const revenue = hasAmounts ? ident(`expected_revenue_${key}`) : sql`0e0`;
  return sql`
SELECT least(frequency, CAST(${BANDS} AS integer)) AS frequency_band,
  CAST(least(floor((tenure - recency) / CAST(${DAYS_PER_MONTH} AS double)), CAST(${MONTHS} AS double)) AS integer) AS recency_band,
  CAST(count(*) AS integer) AS customers,
  CAST(sum(CAST(${ident(`p_active_${key}`)} AS DECIMAL(18, 12))) AS double) / count(*) AS p_active,
  CAST(sum(CAST(${revenue} AS DECIMAL(18, 2))) AS double) / count(*) AS expected_revenue
FROM ${ident(customers)}
WHERE frequency IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2`;
}
