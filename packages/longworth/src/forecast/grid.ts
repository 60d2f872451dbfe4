/** Dates that come as months, quarters or years: time is counted in periods (FORECAST section 1, "Date grid"). */
import type { History } from "./history.js";

/** JSON. A tick is a day on which anybody bought. */
export interface Grid {
  readonly gap: number; // days of a period
  readonly ticks: readonly number[]; // days since 1970-01-01, ascending
}

const FEWEST = 4; // ticks
const DENSEST = 10; // days of history per tick, at least
const REGULAR = { share: 0.9, off: 0.15 } as const; // of the gaps are whole periods, nearly

/** Lengths of the calendar's periods: a month has 28 to 31 days, but twelve of them are a year. */
const PERIODS = [365.25, 365.25 / 2, 365.25 / 4, 365.25 / 12] as const;
const NEAR = 0.05;

/** @returns null where dates are days, or too few to tell */
export function gridOf({ day, purchase }: History, end: number): Grid | null {
  const bought = new Set<number>();
  for (let i = 0; i < day.length; i++) if (purchase[i] === 1 && day[i]! <= end) bought.add(day[i]!);
  const ticks = [...bought].sort((a, b) => a - b);
  if (ticks.length < FEWEST || ticks.length >= (end - ticks[0]! + 1) / DENSEST) return null;
  const gaps = ticks.slice(1).map((tick, i) => tick - ticks[i]!);
  const median = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)]!;
  const gap = PERIODS.find((period) => Math.abs(median / period - 1) <= NEAR) ?? median;
  const isWhole = (days: number): boolean => Math.abs(days / gap - Math.max(Math.round(days / gap), 1)) <= REGULAR.off;
  return gaps.filter(isWhole).length >= REGULAR.share * gaps.length ? { gap, ticks } : null;
}
