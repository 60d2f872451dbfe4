/**
 * Discrete Weibull retention: all customers alike, churn changes with tenure: S(t) = (1 - theta)^(t^c). Nakagawa and
 * Osaki (1975); the limit of beta-discrete-weibull.ts when customers do not differ.
 */
import { estimateInLogs } from "../inference/maximum-likelihood.js";
import type { Estimate } from "../inference/estimate.js";
import type { Evaluation } from "../inference/newton.js";
import { discountedPayments, lifetimeFromResidual } from "./lifetime.js";
import { stateOf, sumOfDecisions } from "./model.js";
import type { Discounting, Fit } from "./model.js";
import { totals } from "./renewals.js";
import type { Renewals } from "./renewals.js";

/** theta in (0, 1) is the churn at the first renewal; c > 0, below 1 churn falls with tenure, above 1 it rises. */
export type Params = Readonly<{ theta: number; c: number }>;

type Rate = Readonly<{ rate: number; c: number }>; // rate = -log(1 - theta) > 0: free to move in its log

const NAME = "discrete-weibull";
const SHAPES = [0.05, 5] as const;

/** Log-likelihood of the decisions. NaN outside the domain. */
export const logLikelihood = (params: Params, renewals: Renewals): number =>
  params.theta > 0 && params.theta < 1 && params.c > 0
    ? sumOfDecisions(renewals, (t) => Math.log1p(-params.theta) * (t ** params.c - (t - 1) ** params.c))
    : NaN;

/** Derivatives of `logLikelihood` by each parameter. */
export function gradient({ theta, c }: Params, renewals: Renewals): Params {
  const rate = -Math.log1p(-theta);
  const [byRate, byShape] = evaluate({ rate, c }, renewals).gradient;
  return { theta: byRate / rate / (1 - theta), c: byShape / c };
}

/** Value and gradient in the logs of rate and c. */
function evaluate({ rate, c }: Rate, renewals: Renewals): Evaluation {
  const { tenure, atRisk, lost } = renewals;
  const value = sumOfDecisions(renewals, (t) => -rate * (t ** c - (t - 1) ** c));
  let [byRate, byShape] = [0, 0];
  for (let i = 0; i < tenure.length; i++) {
    const t = tenure[i];
    const step = t ** c - (t - 1) ** c;
    const slope = t ** c * Math.log(t) - (t > 1 ? (t - 1) ** c * Math.log(t - 1) : 0);
    const gone = lost[i] > 0 ? lost[i] / Math.expm1(rate * step) : 0;
    const pull = gone - (atRisk[i] - lost[i]); // derivative of the log-likelihood by rate x step
    byRate += pull * step;
    byShape += pull * rate * slope;
  }
  return { value, gradient: [byRate * rate, byShape * c] };
}

/** Maximum-likelihood estimate, or the state of the data. */
export function fit(renewals: Renewals): Fit<Params> {
  const { atRisk, lost } = totals(renewals);
  const head = { model: NAME, n: atRisk };
  const state = stateOf(renewals);
  if (state !== null) return { ...head, ...state };
  const estimate = estimateInLogs<Rate>({
    start: { rate: -Math.log1p(-lost / atRisk), c: 1 },
    n: atRisk,
    evaluate: ([rate, c]) => evaluate({ rate: Math.exp(rate), c: Math.exp(c) }, renewals),
    isOut: ([, c]) => c < Math.log(SHAPES[0]) || c > Math.log(SHAPES[1]),
  });
  if (!estimate.converged) return { ...head, status: "not-converged", reason: estimate.reason };
  return { ...head, status: "ok", ...withTheta(estimate) };
}

/** The same estimate in theta: its log moves by rate (1 - theta) / theta times the log of the rate. */
function withTheta({ params: { rate, c }, covariance, ...rest }: Estimate<Rate>): Estimate<Params> {
  const theta = -Math.expm1(-rate);
  const stretch = [(rate * (1 - theta)) / theta, 1];
  return {
    ...rest,
    params: { theta, c },
    covariance: covariance.map((row, i) => row.map((v, j) => v * stretch[i] * stretch[j])),
  };
}

/** P(still a customer after t renewals). */
export const survival = ({ theta, c }: Params, t: number): number => Math.exp(Math.log1p(-theta) * t ** c);

/** P(renews at t | renewed t - 1 times). */
export const retention = ({ theta, c }: Params, t: number): number =>
  Math.exp(Math.log1p(-theta) * (t ** c - (t - 1) ** c));

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
export const simulate = ({ theta, c }: Params, customers: number, random: () => number): Float64Array =>
  Float64Array.from({ length: customers }, () => lifetimeOf(theta, c, random()));

/** The last t with (1 - theta)^(t^c) > u. */
export const lifetimeOf = (theta: number, c: number, u: number): number =>
  Math.ceil((Math.log(u) / Math.log1p(-theta)) ** (1 / c)) - 1;
