/** Quadrature rules and root finding. */
import { sigmoid } from "./logs.js";

export type Rule = Readonly<{ nodes: Float64Array; weights: Float64Array }>;

const NEWTON_STEPS = 8; // quadratic from a start that is good to three digits; the last ones change nothing
const rules: Rule[] = []; // by number of nodes; filled on first use, never changed

/** Gauss-Legendre nodes (ascending) and weights on [-1, 1], by Newton's method on the Legendre polynomial. */
export function gaussLegendre(n: number): Rule {
  const known: Rule | undefined = rules[n];
  if (known !== undefined) return known;
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < Math.ceil(n / 2); i++) {
    let z = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    for (let iteration = 0; iteration < NEWTON_STEPS; iteration++) {
      const { value, derivative } = legendre(n, z);
      slope = derivative;
      z -= value / derivative;
    }
    nodes[i] = -z;
    nodes[n - 1 - i] = z;
    weights[i] = weights[n - 1 - i] = 2 / ((1 - z * z) * slope * slope);
  }
  const rule = { nodes, weights };
  rules[n] = rule;
  return rule;
}

function legendre(n: number, z: number): { value: number; derivative: number } {
  let current = 1;
  let previous = 0;
  for (let j = 0; j < n; j++) [current, previous] = [((2 * j + 1) * z * current - j * previous) / (j + 1), current];
  return { value: current, derivative: (n * (z * current - previous)) / (z * z - 1) };
}

/** Integral of f over [from, to] with n Gauss-Legendre nodes. */
export function integrate(f: (x: number) => number, [from, to]: readonly [number, number], n = 16): number {
  const { nodes, weights } = gaussLegendre(n);
  const half = (to - from) / 2;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += weights[i] * f(from + half * (nodes[i] + 1));
  return half * sum;
}

const STRAIGHT = 100; // logits from 0 up to which the nodes are evenly spaced: e^-100 of a time makes no difference
const SMALLEST_CHANCE = 1e-200; // f no longer changes below it, and products with it keep all their digits

/**
 * E[f(p)] for p ~ Beta(a, b): trapezoid in logit p, weights normalised to 1 (so no log B). Error 9e-13 typical.
 * The density falls off as slowly as 45 / min(a, b) logits; where p or 1 - p is below e^-100 the nodes grow apart
 * exponentially, so some 200 are usual and 1,000 enough for any a, b.
 * @param f with a limit at p = 0; it is not called with p < 1e-200
 */
export function betaExpectation(a: number, b: number, f: (p: number) => number): number {
  const middle = Math.log(a / b);
  const sd = Math.sqrt(1 / a + 1 / b);
  const straight = STRAIGHT + Math.abs(middle);
  const from = nodeOf(middle - Math.max(12 * sd, 45 / a + Math.min(3, 12 * sd)), straight);
  const to = nodeOf(middle + Math.max(12 * sd, 45 / b + Math.min(3, 12 * sd)), straight);
  const n = Math.max(80, Math.ceil((to - from) / Math.min(sd / 2.2, 0.3)));
  const p = Math.min(a, b) / (a + b); // the smaller of the two means: the other would lose its distance from 1
  const logDensity = (u: number): number => {
    const d = a <= b ? u - middle : middle - u; // from the mode: no cancellation for large a, b
    return (a + b) * (d < 700 ? p * d - Math.log1p(p * Math.expm1(d)) : (p - 1) * d - Math.log(p));
  };
  let total = 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const v = from + ((to - from) * i) / (n - 1);
    const right = Math.exp(v - straight);
    const left = Math.exp(-v - straight);
    const u = v + right - left;
    const weight = Math.exp(logDensity(u)) * (1 + right + left);
    if (weight === 0) continue;
    total += weight;
    sum += weight * f(Math.max(sigmoid(u), SMALLEST_CHANCE));
  }
  return sum / total;
}

/** The v at which u = v + e^(v - straight) - e^(-v - straight), or a little further out. */
function nodeOf(u: number, straight: number): number {
  return Math.sign(u) * Math.min(Math.abs(u), straight + Math.log1p(Math.max(0, Math.abs(u) - straight)));
}

const MAX_BISECTIONS = 200;
const ROOT_TOLERANCE = 1e-14; // width of the bracket over its end

/**
 * The t >= 0 at which an increasing function reaches `target`; Infinity when it never does, 0 when it starts above.
 * @param guess a positive t of the right order of magnitude
 */
export function invertIncreasing(f: (t: number) => number, target: number, guess: number): number {
  if (Number.isNaN(target) || !(guess > 0)) return NaN;
  let low = 0;
  let high = guess;
  while (!(f(high) >= target)) {
    low = high;
    high *= 4;
    if (high > 1e300) return Infinity;
  }
  for (let i = 0; i < MAX_BISECTIONS && high - low > ROOT_TOLERANCE * high; i++) {
    const middle = (low + high) / 2;
    if (f(middle) >= target) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

const MAX_STEPS = 200; // safeguarded Newton takes five to ten
const NEVER = 1e15; // times the guess

/** An increasing function of t >= 0 with its slope. */
export type Increasing = (t: number) => readonly [value: number, slope: number];

/**
 * As `invertIncreasing`, by Newton's method in log t inside a shrinking bracket: for functions that know their slope.
 * Infinity when `target` is not reached within 1e15 times `guess`.
 */
export function invertWithSlope(f: Increasing, target: number, guess: number): number {
  if (Number.isNaN(target) || !(guess > 0)) return NaN;
  let low = 0;
  let high = Infinity;
  let t = guess;
  for (let i = 0; i < MAX_STEPS && low < NEVER * guess; i++) {
    const [value, slope] = f(t);
    if (value < target) low = t;
    else high = t;
    const newton = t * Math.exp(Math.min(3, Math.max(-3, (target - value) / (slope * t))));
    const next = newton > low && newton < high ? newton : high === Infinity ? 8 * t : (low + high) / 2;
    if (Math.abs(next - t) <= ROOT_TOLERANCE * t) return next;
    t = next;
  }
  return high === Infinity ? Infinity : t;
}
