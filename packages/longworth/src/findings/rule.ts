/** What a finding is: numbers from one pass over the data, a threshold below which it is silent, money, a sentence. */
import type { Basis, Outcome } from "../domain.js";
import { horizonKey } from "../domain.js";
import { groupOutcome, type Level, type Sum } from "../forecast/totals.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import type { Words } from "../words/en.js";
import type { Problem } from "../workspace/manifest.js";

/** Marks of a shop (marks.ts); NaN: there is none. */
export const MARK_NAMES = [
  "best_value",
  "second_median",
  "second_late",
  "newest_age",
  "newest_young",
  "newest_old",
  "expected_all",
] as const;
export type MarkName = (typeof MARK_NAMES)[number];
export type Marks = Readonly<Record<MarkName, number>>;

/** What the SQL of a finding may know. A published run is enough for it: `export` asks with the same words. */
export interface Scope {
  readonly customers: Sql; // a table with the columns of `customers`, or a subquery
  readonly marks: Readonly<{ from: Sql } | { values: Marks }>; // of a table of one row or a subquery, or known
  readonly asOf: string; // ISO day
  readonly headline: number; // days
  readonly hasAmounts: boolean; // false: findings speak of orders, and historic value is the number of orders
}

/** Tables inside a run that rules with a query of their own read. */
export interface FindingTables {
  readonly customers: string;
  readonly days: string; // customer_days: customer_id, day, value (net), refunded, is_purchase
  readonly history: string; // week, orders, identified_revenue
  readonly marks: string; // marks.ts
}

/** What a rule is judged with. */
export interface FindingContext {
  readonly asOf: string; // ISO day
  readonly firstDay: string; // of the history
  readonly currency: string | null;
  readonly basis: Basis;
  readonly headline: number; // days
  readonly hasAmounts: boolean;
  readonly level: Level; // the shock that all customers share (forecast/totals.ts)
  readonly total: Readonly<{ expected: number; historic: number }>; // of all customers: headline horizon; so far
  readonly problems: readonly Problem[];
}

export interface Finding {
  readonly id: string;
  readonly worth: Outcome; // money, or orders in a log without amounts
  readonly customers: number; // how many it lists; 0 when it is not about customers
  readonly export: string; // the command that lists them
  tell(words: Words): string;
}

/** Sums over some customers: expectations are for the headline horizon; money (orders without amounts). */
export type GroupSum = Sum &
  Readonly<{
    customers: number;
    historic: number;
    refunded: number; // 0 without amounts
  }>;

/** What a rule is judged by. Groups that nobody is in are zeros; columns are NaN for NULL or no row. */
export type Found<G extends string, K extends string> = Readonly<{
  members: GroupSum;
  groups: Readonly<Record<G, GroupSum>>;
  columns: Readonly<Record<K, number>>;
}>;

/**
 * One file per rule. `members` says in SQL which customers it lists, `groups` are further conditions on customers whose
 * sums it needs: all rules share one scan. `query` asks other tables, one row of `columns`; it is asked only when there
 * are members. Method syntax on purpose: rules with other names stand in one list without a cast.
 */
export interface FindingRule<G extends string = string, K extends string = string> {
  readonly id: string;
  readonly needsAmounts: boolean;
  readonly unless?: string; // silent where the finding of this id, which says the same more closely, is told
  members?(scope: Scope): Sql;
  groups?(scope: Scope): Readonly<Record<G, Sql>>;
  readonly columns: readonly K[];
  query?(tables: FindingTables, context: FindingContext): Sql;
  judge(found: Found<G, K>, context: FindingContext): Finding | null;
}

/** Expected money (orders without amounts) of a customer for the headline horizon. */
export const expected = ({ headline, hasAmounts }: Scope): Sql =>
  ident(`expected_${hasAmounts ? "revenue" : "orders"}_${horizonKey(headline)}`);

/** What a customer has brought so far. */
export const historic = ({ hasAmounts }: Scope): Sql =>
  hasAmounts ? sql`historic_value` : sql`CAST(orders AS double)`;

/** P(at least one purchase) within the headline horizon. */
export const active = ({ headline }: Scope): Sql => ident(`p_active_${horizonKey(headline)}`);

const NINETY_PERCENT = 3.29; // sd between p05 and p95 of a normal

/** Variance of what a customer brings. Orders have no published sd: from their interval, at least Poisson's. */
export function variance(scope: Scope): Sql {
  const key = horizonKey(scope.headline);
  if (scope.hasAmounts) return sql`${ident(`expected_revenue_${key}_sd`)} * ${ident(`expected_revenue_${key}_sd`)}`;
  const width = sql`(${ident(`orders_${key}_p95`)} - ${ident(`orders_${key}_p05`)})`;
  const spread = sql`${width} / CAST(${NINETY_PERCENT} AS double)`;
  return sql`greatest(${expected(scope)}, (${spread}) * (${spread}))`;
}

/** Sum of a number where a condition holds, exact and independent of the order of rows. */
export const exactSum = (value: Sql, condition: Sql): Sql =>
  sql`CAST(sum(CASE WHEN ${condition} THEN CAST(${value} AS DECIMAL(38, 6)) END) AS double)`;

/** A mark of the shop (marks.ts) as a value. */
export function mark({ marks }: Scope, name: MarkName): Sql {
  if ("from" in marks) return sql`(SELECT ${ident(name)} FROM ${marks.from})`;
  const value = marks.values[name];
  return Number.isNaN(value) ? sql`CAST(NULL AS double)` : sql`CAST(${value} AS double)`;
}

/** Days since the last purchase. */
export const SILENCE = sql`(tenure - recency)`;

/** What a group of customers will bring, with its band: variances add, the shock is shared. */
export const worthOf = ({ mean, variance: spread }: Sum, { hasAmounts, level }: FindingContext): Outcome =>
  groupOutcome(hasAmounts ? "value" : "orders", { mean, variance: spread }, level);

/** Money that moves with a group's: the same relative band around another point. */
export const scaled = ({ mean, p05, p95 }: Outcome, factor: number): Outcome => ({
  mean: factor * mean,
  p05: factor * p05,
  p95: factor * p95,
});

/** The command that lists the customers of a finding. */
export const listCommand = (id: string): string => `longworth export --segment ${id}`;

/** The command for findings about records, not customers. */
export const INSPECT = "longworth inspect FILE";
