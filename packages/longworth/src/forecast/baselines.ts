/** The naive forecasts that a spreadsheet would make (PRODUCT "Grade"): what we have to beat, and serve when we do not. */
import { DAYS_PER_YEAR } from "../domain.js";
import { firstPurchaseDay, labelsOf, pastOf, statesAt } from "./history.js";
import type { History, Labels, States } from "./history.js";

export type Baseline = "last-period" | "rfm-cell" | "active-months";
export const BASELINES: readonly Baseline[] = ["last-period", "rfm-cell", "active-months"];

const ACTIVE_WINDOW_DAYS = 365;
const DAYS_PER_MONTH = DAYS_PER_YEAR / 12;
const SMALLEST_CELL = 5; // customers; smaller ones fall back to R x F, then R, then all

export type BaselineRequest = Readonly<{ states: States; horizon: number }>;

/** Expected orders and net value of each customer in the `horizon` days after the origin, from rows up to there only. */
export function baselinePoints(history: History, baseline: Baseline, request: BaselineRequest): Labels {
  switch (baseline) {
    case "last-period":
      return pastOf(history, request.states, request.horizon);
    case "rfm-cell":
      return rfmCellMeans(history, request);
    case "active-months":
      return activeMonths(history, request);
  }
}

/** Average monthly orders and value in the active window x months of the horizon x overall retention. */
function activeMonths(history: History, { states, horizon }: BaselineRequest): Labels {
  const window = Math.min(ACTIVE_WINDOW_DAYS, states.origin - firstPurchaseDay(history) + 1);
  const { orders, value } = pastOf(history, states, window);
  const retention = overallRetention(history, states, window);
  for (let i = 0; i < orders.length; i++) {
    const days = Math.max(Math.min(states.tenure[i]! + 1, window), DAYS_PER_MONTH);
    const factor = (horizon / days) * retention;
    orders[i]! *= factor;
    value[i]! *= factor;
  }
  return { orders, value };
}

/** Share of the buyers of the window's first half who bought in its second half; 0 when there were none. */
export function overallRetention(history: History, states: States, window: number): number {
  const half = Math.floor(window / 2);
  const later = pastOf(history, states, half).orders;
  const all = pastOf(history, states, window).orders;
  let before = 0;
  let stayed = 0;
  for (let i = 0; i < all.length; i++) {
    if (all[i]! <= later[i]!) continue;
    before++;
    if (later[i]! > 0) stayed++;
  }
  return before === 0 ? 0 : stayed / before;
}

/** Quintiles of days since the last purchase, of purchases and of net value; means of what followed one window earlier. */
function rfmCellMeans(history: History, { states, horizon }: BaselineRequest): Labels {
  const lived = states.origin - firstPurchaseDay(history) + 1;
  const window = Math.max(Math.min(horizon, Math.floor(lived / 2)), 1);
  const before = statesAt(history, states.origin - window);
  const followed = labelsOf(history, before, window);
  const means = cellMeans(scores(history, before), followed);
  const now = scores(history, states);
  const scale = horizon / window;
  const orders = new Float64Array(now.length);
  const value = new Float64Array(now.length);
  for (let i = 0; i < now.length; i++) {
    orders[i] = means[now[i]!]!.orders * scale;
    value[i] = means[now[i]!]!.value * scale;
  }
  return { orders, value };
}

/** Score of each customer as rfm - 111 in base 5: m the last digit. */
function scores(history: History, states: States): Int32Array {
  const silence = states.recency.slice(); // minus the days, so that 5 is best
  for (let i = 0; i < silence.length; i++) silence[i]! -= states.tenure[i]!;
  const net = pastOf(history, states, Infinity).value;
  const [r, f, m] = [quintiles(silence), quintiles(states.frequency), quintiles(net)];
  for (let i = 0; i < r.length; i++) r[i] = (r[i]! - 1) * 25 + (f[i]! - 1) * 5 + m[i]! - 1;
  return r;
}

/** 1 to 5 by the mid-rank percentile: equal values share a score. */
export function quintiles(values: Float64Array): Int32Array {
  const sorted = values.toSorted();
  const least = [Infinity, Infinity, Infinity, Infinity]; // smallest value with a score of at least 2, 3, 4, 5
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    const score = Math.min(Math.floor((5 * (from + to)) / 2 / sorted.length) + 1, 5);
    for (let k = score - 2; k >= 0 && least[k] === Infinity; k--) least[k] = sorted[from]!;
  }
  const scores = new Int32Array(values.length).fill(1);
  for (const value of least) for (let i = 0; i < scores.length; i++) if (values[i]! >= value) scores[i]!++;
  return scores;
}

type Mean = Readonly<{ orders: number; value: number }>;

const LEVELS = [1, 5, 25, 125] as const; // customers with the same rfm, rf, r, all

/** Means by score with the fall-backs; 0 when nobody was there one window earlier. */
function cellMeans(cells: Int32Array, followed: Labels): readonly Mean[] {
  const sums = LEVELS.map((width) => {
    const level = Array.from({ length: 125 / width }, () => ({ customers: 0, orders: 0, value: 0 }));
    for (let i = 0; i < cells.length; i++) {
      const sum = level[Math.floor(cells[i]! / width)]!;
      sum.customers++;
      sum.orders += followed.orders[i]!;
      sum.value += followed.value[i]!;
    }
    return level;
  });
  const enough = Math.max(Math.min(SMALLEST_CELL, cells.length), 1);
  return Array.from({ length: 125 }, (_, score) => {
    const found = LEVELS.map((width, k) => sums[k]![Math.floor(score / width)]!).find((sum) => sum.customers >= enough);
    if (found === undefined) return { orders: 0, value: 0 };
    return { orders: found.orders / found.customers, value: found.value / found.customers };
  });
}
