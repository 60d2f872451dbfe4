/** Sentences of `explain`: one customer's forecast and what it is made of. */
import { formatter } from "../format.js";
import { factName } from "./facts.js";
import { candidateName, columns, wrapped } from "./layout.js";

const { day, decimal, integer, money, percent, plural } = formatter("en");
const monthName = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });

const REASONS: Readonly<Record<string, string>> = {
  bought_recently: "likelier still a customer than others: bought recently for their own rhythm",
  long_silent: "likelier gone than others: silent for long for their own rhythm",
  buys_often: "buys more often than others",
  buys_rarely: "buys less often than others",
  large_orders: "larger orders than others",
  small_orders: "smaller orders than others",
  learnt_more: "what was learnt on your own past expects more than the models",
  learnt_less: "what was learnt on your own past expects less than the models",
};

const SHORT: Readonly<Record<string, string>> = {
  bought_recently: "bought recently",
  long_silent: "silent for long",
  buys_often: "buys often",
  buys_rarely: "buys rarely",
  large_orders: "large orders",
  small_orders: "small orders",
  learnt_more: "learnt: more",
  learnt_less: "learnt: less",
};

/** A reason in two words, for a column. */
export const shortReason = (code: string): string => SHORT[code] ?? code;

type Outcome = Readonly<{ orders: number; active: number; revenue: number | null }>;
type Attributed = Readonly<{ total: number; facts: readonly Readonly<{ name: string; adds: number }>[] }>;
type Result = Readonly<{
  customer: string;
  asOf: string;
  currency: string | null;
  horizon: number;
  served: string;
  history: Readonly<{
    orders: number;
    historic_value: number | null;
    frequency: number | null;
    recency: number | null;
    tenure: number | null;
    rfm_segment: string | null;
    clv_tier: string | null;
    purchases: readonly Readonly<{ day: string; value: number }>[];
  }>;
  published: Readonly<{
    expected_orders: number;
    p_active: number;
    p_alive: number | null;
    expected_revenue: number | null;
    expected_revenue_p05: number | null;
    expected_revenue_p95: number | null;
  }>;
  reasons: readonly string[];
  parts: Readonly<{
    members: readonly Readonly<{ name: string; weight: number; orders: number; active: number }>[];
    pool: Readonly<{ orders: number }>;
    learnt: Readonly<{ orders: number; value: number }>;
    level: number;
    orders: number;
    spend: Readonly<{ perOrder: number; level: number }> | null;
    revenue: number | null;
  }> | null;
  learnt: Readonly<{ orders: Attributed; value: Attributed }> | null;
  base: Outcome | null;
  whatIfs: readonly (Outcome & Readonly<{ code: string; day: string }>)[];
  course: readonly Readonly<{ day: string; p_alive: number; p_active: number }>[];
}>;

const span = (days: number): string => (days === 365 ? "12 months" : `${integer(days)} days`);
const chance = (share: number): string => percent(share, share > 0.995 || share < 0.1 ? 1 : 0);
const signed = (share: number): string => `${share >= 0 ? "+" : "−"}${percent(Math.abs(share))}`;

function headline({ customer, asOf, currency, horizon, published }: Result): string {
  const {
    expected_orders,
    p_active,
    expected_revenue,
    expected_revenue_p05: low,
    expected_revenue_p95: high,
  } = published;
  const value =
    expected_revenue === null || low === null || high === null
      ? `${decimal(expected_orders, 2)} orders`
      : `${money(expected_revenue, currency)} (nine times out of ten ${money(low, currency)} to ${money(high, currency)}), ${decimal(expected_orders, 2)} orders`;
  return wrapped(
    `${customer}: expected in the ${span(horizon)} after ${day(asOf)} ${value}; chance of any order ${chance(p_active)}.`,
  );
}

function historyText({ history, asOf, currency }: Result): string {
  const { purchases, historic_value, rfm_segment, clv_tier } = history;
  const [first, last] = [purchases[0], purchases.at(-1)];
  if (first === undefined || last === undefined) return "No purchase up to this day, so nothing is expected.";
  const silent = Math.round((Date.parse(asOf) - Date.parse(last.day)) / 86_400_000);
  const life = Math.round((Date.parse(last.day) - Date.parse(first.day)) / 86_400_000);
  const rhythm =
    purchases.length > 1 ? `, one every ${integer(Math.max(1, Math.round(life / (purchases.length - 1))))} days` : "";
  const when = purchases.length === 1 ? `on ${day(first.day)}` : `from ${day(first.day)} to ${day(last.day)}`;
  const brought = historic_value === null ? "" : `; ${money(historic_value, currency)} so far`;
  const place = [rfm_segment, clv_tier].filter((name) => name !== null).join(", ");
  return wrapped(
    `${integer(purchases.length)} ${plural(purchases.length, { one: "purchase", other: "purchases" })} ${when}${rhythm}; the last ${integer(silent)} days ago${brought}${place === "" ? "" : ` (${place})`}.`,
  );
}

const FACTS_TOLD = 4;

/** "purchases in the last 90 days +12 %, …", of a correction of logs. */
function factsText({ facts }: Attributed): string {
  const told = facts.slice(0, FACTS_TOLD).map(({ name, adds }) => `${factName(name)} ${signed(Math.expm1(adds))}`);
  return told.length === 0 ? "" : ` (${told.join(", ")}${facts.length > FACTS_TOLD ? ", …" : ""})`;
}

