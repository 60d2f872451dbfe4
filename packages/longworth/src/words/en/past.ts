/** Sentences of `score-past`, and of the report's part about it: what earlier runs said, and what happened. */
import { formatter } from "../format.js";
import { columns, wrapped } from "./layout.js";

const { day, decimal, integer, money, percent } = formatter("en");

type Score = Readonly<{
  asOf: string;
  horizonDays: number;
  customers: number;
  expected_orders: number;
  orders_p05: number;
  orders_p95: number;
  actual_orders: number;
  expected_revenue: number | null;
  revenue_p05: number | null;
  revenue_p95: number | null;
  actual_revenue: number | null;
  held: boolean;
  within: number;
  gini: number | null;
  capture: number | null;
  auc: number | null;
}>;
type Result = Readonly<{
  asOf: string;
  currency: string | null;
  scored: readonly Score[];
  held: number;
  damaged: readonly string[];
}>;

const NONE = "–";
const span = (days: number): string => (days === 365 ? "12 months" : `${integer(days)} days`);
const DIGITS = 3;
const about = (value: number, currency: string | null): string => money(Number(value.toPrecision(DIGITS)), currency);
const or = (value: number | null, show: (value: number) => string): string => (value === null ? NONE : show(value));

/** What was said and what came, in money, or in orders without amounts. */
function totals(one: Score, currency: string | null): readonly [said: string, band: string, came: string] {
  const { expected_revenue, revenue_p05, revenue_p95, actual_revenue } = one;
  if (expected_revenue === null || revenue_p05 === null || revenue_p95 === null || actual_revenue === null) {
    const orders = (value: number): string => integer(value);
    return [
      `${orders(one.expected_orders)} orders`,
      `${orders(one.orders_p05)} to ${orders(one.orders_p95)}`,
      orders(one.actual_orders),
    ];
  }
  return [
    about(expected_revenue, currency),
    `${about(revenue_p05, currency)} to ${about(revenue_p95, currency)}`,
    about(actual_revenue, currency),
  ];
}

const heldText = ({ scored, held }: Pick<Result, "scored" | "held">): string =>
  scored.length === 1
    ? `The band of the total ${held === 1 ? "held" : "did not hold"}.`
    : `The band of the total held in ${integer(held)} of ${integer(scored.length)}.`;

function told(result: Result): string {
  const { scored, currency, damaged, asOf } = result;
  const left =
    damaged.length === 0
      ? []
      : [wrapped(`Left out, not as they were published: ${damaged.join(", ")}. longworth verify names the files.`)];
  if (scored.length === 0)
    return [
      wrapped(
        `No forecast in this workspace is over by ${day(asOf)} (in the same currency, basis and amount). Run again when there are newer orders.`,
      ),
      ...left,
    ].join("\n");
  const head = ["said on", "for", "customers", "said", "band", "came", "", "in own band", "Gini", "top tenth", "AUC"];
  const rows = scored.map((one) => {
    const [said, band, came] = totals(one, currency);
    return [
      day(one.asOf),
      span(one.horizonDays),
      integer(one.customers),
      said,
      band,
      came,
      one.held ? "held" : "missed",
      percent(one.within, 1),
      or(one.gini, (value) => decimal(value, 3)),
      or(one.capture, (value) => percent(value)),
      or(one.auc, (value) => decimal(value, 3)),
    ];
  });
  return [
    columns([head, ...rows], [0, 1, 6]),
    "",
    wrapped(
      `${heldText(result)} In own band: customers whose outcome lay inside their own interval (it promises 90 %, and holds more where most bring nothing). Top tenth: what the tenth with the highest forecast brought of everything.`,
    ),
    ...left,
  ].join("\n");
}

export const past = {
  description: "what earlier runs said, and what happened since",
  run: "the run whose data are the truth (default: the newest published)",
  after: `
Examples
  longworth score-past
  longworth score-past --json

Every run seals its forecast. When a later run of the same workspace knows the days it was about (same currency,
basis and amount), it is scored: the total against its band, every customer against their own, the ranking.`,
  told,
  ofContracts: () => ({
    message: "This run is of contracts; what earlier runs said is held against orders",
    hint: "Its own forecast was tested on your past: longworth runs has the grade, run.json the test",
  }),
  nothingKept: ({ hasReport }: Readonly<{ hasReport: boolean }>) => ({
    message: "This run kept no days to score earlier ones by",
    hint: hasReport
      ? "Runs of more than 250,000 customers score the past when they are made: no earlier forecast was over then"
      : "Runs of more than 250,000 customers score the past when they are made with a report: longworth run FILE --report on",
  }),

  /** In the report. */
  title: "What we said before, and what happened",
  lead: (scored: number, held: number): string =>
    scored === 1
      ? `One forecast of an earlier run is over; its band ${held === 1 ? "held" : "did not hold"}.`
      : `${integer(scored)} forecasts of earlier runs are over; the band held in ${integer(held)}.`,
  caption: "Forecasts of earlier runs and what came",
  head: ["Said on", "For", "Said", "Band", "Came", "Inside?", "Customers in their own band", "Gini", "AUC"],
  row: (one: Score, currency: string | null): readonly string[] => [
    day(one.asOf),
    span(one.horizonDays),
    ...totals(one, currency),
    one.held ? "yes" : "no",
    percent(one.within, 1),
    or(one.gini, (value) => decimal(value, 3)),
    or(one.auc, (value) => decimal(value, 3)),
  ],
};
