/** Options of two parts: --map role=Header, --status VALUE=meaning, --margin kind:NAME. */
import {
  MAPPED_ROLES,
  STATUS_MEANINGS,
  type MappedRole,
  type Margin,
  type StatusMeaning,
} from "../../app/run-request.js";
import { en } from "../../words/en.js";
import { choice } from "./choice.js";
import { share } from "./quantity.js";
import { refuse } from "./refuse.js";

const bad = en.cli.bad;

/** "35%", "column:Margin" (a share per record) or "cost:Cost" (money per record). @throws bad_arguments */
export function margin(text: string, option: string): Margin {
  const [, kind, column] = /^\s*(column|cost)\s*:\s*(.+?)\s*$/i.exec(text) ?? [];
  if (kind !== undefined && column !== undefined)
    return { kind: kind.toLowerCase() === "cost" ? "cost" : "column", column };
  if (!/^\s*-?[\d.]/.test(text)) throw refuse(bad.margin({ option, text }));
  return { kind: "share", share: share(text, option) };
}

/** customer=Email, repeated; the header is taken as written. @throws bad_arguments */
export function columnMap(texts: readonly string[], option: string): Readonly<Partial<Record<MappedRole, string>>> {
  const pairs = texts.map((text) => {
    const [role, header] = split(text, text.indexOf("="));
    if (role === "" || header === "") throw refuse(bad.pair({ option, text, example: "customer=Email" }));
    return [choice(role.replaceAll("-", "_"), option, MAPPED_ROLES), header] as const;
  });
  refuseTwice(pairs, option);
  return Object.fromEntries(pairs);
}

/** "on hold"=count, repeated; a status may hold an equals sign itself, so the last one counts. @throws bad_arguments */
export function statusMap(texts: readonly string[], option: string): Readonly<Record<string, StatusMeaning>> {
  const pairs = texts.map((text) => {
    const [status, meaning] = split(text, text.lastIndexOf("="));
    if (status === "" || meaning === "") throw refuse(bad.pair({ option, text, example: '"on hold"=count' }));
    return [status, choice(meaning, option, STATUS_MEANINGS)] as const;
  });
  refuseTwice(pairs, option);
  return Object.fromEntries(pairs);
}

const EXPECTED = [
  "layout",
  "column",
  "dates",
  "decimal",
  "currency",
  "records",
  "duplicates",
  "joined",
  "status",
] as const;

/** dates=dmy, repeated: decisions of an earlier day. A status may hold an equals sign itself. @throws bad_arguments */
export function expectations(texts: readonly string[], option: string): Readonly<Record<string, string>> {
  const pairs = texts.map((text) => {
    const [name, value] = split(text, text.startsWith("status.") ? text.lastIndexOf("=") : text.indexOf("="));
    if (name === "" || value === "") throw refuse(bad.pair({ option, text, example: "dates=dmy" }));
    choice(name.split(".")[0] ?? "", option, EXPECTED);
    return [name, value] as const;
  });
  refuseTwice(pairs, option);
  return Object.fromEntries(pairs);
}

function split(text: string, at: number): readonly [string, string] {
  return at < 0 ? ["", ""] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function refuseTwice(pairs: readonly (readonly [string, string])[], option: string): void {
  const twice = pairs.find(([name, value], i) => pairs.slice(0, i).some(([a, b]) => a === name && b !== value));
  if (twice) throw refuse(bad.twice({ option, name: twice[0] }));
}
