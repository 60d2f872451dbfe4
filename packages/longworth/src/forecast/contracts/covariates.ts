/**
 * Whether what is known of contracts at their start makes the curve better: traits that say something of the decisions before
 * the first test day enter together, and are served where they forecast decisions that nobody has seen better than the
 * curves without them, by more than the standard error of the difference.
 */
import { distributions, groupedRetention } from "@longworth/models";
import { decisionsBetween, decisionsBy, decisionsUntil, type ContractCells, type Term } from "./cells.js";
import { groupsUntil, patternsOf, patternTrait, type Patterns, type PatternTrait } from "./patterns.js";
import { likelyRates, RETENTION_MODELS, type Rates, type RetentionName } from "./retention.js";
import { testOrigins, type Span } from "./trial.js";

/** Of one trait: the test of its effects on the decisions before the first test day, and whether it entered. */
export type TraitTest = Readonly<{ trait: number; p: number; isUsed: boolean }>;

export type CovariateTrial = Readonly<{
  name: RetentionName; // of the curves with traits: what customers do not differ in any more may change the model
  traits: readonly TraitTest[];
  patterns: Patterns;
  base: number; // log-likelihood a decision of the best curves without traits, on decisions not seen
  gain: number; // over it
  error: number; // standard error of the gain
  isServed: boolean;
}>;

export type CovariateRequest = Readonly<{
  span: Span;
  name: RetentionName; // of the curves without traits
  plans: readonly number[]; // with curves of their own, where these are served; else none
}>;

const SIGNIFICANT = 0.01; // over all traits together
const MOST_PATTERNS = 36;
const LEAST_GAIN = 2; // log units a window: two ways to write one model differ by less, and surely
const LOST_PER_EFFECT = 10;

/** @returns null where there is no test day, or no trait with two levels that says anything */
export function tryCovariates(cells: ContractCells, term: Term, request: CovariateRequest): CovariateTrial | null {
  const { origins, window } = testOrigins(request.span, term);
  const able = cells.traits.flatMap((_, trait) => patternTrait(cells, trait) ?? []);
  if (origins.length === 0 || able.length === 0) return null;
  const traits = chosenTraits(cells, term, able, Math.min(...origins));
  const used = able.filter(({ trait }) => traits.some((one) => one.trait === trait && one.isUsed));
  const patterns = patternsOf(cells, used);
  const windows = origins.map((origin) => ({ origin, until: Math.min(request.span.end, origin + window * term.step) }));
  const tried = RETENTION_MODELS.map((name) => {
    const gains =
      used.length === 0 ? [] : windows.map((one) => gainAt(cells, term, { ...one, patterns, name, request }));
    const scored = gains.flatMap((one) => one ?? []);
    return { name, ...(scored.length === origins.length ? together(scored) : NO_GAIN) };
  });
  const { name, base, gain, error, sum } = tried.reduce((best, one) => (one.sum > best.sum ? one : best));
  return { name, traits, patterns, base, gain, error, isServed: gain > error && sum > LEAST_GAIN };
}

const NO_GAIN = { base: NaN, gain: 0, error: 0, sum: 0 };

/** Over all windows: where two overlap they score the same decisions, and as far they go together. */
function together(windows: readonly Gain[]): Readonly<{ base: number; gain: number; error: number; sum: number }> {
  const decisions = windows.reduce((sum, one) => sum + one.decisions, 0);
  let variance = 0;
  for (const one of windows)
    for (const other of windows) {
      const shared = Math.min(one.until, other.until) - Math.max(one.origin, other.origin);
      const length = Math.max(one.until - one.origin, other.until - other.origin);
      variance += (Math.max(0, shared) / length) * one.error * other.error;
    }
  const sum = windows.reduce((all, one) => all + one.sum, 0);
  const base = windows.reduce((all, one) => all + one.base, 0) / decisions;
  return { base, gain: sum / decisions, error: Math.sqrt(variance) / decisions, sum: sum / windows.length };
}

const SCREEN = "shifted-beta-geometric"; // with two effects of each level it holds any difference at the first renewals
const SIDES = 2;

