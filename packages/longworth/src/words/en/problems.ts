/** What was found in the input, by code of LAYOUTS section 6, and the facts of refusals that name columns or values. */
import { formatter } from "../format.js";

const { integer, cents, percent, decimal, plural } = formatter("en");

/** What a sentence names: counts, money in `total` terms, a share of revenue, a column, a value, a place, candidates. */
export type ProblemFacts = Readonly<{
  n: number;
  amount: string | null;
  currency: string | null;
  share: number | null;
  col: string;
  val: string;
  at: string;
  a: string;
  b: string;
}>;

type Sentence = (facts: ProblemFacts) => Readonly<{ message: string; hint: string }>;

const money = ({ amount, currency }: ProblemFacts): string =>
  amount === null ? "amount unknown" : cents(Number(amount), currency);
const share = (f: ProblemFacts): string => (f.share === null ? "share unknown" : percent(f.share, 1));
const count = (f: ProblemFacts, one: string, many = `${one}s`): string =>
  `${integer(f.n)} ${plural(f.n, { one, other: many })}`;
const is = (f: ProblemFacts): string => plural(f.n, { one: "is", other: "are" });
const has = (f: ProblemFacts): string => plural(f.n, { one: "has", other: "have" });
const orBlank = (value: string): string => (value.trim() === "" ? "(blank)" : value);
const NOTHING = "Nothing to do";

