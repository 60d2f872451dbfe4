/** Whether groups of customers leave at the same rate. Mantel (1966); Harrington and Fleming (1982). */
import { chiSquareTail } from "../math/distributions.js";
import { solve } from "../math/linear-algebra.js";
import { atRiskAt, riskTable } from "./durations.js";
import type { Durations, RiskTable } from "./durations.js";

/** Rows with their group. @param group whole numbers from 0; rows with NaN are left out */
export type Grouped = Durations & Readonly<{ group: Float64Array }>;

/** `no-events`: nobody left; `one-group`: nothing to compare. Groups without customers have 0 everywhere. */
export type LogRank =
  | Readonly<{
      status: "ok";
      chiSquare: number;
      freedom: number;
      p: number;
      observed: readonly number[]; // events by group
      expected: readonly number[]; // if all groups left at the same rate
    }>
  | Readonly<{ status: "no-events" | "one-group" }>;

/** @param options `rho` 0 weighs all times alike; 1 (Peto) weighs early differences more */
export function logRank(data: Grouped, { rho = 0 }: Readonly<{ rho?: number }> = {}): LogRank {
  const size = data.group.reduce((most, g) => (g >= most ? g + 1 : most), 0);
  const all = riskTable(rowsOf(data, null));
  const groups = Array.from({ length: size }, (_, g) => countsOn(all.time, rowsOf(data, g)));
  const sums = compare(all, groups, rho);
  const kept = groups.map((_, g) => g).filter((g) => sums.expected[g] > 0);
  const events = sums.plain.reduce((sum, v) => sum + v, 0);
  if (events === 0) return { status: "no-events" };
  const used = kept.slice(1);
  const difference = used.map((g) => sums.observed[g] - sums.expected[g]);
  const variance = used.map((g) => used.map((h) => sums.variance[g][h]));
  const solved = solve(variance, difference);
  if (used.length === 0 || solved === null) return { status: "one-group" };
  const chiSquare = solved.reduce((sum, v, i) => sum + v * difference[i], 0);
  const p = chiSquareTail(chiSquare, used.length);
  return { status: "ok", chiSquare, freedom: used.length, p, observed: sums.observed, expected: sums.expected };
}

/** The rows of one group, or of all groups. */
function rowsOf({ duration, observed, entry, weight, group }: Grouped, g: number | null): Durations {
  const holds = (_: number, i: number): boolean => (g === null ? group[i] >= 0 : group[i] === g);
  return {
    duration: duration.filter(holds),
    observed: observed.filter(holds),
    entry: entry?.filter(holds),
    weight: weight?.filter(holds),
  };
}

type Sums = Readonly<{ observed: number[]; expected: number[]; plain: number[]; variance: number[][] }>;

function compare(all: RiskTable, groups: readonly Counts[], rho: number): Sums {
  const zeros = (): number[] => groups.map(() => 0);
  const sums: Sums = { observed: zeros(), expected: zeros(), plain: zeros(), variance: groups.map(zeros) };
  let survival = 1;
  for (let i = 0; i < all.time.length; i++) {
    const [n, d] = [all.atRisk[i], all.events[i]];
    if (d === 0) continue;
    const weight = survival ** rho;
    const spread = n > 1 ? (weight * weight * d * (n - d)) / (n - 1) : 0;
    for (const [g, { atRisk, events }] of groups.entries()) {
      const share = atRisk[i] / n;
      sums.plain[g] += events[i];
      sums.observed[g] += weight * events[i];
      sums.expected[g] += weight * d * share;
      for (const [h, other] of groups.entries())
        sums.variance[g][h] += spread * share * ((g === h ? 1 : 0) - other.atRisk[i] / n);
    }
    survival *= 1 - d / n;
  }
  return sums;
}

type Counts = Readonly<{ atRisk: Float64Array; events: Float64Array }>;

/** A group's counts at the times of all groups. */
function countsOn(time: Float64Array, data: Durations): Counts {
  const own = riskTable(data);
  const events = new Float64Array(time.length);
  let place = 0;
  for (const [i, at] of own.time.entries()) {
    while (time[place] < at) place++;
    events[place] = own.events[i];
  }
  return { atRisk: atRiskAt(data, time), events };
}
