/** What is forecast and how it did: learning, the nested test, and what is served. */
import type { CandidateName } from "../forecast/candidates.js";
import { poolNames } from "../forecast/candidates.js";
import { gridOf } from "../forecast/grid.js";
import { BASELINES, type Baseline } from "../forecast/baselines.js";
import { horizonKey, type Effort } from "../domain.js";
import type { CellCorrections } from "../forecast/assemble.js";
import type { Scope } from "../forecast/features.js";
import type { DayCells } from "../forecast/history.js";
import type { Note, Recipe } from "../forecast/recipe.js";
import { judgeFacts, type JudgedFacts } from "./attributes.js";
import { backtest, type Backtest } from "./backtest.js";
import { cellPoints, moneyOfBaseline } from "./baseline-points.js";
import { learnAll, type ForecastEffects, type Learnt as Known } from "./learn.js";
import { learningNotes } from "../forecast/notes.js";
import type { Learners } from "../forecast/learners.js";
import type { Prepared } from "./prepare.js";
import { refine } from "./refine.js";
import { scoreCells, type CellScores } from "./score-cells.js";

export interface ForecastRequest {
  readonly cut: number; // as_of, days since 1970-01-01
  readonly horizons: readonly number[]; // days, ascending; the last is the headline
  readonly quantiles: readonly number[];
  readonly annualDiscountRate: number;
  readonly model: "auto" | CandidateName;
  readonly backtest: boolean;
  readonly effort: Effort;
  readonly startsLate: boolean; // the export seems to begin in the middle of the business
  readonly inFull?: boolean; // the test measures every candidate in all there is, and learning with it
}

export interface Forecast {
  readonly recipe: Recipe;
  readonly test: Backtest | null; // null: the backtest was turned off
  readonly served: "pool" | CandidateName | Baseline;
  readonly scores: CellScores;
  readonly learners: Learners | null; // null: no boosting, by wish or for want of data
  readonly scored: Scored;
  readonly judged: JudgedFacts | null; // what files about customers add; null without any
  readonly cellOf: Int32Array | null; // refined cells of the customers of the history; null: those of their history
}

/** What was scored: cells, and what learning adds to each; null where nothing was learnt. */
export type Scored = Readonly<{ cells: DayCells; corrections: CellCorrections | null; scope: Scope | null }>;

const LEARNT_UNASKED = 250_000; // customers with a purchase; of more, it makes a run several times as long

/** Customers with a purchase up to which the forecast of each follows what is learnt. */
export function learnUpTo({ effort, model }: Pick<ForecastRequest, "effort" | "model">): number {
  if (effort === "quick" || model !== "auto") return 0;
  return effort === "full" ? Infinity : LEARNT_UNASKED;
}

const FIRST_DAYS = 90; // customers of an export's first days may be older than they look
const MIN_REPEAT_BUYERS = 100; // that must remain for the fit

export const isBaseline = (name: string): name is Baseline => BASELINES.some((one) => one === name);

export async function forecast(given: Prepared, request: ForecastRequest, effects: ForecastEffects): Promise<Forecast> {
  const judged = given.everybody === null ? untold(given) : await judge(given, request, effects);
  const prepared = judged === null ? given : { ...given, history: judged.history };
  const chosen = await tested(prepared, request, effects);
  const { recipe } = chosen.known;
  const { test } = chosen;
  const headline = horizonKey(request.horizons.at(-1) ?? 0);
  const served = test?.tests[headline]?.served ?? recipe.served.name;
  const { history, cells, steps } = prepared;
  if (!isBaseline(served)) {
    const boosted = await refine(prepared, chosen.known, { effects, triesNetwork: request.effort === "full" });
    const learnt = boosted && {
      corrections: boosted.refined.corrections,
      histories: { cells, of: boosted.refined.plainOf },
    };
    const asked = { request: { ...request, ...learnt }, effects };
    const scores = await scoreCells(recipe, boosted?.refined.cells ?? cells, asked);
    const plain = { cells, corrections: null, scope: null };
    const notes = [...recipe.notes, ...(boosted ? learningNotes(boosted.learners) : leftOutNotes(prepared, request))];
    const told = { recipe: { ...recipe, notes }, test, served, scores, judged };
    if (boosted === null) return { ...told, learners: null, scored: plain, cellOf: null };
    const { learners, refined, scope } = boosted;
    const scored = { cells: refined.cells, corrections: refined.corrections, scope };
    return { ...told, learners, scored, cellOf: refined.cellOf };
  }
  const baseline = { ...request, baseline: served, steps };
  const points = cellPoints(history, cells, baseline);
  const scores = await scoreCells(recipe, cells, { request: { ...request, points }, effects });
  const money = moneyOfBaseline(scores, { history, cells }, baseline);
  const scored = { cells, corrections: null, scope: null };
  return { recipe, test, served, scores: money, learners: null, scored, judged, cellOf: null };
}

/** What files about customers add; null without any. */
export async function judge(
  { history }: Pick<Prepared, "history">,
  { cut, horizons }: Pick<ForecastRequest, "cut" | "horizons">,
  effects: ForecastEffects,
): Promise<JudgedFacts | null> {
  const { facts } = history;
  if (facts === undefined) return null;
  const files = Math.max(...facts.columns.map(({ block }) => block)) + 1;
  return judgeFacts(history, { cut, horizons, files }, effects);
}

/** What was learnt, and how it did blind; without the customers of the first days where that is better. */
export async function tested(prepared: Prepared, request: ForecastRequest, effects: ForecastEffects): Promise<Learnt> {
  const plain = await learnAndTest(prepared, request, { effects, excludeFirstDays: 0 });
  return request.startsLate && request.model === "auto" ? orWithoutFirst(plain, prepared, { request, effects }) : plain;
}

function leftOutNotes({ everybody, business }: Prepared, { effort, model }: ForecastRequest): readonly Note[] {
  if (everybody !== null || effort === "quick" || model !== "auto") return [];
  return [{ code: "learning_left_out", facts: { customers: business.buyers } }];
}

/** Nobody's forecast follows what was learnt: no file was tried. */
function untold({ history }: Prepared): JudgedFacts | null {
  const { facts, ...plain } = history;
  return facts === undefined ? null : { history: plain, blocks: [], refused: [] };
}

type Learnt = Readonly<{ known: Known; test: Backtest | null }>;
type With = Readonly<{ effects: ForecastEffects; excludeFirstDays: number }>;

async function learnAndTest(
  { history, fullCells, business }: Prepared,
  request: ForecastRequest,
  { effects, excludeFirstDays }: With,
): Promise<Learnt> {
  const { cut, horizons, model } = request;
  const models = model === "auto" ? poolNames(gridOf(history, cut) !== null) : [model];
  const full = model === "auto" || fullCells === null ? {} : { fullCells };
  const ask = { cut, horizons, models, backtest: request.backtest, excludeFirstDays, population: business.buyers };
  const known = await learnAll(history, { ...ask, ...full }, effects);
  if (!request.backtest) return { known, test: null };
  const starts = known.recipe.members.map(({ fit }) => fit);
  const { inFull = false, effort } = request;
  const asked = { asked: model !== "auto", inFull, learning: inFull && effort !== "quick" };
  const test = await backtest(history, { end: cut, horizons, models, excludeFirstDays, starts, ...asked }, effects);
  return { known, test };
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
  return other.known.recipe.fittedRepeatBuyers >= MIN_REPEAT_BUYERS && crps(other) < crps(plain) ? other : plain;
}
