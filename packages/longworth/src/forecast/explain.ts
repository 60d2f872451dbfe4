/** What the forecast of one customer is made of, so that the parts reproduce what was published. Pure. */
import type { OneCorrections, Scaling } from "./assemble.js";
import { learntFactor, levelOne, valueFactor } from "./assemble.js";
import { attributionsOf, totalsOf, type Attributed } from "./attribution.js";
import { knownAt } from "./boost-rows.js";
import { timelinesOf } from "./clock.js";
import type { Scope } from "./features.js";
import { statesAt, type DayCells, type History } from "./history.js";
import type { Learners } from "./learners.js";
import {
  averaged,
  averagedAlive,
  distributionsOf,
  meanOf,
  NEXT_ORDER_WITHIN,
  plugIn,
  plugInAlive,
  poolAlive,
  poolMembers,
} from "./predict.js";
import type { Recipe } from "./recipe.js";
import { logScale } from "./spend.js";

/** How the pool's numbers became the served ones, in numbers that all customers share; `value` null: not by learning. */
export type ServedScaling = Scaling & Readonly<{ value: number | null }>;

/** What a run keeps to explain a customer. JSON. */
export interface KeptRecipe {
  readonly recipe: Recipe;
  readonly learners: Learners | null;
  readonly scope: Scope | null; // of the learners' features
  readonly served: string; // pool, a model, or a simple formula
  readonly uncertain: boolean; // distributions are averaged over what the parameters may be
  readonly scaling: Readonly<Record<string, ServedScaling>>; // by horizon key
  readonly horizons: readonly number[]; // days
  readonly facts: readonly KeptFact[]; // columns of facts.parquet that were learnt from
}

/** A column of facts.parquet. */
export type KeptFact = Readonly<{ name: string; column: string; isCategory: boolean }>;

/** One customer: days, and the cell whose scores were published. */
export interface OneCustomer {
  readonly history: History; // of this customer alone
  readonly cell: Readonly<{ frequency: number; recency: number; tenure: number; spendCount: number }>;
  readonly corrections: OneCorrections | null; // of the cell; null where nothing was learnt
  readonly sumLog: number; // of the amounts
}

/** A model of the pool on this customer. */
export type MemberPart = Readonly<{
  name: string;
  weight: number;
  weightActive: number;
  orders: number;
  active: number;
}>;

/** What the served forecast of one horizon is multiplied together from. */
export interface Parts {
  readonly horizon: number;
  readonly members: readonly MemberPart[];
  readonly pool: Readonly<{ orders: number; active: number; alive: number }>;
  readonly learnt: Readonly<{ orders: number; value: number }>; // factors; 1 where nothing was learnt
  readonly level: number; // factor that all customers share, and what keeps orders above the chance of any
  readonly orders: number; // pool.orders x learnt.orders x level
  readonly active: number;
  readonly spend: Readonly<{ perOrder: number; level: number }> | null; // expected order, and e^ls
  readonly revenue: number | null; // orders x perOrder x spend.level x learnt.value
}

export function partsOf(kept: KeptRecipe, { cell, corrections, sumLog }: OneCustomer, horizon: number): Parts {
  const { recipe, uncertain, scaling } = kept;
  const cells = oneCell(cell);
  const at = { cells, timelines: timelinesOf(recipe.clock, Math.max(NEXT_ORDER_WITHIN, ...kept.horizons)) };
  const used = distributionsOf(at, recipe.members, { horizon, distributions: uncertain ? averaged : plugIn });
  const pooled = poolMembers(cells, recipe.members, used);
  const [alive] = poolAlive(at, recipe.members, uncertain ? averagedAlive : plugInAlive);
  const pool = { orders: pooled.mean[0]!, active: pooled.active[0]!, alive: alive! };
  const shared = scaling[`${horizon}d`]!;
  const { mean: orders, active } = levelOne({ mean: pool.orders, active: pool.active, alive: pool.alive, corrections }, shared); // prettier-ignore
  const factor = learntFactor(corrections?.orders);
  const valueOf = (): number =>
    corrections === null || shared.value === null
      ? 1
      : valueFactor(pool.orders, orders, { valuePoint: corrections.valuePoint, scale: shared.value });
  const learnt = { orders: factor, value: valueOf() };
  const spend = spendPart(recipe, cell.spendCount, sumLog);
  return {
    horizon,
    members: recipe.members.map(({ name, weight, weightActive }, j) => ({
      name,
      weight,
      weightActive,
      orders: meanOf(used[j]![0]!),
      active: 1 - used[j]![0]![0]!,
    })),
    pool,
    learnt,
    level: orders / (pool.orders * factor),
    orders,
    active,
    spend,
    revenue: spend && orders * spend.perOrder * spend.level * learnt.value,
  };
}

function spendPart({ spend, spendLevel }: Recipe, spendCount: number, sumLog: number): Parts["spend"] {
  if (spend === null) return null;
  const { prior, slope, v } = logScale(Float64Array.of(spendCount), spend);
  const perOrder = Math.exp(prior[0]! + slope[0]! * sumLog) * Math.exp((v[0]! + spend.s2) / 2);
  return { perOrder, level: Math.exp(spendLevel) };
}

const oneCell = ({ frequency, recency, tenure, spendCount }: OneCustomer["cell"]): DayCells => ({
  frequency: Float64Array.of(frequency),
  recency: Float64Array.of(recency),
  tenure: Float64Array.of(tenure),
  spendCount: Float64Array.of(spendCount),
  weight: Float64Array.of(1),
});

/** What learning adds, and from which facts; null where nothing was learnt. */
export type Learnt = Readonly<Record<"active" | "orders" | "value", Attributed>>;

/** @param history of this customer alone; the customer's own, before cells round it */
export function learntOf({ recipe, learners, scope }: KeptRecipe, history: History): Learnt | null {
  if (learners === null || scope === null) return null;
  const states = statesAt(history, recipe.cut);
  const known = knownAt(history, states, { pool: recipe, scope, days: recipe.window, spend: recipe.spend });
  const found = attributionsOf(learners, { ...known, spendLevel: recipe.spendLevel });
  return { active: found.active, orders: found.orders, value: recipe.spend === null ? found.value : found.valuePoint };
}

/** The forecast of a customer as these days alone would have it, with the levels that all share. */
export function forecastOf(kept: KeptRecipe, history: History, horizon: number): Parts {
  const { recipe, learners, scope } = kept;
  const states = statesAt(history, recipe.cut);
  const pick = (column: Float64Array) => column[0]!;
  const corrections = (): OneCorrections | null => {
    if (learners === null || scope === null) return null;
    const known = knownAt(history, states, { pool: recipe, scope, days: recipe.window, spend: recipe.spend });
    return totalsOf(attributionsOf(learners, { ...known, spendLevel: recipe.spendLevel }));
  };
  const cell = {
    frequency: pick(states.frequency),
    recency: pick(states.recency),
    tenure: pick(states.tenure),
    spendCount: pick(states.spendCount),
  };
  return partsOf(kept, { history, cell, corrections: corrections(), sumLog: pick(states.sumLog) }, horizon);
}
