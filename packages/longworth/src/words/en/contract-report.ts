/** Sentences of the report of contracts. */
import { formatter } from "../format.js";
import { attributes } from "./attributes.js";
import { contractCharts, termWord } from "./contract-charts.js";
import type { Unit } from "./report-charts.js";

const { integer, money, percent, plural, decimal } = formatter("en");
const { day } = formatter("en-GB"); // 31 Dec 2025

const DIGITS = 3; // a sum over contracts is not known better
const about = (value: number, { currency, hasAmounts }: Unit): string =>
  hasAmounts
    ? money(Number(value.toPrecision(DIGITS)), currency)
    : `${integer(Number(value.toPrecision(DIGITS)))} payments`;
const contracts = (count: number): string =>
  `${integer(count)} ${plural(count, { one: "contract", other: "contracts" })}`;
const customers = (count: number): string =>
  `${integer(count)} ${plural(count, { one: "customer", other: "customers" })}`;
const horizon = (days: number): string => (days === 365 ? "12 months" : `${integer(days)} days`);
const thousandths = (value: number): string => `${decimal(Math.abs(1000 * value), 1)} thousandths`;
const stay = (share: number): string => percent(share);

type Band = Readonly<{ p05: number; p95: number }>;
type Share = Readonly<{ status: string; share: number | null; low: number | null; high: number | null }>;

/** A churn in words: a number with its interval, or the bound that there is. */
function churn({ status, share, low, high }: Share): string {
  if (status === "ok" && share !== null && low !== null && high !== null)
    return `${percent(share, 1)} (${percent(low, 1)} to ${percent(high, 1)})`;
  if (status === "no-events" && high !== null) return `nobody; at most ${percent(high, 1)}`;
  if (status === "all-lost" && low !== null) return `everybody; at least ${percent(low, 1)}`;
  return "no decision yet";
}

const LEAVERS: Readonly<Record<string, string>> = {
  voluntary: "The customer ended it",
  payment: "A payment failed",
  unknown: "No reason is given",
};

