/** Sentences of the report. */
import { formatter } from "../format.js";
import { shortReason } from "./explain.js";
import { exports } from "./exports.js";
import { advice } from "./report-advice.js";
import { about, duration, fromTo, plain, span, type Band } from "./report-amounts.js";
import { charts, type Unit } from "./report-charts.js";
import { codes } from "./report-codes.js";
import { cohorts } from "./report-cohorts.js";
import { definitions } from "./report-definitions.js";
import { method } from "./report-method.js";
import { attributes } from "./attributes.js";
import { accounts } from "./accounts.js";
import { satisfaction } from "./satisfaction.js";
import { past } from "./past.js";
import { room } from "./report-room.js";
import { returns } from "./report-returns.js";

const { integer, percent, plural, decimal } = formatter("en");
const { day } = formatter("en-GB"); // 31 Dec 2025

const customersOf = (count: number): string =>
  `${integer(count)} ${plural(count, { one: "customer", other: "customers" })}`;
const expectedOf = ({ hasAmounts }: Unit): string => (hasAmounts ? "expected revenue" : "expected orders");
/** Better or worse, unless it would say 0 %. */
const compared = (share: number): string =>
  Math.abs(share) < 0.005 ? "as good as" : `${percent(Math.abs(share))} ${share > 0 ? "better" : "worse"} than`;
const SIMPLE_SERVED = "A simple formula was better on your own past, so that one is served.";
const letters: Readonly<Record<string, string>> = {
  A: "The forecast held on your own past, and clearly beat simple formulas.",
  B: "The forecast held well on your own past.",
  C: "Useful for the order of customers; take the total with care.",
  D: "Do not plan by the total: your past tests less than half of this horizon, and it was far off.",
};
const SIMPLE_BETTER = "On your own past a simple formula was better.";

