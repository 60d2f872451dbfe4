/** Signs in the history that a reader of the forecast must know (FORECAST section 14). Bars are data. */
import { candidateOf } from "./candidates.js";
import { trendOf } from "./clock.js";
import type { Learner, Learners } from "./learners.js";
import type { Note, Recipe } from "./recipe.js";

const BAR = {
  doNotFit: Math.log(2), // every origin's total missed by more than this factor, the same way
  systematic: 0.25, // on the log scale
  auc: 0.55,
  withoutDropout: 0.5, // weight of the members that know no dropout
  seasonDays: 400,
  small: 100, // active customer-origins, or customers
  concentration: 0.02,
  spendByFrequency: 0.3, // TRUST row 89
  dispersion: 5, // variance of weekly orders over that of chance
} as const;

/** @param days of history up to the cut */
export function notesOf(recipe: Omit<Recipe, "notes">, days: number): readonly Note[] {
  const { origins, members, customers, concentration, excludedFirstDays, horizon, spendByFrequency } = recipe;
  const notes: Note[] = [];
  if (origins.length === 0) notes.push({ code: "no_origins", facts: { days } });
  else notes.push(...levelNotes(origins.map(({ levelOrders }) => Math.log(levelOrders))));
  const auc = origins[0]?.auc ?? NaN;
  if (auc < BAR.auc) notes.push({ code: "cannot_rank", facts: { auc } });
  const weight = members.reduce((sum, one) => sum + (candidateOf(one.name).hasDropout ? 0 : one.weight), 0);
  if (weight > BAR.withoutDropout) notes.push({ code: "no_dropout", facts: { weight } });
  if (days < BAR.seasonDays) notes.push({ code: "season_unknown", facts: { days, horizon } });
  const active = origins.reduce((sum, one) => sum + one.active, 0);
  if (active < BAR.small || customers < BAR.small) notes.push({ code: "small_data", facts: { active, customers } });
  if (origins.length > 0 && concentration > BAR.concentration)
    notes.push({ code: "few_customers_rule", facts: { concentration } });
  if (spendByFrequency !== null && Math.abs(spendByFrequency) > BAR.spendByFrequency)
    notes.push({ code: "spend_by_frequency", facts: { correlation: spendByFrequency } });
  notes.push(...paceNotes(recipe));
  if (excludedFirstDays > 0) notes.push({ code: "first_days_left_out", facts: { days: excludedFirstDays } });
  return notes;
}

/** Where the pace of the business is going, and how unsteady it is. */
function paceNotes({ clock }: Pick<Recipe, "clock">): readonly Note[] {
  if (clock === null) return [];
  if (clock.grid !== undefined) return [{ code: "coarse_dates", facts: { gap: clock.grid.gap } }];
  const trend = trendOf(clock);
  const notes: Note[] = [];
  if (trend !== null) notes.push({ code: "business_trend", facts: { share: Math.expm1(trend.change) } });
  if (clock.dispersion > BAR.dispersion) notes.push({ code: "bursts", facts: { dispersion: clock.dispersion } });
  return notes;
}

/** What the same customers did in as many days before, where that lies outside the band of what is forecast. */
export const naiveNotes = (
  facts: Readonly<Record<"said" | "low" | "high" | "naive" | "horizon" | "money", number>>,
): readonly Note[] => (facts.naive < facts.low || facts.naive > facts.high ? [{ code: "naive_outside", facts }] : []);

/** What the learning did, when it did anything. */
export function learningNotes({ offset, direct, isBackward, network, isNetworkTried }: Learners): readonly Note[] {
  if (isBackward) return [{ code: "ranks_backwards", facts: {} }];
  const trees = (learner: Learner | null): number => learner?.models[0]?.trees.length ?? 0;
  const facts = { active: trees(offset.active), orders: trees(offset.orders), value: trees(offset.value) };
  const tried: Note = { code: "network_tried", facts: { used: network === null ? 0 : 1 } };
  return facts.active + facts.orders + facts.value + trees(direct.value) > 0
    ? [{ code: "learnt", facts }, ...(isNetworkTried ? [tried] : [])]
    : [];
}

/** All origins missed the same way; a log of the factor is > 0 where the forecast was too low. */
function levelNotes(logs: readonly number[]): readonly Note[] {
  const smallest = Math.min(...logs.map(Math.abs));
  const direction = Math.sign(logs[0]!);
  if (logs.some((log) => Math.sign(log) !== direction)) return [];
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  if (logs.length >= 2 && smallest > BAR.doNotFit)
    return [{ code: "models_do_not_fit", facts: { factor: Math.exp(Math.abs(mean)), direction } }];
  if (smallest > BAR.systematic) return [{ code: "systematic_miss", facts: { share: Math.expm1(mean), direction } }];
  return [];
}
