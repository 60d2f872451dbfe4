/** The published tables: their columns, types and meanings. Names are public API; JSON Schemas of them are in docs/schemas. */
import { z } from "zod";
import { REASONS } from "../forecast/reasons.js";

const day = z.iso.date();
const count = z.int().nonnegative();
const probability = z.number().min(0).max(1);
const money = z.number();
const reason = z.enum(Object.values(REASONS).flat());

export interface TableShape {
  readonly horizons: readonly number[]; // days
  readonly levels: readonly string[]; // "p05", "p50", …
  readonly hasAmounts: boolean;
  readonly hasSurveys?: boolean; // run --surveys
}

/** One row of customers.parquet. In a log without amounts the columns of money are absent. */
export function customersSchema({ horizons, levels, hasAmounts, hasSurveys }: TableShape) {
  const perHorizon = horizons.flatMap((days) => {
    const key = `${days}d`;
    const banded = (name: string, level: z.ZodType): [string, z.ZodType][] =>
      levels.map((suffix) => [`${name}_${key}_${suffix}`, level]);
    const orders: [string, z.ZodType][] = [
      [`p_active_${key}`, probability.describe(`chance of at least one purchase within ${days} days`)],
      [`expected_orders_${key}`, z.number().nonnegative()],
      ...banded("orders", count.describe("outcome quantile of the number of purchases")),
    ];
    const revenue: [string, z.ZodType][] = [
      [`expected_revenue_${key}`, money.describe("undiscounted, net of refunds to come")],
      [`expected_revenue_${key}_sd`, money],
      ...banded("expected_revenue", money.describe("outcome quantile")),
      [`predicted_clv_${key}`, money.describe("on the basis, discounted continuously from an annual rate")],
      ...banded("predicted_clv", money),
    ];
    return hasAmounts ? [...orders, ...revenue] : orders;
  });
  const amounts = <T extends Record<string, z.ZodType>>(columns: T) => (hasAmounts ? columns : {});
  return z.strictObject({
    customer_id: z.string(),
    as_of: day,
    currency: z.string().nullable(),
    basis: z.enum(["revenue", "gross_margin", "contribution"]),
    model: z.string().describe("pool, the name given to --model, or a baseline"),
    first_order_date: day.nullable(),
    last_order_date: day.nullable(),
    orders: count,
    ...amounts({ historic_value: money.describe("realised until as_of"), refunded_value: money }),
    frequency: count.nullable().describe("repeat purchases; null without any purchase"),
    recency: count.nullable().describe("age at the last purchase in days, not days since it"),
    tenure: count.nullable().describe("age at as_of in days"),
    ...amounts({ spend_count: count.nullable(), monetary_value: money.nullable() }),
    p_alive: probability.nullable().describe("probability of still being a customer at as_of: a concept of the model"),
    ...Object.fromEntries(perHorizon),
    ...amounts({ expected_order_value: money.nullable() }),
    clv_percentile: z.number().min(0).max(100).nullable(),
    clv_tier: z.string().nullable(),
    rfm_r: z.int().min(1).max(5).nullable(),
    rfm_f: z.int().min(1).max(5).nullable(),
    rfm_m: z.int().min(1).max(5).nullable(),
    rfm_segment: z.string().nullable(),
    expected_next_order_date: day.nullable().describe("when the chance of an order reaches one half, within 365 days"),
    reason_1: reason
      .nullable()
      .describe("what sets this customer's expected value apart from the others' most; null below 5 %"),
    reason_2: reason.nullable(),
    lead: z.string().nullable().describe("the dearest finding that lists this customer"),
    ...(hasSurveys === true ? SAID : {}),
  });
}

/** With --surveys: the customer's last answer of the past year to the main question. */
export const SAID = {
  satisfaction_question: z.string().nullable(),
  satisfaction_score: z.number().nullable().describe("as written"),
  satisfaction_mood: z.enum(["low", "middle", "top"]).nullable().describe("of an NPS: detractor, passive, promoter"),
  satisfaction_date: day.nullable(),
};

const band = { p05: "_p05", p25: "_p25", p50: "_p50", p75: "_p75", p95: "_p95" } as const;

/** One row of segments.parquet. */
export function segmentsSchema({ horizons, hasAmounts }: Pick<TableShape, "horizons" | "hasAmounts">) {
  const names = hasAmounts ? ["expected_orders", "expected_revenue"] : ["expected_orders"];
  const sums = horizons.flatMap((days) =>
    names.flatMap((name) => ["", "_p05", "_p95"].map((suffix) => [`${name}_${days}d${suffix}`, z.number()] as const)),
  );
  return z.strictObject({
    scheme: z.enum(["rfm", "tier"]),
    segment: z.string(),
    customers: count,
    orders: count,
    ...(hasAmounts ? { historic_value: money } : {}),
    ...Object.fromEntries(sums),
  });
}