/** Every sentence of the report; a sentence takes facts. */
export const report = {
  charts,
  codes,
  cohorts,
  returns,
  satisfaction,
  accounts,
  definitions,
  advice,
  exports,
  about,
  fromTo,
  span,
  duration,
  customersOf,
  language: "en",
  title: (asOf: string) => `Customer value as of ${day(asOf)}`,
  skip: "The numbers",
  noteLink: (number: number) => `Note ${number}`,
  backLink: "back to the text",

  head: {
    counts: ({ customers, orders, records }: { customers: number; orders: number; records: number }) =>
      `${customersOf(customers)} · ${integer(orders)} ${plural(orders, { one: "order", other: "orders" })} · ${integer(records)} ${plural(records, { one: "record", other: "records" })}`,
    terms: ({ asOf, unit, amount }: { asOf: string; unit: Unit; amount: "net" | "total" }) =>
      [
        `As of ${day(asOf)}`,
        unit.hasAmounts ? (unit.currency ?? "currency not given") : "no amounts in the file",
        ...(unit.hasAmounts
          ? [amount === "net" ? "revenue without tax and shipping" : "revenue as paid, tax and shipping included"]
          : []),
      ].join(" · "),
  },

  headline: {
    before: (customers: number, unit: Unit) =>
      `Your existing ${plural(customers, { one: "customer", other: "customers" })} will ${unit.hasAmounts ? "bring" : "place"} about `,
    after: (days: number) => ` in the next ${duration(days)}.`,
    band: ({ band, unit, tested }: { band: Band; unit: Unit; tested: string }) =>
      `It will very likely be between ${plain(band.p05, unit)} and ${about(band.p95, unit)} (nine times out of ten; ${tested}).`,
    tested: ({ days, held, origins }: { days: number; held: number; origins: number }) =>
      `tested on ${integer(days)} days of your own past, where it held in ${integer(held)} of ${integer(origins)}`,
    notTested: "not tested on your own past",
    notIn: "Customers you have yet to win are not in it.",
    basis: ({
      basis,
      discountRate,
      predicted,
      unit,
    }: {
      basis: string;
      discountRate: number;
      predicted: number | null;
      unit: Unit;
    }) =>
      predicted === null || (basis === "revenue" && discountRate === 0)
        ? ""
        : `On the basis of ${basis.replaceAll("_", " ")}, discounted at ${percent(discountRate, discountRate * 100 === Math.round(discountRate * 100) ? 0 : 1)} a year, it is worth ${about(predicted, unit)}.`,
    horizons: "By horizon",
    horizonsHead: (unit: Unit) =>
      unit.hasAmounts ? ["Next", "Revenue", "from … to", "Orders", "from … to"] : ["Next", "Orders", "from … to"],
  },

  cards: {
    active: (days: number) => `Active again within ${duration(days)}`,
    ofAll: (active: number, all: number) => `${active < 10 ? decimal(active, 1) : integer(active)} of ${integer(all)}`,
    activeBand: (share: number, { p05, p95 }: Band) =>
      `${percent(share)} (${percent(p05).replace(" %", "")} to ${percent(p95)})`,
    best: "Held by the best 10 %",
    average: "Expected per customer",
    bestBand: (share: number, band: Band, unit: Unit) => `${percent(share)} of the forecast (${fromTo(band, unit)})`,
    trust: "How far to trust it",
    letter: (letter: string, { isSimple, isWorse }: Readonly<{ isSimple: boolean; isWorse: boolean }>) =>
      isSimple ? SIMPLE_SERVED : letter === "D" && isWorse ? SIMPLE_BETTER : (letters[letter] ?? ""),
    measured: ({ bias, ranking }: { bias: number | null; ranking: number | null }) =>
      [
        ...(bias === null ? [] : [`total within ${percent(Math.abs(bias))}`]),
        ...(ranking === null ? [] : [`ranking ${compared(ranking)} a spreadsheet`]),
      ].join(", "),
    whyNot: (letter: string) => (letter === "A" ? "Why A?" : letter.length === 1 ? "Why not A?" : "What is missing?"),
    tooLittle: "Too little data for a grade.",
    notTested: "Not tested on your own past.",
    unknownSign: "?",
  },

  findings: {
    title: (count: number) =>
      count === 1 ? "One thing to do first" : count === 2 ? "Two things to do first" : "Three things to do first",
    lead: "Ranked by the money they touch.",
    leadOrders: "Ranked by the orders they touch.",
    atStake: (band: Band, unit: Unit) => (band.p95 > band.p05 ? `at stake, ${fromTo(band, unit)}` : "at stake"),
    others: (count: number) => `${integer(count)} more ${plural(count, { one: "finding", other: "findings" })}`,
    head: (unit: Unit) => ["Finding", unit.hasAmounts ? "Money" : "Orders", "from … to", "Lists them"],
    none: "Nothing stands out: no finding reaches its threshold on this data.",
  },

  outlook: {
    title: "What came in, and what is expected",
    lead: "Solid is what happened, dashed is expected. Half of all outcomes lie in the dark band, nine in ten in the light one.",
    fall: "The dashed line is lower where new customers used to add to the solid one: people who have not bought yet are not in it.",
    short:
      "What came in. What is expected is of a time shorter than a period of the chart: it is in the numbers below.",
    past: "What came in",
    coming: "What is expected",
    none: "There is no history by week to show.",
    cameIn: "came in",
    expected: "expected",
    fifty: "half of all outcomes",
    ninety: "nine in ten",
  },

  concentration: {
    title: "How value is spread",
    lead: (best: number, unit: Unit) =>
      `Ten percent of the customers hold ${percent(best)} of the ${expectedOf(unit)}.`,
    none: (customers: number) => `With ${customersOf(customers)} there is nothing to spread.`,
  },

  tested: {
    title: "Was the forecast right last time?",
    lead: (days: number) =>
      `Bars are what happened, marks are what we had said: ten groups of customers, ${integer(days)} days.`,
    origins: ({ held, origins }: { held: number; origins: number }) =>
      origins === 1
        ? `The total was forecast once, blind; the band ${held === 1 ? "held" : "did not hold"}.`
        : `The total was forecast ${integer(origins)} times, blind; the band held in ${integer(held)} of ${integer(origins)}.`,
    head: (unit: Unit) => [
      "Said on",
      "Customers",
      "Expected",
      "Band and outcome",
      unit.hasAmounts ? "Came" : "Orders came",
      "Inside?",
    ],
    caption: "Totals forecast at earlier days, and what came",
    yes: "yes",
    no: "no",
    off: "The forecast was not tested on your own past (the test was switched off, or the history is too short for one).",
    noGroups: "There are too few customers for ten groups.",
  },

  tracking: {
    title: "Actual against expected, week by week",
    lead: ({ inside, weeks }: { inside: number; weeks: number }) =>
      `Repeat orders of all customers. ${integer(inside)} of ${integer(weeks)} weeks lie inside the band that should hold nine in ten.`,
    none: "There are no weeks to compare yet.",
    actual: "actual",
    expected: "expected",
    ninety: "nine weeks in ten",
  },

  activity: {
    title: "Who is still with you",
    lead: (days: number) =>
      `Chance in percent of at least one purchase in the next ${duration(days)}, by what a customer has done so far. The stronger the colour, the likelier.`,
    valueTitle: (unit: Unit) => (unit.hasAmounts ? "Where the money to come sits" : "Where the orders to come sit"),
    valueLead: (days: number, unit: Unit) =>
      `The same map: the ${expectedOf(unit)} of each group in the next ${duration(days)}${unit.hasAmounts && unit.currency !== null ? `, ${unit.currency}` : ""}. Empty places hold nobody.`,
    none: "Nobody has bought yet.",
  },

  top: {
    title: "Your most valuable customers",
    lead: (days: number, unit: Unit) =>
      `${unit.hasAmounts ? "Expected revenue" : "Expected orders"} in ${duration(days)}. The bar is what may happen, the mark what is expected.`,
    head: ["Customer", "Expected", "What may happen", "from … to", "Active again", "Segment", "Why"],
    why: (codes: readonly string[]) => codes.map(shortReason).join(", "),
    explain: "longworth explain CUSTOMER",
    masked: (rank: number) => `No. ${integer(rank)}`,
    command: "longworth export --table customers --format csv",
    caption: "Customers with the highest expected value",
    none: "There is no customer with a purchase.",
  },

  rfm: {
    title: "RFM grid",
    lead: (unit: Unit) =>
      `Customers and their ${expectedOf(unit)} by recency (5 bought last) and by frequency and money together (5 best).`,
    corner: "Recency",
    column: (score: number) => `F and M ${integer(score)}`,
    columnShort: (score: number) => integer(score),
    row: (score: number) => integer(score),
    caption: "Customers and expected value by RFM scores",
    sum: "Sum",
    none: "There are no scores: nobody has bought yet.",
  },

  segments: {
    title: "Segments",
    lead: "By recency, frequency and money; equal behaviour is never split.",
    tiers: "Value tiers",
    tiersLead: "By predicted value; equal customers share a tier.",
    head: (days: number) => ["Segment", "Customers", "So far", `Expected, ${duration(days)}`, "Share", "Uncertainty"],
    caption: "Segments with their expected value",
    tierCaption: "Value tiers with their expected value",
    plusMinus: (share: number) => `± ${percent(share)}`,
    none: "There are no segments yet.",
  },

  distribution: {
    title: "What a customer is worth",
    lead: ({ median, mean, unit }: { median: string; mean: number; unit: Unit }) =>
      `The average is ${about(mean, unit)}; half of the customers are worth ${median}.`,
    lessThan: (value: number, unit: Unit) => `less than ${about(value, unit)}`,
    none: "Nothing is expected from any customer.",
  },

  ladder: {
    title: "From your file to this forecast",
    lead: (currency: string | null) =>
      currency === "EUR"
        ? "Every euro of the export, and where it went."
        : "All the money of the export, and where it went.",
    leadOrders: "All orders of the export, and where they went.",
    head: ["Step", "Money", "What is left"],
    headOrders: ["Step", "Orders", "What is left"],
    caption: "From the total of the file to what is used",
    none: "The file has no amounts, so there is no money to follow.",
  },

  quality: {
    title: "What the data is worth",
    lead: ({
      records,
      accepted,
      setAside,
      rejected,
    }: {
      records: number;
      accepted: number;
      setAside: number;
      rejected: number;
    }) =>
      `${integer(records)} records: ${integer(accepted)} accepted, ${integer(setAside)} set aside, ${integer(rejected)} could not be read. Each fault has its price.`,
    head: ["What", "Fate", "Records", "Money", "Share", "What helps"],
    caption: "Data problems with their price",
    none: "No problem was found in the data.",
  },

  method,
  room,
  past,
  attributes,
  better: {
    title: "What would make it better",
    none: "Nothing simple: the data is complete and the test is long enough.",
  },
  notes: { title: "Notes" },
};
