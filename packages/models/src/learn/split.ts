/** The best split of a node, from its histogram. MODELS-RETENTION C.5, points 3, 4, 5 and 7. */
import { binsOf } from "./bins.js";
import type { Feature } from "./bins.js";
import type { Shape } from "./histogram.js";

/** Sums over the rows of a node; `value` is what a leaf would predict, kept in [low, high] by monotone features above. */
export type Sums = Readonly<{ gradient: number; hessian: number; rows: number }>;
export type Candidate = Sums & Readonly<{ value: number; low: number; high: number }>;

/** How a node is divided; `left` sums over the left rows. */
export type Split = Readonly<{
  gain: number;
  feature: number;
  bin: number;
  categories: readonly number[] | null;
  missingLeft: boolean;
  left: Sums;
  leftValue: number;
  rightValue: number;
}>;

/** What a split must satisfy. */
export type SplitRules = Readonly<{
  minRows: number; // of each child
  minHessian: number; // of each child
  rowsByHessian: boolean; // instead, each child holds as much Hessian as minRows rows of its node on average; as LightGBM
  l2: number;
  monotone: readonly number[]; // per feature 1 (never falls), -1 (never rises) or 0
}>;

/** The features of a histogram: where each begins, and whether it misses values in the training rows. */
export type Layout = Readonly<{ features: readonly Feature[]; shape: Shape; misses: readonly boolean[] }>;

const SLACK = 1e-12; // relative, for the rounding of the comparison
const TINY = 1e-15; // added to a Hessian that may be 0
const CATEGORY_SUPPORT = 10; // rows, by Hessian, of a category that is looked at
const CATEGORY_SMOOTHING = 10; // added to the Hessian when categories are put in order

/**
 * Rows and Hessian of each child, at least. By the Hessian, rows count by what they can tell: of counts, as many as are
 * expected of them, so that a few rows of which next to nothing is expected make no leaf of their own.
 */
const leastOf = ({ rows, hessian }: Sums, { minRows, minHessian, rowsByHessian }: SplitRules) =>
  rowsByHessian
    ? { minRows: 1, minHessian: Math.max(minHessian, (minRows * hessian) / rows) }
    : { minRows, minHessian };

/** Best value of a leaf, within bounds. @param regular its Hessian with the penalty */
function leafValue(gradient: number, regular: number, { low, high }: Candidate): number {
  const value = -gradient / regular;
  return value < low ? low : value > high ? high : value;
}

/** A search in progress: the best so far, overwritten in place because thousands are compared per node. */
type Search = {
  readonly node: Candidate;
  readonly rules: SplitRules;
  readonly histogram: Float64Array;
  gain: number;
  feature: number;
  bin: number;
  missingLeft: boolean;
  categories: readonly number[] | null;
  gradient: number;
  hessian: number;
  rows: number;
};

/** @returns null when no split gains anything. Ties go to the lower feature, lower bin, missing values right. */
export function bestSplit(
  histogram: Float64Array,
  node: Candidate,
  { layout, rules, chosen }: Readonly<{ layout: Layout; rules: SplitRules; chosen: Int32Array }>,
): Split | null {
  const nowhere = { feature: -1, bin: 0, missingLeft: false, categories: null };
  const search: Search = { node, rules, histogram, gain: 0, ...nowhere, gradient: 0, hessian: 0, rows: 0 };
  for (let k = 0; k < chosen.length; k++) {
    const j = chosen[k];
    const feature = { j, start: layout.shape.start[j], bins: binsOf(layout.features[j]), misses: layout.misses[j] };
    if (layout.features[j].kind === "category") scanCategories(search, feature);
    else {
      scan(search, feature, false);
      if (feature.misses) scan(search, feature, true);
    }
  }
  return search.feature < 0 ? null : splitOf(search);
}

function splitOf({ node, rules, ...found }: Search): Split {
  const { gain, feature, bin, missingLeft, categories, gradient, hessian, rows } = found;
  const value = (g: number, h: number): number => leafValue(g, h + rules.l2 + TINY, node);
  return {
    gain,
    feature,
    bin,
    missingLeft,
    categories,
    left: { gradient, hessian, rows },
    leftValue: value(gradient, hessian),
    rightValue: value(node.gradient - gradient, node.hessian - hessian),
  };
}

type Scanned = Readonly<{ j: number; start: number; bins: number; misses: boolean }>;

