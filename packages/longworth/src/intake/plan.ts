/** How a table of records becomes orders: which column plays which part. Made from a known layout or by the matcher. */
import { UserError } from "../errors.js";
import { problems as words } from "../words/en/problems.js";
import { norm } from "./header-words.js";
import type { Grain, OrdersLayout, StatusClass } from "./layout.js";
import { columnNamed, type Choice, type Match, type RoleMap } from "./matcher.js";
import type { IntakeRequest } from "./request.js";
import type { StagedColumn } from "./staged.js";
import { STATUS_WORDS, statusKey } from "./status-words.js";
import type { Role } from "./synonyms.js";

type Column = StagedColumn | undefined;

export type NetPlan =
  | Readonly<{ kind: "tax_mode"; subtotal: StagedColumn; shipping: Column; tax: Column; duties: Column }>
  | Readonly<{ kind: "minus"; tax: Column; shipping: Column }>
  | Readonly<{ kind: "column"; column: StagedColumn; tax: Column; shipping: Column }>
  | Readonly<{ kind: "same" }>;

export type StatusPlan = Readonly<{
  column: StagedColumn;
  words: Readonly<Record<string, StatusClass>>;
  cancelledWhenFilled: Column;
  falseIsUnpaid: Column;
  unpaidUnless: Readonly<{ column: StagedColumn; value: string }> | undefined;
}>;

export type Plan = Readonly<{
  layout: string;
  grain: Grain | "sheet"; // sheet: the values decide
  first: StagedColumn; // first column of the file: where footers say "Total"
  order: readonly StagedColumn[];
  key: readonly StagedColumn[];
  email: readonly StagedColumn[]; // those of `key` that hold addresses
  union: "always" | "measured" | "never";
  byName: boolean; // customers told apart by a name, because the user said so
  date: StagedColumn;
  zone: "written" | "utc";
  currency: Column;
  total: Column; // undefined: quantity x price, or no amounts at all
  quantity: Column;
  price: Column;
  discount: Column; // of quantity x price only
  net: NetPlan;
  converted: Readonly<{ total: StagedColumn; refund: Column; currency: StagedColumn }> | undefined;
  outstanding: Column;
  lines: Readonly<{ quantity: StagedColumn; price: StagedColumn }> | undefined;
  status: StatusPlan | undefined;
  refund: Column;
  dispute: Readonly<{ amount: StagedColumn; status: Column; date: Column }> | undefined;
  test: Readonly<{ column: StagedColumn; contains: string }> | undefined;
  margin: Column; // of --margin column: or cost:
  firstOrder: Column;
  choices: Readonly<Partial<Record<string, Choice>>>; // for the user: what was taken for what, and why
}>;

/** Bind a known layout to the columns of the file; `--map` wins. @throws column_missing */
export function planOf(layout: OrdersLayout, columns: readonly StagedColumn[], request: IntakeRequest): Plan {
  const { map } = request;
  const find = (header: string | undefined): Column =>
    header === undefined ? undefined : columns.find(({ name }) => norm(name) === header);
  const all = (headers: readonly string[]): readonly StagedColumn[] =>
    headers.map(find).filter((column) => column !== undefined);
  const pick = (role: string, header: string | undefined): Column => {
    const said = map[role];
    if (said === "none") return undefined;
    return said === undefined ? find(header) : columnNamed(said, columns, role);
  };
  const key = map.customer === undefined ? all(layout.key) : [columnNamed(map.customer, columns, "customer")];
  const email = all(layout.email).filter((column) => key.includes(column));
  const date = map.date === undefined ? all(layout.date)[0] : columnNamed(map.date, columns, "date");
  const first = columns[0];
  if (!date || !first) throw new Error(`${layout.id} was detected without its date`);
  const order = map.order === undefined ? all(layout.order) : [columnNamed(map.order, columns, "order")];
  const total = pick("amount", layout.total);
  return {
    ...options(columns, request),
    layout: layout.id,
    grain: layout.grain,
    first,
    order,
    key,
    email: map.email === undefined ? email : [columnNamed(map.email, columns, "email")],
    union: map.customer === undefined ? layout.union : "never",
    byName: false,
    date,
    zone: layout.zone,
    currency: pick("currency", layout.currency[0]),
    total,
    quantity: undefined,
    price: undefined,
    discount: undefined,
    net: netOf(layout, pick),
    converted: convertedOf(layout, find),
    outstanding: find(layout.outstanding),
    lines: linesOf(layout, find),
    status: statusOf(layout, pick("status", layout.status?.column), find),
    refund: pick("refund", layout.refund),
    dispute: disputeOf(layout, find),
    test: testOf(layout, find),
    choices: choicesOf({
      customer: key[0],
      date,
      amount: total,
      order: order[0],
      currency: pick("currency", layout.currency[0]),
      status: find(layout.status?.column),
      refund: find(layout.refund),
    }),
  };
}

