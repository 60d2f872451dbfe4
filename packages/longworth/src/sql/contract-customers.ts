/** customers of a run of contracts: sums over the published contracts of each, and where it stands among all. */
import { horizonKey } from "../domain.js";
import { horizonNames } from "./contract-published.js";
import { ident, list, literal, sql, type Sql } from "./sql.js";
import { VALUE_TIERS } from "./value-tiers.js";

export type ContractCustomers = Readonly<{
  judged: string; // table of `judgedContracts`
  values: string; // table of `contractValues`
  several: string; // table of `severalContracts`
  horizons: readonly number[];
  hasPrice: boolean;
  findings: readonly Readonly<{ id: string; members: Sql }>[]; // the dearest first
}>;

/** several_contracts: one row per customer of more than one contract; `place` counts on from the rows of `values`. */
export const severalContracts = (
  judged: string,
  values: string,
): Sql => sql`SELECT customer_id, (SELECT count(*) FROM ${ident(values)}) + row_number() OVER () - 1 AS place
FROM ${ident(judged)} GROUP BY customer_id HAVING count(*) > 1`;

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

const named = (value: Sql, name: string): Sql => sql`${value} AS ${ident(name)}`;
const lines = (columns: readonly Sql[]): Sql =>
  list(
    columns,
    sql`,
    `,
  );

/** What a customer's contracts have of their own. */
function ownColumns({ hasPrice, findings }: ContractCustomers, { least, most, exact, count, contracts }: Fold): Sql {
  return lines([
    named(sql`CAST(${contracts} AS INTEGER)`, "contracts"),
    named(sql`CAST(${count(RUNS)} AS INTEGER)`, "running"),
    named(least(sql`start_date`), "first_start_date"),
    named(sql`CASE WHEN ${count(RUNS)} = 0 THEN ${most(sql`end_date`)} END`, "ended_date"),
    named(least(sql`next_renewal_date`), "next_renewal_date"),
    named(sql`CAST(${most(sql`renewals`)} AS INTEGER)`, "renewals"),
    ...(hasPrice ? [named(exact(sql`CASE WHEN ${RUNS} THEN mrr ELSE 0 END`), "mrr")] : []),
    named(leadOf(findings, count), "lead"),
  ]);
}

/** The first of the findings that lists a contract of the customer. */
const leadOf = (findings: ContractCustomers["findings"], count: Fold["count"]): Sql =>
  findings.length === 0
    ? sql`CAST(NULL AS VARCHAR)`
    : sql`CASE ${list(
        findings.map(({ id, members }) => sql`WHEN ${count(members)} > 0 THEN ${literal(id)}`),
        sql` `,
      )} END`;

/**
 * customer_list: one row per customer, in the order in which customers are published: what its contracts have of their own,
 * and `place`, the cell of its one contract or the place of several.
 */
export function customerList(options: ContractCustomers): Sql {
  const { judged, several } = options;
  return sql`SELECT customer_id, cell AS place,
    ${ownColumns(options, ONE)}
FROM ${ident(judged)} WHERE customer_id NOT IN (SELECT customer_id FROM ${ident(several)})
UNION ALL
SELECT customer_id, place,
    ${ownColumns(options, SEVERAL)}
FROM ${ident(judged)} JOIN ${ident(several)} USING (customer_id) GROUP BY customer_id, place
ORDER BY customer_id`;
}

/** What is expected of a customer's contracts. */
function expectedColumns({ horizons, hasPrice }: ContractCustomers, { most, exact, cent }: Fold): Sql {
  const ahead = horizons.flatMap((days) => {
    const [active = "", payments = "", ...worth] = horizonNames(days, hasPrice);
    const cents = worth.map((name) => named(cent(ident(name)), name));
    return [named(most(ident(active)), active), named(exact(ident(payments)), payments), ...cents];
  });
  return lines([...ahead, ...(hasPrice ? RESIDUAL.map((name) => named(cent(ident(name)), name)) : [])]);
}

