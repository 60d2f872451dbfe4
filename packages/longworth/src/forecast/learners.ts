/** Boosting: who, not how many (FORECAST section 9). The pool's level is taken out first, and put back by the assembly. */
import { bins, boosting, folds, losses, metrics } from "@longworth/models";
import { logit, shiftTo } from "./assemble.js";
import type { Corrections, Levels } from "./assemble.js";
import { joined } from "./columns.js";
import type { Features } from "./features.js";
import type { Labels } from "./history.js";
import { networkScores } from "./network.js";
import type { NetworkLearner } from "./network.js";

export const FOLDS = 3;
const SETTINGS = {
  learningRate: 0.07,
  rounds: 250,
  maxLeaves: 15,
  rowShare: 0.8,
  featureShare: 0.6,
  l2: 5,
  seed: 1,
  patience: 30,
} as const;
const BINS = 63;
const LEAST_ROWS = { always: 20, share: 1 / 300 } as const; // of a leaf
const LEAST_ACTIVE = 30; // active customer-origins, and rows less so many spared
const SPARED = 5;
const TRUST = 50; // active customer-origins at which a correction counts half
const GATE_ACTIVE = 100; // active customer-origins below which nothing turns the ranking round
const EVEN = 0.5;
const DIRECT_SHARE = 0.5; // of the direct learner in the ordering by value
const TWEEDIE = 1.5;
const LEAST_SCORE = 1e-7;

/** One origin inside the history: what was known, what the pool said for its window, and what came. Parallel. */
export interface OriginRows {
  readonly customer: Int32Array; // position in the history, which decides the fold
  readonly features: Features;
  readonly pool: Levels;
  readonly spend: Float64Array | null;
  readonly actual: Labels;
}

export type Target = "active" | "orders" | "value";

/** What a learner found; JSON. */
export type Learner = Readonly<{ models: readonly boosting.Boosting[]; losses: readonly number[] }>;

/** All that scoring needs; JSON. `direct` learners start from a constant, the others from the pool. */
export interface Learners {
  readonly names: readonly string[]; // of the features
  readonly active: number; // active customer-origins (ev)
  readonly offset: Readonly<Record<Target, Learner | null>>;
  readonly direct: Readonly<Record<Target, Learner | null>>;
  readonly isBackward: boolean; // the pool ranks the newest origin backwards, the direct learner does not
  readonly network: NetworkLearner | null; // has as much say in the ordering by value as the direct learner; null: none
  readonly isNetworkTried: boolean;
  readonly valueScale: number; // sc: mean of the value that is learnt
}

/** The rows of all origins in one table, newest first. */
export interface Table {
  readonly bins: bins.Bins;
  readonly fold: Uint8Array;
  readonly names: readonly string[];
  readonly targets: Readonly<Record<Target, Float64Array>>;
  readonly scores: Readonly<Record<Target, Float64Array>>; // of the pool, at the level of what came
  readonly newest: number; // rows of the newest origin, the first ones
  readonly active: number;
  readonly valueScale: number;
}

/** @returns null when there is too little: the result is then the pool */
export function tableOf(origins: readonly OriginRows[]): Table | null {
  const rows = origins.reduce((sum, { customer }) => sum + customer.length, 0);
  const active = origins.reduce((sum, { actual }) => sum + actual.orders.filter((n) => n > 0).length, 0);
  if (active < LEAST_ACTIVE || active >= rows - SPARED) return null;
  const names = origins[0]!.features.names;
  const columns = names.map((name) =>
    joined(origins.map(({ features }) => features.columns[features.names.indexOf(name)]!)),
  );
  const categories = (origins[0]!.features.categories ?? []).map((name) => names.indexOf(name));
  const value = joined(origins.map(({ actual }) => actual.value.map((v) => Math.max(v, 0))));
  const valueScale = metrics.mean(value);
  return {
    bins: bins.toBins(bins.featuresOf(columns, { maxBins: BINS, categories }), columns),
    fold: Uint8Array.from(origins.flatMap(({ customer }) => Array.from(customer, (c) => c % FOLDS))),
    names,
    targets: {
      active: joined(origins.map(({ actual }) => actual.orders.map((n) => (n > 0 ? 1 : 0)))),
      orders: joined(origins.map(({ actual }) => actual.orders)),
      value: value.map((v) => v / valueScale),
    },
    scores: {
      active: joined(origins.map(activeScore)),
      orders: joined(origins.map(ordersScore)),
      value: joined(origins.map((one) => valueScore(one, valueScale))),
    },
    newest: origins[0]!.customer.length,
    active,
    valueScale,
  };
}

