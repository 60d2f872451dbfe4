/** Contracts compressed to cells, and the renewal decisions that were known at any time. */
import type { renewals as counts } from "@longworth/models";

/** Parallel columns of one renewal period: so many contracts share a cohort, the renewals made and what became of them. */
export type ContractCells = Readonly<{
  cohort: Int32Array; // period of the start: months since year 0, or whole periods since 1970 where these are days
  renewals: Int32Array;
  outcome: Int32Array; // 0 running, 1 declined the next renewal, 2 ended before a renewal that is still to come
  plan: Int32Array; // index into the names of plans, -1 without one
  traits: readonly Int32Array[]; // what was known at the start, one column each: index into its levels, -1 another or none
  contracts: Float64Array;
}>;

/** What repeats: a period of so many months or days. `step` is how far a cohort's index is from that of its next renewal. */
export type Term = Readonly<{ unit: "month" | "day"; count: number; step: number }>;

export const termOf = (unit: "month" | "day", count: number): Term => ({
  unit,
  count,
  step: unit === "month" ? count : 1,
});

/** Periods in a year, for rates. */
export const periodsPerYear = ({ unit, count }: Term): number => (unit === "month" ? 12 : 365.25) / count;

/** Days of a period, on average. */
export const daysOfPeriod = ({ unit, count }: Term): number => (unit === "month" ? 365.25 / 12 : 1) * count;

/** Whose decisions: of all plans, or of one. */
export type Whose = Readonly<{ plan?: number | undefined; cohort?: ((cohort: number) => boolean) | undefined }>;

/**
 * Decisions by tenure up to and with those of the period `until`, of contracts that had begun by then.
 * A contract that ended before its next renewal is one decision less than the others of its cohort, until that day comes:
 * those of them who will stay are not known yet either.
 */
export function decisionsUntil(cells: ContractCells, term: Term, until: number, whose: Whose = {}): counts.Renewals {
  const [all = NO_DECISIONS] = decisionsBy(cells, term, until, {
    groups: 1,
    group: (i) => (isIn(cells, i, whose) ? 0 : -1),
  });
  return all;
}

const NO_DECISIONS: counts.Renewals = {
  tenure: new Float64Array(),
  atRisk: new Float64Array(),
  lost: new Float64Array(),
};

/** So many groups, and the group of each cell, -1 for none. */
export type Grouping = Readonly<{ groups: number; group: (cell: number) => number }>;

/** The same for several groups at once. */
export function decisionsBy(
  cells: ContractCells,
  { step }: Term,
  until: number,
  { groups, group }: Grouping,
): readonly counts.Renewals[] {
  const { cohort, contracts } = cells;
  const longest = new Int32Array(groups);
  const place = cohort.map((_, i) => group(i));
  const faced = cohort.map((start, i) => {
    const own = place[i] ?? -1;
    const count = own >= 0 && start <= until ? Math.min(facedBy(cells, i), Math.floor((until - start) / step)) : 0;
    if (own >= 0) longest[own] = Math.max(longest[own] ?? 0, count);
    return count;
  });
  const found = Array.from(longest, (length) => ({
    tenure: Float64Array.from({ length }, (_, t) => t + 1),
    atRisk: new Float64Array(length),
    lost: new Float64Array(length),
  }));
  for (let i = 0; i < cohort.length; i++) {
    const own = found[place[i] ?? -1];
    const count = faced[i] ?? 0;
    if (own === undefined || count === 0) continue;
    const n = contracts[i] ?? 0;
    for (let t = 0; t < count; t++) own.atRisk[t] = (own.atRisk[t] ?? 0) + n;
    if (cells.outcome[i] === 1 && facedBy(cells, i) === count) own.lost[count - 1] = (own.lost[count - 1] ?? 0) + n;
  }
  return found;
}

const facedBy = ({ renewals, outcome }: ContractCells, i: number): number =>
  (renewals[i] ?? 0) + (outcome[i] === 1 ? 1 : 0);

const isIn = (cells: ContractCells, i: number, { plan, cohort }: Whose): boolean =>
  (plan === undefined || cells.plan[i] === plan) && (cohort === undefined || cohort(cells.cohort[i] ?? 0));

/** Decisions between two times: what is known later, less what was known before. */
export function decisionsBetween(later: counts.Renewals, before: counts.Renewals): counts.Renewals {
  const less = (all: Float64Array, part: Float64Array): Float64Array => all.map((n, t) => n - (part[t] ?? 0));
  return { tenure: later.tenure, atRisk: less(later.atRisk, before.atRisk), lost: less(later.lost, before.lost) };
}

/** Contracts of a cohort alive at `from` with so many renewals made, and how many of them were left after each period since. */
export type Followed = Readonly<{ cohort: number; made: number; customers: number; left: readonly number[] }>;

/** Every cohort that has somebody at `from`, followed until `until`; decisions of the period `from` itself are made. */
export function followed(
  cells: ContractCells,
  { step }: Term,
  { from, until }: Readonly<{ from: number; until: number }>,
  whose: Whose = {},
): readonly Followed[] {
  const cohorts = [...new Set(cells.cohort)].filter((start) => start <= from).sort((a, b) => a - b);
  return cohorts.flatMap((cohort) => {
    const made = Math.floor((from - cohort) / step);
    const steps = Math.floor((until - cohort) / step) - made;
    const alive = (renewals: number): number => {
      let sum = 0;
      cells.cohort.forEach((start, i) => {
        if (start === cohort && isIn(cells, i, whose) && survived(cells, i, renewals)) sum += cells.contracts[i] ?? 0;
      });
      return sum;
    };
    const customers = alive(made);
    if (customers === 0 || steps < 1) return [];
    return [{ cohort, made, customers, left: Array.from({ length: steps }, (_, h) => alive(made + h + 1)) }];
  });
}

/** Made so many renewals, or is known to have: one that runs has made all that fell due. */
const survived = ({ renewals }: ContractCells, i: number, made: number): boolean => (renewals[i] ?? 0) >= made;
