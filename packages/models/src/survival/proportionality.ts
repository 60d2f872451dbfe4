/**
 * Whether hazard ratios stay the same over time: score test of b(t) = b + theta g(t), Grambsch and Therneau (1994) in its
 * exact form (not the correlation of residuals).
 */
import { chiSquareTail } from "../math/distributions.js";
import { solve } from "../math/linear-algebra.js";
import { averageRanks } from "../math/sorting.js";
import type { Data, Fit } from "./cox.js";
import { kaplanMeier, lastUpTo } from "./kaplan-meier.js";
import { advance, eventTimes, relativeRisks, sortRows } from "./risk-sets.js";
import type { Cursor } from "./risk-sets.js";

/** How time is counted: as it is, its log, its rank among all durations, or the share that has left before. */
export type TimeScale = "identity" | "log" | "rank" | "km";

/** One test per column and one of all; null for columns that were dropped. */
export type ProportionalityTest = Readonly<{
  columns: readonly (Readonly<{ chiSquare: number; p: number }> | null)[];
  global: Readonly<{ chiSquare: number; freedom: number; p: number }>;
}>;

/** A small p value: the column's effect changes with tenure, and one hazard ratio does not describe it. */
export function proportionality(
  fit: Extract<Fit, { coefficients: unknown }>,
  data: Data,
  scale: TimeScale = "km",
): ProportionalityTest {
  const kept = fit.coefficients.map((_, j) => j).filter((j) => !fit.dropped.includes(j));
  const means = kept.map((j) => data.columns[j].reduce((sum, v) => sum + v, 0) / data.columns[j].length);
  const columns = kept.map((j, k) => data.columns[j].map((v) => v - means[k]));
  const sorted = sortRows(data, columns);
  const { risk } = relativeRisks(
    sorted,
    kept.map((j) => fit.coefficients[j]),
  );
  const scaleOf = timeScale(data, scale);
  const centre = scaleOf(sorted.time[0]); // any constant gives the same test; this one keeps the numbers small
  const size = kept.length;
  const score = new Float64Array(size);
  const sums = [0, 1, 2].map(() => new Float64Array((size * (size + 1)) / 2)); // V, g V, g^2 V
  const cursor = eventTimes(sorted, risk, { ties: fit.ties, squares: true });
  while (advance(cursor)) addTime(cursor, scaleOf(cursor.time) - centre, { score, sums });
  const at = (k: number, i: number, j: number): number =>
    sums[k][i > j ? (i * (i + 1)) / 2 + j : (j * (j + 1)) / 2 + i];
  const test = (tested: readonly number[]): number => {
    const own = Array.from({ length: size }, (_, i) => i);
    const order = [...own.map((i) => [0, i] as const), ...tested.map((i) => [1, i] as const)];
    const information = order.map(([a, i]) => order.map(([b, j]) => at(a + b, i, j)));
    const gradient = [...own.map(() => 0), ...tested.map((i) => score[i])];
    const solved = solve(information, gradient);
    return solved === null ? NaN : solved.reduce((sum, v, i) => sum + v * gradient[i], 0);
  };
  const single = fit.coefficients.map((_, j) => {
    if (!kept.includes(j)) return null;
    const chiSquare = test([kept.indexOf(j)]);
    return { chiSquare, p: chiSquareTail(chiSquare, 1) };
  });
  const chiSquare = test(kept.map((_, k) => k));
  return { columns: single, global: { chiSquare, freedom: size, p: chiSquareTail(chiSquare, size) } };
}

function addTime(
  at: Cursor,
  g: number,
  { score, sums }: Readonly<{ score: Float64Array; sums: readonly Float64Array[] }>,
) {
  const { s1, d1, s2, d2, sumX, a, fa, aa, faa, ffaa } = at;
  for (let j = 0, cell = 0; j < score.length; j++) {
    score[j] += g * (sumX[j] - s1[j] * a + d1[j] * fa);
    const bySum = s1[j] * aa - d1[j] * faa;
    const byLost = d1[j] * ffaa - s1[j] * faa;
    for (let k = 0; k <= j; k++, cell++) {
      const v = s2[cell] * a - d2[cell] * fa - bySum * s1[k] - byLost * d1[k];
      sums[0][cell] += v;
      sums[1][cell] += g * v;
      sums[2][cell] += g * g * v;
    }
  }
}

function timeScale(data: Data, scale: TimeScale): (time: number) => number {
  switch (scale) {
    case "identity":
      return (time) => time;
    case "log":
      return Math.log;
    case "rank": {
      const ranks = averageRanks(data.duration);
      const rankOf = new Map(Array.from(data.duration, (time, i) => [time, ranks[i]] as const));
      return (time) => rankOf.get(time) ?? NaN;
    }
    case "km": {
      const { time: times, survival } = kaplanMeier({ ...data });
      return (time) => {
        const before = lastUpTo(times, time) - 1; // event times are times of the curve
        return before < 0 ? 0 : 1 - survival[before];
      };
    }
  }
}
