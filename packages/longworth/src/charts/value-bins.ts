/** Curves and shares from classes of expected value, some hundred rows whatever the number of customers. */

/** A class of customers by expected value; the classes come dearest first. */
export type ValueBin = Readonly<{
  floor: number; // lower edge; 0 holds those without any
  customers: number;
  value: number; // sum of the expected values
  variance: number; // sum of the customers' variances
  active: number; // sum of the chances of at least one purchase
  predicted: number | null; // sum of predicted values: on the basis, discounted
}>;

/** Sums over the best customers. */
export type Best = Readonly<{ customers: number; value: number; variance: number; active: number; predicted: number }>;

const NOBODY: Best = { customers: 0, value: 0, variance: 0, active: 0, predicted: 0 };

function add(best: Best, bin: ValueBin, part: number): Best {
  return {
    customers: best.customers + part * bin.customers,
    value: best.value + part * bin.value,
    variance: best.variance + part * bin.variance,
    active: best.active + part * bin.active,
    predicted: best.predicted + part * (bin.predicted ?? 0),
  };
}

/** All customers together. */
export const everybody = (bins: readonly ValueBin[]): Best => bins.reduce((sum, bin) => add(sum, bin, 1), NOBODY);

/** The best `share` of the customers; the class that is cut counts in part (its members differ by 5 % at most). */
export function bestShare(bins: readonly ValueBin[], share: number): Best {
  let left = share * everybody(bins).customers;
  let best = NOBODY;
  for (const bin of bins) {
    const part = Math.min(1, left / bin.customers);
    if (part <= 0) break;
    best = add(best, bin, part);
    left -= part * bin.customers;
  }
  return best;
}

/** A point of the curve: the best `customers` (share) hold `value` (share). */
export type CurvePoint = Readonly<{ customers: number; value: number }>;

/** Concentration from 0 to 1 in steps of 1 %. */
export function concentration(bins: readonly ValueBin[]): readonly CurvePoint[] {
  const all = everybody(bins).value;
  return Array.from({ length: 101 }, (_, i) => ({
    customers: i / 100,
    value: all > 0 ? bestShare(bins, i / 100).value / all : 0,
  }));
}

/** A bar of the distribution: customers whose value is in [from, to). */
export type ValueClass = Readonly<{ from: number; to: number; customers: number; value: number }>;

const STEPS = [1, 2, 5, 10] as const;

/** Customers by value in classes of 1, 2, 5, 10, …; the first holds all below its upper edge. At most 14 classes. */
export function distribution(bins: readonly ValueBin[]): readonly ValueClass[] {
  const valued = bins.filter((bin) => bin.floor > 0);
  const top = valued[0]?.floor ?? 0;
  if (top === 0) return [];
  const edges = edgesBelow(top);
  return edges.slice(0, -1).map((edge, i) => {
    const from = i === 0 ? 0 : edge;
    const to = edges[i + 1] ?? Infinity;
    const inside = bins.filter((bin) => bin.floor >= from * (1 - 1e-9) && bin.floor < to * (1 - 1e-9));
    const { customers, value } = everybody(inside);
    return { from, to, customers, value };
  });
}

/** Edges up to the first above `top`, over four powers of ten. */
function edgesBelow(top: number): readonly number[] {
  const last = Math.floor(Math.log10(top) + 1e-9);
  const edges: number[] = [];
  for (let decade = last - 3; decade <= last; decade++) {
    for (const step of STEPS.slice(0, 3)) edges.push(Number((step * 10 ** decade).toPrecision(1)));
  }
  edges.push(10 ** (last + 1));
  const end = edges.findIndex((edge) => edge > top);
  return edges.slice(0, end + 1);
}
