/** Everything about coming back that a history of orders tells, as the rows of returns.parquet. */
import { shareOf } from "./share.js";
import type { History } from "../forecast/history.js";
import { lifecycle, STATES, type LifecyclePeriod } from "./lifecycle.js";
import { nextPurchases, purchaseDaysOf, usualGap, WITHIN, type NextPurchase, type UsualGap } from "./next-purchase.js";
import { silenceFrom, usualGapOf } from "./silence.js";

/** What is known of a shop's customers and their coming back. */
export type ReturnFacts = Readonly<{
  silence: number; // days: longer than usual
  customers: number; // of the history: all, or a sample
  gap: UsualGap;
  next: readonly NextPurchase[];
  periods: readonly LifecyclePeriod[];
}>;

export type ReturnOptions = Readonly<{ starts: readonly number[]; cut: number }>;

/** @param options first days of consecutive periods, and the last day that is known */
export function returnFacts(history: History, { starts, cut }: ReturnOptions): ReturnFacts {
  const lives = purchaseDaysOf(history);
  const repeat = lives.filter((days) => days.length > 1);
  const gaps = Float64Array.from(repeat, (days) =>
    Math.ceil(((days.at(-1) ?? 0) - (days[0] ?? 0)) / (days.length - 1)),
  );
  const silence = silenceFrom(usualGapOf(gaps));
  return {
    silence,
    customers: lives.length,
    gap: usualGap(lives, cut),
    next: nextPurchases(lives, cut),
    periods: lifecycle(history, { starts, cut, silence }),
  };
}

/** One row of returns.parquet; what a measure does not have is null. */
export type RetentionRow = Readonly<{
  measure: "repeat_rate" | "silence" | "gap" | "median" | "back" | "curve" | "state" | "flow" | "expected";
  grain: string | null;
  period: number | null; // first day
  cohort: number | null; // first day of its period
  age: number | null;
  purchase: number | null;
  days: number | null;
  from_state: string | null;
  state: string | null;
  customers: number | null;
  value: number | null;
  share: number | null;
  low: number | null;
  high: number | null;
}>;

const NOTHING: Omit<RetentionRow, "measure"> = {
  grain: null,
  period: null,
  cohort: null,
  age: null,
  purchase: null,
  days: null,
  from_state: null,
  state: null,
  customers: null,
  value: null,
  share: null,
  low: null,
  high: null,
};

export const retentionRow = (measure: RetentionRow["measure"], cells: Partial<RetentionRow>): RetentionRow => ({
  ...NOTHING,
  ...cells,
  measure,
});

/** @param scale customers of the shop over those of the history */
export function returnRows(
  facts: ReturnFacts,
  {
    grain,
    scale,
    buyers,
    repeatBuyers,
  }: Readonly<{ grain: string; scale: number; buyers: number; repeatBuyers: number }>,
): readonly RetentionRow[] {
  const { gap } = facts;
  return [
    retentionRow("repeat_rate", { customers: buyers, ...shareOf(repeatBuyers, buyers) }),
    retentionRow("silence", { days: facts.silence, customers: facts.customers }),
    retentionRow("gap", { days: gap.median, low: gap.low, high: gap.high, customers: gap.gaps }),
    ...facts.next.flatMap((one) => nextRows(one)),
    ...facts.periods.flatMap((period) => periodRows(period, grain, scale)),
  ];
}

function nextRows({ purchase, customers, back, median, within, curve }: NextPurchase): readonly RetentionRow[] {
  return [
    retentionRow("median", { purchase, customers, value: back, days: median.days, low: median.low, high: median.high }),
    ...WITHIN.flatMap((days) => {
      const share = within[days];
      return share ? [retentionRow("back", { purchase, days, customers, ...share })] : [];
    }),
    ...Array.from(curve.days, (days, i) => retentionRow("curve", { purchase, days, share: curve.back[i] ?? 0 })),
  ];
}

function periodRows(
  { start: period, customers, value, flows }: LifecyclePeriod,
  grain: string,
  scale: number,
): readonly RetentionRow[] {
  const states = STATES.map((state) =>
    retentionRow("state", {
      grain,
      period,
      state,
      customers: Math.round(scale * customers[state]),
      value: scale * value[state],
    }),
  );
  const moved = STATES.flatMap((from_state, i) =>
    STATES.flatMap((state, j) => {
      const count = flows[i]?.[j] ?? 0;
      return count > 0
        ? [retentionRow("flow", { grain, period, from_state, state, customers: Math.round(scale * count) })]
        : [];
    }),
  );
  return [...states, ...moved];
}
