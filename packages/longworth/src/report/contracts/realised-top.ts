/** The accounts and customers that brought most by their invoices. */
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { ident, integer, sql, type Sql } from "../../sql/sql.js";
import { invoices as text } from "../../words/en/invoices.js";

const Row = z.object({
  name: z.string().nullable(),
  contracted: z.number().nullable(),
  realised: z.number(),
  lost: z.number(),
  one_off: z.number(),
});
export type RealisedTop = z.infer<typeof Row>;
export type RealisedTops = Readonly<{ accounts: readonly RealisedTop[]; customers: readonly RealisedTop[] }>;

export const NO_REALISED: RealisedTops = { accounts: [], customers: [] };
const TOP = 15;

/** realised_top: one row per account or customer, who brought most first. */
export function realisedTop(realised: Sql, by: "account" | "customer_id"): Sql {
  const sum = (value: Sql, of: string): Sql =>
    sql`CAST(coalesce(sum(CASE WHEN belongs = ${of} THEN ${value} END), 0) AS double)`;
  return sql`SELECT ${ident(by)} AS name, CAST(sum(contracted) AS double) AS contracted, ${sum(sql`realised`, "contract")} AS realised,
  ${sum(sql`unpaid + failed`, "contract")} AS lost, ${sum(sql`realised`, "one_off")} AS one_off
FROM ${realised} AS r WHERE belongs <> 'unknown_contract' GROUP BY ${ident(by)}
ORDER BY sum(r.realised) DESC, name LIMIT ${integer(TOP)}`;
}

/** @param hasAccounts run --account */
export async function readRealised(
  engine: Engine,
  realised: Sql,
  { hasAccounts, maskIds }: Readonly<{ hasAccounts: boolean; maskIds: boolean }>,
): Promise<RealisedTops> {
  const shown = async (by: "account" | "customer_id"): Promise<readonly RealisedTop[]> => {
    const rows = await engine.rows(realisedTop(realised, by), Row);
    return maskIds ? rows.map((row) => ({ ...row, name: row.name === null ? null : text.masked })) : rows;
  };
  return { accounts: hasAccounts ? await shown("account") : [], customers: await shown("customer_id") };
}
