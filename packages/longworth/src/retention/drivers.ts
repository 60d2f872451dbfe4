/**
 * What goes with leaving: each trait alone (survival by group, log-rank, time kept) and all together (Cox, discrete
 * hazard). Association is not effect: nothing here says what would happen if a trait were changed.
 */
import * as models from "@longworth/models";
import type { Refusal } from "./leaks.js";
import { refusalOf } from "./leaks.js";
import { groupsOf, type GroupNames, type Lives, type Trait } from "./lives.js";
import { discreteFit, type Discrete } from "./periods.js";
import { termsOf, type Term } from "./terms.js";

/** A ratio with its 95 % interval. */
export type Ratio = Readonly<{ ratio: number; low: number; high: number }>;

/** A difference with an interval that holds for all pairs of groups of the trait at once. */
export type Difference = Readonly<{ difference: number; low: number; high: number }>;

/** Customers with one value (or third) of a trait. Times in the unit of the durations. */
export type DriverGroup = Readonly<{
  label: string;
  customers: number;
  left: number;
  median: number | null; // time by which half have left; null: the curve does not fall so low
  mean: number | null; // time stayed within the window; null: nobody was watched so long
  difference: Difference | null; // of the mean, against the trait's largest group
  curve: Readonly<{ time: Float64Array; survival: Float64Array; low: Float64Array; high: Float64Array }>;
}>;

/** One column of the regressions. */
export type DriverTerm = Readonly<{
  label: string | null; // null: a number, per `step`
  against: string | null;
  step: number | null;
  customers: number;
  alone: Ratio | null; // hazard ratios
  together: Ratio | null; // with all other traits held still
  odds: Ratio | null; // of leaving in a period, with all other traits held still
}>;

export type Driver = Readonly<{
  name: string;
  kind: Trait["kind"];
  groups: readonly DriverGroup[]; // a number's are thirds
  extremes: Readonly<{ least: number; most: number; gap: Difference }> | null; // groups that stay shortest and longest
  terms: readonly DriverTerm[];
  p: number; // alone: log-rank of groups, likelihood ratio of a number
  adjusted: number; // the same among all traits asked about: Benjamini and Hochberg
  speaks: boolean; // adjusted <= .05
  together: number | null; // p with all other traits held still
  changes: number | null; // p of hazard ratios that are the same at every age
}>;

export type Drivers = Readonly<{
  customers: number;
  left: number;
  window: number; // restricted means are up to here
  mean: number | null; // of everybody
  drivers: readonly Driver[]; // those that speak first, then by p
  refused: readonly Refusal[];
  cox: Readonly<{ status: string; concordance: number | null; changes: number | null; customers: number }>;
  discrete: Readonly<{ status: string; periods: number; customers: number }>;
}>;

export type DriverOptions = Readonly<{ names: GroupNames; keep: readonly string[] }>; // keep: used although they look like leaks

export const FALSE_DISCOVERIES = 0.05;
const LEVEL = 0.95;
const WINDOW = 0.9; // share of customers who were watched no longer
const COX_CUSTOMERS = 200_000;

/** @param lives rows in an order that has nothing to do with them: what is fitted on fewer takes the first ones */
export function driversOf(lives: Lives, all: readonly Trait[], { names, keep }: DriverOptions): Drivers {
  const judged = all.map((trait) => ({ trait, refusal: keep.includes(trait.name) ? null : refusalOf(trait, lives) }));
  const traits = judged.filter(({ refusal }) => refusal === null).map(({ trait }) => trait);
  const terms = termsOf(traits, names);
  const window = windowOf(lives);
  const few = firstOf(lives, terms, COX_CUSTOMERS);
  const fit = models.cox.fit({ ...few.lives, columns: few.columns });
  const discrete = discreteFit(lives, terms);
  const test = "coefficients" in fit ? models.proportionality(fit, { ...few.lives, columns: few.columns }) : null;
  const found = traits.map((trait, place) =>
    driverOf({ trait, place, lives, terms, window, fit, discrete, test, names, few }),
  );
  const adjusted = models.benjaminiHochberg(Float64Array.from(found, ({ p }) => p));
  const drivers = found
    .map((driver, i) => ({ ...driver, adjusted: adjusted[i] ?? NaN, speaks: (adjusted[i] ?? 1) <= FALSE_DISCOVERIES }))
    .sort(
      (a, b) => Number(b.speaks) - Number(a.speaks) || a.p - b.p || gapOf(b) - gapOf(a) || (a.name < b.name ? -1 : 1),
    );
  const mean = models.restrictedMean(models.kaplanMeier(lives), window);
  return {
    customers: lives.duration.length,
    left: lives.observed.reduce((sum, v) => sum + v, 0),
    window,
    mean: mean.status === "ok" ? mean.mean : null,
    drivers,
    refused: judged.flatMap(({ refusal }) => (refusal === null ? [] : [refusal])),
    cox: {
      status: fit.status,
      concordance: "coefficients" in fit ? concordance(few, fit.coefficients) : null,
      changes: test?.global.p ?? null,
      customers: few.lives.duration.length,
    },
    discrete: { status: discrete.fit.status, periods: discrete.periods, customers: discrete.customers },
  };
}

/** p values of strong traits are all 0. */
const gapOf = ({ extremes }: Pick<Driver, "extremes">): number => extremes?.gap.difference ?? 0;

type Few = Readonly<{ lives: Lives; columns: readonly Float64Array[] }>;