const notes = {
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
  continuation: (f) => ({
    message: `${count(f, "record")} ${is(f)} further lines of orders already counted`,
    hint: NOTHING,
  }),
  total_row: (f) => ({ message: `${count(f, "title, total or footer record")}`, hint: NOTHING }),
  non_sale_row: (f) => ({
    message: `${count(f, "record")} ${is(f)} no sale: fees, payouts, transfers, holds or purchases of the shop's own`,
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
  end_before_start: (f) => ({
    message: `${count(f, "contract")} ${plural(f.n, { one: "ends", other: "end" })} before ${plural(f.n, { one: "it starts", other: "they start" })}, first at ${f.at}: ${f.val}`,
    hint: "Are start and end exchanged? --map start=…, --map end=…; --on-bad-row reject goes on without them",
  }),
  end_missing: (f) => ({
    message: `${count(f, "contract")} ${has(f)} ended, and nothing says when, first at ${f.at}`,
    hint: "Export the day of the end; --on-bad-row reject goes on without them",
  }),
  period_missing: (f) => ({
    message: `${count(f, "contract")} ${has(f)} no period that can be read, first ${f.val === "" ? "a blank cell" : `"${f.val}"`} at ${f.at}`,
    hint: "Write month, quarter, year or a number of months; --on-bad-row reject goes on without them",
  }),
  cancelled_before_start: (f) => ({
    message: `${count(f, "contract")} ${is(f)} cancelled before a day was served; they are no contracts`,
    hint: NOTHING,
  }),
  never_started: (f) => ({
    message: `${count(f, "contract")} never began: trials, unpaid first invoices, drafts`,
    hint: '--status "trialing"=count counts them',
  }),
  starts_later: (f) => ({
    message: `${count(f, "contract")} ${plural(f.n, { one: "starts", other: "start" })} after ${f.val} and ${is(f)} not counted`,
    hint: "Leave out --as-of, or name a later day",
  }),
  contract_overlap: (f) => ({
    message: `${count(f, "customer")} ${has(f)} contracts at the same time, first at ${f.at}; all of them count`,
    hint: "Seats or add-ons do this. Is the customer column one of companies? --map customer=…",
  }),
  price_changed: (f) => ({
    message: `${count(f, "contract")} changed price while ${plural(f.n, { one: "it ran", other: "they ran" })}, first at ${f.at}; each price counts for its own time`,
    hint: NOTHING,
  }),
  price_missing: () => ({
    message: "The file has no prices: who stays is forecast, what it is worth is not",
    hint: '--map price="…"',
  }),
  mixed_currency: (f) => ({
    message: `${count(f, "record")} ${is(f)} in another currency than ${f.val}; set aside`,
    hint: "--only-currency names the one that counts",
  }),
  survey_unknown_customer: (f) => ({
    message: `${count(f, "answer")} of the surveys ${is(f)} of customers whom the data do not have, first ${f.val} at ${f.at}`,
    hint: 'Export both with the same customer id; --map customer="…" names its column',
  }),
  survey_undated: (f) => ({
    message: `${count(f, "answer")} of the surveys ${has(f)} no day, first at ${f.at}: nothing says whether what a customer did came before or after`,
    hint: "Export surveys with the day of the answer",
  }),
  survey_after_as_of: (f) => ({
    message: `${count(f, "answer")} of the surveys ${plural(f.n, { one: "was", other: "were" })} given after the last day, ${f.b}, first at ${f.at}`,
    hint: "Export the data up to the day of the surveys",
  }),
  survey_question_unknown: (f) => ({
    message: `${count(f, "record")} of the surveys ${plural(f.n, { one: "names", other: "name" })} a question whose scale is not known, first ${f.val} at ${f.at}`,
    hint: 'Write nps, csat or ces there, or the scale: "Delivery (1-7)"',
  }),
  score_unreadable: (f) => ({
    message: `${count(f, "answer")} of the surveys ${is(f)} no number, first ${f.val} at ${f.at}`,
    hint: "Export scores as numbers, or correct the cell",
  }),
  score_outside_scale: (f) => ({
    message: `${count(f, "answer")} of the surveys ${plural(f.n, { one: "lies", other: "lie" })} outside the scale, first ${f.val} at ${f.at}`,
    hint: 'Correct the cell; another scale is written behind the name of the column: "csat (1-10)"',
  }),
  survey_repeated: (f) => ({
    message: `${count(f, "answer")} of the surveys ${plural(f.n, { one: "is", other: "are" })} followed by another one of the same customer to the same question on the same day, first at ${f.at}; the last record counts`,
    hint: NOTHING,
  }),
  invoice_after_as_of: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) lie${f.n === 1 ? "s" : ""} after ${f.a}, the last day of the contracts, the last on ${f.b}`,
    hint: `--as-of ${f.b} uses them`,
  }),
  invoice_part_paid: (f) => ({
    message: `${count(f, "invoice")} ${is(f)} not fully paid: ${money(f)} is open and counted as unpaid, the rest as paid`,
    hint: NOTHING,
  }),
  invoice_unknown_contract: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) name${f.n === 1 ? "s" : ""} a contract that is not among those that count, first ${f.val} at ${f.at}`,
    hint: "Export all contracts, ended ones too; trials and drafts do not count",
  }),
  invoice_before_start: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) ${is(f)} dated before ${plural(f.n, { one: "its", other: "their" })} contract starts, first at ${f.at}; counted for it`,
    hint: "Invoices in advance and trials do this; a start that was moved by a renewal does, too",
  }),
  invoice_after_end: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) ${is(f)} dated on or after the end of ${plural(f.n, { one: "its", other: "their" })} contract, first at ${f.at}; counted for it`,
    hint: "Last bills do this; many of them say that ends are wrong, or that ended contracts are still billed",
  }),
  invoice_contract_unsure: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) ${is(f)} of customers with several contracts and name${f.n === 1 ? "s" : ""} none, first at ${f.at}; counted for the one that started first`,
    hint: "Export invoices with the id of their contract; sums by customer are right all the same",
  }),
  invoice_other_payer: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) ${is(f)} paid by somebody else than the customer of ${plural(f.n, { one: "its", other: "their" })} contract, first at ${f.at}; counted for the contract`,
    hint: NOTHING,
  }),
  invoice_between_contracts: (f) => ({
    message: `${count(f, "invoice")} (${money(f)}) ${is(f)} of customers with contracts, on days when none runs, first at ${f.at}; counted as one-off orders`,
    hint: "Export invoices with the id of their contract",
  }),
  invoice_column_unknown: (f) => ({
    message: `No cell of "${f.col}" in ${f.at} is the id of a contract: invoices are joined by customer and day`,
    hint: 'Export contracts with these ids; --map contract="…" names the column',
  }),
} as const satisfies Record<string, Sentence>;

