/** Fits and evidence become a recipe: weights, levels, notes (FORECAST sections 6, 8 and 14). */
import { metrics } from "@longworth/models";
import type { Fit } from "@longworth/models";
import type { CandidateName } from "./candidates.js";
import type { Clock } from "./clock.js";
import type { Evidence } from "./evidence.js";
import { meanConcentration, spendLevel } from "./levels.js";
import { notesOf } from "./notes.js";
import { addQuadratics, poolWeights, ridgeOf } from "./pool.js";
import type { Member, OriginFacts, Recipe, SpendFit } from "./recipe.js";
import { LEVEL_SD } from "./totals.js";

/** What is known at the cut. */
export interface AtCut {
  readonly cut: number;
  readonly start: number; // day of the first purchase
  readonly horizon: number;
  readonly window: number;
  readonly fits: readonly Fit[];
  readonly clock: Clock | null;
  readonly names: readonly CandidateName[];
  readonly asked: boolean; // one model by --model
  readonly byOrigin?: boolean; // the weights of each origin alone are wanted, too
  readonly learnt: boolean; // false: nobody looked for origins, ls = 0
  readonly spend: SpendFit | null;
  readonly spendByFrequency: number | null;
  readonly refundShare: number | null;
  readonly customers: number;
  readonly repeatBuyers: number;
  readonly fittedRepeatBuyers: number;
  readonly excludedFirstDays: number;
}

const LEVEL_CLIP = [0.1, 10] as const;

/** @param evidence newest origin first; none: equal weights, and refunds to come are taken from the share so far */
export function combine(evidence: readonly Evidence[], at: AtCut): Recipe {
  const { names, fits, spend, refundShare } = at;
  const ridge = ridgeOf(evidence.reduce((sum, { active }) => sum + active, 0));
  const learnt = (parts: readonly Evidence["crps"][]) => poolWeights(addQuadratics(parts, names.length), ridge);
  const weights = learnt(evidence.map(({ crps }) => crps));
  const weightsActive = learnt(evidence.map(({ brier }) => brier));
  const members: Member[] = names.map((name, j) => ({
    name,
    fit: fits[j]!,
    weight: weights[j]!,
    weightActive: weightsActive[j]!,
  }));
  const origins = evidence.map((one) => factsOf(one, members, at.byOrigin === true));
  const withoutOrigins = at.learnt ? Math.log(1 - Math.min(refundShare ?? 0, MOST_REFUNDS)) : 0;
  const recipe = {
    cut: at.cut,
    horizon: at.horizon,
    window: at.window,
    members,
    clock: at.clock,
    served: servedOf(at, evidence.length > 0),
    origins,
    spend,
    spendLevel: spend === null ? 0 : origins.length > 0 ? spendLevel(origins) : withoutOrigins,
    spendByFrequency: at.spendByFrequency,
    concentration: meanConcentration(origins),
    levelSd: at.clock?.levelSd ?? LEVEL_SD,
    refundShare,
    customers: at.customers,
    repeatBuyers: at.repeatBuyers,
    fittedRepeatBuyers: at.fittedRepeatBuyers,
    excludedFirstDays: at.excludedFirstDays,
  };
  return { ...recipe, notes: notesOf(recipe, at.cut - at.start + 1) };
}

const MOST_REFUNDS = 0.8; // as the clip of a spend level

function servedOf({ asked, names }: AtCut, learnt: boolean): Recipe["served"] {
  if (asked) return { name: names[0]!, why: "asked_for" };
  return { name: "pool", why: learnt ? "pool" : "equal_weights" };
}

function factsOf(one: Evidence, members: readonly Member[], byOrigin: boolean): OriginFacts {
  const pooled = members.reduce((sum, { weight }, j) => sum + weight * one.expected[j]!, 0);
  const chance = one.isActive.map((_, i) =>
    members.reduce((sum, { weightActive }, j) => sum + weightActive * one.chances[j]![i]!, 0),
  );
  const [least, most] = LEVEL_CLIP;
  const ratio = pooled > 0 ? one.orders / pooled : 1;
  return {
    origin: one.origin,
    window: one.window,
    customers: one.customers,
    active: one.active,
    orders: one.orders,
    value: one.value,
    levelOrders: Math.min(Math.max(ratio, least), most),
    levelSpend: one.levelSpend,
    concentration: one.concentration,
    auc: metrics.auc(one.isActive, chance),
    weights: byOrigin ? poolWeights(one.crps, ridgeOf(one.active)) : [],
  };
}
