/**
 * Pareto/NBD: purchases at rate lambda until the customer leaves, unseen, at rate mu. Schmittlein, Morrison and Colombo
 * (1987); formulas as Fader and Hardie (2005), in the stable forms of MODELS-PURCHASE section 7.
 */
import { exponential, gamma } from "../math/random.js";
import { gaussLegendre, integrate, invertWithSlope } from "../math/quadrature.js";
import { es } from "../math/integrals.js";
import { omexp, sigmoid } from "../math/logs.js";
import { applicability as applicabilityOf } from "./cells.js";
import { simulateCustomers } from "./event-log.js";
import { fitCells } from "./fitting.js";
import type { Applicability, Cells, Discounting, EventLog, Fit, FitOptions } from "./model.js";
import * as nbd from "./nbd.js";
import { addMixture, fillNegativeBinomial, headOf, room } from "./negative-binomial.js";
import type { Room } from "./negative-binomial.js";
import { branches, evaluate, isInside, logLikelihood } from "./pareto-likelihood.js";
import type { Params } from "./pareto-likelihood.js";
import { MOMENTS, momentsOf, powerIntegral } from "./power-integral.js";
import { scales } from "./prior.js";

export { logLikelihood };
export type { Params };

/** Gradient of the log-likelihood. */
export function gradient(params: Params, cells: Cells): Params {
  const [r, alpha, s, beta] = evaluate(params, cells).gradient;
  return { r: r / params.r, alpha: alpha / params.alpha, s: s / params.s, beta: beta / params.beta };
}

/** Maximum-likelihood estimate, or with `prior` the posterior mode. At least as good as NBD, the limit s -> 0. */
export function fit(cells: Cells, options: FitOptions<Params> = {}): Fit<Params> {
  const { rate, age } = scales(cells);
  const start =
    options.prior === true
      ? { r: 0.6, alpha: 0.8 / (1.5 * rate), s: 0.6, beta: age }
      : { r: 1, alpha: 1 / rate, s: 1, beta: age };
  return fitCells({ model: "pareto-nbd", start, evaluate, nested: nbd.fit }, cells, options);
}

/** P(customer is still active at T). @returns one probability per cell */
export function pAlive(params: Params, { frequency, recency, T }: Cells): Float64Array {
  if (!isInside(params)) return new Float64Array(frequency.length).fill(NaN);
  return frequency.map((x, i) => {
    const { alive, left } = branches(params, { x, tx: recency[i], T: T[i] });
    return sigmoid(alive - left);
  });
}

/** Expected purchases in (T, T + horizon], given the history. @param horizon in cells.timeUnit, >= 0 */
export function expectedPurchases(params: Params, cells: Cells, horizon: number): Float64Array {
  return whileAlive(params, cells, (later) => expectedPurchasesNewCustomer(later, horizon));
}

/** Expected purchases of a random new customer up to `horizon`. */
export function expectedPurchasesNewCustomer(params: Params, horizon: number): number {
  const { r, alpha, s, beta } = params;
  return isInside(params) ? (r / alpha) * beta * omexp(s - 1, Math.log1p(horizon / beta)) : NaN;
}

/** Variance of the purchases in (T, T + horizon], given the history. */
export function purchaseVariance(params: Params, cells: Cells, horizon: number): Float64Array {
  const alive = pAlive(params, cells);
  return alive.map((p, i) => {
    const later = given(params, cells, i);
    const mean = expectedPurchasesNewCustomer(later, horizon);
    return p * (mean + secondFactorialMoment(later, horizon)) - (p * mean) ** 2;
  });
}

/** E[X (X - 1)]: 2 r (r + 1) / alpha^2 times the integral of u (1 + u/beta)^-s, in u = beta (e^y - 1). */
function secondFactorialMoment({ r, alpha, s, beta }: Params, horizon: number): number {
  const weighted = (y: number): number => Math.expm1(y) * Math.exp((1 - s) * y);
  const integral = inPanels(weighted, Math.log1p(horizon / beta), 6 / (1 + s));
  return 2 * r * (r + 1) * (beta / alpha) ** 2 * integral;
}

