/** What the report of contracts shows: facts of the run and its small tables, never a row per contract but the best few. */
import path from "node:path";
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { sql, type Sql } from "../../sql/sql.js";
import type { ContractFacts, Manifest, Problem } from "../../workspace/manifest.js";
import { readTopAccounts, type AccountRow } from "../accounts.js";
import * as queries from "./queries.js";
import { NO_REALISED, readRealised, type RealisedTops } from "./realised-top.js";

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
    | "satisfaction"
    | "accounts"
    | "attributes"
    | "realised"
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
  accounts: readonly AccountRow[];
  realised: RealisedTops;
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
  const top = await engine.rows(queries.topContracts(table("contracts"), { headline, hasPrice, top: TOP }), Top);
  return {
    ...request,
    headline,
    curves: await engine.rows(queries.curves(table("retention")), Curve),
    months: hasPrice ? await engine.rows(queries.months(table("mrr")), Month) : [],
    due: await engine.rows(queries.dueRows(table("renewals"), hasPrice), Due),
    plans: await engine.rows(queries.planRows(table("contracts"), headline, hasPrice), Plan),
    top: maskIds ? top.map((row) => ({ ...row, id: null, customer: null })) : top,
    accounts: await readTopAccounts(engine, table("accounts"), {
      business: "contracts",
      headline,
      hasMoney: hasPrice,
      isThere: facts.accounts !== undefined,
      maskIds,
    }),
    realised: facts.realised
      ? await readRealised(engine, table("realised"), { hasAccounts: facts.accounts !== undefined, maskIds })
      : NO_REALISED,
    left: await engine.rows(queries.leftRows(table("leaving")), LeftMonth),
  };
}
