/** Probabilities of the negative binomial, the count of purchases at a Gamma-distributed rate. */
import { lgamma, lrise } from "../math/gamma.js";

/** A Gamma(shape, rate) purchase rate watched for `time`. */
export type Rate = Readonly<{ shape: number; rate: number; time: number }>;

const LOG_SMALLEST_START = -640; // log P(N = 0) below which the recursion starts at the mode
const NOTHING = 1e-19; // a probability that changes no sum
const TAIL = 1e-13; // P(N >= length), the part left out
const LONGEST = 10_000_000;

/** A buffer that is used again for each cell: allocating one per cell would take longer than filling it. */
export type Workspace = { values: Float64Array };

/** A new one. */
export const workspace = (): Workspace => ({ values: new Float64Array(256) });

function grow(space: Workspace, length: number): Float64Array {
  if (space.values.length >= length) return space.values;
  const longer = new Float64Array(2 * length);
  longer.set(space.values);
  space.values = longer;
  return longer;
}

/**
 * Writes P(N = n) to the workspace, from n = 0 until the rest has less than 1e-13 of the probability.
 * @returns how many there are
 */
export function fillNegativeBinomial(space: Workspace, { shape, rate, time }: Rate): number {
  const z = time / (rate + time);
  let values = space.values;
  values[0] = 1;
  if (!(z > 0)) return 1;
  const logStart = -shape * Math.log1p(time / rate);
  if (logStart < LOG_SMALLEST_START) {
    const sd = Math.sqrt(shape * z) / (1 - z);
    const length = Math.min(LONGEST, Math.ceil((shape * time) / rate + 12 * sd - 30 / Math.log(z)) + 5);
    values = grow(space, length);
    values.fill(0, 0, length);
    addFromMode(values, length, { shape, rate, time, weight: 1 });
    return length;
  }
  let p = Math.exp(logStart);
  let n = 0;
  for (; n < LONGEST; n++) {
    if (n === values.length) values = grow(space, n + 1);
    values[n] = p;
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
  if (logStart < LOG_SMALLEST_START) return addFromMode(out, length, { shape, rate, time, weight });
  let p = weight * Math.exp(logStart);
  for (let n = 0; n < length; n++) {
    out[n] += p;
    const ratio = (z * (shape + n)) / (n + 1);
    p *= ratio;
    if (p < NOTHING && ratio < 1) return;
  }
}

/** The same Gamma-distributed rate watched for several times, each with its own weight. */
export type Mixture = Readonly<{ shape: number; rate: number; times: Float64Array; weights: Float64Array }>;

const SHAPES = 500; // for larger ones P(N = 0) may underflow
const LOG_LARGEST_BINOMIAL = 230; // leaves powers of z room to get small before they underflow

/**
 * Adds the sum over k of weights[k] * P(N = n within times[k]) to out[n] for all n < length. What depends on n alone,
 * (shape)_n / n!, is taken out of the sum over the times: a fifth of the time of adding them one by one.
 * @param mixture its arrays are scratch and overwritten
 */
export function addMixture(out: Float64Array, length: number, { shape, rate, times, weights }: Mixture): void {
  if (shape >= SHAPES || lrise(shape, length) - lgamma(length + 1) > LOG_LARGEST_BINOMIAL) {
    for (let k = 0; k < times.length; k++) {
      addNegativeBinomial(out, length, { shape, rate, time: times[k], weight: weights[k] });
    }
    return;
  }
  for (let k = 0; k < times.length; k++) {
    weights[k] *= Math.exp(-shape * Math.log1p(times[k] / rate));
    times[k] /= rate + times[k];
  }
  let binomial = 1;
  for (let n = 0; n < length; n++) {
    let sum = 0;
    for (let k = 0; k < times.length; k++) {
      sum += weights[k];
      weights[k] *= times[k];
    }
    out[n] += binomial * sum;
    binomial *= (shape + n) / (n + 1);
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

const NODES = 16; // of a panel of a mixture over times
const CHUNK = 8_192; // numbers in a buffer that distributions share

/**
 * Room for the distributions of many cells: a buffer to work in, and shared buffers of which each distribution is handed
 * out a part. Allocating both for each cell would take most of the time.
 */
export type Room = Workspace & { shelf: Float64Array; used: number; times: Float64Array; shares: Float64Array };

/** A new one, for one call that answers many cells. */
export const room = (): Room => ({
  values: workspace().values, // spread, each call would have a shape of its own, and compiled code is dropped with each
  shelf: new Float64Array(0),
  used: 0,
  times: new Float64Array(NODES),
  shares: new Float64Array(NODES),
});

/** The head of the workspace's first `length` entries, up to the first n with P(N > n) < 1e-10, as its own part. */
export function headOf(space: Room, length: number): Float64Array {
  const { values } = space;
  let tail = 0;
  let last = length - 1;
  for (; last > 0 && tail + values[last] < CUT; last--) tail += values[last];
  const size = last + 1;
  if (space.used + size > space.shelf.length) {
    space.shelf = new Float64Array(Math.max(CHUNK, size));
    space.used = 0;
  }
  const part = space.shelf.subarray(space.used, space.used + size);
  for (let n = 0; n < size; n++) part[n] = values[n];
  space.used += size;
  return part;
}
