/** A network beside the trees: what it learns from, and whether it stays. */
import { joined } from "./columns.js";
import { FOLDS } from "./learners.js";
import type { Learners, learnLesson, OriginRows, Table } from "./learners.js";
import { betters } from "./network.js";
import type { learnNetwork, NetworkRows } from "./network.js";

const MOST_ROWS = 20_000; // customer-origins at most

/** What a network learns value from: the first customers of each origin, a sample by the hash of their ids. */
export function networkRows(origins: readonly OriginRows[], { names, targets }: Table): NetworkRows {
  const share = Math.min(1, MOST_ROWS / targets.value.length);
  const counts = origins.map(({ customer }) => Math.ceil(share * customer.length));
  const starts = origins.map((_, k) => origins.slice(0, k).reduce((sum, { customer }) => sum + customer.length, 0));
  const first = <A extends Float64Array | Int32Array>(column: A, k: number): A => column.subarray(0, counts[k]) as A; // cast: same class
  return {
    columns: names.map((name) =>
      joined(origins.map(({ features }, k) => first(features.columns[features.names.indexOf(name)]!, k))),
    ),
    categories: (origins[0]!.features.categories ?? []).map((name) => names.indexOf(name)),
    fold: Uint8Array.from(origins.flatMap(({ customer }, k) => Array.from(first(customer, k), (c) => c % FOLDS))),
    target: joined(starts.map((start, k) => targets.value.subarray(start, start + counts[k]!))),
    newest: counts[0]!,
  };
}

/** The learners with the network beside them, where it betters the ordering by value. */
export function withNetwork(
  learners: Learners,
  { outside, ...learner }: ReturnType<typeof learnNetwork>,
  { table, trees }: Readonly<{ table: Table; trees: ReturnType<typeof learnLesson> }>,
): Learners {
  const target = table.targets.value.subarray(0, outside.length);
  const own = trees.outside.subarray(0, outside.length);
  const isUsed = betters(target, own, own.map((score, i) => (score + outside[i]!) / 2)); // prettier-ignore
  return { ...learners, isNetworkTried: true, network: isUsed ? learner : null };
}
