/** Growing one tree, best split first. MODELS-RETENTION C.5, points 6 to 8. */
import { binsOf } from "./bins.js";
import type { Bins } from "./bins.js";
import { fillHistogram, inFours, shapeOf, subtract } from "./histogram.js";
import type { Four, Room } from "./histogram.js";
import type { Gradients } from "./losses.js";
import { bestSplit } from "./split.js";
import type { Candidate, Layout, Split, SplitRules } from "./split.js";
import type { Tree } from "./tree.js";

export type GrowthRules = SplitRules & Readonly<{ maxLeaves: number; maxDepth: number }>;

/** A leaf of a grown tree, and its training rows: `rows[begin]` to `rows[end - 1]`. */
export type Leaf = Readonly<{ node: number; begin: number; end: number }>;

/** A tree whose values may still change, and its training rows in the order of its leaves. */
export type Grown = Readonly<{ tree: Tree & { value: number[] }; leaves: readonly Leaf[]; rows: Int32Array }>;

/** Grows trees on the same bins; holds the memory that they share. */
export type Grower = (rows: Int32Array, gradients: Gradients, chosen: Int32Array) => Grown;

/** A node while the tree grows. */
type Node = Candidate & {
  readonly begin: number;
  readonly end: number;
  readonly depth: number;
  histogram: Float64Array | null;
  split: Split | null;
  missingLeft: boolean;
  children: readonly [Node, Node] | null;
};

/** What every step of the growth reads. */
type Growth = Readonly<{
  bins: Bins;
  layout: Layout;
  rules: GrowthRules;
  gradients: Gradients;
  chosen: Int32Array;
  fours: readonly Four[];
  rows: Int32Array;
  aside: Int32Array;
  room: Room;
  free: Float64Array[]; // histograms that nobody needs any more
}>;

/** @returns a function that grows one tree per call: on some rows, in ascending order of features */
export function growerOf(bins: Bins, rules: GrowthRules): Grower {
  const shape = shapeOf(bins);
  const misses = bins.features.map((feature, j) => bins.columns[j].includes(binsOf(feature)));
  const layout: Layout = { features: bins.features, shape, misses };
  const room = { gradient: new Float32Array(bins.rows), hessian: new Float32Array(bins.rows) };
  const aside = new Int32Array(bins.rows);
  const free: Float64Array[] = [];
  let known: Readonly<{ chosen: Int32Array; fours: readonly Four[] }> = { chosen: new Int32Array(0), fours: [] };
  return (given, gradients, chosen) => {
    if (chosen !== known.chosen) known = { chosen, fours: inFours(bins, shape, chosen) };
    const rows = given.slice();
    const growth = { ...known, bins, layout, rules, gradients, rows, aside, room, free };
    const root = grow(growth);
    return { ...flatten(root), rows };
  };
}

function grow(growth: Growth): Node {
  const { rules, rows } = growth;
  const root = rootOf(growth);
  const open: Node[] = [];
  if (rows.length >= 2 * rules.minRows && root.hessian >= rules.minHessian) {
    fill(growth, root);
    consider(growth, root, open);
  }
  for (let leaves = 1; open.length > 0 && leaves < rules.maxLeaves; leaves++) {
    const node = takeBest(open);
    const children = divide(growth, node);
    node.children = children;
    if (leaves + 1 === rules.maxLeaves) {
      release(growth, node);
      break;
    }
    const growable = children.filter(
      (child) => child.rows >= 2 * rules.minRows && (rules.maxDepth === 0 || child.depth < rules.maxDepth),
    );
    if (growable.length > 0) inherit(growth, node, children);
    for (const child of growable) consider(growth, child, open);
    for (const child of [node, ...children]) if (!open.includes(child)) release(growth, child);
  }
  for (const node of open) release(growth, node);
  release(growth, root);
  return root;
}

function rootOf({ rows, gradients }: Growth): Node {
  let [gradient, hessian] = [0, 0];
  for (let k = 0; k < rows.length; k++) gradient += gradients.gradient[rows[k]];
  if (gradients.hessian === null) hessian = rows.length;
  else for (let k = 0; k < rows.length; k++) hessian += gradients.hessian[rows[k]];
  const sums = { gradient, hessian, rows: rows.length, value: 0, low: -Infinity, high: Infinity };
  return nodeOf(sums, { begin: 0, end: rows.length, depth: 0 });
}

const nodeOf = (sums: Candidate, place: Readonly<{ begin: number; end: number; depth: number }>): Node => ({
  ...sums,
  ...place,
  histogram: null,
  split: null,
  missingLeft: false,
  children: null,
});

