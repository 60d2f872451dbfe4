/** Made-up runs for the report: a shop of 2,400 customers whose tables add up, and its edge cases. */
import type { ActivityCell } from "../../src/charts/activity.js";
import type { ProjectedWeek, Week } from "../../src/charts/outlook.js";
import type { TrackedWeek } from "../../src/charts/tracking-chart.js";
import type { ValueBin } from "../../src/charts/value-bins.js";
import type { ReportData, ReportFacts, RfmCell, SegmentRow, TopCustomer } from "../../src/report/data.js";
import type { Problem } from "../../src/workspace/manifest.js";

const AS_OF = "2025-12-31";
const CUSTOMERS = 2400;
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

const PROBLEMS: readonly Problem[] = [
  {
    code: "no_customer",
    fate: "set_aside",
    records: 412,
    amount: "8400.00",
    share_of_revenue: 0.064,
    examples: [{ place: "orders.csv:17:3", value: "" }],
    message: "412 orders name no customer",
    hint: "Ask for e-mail at the till; give the customers file",
  },
  {
    code: "refund_without_date",
    fate: "accepted",
    records: 88,
    amount: "3390.00",
    share_of_revenue: 0.026,
    examples: [],
    message: "88 refunds have no date",
    hint: "Give the refunds or payments export in the same run",
  },
  {
    code: "cancelled",
    fate: "set_aside",
    records: 31,
    amount: "2210.00",
    share_of_revenue: 0.017,
    examples: [],
    message: "31 orders were cancelled",
    hint: "Nothing to do",
  },
  {
    code: "duplicate_record",
    fate: "accepted",
    records: 4,
    amount: "121.50",
    share_of_revenue: 0.0009,
    examples: [],
    message: "4 records repeat another one exactly",
    hint: "Check that the export was not pasted twice",
  },
  {
    code: "continuation",
    fate: "set_aside",
    records: 1250,
    amount: "0",
    share_of_revenue: 0,
    examples: [],
    message: "1,250 records are further lines",
    hint: "Nothing to do",
  },
  {
    code: "date_unreadable",
    fate: "rejected",
    records: 2,
    amount: null,
    share_of_revenue: null,
    examples: [{ place: "orders.csv:9:1", value: "31.02.2025" }],
    message: "2 dates cannot be read",
    hint: "`--date-format`, or correct the cell",
  },
];

const FINDINGS: ReportFacts["findings"] = [
  {
    id: "overdue-best",
    text: "41 of your 60 best customers are past their own usual gap between orders.",
    amount: 12900,
    p05: 8100,
    p95: 18200,
    customers: 41,
    export: "longworth export --segment overdue-best",
  },
  {
    id: "second-order",
    text: "356 people bought for the first time since October. One in four comes back on its own; the third week is when.",
    amount: 6300,
    p05: 2900,
    p95: 10400,
    customers: 356,
    export: "longworth export --segment second-order",
  },
  {
    id: "refunds",
    text: "Refunds took back 3.6 % of what was sold, most of it from one-time buyers.",
    amount: 3150,
    p05: 3150,
    p95: 3150,
    customers: 0,
    export: "",
  },
  {
    id: "concentration",
    text: "24 customers hold a fifth of the expected revenue; look at them singly.",
    amount: 2750,
    p05: 1900,
    p95: 3900,
    customers: 24,
    export: "longworth export --segment top-1",
  },
  {
    id: "cohort-quality",
    text: "People won this year are worth 14 % less in their first 90 days than those won a year before.",
    amount: 2100,
    p05: 900,
    p95: 3600,
    customers: 480,
    export: "longworth export --segment new-cohorts",
  },
];

const MODELS: ReportFacts["models"] = [
  {
    name: "pareto-nbd@clock",
    kind: "purchase",
    role: "pool",
    weight: 0.46,
    weightActive: 0.4,
    params: { r: 0.5532, alpha: 10.578, s: 0.606, beta: 11.669 },
    standardErrors: {},
    logLikelihood: -9594.97,
    converged: true,
    n: CUSTOMERS,
    timeUnit: "week",
    diagnostics: {},
  },
  {
    name: "bg-nbd@clock",
    kind: "purchase",
    role: "pool",
    weight: 0.31,
    weightActive: 0.35,
    params: { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 },
    standardErrors: {},
    logLikelihood: -9582.43,
    converged: true,
    n: CUSTOMERS,
    timeUnit: "week",
    diagnostics: {},
  },
  {
    name: "nbd",
    kind: "purchase",
    role: "pool",
    weight: 0.23,
    weightActive: 0.25,
    params: { r: 0.385, alpha: 12.07 },
    standardErrors: {},
    logLikelihood: -9763.66,
    converged: true,
    n: CUSTOMERS,
    timeUnit: "week",
    diagnostics: {},
  },
  {
    name: "log-normal",
    kind: "spend",
    role: "served",
    weight: null,
    weightActive: null,
    params: { mu: 3.61, sigma: 0.55 },
    standardErrors: {},
    logLikelihood: -4055.92,
    converged: true,
    n: 946,
    timeUnit: "week",
    diagnostics: {},
  },
];

