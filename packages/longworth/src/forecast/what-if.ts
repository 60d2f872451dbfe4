/** What one customer's forecast would be had the customer done something else, and how the chance moved over time. Pure. */
import { forecastOf, type KeptRecipe, type Parts } from "./explain.js";
import { timelineOf, CALENDAR, type Clock, type Timelines } from "./clock.js";
import { groupStates } from "./cells.js";
import { statesAt, type History } from "./history.js";
import { plugInAlive, poolActive, poolAlive } from "./predict.js";

/** One change of what was done, by code; the day is in days since 1970-01-01. */
export type WhatIf = Readonly<{
  code: "once_more" | "last_one_missing" | "silent_longer";
  day: number; // of the purchase more, or of the one that is missing; the end of the silence
  orders: number;
  active: number;
  revenue: number | null;
}>;

const SILENCE = 90; // days

/**
 * A purchase more in the newest month without one, the last purchase missing, 90 more days of silence; those that can be
 * asked. The forecast without any change stands beside them as `base`.
 */
export function whatIfs(
  kept: KeptRecipe,
  history: History,
  horizon: number,
): Readonly<{ base: Parts; ifs: readonly WhatIf[] }> {
  const { cut } = kept.recipe;
  const base = forecastOf(kept, history, horizon);
  const told = (code: WhatIf["code"], day: number, { orders, active, revenue }: Parts): WhatIf => ({ code, day, orders, active, revenue }); // prettier-ignore
  const days = purchaseDays(history, cut);
  const more = emptyMonth(days, cut);
  const last = days.at(-1)!;
  const ifs: WhatIf[] = [];
  if (more !== null) ifs.push(told("once_more", more, forecastOf(kept, withPurchase(history, more), horizon)));
  if (days.length > 1) ifs.push(told("last_one_missing", last, forecastOf(kept, without(history, last), horizon)));
  const later = { ...kept, recipe: { ...kept.recipe, cut: cut + SILENCE, clock: movedTo(kept, cut + SILENCE) } };
  ifs.push(told("silent_longer", cut + SILENCE, forecastOf(later, history, horizon)));
  return { base, ifs };
}

/** The same pace, read at a later day: the level is held, the season goes on, and so do periods. */
function movedTo({ recipe: { clock } }: KeptRecipe, end: number): Clock | null {
  if (clock === null || clock.grid === undefined) return clock && { ...clock, end };
  const { gap, ticks } = clock.grid;
  const more: number[] = [];
  for (let k = 1; clock.end + Math.round(k * gap) <= end; k++) more.push(clock.end + Math.round(k * gap));
  return { ...clock, end, grid: { gap, ticks: [...ticks, ...more] } };
}

const purchaseDays = ({ day, purchase }: History, cut: number): readonly number[] =>
  Array.from(day).filter((one, i) => purchase[i] === 1 && one <= cut);

const MS_PER_DAY = 86_400_000;
const monthOf = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 7);

/** The middle of the newest whole month since the first purchase in which nothing was bought; null where there is none. */
function emptyMonth(days: readonly number[], cut: number): number | null {
  const bought = new Set(days.map(monthOf));
  const first = days[0]!;
  for (let day = cut; day > first; day--) {
    const isMiddle = new Date(day * MS_PER_DAY).getUTCDate() === 15;
    const isWhole = monthOf(day) !== monthOf(cut) || new Date((cut + 1) * MS_PER_DAY).getUTCDate() === 1;
    if (isMiddle && isWhole && !bought.has(monthOf(day))) return day;
  }
  return null;
}

/** With a purchase of the customer's mean amount on a day without any. */
function withPurchase(history: History, day: number): History {
  const amounts = Array.from(history.value).filter((_, i) => history.purchase[i] === 1);
  const mean = amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
  const rows = rowsOf(history).filter((row) => row.day !== day);
  return historyFrom(history, [...rows, { day, value: mean, purchase: 1 }]);
}

const without = (history: History, day: number): History =>
  historyFrom(
    history,
    rowsOf(history).filter((row) => row.day !== day),
  );

type Row = Readonly<{ day: number; value: number; purchase: number }>;

const rowsOf = ({ day, value, purchase }: History): readonly Row[] =>
  Array.from(day, (one, i) => ({ day: one, value: value[i]!, purchase: purchase[i]! }));

function historyFrom(before: History, rows: readonly Row[]): History {
  const sorted = rows.toSorted((a, b) => a.day - b.day);
  return {
    ...before,
    offsets: Int32Array.of(0, sorted.length),
    day: Int32Array.from(sorted, ({ day }) => day),
    value: Float64Array.from(sorted, ({ value }) => value),
    purchase: Uint8Array.from(sorted, ({ purchase }) => purchase),
  };
}

/** What the pool, with today's models and pace, would have said at the end of a day. */
export type Course = Readonly<{ day: number; alive: number; active: number }>;

const MONTHS = 24;

/** At the ends of the last 24 months since the first purchase, and at the cut. */
export function courseOf({ recipe }: KeptRecipe, history: History, horizon: number): readonly Course[] {
  const { cut, clock, members } = recipe;
  const first = purchaseDays(history, cut)[0]!;
  const ends: number[] = [];
  for (let day = cut; day >= first && ends.length < MONTHS; day--)
    if (day === cut || new Date((day + 1) * MS_PER_DAY).getUTCDate() === 1) ends.push(day);
  return ends.toReversed().map((day) => {
    const timelines: Timelines = {
      calendar: CALENDAR,
      clock: clock === null ? CALENDAR : timelineOf({ ...clock, end: day }, cut - day + horizon),
    };
    const at = { cells: groupStates(statesAt(history, day)).cells, timelines };
    const [alive] = poolAlive(at, members, plugInAlive);
    const [active] = poolActive(at, members, horizon);
    return { day, alive: alive!, active: active! };
  });
}
