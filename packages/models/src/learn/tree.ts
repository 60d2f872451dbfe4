/** Regression trees on bins: what a tree is, and where its rows go. */
import { binsOf } from "./bins.js";
import type { Bins, Feature } from "./bins.js";

/**
 * Parallel columns, one entry per node, a node before its children, the left ones first; JSON. A row goes left when its
 * bin is at most `bin`, or among `categories`; a missing value when `missingLeft`.
 */
export type Tree = Readonly<{
  feature: readonly number[]; // -1 at a leaf
  bin: readonly number[];
  categories: readonly (readonly number[] | null)[];
  missingLeft: readonly boolean[];
  left: readonly number[];
  right: readonly number[];
  gain: readonly number[];
  value: readonly number[]; // of a leaf: what it adds to the score; of other nodes what a leaf there would add
  cover: readonly number[]; // training rows
}>;

const SETS = 256; // bins a set of categories can hold

/** A tree as typed arrays; made once per scoring. */
type Compiled = Readonly<{
  feature: Int32Array;
  bin: Int32Array; // -1 where there is a set
  missingLeft: Uint8Array;
  sets: Uint8Array; // per node 256 flags, only in trees with categories
  left: Int32Array;
  right: Int32Array;
  value: Float64Array;
}>;

export function compile(tree: Tree): Compiled {
  const { feature, bin, categories, missingLeft, left, right, value } = tree;
  const nodes = feature.length;
  const sets = new Uint8Array(categories.some((set) => set !== null) ? SETS * nodes : 0);
  for (const [node, set] of categories.entries()) for (const code of set ?? []) sets[SETS * node + code] = 1;
  return {
    feature: Int32Array.from(feature),
    bin: Int32Array.from(bin, (b, node) => (categories[node] === null ? b : -1)),
    missingLeft: Uint8Array.from(missingLeft, Number),
    sets,
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    value: Float64Array.from(value),
  };
}

/** Adds the values of a tree to the scores of some rows. @param rows all when absent */
export function addTree(tree: Tree, data: Bins, scores: Float64Array, rows?: Int32Array): void {
  const { feature, bin, missingLeft, sets, left, right, value } = compile(tree);
  const { columns } = data;
  const missing = Int32Array.from(data.features, binsOf);
  const count = rows === undefined ? data.rows : rows.length;
  for (let k = 0; k < count; k++) {
    const row = rows === undefined ? k : rows[k];
    let node = 0;
    for (let j = feature[0]; j >= 0; j = feature[node]) {
      const b = columns[j][row];
      const isLeft =
        b === missing[j] ? missingLeft[node] === 1 : bin[node] < 0 ? sets[SETS * node + b] === 1 : b <= bin[node];
      node = isLeft ? left[node] : right[node];
    }
    scores[row] += value[node];
  }
}

/** Whether a row goes left at an inner node. @param bins of the row, one per feature */
export function goesLeft(tree: Tree, node: number, { features, bins }: BinnedRow): boolean {
  const j = tree.feature[node];
  if (bins[j] === binsOf(features[j])) return tree.missingLeft[node];
  return tree.categories[node]?.includes(bins[j]) ?? bins[j] <= tree.bin[node];
}

/** One customer in bins. */
export type BinnedRow = Readonly<{ features: readonly Feature[]; bins: Uint8Array }>;

/** One row of many. */
export const rowOf = ({ features, columns }: Bins, row: number): BinnedRow => ({
  features,
  bins: Uint8Array.from(columns, (column) => column[row]),
});
