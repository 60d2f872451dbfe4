/**
 * What a customer will spend in a horizon, as an exact finite mixture: 0 when nothing is bought, otherwise one log-normal
 * per number of purchases (Fenton-Wilkinson for the sum, with the uncertainty of the customer's own spend level inside).
 * Scale separates: mixtures are in units of exp(m) of log-normal.ts, so customers with the same count distribution and
 * the same v share one, and their quantiles are exp(m) times its quantiles.
 */
import { quickNormalCdf } from "../math/normal-table.js";
import { normalCdf } from "../math/normal.js";

/** Mean and deviation of the log of n = 1, 2, ... purchases: what mixtures of customers with the same v share. */
export type SumComponents = Readonly<{ mu: Float64Array; sigma: Float64Array; moments?: Moments }>;

/** Mean and variance of the value of n = 1, 2, ... purchases. */
export type Moments = Readonly<{ mean: Float64Array; variance: Float64Array }>;

/** Value 0 with probability `zero`, else log-normal `k` (mu, sigma of the log) with probability `weight[k]`. */
export type LogNormalMixture = Pick<SumComponents, "mu" | "sigma"> &
  Readonly<{
    zero: number;
    weight: Float64Array;
    laws?: SumComponents; // those of which mu and sigma are the first: what depends on them alone is computed once
  }>;

const NEGLIGIBLE = 1e-13; // probability; a tail of counts below it is left out, together at most 3e-11

/**
 * Log-normal of the sum of n amounts, n = 1 ... longest: the log is normal with mean log n + s2 / 2 - c / 2 and variance
 * v + c, c = log(1 + (exp(s2) - 1) / n). In units of exp(m), m the posterior mean of the customer's log spend level.
 * @param spend `v` posterior variance of that level, `s2` variance of log spend around it
 */
export function sumComponents({ v, s2 }: Readonly<{ v: number; s2: number }>, longest: number): SumComponents {
  const mu = new Float64Array(longest);
  const sigma = new Float64Array(longest);
  for (let n = 1; n <= longest; n++) {
    const c = Math.log1p(Math.expm1(s2) / n);
    mu[n - 1] = Math.log(n) + (s2 - c) / 2;
    sigma[n - 1] = Math.sqrt(v + c);
  }
  return { mu, sigma, moments: momentsOf({ mu, sigma }) };
}

function momentsOf({ mu, sigma }: SumComponents): Moments {
  const mean = new Float64Array(mu.length);
  const variance = new Float64Array(mu.length);
  for (let k = 0; k < mu.length; k++) {
    mean[k] = Math.exp(mu[k] + sigma[k] ** 2 / 2);
    variance[k] = mean[k] ** 2 * Math.expm1(sigma[k] ** 2);
  }
  return { mean, variance };
}

/**
 * Distribution of the value of an uncertain number of purchases.
 * @param pmf        P(N = n), n = 0, 1, ...
 * @param components of at least pmf.length - 1 purchases; not copied, so customers with the same v share them
 */
export function valueDistribution(pmf: Float64Array, components: SumComponents): LogNormalMixture {
  let longest = pmf.length - 1;
  while (longest > 0 && !(pmf[longest] > NEGLIGIBLE)) longest--;
  return {
    zero: pmf[0],
    weight: pmf.subarray(1, longest + 1),
    mu: components.mu.subarray(0, longest),
    sigma: components.sigma.subarray(0, longest),
    laws: components,
  };
}

/** Expected value, the zero included. */
export function mean(mixture: LogNormalMixture): number {
  const { weight } = mixture;
  const of = mixture.laws?.moments ?? momentsOf(mixture);
  let sum = 0;
  for (let k = 0; k < weight.length; k++) sum += weight[k] * of.mean[k];
  return sum;
}

/** Variance of the value, the zero included. */
export function variance(mixture: LogNormalMixture): number {
  const { zero, weight } = mixture;
  const of = mixture.laws?.moments ?? momentsOf(mixture);
  const centre = mean(mixture);
  let sum = zero * centre ** 2;
  for (let k = 0; k < weight.length; k++) sum += weight[k] * (of.variance[k] + (of.mean[k] - centre) ** 2);
  return sum;
}

/** P(value <= z) for z in units of the mixture, 2e-15 absolute; 0 below 0, `zero` at 0. */
export function cdf({ zero, weight, mu, sigma }: LogNormalMixture, z: number): number {
  if (z < 0) return 0;
  let sum = zero;
  const log = Math.log(z);
  if (z > 0) for (let k = 0; k < weight.length; k++) sum += weight[k] * quickNormalCdf((log - mu[k]) / sigma[k]);
  return sum;
}

