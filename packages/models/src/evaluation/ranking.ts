/** How well a prediction orders customers: ranks, Spearman, Gini, capture, error by tenths. */
import { averageRanks, fallingOrder, risingOrder } from "../math/sorting.js";

export { averageRanks, fallingOrder, risingOrder };

const TIE_DIGITS = 10; // predictions that agree to ten significant digits are one prediction
const CLOSE = 1e-9; // relative; numbers farther apart differ in them
const EQUAL = 1e-12; // a Gini below this is the rounding of customers who are all alike

/** Spearman correlation with average ranks for ties. @returns NaN when one side is constant or a number is missing */
export function spearman(actual: Float64Array, predicted: Float64Array): number {
  const a = averageRanks(actual);
  const p = averageRanks(predicted);
  const mean = (a.length + 1) / 2;
  let ap = 0;
  let aa = 0;
  let pp = 0;
  for (let i = 0; i < a.length; i++) {
    ap += (a[i] - mean) * (p[i] - mean);
    aa += (a[i] - mean) ** 2;
    pp += (p[i] - mean) ** 2;
  }
  return aa > 0 && pp > 0 ? ap / Math.sqrt(aa * pp) : NaN;
}

/**
 * Area under the concentration curve of the actuals in falling order of prediction, over the same for the perfect
 * order: 1 = perfect, 0 = random. Actuals are averaged within ties of the prediction.
 * @returns NaN unless the actual total is > 0, customers differ and no prediction is missing
 */
export function normalisedGini(actual: Float64Array, predicted: Float64Array): number {
  const best = gini(actual, actual);
  return best < EQUAL ? NaN : gini(actual, predicted) / best;
}

/** Share of the actual total held by the `share` of customers with the highest prediction. @param share in (0, 1] */
export function capture(actual: Float64Array, predicted: Float64Array, share: number): number {
  const { actuals, predictions } = byPrediction(actual, predicted);
  const all = sum(actuals);
  return all > 0 && isComplete(predictions) ? sum(actuals.subarray(0, topCount(actuals.length, share))) / all : NaN;
}

/**
 * Customers in ten equal groups by falling prediction: sum of |predicted - actual| over the groups, over the actual
 * total. 0 = perfect. @returns NaN unless the actual total is > 0
 */
export function decileError(actual: Float64Array, predicted: Float64Array): number {
  const { actuals, predictions } = byPrediction(actual, predicted);
  const all = sum(actuals);
  if (!(all > 0)) return NaN;
  let error = 0;
  for (const [from, to] of equalGroups(actuals.length, 10)) {
    error += Math.abs(sum(actuals.subarray(from, to)) - sum(predictions.subarray(from, to)));
  }
  return error / all;
}

/** How many customers the top `share` is: rounded up, at least one. */
export const topCount = (customers: number, share: number): number => Math.max(1, Math.ceil(share * customers));

/** Bounds [from, to) of groups as equal as they can be; the larger ones come first. */
export function equalGroups(length: number, groups: number): readonly (readonly [number, number])[] {
  const size = Math.floor(length / groups);
  const larger = length % groups;
  return Array.from({ length: groups }, (_, g) => {
    const from = g * size + Math.min(g, larger);
    return [from, from + size + (g < larger ? 1 : 0)] as const;
  });
}

/** Actuals (averaged within ties of the prediction) and predictions, in falling order of prediction. */
export function byPrediction(
  actual: Float64Array,
  predicted: Float64Array,
): Readonly<{ actuals: Float64Array; predictions: Float64Array; order: Uint32Array }> {
  const order = fallingOrder(predicted);
  const actuals = new Float64Array(order.length);
  const predictions = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) predictions[i] = predicted[order[i]];
  for (let start = 0, end = 0; start < order.length; start = end) {
    let total = actual[order[start]];
    for (end = start + 1; end < order.length && isTie(predictions[end - 1], predictions[end]); end++)
      total += actual[order[end]];
    actuals.fill(total / (end - start), start, end);
  }
  return { actuals, predictions, order };
}

/** Whether none is missing: NaN comes at an end of the order. */
const isComplete = (ordered: Float64Array): boolean =>
  !Number.isNaN(ordered[0]) && !Number.isNaN(ordered[ordered.length - 1]);

/** Whether two neighbours agree to TIE_DIGITS; the digits are written out only where they may. */
function isTie(larger: number, smaller: number): boolean {
  if (larger === smaller) return true;
  if (!(larger - smaller <= CLOSE * Math.abs(larger))) return false;
  return larger.toPrecision(TIE_DIGITS) === smaller.toPrecision(TIE_DIGITS);
}

function gini(actual: Float64Array, predicted: Float64Array): number {
  const { actuals, predictions } = byPrediction(actual, predicted);
  const n = actuals.length;
  if (!isComplete(predictions)) return NaN;
  let reached = 0;
  let area = 0;
  for (const value of actuals) area += reached += value;
  const all = sum(actual);
  return all > 0 ? (area / all - (n + 1) / 2) / n : NaN;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
