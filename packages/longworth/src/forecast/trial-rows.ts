/** The rows of backtest.parquet of one trial. */
import { comparison, crps, metrics, pit, ranking } from "@longworth/models";
import type { Baseline } from "./baselines.js";
import type { CandidateName } from "./candidates.js";
import type { Grouping } from "./cells.js";
import type { Labels } from "./history.js";
import type { scorePersons } from "./persons.js";
import { meanOf } from "./predict.js";
import type { Role } from "./scoreboard.js";

/** The pool as `--effort quick` serves it, where what was learnt stands beside it. */
export const UNCORRECTED = "pool-without-learning";

/** Who was scored on what: one row of backtest.parquet. */
export type TrialRow = Readonly<{
  candidate: string;
  role: Role;
  metric: string;
  value: number;
}>;

export type Kind = keyof Labels;

/** How well customers were put in order, of the kind that is judged (value; orders without amounts). */
export type Ranking = Readonly<{ gini: number; capture: number; baselines: Readonly<Record<Baseline, number>> }>;

interface ServedRequest {
  readonly candidate: string;
  readonly role: TrialRow["role"];
  readonly actual: Labels;
  readonly persons: ReturnType<typeof scorePersons>;
  readonly activity: metrics.ActivityMetrics;
  readonly kinds: readonly Kind[];
  readonly order: Ranking;
  readonly inFull: boolean; // also what takes a sort of the customers to know
}

/** Of a forecast with distributions. */
export function forecastRows({ candidate, role, ...request }: ServedRequest): readonly TrialRow[] {
  const { actual, persons, activity, kinds, order, inFull } = request;
  const judged = kinds.at(-1)!;
  const measured = kinds.flatMap((kind) => {
    const { low, high } = persons.intervals[kind];
    const scores = {
      bias: biasOf(actual[kind], persons.expected[kind]),
      crps: metrics.mean(persons.crps[kind]),
      coverage90: shareWithin(actual[kind], { low, high }),
      interval_score: metrics.mean(metrics.intervalScores(actual[kind], { low, high })),
      below_p95: pit.shareUpTo(persons.pit[kind], 0.95),
      ...(kind === judged ? { gini: order.gini } : {}),
      ...(inFull ? { pit_distance: pit.pitTest(persons.pit[kind]).distance } : {}),
      ...(inFull && kind !== judged ? { gini: ranking.normalisedGini(actual[kind], persons.expected[kind]) } : {}),
    };
    return Object.entries(scores).map(([metric, value]) => [`${kind}_${metric}`, value] as const);
  });
  const all = [
    ...measured,
    [`${judged}_capture`, order.capture] as const,
    ["active_auc", activity.auc] as const,
    ["active_brier", activity.brier] as const,
  ];
  return all.map(([metric, value]) => ({ candidate, role, metric, value }));
}

type Against = Readonly<{ candidate: string; role: TrialRow["role"]; served: Labels; kinds: readonly Kind[] }>;

/**
 * CRPS of a candidate minus that of what is served, mean over the customers, and its standard error: above 0 the candidate
 * is worse. Without the error where one customer leaves none.
 * @param own of the same customers
 */
export function differenceRows(own: Labels, { candidate, role, served, kinds }: Against): readonly TrialRow[] {
  return kinds.flatMap((kind) => {
    const { mean, standardError } = comparison.pairedDifference({ first: own[kind], second: served[kind] });
    if (!Number.isFinite(standardError)) return [];
    const found = [["difference", mean] as const, ["difference_se", standardError] as const];
    return found.map(([metric, value]) => ({ candidate, role, metric: `${kind}_crps_${metric}`, value }));
  });
}

type MemberRequest = Readonly<{
  name: CandidateName;
  pmfs: readonly Float64Array[];
  grouping: Grouping;
  orders: Float64Array;
  active: Float64Array; // customers of each cell who bought
  served: Labels; // CRPS of what is served, per customer
}>;

