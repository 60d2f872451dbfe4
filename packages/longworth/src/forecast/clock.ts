/**
 * The business clock: customers buy at rate lambda s(day), so time that matters runs with s (FORECAST section 3,
 * MODELS-PURCHASE section 20). log s = level + season; the level is piecewise linear and held after the history.
 */
import type { Cells } from "@longworth/models";
import { DAYS_PER_WEEK, DAYS_PER_YEAR } from "../domain.js";
import { candidateOf } from "./candidates.js";
import type { CandidateName } from "./candidates.js";
import type { Grid } from "./grid.js";
import type { DayCells } from "./history.js";

/** What was learnt about a business from its days `start` to `end`; JSON. */
export interface Clock {
  readonly start: number; // day of the first purchase, days since 1970-01-01
  readonly end: number; // last day of the history
  readonly knots: Readonly<{ day: readonly number[]; level: readonly number[] }>; // day: since start
  readonly season: readonly number[]; // cos and sin of the year, twice and three times a year; empty: none
  readonly shift: number; // taken off log s, so that the mean of s over the history is 1
  readonly levelSd: number; // sd_last: how unsure the last level is
  readonly dispersion: number; // phi: variance of weekly orders over what chance gives
  readonly grid?: Grid; // dates are periods: in the history time passes on its ticks, after it every day
}

/** Operational time at the beginning of each day: `tau[d]` is the sum of s over the days before start + d. */
export type Tau = Readonly<{ start: number; tau: Float64Array }>;

/** Where the pace of a business is going: by how much the log of its level changed over so many days. */
export type Trend = Readonly<{ change: number; days: number }>;

const TREND = { steps: 4, least: 0.3 } as const; // of the level; FORECAST section 14

/** @returns the change over the last steps of the level; null where it is too small to be told from its wandering */
export function trendOf({ knots: { day, level } }: Clock): Trend | null {
  const before = Math.max(level.length - 1 - TREND.steps, 0);
  const change = level.at(-1)! - level[before]!;
  return Math.abs(change) > TREND.least ? { change, days: day.at(-1)! - day[before]! } : null;
}

/** log s of a day. @param day since the start of the business */
export function logRate({ knots, season, shift }: Clock, day: number): number {
  return levelAt(knots, day) + seasonAt(season, day) - shift;
}

function levelAt({ day: days, level }: Clock["knots"], day: number): number {
  if (day <= days[0]!) return level[0]!;
  const after = days.findIndex((knot) => knot >= day);
  if (after < 0) return level.at(-1)!;
  const share = (day - days[after - 1]!) / (days[after]! - days[after - 1]!);
  return level[after - 1]! + share * (level[after]! - level[after - 1]!);
}

const seasonAt = (season: readonly number[], day: number): number =>
  seasonColumns(day, season.length).reduce((sum, value, k) => sum + value * season[k]!, 0);

/** cos and sin of 1, 2, ... rounds a year. @param count how many, even */
export const seasonColumns = (day: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, k) => {
    const angle = (2 * Math.PI * (Math.floor(k / 2) + 1) * day) / DAYS_PER_YEAR;
    return k % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });

/** Tabulates the clock until the end of day `until`. */
export function tauOf(clock: Clock, until: number): Tau {
  const tau = new Float64Array(until - clock.start + 2);
  if (clock.grid !== undefined) return ticking(clock, clock.grid, tau);
  for (let d = 0; d < tau.length - 1; d++) tau[d + 1] = tau[d]! + Math.exp(logRate(clock, d));
  return { start: clock.start, tau };
}

/** A period passes with its tick; what comes after the history has no ticks yet, so its days count. */
function ticking({ start, end }: Clock, { gap, ticks }: Grid, tau: Float64Array): Tau {
  const isTick = new Set(ticks);
  for (let d = 0; d < tau.length - 1; d++) {
    const day = start + d;
    tau[d + 1] = tau[d]! + (day > end ? 1 : isTick.has(day) ? gap : 0);
  }
  return { start, tau };
}

/** Calendar time: every day counts as one. */
export const CALENDAR = null;

/** How a member counts time: a clock at its cut, or the calendar. */
export type Timeline = Readonly<{ cut: number; tau: Tau }> | typeof CALENDAR;

/** Business time, tabulated for a year of next orders or the longest horizon. */
export const timelineOf = (clock: Clock, days: number): Timeline => ({
  cut: clock.end,
  tau: tauOf(clock, clock.end + days),
});

/** Cells of a purchase model, in weeks of the timeline; in the calendar weeks are days / 7. */
export function onTimeline({ frequency, recency, tenure, weight }: DayCells, timeline: Timeline): Cells {
  if (timeline === CALENDAR) {
    const weeks = (days: Float64Array) => days.map((day) => day / DAYS_PER_WEEK);
    return { timeUnit: "week", frequency, recency: weeks(recency), T: weeks(tenure), weight };
  }
  const { cut, tau } = timeline;
  const since = (ages: Float64Array) =>
    ages.map((age, i) => (timeAt(tau, cut - tenure[i]! + age) - timeAt(tau, cut - tenure[i]!)) / DAYS_PER_WEEK);
  return { timeUnit: "week", frequency, recency: since(recency), T: since(tenure), weight };
}

/** Both ways to count time at a cut. */
export type Timelines = Readonly<{ calendar: Timeline; clock: Timeline }>;

/** Without a clock its members count calendar days. @param days ahead that will be asked for */
export const timelinesOf = (clock: Clock | null, days: number): Timelines => ({
  calendar: CALENDAR,
  clock: clock === null ? CALENDAR : timelineOf(clock, days),
});

/** Cells and days ahead as each candidate counts them. */
export type View = Readonly<{ cells: Cells; weeks: (days: number) => number }>;

export function viewsOf(cells: DayCells, timelines: Timelines): (name: CandidateName) => View {
  const view = (timeline: Timeline): View => ({
    cells: onTimeline(cells, timeline),
    weeks: (days) => weeksAhead(days, timeline),
  });
  const calendar = view(timelines.calendar);
  const clock = timelines.clock === CALENDAR ? calendar : view(timelines.clock);
  return (name) => (candidateOf(name).time === "clock" ? clock : calendar);
}

/** The days after the cut, in weeks of the timeline. */
export const weeksAhead = (days: number, timeline: Timeline): number =>
  timeline === CALENDAR
    ? days / DAYS_PER_WEEK
    : (timeAt(timeline.tau, timeline.cut + 1 + days) - timeAt(timeline.tau, timeline.cut + 1)) / DAYS_PER_WEEK;

/** Operational time at the beginning of a day; before the start of the business a day counts as its first. */
export function timeAt({ start, tau }: Tau, day: number): number {
  const at = day - start;
  if (at < 0) return at * tau[1]!;
  const last = tau.length - 1;
  const below = Math.min(Math.floor(at), last - 1); // beyond the table the last day repeats
  return tau[below]! + (at - below) * (tau[below + 1]! - tau[below]!);
}
