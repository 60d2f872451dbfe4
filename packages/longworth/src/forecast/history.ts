/** The customer-days that forecasting learns from, and each customer's state at an origin (FORECAST sections 1, 2). */
import type { CustomerFacts } from "./facts.js";

/**
 * Customer-days of a sample of customers, as parallel columns. Customers stand in the order of the md5 of their id, so
 * a smaller sample is the first of them. Days of customer c are `offsets[c]` to `offsets[c + 1]`, ascending.
 */
export interface History {
  readonly customers: number;
  readonly offsets: Int32Array; // customers + 1
  readonly day: Int32Array; // days since 1970-01-01
  readonly value: Float64Array; // net value of the customer-day, refunds included; 1 in a log without amounts
  readonly purchase: Uint8Array; // 1 when the day counts as a purchase
  readonly hasAmounts: boolean;
  readonly firstDay?: Int32Array; // declared start per customer; at most the day of the first purchase
  readonly facts?: CustomerFacts | undefined; // what else is known of the same customers
}

/** What is known of each customer with a purchase on or before `origin`. Times are whole days. */
export interface States {
  readonly origin: number;
  readonly customer: Int32Array; // position in the History
  readonly first: Int32Array; // day of the first purchase or declared start
  readonly frequency: Float64Array; // repeat purchase days
  readonly recency: Float64Array; // age at the last purchase; 0 when frequency is 0
  readonly tenure: Float64Array; // age at the origin
  readonly spendCount: Float64Array; // purchase days with an amount > 0, the first included
  readonly sumLog: Float64Array; // of the logs of those amounts
  readonly sumLogSquares: Float64Array; // squared deviations from their mean
}

/** What happened to the same customers in (origin, origin + window]. */
export interface Labels {
  readonly orders: Float64Array; // purchase days
  readonly value: Float64Array; // net value, refunds included
}

/** Distinct states in whole days; `spendCount` counts purchase days with an amount > 0, the first included. */
export interface DayCells {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly tenure: Float64Array;
  readonly spendCount: Float64Array;
  readonly weight: Float64Array; // customers
}

/** Day of the first purchase in the history; NaN when nobody has bought. */
export function firstPurchaseDay({ day, purchase }: History): number {
  let first = NaN;
  for (let i = 0; i < day.length; i++) if (purchase[i] === 1 && !(day[i]! >= first)) first = day[i]!;
  return first;
}

/**
 * Customers with a purchase on or before the origin, from rows up to there only.
 * @param limit at most so many of them, the first in the order of the history
 */
export function statesAt(history: History, origin: number, limit = Infinity): States {
  const most = Math.min(limit, history.customers);
  const customer = new Int32Array(most);
  const first = new Int32Array(most);
  const columns = Array.from({ length: 6 }, () => new Float64Array(most));
  const [frequency, recency, tenure, spendCount, sumLog, sumLogSquares] = columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array, // prettier-ignore
  ]; // cast: Array.from forgets the length
  const one: State = { first: 0, last: 0, frequency: 0, spendCount: 0, sumLog: 0, sumLogSquares: 0 }; // of each in turn
  let count = 0;
  for (let c = 0; c < history.customers && count < most; c++) {
    if (!readState(history, c, { origin, one })) continue;
    customer[count] = c;
    first[count] = one.first;
    frequency[count] = one.frequency;
    recency[count] = one.last - one.first;
    tenure[count] = origin - one.first;
    spendCount[count] = one.spendCount;
    sumLog[count] = one.sumLog;
    sumLogSquares[count] = one.sumLogSquares;
    count++;
  }
  const cut = <A extends Int32Array | Float64Array>(column: A): A => column.slice(0, count) as A; // cast: same class
  return {
    origin,
    customer: cut(customer),
    first: cut(first),
    frequency: cut(frequency),
    recency: cut(recency),
    tenure: cut(tenure),
    spendCount: cut(spendCount),
    sumLog: cut(sumLog),
    sumLogSquares: cut(sumLogSquares),
  };
}

interface State {
  first: number;
  last: number;
  frequency: number;
  spendCount: number;
  sumLog: number;
  sumLogSquares: number;
}

/** One customer at the origin. @returns false before the first purchase */
function readState(history: History, c: number, { origin, one }: Readonly<{ origin: number; one: State }>): boolean {
  const { offsets, day, value, purchase, firstDay } = history;
  one.frequency = -1;
  one.spendCount = one.sumLog = one.sumLogSquares = 0;
  for (let i = offsets[c]!; i < offsets[c + 1]!; i++) {
    if (day[i]! > origin) break;
    if (purchase[i] !== 1) continue;
    if (one.frequency < 0) one.first = day[i]!;
    one.last = day[i]!;
    one.frequency++;
    if (value[i]! > 0) addSpend(one, Math.log(value[i]!));
  }
  if (one.frequency < 0) return false;
  const declared = firstDay?.[c] ?? one.first;
  if (declared < one.first) {
    one.first = declared;
    one.frequency++;
  }
  return true;
}

