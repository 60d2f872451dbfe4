/** Sentences about what goes with leaving. */
import { formatter } from "../format.js";
import { wrapped } from "./layout.js";

const { integer, decimal, percent, plural } = formatter("en");

type Said = Readonly<{ message: string; hint: string }>;
type Ratio = Readonly<{ ratio: number; low: number; high: number }>;
type Difference = Readonly<{ difference: number; low: number; high: number }>;
type Group = Readonly<{ label: string; customers: number; left: number; mean: number | null }>;
type Term = Readonly<{
  label: string | null;
  against: string | null;
  step: number | null;
  customers: number;
  alone: Ratio | null;
  together: Ratio | null;
  odds: Ratio | null;
}>;
type Driver = Readonly<{
  name: string;
  kind: "group" | "number";
  groups: readonly Group[];
  extremes: Readonly<{ least: number; most: number; gap: Difference }> | null;
  terms: readonly Term[];
  p: number;
  adjusted: number;
  speaks: boolean;
  together: number | null;
  changes: number | null;
}>;
type Refusal = Readonly<{
  column: string;
  reason: "name" | "tells" | "only-left" | "grows" | "own-values" | "constant" | "empty";
  share: number;
}>;
type Chance = Readonly<{
  customers: number;
  left: number;
  auc: number;
  brier: number;
  brierConstant: number;
  slope: number;
}>;
/** Where durations come from, and what leaving is. */
type About = Readonly<{
  customers: number;
  left: number;
  leftOut: number;
  window: number;
  unit: string;
  silence: number | null;
}>;
type Result = About &
  Readonly<{
    drivers: readonly Driver[];
    refused: readonly Refusal[];
    chance: Chance | null;
    path: string;
    report: string;
  }>;

const HELD = 0.05;
const ONE: Ratio = { ratio: 1, low: 0.5, high: 2 };
const TOLD = 6;
const listed = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(", ");
const people = (count: number): string => `${integer(count)} ${plural(count, { one: "customer", other: "customers" })}`;
const daysLong = (count: number): string => `${integer(count)} ${plural(count, { one: "day", other: "days" })}`;
/** A number as it would be written: few digits, no zeros at the end. */
const figure = (value: number): string => {
  const size = Math.abs(value);
  return size >= 100 ? integer(value) : decimal(value, size >= 10 ? 1 : 2).replace(/\.?0+$/, "");
};
const time = (value: number): string => decimal(value, Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 1);
const ratio = (value: number): string => decimal(value, value >= 10 ? 1 : 2);
const between = ({ low, high }: Ratio): string => `${ratio(low)} to ${ratio(high)}`;
const share = ({ customers, left }: Group): string => `${integer(left)} of ${integer(customers)} left`;

/** "in the first 65 months": what means are compared within. */
const within = ({ window, unit }: Pick<About, "window" | "unit">): string => `of the first ${time(window)} ${unit}`;

/** How a group stays beside another, with n and interval. */
function extremes(driver: Driver, about: About): string | null {
  const { groups } = driver;
  const [least, most] = [groups[driver.extremes?.least ?? -1], groups[driver.extremes?.most ?? -1]];
  if (driver.extremes === null || !least || !most || least.mean === null || most.mean === null) return null;
  const { gap } = driver.extremes;
  return `${driver.name}: with ${least.label} customers stay ${time(least.mean)} ${within(about)}, with ${most.label} ${time(most.mean)}: ${time(gap.difference)} fewer (95 %: ${time(gap.low)} to ${time(gap.high)}; ${share(least)}, ${share(most)}).`;
}

/** How surely a ratio is not 1: its logarithm over the width of its interval. */
const sureness = ({ ratio: value, low, high }: Ratio): number => Math.abs(Math.log(value)) / Math.log(high / low);

