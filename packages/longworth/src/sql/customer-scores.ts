/** Cell scores become customers' scores: the customer's own scale times the cell's number. */
import { horizonKey } from "../domain.js";
import { cellKey, type Steps } from "./cells.js";
import { REASON_PARTS, REASONS, type ReasonPart } from "../forecast/reasons.js";
import type { Dialect } from "./dialect.js";
import { reasonOf, type ReasonTerm } from "./reasons.js";
import type { WordOf } from "./lookups.js";
import { rfmSegmentName } from "./rfm-segments.js";
import { ident, integer, list, sql, type Sql } from "./sql.js";
import { tierName } from "./value-tiers.js";

/** What is scored, and with which words the columns end. */
export interface ScoreShape {
  readonly horizons: readonly number[]; // days, ascending; the last is the headline
  readonly levels: readonly string[]; // "p05", "p50", …
  readonly opposite?: Readonly<Record<string, string>> | undefined; // of each level the one on the other side, where a margin may be below 0
  readonly hasAmounts: boolean;
  readonly hasSurveys?: boolean; // the columns of what customers said are there
}

export interface CoreOptions {
  readonly tables: Readonly<{
    summary: string;
    cells: string;
    scores: string; // one row per cell, and cell 0: zeros, of those without a purchase
    margin: string; // one row: share (of the business), half_at (revenue at which the customer's own weighs half)
    sample: string; // customer_id and number
    refined: string; // number and cell, where cells are refined
  }>;
  readonly isRefined: boolean; // customers have cells of their own instead of those of their history
  readonly horizons: readonly number[]; // days, ascending; the last is the headline
  readonly hasAmounts: boolean;
  readonly onMargin: boolean; // the basis is a margin
  readonly steps: Steps; // of the bins of `cells`
}

/** The cell of customers without any purchase: its scores are 0. */
export const NO_CELL = 0;

const or0 = (value: Sql): Sql => sql`coalesce(${value}, 0e0)`;

/**
 * Revenue in the customer's own money: a column of the cell times the customer's scale. Not rounded: rounding 45 columns
 * takes longer than making them, and people read exports and reports, which round.
 */
const revenueOf = (unit: string): Sql => sql`c.scale * s.${ident(unit)}`;

/** The same on the basis, discounted. */
const clvOf = (unit: string, key: string): Sql =>
  sql`${revenueOf(unit)} * c.margin_share * s.${ident(`discount_${key}`)}`;

type ClvLevel = Readonly<{ unit: string; key: string; opposite: ScoreShape["opposite"] }>;

/** Who loses money on a customer loses the most where revenue is highest. */
function clvAt(level: string, { unit, key, opposite }: ClvLevel): Sql {
  const at = (name: string): Sql => clvOf(`${unit}_${name}`, key);
  const other = opposite?.[level];
  return other === undefined ? at(level) : sql`CASE WHEN c.margin_share < 0 THEN ${at(other)} ELSE ${at(level)} END`;
}

/**
 * customers_core: one row per identified customer with an accepted event: history, cell, scale, and `worth`, which ranks
 * (predicted_clv of the headline horizon; expected orders without amounts). All else that depends on the cell stays there.
 */
export function customersCore({ tables, horizons, hasAmounts, onMargin, steps, isRefined }: CoreOptions): Sql {
  const key = horizonKey(horizons.at(-1) ?? 0);
  const history = {
    frequency: sql`s.frequency`,
    tenure: sql`s.tenure`,
    silence: sql`(s.tenure - s.recency)`,
    spendDays: sql`s.spend_days`,
  };
  const own = Object.entries(cellKey(history, steps)).map(([name, start]) => sql`k.${ident(name)} = ${start}`);
  const ownCells = sql`LEFT JOIN ${ident(tables.sample)} n ON n.customer_id = s.customer_id
  LEFT JOIN ${ident(tables.refined)} k ON k.number = n.number`;
  const [unit, discount] = [ident(`unit_revenue_${key}`), ident(`discount_${key}`)];
  const scale = hasAmounts ? sql`exp(v.log_scale_prior + v.log_scale_slope * ${or0(sql`s.sum_log_value`)})` : sql`1e0`;
  const worth = hasAmounts ? sql`scale * unit * margin_share * discount` : sql`unit`;
  return sql`
SELECT customer_id, cell, scale, margin_share, ${worth} AS worth, ${list(historyColumns(hasAmounts))}
FROM (
  SELECT s.*, v.cell, ${scale} AS scale, ${onMargin ? marginShare(tables.margin) : sql`1e0`} AS margin_share,
    v.${hasAmounts ? unit : ident(`expected_orders_${key}`)} AS unit, v.${discount} AS discount
  FROM ${ident(tables.summary)} s
  ${isRefined ? ownCells : sql`LEFT JOIN ${ident(tables.cells)} k ON ${list(own, sql` AND `)}`}
  JOIN ${ident(tables.scores)} v ON v.cell = coalesce(k.cell, ${integer(NO_CELL)})
) scored`;
}

function historyColumns(hasAmounts: boolean): readonly Sql[] {
  const money = (value: Sql, name: string): Sql =>
    sql`${hasAmounts ? value : sql`CAST(NULL AS double)`} AS ${ident(name)}`;
  return [
    sql`first_order_date, last_order_date, orders`,
    money(sql`CAST(historic_value AS double)`, "historic_value"),
    money(sql`CAST(refunded_value AS double)`, "refunded_value"),
    sql`frequency, recency, tenure, spend_count`,
    money(sql`monetary_value`, "monetary_value"),
  ];
}

