/** What boosting knows of a customer at a day, from rows up to that day alone (FORECAST section 9). */
import { logit } from "./assemble.js";
import type { Levels } from "./assemble.js";
import { knownFacts } from "./facts.js";
import type { History, States } from "./history.js";

/** Windows of the past in days; those that are not shorter than the history of every origin are left out. */
const WINDOWS = [14, 30, 60, 90, 180, 365, 730] as const;
const TRENDS = [[30, 60], [90, 180], [180, 365]] as const; // prettier-ignore
const YEAR = 365;
const LONG_ENOUGH = 396; // days of history, for the same season last year
const SHORTEST_TENURE = 7; // days, of a rate
const MS_PER_DAY = 86_400_000;

/** What can be asked of every origin alike. */
export type Scope = Readonly<{ windows: readonly number[]; hasYear: boolean; hasAmounts: boolean }>;

/** @param lengths days of history at each origin and at the cut */
export const scopeOf = (lengths: readonly number[], hasAmounts: boolean): Scope => {
  const shortest = Math.min(...lengths);
  return { windows: WINDOWS.filter((days) => days < shortest), hasYear: shortest > LONG_ENOUGH, hasAmounts };
};

export type FeatureRequest = Readonly<{
  scope: Scope;
  horizon: number; // days: h at an origin and at the cut
  pool: Levels; // of each state, for this horizon
  spend: Float64Array | null; // expected amount of an order of each state
}>;

/** Named columns, one entry per state; NaN where a customer has not got it. */
export type Features = Readonly<{
  names: readonly string[];
  columns: readonly Float64Array[];
  categories?: readonly string[]; // names of the columns that hold codes
}>;

/** How features that come from a file beside the orders begin; then the header. */
export const FACT = "fact:";

/** @param states at the day whose rows are the last that count */
export function featuresAt(history: History, states: States, request: FeatureRequest): Features {
  const size = states.customer.length;
  const columns = new Map<string, Float64Array>();
  const put = (name: string, i: number, value: number): void => {
    const column = columns.get(name) ?? columns.set(name, new Float64Array(size).fill(NaN)).get(name)!;
    column[i] = value;
  };
  for (let i = 0; i < size; i++) {
    const past = pastOf(history, states.customer[i]!, states.origin);
    for (const part of [poolPart(request, i), rhythmPart(past), windowPart(past, request), moneyPart(past, request, i)])
      for (const [name, value] of Object.entries(part)) put(name, i, value);
  }
  const { facts } = history;
  if (facts === undefined) return { names: [...columns.keys()], columns: [...columns.values()] };
  const own = facts.columns.map(({ name }) => columns.set(`${FACT}${name}`, new Float64Array(size)).get(`${FACT}${name}`)!); // prettier-ignore
  for (let i = 0; i < size; i++)
    knownFacts(facts, states.customer[i]!, states.origin).forEach((value, j) => (own[j]![i] = value));
  const categories = facts.columns.filter(({ isCategory }) => isCategory).map(({ name }) => `${FACT}${name}`);
  return { names: [...columns.keys()], columns: [...columns.values()], categories };
}

/** One customer's customer-days up to the day, oldest first. */
interface Past {
  readonly origin: number;
  readonly purchases: readonly number[]; // days
  readonly amounts: readonly number[]; // of the purchases
  readonly days: readonly number[]; // with anything
  readonly values: readonly number[]; // net
}

function pastOf({ offsets, day, value, purchase }: History, customer: number, origin: number): Past {
  const past = { purchases: [] as number[], amounts: [] as number[], days: [] as number[], values: [] as number[] };
  for (let k = offsets[customer]!; k < offsets[customer + 1]! && day[k]! <= origin; k++) {
    past.days.push(day[k]!);
    past.values.push(value[k]!);
    if (purchase[k] !== 1) continue;
    past.purchases.push(day[k]!);
    past.amounts.push(value[k]!);
  }
  return { origin, ...past };
}

type Part = Readonly<Record<string, number>>;

const poolPart = ({ pool }: FeatureRequest, i: number): Part => ({
  pool_orders: Math.log(Math.max(pool.mean[i]!, Number.MIN_VALUE)),
  pool_active: logit(pool.active[i]!),
});