/** How a made-up run differs from the usual one. */
export type Shop = Readonly<{
  customers?: number;
  hasAmounts?: boolean;
  currency?: string | null;
  tested?: boolean;
  maskIds?: boolean;
  findings?: ReportFacts["findings"];
  weeks?: number;
  letter?: string;
  scale?: number; // of all money
}>;

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

/** Means per customer of ten groups, by falling forecast. */
const calibrationOf = (mean: number): ReportFacts["backtest"][string]["calibration"] =>
  Array.from({ length: 10 }, (_, i) => {
    const expected = 0.9 * mean * 1.52 ** (4 - i);
    return { group: i + 1, expected, actual: expected * (0.9 + 0.025 * ((i * 7) % 10)) };
  });

type Sums = Readonly<{ shop: Shop; total: number; orders: number; people: number }>;

function factsOf({ shop, total, orders, people }: Sums): ReportFacts {
  const money = shop.hasAmounts !== false;
  const origin = (day: string, ratio: number) => ({
    origin: day,
    customers: Math.round(people * 0.8),
    actualOrders: Math.round(orders * 0.3 * ratio),
    expectedOrders: orders * 0.3,
    ordersP05: orders * 0.3 * 0.86,
    ordersP95: orders * 0.3 * 1.16,
    actualRevenue: money ? total * 0.3 * ratio : null,
    expectedRevenue: money ? total * 0.3 : null,
    revenueP05: money ? total * 0.3 * 0.85 : null,
    revenueP95: money ? total * 0.3 * 1.17 : null,
  });
  const tested = shop.tested !== false;
  const letter = shop.letter ?? (tested ? "B" : "not tested");
  return {
    asOf: AS_OF,
    currency: shop.currency ?? null,
    basis: "revenue",
    amount: "net",
    horizons: [90, 180, 365],
    discountRate: 0,
    customers: people,
    orders: people * 3,
    firstDate: "2024-01-01",
    ladder: [
      { step: "file", amount: "131480.00" },
      { step: "cancelled", amount: "-2210.00" },
      { step: "no_customer", amount: "-8400.00" },
      { step: "tax", amount: "-17960.00" },
      { step: "shipping", amount: "-4120.00" },
      { step: "refunds", amount: "-3390.00" },
      { step: "used", amount: "95400.00" },
    ],
    models: MODELS,
    served: {
      name: "pool",
      why: "Four models and three simple formulas were tried on your own past; the pool of the models forecast best at each of three test days.",
    },
    backtest: tested
      ? {
          "365d": {
            windowDays: 120,
            origins: [origin("2025-05-05", 1.04), origin("2025-07-04", 0.93), origin("2025-09-02", 1.21)],
            measures: {
              bias: 0.067,
              capture: 0.52,
              baseline_capture: 0.477,
              below_p95: 0.942,
              pit_inside: 1,
              slope: 0.94,
              crps: 14.2,
              baseline_crps: 17.9,
            },
            baseline: "rfm-cell",
            calibration: people < 30 ? [] : calibrationOf(total / people),
          },
        }
      : {},
    grades: {
      "365d": {
        letter,
        testedOnDays: tested ? 120 : 0,
        why: tested ? "The total was off by 6.7 % on average, more than 5 %." : "The test was switched off.",
      },
    },
    totals: {
      "365d": {
        expected_orders: orders,
        orders_p05: orders * 0.87,
        orders_p95: orders * 1.14,
        expected_revenue: money ? total : null,
        p05: (money ? total : orders) * 0.86,
        p95: (money ? total : orders) * 1.15,
      },
    },
    simple: money
      ? { averageOrderValue: 38.4, ordersPerYear: 1.9, lifespanYears: 1.6, clv: 116.7 }
      : { averageOrderValue: null, ordersPerYear: null, lifespanYears: null, clv: null },
    notes: tested ? ["Less than three years of history: the season is known from two turns only."] : [],
    findings: shop.findings ?? FINDINGS,
    refundShare: money ? 0.036 : null,
    inputs: [{ records: 6919, accepted: 5224, setAside: 1693, rejected: 2 }],
  };
}
