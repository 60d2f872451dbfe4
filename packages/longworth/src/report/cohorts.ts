/** What the triangle says: shares over all cohorts old enough, and the newest cohort beside the ones before it. */
import { proportion } from "@longworth/models";
import type { CohortCell } from "./data.js";

const LEVEL = 0.9;

/** Customers of some cohorts and those of them who did something. */
type Part = Readonly<{ size: number; customers: number }>;

/** Shares one period after the first purchase, over all cohorts for which that period is over; null without any. */
export type Pooled = Readonly<{ on: number; from: number }>;

/** One cohort against all older ones at the same age, with the 90 % interval of the difference (Newcombe). */
export type Comparison = Readonly<{
  cohort: string;
  age: number;
  share: number;
  before: number;
  low: number;
  high: number;
}>;

/** Cells whose period is over. */
const over = (cells: readonly CohortCell[], age: number): readonly CohortCell[] =>
  cells.filter((cell) => cell.complete && cell.age === age);

const sum = (cells: readonly CohortCell[], of: (cell: CohortCell) => number): number =>
  cells.reduce((all, cell) => all + of(cell), 0);

/** Sum of customers over sum of sizes: never a mean of shares. */
export function pooled(cells: readonly CohortCell[], age: number): Pooled | null {
  const old = over(cells, age);
  const size = sum(old, (cell) => cell.size);
  if (size === 0) return null;
  return { on: sum(old, (cell) => cell.customers) / size, from: sum(old, (cell) => cell.later) / size };
}

/** The newest cohort of at least `few` customers whose first period after the first purchase is over; null without one. */
export function newest(cells: readonly CohortCell[], few: number): Comparison | null {
  const age = 1;
  const old = over(cells, age).filter(({ size }) => size >= few);
  const own = old.at(-1);
  const rest = old.slice(0, -1);
  if (own === undefined || rest.length === 0) return null;
  const before: Part = { size: sum(rest, (cell) => cell.size), customers: sum(rest, (cell) => cell.customers) };
  return { cohort: own.cohort, age, ...difference(own, before) };
}

function difference(one: Part, other: Part) {
  const part = ({ size, customers }: Part) => ({ share: customers / size, trials: size });
  const [own, rest] = [part(one), part(other)];
  return { share: own.share, before: rest.share, ...proportion.difference(own, rest, LEVEL) };
}
