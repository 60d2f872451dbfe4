/** The business week by week: what the pool expected beside what came, and the weeks ahead. */
import type { Cells } from "@longworth/models";
import { DAYS_PER_WEEK } from "../domain.js";
import { candidateOf } from "../forecast/candidates.js";
import type { DayCells } from "../forecast/history.js";
import type { Member, Recipe } from "../forecast/recipe.js";
import { mondayOf } from "./days.js";

const Z90 = 1.6448536269514722; // normal quantile at .95
const SHAPE_CELLS = 4_000; // the weekly shape is taken from every k-th cell; the level is the published total

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
  const expectedByAge = newCustomerCurve(recipe, asOf - start);
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
      const gained = (expectedByAge[end - day] ?? 0) - (expectedByAge[Math.max(week - 1 - day, 0)] ?? 0);
      expected += (first.count[i] ?? 0) * Math.max(gained, 0); // below 0 by rounding once all have left
    }
    weeks.push({ week, actual, expected });
  }
  return withBand(weeks);
}

/** E[X(age)] of the pool for ages 0, 1, ... days. */
function newCustomerCurve({ members }: Recipe, days: number): Float64Array {
  const curve = new Float64Array(days + 1);
  for (const { name, fit, weight } of members) {
    if (weight === 0) continue;
    const { model } = candidateOf(name);
    for (let age = 1; age <= days; age++) {
      curve[age] = (curve[age] ?? 0) + weight * model.expectedPurchasesNewCustomer(fit.params, age / DAYS_PER_WEEK);
    }
  }
  return curve;
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

/** The share of the horizon's expected orders that falls into each week ahead; adds up to 1. */
export function weeklyShape(members: readonly Member[], cells: DayCells, horizon: number): Float64Array {
  const weeks = Math.ceil(horizon / DAYS_PER_WEEK);
  const some = everyKth(cells);
  const cumulative = new Float64Array(weeks + 1);
  for (let k = 1; k <= weeks; k++) cumulative[k] = pooledTotal(members, some, Math.min(k * DAYS_PER_WEEK, horizon));
  const total = cumulative[weeks] ?? 0;
  return Float64Array.from({ length: weeks }, (_, k) =>
    total > 0 ? ((cumulative[k + 1] ?? 0) - (cumulative[k] ?? 0)) / total : 1 / weeks,
  );
}

/** FORECAST section 8: the geometric mean of the members' totals, weighted as the pool is. */
function pooledTotal(members: readonly Member[], cells: Cells, days: number): number {
  let log = 0;
  for (const { name, fit, weight } of members) {
    if (weight === 0) continue;
    const expected = candidateOf(name).model.expectedPurchases(fit.params, cells, days / DAYS_PER_WEEK);
    log += weight * Math.log(expected.reduce((sum, value, i) => sum + value * (cells.weight[i] ?? 0), 0));
  }
  return Math.exp(log);
}

function everyKth({ frequency, recency, tenure, weight }: DayCells): Cells {
  const step = Math.max(1, Math.ceil(frequency.length / SHAPE_CELLS));
  const some = (column: Float64Array): Float64Array => column.filter((_, i) => i % step === 0);
  const weeks = (column: Float64Array): Float64Array => some(column).map((days) => days / DAYS_PER_WEEK);
  return {
    timeUnit: "week",
    frequency: some(frequency),
    recency: weeks(recency),
    T: weeks(tenure),
    weight: some(weight),
  };
}
