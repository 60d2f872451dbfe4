/** What a run of contracts found, as run.json tells it. */
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import type { Lifetimes } from "../../forecast/contracts/lifetimes.js";
import { churnOf, type Retention } from "../../forecast/contracts/retention.js";
import type { proportion } from "@longworth/models";
import { listContracts, type ContractFinding } from "../../findings/contracts/rule.js";
import { ident, sql } from "../../sql/sql.js";
import { en } from "../../words/en.js";
import type { BridgeFacts, ContractFacts, Manifest, RetentionFacts } from "../../workspace/manifest.js";
import { decimalOf, type BridgeMonth } from "./bridge.js";
import { monthDay, shareNumber, type LeftMonth } from "./columns.js";
import { termName } from "./curves.js";
import { testFacts } from "./test-facts.js";
import type { Learned, LearnedTerm } from "./learn.js";
import { groupsOf, modelName } from "./score.js";
import type { ContractRequest, ContractResult } from "./request.js";
import { CONTRACT_TABLES as T } from "./tables.js";
import { totalsOf } from "./totals.js";
import { survivalAfterYear, traitFacts, usedTraits } from "./trait-facts.js";

export type FactParts = Readonly<{
  request: ContractRequest;
  learned: Learned;
  lifetimes: readonly Lifetimes[];
  bridge: readonly BridgeMonth[];
  leaving: readonly LeftMonth[] | null; // null: it was not looked at
  findings: readonly ContractFinding[];
}>;

const Counts = z.object({
  customers: z.number(),
  contracts: z.number(),
  running: z.number(),
  mrr: z.string().nullable(),
  ended: z.number(),
  days: z.number(), // on which contracts ended
});

const LEAST_ENDED = 10; // that are no coincidence when all of them ended on one day

export async function contractFacts(engine: Engine, parts: FactParts): Promise<ContractResult["facts"]> {
  const { request, learned } = parts;
  const counts = sql`SELECT CAST(count(DISTINCT customer_id) AS double) AS customers, CAST(count(*) AS double) AS contracts,
  CAST(count(CASE WHEN outcome = 0 THEN 1 END) AS double) AS running, CAST(sum(CASE WHEN outcome = 0 THEN mrr END) AS VARCHAR) AS mrr,
  CAST(count(end_day) AS double) AS ended, CAST(count(DISTINCT end_day) AS double) AS days FROM ${ident(T.ahead)}`;
  const [found] = await engine.rows(counts, Counts);
  if (!found) throw new Error("an aggregate gave no row");
  const tested = testFacts(request, learned);
  const unknown = { forecast: await unknownOf(engine) };
  return {
    customers: found.customers,
    models: modelsOf(learned),
    served: { name: servedName(learned), why: servedWhy(learned) },
    backtest: tested.backtest,
    grades: tested.grades,
    totals:
      unknown.forecast < found.running || found.running === 0 ? await totalsOf(engine, groupsOf(learned), request) : {},
    simple: { averageOrderValue: null, ordersPerYear: null, lifespanYears: null, clv: null },
    notes: [
      ...(unknown.forecast > 0 ? [en.contractResults.unknown({ contracts: unknown.forecast })] : []),
      ...(found.days === 1 && found.ended >= LEAST_ENDED
        ? [en.contractResults.oneDay({ contracts: found.ended })]
        : []),
    ],
    findings: toldFindings(parts.findings),
    refundShare: null,
    contracts: {
      contracts: found.contracts,
      running: found.running,
      hasPrice: request.hasPrice,
      discountRate: request.annualRate,
      mrr: request.hasPrice ? (found.mrr ?? "0") : null,
      year: yearOf(parts),
      bridge: parts.bridge.slice(-12).map(bridgeFacts),
      retention: retentionFacts(parts),
      traits: traitFacts(learned),
      residual: await residualOf(engine, parts),
      left: leftOf(parts),
    },
  };
}

/** Contracts that run and have no forecast: nothing is known of renewals like theirs. */
async function unknownOf(engine: Engine): Promise<number> {
  const query = sql`SELECT CAST(count(*) AS double) AS contracts FROM ${ident(T.judged)} WHERE status = 'running' AND p_renew IS NULL`;
  return (await engine.rows(query, z.object({ contracts: z.number() })))[0]?.contracts ?? 0;
}

