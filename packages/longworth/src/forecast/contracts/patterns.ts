/** What is known of contracts at their start as columns of a model: levels of traits, pooled where they are small. */
import type { groupedRetention } from "@longworth/models";
import { decisionsBy, type ContractCells, type Term } from "./cells.js";

const LEAST_CONTRACTS = 100; // of a level with an effect of its own
const OTHERS = -1; // levels that are pooled, and contracts that have none

/** A trait as a model has it: the level that others are compared with, and those that have an effect. */
export type PatternTrait = Readonly<{ trait: number; base: number; levels: readonly number[] }>;

/** Contracts with the same levels of every trait are a pattern; `of` is that of each cell. */
export type Patterns = Readonly<{
  traits: readonly PatternTrait[];
  of: Int32Array;
  levels: readonly (readonly number[])[]; // per pattern and trait
  columns: readonly (readonly number[])[]; // per pattern: 1 for the levels it has
}>;

/** The trait in this base; null where all contracts but a few are of one level. */
export function patternTrait({ traits, contracts }: ContractCells, trait: number): PatternTrait | null {
  const sizes = new Map<number, number>();
  traits[trait]?.forEach((level, i) => sizes.set(level, (sizes.get(level) ?? 0) + (contracts[i] ?? 0)));
  let others = sizes.get(OTHERS) ?? 0;
  const large = [...sizes].filter(([level, size]) => {
    if (level === OTHERS) return false;
    if (size < LEAST_CONTRACTS) others += size;
    return size >= LEAST_CONTRACTS;
  });
  if (others >= LEAST_CONTRACTS) large.push([OTHERS, others]);
  const [base, ...rest] = large.toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).map(([level]) => level);
  return base === undefined || rest.length === 0 ? null : { trait, base, levels: rest };
}

/** A level as the model has it: itself, the pooled ones, or the one that others are compared with. */
export function pooledLevel({ base, levels }: PatternTrait, level: number): number {
  if (level === base || levels.includes(level)) return level;
  return levels.includes(OTHERS) ? OTHERS : base;
}

export function patternsOf({ traits: all, cohort }: ContractCells, traits: readonly PatternTrait[]): Patterns {
  const places = new Map<string, number>();
  const found: (readonly number[])[] = [];
  const of = cohort.map((_, i) => {
    const own = traits.map((one) => pooledLevel(one, all[one.trait]?.[i] ?? OTHERS));
    const key = own.join(" ");
    const known = places.get(key) ?? places.size;
    if (known === places.size) {
      places.set(key, known);
      found.push(own);
    }
    return known;
  });
  const columns = found.map((own) =>
    traits.flatMap(({ levels }, k) => levels.map((level) => Number(own[k] === level))),
  );
  return { traits, of, levels: found, columns };
}

/** Decisions up to a time by pattern, with the columns of each. */
export const groupsUntil = (
  cells: ContractCells,
  term: Term,
  until: number,
  { of, columns }: Patterns,
): readonly groupedRetention.Group[] =>
  decisionsBy(cells, term, until, { groups: columns.length, group: (i) => of[i] ?? -1 }).map((renewals, pattern) => ({
    renewals,
    columns: columns[pattern] ?? [],
  }));
