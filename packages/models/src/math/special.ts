/**
 * Special functions, each in a form that keeps its digits where the models use it. Domains and errors: MODELS-PURCHASE
 * section 2; outside the domain they return NaN (or the limit), never throw.
 */

const STIRLING_FROM = 10; // eight terms of the series are exact to a rounding from here on
const HALF_LOG_TWO_PI = 0.9189385332046728;
const EULER = 0.5772156649015329;
const TINY = 1e-300; // stands for 0 in Lentz's method
const CONVERGED = 3e-16; // relative change of a continued fraction
const SERIES_TOLERANCE = 1e-17; // last term over sum
const MAX_TERMS = 100_000;

/** C(z) = log Gamma(z) - [(z - 1/2) log z - z + log sqrt(2 pi)], z >= 10. */
function stirlingTail(z: number): number {
  const w = 1 / (z * z);
  const high = 1 / 1188 + w * (-691 / 360360 + w * (1 / 156 - (w * 3617) / 122400));
  return (1 / 12 + w * (-1 / 360 + w * (1 / 1260 + w * (-1 / 1680 + w * high)))) / z;
}

/** log z - 1/(2z) - digamma(z), z >= 10. */
function digammaTail(z: number): number {
  const w = 1 / (z * z);
  const high = 1 / 132 + w * (-691 / 32760 + w * (1 / 12 - (w * 3617) / 8160));
  return w * (1 / 12 + w * (-1 / 120 + w * (1 / 252 + w * (-1 / 240 + w * high))));
}

/** trigamma(z) - 1/z - 1/(2z^2), z >= 10. */
function trigammaTail(z: number): number {
  const w = 1 / (z * z);
  const high = 5 / 66 + w * (-691 / 2730 + w * (7 / 6 - (w * 3617) / 510));
  return ((1 / 6 + w * (-1 / 30 + w * (1 / 42 + w * (-1 / 30 + w * high)))) * w) / z;
}

/** log Gamma(z), z > 0. Error 7e-15 of max(1, |value|). */
export function lgamma(z: number): number {
  if (!(z > 0)) return z === 0 ? Infinity : NaN;
  let product = 1;
  let y = z;
  for (; y < STIRLING_FROM; y++) product *= y;
  return (y - 0.5) * Math.log(y) - y + HALF_LOG_TWO_PI + stirlingTail(y) - Math.log(product);
}

/**
 * log Gamma(z + d) - log Gamma(z), for z > 0 and d >= 0. Never write the difference: at z = 5e11 it is off by 3e-3,
 * this by 2.5e-15 of max(1, |value|).
 */
export function lrise(z: number, d: number): number {
  if (d <= 16 && Number.isInteger(d)) {
    let product = 1;
    for (let i = 0; i < d; i++) product *= z + i;
    if (product < Infinity) return Math.log(product);
  }
  let shifted = 0;
  let y = z;
  for (; y < STIRLING_FROM; y++) shifted -= Math.log1p(d / y);
  const step = (y - 0.5) * Math.log1p(d / y) + d * (Math.log(y + d) - 1);
  return shifted + step + (stirlingTail(y + d) - stirlingTail(y));
}

/** Digamma function, z > 0. Error 1.2e-15 of max(1, |value|). */
export function digamma(z: number): number {
  if (!(z > 0)) return NaN;
  let shifted = 0;
  let y = z;
  for (; y < STIRLING_FROM; y++) shifted -= 1 / y;
  return shifted + Math.log(y) - 0.5 / y - digammaTail(y);
}

/** digamma(z + d) - digamma(z), for z > 0 and d >= 0, without the cancellation of the difference. */
export function psirise(z: number, d: number): number {
  let shifted = 0;
  let y = z;
  if (d <= 16 && Number.isInteger(d)) {
    for (let i = 0; i < d; i++) shifted += 1 / (z + i);
    return shifted;
  }
  for (; y < STIRLING_FROM; y++) shifted += d / (y * (y + d));
  const half = (0.5 * d) / (y * (y + d));
  return shifted + Math.log1p(d / y) + half + (digammaTail(y) - digammaTail(y + d));
}

/** Trigamma function, z > 0. */
export function trigamma(z: number): number {
  if (!(z > 0)) return NaN;
  let shifted = 0;
  let y = z;
  for (; y < STIRLING_FROM; y++) shifted += 1 / (y * y);
  return shifted + 1 / y + 0.5 / (y * y) + trigammaTail(y);
}

/** trigamma(z + d) - trigamma(z) (negative), for z > 0 and d >= 0. */
export function tririse(z: number, d: number): number {
  let shifted = 0;
  let y = z;
  if (d <= 16 && Number.isInteger(d)) {
    for (let i = 0; i < d; i++) shifted -= 1 / ((z + i) * (z + i));
    return shifted;
  }
  for (; y < STIRLING_FROM; y++) shifted += 1 / ((y + d) * (y + d)) - 1 / (y * y);
  const u = y + d;
  const leading = -d / (y * u) - (0.5 * d * (y + u)) / (y * y * u * u);
  return shifted + leading + (trigammaTail(u) - trigammaTail(y));
}

