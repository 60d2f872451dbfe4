/** Tiers of customers by what they are predicted to be worth. */
import { joinRank, namedBy, rankedBy, type ClassOptions, type Lookups, type WordOf } from "./lookups.js";
import { ident, integer, list, sql, type Sql } from "./sql.js";

/** Tiers, best first: the order of tables and charts. */
export const VALUE_TIERS = ["Platinum", "Gold", "Silver", "Bronze", "Medium", "Low"] as const;

const UP_TO = [1, 5, 10, 25, 50] as const; // % of the customers, from the top

/** The tier's name, of its place; NULL without one. */
export const tierName = (place: Sql, wordOf?: WordOf): Sql => namedBy(place, VALUE_TIERS, wordOf);

/**
 * What ranks customers, as a whole number: worth to the cent (below 1 to a hundredth of it), so that who is shown the
 * same is ranked the same, and a million customers have tens of thousands of values; orders to a millionth.
 */
function worthKey({ hasAmounts }: ClassOptions): Sql {
  if (!hasAmounts) return sql`CAST(round(1000000 * c.worth) AS bigint)`;
  return sql`CAST(CASE WHEN c.worth >= 1 THEN 100 * round(100 * c.worth) ELSE round(10000 * c.worth) END AS bigint)`;
}

/**
 * clv_percentile (0 to 100, 100 best) and tier_place (in VALUE_TIERS, from 1) of a customer with a purchase, else NULL. The mid-rank decides, so
 * a tie never crosses a tier: top 1 % Platinum, to 5 % Gold, to 10 % Silver, to 25 % Bronze, to 50 % Medium, rest Low.
 */
export function valueTiers(options: ClassOptions): Lookups {
  const key = worthKey(options);
  const score = sql`round(100 * CAST(mid AS double) / (2 * total), 2) AS clv_percentile, CASE
      ${list(
        UP_TO.map(
          (share, i) => sql`WHEN 100 * (2 * total - mid) <= ${integer(2 * share)} * total THEN ${integer(i + 1)}`,
        ),
        sql`
      `,
      )}
      ELSE ${integer(VALUE_TIERS.length)}
    END AS tier_place`;
  return {
    ctes: rankedBy(options.customers, { name: "worth", key, score }),
    joins: [joinRank("worth", key)],
    columns: [sql`worth_rank.clv_percentile`, sql`worth_rank.tier_place`],
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
