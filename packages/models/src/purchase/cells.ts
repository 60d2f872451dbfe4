/** Cells: totals, checks, order, and how they are made from simulated purchases. */
import type { Applicability, Cells, EventLog, TimeUnit } from "./model.js";

/** Sums over customers. */
export type Totals = Readonly<{ customers: number; purchases: number; time: number; repeatCustomers: number }>;

/** Customers, repeat purchases, observed time and customers with a repeat purchase. */
export function totals({ frequency, T, weight }: Cells): Totals {
  let [customers, purchases, time, repeatCustomers] = [0, 0, 0, 0];
  for (let i = 0; i < frequency.length; i++) {
    customers += weight[i];
    purchases += weight[i] * frequency[i];
    time += weight[i] * T[i];
    if (frequency[i] > 0) repeatCustomers += weight[i];
  }
  return { customers, purchases, time, repeatCustomers };
}

/** What breaks the rules of MODELS-PURCHASE section 0; null when nothing does. Counts cells, not customers. */
export function brokenRule(cells: Cells): Readonly<{ reason: string; cells: number }> | null {
  const { frequency, recency, T, weight } = cells;
  let [senseless, late, coincident] = [0, 0, 0];
  for (let i = 0; i < frequency.length; i++) {
    const x = frequency[i];
    if (!(Number.isInteger(x) && x >= 0 && recency[i] >= 0 && T[i] < Infinity && weight[i] >= 0)) senseless++;
    else if (!(recency[i] <= T[i]) || (x === 0 && recency[i] > 0)) late++;
    else if (x > 0 && recency[i] === 0) coincident++;
  }
  if (frequency.length === 0) return { reason: "no customers", cells: 0 };
  if (senseless > 0) return { reason: "missing, negative or fractional numbers", cells: senseless };
  if (late > 0) return { reason: "recency exceeds T, or is not 0 without a repeat purchase", cells: late };
  return coincident > 0 ? { reason: COINCIDENT, cells: coincident } : null;
}

/** The likelihood has no maximum then; with a prior it has. */
export const COINCIDENT = "repeat purchases with recency 0";

const FEW = 50; // repeat customers
const MOSTLY_ONE_TIME = 0.95; // share of one-time buyers

/** Whether purchase models can say something about these customers (section 18): the data check, then enough repeats. */
export function applicability(cells: Cells): Applicability {
  const broken = brokenRule(cells);
  if (broken !== null) return { reason: broken.reason, numbers: { cells: broken.cells } };
  const { customers, repeatCustomers } = totals(cells);
  const numbers = { customers, repeatCustomers };
  if (repeatCustomers < FEW) return { reason: "fewer than 50 customers bought again", numbers };
  if (repeatCustomers < (1 - MOSTLY_ONE_TIME) * customers) return { reason: "over 95 % bought only once", numbers };
  return "ok";
}

const select = (cells: Cells, rows: Int32Array): Cells => {
  const column = (values: Float64Array): Float64Array => Float64Array.from(rows, (i) => values[i]);
  const { timeUnit, frequency, recency, T, weight, logGaps } = cells;
  return {
    timeUnit,
    frequency: column(frequency),
    recency: column(recency),
    T: column(T),
    weight: column(weight),
    ...(logGaps === undefined ? {} : { logGaps: column(logGaps) }),
  };
};

const COUNTABLE = 1_000_000; // largest frequency that is sorted by counting

/** The same cells in ascending order of frequency: what depends on frequency alone is then computed once for each. */
export function byFrequency(cells: Cells): Cells {
  const { frequency } = cells;
  let sorted = true;
  let most = 0;
  for (let i = 0; i < frequency.length; i++) {
    if (i > 0 && frequency[i] < frequency[i - 1]) sorted = false;
    most = Math.max(most, frequency[i]);
  }
  if (sorted || !(most < COUNTABLE)) return cells;
  const place = new Int32Array(most + 2);
  for (let i = 0; i < frequency.length; i++) place[frequency[i] + 1]++;
  for (let x = 0; x <= most; x++) place[x + 1] += place[x];
  const rows = new Int32Array(frequency.length);
  for (let i = 0; i < frequency.length; i++) rows[place[frequency[i]]++] = i;
  return select(cells, rows);
}

/** About `size` cells, evenly spaced through the order of the cells. */
export function everyNth(cells: Cells, size: number): Cells {
  const count = Math.min(size, cells.frequency.length);
  const stride = cells.frequency.length / count;
  return select(
    cells,
    Int32Array.from({ length: count }, (_, k) => Math.floor((k + 0.5) * stride)),
  );
}

/** Customers with the same history in one cell, by frequency, then T, then recency; the logs of their gaps averaged. */
export function grouped(cells: Cells): Cells {
  const { frequency, recency, T, weight, logGaps } = cells;
  const compare = (i: number, j: number): number =>
    frequency[i] - frequency[j] || T[i] - T[j] || recency[i] - recency[j];
  const order = Int32Array.from(frequency, (_, i) => i).sort(compare);
  const first = order.filter((row, k) => k === 0 || compare(order[k - 1], row) !== 0);
  const distinct = select(cells, first);
  const sums = new Float64Array(first.length);
  const gaps = new Float64Array(first.length);
  let cell = -1;
  for (const [k, row] of order.entries()) {
    if (k === 0 || compare(order[k - 1], row) !== 0) cell++;
    sums[cell] += weight[row];
    if (logGaps !== undefined) gaps[cell] += weight[row] * logGaps[row];
  }
  if (logGaps === undefined) return { ...distinct, weight: sums };
  return { ...distinct, weight: sums, logGaps: gaps.map((sum, c) => (sums[c] > 0 ? sum / sums[c] : 0)) };
}

/** The histories of simulated customers up to their T, one cell each. @param T as given to `simulate` */
export function cellsOf(log: EventLog, T: Float64Array, timeUnit: TimeUnit = "week"): Cells {
  const frequency = new Float64Array(log.customers);
  const recency = new Float64Array(log.customers);
  const logGaps = new Float64Array(log.customers);
  for (let k = 0; k < log.time.length; k++) {
    const i = log.customer[k];
    if (log.time[k] > T[i]) continue;
    frequency[i]++;
    logGaps[i] += Math.log(log.time[k] - recency[i]);
    recency[i] = log.time[k];
  }
  return { timeUnit, frequency, recency, T, weight: new Float64Array(log.customers).fill(1), logGaps };
}
