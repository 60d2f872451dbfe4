/**
 * Histogram gradient boosting: many small trees, each fitted to what the ones before it left. MODELS-RETENTION C.5.
 * One fit runs in one thread, so its digits depend on nobody; several fits are what workers share.
 */
import { seeded } from "../math/random.js";
import type { Bins, Feature } from "./bins.js";
import { growerOf } from "./grow.js";
import type { Grown } from "./grow.js";
import { bestConstant, gradients, isFlat, meanLoss, quantileOf } from "./losses.js";
import type { Loss } from "./losses.js";
import { addTree } from "./tree.js";
import type { Tree } from "./tree.js";

/** A fit; JSON. Its raw score is `start` (or the offset of the row) plus the values of its trees. */
export type Boosting = Readonly<{
  loss: Loss;
  start: number; // 0 when the rows brought offsets
  features: readonly Feature[];
  trees: readonly Tree[];
  losses: readonly number[]; // mean validation loss after 0, 1, 2, ... trees; empty without validation
}>;

export type BoostingOptions = Readonly<{
  loss: Loss;
  rounds?: number; // trees, at most
  learningRate?: number;
  maxLeaves?: number;
  maxDepth?: number; // 0: no bound
  minRows?: number; // per leaf
  minHessian?: number; // per leaf
  rowsByHessian?: boolean; // rows of a leaf are counted by their share of the Hessian of the node above, as LightGBM does
  l2?: number;
  monotone?: readonly number[]; // per feature 1 (the score never falls), -1 (never rises) or 0
  rowShare?: number; // of the training rows that each tree sees
  featureShare?: number; // of the features that each tree sees
  seed?: number;
}>;

/** Rows to learn from. `offset` is a score that is there already and is corrected. */
export type Training = Readonly<{
  bins: Bins;
  target: Float64Array;
  offset?: Float64Array | undefined;
  rows?: Int32Array | undefined; // all when absent; the others are scored alongside
}>;

/** When to stop: the loss on rows outside the training has not fallen for `patience` rounds. */
export type Stopping = Readonly<{ rows: Int32Array; patience: number; tolerance?: number }>;

const DEFAULTS = {
  rounds: 100,
  learningRate: 0.1,
  maxLeaves: 31,
  maxDepth: 0,
  minRows: 20,
  minHessian: 1e-3,
  rowsByHessian: false,
  l2: 0,
  rowShare: 1,
  featureShare: 1,
  seed: 1,
};
const TOLERANCE = 1e-7; // of a validation loss: less is no progress

/** A fit under way: `grow` adds a tree, `raw` holds the scores of all rows, those outside the training, too. */
export type Session = Readonly<{ start: number; raw: Float64Array; trees: Tree[]; grow: () => void }>;

/** The options with what was not said. */
export const rulesOf = (given: Omit<BoostingOptions, "loss">, { features }: Bins) => ({
  ...DEFAULTS,
  monotone: features.map(() => 0),
  ...given,
});

/** Starts a fit, to be grown tree by tree. */
export function begin({ bins, target, offset, rows = everyRow(bins.rows) }: Training, given: BoostingOptions): Session {
  const options = rulesOf(given, bins);
  const { loss } = given;
  const start = offset === undefined ? bestConstant(loss, target, rows) : 0;
  const raw = offset === undefined ? new Float64Array(bins.rows).fill(start) : offset.slice();
  const hessian = isFlat(loss) ? null : new Float32Array(bins.rows);
  const into = { gradient: new Float32Array(bins.rows), hessian };
  const grower = growerOf(bins, options);
  const random = seeded(options.seed);
  const all = everyRow(bins.features.length);
  const trees: Tree[] = [];
  const grow = (): void => {
    gradients(loss, { target, raw }, into, rows);
    const seen = options.rowShare < 1 ? drawn(rows, options.rowShare, random) : rows;
    const grown = grower(seen, into, drawn(all, options.featureShare, random));
    if (loss.kind === "quantile") renew(grown, { target, raw }, loss.level);
    shrink(grown, options.learningRate);
    score(grown, { bins, raw });
    trees.push(grown.tree);
  };
  return { start, raw, trees, grow };
}

