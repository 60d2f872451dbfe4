/** Made-up runs for the report: a shop of 2,400 customers whose tables add up, and its edge cases. */
import type { ActivityCell } from "../../src/charts/activity.js";
import type { ProjectedWeek, Week } from "../../src/charts/outlook.js";
import type { TrackedWeek } from "../../src/charts/tracking-chart.js";
import type { ValueBin } from "../../src/charts/value-bins.js";
import type { CohortCell, ReportData, RfmCell, SegmentRow, TopCustomer } from "../../src/report/data.js";
import { NO_RETURNS, RETURNS } from "./report-returns.js";
import { AS_OF, CUSTOMERS, factsOf, PROBLEMS, type Shop } from "./report-facts.js";

const DAY_MS = 86_400_000;

/** A made-up customer. */
type Person = Readonly<{
  id: string;
  frequency: number;
  silence: number; // days
  active: number;
  expectedOrders: number;
  value: number;
  segment: string;
  r: number;
  fm: number;
}>;

/** Numbers in [0, 1) that are the same every time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const SEGMENTS = [
  ["Lost", "Lost", "At risk", "At risk", "Can't lose"],
  ["Hibernating", "Hibernating", "At risk", "At risk", "Can't lose"],
  ["About to sleep", "About to sleep", "Need attention", "Loyal", "Loyal"],
  ["Promising", "Potential loyalists", "Potential loyalists", "Loyal", "Champions"],
  ["New customers", "Potential loyalists", "Potential loyalists", "Champions", "Champions"],
];

function person(i: number, random: () => number, scale: number): Person {
  const frequency = Math.floor(-Math.log(1 - random()) * 2.2 * (random() < 0.35 ? 0.2 : 1.3));
  const silence = Math.floor(700 * random() ** 1.6);
  const active = Math.max(0.003, Math.min(0.99, (0.35 + 0.1 * Math.min(frequency, 6)) * Math.exp(-silence / 190)));
  const expectedOrders = active * (0.6 + 0.55 * frequency);
  const spend = scale * Math.exp(3.6 + 0.55 * (random() + random() + random() - 1.5));
  const r = Math.max(1, 5 - Math.floor(silence / 120));
  const fm = Math.min(5, 1 + Math.floor(frequency / 1.4));
  return {
    id: `C-${String(1000 + i)}`,
    frequency,
    silence,
    active,
    expectedOrders,
    value: expectedOrders * spend,
    segment: SEGMENTS[r - 1]?.[fm - 1] ?? "Lost",
    r,
    fm,
  };
}

/** The classes of the query `valueBins`. */
function edgeOf(value: number): number {
  if (value < 0.01) return 0;
  const decade = 10 ** Math.floor(Math.log10(value));
  return (Math.floor(20 * (value / decade)) / 20) * decade;
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((all, item) => all + of(item), 0);

function groupBy<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}

const valueIn = (hasAmounts: boolean) => (one: Person) => (hasAmounts ? one.value : one.expectedOrders);

function binsOf(people: readonly Person[], value: (one: Person) => number): readonly ValueBin[] {
  return groupBy(people, (one) => `${edgeOf(value(one))}`)
    .map((group) => ({
      floor: edgeOf(value(group[0]!)),
      customers: group.length,
      value: sum(group, value),
      variance: sum(group, (one) => value(one) ** 2 / Math.max(one.expectedOrders, 0.05)),
      active: sum(group, (one) => one.active),
      predicted: sum(group, value) * 0.96,
    }))
    .toSorted((a, b) => b.floor - a.floor);
}

function activityOf(people: readonly Person[], value: (one: Person) => number): readonly ActivityCell[] {
  const months = (one: Person): number => Math.floor(one.silence / 30.4375);
  return groupBy(people, (one) => `${one.frequency}/${months(one)}`).map((group) => ({
    frequency: group[0]!.frequency,
    months: months(group[0]!),
    customers: group.length,
    active: sum(group, (one) => one.active),
    value: sum(group, value),
  }));
}

function rfmOf(people: readonly Person[], value: (one: Person) => number): readonly RfmCell[] {
  return groupBy(people, (one) => `${one.r}/${one.fm}`).map((group) => {
    const { r, fm, segment } = group[0]!;
    return { r, fm, segment, customers: group.length, value: sum(group, value) };
  });
}

function segmentsOf(people: readonly Person[], value: (one: Person) => number): readonly SegmentRow[] {
  const row = (scheme: SegmentRow["scheme"], segment: string, group: readonly Person[]): SegmentRow => {
    const expected = sum(group, value);
    const wide = Math.sqrt(0.02 + 3 / group.length);
    return {
      scheme,
      segment,
      customers: group.length,
      historic: expected * 1.7,
      expected,
      p05: expected * Math.exp(-wide),
      p95: expected * Math.exp(wide),
    };
  };
  const ranked = people.toSorted((a, b) => value(b) - value(a));
  const cuts = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1].map((share) => Math.round(share * people.length));
  const tiers = ["Platinum", "Gold", "Silver", "Bronze", "Medium", "Low"].flatMap((name, i) => {
    const group = ranked.slice(cuts[i], cuts[i + 1]);
    return group.length > 0 ? [row("tier", name, group)] : [];
  });
  const rfm = groupBy(people, (one) => one.segment).map((group) => row("rfm", group[0]!.segment, group));
  return [...rfm.toSorted((a, b) => b.expected - a.expected), ...tiers];
}

