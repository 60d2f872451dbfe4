/**
 * How far forecasts were from what happened. One definition each, no thresholds and no policy. Columns are parallel, one
 * entry per customer; a metric that does not exist for the data (a total of zero, one class only) is NaN.
 */
import { capture, decileError, fallingOrder, normalisedGini, risingOrder, spearman, topCount } from "./ranking.js";

/** Metrics of one number per customer. */
export type PointMetrics = Readonly<{
  actualTotal: number;
  predictedTotal: number;
  bias: number; // predicted total / actual total - 1
  mae: number;
  rmse: number;
  spearman: number;
  gini: number; // normalised: 1 = perfect order, 0 = random
  decileError: number;
  top10: number; // share of the actual total held by the tenth with the highest prediction
  top20: number;
}>;

/** Metrics of a 90 % interval per customer. */
export type IntervalMetrics = Readonly<{
  coverage90: number; // share of actuals in [low, high], ends included
  coverage90Top20: number; // the same among the fifth with the highest prediction
  belowP05: number;
  aboveP95: number; // of an honest forecast at most .05
  width90: number;
  intervalScore: number; // width + 20 x the miss: the fair figure for intervals
}>;

/** Metrics of the probability of at least one purchase. */
export type ActivityMetrics = Readonly<{
  auc: number;
  brier: number;
  brierConstant: number; // score of the plain active share
  meanPredicted: number;
  shareActive: number;
}>;

/** Metrics of a 90 % interval, and the prediction by which the top fifth is chosen. */
export type Interval = Readonly<{ low: Float64Array; high: Float64Array; predicted: Float64Array }>;

const MISS_WEIGHT = 20; // 2 / (1 - .90): makes the interval score proper
const ROUNDING = 1e-9; // an end that was written with nine digits still counts as reached

/** @returns every metric of a point forecast; MAE rewards predicting zero where most actuals are zero: read `bias` too */
export function pointMetrics(actual: Float64Array, predicted: Float64Array): PointMetrics {
  const errors = predicted.map((p, i) => p - actual[i]);
  const actualTotal = total(actual);
  const predictedTotal = total(predicted);
  return {
    actualTotal,
    predictedTotal,
    bias: actualTotal === 0 ? NaN : predictedTotal / actualTotal - 1,
    mae: mean(errors.map(Math.abs)),
    rmse: Math.sqrt(mean(errors.map((e) => e * e))),
    spearman: spearman(actual, predicted),
    gini: normalisedGini(actual, predicted),
    decileError: decileError(actual, predicted),
    top10: capture(actual, predicted, 0.1),
    top20: capture(actual, predicted, 0.2),
  };
}

/** @returns metrics of 90 % intervals; where most actuals are 0 an honest interval of whole numbers covers more than .90 */
export function intervalMetrics(actual: Float64Array, { low, high, predicted }: Interval): IntervalMetrics {
  const slack = actual.map((a) => ROUNDING + ROUNDING * Math.abs(a));
  const below = actual.map((a, i) => Number(a < low[i] - slack[i]));
  const above = actual.map((a, i) => Number(a > high[i] + slack[i]));
  const inside = actual.map((_, i) => 1 - below[i] - above[i]);
  const top = fallingOrder(predicted).subarray(0, topCount(actual.length, 0.2));
  return {
    coverage90: mean(inside),
    coverage90Top20: mean(Float64Array.from(top, (i) => inside[i])),
    belowP05: mean(below),
    aboveP95: mean(above),
    width90: mean(high.map((h, i) => h - low[i])),
    intervalScore: mean(intervalScores(actual, { low, high })),
  };
}

/** Width of each 90 % interval plus 20 times the distance by which the actual is outside. Lower is better. */
export function intervalScores(actual: Float64Array, { low, high }: Omit<Interval, "predicted">): Float64Array {
  const scores = new Float64Array(actual.length);
  for (let i = 0; i < scores.length; i++) {
    const miss = Math.max(low[i] - actual[i], 0) + Math.max(actual[i] - high[i], 0);
    scores[i] = high[i] - low[i] + MISS_WEIGHT * miss;
  }
  return scores;
}

/** Customers with the same probability: how many, and how many of them were active. */
export type ActivityGroups = Readonly<{ customers: Float64Array; active: Float64Array }>;

/** @param orders  actual purchases; above 0 counts as active. @param probability of at least one purchase */
export function activityMetrics(orders: Float64Array, probability: Float64Array): ActivityMetrics {
  const active = orders.map((n) => Number(n > 0));
  return activityOfGroups({ customers: new Float64Array(active.length).fill(1), active }, probability);
}

/** The same of customers in groups. @param probability one per group */
export function activityOfGroups(groups: ActivityGroups, probability: Float64Array): ActivityMetrics {
  const { customers, active } = groups;
  const all = total(customers);
  const shareActive = total(active) / all;
  const losses = probability.map((p, i) => active[i] * (1 - p) ** 2 + (customers[i] - active[i]) * p ** 2);
  return {
    auc: aucOfGroups(groups, probability),
    brier: total(losses) / all,
    brierConstant: shareActive * (1 - shareActive),
    meanPredicted: total(probability.map((p, i) => customers[i] * p)) / all,
    shareActive,
  };
}

/** Chance that an active customer got the higher probability than an inactive one. @returns NaN with one class only, or a missing probability */
export const auc = (active: Float64Array, probability: Float64Array): number =>
  aucOfGroups({ customers: new Float64Array(active.length).fill(1), active }, probability);

/** Mann and Whitney's statistic from the mean ranks of ties. */
function aucOfGroups({ customers, active }: ActivityGroups, probability: Float64Array): number {
  const order = risingOrder(probability);
  let [below, ones, ranks] = [0, 0, 0]; // customers, active customers and the ranks of those, so far
  for (let start = 0, end = 0; start < order.length; start = end) {
    const value = probability[order[start]];
    if (Number.isNaN(value)) return NaN;
    let [tied, tiedActive] = [0, 0];
    do {
      tied += customers[order[end]];
      tiedActive += active[order[end]];
      end++;
    } while (end < order.length && probability[order[end]] === value);
    ranks += tiedActive * (below + (tied + 1) / 2);
    below += tied;
    ones += tiedActive;
  }
  const zeros = below - ones;
  return ones === 0 || zeros === 0 ? NaN : (ranks - (ones * (ones + 1)) / 2) / (ones * zeros);
}

/** Sum with error compensation: the same to the last digits for a million customers. */
export function total(values: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** @returns NaN for no values */
export const mean = (values: Float64Array): number => total(values) / values.length;
