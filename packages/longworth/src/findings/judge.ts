/** All rules on one run: one scan for those about customers, one small query for each that asks other tables. */
import type { Engine } from "../engines/engine.js";
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import { findingMarks } from "./marks.js";
import { expected, historic, MARK_NAMES, variance } from "./rule.js";
import type { Finding, FindingContext, FindingRule, FindingTables, Found, GroupSum, Marks, Scope } from "./rule.js";
import { RULES } from "./rules.js";

/** The table of marks that judging leaves in the engine. */
export const FINDING_MARKS = "finding_marks";

const SUMS = ["customers", "mean", "variance", "historic", "refunded"] as const;

/** The marks that judging left in the engine. */
export async function readMarks(engine: Engine): Promise<Marks> {
  const columns = MARK_NAMES.map((name) => sql`CAST(${ident(name)} AS double) AS ${ident(name)}`);
  const found = await engine.numbers(sql`SELECT ${list(columns)} FROM ${ident(FINDING_MARKS)}`, MARK_NAMES);
  return firstRow(MARK_NAMES, found);
}

/** Every finding above its threshold, dearest first; equal money by id. */
export async function judgeFindings(
  engine: Engine,
  own: Omit<FindingTables, "marks">,
  context: FindingContext,
): Promise<readonly Finding[]> {
  const tables = { ...own, marks: FINDING_MARKS };
  const { hasAmounts } = context;
  const scope = { ...context, customers: ident(tables.customers), marks: { from: ident(FINDING_MARKS) } };
  await engine.execute(sql`DROP TABLE IF EXISTS ${ident(FINDING_MARKS)}`);
  await engine.execute(sql`CREATE TABLE ${ident(FINDING_MARKS)} AS ${findingMarks(scope)}`);
  const rules = RULES.filter((rule) => hasAmounts || !rule.needsAmounts);
  const sums = await readGroups(engine, rules, scope);
  const found: Finding[] = [];
  for (const rule of rules) {
    const known = sums.get(rule) ?? { members: NOBODY, groups: {} };
    const query = known.members.customers > 0 ? rule.query?.(tables, context) : undefined;
    const columns = query === undefined ? {} : await engine.numbers(query, rule.columns);
    const finding = rule.judge({ ...known, columns: firstRow(rule.columns, columns) }, context);
    if (finding !== null) found.push(finding);
  }
  const ids = new Set(found.map(({ id }) => id));
  const said = new Set(rules.flatMap(({ id, unless }) => (unless !== undefined && ids.has(unless) ? [id] : [])));
  return found.filter(({ id }) => !said.has(id)).sort((a, b) => b.worth.mean - a.worth.mean || (a.id < b.id ? -1 : 1));
}

const firstRow = (
  names: readonly string[],
  columns: Readonly<Record<string, Float64Array>>,
): Readonly<Record<string, number>> => Object.fromEntries(names.map((name) => [name, columns[name]?.[0] ?? NaN]));

/** Conditions of all rules, in a fixed order: each is a bit of a customer's mask. */
type Condition = Readonly<{ rule: FindingRule; name: string | null; holds: Sql }>; // null: the members

function conditionsOf(rules: readonly FindingRule[], scope: Scope): readonly Condition[] {
  return rules.flatMap((rule) => [
    ...(rule.members ? [{ rule, name: null, holds: rule.members(scope) }] : []),
    ...Object.entries(rule.groups?.(scope) ?? {}).map(([name, holds]) => ({ rule, name, holds })),
  ]);
}

/**
 * One row per combination of conditions that occurs: `mask` (bit i: condition i holds), customers, and sums. There are
 * some hundred combinations at most, so a million customers are summed once, not once per condition.
 */
export function groupSums(rules: readonly FindingRule[], scope: Scope): Sql {
  const bits = conditionsOf(rules, scope).map(
    ({ holds }, i) => sql`
    CASE WHEN ${holds} THEN ${integer(2 ** i)} ELSE 0 END`,
  );
  const exact = (value: Sql): Sql => sql`CAST(${value} AS DECIMAL(38, 6))`;
  const sum = (name: string): Sql => sql`CAST(coalesce(sum(${ident(name)}), 0) AS double) AS ${ident(name)}`;
  return sql`
SELECT CAST(mask AS double) AS mask, CAST(count(*) AS double) AS customers, ${list(SUMS.slice(1).map(sum))}
FROM (
  SELECT ${exact(expected(scope))} AS mean, ${exact(variance(scope))} AS variance,
    ${exact(historic(scope))} AS historic,
    ${exact(scope.hasAmounts ? sql`refunded_value` : sql`0`)} AS refunded, ${list(bits, sql` +`)} AS mask
  FROM ${scope.customers}
) c
GROUP BY mask
ORDER BY mask`;
}

const NOBODY: GroupSum = { customers: 0, mean: 0, variance: 0, historic: 0, refunded: 0 };

type Sums = Omit<Found<string, string>, "columns">;

/** Sums per condition, added over the combinations in the order of their masks. */
async function readGroups(
  engine: Engine,
  rules: readonly FindingRule[],
  scope: Scope,
): Promise<ReadonlyMap<FindingRule, Sums>> {
  const rows = await engine.numbers(groupSums(rules, scope), ["mask", ...SUMS]);
  const sums = new Map<FindingRule, Sums>();
  conditionsOf(rules, scope).forEach(({ rule, name }, bit) => {
    const total = { ...NOBODY };
    rows.mask.forEach((mask, row) => {
      if (Math.floor(mask / 2 ** bit) % 2 === 0) return;
      for (const one of SUMS) total[one] += rows[one][row] ?? 0;
    });
    const known = sums.get(rule) ?? { members: NOBODY, groups: {} };
    sums.set(
      rule,
      name === null ? { ...known, members: total } : { ...known, groups: { ...known.groups, [name]: total } },
    );
  });
  return sums;
}
