/** From contract states to one retention per renewal period and, where that forecasts better, per plan. */
import { groupedRetention, random as draws } from "@longworth/models";
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { decisionsUntil, daysOfPeriod, termOf, type ContractCells, type Term } from "../../forecast/contracts/cells.js";
import { tryCovariates, type CovariateTrial } from "../../forecast/contracts/covariates.js";
import { groupsUntil } from "../../forecast/contracts/patterns.js";
import { plansForecastBetter } from "../../forecast/contracts/plans.js";
import { retentionOf, type Rates, type Retention } from "../../forecast/contracts/retention.js";
import { testRetention, type RetentionTest, type Span } from "../../forecast/contracts/trial.js";
import { contractTerms, retentionCells, traitColumn } from "../../sql/contract-states.js";
import { epochDay, isoDay } from "../days.js";
import type { Effects } from "../effects.js";
import type { ContractTrait } from "./traits.js";

/** One model: of a renewal period, of a plan within it, or of contracts with the same traits. */
export type Group = Readonly<{
  term: Term;
  plan: number | null;
  pattern: number | null; // of the patterns of `covariates`
  retention: Retention;
}>;

/** A renewal period with its cells, test and models; the first of `groups` is that of all plans. */
export type LearnedTerm = Readonly<{
  term: Term;
  cells: ContractCells;
  span: Span;
  test: RetentionTest;
  byPlan: boolean; // plans are served by models of their own, where no traits are
  covariates: CovariateTrial | null; // where traits are served the last of `groups` are their patterns
  groups: readonly Group[];
}>;

export type Learned = Readonly<{
  plans: readonly string[];
  traits: readonly ContractTrait[];
  terms: readonly LearnedTerm[];
}>;

const MOST_TERMS = 12;
const LEAST_DECISIONS = 100; // of a plan with a model of its own
const LEAST_LOST = 10;

type Learning = Readonly<{
  states: string;
  asOf: string;
  plans: readonly string[];
  traits: readonly ContractTrait[];
  horizon: number;
  seed: number;
  backtest: boolean;
}>;

/** The commonest periods first. Contracts of rarer ones than MOST_TERMS have no model. */
export async function learnRetention(engine: Engine, learning: Learning, { signal }: Effects): Promise<Learned> {
  const terms = await engine.rows(contractTerms(learning.states), TermRow);
  const all = await readCells(engine, learning);
  const learned: LearnedTerm[] = [];
  for (const { unit, periods } of terms.slice(0, MOST_TERMS)) {
    signal.throwIfAborted();
    const cells = all.get(`${unit} ${periods}`);
    if (cells) learned.push(learnTerm(termOf(unit, periods), cells, learning));
  }
  return { plans: learning.plans, traits: learning.traits, terms: learned };
}

function learnTerm(term: Term, cells: ContractCells, { asOf, plans, horizon, seed, backtest }: Learning): LearnedTerm {
  const span = spanOf(term, cells, { asOf, horizon });
  const isTested = backtest && hasHistory(cells, term, span);
  const fresh = (place: number): (() => number) => draws.seeded(seed * 1000 + place);
  const tested = testRetention(cells, term, { span: isTested ? span : { ...span, end: span.first }, random: fresh(1) });
  const retention = retentionOf(tested.chosen, decisionsUntil(cells, term, Infinity), fresh(2));
  const able = plans.flatMap((_, plan) => {
    const { atRisk, lost } = sums(cells, term, plan);
    return atRisk >= LEAST_DECISIONS && lost >= LEAST_LOST && lost < atRisk ? [plan] : [];
  });
  const byPlan =
    isTested &&
    able.length > 1 &&
    plansForecastBetter(cells, term, { span, plans: able, name: tested.chosen, random: fresh(3) });
  const own = able.map((plan, i): Group => {
    const decisions = decisionsUntil(cells, term, Infinity, { plan });
    return { term, plan, pattern: null, retention: retentionOf(tested.chosen, decisions, fresh(10 + i)) };
  });
  const asked = { span, name: tested.chosen, plans: byPlan ? able : [] };
  const covariates = isTested ? tryCovariates(cells, term, asked) : null;
  const all: Group = { term, plan: null, pattern: null, retention };
  const served = covariates === null ? [] : patternGroups(all, { cells, covariates, random: fresh(4) });
  const isServed = served.length > 0;
  return {
    term,
    cells,
    span,
    test: tested,
    byPlan,
    covariates: covariates && { ...covariates, isServed },
    groups: [all, ...own, ...served],
  };
}

