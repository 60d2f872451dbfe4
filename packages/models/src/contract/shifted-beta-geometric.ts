/**
 * Shifted-beta-geometric (sBG) retention: a customer declines every renewal with the same chance theta; theta ~
 * Beta(alpha, beta) across customers, so retention rises with tenure. Fader and Hardie, "How to project customer
 * retention" (2007), Journal of Interactive Marketing 21; discounted lifetimes: Fader and Hardie (2010).
 */
import { estimateInLogs } from "../inference/maximum-likelihood.js";
import type { Evaluation } from "../inference/newton.js";
import { beta as drawBeta } from "../math/random.js";
import { lrise } from "../math/gamma.js";
import { hyp2f1One } from "../math/integrals.js";
import { discountedPayments, lifetimeFromResidual } from "./lifetime.js";
import { churnOf, constantLogLikelihood, stateOf } from "./model.js";
import type { Discounting, Fit } from "./model.js";
import { totals } from "./renewals.js";
import type { Renewals } from "./renewals.js";

/** Both > 0. Mean churn at the first renewal alpha / (alpha + beta); customers differ by 1 / (alpha + beta + 1). */
export type Params = Readonly<{ alpha: number; beta: number }>;

const NAME = "shifted-beta-geometric";
const LARGEST = 1e4; // alpha + beta, beyond which customers are alike
const SMALLEST = 1e-3; // alpha + beta, below which they are leavers and stayers
const NO_GAIN = 1e-3; // log-likelihood over constant churn that says nothing about differences

/** Log-likelihood of the decisions, one factor per customer and renewal faced (the hazard form). NaN outside. */
export const logLikelihood = (params: Params, renewals: Renewals): number =>
  params.alpha > 0 && params.beta > 0 ? evaluate(params, renewals).value : NaN;

/** Derivatives of `logLikelihood` by each parameter. */
export function gradient(params: Params, renewals: Renewals): Params {
  const [alpha, beta] = evaluate(params, renewals).gradient;
  return { alpha: alpha / params.alpha, beta: beta / params.beta };
}

/** Value, gradient and Hessian in the logs of alpha and beta. */
function evaluate({ alpha, beta }: Params, { tenure, atRisk, lost }: Renewals): Required<Evaluation> {
  let [value, ga, gb, haa, hbb, hab] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < tenure.length; i++) {
    const [n, gone] = [atRisk[i], lost[i]];
    if (n === 0) continue;
    const all = alpha + beta + tenure[i] - 1;
    const staying = beta + tenure[i] - 1;
    value += gone * Math.log(alpha / all) + (n - gone) * Math.log(staying / all);
    ga += gone / alpha - n / all;
    gb += (n - gone) / staying - n / all;
    haa += n / all ** 2 - gone / alpha ** 2;
    hbb += n / all ** 2 - (n - gone) / staying ** 2;
    hab += n / all ** 2;
  }
  const hessian = [
    [haa * alpha * alpha + ga * alpha, hab * alpha * beta],
    [hab * alpha * beta, hbb * beta * beta + gb * beta],
  ];
  return { value, gradient: [ga * alpha, gb * beta], hessian };
}

/**
 * Maximum-likelihood estimate; or the state of the data where the estimate would be infinite or mean nothing. Report
 * intervals of `survival` and of lifetimes, not of alpha and beta: the two are correlated by .9 and more.
 */
export function fit(renewals: Renewals): Fit<Params> {
  const head = { model: NAME, n: totals(renewals).atRisk };
  const state = stateOf(renewals);
  if (state !== null) return { ...head, ...state };
  const estimate = estimateInLogs<Params>({
    start: { alpha: 1, beta: 1 },
    n: head.n,
    evaluate: ([alpha, beta]) => evaluate({ alpha: Math.exp(alpha), beta: Math.exp(beta) }, renewals),
    isOut: ([alpha, beta]) => {
      const sum = Math.exp(alpha) + Math.exp(beta);
      return sum > LARGEST || sum < SMALLEST;
    },
  });
  const sum = estimate.params.alpha + estimate.params.beta;
  const constant = constantLogLikelihood(renewals);
  const ends = { logLikelihood: constant, ...churnOf(renewals) };
  if (sum > LARGEST || (!estimate.converged && estimate.logLikelihood < constant + NO_GAIN))
    return { ...head, status: "homogeneous", ...ends };
  if (sum < SMALLEST) return { ...head, status: "boundary", ...ends, logLikelihood: estimate.logLikelihood };
  if (!estimate.converged) return { ...head, status: "not-converged", reason: estimate.reason };
  return { ...head, status: "ok", ...estimate };
}

/** P(still a customer after t renewals). */
export const survival = ({ alpha, beta }: Params, t: number): number =>
  Math.exp(lrise(beta, t) - lrise(alpha + beta, t));

/** P(renews at t | renewed t - 1 times): rises with t, because those who leave easily have left. */
export const retention = ({ alpha, beta }: Params, t: number): number => (beta + t - 1) / (alpha + beta + t - 1);

/** What n renewals say about a customer: theta ~ Beta(alpha, beta + n). */
export const updated = ({ alpha, beta }: Params, renewals: number): Params => ({ alpha, beta: beta + renewals });

/** Expected churn at the first renewal. */
export const meanChurn = ({ alpha, beta }: Params): number => alpha / (alpha + beta);

/** How much customers differ: 0 = all alike, 1 = leavers and stayers. */
export const polarization = ({ alpha, beta }: Params): number => 1 / (alpha + beta + 1);

/** DEL: expected number of payments of a new customer, payment 0 included and undiscounted, discounted per period. */
export const discountedLifetime = (params: Params, discounting: Discounting): number =>
  lifetimeFromResidual((renewal, terms) => residualBeforeRenewal(params, renewal, terms), discounting);

/**
 * DERL_pre(n): payments to come of a customer who made n - 1 renewals and is about to decide on the n-th; payment n is
 * not discounted if made. Closed form: retention(n) 2F1(1, b + n; a + b + n; 1 / (1 + d)).
 * @returns NaN where the sum has no limit: without a horizon for rate < 0, and for rate 0 unless alpha > 1
 */
export function residualBeforeRenewal(params: Params, renewal: number, { rate, horizon }: Discounting): number {
  if (horizon !== undefined && horizon !== Infinity)
    return discountedPayments((t) => retention(params, t), renewal, { rate, horizon });
  const { alpha, beta } = params;
  if (rate === 0) return alpha > 1 ? (beta + renewal - 1) / (alpha - 1) : NaN;
  if (!(rate > 0)) return NaN;
  return retention(params, renewal) * hyp2f1One(beta + renewal, alpha + beta + renewal, 1 / (1 + rate));
}

/**
 * DERL_post(n): payments to come of a customer who has just made payment n (n = 0: just acquired), the next one
 * discounted by one period. DERL_pre(n + 1) = (1 + d) DERL_post(n).
 */
export const residualAfterRenewal = (params: Params, renewals: number, discounting: Discounting): number =>
  residualBeforeRenewal(params, renewals + 1, discounting) / (1 + discounting.rate);

/** Renewals that each of `customers` makes in a lifetime. */
export const simulate = ({ alpha, beta }: Params, customers: number, random: () => number): Float64Array =>
  Float64Array.from({ length: customers }, () => {
    const theta = drawBeta(random, alpha, beta);
    return Math.floor(Math.log(random()) / Math.log1p(-theta));
  });
