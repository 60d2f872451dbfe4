/** drivers: one row per column of the regressions, as published. */
import { ident, list, sql, type Sql } from "./sql.js";

/** @param table made from columns of doubles and text, with a `place` that orders the rows */
export function driversTable(
  table: string,
  columns: Readonly<Record<string, "text" | "number" | "count" | "boolean">>,
): Sql {
  const cell = (name: string, type: string): Sql => {
    if (type === "count") return sql`CAST(${ident(name)} AS integer) AS ${ident(name)}`;
    return type === "boolean" ? sql`${ident(name)} = 1 AS ${ident(name)}` : ident(name);
  };
  return sql`SELECT ${list(Object.entries(columns).map(([name, type]) => cell(name, type)))} FROM ${ident(table)} ORDER BY place`;
}
