/** What files about customers say of contracts: rows of facts by customer and day, as they were when each contract began. */
import { ident, integer, list, sql, type Sql } from "./sql.js";

/**
 * facts_at_start: one row per contract of a customer with facts: of each column the newest value that was known when the
 * contract began, undated ones first; NULL without one. @param contracts customer_id, contract_id, start_day
 */
export function factsAtStart(contracts: string, facts: string, names: readonly string[]): Sql {
  const turn = sql`row_number() OVER (PARTITION BY c.customer_id, c.contract_id ORDER BY f.day NULLS FIRST, f.block, f.record)`;
  const newest = names.map((name) => sql`max_by(${ident(name)}, CASE WHEN ${ident(name)} IS NOT NULL THEN turn END) AS ${ident(name)}`); // prettier-ignore
  return sql`SELECT customer_id, contract_id, ${list(newest)}
FROM (
  SELECT c.customer_id, c.contract_id, ${turn} AS turn, ${list(names.map((name) => sql`f.${ident(name)}`))}
  FROM ${ident(contracts)} c JOIN ${ident(facts)} f ON f.customer_id = c.customer_id AND (f.day IS NULL OR f.day <= c.start_day)
) AS known
GROUP BY customer_id, contract_id`;
}

export type KnownTables = Readonly<{ contracts: string; facts: string }>; // facts of `factsAtStart`

const besideFacts = ({ contracts, facts }: KnownTables): Sql =>
  sql`${ident(contracts)} c LEFT JOIN ${ident(facts)} f ON f.customer_id = c.customer_id AND f.contract_id = c.contract_id`;

/** One row per contract: whether it has ended, the days it ran, and its facts; what a column that tells the outcome is seen by. */
export const factsAndOutcomes = (tables: KnownTables, names: readonly string[], asOf: string): Sql =>
  sql`SELECT CASE WHEN c.end_day IS NULL THEN 0e0 ELSE 1e0 END AS observed,
  CAST(date_diff('day', c.start_day, coalesce(c.end_day, CAST(${asOf} AS DATE))) AS double) AS duration, ${list(names.map((name) => sql`f.${ident(name)}`))}
FROM ${besideFacts(tables)}`;

/** A fact as text: the label of a code, or the third of a number. */
export type FactText = Readonly<{ fact: string; column: string }> &
  (
    | Readonly<{ labels: readonly string[] }>
    | Readonly<{ low: number; high: number; thirds: readonly [low: string, middle: string, high: string] }>
  );

/** known_contracts: one row per contract, all its columns and a text for each fact; NULL where nothing was known. */
export const knownContracts = (tables: KnownTables, facts: readonly FactText[]): Sql =>
  sql`SELECT c.*${list(
    facts.map((one) => sql`, ${textOf(one)} AS ${ident(one.column)}`),
    sql``,
  )}
FROM ${besideFacts(tables)}`;

function textOf(one: FactText): Sql {
  const value = sql`f.${ident(one.fact)}`;
  if ("labels" in one) {
    const codes = one.labels.map((label, code) => sql`WHEN ${integer(code)} THEN ${label}`);
    return sql`CASE CAST(${value} AS INTEGER) ${list(codes, sql` `)} END`;
  }
  const [low, middle, high] = one.thirds;
  return sql`CASE WHEN ${value} > CAST(${one.high} AS double) THEN ${high} WHEN ${value} > CAST(${one.low} AS double) THEN ${middle} WHEN ${value} IS NOT NULL THEN ${low} END`;
}
