/** The report's queries: every one returns a small table whatever the number of customers. */
import { horizonKey } from "../domain.js";
import type { Grain } from "../sql/cohorts.js";
import { ident, integer, literal, sql, type Sql } from "../sql/sql.js";

/** The headline horizon in days, and whether the log has amounts (else orders stand for money). */
export type View = Readonly<{ days: number; hasAmounts: boolean }>;

const of = (prefix: string, { days }: View, suffix = ""): Sql => ident(`${prefix}_${horizonKey(days)}${suffix}`);
const expected = (view: View): Sql => of(view.hasAmounts ? "expected_revenue" : "expected_orders", view);
const bound = (view: View, quantile: string): Sql =>
  of(view.hasAmounts ? "expected_revenue" : "orders", view, quantile);

/** Sums that do not depend on the order of the rows. */
const money = (value: Sql): Sql => sql`CAST(sum(CAST(${value} AS DECIMAL(18, 4))) AS double)`;
const share = (value: Sql): Sql => sql`CAST(sum(CAST(${value} AS DECIMAL(18, 9))) AS double)`;

/** Variance of a customer's value: measured for money; of orders at least their mean (Poisson). */
const variance = (view: View): Sql =>
  view.hasAmounts ? sql`power(${of("expected_revenue", view, "_sd")}, 2)` : sql`${of("expected_orders", view)}`;

/**
 * One row per class of expected value, dearest first; `floor` is its lower edge. 180 classes per power of ten, whose
 * edges include 1, 2 and 5: curves and histograms of any number of customers are made of these. Floor 0: below 0.01.
 */
export const valueBins = (customers: Sql, view: View): Sql => sql`
WITH valued AS (
  SELECT coalesce(${expected(view)}, 0) AS value, coalesce(${variance(view)}, 0) AS variance,
    coalesce(${of("p_active", view)}, 0) AS active,
    ${view.hasAmounts ? of("predicted_clv", view) : sql`CAST(NULL AS double)`} AS predicted
  FROM ${customers}
), scaled AS (
  SELECT *, CASE WHEN value >= 0.01 THEN power(10, floor(log10(value))) ELSE 0 END AS decade FROM valued
), classed AS (
  SELECT *, CASE WHEN decade > 0 THEN floor(20 * (value / decade)) / 20 * decade ELSE 0 END AS edge FROM scaled
)
SELECT CAST(edge AS double) AS floor, CAST(count(*) AS double) AS customers, ${money(sql`value`)} AS value,
  CAST(sum(CAST(variance AS DECIMAL(30, 4))) AS double) AS variance, ${share(sql`active`)} AS active,
  ${money(sql`predicted`)} AS predicted
FROM classed GROUP BY edge ORDER BY edge DESC`;

/** One row per number of repeat purchases (30 and more are one) and whole months since the last purchase (60 likewise). */
export const activityGrid = (customers: Sql, view: View): Sql => sql`
SELECT CAST(repeats AS double) AS frequency, CAST(months AS double) AS months, CAST(count(*) AS double) AS customers,
  ${share(sql`active`)} AS active, ${money(sql`value`)} AS value
FROM (
  SELECT least(frequency, 30) AS repeats, least(CAST(floor((tenure - recency) / 30.4375) AS INTEGER), 60) AS months,
    ${of("p_active", view)} AS active, ${expected(view)} AS value
  FROM ${customers} WHERE frequency IS NOT NULL
) AS customer
GROUP BY repeats, months ORDER BY repeats, months`;

/** One row per cell of the RFM grid that holds anybody. */
export const rfmGrid = (customers: Sql, view: View): Sql => sql`
SELECT CAST(r AS double) AS r, CAST(fm AS double) AS fm, min(segment) AS segment, CAST(count(*) AS double) AS customers,
  ${money(sql`value`)} AS value
FROM (
  SELECT rfm_r AS r, ${view.hasAmounts ? sql`floor((rfm_f + rfm_m + 1) / 2.0)` : sql`rfm_f`} AS fm,
    rfm_segment AS segment, ${expected(view)} AS value
  FROM ${customers} WHERE rfm_r IS NOT NULL
) AS customer
GROUP BY r, fm ORDER BY r DESC, fm DESC`;

