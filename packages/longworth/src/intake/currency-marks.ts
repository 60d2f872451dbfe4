/** Money whose decimal mark follows its currency: `1.234,50 EUR` beside `1,234.50 USD` in one column. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { numberCell } from "./number-cells.js";
import type { StagedColumn } from "./staged.js";

/** Currencies, as `currencyCode` writes them, whose amounts have a decimal comma; all others have a point. */
export type CommaCurrencies = Readonly<{ column: StagedColumn; codes: readonly string[] }>;

const Shape = z.object({ code: z.string(), example: z.string() });

/** The currency of a record as it is compared, '' where it has none. */
const currencyCode = ({ id }: StagedColumn): Sql => sql`upper(trim(coalesce(${ident(id)}, '')))`;

/** The record's currency is one of those with a decimal comma. */
export const hasComma = ({ column, codes }: CommaCurrencies): Sql =>
  sql`${currencyCode(column)} IN (${list(codes.map((code) => sql`${code}`))})`;

/** Null unless every currency has one mark in all of these columns, and both marks occur. */
export async function commaCurrencies(
  engine: Engine,
  table: string,
  { columns, currency }: Readonly<{ columns: readonly StagedColumn[]; currency: StagedColumn }>,
): Promise<CommaCurrencies | null> {
  const kinds = new Map<string, Set<string>>();
  for (const { id } of columns) {
    const query = sql`SELECT ${currencyCode(currency)} AS code, min_by(trim(${ident(id)}), record) AS example
FROM ${ident(table)} WHERE trim(${ident(id)}) <> '' GROUP BY 1, translate(trim(${ident(id)}), '123456789', '000000000') ORDER BY code, example`;
    for (const { code, example } of await engine.rows(query, Shape)) {
      const seen = kinds.get(code) ?? new Set();
      kinds.set(code, seen.add(numberCell(example).kind));
    }
  }
  const having = (mark: "dot" | "comma"): readonly string[] =>
    [...kinds].flatMap(([code, seen]) => (seen.has(mark) ? [code] : []));
  const [points, commas] = [having("dot"), having("comma")];
  const isMixed = points.some((code) => commas.includes(code));
  const isOpen = [...kinds].some(
    ([code, seen]) => !points.includes(code) && !commas.includes(code) && (seen.has("dot3") || seen.has("comma3")),
  );
  return isMixed || isOpen || points.length === 0 || commas.length === 0 ? null : { column: currency, codes: commas };
}
