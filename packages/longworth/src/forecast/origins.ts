/** Days inside the history from which the recipe looks back and forward (FORECAST section 2). */

const FIRST = { window: 7, past: 7, customers: 20 } as const; // what the newest origin needs
const FURTHER = { past: 60, customers: 100 } as const; // what every other needs
const BACK = [1, 1.5, 2, 3] as const; // origins lie so many windows before the cut
const KEPT = 4;
const SEASON_DAYS = 365;

export type Origin = Readonly<{ origin: number; window: number }>;

export interface OriginsRequest {
  readonly start: number; // day of the first purchase
  readonly cut: number;
  readonly horizon: number; // days
  readonly customersAt: (day: number) => number;
}

/** The training window h. */
export const trainingWindow = ({ start, cut, horizon }: Pick<OriginsRequest, "start" | "cut" | "horizon">): number =>
  Math.min(horizon, Math.floor((cut - start + 1) / 2));

/** @returns newest first, at most four; none in a history that is too short */
export function chooseOrigins(request: OriginsRequest): readonly Origin[] {
  const { start, cut, horizon, customersAt } = request;
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
export const testWindow = ({ start, cut, horizon }: Pick<OriginsRequest, "start" | "cut" | "horizon">): number =>
  Math.min(horizon, Math.floor((cut - start + 1) / 3));

/** Test origins of the nested backtest, newest first (PRODUCT "Backtest, nested"). */
export function chooseTests(
  request: Omit<OriginsRequest, "customersAt"> & { readonly repeatBuyersAt: (day: number) => number },
): readonly Origin[] {
  const { start, cut, repeatBuyersAt } = request;
  const window = testWindow(request);
  const past = Math.max(TEST.past, window);
  return TEST.back
    .map((back) => ({ origin: cut - Math.round(back * window), window }))
    .filter(({ origin }) => origin - start + 1 >= past && window >= FIRST.window)
    .filter(({ origin }) => repeatBuyersAt(origin) >= TEST.repeatBuyers);
}

const TEST = { back: [1, 1.5, 2], past: 90, repeatBuyers: 30 } as const;
