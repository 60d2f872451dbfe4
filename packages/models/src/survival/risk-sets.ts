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
 * One event time with its sums over the risk set (s) and over the events (d); packed lower triangles in s2 and d2. The
 * arrays are reused from one time to the next. a, fa, aa, faa, ffaa: sums over the tied events l = 0 .. m - 1 of 1 / D,
 * f / D, 1 / D^2, f / D^2, f^2 / D^2 with f = l / m (Efron) and D = s0 - f d0.
 */
export type EventTime = {
  time: number;
  from: number; // rows of this duration: [from, to)
  to: number;
  events: number;
  logs: number; // sum of log D
  a: number;
  fa: number;
  aa: number;
  faa: number;
  ffaa: number;
  s1: Float64Array;
  d1: Float64Array;
  sumX: Float64Array; // of the events' columns
  s2: Float64Array;
  d2: Float64Array;
};

type Sums = { s0: number; s1: Float64Array; s2: Float64Array };

/** Visits every event time from the last to the first. @param options `squares`: whether s2 and d2 are kept */
export function visitEventTimes(
  sorted: SortedRows,
  risk: Float64Array,
  { ties, squares }: Readonly<{ ties: Ties; squares: boolean }>,
  visit: (at: EventTime) => void,
): void {
  const { rows, size, time, event, entry, leaving } = sorted;
  const packed = squares ? (size * (size + 1)) / 2 : 0;
  const all: Sums = { s0: 0, s1: new Float64Array(size), s2: new Float64Array(packed) };
  const lost: Sums = { s0: 0, s1: new Float64Array(size), s2: new Float64Array(packed) };
  const sumX = new Float64Array(size);
  const at = emptyTime(all, lost, sumX);
  let gone = 0;
  for (let from = 0, to = 0; from < rows; from = to) {
    lost.s0 = 0;
    lost.s1.fill(0);
    lost.s2.fill(0);
    sumX.fill(0);
    let events = 0;
    for (to = from; to < rows && time[to] === time[from]; to++) {
      add(sorted, all, to, risk[to]);
      if (event[to] === 0) continue;
      events++;
      add(sorted, lost, to, risk[to]);
      for (let j = 0; j < size; j++) sumX[j] += sorted.x[to * size + j];
    }
    if (leaving !== null && entry !== null)
      for (; gone < rows && entry[leaving[gone]] >= time[from]; gone++)
        add(sorted, all, leaving[gone], -risk[leaving[gone]]);
    if (events === 0) continue;
    Object.assign(at, { time: time[from], from, to, events });
    shareTies(at, [all.s0, lost.s0], ties);
    visit(at);
  }
}

const emptyTime = (all: Sums, lost: Sums, sumX: Float64Array): EventTime => ({
  time: 0,
  from: 0,
  to: 0,
  events: 0,
  logs: 0,
  a: 0,
  fa: 0,
  aa: 0,
  faa: 0,
  ffaa: 0,
  s1: all.s1,
  s2: all.s2,
  d1: lost.s1,
  d2: lost.s2,
  sumX,
});

function add({ size, x }: SortedRows, sums: Sums, row: number, weight: number): void {
  const at = row * size;
  sums.s0 += weight;
  if (sums.s2.length === 0) {
    for (let j = 0; j < size; j++) sums.s1[j] += weight * x[at + j];
    return;
  }
  for (let j = 0, cell = 0; j < size; j++) {
    const scaled = weight * x[at + j];
    sums.s1[j] += scaled;
    for (let k = 0; k <= j; k++) sums.s2[cell++] += scaled * x[at + k];
  }
}

function shareTies(at: EventTime, [s0, d0]: readonly [number, number], ties: Ties): void {
  at.logs = at.a = at.fa = at.aa = at.faa = at.ffaa = 0;
  for (let l = 0; l < at.events; l++) {
    const f = ties === "efron" ? l / at.events : 0;
    const d = s0 - f * d0;
    const one = 1 / d;
    at.logs += Math.log(d);
    at.a += one;
    at.fa += f * one;
    at.aa += one * one;
    at.faa += f * one * one;
    at.ffaa += f * f * one * one;
  }
}
