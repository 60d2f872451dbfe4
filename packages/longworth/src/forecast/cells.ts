/** Customers with the same state are one cell with a weight: exact, and bounded by the calendar. */
import type { Cells } from "@longworth/models";
import { DAYS_PER_WEEK } from "../domain.js";
import type { DayCells, States } from "./history.js";

/** @param states in days; `cellOf` gives the cell of each state */
export type Grouping = Readonly<{ cells: DayCells; cellOf: Int32Array }>;

/** Distinct states, ordered by frequency, recency, tenure, spendCount. */
export function groupStates(states: States): Grouping {
  const { frequency, recency, tenure, spendCount } = states;
  const keys = [frequency, recency, tenure, spendCount];
  const order = new Uint32Array(frequency.length).map((_, i) => i);
  const compare = (a: number, b: number) => {
    for (const key of keys) if (key[a] !== key[b]) return key[a]! - key[b]!;
    return 0;
  };
  order.sort(compare);
  const cellOf = new Int32Array(order.length);
  const starts: number[] = [];
  order.forEach((state, i) => {
    if (i === 0 || compare(order[i - 1]!, state) !== 0) starts.push(i);
    cellOf[state] = starts.length - 1;
  });
  const pick = (column: Float64Array) => Float64Array.from(starts, (at) => column[order[at]!]!);
  const weight = Float64Array.from(starts, (at, cell) => (starts[cell + 1] ?? order.length) - at);
  const cells = { frequency: pick(frequency), recency: pick(recency), tenure: pick(tenure) };
  return { cells: { ...cells, spendCount: pick(spendCount), weight }, cellOf };
}

const WIDTHS = [7, 14, 28, 56] as const; // days

/** As `groupStates`; where the days give more than `most` cells, tenure and silence are rounded to weeks, fortnights, ... */
export function groupCoarsely(states: States, most: number): Grouping {
  let grouping = groupStates(states);
  for (const width of WIDTHS) {
    if (grouping.cells.weight.length <= most) break;
    grouping = groupStates(rounded(states, width));
  }
  return grouping;
}

function rounded(states: States, width: number): States {
  const near = (days: number) => Math.round(days / width) * width;
  const tenure = states.tenure.map(near);
  const recency = states.recency.map((last, i) => {
    if (states.frequency[i] === 0) return 0;
    return Math.max(tenure[i]! - near(states.tenure[i]! - last), Math.min(1, tenure[i]!));
  });
  return { ...states, tenure, recency };
}

/** The cells of a purchase model: weeks are days / 7. */
export function inWeeks({ frequency, recency, tenure, weight }: DayCells): Cells {
  const weeks = (days: Float64Array) => days.map((day) => day / DAYS_PER_WEEK);
  return { timeUnit: "week", frequency, recency: weeks(recency), T: weeks(tenure), weight };
}

/** Cells `from` to `to`. */
export function sliceCells(cells: DayCells, from: number, to: number): DayCells {
  return {
    frequency: cells.frequency.slice(from, to),
    recency: cells.recency.slice(from, to),
    tenure: cells.tenure.slice(from, to),
    spendCount: cells.spendCount.slice(from, to),
    weight: cells.weight.slice(from, to),
  };
}

/** A column of cells as a column of customers. */
export const spread = (values: ArrayLike<number>, { cellOf }: Grouping): Float64Array =>
  Float64Array.from(cellOf, (cell) => values[cell]!);
