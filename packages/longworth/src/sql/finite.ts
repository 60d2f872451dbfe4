/** The gate before publishing: no result may hold NaN or infinity. */
import type { Dialect } from "./dialect.js";
import { ident, list, sql, type Sql } from "./sql.js";

/** One row: per column how many of its values are neither NULL nor finite. */
export const notFinite = (table: Sql, columns: readonly string[], dialect: Dialect): Sql => sql`
SELECT ${list(
  columns.map(
    (name) =>
      sql`CAST(coalesce(sum(CASE WHEN NOT ${dialect.isFinite(ident(name))} THEN 1 ELSE 0 END), 0) AS double) AS ${ident(name)}`,
  ),
)}
FROM ${table}`;
