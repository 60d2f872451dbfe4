/** What earlier runs of the same workspace said, and what happened since: totals, intervals of persons, ranking. */
import { metrics, ranking } from "@longworth/models";
import { horizonKey } from "../domain.js";
import type { Engine } from "../engines/engine.js";
import { publishedTable } from "../sql/export-columns.js";
import { pastOutcomes } from "../sql/past-outcomes.js";
import type { Sql } from "../sql/sql.js";
import type { Manifest } from "../workspace/manifest.js";
import { epochDay, isoDay } from "./days.js";
import { finite } from "./model-facts.js";

/** A forecast that an earlier run sealed: its customers, unchanged since, and its total. */
export interface Sealed {
  readonly run: string;
  readonly asOf: string;
  readonly horizonDays: number;
  readonly customers: string; // path of customers.parquet
  readonly total: Manifest["totals"][string];
}

export type PastScore = NonNullable<Manifest["past"]>[number];

type Comparable = Pick<Manifest, "asOf" | "currency" | "basis" | "amount">;

/** A run of orders that earlier ones are held against; without amounts it counts orders. */
export type Later = Comparable & Readonly<{ hasAmounts: boolean }>;

/** Horizons of an earlier run that are over by the later one's last day; none when they do not count the same. */
export function elapsedHorizons(
  earlier: Comparable & Pick<Manifest, "horizons" | "totals" | "contracts">,
  later: Later,
): readonly number[] {
  const counts = (days: number): boolean => {
    const total = earlier.totals[horizonKey(days)];
    return total !== undefined && (total.expected_revenue !== null) === later.hasAmounts;
  };
  const isSame =
    earlier.contracts === undefined &&
    earlier.currency === later.currency &&
    earlier.basis === later.basis &&
    earlier.amount === later.amount;
  const passed = epochDay(later.asOf) - epochDay(earlier.asOf);
  return isSame ? earlier.horizons.filter((days) => days <= passed && counts(days)) : [];
}

const LEAST_KNOWN = 0.5; // of the earlier run's customers: fewer are another business
const TOP = 0.1;

/**
 * Scores sealed forecasts by what customers did. One whose customers are mostly unknown today is left out.
 * @param days a table of customer_id, day, value, is_purchase
 */
export async function scorePast(
  engine: Engine,
  days: Sql,
  { sealed, hasAmounts }: Readonly<{ sealed: readonly Sealed[]; hasAmounts: boolean }>,
): Promise<readonly PastScore[]> {
  const scores: PastScore[] = [];
  for (const one of sealed) {
    const { asOf: after, horizonDays, customers } = one;
    const until = isoDay(epochDay(after) + horizonDays);
    const query = pastOutcomes({ customers: publishedTable(customers), days, after, until, horizonDays, hasAmounts });
    const found = await engine.numbers(query, COLUMNS);
    const score = scoreOf(one, found, hasAmounts);
    if (score.known >= LEAST_KNOWN * score.customers) scores.push(score);
  }
  return scores;
}

const COLUMNS = ["expected_orders", "expected_revenue", "p_active", "low", "high", "orders", "revenue", "is_known"] as const; // prettier-ignore
type Columns = Readonly<Record<(typeof COLUMNS)[number], Float64Array>>;

function scoreOf({ run, asOf, horizonDays, total }: Sealed, columns: Columns, hasAmounts: boolean): PastScore {
  const actual = hasAmounts ? columns.revenue : columns.orders;
  const expected = hasAmounts ? columns.expected_revenue : columns.expected_orders;
  const isActive = columns.orders.map((n) => (n > 0 ? 1 : 0));
  const [actualOrders, actualRevenue] = [metrics.total(columns.orders), metrics.total(columns.revenue)];
  const within = actual.reduce((count, y, i) => count + Number(columns.low[i]! <= y && y <= columns.high[i]!), 0);
  const isHeld = (value: number, low: number, high: number): boolean => low <= value && value <= high;
  return {
    run,
    asOf,
    horizonDays,
    customers: actual.length,
    known: metrics.total(columns.is_known),
    expected_orders: total.expected_orders,
    orders_p05: total.orders_p05,
    orders_p95: total.orders_p95,
    actual_orders: actualOrders,
    expected_revenue: total.expected_revenue,
    revenue_p05: hasAmounts ? total.p05 : null,
    revenue_p95: hasAmounts ? total.p95 : null,
    actual_revenue: hasAmounts ? Math.round(100 * actualRevenue) / 100 : null,
    held: hasAmounts ? isHeld(actualRevenue, total.p05, total.p95) : isHeld(actualOrders, total.orders_p05, total.orders_p95), // prettier-ignore
    within: actual.length > 0 ? within / actual.length : 0,
    gini: finite(ranking.normalisedGini(actual, expected)),
    capture: finite(ranking.capture(actual, expected, TOP)),
    auc: finite(metrics.auc(isActive, columns.p_active)),
  };
}
