/** Why a customer is worth more or less than others: exact parts of the log of the expected value, the strongest first. */
import { clipValue } from "./assemble.js";
import type { CellCorrections } from "./assemble.js";
import type { DayCells } from "./history.js";
import type { SpendFit } from "./recipe.js";

/** The parts, in the order that decides between equals; each has a code for more and one for less than others. */
export const REASONS = {
  alive: ["bought_recently", "long_silent"],
  rate: ["buys_often", "buys_rarely"],
  spend: ["large_orders", "small_orders"],
  learnt: ["learnt_more", "learnt_less"],
} as const;

export type ReasonPart = keyof typeof REASONS;
export const REASON_PARTS = Object.keys(REASONS) as readonly ReasonPart[]; // cast: keys of a literal

/** Smallest part (of a log) that is a reason: 5 %. */
export const LEAST_REASON = 0.05;

const LEAST = 1e-9;

/**
 * log(expected value) = log P(alive) + log(orders while alive) + log(spend per order) + what learning adds + what all
 * share; each part of a cell minus its mean over the customers. Of spend a cell knows only the mean; the customer's own
 * log scale is added in SQL.
 */
export function reasonColumns(
  cells: DayCells,
  { alive, mean, corrections, spend }: Readonly<{
    alive: Float64Array;
    mean: Float64Array; // of the pool, at the headline horizon
    corrections: CellCorrections | undefined;
    spend: SpendFit | null;
  }>, // prettier-ignore
): Readonly<Record<`reason_${ReasonPart}`, Float64Array>> {
  const { weight, spendCount } = cells;
  const customers = weight.reduce((sum, w) => sum + w, 0);
  const centred = (column: Float64Array): Float64Array => {
    const middle = column.reduce((sum, value, i) => sum + weight[i]! * value, 0) / customers;
    return column.map((value) => value - middle);
  };
  const learnt = spend === null ? corrections?.orders : corrections?.valuePoint;
  const typical = spendCount.map((n) => (spend === null ? 0 : spend.b0 + spend.b1 * Math.log(Math.max(n, 1))));
  const reference = typical.reduce((sum, value, i) => sum + weight[i]! * value, 0) / customers;
  return {
    reason_alive: centred(alive.map((p) => Math.log(Math.max(p, LEAST)))),
    reason_rate: centred(mean.map((m, i) => Math.log(Math.max(m, LEAST) / Math.max(alive[i]!, LEAST)))),
    reason_spend: typical.map(() => -reference),
    reason_learnt: centred(alive.map((_, i) => clipValue(learnt?.[i] ?? 0))),
  };
}

/** The two strongest, as SQL has them too. */
export function strongest(parts: Readonly<Partial<Record<ReasonPart, number>>>): readonly string[] {
  return REASON_PARTS.map((part, place) => ({ part, place, size: parts[part] ?? 0 }))
    .filter(({ size }) => Math.abs(size) >= LEAST_REASON)
    .toSorted((a, b) => Math.abs(b.size) - Math.abs(a.size) || a.place - b.place)
    .slice(0, 2)
    .map(({ part, size }) => REASONS[part][size > 0 ? 0 : 1]);
}
