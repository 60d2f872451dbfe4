/** What contracts brought by their invoices, as run.json tells it and as realised.parquet holds it. Money is decimal text. */
import { z } from "zod";

const Part = z.object({
  belongs: z.enum(["contract", "one_off", "unknown_contract"]),
  invoices: z.number(), // paid, in part or in full
  customers: z.number(),
  paid: z.string(),
  refunded: z.string(),
  unpaid: z.string(),
  failed: z.string(),
});

export const RealisedFacts = z.object({
  files: z.array(z.object({ name: z.string(), column: z.string().nullable() })), // the column that names contracts; null: joined by customer and day
  ladder: z.array(z.object({ step: z.string(), amount: z.string() })), // from the files' total to `realised`, then its three parts
  parts: z.array(Part), // all three
  contracted: z.object({ payments: z.number(), amount: z.string(), from: z.string() }).nullable(), // due from the first invoice to as_of, at the contracts' prices
});
export type RealisedFacts = z.infer<typeof RealisedFacts>;

const day = z.iso.date();
const count = z.int().nonnegative();
const decimal = z.string().describe("decimal: adds up exactly");

/** One row of realised.parquet: a contract, the orders of a customer that belong to none, or a contract that is not in the file. */
export const RealisedRow = z.strictObject({
  belongs: z.enum(["contract", "one_off", "unknown_contract"]),
  contract_id: z.string().nullable().describe("null: one-off orders of the customer"),
  customer_id: z
    .string()
    .nullable()
    .describe("of the contract; null: a contract that is not in the file, nobody named"),
  account: z.string().nullable().describe("of one-off orders that of the customer's contracts, where these have one"),
  first_date: day.nullable().describe("of what was paid"),
  last_date: day.nullable(),
  invoices: count.describe("paid, in part or in full"),
  paid: decimal.describe("decimal, on --amount; what was given back is in it"),
  refunds: count,
  refunded: decimal,
  realised: decimal.describe("decimal: paid less refunded"),
  unpaid_invoices: count,
  unpaid: decimal.describe("decimal: asked for and not paid, the open part of invoices paid in part too"),
  failed_invoices: count,
  failed: decimal,
  payments_due: count
    .nullable()
    .describe(
      "from the first invoice of the files to as_of: the first day of a contract or a new price, then after every period",
    ),
  contracted: z
    .string()
    .nullable()
    .describe("decimal: the price of payments_due; null without prices and for what is no contract"),
});

export type RealisedRow = z.infer<typeof RealisedRow>;

/** Columns of customers in a run of contracts with invoices. */
export const REALISED = {
  realised_revenue: z.number().describe("paid of the customer's contracts less refunds"),
  unpaid_revenue: z.number().describe("of the customer's contracts, unpaid or failed"),
  one_off_revenue: z.number().describe("of orders that belong to no contract, less refunds"),
};
