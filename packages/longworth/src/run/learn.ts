/** Learns a recipe from a history: fits, weights, levels (FORECAST sections 2 to 8). */
import type { CandidateName } from "../forecast/candidates.js";
import type { DayCells, History } from "../forecast/history.js";
import type { Recipe } from "../forecast/recipe.js";
import type { Effects } from "./effects.js";

/** The part of the effects that forecasting needs. */
export type ForecastEffects = Pick<Effects, "workers" | "signal" | "progress">;

export interface LearnRequest {
  readonly cut: number; // last day that counts, days since 1970-01-01
  readonly horizons: readonly number[]; // days; the longest is the headline
  readonly models: readonly CandidateName[]; // the pool; one with `fullCells` for --model
  /** For --model: every customer, fitted by maximum likelihood in calendar weeks; `models` is one name. */
  readonly fullCells?: DayCells;
  readonly backtest: boolean; // false: equal weights, ls = 0
  readonly excludeFirstDays?: number; // leave customers who came in the first so many days out of the fits
}

/** @returns JSON; the same for any number of workers */
export async function learn(_history: History, _request: LearnRequest, _effects: ForecastEffects): Promise<Recipe> {
  throw new Error("not yet");
}
