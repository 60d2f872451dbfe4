/** For every column of a file: what it was taken for, why, and what else it or its role could have been. */
import type { Engine } from "../engines/engine.js";
import type { ColumnRead } from "./intake.js";
import { candidate, kindOf, type Choice, type ColumnProfile } from "./matcher.js";
import type { Bound, Plan } from "./plan.js";
import { profiles } from "./profile.js";
import type { Staged } from "./staged.js";
import { roleName, ROLES, type Role } from "./synonyms.js";

/** One per column, in the order of the file. Shares and counts are of a sample. */
export async function explainColumns({ staged, plan }: Bound, engine: Engine): Promise<readonly ColumnRead[]> {
  const seen = await profiles(engine, staged, "all");
  const uses = usesOf(plan);
  const choices = Object.entries(plan.choices).flatMap(([role, choice]) => (choice ? [{ role, ...choice }] : []));
  return staged.columns.map((column) => {
    const profile = seen.find((each) => each.column.id === column.id);
    const choice = choices.find((each) => each.column.id === column.id);
    const role = choice?.role ?? uses.get(column.id);
    return role === undefined ? unused(column.name, profile) : used(column.name, { role, choice, profile });
  });
}

/** Before any column has a role, or where none could be given: what each of them looks like. */
export async function profiledColumns(staged: Staged, engine: Engine): Promise<readonly ColumnRead[]> {
  const seen = await profiles(engine, staged, "all");
  return seen.map((profile) => unused(profile.column.name, profile));
}

type Used = Readonly<{ role: string; choice: Choice | undefined; profile: ColumnProfile | undefined }>;

function used(column: string, { role, choice, profile }: Used): ColumnRead {
  const known = ROLES.find((each) => each === role);
  const isSampled = profile !== undefined && profile.records > 0;
  return {
    column,
    role: roleName(role),
    reason: choice?.reason ?? "layout",
    score: choice?.score ?? null,
    filled: isSampled ? profile.filled : null,
    fits: isSampled && known && HAVE_KIND.has(known) && profile.filled > 0 ? kindOf(known, profile) : null,
    distinct: isSampled ? profile.distinct : null,
    runnerUp: choice?.runnerUp ? { column: choice.runnerUp.header, score: choice.runnerUp.score } : null,
    nearest: null,
  };
}

/** Roles whose cells have a form; an id or a word can be anything. */
const HAVE_KIND: ReadonlySet<Role> = new Set([
  "date", "firstOrder", "amount", "tax", "shipping", "discount", "refund", "cost", "quantity", "unitPrice", "currency", "email",
]); // prettier-ignore

function unused(column: string, profile: ColumnProfile | undefined): ColumnRead {
  const [best] = ROLES.map((role) => ({ role, score: profile ? candidate(role, profile).score : 0 })).toSorted(
    (a, b) => b.score - a.score,
  );
  return {
    column,
    role: null,
    reason: null,
    score: null,
    filled: profile?.filled ?? null,
    fits: null,
    distinct: profile?.distinct ?? null,
    runnerUp: null,
    nearest: best && best.score > 0 ? { role: roleName(best.role), score: best.score } : null,
  };
}

/** Names of a plan's parts that are roles under another name. */
const NAMES: Readonly<Record<string, Role>> = { key: "customer", total: "amount", price: "unitPrice", flags: "status" };
const NO_USE = new Set(["first", "choices"]); // where footers are looked for; what was chosen is told apart

/** Which part of the plan reads a column, by its id: the first that does. */
function usesOf(plan: Plan): ReadonlyMap<string, string> {
  const uses = new Map<string, string>();
  const visit = (value: unknown, name: string): void => {
    if (typeof value !== "object" || value === null) return;
    if ("id" in value && "type" in value && typeof value.id === "string") {
      if (!uses.has(value.id)) uses.set(value.id, NAMES[name] ?? name);
      return;
    }
    for (const [key, part] of Object.entries(value))
      visit(part, Array.isArray(value) || key === "column" || key === "columns" ? name : key);
  };
  for (const [key, part] of Object.entries(plan)) if (!NO_USE.has(key)) visit(part, key);
  return uses;
}
