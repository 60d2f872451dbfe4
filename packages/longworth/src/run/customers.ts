/** Scores, segments and tiers of every customer, as the table `customers` inside the engine. */
import type { Basis } from "../domain.js";
import type { Engine } from "../engines/engine.js";
import { quantileName } from "../forecast/scores.js";
import { customersCore } from "../sql/customer-scores.js";
import { withLookups } from "../sql/lookups.js";
import { rfmSegments } from "../sql/rfm-segments.js";
import { ident, sql } from "../sql/sql.js";
import { valueTiers } from "../sql/value-tiers.js";
import { createTable, TABLES, type Prepared } from "./prepare.js";
import type { CellScores } from "./score-cells.js";

/** A customer's own margin share weighs one half where so many average orders stand behind it. */
const ORDERS_BEHIND_MARGIN = 3;

export interface CustomerOptions {
  readonly basis: Basis;
  readonly horizons: readonly number[]; // days, ascending
  readonly hasAmounts: boolean;
}

/** Names of the published quantiles, ascending: "p05", "p50", … */
export const levelNames = (quantiles: readonly number[]): readonly string[] =>
  [...new Set([0.05, 0.5, 0.95, ...quantiles])].sort((a, b) => a - b).map(quantileName);

/** Makes the table `customers`: one row per customer, what groups and findings need; the rest is joined when published. */
export async function makeCustomers(
  engine: Engine,
  scores: CellScores,
  { prepared, basis, horizons, hasAmounts }: CustomerOptions & { prepared: Pick<Prepared, "business" | "width"> },
): Promise<void> {
  const count = scores.columns["p_alive"]?.length ?? 0;
  await engine.load({ cell: Int32Array.from({ length: count }, (_, i) => i + 1), ...scores.columns }, TABLES.scores);
  const { share, halfAt } = marginOf(prepared.business);
  await engine.load({ share: Float64Array.of(share), half_at: Float64Array.of(halfAt) }, TABLES.margin);
  const core = customersCore({
    tables: TABLES,
    horizons,
    hasAmounts,
    onMargin: basis !== "revenue",
    width: prepared.width,
  });
  await engine.execute(sql`CREATE VIEW ${ident(TABLES.core)} AS ${core}`);
  const classes = { customers: TABLES.core, headlineDays: horizons.at(-1) ?? 0, hasAmounts };
  await engine.execute(
    createTable(TABLES.customers, withLookups(TABLES.core, [rfmSegments(classes), valueTiers(classes)])),
  );
}

function marginOf({ revenue, margin, orders }: Prepared["business"]): { share: number; halfAt: number } {
  const share = revenue > 0 ? margin / revenue : 0;
  return { share, halfAt: orders > 0 ? Math.max((ORDERS_BEHIND_MARGIN * revenue) / orders, 0.01) : 1 };
}
