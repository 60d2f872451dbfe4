/** The figure of a question with its interval: NPS, share of satisfied answers, mean; of all answers, by period, weighted. */
import { customerEffort, customerSatisfactionOf, distributions, netPromoterScoreOf } from "@longworth/models";
import { moodOf, turned, type Mood, type Question } from "./questions.js";

/** `value` is -100 to 100 of an NPS, a share of a CSAT, else a mean in points as written. Null: no answer, or one only. */
export type Figure = Readonly<{ answers: number; value: number | null; low: number | null; high: number | null }>;

/** Of a period, by its first day since 1970. */
export type Period = Readonly<{ from: number; figure: Figure }>;

const LEVEL = 0.95;

/** @param points counted from the bad end @param weights of the answers, any scale; absent: all alike */
export function figureOf(question: Question, points: Float64Array, weights?: Float64Array): Figure {
  const answers = points.length;
  if (answers === 0) return { answers, value: null, low: null, high: null };
  const effective = weights === undefined ? answers : effectiveNumber(weights);
  return question.kind === "nps" || question.kind === "csat"
    ? sharesFigure(question, { points, weights, effective })
    : meanFigure(question, { points, weights, effective });
}

/** So many answers of equal weight say as much (Kish 1965). */
const effectiveNumber = (weights: Float64Array): number => {
  const sum = weights.reduce((all, v) => all + v, 0);
  return (sum * sum) / weights.reduce((all, v) => all + v * v, 0);
};

type Weighed = Readonly<{ points: Float64Array; weights: Float64Array | undefined; effective: number }>;

function sharesFigure(question: Question, { points, weights, effective }: Weighed): Figure {
  const shares = moodShares(question, points, weights);
  const answers = points.length;
  if (question.kind === "csat") {
    const found = customerSatisfactionOf(shares.top * effective, effective, LEVEL);
    return found.status === "ok" ? { answers, value: found.share, low: found.low, high: found.high } : NONE(answers);
  }
  const counts = {
    promoters: shares.top * effective,
    passives: shares.middle * effective,
    detractors: shares.low * effective,
  };
  const found = netPromoterScoreOf(counts, { level: LEVEL });
  return found.status === "ok" ? { answers, value: found.score, low: found.low, high: found.high } : NONE(answers);
}

const NONE = (answers: number): Figure => ({ answers, value: null, low: null, high: null });

/** Share of the answers in each mood. */
export function moodShares(
  question: Question,
  points: Float64Array,
  weights?: Float64Array,
): Readonly<Record<Mood, number>> {
  const sums = { low: 0, middle: 0, top: 0 };
  let all = 0;
  points.forEach((one, i) => {
    const weight = weights?.[i] ?? 1;
    sums[moodOf(question, one)] += weight;
    all += weight;
  });
  return { low: sums.low / all, middle: sums.middle / all, top: sums.top / all };
}

/** The mean as it is written: a reversed scale is turned back. */
function meanFigure(question: Question, { points, weights, effective }: Weighed): Figure {
  const written = points.map((one) => turned(question, one));
  const answers = written.length;
  if (weights === undefined) {
    const found = customerEffort(written, LEVEL);
    if (found.status === "no-data") return NONE(answers);
    return found.status === "ok"
      ? { answers, value: found.mean, low: found.low, high: found.high }
      : { answers, value: found.mean, low: null, high: null };
  }
  const all = weights.reduce((sum, v) => sum + v, 0);
  const mean = written.reduce((sum, v, i) => sum + (weights[i] ?? 0) * v, 0) / all;
  const spread = written.reduce((sum, v, i) => sum + (weights[i] ?? 0) * (v - mean) ** 2, 0) / all;
  if (!(effective > 1)) return { answers, value: mean, low: null, high: null };
  const half = distributions.studentQuantile((1 + LEVEL) / 2, effective - 1) * Math.sqrt(spread / (effective - 1));
  return { answers, value: mean, low: mean - half, high: mean + half };
}

/** The figure of every period that has an answer. @param starts first days of the periods, ascending */
export function trendOf(
  question: Question,
  { day, points }: Readonly<{ day: Float64Array; points: Float64Array }>,
  starts: readonly number[],
): readonly Period[] {
  return starts.flatMap((from, k) => {
    const until = starts[k + 1] ?? Infinity;
    const own = points.filter((_, i) => (day[i] ?? NaN) >= from && (day[i] ?? NaN) < until);
    return own.length === 0 ? [] : [{ from, figure: figureOf(question, own) }];
  });
}

/** One figure less another, squares of their wider sides added; null where either has no interval. */
export function changeOf(
  newer: Figure,
  older: Figure,
): Readonly<{ value: number; low: number; high: number; speaks: boolean }> | null {
  if (newer.value === null || older.value === null) return null;
  const reach = ({ value: at, low, high }: Figure): number =>
    Math.max((high ?? NaN) - (at ?? NaN), (at ?? NaN) - (low ?? NaN)); // an interval may end where the scale does
  const value = newer.value - older.value;
  const half = Math.hypot(reach(newer), reach(older));
  return Number.isFinite(half)
    ? { value, low: value - half, high: value + half, speaks: Math.abs(value) > half }
    : null;
}
