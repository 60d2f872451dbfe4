/** Findings of a run of contracts: each with the contracts it lists, the money at stake, a sentence; dearest first. */
import { z } from "zod";
import { horizonKey } from "../../domain.js";
import type { Engine } from "../../engines/engine.js";
import { daysOfPeriod } from "../../forecast/contracts/cells.js";
import { comingRenewals } from "../../forecast/contracts/lifetimes.js";
import {
  conditionsAt,
  DUE_DAYS,
  largest,
  ofPlan,
  RECENT_DAYS,
  startedIn,
} from "../../findings/contracts/conditions.js";
import { bandOf, type ContractFinding, type ContractScope } from "../../findings/contracts/rule.js";
import { readSums, type ContractSums } from "../../findings/contracts/sums.js";
import { ident, sql, type Sql } from "../../sql/sql.js";
import { LOW_SATISFACTION, lowWorth } from "../../findings/low-satisfaction.js";
import type { QuestionFacts } from "../../workspace/satisfaction.js";
import { SAID_TABLE } from "../satisfaction-columns.js";
import type { BridgeMonth } from "./bridge.js";
import { cohortsBelow, slowestPlan } from "./compare.js";
import { termName } from "./curves.js";
import type { Learned } from "./learn.js";
import type { ContractRequest } from "./request.js";
import { CONTRACT_TABLES as T } from "./tables.js";

export type FindingParts = Readonly<{
  request: ContractRequest;
  learned: Learned;
  bridge: readonly BridgeMonth[];
  satisfaction: readonly QuestionFacts[];
}>;
type Judging = FindingParts &
  Readonly<{ engine: Engine; scope: ContractScope; table: Sql; sums: (members: Sql) => Promise<ContractSums> }>;

const LEAST = 3; // contracts that a list is made for
const LEAST_SHARE = 0.002; // of what is expected of all, below which a finding is silent

/** Rules in no particular order: money ranks them. */
export async function contractFindings(engine: Engine, parts: FindingParts): Promise<readonly ContractFinding[]> {
  const { request } = parts;
  const { asOf, hasPrice, horizons } = request;
  const table = ident(T.judged);
  const headline = horizons.at(-1) ?? 365;
  const sums = (members: Sql): Promise<ContractSums> => readSums(engine, table, { members, headline, hasPrice });
  const all = await sums(sql`status <> 'ended'`);
  const scope = { asOf, hasPrice, headline, mrr: all.mrr, yearly: all.expected };
  const judging: Judging = { ...parts, engine, scope, table, sums };
  const found: ContractFinding[] = [];
  for (const rule of [
    renewalsAtRisk,
    planLeavesFaster,
    failedPayments,
    newCohorts,
    knownToLeave,
    largestCustomers,
    winBack,
    lowSatisfaction,
  ]) {
    const finding = await rule(judging);
    if (finding && finding.contracts > 0 && finding.worth.mean >= LEAST_SHARE * scope.yearly) found.push(finding);
  }
  return found.toSorted((a, b) => b.worth.mean - a.worth.mean || (a.id < b.id ? -1 : 1));
}

async function renewalsAtRisk({ scope, sums, engine }: Judging): Promise<ContractFinding | null> {
  const members = conditionsAt(scope.asOf, engine.dialect).renewalsAtRisk;
  const { contracts, lost, at_risk: mean, at_risk_variance: variance } = await sums(members);
  if (contracts < LEAST) return null;
  return {
    id: "renewals-at-risk",
    members,
    contracts,
    worth: bandOf(mean, variance),
    tell: (words) => words.contractFindings.renewalsAtRisk({ count: contracts, lost, days: DUE_DAYS }),
  };
}

