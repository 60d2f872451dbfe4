/** The two passes over a block of cells: what the pool says, then what is served (FORECAST section 10). */
import { intervals, valueDistribution } from "@longworth/models";
import { horizonKey } from "../domain.js";
import { shape, varianceOf } from "./assemble.js";
import type { Levels, ValueFactors } from "./assemble.js";
import { timelinesOf } from "./clock.js";
import type { Clock } from "./clock.js";
import { joined } from "./columns.js";
import type { DayCells } from "./history.js";
import {
  averaged,
  averagedAlive,
  NEXT_ORDER_WITHIN,
  nextOrderDays,
  plugIn,
  plugInAlive,
  poolAlive,
  poolCells,
  poolDiscount,
} from "./predict.js";
import type { Pooled, Ragged } from "./predict.js";
import type { Member, SpendFit } from "./recipe.js";
import { logScale, valueLaws } from "./spend.js";

/** First pass. */
export interface ChunkRequest {
  readonly cells: DayCells;
  readonly members: readonly Member[];
  readonly clock: Clock | null;
  readonly horizons: readonly number[]; // days
  readonly annualRate: number;
  readonly uncertain: boolean; // persons' distributions are averaged over what the parameters may be
}

export interface PooledChunk {
  readonly alive: Float64Array;
  readonly nextOrderDays: Float64Array;
  readonly horizons: readonly (Pooled & { readonly discount: Float64Array })[];
}

export function poolChunk({ cells, members, clock, horizons, annualRate, uncertain }: ChunkRequest): PooledChunk {
  const at = { cells, timelines: timelinesOf(clock, Math.max(NEXT_ORDER_WITHIN, ...horizons)) };
  return {
    alive: poolAlive(at, members, uncertain ? averagedAlive : plugInAlive),
    nextOrderDays: nextOrderDays(at, members),
    horizons: horizons.map((horizon) => {
      const plain = poolCells(at, members, { horizon, distributions: plugIn });
      const averages = uncertain ? poolCells(at, members, { horizon, distributions: averaged }) : plain;
      const pooled = { ...averages, memberTotals: plain.memberTotals }; // totals are those of the fits themselves
      return { ...pooled, discount: poolDiscount(at, members, { horizon, annualRate }) };
    }),
  };
}

/** The same of other cells, each of which has one of the histories that the blocks of `size` cells are of. */
export function spreadChunk(chunks: readonly PooledChunk[], of: Int32Array, size: number): PooledChunk {
  const column = (pick: (chunk: PooledChunk) => Float64Array): Float64Array =>
    Float64Array.from(of, (history) => pick(chunks[Math.floor(history / size)]!)[history % size]!);
  return {
    alive: column(({ alive }) => alive),
    nextOrderDays: column((chunk) => chunk.nextOrderDays),
    horizons: (chunks[0]?.horizons ?? []).map((_, h) => ({
      mean: column(({ horizons }) => horizons[h]!.mean),
      active: column(({ horizons }) => horizons[h]!.active),
      discount: column(({ horizons }) => horizons[h]!.discount),
      memberTotals: [],
      ...spreadPmfs((history) => ({ ...chunks[Math.floor(history / size)]!.horizons[h]!, at: history % size }), of),
    })),
  };
}

function spreadPmfs(find: (history: number) => Ragged & { readonly at: number }, of: Int32Array): Ragged {
  const pmfs = Array.from(of, (history) => {
    const { pmf, offsets, at } = find(history);
    return pmf.subarray(offsets[at], offsets[at + 1]);
  });
  const offsets = new Int32Array(of.length + 1);
  pmfs.forEach((pmf, i) => (offsets[i + 1] = offsets[i]! + pmf.length));
  return { pmf: joined(pmfs), offsets };
}

/** Second pass, when the totals of all cells are known. */
export interface ShapeRequest {
  readonly spendCount: Float64Array;
  readonly spend: SpendFit | null;
  readonly spendLevel: number;
  readonly quantiles: readonly number[]; // ascending
  readonly horizons: readonly (Ragged & Levels & { readonly horizon: number; readonly factors?: ValueFactors })[];
}

/** Quantiles that every run has. */
export const ALWAYS = [0.05, 0.5, 0.95] as const;

/** Name of a quantile in columns: p05, p50, p95, p025 for .025. */
export const quantileName = (level: number): string => `p${String(level).slice(2).padEnd(2, "0")}`;

/** The level on the other side: what is below a quantile of x is above that of -x. */
export const oppositeLevel = (level: number): number => Number((1 - level).toFixed(12));

/** Columns of every horizon: orders and, with amounts, revenue in units of exp(m_i). */
export function shapeChunk(request: ShapeRequest): Readonly<Record<string, Float64Array>> {
  const { spendCount, spend, quantiles } = request;
  const scale = spend && { ...logScale(spendCount, spend), lawOf: valueLaws(spend) };
  const size = spendCount.length;
  const columns: Record<string, Float64Array> = {};
  const column = (name: string) => (columns[name] = new Float64Array(size));
  for (const one of request.horizons) {
    const key = horizonKey(one.horizon);
    const variance = column(`variance_orders_${key}`);
    const orders = quantiles.map((level) => column(`orders_${key}_${quantileName(level)}`));
    const money = spend && {
      mean: column(`unit_revenue_${key}`),
      sd: column(`unit_revenue_sd_${key}`),
      quantiles: quantiles.map((level) => column(`unit_revenue_${key}_${quantileName(level)}`)),
    };
    for (let i = 0; i < size; i++) {
      const pool = one.pmf.subarray(one.offsets[i], one.offsets[i + 1]);
      const pmf = shape(pool, { mean: one.mean[i]!, active: one.active[i]! });
      variance[i] = varianceOf(pmf);
      quantiles.forEach((level, k) => (orders[k]![i] = intervals.countQuantile(pmf, level)));
      if (!money || !scale || !spend) continue;
      const unit = Math.exp(request.spendLevel);
      const mixture = scale.lawOf(pmf, spendCount[i]!);
      const draws = unit * (one.factors?.draws[i] ?? 1);
      money.mean[i] = unit * (one.factors?.point[i] ?? 1) * one.mean[i]! * Math.exp((scale.v[i]! + spend.s2) / 2);
      money.sd[i] = draws * Math.sqrt(valueDistribution.variance(mixture));
      const found = valueDistribution.quantiles(mixture, quantiles);
      money.quantiles.forEach((values, k) => (values[i] = draws * found[k]!));
    }
  }
  return columns;
}
