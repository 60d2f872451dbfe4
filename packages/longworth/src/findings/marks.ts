/** Marks of a shop that findings measure customers by: one row of numbers, computed once. */
import { horizonKey } from "../domain.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import type { Scope } from "./rule.js";

/**
 * One row: best_value (what the best tenth by historic value begin at; NULL when a tie covers it), second_median and
 * second_late (days within which half, and four fifths, of the second purchases of two-time buyers came), expected_all
 * (headline horizon, all customers). Ranks are counted over distinct values, so equal customers are on the same side.
 */
export function findingMarks({ customers, headline, hasAmounts }: Omit<Scope, "marks">): Sql {
  const value = hasAmounts ? sql`CAST(round(10000 * historic_value) AS bigint)` : sql`CAST(10000 * orders AS bigint)`;
  const expectation = ident(`expected_${hasAmounts ? "revenue" : "orders"}_${horizonKey(headline)}`);
  const within = (share: Sql): Sql => sql`min(CASE WHEN upto >= ${share} * total THEN gap END)`;
  return sql`
SELECT best.best_value, second.second_median, second.second_late, everybody.expected_all
FROM (
  SELECT CAST(min(CASE WHEN 10 * (2 * above - same) <= 2 * total THEN value END) AS double) / 10000 AS best_value
  FROM (
    SELECT value, same, sum(same) OVER (ORDER BY value DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS above,
      sum(same) OVER () AS total
    FROM (SELECT ${value} AS value, count(*) AS same FROM ${customers} WHERE frequency IS NOT NULL GROUP BY 1) v
  ) r
) best
CROSS JOIN (
  SELECT ${within(sql`0.5`)} AS second_median, ${within(sql`0.8`)} AS second_late
  FROM (
    SELECT gap, sum(same) OVER (ORDER BY gap ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto,
      sum(same) OVER () AS total
    FROM (SELECT recency AS gap, count(*) AS same FROM ${customers} WHERE frequency = 1 GROUP BY 1) g
  ) h
) second
CROSS JOIN (
  SELECT CAST(sum(CAST(${expectation} AS DECIMAL(38, 6))) AS double) AS expected_all FROM ${customers}
) everybody`;
}
