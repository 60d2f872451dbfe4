/** What is noted about orders that count, by code of LAYOUTS section 6. */
import { formatter } from "../format.js";
import { count, has, is, money, NOTHING, share, type Sentence } from "./problem-facts.js";

const { integer, plural } = formatter("en");

export const noted = {
  refund_without_date: (f) => ({
    message: `${count(f, "refund")} (${money(f)}, ${share(f)}) ${has(f)} no date; ${plural(f.n, { one: "it counts", other: "they count" })} on the day of ${plural(f.n, { one: "its order", other: "their orders" })}`,
    hint: "An export with the dates of refunds would place them",
  }),
  refund_unmatched: (f) => ({
    message: `${count(f, "refund")} (${money(f)}) name${f.n === 1 ? "s" : ""} an order that is not in the files`,
    hint: "Export a longer period; a refund that names its customer still counts for them",
  }),
  refund_exceeds_order: (f) => ({
    message: `${count(f, "refund")} ${is(f)} larger than ${plural(f.n, { one: "its order", other: "their orders" })}, by ${money(f)} in all`,
    hint: `Shipping or goodwill refunds do this; check ${f.at}`,
  }),
  dispute_lost: (f) => ({
    message: `${count(f, "payment")} ${plural(f.n, { one: "was", other: "were" })} lost in disputes (${money(f)}); counted as refunds`,
    hint: NOTHING,
  }),
  authorized_counted: (f) => ({
    message: `${count(f, "order")} (${money(f)}) ${is(f)} authorised, not captured; they count`,
    hint: "--status authorized=unpaid leaves them out",
  }),
  part_paid: (f) => ({
    message: `${count(f, "order")} ${is(f)} not fully paid; ${money(f)} is outstanding and counted`,
    hint: "--status partially_paid=unpaid leaves them out",
  }),
  zero_amount: (f) => ({
    message: `${count(f, "order")} ${has(f)} amount 0; they are no purchases`,
    hint: "--zero-amount count",
  }),
  gift_card_sale: (f) => ({
    message: `${money(f)} of gift cards sold is not revenue; it is left out where a column says so`,
    hint: "Leave such lines out of the export where they are told only by their name",
  }),
  net_unavailable: () => ({
    message: "The file has no tax or shipping; net equals what was paid",
    hint: "Use the shop's order export, or say --amount total",
  }),
  tax_mode_assumed: (f) => ({
    message: `Prices are read as ${f.val} tax (${f.a})${f.amount === null ? "" : `; tax in doubt is ${money(f)}`}`,
    hint: "--map tax=… or --amount total",
  }),
  total_mismatch: (f) => ({
    message: `${count(f, "order")}: parts and total differ, ${money(f)} in all; the total is used`,
    hint: `Tips, fees or marketplace tax do this; see ${f.at}`,
  }),
  keys_merged: (f) => ({
    message: `${count(f, "record")} moved: ${f.val} keys became one customer each by e-mail`,
    hint: "--keep-case, or --map customer=… turns it off",
  }),
  keys_by_name: (f) => ({
    message: `Customers are told apart by name only (${f.col})`,
    hint: "Export with customer id or e-mail",
  }),
  id_repaired: (f) => ({
    message: `${f.col} had ${f.val} on ${f.a === `${f.n}` ? "every id" : `${integer(f.n)} of ${integer(Number(f.a))} ids`}; removed`,
    hint: "Export as text",
  }),
  id_unmangled: (f) => ({
    message: `${count(f, "record")} ${has(f)} an id in the wrong encoding, first ${f.val} at ${f.at}; read as ${f.a}, the other form in the file`,
    hint: "Export all of the file in one encoding, UTF-8 if there is a choice",
  }),
  id_letters_lost: (f) => ({
    message: `${count(f, "record")} ${has(f)} an id with letters lost before the file was written, first ${f.val} at ${f.at}`,
    hint: "Export again as UTF-8: one customer can be two here, or two one",
  }),
  number_style_inferred: (f) => ({ message: `${f.col}: ${f.val} is read as ${f.a}`, hint: "--decimal, --thousands" }),
  too_many_decimals: (f) => ({
    message: `${count(f, "amount")} ${has(f)} more decimals than ${f.val}; rounding moved ${money(f)}`,
    hint: "Nothing to do if it is 0.01 or less",
  }),
  timezone_mixed: (f) => ({
    message: `${count(f, "time")} ${has(f)} no zone, ${f.val} have one; the written day counts`,
    hint: "--timezone Area/City",
  }),
  currency_missing: () => ({
    message: "No currency in the file; amounts are shown without one",
    hint: "--currency EUR",
  }),
  converted_currency_used: (f) => ({
    message: `${count(f, "foreign payment")} ${is(f)} counted as converted by the provider`,
    hint: NOTHING,
  }),
  converted_by_rates: (f) => ({
    message: `${count(f, "record")} in ${f.val} ${is(f)} converted (${money(f)}): ${f.a} by --rates; a day without a rate takes the last one of the 7 days before`,
    hint: NOTHING,
  }),
  status_missing: () => ({
    message: "The file has no status; cancelled orders cannot be seen",
    hint: "Add the status column to the export",
  }),
  amount_missing: () => ({
    message: "The file has no amounts: orders are forecast, value is not",
    hint: '--map amount="…"',
  }),
  history_starts_late: (f) => ({
    message: `${count(f, "customer")} of the first month look${f.n === 1 ? "s" : ""} new and ${is(f)} probably older (${share(f)} of revenue)`,
    hint: "--first-order COLUMN or FILE",
  }),
  ids_look_alike: (f) => ({
    message: `${count(f, "id")} differ only by case, blanks, leading zeros or Unicode form, such as ${f.a} and ${f.val} (${f.at})`,
    hint: "Export ids as they are, or map the e-mail",
  }),
  ids_unseen: (f) => ({
    message: `${count(f, "id")} ${plural(f.n, { one: "holds", other: "hold" })} characters that cannot be seen (controls, zero width, direction); kept as they are`,
    hint: "Export ids as they are, or map the e-mail",
  }),
  amount_extreme: (f) => ({
    message: `${count(f, "order")} ${plural(f.n, { one: "holds", other: "hold" })} ${share(f)} of revenue, the largest ${f.val}`,
    hint: `Look at ${f.at}`,
  }),
  customer_extreme: (f) => ({
    message: `${count(f, "customer")} ${plural(f.n, { one: "holds", other: "hold" })} ${share(f)} of revenue or ${f.val} of orders`,
    hint: "Staff, reseller or till? Look at them singly",
  }),
  end_in_doubt: (f) => ({
    message: `The file ends without a line end behind ${f.val} (${f.at}): that cell may be cut, and records after it missing`,
    hint: "Compare its last record with the shop; download the file again if it should have more",
  }),
  container_note: (f) => ({ message: `${f.val} was read as ${f.a}`, hint: NOTHING }),
} as const satisfies Record<string, Sentence>;
