/** All rules on one run: one scan for those about customers, one small query for each that asks other tables. */
import type { Engine } from "../engines/engine.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { findingMarks } from "./marks.js";
import { RULES } from "./rules.js";
import { expected, historic, variance, type Finding, type FindingContext, type FindingRule, type FindingTables, type Scope } from "./rule.js";

/** The table of marks that judging leaves in the engine; `lead` reads it. */
export const FINDING_MARKS = "finding_marks";

const GROUP_NUMBERS = ["customers", "mean", "variance", "historic"] as const;

/** Every finding above its threshold, dearest first; equal money by id. Nothing expected: nothing found. */
export async function judgeFindings(engine: Engine, tables: FindingTables, context: FindingContext): Promise<readonly Finding[]> {
  const scope = {
    customers: ident(tables.customers),
    marks: ident(FINDING_MARKS),
    headline: context.headline,
    hasAmounts: context.hasAmounts,
  };
  await engine.execute(sql`DROP TABLE IF EXISTS ${ident(FINDING_MARKS)}`);
  await engine.execute(sql`CREATE TABLE ${ident(FINDING_MARKS)} AS ${findingMarks(scope)}`);
  const rules = RULES.filter((rule) => context.hasAmounts || !rule.needsAmounts);
  const groups = await engine.numbers(groupNumbers(rules, scope), rules.flatMap(namesOf));
  const found: Finding[] = [];
  for (const rule of rules) {
    const own = rule.query && (await engine.numbers(rule.query(tables, context, engine.dialect), rule.columns));
    const names = [...GROUP_NUMBERS, ...rule.columns];
    const numbers = Object.fromEntries(
      names.map((name) => [name, own?.[name]?.[0] ?? groups[columnOf(rule, name)]?.[0] ?? NaN]),
    );
    const finding = rule.judge(numbers as NumbersOfAnyRule, context); // cast: fromEntries forgets the keys
    if (finding !== null) found.push(finding);
  }
  return found.sort((a, b) => b.worth.mean - a.worth.mean || (a.id < b.id ? -1 : 1));
}

type NumbersOfAnyRule = Parameters<FindingRule["judge"]>[0];

const columnOf = ({ id }: FindingRule, name: string): string => `${id}.${name}`;

const namesOf = (rule: FindingRule): readonly string[] =>
  [...(rule.members ? GROUP_NUMBERS : []), ...(rule.aggregates ? rule.columns : [])].map((name) => columnOf(rule, name));

/** One row: the numbers of every rule's members, and its further aggregates. Money becomes DECIMAL once per customer. */
export function groupNumbers(rules: readonly FindingRule[], scope: Scope): Sql {
  const flags = rules.flatMap((rule) => (rule.members ? [sql`(${rule.members(scope)}) AS ${ident(rule.id)}`] : []));
  const columns = rules.flatMap((rule) => [...memberColumns(rule), ...aggregateColumns(rule, scope)]);
  const exact = (value: Sql): Sql => sql`CAST(${value} AS DECIMAL(38, 6))`;
  return sql`
SELECT ${list(columns)}
FROM (
  SELECT *, ${exact(expected(scope))} AS finding_mean, ${exact(variance(scope))} AS finding_variance,
    ${exact(historic(scope))} AS finding_historic, ${list(flags)}
  FROM ${scope.customers}
) c`;
}

function memberColumns(rule: FindingRule): readonly Sql[] {
  if (!rule.members) return [];
  const isMember = ident(rule.id);
  const sumOf = (name: string): Sql => sql`
  CAST(coalesce(sum(${ident(`finding_${name}`)}) FILTER (WHERE ${isMember}), 0) AS double) AS ${ident(columnOf(rule, name))}`;
  return [
    sql`
  CAST(count(*) FILTER (WHERE ${isMember}) AS double) AS ${ident(columnOf(rule, "customers"))}`,
    ...["mean", "variance", "historic"].map(sumOf),
  ];
}

function aggregateColumns(rule: FindingRule, scope: Scope): readonly Sql[] {
  const aggregates = rule.aggregates?.(scope) ?? {};
  return Object.entries(aggregates).map(([name, value]) => sql`
  ${value} AS ${ident(columnOf(rule, name))}`);
}
