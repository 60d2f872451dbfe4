/** Customers with the same state are one cell with a weight: exact, and bounded by the calendar. */
import { ranking } from "@longworth/models";
import { picked } from "./columns.js";
import type { DayCells, States } from "./history.js";

/** @param states in days; `cellOf` gives the cell of each state */
export type Grouping = Readonly<{ cells: DayCells; cellOf: Int32Array }>;

type Keys = Pick<States, "frequency" | "recency" | "tenure" | "spendCount">;

/** Distinct states, ordered by frequency, recency, tenure, spendCount. @param customers of each state; one by default */
export function groupStates({ frequency, recency, tenure, spendCount }: Keys, customers?: Float64Array): Grouping {
  let order = ranking.risingOrder(spendCount);
  for (const column of [tenure, recency, frequency]) order = ranking.risingOrder(column, order);
  const isSame = (a: number, b: number) =>
    frequency[a] === frequency[b] &&
    recency[a] === recency[b] &&
    tenure[a] === tenure[b] &&
    spendCount[a] === spendCount[b];
  const cellOf = new Int32Array(order.length);
  const firsts = new Int32Array(order.length); // a state of each cell
  const counts = new Float64Array(order.length);
  let cell = -1;
  for (let i = 0; i < order.length; i++) {
    const state = order[i]!;
    if (i === 0 || !isSame(order[i - 1]!, state)) firsts[++cell] = state;
    cellOf[state] = cell;
    counts[cell]! += customers === undefined ? 1 : customers[state]!;
  }
  const pick = (column: Float64Array) => counts.subarray(0, cell + 1).map((_, k) => column[firsts[k]!]!);
  const weight = counts.slice(0, cell + 1);
  const cells = { frequency: pick(frequency), recency: pick(recency), tenure: pick(tenure) };
  return { cells: { ...cells, spendCount: pick(spendCount), weight }, cellOf };
}

const WIDTHS = [7, 14, 28, 56] as const; // days

/** As `groupStates`; where the days give more than `most` cells, tenure and silence are rounded to weeks, fortnights, ... */
export function groupCoarsely(states: States, most: number): Grouping {
  const exact = groupStates(states);
  if (exact.cells.weight.length <= most) return exact;
  let coarse = exact; // its states are the exact cells, of which there are fewer than customers
  for (const width of WIDTHS) {
    coarse = groupStates(rounded(exact.cells, width), exact.cells.weight);
    if (coarse.cells.weight.length <= most) break;
  }
  return { cells: coarse.cells, cellOf: exact.cellOf.map((cell) => coarse.cellOf[cell]!) };
}

function rounded(states: Keys, width: number): Keys {
  const near = (days: number) => Math.round(days / width) * width;
  const tenure = states.tenure.map(near);
  const recency = states.recency.map((last, i) => {
    if (states.frequency[i] === 0) return 0;
    return Math.max(tenure[i]! - near(states.tenure[i]! - last), Math.min(1, tenure[i]!));
  });
  return { ...states, tenure, recency };
}

/** Some of the cells, in the order that is asked for. */
export function pickCells(cells: DayCells, some: Int32Array): DayCells {
  return {
    frequency: picked(cells.frequency, some),
    recency: picked(cells.recency, some),
    tenure: picked(cells.tenure, some),
    spendCount: picked(cells.spendCount, some),
    weight: picked(cells.weight, some),
  };
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
export const spread = (values: ArrayLike<number>, { cellOf }: Grouping): Float64Array => picked(values, cellOf);