const activeScore = ({ pool, actual }: OriginRows): Float64Array => {
  const logits = pool.active.map(logit);
  const shift = shiftTo(logits, actual.orders.filter((n) => n > 0).length / actual.orders.length);
  return logits.map((z) => z + shift);
};

const ordersScore = ({ pool, actual }: OriginRows): Float64Array => atLevel(pool.mean, actual.orders);

function valueScore({ pool, spend, actual }: OriginRows, scale: number): Float64Array {
  const expected = pool.mean.map((m, i) => m * (spend?.[i] ?? 1));
  const money = actual.value.map((v) => Math.max(v, 0));
  return atLevel(expected, money).map((score) => score - Math.log(scale));
}

/** Logs of what was expected, moved so that the sum is what came. */
function atLevel(expected: Float64Array, actual: Float64Array): Float64Array {
  const kept = expected.map((m) => Math.max(m, LEAST_SCORE));
  const shift = Math.log(Math.max(metrics.total(actual), LEAST_SCORE) / metrics.total(kept));
  return kept.map((m) => Math.log(m) + shift);
}

/** Whether the direct learner of activity is asked at all: the pool ranks the newest origin backwards. */
export const mayBeBackward = ({ targets, scores, newest, active }: Table): boolean =>
  active >= GATE_ACTIVE && metrics.auc(targets.active.subarray(0, newest), scores.active.subarray(0, newest)) < EVEN;

/** Which learners there are, by what is learnt and from where: each is a job of its own. */
export type Lesson = Readonly<{ target: Target; isDirect: boolean }>;

export function lessonsOf(table: Table, hasAmounts: boolean): readonly Lesson[] {
  const direct = mayBeBackward(table) ? (["active", "orders"] as const) : [];
  const targets = hasAmounts ? (["value", "active", "orders"] as const) : (["active", "orders"] as const);
  return [
    ...targets.map((target) => ({ target, isDirect: false })),
    ...(hasAmounts ? [{ target: "value", isDirect: true } as const] : []),
    ...direct.map((target) => ({ target, isDirect: true })),
  ];
}

/**
 * How rows of a leaf are counted. Of chances and counts the Hessian is what is expected: a few silent customers, one of
 * whom came back, are no leaf. Of value it is what came, too: beside one huge order no others would be a leaf.
 */
const ROWS_BY_HESSIAN = { active: true, orders: true, value: false } as const;

const LOSSES = {
  active: { kind: "logistic" },
  orders: { kind: "poisson" },
  value: { kind: "tweedie", power: TWEEDIE },
} as const;

/** One learner, and its scores of the newest origin from outside the fold of each row. */
export function learnLesson(table: Table, { target, isDirect }: Lesson): Learner & Readonly<{ outside: Float64Array }> {
  const offset = isDirect ? undefined : table.scores[target];
  const minRows = Math.max(LEAST_ROWS.always, Math.round(table.bins.rows * LEAST_ROWS.share));
  const {
    models,
    losses: course,
    outside,
  } = folds.fitFolds({ bins: table.bins, target: table.targets[target], offset }, table.fold, {
    ...SETTINGS,
    loss: LOSSES[target],
    minRows,
    rowsByHessian: ROWS_BY_HESSIAN[target],
  });
  const isWorthIt = offset === undefined || gains(table, target, { outside, offset });
  return {
    models: isWorthIt ? models : models.map((model) => ({ ...model, trees: [] })),
    losses: course,
    outside: outside.slice(0, table.newest),
  };
}

/** Standard errors of the mean difference of losses by which a learner must beat the pool: amounts have heavy tails. */
const PROOF = { active: 1, orders: 1, value: 2 } as const;

/** Whether the scores from outside the folds are better than the pool's for sure. */
function gains(
  { targets }: Table,
  target: Target,
  { outside, offset }: Readonly<{ outside: Float64Array; offset: Float64Array }>,
): boolean {
  const of = losses.derivatives(LOSSES[target]);
  const differences = targets[target].map((y, i) => of(y, offset[i]!)[0] - of(y, outside[i]!)[0]);
  const mean = metrics.mean(differences);
  const variance = metrics.mean(differences.map((d) => (d - mean) ** 2));
  return mean > PROOF[target] * Math.sqrt(variance / differences.length);
}

