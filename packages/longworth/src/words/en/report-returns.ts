/** Words about coming back: the wait for the next purchase, and where customers stand. */
import { formatter } from "../format.js";
import { cohorts } from "./report-cohorts.js";
import type { Unit } from "./report-charts.js";

const { integer, percent, plural, decimal } = formatter("en");

type Grain = "week" | "month" | "quarter" | "year";
type State = "new" | "returning" | "resurrected" | "at_risk" | "lapsed";
type Estimate = Readonly<{ value: number | null; low: number | null; high: number | null; customers: number }>;
type Within = Readonly<{ days: number; share: number; low: number; high: number }>;

const ORDINALS = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
  "eleventh",
];
const ordinal = (n: number): string => ORDINALS[n - 1] ?? `${integer(n)}th`;
const days = (count: number): string => `${integer(count)} ${plural(count, { one: "day", other: "days" })}`;
const people = (count: number): string => `${integer(count)} ${plural(count, { one: "customer", other: "customers" })}`;
const band = (
  { low, high }: Readonly<{ low: number | null; high: number | null }>,
  tell: (value: number) => string,
): string => (low === null || high === null ? "" : ` (95 %: ${tell(low)} to ${tell(high)})`);

const STATES: Readonly<Record<State, string>> = {
  new: "New",
  returning: "Came back",
  resurrected: "Back after a long silence",
  at_risk: "Silent, not yet for long",
  lapsed: "Silent for long",
};

export const returns = {
  states: STATES,
  ordinal,
  title: "How soon they come back",
  none: "Nobody has bought twice yet, so nothing is known about coming back.",
  lead: ({ repeat, gap }: { repeat: Estimate; gap: Estimate }): string =>
    `${percent(repeat.value ?? 0)} of ${people(repeat.customers)} have bought more than once` +
    (gap.value === null
      ? "."
      : `; half of their further purchases follow within ${days(gap.value)}${band(gap, (value) => integer(value))}.`),
  sentence: ({ purchase, within }: { purchase: number; within: Within | undefined }): string =>
    within === undefined
      ? ""
      : `After the ${ordinal(purchase)} purchase ${percent(within.share)} come back within ${days(within.days)}${band(within, (value) => percent(value))}.`,
  line: (purchase: number): string => `after the ${ordinal(purchase)}`,
  axis: { x: "Days since the purchase", y: "Customers who are back" },
  label: "Share of customers who bought again by days since a purchase, after the first and further purchases",
  caption:
    "Coming back after the first and further purchases; those who still wait are counted as long as they were watched",
  head: (within: readonly number[]): readonly string[] => [
    "Purchase",
    "Customers",
    "Back so far",
    "Half are back by",
    ...within.map((one) => `Within ${days(one)}`),
  ],
  purchase: (n: number): string => ordinal(n).replace(/^./u, (first) => first.toUpperCase()),
  estimate: ({
    value,
    low,
    high,
  }: Readonly<{ value: number | null; low: number | null; high: number | null }>): string =>
    value === null
      ? "–"
      : low === null || high === null
        ? integer(value)
        : `${integer(value)} (${integer(low)} to ${integer(high)})`,
  share: ({ share, low, high }: Within): string =>
    `${percent(share)} (${decimal(100 * low, 0)} to ${decimal(100 * high, 0)})`,
  churn: ({
    headline,
    share,
    tested,
  }: {
    headline: number;
    share: number;
    tested: {
      auc: number;
      windowDays: number;
      origins: number;
      shares: Readonly<{ expected: number; actual: number }> | null;
    } | null;
  }): string =>
    `Churn within ${days(headline)} is the chance that a customer does not buy in them: ${percent(share)} on average, customer by customer one minus p_active_${headline}d in customers.parquet.` +
    (tested === null
      ? ""
      : ` Tested blind on your own past over ${days(tested.windowDays)}, it put who came back above who did not in ${percent(tested.auc)} of pairs${tested.shares === null ? "." : `; ${percent(tested.shares.expected)} were to stay silent then, ${percent(tested.shares.actual)} did (by tenths in the table).`}`),
  churnCaption: (window: number): string =>
    `Churn within ${days(window)}, blind on your own past: customers in ten equal groups by their chance to come back, over all test days`,
  churnHead: ["Tenth, the likeliest first", "Customers", "Were to stay silent", "Stayed silent"],

  lifecycle: {
    title: "Where your customers stand",
    none: "The history is too short to say where customers stand.",
    lead: ({ grain, silence, sample, all }: { grain: Grain; silence: number; sample: number; all: number }): string =>
      `Every customer by ${grain}: above the line who bought, below it who did not. Silent for long is more than ${days(silence)}, which nine in ten customers' own gaps do not reach.` +
      (sample < all ? ` Counts are from ${integer(sample)} customers drawn from all.` : ""),
    flows: ({
      grain,
      period,
      lapsed,
      resurrected,
      won,
    }: {
      grain: Grain;
      period: string;
      lapsed: number;
      resurrected: number;
      won: number;
    }): string =>
      `In ${cohorts.period(grain, period)} ${people(won)} came for the first time, ${integer(resurrected)} came back after a long silence, and ${integer(lapsed)} fell silent for long.`,
    y: "Customers",
    label: (grain: Grain): string => `Customers by ${grain} and by where they stand`,
    caption: (grain: Grain): string => `Customers by ${grain}, by where they stand at its end`,
    head: (grain: Grain, unit: Unit): readonly string[] => [
      `${grain[0]?.toUpperCase() ?? ""}${grain.slice(1)}`,
      ...Object.values(STATES),
      unit.hasAmounts ? "Revenue of who came back" : "Orders of who came back",
    ],
    flowCaption: ({ grain, period }: { grain: Grain; period: string }): string =>
      `Where they came from: rows stood there the ${grain} before, columns stand there in ${cohorts.period(grain, period)}`,
    from: "From",
  },
};
