/**
 * Boosting of a whole distribution: three ensembles grow side by side, one per parameter of a zero-inflated log-normal.
 * MODELS-RETENTION C.5, "ZILN boosting": Fisher Hessians; mu and log sigma learn from what is positive alone.
 */
import { seeded } from "../math/random.js";
import type { Bins, Feature } from "./bins.js";
import { everyRow, isOver, leastAt, rulesOf, score, shrink } from "./boosting.js";
import type { BoostingOptions, Stopping } from "./boosting.js";
import { growerOf } from "./grow.js";
import type { Gradients } from "./losses.js";
import { addTree } from "./tree.js";
import type { Tree } from "./tree.js";
import { fitConstant, softplus } from "./ziln.js";
import type { Ziln } from "./ziln.js";

/** A fit; JSON. Per head a start and its trees: the logit of p, mu, and log sigma. */
export type ZilnBoosting = Readonly<{
  features: readonly Feature[];
  heads: readonly Readonly<{ start: number; trees: readonly Tree[] }>[];
  losses: readonly number[];
}>;

const MAX_SIGMA = 3; // in predictions: the mean grows like e^(sigma^2 / 2)
const LEAST_SIGMA = 1e-3; // of the constant, when all positive values are alike
const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

type Training = Readonly<{ bins: Bins; target: Float64Array; rows?: Int32Array }>;

/** @param training targets >= 0, some of them 0, some positive */
export function fit(training: Training, given: Omit<BoostingOptions, "loss">, stopping?: Stopping): ZilnBoosting {
  const { bins, target, rows = everyRow(bins.rows) } = training;
  const options = rulesOf(given, bins);
  const { p, mu, sigma } = fitConstant(Float64Array.from(rows, (row) => target[row]));
  const starts = [Math.log(p / (1 - p)), mu, Math.log(Math.max(sigma, LEAST_SIGMA))];
  const positive = rows.filter((row) => target[row] > 0);
  const heads = starts.map((start, h) => ({
    start,
    trees: [] as Tree[],
    raw: new Float64Array(bins.rows).fill(start),
    rows: h === 0 ? rows : positive,
    random: seeded(options.seed + h),
  }));
  const raw = heads.map((head) => head.raw);
  const grower = growerOf(bins, options);
  const into = [0, 1, 2].map(() => roomFor(bins.rows));
  const losses = stopping === undefined ? [] : [meanLoss(target, raw, stopping.rows)];
  for (let round = 0; round < options.rounds; round++) {
    writeGradients(target, raw, { into, rows });
    for (const [h, head] of heads.entries()) {
      const grown = grower(head.rows, into[h], everyRow(bins.features.length));
      shrink(grown, options.learningRate);
      score(grown, { bins, raw: head.raw });
      head.trees.push(grown.tree);
    }
    if (stopping === undefined) continue;
    losses.push(meanLoss(target, raw, stopping.rows));
    if (isOver(losses, stopping)) break;
  }
  const kept = stopping === undefined ? options.rounds : leastAt(losses);
  return {
    features: bins.features,
    heads: heads.map(({ start, trees }) => ({ start, trees: trees.slice(0, kept) })),
    losses,
  };
}

/** The distribution of each row. */
export function distributions({ heads }: ZilnBoosting, bins: Bins): readonly Ziln[] {
  const [logit, mu, logSigma] = heads.map(({ start, trees }) => {
    const raw = new Float64Array(bins.rows).fill(start);
    for (const tree of trees) addTree(tree, bins, raw);
    return raw;
  });
  return Array.from(logit, (f, i) => ({
    p: 1 / (1 + Math.exp(-f)),
    mu: mu[i],
    sigma: Math.min(Math.exp(logSigma[i]), MAX_SIGMA),
  }));
}

const roomFor = (rows: number) => ({ gradient: new Float32Array(rows), hessian: new Float32Array(rows) });

function writeGradients(
  target: Float64Array,
  [logit, mu, logSigma]: readonly Float64Array[],
  { into, rows }: Readonly<{ into: readonly Gradients[]; rows: Int32Array }>,
): void {
  const [activity, location, spread] = into;
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k];
    const p = 1 / (1 + Math.exp(-logit[row]));
    const isPositive = target[row] > 0;
    write(activity, row, p - Number(isPositive), p * (1 - p));
    if (!isPositive) continue;
    const sigma = Math.exp(logSigma[row]);
    const e = (Math.log(target[row]) - mu[row]) / sigma;
    write(location, row, -e / sigma, 1 / (sigma * sigma));
    write(spread, row, 1 - e * e, 2);
  }
}

function write({ gradient, hessian }: Gradients, row: number, g: number, h: number): void {
  gradient[row] = g;
  if (hessian !== null) hessian[row] = h;
}

/** Mean of minus the log density. */
function meanLoss(target: Float64Array, [logit, mu, logSigma]: readonly Float64Array[], rows: Int32Array): number {
  let sum = 0;
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k];
    const y = target[row];
    if (!(y > 0)) sum += softplus(logit[row]);
    else {
      const e = (Math.log(y) - mu[row]) / Math.exp(logSigma[row]);
      sum += softplus(-logit[row]) + Math.log(y) + logSigma[row] + HALF_LOG_TWO_PI + (e * e) / 2;
    }
  }
  return sum / rows.length;
}