/** @param answers parallel to the lessons */
export function learnersOf(
  table: Table,
  lessons: readonly Lesson[],
  answers: readonly ReturnType<typeof learnLesson>[],
): Learners {
  const of = (target: Target, isDirect: boolean) => {
    const at = lessons.findIndex((lesson) => lesson.target === target && lesson.isDirect === isDirect);
    return at < 0 ? null : answers[at]!;
  };
  const kept = (target: Target, isDirect: boolean): Learner | null => {
    const answer = of(target, isDirect);
    return answer && { models: answer.models, losses: answer.losses };
  };
  const all = (isDirect: boolean) => ({
    active: kept("active", isDirect),
    orders: kept("orders", isDirect),
    value: kept("value", isDirect),
  });
  const { names, active, valueScale } = table;
  const isBackward = turnsRound(table, of("active", true));
  const none = { network: null, isNetworkTried: false };
  return { names, active, offset: all(false), direct: all(true), isBackward, ...none, valueScale };
}

function turnsRound({ targets, scores, newest }: Table, direct: ReturnType<typeof learnLesson> | null): boolean {
  if (direct === null || direct.models[0]!.trees.length === 0) return false;
  const happened = targets.active.subarray(0, newest);
  return metrics.auc(happened, direct.outside) > metrics.auc(happened, scores.active.subarray(0, newest));
}

export type CorrectionRequest = Readonly<{
  features: Features; // at the cut, for h
  pool: Levels; // at the cut, for h
  spend: Float64Array | null;
  spendLevel: number;
}>;

/** Shrunk towards none where little was learnt from. */
export function correctionsOf(learners: Learners, request: CorrectionRequest): Corrections {
  const { features, pool } = request;
  const columns = learners.names.map((name) => features.columns[features.names.indexOf(name)]!);
  const known = Object.values(learners.offset).find((one) => one !== null)?.models[0]?.features ?? [];
  const binned = bins.toBins(known, columns);
  const trust = trustOf(learners);
  const poolScores = poolScoresOf(learners, request);
  const own = (target: Target): Float64Array => meanScore(learners.offset[target], binned, pool.mean.length);
  const from = (target: Target): Float64Array =>
    learners.direct[target] === null
      ? own(target)
      : meanScore(learners.direct[target], binned, pool.mean.length).map((e, i) => e - poolScores[target][i]!);
  const shrunk = (column: Float64Array): Float64Array => column.map((c) => trust * c);
  if (learners.isBackward) {
    const [active, orders, value] = [shrunk(from("active")), shrunk(from("orders")), shrunk(from("value"))];
    return { active, orders, value, valuePoint: value };
  }
  const value = own("value");
  const share = shareOfDirect(learners);
  const trees = share > 0 ? from("value") : value;
  const { network } = learners;
  const direct = network && share > 0 ? meanOf(trees, networkScores(network, columns), poolScores.value) : trees;
  return {
    active: shrunk(own("active")),
    orders: shrunk(own("orders")),
    value: shrunk(value),
    valuePoint: shrunk(value.map((c, i) => (1 - share) * c + share * direct[i]!)),
  };
}

/** What trees add to the pool, and what a network says of the same customers, as one. */
const meanOf = (trees: Float64Array, network: Float64Array, pool: Float64Array): Float64Array =>
  trees.map((e, i) => (e + network[i]! - pool[i]!) / 2);

/** How much a correction counts: half at 50 active customer-origins. */
export const trustOf = ({ active }: Learners): number => active / (active + TRUST);

/** Of the direct learner in the ordering by value: no better by what is learnt in one way, not by the other either. */
export const shareOfDirect = ({ offset }: Learners): number =>
  (offset.value?.models[0]?.trees.length ?? 0) > 0 ? DIRECT_SHARE : 0;

/** The pool's scores at the cut, from which direct learners differ. */
export function poolScoresOf(
  { valueScale }: Learners,
  { pool, spend, spendLevel }: CorrectionRequest,
): Readonly<Record<Target, Float64Array>> {
  return {
    active: pool.active.map(logit),
    orders: pool.mean.map((m) => Math.log(Math.max(m, LEAST_SCORE))),
    value: pool.mean.map(
      (m, i) => Math.log(Math.max(m * (spend?.[i] ?? 1), LEAST_SCORE)) + spendLevel - Math.log(valueScale),
    ),
  };
}

/** Mean over the folds' models; 0 without a learner. */
function meanScore(learner: Learner | null, binned: bins.Bins, size: number): Float64Array {
  const mean = new Float64Array(size);
  if (learner === null) return mean;
  for (const model of learner.models) {
    const scores = boosting.scores(model, binned);
    for (let i = 0; i < size; i++) mean[i]! += scores[i]! / learner.models.length;
  }
  return mean;
}
