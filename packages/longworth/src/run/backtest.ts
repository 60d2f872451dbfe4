/** The nested test: the whole recipe, blind, at earlier days of the user's own data (PRODUCT "Backtest, nested"). */
import type { Baseline } from "../forecast/baselines.js";
import type { CandidateName } from "../forecast/candidates.js";
import type { Letter } from "../forecast/grade.js";
import type { History } from "../forecast/history.js";
import type { ForecastEffects } from "./learn.js";

export interface BacktestRequest {
  readonly end: number; // last day of the history, days since 1970-01-01
  readonly horizons: readonly number[]; // days
  readonly models: readonly CandidateName[]; // as for learn; a single name is --model
  readonly excludeFirstDays?: number;
}

/** One test origin: what was forecast blind and what came. Revenue is NaN in a log without amounts. */
export interface TestOrigin {
  readonly origin: number; // days since 1970-01-01
  readonly customers: number;
  readonly repeatBuyers: number;
  readonly actualOrders: number;
  readonly expectedOrders: number;
  readonly ordersP05: number; // the served band
  readonly ordersP95: number;
  readonly actualRevenue: number;
  readonly expectedRevenue: number;
  readonly revenueP05: number;
  readonly revenueP95: number;
}

/** The test of one horizon. */
export interface HorizonTest {
  readonly horizon: number; // days
  readonly windowDays: number;
  readonly origins: readonly TestOrigin[]; // newest first
  readonly heldOrders: number; // origins whose actual total lies in the served band
  readonly heldRevenue: number;
  readonly measures: Readonly<Record<string, number>>; // MEASURES; NaN where it cannot be formed
  readonly baseline: Baseline; // the best naive baseline by CRPS of value (orders without amounts)
  readonly calibration: readonly Readonly<{ group: number; expected: number; actual: number }>[]; // 10 groups by forecast
  readonly letter: Letter;
  readonly why: GradeWhy;
  readonly served: "pool" | CandidateName | Baseline; // a baseline when the letter is D for being worse than it
}

/** Why the letter is not better, as a code with numbers. */
export type GradeWhy = Readonly<{ code: string; facts: Readonly<Record<string, number>> }>;

/** backtest.parquet, as columns. */
export interface BacktestRows {
  readonly horizonDays: Int32Array;
  readonly windowDays: Int32Array;
  readonly origin: Int32Array; // days since 1970-01-01
  readonly candidate: readonly string[];
  readonly role: readonly string[]; // served, pool or baseline
  readonly metric: readonly string[];
  readonly value: Float64Array;
}

export interface Backtest {
  readonly tests: Readonly<Record<string, HorizonTest>>; // by horizon key "365d"
  readonly rows: BacktestRows;
}

export async function backtest(
  _history: History,
  _request: BacktestRequest,
  _effects: ForecastEffects,
): Promise<Backtest> {
  throw new Error("not yet");
}
