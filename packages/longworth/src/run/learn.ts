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
import type { DayCells, History } from "../forecast/history.js";
import { chooseOrigins, trainingWindow } from "../forecast/origins.js";
import type { Origin } from "../forecast/origins.js";
import type { Recipe } from "../forecast/recipe.js";
import { fitSpend, spendByFrequency } from "../forecast/spend.js";
import type { Effects } from "./effects.js";
import { answersOf } from "./jobs.js";
import type { Job } from "./jobs.js";

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
  const clock = await clockAtCut(data, request, effects);
  const fits = await fitAtCut(data, clock, { request, effects });
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
    spend: history.hasAmounts ? fitSpend(states) : null,
    spendByFrequency: history.hasAmounts ? spendByFrequency(states) : null,
    refundShare: refundShare(data, cut),
    customers: states.customer.length,
    repeatBuyers: repeatBuyers(states),
    fittedRepeatBuyers: repeatBuyers(selectStates(states, (i) => states.first[i]! >= start + excludeFirstDays)),
    excludedFirstDays: fullCells === undefined ? excludeFirstDays : 0,
  });
  return { recipe, origins: origins.map((one, k) => ({ ...one, fits: answers[k]!.fits, clock: answers[k]!.clock })) };
}

/** Of all customers the few hold less of the money than of a sample. */
const inAll = (one: Evidence, share: number): Evidence => ({
  ...one,
  concentration: one.concentration * Math.min(share, 1),
});

async function clockAtCut(history: History, { models, cut }: LearnRequest, effects: ForecastEffects) {
  if (!needsClock(models)) return null;
  const job: Job = { kind: "clock", history, end: cut };
  const [answer] = answersOf(await effects.workers.answer([job], effects.signal), "clock");
  return answer?.clock ?? null;
}

/** One job per candidate: the slowest decides how long it takes. */
async function fitAtCut(
  history: History,
  clock: Clock | null,
  { request, effects }: Readonly<{ request: LearnRequest; effects: ForecastEffects }>,
): Promise<readonly Fit[]> {
  const { cut, models, fullCells, excludeFirstDays = 0 } = request;
  const [asked] = models;
  if (fullCells !== undefined && asked !== undefined) {
    const job: Job = { kind: "fit", name: asked, cells: onTimeline(fullCells, CALENDAR) };
    const fits = answersOf(await effects.workers.answer([job], effects.signal), "fit").map(({ fit }) => fit);
    for (const fit of fits) if (!fit.converged) throw nothing(`${asked} has no maximum: ${fit.reason}`);
    return fits;
  }
  const starts: readonly (Fit["params"] | undefined)[] = [undefined];
  const jobs = models.toReversed().map((name): Job => {
    const known = clock === null ? {} : { clock };
    const fit = { origin: cut, names: [name], limit: CUT_SAMPLE, starts, excludeFirstDays, ...known };
    return { kind: "origin", history, fit, windows: [] };
  }); // the slowest candidates stand last in the pool, so they start first
  const answers = answersOf(await effects.workers.answer(jobs, effects.signal), "origin");
  return answers.flatMap(({ fits }) => fits).toReversed();
}

const nothing = (message: string): UserError =>
  new UserError("nothing_to_estimate", { message, hint: "longworth inspect FILE shows what is in it" });
