/** Satisfaction before, and what customers did after: does it go with staying, and how far with all else held still? */
import { effects, fitBinomial, rankCorrelation } from "@longworth/models";
import { shareOf } from "../share.js";
import { moodOf, MOODS, type Mood, type Question } from "./questions.js";

/** One row per customer: the first answer, its window after it over. */
export type AfterRows = Readonly<{
  points: Float64Array; // counted from the bad end
  stayed: Float64Array; // 1: bought again, or is still under contract, within the window
  money: Float64Array; // of the window
  controls: readonly Float64Array[]; // what was known on the day of the answer
}>;

/** Odds of staying per unit of a column, with a 95 % interval. */
export type Odds = Readonly<{ ratio: number; low: number; high: number; p: number }>;
export type Correlation = Readonly<{ rho: number; low: number; high: number; p: number }>;

/** `few`: no claim is made. `separated`: the score tells staying exactly, the odds are shrunk. */
export type AfterStatus = "ok" | "separated" | "few" | "all-stayed" | "none-stayed";

export type MoodAfter = Readonly<{
  mood: Mood;
  customers: number;
  stayed: number;
  share: number | null;
  low: number | null;
  high: number | null;
  money: number | null; // mean per customer who stayed
}>;

export type After = Readonly<{
  status: AfterStatus;
  customers: number;
  stayed: number;
  staying: Correlation | null; // of the score with staying
  spending: Correlation | null; // of the score with the money of the window
  odds: Odds | null; // per point, controls held still
  controls: readonly (Odds | null)[];
  gap: Gap | null;
  moods: readonly MoodAfter[];
}>;

/** Share of low answers that would have stayed had they been like the others, less the share that did: 90 % interval. */
export type Gap = Readonly<{ mean: number; p05: number; p95: number }>;

const LEAST = 30; // customers
const LEAST_OF_EACH = 10; // who stayed, who did not; with a low answer, without
const Z90 = 1.6448536269514722;

export function afterOf(question: Question, rows: AfterRows): After {
  const customers = rows.points.length;
  const stayed = rows.stayed.reduce((sum, v) => sum + v, 0);
  const isLow = rows.points.map((one) => Number(moodOf(question, one) === "low"));
  const base = { customers, stayed, moods: moodsOf(question, rows) };
  const nothing = { ...base, staying: null, spending: null, odds: null, controls: [], gap: null };
  if (customers < LEAST) return { ...nothing, status: "few" };
  const found = { staying: correlation(rows.points, rows.stayed), spending: correlation(rows.points, rows.money) };
  if (stayed === customers) return { ...nothing, ...found, status: "all-stayed" };
  if (stayed === 0) return { ...nothing, ...found, status: "none-stayed" };
  if (Math.min(stayed, customers - stayed) < LEAST_OF_EACH) return { ...nothing, ...found, status: "few" };
  const { status, odds } = regression([rows.points, ...rows.controls], rows.stayed);
  const low = isLow.reduce((sum, v) => sum + v, 0);
  const isComparable = Math.min(low, customers - low) >= LEAST_OF_EACH;
  const [first = null, ...controls] = odds;
  return { ...base, ...found, status, odds: first, controls, gap: isComparable ? gapOf(isLow, rows) : null };
}

function correlation(x: Float64Array, y: Float64Array): Correlation | null {
  const { rho, low, high, p } = rankCorrelation(x, y);
  return rho === null || low === null || high === null || p === null ? null : { rho, low, high, p };
}

const logit = (columns: readonly Float64Array[], stayed: Float64Array) => {
  const ones = new Float64Array(stayed.length).fill(1);
  return fitBinomial({ events: stayed, trials: ones, columns: [ones, ...columns] });
};

function regression(columns: readonly Float64Array[], stayed: Float64Array) {
  const fit = logit(columns, stayed);
  if (fit.status !== "ok" && fit.status !== "separated") return { status: "few" as const, odds: [] };
  const odds = effects(fit)
    .slice(1)
    .map((one): Odds | null => one && { ratio: one.ratio, low: one.low, high: one.high, p: one.p });
  return { status: fit.status, odds };
}

const sigmoid = (eta: number): number => 1 / (1 + Math.exp(-eta));

/** By standardisation over the customers with a low answer; the error of the mean difference by the delta method. */
function gapOf(isLow: Float64Array, { stayed, controls }: AfterRows): Gap | null {
  const fit = logit([isLow, ...controls], stayed);
  if (fit.status !== "ok") return null;
  const size = fit.coefficients.length;
  const slope = new Float64Array(size);
  let [mean, n] = [0, 0];
  for (const [i, low] of isLow.entries()) {
    if (low !== 1) continue;
    n++;
    const row = [1, 0, ...controls.map((column) => column[i] ?? 0)];
    const eta = row.reduce((sum, v, j) => sum + v * (fit.coefficients[j] ?? 0), 0);
    const [other, own] = [sigmoid(eta), sigmoid(eta + (fit.coefficients[1] ?? 0))];
    mean += other - own;
    row.forEach((v, j) => {
      slope[j] = (slope[j] ?? 0) + v * other * (1 - other) - (j === 1 ? 1 : v) * own * (1 - own);
    });
  }
  const variance = fit.covariance.reduce(
    (sum, line, i) => sum + line.reduce((all, v, j) => all + v * (slope[i] ?? 0) * (slope[j] ?? 0), 0),
    0,
  );
  const half = (Z90 * Math.sqrt(Math.max(0, variance))) / n;
  return { mean: mean / n, p05: mean / n - half, p95: mean / n + half };
}

function moodsOf(question: Question, { points, stayed, money }: AfterRows): readonly MoodAfter[] {
  return MOODS.map((mood) => {
    let [customers, back, sum] = [0, 0, 0];
    points.forEach((one, i) => {
      if (moodOf(question, one) !== mood) return;
      customers++;
      back += stayed[i] ?? 0;
      sum += (stayed[i] ?? 0) * (money[i] ?? 0);
    });
    return { mood, customers, stayed: back, ...shareOf(back, customers), money: back === 0 ? null : sum / back };
  });
}
