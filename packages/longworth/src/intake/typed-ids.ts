/** Keys and order ids of a record: mended, repaired, the first that says something. */
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { PLACEHOLDER_KEYS } from "./status-words.js";
import type { StagedColumn } from "./staged.js";
import { folded, isBlank, oneOf, text, trimmed } from "./typed-cells.js";
import type { TypedOptions } from "./typed-options.js";

/**
 * The first filled key, else NULL; where there are several columns, one that names nobody ("guest") leaves it to the next.
 * A key that is an address is trimmed, lower-cased and composed.
 */
export function customerKey(options: TypedOptions, raw: boolean): Sql {
  const { plan, keepCase, normalizeIds, readers } = options;
  const keys = plan.key.map((column) => {
    const value = firstOfList(repaired(column, options), plan.keyList);
    const address = plan.email.includes(column) && !raw && !keepCase;
    const composed = normalizeIds ? readers.dialect.nfc(value) : value;
    const key = address ? readers.dialect.nfc(sql`lower(trim(${value}))`) : composed;
    if (column.type !== "text") return key;
    if (plan.key.length === 1 && !plan.rows?.order)
      return sql`CASE WHEN ${text(column)} < '!' THEN CASE WHEN ${trimmed(column)} = '' THEN NULL ELSE ${key} END ELSE ${key} END`;
    const said = column.id in options.repairs ? sql`lower(trim(coalesce(${value}, '')))` : folded(column);
    return sql`CASE WHEN ${said} = '' OR ${oneOf(said, PLACEHOLDER_KEYS)} THEN NULL ELSE ${key} END`;
  });
  if (keys.length === 0) return sql`CAST(NULL AS VARCHAR)`;
  return keys.length === 1 && keys[0] ? keys[0] : sql`coalesce(${list(keys)})`;
}

const firstOfList = (value: Sql, separator: string | undefined): Sql =>
  separator === undefined ? value : sql`trim(split_part(${value}, ${separator}, 1))`;

/** The record's address as a key, NULL when it has none: customers of one address are one customer. */
export function emailKey({ plan, readers, keepCase }: TypedOptions): Sql {
  const all = plan.email.map((column) => {
    const address = keepCase ? trimmed(column) : readers.dialect.nfc(sql`lower(${trimmed(column)})`);
    return sql`CASE WHEN ${trimmed(column)} LIKE '%_@_%' THEN ${address} END`;
  });
  return all.length === 1 && all[0] ? all[0] : sql`coalesce(${list(all)})`;
}

function repaired(column: StagedColumn, { repairs, mended }: Pick<TypedOptions, "repairs" | "mended">): Sql {
  const meanings = mended.find((each) => each.column.id === column.id);
  const value = meanings
    ? sql`coalesce((SELECT meant FROM ${ident(meanings.table)} AS meanings WHERE meanings.cell = ${text(column)}), ${text(column)})`
    : text(column);
  const { kind } = repairs[column.id] ?? {};
  if (kind === "dot zero") return sql`regexp_replace(${value}, '\\.0$', '')`;
  if (kind === "formula") return sql`regexp_replace(${value}, '^="(.*)"$', '\\1')`;
  return kind === "apostrophe" ? sql`regexp_replace(${value}, '^''', '')` : value;
}

/** The first cell that says something; an id that a spreadsheet has rounded says nothing. */
export function firstFilled(
  columns: readonly StagedColumn[],
  options: Pick<TypedOptions, "repairs" | "damaged" | "mended">,
): Sql {
  const filled = columns.map((column) => {
    const lost = options.damaged.includes(column) ? sql` OR ${looksDamaged(column)}` : sql``;
    return sql`CASE WHEN ${isBlank(column)}${lost} THEN NULL ELSE trim(${repaired(column, options)}) END`;
  });
  return filled.length === 1 && filled[0] ? filled[0] : sql`coalesce(${list(filled)})`;
}

/** `1.03E+19`: a spreadsheet has rounded the id. `1E5` is an id. */
export const looksDamaged = (column: StagedColumn): Sql =>
  sql`(upper(${text(column)}) LIKE '_.%E+%' OR upper(${text(column)}) LIKE '_,%E+%') AND substr(${text(column)}, 1, 1) BETWEEN '0' AND '9'`;
