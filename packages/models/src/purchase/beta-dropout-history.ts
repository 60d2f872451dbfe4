/**
 * What customers with a history will do, in BG/NBD and MBG/NBD: the future of a customer who is alive, with the parameters
 * the history leads to, times P(alive).
 */
import { pAlive } from "./beta-dropout.js";
import type { Coins, Params } from "./beta-dropout.js";
import * as future from "./beta-dropout-future.js";
import type { Cells, Discounting } from "./model.js";
import { room, workspace } from "./negative-binomial.js";

/** Customers of one of the two models. */
export type Customers = Readonly<{ params: Params; cells: Cells; coins: Coins }>;

/** Expected purchases in (T, T + horizon]. */
export const expectedPurchases = (customers: Customers, horizon: number): Float64Array =>
  whileAlive(customers, (later, alive) => alive * future.mean(later, horizon));

/** Variance of the purchases in (T, T + horizon]. */
export function purchaseVariance(customers: Customers, horizon: number): Float64Array {
  const space = workspace();
  return whileAlive(customers, (later, alive) => {
    const mean = future.mean(later, horizon);
    return alive * (mean + future.secondFactorialMoment(later, horizon, space)) - (alive * mean) ** 2;
  });
}

/** P(at least one purchase in (T, T + horizon]). */
export const pActive = (customers: Customers, horizon: number): Float64Array =>
  whileAlive(customers, (later, alive) => alive * future.firstPurchaseWithin(later, horizon));

/** Expected purchases after T, discounted continuously. */
export const discountedExpectedPurchases = (customers: Customers, discounting: Discounting): Float64Array =>
  whileAlive(customers, (later, alive) => alive * future.discounted(later, discounting));

/** P(Y = n) of the purchases in (T, T + horizon], per cell, up to a tail of 1e-10. */
export function purchaseDistribution(customers: Customers, horizon: number): readonly Float64Array[] {
  const { params, cells, coins } = customers;
  const space = room();
  const alive = pAlive(params, cells, coins);
  return Array.from(alive, (weight, i) => future.distribution(given(customers, i), horizon, { weight, space }));
}

/** Time within which the next purchase comes with `probability`; Infinity when the customer may have left for good. */
export const timeToNextPurchase = (customers: Customers, probability: number): Float64Array =>
  whileAlive(customers, (later, alive) =>
    probability < alive ? future.timeToFirstPurchase(later, probability / alive) : Infinity,
  );

/** Time after T within which the customer has left with `probability`, those who left before T included (0). */
export const residualLifetime = (customers: Customers, probability: number): Float64Array =>
  whileAlive(customers, (later, alive) => future.lifetime(later, 1 - (1 - probability) / alive));

/** BG/NBD one observation later, all coins up to T known to have fallen well: no coin is tossed at T. */
const given = ({ params: { r, alpha, a, b }, cells: { frequency, T }, coins }: Customers, i: number): Params => ({
  r: r + frequency[i],
  alpha: alpha + T[i],
  a,
  b: b + frequency[i] + coins,
});

const whileAlive = (customers: Customers, quantity: (later: Params, alive: number) => number): Float64Array =>
  pAlive(customers.params, customers.cells, customers.coins).map((alive, i) =>
    Number.isNaN(alive) ? NaN : quantity(given(customers, i), alive),
  );
