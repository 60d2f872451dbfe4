/**
 * MBG/NBD: as BG/NBD, but the coin is tossed after the first purchase, too, so one-time buyers may have left.
 * Batislam, Denizel and Filiztekin (2007); Hoppe and Wagner (2007).
 */
import * as shared from "./beta-dropout.js";
import * as future from "./beta-dropout-future.js";
import { applicability as applicabilityOf } from "./cells.js";
import { fitCells } from "./fitting.js";
import type { Applicability, Cells, Discounting, EventLog, Fit, FitOptions } from "./model.js";
import * as nbd from "./nbd.js";
import { room, workspace } from "./negative-binomial.js";
import { scales } from "./prior.js";

/** Purchase rate ~ Gamma(r, alpha); dropout after each purchase ~ Beta(a, b). All > 0; alpha is a time. */
export type Params = shared.Params;

const COINS = 1; // the first purchase tosses one, too

/** Log-likelihood of the repeat purchases, summed over customers. @returns NaN unless every parameter is > 0 */
export function logLikelihood(params: Params, cells: Cells): number {
  return shared.evaluate(params, cells, COINS).value;
}

/** Gradient of the log-likelihood. */
export function gradient(params: Params, cells: Cells): Params {
  const [r, alpha, a, b] = shared.evaluate(params, cells, COINS).gradient;
  return { r: r / params.r, alpha: alpha / params.alpha, a: a / params.a, b: b / params.b };
}

/** Maximum-likelihood estimate, or with `prior` the posterior mode. At least as good as NBD, the limit a -> 0. */
export function fit(cells: Cells, options: FitOptions<Params> = {}): Fit<Params> {
  const { rate } = scales(cells);
  const start =
    options.prior === true
      ? { r: 0.6, alpha: 0.8 / (1.5 * rate), a: 0.6, b: 2 }
      : { r: 1, alpha: 1 / rate, a: 1, b: 2 };
  const evaluate = (params: Params, rows: Cells) => shared.evaluate(params, rows, COINS);
  return fitCells({ model: "mbg-nbd", start, evaluate, nested: nbd.fit }, cells, options);
}

/** P(customer is still active at T). @returns one probability per cell */
export function pAlive(params: Params, cells: Cells): Float64Array {
  return shared.pAlive(params, cells, COINS);
}

/** Expected purchases in (T, T + horizon], given the history. @param horizon in cells.timeUnit, >= 0 */
export function expectedPurchases(params: Params, cells: Cells, horizon: number): Float64Array {
  return whileAlive(params, cells, (later) => future.mean(later, horizon));
}

/** Expected purchases of a random new customer up to `horizon`. */
export function expectedPurchasesNewCustomer(params: Params, horizon: number): number {
  return shared.isInside(params) ? stays(params) * future.mean(stayed(params), horizon) : NaN;
}

/** Variance of the purchases in (T, T + horizon], given the history. */
export function purchaseVariance(params: Params, cells: Cells, horizon: number): Float64Array {
  const space = workspace();
  return pAlive(params, cells).map((alive, i) => {
    if (Number.isNaN(alive)) return NaN;
    const later = given(params, cells, i);
    const mean = future.mean(later, horizon);
    return alive * (mean + future.secondFactorialMoment(later, horizon, space)) - (alive * mean) ** 2;
  });
}

/** P(at least one purchase in (T, T + horizon]). */
export function pActive(params: Params, cells: Cells, horizon: number): Float64Array {
  return whileAlive(params, cells, (later) => future.firstPurchaseWithin(later, horizon));
}

/** Expected purchases after T, discounted continuously (DERT without horizon). */
export function discountedExpectedPurchases(params: Params, cells: Cells, discounting: Discounting): Float64Array {
  return whileAlive(params, cells, (later) => future.discounted(later, discounting));
}

/** P(Y = n) of the purchases in (T, T + horizon], per cell, up to a tail of 1e-10. */
export function purchaseDistribution(params: Params, cells: Cells, horizon: number): readonly Float64Array[] {
  const space = room();
  const alive = pAlive(params, cells);
  return Array.from(alive, (weight, i) => future.distribution(given(params, cells, i), horizon, { weight, space }));
}

/** P(X = n) of the purchases of a random new customer up to `horizon`, up to a tail of 1e-10. */
export function purchaseDistributionNewCustomer(params: Params, horizon: number): Float64Array {
  const weight = shared.isInside(params) ? stays(params) : NaN;
  return future.distribution(stayed(params), horizon, { weight, space: room() });
}

/** Posterior means of the purchase rate, `lambda`, and of the coin, `p`. */
export function posteriorMeans(params: Params, cells: Cells): Readonly<{ lambda: Float64Array; p: Float64Array }> {
  return shared.posteriorMeans(params, cells, COINS);
}

/** Time within which the next purchase comes with `probability`; Infinity when the customer may have left for good. */
export function timeToNextPurchase(params: Params, cells: Cells, probability: number): Float64Array {
  return pAlive(params, cells).map((alive, i) => {
    if (Number.isNaN(alive)) return NaN;
    return probability < alive ? future.timeToFirstPurchase(given(params, cells, i), probability / alive) : Infinity;
  });
}

/** Time after T within which the customer has left with `probability`, those who left before T included (0). */
export function residualLifetime(params: Params, cells: Cells, probability: number): Float64Array {
  return pAlive(params, cells).map((alive, i) =>
    Number.isNaN(alive) ? NaN : future.lifetime(given(params, cells, i), 1 - (1 - probability) / alive),
  );
}

/** Purchases of random new customers, each up to their T. */
export function simulate(params: Params, T: Float64Array, random: () => number): EventLog {
  return shared.simulate(params, T, { random, coins: COINS });
}

/** Whether these customers are enough for this model. */
export function applicability(cells: Cells): Applicability {
  return applicabilityOf(cells);
}

/** P(the coin of the first purchase fell well), and the parameters of the customers for whom it did. */
const stays = ({ a, b }: Params): number => b / (a + b);
const stayed = (params: Params): Params => ({ ...params, b: params.b + 1 });

/** BG/NBD one observation later, all coins up to T known to have fallen well: no coin is tossed at T. */
const given = ({ r, alpha, a, b }: Params, { frequency, T }: Cells, i: number): Params => ({
  r: r + frequency[i],
  alpha: alpha + T[i],
  a,
  b: b + frequency[i] + COINS,
});

const whileAlive = (params: Params, cells: Cells, quantity: (later: Params) => number): Float64Array =>
  pAlive(params, cells).map((alive, i) => alive * quantity(given(params, cells, i)));
