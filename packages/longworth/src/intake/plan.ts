/** How a table of records becomes orders: which column plays which part. Made from a known layout or by the matcher. */
import { UserError } from "../errors.js";
import { problems as words } from "../words/en/problems.js";
import { norm } from "./header-words.js";
import { plus, type Flag, type Grain, type RowRule, type StatusClass, type Term } from "./layout.js";
import { type Choice, type Match, type RoleMap } from "./matcher.js";
import type { IntakeRequest } from "./request.js";
import type { Staged, StagedColumn } from "./staged.js";
import { STATUS_WORDS, statusKey } from "./status-words.js";
import type { Role } from "./synonyms.js";

export type Column = StagedColumn | undefined;

/** Money from several columns; empty: the file has none of them. */
export type Sum = readonly Term<StagedColumn>[];

export type NetPlan =
  | Readonly<{ kind: "tax_mode"; subtotal: StagedColumn; shipping: Sum; tax: Sum; duties: Column }>
  | Readonly<{ kind: "minus"; tax: Sum; shipping: Sum }>
  | Readonly<{ kind: "sum"; net: Sum; tax: Sum; shipping: Sum }>
  | Readonly<{ kind: "same" }>;

export type StatusPlan = Readonly<{
  columns: readonly StagedColumn[]; // first filled one; none: only the flags decide
  words: Readonly<Record<string, StatusClass>>;
  parts: readonly (readonly [part: string, says: StatusClass])[];
  rest: StatusClass | "unknown";
  flags: readonly Flag<StagedColumn>[];
  unpaidUnless: Readonly<{ column: StagedColumn; value: string }> | undefined;
}>;

/** Records that are not all sales. */
export type RowsPlan = Readonly<{
  rules: readonly RowRule<StagedColumn>[];
  order: Column; // names the order of a refund, the payment of a conversion
  takesCustomer: boolean; // of a refund: its order's
  positive: boolean; // refunds are written without a minus
  negativeSales: "other" | undefined;
}>;

export type Plan = Readonly<{
  layout: string;
  grain: Grain | "sheet" | "repeat or head"; // sheet: the values decide
  first: StagedColumn; // first column of the file: where footers say "Total"
  order: readonly StagedColumn[];
  keyList: string | undefined; // what stands between several keys in one cell: the first counts
  key: readonly StagedColumn[]; // none: a file that names no customers
  email: readonly StagedColumn[]; // those of `key` that hold addresses
  union: "always" | "measured" | "never";
  byName: boolean; // customers told apart by a name, because the user said so
  group: boolean; // `key` is carried down from records of its own: see `planByCells`
  date: StagedColumn;
  clock: Readonly<{ time: StagedColumn; zone: Column }> | undefined;
  dateOrder: "dmy" | "mdy" | undefined; // where the cells do not say
  zone: "written" | "utc";
  currency: Column;
  ownCurrency: string | null; // of every file of this layout
  rate: Column;
  total: Column; // undefined: quantity x price, or no amounts at all
  more: Sum; // added to the total
  minor: readonly string[]; // headers of columns in minor units
  asksForMinor: boolean;
  taxOnTop: Readonly<{ columns: readonly StagedColumn[]; endsWith: readonly string[] }> | undefined;
  parts: Sum; // what should add up to the total
  quantity: Column;
  price: Column;
  discount: Column; // of quantity x price only
  net: NetPlan;
  converted: Readonly<{ total: StagedColumn; refund: Column; currency: StagedColumn }> | undefined;
  foreign: Column; // currency of the payment, where the total is as converted by the provider
  outstanding: Column;
  giftCards: Column;
  lines: Readonly<{ quantity: StagedColumn; price: StagedColumn }> | undefined;
  product: Column; // where gift cards are told by their name
  summary: Column;
  rows: RowsPlan | undefined;
  status: StatusPlan | undefined;
  refund: Column;
  totalLeft: Column;
  dispute: Readonly<{ amount: StagedColumn; status: Column; date: Column }> | undefined;
  test: Readonly<{ column: StagedColumn; contains: string }> | undefined;
  margin: Column; // of --margin column: or cost:
  firstOrder: Column;
  choices: Readonly<Partial<Record<string, Choice>>>; // for the user: what was taken for what, and why
}>;