/** One row of forecast.parquet. */
export function forecastSchema({ hasAmounts }: Pick<TableShape, "hasAmounts">) {
  const names = hasAmounts ? ["expected_orders", "expected_revenue"] : ["expected_orders"];
  const sums = names.flatMap((name) =>
    ["", ...Object.values(band)].map((suffix) => [`${name}${suffix}`, z.number()] as const),
  );
  return z.strictObject({
    scope: z.enum(["total", "rfm", "tier"]),
    segment: z.string(),
    horizon_days: count,
    ...Object.fromEntries(sums),
  });
}

/** One row of cohorts.parquet. */
export function cohortsSchema({ hasAmounts }: Pick<TableShape, "hasAmounts">) {
  const amounts = {
    revenue: money.describe("net of refunds on their own day"),
    refunds: money.describe("part of revenue that was taken back, 0 or more"),
    margin: money.nullable(),
  };
  return z.strictObject({
    grain: z.enum(["week", "month", "quarter", "year"]),
    cohort: day.nullable().describe("first day of the period of the first purchase; null: money before or without one"),
    age: count.nullable().describe("periods since that one, 0 for it"),
    period: day.describe("first day of the period"),
    complete: z.boolean().describe("whether the period is over at as_of"),
    cohort_customers: count.nullable(),
    customers: count.describe("with a purchase in the period"),
    customers_from: count.describe("with a purchase in the period or later"),
    orders: count,
    ...(hasAmounts ? amounts : {}),
  });
}

export const TrackingRow = z.strictObject({
  week: day.describe("its Monday"),
  actual: z.number(),
  expected: z.number(),
  low: z.number(),
  high: z.number(),
});

/**
 * Metrics that do not exist for a window have no row: no bias, share or order without orders, no AUC when all or none bought.
 * `…_crps_difference` is the mean CRPS minus that of what is served (above 0: worse), `…_crps_difference_se` its standard error.
 */
export const BacktestRow = z.strictObject({
  horizon_days: count,
  window_days: count,
  origin: day,
  candidate: z.string(),
  role: z.enum(["served", "pool", "baseline"]),
  metric: z.string(),
  value: z.number(),
});

const positive = z.number().positive().nullable();

/** One row of drivers.parquet: a column of the regressions; a column that is not used has one row that says why. */
export const DriversRow = z.strictObject({
  trait: z.string().describe("the column of the file"),
  kind: z.enum(["group", "number"]).nullable(),
  term: z.string().nullable().describe("the group; null: a number"),
  against: z.string().nullable().describe("the group it is compared with"),
  step: z.number().nullable().describe("ratios are for so much more of a number"),
  customers: count.nullable(),
  left: count.nullable().describe("of a group's customers"),
  mean: z.number().nullable().describe("time stayed of the first `window`; of a group"),
  window: z.number(),
  difference: z.number().nullable().describe("of the mean, against the group named"),
  difference_low: z.number().nullable(),
  difference_high: z.number().nullable(),
  hazard_ratio_alone: positive,
  hazard_ratio_alone_low: positive,
  hazard_ratio_alone_high: positive,
  hazard_ratio: positive.describe("with all other columns held still"),
  hazard_ratio_low: positive,
  hazard_ratio_high: positive,
  odds_ratio: positive.describe("of leaving in a period, with all other columns held still"),
  odds_ratio_low: positive,
  odds_ratio_high: positive,
  p: probability.nullable().describe("of the trait alone"),
  p_adjusted: probability.nullable().describe("Benjamini and Hochberg, over the traits asked about"),
  p_together: probability.nullable().describe("of the trait with all others held still"),
  p_changes: probability.nullable().describe("of hazard ratios that are the same at every age"),
  speaks: z.boolean().describe("p_adjusted is at most .05"),
  refused: z.string().nullable().describe("why the column is not used"),
});

/** One row of returns.parquet; a measure has the columns it needs, the others are null. */
export const ReturnsRow = z.strictObject({
  measure: z
    .enum(["repeat_rate", "silence", "gap", "median", "back", "curve", "state", "flow", "expected"])
    .describe(
      "repeat_rate: customers with a second purchase; silence: days that are longer than usual; gap: median days between purchases; median: days until half are back after a purchase; back: share back within days; curve: the same by day; state: customers of a period; flow: from the state of the period before; expected: share of a cohort that will buy at an age",
    ),
  grain: z.enum(["week", "month", "quarter", "year"]).nullable(),
  period: day.nullable().describe("its first day"),
  cohort: day.nullable().describe("first day of the period of the first purchase"),
  age: count.nullable().describe("periods since that one"),
  purchase: count.nullable().describe("1: after the first purchase"),
  days: z.number().nullable(),
  from_state: z.string().nullable(),
  state: z.enum(["new", "returning", "resurrected", "at_risk", "lapsed"]).nullable(),
  customers: count.nullable().describe("what shares are of; of states and flows: how many"),
  value: z
    .number()
    .nullable()
    .describe(
      "state: net money of the period (orders without amounts); median: customers back so far; expected: customers",
    ),
  share: probability.nullable(),
  low: z
    .number()
    .nullable()
    .describe("95 % interval; of expected a 90 % band of what may happen; of median and gap in days"),
  high: z.number().nullable(),
});
