/** The nested test: the whole recipe, blind, at earlier days of the user's own data (PRODUCT "Backtest, nested"). */
import type { Fit } from "@longworth/models";
import { horizonKey } from "../domain.js";
import { needsClock } from "../forecast/candidates.js";
import type { CandidateName } from "../forecast/candidates.js";
import { gridOf } from "../forecast/grid.js";
import type { Evidence } from "../forecast/evidence.js";
import { ORIGIN_SAMPLE } from "../forecast/evidence.js";
import type { Fitted } from "../forecast/fits.js";
import { arrivals, firstPurchaseDay, repeatBuyers, shared, statesAt } from "../forecast/history.js";
import type { History } from "../forecast/history.js";
import { chooseOrigins, chooseTests, testWindow } from "../forecast/origins.js";
import type { Origin } from "../forecast/origins.js";
import type { Role } from "../forecast/scoreboard.js";
import { recipeOf } from "../forecast/trial.js";
import type { Trial, TrialRequest } from "../forecast/trial.js";
import { verdictOf } from "../forecast/verdict.js";
import type { HorizonTest } from "../forecast/verdict.js";
import { boost } from "./boost.js";
import { answersOf } from "./jobs.js";
import type { Job } from "./jobs.js";
import type { ForecastEffects } from "./learn.js";

export interface BacktestRequest {
  readonly end: number; // last day of the history, days since 1970-01-01
  readonly horizons: readonly number[]; // days
  readonly models: readonly CandidateName[]; // as for learn
  readonly asked?: boolean; // one model by --model: tested by posterior modes, and served whatever the letter
  readonly excludeFirstDays?: number;
  readonly starts?: readonly Fit[]; // fits at the end, one per model, to start from
  readonly inFull?: boolean; // every candidate is measured in all there is
  readonly learning?: boolean; // boosting learns and corrects at every test origin, too
}

/** backtest.parquet, as parallel columns. */
export interface BacktestRows {
  readonly horizonDays: Int32Array;
  readonly windowDays: Int32Array;
  readonly origin: Int32Array; // days since 1970-01-01
  readonly candidate: readonly string[]; // the served name, a member, a baseline
  readonly role: readonly Role[];
  readonly metric: readonly string[];
  readonly value: Float64Array;
}

export interface Backtest {
  readonly tests: Readonly<Record<string, HorizonTest>>; // by horizon key "365d"
  readonly rows: BacktestRows;
}

/** @returns the same for any number of workers */
export async function backtest(
  history: History,
  request: BacktestRequest,
  effects: ForecastEffects,
): Promise<Backtest> {
  const { plans, trials } = await runTrials([history], request, effects);
  const byTest = trials[0]!;
  effects.progress({ step: "backtest", done: byTest.size, of: byTest.size });
  const [asked = false, name] = [request.asked, request.models[0]!];
  const all = statesAt(history, request.end);
  const verdicts = plans.map(({ horizon, window, tests }) => {
    const own = tests.map((test) => byTest.get(keyOf(test))!);
    const about = { horizon, window, repeatBuyers: repeatBuyers(all), hasAmounts: history.hasAmounts, asked };
    return { own, test: verdictOf(own, { ...about, served: asked ? name : "pool" }) };
  });
  return {
    tests: Object.fromEntries(verdicts.map(({ test }) => [horizonKey(test.horizon), test])),
    rows: rowsOf(verdicts),
  };
}

/** Trials by `keyOf` their test, one map per history. */
type Trials = Readonly<{ plans: readonly Plan[]; trials: readonly ReadonlyMap<string, Trial>[] }>;

/** Blind forecasts of one history as it is known in several ways: the orders are the same, what else is known is not. */
export async function runTrials(
  histories: readonly History[],
  request: BacktestRequest,
  effects: ForecastEffects,
): Promise<Trials> {
  const [first, ...others] = histories.map(shared);
  const plans = planTests(first!, request);
  const learnt = await learnOrigins(first!, request, { effects, plans });
  const distinct = [...new Map(plans.flatMap(({ tests }) => tests).map((test) => [keyOf(test), test])).values()];
  const trials: ReadonlyMap<string, Trial>[] = [];
  for (const data of [first!, ...others]) {
    const jobs: Job[] = [];
    for (const test of distinct) {
      const trial = trialOf(test, request, learnt);
      const corrected = request.learning === true ? await learntAt(data, { test, trial, learnt }, effects) : {};
      jobs.push({ kind: "trial", history: data, request: { ...trial, ...corrected } });
    }
    const answers = answersOf(await effects.workers.answer(jobs, effects.signal), "trial");
    trials.push(new Map(distinct.map((test, i) => [keyOf(test), answers[i]!.trial])));
  }
  return { plans, trials };
}

