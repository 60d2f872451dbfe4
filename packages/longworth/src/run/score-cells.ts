/** Scores distinct cells by a recipe (FORECAST section 10): two passes, because a total needs all cells. */
import { horizonKey } from "../domain.js";
import { level, valueFactors } from "../forecast/assemble.js";
import type { CellCorrections, Levels, ValueFactors } from "../forecast/assemble.js";

import { sliceCells } from "../forecast/cells.js";
import { joined } from "../forecast/columns.js";
import type { DayCells } from "../forecast/history.js";
import { geometricTotal } from "../forecast/levels.js";
import type { ServedScaling } from "../forecast/explain.js";
import type { Recipe } from "../forecast/recipe.js";
import { ALWAYS, spreadChunk, type PooledChunk } from "../forecast/scores.js";
import { reasonColumns } from "../forecast/reasons.js";
import { logScale } from "../forecast/spend.js";
import { answersOf } from "./jobs.js";
import type { Job } from "./jobs.js";
import type { ForecastEffects } from "./learn.js";

export interface ScoreRequest {
  readonly horizons: readonly number[]; // days
  readonly quantiles: readonly number[]; // beside .05, .5, .95
  readonly annualDiscountRate: number; // .1 is 10 % a year; continuous is log(1 + rate)
  /**
   * A baseline is served: its expected orders per cell, by horizon key ("365d"). The pool's distributions are tilted to
   * them; p_active and p_alive stay the pool's.
   */
  readonly points?: Readonly<Record<string, Float64Array>>;
  readonly corrections?: CellCorrections; // what boosting adds to each cell
  /** Cells that differ in corrections alone: their histories, of which the pool is asked, and which of them each has. */
  readonly histories?: Readonly<{ cells: DayCells; of: Int32Array }>;
}

/** The portfolio's expectation of one horizon. */
export interface HorizonTotals {
  readonly orders: number; // M, the geometric mean of the members' totals, or the sum of the baseline's points
  readonly active: number; // expected active customers
  readonly variance: number; // sum of the persons' variances of orders
  readonly byMember: Readonly<Record<string, number>>; // M_j
}

/**
 * Columns, one entry per cell. Always: p_alive, next_order_days (NaN when the chance of an order does not reach one half
 * within 365 days), and with amounts log_scale_prior, log_scale_slope: exp(m_i) = exp(prior + slope x sum of the
 * customer's log amounts). Per horizon with suffix _365d: p_active, expected_orders, variance_orders, orders_365d_p05,
 * _p50, _p95 (and _pNN of further quantiles), discount; with amounts unit_revenue, unit_revenue_sd,
 * unit_revenue_365d_p05, _p50, _p95: in units of exp(m_i), the spend level e^ls included.
 */
export interface CellScores {
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly totals: Readonly<Record<string, HorizonTotals>>; // by horizon key
  readonly scaling: Readonly<Record<string, ServedScaling>>; // likewise
}

const CHUNK = 1_024; // cells of a job: never by the number of threads
/** Whether persons' distributions are averaged over what the parameters may be. */
export const isUncertain = ({ repeatBuyers }: Pick<Recipe, "repeatBuyers">): boolean => repeatBuyers < UNCERTAIN_BELOW;

/**
 * Below so many repeat buyers what the parameters may be is averaged over. Measured: at 40 customers it gains .3 % of
 * CRPS, from 60 repeat buyers on nothing, and with hundreds the flat directions of Pareto/NBD make it worse.
 */
const UNCERTAIN_BELOW = 100;

export async function scoreCells(
  recipe: Recipe,
  cells: DayCells,
  { request, effects }: Readonly<{ request: ScoreRequest; effects: ForecastEffects }>,
): Promise<CellScores> {
  const { horizons } = request;
  const { histories } = request;
  const asked = await poolAll(recipe, histories?.cells ?? cells, { request, effects });
  const pooled =
    histories === undefined
      ? asked
      : starts(cells).map((from) => spreadChunk(asked, histories.of.subarray(from, from + CHUNK), CHUNK));
  effects.progress({ step: "score", done: 1, of: 2 });
  const served = horizons.map((horizon, h) =>
    serve(recipe, cells, {
      pooled,
      asked,
      h,
      points: request.points?.[horizonKey(horizon)],
      corrections: request.corrections,
    }),
  );
  const shaped = await shapeAll(recipe, cells, { request, effects, pooled, served });
  effects.progress({ step: "score", done: 2, of: 2 });
  const columns: Record<string, Float64Array> = {
    p_alive: joined(pooled.map(({ alive }) => alive)),
    next_order_days: joined(pooled.map(({ nextOrderDays }) => nextOrderDays)),
    ...scaleColumns(cells, recipe),
    ...reasonColumns(cells, {
      alive: joined(pooled.map(({ alive }) => alive)),
      mean: joined(pooled.map((chunk) => chunk.horizons.at(-1)!.mean)),
      corrections: request.corrections,
      spend: recipe.spend,
    }),
    ...shaped,
  };
  const totals: Record<string, HorizonTotals> = {};
  const scaling: Record<string, ServedScaling> = {};
  horizons.forEach((horizon, h) => {
    const key = horizonKey(horizon);
    const { mean, active, byMember, factors } = served[h]!;
    scaling[key] = { ...served[h]!.scaling, value: factors?.scale ?? null };
    columns[`p_active_${key}`] = active;
    columns[`expected_orders_${key}`] = mean;
    columns[`discount_${key}`] = joined(pooled.map((chunk) => chunk.horizons[h]!.discount));
    const sum = (column: Float64Array) => column.reduce((all, value, i) => all + cells.weight[i]! * value, 0);
    const variance = sum(columns[`variance_orders_${key}`]!);
    totals[key] = { orders: sum(mean), active: sum(active), variance, byMember };
  });
  return { columns, totals, scaling };
}

