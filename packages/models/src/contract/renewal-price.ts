/** The price at renewal that earns most: too high a price also loses the renewals that come after. */
import { lambertWOfExp } from "../math/lambert.js";
import { sigmoid } from "../math/logs.js";

/**
 * Chance to renew at price p: 1 / (1 + e^-(intercept - slope p)). Estimate both from randomised prices only: where
 * prices followed the customer, the curve says nothing about what a price does.
 */
export type PriceResponse = Readonly<{ intercept: number; slope: number }>;

/** Money of one renewal. `nextValue`: of the customer after it, just after payment (DERL_post times margin). */
export type RenewalMoney = Readonly<{ cost: number; nextValue: number; rate: number }>;

/** The best price, the chance to renew at it, and expected value per customer. */
export type RenewalPrice = Readonly<{ price: number; retention: number; value: number }>;

/**
 * Maximises retention(p) (p - cost + nextValue / (1 + rate)): p = (1 + W(e^(a + b K - 1))) / b - K with
 * K = nextValue / (1 + rate) - cost. MODELS-RETENTION section A.4. @returns NaN unless slope > 0
 */
export function renewalPrice({ intercept, slope }: PriceResponse, money: RenewalMoney): RenewalPrice {
  const kept = money.nextValue / (1 + money.rate) - money.cost;
  const price = slope > 0 ? (1 + lambertWOfExp(intercept + slope * kept - 1)) / slope - kept : NaN;
  const retention = sigmoid(intercept - slope * price);
  return { price, retention, value: retention * (price + kept) };
}
