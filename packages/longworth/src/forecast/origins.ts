/** Days inside the history from which the recipe looks back and forward (FORECAST section 2). */

import type { Grid } from "./grid.js";

const FIRST = { window: 7, past: 7, customers: 20 } as const; // what the newest origin needs
const FURTHER = { past: 60, customers: 100 } as const; // what every other needs
const BACK = [1, 1.5, 2, 3] as const; // origins lie so many windows before the cut
const TICKS_BACK = [1, 1.5, 2] as const; // the same where dates are periods
const FEWEST_TICKS = 4; // before an origin
const KEPT = 4;
const SEASON_DAYS = 365;

export type Origin = Readonly<{ origin: number; window: number }>;

export interface OriginsRequest {
  readonly start: number; // day of the first purchase
  readonly cut: number;
  readonly horizon: number; // days
  readonly customersAt: (day: number) => number;
  readonly grid?: Grid | null; // dates are periods
}

type Span = Pick<OriginsRequest, "start" | "cut" | "horizon" | "grid">;

/** The training window h. */
export const trainingWindow = ({ start, cut, horizon, grid }: Span): number =>
  grid ? Math.round(periodsOf(grid, horizon, 2) * grid.gap) : Math.min(horizon, Math.floor((cut - start + 1) / 2));

/** Periods of a horizon, or of a share of a shorter history; at least one. */
const periodsOf = ({ gap, ticks }: Grid, horizon: number, share: number): number =>
  Math.max(1, Math.min(Math.round(horizon / gap), Math.floor(ticks.length / share)));

/** Origins on ticks, so that as many periods lie in each window as are asked for. */
function tickOrigins({ ticks }: Grid, periods: number, options: Readonly<{ back: readonly number[]; least: number }>) {
  return [...new Set(options.back.map((times) => Math.ceil(times * periods)))].flatMap((back): readonly Origin[] => {
    const at = ticks.length - 1 - back;
    if (at + 1 < options.least) return [];
    const origin = ticks[at]!;
    return [{ origin, window: ticks[at + periods]! - origin }];
  });
}

/** @returns newest first, at most four; none in a history that is too short */
export function chooseOrigins(request: OriginsRequest): readonly Origin[] {
  const { start, cut, horizon, customersAt, grid } = request;
  if (grid) {
    const periods = periodsOf(grid, horizon, 2);
    const least = Math.max(FEWEST_TICKS, Math.floor(periods / 2));
    const origins = tickOrigins(grid, periods, { back: TICKS_BACK, least });
    return origins.filter(({ origin }, i) => customersAt(origin) >= (i === 0 ? FIRST : FURTHER).customers);
  }
  const window = trainingWindow(request);
  const further = (day: number) =>
    day - start >= Math.max(FURTHER.past, window / 2) && customersAt(day) >= FURTHER.customers;
  const newest = (day: number) =>
    window >= FIRST.window && day - start >= FIRST.past && customersAt(day) >= FIRST.customers;
  const origins: Origin[] = BACK.map((back) => ({ origin: cut - Math.round(back * window), window })).filter(
    ({ origin }, i) => (i === 0 ? newest(origin) : further(origin)),
  );
  const season = cut - SEASON_DAYS;
  const apart = origins.every(({ origin }) => Math.abs(origin - season) > window / 5);
  if (horizon <= SEASON_DAYS && further(season) && apart) origins.push({ origin: season, window: horizon });
  return origins.sort((a, b) => b.origin - a.origin).slice(0, KEPT);
}

/** The test window: the horizon, or a third of a shorter history. */
export const testWindow = ({ start, cut, horizon, grid }: Span): number =>
  grid ? Math.round(periodsOf(grid, horizon, 3) * grid.gap) : Math.min(horizon, Math.floor((cut - start + 1) / 3));

/** Test origins of the nested backtest, newest first (PRODUCT "Backtest, nested"). */
export function chooseTests(
  request: Omit<OriginsRequest, "customersAt"> & { readonly repeatBuyersAt: (day: number) => number },
): readonly Origin[] {
  const { start, cut, horizon, grid, repeatBuyersAt } = request;
  if (grid) {
    const periods = periodsOf(grid, horizon, 3);
    const least = Math.max(FEWEST_TICKS, periods);
    const origins = tickOrigins(grid, periods, { back: TEST.back, least });
    return origins.filter(({ origin }) => repeatBuyersAt(origin) >= TEST.repeatBuyers);
  }
  const window = testWindow(request);
  const past = Math.max(TEST.past, window);
  return TEST.back
    .map((back) => ({ origin: cut - Math.round(back * window), window }))
    .filter(({ origin }) => origin - start + 1 >= past && window >= FIRST.window)
    .filter(({ origin }) => repeatBuyersAt(origin) >= TEST.repeatBuyers);
}

const TEST = { back: [1, 1.5, 2], past: 90, repeatBuyers: 30 } as const;
