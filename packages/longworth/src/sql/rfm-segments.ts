/** RFM scores and segments: the grid of recency against frequency and money. */
import { joinRank, moneyKey, rankedBy, type ClassOptions, type Lookups } from "./lookups.js";
import { sql, type Sql } from "./sql.js";

/** Segments of the grid, best known first: the order of tables and charts. */
export const RFM_SEGMENTS = [
  "Champions",
  "Loyal",
  "Potential loyalists",
  "New customers",
  "Promising",
  "Need attention",
  "About to sleep",
  "Can't lose",
  "At risk",
  "Hibernating",
  "Lost",
] as const;

const fifths = (column: Sql): Sql =>
  sql`CAST(floor(5 * CAST(mid AS double) / (2 * total)) AS integer) + 1 AS ${column}`;

/**
 * rfm_r, rfm_f, rfm_m (1 to 5, 5 best) and rfm_segment of a customer with a purchase, else NULL. R by days since the
 * last purchase (tenure - recency; few is good), F by purchases, M by historic_value; without amounts M is F.
 * A score is the fifth in which the mid-rank percentile lies, so equal behaviour gets equal scores, and a value that
 * everybody shares gets 3.
 */
export function rfmSegments({ customers, hasAmounts }: ClassOptions): Lookups {
  const silence = sql`(c.tenure - c.recency)`;
  const orders = sql`c.frequency`;
  const money = hasAmounts ? moneyKey(sql`c.historic_value`) : orders;
  const [r, f, m] = [sql`recency_rank.rfm_r`, sql`frequency_rank.rfm_f`, sql`money_rank.rfm_m`];
  return {
    ctes: [
      ...rankedBy(customers, { name: "recency", key: silence, score: fifths(sql`rfm_r`), worstFirst: sql`key DESC` }),
      ...rankedBy(customers, { name: "frequency", key: orders, score: fifths(sql`rfm_f`) }),
      ...rankedBy(customers, { name: "money", key: money, score: fifths(sql`rfm_m`) }),
    ],
    joins: [joinRank("recency", silence), joinRank("frequency", orders), joinRank("money", money)],
    columns: [r, f, m, sql`${segmentOf(r, sql`floor((${f} + ${m} + 1) / 2e0)`)} AS rfm_segment`],
  };
}

/** The grid. `fm` is floor((F + M) / 2 + 0.5). */
const segmentOf = (r: Sql, fm: Sql): Sql => sql`CASE
    WHEN ${r} = 5 THEN CASE ${fm} WHEN 5 THEN 'Champions' WHEN 4 THEN 'Champions' WHEN 3 THEN 'Potential loyalists'
      WHEN 2 THEN 'Potential loyalists' ELSE 'New customers' END
    WHEN ${r} = 4 THEN CASE ${fm} WHEN 5 THEN 'Champions' WHEN 4 THEN 'Loyal' WHEN 3 THEN 'Potential loyalists'
      WHEN 2 THEN 'Potential loyalists' ELSE 'Promising' END
    WHEN ${r} = 3 THEN CASE ${fm} WHEN 5 THEN 'Loyal' WHEN 4 THEN 'Loyal' WHEN 3 THEN 'Need attention'
      ELSE 'About to sleep' END
    WHEN ${r} = 2 THEN CASE ${fm} WHEN 5 THEN 'Can''t lose' WHEN 4 THEN 'At risk' WHEN 3 THEN 'At risk'
      ELSE 'Hibernating' END
    WHEN ${r} = 1 THEN CASE ${fm} WHEN 5 THEN 'Can''t lose' WHEN 4 THEN 'At risk' WHEN 3 THEN 'At risk'
      ELSE 'Lost' END
  END`;
