/** Groups of contracts beside all others at the same age: a plan that is left faster, cohorts that are left earlier. */
import { decisionsUntil } from "../../forecast/contracts/cells.js";
import { baselines } from "../../forecast/contracts/trial.js";
import { startOf } from "./curves.js";
import type { LearnedTerm } from "./learn.js";

/** Losses over those expected at the same ages, with a 95 % interval of the ratio. */
export type SlowPlan = Readonly<{ plan: string; ratio: number; low: number; high: number }>;

const Z95 = 1.959963984540054;
const LEAST_LOST = 20;
const CLEARLY = 1.2; // times as often

/** The plan that is left most above what its ages say; null where none is clearly. */
export function slowestPlan({ cells, term }: LearnedTerm, plans: readonly string[]): SlowPlan | null {
  const rates = baselines(decisionsUntil(cells, term, Infinity))["same-tenure"];
  const level = Z95 + Math.log2(Math.max(1, plans.length)) / 4; // of many plans one is always the worst
  const found = plans.flatMap((plan, index): readonly SlowPlan[] => {
    const { tenure, atRisk, lost } = decisionsUntil(cells, term, Infinity, { plan: index });
    const sum = lost.reduce((all, n) => all + n, 0);
    const expected = tenure.reduce((all, t, i) => all + (atRisk[i] ?? 0) * (1 - rates(t)), 0);
    if (sum < LEAST_LOST || expected <= 0) return [];
    const ratio = sum / expected;
    const spread = Math.exp(level / Math.sqrt(sum));
    return ratio / spread > 1 && ratio >= CLEARLY ? [{ plan, ratio, low: ratio / spread, high: ratio * spread }] : [];
  });
  return found.toSorted((a, b) => b.ratio - a.ratio)[0] ?? null;
}

/** Contracts of the newest cohorts that were lost, and what was expected at their ages by all older ones (90 % band). */
export type Below = Readonly<{
  from: string;
  months: number;
  lost: number;
  expected: number;
  low: number;
  high: number;
}>;

const NEWEST = 3; // months, where a period is one; else one year of starts
const LEAST_CONTRACTS = 30;
const Z90 = 1.6448536269514722;

/** The newest cohorts where they lost more than the band of the older ones; null where they did not. */
export function cohortsBelow({ cells, term, span }: LearnedTerm): Below | null {
  const months = term.unit === "month" ? Math.max(NEWEST, term.count) : NEWEST;
  const from = span.end - (term.unit === "month" ? months : Math.ceil((months * 30.4375) / term.count));
  if (from <= span.first) return null;
  const own = decisionsUntil(cells, term, Infinity, { cohort: (cohort) => cohort > from });
  const older = decisionsUntil(cells, term, Infinity, { cohort: (cohort) => cohort <= from });
  const rates = baselines(older)["same-tenure"];
  const lost = own.lost.reduce((all, n) => all + n, 0);
  let [expected, variance] = [0, 0];
  own.tenure.forEach((t, i) => {
    const [n, churn] = [own.atRisk[i] ?? 0, 1 - rates(t)];
    expected += n * churn;
    variance += n * churn * (1 - churn) + (n * n * churn * (1 - churn)) / Math.max(1, older.atRisk[i] ?? 0);
  });
  const half = Z90 * Math.sqrt(variance);
  if ((own.atRisk[0] ?? 0) < LEAST_CONTRACTS || !(lost > expected + half)) return null;
  return {
    from: startOf(term, from + 1),
    months,
    lost,
    expected,
    low: Math.max(0, expected - half),
    high: expected + half,
  };
}
