/** returns: one row per thing that is said about coming back, as published. */
import type { Dialect } from "./dialect.js";
import { ident, sql, type Sql } from "./sql.js";

/** @param table made from columns of doubles and text, with a `place` that orders the rows; days since 1970 */
export function returnsTable(table: string, dialect: Dialect): Sql {
  const whole = (name: string): Sql => sql`CAST(${ident(name)} AS integer) AS ${ident(name)}`;
  const date = (name: string): Sql =>
    sql`${dialect.addDays(sql`DATE '1970-01-01'`, sql`CAST(${ident(name)} AS integer)`)} AS ${ident(name)}`;
  return sql`
SELECT measure, grain, ${date("period")}, ${date("cohort")}, ${whole("age")}, ${whole("purchase")}, days, from_state, state,
  ${whole("customers")}, "value", share, low, high
FROM ${ident(table)}
ORDER BY place`;
}
