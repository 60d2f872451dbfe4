/** What the report of contracts shows: facts of the run and its small tables, never a row per contract but the best few. */
import path from "node:path";
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { horizonKey } from "../../domain.js";
import { ident, integer, sql, type Sql } from "../../sql/sql.js";
import type { ContractFacts, Manifest, Problem } from "../../workspace/manifest.js";

/** The part of run.json that the report shows. Names and places of files are not looked at. */
export type ContractReportFacts = Readonly<
  Pick<
    Manifest,
    | "asOf"
    | "currency"
    | "basis"
    | "horizons"
    | "discountRate"
    | "customers"
    | "firstDate"
    | "layout"
    | "models"
    | "served"
    | "backtest"
    | "grades"
    | "totals"
    | "notes"
    | "findings"
    | "inputs"
  >
> &
  Readonly<{ contracts: ContractFacts }>;

const Curve = z.object({
  scope: z.enum(["all", "plan", "cohort"]),
  term: z.string(),
  plan: z.string().nullable(),
  cohort: z.string().nullable(),
  renewal: z.number(),
  contracts: z.number(),
  lost: z.number(),
  survival: z.number().nullable(),
  survival_low: z.number().nullable(),
  survival_high: z.number().nullable(),
  expected_survival: z.number().nullable(),
  expected_p05: z.number().nullable(),
  expected_p95: z.number().nullable(),
});
export type Curve = z.infer<typeof Curve>;

const Month = z.object({
  month: z.string(),
  complete: z.boolean(),
  start: z.number(),
  new: z.number(),
  reactivation: z.number(),
  expansion: z.number(),
  contraction: z.number(),
  churn: z.number(),
  end: z.number(),
});
export type MrrMonth = z.infer<typeof Month>;

const Due = z.object({
  month: z.string(),
  contracts: z.number(),
  expected_lost: z.number(),
  payments: z.number(),
  payments_at_risk: z.number(),
  payments_at_risk_p05: z.number(),
  payments_at_risk_p95: z.number(),
  value_at_risk: z.number().nullable(),
});
export type DueRow = z.infer<typeof Due>;

const Plan = z.object({
  plan: z.string().nullable(),
  term: z.string(),
  running: z.number(),
  mrr: z.number(),
  expected: z.number().nullable(),
  residual: z.number().nullable(),
  renews: z.number().nullable(),
});
export type PlanRow = z.infer<typeof Plan>;

const Top = z.object({
  id: z.string().nullable(),
  customer: z.string().nullable(),
  plan: z.string().nullable(),
  term: z.string(),
  renewals: z.number(),
  mrr: z.number(),
  due: z.string().nullable(),
  renews: z.number().nullable(),
  value: z.number().nullable(),
  p05: z.number().nullable(),
  p95: z.number().nullable(),
});
export type TopContract = z.infer<typeof Top>;

const LeftMonth = z.object({ month: z.string(), leaving: z.string(), contracts: z.number() });

export type ContractData = Readonly<{
  facts: ContractReportFacts;
  problems: readonly Problem[];
  maskIds: boolean;
  headline: number; // days
  curves: readonly Curve[];
  months: readonly MrrMonth[]; // empty without prices
  due: readonly DueRow[];
  plans: readonly PlanRow[];
  top: readonly TopContract[];
  left: readonly z.infer<typeof LeftMonth>[];
}>;

export type ContractReportRequest = Readonly<{
  facts: ContractReportFacts;
  problems: readonly Problem[];
  maskIds: boolean;
}>;

const TOP = 15;

/** Reads the tables of a run of contracts in `folder`, a draft or a published one. */
export async function readContractData(
  engine: Engine,
  folder: string,
  request: ContractReportRequest,
): Promise<ContractData> {
  const { facts, maskIds } = request;
  const { hasPrice } = facts.contracts;
  const headline = Math.max(...facts.horizons);
  const table = (name: string): Sql => sql`read_parquet(${path.join(folder, `${name}.parquet`)})`;
  const top = await engine.rows(topContracts(table("contracts"), headline, hasPrice), Top);
  return {
    ...request,
    headline,
    curves: await engine.rows(curves(table("retention")), Curve),
    months: hasPrice ? await engine.rows(months(table("mrr")), Month) : [],
    due: await engine.rows(dueRows(table("renewals"), hasPrice), Due),
    plans: await engine.rows(planRows(table("contracts"), headline, hasPrice), Plan),
    top: maskIds ? top.map((row) => ({ ...row, id: null, customer: null })) : top,
    left: await engine.rows(
      sql`SELECT CAST("month" AS VARCHAR) AS "month", leaving, CAST(contracts AS double) AS contracts FROM ${table("leaving")} ORDER BY "month", leaving`,
      LeftMonth,
    ),
  };
}

