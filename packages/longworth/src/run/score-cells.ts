/** Scores distinct cells by a recipe (FORECAST section 10). */
import type { DayCells } from "../forecast/history.js";
import type { Recipe } from "../forecast/recipe.js";
import type { ForecastEffects } from "./learn.js";

export interface ScoreRequest {
  readonly horizons: readonly number[]; // days
  readonly quantiles: readonly number[]; // beside .05, .5, .95
  readonly annualDiscountRate: number; // .1 is 10 % a year; continuous is log(1 + rate)
  /** A baseline is served: the total of orders per horizon key ("365d") to scale the pool to. */
  readonly totals?: Readonly<Record<string, number>>;
}

/** The portfolio's expectation of one horizon. */
export interface HorizonTotals {
  readonly orders: number; // M, the geometric mean of the members' totals
  readonly active: number; // expected active customers
  readonly variance: number; // sum of the persons' variances of orders
  readonly byMember: Readonly<Record<string, number>>; // M_j
}

/**
 * Columns, one entry per cell. Always: p_alive, next_order_days (NaN when the chance of an order does not reach one half
 * within 365 days), and with amounts log_scale_prior, log_scale_slope: exp(m_i) = exp(prior + slope x sum of the
 * customer's log amounts). Per horizon with suffix _365d: p_active, expected_orders, variance_orders, orders_p05,
 * orders_p50, orders_p95 (and orders_pNN of further quantiles), discount; with amounts unit_revenue, unit_revenue_sd,
 * unit_revenue_p05, _p50, _p95: in units of exp(m_i), the spend level e^ls included.
 */
export interface CellScores {
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly totals: Readonly<Record<string, HorizonTotals>>; // by horizon key
}

export async function scoreCells(
  _recipe: Recipe,
  _cells: DayCells,
  _options: { request: ScoreRequest; effects: ForecastEffects },
): Promise<CellScores> {
  throw new Error("not yet");
}
