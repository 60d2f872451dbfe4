/** Records that are set aside or rejected, by code of LAYOUTS section 6. */
import { formatter } from "../format.js";
import { count, has, is, money, NOTHING, orBlank, share, type Sentence } from "./problem-facts.js";

const { plural } = formatter("en");

export const aside = {
  continuation: (f) => ({
    message: `${count(f, "record")} ${is(f)} further lines of orders already counted`,
    hint: NOTHING,
  }),
  total_row: (f) => ({ message: `${count(f, "title, total or footer record")}`, hint: NOTHING }),
  non_sale_row: (f) => ({
    message: `${count(f, "record")} ${is(f)} no sale: fees, payouts, transfers, holds, visits or purchases of the shop's own`,
    hint: `Nothing to do; --status "type"=count takes a type for sales`,
  }),
  no_customer: (f) => ({
    message: `${count(f, "record")} (${money(f)}, ${share(f)}) name${f.n === 1 ? "s" : ""} no customer`,
    hint: "Ask for the e-mail at the till; they stay in the company's totals",
  }),
  cancelled: (f) => ({
    message: `${count(f, "record")} ${plural(f.n, { one: "was", other: "were" })} cancelled (${money(f)})`,
    hint: NOTHING,
  }),
  unpaid: (f) => ({
    message: `${count(f, "record")} ${is(f)} not paid (${money(f)})`,
    hint: "--status pending=count if you sell on delivery",
  }),
  failed: (f) => ({
    message: `${count(f, "payment")} failed, expired or ${plural(f.n, { one: "was", other: "were" })} voided (${money(f)})`,
    hint: NOTHING,
  }),
  fraud: (f) => ({
    message: `${count(f, "record")} ${is(f)} marked as fraud (${money(f)})`,
    hint: "--status fraud=count",
  }),
  not_won: (f) => ({
    message: `${count(f, "deal")} ${is(f)} open or lost (${money(f)})`,
    hint: '--status "label"=count for your won stage',
  }),
  test_order: (f) => ({ message: `${count(f, "test order")} (${money(f)})`, hint: NOTHING }),
  duplicate_record: (f) => ({
    message: `${count(f, "record")} repeat${f.n === 1 ? "s" : ""} another one exactly (${money(f)})`,
    hint: "Check that the export was not pasted twice; --duplicates keep or drop",
  }),
  overlap: (f) => ({
    message: `${count(f, "record")} of orders that are in several files; counted once, from ${f.b === "" ? "the last of them" : `${f.a}, not ${f.b}`}`,
    hint: "The file named last counts: name the newest export last",
  }),
  unknown_status: (f) => ({
    message: `Status ${orBlank(f.val)} is not known: ${count(f, "record")} (${money(f)})`,
    hint: `--status "${f.val}"=count or =cancelled`,
  }),
  orphan_continuation: (f) => ({
    message: `${count(f, "line record")} ${has(f)} lost ${plural(f.n, { one: "its", other: "their" })} order (the file was sorted or filtered)`,
    hint: "Export again and do not sort it",
  }),
  date_unreadable: (f) => ({
    message: `${count(f, "date")} cannot be read, first ${orBlank(f.val)} at ${f.at}`,
    hint: "--date-format, or correct the cell; --on-bad-row reject goes on without them",
  }),
  date_placeholder: (f) => ({
    message: `${count(f, "date")} ${is(f)} placeholders (${f.val})`,
    hint: "Choose another date column: --map date=…",
  }),
  after_as_of: (f) => ({
    message: `${count(f, "record")} lie${f.n === 1 ? "s" : ""} after ${f.val} and ${is(f)} not used`,
    hint: "Leave out --as-of to use them",
  }),
  date_in_future: (f) => ({
    message: `${count(f, "date")} lie${f.n === 1 ? "s" : ""} more than 400 days after 99.9 % of all; the last is ${f.val}`,
    hint: "Is this the delivery date? --map date=…",
  }),
  number_unreadable: (f) => ({
    message: `${count(f, "amount")} cannot be read, first ${orBlank(f.val)} at ${f.at}`,
    hint: "Correct the cell, or --decimal; --on-bad-row reject goes on without them",
  }),
  id_damaged: (f) => ({
    message: `${count(f, "id")} ${plural(f.n, { one: "was", other: "were" })} damaged by a spreadsheet (${f.val}); customers or orders would be merged`,
    hint: "Export again and open the file as text",
  }),
  row_ragged: (f) => ({
    message: `${count(f, "record")} ${has(f)} ${f.a} fields instead of ${f.b}, first at ${f.at}`,
    hint: "An unquoted separator? --on-bad-row reject goes on without them, see rejects.csv",
  }),
  mixed_currency: (f) => ({
    message: `${count(f, "record")} ${is(f)} in another currency than ${f.val}; set aside`,
    hint: "--only-currency names the one that counts",
  }),
} as const satisfies Record<string, Sentence>;
