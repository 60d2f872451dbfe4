/** The trials of one horizon, put together: measures, the best baseline, calibration, the letter (PRODUCT "Grade"). */
import { calibration, comparison, metrics, pit } from "@longworth/models";
import { BASELINES } from "./baselines.js";
import type { Baseline } from "./baselines.js";
import type { CandidateName } from "./candidates.js";
import { joined } from "./columns.js";
import { grade, servesBaseline } from "./grade.js";
import type { GradeWhy, Letter, Measured } from "./grade.js";
import type { Labels } from "./history.js";
import { pooledTenths, type ActivityTenth } from "./tenths.js";
import { absoluteError, biasOf } from "./trial-rows.js";
import type { Trial } from "./trial.js";

/** One test origin: what was forecast blind and what came. Revenue is NaN in a log without amounts. */
export interface TestOrigin {
  readonly origin: number; // days since 1970-01-01
  readonly customers: number;
  readonly repeatBuyers: number;
  readonly actualOrders: number;
  readonly expectedOrders: number;
  readonly ordersP05: number; // the served band
  readonly ordersP95: number;
  readonly actualRevenue: number;
  readonly expectedRevenue: number;
  readonly revenueP05: number;
  readonly revenueP95: number;
}

/** One of ten equal groups by falling forecast; means per customer, of money (of orders without amounts). */
export type CalibrationGroup = Readonly<{ group: number; expected: number; actual: number }>;

/** Customers with so many orders in the window, as forecast and as it came; the last row holds those with more, too. */
export type CountedOrders = Readonly<{ orders: number; expected: number; actual: number }>;

/** The test of one horizon. */
export interface HorizonTest {
  readonly horizon: number; // days
  readonly windowDays: number;
  readonly origins: readonly TestOrigin[]; // newest first; none: the history is too short
  readonly heldOrders: number; // origins whose actual total lies in the served band
  readonly heldRevenue: number;
  /** bias, capture, baseline_capture, below_p95, pit_distance, slope, crps, baseline_crps, crps_difference, …; NaN where one cannot be formed. */
  readonly measures: Readonly<Record<string, number>>;
  readonly baseline: Baseline; // the best naive baseline: lowest mean CRPS of value (of orders without amounts)
  readonly calibration: readonly CalibrationGroup[];
  readonly pit: readonly number[]; // shares of the customers in 20 equal bins of [0, 1]: .05 each of an honest forecast
  readonly counts: readonly CountedOrders[]; // over all origins
  readonly activity: readonly ActivityTenth[]; // over all origins, by the chance to buy
  readonly letter: Letter;
  readonly why: GradeWhy;
  readonly served: "pool" | CandidateName | Baseline; // a baseline when it was better than we by two standard errors
}

export interface VerdictRequest {
  readonly horizon: number;
  readonly window: number;
  readonly repeatBuyers: number; // at the end of the history
  readonly hasAmounts: boolean;
  readonly asked: boolean; // one model by --model: it stays served whatever the letter
  readonly served: "pool" | CandidateName;
}

const STANDARD_ERRORS = 2; // by which a baseline must be better before it is served

export function verdictOf(trials: readonly Trial[], request: VerdictRequest): HorizonTest {
  const { horizon, window, repeatBuyers, hasAmounts } = request;
  const kind = hasAmounts ? "value" : "orders";
  const rivals = compareBaselines(trials, kind);
  const best = rivals.toSorted((a, b) => a.crps - b.crps)[0]!;
  const groups = groupsOf(trials, kind);
  const scores = scoresOf(trials, kind);
  const capture = meanOver(trials, (one) => one.ranking.capture);
  const baselineCapture = Math.max(...rivals.map((rival) => rival.capture));
  const places = pooled(trials, (one) => one.pit[kind]);
  const { inside99, distance } = pit.pitTest(places);
  const line = calibration.calibrationLine(
    Float64Array.from(groups, ({ actual }) => actual),
    Float64Array.from(groups, ({ expected }) => expected),
  );
  const measured: Measured = {
    origins: trials.length,
    repeatBuyers,
    testedOnDays: window,
    horizonDays: horizon,
    bias: scores.bias,
    capture: capture / baselineCapture,
    belowP95: scores.below_p95,
    pitInsideBand: inside99,
    slope: line.slope,
    againstBaseline: rivals.some((rival) => rival.isBetter) ? "worse" : best.difference < 0 ? "better" : "ties",
  };
  const { letter, why } = grade(measured);
  const origins = trials.map((one) => originOf(one, hasAmounts));
  return {
    horizon,
    windowDays: window,
    origins,
    heldOrders: origins.filter((one) => holds(one.actualOrders, one.ordersP05, one.ordersP95)).length,
    heldRevenue: origins.filter((one) => holds(one.actualRevenue, one.revenueP05, one.revenueP95)).length,
    measures: {
      ...scores,
      capture,
      baseline_capture: baselineCapture,
      pit_distance: distance,
      pit_inside: inside99 ? 1 : 0,
      slope: line.slope,
      baseline_crps: best.crps,
      crps_difference: best.difference,
      crps_difference_se: best.standardError,
      baseline_bias: best.bias,
    },
    baseline: best.name,
    calibration: groups,
    pit: Array.from(pit.pitHistogram(places, PIT_BINS), (count) => count / Math.max(places.length, 1)),
    counts: countsOf(trials),
    activity: pooledTenths(trials.map(({ tenths }) => tenths)),
    letter,
    why,
    served: servesBaseline(measured) && !request.asked ? best.name : request.served,
  };
}

