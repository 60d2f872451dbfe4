/** Sums of gradients, Hessians and rows per bin: the only thing a split needs to know about the rows of its node. */
import { binsOf } from "./bins.js";
import type { Bins } from "./bins.js";
import type { Gradients } from "./losses.js";

/** Where each feature begins in a histogram; a bin is three numbers: gradient, Hessian, rows. The last bin is padding. */
export type Shape = Readonly<{ start: Int32Array; length: number }>;

export function shapeOf({ features }: Bins): Shape {
  const start = new Int32Array(features.length);
  let length = 0;
  for (const [j, feature] of features.entries()) {
    start[j] = length;
    length += 3 * (binsOf(feature) + 1);
  }
  return { start, length: length + 3 };
}

/** Four features side by side: the bins of a row in one word, so that scattered rows are fetched once for all four. */
export type Four = Readonly<{ words: Int32Array; starts: readonly number[] }>;

/** The chosen features in fours; what is missing to the last four goes into the padding of the histogram. */
export function inFours({ columns, rows }: Bins, { start, length }: Shape, chosen: Int32Array): readonly Four[] {
  const nothing = new Uint8Array(rows);
  return Array.from({ length: Math.ceil(chosen.length / 4) }, (_, group) => {
    const four = [0, 1, 2, 3].map((k) => 4 * group + k).map((k) => (k < chosen.length ? chosen[k] : -1));
    const [a, b, c, d] = four.map((j) => (j < 0 ? nothing : columns[j]));
    const words = new Int32Array(rows);
    for (let row = 0; row < rows; row++) words[row] = a[row] | (b[row] << 8) | (c[row] << 16) | (d[row] << 24);
    return { words, starts: four.map((j) => (j < 0 ? length - 3 : start[j])) };
  });
}

/** Rows of a node, and room for their gradients in the order of the rows. */
export type Members = Readonly<{ rows: Int32Array; begin: number; end: number; room: Room }>;
export type Room = Readonly<{ gradient: Float32Array; hessian: Float32Array }>;

/** Fills a histogram with the rows of a node; their gradients are gathered once for all features. */
export function fillHistogram(
  histogram: Float64Array,
  { fours, gradients }: Readonly<{ fours: readonly Four[]; gradients: Gradients }>,
  members: Members,
): void {
  const { gradient, hessian } = gradients;
  const { rows, begin, end, room } = members;
  histogram.fill(0);
  for (let k = begin; k < end; k++) room.gradient[k] = gradient[rows[k]];
  if (hessian === null) {
    for (const four of fours) addFlat(histogram, four, members);
    for (let at = 0; at < histogram.length; at += 3) histogram[at + 1] = histogram[at + 2];
  } else {
    for (let k = begin; k < end; k++) room.hessian[k] = hessian[rows[k]];
    for (const four of fours) add(histogram, four, members);
  }
}

function add(histogram: Float64Array, { words, starts }: Four, { rows, begin, end, room }: Members): void {
  const { gradient, hessian } = room;
  const [startA, startB, startC, startD] = starts;
  for (let k = begin; k < end; k++) {
    const word = words[rows[k]];
    const g = gradient[k];
    const h = hessian[k];
    const a = startA + 3 * (word & 255);
    const b = startB + 3 * ((word >>> 8) & 255);
    const c = startC + 3 * ((word >>> 16) & 255);
    const d = startD + 3 * (word >>> 24);
    histogram[a] += g;
    histogram[a + 1] += h;
    histogram[a + 2] += 1;
    histogram[b] += g;
    histogram[b + 1] += h;
    histogram[b + 2] += 1;
    histogram[c] += g;
    histogram[c + 1] += h;
    histogram[c + 2] += 1;
    histogram[d] += g;
    histogram[d + 1] += h;
    histogram[d + 2] += 1;
  }
}

/** As `add` where all Hessians are 1: the rows are their sum. */
function addFlat(histogram: Float64Array, { words, starts }: Four, { rows, begin, end, room }: Members): void {
  const { gradient } = room;
  const [startA, startB, startC, startD] = starts;
  for (let k = begin; k < end; k++) {
    const word = words[rows[k]];
    const g = gradient[k];
    const a = startA + 3 * (word & 255);
    const b = startB + 3 * ((word >>> 8) & 255);
    const c = startC + 3 * ((word >>> 16) & 255);
    const d = startD + 3 * (word >>> 24);
    histogram[a] += g;
    histogram[a + 2] += 1;
    histogram[b] += g;
    histogram[b + 2] += 1;
    histogram[c] += g;
    histogram[c + 2] += 1;
    histogram[d] += g;
    histogram[d + 2] += 1;
  }
}

/** The histogram of the other child: the parent's becomes it. */
export function subtract(parent: Float64Array, child: Float64Array): void {
  for (let at = 0; at < parent.length; at++) parent[at] -= child[at];
}
