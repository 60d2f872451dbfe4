/** Cumulative hazard of leaving. Nelson (1972), Aalen (1978). */
import { normalQuantile } from "../math/normal.js";
import { riskTable } from "./durations.js";
import type { Durations, RiskTable } from "./durations.js";

/** A step function from 0 upwards. */
export type HazardCurve = RiskTable &
  Readonly<{
    cumulativeHazard: Float64Array;
    standardError: Float64Array;
    low: Float64Array; // interval of the log: stays above 0; NaN while nobody has left
    high: Float64Array;
  }>;

/** H(t) = sum of events / at risk, with variance sum of events / at risk^2. */
export function nelsonAalen(data: Durations, { level = 0.95 }: Readonly<{ level?: number }> = {}): HazardCurve {
  const table = riskTable(data);
  const { atRisk, events } = table;
  const z = normalQuantile((1 + level) / 2);
  const [cumulativeHazard, standardError, low, high] = [0, 0, 0, 0].map(() =>
    new Float64Array(atRisk.length).fill(NaN),
  );
  let [hazard, variance] = [0, 0];
  for (let i = 0; i < atRisk.length; i++) {
    hazard += events[i] / atRisk[i];
    variance += events[i] / atRisk[i] ** 2;
    cumulativeHazard[i] = hazard;
    standardError[i] = Math.sqrt(variance);
    if (hazard === 0) continue;
    const stretch = Math.exp((z * standardError[i]) / hazard);
    low[i] = hazard / stretch;
    high[i] = hazard * stretch;
  }
  return { ...table, cumulativeHazard, standardError, low, high };
}
