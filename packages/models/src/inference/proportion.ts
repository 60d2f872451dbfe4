/** Shares of a count, with intervals that stay inside [0, 1] and exist at both ends. */
import { normalQuantile } from "../math/normal.js";
import type { Interval } from "./intervals.js";

/**
 * Wilson's interval of a share: covers as it says also for few trials and shares near 0 or 1.
 * Wilson (1927), Brown, Cai and DasGupta (2001).
 * @param trials need not be whole (an effective number). @returns NaN without trials
 */
export function wilson(share: number, trials: number, level = 0.95): Interval {
  const z = normalQuantile((1 + level) / 2);
  const square = (z * z) / trials;
  const centre = (share + square / 2) / (1 + square);
  const half = (z / (1 + square)) * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials));
  return { low: share === 0 ? 0 : Math.max(0, centre - half), high: share === 1 ? 1 : Math.min(1, centre + half) };
}

/** A share of so many trials, which need not be whole. */
export type Part = Readonly<{ share: number; trials: number }>;

/** Interval of the first share less the second: Wilson's intervals put together. Newcombe (1998), method 10. */
export function difference(one: Part, other: Part, level = 0.95): Interval {
  const [a, b] = [wilson(one.share, one.trials, level), wilson(other.share, other.trials, level)];
  const gap = one.share - other.share;
  return {
    low: gap - Math.hypot(one.share - a.low, b.high - other.share),
    high: gap + Math.hypot(a.high - one.share, other.share - b.low),
  };
}

/** The chance that is still possible when none of the trials succeeded: exact one-sided bound, 3 / trials for many. */
export const boundWithoutEvents = (trials: number, level = 0.95): number => -Math.expm1(Math.log1p(-level) / trials);

/**
 * A share of customers who left (or did anything else) in words and numbers. Nobody or everybody is a state with a
 * one-sided bound, not a share of 0 or 1: no customer lost of 58 is a churn of up to 5 %.
 */
export type Share = Readonly<{ trials: number }> &
  (
    | Readonly<{ status: "ok"; share: number; low: number; high: number }>
    | Readonly<{ status: "no-events"; high: number }>
    | Readonly<{ status: "all-lost"; low: number }>
    | Readonly<{ status: "no-data" }>
  );

/** Share with Wilson's interval, or the state that has no share. @param level of the interval and of the bounds */
export function shareOf(events: number, trials: number, level = 0.95): Share {
  if (!(trials > 0 && events >= 0 && events <= trials)) return { status: "no-data", trials };
  if (events === 0) return { status: "no-events", trials, high: boundWithoutEvents(trials, level) };
  if (events === trials) return { status: "all-lost", trials, low: 1 - boundWithoutEvents(trials, level) };
  const share = events / trials;
  return { status: "ok", trials, share, ...wilson(share, trials, level) };
}
