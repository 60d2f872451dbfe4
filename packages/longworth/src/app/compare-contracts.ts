/** `compare` for contracts: the models with and without what was known at the start, beside what a spreadsheet would say. */
import { daysOfPeriod } from "../forecast/contracts/cells.js";
import { readContracts } from "../intake/contracts/read-contracts.js";
import { termName } from "../run/contracts/curves.js";
import { learnRetention, type Learned, type LearnedTerm } from "../run/contracts/learn.js";
import { prepareContracts } from "../run/contracts/run.js";
import { CONTRACT_TABLES as T } from "../run/contracts/tables.js";
import { originDay } from "../run/contracts/test-facts.js";
import type { Effects } from "../run/effects.js";
import { contractAttributesOf } from "./attributes.js";
import type { ContractCompareResult } from "./compare-result.js";
import type { Reading } from "./reader.js";
import type { ReadRequest, RunRequest } from "./run-request.js";

const SEED = 1; // a run has it unless told otherwise

type Asked = ReadRequest & Pick<RunRequest, "horizons" | "attributes">;
type Place = Reading & Readonly<{ effects: Effects; temp: string }>;

/** @throws what reading throws */
export async function compareContracts(request: Asked, place: Place): Promise<ContractCompareResult> {
  const { engine, effects, sources, temp } = place;
  const read = await readContracts({ ...request, sources, temp }, engine, effects);
  const { asOf, contracts } = read;
  const { horizons } = request;
  const attributes = await contractAttributesOf(request, read, place);
  const { plans, traits } = await prepareContracts(engine, { asOf, horizons, attributes });
  effects.progress({ step: "prepare", done: 1, of: 1 });
  const horizon = Math.max(...horizons);
  const learning = { states: T.states, asOf, plans, traits, horizon, seed: SEED, backtest: true };
  const learned = await learnRetention(engine, learning, effects);
  effects.progress({ step: "fit", done: 1, of: 1 });
  return { asOf, contracts, terms: learned.terms.map((one) => termOf(one, learned)) };
}

type Term = ContractCompareResult["terms"][number];

function termOf(one: LearnedTerm, { traits }: Learned): Term {
  const { test, term, covariates } = one;
  const decisions = test.origins.reduce((sum, origin) => sum + origin.decisions, 0);
  const served = servedOf(one);
  return {
    term: termName(term),
    windowDays: test.origins.length > 0 ? Math.round(test.window * daysOfPeriod(term)) : 0,
    origins: test.origins.map(({ origin }) => originDay(term, origin)),
    decisions,
    served,
    candidates: decisions === 0 ? [] : candidatesOf(one, { decisions, served }),
    traits: (covariates?.traits ?? []).map(({ trait, p, isUsed }) => ({ name: traits[trait]?.name ?? "", p, used: isUsed })), // prettier-ignore
  };
}

const BY_PLAN = "by-plan";

function servedOf({ test, byPlan, covariates }: LearnedTerm): string {
  if (covariates?.isServed === true) return `${covariates.name}+traits`;
  return byPlan ? BY_PLAN : test.chosen;
}

function candidatesOf(
  { test, byPlan, covariates }: LearnedTerm,
  { decisions, served }: Readonly<{ decisions: number; served: string }>,
): Term["candidates"] {
  const plain = Object.keys(test.origins[0]?.scores ?? {}).map((candidate) => {
    const sum = test.origins.reduce((all, { scores }) => all + (scores[candidate] ?? 0), 0);
    return { candidate, logLikelihood: sum / decisions, error: null };
  });
  const tried = covariates !== null && covariates.patterns.traits.length > 0 && Number.isFinite(covariates.base);
  const others = tried
    ? [
        ...(byPlan ? [{ candidate: BY_PLAN, logLikelihood: covariates.base, error: null }] : []),
        { candidate: `${covariates.name}+traits`, logLikelihood: covariates.base + covariates.gain, error: covariates.error }, // prettier-ignore
      ]
    : [];
  return [...plain, ...others]
    .map((one) => ({ ...one, role: roleOf(one.candidate, served) }))
    .toSorted((a, b) => b.logLikelihood - a.logLikelihood || (a.candidate < b.candidate ? -1 : 1));
}

const BASELINES: readonly string[] = ["one-churn", "same-tenure"];
const roleOf = (candidate: string, served: string): Term["candidates"][number]["role"] =>
  candidate === served ? "served" : BASELINES.includes(candidate) ? "baseline" : "tried";
