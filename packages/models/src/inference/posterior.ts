/**
 * Draws from the posterior of a few positive parameters: Laplace, adapted twice by importance sampling, smoothed (PSIS);
 * MODELS-PURCHASE section 14. For up to six parameters it replaces Markov chains.
 */
import { cholesky, solveLower } from "../math/linear-algebra.js";
import type { Matrix } from "../math/linear-algebra.js";
import { gamma, normal } from "../math/random.js";
import type { Estimate } from "./estimate.js";
import { smoothWeights } from "./psis.js";

type Parameters = Readonly<Record<string, number>>;

/** Equally likely parameter sets, and whether they can be trusted: khat < 0.7 and ess >= 400. */
export type Posterior<P extends Parameters = Parameters> = Readonly<{
  draws: readonly P[];
  khat: number; // shape of the tail of the importance weights
  ess: number; // effective number of independent draws behind the resampled ones
  reliable: boolean;
}>;

/** How many draws to return and to try. */
export type PosteriorOptions = Readonly<{ random: () => number; draws?: number; perRound?: number }>;

const FREEDOM = 7; // of the multivariate t proposals: tails heavier than the posterior's
const ROUNDS = 3;
const FIRST_SCALE = 1.1 ** 2; // of the Laplace covariance
const NEXT_SCALE = 1.05; // of the covariance of the weighted draws
const TRUSTED_KHAT = 0.7;
const TRUSTED_ESS = 400;

type Proposal = Readonly<{ mean: readonly number[]; lower: Matrix; logDeterminant: number }>;

/**
 * Draws of the parameters, around the mode in `estimate`.
 * @param logPosterior log-likelihood plus log prior of the parameters, up to a constant
 */
export function posteriorDraws<P extends Parameters>(
  estimate: Estimate<P>,
  logPosterior: (params: P) => number,
  { random, draws = 400, perRound = 1_000 }: PosteriorOptions,
): Posterior<P> {
  const names = Object.keys(estimate.params);
  const mode = names.map((name) => Math.log(estimate.params[name]));
  // the keys are those of the estimate, so the record is a P
  const paramsOf = (logs: readonly number[]): P =>
    Object.fromEntries(names.map((name, i) => [name, Math.exp(logs[i])])) as unknown as P;
  let proposal = proposalOf(mode, estimate.covariance, FIRST_SCALE);
  if (proposal === null) return { draws: [estimate.params], khat: Infinity, ess: 0, reliable: false };
  const proposals: Proposal[] = [];
  const points: (readonly number[])[] = [];
  const heights: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    proposals.push(proposal);
    for (let i = 0; i < perRound; i++) {
      const point = draw(proposal, random);
      const height = logPosterior(paramsOf(point));
      points.push(point);
      heights.push(Number.isNaN(height) ? -Infinity : height);
    }
    const { mean, covariance } = momentsOf(points, smoothWeights(weigh(points, heights, proposals)).weights);
    proposal = proposalOf(mean, covariance, NEXT_SCALE) ?? proposal;
  }
  const { weights, khat, ess } = smoothWeights(weigh(points, heights, proposals));
  const chosen = resample(weights, draws, random).map((i) => paramsOf(points[i]));
  return { draws: chosen, khat, ess, reliable: khat < TRUSTED_KHAT && ess >= TRUSTED_ESS };
}

function proposalOf(mean: readonly number[], covariance: Matrix, scale: number): Proposal | null {
  const lower = mean.length === 0 ? null : cholesky(covariance.map((row) => row.map((v) => v * scale)));
  if (lower === null || lower.length !== mean.length) return null;
  return { mean, lower, logDeterminant: lower.reduce((sum, row, i) => sum + Math.log(row[i]), 0) };
}

/** Multivariate t around the proposal's mean. */
function draw({ mean, lower }: Proposal, random: () => number): number[] {
  const z = mean.map(() => normal(random));
  const stretch = Math.sqrt(FREEDOM / (2 * gamma(random, FREEDOM / 2, 1)));
  return mean.map((m, i) => m + stretch * lower[i].reduce((sum, l, k) => sum + l * z[k], 0));
}

/** Log importance weights against the mixture of all proposals, which no single bad proposal can spoil. */
function weigh(
  points: readonly (readonly number[])[],
  heights: readonly number[],
  proposals: readonly Proposal[],
): Float64Array {
  return Float64Array.from(points, (point, i) => {
    const densities = proposals.map((proposal) => logDensity(proposal, point));
    const highest = Math.max(...densities);
    return heights[i] - highest - Math.log(densities.reduce((sum, d) => sum + Math.exp(d - highest), 0));
  });
}

function logDensity({ mean, lower, logDeterminant }: Proposal, point: readonly number[]): number {
  const z = solveLower(
    lower,
    point.map((v, i) => v - mean[i]),
  );
  const square = z.reduce((sum, v) => sum + v * v, 0);
  return -logDeterminant - ((FREEDOM + mean.length) / 2) * Math.log1p(square / FREEDOM);
}

function momentsOf(points: readonly (readonly number[])[], weights: Float64Array) {
  const mean = points[0].map((_, i) => points.reduce((sum, point, k) => sum + weights[k] * point[i], 0));
  const covariance = mean.map((a, i) =>
    mean.map((b, j) => points.reduce((sum, point, k) => sum + weights[k] * (point[i] - a) * (point[j] - b), 0)),
  );
  return { mean, covariance };
}

/** Systematic resampling: each point appears as often as its weight says, up to one. */
function resample(weights: Float64Array, count: number, random: () => number): number[] {
  const offset = random();
  const chosen: number[] = [];
  let cumulated = 0;
  for (let i = 0; i < weights.length && chosen.length < count; i++) {
    cumulated += weights[i] * count;
    while (chosen.length < count && chosen.length + offset < cumulated) chosen.push(i);
  }
  while (chosen.length < count) chosen.push(weights.length - 1);
  return chosen;
}

/**
 * A few parameter sets with the estimate's covariance, equally weighted: logs +- sqrt(d) times the columns of its
 * Cholesky factor. Averages over them follow the uncertainty of the parameters to second order, without randomness.
 * @returns 2 d sets; the estimate alone where it has no covariance
 */
export function sigmaPoints<P extends Parameters>({ params, covariance }: Estimate<P>): readonly P[] {
  const names = Object.keys(params);
  const lower = covariance.length === names.length ? cholesky(covariance) : null;
  if (lower === null) return [params];
  const spread = Math.sqrt(names.length);
  return names.flatMap((_, column) =>
    [spread, -spread].map(
      (by) =>
        // the keys are those of the estimate, so the record is a P
        Object.fromEntries(
          names.map((name, i) => [name, params[name] * Math.exp(by * lower[i][column])]),
        ) as unknown as P,
    ),
  );
}
