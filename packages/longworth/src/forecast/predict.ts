/** What the pool says of each cell: the members' exact distributions, mixed by their weights (FORECAST sections 5, 6). */
import { posterior } from "@longworth/models";
import type { Cells } from "@longworth/models";
import { DAYS_PER_YEAR } from "../domain.js";
import { candidateOf } from "./candidates.js";
import { pickCells } from "./cells.js";
import { viewsOf } from "./clock.js";
import type { Timelines } from "./clock.js";
import type { DayCells } from "./history.js";
import type { Member } from "./recipe.js";

/** Distributions of many cells in one column: those of cell i are `pmf[offsets[i]]` to `pmf[offsets[i + 1] - 1]`. */
export interface Ragged {
  readonly pmf: Float64Array;
  readonly offsets: Int32Array; // cells + 1
}

/** What the pool expects of each cell within one horizon. */
export interface Pooled extends Ragged {
  readonly mean: Float64Array; // sum w_j m_j
  readonly active: Float64Array; // sum wa_j p_j
  readonly memberTotals: readonly number[]; // sum over the cells of weight x m_j
}

/** A candidate with its fit. */
export type Fitted = Pick<Member, "name" | "fit">;

/** A member's distributions, at its parameters or averaged over what they may be; cells and weeks as it counts time. */
export type Distributions = (fitted: Fitted, cells: Cells, weeks: number) => readonly Float64Array[];

export const plugIn: Distributions = ({ name, fit }, cells, weeks) =>
  candidateOf(name).model.purchaseDistribution(fit.params, cells, weeks);

/** Customers at a cut, and how time is counted there. */
export type AtCut = Readonly<{ cells: DayCells; timelines: Timelines }>;
export type PoolRequest = Readonly<{ horizon: number; distributions: Distributions }>; // horizon in days

export const poolCells = (at: AtCut, members: readonly Member[], request: PoolRequest): Pooled =>
  poolMembers(at.cells, members, distributionsOf(at, members, request));

/** Of each member, one per cell. */
export function distributionsOf(
  { cells, timelines }: AtCut,
  members: readonly Fitted[],
  { horizon, distributions }: PoolRequest,
): readonly (readonly Float64Array[])[] {
  const viewOf = viewsOf(cells, timelines);
  return members.map((member) => {
    const view = viewOf(member.name);
    return distributions(member, view.cells, view.weeks(horizon));
  });
}

/** @param used each member's distributions, one per cell */
export function poolMembers(
  cells: DayCells,
  members: readonly Member[],
  used: readonly (readonly Float64Array[])[],
): Pooled {
  const size = cells.weight.length;
  const mean = new Float64Array(size);
  const active = new Float64Array(size);
  const memberTotals = members.map((member, j) => {
    let total = 0;
    for (let i = 0; i < size; i++) {
      const expected = meanOf(used[j]![i]!);
      total += cells.weight[i]! * expected;
      mean[i]! += member.weight * expected;
      active[i]! += member.weightActive * (1 - used[j]![i]![0]!);
    }
    return total;
  });
  return { mean, active, memberTotals, ...mix(used, members) };
}

/** Distributions averaged over sigma points of the fit's posterior: what the parameters may be enters the forecast. */
export const averaged: Distributions = ({ name, fit }, cells, weeks) => {
  const { model } = candidateOf(name);
  const all = posterior.sigmaPoints(fit).map((params) => model.purchaseDistribution(params, cells, weeks));
  return cells.frequency.reduce<Float64Array[]>((pmfs, _, i) => {
    const pmf = new Float64Array(Math.max(...all.map((columns) => columns[i]!.length)));
    for (const columns of all) columns[i]!.forEach((chance, n) => (pmf[n]! += chance / all.length));
    pmfs.push(pmf);
    return pmfs;
  }, []);
};

/** The weighted mixture of the members' distributions, flattened. */
function mix(used: readonly (readonly Float64Array[])[], members: readonly Member[]): Ragged {
  const size = used[0]?.length ?? 0;
  const offsets = new Int32Array(size + 1);
  for (let i = 0; i < size; i++) {
    let longest = 0;
    used.forEach((pmfs, j) => {
      if (members[j]!.weight > 0) longest = Math.max(longest, pmfs[i]!.length);
    });
    offsets[i + 1] = offsets[i]! + longest;
  }
  const pmf = new Float64Array(offsets[size]!);
  used.forEach((pmfs, j) => {
    const { weight } = members[j]!;
    if (weight === 0) return;
    for (let i = 0; i < size; i++) {
      const from = offsets[i]!;
      const own = pmfs[i]!;
      for (let n = 0; n < own.length; n++) pmf[from + n]! += weight * own[n]!;
    }
  });
  return { pmf, offsets };
}

/** Mean of a distribution of counts. */
export function meanOf(pmf: Float64Array): number {
  let sum = 0;
  for (let n = 1; n < pmf.length; n++) sum += n * pmf[n]!;
  return sum;
}

