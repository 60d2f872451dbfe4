/** Money per order (FORECAST section 7): the log-normal of @longworth/models on the states of a history. */
import { gammaGamma, logNormal, ranking, valueDistribution } from "@longworth/models";
import { statesAt, type History, type Labels, type States } from "./history.js";
import type { SpendFit } from "./recipe.js";

const LEVEL_CLIP = [0.2, 5] as const;

/** The fit over all states; null when nobody has an amount. */
export function fitSpend(states: States): SpendFit | null {
  const fitted = logNormal.fitSpend(alike(states));
  return Number.isFinite(fitted.b0) ? fitted : null;
}

const LEAST_REPEAT_BUYERS = 50; // a rank correlation of fewer is off by more than .14

/**
 * Rank correlation of the repeat purchases and the geometric mean amount of the customers who have both. Models of spend
 * that is independent of frequency (Gamma-Gamma) assume none; here b1 carries it.
 * @returns null for fewer than 50 such customers, or when all bought as often or as dear
 */
export function spendByFrequency({ frequency, spendCount, sumLog }: States): number | null {
  const known = (_: number, i: number): boolean => frequency[i]! > 0 && spendCount[i]! > 0;
  const often = frequency.filter(known);
  const dear = sumLog.map((sum, i) => sum / spendCount[i]!).filter(known);
  const correlation = often.length < LEAST_REPEAT_BUYERS ? NaN : ranking.spearman(often, dear);
  return Number.isNaN(correlation) ? null : correlation;
}

/**
 * Two rows instead of all customers with as many amounts: one standard deviation below and above the mean of their mean
 * logs, each with half of the weight. The fit is the same, since it looks at first and second moments of the customers
 * with n amounts alone; over 50,000 rows it takes 40 ms, and a test of forecasts makes dozens.
 */
function alike({ spendCount, sumLog, sumLogSquares }: States) {
  const all = upTo(spendCount);
  const column = () => new Float64Array(all.length);
  const [customers, mean, squares, within] = [column(), column(), column(), column()];
  for (let i = 0; i < spendCount.length; i++) {
    const n = spendCount[i]!;
    if (n === 0) continue;
    const gap = sumLog[i]! / n - mean[n]!;
    mean[n]! += gap / ++customers[n]!;
    squares[n]! += gap * (sumLog[i]! / n - mean[n]!); // Welford's update
    within[n]! += sumLogSquares[i]!;
  }
  const counts = all.filter((n) => customers[n]! > 0);
  const rows = [-1, 1].flatMap((side) => Array.from(counts, (n) => ({ n, side })));
  return {
    n: Float64Array.from(rows, ({ n }) => n),
    meanLog: Float64Array.from(rows, ({ n, side }) => mean[n]! + side * Math.sqrt(squares[n]! / customers[n]!)),
    withinSS: Float64Array.from(rows, ({ n }) => within[n]! / customers[n]!),
    weight: Float64Array.from(rows, ({ n }) => customers[n]! / 2),
  };
}

/** Scale and expectation of an order of each customer: exp(m_i), and the expected amount. */
export function spendOf(states: States, fitted: SpendFit): Readonly<{ scale: Float64Array; spend: Float64Array }> {
  const { spendCount, sumLog } = states;
  const { prior, slope, v } = logScale(upTo(spendCount), fitted);
  const scale = new Float64Array(spendCount.length);
  const spend = new Float64Array(spendCount.length);
  for (let i = 0; i < scale.length; i++) {
    const n = spendCount[i]!;
    const level = prior[n]! + slope[n]! * sumLog[i]!;
    scale[i] = Math.exp(level);
    spend[i] = Math.exp(level + (v[n]! + fitted.s2) / 2);
  }
  return { scale, spend };
}

/** 0, 1, ... up to the largest count. */
function upTo(counts: Float64Array): Float64Array {
  let longest = 0;
  for (let i = 0; i < counts.length; i++) longest = Math.max(longest, counts[i]!);
  return Float64Array.from({ length: longest + 1 }, (_, n) => n);
}

/** log exp(m_i) = prior + slope x (sum of the customer's log amounts), per spendCount. */
export function logScale(spendCount: Float64Array, { b0, b1, s2, t2 }: SpendFit) {
  const v = spendCount.map((n) => 1 / (1 / t2 + n / s2));
  return {
    v,
    prior: spendCount.map((n, i) => (v[i]! * (b0 + b1 * Math.log(Math.max(n, 1)))) / t2),
    slope: v.map((variance) => variance / s2),
  };
}

/** ks_o and var_o of an origin: how much more money came than its orders let expect, and with how few it sits. @param spend expected amount of an order of each customer */
export function spendEvidence(spend: Float64Array, { orders, value }: Labels) {
  let net = 0;
  let squares = 0;
  let expected = 0;
  for (let i = 0; i < value.length; i++) {
    net += value[i]!;
    squares += value[i]! * value[i]!;
    expected += orders[i]! * spend[i]!;
  }
  const ratio = expected > 0 ? net / expected : 1;
  const [least, most] = LEVEL_CLIP;
  return {
    value: net,
    levelSpend: Math.min(Math.max(ratio, least), most),
    concentration: net > 0 ? Math.min(squares / (net * net), 1) : 1,
  };
}

type Mixture = valueDistribution.LogNormalMixture;

const LONGEST = 256; // purchases that are prepared at once; longer distributions get what they need

/**
 * The law of the money of an uncertain number of orders in units of exp(m_i). Customers with as many amounts share the
 * laws of 1, 2, ... orders, so these are made once.
 */
export function valueLaws({ s2, t2 }: SpendFit): (pmf: Float64Array, spendCount: number) => Mixture {
  const prepared = new Map<number, valueDistribution.SumComponents>();
  return (pmf, spendCount) => {
    let laws = prepared.get(spendCount);
    if (laws === undefined || laws.mu.length < pmf.length) {
      const v = 1 / (1 / t2 + spendCount / s2);
      laws = valueDistribution.sumComponents({ v, s2 }, Math.max(LONGEST, pmf.length));
      prepared.set(spendCount, laws);
    }
    return valueDistribution.valueDistribution(pmf, laws);
  };
}

/** What a fit of spend found. */
export type SpendEstimate = ReturnType<typeof gammaGamma.fit>;

/** The Gamma-Gamma of the literature (means of repeat purchases), to stand beside the log-normal; null without any. */
export function gammaGammaBeside(history: History, cut: number): SpendEstimate | null {
  const cells = repeatSpend(history, cut);
  return cells.frequency.length === 0 ? null : gammaGamma.fit(cells);
}

/** Per customer with a repeat purchase above 0: how many, and their mean. */
function repeatSpend(history: History, cut: number): gammaGamma.SpendCells {
  const { customer } = statesAt(history, cut);
  const frequency: number[] = [];
  const monetaryValue: number[] = [];
  for (const c of customer) {
    let seen = 0;
    let count = 0;
    let sum = 0;
    for (let i = history.offsets[c] ?? 0; i < (history.offsets[c + 1] ?? 0) && (history.day[i] ?? 0) <= cut; i++) {
      if (history.purchase[i] !== 1) continue;
      const value = history.value[i] ?? 0;
      if (seen++ > 0 && value > 0) {
        count++;
        sum += value;
      }
    }
    if (count > 0) {
      frequency.push(count);
      monetaryValue.push(sum / count);
    }
  }
  const weight = new Float64Array(frequency.length).fill(1);
  return { frequency: Float64Array.from(frequency), monetaryValue: Float64Array.from(monetaryValue), weight };
}
