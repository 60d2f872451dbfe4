/** Boosting with folds: the number of trees is that of the least mean loss outside, and every row has a score from outside. */
import { begin, isOver, leastAt } from "./boosting.js";
import type { Boosting, BoostingOptions, Training } from "./boosting.js";
import { meanLoss } from "./losses.js";
import { addTree } from "./tree.js";

/** JSON but for `outside`. */
export type Folded = Readonly<{
  models: readonly Boosting[]; // one per fold, fitted without its rows; all with as many trees
  losses: readonly number[]; // mean over the folds of the loss outside, after 0, 1, 2, ... trees
  outside: Float64Array; // raw score of each row from the model that has not seen it
}>;

const ROUNDS = 250;

/**
 * @param fold number of each row's fold; all rows of one customer belong in one
 * @param patience rounds without a better mean loss after which it stops
 */
export function fitFolds(
  training: Omit<Training, "rows">,
  fold: Uint8Array,
  { patience, ...options }: BoostingOptions & Readonly<{ patience: number }>,
): Folded {
  const { bins, target, offset } = training;
  const folds = [...new Set(fold)].sort((a, b) => a - b);
  const rowsWhere = (keep: (row: number) => boolean): Int32Array =>
    Int32Array.from({ length: bins.rows }, (_, row) => row).filter(keep);
  const parts = folds.map((own) => ({
    session: begin({ ...training, rows: rowsWhere((row) => fold[row] !== own) }, options),
    rows: rowsWhere((row) => fold[row] === own),
  }));
  const loss = (): number =>
    parts.reduce((sum, { session, rows }) => sum + meanLoss(options.loss, { target, raw: session.raw }, rows), 0) /
    parts.length;
  const losses = [loss()];
  for (let round = 0; round < (options.rounds ?? ROUNDS) && !isOver(losses, { patience }); round++) {
    for (const { session } of parts) session.grow();
    losses.push(loss());
  }
  const rounds = leastAt(losses);
  const outside = offset?.slice() ?? new Float64Array(bins.rows);
  const models = parts.map(({ session: { start, trees }, rows }): Boosting => {
    const kept = trees.slice(0, rounds);
    for (let k = 0; k < rows.length; k++) outside[rows[k]] += start;
    for (const tree of kept) addTree(tree, bins, outside, rows);
    return { loss: options.loss, start, features: bins.features, trees: kept, losses: [] };
  });
  return { models, losses, outside };
}
