/** What a record says about itself: the kind of its row in a ledger, and the state of its order. */
import { list, sql, type Sql } from "../sql/sql.js";
import type { RowKind, StatusClass } from "./layout.js";
import type { RowsPlan, StatusPlan } from "./plan.js";
import type { StagedColumn } from "./staged.js";
import { firstText, folded, isBlank, oneOf, trimmed } from "./typed-cells.js";

/** What `--status` says, by normalised word. */
type Overrides = Readonly<Record<string, string>>;

/** As `statusKey` makes it: `shipped - returned` is `shipped returned`. */
const compared = (value: Sql): Sql => sql`replace(replace(replace(${value}, '_', ' '), '-', ' '), '   ', ' ')`;

/** The word of a cell as `statusKey` makes it, '' where it is blank. */
export const statusWord = (column: StagedColumn): Sql => compared(folded(column));

/** The kind of a record, never NULL. What `--status` says about its word wins. */
export function kindOf({ rules }: RowsPlan, overrides: Overrides): Sql {
  const kinds = rules.flatMap(({ column, words = {}, parts = [], rest }) => {
    const value = statusWord(column);
    const said = byMeaning(overrides).map(
      ([meaning, texts]) =>
        sql`WHEN ${oneOf(value, texts)} THEN ${meaning === "count" ? "sale" : meaning === "refunded" ? "refund" : "other"}`,
    );
    const whole = byMeaning(words).map(([kind, texts]) => sql`WHEN ${oneOf(value, texts)} THEN ${kind}`);
    const inside = parts.map(([part, kind]) => sql`WHEN position(${part} IN ${value}) > 0 THEN ${kind}`);
    const whens = [...said, ...whole, ...inside];
    const otherwise = rest === undefined ? sql`` : sql` ELSE ${rest}`;
    return [whens.length === 0 ? sql`${rest ?? "sale"}` : sql`CASE ${list(whens, sql` `)}${otherwise} END`];
  });
  return sql`coalesce(${list([...kinds, sql`${"sale" satisfies RowKind}`])})`;
}

/** What the status says: a class of the layout, or `unknown`. `--status` wins over everything. */
export function stateOf(plan: StatusPlan, overrides: Overrides): Sql {
  const value = statusText(plan);
  const said = byMeaning(overrides).map(([kind, words]) => sql`WHEN ${oneOf(value, words)} THEN ${kind}`);
  const classes = byMeaning(Object.fromEntries(Object.entries(plan.words).filter(([word]) => !(word in overrides))));
  const wordsOf = (kind: StatusClass): readonly string[] =>
    classes.filter(([each]) => each === kind).flatMap(([, words]) => words);
  const isSaid = (kind: StatusClass): Sql => (wordsOf(kind).length === 0 ? sql`false` : oneOf(value, wordsOf(kind)));
  const flags = plan.flags.map(({ column, is, means, ifCounts }) => {
    const raised =
      is === "filled" ? sql`NOT ${isBlank(column)}` : is === "blank" ? isBlank(column) : oneOf(folded(column), is);
    return sql`WHEN ${ifCounts ? sql`${isSaid("count")} AND ` : sql``}${raised} THEN ${means}`;
  });
  const { unpaidUnless } = plan;
  const shipped = unpaidUnless
    ? [sql`WHEN ${isSaid("unpaid")} AND ${folded(unpaidUnless.column)} = ${unpaidUnless.value} THEN 'part_paid'`]
    : [];
  const whole = classes.map(([kind, words]) => sql`WHEN ${oneOf(value, words)} THEN ${kind}`);
  const inside = plan.parts.map(([part, kind]) => sql`WHEN position(${part} IN ${value}) > 0 THEN ${kind}`);
  const rest = plan.columns.length === 0 ? "count" : plan.rest;
  const whens = [...said, ...flags, ...shipped, ...whole, ...inside];
  return sql`CASE ${list(whens, sql` `)} ELSE ${rest} END`;
}

/** The status as it is compared; '' where there is none. */
const statusText = ({ columns }: StatusPlan): Sql => compared(sql`lower(${writtenStatus(columns)})`);

/** The status as it is written: the first filled cell. */
export const writtenStatus = (columns: readonly StagedColumn[]): Sql =>
  columns.length === 1 && columns[0]
    ? trimmed(columns[0])
    : sql`coalesce(${list([...columns.map(firstText), sql`''`])})`;

/** Words by what they mean, in a fixed order. */
function byMeaning(words: Readonly<Record<string, string>>): readonly (readonly [string, readonly string[]])[] {
  const kinds = [...new Set(Object.values(words))].sort();
  return kinds.map((kind) => [kind, Object.keys(words).filter((word) => words[word] === kind)] as const);
}