/** log B(a, b), a, b > 0. Error 7e-15 of max(1, |value|), also where one argument dwarfs the other. */
export function lbeta(a: number, b: number): number {
  const small = Math.min(a, b);
  return lgamma(small) - lrise(Math.max(a, b), small);
}

/** zeta(k) - 1 for k = 2, 3, ... */
const ZETA_MINUS_ONE = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645,
  0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5,
  7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365043e-8,
  7.45071178983543e-9, 3.725334024788457e-9, 1.862659723513049e-9, 9.313274324196682e-10, 4.656629065033784e-10,
  2.3283118336765053e-10, 1.164155017270052e-10, 5.820772087902701e-11, 2.9103850444971e-11, 1.4551921891041985e-11,
  7.275959835057482e-12, 3.637979547378651e-12, 1.818989650307066e-12,
];

/** log Gamma(1 + e), |e| <= 1/2, with full relative accuracy also next to e = 0. */
export function lgamma1p(e: number): number {
  let sum = 0;
  let power = e;
  for (let i = 0; i < ZETA_MINUS_ONE.length; i++) {
    power *= -e;
    sum -= (power * ZETA_MINUS_ONE[i]) / (i + 2);
  }
  return -Math.log1p(e) + e * (1 - EULER) + sum;
}

/** log(e^a + e^b); either may be -Infinity. */
export function logAddExp(a: number, b: number): number {
  if (a === -Infinity) return b;
  if (b === -Infinity) return a;
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}

/** 1 / (1 + e^-z), without overflow. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** log(1 - e^-x), x > 0. */
export const log1mexp = (x: number): number => (x < Math.LN2 ? Math.log(-Math.expm1(-x)) : Math.log1p(-Math.exp(-x)));

/** (1 - e^(-e l)) / e, which is l at e = 0: the stable form of (1 - y^e) / e with l = -log y. */
export const omexp = (e: number, l: number): number => (e === 0 ? l : -Math.expm1(-e * l) / e);

/**
 * 2F1(1, b; c; z) for c > b > 0, z < 1, by Gauss's continued fraction (5e-13 for z <= 0.999; some 17 / sqrt(1 - z)
 * steps). All the 2F1 of these models reduce to it.
 */
export function hyp2f1One(b: number, c: number, z: number): number {
  if (!(b > 0 && c > b && z < 1)) return NaN;
  let f = TINY;
  let numerator = TINY;
  let denominator = 0;
  let coefficient = 1;
  for (let n = 1; n < MAX_TERMS; n++) {
    denominator = 1 / (1 + coefficient * denominator || TINY);
    numerator = 1 + coefficient / numerator || TINY;
    const change = numerator * denominator;
    f *= change;
    if (Math.abs(change - 1) < CONVERGED) break;
    const m = Math.floor(n / 2);
    const odd = m > 0 ? (c - 1 + m) / (c + 2 * m - 1) : 1;
    const even = (m * (c - b + m - 1)) / ((c + 2 * m - 2) * (c + 2 * m - 1));
    coefficient = -z * (n % 2 === 1 ? ((b + m) / (c + 2 * m)) * odd : even);
  }
  return f;
}

/**
 * e^x E_s(x) = integral over v > 0 of e^(-x v) (1 + v)^(-s), s > 0, x > 0 (8e-15). The scaled form of the generalised
 * exponential integral; the literature's Tricomi U(s, s, x) is x^(1-s) times it.
 */
export function es(s: number, x: number): number {
  if (!(s > 0 && x > 0)) return NaN;
  if (x === Infinity) return 0;
  if (x >= 1 || s > 41) return esFraction(s, x);
  if (s < 0.5) {
    const series = alternatingSeries(x, 1 - s) + 1 / (1 - s);
    return Math.exp(x) * (Math.exp(lgamma1p(-s) + (s - 1) * Math.log(x)) - series);
  }
  const steps = Math.floor(s + 0.5) - 1;
  const e = s - 1 - steps;
  const logX = Math.log(x);
  const head = e === 0 ? -EULER - logX : -Math.expm1(lgamma1p(-e) + e * logX) / e;
  let value = Math.exp(x) * (head - alternatingSeries(x, -e));
  for (let i = 0; i < steps; i++) value = (1 - x * value) / (1 + e + i);
  return value;
}

/** Sum over k >= 1 of (-x)^k / (k! (k + shift)), 0 < x < 1. */
function alternatingSeries(x: number, shift: number): number {
  let power = 1;
  let sum = 0;
  for (let k = 1; k < 200; k++) {
    power *= -x / k;
    const term = power / (k + shift);
    sum += term;
    if (Math.abs(term) < SERIES_TOLERANCE * Math.abs(sum)) break;
  }
  return sum;
}

