/** What is learnt from a history and then used to score: plain JSON (FORECAST, the whole page). */
import type { Fit } from "@longworth/models";
import type { CandidateName } from "./candidates.js";
import type { Clock } from "./clock.js";

/** One member of the pool. */
export interface Member {
  readonly name: CandidateName;
  readonly fit: Fit; // timeUnit "week"
  readonly weight: number; // by CRPS of counts (w)
  readonly weightActive: number; // by Brier of activity (wa)
}

/** FORECAST section 7: y = log amount, y_ij ~ N(theta_i, s2), theta_i ~ N(b0 + b1 log n_i, t2). */
export type SpendFit = Readonly<{ b0: number; b1: number; s2: number; t2: number }>;

/** What an origin inside the history said about the level of the forecast. */
export interface OriginFacts {
  readonly origin: number; // days since 1970-01-01
  readonly window: number; // days
  readonly customers: number;
  readonly active: number; // customers with a purchase in the window
  readonly orders: number; // purchase days in the window
  readonly value: number; // net value in the window
  readonly levelOrders: number; // actual / expected, k_o, clipped to .1 .. 10
  readonly levelSpend: number; // net value / (purchases x expected spend), ks_o, clipped to .2 .. 5
  readonly concentration: number; // sum v^2 / (sum v)^2, at most 1: var_o
  readonly auc: number; // of the pool's P(active); NaN when everybody or nobody was active
  readonly weights: readonly number[]; // of the members by this origin alone; empty where nobody asked
}

/** Signs of FORECAST section 14 that this history shows; the sentence is in words/. */
export type NoteCode =
  | "models_do_not_fit" // facts: factor (> 1), direction -1 | 1
  | "systematic_miss" // facts: share (of the forecast), direction
  | "cannot_rank" // facts: auc
  | "no_dropout" // facts: weight
  | "season_unknown" // facts: days of history, horizon
  | "small_data" // facts: active, customers
  | "few_customers_rule" // facts: concentration
  | "spend_by_frequency" // facts: correlation
  | "first_days_left_out" // facts: days, customers
  | "learnt" // facts: orders, active, value: trees that correct each
  | "network_tried" // facts: used (1: it orders customers by value with the trees)
  | "learning_left_out" // facts: customers
  | "ranks_backwards" // no facts: ranking comes from what was learnt
  | "business_trend" // facts: share (of today's pace against that of four steps of the level ago)
  | "coarse_dates" // facts: gap
  | "bursts" // facts: dispersion
  | "naive_outside" // facts: said, low, high, naive, horizon, money (1: of revenue)
  | "no_origins"; // facts: days

export type Note = Readonly<{ code: NoteCode; facts: Readonly<Record<string, number>> }>;

export interface Recipe {
  readonly cut: number; // last day that was learnt from
  readonly horizon: number; // the headline, days
  readonly window: number; // training window h, days
  readonly members: readonly Member[]; // in the order of the pool
  readonly clock: Clock | null; // null when no member needs it
  readonly served: Readonly<{ name: "pool" | CandidateName; why: "pool" | "equal_weights" | "asked_for" }>;
  readonly origins: readonly OriginFacts[]; // newest first
  readonly spend: SpendFit | null; // null in a log without amounts
  readonly spendLevel: number; // ls: log of actual net value over expected
  readonly spendByFrequency: number | null; // rank correlation of repeat purchases and amount; null when not to be told
  readonly concentration: number; // mean var_o of the origins; .02 without origins
  readonly levelSd: number; // sd_last: how unsure today's level is, on the log scale
  readonly refundShare: number | null; // refunds over positive value, all history; null without amounts
  readonly customers: number; // of the history at the cut
  readonly repeatBuyers: number;
  readonly fittedRepeatBuyers: number; // those left when the customers of the first days are left out
  readonly excludedFirstDays: number; // customers of the first so many days were left out of the fits; 0: none
  readonly notes: readonly Note[];
}
