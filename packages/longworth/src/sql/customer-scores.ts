/** Cell scores become customers' scores: the customer's own scale times the cell's number. */
import { horizonKey } from "../domain.js";
import type { Dialect } from "./dialect.js";
import { ident, list, sql, type Sql, type SqlValue } from "./sql.js";

export interface ScoreOptions {
  readonly dialect: Dialect;
  readonly summary: string;
  readonly customerCells: string;
  readonly scores: string; // cell_scores: one row per cell
  readonly horizons: readonly number[]; // days
  readonly levels: readonly string[]; // "p05", "p50", …
  readonly hasAmounts: boolean;
  readonly asOf: string;
  readonly currency: string | null;
  readonly basis: string;
  readonly served: string;
  /** Gross margin over revenue of the whole business, and the revenue at which a customer's own share weighs one half. */
  readonly margin: Readonly<{ share: number; halfAt: number }> | null;
}

const MIN_MARGIN = -1;
const MAX_MARGIN = 1;

const double = (value: SqlValue): Sql => sql`CAST(${value} AS double)`;
const cents = (value: Sql): Sql => sql`round(${value}, 2)`;

/**
 * customers_scored: one row per identified customer with an accepted event. Forecasts of those without any purchase are
 * 0 and p_alive NULL. Money is rounded to cents here and nowhere else. `variance_orders_{H}` and
 * `variance_revenue_{H}` are for sums over groups and are not published.
 */
export function customersScored(options: ScoreOptions): Sql {
  const { hasAmounts, horizons } = options;
  const columns = horizons.flatMap((days) => [
    ...orderColumns(horizonKey(days), options.levels),
    ...(hasAmounts ? moneyColumns(horizonKey(days), options) : []),
  ]);
  const scale = hasAmounts
    ? sql`exp(c.log_scale_prior + c.log_scale_slope * coalesce(s.sum_log_value, 0e0))`
    : sql`CAST(NULL AS double)`;
  const headline = horizonKey(horizons.at(-1) ?? 0);
  const asOf = sql`CAST(${options.asOf} AS date)`;
  return sql`
WITH scaled AS (
  SELECT s.*, ${scale} AS scale, ${marginShare(options)} AS margin_share, c.*
  FROM ${ident(options.summary)} s
  LEFT JOIN ${ident(options.customerCells)} k ON k.customer_id = s.customer_id
  LEFT JOIN ${ident(options.scores)} c ON c.cell = k.cell
)
SELECT customer_id, ${asOf} AS as_of, CAST(${options.currency} AS varchar) AS currency,
  CAST(${options.basis} AS varchar) AS basis, CAST(${options.served} AS varchar) AS model,
  first_order_date, last_order_date, coalesce(orders, 0) AS orders,
  ${hasAmounts ? sql`CAST(historic_value AS double)` : sql`CAST(NULL AS double)`} AS historic_value,
  ${hasAmounts ? sql`CAST(refunded_value AS double)` : sql`CAST(NULL AS double)`} AS refunded_value,
  frequency, recency, tenure, spend_count, ${hasAmounts ? cents(sql`monetary_value`) : sql`CAST(NULL AS double)`} AS monetary_value,
  p_alive, ${list(columns)},
  ${hasAmounts ? expectedOrderValue(headline) : sql`CAST(NULL AS double)`} AS expected_order_value,
  ${options.dialect.addDays(asOf, sql`CAST(next_order_days AS integer)`)} AS expected_next_order_date
FROM scaled`;
}

function orderColumns(key: string, levels: readonly string[]): Sql[] {
  const column = (name: string): Sql => sql`coalesce(${ident(`${name}_${key}`)}, 0e0) AS ${ident(`${name}_${key}`)}`;
  return [
    column("p_active"),
    column("expected_orders"),
    ...levels.map((level) => {
      const name = `orders_${key}_${level}`;
      return sql`CAST(coalesce(${ident(`orders_${key}_${level}`)}, 0e0) AS integer) AS ${ident(name)}`;
    }),
    column("variance_orders"),
  ];
}

function moneyColumns(key: string, { levels }: ScoreOptions): Sql[] {
  const unit = (level: string): Sql => sql`scale * ${ident(`unit_revenue_${key}_${level}`)}`;
  const mean = sql`scale * ${ident(`unit_revenue_${key}`)}`;
  const sd = sql`scale * ${ident(`unit_revenue_sd_${key}`)}`;
  const money = (value: Sql): Sql => cents(sql`coalesce(${value}, 0e0)`);
  const worth = (value: Sql): Sql => money(sql`${value} * margin_share * ${ident(`discount_${key}`)}`);
  const revenue = `expected_revenue_${key}`;
  const clv = `predicted_clv_${key}`;
  return [
    sql`${money(mean)} AS ${ident(revenue)}`,
    sql`${money(sd)} AS ${ident(`${revenue}_sd`)}`,
    ...levels.map((level) => sql`${money(unit(level))} AS ${ident(`${revenue}_${level}`)}`),
    sql`${worth(mean)} AS ${ident(clv)}`,
    ...levels.map((level) => sql`${worth(unit(level))} AS ${ident(`${clv}_${level}`)}`),
    sql`coalesce(${sd} * ${sd}, 0e0) AS ${ident(`variance_revenue_${key}`)}`,
  ];
}

/** The customer's own share of margin, drawn towards the business's: the less revenue there is, the more. */
function marginShare({ margin }: ScoreOptions): Sql {
  if (margin === null) return sql`1e0`;
  const { share, halfAt } = margin;
  const own = sql`(coalesce(CAST(s.margin AS double), 0e0) + ${double(halfAt * share)}) / (CAST(s.historic_value AS double) + ${double(halfAt)})`;
  return sql`CASE WHEN s.historic_value > 0 THEN least(greatest(${own}, ${double(MIN_MARGIN)}), ${double(MAX_MARGIN)}) ELSE ${double(share)} END`;
}

const expectedOrderValue = (key: string): Sql => sql`
  ${cents(sql`scale * ${ident(`unit_revenue_${key}`)} / nullif(${ident(`expected_orders_${key}`)}, 0e0)`)}`;