type Serving = Readonly<{ cells: ContractCells; covariates: CovariateTrial; random: () => number }>;

/** A model for each pattern, all from one fit and the same draws; none where the curve of all is better, or there is no fit. */
function patternGroups({ term, retention }: Group, { cells, covariates, random }: Serving): readonly Group[] {
  const { name, patterns, isServed } = covariates;
  if (!isServed) return [];
  const groups = groupsUntil(cells, term, Infinity, patterns);
  const fitted = groupedRetention.fit(name, groups);
  if (fitted.status !== "ok") return [];
  const points = groupedRetention.drawPoints(fitted, groups, { random });
  return groups.map(({ columns, renewals }, pattern): Group => {
    const ratesAt = (point: groupedRetention.Point): Rates => groupedRetention.retention(fitted, point, columns);
    const { fit } = retention; // of all together: the parameters of a pattern are no fit of its own
    const own = { kind: "mixture", rates: ratesAt(fitted.point), drawn: points.map(ratesAt) } as const;
    return { term, plan: null, pattern, retention: { name, fit, decisions: renewals, ...own } };
  });
}

/** Losses before the last period: a snapshot of who is there and who has just left has none to test a forecast on. */
function hasHistory(cells: ContractCells, term: Term, { end }: Span): boolean {
  return decisionsUntil(cells, term, end - term.step).lost.some((lost) => lost > 0);
}

function sums(cells: ContractCells, term: Term, plan: number): Readonly<{ atRisk: number; lost: number }> {
  const { atRisk, lost } = decisionsUntil(cells, term, Infinity, { plan });
  const sum = (column: Float64Array): number => column.reduce((all, n) => all + n, 0);
  return { atRisk: sum(atRisk), lost: sum(lost) };
}

/** The last whole period that is known: the month before that of as_of unless as_of is its last day. */
function spanOf(
  term: Term,
  { cohort }: ContractCells,
  { asOf, horizon }: Readonly<{ asOf: string; horizon: number }>,
): Span {
  const first = cohort.reduce((least, start) => Math.min(least, start), Infinity);
  const ahead = Math.max(1, Math.round(horizon / daysOfPeriod(term)));
  return { first, end: lastWhole(term, asOf), horizon: ahead * term.step };
}

function lastWhole({ unit, count }: Term, asOf: string): number {
  if (unit === "day") return Math.floor((epochDay(asOf) + 1) / count) - 1;
  const [year = 0, month = 1] = asOf.split("-").map(Number);
  const isLast = isoDay(epochDay(asOf) + 1).endsWith("-01");
  return year * 12 + month - 1 - (isLast ? 0 : 1);
}

const Unit = z.enum(["month", "day"]);
const TermRow = z.object({ unit: Unit, periods: z.number(), contracts: z.number() });
const CellRow = z
  .object({
    unit: Unit,
    periods: z.number(),
    plan_group: z.string().nullable(),
    cohort: z.number(),
    renewals: z.number(),
    outcome: z.number(),
    contracts: z.number(),
  })
  .catchall(z.number()); // traits

/** By unit and length of the period. */
async function readCells(
  engine: Engine,
  { states, plans, traits }: Learning,
): Promise<ReadonlyMap<string, ContractCells>> {
  const rows = await engine.rows(retentionCells(states, traits.length), CellRow);
  const byTerm = new Map<string, z.infer<typeof CellRow>[]>();
  for (const row of rows) {
    const key = `${row.unit} ${row.periods}`;
    const known = byTerm.get(key);
    if (known) known.push(row);
    else byTerm.set(key, [row]);
  }
  const cells = (own: readonly z.infer<typeof CellRow>[]): ContractCells => ({
    cohort: Int32Array.from(own, ({ cohort }) => cohort),
    renewals: Int32Array.from(own, ({ renewals }) => renewals),
    outcome: Int32Array.from(own, ({ outcome }) => outcome),
    plan: Int32Array.from(own, ({ plan_group: plan }) => (plan === null ? -1 : plans.indexOf(plan))),
    traits: traits.map((_, k) => Int32Array.from(own, (row) => row[traitColumn(k)] ?? -1)),
    contracts: Float64Array.from(own, ({ contracts }) => contracts),
  });
  return new Map([...byTerm].map(([key, own]) => [key, cells(own)]));
}
