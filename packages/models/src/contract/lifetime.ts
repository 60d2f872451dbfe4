/**
 * Discounted numbers of payments from retention rates alone, for models without a closed form and for finite horizons.
 * MODELS-RETENTION section A.3 after Fader and Hardie (2010), Customer-base valuation in a contractual setting.
 */
import type { Discounting } from "./model.js";

const TAIL = 1e-13; // of the sum: what may be missing at the end

/**
 * Sum over t >= first of P(payment t is made) / (1 + rate)^(t - first), given that payment `first - 1` was made.
 * @param retention P(renews at t | renewed t - 1 times)
 * @param horizon payments that count; Infinity is as without one
 * @returns NaN without a horizon unless rate > 0: then the sum may have no limit
 */
export function discountedPayments(
  retention: (t: number) => number,
  first: number,
  { rate, horizon = Infinity }: Discounting,
): number {
  const isEndless = horizon === Infinity;
  if (!(rate > -1) || Number.isNaN(horizon) || (isEndless && !(rate > 0))) return NaN;
  const factor = 1 / (1 + rate);
  let made = retention(first); // P(payment t is made) times its discount
  let sum = 0;
  for (let t = first; t - first < horizon; t++) {
    sum += made;
    if (isEndless && !(made * factor > TAIL * sum * (1 - factor))) break; // or a retention that is none: NaN
    made *= retention(t + 1) * factor;
  }
  return sum;
}

/** DEL from the residual lifetime before the first renewal. */
export const lifetimeFromResidual = (
  before: (renewal: number, discounting: Discounting) => number,
  { rate, horizon }: Discounting,
): number => {
  if (horizon === undefined || horizon === Infinity) return 1 + before(1, { rate }) / (1 + rate);
  return horizon < 1 ? 0 : 1 + before(1, { rate, horizon: horizon - 1 }) / (1 + rate);
};

/** DERL between two payments, `elapsed` (0 to 1) of the period after payment n gone: from DERL_pre(n + 1). */
export const residualWithinPeriod = (beforeNextRenewal: number, rate: number, elapsed: number): number =>
  beforeNextRenewal * (1 + rate) ** (elapsed - 1);

/** Customers by the number of renewals they have made. */
export type Base = Readonly<{ customers: Float64Array; renewals: Float64Array }>;

/** Payments to come from a base whose next renewals are about to be decided. @param before DERL_pre of a renewal */
export const residualOfBase = ({ customers, renewals }: Base, before: (renewal: number) => number): number =>
  customers.reduce((sum, count, i) => sum + count * before(renewals[i] + 1), 0);
