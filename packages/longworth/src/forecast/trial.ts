/** One blind forecast at a day inside the history, compared with what came after (PRODUCT "Backtest, nested"). */
import { crps, metrics, pit, random, ranking, valueDistribution } from "@longworth/models";
import type { Fit } from "@longworth/models";
import { DAYS_PER_WEEK } from "../domain.js";
import type { Outcome } from "../domain.js";
import { countQuantile, level, shape, varianceOf } from "./assemble.js";
import { BASELINES, baselinePoints } from "./baselines.js";
import type { Baseline } from "./baselines.js";
import type { CandidateName } from "./candidates.js";
import { groupCoarsely, inWeeks } from "./cells.js";
import type { Grouping } from "./cells.js";
import { combine } from "./combine.js";
import type { Evidence } from "./evidence.js";
import { firstPurchaseDay, labelsOf, refundShare, repeatBuyers, statesAt } from "./history.js";
import type { History, Labels, States } from "./history.js";
import { geometricTotal } from "./levels.js";
import { meanOf, plugIn, poolMembers } from "./predict.js";
import type { Recipe } from "./recipe.js";
import { fitSpend, spendOf, valueLaws } from "./spend.js";
import { groupOutcome } from "./totals.js";

/** Cells above which scoring is in whole weeks. */
const MOST_CELLS = 20_000;

export interface TrialRequest {
  readonly origin: number; // the blind forecast is made at the end of this day
  readonly window: number; // days forecast
  readonly names: readonly CandidateName[];
  readonly asked: boolean; // one model by --model
  readonly fits: readonly Fit[]; // from rows up to the origin
  readonly evidence: readonly Evidence[]; // of origins inside, newest first
  readonly excludedFirstDays: number;
}

/** Who was scored on what: one row of backtest.parquet. */
export type TrialRow = Readonly<{ candidate: string; role: "served" | "pool" | "baseline"; metric: string; value: number }>;

/** Per customer, parallel. Value columns are empty in a log without amounts. */
export interface Trial {
  readonly origin: number;
  readonly window: number;
  readonly repeatBuyers: number;
  readonly customer: Int32Array; // position in the history
  readonly actual: Labels;
  readonly expected: Labels;
  readonly crps: Labels;
  readonly pit: Labels; // randomised
  readonly baselines: Readonly<Record<Baseline, Labels>>;
  readonly ordersBand: Outcome; // the served band of the total
  readonly valueBand: Outcome;
  readonly auc: number;
  readonly rows: readonly TrialRow[];
}

export function runTrial(history: History, request: TrialRequest): Trial {
  const { origin, window } = request;
  const states = statesAt(history, origin);
  const actual = labelsOf(history, states, window);
  const recipe = recipeOf(history, states, request);
  const grouping = groupCoarsely(states, MOST_CELLS);
  const weekly = inWeeks(grouping.cells);
  const used = request.fits.map((fit) => plugIn(fit, weekly, window / DAYS_PER_WEEK));
  const served = serve(grouping, recipe, used);
  const persons = scorePersons({ states, actual, recipe, grouping, served });
  const level = { levelSd: recipe.levelSd, concentration: recipe.concentration };
  const baselines = baselinesOf(history, states, window);
  const chance = spread(served.active, grouping);
  const activity = metrics.activityMetrics(actual.orders, chance);
  return {
    origin,
    window,
    repeatBuyers: repeatBuyers(states),
    customer: states.customer,
    actual,
    expected: persons.expected,
    crps: persons.crps,
    pit: persons.pit,
    baselines,
    ordersBand: groupOutcome("orders", persons.ordersSum, level),
    valueBand: groupOutcome("value", persons.valueSum, level),
    auc: activity.auc,
    rows: [
      ...servedRows(actual, persons, activity),
      ...request.names.flatMap((name, j) => memberRows({ name, pmfs: used[j]!, grouping, orders: actual.orders })),
      ...BASELINES.flatMap((name) => baselineRows(name, { actual, points: baselines[name], kinds: kindsOf(history) })),
    ],
  };
}

function recipeOf(history: History, states: States, request: TrialRequest): Recipe {
  const { origin, window, names, asked, fits, evidence, excludedFirstDays } = request;
  return combine(evidence, {
    cut: origin,
    start: firstPurchaseDay(history),
    horizon: window,
    window: evidence[0]?.window ?? window,
    fits,
    names,
    asked,
    learnt: true,
    spend: history.hasAmounts ? fitSpend(states) : null,
    refundShare: refundShare(history, origin),
    customers: states.customer.length,
    repeatBuyers: repeatBuyers(states),
    excludedFirstDays,
  });
}