function firstOf(lives: Lives, terms: readonly Term[], most: number): Few {
  const cut = (column: Float64Array): Float64Array => column.subarray(0, most);
  return {
    lives: { duration: cut(lives.duration), observed: cut(lives.observed) },
    columns: terms.map(({ column }) => cut(column)),
  };
}

/** The time up to which means are compared: nine of ten customers were watched no longer. */
function windowOf({ duration }: Lives): number {
  const sorted = duration.slice().sort();
  return sorted[Math.floor(WINDOW * (sorted.length - 1))] ?? 0;
}

function concordance({ lives, columns }: Few, coefficients: readonly number[]): number | null {
  const risk = lives.duration.map((_, i) =>
    columns.reduce((sum, column, j) => sum + (coefficients[j] ?? 0) * (column[i] ?? 0), 0),
  );
  return models.concordanceOf(lives, risk).concordance;
}

interface Work {
  readonly trait: Trait;
  readonly place: number;
  readonly lives: Lives;
  readonly terms: readonly Term[];
  readonly window: number;
  readonly fit: models.cox.Fit;
  readonly discrete: Discrete;
  readonly test: models.ProportionalityTest | null;
  readonly names: GroupNames;
  readonly few: Few;
}

function driverOf(work: Work): Omit<Driver, "adjusted" | "speaks"> {
  const { trait, place, lives, terms, window, fit, discrete, test, names, few } = work;
  const own = terms.flatMap((term, j) => (term.trait === place ? [j] : []));
  const columns = own.map((j) => few.columns[j] ?? new Float64Array());
  const alone = columns.length === 0 ? null : models.cox.fit({ ...few.lives, columns });
  const ratios = (found: models.cox.Fit | Discrete["fit"] | null): readonly (Ratio | null)[] =>
    found !== null && "coefficients" in found ? models.effects(found).map(ratioOf) : [];
  const [together, odds] = [ratios(fit), ratios(discrete.fit)];
  const apart = ratios(alone);
  const { labels, group } = groupsOf(trait, names);
  const groups = labels.map((label, i) => groupOf(lives, { group, place: i, label, window }));
  const rank = models.logRank({ ...lives, group });
  const joint = "coefficients" in fit ? models.jointTest(fit, own) : null;
  const changes = own.map((j) => test?.columns[j]?.p ?? 1);
  return {
    name: trait.name,
    kind: trait.kind,
    ...compared(groups, window),
    terms: own.map((j, k): DriverTerm => {
      const { label = null, against = null, step = null, customers = 0 } = terms[j] ?? {};
      return {
        label,
        against,
        step,
        customers,
        alone: apart[k] ?? null,
        together: together[j] ?? null,
        odds: odds[j] ?? null,
      };
    }),
    p: trait.kind === "group" ? (rank.status === "ok" ? rank.p : 1) : likelihoodRatioTest(alone, own.length),
    together: joint?.p ?? null,
    changes: test === null || changes.length === 0 ? null : Math.min(1, changes.length * Math.min(...changes)),
  };
}

const ratioOf = (effect: models.Effect | null): Ratio | null =>
  effect === null || !Number.isFinite(effect.high) ? null : { ratio: effect.ratio, low: effect.low, high: effect.high };

function likelihoodRatioTest(fit: models.cox.Fit | null, columns: number): number {
  if (fit === null || !("coefficients" in fit)) return 1;
  return models.distributions.chiSquareTail(fit.likelihoodRatio, columns - fit.dropped.length);
}

type Curved = Omit<DriverGroup, "difference"> & Readonly<{ whole: models.SurvivalCurve }>;

function groupOf(
  { duration, observed }: Lives,
  { group, place, label, window }: Readonly<{ group: Float64Array; place: number; label: string; window: number }>,
): Curved {
  const holds = (_: number, i: number): boolean => group[i] === place;
  const whole = models.kaplanMeier({ duration: duration.filter(holds), observed: observed.filter(holds) });
  const mean = models.restrictedMean(whole, window);
  const { time, survival, low, high } = whole;
  return {
    label,
    customers: group.reduce((count, own) => count + Number(own === place), 0),
    left: whole.events.reduce((sum, v) => sum + v, 0),
    median: models.durationQuantile(whole, 0.5).time,
    mean: mean.status === "ok" ? mean.mean : null,
    curve: { time, survival, low, high },
    whole,
  };
}

/** Groups beside the largest one, and the two that are farthest apart. */
function compared(curved: readonly Curved[], window: number): Pick<Driver, "groups" | "extremes"> {
  const pairs = Math.max(1, (curved.length * (curved.length - 1)) / 2);
  const level = 1 - (1 - LEVEL) / pairs;
  const gap = (one: Curved, other: Curved): Difference | null => {
    if (one === other) return null;
    const found = models.restrictedMeanDifference([one.whole, other.whole], window, level);
    return found.status === "ok" ? { difference: found.difference, low: found.low, high: found.high } : null;
  };
  const base = curved.reduce<Curved | null>((a, b) => (a !== null && a.customers >= b.customers ? a : b), null);
  const known = curved.filter(({ mean }) => mean !== null).toSorted((a, b) => (a.mean ?? 0) - (b.mean ?? 0));
  const [least, most] = [known[0], known.at(-1)];
  const apart = least && most ? gap(most, least) : null;
  return {
    groups: curved.map(({ whole: _whole, ...own }, i) => ({
      ...own,
      difference: base === null ? null : gap(curved[i] ?? base, base),
    })),
    extremes: least && most && apart ? { least: curved.indexOf(least), most: curved.indexOf(most), gap: apart } : null,
  };
}
