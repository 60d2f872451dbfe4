/** Words of the cohort triangle. */
import { formatter } from "../format.js";
import { charts, type Unit } from "./report-charts.js";

const { percent, decimal } = formatter("en");

type Grain = "week" | "month" | "quarter" | "year";

const month = new Intl.DateTimeFormat("en", { month: "short", year: "numeric", timeZone: "UTC" });

/** A period by its first day: "Mar 2025", "Q1 2025", "2025", "from 3 Mar 2025". */
const period = (grain: Grain, day: string): string => {
  const date = new Date(`${day}T00:00:00Z`);
  switch (grain) {
    case "week":
      return `from ${charts.day(day)}`;
    case "month":
      return month.format(date);
    case "quarter":
      return `Q${1 + Math.floor(date.getUTCMonth() / 3)} ${date.getUTCFullYear()}`;
    case "year":
      return String(date.getUTCFullYear());
  }
};

const points = (share: number): string => decimal(100 * share, 0).replace("-", "−");

export const cohorts = {
  title: "Who came back, by first purchase",
  lead: (grain: Grain, { on, from }: { on: number; from: number }) =>
    `Of the customers whose first purchase is old enough, ${percent(on)} bought in the ${grain} after that one, and ${percent(from)} in it or later.`,
  /** `low` and `high`: 90 % interval of the difference. */
  newest: (
    grain: Grain,
    { cohort, share, before, low, high }: { cohort: string; share: number; before: number; low: number; high: number },
  ) => {
    const than = high < 0 ? "less than" : low > 0 ? "more than" : "about as much as";
    const gap = `${points(low)} to ${points(high)} points`;
    return `The customers of ${period(grain, cohort)} came back ${than} those before them at the same age: ${percent(share)} against ${percent(before)}, difference ${gap}.`;
  },
  none: "Nobody bought for the first time so long ago that a whole period has passed since.",
  caption: (grain: Grain) => `Percent of the customers of each first ${grain} who bought again, by ${grain}s since`,
  corner: "First purchase",
  cornerShort: "First",
  size: "Customers",
  sizeShort: "All",
  all: "All cohorts",
  running: "*", // the period is not over
  few: "°", // too few customers to compare
  period,
  head: (grain: Grain, unit: Unit) => [
    "First purchase",
    `${grain[0]?.toUpperCase() ?? ""}${grain.slice(1)}s since`,
    "Customers who bought",
    "Then or later",
    unit.hasAmounts ? "Revenue" : "Orders",
  ],
  marks: "* not over yet; ° fewer than 10 customers; beyond the line: expected",
  expected: ({
    grain,
    cohort,
    age,
    share,
    low,
    high,
    older,
  }: {
    grain: Grain;
    cohort: string;
    age: number;
    share: number;
    low: number;
    high: number;
    older: number;
  }) =>
    `Of those of ${period(grain, cohort)}, ${percent(share)} are expected to buy in ${grain} ${decimal(age, 0)} (${decimal(100 * low, 0)} to ${percent(high)}); of older cohorts ${percent(older)} did.`,
  curve: {
    x: (grain: Grain) => `${grain[0]?.toUpperCase() ?? ""}${grain.slice(1)}s since the first purchase`,
    title: "The newest cohort beside older ones at the same age",
    y: "Customers who bought",
    older: "older cohorts",
    label: (grain: Grain, cohort: string) =>
      `Share of customers who bought again by ${grain}s since the first purchase: older cohorts, and ${period(grain, cohort)} with what is expected of it`,
  },
  expectedCaption: "What is expected beyond the line",
  expectedHead: (grain: Grain) => [
    "First purchase",
    `${grain[0]?.toUpperCase() ?? ""}${grain.slice(1)}s since`,
    "Expected, %",
    "90 % band",
  ],
  expectedCells: ({ share, low, high }: { share: number; low: number; high: number }): readonly [string, string] => [
    decimal(100 * share, 1),
    `${decimal(100 * low, 1)} to ${decimal(100 * high, 1)}`,
  ],
};