/** Customers beside the scores of their cells: for queries of a few columns. */
export const joined = (customers: string, scores: string): Sql =>
  sql`${ident(customers)} c
JOIN ${ident(scores)} s ON s.cell = c.cell`;

/** The same in the order of the customers: for all columns at once. */
export const inOrder = (customers: string, scores: string, dialect: Dialect): Sql =>
  dialect.beside(ident(customers), ident(scores), ident("cell"));

/**
 * customers_scored: `customers` (customers_core with its classes), the classes by name and all scores. Forecasts of
 * customers without any purchase are 0 and p_alive NULL. It binds no value, so that it can be a view, of which a query
 * pays for the columns it reads. @param beside of `joined` or `inOrder` @param wordOf of the engine, where all rows are written
 */
export function customersScored(beside: Sql, shape: ScoreShape, wordOf?: WordOf): Sql {
  const columns = Object.entries(scoreColumns(shape, wordOf)).map(([name, value]) => sql`${value} AS ${ident(name)}`);
  return sql`
SELECT c.*, ${rfmSegmentName(sql`c.rfm_place`, wordOf)} AS rfm_segment, ${tierName(sql`c.tier_place`, wordOf)} AS clv_tier, ${list(columns)}
FROM ${beside}`;
}

/** The score columns over aliases c (customers) and s (scores), by name, in the order of publication. */
function scoreColumns(
  { horizons, levels, hasAmounts, opposite }: ScoreShape,
  wordOf?: WordOf,
): Readonly<Record<string, Sql>> {
  const headline = horizonKey(horizons.at(-1) ?? 0);
  const [unit, orders] = [ident(`unit_revenue_${headline}`), ident(`expected_orders_${headline}`)];
  const of = (days: number): Readonly<Record<string, Sql>> => {
    const key = horizonKey(days);
    const variance = [`variance_orders_${key}`, ...(hasAmounts ? [`variance_revenue_${key}`] : [])];
    return { ...horizonColumns(key, { levels, hasAmounts, opposite }), ...pick(varianceColumns(key), variance) };
  };
  return {
    p_alive: sql`s.p_alive`,
    next_order_days: sql`s.next_order_days`,
    ...Object.assign({}, ...horizons.map(of)),
    ...(hasAmounts ? { expected_order_value: sql`c.scale * s.${unit} / nullif(s.${orders}, 0e0)` } : {}),
    reason_1: reasonOf(reasonTerms(hasAmounts), 1, wordOf),
    reason_2: reasonOf(reasonTerms(hasAmounts), 2, wordOf),
  };
}

function reasonTerms(hasAmounts: boolean): readonly ReasonTerm[] {
  const values: Readonly<Record<ReasonPart, Sql | null>> = {
    alive: sql`s.reason_alive`,
    rate: sql`s.reason_rate`,
    spend: hasAmounts ? sql`(ln(c.scale) + s.reason_spend)` : null,
    learnt: sql`s.reason_learnt`,
  };
  return REASON_PARTS.flatMap((part) => {
    const value = values[part];
    return value === null ? [] : [{ value, codes: REASONS[part] }];
  });
}

/** What is published of one horizon: name and value. */
export function horizonColumns(
  key: string,
  { levels, hasAmounts, opposite }: Pick<ScoreShape, "levels" | "hasAmounts" | "opposite">,
): Readonly<Record<string, Sql>> {
  const plain = (name: string): Sql => sql`s.${ident(`${name}_${key}`)}`;
  const each = (name: string, value: (level: string) => Sql): Record<string, Sql> =>
    Object.fromEntries(levels.map((level) => [`${name}_${level}`, value(level)]));
  const orders = {
    [`p_active_${key}`]: plain("p_active"),
    [`expected_orders_${key}`]: plain("expected_orders"),
    ...each(`orders_${key}`, (level) => sql`CAST(s.${ident(`orders_${key}_${level}`)} AS integer)`),
  };
  if (!hasAmounts) return orders;
  const [revenue, clv, unit] = [`expected_revenue_${key}`, `predicted_clv_${key}`, `unit_revenue_${key}`];
  return {
    ...orders,
    [revenue]: revenueOf(unit),
    [`${revenue}_sd`]: revenueOf(`unit_revenue_sd_${key}`),
    ...each(revenue, (level) => revenueOf(`${unit}_${level}`)),
    [clv]: clvOf(unit, key),
    ...each(clv, (level) => clvAt(level, { unit, key, opposite })),
  };
}

/** Variances, which groups add up. */
const varianceColumns = (key: string): Readonly<Record<string, Sql>> => {
  const sd = revenueOf(`unit_revenue_sd_${key}`);
  return {
    [`variance_orders_${key}`]: sql`s.${ident(`variance_orders_${key}`)}`,
    [`variance_revenue_${key}`]: sql`${sd} * (${sd})`,
  };
};

const pick = <T>(from: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));

/** The customer's own share of margin, drawn towards the business's: the less revenue there is, the more. */
function marginShare(margin: string): Sql {
  const business = (name: string): Sql => sql`(SELECT ${ident(name)} FROM ${ident(margin)})`;
  const [share, halfAt] = [business("share"), business("half_at")];
  const own = sql`(${or0(sql`CAST(s.margin AS double)`)} + ${halfAt} * ${share}) / (CAST(s.historic_value AS double) + ${halfAt})`;
  return sql`CASE WHEN s.historic_value > 0 THEN least(greatest(${own}, -1e0), 1e0) ELSE ${share} END`;
}