type Near = readonly Readonly<{ header: string; score: number }>[];

const listed = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(", ");

export const problems = {
  notes,
  roleMissing: ({ role, near, found }: Readonly<{ role: string; near: Near; found: readonly string[] }>) => ({
    message: `No ${role} column; nearest: ${near.map(({ header, score }) => `"${header}" (${decimal(score, 2)})`).join(", ")}; the file has ${listed(found)}`,
    hint:
      (near[0]?.score ?? 0) > 0
        ? `--map ${role}="${near[0]?.header}"`
        : `Export one record per order, with customer and date; --map ${role}="…" where a column has another name`,
  }),
  columnNotThere: ({ header, role, near }: Readonly<{ header: string; role: string; near: readonly string[] }>) => ({
    message: `No column "${header}" for ${role}; nearest: ${listed(near)}`,
    hint: `--map ${role}="${near[0] ?? "…"}"`,
  }),
  optionColumnNotThere: ({
    header,
    option,
    near,
  }: Readonly<{ header: string; option: string; near: readonly string[] }>) => ({
    message: `${option} names the column "${header}", which the file does not have; nearest: ${listed(near)}`,
    hint: `${option} with one of the file's columns`,
  }),
  notMoney: ({ header, near }: Readonly<{ header: string; near: readonly string[] }>) => ({
    message: `--minor-units names the column "${header}", which is not read as money; columns that are: ${listed(near)}`,
    hint: `--minor-units "${near[0] ?? "Amount"}"`,
  }),
  customerByNameOnly: ({ column }: Readonly<{ column: string }>) => ({
    message: `No customer column: "${column}" holds names, and two people can share one`,
    hint: `Export with customer id or e-mail, or accept names with --map customer="${column}"`,
  }),
  withoutCustomer: ({ layout, wanted }: Readonly<{ layout: string; wanted: readonly string[] }>) => ({
    message: `This ${layout} export has no column that says who bought: none of ${listed(wanted)}`,
    hint: 'Choose one of these columns when you export, or --map customer="…"',
  }),
  amountDoubtful: ({ column, score }: Readonly<{ column: string; score: number }>) => ({
    message: `No amount column; nearest: "${column}" (${decimal(score, 2)})`,
    hint: `--map amount="${column}", or --map amount=none for a log without amounts`,
  }),
  discountShare: ({ column }: Readonly<{ column: string }>) => ({
    message: `"${column}" can be money or a share of the price: it is never more than 1`,
    hint: `--map discount="${column}" if it is money, --map discount=none leaves it out; a column of amounts is best`,
  }),
  moneyUntaken: ({ column }: Readonly<{ column: string }>) => ({
    message: `No column is named like an amount, but "${column}" holds numbers like money`,
    hint: `--map amount="${column}", or --map amount=none for a log without amounts`,
  }),
  notOrders: ({ what, instead }: Readonly<{ what: string; instead: string }>) => ({
    message: `This is ${what}, not orders: no order dates per customer`,
    hint: `Export ${instead} instead`,
  }),
  customerList: (): Readonly<{ message: string; hint: string }> => ({
    message: "This is a list of customers, not orders: one record for each, and no amounts",
    hint: "Export the orders; --map amount=none takes each record as an order",
  }),
  otherEvents: ({ column, what }: Readonly<{ column: string; what: string }>) => ({
    message: `No amounts and no order ids, and "${column}" says when of ${what}, not of orders`,
    hint: `Export the orders; --map date="${column}" takes each record as an order`,
  }),
  panel: ({ customers, days }: Readonly<{ customers: number; days: number }>) => ({
    message: `Each of ${integer(customers)} customers has one record on each of the same ${integer(days)} days: a table of facts over time, not orders`,
    hint: "Export the orders; --map amount=none takes each record as an order",
  }),
  currencies: ({
    each,
  }: Readonly<{ each: readonly Readonly<{ currency: string; records: number; amount: string }>[] }>) => ({
    message: `${each.length} currencies: ${each.map((one) => `${one.currency} ${decimal(Number(one.amount), 2)} in ${integer(one.records)} records`).join(", ")}`,
    hint: `--only-currency ${each[0]?.currency ?? "EUR"}, or --rates FILE --currency ${each[0]?.currency ?? "EUR"}`,
  }),
  otherCurrency: ({ found, asked }: Readonly<{ found: string; asked: string }>) => ({
    message: `The amounts are in ${found}, not in ${asked}`,
    hint: `--currency ${found}, or leave it out`,
  }),
  unknownStatuses: ({ values, n, share: part }: Readonly<{ values: readonly string[]; n: number; share: number }>) => ({
    message: `Status ${values.join("") === "" ? "(blank)" : listed(values)} ${values.length === 1 ? "is" : "are"} not known: ${integer(n)} records, ${percent(part, 1)} of the money`,
    hint:
      values.join("") === ""
        ? 'Abandoned checkouts and drafts have no status; if these are orders: --status ""=count'
        : `--status "${values[0] ?? ""}"=count or =cancelled`,
  }),
  tooManyDecimals: ({ n, val, at }: Readonly<{ n: number; val: string; at: string }>) => ({
    message: `${integer(n)} amounts have more than four decimals, first ${val} at ${at}`,
    hint: "--round rounds them to four",
  }),
  asOfBeforeFirst: ({ asOf, first }: Readonly<{ asOf: string; first: string }>) => ({
    message: `--as-of ${asOf} lies before the first order, ${first}`,
    hint: `--as-of with a day from ${first} on`,
  }),
  noCustomers: ({ name, instead }: Readonly<{ name: string; instead: string | undefined }>) => ({
    message: `This export (${name}) names no customers, so there is nobody to estimate a value for`,
    hint: instead === undefined ? "Export the orders with the customer's id or e-mail" : `Export ${instead}`,
  }),
  nothingLeft: ({ records }: Readonly<{ records: number }>) => ({
    message: `None of the ${integer(records)} records is an order of a customer; nothing is left to estimate`,
    hint: "longworth inspect FILE lists what each record was taken for",
  }),
  beforeStart: ({ n, day, start, at }: Readonly<{ n: number; day: string; start: string; at: string }>) => ({
    message: `${integer(n)} orders lie before their customer's own start, first at ${at}: ordered ${day}, started ${start}`,
    hint: "Does --first-order name another column?",
  }),
  noStart: (): string => "is neither a column of the input nor a file",
  mixedLayouts: ({ groups }: { groups: readonly Readonly<{ layout: string; files: readonly string[] }>[] }) => ({
    message: `One run takes files of one layout; these are ${groups.map(group).join("; ")}`,
    hint: "Give the files of one layout, and run the others apart",
  }),
  idTooLong: ({ column, at }: Readonly<{ column: string; at: string }>) => ({
    message: `${column} holds an id of more than 1,000 characters at ${at}`,
    hint: "Is this a text column? --map customer=…",
  }),
};

const NAMED = 3; // files of a group

const group = ({ layout, files }: Readonly<{ layout: string; files: readonly string[] }>): string => {
  const more = files.length > NAMED ? ` and ${integer(files.length - NAMED)} more` : "";
  return `${layout}: ${files.slice(0, NAMED).join(", ")}${more}`;
};
