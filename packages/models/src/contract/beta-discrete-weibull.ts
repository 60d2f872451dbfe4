/**
 * Beta-discrete-Weibull (BdW) retention: S(t | theta) = (1 - theta)^(t^c), theta ~ Beta(gamma, delta) across customers.
 * c = 1 is shifted-beta-geometric; c above 1: each customer's churn rises with tenure, below 1: falls. Fader, Hardie, Liu,
 * Davin and Steenburgh, "How to project customer retention revisited" (2018), Journal of Interactive Marketing 43.
 */
import { estimateInLogs } from "../inference/maximum-likelihood.js";
import type { Estimate } from "../inference/estimate.js";
import type { Evaluation } from "../inference/newton.js";
import { beta as drawBeta } from "../math/random.js";
import { lrise, psirise } from "../math/gamma.js";
import * as discreteWeibull from "./discrete-weibull.js";
import { discountedPayments, lifetimeFromResidual } from "./lifetime.js";
import { churnOf, stateOf, sumOfDecisions } from "./model.js";
import type { Discounting, Fit } from "./model.js";
import { totals } from "./renewals.js";
import type { Renewals } from "./renewals.js";
import * as shiftedBetaGeometric from "./shifted-beta-geometric.js";

/** All > 0. */
export type Params = Readonly<{ gamma: number; delta: number; c: number }>;

const NAME = "beta-discrete-weibull";
const LARGEST = 1e4; // gamma + delta, beyond which customers are alike
const SMALLEST = 1e-3; // gamma + delta, below which they are leavers and stayers
const SHAPES = [0.05, 5] as const;
const NO_GAIN = 1e-3; // log-likelihood over customers who are alike that says nothing about differences
const STARTS: readonly Params[] = [
  { gamma: 1, delta: 1, c: 1 },
  { gamma: 0.37, delta: 1, c: 1.35 },
  { gamma: 1, delta: 2.7, c: 1.35 },
  { gamma: 2.7, delta: 7.4, c: 1 },
  { gamma: 0.22, delta: 1.65, c: 1.65 },
];

/** Log-likelihood of the decisions. NaN outside the domain. */
export const logLikelihood = (params: Params, renewals: Renewals): number =>
  params.gamma > 0 && params.delta > 0 && params.c > 0 ? sumOfDecisions(renewals, (t) => logRetention(params, t)) : NaN;

/** Derivatives of `logLikelihood` by each parameter. */
export function gradient(params: Params, renewals: Renewals): Params {
  const [gamma, delta, c] = evaluate(params, renewals).gradient;
  return { gamma: gamma / params.gamma, delta: delta / params.delta, c: c / params.c };
}

const logRetention = ({ gamma, delta, c }: Params, t: number): number => {
  const before = (t - 1) ** c;
  const step = t ** c - before;
  return lrise(delta + before, step) - lrise(gamma + delta + before, step);
};

/** Value and gradient in the logs of the parameters. */
function evaluate(params: Params, renewals: Renewals): Evaluation {
  const { gamma, delta, c } = params;
  const { tenure, atRisk, lost } = renewals;
  const score = [0, 0, 0];
  for (let i = 0; i < tenure.length; i++) {
    if (atRisk[i] === 0) continue;
    const t = tenure[i];
    const [before, after] = [(t - 1) ** c, t ** c];
    const step = after - before;
    const gone = lost[i] > 0 ? lost[i] / Math.expm1(-logRetention(params, t)) : 0;
    const pull = atRisk[i] - lost[i] - gone; // derivative of the log-likelihood by log retention
    const byAll = psirise(gamma + delta + before, step);
    const slope = (x: number, at: number): number => (at <= 1 ? 0 : -psirise(delta + x, gamma) * x * Math.log(at));
    score[0] -= pull * byAll;
    score[1] += pull * (psirise(delta + before, step) - byAll);
    score[2] += pull * (slope(after, t) - slope(before, t - 1));
  }
  return {
    value: sumOfDecisions(renewals, (t) => logRetention(params, t)),
    gradient: [score[0] * gamma, score[1] * delta, score[2] * c],
  };
}