/** Per cell: served mean, chance and distribution. */
interface Served {
  readonly mean: Float64Array;
  readonly active: Float64Array;
  readonly pmfs: readonly Float64Array[];
}

function serve({ cells }: Grouping, recipe: Recipe, used: readonly (readonly Float64Array[])[]): Served {
  const pooled = poolMembers(cells, recipe.members, used);
  const total = geometricTotal(
    pooled.memberTotals,
    recipe.members.map(({ weight }) => weight),
  );
  const { mean, active } = level(pooled, { weight: cells.weight, total });
  const pmfs = Array.from(mean, (m, i) =>
    shape(pooled.pmf.subarray(pooled.offsets[i], pooled.offsets[i + 1]), { mean: m, active: active[i]! }),
  );
  return { mean, active, pmfs };
}

interface PersonsRequest {
  readonly states: States;
  readonly actual: Labels;
  readonly recipe: Recipe;
  readonly grouping: Grouping;
  readonly served: Served;
}

function scorePersons({ states, actual, recipe, grouping, served }: PersonsRequest) {
  const uniform = random.seeded(states.origin);
  const pmfs = Array.from(grouping.cellOf, (cell) => served.pmfs[cell]!);
  const steps = pit.stepsOfPmfs(actual.orders, pmfs);
  const orders = {
    expected: spread(served.mean, grouping),
    crps: crps.crpsOfPmfs(actual.orders, pmfs),
    pit: pit.randomisedPit(steps.below, steps.upTo, uniform),
    low: spread(served.pmfs.map((pmf) => countQuantile(pmf, 0.05)), grouping),
    high: spread(served.pmfs.map((pmf) => countQuantile(pmf, 0.95)), grouping),
  }; // prettier-ignore
  const variance = served.pmfs.map(varianceOf);
  const { weight } = grouping.cells;
  const sum = (values: ArrayLike<number>) => weight.reduce((all, customers, i) => all + customers * values[i]!, 0);
  const money = scoreMoney({ states, actual, recipe, grouping, served }, uniform);
  return {
    expected: { orders: orders.expected, value: money.expected },
    crps: { orders: orders.crps, value: money.crps },
    pit: { orders: orders.pit, value: money.pit },
    intervals: { orders, value: money },
    ordersSum: { mean: sum(served.mean), variance: sum(variance) },
    valueSum: { mean: metrics.total(money.expected), variance: metrics.total(money.variance) },
  };
}

const NO_MONEY = {
  expected: new Float64Array(0),
  variance: new Float64Array(0),
  crps: new Float64Array(0),
  pit: new Float64Array(0),
  low: new Float64Array(0),
  high: new Float64Array(0),
};

/** Value is scale(customer) x number(cell): distributions are made once per cell. */
function scoreMoney({ states, actual, recipe, grouping, served }: PersonsRequest, uniform: () => number) {
  const { spend, spendLevel } = recipe;
  if (spend === null) return NO_MONEY;
  const lawOf = valueLaws(spend);
  const mixtures = served.pmfs.map((pmf, i) => lawOf(pmf, grouping.cells.spendCount[i]!));
  const unit = {
    mean: mixtures.map(valueDistribution.mean),
    variance: mixtures.map(valueDistribution.variance),
    ends: mixtures.map((mixture) => valueDistribution.quantiles(mixture, [0.05, 0.95])),
  };
  const scale = spendOf(states, spend).scale.map((one) => one * Math.exp(spendLevel));
  const inUnits = actual.value.map((value, i) => value / scale[i]!);
  const own = Array.from(grouping.cellOf, (cell) => mixtures[cell]!);
  const steps = pit.stepsOfMixtures(inUnits, own);
  const times = (values: ArrayLike<number>) => scale.map((one, i) => one * values[grouping.cellOf[i]!]!);
  return {
    expected: times(unit.mean),
    variance: scale.map((one, i) => one * one * unit.variance[grouping.cellOf[i]!]!),
    crps: crps.crpsOfMixtures(inUnits, own).map((score, i) => score * scale[i]!),
    pit: pit.randomisedPit(steps.below, steps.upTo, uniform),
    low: times(unit.ends.map((ends) => ends[0]!)),
    high: times(unit.ends.map((ends) => ends[1]!)),
  };
}

