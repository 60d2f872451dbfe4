/** Segments and totals with their bands: sums from the engine, the shock all share added here. */
import { z } from "zod";
import { horizonKey } from "../domain.js";
import type { Engine } from "../engines/engine.js";
import type { Recipe } from "../forecast/recipe.js";
import { groupQuantile, levelOf, type Sum } from "../forecast/totals.js";
import { segments } from "../sql/segments.js";
import { TABLES } from "./prepare.js";

const LEVELS = { p05: 0.05, p25: 0.25, p50: 0.5, p75: 0.75, p95: 0.95 } as const;
const SEGMENT_LEVELS = ["p05", "p95"] as const;

const Row = z.object({ scheme: z.string(), segment: z.string() }).catchall(z.number().nullable());

/** A segment, a tier or the total: its history, and per horizon sums of means and variances over its customers. */
export interface Group {
  readonly scheme: string; // rfm, tier or total
  readonly segment: string;
  readonly customers: number;
  readonly orders: number;
  readonly historicValue: number; // NaN without amounts
  readonly byHorizon: Readonly<Record<string, Readonly<{ orders: Sum; value: Sum | null }>>>;
}

export interface GroupOptions {
  readonly horizons: readonly number[];
  readonly hasAmounts: boolean;
}

export async function readGroups(engine: Engine, { horizons, hasAmounts }: GroupOptions): Promise<readonly Group[]> {
  const query = segments({ customers: TABLES.scored, horizonDays: horizons, hasAmounts });
  const rows = await engine.rows(query, Row);
  return rows.map((row) => {
    const of = (name: string): number => Number(row[name] ?? NaN);
    const byHorizon = horizons.map(horizonKey).map((key) => {
      const orders = { mean: of(`expected_orders_${key}`), variance: of(`variance_orders_${key}`) };
      const value = { mean: of(`expected_revenue_${key}`), variance: of(`variance_revenue_${key}`) };
      return [key, { orders, value: hasAmounts ? value : null }] as const;
    });
    return {
      scheme: row.scheme,
      segment: row.segment,
      customers: of("customers"),
      orders: of("orders"),
      historicValue: of("historic_value"),
      byHorizon: Object.fromEntries(byHorizon),
    };
  });
}

/** One quantile of a group's sum. */
export function quantileOf(
  kind: "orders" | "value",
  sum: Sum,
  { recipe, horizon, level }: Readonly<{ recipe: Recipe; horizon: number; level: number }>,
): number {
  return groupQuantile(kind, sum, { ...levelOf(recipe, horizon), level });
}

type Table = Record<string, string[] | Int32Array | Float64Array>;

/** The columns of segments.parquet. */
export function segmentTable(groups: readonly Group[], recipe: Recipe, { horizons, hasAmounts }: GroupOptions): Table {
  const rows = groups.filter(({ scheme }) => scheme !== "total");
  const table: Table = {
    scheme: rows.map(({ scheme }) => scheme),
    segment: rows.map(({ segment }) => segment),
    customers: Int32Array.from(rows, ({ customers }) => customers),
    orders: Int32Array.from(rows, ({ orders }) => orders),
  };
  if (hasAmounts) table["historic_value"] = Float64Array.from(rows, ({ historicValue }) => cents(historicValue));
  for (const horizon of horizons) {
    const key = horizonKey(horizon);
    const add = (name: string, kind: "orders" | "value"): void => {
      const sums = rows.map((row) => row.byHorizon[key]?.[kind] ?? { mean: NaN, variance: NaN });
      table[name] = Float64Array.from(sums, ({ mean }) => rounded(kind, mean));
      for (const level of SEGMENT_LEVELS) {
        const at = { recipe, horizon, level: LEVELS[level] };
        table[`${name}_${level}`] = Float64Array.from(sums, (sum) => rounded(kind, quantileOf(kind, sum, at)));
      }
    };
    add(`expected_orders_${key}`, "orders");
    if (hasAmounts) add(`expected_revenue_${key}`, "value");
  }
  return table;
}

/** The columns of forecast.parquet: one row per group and horizon, the total first. */
export function forecastTable(groups: readonly Group[], recipe: Recipe, { horizons, hasAmounts }: GroupOptions): Table {
  const order = ["total", "rfm", "tier"];
  const sorted = groups.toSorted((a, b) => order.indexOf(a.scheme) - order.indexOf(b.scheme));
  const rows = sorted.flatMap((group) =>
    horizons.map((days) => ({ group, days, sums: group.byHorizon[horizonKey(days)] })),
  );
  const table: Table = {
    scope: rows.map(({ group }) => group.scheme),
    segment: rows.map(({ group }) => group.segment),
    horizon_days: Int32Array.from(rows, ({ days }) => days),
  };
  const add = (name: string, kind: "orders" | "value"): void => {
    const sums = rows.map((row) => row.sums?.[kind] ?? { mean: NaN, variance: NaN });
    table[name] = Float64Array.from(sums, ({ mean }) => rounded(kind, mean));
    for (const [suffix, level] of Object.entries(LEVELS)) {
      table[`${name}_${suffix}`] = Float64Array.from(sums, (sum, i) =>
        rounded(kind, quantileOf(kind, sum, { recipe, horizon: rows[i]!.days, level })),
      );
    }
  };
  add("expected_orders", "orders");
  if (hasAmounts) add("expected_revenue", "value");
  return table;
}

/** Money to cents; a number of orders as it is. */
export const rounded = (kind: "orders" | "value", value: number): number => (kind === "value" ? cents(value) : value);
export const cents = (value: number): number => Math.round(100 * value) / 100;