/** The `top` customers by expected value. */
export const topCustomers = (customers: Sql, view: View, top: number): Sql => sql`
SELECT customer_id AS id, CAST(${expected(view)} AS double) AS expected, CAST(${bound(view, "_p05")} AS double) AS p05,
  CAST(${bound(view, "_p95")} AS double) AS p95, CAST(${of("p_active", view)} AS double) AS active,
  CAST(orders AS double) AS orders, rfm_segment AS segment, reason_1 AS reason, reason_2 AS other
FROM ${customers} WHERE frequency IS NOT NULL
ORDER BY ${expected(view)} DESC, customer_id LIMIT ${integer(top)}`;

/** All segments of both schemes, dearest first. */
export const segments = (from: Sql, view: View): Sql => sql`
SELECT scheme, segment, CAST(customers AS double) AS customers,
  CAST(${view.hasAmounts ? sql`historic_value` : sql`NULL`} AS double) AS historic,
  CAST(${expected(view)} AS double) AS expected, CAST(${of(view.hasAmounts ? "expected_revenue" : "expected_orders", view, "_p05")} AS double) AS p05,
  CAST(${of(view.hasAmounts ? "expected_revenue" : "expected_orders", view, "_p95")} AS double) AS p95
FROM ${from} WHERE scheme IN ('rfm', 'tier') ORDER BY scheme, ${expected(view)} DESC, segment`;

/** What came in, by week: of all, and of those with a name. */
export const history = (from: Sql, view: View): Sql => sql`
SELECT CAST(week AS varchar) AS week, CAST(${view.hasAmounts ? sql`revenue` : sql`orders`} AS double) AS value,
  CAST(${view.hasAmounts ? sql`identified_revenue` : sql`orders`} AS double) AS identified
FROM ${from} ORDER BY week`;

/** What is expected, by week of the headline horizon; the quantiles are of money, of orders without amounts. */
export const projection = (from: Sql, view: View): Sql => sql`
SELECT CAST(week AS varchar) AS week, CAST(${view.hasAmounts ? sql`expected_revenue` : sql`expected_orders`} AS double) AS expected,
  CAST(p05 AS double) AS p05, CAST(p25 AS double) AS p25, CAST(p75 AS double) AS p75, CAST(p95 AS double) AS p95
FROM ${from} ORDER BY week`;

/** Repeat orders by week, against what was expected. */
export const tracking = (from: Sql): Sql => sql`
SELECT CAST(week AS varchar) AS week, CAST(actual AS double) AS actual, CAST(expected AS double) AS expected,
  CAST(low AS double) AS low, CAST(high AS double) AS high
FROM ${from} ORDER BY week`;

/** Every candidate's metrics at the headline horizon, as means over the test origins. */
export const candidates = (from: Sql, days: number): Sql => sql`
SELECT candidate, role, metric, CAST(avg(CAST(value AS DECIMAL(28, 9))) AS double) AS value, CAST(count(*) AS double) AS origins
FROM ${from} WHERE horizon_days = ${integer(days)} AND value IS NOT NULL
GROUP BY candidate, role, metric ORDER BY candidate, role, metric`;

/** Cells of the cohort triangle of one grain, oldest cohort first; money in a log with amounts, else orders. */
export const cohorts = (from: Sql, { hasAmounts }: View, grain: Grain): Sql => sql`
SELECT CAST(cohort AS varchar) AS cohort, CAST(age AS double) AS age, complete,
  CAST(cohort_customers AS double) AS size, CAST(customers AS double) AS customers,
  CAST(customers_from AS double) AS "later", CAST(${hasAmounts ? sql`revenue` : sql`orders`} AS double) AS value
FROM ${from} WHERE grain = ${literal(grain)} AND cohort IS NOT NULL ORDER BY cohort, age`;
