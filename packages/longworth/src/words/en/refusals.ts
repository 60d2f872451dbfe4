/** Refusals of files of orders: the facts of errors that name columns or values. */
import { formatter } from "../format.js";

const { integer, percent, decimal } = formatter("en");

type Near = readonly Readonly<{ header: string; score: number }>[];

const listed = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(", ");

/** Message and hint of every refusal of files of orders. */
export const refusals = {
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
  visitsOnly: ({ column, found }: Readonly<{ column: string; found: readonly string[] }>) => ({
    message: `"${column}" says what visitors did, and none of it is a purchase: ${listed(found.slice(0, 6))}`,
    hint: `Export the purchases, too; --status "${found.at(-1) ?? ""}"=count takes the records of a word as orders`,
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
