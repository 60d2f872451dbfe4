/**
 * NBD: purchases at rates that differ between customers and never change; nobody leaves. Ehrenberg (1959); Fader and
 * Hardie's note on the NBD as the limit of the models with dropout. The yardstick the others must beat.
 */
import { exponential, gamma } from "../math/random.js";
import { lrise, psirise, tririse } from "../math/gamma.js";
import type { Evaluation } from "../inference/newton.js";
import { applicability as applicabilityOf } from "./cells.js";
import { simulateCustomers } from "./event-log.js";
import { fitCells } from "./fitting.js";
import type { Applicability, Cells, Discounting, EventLog, Fit, FitOptions } from "./model.js";
import { fillNegativeBinomial, headOf, room } from "./negative-binomial.js";
import type { Room } from "./negative-binomial.js";
import { scales } from "./prior.js";

/** Purchase rate ~ Gamma(r, alpha). Both > 0; alpha is a time. */
export type Params = Readonly<{ r: number; alpha: number }>;

const isInside = ({ r, alpha }: Params): boolean => r > 0 && alpha > 0 && r < Infinity && alpha < Infinity;

/** Log-likelihood of the repeat purchases, summed over customers. @returns NaN unless every parameter is > 0 */
export function logLikelihood(params: Params, cells: Cells): number {
  return evaluate(params, cells).value;
}

/** Gradient of the log-likelihood. */
export function gradient(params: Params, cells: Cells): Params {
  const [r, alpha] = evaluate(params, cells).gradient;
  return { r: r / params.r, alpha: alpha / params.alpha };
}

/** Log-likelihood with gradient and Hessian in the logs of r, alpha. */
function evaluate(params: Params, { frequency, T, weight }: Cells): Required<Evaluation> {
  const { r, alpha } = params;
  if (!isInside(params)) return { value: NaN, gradient: [NaN, NaN], hessian: [[NaN, NaN], [NaN, NaN]] }; // prettier-ignore
  let [sum, lost, ofX, purchases, riseR, triR] = [0, 0, -1, 0, 0, 0];
  let [gR, gA, hRR, hRA, hAA] = [0, 0, 0, 0, 0];
  for (let i = 0; i < frequency.length; i++) {
    const x = frequency[i];
    const w = weight[i];
    if (x !== ofX) {
      ofX = x;
      purchases = lrise(r, x) - x * Math.log(alpha);
      riseR = psirise(r, x);
      triR = r * r * tririse(r, x);
    }
    const log = Math.log1p(T[i] / alpha);
    const q = alpha / (alpha + T[i]);
    const term = w * (purchases - (r + x) * log) - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
    const ofR = r * (riseR - log);
    gR += w * ofR;
    gA += w * (r - (r + x) * q);
    hRR += w * (ofR + triR);
    hRA += w * r * (1 - q);
    hAA -= w * (r + x) * q * (1 - q);
  }
  return { value: sum, gradient: [gR, gA], hessian: [[hRR, hRA], [hRA, hAA]] }; // prettier-ignore
}

/** Maximum-likelihood estimate, or with `prior` the posterior mode. */
export function fit(cells: Cells, options: FitOptions<Params> = {}): Fit<Params> {
  const { rate } = scales(cells);
  const start = options.prior === true ? { r: 0.8, alpha: 0.8 / (1.5 * rate) } : { r: 1, alpha: 1 / rate };
  return fitCells({ model: "nbd", start, evaluate }, cells, options);
}

/** P(customer is still active at T): always 1, nobody leaves. */
export function pAlive(params: Params, { frequency }: Cells): Float64Array {
  return new Float64Array(frequency.length).fill(isInside(params) ? 1 : NaN);
}

/** Expected purchases in (T, T + horizon], given the history. @param horizon in cells.timeUnit, >= 0 */
export function expectedPurchases(params: Params, cells: Cells, horizon: number): Float64Array {
  return eachCell(params, cells, ({ r, alpha }) => (r / alpha) * horizon);
}

