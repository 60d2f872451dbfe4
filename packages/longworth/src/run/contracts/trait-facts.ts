/** What traits known at the start say of staying, as run.json tells it. */
import { retentionProjection } from "@longworth/models";
import { periodsPerYear } from "../../forecast/contracts/cells.js";
import { pooledLevel } from "../../forecast/contracts/patterns.js";
import type { RetentionFacts, TraitFacts } from "../../workspace/manifest.js";
import { termName } from "./curves.js";
import type { Group, Learned, LearnedTerm } from "./learn.js";

const LEVEL = 0.9;

/** Share of new contracts that stay a year, with what the parameters leave open. */
export function survivalAfterYear({ term, retention }: Group): RetentionFacts["survival"] {
  const renewals = Math.max(1, Math.round(periodsPerYear(term)));
  if (retention.kind === "unknown") return null;
  const cohort = { customers: 1, made: 0, horizon: renewals, level: LEVEL };
  const { expected, expectation } = retentionProjection.projectSurvivors(retention.drawn, cohort);
  const interval = expectation.at(-1);
  return interval === undefined
    ? null
    : { renewals, expected: expected.at(-1) ?? NaN, low: interval.low, high: interval.high };
}

/** Names of the traits that serve a period; none where it is served without. */
export const usedTraits = ({ covariates }: LearnedTerm, { traits }: Learned): readonly string[] =>
  covariates?.isServed === true ? covariates.patterns.traits.map(({ trait }) => traits[trait]?.name ?? "") : [];

/** One entry per renewal period in which traits were tried. */
export const traitFacts = (learned: Learned): TraitFacts[] =>
  learned.terms.flatMap((one) => {
    const { covariates } = one;
    if (covariates === null) return [];
    const { gain, error, isServed } = covariates;
    const traits = covariates.traits.map(({ trait, p, isUsed }) => ({
      name: learned.traits[trait]?.name ?? "",
      p,
      used: isUsed,
      levels: isServed && isUsed ? levelsOf(one, learned, trait) : [],
    }));
    return [{ term: termName(one.term), served: isServed, gain, error, traits }];
  });

/** Of each level of a trait: its contracts, and how many stay where all other traits are as most contracts have them. */
function levelsOf(one: LearnedTerm, { traits: names }: Learned, trait: number): TraitFacts["traits"][number]["levels"] {
  const { patterns } = one.covariates ?? { patterns: { traits: [], levels: [] } };
  const place = patterns.traits.findIndex((own) => own.trait === trait);
  const own = patterns.traits[place];
  if (own === undefined) return [];
  return [own.base, ...own.levels].map((level) => {
    const pattern = patterns.levels.findIndex((all) =>
      all.every((value, k) => value === (k === place ? level : patterns.traits[k]?.base)),
    );
    const group = one.groups.find((found) => found.pattern === pattern);
    const { traits, contracts } = one.cells;
    return {
      level: level < 0 ? null : (names[trait]?.levels[level] ?? null),
      contracts: contracts.reduce((sum, n, i) => sum + (pooledLevel(own, traits[trait]?.[i] ?? -1) === level ? n : 0), 0), // prettier-ignore
      survival: group === undefined ? null : survivalAfterYear(group),
    };
  });
}
