/** The weeks ahead, for the chart: the headline total spread over its weeks, with bands. */
import { DAYS_PER_WEEK, horizonKey } from "../domain.js";
import type { Recipe } from "../forecast/recipe.js";
import type { Sum } from "../forecast/totals.js";
import { epochDay } from "./days.js";
import { cents, quantileOf, type Group } from "./groups.js";

export interface ProjectionOptions {
  readonly asOf: string;
  readonly horizons: readonly number[];
  readonly shape: Float64Array; // share of the total per week ahead
}

/**
 * Columns of projection.parquet: one row per week of the headline horizon from the day after as_of; `week` is its first
 * day. The bands are of revenue (of orders without amounts): the shock of the total, and the scatter of that week alone.
 */
export function projectionTable(
  groups: readonly Group[],
  recipe: Recipe,
  { asOf, horizons, shape }: ProjectionOptions,
) {
  const horizon = horizons.at(-1) ?? 0;
  const sums = groups.find(({ scheme }) => scheme === "total")?.byHorizon[horizonKey(horizon)];
  const orders = sums?.orders ?? { mean: 0, variance: 0 };
  const kind = sums?.value ? "value" : "orders";
  const banded = sums?.value ?? orders;
  const part = (sum: Sum, share: number): Sum => ({ mean: sum.mean * share, variance: sum.variance * share });
  const quantile = (level: number): Float64Array =>
    shape.map((share) => rounded(quantileOf(kind, part(banded, share), { recipe, horizon, level })));
  const rounded = (value: number): number => (kind === "value" ? cents(value) : value);
  return {
    week: Int32Array.from(shape, (_, k) => epochDay(asOf) + 1 + k * DAYS_PER_WEEK),
    expected_orders: shape.map((share) => share * orders.mean),
    expected_revenue: shape.map((share) => (sums?.value ? cents(share * sums.value.mean) : NaN)),
    p05: quantile(0.05),
    p25: quantile(0.25),
    p75: quantile(0.75),
    p95: quantile(0.95),
  };
}
