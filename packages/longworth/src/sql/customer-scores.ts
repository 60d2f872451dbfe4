/** Cell scores become customers' scores: the customer's own scale times the cell's number. */
import { horizonKey } from "../domain.js";
import { ident, integer, list, sql, type Sql } from "./sql.js";

/** Tables that a customer's score is made of. */
export interface ScoreTables {
  readonly summary: string;
  readonly cells: string;
  readonly scores: string; // one row per cell, in the order of `cells`
  readonly margin: string; // one row: share (of the business), half_at (revenue at which the customer's own weighs half)
}

export interface ScoreOptions {
  readonly tables: ScoreTables;
  readonly horizons: readonly number[]; // days, ascending; the last is the headline
  readonly hasAmounts: boolean;
  readonly onMargin: boolean; // the basis is a margin
  readonly width: number; // days of a bin of `cells`
}

const or0 = (value: Sql): Sql => sql`coalesce(${value}, 0e0)`;

/**
 * Revenue in the customer's own money: a column of the cell times the customer's scale. Not rounded: rounding 45 columns
 * takes longer than making them, and people read exports and reports, which round.
 */
export const revenueOf = (column: Sql): Sql => or0(sql`scale * ${column}`);

/** The same on the basis, discounted. */
export const clvOf = (column: Sql, key: string): Sql =>
  or0(sql`scale * ${column} * margin_share * ${ident(`discount_${key}`)}`);

/** A number of orders of the cell, whole. */
export const countOf = (column: Sql): Sql => sql`CAST(${or0(column)} AS integer)`;

/**
 * customers_core: one row per identified customer with an accepted event, in the order of `summary`: its history, its
 * cell and scale, and those scores that groups and findings are made of. Forecasts of customers without any purchase are
 * 0 and p_alive NULL. It binds no value, so that it can be a view.
 */
export function customersCore({ tables, horizons, hasAmounts, onMargin, width }: ScoreOptions): Sql {
  const headline = horizonKey(horizons.at(-1) ?? 0);
  const bin = (days: Sql): Sql => sql`CAST(floor(${days} / ${integer(width)}) AS integer)`;
  const scale = hasAmounts ? sql`exp(c.log_scale_prior + c.log_scale_slope * ${or0(sql`s.sum_log_value`)})` : sql`1e0`;
  const scores = [
    ...horizons.flatMap((days) => sums(horizonKey(days), hasAmounts)),
    ...ofHeadline(headline, hasAmounts),
  ];
  return sql`
SELECT customer_id, cell, scale, margin_share, ${list(historyColumns(hasAmounts))}, ${list(scores)}
FROM (
  SELECT s.*, c.*, ${scale} AS scale, ${onMargin ? marginShare(tables.margin) : sql`1e0`} AS margin_share
  FROM ${ident(tables.summary)} s
  LEFT JOIN (
    SELECT k.frequency AS cell_frequency, k.spend_days AS cell_spend_days, k.tenure_bin, k.silence_bin, v.*
    FROM ${ident(tables.cells)} k
    JOIN ${ident(tables.scores)} v ON v.cell = k.cell
  ) c ON c.cell_frequency = s.frequency AND c.cell_spend_days = s.spend_days
    AND c.tenure_bin = ${bin(sql`s.tenure`)} AND c.silence_bin = ${bin(sql`(s.tenure - s.recency)`)}
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

/** Of every horizon: means and variances, which groups add up. */
function sums(key: string, hasAmounts: boolean): readonly Sql[] {
  const orders = ["expected_orders", "variance_orders"].map((name) => {
    const column = ident(`${name}_${key}`);
    return sql`${or0(column)} AS ${column}`;
  });
  if (!hasAmounts) return orders;
  const sd = revenueOf(ident(`unit_revenue_sd_${key}`));
  return [
    ...orders,
    sql`${revenueOf(ident(`unit_revenue_${key}`))} AS ${ident(`expected_revenue_${key}`)}`,
    sql`${sd} AS ${ident(`expected_revenue_${key}_sd`)}`,
    sql`${sd} * ${sd} AS ${ident(`variance_revenue_${key}`)}`,
  ];
}

/** Of the headline horizon: what tiers and findings ask of a customer. */
function ofHeadline(key: string, hasAmounts: boolean): readonly Sql[] {
  const orders = [
    sql`${or0(ident(`p_active_${key}`))} AS ${ident(`p_active_${key}`)}`,
    ...["p05", "p95"].map((level) => {
      const column = ident(`orders_${key}_${level}`);
      return sql`${countOf(column)} AS ${column}`;
    }),
  ];
  const clv = sql`${clvOf(ident(`unit_revenue_${key}`), key)} AS ${ident(`predicted_clv_${key}`)}`;
  return hasAmounts ? [...orders, clv] : orders;
}

/** The customer's own share of margin, drawn towards the business's: the less revenue there is, the more. */
function marginShare(margin: string): Sql {
  const business = (name: string): Sql => sql`(SELECT ${ident(name)} FROM ${ident(margin)})`;
  const [share, halfAt] = [business("share"), business("half_at")];
  const own = sql`(${or0(sql`CAST(s.margin AS double)`)} + ${halfAt} * ${share}) / (CAST(s.historic_value AS double) + ${halfAt})`;
  return sql`CASE WHEN s.historic_value > 0 THEN least(greatest(${own}, -1e0), 1e0) ELSE ${share} END`;
}
