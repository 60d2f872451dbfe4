/** What every retention model promises, and the states in which there is nothing to fit. */
import type { Estimate } from "../inference/estimate.js";
import { boundWithoutEvents, wilson } from "../inference/proportion.js";
import { brokenRule, totals } from "./renewals.js";
import type { Renewals } from "./renewals.js";

export type Params = Readonly<Record<string, number>>;

/** A constant churn per renewal with its 95 % interval. */
export type Churn = Readonly<{ churn: number; low: number; high: number }>;

/**
 * Data that do not tell the parameters, in words, with what they do tell.
 * `no-events`: nobody was lost, churn is at most `highestChurn` (95 %). `all-lost`: nobody is left.
 * `mean-only`: fewer than two tenures with 30 customers, so how churn changes is unknown. `homogeneous`: customers do not
 * differ (churn does not fall with tenure), and the parameters of a mixture would be infinite.
 * `boundary`: all who leave do so at the first renewal; the mixture is of leavers and stayers.
 */
export type State =
  | Readonly<{ status: "no-data" }>
  | Readonly<{ status: "invalid"; reason: string }>
  | Readonly<{ status: "no-events"; highestChurn: number }>
  | Readonly<{ status: "all-lost" }>
  | (Readonly<{ status: "mean-only" }> & Churn)
  | (Readonly<{ status: "homogeneous"; logLikelihood: number }> & Churn)
  | (Readonly<{ status: "boundary"; logLikelihood: number }> & Churn)
  | Readonly<{ status: "not-converged"; reason: string }>;

/** A fitted model as JSON, or the state of the data. `n` counts decisions: customers once per renewal they faced. */
export type Fit<P extends Params = Params> = Readonly<{ model: string; n: number }> &
  ((Readonly<{ status: "ok" }> & Estimate<P>) | State);

/** What comes when: `rate` is the discount per period (.1 is 10 %), `horizon` the number of payments that count. */
export type Discounting = Readonly<{ rate: number; horizon?: number | undefined }>;

/**
 * Each model file exports these. Payment 0 is made at acquisition, payment t when renewal t is decided for staying.
 * The three lifetimes are discounted numbers of payments; multiplied by the margin of a payment they are values.
 */
export interface RetentionModel<P extends Params = Params> {
  logLikelihood(params: P, renewals: Renewals): number; // NaN outside the domain
  gradient(params: P, renewals: Renewals): P;
  fit(renewals: Renewals): Fit<P>;
  survival(params: P, t: number): number; // P(still a customer after t renewals), 1 at 0
  retention(params: P, t: number): number; // P(renews at t | renewed t - 1 times)
  discountedLifetime(params: P, discounting: Discounting): number; // DEL, payment 0 included
  residualBeforeRenewal(params: P, renewal: number, discounting: Discounting): number; // DERL_pre(n)
  residualAfterRenewal(params: P, renewals: number, discounting: Discounting): number; // DERL_post(n)
  simulate(params: P, customers: number, random: () => number): Float64Array; // renewals made in a lifetime
}

const LEAST_TENURES = 2;

/** The state of the data before any fit; null when a mixture can be fitted. */
export function stateOf(renewals: Renewals): State | null {
  const broken = brokenRule(renewals);
  if (broken !== null) return { status: "invalid", reason: broken };
  const { atRisk, lost, informative } = totals(renewals);
  if (!(atRisk > 0)) return { status: "no-data" };
  if (lost === 0) return { status: "no-events", highestChurn: boundWithoutEvents(atRisk) };
  if (lost === atRisk) return { status: "all-lost" };
  return informative < LEAST_TENURES ? { status: "mean-only", ...churnOf(renewals) } : null;
}

/** Share of decisions against renewing, as if churn were constant. */
export function churnOf(renewals: Renewals): Churn {
  const { atRisk, lost } = totals(renewals);
  return { churn: lost / atRisk, ...wilson(lost / atRisk, atRisk) };
}

/** Log-likelihood when everybody has the same churn at every renewal. */
export function constantLogLikelihood(renewals: Renewals): number {
  const { atRisk, lost } = totals(renewals);
  const churn = lost / atRisk;
  return lost * Math.log(churn) + (atRisk - lost) * Math.log1p(-churn);
}

/** Sum over the decisions of the log of their probability. @param logRetention log P(renews at tenure t) */
export function sumOfDecisions({ tenure, atRisk, lost }: Renewals, logRetention: (t: number) => number): number {
  let sum = 0;
  for (let i = 0; i < tenure.length; i++) {
    if (atRisk[i] === 0) continue;
    const stays = logRetention(tenure[i]);
    if (lost[i] > 0) sum += lost[i] * Math.log(-Math.expm1(stays));
    if (lost[i] < atRisk[i]) sum += (atRisk[i] - lost[i]) * stays;
  }
  return sum;
}
