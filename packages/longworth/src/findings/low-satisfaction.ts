/** Customers who are dissatisfied now, where such customers have come back less often than others like them. */
import type { Outcome } from "../domain.js";
import { sql } from "../sql/sql.js";
import type { QuestionFacts } from "../workspace/satisfaction.js";

export const LOW_SATISFACTION = "low-satisfaction";

/** Of customers with the columns of --surveys: who gave a low answer at last. */
export const HAS_LOW_SCORE = sql`(satisfaction_mood = 'low')`;

/** Customers whose last answer of the past year is low. */
export const lowCustomers = ({ figure, shares }: QuestionFacts): number =>
  Math.round((shares?.low ?? 0) * figure.answers);

/**
 * What they would bring more within the window had they the others' chance to stay: their number, times the gap, times
 * what one of the others who stayed brings. The band is that of the gap alone. Null where nothing is known, or no gap.
 */
export function lowWorth(question: QuestionFacts, customers = lowCustomers(question)): Outcome | null {
  const { gap, moods } = question.after;
  const others = moods.filter(({ mood }) => mood !== "low");
  const stayed = others.reduce((sum, one) => sum + one.stayed, 0);
  if (gap === null || !(gap.p05 > 0) || stayed === 0 || customers === 0) return null;
  const each = others.reduce((sum, one) => sum + one.stayed * (one.money ?? 0), 0) / stayed;
  const scale = customers * each;
  return scale > 0 ? { mean: scale * gap.mean, p05: scale * gap.p05, p95: scale * gap.p95 } : null;
}