/** Welford's update, so that the squares never cancel. */
function addSpend(one: State, log: number): void {
  const before = one.spendCount === 0 ? 0 : one.sumLog / one.spendCount;
  one.spendCount++;
  one.sumLog += log;
  one.sumLogSquares += (log - before) * (log - one.sumLog / one.spendCount);
}

/** What the customers of `states` did in (origin, origin + window]. */
export function labelsOf(history: History, states: States, window: number): Labels {
  const { offsets, day, value, purchase } = history;
  const orders = new Float64Array(states.customer.length);
  const money = new Float64Array(states.customer.length);
  const { customer, origin } = states;
  for (let i = 0; i < customer.length; i++) {
    const first = offsets[customer[i]!]!;
    for (let k = offsets[customer[i]! + 1]! - 1; k >= first && day[k]! > origin; k--) {
      if (day[k]! > origin + window) continue;
      orders[i]! += purchase[k]!;
      money[i]! += value[k]!;
    }
  }
  return { orders, value: money };
}

/** The same over the `window` days that end at the origin: purchase days and net value. */
export function pastOf(history: History, states: States, window: number): Labels {
  const { offsets, day, value, purchase } = history;
  const orders = new Float64Array(states.customer.length);
  const money = new Float64Array(states.customer.length);
  const { customer, origin } = states;
  for (let i = 0; i < customer.length; i++) {
    const end = offsets[customer[i]! + 1]!;
    for (let k = offsets[customer[i]!]!; k < end && day[k]! <= origin; k++) {
      if (day[k]! <= origin - window) continue;
      orders[i]! += purchase[k]!;
      money[i]! += value[k]!;
    }
  }
  return { orders, value: money };
}

/** Refunds (days of negative net) over positive value up to `end`; null without amounts or without sales. */
export function refundShare({ day, value, hasAmounts }: History, end: number): number | null {
  let sold = 0;
  let refunded = 0;
  for (let i = 0; i < day.length; i++) {
    if (day[i]! > end) continue;
    if (value[i]! > 0) sold += value[i]!;
    else refunded -= value[i]!;
  }
  return hasAmounts && sold > 0 ? refunded / sold : null;
}

/** Keeps the states for which `keep` is true. */
export function selectStates(states: States, keep: (i: number) => boolean): States {
  const kept = Array.from(states.customer.keys()).filter(keep);
  const pick = (column: Float64Array) => Float64Array.from(kept, (i) => column[i]!);
  return {
    origin: states.origin,
    customer: Int32Array.from(kept, (i) => states.customer[i]!),
    first: Int32Array.from(kept, (i) => states.first[i]!),
    frequency: pick(states.frequency),
    recency: pick(states.recency),
    tenure: pick(states.tenure),
    spendCount: pick(states.spendCount),
    sumLog: pick(states.sumLog),
    sumLogSquares: pick(states.sumLogSquares),
  };
}

/** Customers with a repeat purchase. */
export const repeatBuyers = (states: States): number => states.frequency.reduce((sum, x) => sum + (x > 0 ? 1 : 0), 0);

/** How many customers, and how many with a repeat purchase, there were at the end of a day. */
export function arrivals({ customers, offsets, day, purchase }: History) {
  const first: number[] = [];
  const second: number[] = [];
  for (let c = 0; c < customers; c++) {
    let seen = 0;
    for (let i = offsets[c]!; i < offsets[c + 1]! && seen < 2; i++) {
      if (purchase[i] !== 1) continue;
      (seen === 0 ? first : second).push(day[i]!);
      seen++;
    }
  }
  const counted = (days: number[]) => {
    const sorted = Int32Array.from(days).sort();
    return (until: number) => countUpTo(sorted, until);
  };
  return { customersAt: counted(first), repeatBuyersAt: counted(second) };
}

/** How many of the sorted days are on or before `until`. */
function countUpTo(sorted: Int32Array, until: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= until) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same history in memory that threads share, so that a job costs no copy. */
export function shared(history: History): History {
  if (history.day.buffer instanceof SharedArrayBuffer) return history;
  const space = (bytes: number) => new SharedArrayBuffer(bytes);
  const whole = (from: Int32Array) => {
    const to = new Int32Array(space(from.byteLength));
    to.set(from);
    return to;
  };
  const value = new Float64Array(space(history.value.byteLength));
  value.set(history.value);
  const purchase = new Uint8Array(space(history.purchase.byteLength));
  purchase.set(history.purchase);
  const { firstDay, facts } = history;
  const columns = { offsets: whole(history.offsets), day: whole(history.day), value, purchase };
  const doubles = (from: Float64Array) => {
    const to = new Float64Array(space(from.byteLength));
    to.set(from);
    return to;
  };
  const own = facts && {
    offsets: whole(facts.offsets),
    day: whole(facts.day),
    columns: facts.columns.map((column) => ({ ...column, values: doubles(column.values) })),
  };
  return {
    ...history,
    ...columns,
    ...(firstDay === undefined ? {} : { firstDay: whole(firstDay) }),
    ...(own === undefined ? {} : { facts: own }),
  };
}