/** Said of the side that leaves sooner. */
function faster({ label, against, step, together }: Term): string {
  const found = together ?? { ratio: 1, low: 1, high: 1 };
  const isSlower = found.ratio < 1;
  const told = isSlower ? { ratio: 1 / found.ratio, low: 1 / found.high, high: 1 / found.low } : found;
  const pace = `${ratio(told.ratio)} times as fast (${between(told)})`;
  if (step !== null) return `each ${figure(step)} ${isSlower ? "less" : "more"} goes with leaving ${pace}`;
  const [sooner, later] = isSlower ? [against, label] : [label, against];
  return later === null
    ? `${sooner ?? ""} goes with leaving ${pace}`
    : `with ${sooner ?? ""} customers leave ${pace} as with ${later}`;
}

/** What is left when the other traits are held still. */
function heldStill({ terms, together }: Driver): string {
  const known = terms.filter((term) => term.together !== null);
  const surest = known.toSorted((a, b) => sureness(b.together ?? ONE) - sureness(a.together ?? ONE))[0];
  if (together === null || surest === undefined)
    return "It follows from the other columns, so it has no part of its own.";
  if (together > HELD) return "With the other columns held still nothing of it is left that chance would not give.";
  return `With the other columns held still ${faster(surest)}.`;
}

function numberSentence(driver: Driver, about: About): string {
  const term = driver.terms.find(({ step }) => step !== null);
  if (!term?.alone || term.step === null) return `${driver.name}.`;
  const told = extremes(driver, about);
  const pace = `each ${figure(term.step)} more goes with leaving ${ratio(term.alone.ratio)} times as fast (95 %: ${between(term.alone)}; n = ${integer(term.customers)})`;
  return told === null ? `${driver.name}: ${pace}.` : `${told} Alone ${pace}.`;
}

const CHANGES = 0.001;

/** One driver in two or three sentences. */
function sentence(driver: Driver, about: About): string {
  const own = driver.kind === "number" ? numberSentence(driver, about) : (extremes(driver, about) ?? `${driver.name}.`);
  const changes =
    driver.changes !== null && driver.changes < CHANGES ? " How much it matters changes with the time stayed." : "";
  return `${own} ${heldStill(driver)}${changes}`;
}

const refusals: Readonly<Record<Refusal["reason"], (share: number) => string>> = {
  name: () => "its name says that it was filled in when, or after, customers left",
  tells: (auc) => `it alone tells in ${percent(auc)} of pairs who left: it was filled in by the outcome`,
  "only-left": (part) =>
    `${percent(part)} of the customers with one of its values left: it was filled in by the outcome`,
  grows: (rho) =>
    `it grows with the time a customer stayed (rank correlation ${decimal(rho, 2)}): it was known only afterwards`,
  "own-values": () => "nearly every customer has a value of its own",
  constant: () => "it is the same for all",
  empty: () => "it is empty",
};

/** Refusals that --keep takes back: there is something to look at. */
const FILLED_IN: ReadonlySet<Refusal["reason"]> = new Set(["name", "tells", "only-left", "grows"]);

