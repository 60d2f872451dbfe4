/** Learns a recipe from a history: fits, weights, levels (FORECAST sections 2 to 8). */
import { UserError } from "../errors.js";
import type { Fit } from "@longworth/models";
import { needsClock } from "../forecast/candidates.js";
import type { CandidateName } from "../forecast/candidates.js";
import { CALENDAR, onTimeline } from "../forecast/clock.js";
import type { Clock } from "../forecast/clock.js";
import { combine } from "../forecast/combine.js";
import type { Evidence } from "../forecast/evidence.js";
import { ORIGIN_SAMPLE } from "../forecast/evidence.js";
import { CUT_SAMPLE } from "../forecast/fits.js";
import type { Fitted } from "../forecast/fits.js";
import {
  arrivals,
  firstPurchaseDay,
  refundShare,
  repeatBuyers,
  selectStates,
  shared,
  statesAt,
} from "../forecast/history.js";
import { gridOf } from "../forecast/grid.js";
import type { DayCells, History, States } from "../forecast/history.js";
import { chooseOrigins, trainingWindow } from "../forecast/origins.js";
import type { Origin } from "../forecast/origins.js";
import type { Recipe } from "../forecast/recipe.js";
import { fitSpend, spendByFrequency } from "../forecast/spend.js";
import { en } from "../words/en.js";
import type { Effects } from "./effects.js";
import { answersOf } from "./jobs.js";
import type { Answer, Job } from "./jobs.js";

/** The part of the effects that forecasting needs. */
export type ForecastEffects = Pick<Effects, "workers" | "signal" | "progress">;

export interface LearnRequest {
  readonly cut: number; // last day that counts, days since 1970-01-01
  readonly horizons: readonly number[]; // days; the longest is the headline
  readonly models: readonly CandidateName[]; // the pool, in its order
  /** For --model: every customer, fitted by maximum likelihood in calendar weeks; `models` is one name. */
  readonly fullCells?: DayCells;
  readonly backtest: boolean; // false: equal weights, ls = 0
  readonly excludeFirstDays?: number; // leave customers who came in the first so many days out of the fits
  readonly population?: number; // customers of all data, when the history is a sample of them
}

/** A recipe, and the fits of the origins inside that it was weighed by, newest first. */
export type Learnt = Readonly<{ recipe: Recipe; origins: readonly (Origin & Fitted)[] }>;

/** Only the recipe. */
export const learn = async (history: History, request: LearnRequest, effects: ForecastEffects): Promise<Recipe> =>
  (await learnAll(history, request, effects)).recipe;

/**
 * @returns JSON; the same for any number of workers
 * @throws nothing_to_estimate when nobody has bought by the cut, and when --model has no maximum
 */
export async function learnAll(history: History, request: LearnRequest, effects: ForecastEffects): Promise<Learnt> {
  const { cut, models, fullCells, excludeFirstDays = 0 } = request;
  const data = shared(history);
  const states = statesAt(data, cut);
  if (states.customer.length === 0) throw nothing("nobody has bought up to this day");
  const start = firstPurchaseDay(data);
  const horizon = Math.max(...request.horizons);
  const fitting = fitAtCut(data, request, effects);
  const [{ fits, clock }, known] = await Promise.all([fitting, knownAtCut(data, states, request)]);
  effects.progress({ step: "fit", done: models.length, of: models.length });
  const { customersAt } = arrivals(data);
  const grid = needsClock(models) ? gridOf(data, cut) : null;
  const origins = request.backtest ? chooseOrigins({ start, cut, horizon, customersAt, grid }) : [];
  const jobs = origins.map(({ origin, window }): Job => {
    const starts = fits.map((fit) => (fit.converged ? fit.params : undefined));
    const fit = { origin, names: models, limit: ORIGIN_SAMPLE, starts, excludeFirstDays };
    return { kind: "origin", history: data, fit, windows: [window] };
  });
  const answers = answersOf(await effects.workers.answer(jobs, effects.signal), "origin");
  effects.progress({ step: "weigh", done: origins.length, of: origins.length });
  const population = request.population ?? states.customer.length;
  const evidence = answers
    .flatMap((answer) => answer.evidence)
    .map((one) => inAll(one, history.customers / population));
  const recipe = combine(evidence, {
    cut,
    start,
    horizon,
    window: trainingWindow({ start, cut, horizon, grid }),
    fits,
    clock,
    names: models,
    asked: fullCells !== undefined,
    byOrigin: true,
    learnt: request.backtest,
    ...known,
    excludedFirstDays: fullCells === undefined ? excludeFirstDays : 0,
  });
  return { recipe, origins: origins.map((one, k) => ({ ...one, fits: answers[k]!.fits, clock: answers[k]!.clock })) };
}

