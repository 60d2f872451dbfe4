/** What is known of customers when it is asked what goes with leaving: how long they stayed, and their traits. */

/** One entry per customer. */
export type Lives = Readonly<{
  duration: Float64Array; // 0 or more, in the unit of the table
  observed: Float64Array; // 1: left then; 0: still there
}>;

/** A column of customers. Labels are ordered by their number of customers, the commonest first. */
export type Trait = GroupTrait | NumberTrait;
export type GroupTrait = Readonly<{
  name: string;
  kind: "group";
  labels: readonly string[];
  code: Float64Array; // place among the labels; NaN: the cell is empty
}>;
export type NumberTrait = Readonly<{ name: string; kind: "number"; value: Float64Array }>; // NaN: the cell is empty

/** Fewer customers than these make no group of their own. */
export const LEAST_GROUP = 20;
const MOST_GROUPS = 8;

/** Everybody in a group with a name; NaN where the cell is empty and few are. */
export type Grouping = Readonly<{ labels: readonly string[]; group: Float64Array }>;

/** How groups that a trait does not name are called. */
export type GroupNames = Readonly<{
  empty: string;
  others: string;
  upTo: (value: number) => string;
  between: (low: number, high: number) => string;
  over: (value: number) => string;
}>;

/** The groups of a trait: its commonest labels, the rest together, empty cells apart; thirds of a number. */
export function groupsOf(trait: Trait, names: GroupNames): Grouping {
  const raw = trait.kind === "group" ? labelled(trait, names) : thirds(trait, names);
  const counts = raw.labels.map(() => 0);
  for (const place of raw.group) if (!Number.isNaN(place)) counts[place] = (counts[place] ?? 0) + 1;
  const kept = raw.labels.flatMap((_, i) => ((counts[i] ?? 0) >= LEAST_GROUP ? [i] : []));
  return {
    labels: kept.map((i) => raw.labels[i] ?? ""),
    group: raw.group.map((place) => {
      const found = kept.indexOf(place);
      return found < 0 ? NaN : found;
    }),
  };
}

/** Labels with customers enough, at most eight; then the others, then the empty cells. */
function labelled({ labels, code }: GroupTrait, names: GroupNames): Grouping {
  const counts = labels.map(() => 0);
  for (const place of code) if (!Number.isNaN(place)) counts[place] = (counts[place] ?? 0) + 1;
  const large = labels.flatMap((_, i) => ((counts[i] ?? 0) >= LEAST_GROUP ? [i] : [])).slice(0, MOST_GROUPS);
  const [others, empty] = [large.length, large.length + 1];
  return {
    labels: [...large.map((i) => labels[i] ?? ""), names.others, names.empty],
    group: code.map((place) => {
      if (Number.isNaN(place)) return empty;
      const found = large.indexOf(place);
      return found < 0 ? others : found;
    }),
  };
}

/** About a third of the customers each, cut between different values. */
function thirds({ value }: NumberTrait, names: GroupNames): Grouping {
  const sorted = value.filter((v) => !Number.isNaN(v)).sort();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  const most = sorted.at(-1) ?? NaN;
  const cuts = [...new Set([at(1 / 3), at(2 / 3)])].filter((cut) => cut < most);
  const labels = [...cuts, most].map((high, i, all) => {
    const low = all[i - 1];
    if (low === undefined) return names.upTo(high);
    return i === all.length - 1 ? names.over(low) : names.between(low, high);
  });
  const place = (v: number): number => cuts.reduce((count, cut) => count + (v > cut ? 1 : 0), 0);
  return {
    labels: [...labels, names.empty],
    group: value.map((v) => (Number.isNaN(v) ? labels.length : place(v))),
  };
}