function partsText({ parts, learnt, currency, horizon, served }: Result): string {
  if (parts === null)
    return wrapped(
      `Served by a simple formula, ${candidateName(served)}: it was better on your own past. There is nothing more to take apart.`,
    );
  const carried = parts.members.filter(({ weight }) => weight >= 0.005).toSorted((a, b) => b.weight - a.weight);
  const models = columns(
    [
      ["  model", "weight", "orders"],
      ...carried.map(({ name, weight, orders }) => [`  ${candidateName(name)}`, percent(weight), decimal(orders, 3)]),
    ],
    [0],
  );
  const line = (number: string, text: string): string => wrapped(text, `  ${number.padStart(12)}  `);
  const factor = (value: number): string => `x ${decimal(value, 4)}`;
  const lines = [
    `What it is made of (${span(horizon)})`,
    models,
    line(decimal(parts.pool.orders, 4), "orders: the pool, the models by their weights"),
    ...(learnt === null
      ? []
      : [
          line(factor(parts.learnt.orders), `learnt on your own past of who buys how often${factsText(learnt.orders)}`),
        ]),
    line(factor(parts.level), "the level that all customers share, so that the total is the pool's"),
    line(`= ${decimal(parts.orders, 4)}`, "orders expected"),
  ];
  if (parts.spend === null || parts.revenue === null) return lines.join("\n");
  return [
    ...lines,
    line(
      factor(parts.spend.perOrder),
      "per order: this customer's and everybody's amounts, the more orders the more their own",
    ),
    line(factor(parts.spend.level), "what past forecasts of spend missed: refunds, tails, trend"),
    ...(learnt === null
      ? []
      : [
          line(
            factor(parts.learnt.value),
            `learnt of value, in place of what was learnt of orders${factsText(learnt.value)}`,
          ),
        ]),
    line(`= ${money(parts.revenue, currency)}`, "revenue expected"),
  ].join("\n");
}

function ifText({ code, day: date }: Result["whatIfs"][number]): string {
  const month = monthName.format(new Date(`${date}T00:00:00Z`));
  switch (code) {
    case "once_more":
      return `had they bought once more in ${month}`;
    case "last_one_missing":
      return `had they not bought on ${day(date)}`;
    default:
      return `if they stay silent until ${day(date)}, then`;
  }
}

function ifsText({ whatIfs, base, currency }: Result): readonly string[] {
  if (base === null || whatIfs.length === 0) return [];
  const row = (name: string, one: Outcome): readonly string[] => [
    `  ${name}`,
    decimal(one.orders, 2),
    chance(one.active),
    ...(one.revenue === null || base.revenue === null
      ? [signed(one.orders / base.orders - 1)]
      : [money(one.revenue, currency), signed(one.revenue / base.revenue - 1)]),
  ];
  const head = ["  What if", "orders", "chance", ...(base.revenue === null ? [] : ["revenue"]), ""];
  return [
    "",
    columns([head, [...row("as it is", base).slice(0, -1), ""], ...whatIfs.map((one) => row(ifText(one), one))], [0]),
  ];
}

const COURSE_TOLD = 8;

function courseText({ course, horizon }: Result): readonly string[] {
  if (course.length < 2) return [];
  const step = Math.ceil(course.length / COURSE_TOLD);
  const told = course.filter((_, i) => (course.length - 1 - i) % step === 0);
  return [
    "",
    `Chance of an order within ${span(horizon)}, as the pool of today would have seen it`,
    columns(
      [
        ["  at the end of", "chance", "still a customer"],
        ...told.map(({ day: date, p_alive, p_active }) => [`  ${day(date)}`, chance(p_active), chance(p_alive)]),
      ],
      [0],
    ),
  ];
}

function told(result: Result): string {
  const { reasons } = result;
  return [
    headline(result),
    ...(reasons.length === 0 ? [] : [wrapped(`What sets them apart: ${reasons.map((code) => REASONS[code] ?? code).join("; ")}.`)]), // prettier-ignore
    "",
    historyText(result),
    ...(result.history.purchases.length === 0 ? [] : ["", partsText(result)]),
    ...ifsText(result),
    ...courseText(result),
  ].join("\n");
}

export const explain = {
  description: "what the forecast of one customer is made of, and why it is what it is",
  argument: "the customer's id, as in the orders",
  horizon: "one of the run's horizons (default: the longest)",
  after: `
Examples
  longworth explain 12347
  longworth explain ann@example.com --horizon 90d
  longworth explain 12347 --run 20260131T040000Z --json

The parts multiply to the published figure. What was learnt is taken apart exactly (Shapley values).`,
  told,
  unknown: ({ customer, near }: { customer: string; near: readonly string[] }) => ({
    message: `There is no customer ${customer} in this run`,
    hint: near.length === 0 ? "longworth export lists all customers" : `The closest ids are ${near.join(", ")}`,
  }),
  otherHorizon: ({ asked, horizons }: { asked: number; horizons: readonly number[] }) => ({
    message: `This run has no horizon of ${asked} days`,
    hint: `It has ${horizons.map((days) => `${days}d`).join(", ")}`,
  }),
  ofContracts: () => ({
    message: "This run is of contracts; single customers are explained in runs of orders",
    hint: "longworth export --table contracts has every contract's chances and what it will pay",
  }),
  nothingKept: () => ({
    message: "This run kept nothing to explain single customers by",
    hint: "Runs of more than 250,000 customers or of an older version do not; run an extract or run again",
  }),
};
