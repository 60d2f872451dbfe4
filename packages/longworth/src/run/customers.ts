/** Scores, segments and tiers of every customer, as the table `customers` inside the engine. */
import type { Basis } from "../domain.js";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { quantileName } from "../forecast/scores.js";
import { customersCore } from "../sql/customer-scores.js";
import { notFinite } from "../sql/finite.js";
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
  refuseNotFinite(scores);
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
  await refuseScales(engine);
}

const MAY_BE_ABSENT = "next_order_days"; // no day within the year by which the chance reaches one half

/** Nothing is published that is not a number: what customers are given is a product of these. @throws result_not_finite */
export function refuseNotFinite({ columns }: Pick<CellScores, "columns">): void {
  for (const [name, values] of Object.entries(columns)) {
    if (name !== MAY_BE_ABSENT && !values.every(Number.isFinite))
      throw new UserError("result_not_finite", { what: name });
  }
}

/** @throws result_not_finite when a customer's own scale or margin is not a number */
async function refuseScales(engine: Engine): Promise<void> {
  const names = ["scale", "margin_share"] as const;
  const counts = await engine.numbers(notFinite(ident(TABLES.customers), names, engine.dialect), names);
  const broken = names.find((name) => counts[name][0] !== 0);
  if (broken !== undefined) throw new UserError("result_not_finite", { what: broken });
}

function marginOf({ revenue, margin, orders }: Prepared["business"]): { share: number; halfAt: number } {
  const share = revenue > 0 ? margin / revenue : 0;
  return { share, halfAt: orders > 0 ? Math.max((ORDERS_BEHIND_MARGIN * revenue) / orders, 0.01) : 1 };
}