/** The plan of the commonest renewal period that is left most above its age; what its contracts that run would bring else. */
async function planLeavesFaster({ learned, sums, request, scope, engine }: Judging): Promise<ContractFinding | null> {
  const [main] = learned.terms;
  const slow = main && slowestPlan(main, learned.plans);
  if (!main || !slow) return null;
  const members = ofPlan(slow.plan, termName(main.term));
  const { contracts, expected } = await sums(members);
  const [all] = main.groups;
  if (contracts < LEAST || all === undefined || all.retention.kind === "unknown") return null;
  const others = await atRates(members, { engine, request }, { drawn: all.retention.drawn, headline: scope.headline });
  const mean = others - expected;
  if (!(mean > 0)) return null;
  const share = 1 - 1 / slow.ratio;
  const worth = {
    mean,
    p05: (mean * Math.max(0, 1 - 1 / slow.low)) / share,
    p95: (mean * (1 - 1 / slow.high)) / share,
  };
  return {
    id: "plan-leaves-faster",
    members,
    contracts,
    worth,
    tell: (words) =>
      words.contractFindings.planLeavesFaster({ plan: slow.plan, ratio: slow.ratio, low: slow.low, count: contracts }),
  };
}

async function failedPayments({ scope, sums, engine, ...parts }: Judging): Promise<ContractFinding | null> {
  const { failedPayments: members, ended } = conditionsAt(scope.asOf, engine.dialect);
  const { contracts } = await sums(members);
  const all = await sums(ended);
  if (contracts < LEAST) return null;
  const worth = await asIfRunning(members, { engine, scope, ...parts });
  return {
    id: "failed-payments",
    members,
    contracts,
    worth,
    tell: (words) =>
      words.contractFindings.failedPayments({ count: contracts, days: RECENT_DAYS, share: contracts / all.contracts }),
  };
}

async function newCohorts({ learned, sums }: Judging): Promise<ContractFinding | null> {
  const [main] = learned.terms;
  if (!main || main.test.origins.length === 0) return null; // no earlier losses in the file: who left older cohorts young is not in it
  const below = cohortsBelow(main);
  if (!below) return null;
  const members = startedIn(below.from, termName(main.term));
  const { contracts, expected } = await sums(members);
  if (contracts < LEAST) return null;
  const each = expected / contracts;
  const worth = {
    mean: each * (below.lost - below.expected),
    p05: each * Math.max(0, below.lost - below.high),
    p95: each * (below.lost - below.low),
  };
  return {
    id: "cohorts-below",
    members,
    contracts,
    worth,
    tell: (words) => words.contractFindings.cohortsBelow(below),
  };
}

async function knownToLeave({ scope, sums, engine, ...parts }: Judging): Promise<ContractFinding | null> {
  const members = conditionsAt(scope.asOf, engine.dialect).knownToLeave;
  const { contracts } = await sums(members);
  if (contracts < 1) return null;
  const worth = await asIfRunning(members, { engine, scope, ...parts });
  return {
    id: "known-to-leave",
    members,
    contracts,
    worth,
    tell: (words) => words.contractFindings.knownToLeave({ count: contracts }),
  };
}

const FEW_LARGE = 20; // customers

async function largestCustomers({ scope, sums, table }: Judging): Promise<ContractFinding | null> {
  if (!scope.hasPrice) return null;
  const members = largest(table);
  const { contracts, customers, mrr, expected } = await sums(members);
  if (customers < 1 || customers > FEW_LARGE) return null;
  const worth = { mean: expected, p05: 0, p95: (expected * scope.mrr) / Math.max(1e-9, mrr) };
  return {
    id: "largest-customers",
    members,
    contracts,
    worth: { ...worth, p95: Math.max(expected, Math.min(worth.p95, mrr * 12)) },
    tell: (words) => words.contractFindings.largestCustomers({ count: customers, share: mrr / scope.mrr }),
  };
}

/** As many as come back by themselves in a year; the money of these. */
async function winBack({ scope, sums, engine, bridge, ...parts }: Judging): Promise<ContractFinding | null> {
  const months = bridge.filter(({ complete }) => complete).slice(-12);
  const back = months.reduce((sum, { customersBack }) => sum + customersBack, 0);
  const gone = bridge.reduce((sum, { customersLost, customersBack }) => sum + customersLost - customersBack, 0) + back;
  if (back === 0 || gone === 0) return null;
  const members = conditionsAt(scope.asOf, engine.dialect).winBack;
  const { contracts } = await sums(members);
  if (contracts < LEAST) return null;
  const rate = back / gone;
  const all = await asIfRunning(members, { engine, scope, ...parts });
  const worth = bandOf(all.mean * rate, (all.mean * all.mean * rate * (1 - rate)) / contracts);
  return {
    id: "win-back",
    members,
    contracts,
    worth,
    tell: (words) => words.contractFindings.winBack({ count: contracts, rate }),
  };
}

