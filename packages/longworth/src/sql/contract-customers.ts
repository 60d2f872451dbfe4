/** customers of a run of contracts: sums over the published contracts of each, and where it stands among all. */
import { horizonKey } from "../domain.js";
import { isListed } from "./contract-published.js";
import { ident, list, sql, type Sql } from "./sql.js";
import { VALUE_TIERS } from "./value-tiers.js";

export type ContractCustomers = Readonly<{
  contracts: Sql; // with findings
  horizons: readonly number[];
  hasPrice: boolean;
  findings: readonly string[]; // ids, the dearest first
}>;

/** How the contracts of a customer become one row: most customers have one, which is taken as it is. */
type Fold = Readonly<
  Record<"least" | "most" | "exact" | "cent", (value: Sql) => Sql> & { contracts: Sql; count: (condition: Sql) => Sql }
>;

const exactly = (value: Sql): Sql => sql`CAST(${value} AS DECIMAL(18, 4))`;

const SEVERAL: Fold = {
  contracts: sql`count(*)`,
  least: (value) => sql`min(${value})`,
  most: (value) => sql`max(${value})`,
  exact: (value) => sql`CAST(sum(${exactly(value)}) AS double)`,
  cent: (value) => sql`round(sum(${value}), 2)`, // of cents: in any order the same
  count: (condition) => sql`count(CASE WHEN ${condition} THEN 1 END)`,
};
const ONE: Fold = {
  contracts: sql`1`,
  least: (value) => value,
  most: (value) => value,
  exact: (value) => sql`CAST(${exactly(value)} AS double)`,
  cent: (value) => value,
  count: (condition) => sql`CASE WHEN ${condition} THEN 1 ELSE 0 END`,
};

const RUNS = sql`status <> 'ended'`;
const RESIDUAL = ["residual_value", "residual_value_p05", "residual_value_p50", "residual_value_p95", "value_at_risk"];

function columnsOf({ horizons, hasPrice, findings }: ContractCustomers, fold: Fold): Sql {
  const { least, most, exact, cent, count, contracts } = fold;
  const named = (value: Sql, name: string): Sql => sql`${value} AS ${ident(name)}`;
  const cents = (name: string): Sql => named(cent(ident(name)), name);
  const ahead = horizons.flatMap((days) => {
    const key = horizonKey(days);
    const worth = [`expected_revenue_${key}`, `predicted_clv_${key}`].flatMap((name) =>
      ["", "_p05", "_p50", "_p95"].map((level) => cents(`${name}${level}`)),
    );
    const active = named(most(ident(`p_active_${key}`)), `p_active_${key}`);
    const payments = named(exact(ident(`expected_payments_${key}`)), `expected_payments_${key}`);
    return [active, payments, ...(hasPrice ? worth : [])];
  });
  return list(
    [
      sql`customer_id`,
      ...["as_of", "currency", "basis"].map((name) => named(least(ident(name)), name)),
      named(sql`CAST(${contracts} AS INTEGER)`, "contracts"),
      named(sql`CAST(${count(RUNS)} AS INTEGER)`, "running"),
      named(least(sql`start_date`), "first_start_date"),
      named(sql`CASE WHEN ${count(RUNS)} = 0 THEN ${most(sql`end_date`)} END`, "ended_date"),
      named(least(sql`next_renewal_date`), "next_renewal_date"),
      named(sql`CAST(${most(sql`renewals`)} AS INTEGER)`, "renewals"),
      ...(hasPrice ? [named(exact(sql`CASE WHEN ${RUNS} THEN mrr ELSE 0 END`), "mrr")] : []),
      ...ahead,
      ...(hasPrice ? RESIDUAL.map(cents) : []),
      named(leadOf(findings, fold), "lead"),
    ],
    sql`,
    `,
  );
}

/** The first of the findings that lists a contract of the customer. */
const leadOf = (ids: readonly string[], { count }: Fold): Sql =>
  ids.length === 0
    ? sql`CAST(NULL AS VARCHAR)`
    : sql`CASE ${list(
        ids.map((id) => sql`WHEN ${count(isListed(id))} > 0 THEN ${id}`),
        sql` `,
      )} END`;

/**
 * customers: one row per customer. Contracts of one customer are taken to leave together: quantiles add up, and a customer
 * is as likely to stay as the likeliest of its contracts.
 */
export function contractCustomers(options: ContractCustomers): Sql {
  const { contracts, horizons, hasPrice } = options;
  const headline = horizonKey(horizons.at(-1) ?? 0);
  const ranked = ident(hasPrice ? `expected_revenue_${headline}` : `expected_payments_${headline}`);
  return sql`WITH several AS MATERIALIZED (
  SELECT customer_id FROM ${contracts} GROUP BY customer_id HAVING count(*) > 1
), summed AS MATERIALIZED (
  SELECT ${columnsOf(options, ONE)}
  FROM ${contracts} WHERE customer_id NOT IN (SELECT customer_id FROM several)
  UNION ALL
  SELECT ${columnsOf(options, SEVERAL)}
  FROM ${contracts} WHERE customer_id IN (SELECT customer_id FROM several) GROUP BY customer_id
), ranked AS (
  SELECT worth, ties, sum(ties) OVER (ORDER BY worth DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - ties AS above, sum(ties) OVER () AS everybody
  FROM (SELECT ${ranked} AS worth, count(*) AS ties FROM summed GROUP BY 1) AS counted
)
SELECT summed.*, 100 * (1 - (above + CAST(ties AS double) / 2) / everybody) AS clv_percentile,
  ${tierOf(sql`((above + (ties + 1) / CAST(2 AS double)) / everybody)`)} AS clv_tier
FROM summed JOIN ranked ON ranked.worth IS NOT DISTINCT FROM summed.${ranked}`;
}

/** Shares from the top at which tiers end: 1, 5, 10, 25, 50 %. */
const TIER_ENDS = ["0.01", "0.05", "0.10", "0.25", "0.50"] as const;

const tierOf = (position: Sql): Sql =>
  sql`CASE ${list(
    TIER_ENDS.map((end, i) => sql`WHEN ${position} <= CAST(${end} AS double) THEN ${VALUE_TIERS[i] ?? ""}`),
    sql` `,
  )} ELSE ${VALUE_TIERS.at(-1) ?? ""} END`;