/**
 * The smallest value at which the distribution function reaches each level; 0 for every level up to `zero`. Good to 1e-9
 * of the value. For 55,000 mixtures of 30 counts four levels take about .25 s.
 * @param levels in (0, 1), rising, so that each root starts from the one before
 * @returns in units of the mixture; never falling
 */
export function quantiles(mixture: LogNormalMixture, levels: readonly number[]): Float64Array {
  const found = new Float64Array(levels.length);
  const search = searchOf(mixture);
  let from = NaN;
  for (let i = 0; i < levels.length; i++) {
    const share = Math.min((levels[i] - mixture.zero) / search.total, LARGEST_SHARE);
    if (!(share > 0)) continue;
    from = logQuantile(mixture, { share, from }, search);
    found[i] = Math.max(Math.exp(from), i > 0 ? found[i - 1] : 0);
  }
  return found;
}

const LARGEST_SHARE = 1 - 1e-12; // of the positive part: above it, only rounding decides
const REACH = 9; // standard deviations that hold all but 1e-19 of a log-normal
const ROOT_TOLERANCE = 1e-10; // in log value, so relative
const LAST_STEP = 1e-5; // a Newton step this short leaves an error of its square
const MAX_STEPS = 100; // 4 are usual, and halving alone needs 40
const LOGISTIC_SCALE = 1.7; // logit P(Z <= z) is about 1.7 z

/** Of the positive part: its probability, mean and deviation of the log, and bounds of the log. */
type Search = Readonly<{ total: number; centre: number; spread: number; lowest: number; highest: number }>;

function searchOf({ weight, mu, sigma }: LogNormalMixture): Search {
  let total = 0;
  let first = 0;
  let second = 0;
  let lowest = Infinity;
  let highest = -Infinity;
  for (let k = 0; k < weight.length; k++) {
    total += weight[k];
    first += weight[k] * mu[k];
    second += weight[k] * (mu[k] * mu[k] + sigma[k] * sigma[k]);
    lowest = Math.min(lowest, mu[k] - REACH * sigma[k]);
    highest = Math.max(highest, mu[k] + REACH * sigma[k]);
  }
  const centre = first / total;
  return { total, centre, spread: Math.sqrt(Math.max(second / total - centre * centre, 0)), lowest, highest };
}

const STEPS_PER_SD = 128; // cubic interpolation between these: 2e-11
const SD = 8; // beyond it the normal distribution function is 0 or 1 to 6e-16
const CDF = Float64Array.from({ length: 2 * SD * STEPS_PER_SD + 1 }, (_, i) => normalCdf(i / STEPS_PER_SD - SD));
const DENSITY = CDF.map((_, i) => Math.exp(-((i / STEPS_PER_SD - SD) ** 2) / 2) / Math.sqrt(2 * Math.PI));
const LAST = CDF.length - 1;

/**
 * Root of positive mass / total = share in log value. Newton on the logit of the mass, which is nearly straight in both
 * tails, inside a bracket that every evaluation narrows; a step that leaves the bracket halves it. The normal distribution
 * function comes from a table and its loop is written out: quantiles of many cells ask for 10 million values.
 * @param from the root of a lower share, NaN without one: then the start takes the log of the positive part as normal
 */
function logQuantile(
  { weight, mu, sigma }: LogNormalMixture,
  { share, from }: Readonly<{ share: number; from: number }>,
  { total, centre, spread, lowest, highest }: Search,
): number {
  const target = Math.log(share / (1 - share));
  let low = lowest;
  let high = highest;
  const guess = centre + (spread * target) / LOGISTIC_SCALE;
  let u = guess < from ? from : guess;
  for (let step = 0; step < MAX_STEPS; step++) {
    let mass = 0;
    let density = 0;
    for (let k = 0; k < weight.length; k++) {
      const x = ((u - mu[k]) / sigma[k] + SD) * STEPS_PER_SD;
      if (x >= LAST) mass += weight[k];
      else if (x > 0) {
        const i = Math.floor(x);
        const t = x - i;
        const s = 1 - t;
        const bend = (t * s * (s * DENSITY[i] - t * DENSITY[i + 1])) / STEPS_PER_SD;
        mass += weight[k] * (s * s * (1 + 2 * t) * CDF[i] + t * t * (1 + 2 * s) * CDF[i + 1] + bend);
        density += (weight[k] * (s * DENSITY[i] + t * DENSITY[i + 1])) / sigma[k];
      }
    }
    const reached = mass / total;
    const gap = Math.log(reached / (1 - reached)) - target;
    if (gap < 0) low = u;
    else high = u;
    const newton = u - (gap * reached * (1 - reached) * total) / density;
    const isInside = newton > low && newton < high;
    const next = isInside ? newton : (low + high) / 2;
    if (Math.abs(next - u) < (isInside ? LAST_STEP : ROOT_TOLERANCE)) return next;
    u = next;
  }
  return u;
}
