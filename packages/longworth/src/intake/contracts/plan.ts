/** Which column of a file plays which part of a contract: by a known export's headers, by `--map`, or by the matcher. */
import { UserError } from "../../errors.js";
import { contracts as words } from "../../words/en/contracts.js";
import { norm } from "../header-words.js";
import { columnNamed, type Choice, type ColumnProfile } from "../matcher.js";
import type { StagedColumn } from "../staged.js";
import { headerKey } from "../synonyms.js";
import { periodOf, type Period } from "./cell-words.js";
import { CONTRACT_ROLES, contractNameScore, type ContractRole } from "./header-words.js";
import type { ContractLayout } from "./layouts.js";
import { contractLayout } from "./recognise.js";

export type ContractPlan = Readonly<{
  layout: string;
  columns: Readonly<Partial<Record<ContractRole, StagedColumn>>>;
  trialEnd: StagedColumn | undefined;
  fixedPeriod: Period | null; // of every contract, where `--map period=month` says so
  first: StagedColumn; // where footers say "Total"
  choices: Readonly<Record<string, Choice>>;
}>;

/** Roles of contracts as `--map` writes them. */
const FLAGS: Readonly<Record<string, string>> = { seats: "quantity" };
export const contractFlag = (role: string): string => FLAGS[role] ?? role;

type Asked = Readonly<{
  map: Readonly<Record<string, string | undefined>>;
  periods: Periods;
  place: string;
}>;

/** Share of a column's words that are periods, by id; of columns whose name can be one. */
export type Periods = ReadonlyMap<string, number>;

/** @throws column_missing, column_ambiguous in words that name the candidates */
export function planContracts(seen: readonly ColumnProfile[], { map, periods, place }: Asked): ContractPlan {
  const columns = seen.map(({ column }) => column);
  const layout = contractLayout(columns.map(({ name }) => name));
  const [first] = columns;
  if (!first) throw new Error("a file without columns");
  const fixedPeriod = fixed(columns, map.period);
  const choices = layout ? ofLayout(layout, columns) : matched(seen, { map, periods, place });
  for (const role of CONTRACT_ROLES) {
    const header = map[contractFlag(role)];
    if (header === undefined || (role === "period" && fixedPeriod !== null)) continue;
    if (header === "none") delete choices[role];
    else choices[role] = { column: columnNamed(header, columns, contractFlag(role)), score: 1, reason: "map" };
  }
  refuseMissing(choices, { seen, place, fixedPeriod });
  return {
    layout: layout?.id ?? "contracts",
    columns: Object.fromEntries(Object.entries(choices).map(([role, choice]) => [role, choice.column])),
    trialEnd: columns.find(
      ({ name }) => layout?.trialEnd?.includes(norm(name)) ?? /^trial (end|ends)/u.test(headerKey(name)),
    ),
    fixedPeriod,
    first,
    choices,
  };
}

/** `--map period=month` where no column is called so. */
function fixed(columns: readonly StagedColumn[], given: string | undefined): Period | null {
  if (given === undefined || columns.some(({ name }) => norm(name) === norm(given))) return null;
  return periodOf(given, null);
}

type Choices = Partial<Record<ContractRole, Choice>>;

function ofLayout(layout: ContractLayout, columns: readonly StagedColumn[]): Choices {
  const found: Choices = {};
  for (const role of CONTRACT_ROLES) {
    const header = layout.columns[role]?.find((name) => columns.some((column) => norm(column.name) === name));
    const column = header === undefined ? undefined : columns.find(({ name }) => norm(name) === header);
    if (column) found[role] = { column, score: 1, reason: "layout" };
  }
  return found;
}

type Candidate = Readonly<{ profile: ColumnProfile; name: number; score: number }>;

const ACCEPT = 0.6;
const LEAD = 0.15;
const SURE = 0.95;
const PERSONS = /\b(name|names|firma|company|vorname|nachname|nom|nombre|nome|naam|nazwa)\b|名称|姓名|名前/u;

function matched(seen: readonly ColumnProfile[], { map, periods, place }: Asked): Choices {
  const found: Choices = {};
  const taken = new Set(
    CONTRACT_ROLES.flatMap((role) => {
      const header = map[contractFlag(role)];
      const column = seen.find(({ column: { name } }) => header !== undefined && norm(name) === norm(header));
      return column ? [column.column.id] : [];
    }),
  );
  for (const role of CONTRACT_ROLES) {
    const all = seen
      .filter(({ column }) => !taken.has(column.id) && (role !== "customer" || !PERSONS.test(headerKey(column.name))))
      .map((profile) => candidate(role, profile, periods))
      .filter(({ name, score }) => score >= ACCEPT || (name >= SURE && NEEDS_NO_CELLS.has(role)))
      .toSorted((a, b) => b.score - a.score || b.name - a.name);
    const [best, next] = all;
    if (!best) continue;
    if (next && isTied(role, best, next)) throw tie(role, [best, next], place);
    found[role] = told(best, next);
    if (role !== "email") taken.add(best.profile.column.id);
  }
  if (!found.customer && found.email) found.customer = { ...found.email, reason: "email" };
  return found;
}