const choicesOf = (columns: Readonly<Record<string, Column>>): Plan["choices"] =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([role, column]) =>
      column ? [[role, { column, score: 1, reason: "layout" }] as const] : [],
    ),
  );

type Find = (header: string | undefined) => Column;

function netOf({ net }: OrdersLayout, pick: (role: string, header: string | undefined) => Column): NetPlan {
  if (net.kind === "tax_mode") {
    const subtotal = pick("net", net.subtotal);
    const [shipping, tax] = [pick("shipping", net.shipping), pick("tax", net.tax)];
    return subtotal
      ? { kind: "tax_mode", subtotal, shipping, tax, duties: pick("duties", net.duties) }
      : { kind: "minus", tax, shipping };
  }
  return { kind: "same" };
}

function convertedOf({ converted }: OrdersLayout, find: Find): Plan["converted"] {
  const [total, currency] = [find(converted?.total), find(converted?.currency)];
  return total && currency ? { total, currency, refund: find(converted?.refund) } : undefined;
}

function linesOf({ lines }: OrdersLayout, find: Find): Plan["lines"] {
  const [quantity, price] = [find(lines?.quantity), find(lines?.price)];
  return quantity && price ? { quantity, price } : undefined;
}

function statusOf({ status }: OrdersLayout, column: Column, find: Find): StatusPlan | undefined {
  if (!status || !column) return undefined;
  const unless = find(status.unpaidUnless?.column);
  return {
    column,
    words: status.words,
    cancelledWhenFilled: find(status.cancelledWhenFilled),
    falseIsUnpaid: find(status.falseIsUnpaid),
    unpaidUnless: unless && status.unpaidUnless ? { column: unless, value: status.unpaidUnless.value } : undefined,
  };
}

function disputeOf({ dispute }: OrdersLayout, find: Find): Plan["dispute"] {
  const amount = find(dispute?.amount);
  return amount ? { amount, status: find(dispute?.status), date: find(dispute?.date) } : undefined;
}

function testOf({ test }: OrdersLayout, find: Find): Plan["test"] {
  const column = find(test?.column);
  return column && test ? { column, contains: test.contains } : undefined;
}

/** Columns that options name. @throws column_missing */
function options(
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
    ...options(columns, request),
    layout: "generic",
    grain: order ? "sheet" : "order",
    first,
    order: order ? [order] : [],
    key: email && email.id !== customer.id && !byMap ? [customer, email] : [customer],
    email: email ? [email] : [],
    union: email && email.id !== customer.id && !byMap ? "measured" : "never",
    byName: byMap && /name|firma|nom\b|nombre|nome|naam|nazwa/iu.test(customer.name),
    date,
    zone: "written",
    currency: column("currency"),
    total,
    quantity: column("quantity"),
    price: column("unitPrice"),
    discount: multiplied ? column("discount") : undefined,
    net: netOfSheet(column("tax"), column("shipping")),
    converted: undefined,
    outstanding: undefined,
    lines: undefined,
    status: status
      ? {
          column: status,
          words: STATUS_WORDS,
          cancelledWhenFilled: undefined,
          falseIsUnpaid: undefined,
          unpaidUnless: undefined,
        }
      : undefined,
    refund: column("refund"),
    dispute: undefined,
    test: undefined,
    choices: match,
  };
}

const netOfSheet = (tax: Column, shipping: Column): NetPlan =>
  tax || shipping ? { kind: "minus", tax, shipping } : { kind: "same" };

/** Whether the file has money at all. */
export const planHasAmounts = ({ total, quantity, price }: Plan, map: RoleMap): boolean =>
  map.amount !== "none" && (total !== undefined || (quantity !== undefined && price !== undefined));

/** What `--status` says, by normalised word; it wins over the layout and the shared words. */
export const statusOverrides = (status: IntakeRequest["status"]): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(status).map(([word, meaning]) => [statusKey(word), meaning]));