/** A staged file and how its columns are read. */
export type Bound = Readonly<{ staged: Staged; plan: Plan }>;

/** Columns that options name. @throws column_missing */
export function optionColumns(
  columns: readonly StagedColumn[],
  { margin, firstOrder }: IntakeRequest,
): Pick<Plan, "margin" | "firstOrder"> {
  const named = (header: string, option: string): StagedColumn => {
    const found = columns.find(({ name }) => norm(name) === norm(header));
    if (found) return found;
    const near = columns.map(({ name }) => name).slice(0, 6);
    throw new UserError("column_missing", words.optionColumnNotThere({ header, option, near }));
  };
  const start = firstOrder === undefined ? undefined : columns.find(({ name }) => norm(name) === norm(firstOrder));
  return {
    margin: margin === undefined || margin.kind === "share" ? undefined : named(margin.column, "--margin"),
    firstOrder: start,
  };
}

/** Bind what the matcher found. */
export function planOfMatch(match: Match, columns: readonly StagedColumn[], request: IntakeRequest): Plan {
  const column = (role: Role): Column => match[role]?.column;
  const { map } = request;
  const [customer, date, first] = [column("customer"), column("date"), columns[0]];
  if (!customer || !date || !first) throw new Error("the matcher gave no customer or no date");
  const email = map.email === "none" ? undefined : column("email");
  const byMap = map.customer !== undefined;
  const total = map.amount === "none" ? undefined : column("amount");
  const multiplied = !total && map.amount !== "none" && column("quantity") && column("unitPrice");
  const status = column("status");
  const order = column("order");
  return {
    ...optionColumns(columns, request),
    layout: "generic",
    grain: order ? "sheet" : "order",
    first,
    order: order ? [order] : [],
    keyList: undefined,
    key: email && email.id !== customer.id && !byMap ? [customer, email] : [customer],
    email: email ? [email] : [],
    union: email && email.id !== customer.id && !byMap ? "measured" : "never",
    byName: byMap && /name|firma|nom\b|nombre|nome|naam|nazwa/iu.test(customer.name),
    group: false,
    date,
    clock: undefined,
    dateOrder: undefined,
    zone: "written",
    currency: column("currency"),
    ownCurrency: null,
    rate: undefined,
    total,
    more: [],
    minor: [],
    asksForMinor: false,
    taxOnTop: undefined,
    parts: [],
    quantity: column("quantity"),
    price: column("unitPrice"),
    discount: multiplied ? column("discount") : undefined,
    net: netOfSheet(column("tax"), column("shipping")),
    converted: undefined,
    foreign: undefined,
    outstanding: undefined,
    giftCards: undefined,
    lines: undefined,
    product: undefined,
    summary: undefined,
    rows: undefined,
    status: status
      ? { columns: [status], words: STATUS_WORDS, parts: [], rest: "unknown", flags: [], unpaidUnless: undefined }
      : undefined,
    refund: column("refund"),
    totalLeft: undefined,
    dispute: undefined,
    test: undefined,
    choices: match,
  };
}

/** One column as a sum, added. */
export const sumOf = (column: Column): Sum => (column ? [{ ...plus(""), column, only: undefined }] : []);

const netOfSheet = (tax: Column, shipping: Column): NetPlan =>
  tax || shipping ? { kind: "minus", tax: sumOf(tax), shipping: sumOf(shipping) } : { kind: "same" };

/** Whether the file has money at all. */
export const planHasAmounts = ({ total, quantity, price }: Plan, map: RoleMap): boolean =>
  map.amount !== "none" && (total !== undefined || (quantity !== undefined && price !== undefined));

/** What `--status` says, by normalised word; it wins over the layout and the shared words. */
export const statusOverrides = (status: IntakeRequest["status"]): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(status).map(([word, meaning]) => [statusKey(word), meaning]));
