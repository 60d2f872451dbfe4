/** The rows that boosting learns from or is applied to: states at a day, what the pool says of them, and their features. */
import { groupStates, spread } from "./cells.js";
import { timelinesOf } from "./clock.js";
import type { Clock } from "./clock.js";
import type { Levels } from "./assemble.js";
import { featuresAt } from "./features.js";
import type { Features, Scope } from "./features.js";
import { labelsOf, statesAt } from "./history.js";
import type { History, States } from "./history.js";
import { correctionsOf } from "./learners.js";
import type { Learners, OriginRows } from "./learners.js";
import { distributionsOf, plugIn, poolMembers } from "./predict.js";
import type { Member, Recipe, SpendFit } from "./recipe.js";
import { fitSpend, spendOf } from "./spend.js";

/** The pool as it stood at a day: fits and clock of rows up to there, weights of the whole recipe. */
export type PoolAt = Readonly<{ members: readonly Member[]; clock: Clock | null }>;

/** What the pool expects of each state within so many days. */
export function poolOf(states: States, { members, clock }: PoolAt, days: number): Levels {
  const grouping = groupStates(states);
  const at = { cells: grouping.cells, timelines: timelinesOf(clock, days) };
  const { mean, active } = poolMembers(
    grouping.cells,
    members,
    distributionsOf(at, members, { horizon: days, distributions: plugIn }),
  );
  return { mean: spread(mean, grouping), active: spread(active, grouping) };
}

/** Features, pool and spend of each state for one horizon. */
export type Known = Readonly<{ features: Features; pool: Levels; spend: Float64Array | null }>;

export type KnownRequest = Readonly<{
  pool: PoolAt;
  scope: Scope;
  days: number;
  spend?: SpendFit | null; // of these states unless given
}>;

export function knownAt(history: History, states: States, request: KnownRequest): Known {
  const { pool: at, scope, days, spend: given } = request;
  const fitted = given === undefined ? (history.hasAmounts ? fitSpend(states) : null) : given;
  const spend = fitted && spendOf(states, fitted).spend;
  const pool = poolOf(states, at, days);
  return { features: featuresAt(history, states, { scope, horizon: days, pool, spend }), pool, spend };
}

/** What boosting adds to the customers of a cut, whatever the horizon that is served: features are for the window. */
export function correctionsAt(
  history: History,
  recipe: Pick<Recipe, "cut" | "window" | "spend" | "spendLevel" | "members" | "clock">,
  { learners, scope }: Readonly<{ learners: Learners; scope: Scope }>,
) {
  const states = statesAt(history, recipe.cut);
  const known = knownAt(history, states, { pool: recipe, scope, days: recipe.window, spend: recipe.spend });
  const corrections = correctionsOf(learners, { ...known, spendLevel: recipe.spendLevel });
  return { customer: states.customer, corrections, spend: known.spend };
}

/** Rows of an origin, with what came in its window. */
export const originRows = (history: History, states: States, request: KnownRequest): OriginRows => ({
  customer: states.customer,
  actual: labelsOf(history, states, request.days),
  ...knownAt(history, states, request),
});
