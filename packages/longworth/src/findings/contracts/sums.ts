/** Sums over the published contracts that meet a condition. */
import { z } from "zod";
import { horizonKey } from "../../domain.js";
import type { Engine } from "../../engines/engine.js";
import { ident, sql, type Sql } from "../../sql/sql.js";

const Sums = z.object({
  contracts: z.number(),
  customers: z.number(),
  mrr: z.number(),
  payments: z.number(), // of one period each
  expected: z.number(), // within the horizon
  lost: z.number(), // next renewals expected not to be made
  at_risk: z.number(), // their payments
  at_risk_variance: z.number(),
});
export type ContractSums = z.infer<typeof Sums>;

/** contract_sums: one row. Without prices every payment is 1. */
export function contractSums(
  table: Sql,
  { members, headline, hasPrice }: Readonly<{ members: Sql; headline: number; hasPrice: boolean }>,
): Sql {
  const exact = (value: Sql): Sql => sql`CAST(coalesce(sum(CAST(${value} AS DECIMAL(28, 6))), 0) AS double)`;
  const payment = hasPrice ? sql`payment` : sql`CAST(1 AS double)`;
  const expected = hasPrice
    ? ident(`expected_revenue_${horizonKey(headline)}`)
    : ident(`expected_payments_${horizonKey(headline)}`);
  const leaves = sql`(1 - p_renew)`;
  return sql`SELECT CAST(count(*) AS double) AS contracts, CAST(count(DISTINCT customer_id) AS double) AS customers, ${exact(hasPrice ? sql`mrr` : sql`CAST(1 AS double)`)} AS mrr,
  ${exact(payment)} AS payments, ${exact(expected)} AS expected, ${exact(leaves)} AS lost, ${exact(sql`${leaves} * ${payment}`)} AS at_risk,
  ${exact(sql`${leaves} * p_renew * ${payment} * ${payment}`)} AS at_risk_variance
FROM ${table} WHERE ${members}`;
}

export async function readSums(
  engine: Engine,
  table: Sql,
  asked: Parameters<typeof contractSums>[1],
): Promise<ContractSums> {
  const [row] = await engine.rows(contractSums(table, asked), Sums);
  if (!row) throw new Error("an aggregate gave no row");
  return row;
}
