/** What is forecast and how it did: learning, the nested test, and what is served. */
import type { CandidateName } from "../forecast/candidates.js";
import { POOL_NAMES } from "../forecast/candidates.js";
import { BASELINES, type Baseline } from "../forecast/baselines.js";
import { horizonKey } from "../domain.js";
import type { Recipe } from "../forecast/recipe.js";
import { backtest, type Backtest } from "./backtest.js";
import { cellPoints, moneyOfBaseline } from "./baseline-points.js";
import { learn, type ForecastEffects } from "./learn.js";
import type { Prepared } from "./prepare.js";
import { scoreCells, type CellScores } from "./score-cells.js";

export interface ForecastRequest {
  readonly cut: number; // as_of, days since 1970-01-01
  readonly horizons: readonly number[]; // days, ascending; the last is the headline
  readonly quantiles: readonly number[];
  readonly annualDiscountRate: number;
  readonly model: "auto" | CandidateName;
  readonly backtest: boolean;
  readonly startsLate: boolean; // the export seems to begin in the middle of the business
}

export interface Forecast {
  readonly recipe: Recipe;
  readonly test: Backtest | null; // null: the backtest was turned off
  readonly served: "pool" | CandidateName | Baseline;
  readonly scores: CellScores;
}

const FIRST_DAYS = 90; // customers of an export's first days may be older than they look
const MIN_REPEAT_BUYERS = 100; // that must remain for the fit

export const isBaseline = (name: string): name is Baseline => BASELINES.some((one) => one === name);

export async function forecast(
  prepared: Prepared,
  request: ForecastRequest,
  effects: ForecastEffects,
): Promise<Forecast> {
  const plain = await learnAndTest(prepared, request, { effects, excludeFirstDays: 0 });
  const chosen =
    request.startsLate && request.model === "auto"
      ? await orWithoutFirst(plain, prepared, { request, effects })
      : plain;
  const { recipe, test } = chosen;
  const headline = horizonKey(request.horizons.at(-1) ?? 0);
  const served = test?.tests[headline]?.served ?? recipe.served.name;
  const { history, cells, steps } = prepared;
  const ask = (points?: Readonly<Record<string, Float64Array>>): Promise<CellScores> =>
    scoreCells(recipe, cells, { request: { ...request, ...(points && { points }) }, effects });
  if (!isBaseline(served)) return { recipe, test, served, scores: await ask() };
  const baseline = { ...request, baseline: served, steps };
  const scores = await ask(cellPoints(history, cells, baseline));
  return { recipe, test, served, scores: moneyOfBaseline(scores, { history, cells }, baseline) };
}

type Learnt = Readonly<{ recipe: Recipe; test: Backtest | null }>;
type With = Readonly<{ effects: ForecastEffects; excludeFirstDays: number }>;

async function learnAndTest(
  { history, fullCells, business }: Prepared,
  request: ForecastRequest,
  { effects, excludeFirstDays }: With,
): Promise<Learnt> {
  const { cut, horizons, model } = request;
  const models = model === "auto" ? POOL_NAMES : [model];
  const full = model === "auto" || fullCells === null ? {} : { fullCells };
  const ask = { cut, horizons, models, backtest: request.backtest, excludeFirstDays, population: business.buyers };
  const recipe = await learn(history, { ...ask, ...full }, effects);
  if (!request.backtest) return { recipe, test: null };
  const starts = recipe.members.map(({ fit }) => fit);
  const test = await backtest(
    history,
    { end: cut, horizons, models, asked: model !== "auto", excludeFirstDays, starts },
    effects,
  );
  return { recipe, test };
}

/** Customers of the first 90 days stay out of the fit where that forecasts better and enough repeat buyers remain. */
async function orWithoutFirst(
  plain: Learnt,
  prepared: Prepared,
  { request, effects }: { request: ForecastRequest; effects: ForecastEffects },
): Promise<Learnt> {
  if (plain.test === null) return plain;
  const other = await learnAndTest(prepared, request, { effects, excludeFirstDays: FIRST_DAYS });
  const headline = horizonKey(request.horizons.at(-1) ?? 0);
  const crps = ({ test }: Learnt): number => test?.tests[headline]?.measures["crps"] ?? Infinity;
  return other.recipe.fittedRepeatBuyers >= MIN_REPEAT_BUYERS && crps(other) < crps(plain) ? other : plain;
}
