/** How many customers of a cohort will still be there: expectation, and where the count will lie. */
import { expectationInterval } from "../inference/intervals.js";
import type { Interval } from "../inference/intervals.js";
import { posteriorDraws } from "../inference/posterior.js";
import { binomialCdf } from "../math/distributions.js";
import { beta as drawBeta } from "../math/random.js";
import { normalCdf } from "../math/normal.js";
import type { Fit, Params, RetentionModel, State } from "./model.js";
import { totals } from "./renewals.js";
import type { Renewals } from "./renewals.js";

/** Retention by tenure, one function per draw of what is unknown. */
export type RetentionDraws = readonly ((t: number) => number)[];

/** How many draws, from which source. */
export type DrawOptions = Readonly<{ random: () => number; draws?: number }>;

const DRAWS = 200;
const PER_ROUND = 500; // proposals
const PRIOR_SD = 2.5; // of the logs of the parameters: a factor of 150 either way; keeps the draws finite

/**
 * Draws of the retention rates given the data: from the posterior of the parameters (weak normal prior on their logs);
 * from that of a constant churn (Jeffreys) where customers are alike or nobody has left yet.
 * @returns the state where the data do not say how retention goes on
 */
export function retentionDraws<P extends Params>(
  model: RetentionModel<P>,
  { fit, renewals }: Readonly<{ fit: Fit<P>; renewals: Renewals }>,
  { random, draws = DRAWS }: DrawOptions,
): RetentionDraws | State {
  if (fit.status === "ok") {
    const logPosterior = (params: P): number =>
      model.logLikelihood(params, renewals) -
      Object.values(params).reduce((sum, v) => sum + (Math.log(v) / PRIOR_SD) ** 2 / 2, 0);
    const posterior = posteriorDraws<P>(fit, logPosterior, { random, draws, perRound: PER_ROUND });
    return posterior.draws.map((params) => (t: number) => model.retention(params, t));
  }
  if (fit.status !== "homogeneous" && fit.status !== "no-events") return fit;
  const { atRisk, lost } = totals(renewals);
  return Array.from({ length: draws }, () => {
    const stays = 1 - drawBeta(random, lost + 0.5, atRisk - lost + 0.5);
    return () => stays;
  });
}

/** A cohort with `made` renewals and so many customers; `horizon` renewals ahead; `level` of the bands, e.g. .9. */
export type Cohort = Readonly<{ customers: number; made: number; horizon: number; level: number }>;

/** After each of the next renewals: columns, one entry per renewal ahead. */
export type Survivors = Readonly<{
  expected: Float64Array;
  expectation: readonly Interval[]; // what one would average over very many such cohorts
  outcome: readonly Interval[]; // where this cohort's count will lie
}>;

/** Survivors of one cohort, whose customers decide independently given the retention rates. */
export function projectSurvivors(draws: RetentionDraws, { customers, made, horizon, level }: Cohort): Survivors {
  const shares = draws.map(() => 1);
  const steps = Array.from({ length: horizon }, (_, h) => {
    for (const [k, retention] of draws.entries()) shares[k] *= retention(made + h + 1);
    const counts = shares.map((share) => share * customers);
    return {
      expected: counts.reduce((sum, v) => sum + v, 0) / counts.length,
      expectation: expectationInterval(counts, level),
      outcome: outcomeInterval(shares, customers, level),
    };
  });
  return {
    expected: Float64Array.from(steps, (step) => step.expected),
    expectation: steps.map((step) => step.expectation),
    outcome: steps.map((step) => step.outcome),
  };
}

const NORMAL_FROM = 50; // variance of a binomial from which its normal form is within .002

const FAR = 6; // standard deviations of a binomial, at most: 1e-9 of it lies further out

/** Quantiles of a binomial count whose chance is one of `shares`, all equally likely. */
function outcomeInterval(shares: readonly number[], customers: number, level: number): Interval {
  const upTo = (count: number): number =>
    shares.reduce((sum, share) => sum + countCdf(count, customers, share), 0) / shares.length;
  const nearly = roughly(shares, customers);
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  const reach = FAR * Math.sqrt(customers / 4) + FAR; // beyond it from the outermost chance nothing is left of the tails
  const [first, last] = [Math.max(-1, Math.floor(least * customers - reach)), Math.ceil(most * customers + reach)];
  const quantileOf = (probability: number): number => {
    let [low, high] = [first, Math.min(customers, last)];
    const end = high;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (nearly(middle) >= probability) high = middle;
      else low = middle;
    }
    while (high < end && upTo(high) < probability) high++;
    while (high - 1 > first && upTo(high - 1) >= probability) high--;
    return high;
  };
  return { low: quantileOf((1 - level) / 2), high: quantileOf((1 + level) / 2) };
}

/** The same distribution to 1e-7 where it is near normal, so that few counts are left to be tried: a tenth of the time. */
function roughly(shares: readonly number[], customers: number): (count: number) => number {
  const means = Float64Array.from(shares, (share) => share * customers);
  const variances = Float64Array.from(shares, (share) => share * customers * (1 - share));
  const scales = variances.map((variance) => 1 / Math.sqrt(variance));
  return (count) => {
    let sum = 0;
    for (let k = 0; k < shares.length; k++)
      sum +=
        variances[k] < NORMAL_FROM
          ? binomialCdf(count, customers, shares[k])
          : roughNormalCdf((count + 0.5 - means[k]) * scales[k]);
    return sum / shares.length;
  };
}

/** Within 7.5e-8: Abramowitz and Stegun (1964), 26.2.17. */
function roughNormalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = Math.exp((-z * z) / 2) * DENSITY_AT_0 * series;
  return z < 0 ? tail : 1 - tail;
}

const DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

function countCdf(count: number, n: number, p: number): number {
  const variance = n * p * (1 - p);
  return variance < NORMAL_FROM ? binomialCdf(count, n, p) : normalCdf((count + 0.5 - n * p) / Math.sqrt(variance));
}
