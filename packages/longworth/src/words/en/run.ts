/** Sentences of a run: what is served and why, why the grade is what it is, what was noticed, what a step is called. */
import { formatter } from "../format.js";
import { modelName } from "./layout.js";

const { integer, percent, decimal, plural } = formatter("en");

type GradeCode =
  | "all_bars_reached"
  | "bias"
  | "capture"
  | "below_p95"
  | "pit_band"
  | "slope"
  | "worse_than_baseline"
  | "short_window"
  | "few_repeat_buyers"
  | "few_origins"
  | "not_tested";
type NoteCode =
  | "models_do_not_fit"
  | "systematic_miss"
  | "cannot_rank"
  | "no_dropout"
  | "season_unknown"
  | "small_data"
  | "few_customers_rule"
  | "spend_by_frequency"
  | "first_days_left_out"
  | "learnt"
  | "network_tried"
  | "learning_left_out"
  | "ranks_backwards"
  | "business_trend"
  | "coarse_dates"
  | "bursts"
  | "naive_outside"
  | "no_origins";
type Coded<C extends string> = Readonly<{ code: C; facts: Readonly<Record<string, number>> }>;

type Member = Readonly<{ name: string; weight: number }>;

const days = (count: number): string => `${integer(count)} ${plural(count, { one: "day", other: "days" })}`;
const signed = (share: number): string => `${percent(Math.abs(share), 1)} ${share < 0 ? "too low" : "too high"}`;
const periodName = (gap: number): string =>
  gap > 360 && gap < 370
    ? "a year"
    : gap > 28 && gap < 32
      ? "a month"
      : gap > 88 && gap < 93
        ? "a quarter"
        : days(Math.round(gap));
const times = (factor: number): string => `${decimal(factor, 1)} times`;

const BASELINES: Readonly<Record<string, string>> = {
  "last-period": "what the customer did in the last period",
  "rfm-cell": "the mean of customers with equal recency, frequency and value",
  "active-months": "average monthly value times months times retention",
};

/** Why the letter is not a better one. */
function gradeWhy({ code, facts }: Coded<GradeCode>): string {
  const of = (name: string): number => facts[name] ?? NaN;
  switch (code) {
    case "all_bars_reached":
      return "the total, the ranking and the intervals all held on your own past";
    case "bias":
      return `the total was ${signed(of("bias"))} on your own past`;
    case "capture":
      return `the best tenth by forecast held ${times(of("capture"))} what the best simple formula finds`;
    case "below_p95":
      return `${percent(of("belowP95"), 1)} of customers stayed below their upper bound; 95 % should`;
    case "pit_band":
      return "the intervals of single customers do not have quite the right shape";
    case "slope":
      return `a forecast that is one unit higher brought ${decimal(of("slope"), 2)} units more, not 1`;
    case "worse_than_baseline":
      return "a simple formula was better on your own past, by more than chance";
    case "short_window":
      return `your history allows a test of ${days(of("testedOnDays"))}, less than half of ${days(of("horizonDays"))}`;
    case "few_repeat_buyers":
      return `${integer(of("repeatBuyers"))} ${plural(of("repeatBuyers"), { one: "customer has", other: "customers have" })} bought more than once; a test needs 100`;
    case "few_origins":
      return "your history is too short to test the forecast at two earlier days";
    case "not_tested":
      return "the backtest was turned off";
  }
}

