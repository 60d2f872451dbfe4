/** Probabilities of the negative binomial, the count of purchases at a Gamma-distributed rate. */
import { lgamma, lrise } from "../math/special.js";

/** A Gamma(shape, rate) purchase rate watched for `time`. */
export type Rate = Readonly<{ shape: number; rate: number; time: number }>;

const SMALLEST_START = 1e-280; // P(N = 0) below which the recursion starts at the mode
const TAIL = 1e-13; // P(N >= length), the part left out
const LONGEST = 10_000_000;

/** How many n >= 0 are needed so that the rest has less than 1e-13 of the probability. */
export function lengthOf({ shape, rate, time }: Rate): number {
  const z = time / (rate + time);
  if (!(z > 0)) return 1;
  const mean = (shape * time) / rate;
  const logStart = -shape * Math.log1p(time / rate);
  if (logStart < Math.log(SMALLEST_START)) {
    const sd = Math.sqrt(shape * z) / (1 - z);
    return Math.min(LONGEST, Math.ceil(mean + 12 * sd - 30 / Math.log(z)) + 5);
  }
  let p = Math.exp(logStart);
  let n = 0;
  for (; n < LONGEST; n++) {
    const ratio = (z * (shape + n)) / (n + 1);
    if (ratio < 1 && p * ratio <= TAIL * (1 - ratio)) break;
    p *= ratio;
  }
  return n + 1;
}

/** Adds weight * P(N = n) to out[n] for all n < length. */
export function addNegativeBinomial(
  out: Float64Array,
  length: number,
  { shape, rate, time, weight }: Rate & Readonly<{ weight: number }>,
): void {
  const z = time / (rate + time);
  const logStart = -shape * Math.log1p(time / rate);
  if (logStart < Math.log(SMALLEST_START)) return addFromMode(out, length, { shape, rate, time, weight });
  let p = weight * Math.exp(logStart);
  for (let n = 0; n < length; n++) {
    out[n] += p;
    p *= (z * (shape + n)) / (n + 1);
  }
}

/** The same where P(N = 0) underflows: from the mode downwards and upwards. */
function addFromMode(
  out: Float64Array,
  length: number,
  { shape, rate, time, weight }: Rate & Readonly<{ weight: number }>,
): void {
  const z = time / (rate + time);
  const mode = Math.min(length - 1, Math.floor(((shape - 1) * time) / rate));
  const log = lrise(shape, mode) - lgamma(mode + 1) + mode * Math.log(z) - shape * Math.log1p(time / rate);
  const top = weight * Math.exp(log);
  let p = top;
  for (let n = mode; n >= 0; n--) {
    out[n] += p;
    p *= n / (z * (shape + n - 1));
  }
  p = top;
  for (let n = mode + 1; n < length; n++) {
    p *= (z * (shape + n - 1)) / n;
    out[n] += p;
  }
}

const CUT = 1e-10; // probability left out by the distributions that models return

/** The head of a distribution of `length` entries, up to the first n with P(N > n) < 1e-10, as a new array. */
export function headOf(distribution: Float64Array, length: number): Float64Array {
  let tail = 0;
  let last = length - 1;
  for (; last > 0 && tail + distribution[last] < CUT; last--) tail += distribution[last];
  return distribution.slice(0, last + 1);
}
