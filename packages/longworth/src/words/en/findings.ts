/** Findings: what is the case, what it means in money, what to do. The money at stake stands beside the sentence, so it
 * is not repeated in it; the command that lists the customers follows. */
import { formatter } from "../format.js";
import { cohorts } from "./report-cohorts.js";

const { integer, percent, money, plural, decimal } = formatter("en");

/** What every sentence may name; money is an order count where the log has no amounts. */
type Told = Readonly<{ currency: string | null; hasAmounts: boolean; headline: number }>;

const YEAR = 365;
const DAYS_PER_MONTH = 365 / 12;
const WEEK = 7;
const DIGITS = 3; // a sum over customers is not known better

const months = (days: number): string => `${integer(days / DAYS_PER_MONTH)} months`;
/** "30 days"; "day" for one: every sentence says "the last" or "the next" before it. */
const days = (count: number): string => plural(count, { one: "day", other: `${integer(count)} days` });
const ahead = ({ headline }: Told): string =>
  headline >= YEAR / 2 ? `the next ${months(headline)}` : `the next ${days(headline)}`;
const spent = (value: number, { currency, hasAmounts }: Told): string => {
  const known = Number(value.toPrecision(DIGITS));
  return hasAmounts ? money(known, currency) : `${integer(known)} ${plural(known, { one: "order", other: "orders" })}`;
};
const people = (count: number): string => `${integer(count)} ${plural(count, { one: "customer", other: "customers" })}`;
const are = (count: number): string => plural(count, { one: "is", other: "are" });
const have = (count: number): string => plural(count, { one: "has", other: "have" });
const their = (count: number): string => plural(count, { one: "its", other: "their" });
const them = (count: number): string => plural(count, { one: "this customer", other: "them" });
const points = (share: number): string => decimal(100 * share, 0);
const weekOf = (days: number): string => `week ${integer(Math.max(1, Math.ceil(days / WEEK)))}`;

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

type Overdue = Told & Readonly<{ overdue: number; best: number }>;
type SecondOrder = Told & Readonly<{ customers: number; median: number; share: number }>;
type Concentration = Told & Readonly<{ customers: number; share: number }>;
type AtRisk = Told & Readonly<{ cannotLose: number; atRisk: number; historic: number }>;
type Fall = Told & Readonly<{ newer: number; older: number; low: number; high: number; age: number }>;
type Below = Fall & Readonly<{ from: string; to: string; months: number }>; // first days of months; how many older ones
type OneTime = Told & Readonly<{ cohort: number; share: number; points: number }>;
type Newcomers = Told & Readonly<{ recent: number; before: number }>;
type Returners = Told & Readonly<{ customers: number; refunded: number; kept: number }>;
type Unnamed = Told & Readonly<{ records: number; share: number }>;

/** One sentence per finding of findings/rules.ts. */
export const findings = {
  overdueBest: ({ overdue, best }: Overdue) =>
    `${integer(overdue)} of your ${integer(best)} best customers ${are(overdue)} past twice ${their(overdue)} own usual gap between orders. Write to ${them(overdue)} first.`,
  secondOrder: ({ customers, median, share }: SecondOrder) =>
    `${people(customers)} bought for the first time in the last ${days(median)}. ${percent(share)} of earlier first-time buyers came back, half of those by ${weekOf(median)}: ask for the second order now.`,
  concentration: ({ customers, share, ...told }: Concentration) =>
    `${people(customers)} ${plural(customers, { one: "holds", other: "hold" })} ${percent(share)} of what is expected in ${ahead(told)}. ${plural(customers, { one: "Look at this customer closely: the loss", other: "Look at them one by one: losing one" })} would be felt.`,
  valueAtRisk: ({ cannotLose, atRisk, historic, ...told }: AtRisk) =>
    `${people(cannotLose + atRisk)} who brought ${spent(historic, told)} so far ${plural(cannotLose + atRisk, { one: "has", other: "have" })} less than an even chance to buy again in ${ahead(told)} (${integer(cannotLose)} in Can't lose, ${integer(atRisk)} in At risk). A personal offer costs less than a new customer.`,
  slipping: ({ customers }: Told & Readonly<{ customers: number }>) =>
    `${integer(customers)} regular ${plural(customers, { one: "customer is", other: "customers are" })} late: silent for one and a half to two of ${their(customers)} own gaps. A reminder now is cheaper than a discount later.`,
  newBest: ({ customers, days: age }: Told & Readonly<{ customers: number; days: number }>) =>
    `${people(customers)} who first bought in the last ${days(age)} already ${plural(customers, { one: "belongs", other: "belong" })} to your best tenth. Welcome ${them(customers)} in person.`,
  winback: ({ customers, historic, ...told }: Told & Readonly<{ customers: number; historic: number }>) =>
    `${people(customers)} who brought ${spent(historic, told)} ${have(customers)} been silent for half a year and more than four of ${their(customers)} own gaps. What is left with ${them(customers)} is worth one last offer, not more.`,
  oneTimeShare: ({ cohort, share, points }: OneTime) =>
    `${percent(share)} of ${people(cohort)} who first came 6 to 18 months ago never bought again. Winning back ${integer(100 * points)} in a hundred of such newcomers would bring what stands here.`,
  cohortQuality: ({ newer, older, low, high, age }: Fall) =>
    `Newer customers come back less: ${percent(newer)} bought again within ${plural(age, { one: "a day", other: days(age) })}, a year earlier it was ${percent(older)}, difference ${points(low)} to ${points(high)} points. Compare where they come from.`,
  cohortsBelow: ({ from, to, newer, older, low, high, age, months: before }: Below) =>
    `The customers of ${cohorts.period("month", from)}${from === to ? "" : ` to ${cohorts.period("month", to)}`} come back less than those of the ${integer(before)} months before at the same age: ${percent(newer)} against ${percent(older)} within ${plural(age, { one: "a day", other: days(age) })}, difference ${points(low)} to ${points(high)} points. Compare where they come from.`,
  fewerNewcomers: ({ recent, before }: Newcomers) =>
    `You won ${people(recent)} in the last six months, ${integer(before)} in the same months a year ago. The missing ones would bring what stands here.`,
  moreNewcomers: ({ recent, before }: Newcomers) =>
    `You won ${people(recent)} in the last six months, ${integer(before)} in the same months a year ago. What the additional ones will bring depends on their second order.`,
  seasonAhead: ({ month, index }: Told & Readonly<{ month: number; index: number }>) =>
    `${MONTHS[month - 1] ?? ""} is near: in both of the last two years its weeks brought ${decimal(index, 1)} times the usual. Prepare stock now, and write first to those who will likely buy.`,
  refunds: ({ share, before }: Told & Readonly<{ share: number; before: number | null }>) =>
    `Refunds took back ${percent(share, 1)} of the last year's amount${before === null ? "" : `, after ${percent(before, 1)} the year before`}. Start with the customers who return most.`,
  serialReturners: ({ customers, kept, ...told }: Returners) =>
    `${people(customers)} sent back at least half of what ${plural(customers, { one: "it", other: "they" })} bought, and kept ${spent(kept, told)}. Leave ${them(customers)} out of offers, and find out why.`,
  noCustomerName: ({ records, share }: Unnamed) =>
    `${integer(records)} ${plural(records, { one: "record names", other: "records name" })} no customer: ${percent(share)} of revenue that no forecast and no mail can use. Ask for an e-mail at the till.`,
  dataFaults: ({ message, hint }: Told & Readonly<{ message: string; hint: string }>) =>
    `The dearest fault in your data: ${message}. ${hint}.`,
};
