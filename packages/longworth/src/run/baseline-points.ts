/** A served baseline as points of the cells: the mean of its customers' points, cell by cell. */
import { horizonKey } from "../domain.js";
import { baselinePoints, type Baseline } from "../forecast/baselines.js";
import { statesAt, type DayCells, type History } from "../forecast/history.js";

export interface PointOptions {
  readonly cut: number; // days since 1970-01-01
  readonly horizons: readonly number[]; // days
  readonly width: number; // days of a bin of the cells
}

/** @returns expected orders per cell, by horizon key; a cell without a sampled customer gets the mean of all */
export function cellPoints(
  history: History,
  cells: DayCells,
  { baseline, cut, horizons, width }: PointOptions & { baseline: Baseline },
): Readonly<Record<string, Float64Array>> {
  const states = statesAt(history, cut);
  const bins = keysOf(cells, width);
  const cellOf = new Map(bins.map((key, cell) => [key, cell]));
  const own = keysOf(states, width).map((key) => cellOf.get(key));
  const points = horizons.map((horizon) => {
    const { orders } = baselinePoints(history, baseline, { states, horizon });
    return [horizonKey(horizon), meansOf(orders, own, bins.length)] as const;
  });
  return Object.fromEntries(points);
}

type Keyed = Pick<DayCells, "frequency" | "recency" | "tenure" | "spendCount">;

/** The same binning as the table `cells`. */
const keysOf = ({ frequency, recency, tenure, spendCount }: Keyed, width: number): readonly string[] =>
  Array.from(frequency, (x, i) => {
    const [t, silence] = [tenure[i] ?? 0, (tenure[i] ?? 0) - (recency[i] ?? 0)];
    return `${x}/${Math.floor(t / width)}/${Math.floor(silence / width)}/${spendCount[i] ?? 0}`;
  });

function meansOf(values: Float64Array, cellOf: readonly (number | undefined)[], cells: number): Float64Array {
  const sums = new Float64Array(cells);
  const counts = new Float64Array(cells);
  values.forEach((value, i) => {
    const cell = cellOf[i];
    if (cell === undefined) return;
    sums[cell] = (sums[cell] ?? 0) + value;
    counts[cell] = (counts[cell] ?? 0) + 1;
  });
  const overall = values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
  return sums.map((sum, cell) => (counts[cell] ? sum / counts[cell] : overall));
}
