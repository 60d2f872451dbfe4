/** Survival of a customer with given columns under a fitted Cox model. Breslow (1974); with Efron's steps at ties. */
import { multiply } from "../math/linear-algebra.js";
import type { Data, Fit } from "./cox.js";
import { lastUpTo } from "./kaplan-meier.js";
import { advance, eventTimes, relativeRisks, sortRows } from "./risk-sets.js";

type Fitted = Extract<Fit, { coefficients: unknown }>;

/** Cumulative hazard at the means of the columns, with what its variance needs; ascending event times. */
export type Baseline = Readonly<{
  means: readonly number[];
  time: Float64Array;
  cumulativeHazard: Float64Array;
  variance: Float64Array; // given the coefficients
  drift: readonly Float64Array[]; // per column: sum of mean column among those at risk times hazard
}>;

/** Baseline of the data the model was fitted to. */
export function baselineOf(fit: Fitted, data: Data): Baseline {
  const means = data.columns.map((column) => column.reduce((sum, v) => sum + v, 0) / column.length);
  const centred = data.columns.map((column, j) => column.map((v) => v - means[j]));
  const sorted = sortRows(data, centred);
  const { risk, highest } = relativeRisks(sorted, fit.coefficients);
  const scale = Math.exp(-highest);
  const steps: number[][] = []; // time, hazard, variance, drift by column
  const at = eventTimes(sorted, risk, { ties: fit.ties, squares: false });
  while (advance(at)) {
    const { time, a, aa, faa, s1, d1 } = at;
    steps.push([time, a * scale, aa * scale * scale, ...Array.from(s1, (s, j) => (s * aa - d1[j] * faa) * scale)]);
  }
  steps.reverse();
  const cumulated = (k: number): Float64Array => {
    let sum = 0;
    return Float64Array.from(steps, (step) => (sum += step[k]));
  };
  return {
    means,
    time: Float64Array.from(steps, ([time]) => time),
    cumulativeHazard: cumulated(1),
    variance: cumulated(2),
    drift: means.map((_, j) => cumulated(3 + j)),
  };
}

/** Cumulative hazard and survival with their standard errors, one entry per time asked for. */
export type Prediction = Readonly<{
  cumulativeHazard: Float64Array;
  survival: Float64Array;
  standardError: Float64Array; // of survival
}>;

/** P(a customer with columns x is still there after each time). @param times ascending or not */
export function predict(
  { fit, baseline }: Readonly<{ fit: Fitted; baseline: Baseline }>,
  x: readonly number[],
  times: readonly number[],
): Prediction {
  const centred = x.map((v, j) => v - baseline.means[j]);
  const ratio = Math.exp(centred.reduce((sum, v, j) => sum + v * fit.coefficients[j], 0));
  const [cumulativeHazard, survival, standardError] = [0, 0, 0].map(() => new Float64Array(times.length));
  for (const [i, time] of times.entries()) {
    const place = lastUpTo(baseline.time, time);
    const hazard = place < 0 ? 0 : baseline.cumulativeHazard[place];
    const slope = centred.map((v, j) => (place < 0 ? 0 : v * hazard - baseline.drift[j][place]));
    const byCoefficients = multiply(fit.covariance, slope).reduce((sum, v, j) => sum + v * slope[j], 0);
    cumulativeHazard[i] = hazard * ratio;
    survival[i] = Math.exp(-cumulativeHazard[i]);
    standardError[i] = survival[i] * ratio * Math.sqrt((place < 0 ? 0 : baseline.variance[place]) + byCoefficients);
  }
  return { cumulativeHazard, survival, standardError };
}