/** A member on its own, without levels or money. */
export function memberRows({ name, pmfs, grouping, orders, active, served }: MemberRequest): readonly TrialRow[] {
  const { weight } = grouping.cells;
  const happened = metrics.total(orders);
  const expected = pmfs.reduce((sum, pmf, cell) => sum + weight[cell]! * meanOf(pmf), 0);
  const chance = Float64Array.from(pmfs, (pmf) => 1 - pmf[0]!);
  const activity = metrics.activityOfGroups({ customers: weight, active }, chance);
  const own = crps.crpsOfPmfs(orders, pmfs, grouping.cellOf);
  const measured = {
    orders_bias: happened > 0 ? expected / happened - 1 : NaN,
    orders_crps: metrics.mean(own),
    active_auc: activity.auc,
    active_brier: activity.brier,
  };
  const rows = Object.entries(measured).map(([metric, value]): TrialRow => ({
    candidate: name,
    role: "pool",
    metric,
    value,
  }));
  const against = { candidate: name, role: "pool", served, kinds: ["orders"] } as const;
  return [...rows, ...differenceRows({ orders: own, value: own }, against)];
}

type BaselineRequest = Readonly<{
  actual: Labels;
  points: Labels;
  kinds: readonly Kind[];
  order: Ranking;
  served: Labels; // CRPS of what is served, per customer
  inFull: boolean;
}>;

/** Of points: they have neither chances nor intervals, but they put customers in an order. */
export function baselineRows(name: Baseline, request: BaselineRequest): readonly TrialRow[] {
  const { actual, points, kinds, order, served, inFull } = request;
  const row = (metric: string, value: number): TrialRow => ({ candidate: name, role: "baseline", metric, value });
  const errors = (kind: Kind) => absoluteError(actual[kind], points[kind]);
  const own = { orders: errors("orders"), value: kinds.includes("value") ? errors("value") : errors("orders") };
  const measured = kinds.flatMap((kind) => [
    row(`${kind}_bias`, biasOf(actual[kind], points[kind])),
    row(`${kind}_crps`, metrics.mean(own[kind])),
    ...(inFull ? [row(`${kind}_gini`, ranking.normalisedGini(actual[kind], points[kind]))] : []),
  ]);
  const judged = kinds.at(-1)!;
  const isActive = actual.orders.map((n) => (n > 0 ? 1 : 0));
  const ranked = [
    row(`${judged}_capture`, order.baselines[name]),
    ...(inFull ? [row("active_auc", metrics.auc(isActive, points.orders))] : []),
  ];
  return [...measured, ...ranked, ...differenceRows(own, { candidate: name, role: "baseline", served, kinds })];
}

/**
 * The rows of the metrics that exist for what happened in the window. A total of 0 has no share and no bias, customers
 * who did the same have no order, and where all or none bought nobody can be told from the others. What stays is a number.
 */
export function existing(
  rows: readonly TrialRow[],
  { actual, kinds }: Readonly<{ actual: Labels; kinds: readonly Kind[] }>,
): readonly TrialRow[] {
  const missing = new Set<string>();
  for (const kind of kinds) if (!(metrics.total(actual[kind]) > 0)) missing.add(`${kind}_bias`).add(`${kind}_capture`);
  for (const kind of kinds)
    if (Number.isNaN(ranking.normalisedGini(actual[kind], actual[kind]))) missing.add(`${kind}_gini`);
  const active = actual.orders.reduce((count, orders) => count + Number(orders > 0), 0);
  if (active === 0 || active === actual.orders.length) missing.add("active_auc");
  return rows.filter(({ metric }) => !missing.has(metric));
}

function shareWithin(actual: Float64Array, { low, high }: Readonly<{ low: Float64Array; high: Float64Array }>): number {
  let inside = 0;
  for (let i = 0; i < actual.length; i++) if (low[i]! <= actual[i]! && actual[i]! <= high[i]!) inside++;
  return inside / actual.length;
}

/** CRPS of a point. */
export function absoluteError(actual: Float64Array, points: Float64Array): Float64Array {
  const errors = new Float64Array(actual.length);
  for (let i = 0; i < errors.length; i++) errors[i] = Math.abs(actual[i]! - points[i]!);
  return errors;
}

/** Predicted over actual total, minus 1. @returns NaN when nothing happened */
export function biasOf(actual: Float64Array, predicted: Float64Array): number {
  const happened = metrics.total(actual);
  return happened > 0 ? metrics.total(predicted) / happened - 1 : NaN;
}
