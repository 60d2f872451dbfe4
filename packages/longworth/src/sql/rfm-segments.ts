/** RFM scores and segments: the grid of recency against frequency and money. */
import { joinRank, moneyKey, namedBy, rankedBy, type ClassOptions, type Lookups, type WordOf } from "./lookups.js";
import { integer, list, sql, type Sql } from "./sql.js";

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

type Segment = (typeof RFM_SEGMENTS)[number];

/** The grid: by R, the segments of floor((F + M) / 2 + 0.5) from 5 down to 1. */
const GRID: Readonly<Record<number, readonly Segment[]>> = {
  5: ["Champions", "Champions", "Potential loyalists", "Potential loyalists", "New customers"],
  4: ["Champions", "Loyal", "Potential loyalists", "Potential loyalists", "Promising"],
  3: ["Loyal", "Loyal", "Need attention", "About to sleep", "About to sleep"],
  2: ["Can't lose", "At risk", "At risk", "Hibernating", "Hibernating"],
  1: ["Can't lose", "At risk", "At risk", "Lost", "Lost"],
};

const fifths = (column: Sql): Sql =>
  sql`CAST(floor(5 * CAST(mid AS double) / (2 * total)) AS integer) + 1 AS ${column}`;

/**
 * rfm_r, rfm_f, rfm_m (1 to 5, 5 best) and rfm_place (of the segment in RFM_SEGMENTS, from 1) of a customer with a
 * purchase, else NULL. R by days since the last purchase (tenure - recency; few is good), F by purchases, M by
 * historic_value; without amounts M is F. A score is the fifth in which the mid-rank percentile lies, so equal behaviour
 * gets equal scores, and a value that everybody shares gets 3.
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
    columns: [r, f, m, sql`${placeOf(r, sql`floor((${f} + ${m} + 1) / 2e0)`)} AS rfm_place`],
  };
}

function placeOf(r: Sql, fm: Sql): Sql {
  const rows = Object.entries(GRID).map(([score, segments]) => {
    const places = segments.map((segment) => RFM_SEGMENTS.indexOf(segment) + 1);
    const whens = places.slice(0, -1).map((place, i) => sql`WHEN ${integer(5 - i)} THEN ${integer(place)}`);
    return sql`WHEN ${integer(Number(score))} THEN CASE ${fm} ${list(whens, sql` `)} ELSE ${integer(places.at(-1) ?? 0)} END`;
  });
  return sql`CASE ${r} ${list(
    rows,
    sql`
    `,
  )} END`;
}

/** The segment's name, of its place; NULL without one. */
export const rfmSegmentName = (place: Sql, wordOf?: WordOf): Sql => namedBy(place, RFM_SEGMENTS, wordOf);
