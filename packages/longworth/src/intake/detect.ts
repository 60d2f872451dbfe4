/** Which known export a file is, by its headers alone: never by position, never by its name. */
import { UserError } from "../errors.js";
import { norm, unjoined } from "./header-words.js";
import type { Detect, Layout } from "./layout.js";
import { LAYOUTS } from "./layouts/all.js";

/** The layout that fits with most headers, or undefined when none does. @throws column_ambiguous on a tie */
export function detect(headers: readonly string[], layouts: readonly Layout[] = LAYOUTS): Layout | undefined {
  const names = new Set(headers.map(norm));
  return fitting(names, layouts) ?? fitting(new Set([...names].map(unjoined)), layouts);
}

function fitting(names: ReadonlySet<string>, layouts: readonly Layout[]): Layout | undefined {
  const found = layouts
    .map((layout) => ({ layout, hits: hits(names, layout.detect) }))
    .filter(({ hits }) => hits > 0)
    .toSorted((a, b) => b.hits - a.hits);
  const [best, next] = found;
  if (best && next && best.hits === next.hits)
    throw new UserError("column_ambiguous", { a: best.layout.id, b: next.layout.id, value: "layout" });
  return best?.layout;
}

/** How many of the rule's headers the file has; 0 when the rule is not met. */
export function hits(names: ReadonlySet<string>, { all = [], any = [], anyOf = [], not = [] }: Detect): number {
  const has = (alternatives: string): boolean => alternatives.split("|").some((name) => names.has(name));
  const lists = anyOf.filter((each) => each.every(has));
  const met =
    all.every(has) && (any.length === 0 || any.some(has)) && (anyOf.length === 0 || lists.length > 0) && !not.some(has);
  return met ? all.length + any.filter(has).length + Math.max(0, ...lists.map(({ length }) => length)) : 0;
}