/** Counts, ages and gaps; gaps need two purchases, their spread three. */
function rhythmPart({ origin, purchases }: Past): Part {
  const [first, last] = [purchases[0]!, purchases.at(-1)!];
  const tenure = origin - first;
  const recency = origin - last;
  const gaps = purchases.slice(1).map((day, i) => day - purchases[i]!);
  const mean = gaps.length > 0 ? (last - first) / gaps.length : NaN;
  const square = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0);
  const sd = gaps.length > 1 ? Math.sqrt(square / (gaps.length - 1)) : NaN;
  const longest = gaps.length > 0 ? Math.max(...gaps) : NaN;
  const latest = gaps.at(-1) ?? NaN;
  return {
    log_purchases: Math.log(purchases.length),
    recency,
    tenure,
    rate: gaps.length / Math.max(tenure, SHORTEST_TENURE),
    silence: tenure > 0 ? recency / tenure : NaN,
    gap_mean: mean,
    gap_sd: sd,
    gap_variation: sd / mean,
    gap_longest: longest,
    gap_last: latest,
    overdue: recency / mean,
    overdue_longest: recency / longest,
    gap_last_share: latest / mean,
    first_month: monthOf(first),
    last_month: monthOf(last),
  };
}

const monthOf = (day: number): number => new Date(day * MS_PER_DAY).getUTCMonth();

/** Purchases and net value of the last days, of the last two horizons, of the same season a year ago, and trends. */
function windowPart(past: Past, { scope, horizon }: FeatureRequest): Part {
  const part: Record<string, number> = {};
  const { origin } = past;
  const bought = (from: number, to: number): number => countIn(past.purchases, from, to);
  const net = (from: number, to: number): number => sumIn(past, from, to);
  for (const days of scope.windows) {
    part[`purchases_${days}`] = bought(origin - days, origin);
    if (scope.hasAmounts) part[`value_${days}`] = net(origin - days, origin);
  }
  part["purchases_horizon"] = bought(origin - horizon, origin);
  part["purchases_horizon_before"] = bought(origin - 2 * horizon, origin - horizon);
  for (const [short, long] of TRENDS) {
    if (!scope.windows.includes(long)) continue;
    part[`trend_${short}`] = 2 * part[`purchases_${short}`]! - part[`purchases_${long}`]!;
    if (scope.hasAmounts) part[`value_trend_${short}`] = 2 * part[`value_${short}`]! - part[`value_${long}`]!;
  }
  if (scope.hasYear) part["purchases_last_year"] = bought(origin - YEAR, origin - YEAR + horizon);
  return part;
}

function countIn(days: readonly number[], after: number, upTo: number): number {
  let count = 0;
  for (let k = days.length - 1; k >= 0 && days[k]! > after; k--) if (days[k]! <= upTo) count++;
  return count;
}

function sumIn({ days, values }: Past, after: number, upTo: number): number {
  let sum = 0;
  for (let k = days.length - 1; k >= 0 && days[k]! > after; k--) if (days[k]! <= upTo) sum += values[k]!;
  return sum;
}

function moneyPart({ amounts, values }: Past, { scope, spend }: FeatureRequest, i: number): Part {
  if (!scope.hasAmounts || spend === null) return {};
  const gross = values.reduce((sum, value) => sum + Math.max(value, 0), 0);
  const net = values.reduce((sum, value) => sum + value, 0);
  const mean = amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
  const positive = amounts.filter((amount) => amount > 0);
  const meanLog = positive.reduce((sum, amount) => sum + Math.log(amount), 0) / positive.length;
  const square = amounts.reduce((sum, amount) => sum + (amount - mean) ** 2, 0);
  const last = amounts.at(-1)!;
  return {
    amount_mean: mean,
    amount_expected: spend[i]!,
    amount_mean_log: meanLog,
    amount_largest: Math.max(...amounts),
    amount_first: amounts[0]!,
    amount_last: last,
    amount_last_relative: Math.log(last) - meanLog,
    gross,
    net,
    amount_sd: amounts.length > 1 ? Math.sqrt(square / (amounts.length - 1)) : NaN,
    refunded_share: gross > 0 ? (gross - net) / gross : NaN,
  };
}
