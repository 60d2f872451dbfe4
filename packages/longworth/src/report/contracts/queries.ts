/** What the report of contracts reads from the tables of a run. */
import { horizonKey } from "../../domain.js";
import { ident, integer, sql, type Sql } from "../../sql/sql.js";

/** One row per point of a curve. */
export const curves = (
  retention: Sql,
): Sql => sql`SELECT scope, term, plan, CAST(cohort AS VARCHAR) AS cohort, CAST(renewal AS double) AS renewal, CAST(contracts AS double) AS contracts, CAST(lost AS double) AS lost,
  survival, survival_low, survival_high, expected_survival, expected_p05, expected_p95
FROM ${retention} ORDER BY scope, term, plan, cohort, renewal`;

/** One row per month of the bridge. */
export const months = (
  mrr: Sql,
): Sql => sql`SELECT CAST("month" AS VARCHAR) AS "month", complete, CAST("start" AS double) AS "start", CAST("new" AS double) AS "new", CAST(reactivation AS double) AS reactivation,
  CAST(expansion AS double) AS expansion, CAST(contraction AS double) AS contraction, CAST(churn AS double) AS churn, CAST("end" AS double) AS "end"
FROM ${mrr} ORDER BY "month"`;

/** One row per month in which contracts reach their next renewal. */
export function dueRows(renewals: Sql, hasPrice: boolean): Sql {
  const exact = (name: string): Sql => sql`CAST(sum(CAST(${ident(name)} AS DECIMAL(28, 6))) AS double)`;
  const money = (name: string): Sql => (hasPrice ? exact(name) : sql`CAST(0 AS double)`);
  return sql`SELECT CAST("month" AS VARCHAR) AS "month", CAST(sum(contracts) AS double) AS contracts, ${exact("expected_lost")} AS expected_lost, ${money("payments")} AS payments,
  ${money("payments_at_risk")} AS payments_at_risk, ${money("payments_at_risk_p05")} AS payments_at_risk_p05, ${money("payments_at_risk_p95")} AS payments_at_risk_p95,
  ${hasPrice ? sql`CASE WHEN count(value_at_risk) = count(*) THEN ${exact("value_at_risk")} END` : sql`CAST(NULL AS double)`} AS value_at_risk
FROM ${renewals} GROUP BY "month" ORDER BY "month"`;
}

/** One row per plan and renewal period of contracts that run, the dearest first. */
export function planRows(contracts: Sql, headline: number, hasPrice: boolean): Sql {
  const exact = (name: string): Sql => sql`CAST(sum(CAST(${ident(name)} AS DECIMAL(28, 6))) AS double)`;
  const key = horizonKey(headline);
  const money = hasPrice
    ? sql`${exact("mrr")} AS mrr, ${exact(`expected_revenue_${key}`)} AS expected, CASE WHEN count(residual_value) = count(*) THEN ${exact("residual_value")} END AS residual`
    : sql`CAST(0 AS double) AS mrr, ${exact(`expected_payments_${key}`)} AS expected, CAST(NULL AS double) AS residual`;
  return sql`SELECT plan, term, CAST(count(*) AS double) AS running, ${money}, CAST(sum(CAST(p_renew AS DECIMAL(18, 12))) AS double) / count(p_renew) AS renews
FROM ${contracts} WHERE status <> 'ended' GROUP BY plan, term ORDER BY expected DESC, plan, term LIMIT 20`;
}

type TopOptions = Readonly<{ headline: number; hasPrice: boolean; top: number }>;

/** The contracts that are expected to pay most. */
export function topContracts(contracts: Sql, { headline, hasPrice, top }: TopOptions): Sql {
  const value = hasPrice
    ? ident(`expected_revenue_${horizonKey(headline)}`)
    : ident(`expected_payments_${horizonKey(headline)}`);
  const bound = (level: string): Sql =>
    hasPrice ? ident(`expected_revenue_${horizonKey(headline)}_${level}`) : sql`CAST(NULL AS double)`;
  return sql`SELECT contract_id AS id, customer_id AS customer, plan, term, CAST(renewals AS double) AS renewals, ${hasPrice ? sql`mrr` : sql`CAST(0 AS double) AS mrr`},
  CAST(next_renewal_date AS VARCHAR) AS due, p_renew AS renews, ${value} AS value, ${bound("p05")} AS p05, ${bound("p95")} AS p95
FROM ${contracts} WHERE status <> 'ended' ORDER BY value DESC, contract_id, customer_id LIMIT ${integer(top)}`;
}

/** One row per month and way of leaving. */
export const leftRows = (leaving: Sql): Sql =>
  sql`SELECT CAST("month" AS VARCHAR) AS "month", leaving, CAST(contracts AS double) AS contracts FROM ${leaving} ORDER BY "month", leaving`;
