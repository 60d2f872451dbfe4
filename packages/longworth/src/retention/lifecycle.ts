/** Where customers stand at the end of each period, and from where they came there. */
import type { History } from "../forecast/history.js";

/**
 * `new`: the first purchase is in the period. `returning`: bought in it. `resurrected`: bought in it, after a silence that is
 * longer than usual. `at_risk`: did not buy in it, and the silence is not longer than usual yet. `lapsed`: it is.
 */
export const STATES = ["new", "returning", "resurrected", "at_risk", "lapsed"] as const;
export type State = (typeof STATES)[number];

/** One period. Flows are of customers who were there before: `flows[from][to]`. */
export type LifecyclePeriod = Readonly<{
  start: number; // days since 1970
  complete: boolean;
  customers: Readonly<Record<State, number>>;
  value: Readonly<Record<State, number>>; // net money of the period, refunds included; orders without amounts
  flows: readonly (readonly number[])[]; // by places in STATES
}>;

export type LifecycleOptions = Readonly<{
  starts: readonly number[]; // first days of consecutive periods
  cut: number; // the last day that is known
  silence: number; // days: longer than usual
}>;

const [NEW, RETURNING, RESURRECTED, AT_RISK, LAPSED] = [0, 1, 2, 3, 4] as const;
const SIZE = STATES.length;

/** Sums of all periods, period by period: customers and money by state, flows by state before and after. */
type Sums = Readonly<{ customers: Float64Array; value: Float64Array; flows: Float64Array }>;

/** Every customer with a purchase is in one state in every period from that of the first purchase on. */
export function lifecycle(history: History, { starts, cut, silence }: LifecycleOptions): readonly LifecyclePeriod[] {
  const ends = Int32Array.from(starts, (_, t) => Math.min(cut, (starts[t + 1] ?? Infinity) - 1));
  const sums: Sums = {
    customers: new Float64Array(starts.length * SIZE),
    value: new Float64Array(starts.length * SIZE),
    flows: new Float64Array(starts.length * SIZE * SIZE),
  };
  for (let c = 0; c < history.customers; c++) addCustomer(history, c, { ends, silence, sums });
  const named = (column: Float64Array, t: number): Record<State, number> => {
    const [a = 0, b = 0, d = 0, e = 0, f = 0] = column.subarray(t * SIZE, (t + 1) * SIZE);
    return { new: a, returning: b, resurrected: d, at_risk: e, lapsed: f };
  };
  return starts.map((start, t) => ({
    start,
    complete: (starts[t + 1] ?? Infinity) <= cut + 1,
    customers: named(sums.customers, t),
    value: named(sums.value, t),
    flows: STATES.map((_, from) => {
      const at = (t * SIZE + from) * SIZE;
      return Array.from(sums.flows.subarray(at, at + SIZE));
    }),
  }));
}

type Adding = Readonly<{ ends: Int32Array; silence: number; sums: Sums }>;

/** Goes through the days of one customer, period by period: 50,000 of them in a hundred periods, so nothing is made here. */
function addCustomer({ offsets, day, value, purchase }: History, c: number, { ends, silence, sums }: Adding): void {
  const end = offsets[c + 1]!;
  let i = offsets[c]!;
  let last = NaN; // day of the last purchase
  let before = -1; // state in the period before
  for (let t = 0; t < ends.length; t++) {
    const until = ends[t]!;
    let [gap, money, bought] = [NaN, 0, 0];
    for (; i < end && day[i]! <= until; i++) {
      money += value[i]!;
      if (purchase[i] !== 1) continue;
      if (bought++ === 0) gap = day[i]! - last;
      last = day[i]!;
    }
    if (before < 0 && bought === 0) continue;
    const state =
      bought === 0
        ? until - last > silence
          ? LAPSED
          : AT_RISK
        : before < 0
          ? NEW
          : gap > silence
            ? RESURRECTED
            : RETURNING;
    sums.customers[t * SIZE + state]!++;
    sums.value[t * SIZE + state]! += money;
    if (before >= 0) sums.flows[(t * SIZE + before) * SIZE + state]!++;
    before = state;
  }
}
