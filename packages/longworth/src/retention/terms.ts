/** Traits as columns of a regression: each group against the largest, numbers in steps that people think in. */
import { groupsOf, LEAST_GROUP, type GroupNames, type Grouping, type Trait } from "./lives.js";

/** One column. `step`: the effect is of so much more of a number. */
export type Term = Readonly<{
  trait: number; // place of its trait
  label: string | null; // of the group; null for a number
  against: string | null; // the group it is compared with
  step: number | null;
  column: Float64Array; // of a number: over the step
  customers: number; // in the group, or with a number
}>;

const STEPS = [1, 2, 5, 10] as const;

/** Columns of all traits. A number that is missing for enough customers has a column of its own for that. */
export function termsOf(traits: readonly Trait[], names: GroupNames): readonly Term[] {
  return traits.flatMap((trait, place) =>
    trait.kind === "group" ? groupTerms(groupsOf(trait, names), place) : numberTerms(trait.value, place, names),
  );
}

function groupTerms({ labels, group }: Grouping, trait: number): readonly Term[] {
  const sizes = labels.map((_, i) => group.reduce((count, own) => count + Number(own === i), 0));
  const base = sizes.indexOf(Math.max(...sizes));
  return labels.flatMap((label, i) => {
    if (i === base) return [];
    const column = group.map((own) => Number(own === i));
    return [{ trait, label, against: labels[base] ?? "", step: null, column, customers: sizes[i] ?? 0 }];
  });
}

function numberTerms(value: Float64Array, trait: number, names: GroupNames): readonly Term[] {
  const known = value.filter((v) => !Number.isNaN(v));
  const mean = known.reduce((sum, v) => sum + v, 0) / known.length;
  const spread = Math.sqrt(known.reduce((sum, v) => sum + (v - mean) ** 2, 0) / known.length);
  if (!(spread > 0)) return [];
  const step = roundStep(spread);
  const column = value.map((v) => (Number.isNaN(v) ? 0 : (v - mean) / step));
  const own: Term = { trait, label: null, against: null, step, column, customers: known.length };
  const missing = value.length - known.length;
  if (missing < LEAST_GROUP) return [own];
  const empty = value.map((v) => Number(Number.isNaN(v)));
  return [own, { trait, label: names.empty, against: null, step: null, column: empty, customers: missing }];
}

/** The largest of 1, 2, 5, 10, 20, … that is not above the spread. */
function roundStep(spread: number): number {
  const power = 10 ** Math.floor(Math.log10(spread));
  const step = STEPS.filter((one) => one * power <= spread).at(-1) ?? 1;
  return Number((step * power).toPrecision(1));
}
