/** What a finding is: numbers from one pass over the data, a threshold below which it is silent, money, a sentence. */
import type { AmountMode, Basis, Outcome } from "../domain.js";
import { horizonKey } from "../domain.js";
import { groupOutcome, type Level } from "../forecast/totals.js";
import type { Dialect } from "../sql/dialect.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import type { Words } from "../words/en.js";
import type { Problem } from "../workspace/manifest.js";

/** What the SQL of a finding may know. A published run is enough for it: `export` asks with the same words. */
export interface Scope {
  readonly customers: Sql; // a table with the columns of `customers`, or a subquery
  readonly marks: Sql; // its marks (marks.ts): a table of one row, or a subquery
  readonly headline: number; // days
  readonly hasAmounts: boolean; // false: findings speak of orders, and historic value is the number of orders
}

/** Tables inside a run that rules with a query of their own read. */
export interface FindingTables {
  readonly customers: string;
  readonly days: string; // customer_days: customer_id, day, value (net), refunded, is_purchase
  readonly history: string; // week, orders, identified_revenue
}

/** What a rule is judged with. */
export interface FindingContext {
  readonly asOf: string; // ISO day
  readonly firstDay: string; // of the history
  readonly currency: string | null;
  readonly basis: Basis;
  readonly amount: AmountMode; // what money of customers is; problems are in `total` terms always
  readonly headline: number; // days
  readonly hasAmounts: boolean;
  readonly level: Level; // the shock that all customers share (forecast/totals.ts)
  readonly total: Readonly<{ expected: number; historic: number }>; // of all customers: headline horizon; so far
  readonly problems: readonly Problem[];
  readonly revenueOfFile: number | null; // sum of accepted orders in `total` terms: what problems are a share of
}

export interface Finding {
  readonly id: string;
  readonly worth: Outcome; // money, or orders in a log without amounts
  readonly customers: number; // how many it lists; 0 when it is not about customers
  readonly export: string; // the command that lists them
  tell(words: Words): string;
}

/** Numbers every rule with members gets: of its members, expectations for the headline horizon. */
export type GroupNumber = "customers" | "mean" | "variance" | "historic";
type Numbers<K extends string> = Readonly<Record<K | GroupNumber, number>>;

/**
 * One file per rule. `members` says in SQL which customers it lists; `aggregates` are further numbers over all
 * customers, taken in the same scan; `query` is for what other tables know, one row. NaN stands for NULL or for no row.
 * Method syntax on purpose: rules with other numbers stand in one list without a cast.
 */
export interface FindingRule<K extends string = string> {
  readonly id: string;
  readonly needsAmounts: boolean;
  readonly columns: readonly K[];
  members?(scope: Scope): Sql;
  aggregates?(scope: Scope): Readonly<Record<K, Sql>>;
  query?(tables: FindingTables, context: FindingContext, dialect: Dialect): Sql;
  judge(numbers: Numbers<K>, context: FindingContext): Finding | null;
}

/** Expected money (orders without amounts) of a customer for the headline horizon. */
export const expected = ({ headline, hasAmounts }: Scope): Sql =>
  ident(`expected_${hasAmounts ? "revenue" : "orders"}_${horizonKey(headline)}`);

/** What a customer has brought so far. */
export const historic = ({ hasAmounts }: Scope): Sql => (hasAmounts ? sql`historic_value` : sql`CAST(orders AS double)`);

/** P(at least one purchase) within the headline horizon. */
export const active = ({ headline }: Scope): Sql => ident(`p_active_${horizonKey(headline)}`);

const NINETY_PERCENT = 3.29; // sd between p05 and p95 of a normal

/** Variance of what a customer brings. Orders have no published sd: from their interval, at least Poisson's. */
export function variance(scope: Scope): Sql {
  const key = horizonKey(scope.headline);
  if (scope.hasAmounts) return sql`${ident(`expected_revenue_${key}_sd`)} * ${ident(`expected_revenue_${key}_sd`)}`;
  const spread = sql`(${ident(`orders_${key}_p95`)} - ${ident(`orders_${key}_p05`)}) / CAST(${NINETY_PERCENT} AS double)`;
  return sql`greatest(${expected(scope)}, (${spread}) * (${spread}))`;
}

/** Sum of a double, exact and independent of the order of rows. */
export const exactSum = (value: Sql, condition?: Sql): Sql =>
  sql`CAST(sum(CAST(${value} AS DECIMAL(38, 6)))${condition ? sql` FILTER (WHERE ${condition})` : sql``} AS double)`;

/** How many rows hold the condition. */
export const countIf = (condition: Sql): Sql => sql`CAST(count(*) FILTER (WHERE ${condition}) AS double)`;

/** A mark of the shop (marks.ts) as a value. */
export const mark = ({ marks }: Scope, name: string): Sql => sql`(SELECT ${ident(name)} FROM ${marks})`;

/** Days since the last purchase. */
export const SILENCE = sql`(tenure - recency)`;

/** What a group of customers will bring, with its band: variances add, the shock is shared. */
export const worthOf = ({ mean, variance: spread }: Readonly<{ mean: number; variance: number }>, context: FindingContext): Outcome =>
  groupOutcome(context.hasAmounts ? "value" : "orders", { mean, variance: spread }, context.level);

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