function fill({ layout, fours, gradients, rows, room, free }: Growth, node: Node): void {
  node.histogram = free.pop() ?? new Float64Array(layout.shape.length);
  fillHistogram(node.histogram, { fours, gradients }, { rows, begin: node.begin, end: node.end, room });
}

function release({ free }: Growth, node: Node): void {
  if (node.histogram !== null) free.push(node.histogram);
  node.histogram = null;
}

/** Opens a node that can be divided. */
function consider({ layout, rules, chosen }: Growth, node: Node, open: Node[]): void {
  if (node.histogram !== null) node.split = bestSplit(node.histogram, node, { layout, rules, chosen });
  if (node.split !== null) open.push(node);
}

/** The open node that gains most; the first opened of several. */
function takeBest(open: Node[]): Node {
  let best = 0;
  for (let k = 1; k < open.length; k++) if ((open[k].split?.gain ?? 0) > (open[best].split?.gain ?? 0)) best = k;
  return open.splice(best, 1)[0];
}

/** The smaller child is counted, the larger one is what remains of the parent. */
function inherit(growth: Growth, node: Node, [left, right]: readonly [Node, Node]): void {
  const [small, big] = left.rows < right.rows ? [left, right] : [right, left];
  fill(growth, small);
  if (node.histogram === null || small.histogram === null) return;
  subtract(node.histogram, small.histogram);
  big.histogram = node.histogram;
  node.histogram = null;
}

function divide(growth: Growth, node: Node): readonly [Node, Node] {
  const { split, begin, end, depth } = node;
  if (split === null) throw new Error("only open nodes are divided");
  const { feature, left, leftValue, rightValue } = split;
  const between = begin + partition(growth, node, split);
  node.missingLeft = growth.layout.misses[feature] ? split.missingLeft : between - begin > end - between;
  const bounds = boundsOf(node, split, growth.rules.monotone[feature]);
  const right = {
    gradient: node.gradient - left.gradient,
    hessian: node.hessian - left.hessian,
    rows: node.rows - left.rows,
  };
  return [
    nodeOf({ ...left, value: leftValue, ...bounds.left }, { begin, end: between, depth: depth + 1 }),
    nodeOf({ ...right, value: rightValue, ...bounds.right }, { begin: between, end, depth: depth + 1 }),
  ];
}

/** Below a monotone split no leaf may cross the middle between the children. */
function boundsOf({ low, high }: Candidate, { leftValue, rightValue }: Split, direction: number) {
  const middle = (leftValue + rightValue) / 2;
  const below = { low, high: middle };
  const above = { low: middle, high };
  if (direction === 0) return { left: { low, high }, right: { low, high } };
  return direction > 0 ? { left: below, right: above } : { left: above, right: below };
}

/** Puts the left rows of a node before its right ones, both in their order. @returns how many are left */
function partition({ bins, layout, rows, aside }: Growth, { begin, end }: Node, split: Split): number {
  const column = bins.columns[split.feature];
  const isLeft = new Uint8Array(256);
  const missing = binsOf(layout.features[split.feature]);
  if (split.categories === null) isLeft.fill(1, 0, split.bin + 1);
  else for (const code of split.categories) isLeft[code] = 1;
  isLeft[missing] = Number(split.missingLeft);
  let left = begin;
  let right = 0;
  for (let k = begin; k < end; k++) {
    const row = rows[k];
    const goes = isLeft[column[row]]; // both are written, one counts: a branch would be guessed wrong half the time
    rows[left] = row;
    aside[right] = row;
    left += goes;
    right += 1 - goes;
  }
  for (let k = 0; k < right; k++) rows[left + k] = aside[k];
  return left - begin;
}

type Columns = { [K in keyof Tree]: Tree[K][number][] };

/** The nodes as parallel columns, parents first. */
function flatten(root: Node): Omit<Grown, "rows"> {
  const tree: Columns = {
    feature: [],
    bin: [],
    categories: [],
    missingLeft: [],
    left: [],
    right: [],
    gain: [],
    value: [],
    cover: [],
  };
  const leaves: Leaf[] = [];
  const add = (node: Node): number => {
    const at = tree.feature.length;
    const split = node.children === null ? null : node.split;
    tree.feature.push(split?.feature ?? -1);
    tree.bin.push(split?.bin ?? 0);
    tree.categories.push(split?.categories ?? null);
    tree.missingLeft.push(split !== null && node.missingLeft);
    tree.gain.push(split?.gain ?? 0);
    tree.value.push(node.value);
    tree.cover.push(node.rows);
    tree.left.push(-1);
    tree.right.push(-1);
    if (node.children === null) leaves.push({ node: at, begin: node.begin, end: node.end });
    else {
      tree.left[at] = add(node.children[0]);
      tree.right[at] = add(node.children[1]);
    }
    return at;
  };
  add(root);
  return { tree, leaves };
}