const curves = (
  retention: Sql,
): Sql => sql`SELECT scope, term, plan, CAST(cohort AS VARCHAR) AS cohort, CAST(renewal AS double) AS renewal, CAST(contracts AS double) AS contracts, CAST(lost AS double) AS lost,
  survival, survival_low, survival_high, expected_survival, expected_p05, expected_p95
FROM ${retention} ORDER BY scope, term, plan, cohort, renewal`;

const months = (
  mrr: Sql,
): Sql => sql`SELECT CAST("month" AS VARCHAR) AS "month", complete, CAST("start" AS double) AS "start", CAST("new" AS double) AS "new", CAST(reactivation AS double) AS reactivation,
  CAST(expansion AS double) AS expansion, CAST(contraction AS double) AS contraction, CAST(churn AS double) AS churn, CAST("end" AS double) AS "end"
FROM ${mrr} ORDER BY "month"`;

function dueRows(renewals: Sql, hasPrice: boolean): Sql {
  const exact = (name: string): Sql => sql`CAST(sum(CAST(${ident(name)} AS DECIMAL(28, 6))) AS double)`;
  const money = (name: string): Sql => (hasPrice ? exact(name) : sql`CAST(0 AS double)`);
  return sql`SELECT CAST("month" AS VARCHAR) AS "month", CAST(sum(contracts) AS double) AS contracts, ${exact("expected_lost")} AS expected_lost, ${money("payments")} AS payments,
  ${money("payments_at_risk")} AS payments_at_risk, ${money("payments_at_risk_p05")} AS payments_at_risk_p05, ${money("payments_at_risk_p95")} AS payments_at_risk_p95,
  ${hasPrice ? sql`CASE WHEN count(value_at_risk) = count(*) THEN ${exact("value_at_risk")} END` : sql`CAST(NULL AS double)`} AS value_at_risk
FROM ${renewals} GROUP BY "month" ORDER BY "month"`;
}

function planRows(contracts: Sql, headline: number, hasPrice: boolean): Sql {
  const exact = (name: string): Sql => sql`CAST(sum(CAST(${ident(name)} AS DECIMAL(28, 6))) AS double)`;
  const key = horizonKey(headline);
  const money = hasPrice
    ? sql`${exact("mrr")} AS mrr, ${exact(`expected_revenue_${key}`)} AS expected, CASE WHEN count(residual_value) = count(*) THEN ${exact("residual_value")} END AS residual`
    : sql`CAST(0 AS double) AS mrr, ${exact(`expected_payments_${key}`)} AS expected, CAST(NULL AS double) AS residual`;
  return sql`SELECT plan, term, CAST(count(*) AS double) AS running, ${money}, CAST(sum(CAST(p_renew AS DECIMAL(18, 12))) AS double) / count(p_renew) AS renews
FROM ${contracts} WHERE status <> 'ended' GROUP BY plan, term ORDER BY expected DESC, plan, term LIMIT 20`;
}

function topContracts(contracts: Sql, headline: number, hasPrice: boolean): Sql {
  const value = hasPrice
    ? ident(`expected_revenue_${horizonKey(headline)}`)
    : ident(`expected_payments_${horizonKey(headline)}`);
  const bound = (level: string): Sql =>
    hasPrice ? ident(`expected_revenue_${horizonKey(headline)}_${level}`) : sql`CAST(NULL AS double)`;
  return sql`SELECT contract_id AS id, customer_id AS customer, plan, term, CAST(renewals AS double) AS renewals, ${hasPrice ? sql`mrr` : sql`CAST(0 AS double) AS mrr`},
  CAST(next_renewal_date AS VARCHAR) AS due, p_renew AS renews, ${value} AS value, ${bound("p05")} AS p05, ${bound("p95")} AS p95
FROM ${contracts} WHERE status <> 'ended' ORDER BY value DESC, contract_id, customer_id LIMIT ${integer(TOP)}`;
}
