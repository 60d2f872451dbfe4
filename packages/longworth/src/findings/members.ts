/** Which customers a finding lists: the same words in a run, in its `lead` column and in an export. */
import type { Dialect } from "../sql/dialect.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { HAS_LOW_SCORE, LOW_SATISFACTION } from "./low-satisfaction.js";
import { findingMarks } from "./marks.js";
import type { Marks, Scope } from "./rule.js";
import { RULES } from "./rules.js";

/** Ids of the findings that list customers. */
export const LISTING_FINDINGS: readonly string[] = RULES.filter((rule) => rule.members !== undefined).map(
  ({ id }) => id,
);

/** Over a published `customers` table, or any with its columns. */
export type PublishedScope = Omit<Scope, "marks">;

/** A scope whose marks are computed where they are needed: for one list, not for all rules at once. */
export const scopeOf = (scope: PublishedScope): Scope => ({
  ...scope,
  marks: { from: sql`(${findingMarks(scope)}) mark` },
});

/** A condition on columns of `customers`, or null for an id that lists none. */
export function membersOf(id: string, scope: PublishedScope): Sql | null {
  return conditionOf(id, scopeOf(scope));
}

/** That of surveys needs columns which only their runs have. */
const conditionOf = (id: string, scope: Scope): Sql | null =>
  id === LOW_SATISFACTION ? HAS_LOW_SCORE : (RULES.find((one) => one.id === id)?.members?.(scope) ?? null);

export type LeadOptions = Readonly<{
  findings: readonly Readonly<{ id: string }>[]; // dearest first
  asOf: string;
  headline: number;
  hasAmounts: boolean;
  dialect: Dialect;
}>;

/** The column `lead` where no finding lists anybody. */
export const NO_LEAD = sql`CAST(NULL AS varchar)`;

/**
 * The value of the column `lead`: id of the dearest finding that lists the customer, else NULL.
 * @param marks known, not asked for: a query that asks another table keeps no order of its rows
 */
export function leadColumn(customers: string, marks: Marks, { findings, dialect, ...known }: LeadOptions): Sql {
  const scope = { customers: ident(customers), marks: { values: marks }, ...known };
  const cases = findings.flatMap(({ id }) => {
    const members = conditionOf(id, scope);
    return members === null ? [] : [{ id, members }];
  });
  const ids = cases.map(({ id }) => id);
  const whens = cases.map(({ id, members }) => sql`WHEN ${members} THEN ${dialect.oneOf(id, ids)}`);
  return whens.length === 0 ? NO_LEAD : sql`CASE ${list(whens, sql` `)} END`;
}