/** Gain of dividing the node so; negative where a monotone feature forbids it. */
function gainOf({ node, rules }: Search, j: number, gradient: number, hessian: number): number {
  const regular = rules.l2 + TINY;
  const rest = node.gradient - gradient;
  const left = leafValue(gradient, hessian + regular, node);
  const right = leafValue(rest, node.hessian - hessian + regular, node);
  const direction = rules.monotone[j];
  if (direction !== 0 && direction * (right - left) < 0) return -1;
  return node.gradient * node.value - gradient * left - rest * right;
}

/**
 * From left to right with missing values on the right (then "everything else against them" is a split, too), or from
 * right to left with missing values on the left. Empty bins divide nothing new.
 */
function scan(search: Search, { j, start, bins, misses }: Scanned, isBackward: boolean): void {
  const { histogram, node, rules } = search;
  const { minRows, minHessian } = leastOf(node, rules);
  const { gradient: wholeGradient, hessian: wholeHessian, rows: wholeRows } = node;
  const isPlain = rules.monotone[j] === 0 && node.low === -Infinity && node.high === Infinity;
  const step = isBackward ? -3 : 3;
  const count = bins - 1 + (misses && !isBackward ? 1 : 0);
  const regular = rules.l2 + TINY;
  const whole = wholeGradient * node.value;
  let needed = (search.gain - whole) * (1 - SLACK);
  let [gradient, hessian, rows] = [0, 0, 0];
  for (let k = 0, at = isBackward ? start + 3 * (bins - 1) : start; k < count; k++, at += step) {
    const here = histogram[at + 2];
    if (here === 0) continue;
    gradient += histogram[at];
    hessian += histogram[at + 1];
    rows += here;
    if (rows < minRows || hessian < minHessian) continue;
    if (wholeRows - rows < minRows || wholeHessian - hessian < minHessian) break;
    if (isPlain) {
      const rest = wholeGradient - gradient; // gain > best, without its divisions: most bins fail here
      const one = hessian + regular;
      const other = wholeHessian - hessian + regular;
      if (gradient * gradient * other + rest * rest * one < needed * one * other) continue;
    }
    if (isBackward) {
      const left = { gradient: wholeGradient - gradient, hessian: wholeHessian - hessian, rows: wholeRows - rows };
      keepIfBetter(search, { feature: j, bin: bins - 2 - k, missingLeft: true, categories: null }, left);
    } else {
      keepIfBetter(search, { feature: j, bin: k, missingLeft: false, categories: null }, { gradient, hessian, rows });
    }
    needed = (search.gain - whole) * (1 - SLACK);
  }
}

type Place = Pick<Split, "feature" | "bin" | "missingLeft" | "categories">;

function keepIfBetter(search: Search, place: Place, left: Sums): void {
  const gain = gainOf(search, place.feature, left.gradient, left.hessian);
  if (gain > search.gain) Object.assign(search, { gain }, place, left);
}

/** Categories in order of their values, from both ends to the middle; those with few rows go right. */
function scanCategories(search: Search, { j, start, bins, misses }: Scanned): void {
  const { histogram, node, rules } = search;
  const scale = node.rows / node.hessian;
  const { minRows, minHessian } = leastOf(node, rules);
  const order: number[] = [];
  for (let bin = 0; bin < bins + Number(misses); bin++) {
    if (histogram[start + 3 * bin + 1] * scale >= CATEGORY_SUPPORT) order.push(bin);
  }
  if (order.length <= 1) return;
  const height = (bin: number): number =>
    histogram[start + 3 * bin] / (histogram[start + 3 * bin + 1] + CATEGORY_SMOOTHING);
  order.sort((a, b) => height(a) - height(b) || a - b);
  const middle = (order.length + 1) >> 1;
  for (const fromLeft of [true, false]) {
    let [gradient, hessian, rows] = [0, 0, 0];
    const set: number[] = [];
    for (let i = 0; i < (fromLeft ? middle : middle - 1); i++) {
      const bin = order[fromLeft ? i : order.length - 1 - i];
      gradient += histogram[start + 3 * bin];
      hessian += histogram[start + 3 * bin + 1];
      rows += histogram[start + 3 * bin + 2];
      set.push(bin);
      if (rows < minRows || hessian < minHessian) continue;
      if (node.rows - rows < minRows || node.hessian - hessian < minHessian) break;
      const place = { feature: j, bin: 0, missingLeft: misses && set.includes(bins), categories: [...set] };
      keepIfBetter(search, place, { gradient, hessian, rows });
    }
  }
}