/** Fits `rounds` trees, or with `stopping` those before the loss outside the training was least. */
export function fit(training: Training, options: BoostingOptions, stopping?: Stopping): Boosting {
  const session = begin(training, options);
  const { trees, start, raw } = session;
  const { loss, rounds = DEFAULTS.rounds } = options;
  const { target, bins } = training;
  const losses = stopping === undefined ? [] : [meanLoss(loss, { target, raw }, stopping.rows)];
  while (trees.length < rounds) {
    session.grow();
    if (stopping === undefined) continue;
    losses.push(meanLoss(loss, { target, raw }, stopping.rows));
    if (isOver(losses, stopping)) break;
  }
  const kept = stopping === undefined ? trees : trees.slice(0, leastAt(losses));
  return { loss, start, features: bins.features, trees: kept, losses };
}

/** Whether none of the last `patience` losses beats the one before them. */
export function isOver(
  losses: readonly number[],
  { patience, tolerance = TOLERANCE }: Readonly<{ patience: number; tolerance?: number }>,
): boolean {
  if (losses.length <= patience) return false;
  const before = losses[losses.length - patience - 1];
  return losses.slice(-patience).every((loss) => loss >= before - tolerance);
}

/** Position of the smallest number, the first of several. */
export const leastAt = (losses: readonly number[]): number =>
  losses.reduce((best, loss, i) => (loss < losses[best] ? i : best), 0);

/** Raw scores of rows in the bins of the fit. @param offset as in the training, when it had one */
export function scores({ start, trees }: Boosting, bins: Bins, offset?: Float64Array): Float64Array {
  const raw = offset === undefined ? new Float64Array(bins.rows).fill(start) : offset.slice();
  for (const tree of trees) addTree(tree, bins, raw);
  return raw;
}

/** 0, 1, 2, ... */
export const everyRow = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);

/** A share of `from`, at least one, in its order. */
function drawn(from: Int32Array, share: number, random: () => number): Int32Array {
  const wanted = Math.max(Math.round(share * from.length), 1);
  if (wanted >= from.length) return from;
  const chosen = new Int32Array(wanted);
  for (let k = 0, have = 0; have < wanted; k++) {
    if (random() * (from.length - k) < wanted - have) chosen[have++] = from[k];
  }
  return chosen;
}

type Scores = Readonly<{ target: Float64Array; raw: Float64Array }>;

/** The leaves of a quantile are quantiles of what is left, not means of gradients. */
function renew({ tree, leaves, rows }: Grown, { target, raw }: Scores, level: number): void {
  for (const { node, begin: from, end } of leaves) {
    const residuals = Float64Array.from(rows.subarray(from, end), (row) => target[row] - raw[row]);
    tree.value[node] = quantileOf(residuals.sort(), level);
  }
}

/** Makes a tree's step smaller. */
export function shrink({ tree }: Grown, learningRate: number): void {
  for (let node = 0; node < tree.value.length; node++) tree.value[node] *= learningRate;
}

/** Adds a tree to the scores: rows it grew on by their leaf, the others by their way through it. */
export function score({ tree, leaves, rows }: Grown, { bins, raw }: Readonly<{ bins: Bins; raw: Float64Array }>): void {
  for (const { node, begin: from, end } of leaves) {
    for (let k = from; k < end; k++) raw[rows[k]] += tree.value[node];
  }
  if (rows.length < bins.rows) addTree(tree, bins, raw, others(rows, bins.rows));
}

function others(rows: Int32Array, count: number): Int32Array {
  const isIn = new Uint8Array(count);
  for (let k = 0; k < rows.length; k++) isIn[rows[k]] = 1;
  const out = new Int32Array(count - rows.length);
  for (let row = 0, k = 0; row < count; row++) if (isIn[row] === 0) out[k++] = row;
  return out;
}