export const drivers = {
  refusals,
  sentence,
  figure,
  time,
  ratio,

  periods: "periods",
  days: "days",
  names: {
    empty: "nothing written",
    others: "all others",
    upTo: (value: number) => `up to ${figure(value)}`,
    between: (low: number, high: number) => `over ${figure(low)} to ${figure(high)}`,
    over: (value: number) => `over ${figure(value)}`,
  },

  noColumn: ({ option, name, found }: { option: string; name: string; found: readonly string[] }): Said => ({
    message: `${option}: there is no column "${name}"; there are ${listed(found)}`,
    hint: `Write a header as it stands in the file`,
  }),
  noEvent: ({ column, value, found }: { column: string; value: string; found: readonly string[] }): Said => ({
    message: `--event: nobody has "${value}" in ${column}; it holds ${listed(found)}`,
    hint: `--event "${column}=${found[0] ?? "Yes"}" names the value of those who left`,
  }),
  eventPair: ({ text }: { text: string }): Said => ({
    message: `--event ${text}: a column and the value of those who left, with = between`,
    hint: '--event "Churn=Yes"',
  }),
  bothNeeded: (): Said => ({
    message: "--duration and --event belong together: how long customers stayed, and who of them left",
    hint: '--duration tenure --event "Churn=Yes"',
  }),
  tableNeeded: (): Said => ({
    message: "--duration and --event name columns of a table, and no file was named",
    hint: 'longworth drivers customers.csv --duration tenure --event "Churn=Yes"',
  }),
  attributesNeeded: (): Said => ({
    message: "A run keeps no columns beside those of its customers",
    hint: "--attributes FILE has them, one record per customer; or longworth drivers orders.csv, for the columns of first orders",
  }),
  contractsRun: ({ run }: { run: string }): Said => ({
    message: `Run ${run} is of contracts: its customers do not leave in silence`,
    hint: 'A table of how long each contract ran: longworth drivers FILE --duration tenure --event "Churn=Yes"',
  }),
  oneTable: ({ files }: { files: number }): Said => ({
    message: `--duration and --event name columns of one table, and ${integer(files)} files were named`,
    hint: "Put them into one file",
  }),
  noDuration: ({ column }: { column: string }): Said => ({
    message: `--duration: no cell of "${column}" says how long a customer stayed: a number of 0 or more`,
    hint: "Name the column that does; dates are none",
  }),
  notLookedAt: ({ name, found }: { name: string; found: readonly string[] }): Said => ({
    message: `--keep: no column "${name}" is looked at; there are ${listed(found)}`,
    hint: "Write a header as it stands in the file",
  }),
  nobodyWatched: ({ leftOut, days }: { leftOut: number; days: number }): Said => ({
    message: `The last ${integer(days)} ${plural(days, { one: "day tells", other: "days tell" })} of nobody, and ${people(leftOut)} first bought in them`,
    hint: "A longer history, or a shorter --silence",
  }),
  nobodyLeft: ({ customers }: { customers: number }): Said => ({
    message: `None of ${people(customers)} left: nothing goes with leaving yet`,
    hint: "Look again when some have left",
  }),
  noTraits: ({ refused }: { refused: readonly Refusal[] }): Said => ({
    message: `No column is left to look at${refused.length === 0 ? "" : `: ${refused.map(({ column, reason, share: part }) => `${column} (${refusals[reason](part)})`).join("; ")}`}`,
    hint: refused.some(({ reason }) => FILLED_IN.has(reason))
      ? "--by names others; --keep COLUMN uses one all the same"
      : "Columns that many customers share, as a plan or a country, can be looked at",
  }),

  lead: ({ customers, left, leftOut, unit, silence }: About): string =>
    `${people(customers)}, ${integer(left)} left (${percent(left / customers)}); durations in ${unit}.` +
    (silence === null
      ? leftOut === 0
        ? ""
        : ` ${integer(leftOut)} without a duration ${plural(leftOut, { one: "is", other: "are" })} left out.`
      : ` Whoever has not bought for ${daysLong(silence)} is said to have left on the day of the last purchase; the last ${silence === 1 ? "day tells" : `${integer(silence)} days tell`} of nobody.` +
        (leftOut === 0
          ? ""
          : ` ${people(leftOut)} first bought in these, and ${plural(leftOut, { one: "is", other: "are" })} not in here.`)),
  association:
    "This is association, not effect: what goes with leaving need not cause it, and changing it need not keep anybody. Only an experiment tells.",
  chance: ({ customers, auc, brier, brierConstant, slope }: Chance): string =>
    `Together these columns tell who has left with an AUC of ${decimal(auc, 3)} on ${people(customers)} held out (Brier ${decimal(brier, 3)}, ${decimal(brierConstant, 3)} if all had the same chance; calibration slope ${decimal(slope, 2)}).`,
  silent: ({ names }: { names: readonly string[] }): string =>
    `Nothing that chance would not give: ${names.join(", ")}.`,
  noneSpeak: "None of the columns goes with leaving more than chance would give.",

  page: "What goes with leaving",
  title: ({ speaking, all }: { speaking: number; all: number }): string =>
    speaking === 0
      ? "Nothing among these columns goes with leaving"
      : `${integer(speaking)} of ${integer(all)} columns ${plural(speaking, { one: "goes", other: "go" })} with leaving`,
  sections: {
    drivers: "What goes with leaving",
    driversLead: "The surest first. Of what stands here at most 5 % is chance.",
    forest: "How much faster",
    forestLead:
      "How many times as fast customers leave, against the group named or for so much more; 1, the line, is as fast. The bar is the 95 % interval.",
    together: "with all other columns held still",
    alone: "the column alone",
    stillThere: "Still there",
    curveLead: "Share of customers still there by the time they stayed, with 95 % bands (Kaplan and Meier).",
    groups: "Every group",
    groupsLead: "Intervals hold for all pairs of groups of a column at once. A number is cut into thirds.",
    notes: "How far to trust it",
    notesLead: "What was fitted, what was left out and why.",
  },
  forestHead: ["Column", "Value", "Customers", "Times as fast", "Others held still", "Alone"],
  against: (group: string): string => `against ${group}`,
  groupsHead: ({ window, unit }: { window: number; unit: string }): readonly string[] => [
    "Column",
    "Value",
    "Customers",
    "Left",
    `Stays, ${within({ window, unit })}`,
    "Against the largest group",
    "Half have left by",
  ],
  termOf: ({ label, against, step }: Term): string =>
    step !== null ? `per ${figure(step)} more` : against === null ? (label ?? "") : `${label ?? ""} against ${against}`,
  ratioOf: (one: Ratio): string => `${ratio(one.ratio)} (${between(one)})`,
  differenceOf: ({ difference, low, high }: Difference): string =>
    `${time(difference)} (${time(low)} to ${time(high)})`,
  timeAxis: (unit: string): string => `Time stayed, ${unit}`,
  curveTitle: ({ name }: { name: string }): string => `Who stays how long, by ${name}`,
  curveLabel: ({ name, groups }: { name: string; groups: readonly string[] }): string =>
    `Share of customers still there by time stayed, for ${name}: ${groups.join(", ")}`,
  notUsed: ({ column, reason, share: part }: Refusal): string =>
    `Not used: ${column}, because ${refusals[reason](part)}.`,
  fits: ({
    cox,
    discrete,
  }: {
    cox: { concordance: number | null; changes: number | null; customers: number; status: string };
    discrete: { periods: number; customers: number; status: string };
  }): string =>
    [
      cox.concordance === null
        ? `Cox's model: ${cox.status}.`
        : `Cox's model (ties by Efron) of ${people(cox.customers)}: concordance ${decimal(cox.concordance, 3)}.`,
      cox.changes !== null && cox.changes < CHANGES
        ? "Its ratios change with the time stayed, so each is a mean over it; the time stayed by group needs no such thing."
        : "",
      `Odds of leaving in each of ${integer(discrete.periods)} periods from ${people(discrete.customers)}.`,
    ]
      .filter((part) => part !== "")
      .join(" "),

  /** What people read on stdout. */
  told: (result: Result): string => {
    const speaking = result.drivers.filter(({ speaks }) => speaks);
    const silent = result.drivers.filter(({ speaks }) => !speaks).map(({ name }) => name);
    return [
      drivers.lead(result),
      "",
      ...(speaking.length === 0 ? [drivers.noneSpeak] : []),
      ...speaking.slice(0, TOLD).map((driver, i) => wrapped(sentence(driver, result), `${i + 1}. `)),
      ...(speaking.length > TOLD ? [`   and ${integer(speaking.length - TOLD)} more in the report`] : []),
      ...(silent.length === 0 ? [] : ["", wrapped(drivers.silent({ names: silent }))]),
      ...(result.refused.length === 0 ? [] : [""]),
      ...result.refused.map((one) => wrapped(drivers.notUsed(one))),
      "",
      ...(result.chance === null ? [] : [wrapped(drivers.chance(result.chance))]),
      wrapped(drivers.association),
      "",
      `Report  ${result.report}`,
      `Table   ${result.path}`,
    ].join("\n");
  },
};
