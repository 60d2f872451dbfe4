/** The backtest of retention: at earlier ends of a period the whole recipe runs with what was known then, and is compared. */
import { renewals as counting, retentionProjection } from "@longworth/models";
import {
  decisionsBetween,
  decisionsUntil,
  followed,
  type Followed,
  type ContractCells,
  type Term,
  type Whose,
} from "./cells.js";
import {
  meanRates,
  RETENTION_MODELS,
  retentionOf,
  scoreOf,
  shapeTest,
  type Rates,
  type Retention,
  type RetentionName,
} from "./retention.js";

/** Periods of the cohort index: the last whole one that is known, the first there is, and how many lie in the longest horizon. */
export type Span = Readonly<{ first: number; end: number; horizon: number }>;

/** One blind forecast: contracts alive at `origin`, what was expected of them at its end, and what came. */
export type OriginTest = Readonly<{
  origin: number;
  contracts: number;
  expected: number; // renewals made in the window, all contracts together
  p05: number;
  p95: number;
  actual: number;
  expectedLost: number;
  actualLost: number;
  covered: number; // cohorts and periods whose count lay inside the 90 % band
  cells: number; // cohorts and periods that have a band
  scores: Readonly<Record<string, number>>; // log-likelihood of the window's decisions by candidate
  decisions: number;
}>;

export type RetentionTest = Readonly<{
  window: number;
  chosen: RetentionName;
  origins: readonly OriginTest[];
  shape: ReturnType<typeof shapeTest>;
}>;

const LEAST_HISTORY = 2; // periods a renewal can be learned from
const LEVEL = 0.9;

/** Ends of history for the test: the last window, and two half a window earlier each. */
export function testOrigins(
  { first, end, horizon }: Span,
  { step }: Term,
): Readonly<{ window: number; origins: readonly number[] }> {
  const periods = Math.floor((end - first) / step);
  const window = Math.max(1, Math.min(Math.max(1, Math.floor(horizon / step)), Math.floor(periods / 3)));
  if (periods < LEAST_HISTORY + window) return { window, origins: [] };
  const back = [1, 1.5, 2].map((times) => Math.round(times * window));
  const origins = [...new Set(back)].filter((one) => periods - one >= LEAST_HISTORY).map((one) => end - one * step);
  return { window, origins };
}

/** Chooses between the models by what they say of decisions they have not seen, and tests the choice. @param random seeded anew for each call */
export function testRetention(
  cells: ContractCells,
  term: Term,
  { span, random, whose = {} }: Readonly<{ span: Span; random: () => number; whose?: Whose }>,
): RetentionTest {
  const { window, origins } = testOrigins(span, term);
  const tests = origins.map((origin) =>
    testAt(cells, term, { origin, until: Math.min(span.end, origin + window * term.step), random, whose }),
  );
  const shape = shapeTest(decisionsUntil(cells, term, Infinity, whose));
  const gain = tests.reduce(
    (sum, { scores }) => sum + ((scores["beta-discrete-weibull"] ?? 0) - (scores["shifted-beta-geometric"] ?? 0)),
    0,
  );
  const isBetter = shape !== null && shape.p < SIGNIFICANT && tests.length > 0 && gain > 0;
  const chosen = isBetter ? "beta-discrete-weibull" : "shifted-beta-geometric";
  return {
    window,
    chosen,
    origins: tests.map(({ fits, groups, ...test }) => ({ ...test, ...bandsOf(fits[chosen], groups) })),
    shape,
  };
}

const SIGNIFICANT = 0.05;

type At = Readonly<{ origin: number; until: number; random: () => number; whose: Whose }>;
type Bands = Pick<OriginTest, "expected" | "p05" | "p95" | "expectedLost" | "covered" | "cells">;
type Tested = Omit<OriginTest, keyof Bands> &
  Readonly<{ fits: Readonly<Record<RetentionName, Retention>>; groups: readonly Followed[] }>;

