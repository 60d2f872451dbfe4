/** Decisions as short texts by name, so that they can be saved one day and compared the next. */
import { UserError } from "../errors.js";
import { decisions as words } from "../words/en/decisions.js";
import { planFacts, styleFacts } from "./as-read.js";
import { headerPlace } from "./bind.js";
import type { Decided } from "./decide.js";
import { statusOverrides, type Bound, type Plan } from "./plan.js";
import type { IntakeRequest } from "./request.js";
import { statusKey } from "./status-words.js";
import type { Typed } from "./typing.js";

/**
 * By name: `layout`, `column.ROLE` the header, `dates` forms or order, `decimal` mark, `currency`, `records` grain,
 * `duplicates`, `joined` by e-mail yes or no, `status.WORD` its class. What a file does not decide is left out.
 */
export type Settled = Readonly<Record<string, string>>;

const COLUMN = "column.";
const STATUS = "status.";
const NONE = "none";

/** Layout and columns: known before any cell is read. */
export function settledColumns(bound: Bound, request: IntakeRequest): Settled {
  const { layout, columns } = planFacts([bound], request);
  return { layout, ...Object.fromEntries(Object.entries(columns).map(([role, header]) => [COLUMN + role, header])) };
}

/** How cells are read, where cells say so. */
export function settledStyles(typed: Typed, request: IntakeRequest): Settled {
  const { dateFormat } = styleFacts([typed], request);
  const { decimal, decisive, notes } = typed.styles.numbers;
  const isDecided = decisive !== null || notes.length > 0 || request.decimal !== undefined;
  return { ...(dateFormat === null ? {} : { dates: dateFormat }), ...(isDecided ? { decimal } : {}) };
}

/** What whole columns decide. */
export const settledWhole = ({ fates, currency }: Decided, isJoined: boolean): Settled => ({
  ...(fates.amounts ? { currency: currency ?? NONE } : {}),
  records: fates.grain,
  duplicates: fates.duplicates,
  joined: isJoined ? "yes" : "no",
});

/** What statuses mean, as written. */
export const settledStatuses = (plan: Plan, statuses: readonly string[], request: IntakeRequest): Settled =>
  Object.fromEntries(statuses.map((status) => [STATUS + status, meaningOf(plan, status, request)]));

function meaningOf({ status }: Plan, word: string, request: IntakeRequest): string {
  const key = statusKey(word);
  return statusOverrides(request.status)[key] ?? status?.words[key] ?? "unknown";
}

type Compared = Readonly<{ expect: Settled; found: Settled; place: string }>;

/** @throws decision_changed for the first decision that is not as expected; what is not expected is free */
export function refuseOtherwise({ expect, found, place }: Compared): void {
  for (const [name, value] of Object.entries(found)) {
    const expected = expect[name];
    if (expected !== undefined && expected !== value) throw changed({ name, expected, found: value, place });
  }
}

/** Columns are expected all together: a role that is new, or gone, is a change, too. @throws decision_changed */
export function refuseOtherColumns({ expect, found, place }: Compared): void {
  refuseOtherwise({ expect, found, place });
  const roles = (settled: Settled): readonly string[] => Object.keys(settled).filter((name) => name.startsWith(COLUMN));
  if (roles(expect).length === 0) return;
  const fresh = roles(found).find((name) => expect[name] === undefined);
  if (fresh !== undefined) throw changed({ name: fresh, expected: NONE, found: found[fresh] ?? NONE, place });
  const gone = roles(expect).find((name) => found[name] === undefined && expect[name] !== NONE);
  if (gone !== undefined) throw changed({ name: gone, expected: expect[gone] ?? NONE, found: NONE, place });
}

export type Known = Readonly<{
  typed: readonly Typed[];
  decided: Decided;
  request: IntakeRequest;
  isJoined: boolean; // customers of one address are one customer
}>;

/** What the cells of a file, and of all files together, decided against what was expected. @throws decision_changed */
export function refuseOtherDecisions({ typed, decided, request, isJoined }: Known): void {
  const { expect } = request;
  if (expect === undefined) return;
  const statuses = Object.keys(expect).flatMap((name) => (name.startsWith(STATUS) ? [name.slice(STATUS.length)] : []));
  for (const each of typed) {
    const found = {
      ...settledStyles(each, request),
      ...settledWhole(decided, isJoined),
      ...settledStatuses(each.plan, statuses, request),
    };
    refuseOtherwise({ expect, found, place: headerPlace(each.staged) });
  }
}

type Change = Readonly<{ name: string; expected: string; found: string; place: string }>;

const changed = ({ place, ...change }: Change): UserError =>
  new UserError("decision_changed", words.changed(change), { place });
