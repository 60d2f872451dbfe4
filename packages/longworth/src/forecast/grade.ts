/** The grade of a forecast: PRODUCT's table, bars as data. The grade is the only gate; there are no others. */

export type Letter = "A" | "B" | "C" | "D" | "too little data" | "not tested";

/** What the nested test found, over its origins. */
export interface Measured {
  readonly origins: number;
  readonly repeatBuyers: number; // at the end of the history
  readonly testedOnDays: number;
  readonly horizonDays: number;
  readonly bias: number; // of the total: predicted / actual - 1
  readonly capture: number; // of the top decile, over that of the best baseline
  readonly belowP95: number; // share of persons with randomised PIT <= .95
  readonly pitInsideBand: boolean; // of 99 %
  readonly slope: number; // of calibration
  /** Mean CRPS against each baseline: "worse" is higher by more than two standard errors of the paired difference. */
  readonly againstBaseline: "better" | "ties" | "worse";
}

/** Why the letter is not a better one, with the number that decides. */
export type GradeWhy = Readonly<{
  code:
    | "all_bars_reached"
    | "bias"
    | "capture"
    | "below_p95"
    | "pit_band"
    | "slope"
    | "worse_than_baseline"
    | "short_window"
    | "few_repeat_buyers"
    | "few_origins"
    | "not_tested";
  facts: Readonly<Record<string, number>>;
}>;

export type Grade = Readonly<{ letter: Letter; why: GradeWhy }>;

const A_BAR = { bias: 0.05, capture: 1.05, belowP95: [0.93, 0.97], pitBand: true, slope: [0.9, 1.1] } as const;
const B_BAR = { bias: 0.1, capture: 1, belowP95: [0.9, 0.98], pitBand: false, slope: [0.8, 1.2] } as const;
const C_BIAS = 0.2;
const MIN_REPEAT_BUYERS = 100;
const MIN_ORIGINS = 2;
const ORDER = ["A", "B", "C", "D"] as const;

/** `365d: B (tested on 120 d)`: a test on less than half of the horizon costs one letter. */
export function grade(measured: Measured): Grade {
  const { origins, repeatBuyers, testedOnDays, horizonDays } = measured;
  if (repeatBuyers < MIN_REPEAT_BUYERS)
    return {
      letter: "too little data",
      why: { code: "few_repeat_buyers", facts: { repeatBuyers, MIN_REPEAT_BUYERS } },
    };
  if (origins < MIN_ORIGINS)
    return { letter: "too little data", why: { code: "few_origins", facts: { origins, MIN_ORIGINS } } };
  const earned = earnedGrade(measured);
  if (testedOnDays >= horizonDays / 2) return earned;
  const letter = ORDER[Math.min(ORDER.indexOf(earned.letter) + 1, ORDER.length - 1)] ?? "D";
  const why = { code: "short_window", facts: { testedOnDays, horizonDays } } as const;
  return { letter, why: earned.letter === "A" ? why : earned.why };
}

/** True when a baseline is served in our place: it was better, not merely the window short. */
export const servesBaseline = (measured: Measured): boolean =>
  measured.origins >= MIN_ORIGINS && measured.repeatBuyers >= MIN_REPEAT_BUYERS && measured.againstBaseline === "worse";

function earnedGrade(measured: Measured): { letter: "A" | "B" | "C" | "D"; why: GradeWhy } {
  if (measured.againstBaseline === "worse") return { letter: "D", why: { code: "worse_than_baseline", facts: {} } };
  const missedA = firstMiss(measured, A_BAR);
  if (missedA === undefined) return { letter: "A", why: { code: "all_bars_reached", facts: {} } };
  const missedB = firstMiss(measured, B_BAR);
  if (missedB === undefined) return { letter: "B", why: missedA };
  return {
    letter: "C",
    why: Math.abs(measured.bias) > C_BIAS ? { code: "bias", facts: { bias: measured.bias } } : missedB,
  };
}

type Bar = Readonly<{
  bias: number;
  capture: number;
  belowP95: readonly [number, number];
  pitBand: boolean;
  slope: readonly [number, number];
}>;

/** The first bar that is missed; a measure that could not be formed (NaN) misses. */
function firstMiss(measured: Measured, bar: Bar): GradeWhy | undefined {
  const { bias, capture, belowP95, slope } = measured;
  const between = (value: number, [low, high]: readonly [number, number]) => value >= low && value <= high;
  if (!(Math.abs(bias) <= bar.bias)) return { code: "bias", facts: { bias } };
  if (!(capture >= bar.capture)) return { code: "capture", facts: { capture } };
  if (!between(belowP95, bar.belowP95)) return { code: "below_p95", facts: { belowP95 } };
  if (bar.pitBand && !measured.pitInsideBand) return { code: "pit_band", facts: { belowP95 } };
  if (!between(slope, bar.slope)) return { code: "slope", facts: { slope } };
  return undefined;
}
