/** Cells of customers who share a history and, nearly, what boosting adds to them. */
import { pickCells } from "./cells.js";
import type { DayCells } from "./history.js";
import type { CellCorrections, Corrections } from "./assemble.js";

/** Steps of a correction, a log: customers of one cell differ by less than 3 % from its middle. */
const FINEST = 0.05;

/** Cells that are scored one by one; where there would be more, the steps are twice as long. */
const MOST_CELLS = 100_000;

export interface Refined {
  readonly cells: DayCells;
  readonly plainOf: Int32Array; // the plain cell of each
  readonly cellOf: Int32Array; // per customer of the history
  readonly corrections: CellCorrections; // means over the customers of a cell
}

/** Customers with corrections, parallel; `cellOf` is their cell among the plain ones, from 0. */
export type Corrected = Readonly<{ cellOf: Int32Array; corrections: Corrections; spend: Float64Array | null }>;

/** @param cells plain ones. @returns cells in the order of the plain ones, then of the corrections */
export function refineCells(cells: DayCells, corrected: Corrected, most = MOST_CELLS): Refined {
  for (let step = FINEST; ; step *= 2) {
    const { cellOf, plainOf, order } = dividedBy(step, corrected);
    if (plainOf.length <= Math.max(most, cells.weight.length))
      return summed(cells, corrected, { cellOf, plainOf, order });
  }
}

/** `order`: customers by their cells. */
type Division = Readonly<{ cellOf: Int32Array; plainOf: Int32Array; order: readonly number[] }>;

function dividedBy(step: number, { cellOf, corrections }: Corrected): Division {
  const { active, orders, value, valuePoint } = corrections;
  const kinds = [active, orders, value, valuePoint];
  const steps = kinds.map((column) => column.map((c) => Math.round(c / step)));
  const order = Array.from(cellOf.keys()).sort((a, b) => {
    if (cellOf[a] !== cellOf[b]) return cellOf[a]! - cellOf[b]!;
    const differing = steps.find((column) => column[a] !== column[b]);
    return differing === undefined ? a - b : differing[a]! - differing[b]!;
  });
  const isNew = (a: number, b: number) => cellOf[a] !== cellOf[b] || steps.some((column) => column[a] !== column[b]);
  const own = new Int32Array(cellOf.length);
  const plain: number[] = [];
  for (const [k, i] of order.entries()) {
    if (k === 0 || isNew(order[k - 1]!, i)) plain.push(cellOf[i]!);
    own[i] = plain.length - 1;
  }
  return { cellOf: own, plainOf: Int32Array.from(plain), order };
}

/** Customers, means of corrections and sums of spend of each cell. */
function summed(
  cells: DayCells,
  { corrections, spend }: Corrected,
  { cellOf: own, plainOf: plain, order }: Division,
): Refined {
  const { active, orders, value, valuePoint } = corrections;
  const weight = new Float64Array(plain.length);
  own.forEach((cell) => weight[cell]!++);
  const total = (column: Float64Array | null) => {
    const sums = new Float64Array(plain.length);
    for (const i of order) sums[own[i]!]! += column === null ? 1 : column[i]!;
    return sums;
  };
  const mean = (column: Float64Array) => total(column).map((sum, cell) => sum / weight[cell]!);
  return {
    cells: { ...pickCells(cells, plain), weight },
    cellOf: own,
    plainOf: plain,
    corrections: {
      active: mean(active),
      orders: mean(orders),
      value: mean(value),
      valuePoint: mean(valuePoint),
      spend: total(spend),
    },
  };
}