/** A test origin with the origins inside its own past. */
type Test = Origin & Readonly<{ inner: readonly Origin[] }>;
type Plan = Readonly<{ horizon: number; window: number; tests: readonly Test[] }>;

const keyOf = ({ origin, window }: Origin): string => `${origin} ${window}`;

function planTests(history: History, { end, horizons, models }: BacktestRequest): readonly Plan[] {
  const start = firstPurchaseDay(history);
  const { customersAt, repeatBuyersAt } = arrivals(history);
  return horizons.map((horizon) => {
    const gridAt = (day: number) => (needsClock(models) ? gridOf(history, day) : null);
    const about = { start, cut: end, horizon, grid: gridAt(end) };
    const tests = chooseTests({ ...about, repeatBuyersAt }).map((test) => {
      const inner = chooseOrigins({
        start,
        cut: test.origin,
        horizon: test.window,
        customersAt,
        grid: gridAt(test.origin),
      });
      return { ...test, inner };
    });
    return { horizon, window: testWindow(about), tests };
  });
}

type Learnt = ReadonlyMap<number, Fitted & Readonly<{ evidence: readonly Evidence[] }>>;

/** One job per day: fits from rows up to there, and what each window after it says. Days serve several horizons. */
async function learnOrigins(
  history: History,
  request: BacktestRequest,
  { effects, plans }: Readonly<{ effects: ForecastEffects; plans: readonly Plan[] }>,
): Promise<Learnt> {
  const { models: names, excludeFirstDays = 0 } = request;
  const windows = new Map<number, Set<number>>();
  const at = (day: number) => windows.get(day) ?? windows.set(day, new Set()).get(day)!;
  for (const { tests } of plans)
    for (const { origin, inner } of tests) {
      at(origin);
      for (const one of inner) at(one.origin).add(one.window);
    }
  const days = [...windows.keys()].sort((a, b) => b - a);
  const starts = names.map((_, j) => request.starts?.[j]?.params);
  const jobs = days.map((origin): Job => {
    const fit = { origin, names, limit: ORIGIN_SAMPLE, starts, excludeFirstDays };
    return { kind: "origin", history, fit, windows: [...at(origin)].sort((a, b) => a - b) };
  });
  const answers = answersOf(await effects.workers.answer(jobs, effects.signal), "origin");
  effects.progress({ step: "backtest", done: 0, of: plans.length });
  return new Map(days.map((day, i) => [day, answers[i]!]));
}

function trialOf({ origin, window, inner }: Test, request: BacktestRequest, learnt: Learnt): TrialRequest {
  const evidence = inner.map((one) => learnt.get(one.origin)!.evidence.find((e) => e.window === one.window)!);
  const { models: names, asked = false, excludeFirstDays: excludedFirstDays = 0, inFull = false } = request;
  const { fits, clock } = learnt.get(origin)!;
  return { origin, window, names, asked, fits, clock, evidence, excludedFirstDays, inFull };
}

type Blind = Readonly<{ test: Test; trial: TrialRequest; learnt: Learnt }>;

/** What boosting would have added at a test origin, from rows up to there. */
async function learntAt(
  history: History,
  { test, trial, learnt }: Blind,
  effects: ForecastEffects,
): Promise<Pick<TrialRequest, "learnt">> {
  const recipe = recipeOf(history, statesAt(history, test.origin), trial);
  const origins = test.inner.map((one) => ({ ...one, ...learnt.get(one.origin)! }));
  const boosted = await boost(history, { recipe, origins }, effects);
  return { learnt: boosted ?? undefined };
}

type Verdict = Readonly<{ own: readonly Trial[]; test: HorizonTest }>;

function rowsOf(verdicts: readonly Verdict[]): BacktestRows {
  const rows = verdicts.flatMap(({ own, test }) =>
    own.flatMap(({ origin, window, rows: measured }) =>
      measured.map((row) => ({ ...row, horizon: test.horizon, origin, window })),
    ),
  );
  return {
    horizonDays: Int32Array.from(rows, ({ horizon }) => horizon),
    windowDays: Int32Array.from(rows, ({ window }) => window),
    origin: Int32Array.from(rows, ({ origin }) => origin),
    candidate: rows.map(({ candidate }) => candidate),
    role: rows.map(({ role }) => role),
    metric: rows.map(({ metric }) => metric),
    value: Float64Array.from(rows, ({ value }) => value),
  };
}
