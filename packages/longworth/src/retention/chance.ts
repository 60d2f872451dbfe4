/**
 * How well the traits tell who has left: a logistic regression and boosting, half each on the scale of log odds, fitted
 * on two thirds of the customers and judged on the last third, which neither has seen.
 */
import { bins, boosting, calibration, fitBinomial, metrics } from "@longworth/models";
import type { Lives, Trait } from "./lives.js";
import type { Term } from "./terms.js";

/** On customers that were held out. */
export type Chance = Readonly<{
  customers: number; // held out
  left: number; // of them
  auc: number;
  brier: number;
  brierConstant: number; // of the same chance for all
  slope: number; // of calibration; 1 is ideal
  intercept: number;
}>;

const THIRDS = 3;
const LEAST = 100; // customers held out, and of either kind in all
const MOST = 60_000; // customers
const BOOSTING = {
  loss: { kind: "logistic" },
  rounds: 400,
  learningRate: 0.03,
  maxLeaves: 6,
  minRows: 20,
  l2: 5,
  rowShare: 0.8,
  featureShare: 0.6,
  seed: 1,
} as const;
const PATIENCE = 30;
const FAR = 30; // log odds

/** @returns null where there are too few to judge by */
export function chanceOf(
  lives: Lives,
  { traits, terms }: Readonly<{ traits: readonly Trait[]; terms: readonly Term[] }>,
): Chance | null {
  const n = Math.min(MOST, lives.observed.length);
  const observed = lives.observed.subarray(0, n);
  const left = observed.reduce((sum, v) => sum + v, 0);
  if (n < THIRDS * LEAST || left < LEAST || n - left < LEAST) return null;
  const ages = agesOf(lives.duration.subarray(0, n));
  const rows = Array.from({ length: n }, (_, i) => i);
  const part = (keep: (i: number) => boolean): Int32Array => Int32Array.from(rows.filter(keep));
  const held = part((i) => i % THIRDS === 0);
  const learnt = part((i) => i % THIRDS !== 0);
  const columns = [...ages, ...terms.map(({ column }) => column.subarray(0, n))];
  const linear = logistic(columns, { observed, learnt });
  const raw = [
    lives.duration.subarray(0, n),
    ...traits.map((trait) => (trait.kind === "group" ? trait.code : trait.value).subarray(0, n)),
  ];
  const categories = traits.flatMap((trait, j) => (trait.kind === "group" ? [j + 1] : []));
  const grown = boosted(raw, { observed, learnt, categories });
  const chance = Float64Array.from(held, (i) => {
    const odds = ((linear[i] ?? 0) + (grown[i] ?? 0)) / 2;
    return 1 / (1 + Math.exp(-Math.max(-FAR, Math.min(FAR, odds))));
  });
  const outcome = Float64Array.from(held, (i) => observed[i] ?? 0);
  const { auc, brier, brierConstant } = metrics.activityMetrics(outcome, chance);
  const { slope, intercept } = calibration.activityCalibration(outcome, chance);
  return { customers: held.length, left: metrics.total(outcome), auc, brier, brierConstant, slope, intercept };
}

/** The time stayed as a smooth curve: itself, its root and its logarithm, over their spread. */
function agesOf(duration: Float64Array): readonly Float64Array[] {
  const scale = duration.reduce((most, t) => Math.max(most, t), 0) || 1;
  return [
    duration.map((t) => t / scale),
    duration.map((t) => Math.sqrt(t / scale)),
    duration.map((t) => Math.log1p(t) / Math.log1p(scale)),
  ];
}

type Learning = Readonly<{ observed: Float64Array; learnt: Int32Array }>;

function logistic(columns: readonly Float64Array[], { observed, learnt }: Learning): Float64Array {
  const all = [new Float64Array(observed.length).fill(1), ...columns];
  const of = (column: Float64Array): Float64Array => Float64Array.from(learnt, (i) => column[i] ?? 0);
  const fit = fitBinomial({
    events: of(observed),
    trials: new Float64Array(learnt.length).fill(1),
    columns: all.map(of),
  });
  const coefficients = "coefficients" in fit ? fit.coefficients : all.map(() => 0);
  return observed.map((_, i) => all.reduce((sum, column, j) => sum + (coefficients[j] ?? 0) * (column[i] ?? 0), 0));
}

/** Trees until a quarter of what is learnt from is told no better. */
function boosted(
  columns: readonly Float64Array[],
  { observed, learnt, categories }: Learning & Readonly<{ categories: readonly number[] }>,
): Float64Array {
  const made = bins.toBins(bins.featuresOf(columns, { maxBins: 63, categories }), columns);
  const training = { bins: made, target: observed };
  const QUARTER = 4;
  const stopping = { rows: learnt.filter((_, k) => k % QUARTER === 0), patience: PATIENCE };
  const first = boosting.fit({ ...training, rows: learnt.filter((_, k) => k % QUARTER !== 0) }, BOOSTING, stopping);
  const fit = boosting.fit({ ...training, rows: learnt }, { ...BOOSTING, rounds: first.trees.length });
  return boosting.scores(fit, made);
}
