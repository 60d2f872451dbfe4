/**
 * BG/NBD: purchases at a rate that differs between customers; after each repeat purchase a coin decides whether the
 * customer leaves. Fader, Hardie and Lee (2005), "Counting your customers" the easy way.
 */
import * as shared from "./beta-dropout.js";
import * as future from "./beta-dropout-future.js";
import * as history from "./beta-dropout-history.js";
import { applicability as applicabilityOf } from "./cells.js";
import type { Applicability, Cells, Discounting, EventLog, Fit, FitOptions } from "./model.js";
import { room } from "./negative-binomial.js";

/** Purchase rate ~ Gamma(r, alpha); dropout after each repeat purchase ~ Beta(a, b). All > 0; alpha is a time. */
export type Params = shared.Params;

const COINS = 0; // the first purchase tosses none

/** Log-likelihood of the repeat purchases (eq. 6), summed over customers. @returns NaN unless every parameter is > 0 */
export function logLikelihood(params: Params, cells: Cells): number {
  return shared.evaluate(params, cells, COINS).value;
}

/** Gradient of the log-likelihood. */
export function gradient(params: Params, cells: Cells): Params {
  return shared.gradient(params, cells, COINS);
}

/** Maximum-likelihood estimate, or with `prior` the posterior mode. At least as good as NBD, the limit a -> 0. */
export function fit(cells: Cells, options: FitOptions<Params> = {}): Fit<Params> {
  return shared.fit(cells, options, { model: "bg-nbd", coins: COINS });
}

/**
 * P(customer is still active at T). Exactly 1 for one-time buyers: in this model a customer can leave only after a
 * repeat purchase, so it is no sign of life.
 * @returns one probability per cell
 */
export function pAlive(params: Params, cells: Cells): Float64Array {
  return shared.pAlive(params, cells, COINS);
}

/** Expected purchases in (T, T + horizon], given the history. @param horizon in cells.timeUnit, >= 0 */
export function expectedPurchases(params: Params, cells: Cells, horizon: number): Float64Array {
  return history.expectedPurchases({ params, cells, coins: COINS }, horizon);
}

/** Expected purchases of a random new customer up to `horizon`. */
export function expectedPurchasesNewCustomer(params: Params, horizon: number): number {
  return shared.isInside(params) ? future.mean(params, horizon) : NaN;
}

/** Variance of the purchases in (T, T + horizon], given the history. */
export function purchaseVariance(params: Params, cells: Cells, horizon: number): Float64Array {
  return history.purchaseVariance({ params, cells, coins: COINS }, horizon);
}

/** P(at least one purchase in (T, T + horizon]). */
export function pActive(params: Params, cells: Cells, horizon: number): Float64Array {
  return history.pActive({ params, cells, coins: COINS }, horizon);
}

/** Expected purchases after T, discounted continuously (DERT without horizon). */
export function discountedExpectedPurchases(params: Params, cells: Cells, discounting: Discounting): Float64Array {
  return history.discountedExpectedPurchases({ params, cells, coins: COINS }, discounting);
}

/** P(Y = n) of the purchases in (T, T + horizon], per cell, up to a tail of 1e-10. */
export function purchaseDistribution(params: Params, cells: Cells, horizon: number): readonly Float64Array[] {
  return history.purchaseDistribution({ params, cells, coins: COINS }, horizon);
}

/** P(X = n) of the purchases of a random new customer up to `horizon`, up to a tail of 1e-10. */
export function purchaseDistributionNewCustomer(params: Params, horizon: number): Float64Array {
  const weight = shared.isInside(params) ? 1 : NaN;
  return future.distribution(params, horizon, { weight, space: room() });
}

/** Posterior means of the purchase rate, `lambda`, and of the coin, `p`. */
export function posteriorMeans(params: Params, cells: Cells): Readonly<{ lambda: Float64Array; p: Float64Array }> {
  return shared.posteriorMeans(params, cells, COINS);
}

/** Time within which the next purchase comes with `probability`; Infinity when the customer may have left for good. */
export function timeToNextPurchase(params: Params, cells: Cells, probability: number): Float64Array {
  return history.timeToNextPurchase({ params, cells, coins: COINS }, probability);
}

/** Time after T within which the customer has left with `probability`, those who left before T included (0). */
export function residualLifetime(params: Params, cells: Cells, probability: number): Float64Array {
  return history.residualLifetime({ params, cells, coins: COINS }, probability);
}

/** Purchases of random new customers, each up to their T. */
export function simulate(params: Params, T: Float64Array, random: () => number): EventLog {
  return shared.simulate(params, T, { random, coins: COINS });
}

/** Whether these customers are enough for this model. */
export function applicability(cells: Cells): Applicability {
  return applicabilityOf(cells);
}