/** What needs no fit, made while threads fit. */
async function knownAtCut(history: History, states: States, { cut, excludeFirstDays = 0 }: LearnRequest) {
  const from = firstPurchaseDay(history) + excludeFirstDays;
  const fitted = excludeFirstDays === 0 ? states : selectStates(states, (i) => states.first[i]! >= from);
  return {
    spend: history.hasAmounts ? fitSpend(states) : null,
    spendByFrequency: history.hasAmounts ? spendByFrequency(states) : null,
    refundShare: refundShare(history, cut),
    customers: states.customer.length,
    repeatBuyers: repeatBuyers(states),
    fittedRepeatBuyers: repeatBuyers(fitted),
  };
}

/** Of all customers the few hold less of the money than of a sample. */
const inAll = (one: Evidence, share: number): Evidence => ({
  ...one,
  concentration: one.concentration * Math.min(share, 1),
});

type AtCut = Readonly<{ fits: readonly Fit[]; clock: Clock | null }>;

/** Candidates on the calendar are fitted while the clock of the others is found. */
async function fitAtCut(history: History, request: LearnRequest, { workers, signal }: ForecastEffects): Promise<AtCut> {
  const { models, cut, fullCells } = request;
  const onClock = models.filter((name) => needsClock([name]));
  const clockJobs: readonly Job[] = onClock.length > 0 ? [{ kind: "clock", history, end: cut }] : [];
  const clockOf = (answers: readonly Answer[]): Clock | null => answersOf(answers, "clock")[0]?.clock ?? null;
  const [asked] = models;
  if (fullCells !== undefined && asked !== undefined) {
    const job: Job = { kind: "fit", name: asked, cells: onTimeline(fullCells, CALENDAR) };
    const answers = await workers.answer([...clockJobs, job], signal);
    const fits = answersOf(answers, "fit").map(({ fit }) => fit);
    for (const fit of fits)
      if (!fit.converged)
        throw new UserError("nothing_to_estimate", en.run.noMaximum({ name: asked, reason: fit.reason }));
    return { fits, clock: clockOf(answers) };
  }
  const calendar = models.filter((name) => !onClock.includes(name));
  const early = await workers.answer([...clockJobs, ...fitJobs(history, request, { names: calendar })], signal);
  const clock = clockOf(early);
  const known = clock === null ? {} : { clock };
  const late = await workers.answer(fitJobs(history, request, { names: onClock, ...known }), signal);
  const fits = [...answersOf(early, "origin"), ...answersOf(late, "origin")].flatMap((answer) => answer.fits);
  const names = [...calendar.toReversed(), ...onClock.toReversed()];
  return { fits: models.map((name) => fits[names.indexOf(name)]!), clock };
}

/** One job per candidate, the slowest first, as the last decides how long it takes: in the pool they stand last. */
function fitJobs(
  history: History,
  { cut, excludeFirstDays = 0 }: LearnRequest,
  { names, ...known }: Readonly<{ names: readonly CandidateName[]; clock?: Clock }>,
): readonly Job[] {
  return names.toReversed().map((name) => {
    const fit = { origin: cut, names: [name], limit: CUT_SAMPLE, starts: [undefined], excludeFirstDays, ...known };
    return { kind: "origin", history, fit, windows: [] };
  });
}

const nothing = (message: string): UserError =>
  new UserError("nothing_to_estimate", { message, hint: "longworth inspect FILE shows what is in it" });