/** Integral of f over (0, end) in panels of at most `longest`. */
function inPanels(f: (y: number) => number, end: number, longest: number): number {
  const panels = Math.ceil(end / Math.min(longest, 2));
  let sum = 0;
  for (let k = 0; k < panels; k++) sum += integrate(f, [(end * k) / panels, (end * (k + 1)) / panels], 16);
  return sum;
}

/** P(at least one purchase in (T, T + horizon]). */
export function pActive(params: Params, cells: Cells, horizon: number): Float64Array {
  return whileAlive(params, cells, (later) => firstPurchaseWithin(later, horizon));
}

/** P(X >= 1), as the integral of the density of the first purchase, which does not cancel where it is small. */
const firstPurchaseWithin = ({ r, alpha, s, beta }: Params, horizon: number): number =>
  horizon >= 0 ? Math.min(1, (r / alpha) * powerIntegral({ A: alpha, p: r + 1, B: beta, q: s, length: horizon })) : NaN;

/** Expected purchases after T, discounted continuously (DERT without horizon). */
export function discountedExpectedPurchases(params: Params, cells: Cells, discounting: Discounting): Float64Array {
  const { rate, horizon = Infinity } = discounting;
  return whileAlive(params, cells, ({ r, alpha, s, beta }) => {
    if (rate === 0 && horizon === Infinity) return s > 1 ? ((r / alpha) * beta) / (s - 1) : Infinity;
    if (rate === 0) return expectedPurchasesNewCustomer({ r, alpha, s, beta }, horizon);
    if (horizon === Infinity) return (r / alpha) * beta * es(s, rate * beta);
    const end = Math.log1p(Math.min(horizon, WORTHLESS / rate) / beta);
    const discounted = (y: number): number => Math.exp((1 - s) * y - rate * beta * Math.expm1(y));
    return (r / alpha) * beta * inPanels(discounted, end, 6 / (1 + s));
  });
}

const WORTHLESS = 45; // e^-45 of a purchase counts for nothing

/** P(Y = n) of the purchases in (T, T + horizon], per cell, up to a tail of 1e-10. */
export function purchaseDistribution(params: Params, cells: Cells, horizon: number): readonly Float64Array[] {
  const space = room();
  const alive = pAlive(params, cells);
  return Array.from(alive, (weight, i) => distribution(given(params, cells, i), horizon, { weight, space }));
}

/** P(X = n) of the purchases of a random new customer up to `horizon`, up to a tail of 1e-10. */
export function purchaseDistributionNewCustomer(params: Params, horizon: number): Float64Array {
  return distribution(params, horizon, { weight: isInside(params) ? 1 : NaN, space: room() });
}

const LONGEST_PANEL = 3;
const GONE = 45; // s y beyond which nobody is left
const STEEP = 16; // fall of the log-integrand within a panel that 16 nodes follow to 1e-13

/** Where the distribution goes, and P(alive): the rest is at 0. */
type Share = Readonly<{ weight: number; space: Room }>;

/** Mixture over the time of leaving: one set of nodes serves every n. */
function distribution({ r, alpha, s, beta }: Params, horizon: number, { weight, space }: Share): Float64Array {
  if (Number.isNaN(weight) || !(horizon >= 0)) return Float64Array.of(NaN);
  const end = Math.log1p(horizon / beta);
  const length = fillNegativeBinomial(space, { shape: r, rate: alpha, time: horizon });
  const out = space.values;
  const stays = weight * Math.exp(-s * end);
  for (let n = 0; n < length; n++) out[n] *= stays;
  const last = Math.min(end, GONE / s);
  const longest = Math.min(LONGEST_PANEL, 6 / Math.sqrt(r + length), STEEP / s);
  const first = (STEEP * alpha) / (r * beta); // P(N = 0) falls fast for heavy buyers: panels grow from there
  const { nodes, weights } = gaussLegendre(16);
  const mixture = { shape: r, rate: alpha, times: space.times, weights: space.shares };
  for (let from = 0; from < last;) {
    const to = Math.min(last, from + Math.min(longest, first + from));
    const half = (to - from) / 2;
    for (let k = 0; k < nodes.length; k++) {
      const y = from + half * (nodes[k] + 1);
      mixture.times[k] = beta * Math.expm1(y);
      mixture.weights[k] = weight * half * weights[k] * s * Math.exp(-s * y);
    }
    addMixture(out, length, mixture);
    from = to;
  }
  out[0] += 1 - weight;
  return headOf(space, length);
}

