/** Tiers of customers by what they are predicted to be worth. */
import { joinRank, moneyKey, rankedBy, type ClassOptions, type Lookups } from "./lookups.js";
import { horizonKey } from "../domain.js";
import { ident, sql, type Sql } from "./sql.js";

/** Tiers, best first: the order of tables and charts. */
export const VALUE_TIERS = ["Platinum", "Gold", "Silver", "Bronze", "Medium", "Low"] as const;

/** What ranks customers: predicted_clv of the headline horizon, expected orders where there are no amounts. */
function worthKey({ headlineDays, hasAmounts }: ClassOptions): Sql {
  const key = horizonKey(headlineDays);
  return hasAmounts
    ? moneyKey(sql`c.${ident(`predicted_clv_${key}`)}`)
    : sql`CAST(round(1000000 * c.${ident(`expected_orders_${key}`)}) AS bigint)`;
}

/**
 * clv_percentile (0 to 100, 100 best) and clv_tier of a customer with a purchase, else NULL. The mid-rank decides, so
 * a tie never crosses a tier: top 1 % Platinum, to 5 % Gold, to 10 % Silver, to 25 % Bronze, to 50 % Medium, rest Low.
 */
export function valueTiers(options: ClassOptions): Lookups {
  const key = worthKey(options);
  const score = sql`round(100 * CAST(mid AS double) / (2 * total), 2) AS clv_percentile, CASE
      WHEN 100 * (2 * total - mid) <= 2 * total THEN 'Platinum'
      WHEN 100 * (2 * total - mid) <= 10 * total THEN 'Gold'
      WHEN 100 * (2 * total - mid) <= 20 * total THEN 'Silver'
      WHEN 100 * (2 * total - mid) <= 50 * total THEN 'Bronze'
      WHEN 100 * (2 * total - mid) <= 100 * total THEN 'Medium'
      ELSE 'Low'
    END AS clv_tier`;
  return {
    ctes: rankedBy(options.customers, { name: "worth", key, score }),
    joins: [joinRank("worth", key)],
    columns: [sql`worth_rank.clv_percentile`, sql`worth_rank.clv_tier`],
  };
}

/**
 * clv_abc, the other way to cut: A are the dearest customers who together hold 80 % of the predicted value, B those
 * up to 95 %, C the rest; a customer belongs where the middle of its tie lies. All are C when nothing is expected.
 */
export function abcClasses(options: ClassOptions): Lookups {
  const key = worthKey(options);
  const worth = sql`CAST(key AS DECIMAL(38, 0)) * same`;
  const running = sql`sum(${worth}) OVER (ORDER BY key DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
  return {
    ctes: [
      sql`abc_count AS (
  SELECT ${key} AS key, count(*) AS same
  FROM ${ident(options.customers)} c WHERE c.frequency IS NOT NULL GROUP BY ${key}
)`,
      sql`abc_rank AS (
  SELECT key, CASE WHEN total > 0 AND mid <= 1.6 * total THEN 'A' WHEN total > 0 AND mid <= 1.9 * total THEN 'B'
    ELSE 'C' END AS clv_abc
  FROM (
    SELECT key, 2 * CAST(${running} AS double) - CAST(${worth} AS double) AS mid,
      CAST(sum(${worth}) OVER () AS double) AS total
    FROM abc_count
  ) t
)`,
    ],
    joins: [joinRank("abc", key)],
    columns: [sql`abc_rank.clv_abc`],
  };
}