type Context = Readonly<{ request: ScoreRequest; effects: ForecastEffects }>;

const starts = (cells: DayCells): readonly number[] =>
  Array.from({ length: Math.ceil(cells.weight.length / CHUNK) }, (_, k) => k * CHUNK);

async function poolAll(
  recipe: Recipe,
  cells: DayCells,
  { request, effects }: Context,
): Promise<readonly PooledChunk[]> {
  const jobs = starts(cells).map((from): Job => {
    const chunk = {
      cells: sliceCells(cells, from, from + CHUNK),
      members: recipe.members,
      clock: recipe.clock,
      horizons: request.horizons,
      annualRate: request.annualDiscountRate,
      uncertain: isUncertain(recipe),
    };
    return { kind: "pool", request: chunk };
  });
  return answersOf(await effects.workers.answer(jobs, effects.signal), "pool").map(({ pooled }) => pooled);
}

type ServeRequest = Readonly<{
  pooled: readonly PooledChunk[];
  asked: readonly PooledChunk[]; // of histories
  h: number;
  points: Float64Array | undefined;
  corrections: CellCorrections | undefined;
}>;

/** Levels over all cells, and the members' totals. */
function serve({ members }: Recipe, { weight }: DayCells, { pooled, asked, h, points, corrections }: ServeRequest) {
  const chunks = pooled.map(({ horizons }) => horizons[h]!);
  const totals = members.map((_, j) => asked.reduce((sum, { horizons }) => sum + horizons[h]!.memberTotals[j]!, 0));
  const total = geometricTotal(
    totals,
    members.map((member) => member.weight),
  );
  const pool: Levels = {
    mean: joined(chunks.map(({ mean }) => mean)),
    active: joined(chunks.map(({ active }) => active)),
  };
  const alive = joined(pooled.map((chunk) => chunk.alive));
  const served = level(pool, { weight, total, alive, corrections });
  const factors = corrections === undefined ? undefined : valueFactors(pool, served, corrections);
  const byMember = Object.fromEntries(members.map(({ name }, j) => [name, totals[j]!]));
  return { mean: points ?? served.mean, active: served.active, byMember, scaling: served.scaling, factors };
}

type ShapeContext = Context &
  Readonly<{ pooled: readonly PooledChunk[]; served: readonly (Levels & { factors: ValueFactors | undefined })[] }>;

async function shapeAll(recipe: Recipe, cells: DayCells, { request, effects, pooled, served }: ShapeContext) {
  const quantiles = [...new Set([...ALWAYS, ...request.quantiles])].sort((a, b) => a - b);
  const jobs = starts(cells).map((from, k): Job => {
    const horizons = request.horizons.map((horizon, h) => ({
      horizon,
      pmf: pooled[k]!.horizons[h]!.pmf,
      offsets: pooled[k]!.horizons[h]!.offsets,
      mean: served[h]!.mean.slice(from, from + CHUNK),
      active: served[h]!.active.slice(from, from + CHUNK),
      ...sliceFactors(served[h]!.factors, from),
    }));
    const spendCount = cells.spendCount.slice(from, from + CHUNK);
    const { spend, spendLevel } = recipe;
    return { kind: "shape", request: { spendCount, spend, spendLevel, quantiles, horizons } };
  });
  const answers = answersOf(await effects.workers.answer(jobs, effects.signal), "shape");
  const names = Object.keys(answers[0]?.columns ?? {});
  return Object.fromEntries(names.map((name) => [name, joined(answers.map(({ columns }) => columns[name]!))]));
}

const sliceFactors = (factors: ValueFactors | undefined, from: number) =>
  factors === undefined
    ? {}
    : {
        factors: {
          ...factors,
          point: factors.point.slice(from, from + CHUNK),
          draws: factors.draws.slice(from, from + CHUNK),
        },
      };

function scaleColumns({ spendCount }: DayCells, { spend }: Recipe): Record<string, Float64Array> {
  if (spend === null) return {};
  const { prior, slope } = logScale(spendCount, spend);
  return { log_scale_prior: prior, log_scale_slope: slope };
}