/** What a reader of the forecast must know (FORECAST section 14). */
function note({ code, facts }: Coded<NoteCode>): string {
  const of = (name: string): number => facts[name] ?? NaN;
  const direction = of("direction") > 0 ? "low" : "high";
  switch (code) {
    case "models_do_not_fit":
      return `Past forecasts were ${times(of("factor"))} too ${direction} each time. Do not use the total; the order of customers may still help.`;
    case "systematic_miss":
      return `Past forecasts were ${percent(Math.abs(of("share")))} too ${direction}; this is not corrected.`;
    case "cannot_rank":
      return of("auc") < 0.5
        ? "Ranking by the models ran backwards on your own past: customers silent for long were the ones about to buy (a replacement cycle?). Use the averages, and do not read silence as loss."
        : "We can hardly tell your customers apart; use the averages.";
    case "no_dropout":
      return "No dropout seen; do not read silence as loss.";
    case "season_unknown":
      return "Hardly a year of history: the forecast assumes no season.";
    case "small_data":
      return "Few events: customers are drawn towards each other, and the intervals are wide.";
    case "few_customers_rule":
      return "Few customers rule the revenue; look at them singly.";
    case "spend_by_frequency":
      return `Customers who buy more often spend ${of("correlation") > 0 ? "more" : "less"} per order (rank correlation ${decimal(of("correlation"), 2)}). The forecast counts with it: what an order is expected to bring depends on how many there were. A Gamma-Gamma, and any formula that multiplies averages, would not.`;
    case "first_days_left_out":
      return `The export seems to start in the middle of the business: customers of its first ${days(of("days"))} are scored, but the models were fitted without them, which forecast better.`;
    case "learnt":
      return "Learning on your own past corrects who buys and how much, customer by customer; how many in all stays what the models say.";
    case "network_tried":
      return of("used") === 1
        ? "A small neural network was tried beside the trees that learn: blind, both together ordered customers by value better, so it has its say in that."
        : "A small neural network was tried beside the trees that learn: blind, it added nothing that is sure, so it is left out.";
    case "learning_left_out":
      return `Nothing was learnt customer by customer: there are ${integer(of("customers"))} of them; --effort full takes the time for it.`;
    case "ranks_backwards":
      return "Customers silent for long are the ones about to buy here (a replacement cycle): the usual ranking by recency would be wrong. The ranking comes from what was learnt on your own past.";
    case "business_trend":
      return `Orders per customer are ${of("share") > 0 ? "rising" : "falling"}: ${percent(Math.abs(of("share")))} ${of("share") > 0 ? "above" : "below"} some months ago. The forecast holds today's level; the bands of totals are wider, because the trend may go on or turn.`;
    case "coarse_dates":
      return `Dates come in steps of ${periodName(of("gap"))}: the forecast counts such periods, not days, and sees no season.`;
    case "bursts":
      return `Weekly orders vary far more than by chance (${times(of("dispersion"))} its variance: campaigns, wholesale?); single weeks can be far off.`;
    case "naive_outside":
      return `In the last ${days(of("horizon"))} all customers ${of("money") === 1 ? `brought ${integer(of("naive"))}` : `placed ${integer(of("naive"))} orders`}; the forecast for as many days to come is ${integer(of("said"))} (${integer(of("low"))} to ${integer(of("high"))}), without customers yet to be won. Look at both.`;
    case "no_origins":
      return "The history is too short to learn from earlier forecasts: the models count alike, and the bands are wide.";
  }
}

export const run = {
  gradeWhy,
  note,
  modelName,
  served: {
    pool: (members: readonly Member[]) => {
      const carried = members.filter(({ weight }) => weight >= 0.005).toSorted((a, b) => b.weight - a.weight);
      const shares = carried.map(({ name, weight }) => `${modelName(name)} ${percent(weight)}`);
      return `Several models, weighted by how well each forecast your own past: ${shares.join(", ")}.`;
    },
    equalWeights: (members: readonly Member[]) =>
      `The mean of ${members.map(({ name }) => modelName(name)).join(", ")}: there is no earlier forecast to weigh them by.`,
    askedFor: (name: string) => `${modelName(name)}, because --model asked for it.`,
    baseline: (name: string) =>
      `A simple formula forecast your own past better than the models, so it is served: ${BASELINES[name] ?? name}. Intervals and chances are the models', moved to it.`,
  },
  notTested: "the backtest was turned off",
  noMaximum: ({ name, reason }: { name: string; reason: string }) => ({
    message: `${modelName(name)} has no best parameters for these data: ${reason}`,
    hint: "Leave --model out: it then takes the models that these data determine; or name another one",
  }),
  nobodyBought: (asOf: string) => ({
    message: `No customer has a purchase up to ${asOf}`,
    hint: "longworth inspect FILE shows where the records went",
  }),
};
