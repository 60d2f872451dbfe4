/** The rows of backtest.parquet of one trial. */
import { crps, metrics, pit, ranking } from "@longworth/models";
import type { Baseline } from "./baselines.js";
import type { CandidateName } from "./candidates.js";
import type { Grouping } from "./cells.js";
import type { Labels } from "./history.js";
import type { scorePersons } from "./persons.js";
import { meanOf } from "./predict.js";

/** Who was scored on what: one row of backtest.parquet. */
export type TrialRow = Readonly<{
  candidate: string;
  role: "served" | "pool" | "baseline";
  metric: string;
  value: number;
}>;

export type Kind = keyof Labels;

/** How well customers were put in order, of the kind that is judged (value; orders without amounts). */
export type Ranking = Readonly<{ gini: number; capture: number; baselines: Readonly<Record<Baseline, number>> }>;

interface ServedRequest {
  readonly actual: Labels;
  readonly persons: ReturnType<typeof scorePersons>;
  readonly activity: metrics.ActivityMetrics;
  readonly kinds: readonly Kind[];
  readonly order: Ranking;
}

export function servedRows({ actual, persons, activity, kinds, order }: ServedRequest): readonly TrialRow[] {
  const measured = kinds.flatMap((kind) => {
    const { low, high } = persons.intervals[kind];
    const scores = {
      bias: biasOf(actual[kind], persons.expected[kind]),
      crps: metrics.mean(persons.crps[kind]),
      coverage90: shareWithin(actual[kind], { low, high }),
      interval_score: metrics.mean(metrics.intervalScores(actual[kind], { low, high })),
      below_p95: pit.shareUpTo(persons.pit[kind], 0.95),
    };
    return Object.entries(scores).map(([metric, value]) => [`${kind}_${metric}`, value] as const);
  });
  const judged = kinds.at(-1)!;
  const ranked = [[`${judged}_gini`, order.gini], [`${judged}_capture`, order.capture]] as const; // prettier-ignore
  const all = [
    ...measured,
    ...ranked,
    ["active_auc", activity.auc] as const,
    ["active_brier", activity.brier] as const,
  ];
  return all.map(([metric, value]) => ({ candidate: "pool", role: "served", metric, value }));
}

type MemberRequest = Readonly<{
  name: CandidateName;
  pmfs: readonly Float64Array[];
  grouping: Grouping;
  orders: Float64Array;
  active: Float64Array; // customers of each cell who bought
}>;

/** A member on its own, without levels or money. */
export function memberRows({ name, pmfs, grouping, orders, active }: MemberRequest): readonly TrialRow[] {
  const { weight } = grouping.cells;
  const happened = metrics.total(orders);
  const expected = pmfs.reduce((sum, pmf, cell) => sum + weight[cell]! * meanOf(pmf), 0);
  const chance = Float64Array.from(pmfs, (pmf) => 1 - pmf[0]!);
  const activity = metrics.activityOfGroups({ customers: weight, active }, chance);
  const measured = {
    orders_bias: happened > 0 ? expected / happened - 1 : NaN,
    orders_crps: metrics.mean(crps.crpsOfPmfs(orders, pmfs, grouping.cellOf)),
    active_auc: activity.auc,
    active_brier: activity.brier,
  };
  return Object.entries(measured).map(([metric, value]) => ({ candidate: name, role: "pool", metric, value }));
}

type BaselineRequest = Readonly<{ actual: Labels; points: Labels; kinds: readonly Kind[]; order: Ranking }>;

export function baselineRows(name: Baseline, { actual, points, kinds, order }: BaselineRequest): readonly TrialRow[] {
  const row = (metric: string, value: number): TrialRow => ({ candidate: name, role: "baseline", metric, value });
  const measured = kinds.flatMap((kind) => [
    row(`${kind}_bias`, biasOf(actual[kind], points[kind])),
    row(`${kind}_crps`, metrics.mean(absoluteError(actual[kind], points[kind]))),
  ]);
  return [...measured, row(`${kinds.at(-1)!}_capture`, order.baselines[name])];
}

/**
 * The rows of the metrics that exist for what happened in the window. A total of 0 has no share and no bias, customers
 * who did the same have no order, and where all or none bought nobody can be told from the others. What stays is a number.
 */
export function existing(
  rows: readonly TrialRow[],
  { actual, kinds }: Pick<ServedRequest, "actual" | "kinds">,
): readonly TrialRow[] {
  const missing = new Set<string>();
  for (const kind of kinds) if (!(metrics.total(actual[kind]) > 0)) missing.add(`${kind}_bias`).add(`${kind}_capture`);
  const judged = kinds.at(-1)!;
  if (Number.isNaN(ranking.normalisedGini(actual[judged], actual[judged]))) missing.add(`${judged}_gini`);
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
