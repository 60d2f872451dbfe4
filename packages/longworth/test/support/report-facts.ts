/** What run.json and quality.json say of the made-up runs. */
import type { ReportFacts } from "../../src/report/data.js";
import type { Problem } from "../../src/workspace/manifest.js";

export const AS_OF = "2025-12-31";
export const CUSTOMERS = 2400;

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

export const PROBLEMS: readonly Problem[] = [
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

/** Means per customer of ten groups, by falling forecast. */
const calibrationOf = (mean: number): ReportFacts["backtest"][string]["calibration"] =>
  Array.from({ length: 10 }, (_, i) => {
    const expected = 0.9 * mean * 1.52 ** (4 - i);
    return { group: i + 1, expected, actual: expected * (0.9 + 0.025 * ((i * 7) % 10)) };
  });

type Sums = Readonly<{ shop: Shop; total: number; orders: number; people: number }>;

/** The facts of a run with these totals of the headline horizon. */
export function factsOf({ shop, total, orders, people }: Sums): ReportFacts {
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
    layout: "shopify_orders",
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
