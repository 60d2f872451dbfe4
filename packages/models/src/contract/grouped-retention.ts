/**
 * Retention of groups of customers who differ in columns known at the start: shifted-beta-geometric with alpha_g = alpha
 * e^(a'z_g), beta_g = beta e^(b'z_g), or beta-discrete-Weibull with the exposure e^(b'z_g) t^c. The same models as the
 * regressions of single contracts, from counts of decisions: the cost depends on groups and tenures, not on customers.
 * MODELS-RETENTION section A.2, both forms.
 */
import { posteriorDraws } from "../inference/posterior.js";
import { maximize } from "../inference/newton.js";
import type { Evaluation } from "../inference/newton.js";
import { inverse } from "../math/linear-algebra.js";
import type { Matrix } from "../math/linear-algebra.js";
import { lrise } from "../math/special.js";
import { exposureSurface, mixtureSurface } from "./grouped-surfaces.js";
import type { Counts } from "./grouped-surfaces.js";
import { stateOf } from "./model.js";
import type { State } from "./model.js";
import type { Renewals } from "./renewals.js";

/** Decisions of customers with the same values of every column. */
export type Group = Readonly<{ renewals: Renewals; columns: readonly number[] }>;

export type Kind = "shifted-beta-geometric" | "beta-discrete-weibull";

/**
 * log alpha, effects on it, log beta, effects on it; or log gamma, log delta, log c, effects on the log of exposure. Effects
 * are of standardised columns.
 */
export type Point = readonly number[];

/** What turns a point into rates: columns are standardised by `means` and `spreads`, weighted by customers. */
export type Scale = Readonly<{ kind: Kind; means: readonly number[]; spreads: readonly number[] }>;

export type Fit = Readonly<{ model: string; n: number }> &
  (
    | (Scale &
        Readonly<{
          status: "ok";
          point: Point; // the posterior mode
          covariance: Matrix; // of the point
          logLikelihood: number;
          iterations: number;
        }>)
    | State
  );
export type Fitted = Extract<Fit, Readonly<{ status: "ok" }>>;

const LEVELS: Readonly<Record<Kind, readonly number[]>> = {
  "shifted-beta-geometric": [1, 4], // where to start
  "beta-discrete-weibull": [1, 4, 1],
};
const LEVEL_SD = 2.5; // of the logs of the parameters: a factor of 150 either way; keeps the mode finite
const EFFECT_PENALTY = 0.01; // on effects of standardised columns

/** Posterior mode under weak normal priors. @param groups all with as many columns; groups without decisions count as absent */
export function fit(kind: Kind, groups: readonly Group[]): Fit {
  const together = sumOf(groups);
  const head = { model: `${kind}-grouped`, n: total(together.atRisk) };
  const state = stateOf(together);
  if (state !== null) return { ...head, ...state };
  const scale = scaleOf(kind, groups);
  const posterior = posteriorOf(scale, groups);
  const columns = scale.means.map(() => 0);
  const start = LEVELS[kind].map(Math.log);
  const [first, second] = start;
  const from = kind === "shifted-beta-geometric" ? [first, ...columns, second, ...columns] : [...start, ...columns];
  const optimum = maximize(posterior, from);
  if (!optimum.converged) return { ...head, status: "not-converged", reason: optimum.reason };
  return {
    ...head,
    status: "ok",
    ...scale,
    point: optimum.x,
    covariance: inverse(optimum.hessian.map((row) => row.map((v) => -v))) ?? [],
    logLikelihood: optimum.value - priorOf(scale, optimum.x).value,
    iterations: optimum.iterations,
  };
}

/** P(renews at t | renewed t - 1 times) of customers with these columns. @param point the mode, or a draw */
export function retention({ kind, means, spreads }: Scale, point: Point, columns: readonly number[]) {
  const z = columns.map((v, j) => (v - means[j]) / spreads[j]);
  const effect = (from: number): number => z.reduce((sum, v, j) => sum + v * point[from + j], 0);
  if (kind === "shifted-beta-geometric") {
    const half = z.length + 1;
    const [alpha, beta] = [Math.exp(point[0] + effect(1)), Math.exp(point[half] + effect(half + 1))];
    return (t: number): number => (beta + t - 1) / (alpha + beta + t - 1);
  }
  const [gamma, delta, c] = point.slice(0, 3).map(Math.exp);
  const scale = Math.exp(effect(3));
  return (t: number): number => {
    const before = scale * (t - 1) ** c;
    const step = scale * t ** c - before;
    return Math.exp(lrise(delta + before, step) - lrise(gamma + delta + before, step));
  };
}

