/** Columns added to customers by small ranked tables, joined on whole numbers: wide rows are never sorted. */
import { ident, integer, list, literal, sql, type Sql } from "./sql.js";

/** What one classification adds to `SELECT c.* FROM customers c`: tables, joins on alias `c`, columns. */
export type Lookups = Readonly<{ ctes: readonly Sql[]; joins: readonly Sql[]; columns: readonly Sql[] }>;

/** What the classifications read: a table with the columns of `customers` that are known before they are. */
export type ClassOptions = Readonly<{
  customers: string; // customer_id, frequency, recency, tenure, historic_value, worth
  hasAmounts: boolean; // false: money counts as the number of orders
}>;

/**
 * One row per customer of `customers`: all its columns, then those of the lookups. In the order of customer_id: these are
 * the last joins by values that many customers share, and everything after them reads in this order.
 */
export function withLookups(customers: string, lookups: readonly Lookups[]): Sql {
  const all = <K extends keyof Lookups>(part: K): readonly Sql[] => lookups.flatMap((lookup) => lookup[part]);
  return sql`WITH ${list(all("ctes"))}
SELECT c.*, ${list(all("columns"))}
FROM ${ident(customers)} c
${list(
  all("joins"),
  sql`
`,
)}
ORDER BY c.customer_id`;
}

/** How a query writes a word of few: as text, or as the engine's `oneOf`. */
export type WordOf = (word: string, words: readonly string[]) => Sql;

/** One of these names, by its place from 1. Tables hold the place: texts make a sort of a million rows half as long again. */
export const namedBy = (place: Sql, names: readonly string[], wordOf: WordOf = literal): Sql =>
  sql`CASE ${place} ${list(
    names.map((name, i) => sql`WHEN ${integer(i + 1)} THEN ${wordOf(name, names)}`),
    sql` `,
  )} END`;

/** Money as a whole number of 1/10000, the scale of amounts: exact, and quick to group, sort and join by. */
export const moneyKey = (column: Sql): Sql => sql`CAST(round(10000 * ${column}) AS bigint)`;

type RankOptions = Readonly<{ name: string; key: Sql; score: Sql; worstFirst?: Sql }>;

/**
 * Two tables: the distinct values of `key` among the customers with a purchase, and per value its `score`, in which
 * `mid` is twice the mid-rank (customers below, plus half of those with the same value) and `total` all customers:
 * the mid-rank percentile is mid / (2 total). Equal values have equal scores by construction.
 * @param options `worstFirst`: the order of values, ascending unless given
 */
export function rankedBy(customers: string, { name, key, score, worstFirst = sql`key` }: RankOptions): readonly Sql[] {
  const counts = ident(`${name}_count`);
  const running = sql`sum(same) OVER (ORDER BY ${worstFirst} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
  return [
    sql`${counts} AS (
  SELECT ${key} AS key, count(*) AS same FROM ${ident(customers)} c WHERE c.frequency IS NOT NULL GROUP BY ${key}
)`,
    sql`${ident(`${name}_rank`)} AS (
  SELECT key, ${score}
  FROM (
    SELECT key, CAST(2 * ${running} - same AS bigint) AS mid, CAST(sum(same) OVER () AS bigint) AS total FROM ${counts}
  ) t
)`,
  ];
}

/**
 * Joins a customer of alias `c` to the row of its value; a customer without purchase finds none. (With the condition
 * beside the equality instead of inside it DuckDB compares every pair of rows.)
 */
export function joinRank(name: string, key: Sql): Sql {
  const rank = ident(`${name}_rank`);
  return sql`LEFT JOIN ${rank} ON CASE WHEN c.frequency IS NOT NULL THEN ${key} END = ${rank}.key`;
}