/** Customers with contracts that run and a low score at last, where such customers left more often than others. */
async function lowSatisfaction({ sums, satisfaction: [question] }: Judging): Promise<ContractFinding | null> {
  if (question === undefined) return null;
  const members = sql`(status = 'running' AND customer_id IN (SELECT answered_id FROM ${ident(SAID_TABLE)} WHERE satisfaction_mood = 'low'))`;
  const { contracts, customers } = await sums(members);
  const worth = lowWorth(question, customers);
  if (worth === null) return null;
  const { gap, days } = question.after;
  const facts = { question, customers, gap: gap?.mean ?? 0, days, business: "contracts" as const }; // cast: a literal
  return { id: LOW_SATISFACTION, members, contracts, worth, tell: (words) => words.report.satisfaction.finding(facts) };
}

const Ended = z.object({
  model: z.number(),
  renewals: z.number(),
  contracts: z.number(),
  money: z.number(),
  squares: z.number(),
});

/** What contracts that ended or are to end would pay within the horizon if they ran on: as others of their age. */
async function asIfRunning(
  members: Sql,
  { engine, scope, learned, request }: Pick<Judging, "engine" | "scope" | "learned" | "request">,
): Promise<ContractFinding["worth"]> {
  const payment = request.hasPrice ? sql`payment` : sql`CAST(1 AS double)`;
  const query = sql`SELECT CAST(model_index AS double) AS model, CAST(renewals AS double) AS renewals, CAST(count(*) AS double) AS contracts,
  CAST(sum(CAST(${payment} AS DECIMAL(18, 4))) AS double) AS money, CAST(sum(CAST(${payment} * ${payment} AS DECIMAL(28, 4))) AS double) AS squares
FROM ${ident(T.judged)} WHERE ${members} AND model_index IS NOT NULL GROUP BY model_index, renewals ORDER BY model_index, renewals`;
  const groups = learned.terms.flatMap((one) => one.groups.map((group) => ({ group, term: one.term })));
  let [mean, variance] = [0, 0];
  for (const row of await engine.rows(query, Ended)) {
    const one = groups[row.model];
    if (!one || one.group.retention.kind === "unknown") continue;
    const due = Math.max(1, Math.floor(scope.headline / daysOfPeriod(one.term)));
    const coming = comingRenewals(one.group.retention.drawn, row.renewals + 1, due - 1, 0); // the next one is paid when they are won
    mean += row.money * (1 + coming.expected);
    variance += row.squares * coming.variance;
  }
  return bandOf(mean, variance);
}

const ByAge = z.object({ renewals: z.number(), due: z.number(), money: z.number() });

/** What contracts that run would bring at other rates than their own. */
async function atRates(
  members: Sql,
  { engine, request }: Pick<Judging, "engine" | "request">,
  { drawn, headline }: Readonly<{ drawn: Parameters<typeof comingRenewals>[0]; headline: number }>,
): Promise<number> {
  const payment = request.hasPrice ? sql`payment` : sql`CAST(1 AS double)`;
  const due = ident(`due_${horizonKey(headline)}`);
  const query = sql`SELECT CAST(renewals AS double) AS renewals, CAST(${due} AS double) AS due, CAST(sum(CAST(${payment} AS DECIMAL(18, 4))) AS double) AS money
FROM ${ident(T.judged)} WHERE ${members} GROUP BY renewals, ${due} ORDER BY renewals, due`;
  let sum = 0;
  for (const row of await engine.rows(query, ByAge))
    sum += row.money * comingRenewals(drawn, row.renewals, row.due, 0).expected;
  return sum;
}