/** What a column is called decides, whatever its cells: then the cells are refused, not the column; or it is still blank. */
const NEEDS_NO_CELLS: ReadonlySet<ContractRole> = new Set([
  "customer",
  "start",
  "end",
  "cancelled",
  "price",
  "reason",
  "status",
]);

/** Roles that change customers, days or money: a guess between two columns is refused. */
const DECISIVE: ReadonlySet<ContractRole> = new Set(["customer", "start", "end", "price"]);

const isTied = (role: ContractRole, best: Candidate, next: Candidate): boolean =>
  DECISIVE.has(role) &&
  best.score - next.score < LEAD &&
  best.name === next.name &&
  rank(role, best) === rank(role, next);

/** Words that decide between equally good headers, best first. */
const PREFERENCE: Readonly<Partial<Record<ContractRole, readonly RegExp[]>>> = {
  customer: [/\bid\b|编号|番号/u, /nummer|number|\bno\b|\bnr\b|code|key/u],
  start: [/activ|paid|first payment/u, /start|begin|beginn|ab\b/u, /subscri|contract|vertrag/u, /created|signup|sign up|joined|since/u],
  end: [/^end|ended|ende$|enddat/u, /churn|terminat/u, /contract|subscri|vertrag/u, /expir|valid|until|close/u],
  price: [/mrr|recurring/u, /month|monat/u, /price|preis/u, /amount|betrag/u, /arr|annual|value/u],
}; // prettier-ignore

function rank(role: ContractRole, { profile }: Candidate): number {
  const found = (PREFERENCE[role] ?? []).findIndex((words) => words.test(headerKey(profile.column.name)));
  return found < 0 ? Infinity : found;
}

function told(best: Candidate, next: Candidate | undefined): Choice {
  const choice = { column: best.profile.column, score: best.score, reason: "name" };
  return next ? { ...choice, runnerUp: { header: next.profile.column.name, score: next.score } } : choice;
}

function tie(role: ContractRole, [a, b]: readonly Candidate[], place: string): UserError {
  const facts = { value: contractFlag(role), a: a?.profile.column.name ?? "", b: b?.profile.column.name ?? "" };
  return new UserError("column_ambiguous", facts, { place });
}

/** Name times content; among equals the better word is a hair ahead. */
export function candidate(role: ContractRole, profile: ColumnProfile, periods: Periods): Candidate {
  const name = contractNameScore(role, profile.column.name);
  const preferred = rank(role, { profile, name, score: 0 });
  const hair = Number.isFinite(preferred) ? 1e-3 * (9 - preferred) : 0;
  const kind = role === "period" ? (periods.get(profile.column.id) ?? 0) : kindOf(role, profile);
  return { profile, name, score: name === 0 ? 0 : name * kind + hair };
}

/** Share of the cells that are of the role's kind. */
export function kindOf(role: ContractRole, { filled, numeric, dates, currencies, emails }: ColumnProfile): number {
  switch (role) {
    case "start":
    case "end":
    case "cancelled":
      return dates;
    case "price":
    case "seats":
    case "tenure":
      return numeric;
    case "email":
      return emails;
    case "currency":
      return currencies;
    case "customer":
    case "contract":
      return filled;
    case "period":
    case "plan":
    case "reason":
    case "churned":
    case "status":
    case "account":
    case "channel":
      return filled > 0 ? 1 : 0;
  }
}

type Missing = Readonly<{ seen: readonly ColumnProfile[]; place: string; fixedPeriod: Period | null }>;

/** @throws column_missing for a customer, a start (or a tenure with who has left), or a period that nothing says */
function refuseMissing(choices: Choices, { seen, place, fixedPeriod }: Missing): void {
  const near = (role: ContractRole): readonly string[] =>
    seen
      .map((profile) => ({ name: profile.column.name, score: contractNameScore(role, profile.column.name) }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, 3)
      .map(({ name }) => name);
  const refuse = (role: "customer" | "start" | "period"): UserError =>
    new UserError("column_missing", words.columnMissing({ role, near: near(role) }), { place });
  if (!choices.customer) throw refuse("customer");
  if (!choices.start && !(choices.tenure && choices.churned)) throw refuse("start");
  if (!choices.period && fixedPeriod === null) throw refuse("period");
}
