/**
 * The hypergeometric function and the exponential integral that the models need.
 * Outside the domain: NaN or the limit, never a throw.
 */
import { CONVERGED, MAX_TERMS, SERIES_TOLERANCE, TINY } from "./convergence.js";
import { EULER, lgamma1p } from "./gamma.js";

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
