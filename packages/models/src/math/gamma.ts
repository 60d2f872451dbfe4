/**
 * The Gamma function and its relatives on a log scale, without the cancellation of differences.
 * Outside the domain: NaN or the limit, never a throw.
 */

const STIRLING_FROM = 10; // eight terms of the series are exact to a rounding from here on
/** log sqrt(2 pi). */
export const HALF_LOG_TWO_PI = 0.9189385332046728;
/** The constant of Euler and Mascheroni, -digamma(1). */
export const EULER = 0.5772156649015329;

/** C(z) = log Gamma(z) - [(z - 1/2) log z - z + log sqrt(2 pi)], z >= 10. */
export function stirlingTail(z: number): number {
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
