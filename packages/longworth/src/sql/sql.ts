/** The SQL tag: a value cannot become text, and only this file can make a `Sql`. */
export type SqlValue = string | number | boolean | null;

const made: unique symbol = Symbol("sql");

/** parts.length === values.length + 1. */
export interface Sql {
  readonly [made]: true; // a symbol cannot arrive in JSON, so nobody outside this file can make one
  readonly parts: readonly string[];
  readonly values: readonly SqlValue[];
}

const make = (parts: readonly string[], values: readonly SqlValue[]): Sql => ({ [made]: true, parts, values });
const isSql = (arg: Sql | SqlValue): arg is Sql => typeof arg === "object" && arg !== null && made in arg;

/** Template tag. A value in `${}` is bound, never written into the text; another Sql is spliced in. */
export function sql(strings: TemplateStringsArray, ...args: readonly (Sql | SqlValue)[]): Sql {
  const parts = [strings[0] ?? ""];
  const values: SqlValue[] = [];
  args.forEach((arg, i) => {
    const {
      parts: [first = "", ...rest],
      values: inner,
    } = isSql(arg) ? arg : make(["", ""], [arg]);
    parts.push((parts.pop() ?? "") + first, ...rest);
    parts.push((parts.pop() ?? "") + (strings[i + 1] ?? ""));
    values.push(...inner);
  });
  return make(parts, values);
}

/** A quoted identifier: the only way a runtime string enters the text. */
export const ident = (name: string): Sql => make([`"${name.replaceAll('"', '""')}"`], []);

/** A whole number as text, for places where an engine takes no parameter. @throws a bug when it is none */
export function integer(value: number): Sql {
  if (!Number.isSafeInteger(value)) throw new Error(`${value} is no whole number`);
  return make([`${value}`], []);
}

/** A text of the project's own as a constant, for views, which cannot bind values. What a user gave is bound. */
export const literal = (text: string): Sql => make([`'${text.replaceAll("'", "''")}'`], []);

/** Items joined by `separator` (a comma unless given). */
export const list = (items: readonly Sql[], separator: Sql = sql`, `): Sql =>
  items.reduce((all, item, i) => (i === 0 ? item : sql`${all}${separator}${item}`), sql``);
