/**
 * What each feature adds to one raw score: Shapley values of trees, exact, by the path algorithm of Lundberg, Erion and
 * Lee (2018). MODELS-RETENTION C.6. The contributions and the expectation add up to the raw score.
 */
import type { Boosting } from "./boosting.js";
import { goesLeft } from "./tree.js";
import type { BinnedRow, Tree } from "./tree.js";

/** In units of the raw score, one per feature; of a log link the factors are exp. */
export type Attribution = Readonly<{ expectation: number; contributions: Float64Array }>;

/** A feature on the way to a node: shares of rows that come along without and with knowing it, and a weight. */
type Step = { feature: number; zero: number; one: number; weight: number };

/** @param row in the bins of the fit */
export function attribute(fit: Pick<Boosting, "start" | "trees">, row: BinnedRow): Attribution {
  const contributions = new Float64Array(row.features.length);
  let expectation = fit.start;
  for (const tree of fit.trees) {
    expectation += expectations(tree)[0];
    descend({ tree, row, contributions }, { node: 0, path: [], zero: 1, one: 1, feature: -1 });
  }
  return { expectation, contributions };
}

/** Differences of expectations along the way of the row: fast, additive, partial to late splits (Saabas). */
export function attributeFast(fit: Pick<Boosting, "start" | "trees">, row: BinnedRow): Attribution {
  const contributions = new Float64Array(row.features.length);
  let expectation = fit.start;
  for (const tree of fit.trees) {
    const expected = expectations(tree);
    expectation += expected[0];
    for (let node = 0; tree.feature[node] >= 0;) {
      const next = goesLeft(tree, node, row) ? tree.left[node] : tree.right[node];
      contributions[tree.feature[node]] += expected[next] - expected[node];
      node = next;
    }
  }
  return { expectation, contributions };
}

/** Mean value of the training rows below each node; children come after their parents. */
function expectations({ feature, left, right, value, cover }: Tree): Float64Array {
  const expected = Float64Array.from(value);
  for (let node = feature.length - 1; node >= 0; node--) {
    if (feature[node] < 0) continue;
    const [a, b] = [left[node], right[node]];
    expected[node] = (cover[a] * expected[a] + cover[b] * expected[b]) / cover[node];
  }
  return expected;
}

type Walk = Readonly<{ tree: Tree; row: BinnedRow; contributions: Float64Array }>;
type Arrival = Readonly<{ node: number; path: readonly Step[]; zero: number; one: number; feature: number }>;

function descend(walk: Walk, { node, path: before, ...step }: Arrival): void {
  const { tree, row, contributions } = walk;
  const path = extend(before, step);
  const feature = tree.feature[node];
  if (feature < 0) {
    for (let i = 1; i < path.length; i++) {
      const { feature: of, zero, one } = path[i];
      contributions[of] += unwoundSum(path, i) * (one - zero) * tree.value[node];
    }
    return;
  }
  const isLeft = goesLeft(tree, node, row);
  const [hot, cold] = isLeft ? [tree.left[node], tree.right[node]] : [tree.right[node], tree.left[node]];
  const known = path.findIndex((at, i) => i > 0 && at.feature === feature);
  const { zero, one } = known < 0 ? { zero: 1, one: 1 } : path[known];
  const onward = known < 0 ? path : unwind(path, known);
  const share = (child: number): number => tree.cover[child] / tree.cover[node];
  descend(walk, { node: hot, path: onward, zero: zero * share(hot), one, feature });
  descend(walk, { node: cold, path: onward, zero: zero * share(cold), one: 0, feature });
}

/** EXTEND: the path with one more feature; weights are those of subsets by their size. */
function extend(path: readonly Step[], { zero, one, feature }: Omit<Step, "weight">): Step[] {
  const depth = path.length;
  const longer = path.map((at) => ({ ...at }));
  longer.push({ feature, zero, one, weight: depth === 0 ? 1 : 0 });
  for (let i = depth - 1; i >= 0; i--) {
    longer[i + 1].weight += (one * longer[i].weight * (i + 1)) / (depth + 1);
    longer[i].weight = (zero * longer[i].weight * (depth - i)) / (depth + 1);
  }
  return longer;
}

/** UNWIND: the path without its feature at `at`. */
function unwind(path: readonly Step[], at: number): Step[] {
  const depth = path.length - 1;
  const { zero, one } = path[at];
  const weights = path.map(({ weight }) => weight);
  let next = weights[depth];
  for (let i = depth - 1; i >= 0; i--) {
    if (one !== 0) {
      const before = weights[i];
      weights[i] = (next * (depth + 1)) / ((i + 1) * one);
      next = before - (weights[i] * zero * (depth - i)) / (depth + 1);
    } else weights[i] = (weights[i] * (depth + 1)) / (zero * (depth - i));
  }
  return path.toSpliced(at, 1).map((step, i) => ({ ...step, weight: weights[i] }));
}

/** Sum of the weights of the path without its feature at `at`. */
const unwoundSum = (path: readonly Step[], at: number): number =>
  unwind(path, at).reduce((sum, { weight }) => sum + weight, 0);