/** Each trait alone against none, on what was known at the first test day; the surest first, as far as the data carry. */
function chosenTraits(
  cells: ContractCells,
  term: Term,
  able: readonly PatternTrait[],
  first: number,
): readonly TraitTest[] {
  const alike = groupedRetention.fit(SCREEN, groupsUntil(cells, term, first, patternsOf(cells, [])));
  const lost = decisionsUntil(cells, term, first).lost.reduce((sum, n) => sum + n, 0);
  const tested = able.map((one) => {
    const own = groupedRetention.fit(SCREEN, groupsUntil(cells, term, first, patternsOf(cells, [one])));
    if (alike.status !== "ok" || own.status !== "ok") return { one, p: 1 };
    const ratio = Math.max(0, 2 * (own.logLikelihood - alike.logLikelihood));
    return { one, p: distributions.chiSquareTail(ratio, SIDES * one.levels.length) };
  });
  let [effects, patterns] = [0, 1];
  return tested
    .toSorted((a, b) => a.p - b.p || a.one.trait - b.one.trait)
    .map(({ one, p }) => {
      const [more, wider] = [effects + SIDES * one.levels.length, patterns * (one.levels.length + 1)];
      const isUsed = p * able.length < SIGNIFICANT && more * LOST_PER_EFFECT <= lost && wider <= MOST_PATTERNS;
      if (isUsed) [effects, patterns] = [more, wider];
      return { trait: one.trait, p, isUsed };
    });
}

type At = Readonly<{
  origin: number;
  until: number;
  patterns: Patterns;
  name: RetentionName;
  request: CovariateRequest;
}>;
type Gain = Readonly<{ origin: number; until: number; base: number; sum: number; error: number; decisions: number }>; // sums over decisions; error: of `sum`

/** Log-likelihoods of the decisions of the window, one by one: with traits less without. Null where the fit is none. */
function gainAt(cells: ContractCells, term: Term, { origin, until, patterns, name, request }: At): Gain | null {
  const fitted = groupedRetention.fit(name, groupsUntil(cells, term, origin, patterns));
  if (fitted.status !== "ok") return null;
  const all = likelyRates(request.name, decisionsUntil(cells, term, origin));
  const plans = request.plans.map((plan) => likelyRates(request.name, decisionsUntil(cells, term, origin, { plan })));
  const own = patterns.columns.map((columns) => groupedRetention.retention(fitted, fitted.point, columns));
  const places = plans.length + 1; // decisions of a pattern by plan: those without a curve of their own first
  const group = (i: number): number => {
    if ((cells.cohort[i] ?? 0) > origin) return -1;
    return (patterns.of[i] ?? 0) * places + 1 + request.plans.indexOf(cells.plan[i] ?? -1);
  };
  const grouping = { groups: own.length * places, group };
  const later = decisionsBy(cells, term, until, grouping);
  const known = decisionsBy(cells, term, origin, grouping);
  let [base, sum, squares, decisions] = [0, 0, 0, 0];
  later.forEach((end, place) => {
    const one = scored(decisionsBetween(end, known[place] ?? end), {
      own: own[Math.floor(place / places)] ?? all,
      other: plans[(place % places) - 1] ?? all,
    });
    base += one.base;
    [sum, squares, decisions] = [sum + one.sum, squares + one.squares, decisions + one.decisions];
  });
  if (decisions === 0) return null;
  const variance = squares / decisions - (sum / decisions) ** 2;
  return { origin, until, base, sum, decisions, error: Math.sqrt(Math.max(0, variance) * decisions) };
}

const SURE = 1e-9;
const kept = (rates: Rates, t: number): number => Math.min(1 - SURE, Math.max(SURE, rates(t)));

function scored(
  { tenure, atRisk, lost }: ReturnType<typeof decisionsUntil>,
  { own, other }: Readonly<{ own: Rates; other: Rates }>,
) {
  let [base, sum, squares, decisions] = [0, 0, 0, 0];
  for (let i = 0; i < tenure.length; i++) {
    const [n, gone, t] = [atRisk[i] ?? 0, lost[i] ?? 0, tenure[i] ?? 1];
    if (n === 0) continue;
    const [with_, without] = [kept(own, t), kept(other, t)];
    const [left, stayed] = [Math.log((1 - with_) / (1 - without)), Math.log(with_ / without)];
    base += gone * Math.log(1 - without) + (n - gone) * Math.log(without);
    sum += gone * left + (n - gone) * stayed;
    squares += gone * left * left + (n - gone) * stayed * stayed;
    decisions += n;
  }
  return { base, sum, squares, decisions };
}
