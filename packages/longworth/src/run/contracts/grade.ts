/** The grade of retention: the test over its origins, with the letters and the bars of FORECAST where they fit contracts. */
import type { OriginTest } from "../../forecast/contracts/trial.js";

/** What the tests found together, over all renewal periods and origins. */
export type ContractMeasures = Readonly<{
  origins: number;
  decisions: number; // of the windows
  lost: number;
  bias: number; // renewals made: expected / actual - 1
  lossBias: number; // contracts lost: expected / actual - 1
  covered: number; // share of cohorts and periods inside their 90 % band
  gain: number; // log-likelihood a decision over the best baseline
  gainError: number; // standard error of the gain over the origins
}>;

export type ContractGrade = Readonly<{
  letter: "A" | "B" | "C" | "D" | "too little data";
  why: keyof typeof WHY;
  facts: ContractMeasures;
}>;

const WHY = {
  all_bars_reached: 0,
  loss_bias: 0,
  bands: 0,
  worse_than_baseline: 0,
  short_window: 0,
  few_decisions: 0,
  few_origins: 0,
} as const;

const LEAST_LOST = 30; // in the windows
const LEAST_ORIGINS = 2;
const LETTERS = ["A", "B", "C", "D"] as const;
const BARS = [
  { letter: "A", loss: 0.1, covered: [0.82, 0.98] },
  { letter: "B", loss: 0.2, covered: [0.75, 1] },
  { letter: "C", loss: 0.4, covered: [0.5, 1] },
] as const;

export function measuresOf(
  tests: readonly OriginTest[],
  baselines: readonly string[],
  chosen: string,
): ContractMeasures {
  const sum = (pick: (test: OriginTest) => number): number => tests.reduce((all, test) => all + pick(test), 0);
  const decisions = sum((test) => test.decisions);
  const totals = baselines.map((name) => sum((test) => test.scores[name] ?? 0));
  const best = baselines[totals.indexOf(Math.max(...totals))] ?? "";
  const gains = tests.map(
    (test) => ((test.scores[chosen] ?? 0) - (test.scores[best] ?? 0)) / Math.max(1, test.decisions),
  );
  const mean = gains.reduce((all, gain) => all + gain, 0) / Math.max(1, gains.length);
  const spread = gains.reduce((all, gain) => all + (gain - mean) ** 2, 0) / Math.max(1, gains.length - 1);
  return {
    origins: new Set(tests.map(({ origin }) => origin)).size,
    decisions,
    lost: sum((test) => test.actualLost),
    bias:
      sum((test) => test.expected) /
        Math.max(
          1,
          sum((test) => test.actual),
        ) -
      1,
    lossBias:
      sum((test) => test.expectedLost) /
        Math.max(
          1,
          sum((test) => test.actualLost),
        ) -
      1,
    covered:
      sum((test) => test.covered) /
      Math.max(
        1,
        sum((test) => test.cells),
      ),
    gain: mean,
    gainError: Math.sqrt(spread / Math.max(1, gains.length)),
  };
}

/** A letter lower where the window is shorter than half of the horizon. */
export function gradeOf(
  facts: ContractMeasures,
  { windowDays, horizonDays }: Readonly<{ windowDays: number; horizonDays: number }>,
): ContractGrade {
  if (facts.origins < LEAST_ORIGINS) return { letter: "too little data", why: "few_origins", facts };
  if (facts.lost < LEAST_LOST) return { letter: "too little data", why: "few_decisions", facts };
  if (facts.gain < 0 && facts.gain + 2 * facts.gainError < 0) return { letter: "D", why: "worse_than_baseline", facts };
  const reached = BARS.find(
    ({ loss, covered: [low, high] }) =>
      Math.abs(facts.lossBias) <= loss && facts.covered >= low && facts.covered <= high,
  );
  const letter = reached?.letter ?? "D";
  const missed = letter === "A" ? "all_bars_reached" : Math.abs(facts.lossBias) > BARS[0].loss ? "loss_bias" : "bands";
  if (windowDays >= horizonDays / 2) return { letter, why: missed, facts };
  return {
    letter: LETTERS[Math.min(LETTERS.indexOf(letter) + 1, LETTERS.length - 1)] ?? "D",
    why: letter === "A" ? "short_window" : missed,
    facts,
  };
}