const PIT_BINS = 20;

function countsOf(trials: readonly Trial[]): readonly CountedOrders[] {
  const sum = (kind: "expected" | "actual", orders: number) =>
    trials.reduce((all, { counts }) => all + counts[kind][orders]!, 0);
  return Array.from(trials[0]?.counts.actual ?? [], (_, orders) => ({
    orders,
    expected: sum("expected", orders),
    actual: sum("actual", orders),
  }));
}

type Kind = keyof Labels;

const holds = (actual: number, low: number, high: number): boolean => actual >= low && actual <= high;

const meanOver = (trials: readonly Trial[], measure: (one: Trial) => number): number =>
  trials.reduce((sum, one) => sum + measure(one), 0) / trials.length;

const pooled = (trials: readonly Trial[], pick: (one: Trial) => Float64Array): Float64Array => joined(trials.map(pick));

/** Over all customers and origins. */
function scoresOf(trials: readonly Trial[], kind: Kind) {
  const orders = { actual: pooled(trials, (t) => t.actual.orders), expected: pooled(trials, (t) => t.expected.orders) };
  return {
    bias: biasOf(pooled(trials, (t) => t.actual[kind]), pooled(trials, (t) => t.expected[kind])), // prettier-ignore
    orders_bias: biasOf(orders.actual, orders.expected),
    crps: metrics.mean(pooled(trials, (t) => t.crps[kind])),
    orders_crps: metrics.mean(pooled(trials, (t) => t.crps.orders)),
    below_p95: pit.shareUpTo(pooled(trials, (t) => t.pit[kind]), 0.95), // prettier-ignore
    orders_below_p95: pit.shareUpTo(pooled(trials, (t) => t.pit.orders), 0.95), // prettier-ignore
    auc: meanOver(trials, (one) => one.auc),
    gini: meanOver(trials, (one) => one.ranking.gini),
  };
}

/** Each baseline on the same customers: its own score, and ours minus its. */
function compareBaselines(trials: readonly Trial[], kind: Kind) {
  const cluster = new Int32Array(pooled(trials, (one) => Float64Array.from(one.customer)));
  const first = pooled(trials, (one) => one.crps[kind]);
  return BASELINES.map((name) => {
    const second = pooled(trials, (one) => absoluteError(one.actual[kind], one.baselines[name][kind]));
    const { mean: difference, standardError } = comparison.pairedDifference({ first, second }, cluster);
    return {
      name,
      crps: metrics.mean(second),
      difference,
      standardError,
      isBetter: difference > STANDARD_ERRORS * standardError,
      capture: meanOver(trials, (one) => one.ranking.baselines[name]),
      bias: biasOf(pooled(trials, (one) => one.actual[kind]), pooled(trials, (one) => one.baselines[name][kind])), // prettier-ignore
    };
  });
}

function groupsOf(trials: readonly Trial[], kind: Kind): readonly CalibrationGroup[] {
  const actual = pooled(trials, (one) => one.actual[kind]);
  const expected = pooled(trials, (one) => one.expected[kind]);
  return calibration
    .calibrationByDeciles(actual, expected)
    .map((group, i) => ({ group: i + 1, expected: group.predicted, actual: group.actual }));
}

function originOf(one: Trial, hasAmounts: boolean): TestOrigin {
  const money = (value: number) => (hasAmounts ? value : NaN);
  return {
    origin: one.origin,
    customers: one.customer.length,
    repeatBuyers: one.repeatBuyers,
    actualOrders: metrics.total(one.actual.orders),
    expectedOrders: one.ordersBand.mean,
    ordersP05: one.ordersBand.p05,
    ordersP95: one.ordersBand.p95,
    actualRevenue: money(metrics.total(one.actual.value)),
    expectedRevenue: money(one.valueBand.mean),
    revenueP05: money(one.valueBand.p05),
    revenueP95: money(one.valueBand.p95),
  };
}
