/** What a contract with so many renewals made will still pay: expectation, quantiles, discounted, until a horizon or for good. */
import type { Rates, Retention } from "./retention.js";

/** Of the next `due` renewals. `payments[k]` of `chances` is P(exactly k of them are made). */
export type Coming = Readonly<{
  expected: number;
  variance: number;
  p05: number;
  p50: number;
  p95: number;
  stays: number; // P(all of them are made)
  discounted: number; // expected payments, each discounted to the first of them
  discountedQuantiles: readonly [number, number, number];
}>;

const LEVELS = [0.05, 0.5, 0.95] as const;

/** Shares surviving each of the next renewals: means over the draws. */
function survivors(drawn: readonly Rates[], made: number, due: number): readonly number[] {
  const shares = drawn.map(() => 1);
  return Array.from({ length: due }, (_, j) => {
    let sum = 0;
    for (let k = 0; k < shares.length; k++) sum += shares[k] = (shares[k] ?? 0) * (drawn[k]?.(made + j + 1) ?? 0);
    return sum / shares.length;
  });
}

/** The next `due` renewals of contracts with `made` of them behind. @param rate per period */
export function comingRenewals(drawn: readonly Rates[], made: number, due: number, rate: number): Coming {
  const stay = survivors(drawn, made, due);
  const z = 1 / (1 + rate);
  const quantile = (level: number): number => {
    const found = stay.findIndex((share) => 1 - share >= level); // P(K <= j) = 1 - share of j + 1
    return found < 0 ? due : found;
  };
  const [p05 = 0, p50 = 0, p95 = 0] = LEVELS.map(quantile);
  const expected = stay.reduce((sum, share) => sum + share, 0);
  return {
    expected,
    variance: stay.reduce((sum, share, j) => sum + (2 * j + 1) * share, 0) - expected * expected,
    p05,
    p50,
    p95,
    stays: stay.at(-1) ?? 1,
    discounted: stay.reduce((sum, share, j) => sum + share * z ** j, 0),
    discountedQuantiles: [annuity(p05, z), annuity(p50, z), annuity(p95, z)],
  };
}

/** Payments 1 to k, the first undiscounted. */
const annuity = (k: number, z: number): number => (z === 1 ? k : (1 - z ** k) / (1 - z));

/** Lifetimes of a group by renewals made. NaN where nothing limits them: no rate, or nobody has ever left. */
export type Lifetimes = Readonly<{
  del: number; // discounted expected lifetime of a new contract, payment 0 included
  before: (renewal: number) => number; // DERL_pre(n), about to decide on renewal n
  after: (renewals: number) => number; // DERL_post(n), having just made payment n
  beforeDrawn: (renewal: number) => readonly number[]; // DERL_pre(n), by draw
  outcome: (renewal: number) => readonly [number, number, number]; // p05, p50, p95 of the discounted payments of one contract
}>;

const TAIL = 1e-9; // of a payment's value: what is left out at the end
const MOST_PERIODS = 40_000;

/** @param rate per period, e.g. .1 a year */
export function lifetimesOf(retention: Retention, rate: number, longest: number): Lifetimes {
  const none: Lifetimes = {
    del: NaN,
    before: () => NaN,
    after: () => NaN,
    beforeDrawn: () => [],
    outcome: () => [NaN, NaN, NaN],
  };
  if (retention.kind === "unknown" || retention.kind === "bound" || !(rate > 0)) return none;
  const z = 1 / (1 + rate);
  const periods = Math.min(MOST_PERIODS, longest + Math.ceil(Math.log(TAIL) / Math.log(z)));
  const best = sweep(retention.rates, z, periods);
  const drawn = retention.drawn.map((rates) => sweep(rates, z, periods));
  const before = (renewal: number): number => best[renewal] ?? NaN;
  return {
    del: 1 + z * before(1),
    before,
    after: (renewals) => z * before(renewals + 1),
    beforeDrawn: (renewal) => drawn.map((values) => values[renewal] ?? NaN),
    outcome: outcomesOf(retention.drawn, z, periods),
  };
}

/** DERL_pre(n) for n = 1, 2, …: what renewal n is worth is its chance times (it and what comes after it). From the end. */
function sweep(rates: Rates, z: number, periods: number): Float64Array {
  const values = new Float64Array(periods + 2);
  const last = rates(periods + 1);
  values[periods + 1] = last / (1 - z * last); // as if the rate stayed as it is
  for (let n = periods; n >= 1; n--) values[n] = rates(n) * (1 + z * (values[n + 1] ?? 0));
  return values;
}

/**
 * Quantiles of the discounted payments of one contract: so many are made, each level's own number. What is lost by a payment
 * grows with it, so that it is found by halving: a tenth of the time of counting up.
 */
function outcomesOf(
  drawn: readonly Rates[],
  z: number,
  periods: number,
): (renewal: number) => readonly [number, number, number] {
  const last = Math.ceil(Math.log(TAIL) / Math.log(z));
  let survivals: readonly Float64Array[] | null = null;
  return (renewal) => {
    survivals ??= drawn.map((rates) => logSurvival(rates, Math.max(periods, renewal + last)));
    const known = survivals;
    const gone = (j: number): number =>
      1 -
      known.reduce((sum, log) => sum + Math.exp((log[renewal + j] ?? -Infinity) - (log[renewal - 1] ?? 0)), 0) /
        known.length;
    const [p05, p50, p95] = LEVELS.map((level) => firstWhere((j) => gone(j) >= level, last));
    const value = (j: number | undefined): number => (j === undefined || j >= last ? 1 / (1 - z) : annuity(j, z));
    return [value(p05), value(p50), value(p95)];
  };
}

/** Of the share left after 0, 1, 2, … renewals. */
function logSurvival(rates: Rates, periods: number): Float64Array {
  const logs = new Float64Array(periods + 1);
  for (let t = 1; t <= periods; t++) logs[t] = (logs[t - 1] ?? 0) + Math.log(rates(t));
  return logs;
}

/** The first whole number from 0 for which something holds that goes on to hold; `end` without one below it. */
function firstWhere(holds: (j: number) => boolean, end: number): number {
  let [low, high] = [0, end];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
