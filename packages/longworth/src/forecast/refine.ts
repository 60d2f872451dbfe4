/** Cells of customers who share a history and, nearly, what boosting adds to them. */
import type { DayCells } from "./history.js";
import type { CellCorrections, Corrections } from "./assemble.js";

/** Steps of a correction, a log: customers of one cell differ by less than 3 %. */
const STEP = 0.05;

export interface Refined {
  readonly cells: DayCells;
  readonly cellOf: Int32Array; // per customer of the history
  readonly corrections: CellCorrections; // means over the customers of a cell
}

/** Customers with corrections, parallel; `cellOf` is their cell among the plain ones, from 0. */
export type Corrected = Readonly<{ cellOf: Int32Array; corrections: Corrections; spend: Float64Array | null }>;

/** @param cells plain ones. @returns cells in the order of the plain ones, then of the corrections */
export function refineCells(cells: DayCells, { cellOf, corrections, spend }: Corrected): Refined {
  const { active, orders, value, valuePoint } = corrections;
  const kinds = [active, orders, value, valuePoint];
  const steps = kinds.map((column) => column.map((c) => Math.round(c / STEP)));
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
  const weight = new Float64Array(plain.length);
  own.forEach((cell) => weight[cell]!++);
  const total = (column: Float64Array | null) => {
    const sums = new Float64Array(plain.length);
    for (const i of order) sums[own[i]!]! += column === null ? 1 : column[i]!;
    return sums;
  };
  const mean = (column: Float64Array) => total(column).map((sum, cell) => sum / weight[cell]!);
  const pick = (column: Float64Array) => Float64Array.from(plain, (cell) => column[cell]!);
  return {
    cells: {
      frequency: pick(cells.frequency),
      recency: pick(cells.recency),
      tenure: pick(cells.tenure),
      spendCount: pick(cells.spendCount),
      weight,
    },
    cellOf: own,
    corrections: {
      active: mean(active),
      orders: mean(orders),
      value: mean(value),
      valuePoint: mean(valuePoint),
      spend: total(spend),
    },
  };
}