/**
 * customer_values: one row per place: a cell, or a customer of several contracts. These are taken to leave together:
 * quantiles add up, and a customer is as likely to stay as the likeliest of its contracts.
 */
export function customerValues(options: ContractCustomers): Sql {
  const { judged, values, several } = options;
  return sql`SELECT cell AS place,
    ${expectedColumns(options, ONE)}
FROM ${ident(values)}
UNION ALL
SELECT place,
    ${expectedColumns(options, SEVERAL)}
FROM (
  SELECT v.*, s.place FROM ${ident(several)} AS s JOIN ${ident(judged)} AS j ON j.customer_id = s.customer_id
  JOIN ${ident(values)} AS v ON v.cell = j.cell
) AS own GROUP BY place`;
}

type Ranked = Pick<ContractCustomers, "horizons" | "hasPrice"> & Readonly<{ list: string; values: string }>;

/** customer_ranks: one row per place: values, percentile and tier among all customers (NULL where nobody has it). */
export function customerRanks({ list: customers, values, horizons, hasPrice }: Ranked): Sql {
  const headline = horizonKey(horizons.at(-1) ?? 0);
  const ranked = ident(hasPrice ? `expected_revenue_${headline}` : `expected_payments_${headline}`);
  return sql`WITH placed AS (
  SELECT place, count(*) AS customers FROM ${ident(customers)} GROUP BY place
), ranked AS (
  SELECT worth, ties, sum(ties) OVER (ORDER BY worth DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - ties AS above, sum(ties) OVER () AS everybody
  FROM (
    SELECT v.${ranked} AS worth, CAST(sum(customers) AS BIGINT) AS ties FROM placed JOIN ${ident(values)} AS v ON v.place = placed.place GROUP BY 1
  ) AS counted
)
SELECT v.*, 100 * (1 - (above + CAST(ties AS double) / 2) / everybody) AS clv_percentile,
  ${tierOf(sql`((above + (ties + 1) / CAST(2 AS double)) / everybody)`)} AS clv_tier
FROM ${ident(values)} AS v LEFT JOIN ranked ON ranked.worth IS NOT DISTINCT FROM v.${ranked}`;
}

type Published = Pick<ContractCustomers, "horizons" | "hasPrice"> &
  Readonly<{ asOf: string; currency: string | null; basis: string }>;

/** customers: one row per customer. @param beside  what follows FROM: `customer_list` as c beside its row of `customer_ranks` as s */
export function contractCustomers(beside: Sql, { asOf, currency, basis, horizons, hasPrice }: Published): Sql {
  const ofList = ["contracts", "running", "first_start_date", "ended_date", "next_renewal_date", "renewals"];
  const ofPlace = [...horizons.flatMap((days) => horizonNames(days, hasPrice)), ...(hasPrice ? RESIDUAL : [])];
  const own = (name: string): Sql => sql`c.${ident(name)}`;
  const expected = (name: string): Sql => sql`s.${ident(name)}`;
  return sql`SELECT c.customer_id, CAST(${asOf} AS DATE) AS as_of, CAST(${currency} AS VARCHAR) AS currency, CAST(${basis} AS VARCHAR) AS basis,
  ${list([...ofList, ...(hasPrice ? ["mrr"] : [])].map(own))},
  ${list(ofPlace.map(expected))},
  c.lead, s.clv_percentile, s.clv_tier
FROM ${beside}`;
}

/** Shares from the top at which tiers end: 1, 5, 10, 25, 50 %. */
const TIER_ENDS = ["0.01", "0.05", "0.10", "0.25", "0.50"] as const;

const tierOf = (position: Sql): Sql =>
  sql`CASE ${list(
    TIER_ENDS.map((end, i) => sql`WHEN ${position} <= CAST(${end} AS double) THEN ${literal(VALUE_TIERS[i] ?? "")}`),
    sql` `,
  )} ELSE ${literal(VALUE_TIERS.at(-1) ?? "")} END`;
