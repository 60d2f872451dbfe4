/** The amount ladder: from the file's own total down to what is used, so that it adds up to the cent. */
import { z } from "zod";
import { ident, sql, type Sql } from "../sql/sql.js";

export type LadderStep = Readonly<{ step: string; amount: string }>;

/** Exact money: a decimal text of four digits, as a whole number of ten-thousandths. */
export const units = (amount: string | null): bigint => {
  if (amount === null) return 0n;
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/u.exec(amount) ?? [];
  const value = BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, "0").slice(0, 4));
  return sign === "-" ? -value : value;
};

/** Ten-thousandths as decimal text with the currency's digits; more where there is more to say. */
export function decimalText(value: bigint, digits: number): string {
  const size = value < 0n ? -value : value;
  const fraction = `${size % 10_000n}`.padStart(4, "0");
  const shown = fraction.replace(/0+$/u, "").padEnd(digits, "0");
  return `${value < 0n ? "-" : ""}${size / 10_000n}${shown === "" ? "" : `.${shown}`}`;
}

/** order_sums: one row, the accepted orders and refunds of customers, in both terms. */
export const orderSums = sql`SELECT
  CAST(count(CASE WHEN kind = 'order' AND customer_id IS NOT NULL THEN 1 END) AS double) AS orders,
  CAST(count(CASE WHEN kind = 'refund' AND customer_id IS NOT NULL THEN 1 END) AS double) AS refunds,
  CAST(count(CASE WHEN kind = 'order' AND customer_id IS NOT NULL AND total = 0 THEN 1 END) AS double) AS zeros,
  CAST(sum(CASE WHEN kind = 'order' AND customer_id IS NOT NULL THEN amount END) AS VARCHAR) AS amount,
  CAST(sum(CASE WHEN kind = 'order' AND customer_id IS NOT NULL THEN total END) AS VARCHAR) AS total,
  CAST(sum(CASE WHEN kind = 'refund' AND customer_id IS NOT NULL THEN amount END) AS VARCHAR) AS refund_amount,
  CAST(sum(CASE WHEN kind = 'refund' AND customer_id IS NOT NULL THEN total END) AS VARCHAR) AS refund_total,
  CAST(max(CASE WHEN kind = 'order' AND customer_id IS NOT NULL THEN total END) AS VARCHAR) AS largest,
  CAST(min(CASE WHEN customer_id IS NOT NULL THEN amount END) AS VARCHAR) AS smallest,
  CAST(min(CASE WHEN kind = 'order' AND customer_id IS NOT NULL THEN day END) AS VARCHAR) AS first_day,
  CAST(max(CASE WHEN kind = 'order' AND customer_id IS NOT NULL THEN day END) AS VARCHAR) AS last_day
FROM orders`;

export const OrderSums = z.object({
  orders: z.number(),
  refunds: z.number(),
  zeros: z.number(),
  amount: z.string().nullable(),
  total: z.string().nullable(),
  refund_amount: z.string().nullable(),
  refund_total: z.string().nullable(),
  largest: z.string().nullable(),
  smallest: z.string().nullable(), // amount of an event, refunds included
  first_day: z.string().nullable(),
  last_day: z.string().nullable(),
});
export type OrderSums = z.infer<typeof OrderSums>;

/** part_sums: one row, tax and shipping of the accepted orders and the refunds that stand beside them. */
export const partSums = (fates: Sql, names: ReadonlySet<string>): Sql => {
  const sum = (name: string): Sql =>
    sql`CAST(${names.has(name) ? sql`sum(${ident(name)})` : sql`NULL`} AS VARCHAR) AS ${ident(name)}`;
  return sql`SELECT ${sum("tax")}, ${sum("shipping")}, ${sum("duties")} FROM (${fates}) AS fates WHERE code = ''`;
};

export const PartSums = z.object({
  tax: z.string().nullable(),
  shipping: z.string().nullable(),
  duties: z.string().nullable(),
});

export type LadderInput = Readonly<{
  codes: readonly Readonly<{ code: string; amount: string | null }>[]; // of all records, '' for accepted ones
  sums: OrderSums;
  parts: z.infer<typeof PartSums>;
  negative: string | null; // refunds that are records of the file: already in its total
  net: boolean; // amounts are net of tax and shipping
  ignoreRefunds: boolean;
  digits: number;
}>;

/** Each step adds to those above it; the last one, `used`, is their sum. */
export function ladder({
  codes,
  sums,
  parts,
  negative,
  net,
  ignoreRefunds,
  digits,
}: LadderInput): readonly LadderStep[] {
  const file = codes.reduce((sum, { amount }) => sum + units(amount), 0n);
  const aside = codes
    .filter(({ code, amount }) => code !== "" && units(amount) !== 0n)
    .map(({ code, amount }) => ({ step: code, value: -units(amount) }));
  const accepted = codes.filter(({ code }) => code === "").reduce((sum, { amount }) => sum + units(amount), 0n);
  const orders = units(sums.total);
  const rounding = orders + units(negative) - accepted;
  const steps = [{ step: "file_total", value: file }, ...aside];
  if (rounding !== 0n) steps.push({ step: "rounding", value: rounding });
  // Refunds that are records are in the file's total, and their tax in the sum of taxes: one difference for both.
  const asRecords = !ignoreRefunds && negative !== null && units(sums.refund_total) === units(negative);
  const given = asRecords ? units(negative) - units(sums.refund_amount) : 0n;
  if (net) steps.push(...netSteps(orders - units(sums.amount) + given, parts));
  const refunds = ignoreRefunds ? -units(negative) : units(sums.refund_amount) - units(negative) + given;
  if (refunds !== 0n) steps.push({ step: ignoreRefunds ? "refunds_ignored" : "refunds", value: refunds });
  const used = steps.reduce((sum, { value }) => sum + value, 0n);
  return [...steps, { step: "used", value: used }].map(({ step, value }) => ({
    step,
    amount: decimalText(value, digits),
  }));
}

/** What lies between what was paid and net: tax, shipping without its tax, the rest (duties, tips). */
function netSteps(
  difference: bigint,
  parts: z.infer<typeof PartSums>,
): readonly Readonly<{ step: string; value: bigint }>[] {
  if (difference === 0n) return [];
  const tax = units(parts.tax);
  const shipping = units(parts.shipping);
  const rest = difference - tax - shipping;
  return [
    { step: "tax", value: -tax },
    { step: "shipping", value: -shipping },
    { step: "duties_and_tips", value: -rest },
  ].filter(({ value }) => value !== 0n);
}
