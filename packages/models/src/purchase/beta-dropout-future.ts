/**
 * The future of a customer of BG/NBD or MBG/NBD who is alive now: rate ~ Gamma(r, alpha), a coin ~ Beta(a, b) after each
 * purchase from now on. Both models' predictions are these with updated parameters, times P(alive).
 */
import { betaExpectation, integrate, invertWithSlope } from "../math/quadrature.js";
import { es } from "../math/integrals.js";
import type { Params } from "./beta-dropout.js";
import type { Discounting } from "./model.js";
import { fillNegativeBinomial, headOf } from "./negative-binomial.js";
import type { Room, Workspace } from "./negative-binomial.js";

const SERIES_TOLERANCE = 1e-17; // last term over sum
const MAX_TERMS = 2_000; // median 14; more are needed only when t is thousands of times alpha
const MAX_CONDITION = 1e4; // the series loses log10 of this many digits

/** E[X(t)]: Euler's series, which is regular at a = 1; quadrature over the coin where it is slow or cancels. */
export function mean({ r, alpha, a, b }: Params, t: number): number {
  if (t === 0) return 0;
  if (t === Infinity) return a > 1 ? (a + b - 1) / (a - 1) : Infinity;
  const z = t / (alpha + t);
  const l = -Math.log1p(t / alpha);
  const e = a - 1;
  const c = a + b - 1;
  const d = c - r;
  let term = d * z;
  let sum = term;
  let size = Math.abs(term);
  let k = 1;
  for (; k < MAX_TERMS && Math.abs(term) > SERIES_TOLERANCE * (1 - z) * size; k++) {
    term *= (((d + k) * (a + k - 1)) / ((a + b + k - 1) * (k + 1))) * z;
    sum += term;
    size += Math.abs(term);
  }
  const first = (-c * (e === 0 ? l : Math.expm1(e * l))) / (e === 0 ? 1 : e);
  const factor = Math.exp(e * l);
  const value = first - factor * sum;
  const condition = Math.max(Math.abs(first), factor * size) / Math.abs(value);
  if (k < MAX_TERMS && condition <= MAX_CONDITION) return value;
  return betaExpectation(a, b, (p) => -Math.expm1(-r * Math.log1p((p * t) / alpha)) / p);
}

/** P(X >= 1 within t): the first purchase waits for no coin. */
export const firstPurchaseWithin = ({ r, alpha }: Params, t: number): number => -Math.expm1(-r * Math.log1p(t / alpha));

/** Time within which the first purchase comes with `probability`. */
export const timeToFirstPurchase = ({ r, alpha }: Params, probability: number): number =>
  alpha * Math.expm1(-Math.log1p(-probability) / r);

const SMALLEST = 1e-18; // P(N >= n) that adds nothing to a moment

/**
 * E[X (X - 1)] = sum of 2 (n - 1) P(X >= n), P(X >= n) = P(N >= n) P(n - 1 coins fell well), N ~ NegBin.
 * @param space to work in
 */
export function secondFactorialMoment({ r, alpha, a, b }: Params, t: number, space: Workspace): number {
  const length = fillNegativeBinomial(space, { shape: r, rate: alpha, time: t });
  const tail = space.values;
  for (let n = length - 2; n >= 0; n--) tail[n] += tail[n + 1];
  let stayed = 1;
  let sum = 0;
  for (let n = 1; n < length && stayed * tail[n] > SMALLEST; n++) {
    sum += 2 * (n - 1) * stayed * tail[n];
    stayed *= (b + n - 1) / (a + b + n - 1);
  }
  return sum;
}

/** Where the distributions go, and the probability of being alive: the rest is at 0. */
export type Share = Readonly<{ weight: number; space: Room }>;

/**
 * P(X(t) = n) times `weight`, the rest at 0, up to a tail of 1e-10: alive after n purchases, or left at the n-th, both
 * positive; the difference of tails would lose the small ones.
 */
export function distribution({ r, alpha, a, b }: Params, t: number, { weight, space }: Share): Float64Array {
  if (Number.isNaN(weight) || !(t >= 0)) return Float64Array.of(NaN);
  const length = fillNegativeBinomial(space, { shape: r, rate: alpha, time: t });
  const out = space.values;
  for (let n = length - 2; n >= 0; n--) out[n] += out[n + 1]; // now P(N >= n)
  let stayed = 1; // P(n coins fell well); from n = 0 on, because it underflows at the other end
  let died = 0; // P(the n-th coin was the first to fall badly)
  for (let n = 0; n < length; n++) {
    const next = n + 1 < length ? out[n + 1] : 0;
    out[n] = weight * (stayed * (out[n] - next) + died * out[n]);
    const toss = stayed / (a + b + n);
    died = toss * a;
    stayed = toss * (b + n);
  }
  out[0] += 1 - weight;
  return headOf(space, length);
}

const WORTHLESS = 45; // e^-45 of a purchase counts for nothing
const LONGEST_PANEL = 1;

/** Expected purchases discounted continuously; for ever without horizon. */
export function discounted(law: Params, { rate, horizon = Infinity }: Discounting): number {
  const { r, alpha, a, b } = law;
  if (rate === 0) return mean(law, horizon);
  if (horizon === Infinity) {
    return betaExpectation(a, b, (p) => (r / p) * es(r + 1, Math.max((alpha * rate) / p, Number.MIN_VALUE)));
  }
  const until = Math.min(horizon, WORTHLESS / rate); // by parts: e^-(rate t) E(t) + rate * integral of e^-(rate u) E(u)
  const end = Math.log1p(until / alpha);
  const panels = Math.ceil(end / LONGEST_PANEL);
  const integrand = (y: number): number => {
    const u = alpha * Math.expm1(y);
    return (alpha + u) * Math.exp(-rate * u) * mean(law, u);
  };
  let sum = 0;
  for (let k = 0; k < panels; k++) sum += integrate(integrand, [(end * k) / panels, (end * (k + 1)) / panels], 16);
  return Math.exp(-rate * until) * mean(law, until) + rate * sum;
}

/**
 * Time within which the customer has left with `probability`; leaving happens at purchases. P(still there at u) =
 * E[(1 + p u / alpha)^-r] over the coin p.
 */
export function lifetime({ r, alpha, a, b }: Params, probability: number): number {
  if (probability <= 0) return 0;
  const within = (u: number): readonly [number, number] => [
    betaExpectation(a, b, (p) => -Math.expm1(-r * Math.log1p((p * u) / alpha))),
    betaExpectation(a, b, (p) => ((r * p) / alpha) * Math.exp(-(r + 1) * Math.log1p((p * u) / alpha))),
  ];
  return invertWithSlope(within, probability, (alpha * (a + b)) / (r * a));
}