/** Expected purchases of a random new customer up to `horizon`. */
export function expectedPurchasesNewCustomer(params: Params, horizon: number): number {
  return isInside(params) ? (params.r / params.alpha) * horizon : NaN;
}

/** Variance of the purchases in (T, T + horizon], given the history. */
export function purchaseVariance(params: Params, cells: Cells, horizon: number): Float64Array {
  return eachCell(params, cells, ({ r, alpha }) => (r / alpha) * horizon * (1 + horizon / alpha));
}

/** P(at least one purchase in (T, T + horizon]). */
export function pActive(params: Params, cells: Cells, horizon: number): Float64Array {
  return eachCell(params, cells, ({ r, alpha }) => -Math.expm1(-r * Math.log1p(horizon / alpha)));
}

/** Expected purchases after T, discounted continuously. @returns Infinity without both rate and horizon */
export function discountedExpectedPurchases(params: Params, cells: Cells, discounting: Discounting): Float64Array {
  const { rate, horizon = Infinity } = discounting;
  const time = rate === 0 ? horizon : -Math.expm1(-rate * horizon) / rate;
  return eachCell(params, cells, ({ r, alpha }) => (r / alpha) * time);
}

/** P(Y = n) of the purchases in (T, T + horizon], per cell, up to a tail of 1e-10. */
export function purchaseDistribution(params: Params, cells: Cells, horizon: number): readonly Float64Array[] {
  const space = room();
  const known = isInside(params);
  return Array.from(cells.frequency, (_, i) => distribution(known ? given(params, cells, i) : params, horizon, space));
}

/** P(X = n) of the purchases of a random new customer up to `horizon`, up to a tail of 1e-10. */
export function purchaseDistributionNewCustomer(params: Params, horizon: number): Float64Array {
  return distribution(params, horizon, room());
}

function distribution(params: Params, horizon: number, space: Room): Float64Array {
  if (!isInside(params) || !(horizon >= 0)) return Float64Array.of(NaN);
  return headOf(space, fillNegativeBinomial(space, { shape: params.r, rate: params.alpha, time: horizon }));
}

/** Posterior mean of the purchase rate: `lambda`. */
export function posteriorMeans(params: Params, cells: Cells): Readonly<{ lambda: Float64Array }> {
  return { lambda: eachCell(params, cells, ({ r, alpha }) => r / alpha) };
}

/** Time within which the next purchase comes with `probability`. */
export function timeToNextPurchase(params: Params, cells: Cells, probability: number): Float64Array {
  return eachCell(params, cells, ({ r, alpha }) => alpha * Math.expm1(-Math.log1p(-probability) / r));
}

/** Time within which the customer has left with `probability`: never. */
export function residualLifetime(params: Params, cells: Cells, probability: number): Float64Array {
  return eachCell(params, cells, () => (probability > 0 ? Infinity : 0));
}

/** Purchases of random new customers, each up to their T. */
export function simulate({ r, alpha }: Params, T: Float64Array, random: () => number): EventLog {
  return simulateCustomers(T, (end, purchase) => {
    const lambda = gamma(random, r, alpha);
    for (let t = exponential(random, lambda); t <= end; t += exponential(random, lambda)) purchase(t);
  });
}

/** Whether these customers are enough for this model. */
export function applicability(cells: Cells): Applicability {
  return applicabilityOf(cells);
}

/** The same model one observation later: everything conditional is the unconditional with these. */
const given = ({ r, alpha }: Params, { frequency, T }: Cells, i: number): Params => ({
  r: r + frequency[i],
  alpha: alpha + T[i],
});

const eachCell = (params: Params, cells: Cells, quantity: (later: Params) => number): Float64Array =>
  cells.frequency.map((_, i) => (isInside(params) ? quantity(given(params, cells, i)) : NaN));