const topOf = (people: readonly Person[], value: (one: Person) => number): readonly TopCustomer[] =>
  people
    .toSorted((a, b) => value(b) - value(a))
    .slice(0, 15)
    .map((one) => ({
      id: one.id,
      expected: value(one),
      p05: value(one) * Math.max(0, 0.55 - 0.1 / one.expectedOrders),
      p95: value(one) * (1.35 + 0.8 / one.expectedOrders),
      active: one.active,
      orders: one.frequency + 1,
      segment: one.segment,
      reason: "buys_often",
      other: one.frequency % 2 === 0 ? "large_orders" : null,
    }));

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10);
const LAST_MONDAY = Date.parse("2025-12-29T00:00:00Z"); // its week is cut off by the last day
const season = (week: number): number => 1 + 0.28 * Math.cos((2 * Math.PI * (week + 3)) / 52) ** 5;

function historyOf(weeks: number, scale: number): readonly Week[] {
  const random = randomNumbers(7);
  return Array.from({ length: weeks }, (_, i) => {
    const back = weeks - 1 - i;
    const value =
      Math.round(
        scale * (0.7 + (0.5 * i) / weeks) * season(-back) * (0.85 + 0.3 * random()) * (back === 0 ? 0.4 : 1) * 100,
      ) / 100;
    return { week: isoDay(LAST_MONDAY - back * 7 * DAY_MS), value, identified: Math.round(value * 92) / 100 };
  });
}

function projectionOf(total: number): readonly ProjectedWeek[] {
  const shape = Array.from({ length: 53 }, (_, i) => Math.exp(-i / 60) * season(i) * (i === 52 ? 1 / 7 : 1));
  const scale = total / sum(shape, (part) => part);
  return shape.map((part, i) => {
    const expected = part * scale;
    const at = (z: number): number => expected * Math.exp(z * 0.19);
    return {
      week: isoDay(Date.parse(AS_OF) + (1 + 7 * i) * DAY_MS),
      expected,
      p05: at(-1),
      p25: at(-0.41),
      p75: at(0.41),
      p95: at(1),
    };
  });
}

function trackingOf(weeks: number): readonly TrackedWeek[] {
  const random = randomNumbers(11);
  return Array.from({ length: weeks }, (_, i) => {
    const expected = 18 + (22 * i) / weeks + 6 * season(i - weeks);
    const actual = Math.round(expected * (0.62 + 0.76 * random()));
    return {
      week: isoDay(LAST_MONDAY - (weeks - i) * 7 * DAY_MS),
      actual,
      expected,
      low: Math.max(0, expected * 0.72 - 2),
      high: expected * 1.28 + 2,
    };
  });
}

/** Six monthly cohorts that lose a third after each month; the last month is running. */
const COHORT_CELLS: readonly CohortCell[] = Array.from({ length: 6 }, (_, k) => k).flatMap((k) =>
  Array.from({ length: 6 - k }, (__, age) => {
    const size = k === 4 ? 8 : 300 + 10 * k;
    const customers = age === 0 ? size : Math.round((size * (k === 4 ? 0.2 : 0.4)) / 1.5 ** age);
    const later = Math.round(customers * (age === 0 ? 1 : 1.2));
    const cohort = `2025-${String(7 + k).padStart(2, "0")}-01`;
    return { cohort, age, complete: k + age < 5, size, customers, later, value: 40 * customers };
  }),
);

/** Data of a made-up run: every table adds up to the totals in `facts`. */
export function reportData(shop: Shop = {}): ReportData {
  const {
    customers = CUSTOMERS,
    hasAmounts = true,
    currency = "EUR",
    tested = true,
    weeks = 105,
    maskIds = false,
  } = shop;
  const random = randomNumbers(42);
  const people = Array.from({ length: customers }, (_, i) => person(i, random, shop.scale ?? 1));
  const value = valueIn(hasAmounts);
  const total = sum(people, value);
  const orders = sum(people, (one) => one.expectedOrders);
  const facts = factsOf({ shop: { ...shop, currency, tested, hasAmounts }, total, orders, people: people.length });
  return {
    facts,
    problems: tested ? PROBLEMS : [],
    headline: 365,
    hasAmounts,
    maskIds,
    bins: binsOf(people, value),
    activity: activityOf(people, value),
    rfm: rfmOf(people, value),
    top: topOf(people, value).map((one) => (maskIds ? { ...one, id: null } : one)),
    segments: segmentsOf(people, value).map((row) => (hasAmounts ? row : { ...row, historic: null })),
    horizons: [90, 180, 365].map((days) => {
      const share = days / 365;
      return {
        days,
        orders: orders * share,
        ordersP05: orders * share * 0.87,
        ordersP95: orders * share * 1.14,
        revenue: hasAmounts ? total * share : null,
        revenueP05: hasAmounts ? total * share * 0.86 : null,
        revenueP95: hasAmounts ? total * share * 1.15 : null,
      };
    }),
    history: historyOf(weeks, total / 38),
    projection: projectionOf(total),
    tracking: trackingOf(weeks),
    cohorts: { grain: "month", cells: weeks > 4 ? COHORT_CELLS : [] },
    accounts: [],
    returns: weeks > 4 ? RETURNS : NO_RETURNS,
    candidates: tested
      ? ["pool", "pareto-nbd@clock", "bg-nbd@clock", "last-period", "rfm-cell"].flatMap((candidate, i) =>
          ["crps", "bias"].map((metric) => ({
            candidate,
            role: i === 0 ? "served" : i < 3 ? "pool" : "baseline",
            metric,
            value: 12.3 + i * (metric === "crps" ? 1.1 : -4.01),
            origins: 3,
          })),
        )
      : [],
  };
}
