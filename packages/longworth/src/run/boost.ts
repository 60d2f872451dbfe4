/** Boosting of a run: learners from the origins inside, corrections of every customer at the cut (FORECAST section 9). */
import type { PoolAt } from "../forecast/boost-rows.js";
import { scopeOf } from "../forecast/features.js";
import type { Scope } from "../forecast/features.js";
import { firstPurchaseDay, shared } from "../forecast/history.js";
import type { History } from "../forecast/history.js";
import { learnersOf, lessonsOf, shareOfDirect, tableOf } from "../forecast/learners.js";
import { networkRows, withNetwork } from "../forecast/network-rows.js";
import type { Corrections } from "../forecast/assemble.js";
import type { Learners } from "../forecast/learners.js";
import { answersOf } from "./jobs.js";
import type { Job } from "./jobs.js";
import type { ForecastEffects, Learnt } from "./learn.js";

const ROWS = 60_000; // customer-origins at most

/** Who has learnt, and from which features. */
export type Lessons = Readonly<{ learners: Learners; scope: Scope }>;

/** What they add to the customers with a purchase by the cut (positions in the history). */
export type Corrected = Readonly<{ customer: Int32Array; corrections: Corrections; spend: Float64Array | null }>;

export type Boosted = Lessons & Corrected;

/** @returns null when there is too little to learn from: the pool is served as it is */
export async function boost(history: History, known: Learnt, effects: ForecastEffects): Promise<Boosted | null> {
  const lessons = await learnLessons(history, known, { effects, triesNetwork: false });
  if (lessons === null) return null;
  const [corrected] = await correct([history], { ...lessons, recipe: known.recipe }, effects);
  return corrected === undefined ? null : { ...lessons, ...corrected };
}

/** Of each block of customers. */
export async function correct(
  blocks: readonly History[],
  what: Lessons & Pick<Learnt, "recipe">,
  effects: ForecastEffects,
): Promise<readonly Corrected[]> {
  const jobs = blocks.map((history): Job => ({ kind: "corrections", history: shared(history), ...what }));
  return answersOf(await effects.workers.answer(jobs, effects.signal), "corrections");
}

/** @param triesNetwork beside the trees. @returns null when there is too little to learn from */
export async function learnLessons(
  history: History,
  { recipe, origins }: Learnt,
  { effects, triesNetwork }: Readonly<{ effects: ForecastEffects; triesNetwork: boolean }>,
): Promise<Lessons | null> {
  const data = shared(history);
  const start = firstPurchaseDay(data);
  const scope = scopeOf(
    [recipe.cut, ...origins.map(({ origin }) => origin)].map((day) => day - start + 1),
    data.hasAmounts,
  );
  const limit = Math.floor(ROWS / Math.max(origins.length, 1));
  const poolAt = ({ fits, clock }: Learnt["origins"][number]): PoolAt => ({
    clock,
    members: recipe.members.map((member, j) => ({ ...member, fit: fits[j]! })),
  });
  const asked = origins.map((one): Job => {
    const request = { pool: poolAt(one), scope, days: one.window };
    return { kind: "rows", history: data, origin: one.origin, limit, request };
  });
  const rows = answersOf(await effects.workers.answer(asked, effects.signal), "rows");
  const learnt = rows.map((answer) => answer.rows);
  const table = tableOf(learnt);
  if (table === null) return null;
  const lessons = lessonsOf(table, data.hasAmounts);
  const jobs = lessons.map((lesson): Job => ({ kind: "lesson", table, lesson }));
  const answers = answersOf(await effects.workers.answer(jobs, effects.signal), "lesson");
  const trees = answers.map((answer) => answer.learnt);
  const learners = learnersOf(table, lessons, trees);
  const direct = lessons.findIndex(({ target, isDirect }) => target === "value" && isDirect);
  if (!triesNetwork || direct < 0 || learners.isBackward || shareOfDirect(learners) === 0) return { learners, scope };
  const job: Job = { kind: "network", rows: networkRows(learnt, table) };
  const [network] = answersOf(await effects.workers.answer([job], effects.signal), "network");
  return { learners: withNetwork(learners, network!.learnt, { table, trees: trees[direct]! }), scope };
}
