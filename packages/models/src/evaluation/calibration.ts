/** Whether the level of predictions is right all along their range. */
import { sigmoid } from "../math/logs.js";
import { mean, total } from "./metrics.js";
import { byPrediction, equalGroups } from "./ranking.js";

/** One of ten equal groups of customers by prediction. */
export type CalibrationGroup = Readonly<{ customers: number; predicted: number; actual: number }>; // means

/** `actual = intercept + slope x predicted`; ideal 0 and 1. A slope below 1 means the predictions spread too far. */
export type CalibrationLine = Readonly<{ slope: number; intercept: number }>;

const MAX_STEPS = 50;
const STEP_TOLERANCE = 1e-12; // of the Newton step, absolute: slope and intercept are of order 1
const CLIP = 1e-15; // probabilities of exactly 0 or 1 have no logit

/** Mean prediction and mean actual in ten equal groups, highest prediction first; actuals averaged within ties. */
export function calibrationByDeciles(actual: Float64Array, predicted: Float64Array): readonly CalibrationGroup[] {
  const { actuals, predictions } = byPrediction(actual, predicted);
  return equalGroups(actuals.length, 10)
    .filter(([from, to]) => to > from)
    .map(([from, to]) => ({
      customers: to - from,
      predicted: mean(predictions.subarray(from, to)),
      actual: mean(actuals.subarray(from, to)),
    }));
}

/** Least squares of actual on predicted. @returns NaN when the prediction is constant */
export function calibrationLine(actual: Float64Array, predicted: Float64Array): CalibrationLine {
  const centre = mean(predicted);
  const level = mean(actual);
  const spread = total(predicted.map((p) => (p - centre) ** 2));
  const slope = spread === 0 ? NaN : total(predicted.map((p, i) => (p - centre) * (actual[i] - level))) / spread;
  return { slope, intercept: level - slope * centre };
}

/**
 * Logistic regression of active on the logit of its predicted probability: logit P = intercept + slope x logit p.
 * @returns NaN with one class only, with a constant prediction, or when the classes are separated
 */
export function activityCalibration(active: Float64Array, probability: Float64Array): CalibrationLine {
  const logits = logitsOf(probability);
  let intercept = 0;
  let slope = 1;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { dIntercept, dSlope } = newtonStep(active, logits, { slope, intercept });
    intercept += dIntercept;
    slope += dSlope;
    if (Math.abs(dIntercept) + Math.abs(dSlope) < STEP_TOLERANCE) return { slope, intercept };
  }
  return { slope: NaN, intercept: NaN };
}

/**
 * Calibration in the large: the shift of all logits that makes the mean probability the share that was active; 0 is
 * ideal. @returns NaN with one class only
 */
export function calibrationInTheLarge(active: Float64Array, probability: Float64Array): number {
  const share = mean(active);
  if (!(share > 0 && share < 1)) return NaN;
  const logits = logitsOf(probability);
  let shift = 0;
  for (let step = 0; step < MAX_STEPS; step++) {
    const shifted = logits.map((z) => sigmoid(z + shift));
    const change = total(active.map((v, i) => v - shifted[i])) / total(shifted.map((p) => p * (1 - p)));
    shift += change;
    if (Math.abs(change) < STEP_TOLERANCE) return shift;
  }
  return NaN;
}

/** Expected calibration error: |mean probability - share active| in equally wide bins, weighted by customers. */
export function calibrationError(active: Float64Array, probability: Float64Array, bins = 10): number {
  const [count, predicted, happened] = [0, 0, 0].map(() => new Float64Array(bins));
  for (let i = 0; i < active.length; i++) {
    const bin = Math.min(bins - 1, Math.floor(probability[i] * bins));
    count[bin]++;
    predicted[bin] += probability[i];
    happened[bin] += active[i];
  }
  return total(count.map((_, k) => Math.abs(predicted[k] - happened[k]))) / active.length;
}

/** Mean of -log of the probability given to what happened; probabilities of 0 and 1 are moved inside by 1e-15. */
export const logLoss = (active: Float64Array, probability: Float64Array): number =>
  -mean(active.map((v, i) => (v > 0 ? Math.log(inside(probability[i])) : Math.log1p(-inside(probability[i])))));

const inside = (p: number): number => Math.min(Math.max(p, CLIP), 1 - CLIP);

const logitsOf = (probability: Float64Array): Float64Array =>
  probability.map((p) => Math.log(inside(p) / (1 - inside(p))));

function newtonStep(
  active: Float64Array,
  logits: Float64Array,
  { slope, intercept }: CalibrationLine,
): Readonly<{ dIntercept: number; dSlope: number }> {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
  for (let i = 0; i < logits.length; i++) {
    const z = logits[i];
    const p = 1 / (1 + Math.exp(-intercept - slope * z));
    const error = active[i] - p;
    const weight = p * (1 - p);
    g0 += error;
    g1 += error * z;
    h00 += weight;
    h01 += weight * z;
    h11 += weight * z * z;
  }
  const determinant = h00 * h11 - h01 * h01;
  return { dIntercept: (h11 * g0 - h01 * g1) / determinant, dSlope: (h00 * g1 - h01 * g0) / determinant };
}