const toldFindings = (findings: readonly ContractFinding[]): Manifest["findings"] =>
  findings.map(({ id, contracts, worth, tell }) => ({
    id,
    text: tell(en),
    amount: cents(worth.mean),
    p05: cents(worth.p05),
    p95: cents(worth.p95),
    customers: contracts,
    export: listContracts(id),
  }));

/** The model of the commonest renewal period. */
function servedName({ terms: [first] }: Learned): string {
  const group = first?.covariates?.isServed === true ? first.groups.at(-1) : first?.groups[0];
  return group === undefined ? "" : modelName(group);
}

function servedWhy(learned: Learned): string {
  const [first] = learned.terms;
  if (!first) return "";
  const { fit } = first.groups[0]?.retention ?? {};
  return en.contractResults.served({
    model: first.covariates?.isServed === true ? first.covariates.name : first.test.chosen,
    status: fit?.status ?? "no-data",
    byPlan: first.byPlan,
    traits: usedTraits(first, learned),
    origins: first.test.origins.length,
  });
}

function modelsOf({ terms }: Learned): Manifest["models"] {
  return terms.flatMap(({ term, test, groups }) =>
    groups.slice(0, 1).map(({ retention: { fit, name } }) => {
      const isFitted = fit.status === "ok";
      const errors = isFitted
        ? Object.keys(fit.params).map(
            (key, i) => [key, finiteOrNull(Math.sqrt(fit.covariance[i]?.[i] ?? NaN))] as const,
          )
        : [];
      return {
        name: `${name}@${termName(term)}`,
        kind: "retention" as const,
        role: "served" as const,
        weight: null,
        weightActive: null,
        params: isFitted ? { ...fit.params } : {},
        standardErrors: Object.fromEntries(errors),
        logLikelihood: "logLikelihood" in fit ? finiteOrNull(fit.logLikelihood) : null,
        converged: isFitted,
        n: fit.n,
        timeUnit: termName(term),
        diagnostics: { likelihoodRatio: test.shape?.likelihoodRatio ?? null, p: test.shape?.p ?? null },
      };
    }),
  );
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

const cents = (value: number): number => Math.round(value * 100) / 100;

/** Over the last twelve months: what is left of the revenue of those who were there then, month by month. */
function yearOf({ bridge }: FactParts): ContractFacts["year"] {
  const months = bridge.filter(({ complete }) => complete).slice(-12);
  if (months.length === 0) return null;
  const product = (pick: (row: BridgeMonth) => number | null): number | null =>
    months.reduce<number | null>((all, row) => (all === null || pick(row) === null ? null : all * (pick(row) ?? 1)), 1);
  return { grr: product(({ grr }) => grr), nrr: product(({ nrr }) => nrr), months: months.length };
}

export function bridgeFacts(row: BridgeMonth): BridgeFacts {
  return {
    month: monthDay(row.month),
    complete: row.complete,
    start: decimalOf(row.start),
    new: decimalOf(row.new),
    reactivation: decimalOf(row.reactivation),
    expansion: decimalOf(row.expansion),
    contraction: decimalOf(row.contraction),
    churn: decimalOf(row.churn),
    end: decimalOf(row.end),
    grr: row.grr,
    nrr: row.nrr,
    customersStart: row.customersStart,
    customersLost: row.customersLost,
    customersEnd: row.customersEnd,
    logoChurn: shareFacts(row.logoChurn),
    revenueChurn: shareFacts(row.revenueChurn),
  };
}

const shareFacts = (share: proportion.Share): BridgeFacts["logoChurn"] => ({
  status: share.status,
  share: finiteOrNull(shareNumber(share, "share")),
  low: finiteOrNull(shareNumber(share, "low")),
  high: finiteOrNull(shareNumber(share, "high")),
});

const DERL_SHOWN = 12; // renewals

function retentionFacts({ learned, lifetimes }: FactParts): RetentionFacts[] {
  return groupsOf(learned).flatMap((group, model): readonly RetentionFacts[] => {
    if (group.pattern !== null) return [];
    const one = learned.terms.find(({ groups }) => groups.includes(group));
    const own = lifetimes[model];
    const { fit, decisions } = group.retention;
    const sum = (column: Float64Array): number => column.reduce((all, n) => all + n, 0);
    const values = (pick: (n: number) => number, from: number): number[] =>
      Array.from({ length: DERL_SHOWN }, (_, k) => pick(from + k)).filter((value) => Number.isFinite(value));
    return [
      {
        term: termName(group.term),
        plan: group.plan === null ? null : (learned.plans[group.plan] ?? null),
        ...countsOf(one, group.plan),
        decisions: sum(decisions.atRisk),
        lost: sum(decisions.lost),
        model: group.retention.name,
        status: fit.status,
        served: one?.covariates?.isServed !== true && (group.plan !== null) === (one?.byPlan === true),
        params: fit.status === "ok" ? { ...fit.params } : {},
        churn: shareFacts(churnOf(decisions)),
        survival: one === undefined ? null : survivalAfterYear(group),
        del: own ? finiteOrNull(own.del) : null,
        derlBefore: own ? values(own.before, 1) : [],
        derlAfter: own ? values(own.after, 0) : [],
      },
    ];
  });
}

function countsOf(one: LearnedTerm | undefined, plan: number | null): Readonly<{ contracts: number; running: number }> {
  let [contracts, running] = [0, 0];
  one?.cells.contracts.forEach((n, i) => {
    if (plan !== null && one.cells.plan[i] !== plan) return;
    contracts += n;
    if (one.cells.outcome[i] === 0) running += n;
  });
  return { contracts, running };
}

const Base = z.object({ model: z.number(), renewals: z.number(), days: z.number(), money: z.number() });

/** Residual value of the base at as_of: expectation and 90 % of what the parameters leave open. */
async function residualOf(
  engine: Engine,
  { request, learned, lifetimes }: FactParts,
): Promise<ContractFacts["residual"]> {
  const { hasPrice, annualRate, margin } = request;
  if (!hasPrice || !(annualRate > 0)) return null;
  const base = sql`SELECT CAST(model AS double) AS model, CAST(renewals AS double) AS renewals, CAST(days_to_due AS double) AS days, CAST(sum(payment) AS double) AS money
FROM ${ident(T.ahead)} WHERE outcome = 0 AND NOT leaves AND model IS NOT NULL GROUP BY model, renewals, days_to_due ORDER BY model, renewals, days_to_due`;
  const rows = await engine.rows(base, Base);
  const groups = groupsOf(learned);
  const draws = Math.max(0, ...groups.map(({ retention }) => drawsOf(retention)));
  const totals = new Float64Array(draws);
  let value = 0;
  for (const { model, renewals, days, money } of rows) {
    const own = lifetimes[model];
    const best = own?.before(renewals + 1) ?? NaN;
    if (!Number.isFinite(best)) return null;
    const now = money * margin * (1 + annualRate) ** (-days / 365.25);
    value += now * best;
    own?.beforeDrawn(renewals + 1).forEach((one, k) => {
      totals[k] = (totals[k] ?? 0) + now * one;
    });
  }
  const sorted = totals.toSorted((a, b) => a - b);
  const at = (level: number): number => sorted[Math.min(draws - 1, Math.floor(level * draws))] ?? value;
  return { value: cents(value), low: cents(at(0.05)), high: cents(at(0.95)) };
}

const drawsOf = (retention: Retention): number => (retention.kind === "unknown" ? 0 : retention.drawn.length);

function leftOf({ leaving, request }: FactParts): ContractFacts["left"] {
  if (leaving === null) return [];
  const [year = 0, month = 1] = request.asOf.split("-").map(Number);
  const from = year * 12 + month - 12;
  return (["voluntary", "payment", "unknown"] as const).map((kind) => {
    const own = leaving.filter((row) => row.leaving === kind && row.month >= from);
    const mrr = own.reduce((sum, row) => sum + BigInt(Math.round(Number(row.mrr ?? 0) * 10_000)), 0n);
    return {
      leaving: kind,
      contracts: own.reduce((sum, row) => sum + row.contracts, 0),
      mrr: request.hasPrice ? decimalOf(mrr) : null,
    };
  });
}
