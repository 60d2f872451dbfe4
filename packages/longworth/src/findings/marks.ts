/** Marks of a shop that findings measure customers by: one row of numbers, computed once. */
import { horizonKey } from "../domain.js";
import { ident, integer, sql, type Sql } from "../sql/sql.js";
import { cohortMonths } from "./same-age.js";
import type { Scope } from "./rule.js";

const AGES = [30, 60, 90] as const; // days after the first purchase in which a second one may be asked for
const NEWEST = 400; // customers by whom a fall by a quarter is seen, with a quarter of them coming back
const MOST_MONTHS = 3; // of first purchases

/**
 * One row: best_value (what the best tenth by historic value begin at; NULL when a tie covers it), second_median and
 * second_late (days within which half, and four fifths, of the second purchases of two-time buyers came), newest_age (30,
 * 60 or 90 days: the first by which half of them came), newest_young and newest_old (tenures of the newest calendar months
 * of first purchases that all are so old: as many as 400 customers take, three at most), expected_all (headline horizon,
 * all customers). Ranks are counted over distinct values, so equal customers are on the same side.
 */
export function findingMarks({ customers, asOf, headline, hasAmounts }: Omit<Scope, "marks">): Sql {
  const value = hasAmounts ? sql`CAST(round(10000 * historic_value) AS bigint)` : sql`CAST(10000 * orders AS bigint)`;
  const expectation = ident(`expected_${hasAmounts ? "revenue" : "orders"}_${horizonKey(headline)}`);
  const within = (share: Sql): Sql => sql`min(CASE WHEN upto >= ${share} * total THEN gap END)`;
  const [first, second, last] = AGES.map(integer) as [Sql, Sql, Sql]; // of three
  return sql`
WITH second AS (
  SELECT second_median, second_late,
    CASE WHEN second_median <= ${first} THEN ${first} WHEN second_median <= ${second} THEN ${second} ELSE ${last} END AS newest_age
  FROM (
    SELECT ${within(sql`0.5`)} AS second_median, ${within(sql`0.8`)} AS second_late
    FROM (
      SELECT gap, sum(same) OVER (ORDER BY gap ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS upto,
        sum(same) OVER () AS total
      FROM (SELECT recency AS gap, count(*) AS same FROM ${customers} WHERE frequency = 1 GROUP BY 1) g
    ) h
  ) w
), months AS (
  SELECT m.young, m.old, sum(t.customers) AS customers
  FROM ${cohortMonths(asOf)}
  JOIN (SELECT tenure, count(*) AS customers FROM ${customers} WHERE frequency IS NOT NULL GROUP BY tenure) t
    ON t.tenure BETWEEN m.young AND m.old
  CROSS JOIN second
  WHERE m.young >= second.newest_age
  GROUP BY m.young, m.old
), newest AS (
  SELECT min(young) AS newest_young, max(old) AS newest_old
  FROM (
    SELECT young, old, row_number() OVER (ORDER BY young) AS nth,
      sum(customers) OVER (ORDER BY young ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - customers AS newer
    FROM months
  ) r
  WHERE nth <= ${integer(MOST_MONTHS)} AND newer < ${integer(NEWEST)}
)
SELECT best.best_value, second.second_median, second.second_late, second.newest_age, newest.newest_young,
  newest.newest_old, everybody.expected_all
FROM (
  SELECT CAST(min(CASE WHEN 10 * (2 * above - same) <= 2 * total THEN value END) AS double) / 10000 AS best_value
  FROM (
    SELECT value, same, sum(same) OVER (ORDER BY value DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS above,
      sum(same) OVER () AS total
    FROM (SELECT ${value} AS value, count(*) AS same FROM ${customers} WHERE frequency IS NOT NULL GROUP BY 1) v
  ) r
) best
CROSS JOIN second
CROSS JOIN newest
CROSS JOIN (
  SELECT CAST(sum(CAST(${expectation} AS DECIMAL(38, 6))) AS double) AS expected_all FROM ${customers}
) everybody`;
}
