/** Whether plans forecast better apart: every plan's own fit against that of all, on decisions neither has seen. */
import { decisionsBetween, decisionsUntil, type ContractCells, type Term } from "./cells.js";
import { meanRates, retentionOf, scoreOf, type Retention, type RetentionName } from "./retention.js";
import { testOrigins, type Span } from "./trial.js";

export type PlanTrial = Readonly<{ span: Span; plans: readonly number[]; name: RetentionName; random: () => number }>;

/** Summed over the test origins and plans; false where there is no origin. */
export function plansForecastBetter(
  cells: ContractCells,
  term: Term,
  { span, plans, name, random }: PlanTrial,
): boolean {
  const { window, origins } = testOrigins(span, term);
  let gain = 0;
  for (const origin of origins) {
    const all = retentionOf(name, decisionsUntil(cells, term, origin), random);
    const until = Math.min(span.end, origin + window * term.step);
    for (const plan of plans) {
      const known = decisionsUntil(cells, term, origin, { plan });
      const began = { plan, cohort: (cohort: number): boolean => cohort <= origin };
      const later = decisionsBetween(decisionsUntil(cells, term, until, began), known);
      gain += scored(retentionOf(name, known, random), later) - scored(all, later);
    }
  }
  return gain > 0;
}

const scored = (retention: Retention, later: ReturnType<typeof decisionsUntil>): number =>
  retention.kind === "unknown" ? scoreOf(() => HALF, later) : scoreOf(meanRates(retention.drawn), later);

const HALF = 0.5; // what is said of renewals nothing is known of
