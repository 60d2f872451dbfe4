/** ISO days and days since 1970-01-01: the only calendar arithmetic of the pipeline, in UTC. */
import type { Grain } from "../sql/cohorts.js";

const MS_PER_DAY = 86_400_000;
const MONTHS: Readonly<Record<Exclude<Grain, "week">, number>> = { month: 1, quarter: 3, year: 12 };

/** "1997-09-30" -> 10134 */
export const epochDay = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / MS_PER_DAY;

/** 10134 -> "1997-09-30" */
export const isoDay = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** The Monday of the week that holds a day; 1970-01-01 was a Thursday. */
export const mondayOf = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);

/** First day of the calendar period that holds a day. */
export function periodStart(grain: Grain, day: number): number {
  if (grain === "week") return mondayOf(day);
  const months = monthOf(day);
  return firstOfMonth(months - (months % MONTHS[grain]));
}

/** First day of the period after the one that holds a day. */
export const nextPeriod = (grain: Grain, day: number): number =>
  grain === "week" ? mondayOf(day) + 7 : firstOfMonth(monthOf(periodStart(grain, day)) + MONTHS[grain]);

/** Months since year 0. */
function monthOf(day: number): number {
  const date = new Date(day * MS_PER_DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function firstOfMonth(months: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(months / 12), months % 12, 1); // not Date.UTC, which takes year 30 for 1930
  return date.getTime() / MS_PER_DAY;
}

const SPANS = [
  ["week", 120],
  ["month", 900],
  ["quarter", 2_700],
] as const; // days of data up to which a grain gives a triangle that fits a page

/** The grain in which periods are shown; all are in cohorts.parquet. Days since 1970-01-01. */
export const grainOf = (first: number, last: number): Grain =>
  SPANS.find(([, longest]) => !(last - first > longest))?.[0] ?? "year";
