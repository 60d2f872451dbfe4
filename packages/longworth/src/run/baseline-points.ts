/** A served baseline as points of the cells: the mean of its customers' points, cell by cell, in orders and in money. */
import { horizonKey } from "../domain.js";
import { baselinePoints, type Baseline } from "../forecast/baselines.js";
import { statesAt, type DayCells, type History, type States } from "../forecast/history.js";
import { cellKeyOf, type Steps } from "../sql/cells.js";
import type { CellScores } from "./score-cells.js";

export interface PointOptions {
  readonly cut: number; // days since 1970-01-01
  readonly horizons: readonly number[]; // days
  readonly steps: Steps; // of the bins of the cells
}

export type BaselineOptions = PointOptions & Readonly<{ baseline: Baseline }>;

/** @returns expected orders per cell, by horizon key; a cell without a sampled customer gets the mean of all */
export function cellPoints(
  history: History,
  cells: DayCells,
  { baseline, cut, horizons, steps }: BaselineOptions,
): Readonly<Record<string, Float64Array>> {
  const states = statesAt(history, cut);
  const own = cellsOf(states, cells, steps);
  const points = horizons.map((horizon) => {
    const { orders } = baselinePoints(history, baseline, { states, horizon });
    return [horizonKey(horizon), meansOf(orders, own, cells.weight.length)] as const;
  });
  return Object.fromEntries(points);
}

/** The scores with the law of money of each cell scaled so that its customers' mean is the baseline's. */
export function moneyOfBaseline(
  scores: CellScores,
  { history, cells }: Readonly<{ history: History; cells: DayCells }>,
  { baseline, cut, horizons, steps }: BaselineOptions,
): CellScores {
  const { log_scale_prior: prior, log_scale_slope: slope } = scores.columns;
  if (prior === undefined || slope === undefined) return scores; // no amounts
  const states = statesAt(history, cut);
  const own = cellsOf(states, cells, steps);
  const scale = states.sumLog.map((sum, i) => Math.exp((prior[own[i] ?? 0] ?? 0) + (slope[own[i] ?? 0] ?? 0) * sum));
  const columns: Record<string, Float64Array> = { ...scores.columns };
  for (const horizon of horizons) {
    const key = horizonKey(horizon);
    const { value } = baselinePoints(history, baseline, { states, horizon });
    const unit = columns[`unit_revenue_${key}`] ?? new Float64Array(cells.weight.length);
    const expected = scale.map((one, i) => one * (unit[own[i] ?? 0] ?? 0));
    const [wanted, made] = [value, expected].map((column) => meansOf(column, own, cells.weight.length));
    const factor = unit.map((_, cell) => (made?.[cell] ? Math.max(0, wanted?.[cell] ?? 0) / made[cell] : 1));
    for (const [name, column] of Object.entries(columns)) {
      const isMoney = name === `unit_revenue_sd_${key}` || name.startsWith(`unit_revenue_${key}`);
      if (isMoney) columns[name] = column.map((number, cell) => number * (factor[cell] ?? 1));
    }
  }
  return { ...scores, columns };
}

/** The cell of each customer; undefined where the cells have none. */
function cellsOf(states: States, cells: DayCells, steps: Steps): readonly (number | undefined)[] {
  const cellOf = new Map(keysOf(cells, steps).map((key, cell) => [key, cell]));
  return keysOf(states, steps).map((key) => cellOf.get(key));
}

type Keyed = Pick<DayCells, "frequency" | "recency" | "tenure" | "spendCount">;

/** The key of each in the table `cells`. */
const keysOf = ({ frequency, recency, tenure, spendCount }: Keyed, steps: Steps): readonly string[] =>
  Array.from(frequency, (x, i) => {
    const [age, last, spendDays] = [tenure[i] ?? 0, recency[i] ?? 0, spendCount[i] ?? 0];
    return cellKeyOf({ frequency: x, tenure: age, silence: age - last, spendDays }, steps).join("/");
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
