/** The two strongest reasons of each customer, from the parts of the log of what is expected. */
import type { WordOf } from "./lookups.js";
import { integer, list, literal, sql, type Sql } from "./sql.js";

/** A part of the log, and its codes for more and for less than others. */
export type ReasonTerm = Readonly<{ value: Sql; codes: readonly [more: string, less: string] }>;

const LEAST = sql`5e-2`; // LEAST_REASON of forecast/reasons

/** The code of the strongest part, or of the second; NULL below 5 %. Equal parts stand in their order. */
export function reasonOf(terms: readonly ReasonTerm[], rank: 1 | 2, wordOf: WordOf = literal): Sql {
  const words = terms.flatMap(({ codes }) => codes);
  const cases = terms.map(({ value, codes: [more, less] }, i) => {
    const ahead = terms.flatMap((other, j) =>
      i === j ? [] : [sql`CASE WHEN abs(${other.value}) ${j < i ? sql`>=` : sql`>`} abs(${value}) THEN 1 ELSE 0 END`],
    );
    return sql`WHEN ${list(ahead, sql` + `)} = ${integer(rank - 1)} THEN CASE WHEN ${value} >= ${LEAST} THEN ${wordOf(more, words)} WHEN ${value} <= -${LEAST} THEN ${wordOf(less, words)} END`;
  });
  return sql`CASE ${list(cases, sql` `)} END`;
}
