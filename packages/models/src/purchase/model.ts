/** The contract of a purchase model: what every file in purchase/ exports. */
import type { Estimate } from "../inference/estimate.js";

/** Unit of every time in the data and in the fit that was made from it. */
export type TimeUnit = "day" | "week" | "year";

export type Params = Readonly<Record<string, number>>;

/** Parallel columns, one entry per cell: customers with the same history are one row with a weight. */
export interface Cells {
  readonly timeUnit: TimeUnit; // of recency and T; fractions are allowed (weeks are days / 7)
  readonly frequency: Float64Array; // repeat purchases (x): integers, 0 for one-time buyers
  readonly recency: Float64Array; // age at the last purchase (t_x), not days since it; 0 when frequency is 0
  readonly T: Float64Array; // age at the end of observation; recency <= T
  readonly weight: Float64Array; // customers in this cell
  readonly logGaps?: Float64Array; // sum of the logs of the gaps between purchases; only likelihoods of Erlang stages have it
}

export type Fit<P extends Params = Params> = Estimate<P> & Readonly<{ model: string; timeUnit: TimeUnit }>;

/** How to fit. Without `prior` it is maximum likelihood, with it the posterior mode (MODELS-PURCHASE section 14). */
export type FitOptions<P extends Params = Params> = Readonly<{
  start?: P;
  prior?: boolean; // the weakly informative prior of FORECAST section 4, made from the cells themselves
  maxIterations?: number;
}>;

/** Continuous discounting, `rate` per timeUnit; without `horizon` for ever (DERT). */
export type Discounting = Readonly<{ rate: number; horizon?: number }>;

export type Applicability = "ok" | Readonly<{ reason: string; numbers: Readonly<Record<string, number>> }>;

/** Purchases of simulated customers: parallel columns sorted by customer, then time; the first purchase (0) is left out. */
export type EventLog = Readonly<{ customers: number; customer: Int32Array; time: Float64Array }>;

/**
 * Every file in purchase/ exports exactly these; the contract test runs them all. Nothing here throws. Method syntax
 * on purpose: models with other parameters stand in one registry without a cast.
 */
export interface PurchaseModel<P extends Params = Params> {
  logLikelihood(params: P, cells: Cells): number;
  gradient(params: P, cells: Cells): P;
  fit(cells: Cells, options?: FitOptions<P>): Fit<P>;
  pAlive(params: P, cells: Cells): Float64Array;
  expectedPurchases(params: P, cells: Cells, horizon: number): Float64Array;
  expectedPurchasesNewCustomer(params: P, horizon: number): number;
  /** @returns per cell Var(Y) of the purchases in (T, T + horizon] */
  purchaseVariance(params: P, cells: Cells, horizon: number): Float64Array;
  /** @returns per cell P(Y >= 1) for the purchases in (T, T + horizon]; as cheap as pAlive */
  pActive(params: P, cells: Cells, horizon: number): Float64Array;
  discountedExpectedPurchases(params: P, cells: Cells, discounting: Discounting): Float64Array;
  /** @returns per cell P(Y = n), n = 0, 1, ... until P(Y > n) < 1e-10 */
  purchaseDistribution(params: P, cells: Cells, horizon: number): readonly Float64Array[];
  purchaseDistributionNewCustomer(params: P, horizon: number): Float64Array;
  posteriorMeans(params: P, cells: Cells): Readonly<Record<string, Float64Array>>;
  /** @returns per cell the time within which it happens with `probability`; Infinity when it never gets there */
  timeToNextPurchase(params: P, cells: Cells, probability: number): Float64Array;
  residualLifetime(params: P, cells: Cells, probability: number): Float64Array;
  simulate(params: P, T: Float64Array, random: () => number): EventLog;
  applicability(cells: Cells): Applicability;
}
