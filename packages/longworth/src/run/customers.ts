/** Scores, segments and tiers of every customer, as the table `customers` inside the engine. */
import type { Basis } from "../domain.js";
import type { Engine } from "../engines/engine.js";
import { quantileName } from "../forecast/scores.js";
import { customersScored } from "../sql/customer-scores.js";
import { withLookups } from "../sql/lookups.js";
import { rfmSegments } from "../sql/rfm-segments.js";
import { valueTiers } from "../sql/value-tiers.js";
import { createTable, dropTable, TABLES, type Business } from "./prepare.js";
import type { CellScores } from "./score-cells.js";

/** A customer's own margin share weighs one half where so many average orders stand behind it. */
const ORDERS_BEHIND_MARGIN = 3;

export interface CustomerOptions {
  readonly asOf: string;
  readonly currency: string | null;
  readonly basis: Basis;
  readonly served: string;
  readonly horizons: readonly number[]; // days, ascending
  readonly quantiles: readonly number[]; // beside .05, .5, .95
  readonly hasAmounts: boolean;
  readonly hasMargin: boolean;
}

/** Names of the published quantiles, ascending: "p05", "p50", … */
export const levelNames = (quantiles: readonly number[]): readonly string[] =>
  [...new Set([0.05, 0.5, 0.95, ...quantiles])].sort((a, b) => a - b).map(quantileName);

/** Makes the table `customers`, all columns but `lead`. */
export async function makeCustomers(
  engine: Engine,
  scores: CellScores,
  { business, ...options }: CustomerOptions & { business: Business },
): Promise<void> {
  const { hasAmounts, basis } = options;
  const count = scores.columns["p_alive"]?.length ?? 0;
  await engine.load({ cell: Int32Array.from({ length: count }, (_, i) => i + 1), ...scores.columns }, TABLES.scores);
  const query = customersScored({
    ...options,
    dialect: engine.dialect,
    summary: TABLES.summary,
    customerCells: TABLES.customerCells,
    scores: TABLES.scores,
    levels: levelNames(options.quantiles),
    margin: basis === "revenue" ? null : marginOf(business),
  });
  await engine.execute(createTable(TABLES.scored, query));
  const classes = { customers: TABLES.scored, headlineDays: options.horizons.at(-1) ?? 0, hasAmounts };
  const all = withLookups(TABLES.scored, [rfmSegments(classes), valueTiers(classes)]);
  await engine.execute(createTable(TABLES.customers, all));
  for (const table of [TABLES.scored, TABLES.scores, TABLES.customerCells]) await engine.execute(dropTable(table));
}

function marginOf({ revenue, margin, orders }: Business): { share: number; halfAt: number } {
  const share = revenue > 0 ? margin / revenue : 0;
  return { share, halfAt: orders > 0 ? Math.max((ORDERS_BEHIND_MARGIN * revenue) / orders, 0.01) : 1 };
}
