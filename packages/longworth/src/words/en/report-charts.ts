/** Titles, axes, labels and table heads of charts. */
import { formatter } from "../format.js";

const { integer, decimal, percent, money } = formatter("en");
const { day } = formatter("en-GB"); // 31 Dec 2025

/** What values are: money of a currency (null: the file names none), or orders in a log without amounts. */
export type Unit = Readonly<{ currency: string | null; hasAmounts: boolean }>;

const compactFormat = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 2 });
const monthFormat = new Intl.DateTimeFormat("en", { month: "short", timeZone: "UTC" });

const compact = (value: number): string => compactFormat.format(value).replace("K", "k").replace("M", "m");
const unitName = ({ currency, hasAmounts }: Unit): string => (hasAmounts ? (currency ?? "as in the file") : "orders");
const Quantity = ({ hasAmounts }: Unit): string => (hasAmounts ? "Revenue" : "Orders");
const quantity = (unit: Unit): string => Quantity(unit).toLowerCase();
/** Exact enough to add up, short enough to read. */
const amount = (value: number, { currency, hasAmounts }: Unit): string =>
  hasAmounts ? money(value, currency) : value >= 100 || Number.isInteger(value) ? integer(value) : decimal(value, 1);
const periodFrom = (weeks: number): string =>
  weeks === 1 ? "Week from" : weeks === 4 ? "Four weeks from" : `${integer(weeks)} weeks from`;
const period = (weeks: number): string => (weeks === 1 ? "week" : `${integer(weeks)} weeks`);

type Range = Readonly<{ from: number; to: number }>;
const range = ({ from, to }: Range): string =>
  to === Infinity ? `${integer(from)}+` : from === to ? integer(from) : `${integer(from)}–${integer(to)}`;

/** Words of charts; a function takes facts. */
export const charts = {
  amount,
  compact,
  /** For a cell of a map. */
  short: (value: number) => (value >= 10 ? compact(value) : value < 0.05 ? "0" : decimal(value, 1)),
  percent: (share: number) => percent(share),
  percentFine: (share: number) => percent(share, share > 0 && share < 0.1 ? 1 : 0),
  integer,
  decimal,
  day,
  range,
  sum: "Sum",
  mean: "All",
  none: "–",
  /** A tick of a time axis: the month, with the year below each January and the first tick. */
  month: (time: number) => {
    const date = new Date(time);
    const name = monthFormat.format(date);
    return date.getUTCMonth() === 0 ? `${name}\n${date.getUTCFullYear()}` : name;
  },

  outlook: {
    y: (unit: Unit, weeks: number) =>
      unit.hasAmounts ? `Revenue per ${period(weeks)}, ${unitName(unit)}` : `Orders per ${period(weeks)}`,
    cameIn: "came in",
    expected: "expected",
    asOf: (asOf: string) => `as of ${day(asOf)}`,
    label: (unit: Unit, { from, to, until }: { from: string; to: string; until: string }) =>
      `${Quantity(unit)} that came in from ${day(from)} to ${day(to)}, and what is expected until ${day(until)} with bands`,
    caption: (unit: Unit) => `${Quantity(unit)} that came in and that is expected`,
    pastHead: (unit: Unit, weeks: number) => [
      periodFrom(weeks),
      `${Quantity(unit)}, all`,
      unit.hasAmounts ? "of customers with a name" : "all",
    ],
    comingHead: (unit: Unit, weeks: number) => [
      periodFrom(weeks),
      `Expected ${quantity(unit)}`,
      "5 %",
      "25 %",
      "75 %",
      "95 %",
    ],
    part: (text: string) => `${text} (cut short)`,
  },

  concentration: {
    x: "Share of customers, most valuable first",
    y: (unit: Unit) => `Share of the expected ${quantity(unit)}`,
    point: (customers: number, value: number) => `${percent(customers)} hold ${percent(value)}`,
    equal: "if all were equal",
    label: (unit: Unit, held: number) =>
      `Concentration: the best tenth of the customers hold ${percent(held)} of the expected ${quantity(unit)}`,
    head: (unit: Unit) => ["Best", "Customers", `Expected ${quantity(unit)}`, "Share"],
    caption: (unit: Unit) => `Share of the expected ${quantity(unit)} held by the best customers`,
  },

  calibration: {
    x: "Tenths of the customers by forecast, best last",
    y: (unit: Unit) => (unit.hasAmounts ? `Revenue per customer, ${unitName(unit)}` : "Orders per customer"),
    actual: "what happened",
    expected: "what was said",
    label: (days: number) =>
      `Calibration over ${integer(days)} days: what happened beside what was forecast, ten groups of customers`,
    head: ["Group", "Said", "Happened", "Happened / said"],
    caption: "Forecast and outcome per customer, by tenth of the customers",
  },

  tracking: {
    y: "Repeat orders per week",
    actual: "actual",
    expected: "expected",
    label: (weeks: number) =>
      `Repeat orders per week over ${integer(weeks)} weeks: actual and expected with the 90 % band`,
    head: ["Week from", "Actual", "Expected", "5 %", "95 %"],
    caption: "Repeat orders by week, actual and expected",
  },

  activity: {
    x: "Months since the last purchase",
    y: "Repeat purchases so far",
    active: (days: number) =>
      `Chance of at least one purchase within ${integer(days)} days, by repeat purchases and months since the last purchase`,
    value: (unit: Unit) =>
      `Expected ${quantity(unit)} of each group, by repeat purchases and months since the last purchase`,
    head: (unit: Unit) => [
      "Repeat purchases",
      "Months since the last",
      "Customers",
      "Active again",
      "Chance",
      `Expected ${quantity(unit)}`,
    ],
    caption: "Customers by repeat purchases and months since the last purchase",
  },

  distribution: {
    x: (unit: Unit) => `Expected ${quantity(unit)} of a customer${unit.hasAmounts ? `, ${unitName(unit)}` : ""}`,
    y: "Customers",
    below: (value: number, unit: Unit) => `below ${amount(value, unit)}`,
    between: ({ from, to }: Range, unit: Unit) => `${amount(from, unit)} to ${amount(to, unit)}`,
    tick: ({ from, to }: Range) => (from === 0 ? `under ${compact(to)}` : `${compact(from)}–${compact(to)}`),
    label: (unit: Unit) => `Number of customers by their expected ${quantity(unit)}`,
    head: (unit: Unit) => ["Expected", "Customers", "Share of customers", `${Quantity(unit)} expected`],
    caption: (unit: Unit) => `Customers by expected ${quantity(unit)}`,
  },
};

/** Words of charts in any language. */
export type ChartWords = typeof charts;