export const contractReport = {
  about,
  contracts,
  day,
  charts: contractCharts,
  term: termWord,
  churn,
  title: (asOf: string) => `Contracts as of ${day(asOf)}`,
  head: {
    counts: (c: Readonly<{ customers: number; contracts: number; records: number }>) =>
      `${contracts(c.contracts)} of ${customers(c.customers)}, from ${integer(c.records)} records`,
    terms: ({ asOf, unit }: Readonly<{ asOf: string; unit: Unit }>) =>
      `up to ${day(asOf)}${unit.hasAmounts ? `, ${unit.currency ?? "currency not named"}` : ", no prices"}`,
  },
  headline: {
    before: (running: number) =>
      `Your ${contracts(running)} that ${plural(running, { one: "runs", other: "run" })} will pay about `,
    after: (days: number) => ` in the next ${horizon(days)}`,
    band: ({ p05, p95 }: Band, unit: Unit) =>
      `Nine times in ten it lies between ${about(p05, unit)} and ${about(p95, unit)}.`,
    held: ({ held, origins }: Readonly<{ held: number; origins: number }>) =>
      `Forecast blind ${integer(origins)} ${plural(origins, { one: "time", other: "times" })} before, what came lay inside its band ${integer(held)} ${plural(held, { one: "time", other: "times" })}.`,
    notTested: "There is no earlier day in the file to test it on.",
    notIn: "Contracts that are yet to be won are not in it.",
    unknown: (running: number) => `What your ${contracts(running)} will pay cannot be said yet`,
    unknownWhy:
      "No renewal like theirs has been due, or all were lost: nothing says how many will be made. Run again when some have been.",
    nobody: "None of the contracts runs any more: nothing is expected of them.",
  },
  cards: {
    mrr: "Recurring revenue a month",
    running: "Contracts that run",
    kept: ({ grr, nrr, months }: Readonly<{ grr: number; nrr: number; months: number }>) =>
      `${stay(grr)} of it was kept over ${integer(months)} months, ${stay(nrr)} with what grew`,
    keptUnknown: "What was kept cannot be said yet",
    survival: (term: string) => `New ${termWord(term)} contracts that run a year later`,
    survivalBand: ({ low, high }: Readonly<{ low: number; high: number }>) =>
      `${percent(low)} to ${percent(high)} by what is known`,
    residual: (rate: number) => `What the running contracts are worth, for good, at ${percent(rate)} a year`,
    residualBand: (low: number, high: number, unit: Unit) =>
      `${about(low, unit)} to ${about(high, unit)} by what the data leave open`,
    grade: "How far to trust it",
  },
  findings: {
    title: "What to do first",
    none: "No finding is above its threshold: nothing stands out in money.",
    lead: "Each with the money at stake over the next 12 months and the command that lists the contracts.",
    others: "Also",
    finding: "Finding",
    money: "At stake",
    range: "90 %",
    stake: ({ p05, p95 }: Band, unit: Unit) => `${about(p05, unit)} to ${about(p95, unit)}`,
  },
  curves: {
    title: "Who stays",
    lead: ({ term, first, second }: Readonly<{ term: string; first: number | null; second: number | null }>) => {
      if (first === null) return `No ${termWord(term)} contract has faced a renewal yet.`;
      const later = second === null ? "" : `, ${percent(second, 1)} of the later ones`;
      return `${percent(first, 1)} of ${termWord(term)} contracts are not renewed the first time${later}. Who has stayed long leaves less: those who leave easily have left.`;
    },
    constant: (share: string, term: string) =>
      `At each renewal ${share} of ${termWord(term)} contracts are lost; it does not change with age as far as the data tell.`,
    label: (term: string) =>
      `Share of ${termWord(term)} contracts that still run after each renewal: seen, and expected with its 90 % band`,
    caption: (term: string) => `Survival of ${termWord(term)} contracts`,
    term: (term: string, count: number) => `${termWord(term)}, ${contracts(count)}`,
    plans: "Plans beside each other",
    plansLabel: "Share of contracts that still run after each renewal, by plan, as seen",
    plansLead: "As seen, whatever their price. That two plans differ does not say that the plan is why.",
    key: { seen: "seen", expected: "expected", band: "90 % band" },
    lifetimes: "Payments to come",
    lifetimesLead: (rate: number) =>
      `Expected numbers of payments, discounted at ${percent(rate)} a year. Times the price they are money.`,
    lifetimesHead: [
      "Contracts",
      "New: all payments, the first included (DEL)",
      "Before renewal 1, 2, 5, 10 (DERL)",
      "Just after renewal 1, 2, 5, 10 (DERL)",
      "Churn per renewal (95 %)",
      "Model",
    ],
    all: "all plans",
    noLifetime: "no limit is known",
  },
  cohorts: {
    title: "Cohorts",
    lead: "Of those who started in a period, the share that is left after each renewal. Grey: expected, with what is known today.",
    none: "No cohort has faced a renewal yet.",
    cohort: "Start",
    size: "Contracts",
    caption: "Cohorts: share left after each renewal, seen and expected",
    head: ["Start", "Renewal", "Faced it", "Not renewed", "Seen: share left", "Expected", "90 % band"],
  },
  bridge: {
    title: "Recurring revenue: what came and what went",
    lead: ({ start, end, months }: Readonly<{ start: number; end: number; months: number }>, unit: Unit) =>
      `Over the last ${integer(months)} full ${plural(months, { one: "month", other: "months" })} recurring revenue went from ${about(start, unit)} to ${about(end, unit)} a month.`,
    none: "The file has no prices: there is no recurring revenue to show.",
    short: "Not one month has passed since the first contract.",
    label: (months: number) =>
      `Recurring revenue by month over ${integer(months)} months: new, came back, grew above the line; shrank and left below it`,
    step: "Over the months",
    start: "Start",
    end: "End",
    rates: "Month by month",
    ratesHead: [
      "Month",
      "Kept, gross (GRR)",
      "Kept with growth (NRR)",
      "Customers at the start",
      "Lost",
      "Customers lost (95 %)",
      "Revenue lost (95 %)",
    ],
    ratesCaption: "Revenue retention and churn by month",
    after:
      "A contract's recurring revenue is its price for a month, rounded to the smallest coin, of all that runs at a month's end. Kept: what is left of the start without new and returning customers.",
  },
  left: {
    title: "Who ended it",
    lead: ({ voluntary, payment, unknown }: Readonly<Record<"voluntary" | "payment" | "unknown", number>>) =>
      voluntary + payment + unknown === 0
        ? "No contract ended in the last 12 months."
        : payment + voluntary === 0
          ? `${contracts(unknown)} ended in the last 12 months; the file gives no reason, so failed payments cannot be told from decisions.`
          : `Of ${contracts(voluntary + payment + unknown)} that ended in the last 12 months ${integer(payment)} were lost to a failed payment: nobody decided that.`,
    head: ["Who", "Contracts, 12 months", "Recurring revenue a month"],
    caption: "Contracts that ended in the last twelve months, by who ended them",
    who: (leaving: string) => LEAVERS[leaving] ?? leaving,
  },
  calendar: {
    title: "Renewals ahead",
    lead: ({ count, lost, days }: Readonly<{ count: number; lost: number; days: number }>) =>
      `In the next ${integer(days)} days ${contracts(count)} ${plural(count, { one: "reaches its", other: "reach their" })} next renewal; about ${integer(lost)} will not be renewed.`,
    none: "No renewal falls due in the next 12 months.",
    head: ["Month", "Contracts", "Not renewed", "Payments due", "At risk of these", "90 %", "Value at risk"],
    caption: "The next renewal of every running contract, by month",
    after:
      "Each contract stands in the month of its next renewal. Value at risk: the payment and all that would come behind it, times the chance that it does not.",
  },
  plans: {
    title: "Value by plan",
    lead: (days: number) => `What the contracts that run are expected to bring in ${horizon(days)}, and for good.`,
    head: (days: number) => [
      "Plan",
      "Renewed",
      "Contracts",
      "A month",
      "Next renewal",
      `Expected, ${horizon(days)}`,
      "For good, today",
    ],
    caption: "Running contracts by plan",
    none: "no plan named",
  },
  top: {
    title: "The dearest contracts",
    lead: (days: number) => `By what they are expected to pay in ${horizon(days)}.`,
    head: (days: number) => [
      "Contract",
      "Customer",
      "Plan",
      "Renewals made",
      "Next renewal",
      "Chance",
      `Expected, ${horizon(days)}`,
      "90 %",
    ],
    caption: "Contracts with the highest expected payments",
    masked: "masked",
    leaving: "leaves",
  },
  method: {
    title: "How it was made",
    served: "Served",
    tested: ({ days, horizon: ahead }: Readonly<{ days: number; horizon: number }>) =>
      `Tested blind on ${integer(days)} days${days < ahead / 2 ? `, for a horizon of ${integer(ahead)}` : ""}.`,
    origins: "Blind forecasts of earlier days",
    originsHead: ["Day", "Contracts then", "Renewals expected", "90 % band", "Renewals made", "Inside"],
    yes: "yes",
    no: "no",
    measures: ({
      bias,
      lossBias,
      covered,
      baseline,
      gain,
    }: Readonly<{ bias: number; lossBias: number; covered: number; baseline: string; gain: number }>) =>
      `Renewals ${percent(Math.abs(bias), 1)} too ${bias < 0 ? "few" : "many"}, losses ${percent(Math.abs(lossBias), 1)} too ${lossBias < 0 ? "few" : "many"}; ${percent(covered)} of the 90 % bands of single cohorts held. Against ${baseline === "one-churn" ? "one churn rate for all" : "the rate last seen at the same age"} it says ${decimal(Math.abs(1000 * gain), 1)} thousandths of a log unit ${gain >= 0 ? "more" : "less"} about each renewal.`,
    traits: "What was known at the start",
    traitsTried: ({
      term,
      used,
      gain,
      error,
      served,
    }: Readonly<{ term: string; used: readonly string[]; gain: number; error: number; served: boolean }>) =>
      used.length === 0
        ? `Renewed ${term}: no column known at the start says anything of who stays.`
        : `Renewed ${term}: curves by ${used.join(" and ")} say ${thousandths(gain)} of a log unit ${gain >= 0 ? "more" : "less"} about each renewal that they have not seen than those without (standard error ${thousandths(error)}): ${served ? "served" : "not served"}.`,
    traitsCaption: "Who stays a year, by what was known at the start; all else as most contracts have it",
    traitsHead: ["Known at the start", "Contracts", "Stay a year", "90 %"],
    file: ({ name, columns }: Readonly<{ name: string; columns: Parameters<typeof attributes.columns>[0] }>) =>
      `${name}: ${attributes.columns(columns)}.`,
    trait: (name: string, level: string | null) => `${name}: ${level ?? "others"}`,
    limits: "What it cannot say",
    limit: [
      "Contracts that are yet to be won are not in it.",
      "Prices are taken as they are: a price that rises changes who stays, and nothing here says by how much.",
      "Contracts decide one by one in these bands; what hits all of them at once is not in them.",
    ],
    unused: "Noticed in the records",
    unusedHead: ["What", "Fate", "Records"],
    every: "Nothing: every record counts.",
  },
  grade: (letter: string) => (letter.length === 1 ? letter : "–"),
};