/** A member's P(alive), at its parameters or averaged as its distributions are. */
export type Survival = (fitted: Fitted, cells: Cells) => Float64Array;

export const plugInAlive: Survival = ({ name, fit }, cells) => candidateOf(name).model.pAlive(fit.params, cells);

export const averagedAlive: Survival = ({ name, fit }, cells) => {
  const points = posterior.sigmaPoints(fit);
  const mean = new Float64Array(cells.weight.length);
  for (const params of points)
    plugInAlive({ name, fit: { ...fit, params } }, cells).forEach((p, i) => (mean[i]! += p / points.length));
  return mean;
};

/** P(alive): sum wa_j p_alive_j, 1 for a member without dropout. */
export function poolAlive({ cells, timelines }: AtCut, members: readonly Member[], survival: Survival): Float64Array {
  const viewOf = viewsOf(cells, timelines);
  const alive = new Float64Array(cells.weight.length);
  for (const { name, fit, weightActive } of members) {
    const isNeeded = candidateOf(name).hasDropout && weightActive > 0;
    const own = isNeeded ? survival({ name, fit }, viewOf(name).cells) : undefined;
    for (let i = 0; i < alive.length; i++) alive[i]! += weightActive * (own?.[i] ?? 1);
  }
  return alive;
}

export const NEXT_ORDER_WITHIN = 365; // days, whatever the horizons
const EVEN = 0.5;

/** The day by which the pool's chance of an order reaches one half; NaN when it does not within 365 days. */
export function nextOrderDays({ cells, timelines }: AtCut, members: readonly Member[]): Float64Array {
  const days = new Float64Array(cells.weight.length).fill(NaN);
  const all = Int32Array.from(days, (_, i) => i);
  const reached = (some: Int32Array, within: number) => {
    const chance = poolActive({ cells: pickCells(cells, some), timelines }, members, within);
    return some.filter((_, i) => chance[i]! >= EVEN);
  };
  const bisect = (some: Int32Array, from: number, to: number): void => {
    if (some.length === 0) return;
    if (to - from === 1) return some.forEach((i) => (days[i] = to));
    const middle = Math.floor((from + to) / 2);
    const early = reached(some, middle);
    const isEarly = new Set(early);
    bisect(early, from, middle);
    bisect(
      some.filter((i) => !isEarly.has(i)),
      middle,
      to,
    );
  };
  bisect(reached(all, NEXT_ORDER_WITHIN), 0, NEXT_ORDER_WITHIN);
  return days;
}

/** Chance of an order within so many days: sum wa_j p_j. */
export function poolActive({ cells, timelines }: AtCut, members: readonly Member[], days: number): Float64Array {
  const viewOf = viewsOf(cells, timelines);
  const active = new Float64Array(cells.weight.length);
  for (const { name, fit, weightActive } of members) {
    if (weightActive === 0) continue;
    const view = viewOf(name);
    const own = candidateOf(name).model.pActive(fit.params, view.cells, view.weeks(days));
    for (let i = 0; i < active.length; i++) active[i]! += weightActive * own[i]!;
  }
  return active;
}

/**
 * Discounted over undiscounted expected purchases; 1 at a rate of 0. When purchases come is asked of the members that know
 * it in closed form; weights of the others do not matter where there are such.
 * @param annualRate .1 is 10 % a year
 */
export function poolDiscount(
  { cells, timelines }: AtCut,
  members: readonly Member[],
  { horizon, annualRate }: Readonly<{ horizon: number; annualRate: number }>,
): Float64Array {
  const size = cells.weight.length;
  if (annualRate === 0) return new Float64Array(size).fill(1);
  const viewOf = viewsOf(cells, timelines);
  const discounted = new Float64Array(size);
  const whole = new Float64Array(size);
  for (const { name, fit, weight } of closed(members)) {
    const { model } = candidateOf(name);
    const view = viewOf(name);
    const weeks = view.weeks(horizon);
    const rate = (Math.log1p(annualRate) * (horizon / weeks)) / DAYS_PER_YEAR; // per week of its time
    const own = model.discountedExpectedPurchases(fit.params, view.cells, { rate, horizon: weeks });
    const mean = model.expectedPurchases(fit.params, view.cells, weeks);
    for (let i = 0; i < size; i++) {
      discounted[i]! += weight * own[i]!;
      whole[i]! += weight * mean[i]!;
    }
  }
  return discounted.map((sum, i) => (whole[i]! > 0 ? Math.min(sum / whole[i]!, 1) : 1));
}

/** The members with weight whose means are in closed form; all with weight where there are none. */
export function closed(members: readonly Member[]): readonly Member[] {
  const weighty = members.filter(({ weight }) => weight > 0);
  const quick = weighty.filter(({ name }) => candidateOf(name).isClosed);
  return quick.length > 0 ? quick : weighty;
}
