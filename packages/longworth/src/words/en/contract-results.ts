/** What a run of contracts says of its models and its grade. */
import { formatter } from "../format.js";

const { integer, percent, plural } = formatter("en");

/** What the tests found together. */
type Measures = Readonly<{ origins: number; decisions: number; lost: number; lossBias: number; covered: number }>;

const MODELS = {
  "shifted-beta-geometric": "shifted-beta-geometric: customers differ in how easily they leave, each stays alike",
  "beta-discrete-weibull": "beta-discrete-Weibull: customers differ, and each one's chance to leave changes with time",
} as const;

const STATES: Readonly<Record<string, string>> = {
  homogeneous: "one churn for all: customers do not differ in it",
  "no-events": "an upper bound of churn: nobody has left yet",
  "all-lost": "nothing: everybody has left at the first renewal",
  "mean-only": "one churn for all: too few tenures to see how it changes",
  boundary: "leavers, who go at the first renewal, and others who stay",
  "no-data": "nothing: no renewal has been due yet",
  "not-converged": "one churn for all: the fit of more did not settle",
  invalid: "nothing: the counts of renewals contradict each other",
};

const missed = (value: number): string => `${percent(Math.abs(value))} ${value > 0 ? "more" : "fewer"}`;

const digits = (value: number): string => String(Number(value.toPrecision(4)));

export const contractResults = {
  /** Thirds of a number. */
  thirds: {
    upTo: (value: number): string => `up to ${digits(value)}`,
    between: (low: number, high: number): string => `above ${digits(low)}, up to ${digits(high)}`,
    over: (value: number): string => `above ${digits(value)}`,
  },
  served: ({
    model,
    status,
    byPlan,
    traits,
    origins,
  }: Readonly<{
    model: keyof typeof MODELS;
    status: string;
    byPlan: boolean;
    traits: readonly string[];
    origins: number;
  }>): string => {
    const by = traits.length > 0 ? `, by ${traits.join(" and ")} at the start` : "";
    if (status !== "ok" && by === "") return STATES[status] ?? status;
    const plans = by === "" && byPlan ? ", one for each plan" : by;
    return `${MODELS[model]}${plans}${origins > 0 ? `; chosen on ${integer(origins)} earlier ${plural(origins, { one: "day", other: "days" })}` : ""}`;
  },
  unknown: ({ contracts }: Readonly<{ contracts: number }>): string =>
    `nothing is forecast of ${integer(contracts)} running ${plural(contracts, { one: "contract", other: "contracts" })}: no renewal like ${plural(contracts, { one: "its own", other: "theirs" })} has been due yet, or all were lost`,
  oneDay: ({ contracts }: Readonly<{ contracts: number }>): string =>
    `All ${integer(contracts)} contracts that ended have the same last day, so the file is a picture of one day: who had left before is not in it. Losses by month, what was kept of last year and how long contracts last are those of the file, and look better than they were.`,
  gradeWhy: {
    all_bars_reached: ({ lossBias, covered }: Measures) =>
      `${missed(lossBias)} losses expected than came, ${percent(covered)} of bands held`,
    loss_bias: ({ lossBias }: Measures) => `${missed(lossBias)} losses expected than came`,
    bands: ({ covered }: Measures) => `${percent(covered)} of the 90 % bands held`,
    worse_than_baseline: () => "a spreadsheet's churn rate forecast better",
    short_window: () => "tested on less than half of the horizon",
    few_decisions: ({ lost }: Measures) =>
      `only ${integer(lost)} ${plural(lost, { one: "contract was", other: "contracts were" })} lost in the test windows`,
    few_origins: ({ origins }: Measures) =>
      origins === 0 ? "the file shows no earlier losses to test a forecast on" : "only one earlier day to test on",
  },
};
