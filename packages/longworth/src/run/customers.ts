/** Scores, segments and tiers of every customer, as the table `customers` inside the engine. */
import type { Basis } from "../domain.js";
import type { Columns, Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { ALWAYS, oppositeLevel, quantileName } from "../forecast/scores.js";
import { customersCore, customersScored, inOrder, joined, NO_CELL } from "../sql/customer-scores.js";
import { notFinite } from "../sql/finite.js";
import { withLookups, type WordOf } from "../sql/lookups.js";
import { rfmSegments } from "../sql/rfm-segments.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import { valueTiers } from "../sql/value-tiers.js";
import { refuseNotFinite } from "./finite.js";
import { createTable, dropTable, TABLES, type Prepared } from "./prepare.js";
import type { CellScores } from "./score-cells.js";

/** A customer's own margin share weighs one half where so many average orders stand behind it. */
const ORDERS_BEHIND_MARGIN = 3;

export interface CustomerOptions {
  readonly basis: Basis;
  readonly horizons: readonly number[]; // days, ascending
  readonly hasAmounts: boolean;
  readonly quantiles: readonly number[];
  readonly cellOf: Int32Array | null; // refined cells, from 0, of the customers of the sample
}

/** Names of the published quantiles, ascending: "p05", "p50", … */
export const levelNames = (quantiles: readonly number[]): readonly string[] =>
  [...new Set([...ALWAYS, ...quantiles])].sort((a, b) => a - b).map(quantileName);

/** Of each published quantile the name of the one on the other side. */
const oppositeNames = (quantiles: readonly number[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...ALWAYS, ...quantiles].map((level) => [quantileName(level), quantileName(oppositeLevel(level))]),
  );

/**
 * Makes the table `customers`, one row per customer in the order of the ids: history, cell, scale and classes; and the
 * views `customers_scored` and `customers_in_order`, which add every score.
 */
export async function makeCustomers(
  engine: Engine,
  scores: CellScores,
  {
    prepared,
    basis,
    horizons,
    hasAmounts,
    quantiles,
    cellOf,
  }: CustomerOptions & { prepared: Pick<Prepared, "business" | "steps"> },
): Promise<void> {
  refuseNotFinite(scores.columns, { mayBeAbsent: MAY_BE_ABSENT });
  await engine.load(scoreTable(scores), TABLES.scores);
  if (cellOf !== null) await engine.load(refinedTable(cellOf), TABLES.refined);
  const { share, halfAt } = marginOf(prepared.business);
  await engine.load({ share: Float64Array.of(share), half_at: Float64Array.of(halfAt) }, TABLES.margin);
  const onMargin = basis !== "revenue";
  const core = customersCore({
    tables: TABLES,
    horizons,
    hasAmounts,
    onMargin,
    steps: prepared.steps,
    isRefined: cellOf !== null,
  });
  await engine.execute(createTable(TABLES.core, core));
  await refuseScales(engine);
  const classes = { customers: TABLES.core, hasAmounts };
  const classed = withLookups(TABLES.core, [rfmSegments(classes), valueTiers(classes)]);
  await engine.execute(createTable(TABLES.customers, classed));
  await engine.execute(dropTable(TABLES.core));
  const opposite = onMargin ? oppositeNames(quantiles) : undefined;
  const shape = { horizons, hasAmounts, levels: levelNames(quantiles), opposite };
  const view = (name: string, beside: Sql, wordOf?: WordOf): Promise<void> =>
    engine.execute(sql`CREATE VIEW ${ident(name)} AS ${customersScored(beside, shape, wordOf)}`);
  await view(TABLES.scored, joined(TABLES.customers, TABLES.scores));
  await view(TABLES.inOrder, inOrder(TABLES.customers, TABLES.scores, engine.dialect), engine.dialect.oneOf);
}

/** Cells count from 1. */
const refinedTable = (cellOf: Int32Array): Columns => ({
  number: Int32Array.from(cellOf.keys()),
  cell: cellOf.map((cell) => cell + 1),
});

/** One row per cell, and cell 0 of customers without a purchase: nothing is expected of them, p_alive is unknown. */
function scoreTable({ columns }: CellScores): Columns {
  const count = columns["p_alive"]?.length ?? 0;
  const after0 = (name: string, values: Float64Array): Float64Array => {
    const out = new Float64Array(count + 1);
    out[0] = UNKNOWN_WITHOUT_PURCHASE.has(name) ? NaN : 0;
    out.set(values, 1);
    return out;
  };
  const scores = Object.entries(columns).map(([name, values]) => [name, after0(name, values)] as const);
  return { cell: Int32Array.from({ length: count + 1 }, (_, i) => NO_CELL + i), ...Object.fromEntries(scores) };
}

const UNKNOWN_WITHOUT_PURCHASE = new Set(["p_alive", "next_order_days"]);
const MAY_BE_ABSENT = ["next_order_days"]; // no day within the year by which the chance reaches one half

/** @throws result_not_finite when a customer's own scale or margin is not a number */
async function refuseScales(engine: Engine): Promise<void> {
  const names = ["scale", "margin_share"] as const;
  const counts = await engine.numbers(notFinite(ident(TABLES.core), names, engine.dialect), names);
  const broken = names.find((name) => counts[name][0] !== 0);
  if (broken !== undefined) throw new UserError("result_not_finite", { what: broken });
}

function marginOf({ revenue, margin, orders }: Prepared["business"]): { share: number; halfAt: number } {
  const share = revenue > 0 ? margin / revenue : 0;
  return { share, halfAt: orders > 0 ? Math.max((ORDERS_BEHIND_MARGIN * revenue) / orders, 0.01) : 1 };
}
