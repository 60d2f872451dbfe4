/** What customers say: NPS, CSAT, CES and scales of several questions, with intervals that hold for few answers. */
import { wilson } from "../inference/proportion.js";
import { studentQuantile } from "../math/distributions.js";
import { normalQuantile } from "../math/normal.js";

/** Answers by kind. `rejected` were not whole numbers of the scale. */
export type NetPromoterScore =
  | (PromoterCounts &
      Readonly<{
        status: "ok";
        n: number;
        rejected: number;
        score: number; // -100 to 100
        standardError: number; // of the score, without the adjustment of the interval
        low: number;
        high: number;
      }>)
  | Readonly<{ status: "no-data"; rejected: number }>;

/** 9 and 10, 7 and 8, 0 to 6. */
export type PromoterCounts = Readonly<{ promoters: number; passives: number; detractors: number }>;

/** NPS of answers from 0 to 10. */
export function netPromoterScore(answers: Float64Array, level = 0.95): NetPromoterScore {
  let [promoters, passives, detractors, rejected] = [0, 0, 0, 0];
  for (const answer of answers) {
    if (!(Number.isInteger(answer) && answer >= 0 && answer <= 10)) rejected++;
    else if (answer >= 9) promoters++;
    else if (answer >= 7) passives++;
    else detractors++;
  }
  return netPromoterScoreOf({ promoters, passives, detractors }, { level, rejected });
}

const ADDED = { promoters: 0.75, passives: 1.5, detractors: 0.75 }; // answers of the adjusted Wald interval

/**
 * NPS of counts: 100 (promoters - detractors) / n, with the adjusted Wald interval, which covers 94.5 % where the plain
 * one covers 78.5 % (15 answers, nine tenths promoters).
 */
export function netPromoterScoreOf(
  counts: PromoterCounts,
  { level = 0.95, rejected = 0 }: Readonly<{ level?: number; rejected?: number }> = {},
): NetPromoterScore {
  const n = counts.promoters + counts.passives + counts.detractors;
  if (!(n > 0)) return { status: "no-data", rejected };
  const { score, standardError } = moments(counts);
  const adjusted = moments({
    promoters: counts.promoters + ADDED.promoters,
    passives: counts.passives + ADDED.passives,
    detractors: counts.detractors + ADDED.detractors,
  });
  const half = normalQuantile((1 + level) / 2) * adjusted.standardError;
  const [low, high] = [Math.max(-100, adjusted.score - half), Math.min(100, adjusted.score + half)];
  return { status: "ok", n, rejected, ...counts, score, standardError, low, high };
}

function moments({ promoters, passives, detractors }: PromoterCounts) {
  const n = promoters + passives + detractors;
  const mean = (promoters - detractors) / n;
  const variance = ((promoters + detractors) / n - mean * mean) / n;
  return { score: 100 * mean, standardError: 100 * Math.sqrt(variance) };
}

/** Share of answers in the top of the scale. */
export type SatisfiedShare =
  Readonly<{ status: "ok"; n: number; share: number; low: number; high: number }> | Readonly<{ status: "no-data" }>;

/** CSAT of counts, with Wilson's interval: none of ten is up to 28 %, not 0. @param satisfied e.g. 4 and 5 of 5 */
export const customerSatisfactionOf = (satisfied: number, n: number, level = 0.95): SatisfiedShare =>
  n > 0 ? { status: "ok", n, share: satisfied / n, ...wilson(satisfied / n, n, level) } : { status: "no-data" };

/** CSAT: share of answers at `from` or above (of 1 to 5: 4). NaN is no answer. */
export const customerSatisfaction = (answers: Float64Array, from = 4, level = 0.95): SatisfiedShare =>
  customerSatisfactionOf(
    answers.reduce((count, v) => count + Number(v >= from), 0),
    answers.reduce((count, v) => count + Number(!Number.isNaN(v)), 0),
    level,
  );

/** Mean answer; the interval needs two answers. */
export type MeanAnswer =
  | Readonly<{ status: "ok"; n: number; mean: number; low: number; high: number }>
  | Readonly<{ status: "one-answer"; n: number; mean: number }>
  | Readonly<{ status: "no-data" }>;

/** CES: mean answer (say which end of the scale is effort) with Student's interval. NaN is no answer. */
export function customerEffort(answers: Float64Array, level = 0.95): MeanAnswer {
  const given = answers.filter((v) => !Number.isNaN(v));
  const n = given.length;
  if (n === 0) return { status: "no-data" };
  const mean = given.reduce((sum, v) => sum + v, 0) / n;
  if (n === 1) return { status: "one-answer", n, mean };
  const half = studentQuantile((1 + level) / 2, n - 1) * Math.sqrt(variance(given) / n);
  return { status: "ok", n, mean, low: mean - half, high: mean + half };
}

function variance(values: Float64Array): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
}

/**
 * Cronbach's alpha of a scale: how far its questions ask the same. @param items one column per question, rows complete
 * @returns NaN with fewer than two questions or when the total does not vary
 */
export function cronbachAlpha(items: readonly Float64Array[]): number {
  const k = items.length;
  if (k < 2 || items[0].length < 2) return NaN;
  const spread = variance(items[0].map((_, i) => items.reduce((sum, item) => sum + item[i], 0)));
  const own = items.reduce((sum, item) => sum + variance(item), 0);
  return spread === 0 ? NaN : (k / (k - 1)) * (1 - own / spread);
}