/** Posterior means of the purchase rate, `lambda`, and of the rate of leaving, `mu`. */
export function posteriorMeans(params: Params, cells: Cells): Readonly<{ lambda: Float64Array; mu: Float64Array }> {
  const { r, alpha, s, beta } = params;
  const { frequency, recency, T } = cells;
  const alive = pAlive(params, cells);
  const lambda = new Float64Array(alive.length);
  const mu = new Float64Array(alive.length);
  const moments = new Float64Array(MOMENTS);
  for (let i = 0; i < alive.length; i++) {
    const R = r + frequency[i];
    const A = alpha + recency[i];
    const B = beta + recency[i];
    momentsOf({ A, p: R, B, q: s + 1, length: T[i] - recency[i] }, moments);
    const left = 1 - alive[i];
    lambda[i] = R * (alive[i] / (alpha + T[i]) + (left * moments[1]) / A);
    mu[i] = (alive[i] * s) / (beta + T[i]) + (left * (s + 1) * moments[3]) / B;
  }
  return { lambda, mu };
}

/** Time within which the next purchase comes with `probability`; Infinity when the customer may have left for good. */
export function timeToNextPurchase(params: Params, cells: Cells, probability: number): Float64Array {
  return pAlive(params, cells).map((alive, i) => {
    const later = given(params, cells, i);
    const { r, alpha, s, beta } = later;
    if (!(probability < alive * firstPurchaseWithin(later, Infinity))) return Number.isNaN(alive) ? NaN : Infinity;
    const within = (t: number): readonly [number, number] => [
      alive * firstPurchaseWithin(later, t),
      alive * (r / alpha) * Math.exp(-(r + 1) * Math.log1p(t / alpha) - s * Math.log1p(t / beta)),
    ];
    return probability <= 0
      ? 0
      : invertWithSlope(within, probability, alpha * Math.expm1(-Math.log1p(-probability / alive) / r));
  });
}

/** Time after T within which the customer has left with `probability`, those who left before T included (0). */
export function residualLifetime(params: Params, cells: Cells, probability: number): Float64Array {
  const { beta, s } = params;
  return pAlive(params, cells).map((alive, i) =>
    Math.max(0, (beta + cells.T[i]) * Math.expm1((Math.log(alive) - Math.log1p(-probability)) / s)),
  );
}

/** Purchases of random new customers, each up to their T. */
export function simulate({ r, alpha, s, beta }: Params, T: Float64Array, random: () => number): EventLog {
  return simulateCustomers(T, (end, purchase) => {
    const lambda = gamma(random, r, alpha);
    const active = Math.min(end, exponential(random, gamma(random, s, beta)));
    for (let t = exponential(random, lambda); t <= active; t += exponential(random, lambda)) purchase(t);
  });
}

/** Whether these customers are enough for this model. */
export function applicability(cells: Cells): Applicability {
  return applicabilityOf(cells);
}

/** The same model one observation later: everything conditional is the unconditional with these, times pAlive. */
const given = ({ r, alpha, s, beta }: Params, { frequency, T }: Cells, i: number): Params => ({
  r: r + frequency[i],
  alpha: alpha + T[i],
  s,
  beta: beta + T[i],
});

const whileAlive = (params: Params, cells: Cells, quantity: (later: Params) => number): Float64Array =>
  pAlive(params, cells).map((alive, i) => alive * quantity(given(params, cells, i)));
