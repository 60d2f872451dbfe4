/** Accounts, as run.json tells them and as accounts.parquet holds them. */
import { z } from "zod";

/** Customers or contracts grouped by a column. */
export const AccountFacts = z.object({
  column: z.string(),
  accounts: z.number(), // with a name
  customers: z.number(), // in one of them
  several: z.number(), // customers that name several: the last order's counts; of contracts each counts where it is
  without: z.number(), // customers without an account; of contracts those of them with none at all
  staying: z.object({ share: z.number().nullable(), strength: z.number(), isAlike: z.boolean() }), // of all; customers that it counts for in each account
  accountsStaying: z.number(), // accounts with anybody who is still there
  largest: z.object({ accounts: z.number(), share: z.number().nullable() }), // how many hold which part of what is expected
});
export type AccountFacts = z.infer<typeof AccountFacts>;

const count = z.int().nonnegative();
const share = z.number().min(0).max(1).nullable();
const money = z.number();

type Shape = Readonly<{ horizons: readonly number[]; hasMoney: boolean }>;

const staying = {
  stay_share: share.describe("moved towards that of all as far as little is known of the account"),
  stay_low: share.describe("95 % interval"),
  stay_high: share,
  own_weight: share.describe("how far its own counts decide stay_share"),
};

const ahead = ({ horizons, hasMoney }: Shape, counted: string): Record<string, z.ZodType> =>
  Object.fromEntries(
    horizons.flatMap((days) => [
      [`expected_${counted}_${days}d`, z.number().nonnegative()],
      ...(hasMoney
        ? ["", "_p05", "_p95"].map((level) => [`expected_revenue_${days}d${level}`, money] as [string, z.ZodType])
        : []),
    ]),
  );

/** One row of accounts.parquet of a run of orders. Sums over accounts are those of the customers. */
export function accountsSchema(shape: Shape) {
  return z.strictObject({
    account: z.string().nullable().describe("null: customers without an account, together"),
    customers: count,
    buyers: count.describe("with a purchase"),
    staying: count.describe("of them with a purchase within a year of as_of"),
    orders: count,
    ...(shape.hasMoney ? { historic_value: money } : {}),
    p_active: z.number().describe("chance that anybody of it buys within the longest horizon"),
    ...staying,
    ...ahead(shape, "orders"),
    share_of_expected: share.describe("of what all accounts are expected to bring within the longest horizon"),
  });
}

/** One row of accounts.parquet of a run of contracts. Sums over accounts are those of the contracts. */
export function contractAccountsSchema(shape: Shape) {
  return z.strictObject({
    account: z.string().nullable().describe("null: contracts without an account, together"),
    customers: count.describe("one with contracts in two accounts is in both, its contracts are not"),
    contracts: count,
    running: count,
    p_active: z.number().describe("chance that anything of it runs after the longest horizon"),
    ...(shape.hasMoney ? { mrr: money, residual_value: money, value_at_risk: money } : {}),
    ...staying,
    ...ahead(shape, "payments"),
    share_of_expected: share,
  });
}
