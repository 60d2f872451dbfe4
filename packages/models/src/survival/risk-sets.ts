/** Sums over the customers at risk at each event time: what Cox's likelihood and all that follows from it are made of. */
import { fallingOrder } from "../math/sorting.js";
import type { Durations } from "./durations.js";

/** Rows in falling order of duration, with their columns row by row. */
export type SortedRows = Readonly<{
  rows: number;
  size: number; // columns
  x: Float64Array; // rows x size
  time: Float64Array;
  event: Uint8Array;
  entry: Float64Array | null;
  leaving: Uint32Array | null; // rows in falling order of entry
}>;

/** How events at the same time share the risk set: Efron's average, or Breslow's first approximation. */
export type Ties = "efron" | "breslow";

/** Columns over duration; rows with NaN anywhere must be left out before. */
export function sortRows({ duration, observed, entry }: Durations, columns: readonly Float64Array[]): SortedRows {
  const order = fallingOrder(duration);
  const [rows, size] = [order.length, columns.length];
  const x = new Float64Array(rows * size);
  const time = new Float64Array(rows);
  const event = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    time[i] = duration[order[i]];
    event[i] = observed[order[i]] > 0 ? 1 : 0;
  }
  for (let j = 0; j < size; j++) {
    const column = columns[j];
    for (let i = 0; i < rows; i++) x[i * size + j] = column[order[i]];
  }
  if (entry === undefined) return { rows, size, x, time, event, entry: null, leaving: null };
  const entered = Float64Array.from(order, (row) => entry[row]);
  return { rows, size, x, time, event, entry: entered, leaving: fallingOrder(entered) };
}

/** exp(x'b - highest) of every row, and the highest x'b: the scale drops out of everything but the baseline. */
export function relativeRisks({ rows, size, x }: SortedRows, b: readonly number[]) {
  const risk = new Float64Array(rows);
  let highest = -Infinity;
  for (let i = 0; i < rows; i++) {
    let eta = 0;
    for (let j = 0; j < size; j++) eta += b[j] * x[i * size + j];
    risk[i] = eta;
    if (eta > highest) highest = eta;
  }
  for (let i = 0; i < rows; i++) risk[i] = Math.exp(risk[i] - highest);
  return { risk, highest };
}

/**
 * The event times from the last to the first, one at a time, with sums over the risk set (s) and over the events (d);
 * packed lower triangles in s2 and d2. The arrays are reused. a, fa, aa, faa, ffaa: sums over the tied events
 * l = 0 .. m - 1 of 1 / D, f / D, 1 / D^2, f / D^2, f^2 / D^2 with f = l / m (Efron; 0 with Breslow), D = s0 - f d0.
 */
export type Cursor = {
  readonly sorted: SortedRows;
  readonly risk: Float64Array;
  readonly ties: Ties;
  gone: number; // rows that had not entered yet
  from: number; // rows of this duration: [from, to)
  to: number;
  events: number;
  time: number;
  logs: number; // sum of log D
  a: number;
  fa: number;
  aa: number;
  faa: number;
  ffaa: number;
  readonly s0: Float64Array; // one number
  readonly s1: Float64Array;
  readonly s2: Float64Array;
  readonly d0: Float64Array;
  readonly d1: Float64Array;
  readonly d2: Float64Array;
  readonly sumX: Float64Array; // of the events' columns
};

const NONE = NaN; // not 0: a field that starts as a whole number is made anew when it becomes another one

/** Before the last event time. @param options `squares`: whether s2 and d2 are kept; they cost as much as the rest */
export function eventTimes(
  sorted: SortedRows,
  risk: Float64Array,
  { ties, squares }: Readonly<{ ties: Ties; squares: boolean }>,
): Cursor {
  const { size } = sorted;
  const packed = squares ? (size * (size + 1)) / 2 : 0;
  return {
    sorted,
    risk,
    ties,
    gone: 0,
    from: 0,
    to: 0,
    events: 0,
    time: NONE,
    logs: NONE,
    a: NONE,
    fa: NONE,
    aa: NONE,
    faa: NONE,
    ffaa: NONE,
    s0: new Float64Array(1),
    s1: new Float64Array(size),
    s2: new Float64Array(packed),
    d0: new Float64Array(1),
    d1: new Float64Array(size),
    d2: new Float64Array(packed),
    sumX: new Float64Array(size),
  };
}

/** Moves to the next event time; false after the first one. */
export function advance(at: Cursor): boolean {
  const { rows, time, event, entry, leaving } = at.sorted;
  if (at.events > 0) clear(at);
  at.events = 0;
  while (at.to < rows && at.events === 0) {
    at.from = at.to;
    at.time = time[at.from];
    for (; at.to < rows && time[at.to] === at.time; at.to++) {
      add(at, at.to, 1);
      if (event[at.to] === 0) continue;
      at.events++;
      addLost(at, at.to);
    }
    if (leaving !== null && entry !== null)
      for (; at.gone < rows && entry[leaving[at.gone]] >= at.time; at.gone++) add(at, leaving[at.gone], -1);
  }
  if (at.events > 0) shareTies(at);
  return at.events > 0;
}

function clear({ d0, d1, d2, sumX }: Cursor): void {
  d0[0] = 0;
  for (let j = 0; j < sumX.length; j++) d1[j] = sumX[j] = 0;
  for (let k = 0; k < d2.length; k++) d2[k] = 0;
}

function add({ sorted: { size, x }, risk, s0, s1, s2 }: Cursor, row: number, sign: number): void {
  const weight = sign * risk[row];
  s0[0] += weight;
  for (let j = 0; j < size; j++) s1[j] += weight * x[row * size + j];
  if (s2.length > 0) addSquares(s2, x.subarray(row * size, row * size + size), weight);
}

function addLost({ sorted: { size, x }, risk, d0, d1, d2, sumX }: Cursor, row: number): void {
  const weight = risk[row];
  d0[0] += weight;
  for (let j = 0; j < size; j++) {
    d1[j] += weight * x[row * size + j];
    sumX[j] += x[row * size + j];
  }
  if (d2.length > 0) addSquares(d2, x.subarray(row * size, row * size + size), weight);
}

function addSquares(squares: Float64Array, x: Float64Array, weight: number): void {
  for (let j = 0, cell = 0; j < x.length; j++) {
    const scaled = weight * x[j];
    for (let k = 0; k <= j; k++) squares[cell++] += scaled * x[k];
  }
}

function shareTies(at: Cursor): void {
  const [s0, d0] = [at.s0[0], at.d0[0]];
  let [logs, a, fa, aa, faa, ffaa] = [0, 0, 0, 0, 0, 0];
  for (let l = 0; l < at.events; l++) {
    const f = at.ties === "efron" ? l / at.events : 0;
    const d = s0 - f * d0;
    const one = 1 / d;
    logs += Math.log(d);
    a += one;
    fa += f * one;
    aa += one * one;
    faa += f * one * one;
    ffaa += f * f * one * one;
  }
  at.logs = logs;
  at.a = a;
  at.fa = fa;
  at.aa = aa;
  at.faa = faa;
  at.ffaa = ffaa;
}
