/** The business week by week: what the pool expected beside what came, and the weeks ahead. */
import { DAYS_PER_WEEK } from "../domain.js";
import { candidateOf } from "../forecast/candidates.js";
import { tauOf, timeAt, timelinesOf, viewsOf } from "../forecast/clock.js";
import type { AtCut } from "../forecast/predict.js";
import { closed } from "../forecast/predict.js";
import type { DayCells } from "../forecast/history.js";
import type { Recipe } from "../forecast/recipe.js";
import { mondayOf } from "./days.js";

const Z90 = 1.6448536269514722; // normal quantile at .95
const SHAPE_CELLS = 1_000; // the weekly shape is taken from every k-th cell; the level is the published total, and no week moved by .3 %

export interface TrackingWeek {
  readonly week: number; // its Monday, days since 1970-01-01
  readonly actual: number; // repeat purchases
  readonly expected: number;
  readonly low: number; // 90 % band with the dispersion seen over the weeks
  readonly high: number;
}

interface Daily {
  readonly day: Float64Array; // days since 1970-01-01, ascending
  readonly count: Float64Array;
}

/**
 * Actual and expected repeat purchases per whole calendar week (MODELS-PURCHASE section 17, "Tracking"): expected is the
 * pool's E[X(t)] of a new customer, summed over the days of the first purchases.
 */
export function tracking(
  recipe: Recipe,
  first: Daily,
  { purchases, asOf }: Readonly<{ purchases: Daily; asOf: number }>,
): readonly TrackingWeek[] {
  const start = first.day[0];
  if (start === undefined) return [];
  const expectedFrom = newcomers(recipe, asOf);
  const weeks: { week: number; actual: number; expected: number }[] = [];
  let next = 0;
  for (let week = mondayOf(start); week + DAYS_PER_WEEK - 1 <= asOf; week += DAYS_PER_WEEK) {
    const end = week + DAYS_PER_WEEK - 1;
    let actual = 0;
    for (; next < purchases.day.length && (purchases.day[next] ?? Infinity) <= end; next++)
      actual += purchases.count[next] ?? 0;
    let expected = 0;
    for (let i = 0; i < first.day.length && (first.day[i] ?? Infinity) <= end; i++) {
      const day = first.day[i] ?? 0;
      if (day >= week) actual -= first.count[i] ?? 0;
      const gained = expectedFrom(day, end) - expectedFrom(day, Math.max(week - 1, day));
      expected += (first.count[i] ?? 0) * Math.max(gained, 0); // below 0 by rounding once all have left
    }
    weeks.push({ week, actual, expected });
  }
  return withBand(weeks);
}

/** E[X] of the pool for who came on a day, until the end of another, as each member counts time. */
function newcomers({ members, clock }: Paced, asOf: number): (day: number, end: number) => number {
  const tau = clock === null ? null : tauOf(clock, asOf);
  const curves = closed(members).map(({ name, fit, weight }) => {
    const { model, time } = candidateOf(name);
    const expected: number[] = []; // by age in days of its time, filled as asked
    const at = (age: number): number =>
      (expected[age] ??= weight * model.expectedPurchasesNewCustomer(fit.params, age / DAYS_PER_WEEK));
    return (day: number, end: number): number => {
      if (time === "calendar" || tau === null) return at(end - day);
      const age = timeAt(tau, end + 1) - timeAt(tau, day + 1);
      const whole = Math.floor(age);
      return at(whole) + (age - whole) * (at(whole + 1) - at(whole));
    };
  });
  const share = closed(members).reduce((sum, { weight }) => sum + weight, 0);
  return (day, end) => (end > day ? curves.reduce((sum, curve) => sum + curve(day, end), 0) / share : 0);
}

function withBand(weeks: readonly { week: number; actual: number; expected: number }[]): readonly TrackingWeek[] {
  const informative = weeks.filter(({ expected }) => expected > 1);
  const chi2 = informative.reduce((sum, { actual, expected }) => sum + (actual - expected) ** 2 / expected, 0);
  const dispersion = Math.max(1, chi2 / Math.max(informative.length, 1));
  return weeks.map((week) => {
    const half = Z90 * Math.sqrt(dispersion * week.expected);
    return { ...week, low: Math.max(0, week.expected - half), high: week.expected + half };
  });
}

/** What a weekly course needs of a recipe. */
export type Paced = Pick<Recipe, "members" | "clock">;

/** The share of the horizon's expected orders that falls into each week ahead; adds up to 1. */
export function weeklyShape(recipe: Paced, cells: DayCells, horizon: number): Float64Array {
  const weeks = Math.ceil(horizon / DAYS_PER_WEEK);
  const at = { cells: everyKth(cells), timelines: timelinesOf(recipe.clock, horizon) };
  const cumulative = new Float64Array(weeks + 1);
  for (let k = 1; k <= weeks; k++) cumulative[k] = pooledTotal(recipe, at, Math.min(k * DAYS_PER_WEEK, horizon));
  const total = cumulative[weeks] ?? 0;
  return Float64Array.from({ length: weeks }, (_, k) =>
    total > 0 ? ((cumulative[k + 1] ?? 0) - (cumulative[k] ?? 0)) / total : 1 / weeks,
  );
}

/** FORECAST section 8: the geometric mean of the totals of the members that know them in closed form. */
function pooledTotal({ members }: Paced, { cells, timelines }: AtCut, days: number): number {
  const viewOf = viewsOf(cells, timelines);
  let log = 0;
  let share = 0;
  for (const { name, fit, weight } of closed(members)) {
    const view = viewOf(name);
    const expected = candidateOf(name).model.expectedPurchases(fit.params, view.cells, view.weeks(days));
    log += weight * Math.log(expected.reduce((sum, value, i) => sum + value * (cells.weight[i] ?? 0), 0));
    share += weight;
  }
  return Math.exp(log / share);
}

function everyKth({ frequency, recency, tenure, spendCount, weight }: DayCells): DayCells {
  const step = Math.max(1, Math.ceil(frequency.length / SHAPE_CELLS));
  const some = (column: Float64Array): Float64Array => column.filter((_, i) => i % step === 0);
  return {
    frequency: some(frequency),
    recency: some(recency),
    tenure: some(tenure),
    spendCount: some(spendCount),
    weight: some(weight),
  };
}