/** A column of cells as a column of customers. */
const spread = (values: ArrayLike<number>, { cellOf }: Grouping): Float64Array =>
  Float64Array.from(cellOf, (cell) => values[cell]!);

function baselinesOf(history: History, states: States, horizon: number): Readonly<Record<Baseline, Labels>> {
  const points = (baseline: Baseline) => baselinePoints(history, baseline, { states, horizon });
  return {
    "last-period": points("last-period"),
    "rfm-cell": points("rfm-cell"),
    "active-months": points("active-months"),
  };
}

type Persons = ReturnType<typeof scorePersons>;

function servedRows(actual: Labels, persons: Persons, activity: metrics.ActivityMetrics): readonly TrialRow[] {
  const measured = (["orders", "value"] as const)
    .filter((kind) => persons.expected[kind].length > 0)
    .flatMap((kind) => {
      const predicted = persons.expected[kind];
      const { low, high } = persons.intervals[kind];
      const intervals = metrics.intervalMetrics(actual[kind], { low, high, predicted });
      return Object.entries({
        bias: biasOf(actual[kind], predicted),
        crps: metrics.mean(persons.crps[kind]),
        gini: ranking.normalisedGini(actual[kind], predicted),
        capture: ranking.capture(actual[kind], predicted, 0.1),
        coverage90: intervals.coverage90,
        interval_score: intervals.intervalScore,
        below_p95: pit.shareUpTo(persons.pit[kind], 0.95),
      }).map(([metric, value]) => [`${kind}_${metric}`, value] as const);
    });
  const all = [...measured, ["active_auc", activity.auc] as const, ["active_brier", activity.brier] as const];
  return all.map(([metric, value]) => ({ candidate: "pool", role: "served", metric, value }));
}

type MemberRequest = Readonly<{
  name: CandidateName;
  pmfs: readonly Float64Array[];
  grouping: Grouping;
  orders: Float64Array;
}>;

/** A member on its own, without levels or money. */
function memberRows({ name, pmfs, grouping, orders }: MemberRequest): readonly TrialRow[] {
  const means = spread(pmfs.map(meanOf), grouping);
  const chance = spread(pmfs.map((pmf) => 1 - pmf[0]!), grouping); // prettier-ignore
  const activity = metrics.activityMetrics(orders, chance);
  const own = Array.from(grouping.cellOf, (cell) => pmfs[cell]!);
  const measured = {
    orders_bias: biasOf(orders, means),
    orders_crps: metrics.mean(crps.crpsOfPmfs(orders, own)),
    orders_gini: ranking.normalisedGini(orders, means),
    active_auc: activity.auc,
    active_brier: activity.brier,
  };
  return Object.entries(measured).map(([metric, value]) => ({ candidate: name, role: "pool", metric, value }));
}

type Kind = keyof Labels;
const kindsOf = ({ hasAmounts }: History): readonly Kind[] => (hasAmounts ? ["orders", "value"] : ["orders"]);

type BaselineRowsRequest = Readonly<{ actual: Labels; points: Labels; kinds: readonly Kind[] }>;

function baselineRows(name: Baseline, { actual, points, kinds }: BaselineRowsRequest): readonly TrialRow[] {
  return kinds.flatMap((kind) => {
    const measured = {
      bias: biasOf(actual[kind], points[kind]),
      crps: metrics.mean(absoluteError(actual[kind], points[kind])),
      gini: ranking.normalisedGini(actual[kind], points[kind]),
      capture: ranking.capture(actual[kind], points[kind], 0.1),
    };
    return Object.entries(measured).map(([metric, value]) => {
      return { candidate: name, role: "baseline" as const, metric: `${kind}_${metric}`, value };
    });
  });
}

/** CRPS of a point. */
export const absoluteError = (actual: Float64Array, points: Float64Array): Float64Array =>
  actual.map((value, i) => Math.abs(value - points[i]!));

/** Predicted over actual total, minus 1. @returns NaN when nothing happened */
export function biasOf(actual: Float64Array, predicted: Float64Array): number {
  const happened = metrics.total(actual);
  return happened > 0 ? metrics.total(predicted) / happened - 1 : NaN;
}