/**
 * Maximum-likelihood estimate, never below shifted-beta-geometric; or the state of the data. `homogeneous` means that
 * customers do not differ: fit discrete-weibull.ts. The likelihood has ridges: compare fits by it, not by parameters.
 */
export function fit(renewals: Renewals): Fit<Params> {
  const head = { model: NAME, n: totals(renewals).atRisk };
  const state = stateOf(renewals);
  if (state !== null) return { ...head, ...state };
  const nested = shiftedBetaGeometric.fit(renewals);
  const { alpha, beta } = nested.status === "ok" ? nested.params : { alpha: 1, beta: 1 };
  const estimates = [{ gamma: alpha, delta: beta, c: 1 }, ...STARTS].map((start) => estimateFrom(start, renewals));
  const best = estimates.reduce((one, other) => (isBetter(other, one) ? other : one));
  const alike = discreteWeibull.fit(renewals);
  const limit = alike.status === "ok" ? alike.logLikelihood : -Infinity;
  const sum = best.params.gamma + best.params.delta;
  if (sum > LARGEST || best.logLikelihood < limit + (best.converged ? 0 : NO_GAIN))
    return { ...head, status: "homogeneous", logLikelihood: limit, ...churnOf(renewals) };
  if (sum < SMALLEST) return { ...head, status: "boundary", logLikelihood: best.logLikelihood, ...churnOf(renewals) };
  if (!best.converged) return { ...head, status: "not-converged", reason: best.reason };
  return { ...head, status: "ok", ...best };
}

const estimateFrom = (start: Params, renewals: Renewals): Estimate<Params> =>
  estimateInLogs<Params>({
    start,
    n: totals(renewals).atRisk,
    evaluate: ([gamma, delta, c]) =>
      evaluate({ gamma: Math.exp(gamma), delta: Math.exp(delta), c: Math.exp(c) }, renewals),
    isOut: ([gamma, delta, c]) => {
      const sum = Math.exp(gamma) + Math.exp(delta);
      return sum > LARGEST || sum < SMALLEST || c < Math.log(SHAPES[0]) || c > Math.log(SHAPES[1]);
    },
  });

const LIKELIER = 1e-7; // log-likelihood: less is the rounding of the same optimum

function isBetter(other: Estimate<Params>, one: Estimate<Params>): boolean {
  if (Number.isNaN(one.logLikelihood)) return true;
  if (other.converged && !one.converged) return other.logLikelihood > one.logLikelihood - LIKELIER;
  return other.logLikelihood > one.logLikelihood + LIKELIER;
}

/** P(still a customer after t renewals). */
export const survival = ({ gamma, delta, c }: Params, t: number): number =>
  Math.exp(lrise(delta, t ** c) - lrise(gamma + delta, t ** c));

/** P(renews at t | renewed t - 1 times). */
export const retention = (params: Params, t: number): number => Math.exp(logRetention(params, t));

/** DEL: expected discounted payments of a new customer, payment 0 included. NaN unless rate > 0 or a horizon is given. */
export const discountedLifetime = (params: Params, discounting: Discounting): number =>
  lifetimeFromResidual((renewal, terms) => residualBeforeRenewal(params, renewal, terms), discounting);

/** DERL_pre(n), just before the n-th renewal is decided: by summation. */
export const residualBeforeRenewal = (params: Params, renewal: number, discounting: Discounting): number =>
  discountedPayments((t) => retention(params, t), renewal, discounting);

/** DERL_post(n), just after payment n. */
export const residualAfterRenewal = (params: Params, renewals: number, discounting: Discounting): number =>
  residualBeforeRenewal(params, renewals + 1, discounting) / (1 + discounting.rate);

/** Renewals that each of `customers` makes in a lifetime. */
export const simulate = ({ gamma, delta, c }: Params, customers: number, random: () => number): Float64Array =>
  Float64Array.from({ length: customers }, () =>
    discreteWeibull.lifetimeOf(drawBeta(random, gamma, delta), c, random()),
  );