function testAt(cells: ContractCells, term: Term, { origin, until, random, whose }: At): Tested {
  const known = decisionsUntil(cells, term, origin, whose);
  const began = { ...whose, cohort: (cohort: number): boolean => cohort <= origin };
  const later = decisionsBetween(decisionsUntil(cells, term, until, began), known);
  const groups = followed(cells, term, { from: origin, until }, whose);
  const fits = Object.fromEntries(RETENTION_MODELS.map((name) => [name, retentionOf(name, known, random)])) as Record<
    RetentionName,
    Retention
  >; // cast: fromEntries forgets keys
  const scores = Object.fromEntries([
    ...RETENTION_MODELS.map((name) => [name, scoreOf(served(fits[name]), later)] as const),
    ...Object.entries(baselines(known)).map(([name, rates]) => [name, scoreOf(rates, later)] as const),
  ]);
  const { atRisk, lost } = counting.totals(later);
  const contracts = groups.reduce((sum, { customers }) => sum + customers, 0);
  return {
    origin,
    contracts,
    actual: atRisk - lost,
    actualLost: lost,
    scores,
    decisions: atRisk,
    fits,
    groups,
  };
}

const served = (retention: Retention): Rates => (retention.kind === "unknown" ? () => 0.5 : meanRates(retention.drawn));

/** What a spreadsheet would use: one churn for all, and the rate last seen at each tenure. */
export function baselines(
  known: ReturnType<typeof decisionsUntil>,
): Readonly<Record<"one-churn" | "same-tenure", Rates>> {
  const { atRisk, lost } = counting.totals(known);
  const churn = (lost + 0.5) / (atRisk + 1);
  const at = (t: number): number | null => {
    const [n = 0, gone = 0] = [known.atRisk[t - 1], known.lost[t - 1]];
    return n >= SEEN ? (gone + 0.5) / (n + 1) : null;
  };
  const last = known.tenure.reduce((found, t) => at(t) ?? found, churn);
  return { "one-churn": () => 1 - churn, "same-tenure": (t) => 1 - (at(t) ?? last) };
}

const SEEN = 10; // contracts that make a rate of a tenure

function bandsOf(retention: Retention, groups: ReturnType<typeof followed>): Bands {
  const sums = { expected: 0, p05: 0, p95: 0, expectedLost: 0, covered: 0, cells: 0 };
  if (retention.kind === "unknown") return sums;
  let variance = 0;
  for (const { made, customers, left } of groups) {
    const future = retentionProjection.projectSurvivors(retention.drawn, {
      customers,
      made,
      horizon: left.length,
      level: LEVEL,
    });
    left.forEach((count, h) => {
      const band = future.outcome[h];
      if (!band) return;
      sums.cells += 1;
      if (count >= band.low && count <= band.high) sums.covered += 1;
      sums.expected += future.expected[h] ?? 0;
    });
    sums.expectedLost += customers - (future.expected[left.length - 1] ?? 0);
  }
  const totals = retention.drawn.map((rates) => totalOf(rates, groups));
  const mean = totals.reduce((sum, { renewals }) => sum + renewals, 0) / totals.length;
  variance = totals.reduce((sum, one) => sum + (one.renewals - mean) ** 2 + one.variance, 0) / totals.length;
  const half = Z90 * Math.sqrt(variance);
  return { ...sums, p05: Math.max(0, sums.expected - half), p95: sums.expected + half };
}

const Z90 = 1.6448536269514722; // of a normal, 5 % on either side

/** Renewals of all groups under one draw, and the variance that is left then. A contract's renewals go together. */
function totalOf(rates: Rates, groups: ReturnType<typeof followed>): Readonly<{ renewals: number; variance: number }> {
  let [renewals, variance] = [0, 0];
  for (const { made, customers, left } of groups) {
    let [share, mean, square] = [1, 0, 0];
    for (let j = 1; j <= left.length; j++) {
      share *= rates(made + j);
      mean += share;
      square += (2 * j - 1) * share;
    }
    renewals += customers * mean;
    variance += customers * (square - mean * mean);
  }
  return { renewals, variance };
}
