/** What one origin inside the history says: matrices for the weights, and levels (FORECAST sections 6 and 8). */
import { groupStates, spread } from "./cells.js";
import { timelinesOf } from "./clock.js";
import type { Grouping } from "./cells.js";
import { labelsOf, statesAt } from "./history.js";
import type { History, States } from "./history.js";
import type { Origin } from "./origins.js";
import { addBrier, addCrps, emptyQuadratic, symmetric } from "./pool.js";
import type { Quadratic } from "./pool.js";
import { distributionsOf, meanOf, plugIn } from "./predict.js";
import type { Fitted } from "./predict.js";
import type { Clock } from "./clock.js";
import { fitSpend, spendEvidence, spendOf } from "./spend.js";

/** Customers of an origin that are fitted and weighed; levels of spend use all. */
export const ORIGIN_SAMPLE = 5_000;

export interface Evidence extends Origin {
  readonly customers: number; // in the sample
  readonly active: number;
  readonly orders: number;
  readonly value: number; // of all customers of the history
  readonly crps: Quadratic; // sums, not means: origins are added
  readonly brier: Quadratic;
  readonly expected: readonly number[]; // total orders by member
  readonly levelSpend: number;
  readonly concentration: number;
  readonly chances: readonly Float64Array[]; // P(active) by member, one per customer of the sample
  readonly isActive: Float64Array; // 1 or 0, the same customers
}

/** What is known at an origin, whatever window follows. */
interface Known {
  readonly states: States; // of the sample
  readonly grouping: Grouping;
  readonly all: States;
  readonly spend: Float64Array | null; // expected amount of an order of each of all
}

/** What was learnt from rows up to the origin only. */
export type Learnt = Readonly<{ members: readonly Fitted[]; clock: Clock | null }>;

/** @returns one per window */
export function gatherEvidence(
  history: History,
  { origin, windows }: Readonly<{ origin: number; windows: readonly number[] }>,
  learnt: Learnt,
): readonly Evidence[] {
  if (windows.length === 0) return [];
  const states = statesAt(history, origin, ORIGIN_SAMPLE);
  const all = statesAt(history, origin);
  const fitted = history.hasAmounts ? fitSpend(all) : null;
  const known = { states, grouping: groupStates(states), all, spend: fitted && spendOf(all, fitted).spend };
  return windows.map((window) => evidenceOf(history, known, { window, ...learnt }));
}

function evidenceOf(
  history: History,
  { states, grouping, all, spend }: Known,
  { window, members, clock }: Learnt & Readonly<{ window: number }>,
): Evidence {
  const { orders } = labelsOf(history, states, window);
  const at = { cells: grouping.cells, timelines: timelinesOf(clock, window) };
  const pmfs = distributionsOf(at, members, { horizon: window, distributions: plugIn });
  const crps = emptyQuadratic(members.length);
  const brier = emptyQuadratic(members.length);
  for (const [cell, outcome, count] of outcomesByCell(grouping, orders)) {
    const own = pmfs.map((columns) => columns[cell]!);
    addCrps(crps, own, { outcome, count });
    addBrier(brier, own.map((pmf) => 1 - pmf[0]!), { outcome, count }); // prettier-ignore
  }
  const { weight } = grouping.cells;
  const chances = pmfs.map((columns) => spread(columns.map((pmf) => 1 - pmf[0]!), grouping)); // prettier-ignore
  const isActive = orders.map((n) => (n > 0 ? 1 : 0));
  const money = spend && spendEvidence(spend, labelsOf(history, all, window));
  return {
    origin: states.origin,
    window,
    customers: states.customer.length,
    active: isActive.reduce((sum, one) => sum + one, 0),
    orders: orders.reduce((sum, n) => sum + n, 0),
    value: money?.value ?? 0,
    crps: symmetric(crps),
    brier: symmetric(brier),
    expected: pmfs.map((columns) => columns.reduce((sum, pmf, i) => sum + weight[i]! * meanOf(pmf), 0)),
    levelSpend: money?.levelSpend ?? 1,
    concentration: money?.concentration ?? 0,
    chances,
    isActive,
  };
}

const MOST_ORDERS = 100_000; // more purchase days than anybody can have

/** Distinct outcomes of each cell with their customers, by cell, then outcome. */
function outcomesByCell({ cellOf }: Grouping, orders: Float64Array): readonly (readonly [number, number, number])[] {
  const counts = new Map<number, number>();
  cellOf.forEach((cell, i) => {
    const key = cell * MOST_ORDERS + orders[i]!;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([key, count]) => [Math.floor(key / MOST_ORDERS), key % MOST_ORDERS, count] as const);
}
