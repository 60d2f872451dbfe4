/** How well risks order the durations: Harrell's C, in n log n. */
import { fallingOrder, risingOrder } from "../math/sorting.js";
import type { Durations } from "./durations.js";

/** Comparable pairs: the earlier duration is an event; at equal durations exactly one is. .5 is no order at all. */
export type Concordance = Readonly<{
  concordance: number | null; // null without a comparable pair
  concordant: number; // the higher risk left earlier
  discordant: number;
  tiedRisk: number; // half concordant
  tiedTime: number; // two events at once with different risks: not comparable
}>;

/**
 * Rows without a duration or a risk (NaN) are left out.
 * @param risk the higher, the sooner the customer is expected to leave (of a Cox fit: the columns times coefficients)
 */
export function concordanceOf({ duration, observed }: Durations, risk: Float64Array): Concordance {
  const ranks = denseRanks(risk);
  const counts = fenwick(ranks.levels);
  const order = fallingOrder(duration).filter((row) => !Number.isNaN(duration[row]) && !Number.isNaN(risk[row]));
  let [concordant, discordant, tiedRisk, tiedTime] = [0, 0, 0, 0];
  for (let from = 0, to = 0; from < order.length; from = to) {
    for (to = from; to < order.length && duration[order[to]] === duration[order[from]]; to++)
      if (!(observed[order[to]] > 0)) counts.add(ranks.of[order[to]]);
    const events = order.subarray(from, to).filter((row) => observed[row] > 0);
    for (const row of events) {
      const rank = ranks.of[row];
      const [below, upTo] = [counts.sum(rank - 1), counts.sum(rank)];
      concordant += below;
      tiedRisk += upTo - below;
      discordant += counts.all() - upTo;
    }
    tiedTime += differentPairs(events.map((row) => ranks.of[row]).sort());
    for (const row of events) counts.add(ranks.of[row]);
  }
  const comparable = concordant + discordant + tiedRisk;
  const concordance = comparable === 0 ? null : (concordant + tiedRisk / 2) / comparable;
  return { concordance, concordant, discordant, tiedRisk, tiedTime };
}

/** Pairs of different values among sorted ones. */
function differentPairs(sorted: Uint32Array): number {
  let pairs = 0;
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    for (end = start; end < sorted.length && sorted[end] === sorted[start]; end++);
    pairs += (end - start) * start;
  }
  return pairs;
}

function denseRanks(values: Float64Array): Readonly<{ of: Uint32Array; levels: number }> {
  const order = risingOrder(values);
  const of = new Uint32Array(values.length);
  let rank = 0;
  for (const [i, row] of order.entries()) {
    if (i === 0 || values[row] !== values[order[i - 1]]) rank++;
    of[row] = rank;
  }
  return { of, levels: rank };
}

/** Counts by rank 1, 2, ... with cumulative sums, each in log(levels) steps. Fenwick (1994). */
function fenwick(levels: number) {
  const tree = new Float64Array(levels + 1);
  let total = 0;
  return {
    add(rank: number): void {
      total++;
      for (let i = rank; i <= levels; i += i & -i) tree[i]++;
    },
    sum(rank: number): number {
      let sum = 0;
      for (let i = rank; i > 0; i -= i & -i) sum += tree[i];
      return sum;
    },
    all: (): number => total,
  };
}