/** How many draws, from which source. */
export type DrawOptions = Readonly<{ random: () => number; draws?: number }>;

const DRAWS = 200;
const PER_ROUND = 400; // proposals

/** Points from the posterior, equally likely: one point serves all groups, which are uncertain together. */
export function drawPoints(
  fitted: Fitted,
  groups: readonly Group[],
  { random, draws = DRAWS }: DrawOptions,
): readonly Point[] {
  const names = fitted.point.map((_, i) => `x${i}`);
  const posterior = posteriorOf(fitted, groups);
  // posteriorDraws takes logs of positive parameters: the point is such logs
  const estimate = {
    params: Object.fromEntries(fitted.point.map((v, i) => [names[i], Math.exp(v)])),
    covariance: fitted.covariance,
    logLikelihood: fitted.logLikelihood,
    iterations: fitted.iterations,
    converged: true,
    diagnostics: {},
    n: fitted.n,
  } as const;
  const found = posteriorDraws(estimate, (params) => posterior(names.map((name) => Math.log(params[name]))).value, {
    random,
    draws,
    perRound: PER_ROUND,
  });
  return found.draws.map((params) => names.map((name) => Math.log(params[name])));
}

/** Log-likelihood and prior at a point, and their derivatives. */
function posteriorOf(scale: Scale, groups: readonly Group[]): (x: Point) => Evaluation {
  const counts = groups
    .filter(({ renewals }) => total(renewals.atRisk) > 0)
    .map(({ renewals, columns }): Counts => ({ ...renewals, z: standardised(scale, columns) }));
  const surface = scale.kind === "shifted-beta-geometric" ? mixtureSurface : exposureSurface;
  return (x) => {
    const [data, prior] = [surface(counts, x), priorOf(scale, x)];
    return {
      value: data.value + prior.value,
      gradient: data.gradient.map((g, j) => g + prior.gradient[j]),
      ...(data.hessian && {
        hessian: data.hessian.map((row, i) => row.map((v, j) => (i === j ? v - prior.precision[j] : v))),
      }),
    };
  };
}

function priorOf({ kind, means }: Scale, x: Point) {
  const half = means.length + 1;
  const isLevel = (j: number): boolean => (kind === "shifted-beta-geometric" ? j % half === 0 : j < 3);
  const precision = x.map((_, j) => (isLevel(j) ? LEVEL_SD ** -2 : EFFECT_PENALTY));
  return {
    value: x.reduce((sum, v, j) => sum - (precision[j] * v * v) / 2, 0),
    gradient: x.map((v, j) => -precision[j] * v),
    precision,
  };
}

const standardised = ({ means, spreads }: Scale, columns: readonly number[]): readonly number[] =>
  columns.map((v, j) => (v - means[j]) / spreads[j]);

/** Means and spreads of the columns over customers; 1 for a column without variation. */
function scaleOf(kind: Kind, groups: readonly Group[]): Scale {
  const weights = groups.map(({ renewals }) => renewals.atRisk[0] ?? 0);
  const all = weights.reduce((sum, w) => sum + w, 0);
  const over = (of: (group: Group) => number): number =>
    groups.reduce((sum, g, i) => sum + weights[i] * of(g), 0) / all;
  const means = (groups[0]?.columns ?? []).map((_, j) => over(({ columns }) => columns[j]));
  const spreads = means.map((mean, j) => Math.sqrt(over(({ columns }) => (columns[j] - mean) ** 2)) || 1);
  return { kind, means, spreads };
}

const total = (column: Float64Array): number => column.reduce((sum, n) => sum + n, 0);

/** Decisions of all groups together. */
function sumOf(groups: readonly Group[]): Renewals {
  const longest = groups.reduce((most, { renewals }) => renewals.tenure.reduce((a, b) => Math.max(a, b), most), 0);
  const [atRisk, lost] = [new Float64Array(longest), new Float64Array(longest)];
  for (const { renewals } of groups)
    renewals.tenure.forEach((t, i) => {
      atRisk[t - 1] += renewals.atRisk[i];
      lost[t - 1] += renewals.lost[i];
    });
  return { tenure: Float64Array.from(atRisk.keys(), (i) => i + 1), atRisk, lost };
}