function esFraction(s: number, x: number): number {
  let b = x + s;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < MAX_TERMS; i++) {
    const a = -i * (s - 1 + i);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    h *= c * d;
    if (Math.abs(c * d - 1) < CONVERGED) break;
  }
  return h;
}

/** A probability and its complement: each is accurate where it is the small one. */
export type Tails = Readonly<{ lower: number; upper: number }>;

/** Regularised incomplete beta I_x(a, b) and its complement, a, b > 0 (9e-14 absolute). @param y 1 - x, if known better */
export function incompleteBeta(a: number, b: number, [x, y = 1 - x]: readonly [x: number, y?: number]): Tails {
  if (!(a > 0 && b > 0) || Number.isNaN(x)) return { lower: NaN, upper: NaN };
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  const factor = betaPrefactor(a, b, [x, y]);
  if (x < (a + 1) / (a + b + 2)) {
    const lower = (factor * betaFraction(a, b, x)) / a;
    return { lower, upper: 1 - lower };
  }
  const upper = (factor * betaFraction(b, a, y)) / b;
  return { lower: 1 - upper, upper };
}

/** x^a y^b / B(a, b), with Stirling's series cancelled by hand for a, b >= 10: the naive form loses 5 digits at 1e4. */
function betaPrefactor(a: number, b: number, [x, y]: readonly [number, number]): number {
  if (a >= 10 && b >= 10) {
    const n = a + b;
    const d = x < y ? x - a / n : b / n - y;
    const u = (d * n) / a;
    const v = (-d * n) / b;
    const e = a * (Math.log1p(u) - u) + b * (Math.log1p(v) - v) - stirlingTail(a) - stirlingTail(b) + stirlingTail(n);
    return Math.exp(e - HALF_LOG_TWO_PI) * Math.sqrt((a * b) / n);
  }
  const logX = x <= 0.5 ? Math.log(x) : Math.log1p(-y);
  const logY = y <= 0.5 ? Math.log(y) : Math.log1p(-x);
  return Math.exp(a * logX + b * logY - lbeta(a, b));
}

function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || TINY);
  let h = d;
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a - 1 + 2 * m) * (a + 2 * m));
    d = 1 / (1 + even * d || TINY);
    c = 1 + even / c || TINY;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 1 + 2 * m));
    d = 1 / (1 + odd * d || TINY);
    c = 1 + odd / c || TINY;
    h *= d * c;
    if (Math.abs(d * c - 1) < CONVERGED) break;
  }
  return h;
}

/** Regularised incomplete gamma P(a, x) (`lower`) and Q(a, x) (`upper`), a > 0 (6e-15 absolute). */
export function incompleteGamma(a: number, x: number): Tails {
  if (!(a > 0) || Number.isNaN(x)) return { lower: NaN, upper: NaN };
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  const u = (x - a) / a;
  const logFactor =
    a >= 10
      ? -a * (u - Math.log1p(u)) + 0.5 * Math.log(a) - HALF_LOG_TWO_PI - stirlingTail(a)
      : a * Math.log(x) - x - lgamma(a);
  const factor = Math.exp(logFactor);
  if (x < a + 1) {
    const lower = factor * gammaSeries(a, x);
    return { lower, upper: 1 - lower };
  }
  const upper = factor * gammaFraction(a, x);
  return { lower: 1 - upper, upper };
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MAX_TERMS && term > sum * SERIES_TOLERANCE; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < MAX_TERMS; n++) {
    const coefficient = -n * (n - a);
    b += 2;
    d = 1 / (coefficient * d + b || TINY);
    c = b + coefficient / c || TINY;
    h *= d * c;
    if (Math.abs(d * c - 1) < CONVERGED) break;
  }
  return h;
}

/** Standard normal distribution function; relative accuracy in the lower tail. */
export function normalCdf(z: number): number {
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2);
  return z < 0 ? upper / 2 : 0.5 + lower / 2;
}

/** Standard normal quantile: Acklam's rational start, two Halley steps on `normalCdf`. @param p in (0, 1) */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  let z = quantileStart(p);
  for (let i = 0; i < 2; i++) {
    const step = (normalCdf(z) - p) * Math.exp((z * z) / 2 + HALF_LOG_TWO_PI);
    z -= step / (1 + (z * step) / 2);
  }
  return z;
}

const TAIL = {
  top: [
    -7.784894002430293e-3, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  bottom: [7.784695709041462e-3, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
} as const;
const MIDDLE = {
  top: [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
  ],
  bottom: [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
} as const;

const horner = (coefficients: readonly number[], x: number): number => coefficients.reduce((sum, c) => sum * x + c, 0);

/** Acklam's approximation (1e-9 relative), p <= 1/2. */
function quantileStart(p: number): number {
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return horner(TAIL.top, q) / horner(TAIL.bottom, q);
  }
  const q = p - 0.5;
  return (q * horner(MIDDLE.top, q * q)) / horner(MIDDLE.bottom, q * q);
}
