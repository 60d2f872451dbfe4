/** The dearest accounts, as both kinds of report show them. */
import { z } from "zod";
import { horizonKey } from "../domain.js";
import type { Engine } from "../engines/engine.js";
import { ident, integer, sql, type Sql } from "../sql/sql.js";

const Row = z.object({
  account: z.string().nullable(),
  is_rest: z.boolean(),
  customers: z.number(),
  some: z.number(), // still there
  all: z.number(),
  stay_share: z.number().nullable(),
  stay_low: z.number().nullable(),
  stay_high: z.number().nullable(),
  money: z.number(), // so far, or recurring
  expected: z.number(),
  p05: z.number(),
  p95: z.number(),
  share: z.number().nullable(),
});
export type AccountRow = z.infer<typeof Row>;

export type AccountView = Readonly<{ business: "orders" | "contracts"; headline: number; hasMoney: boolean }>;

const TOP = 15;

/** top_accounts: one row per account, the dearest first, the one without a name last. */
export function topAccounts(table: Sql, { business, headline, hasMoney }: AccountView): Sql {
  const key = horizonKey(headline);
  const isOrders = business === "orders";
  const expected = ident(`expected_${hasMoney ? "revenue" : isOrders ? "orders" : "payments"}_${key}`);
  const bound = (level: string): Sql => (hasMoney ? ident(`expected_revenue_${key}_${level}`) : sql`0e0`);
  const [some, all] = isOrders ? [sql`staying`, sql`buyers`] : [sql`running`, sql`contracts`];
  const money = hasMoney ? (isOrders ? sql`historic_value` : sql`mrr`) : sql`0e0`;
  return sql`SELECT account, account IS NULL AS is_rest, CAST(customers AS double) AS customers, CAST(${some} AS double) AS "some", CAST(${all} AS double) AS "all",
  stay_share, stay_low, stay_high, ${money} AS money, ${expected} AS expected, ${bound("p05")} AS p05, ${bound("p95")} AS p95, share_of_expected AS share
FROM (SELECT *, row_number() OVER (ORDER BY account IS NULL, ${expected} DESC, account) AS turn FROM ${table}) AS ranked
WHERE turn <= ${integer(TOP)} OR account IS NULL ORDER BY turn`;
}

/** @returns nothing without --account */
export async function readTopAccounts(
  engine: Engine,
  table: Sql,
  view: AccountView & Readonly<{ isThere: boolean; maskIds: boolean }>,
): Promise<readonly AccountRow[]> {
  if (!view.isThere) return [];
  const rows = await engine.rows(topAccounts(table, view), Row);
  return view.maskIds ? rows.map((row) => ({ ...row, account: null })) : rows;
}
