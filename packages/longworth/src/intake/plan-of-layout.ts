/** Binds a known layout to the columns of a file. */
import { UserError } from "../errors.js";
import { problems as words } from "../words/en/problems.js";
import { norm, unjoined } from "./header-words.js";
import type { OrdersLayout, Term } from "./layout.js";
import { columnNamed } from "./matcher.js";
import { optionColumns, sumOf, type Column, type NetPlan, type Plan, type StatusPlan, type Sum } from "./plan.js";
import type { IntakeRequest } from "./request.js";
import type { StagedColumn } from "./staged.js";
import { statusKey } from "./status-words.js";

/** The column of a header, written `a|b`; undefined when the file has none of them. */
type Find = (header: string | undefined) => Column;
/** The same for a role that `--map` may give to another column, or to none. */
type Pick = (role: string, header: string | undefined) => Column;

/** `--map` wins. @throws column_missing */
export function planOf(
  layout: OrdersLayout,
  columns: readonly StagedColumn[],
  request: IntakeRequest & Readonly<{ place?: string }>,
): Plan {
  const { map } = request;
  const find = finder(columns);
  const pick: Pick = (role, header) => {
    const said = map[role];
    if (said === "none") return undefined;
    return said === undefined ? find(header) : columnNamed(said, columns, role);
  };
  const all = (headers: readonly string[]): readonly StagedColumn[] =>
    headers.map(find).filter((column) => column !== undefined);
  const named = (role: string, headers: readonly string[]): readonly StagedColumn[] => {
    const said = map[role];
    return said === undefined ? all(headers) : [columnNamed(said, columns, role)];
  };
  const { key, byName } = keysOf(layout, { find, named, map, place: request.place });
  const email = all(layout.email).filter((column) => key.includes(column));
  const [date] = named("date", layout.date);
  const [first] = columns;
  if (!date || !first) throw new Error(`${layout.id} was detected without its date`);
  const order = named("order", layout.order);
  const [main, ...rest] = layout.total;
  const total = pick("amount", main?.column);
  const currency = pick("currency", layout.currency.join("|"));
  const status = statusOf(layout, { pick, find });
  const refund = pick("refund", layout.refund);
  const { id, grain, zone, group = false } = layout;
  return {
    ...optionColumns(columns, request),
    layout: id,
    grain,
    first,
    order,
    key,
    keyList: map.customer === undefined ? layout.keyList : undefined,
    email: map.email === undefined ? email : [columnNamed(map.email, columns, "email")],
    union: map.customer === undefined ? layout.union : "never",
    byName,
    group: group && map.customer === undefined,
    date,
    ...datesOf(layout, find),
    zone,
    currency,
    ownCurrency: layout.ownCurrency ?? null,
    rate: find(layout.rate),
    total,
    more: map.amount === undefined ? boundSum(rest, find) : [],
    minor: all(layout.minor ?? []).map(({ name }) => name),
    asksForMinor: layout.asksForMinor ?? false,
    taxOnTop: layout.taxOnTop ? { ...layout.taxOnTop, columns: all(layout.taxOnTop.columns) } : undefined,
    parts: boundSum(layout.parts ?? [], find),
    quantity: total ? undefined : find(layout.units?.quantity),
    price: total ? undefined : find(layout.units?.price),
    discount: undefined,
    net: netOf(layout, { pick, find, map }),
    converted: convertedOf(layout, find),
    foreign: undefined,
    outstanding: find(layout.outstanding),
    giftCards: find(layout.giftCards),
    lines: linesOf(layout, find),
    product: find(layout.product),
    summary: find(layout.summary),
    rows: rowsOf(layout, find),
    status,
    refund,
    totalLeft: refund ? undefined : find(layout.totalLeft),
    dispute: disputeOf(layout, find),
    test: testOf(layout, find),
    choices: choicesOf({
      customer: key[0],
      date,
      amount: total,
      order: order[0],
      currency,
      status: status?.columns[0],
      refund,
    }),
  };
}

const finder = (columns: readonly StagedColumn[]): Find => {
  const named = columns.toReversed().map((column) => [norm(column.name), column] as const);
  const byName = new Map([...named.map(([name, column]) => [unjoined(name), column] as const), ...named]);
  return (header) =>
    header
      ?.split("|")
      .map((name) => byName.get(name))
      .find((column) => column !== undefined);
};

type Keys = Readonly<{
  find: Find;
  named: (role: string, headers: readonly string[]) => readonly StagedColumn[];
  map: IntakeRequest["map"];
  place: string | undefined; // of the header, for errors
}>;

/** Who bought. @throws column_missing for a layout that should say so and a file that does not, or only by name */
function keysOf(
  layout: OrdersLayout,
  { find, named, map, place }: Keys,
): Readonly<{ key: readonly StagedColumn[]; byName: boolean }> {
  const name = find(layout.name);
  const key = named("customer", layout.key);
  if (key.length > 0) return { key, byName: map.customer !== undefined && key[0] === name };
  if (name) throw new UserError("column_missing", words.customerByNameOnly({ column: name.name }), { place });
  if (layout.keyless || layout.group) return { key, byName: false };
  const wanted = layout.key.map((header) => header.split("|")[0] ?? header);
  throw new UserError("column_missing", words.withoutCustomer({ layout: layout.id, wanted }), { place });
}

const choicesOf = (columns: Readonly<Record<string, Column>>): Plan["choices"] =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([role, column]) =>
      column ? [[role, { column, score: 1, reason: "layout" }] as const] : [],
    ),
  );

const boundSum = (terms: readonly Term[], find: Find): Sum =>
  terms.flatMap((term) => {
    const column = find(term.column);
    const where = find(term.only?.column);
    const only = where && term.only ? { ...term.only, column: where } : undefined;
    return column ? [{ ...term, column, only }] : [];
  });

function datesOf(
  { clock, dateOrder = [] }: OrdersLayout,
  find: Find,
): { clock: Plan["clock"]; dateOrder: Plan["dateOrder"] } {
  const time = find(clock?.time);
  return {
    clock: time ? { time, zone: find(clock?.zone) } : undefined,
    dateOrder: dateOrder.find(({ has }) => find(has))?.order,
  };
}

function netOf(
  { net }: OrdersLayout,
  { pick, find, map }: Readonly<{ pick: Pick; find: Find; map: IntakeRequest["map"] }>,
): NetPlan {
  if (net.kind === "same") return net;
  if (net.kind === "tax_mode") {
    const subtotal = pick("net", net.subtotal);
    const [shipping, tax] = [sumOf(pick("shipping", net.shipping)), sumOf(pick("tax", net.tax))];
    return subtotal
      ? { kind: "tax_mode", subtotal, shipping, tax, duties: pick("duties", net.duties) }
      : minusOf(tax, shipping);
  }
  const part = (role: string, terms: readonly Term[] = []): Sum =>
    map[role] === undefined ? boundSum(terms, find) : sumOf(pick(role, undefined));
  const [tax, shipping] = [part("tax", net.tax), part("shipping", net.shipping)];
  if (net.kind === "minus") return minusOf(tax, shipping);
  const isThere = find(net.net[0]?.column) !== undefined;
  const written = isThere ? boundSum(net.net, find) : [];
  const said = map.net === undefined ? written : sumOf(pick("net", undefined));
  return said.length > 0 ? { kind: "sum", net: said, tax, shipping } : minusOf(tax, shipping);
}

const minusOf = (tax: Sum, shipping: Sum): NetPlan =>
  tax.length + shipping.length > 0 ? { kind: "minus", tax, shipping } : { kind: "same" };

function convertedOf({ converted }: OrdersLayout, find: Find): Plan["converted"] {
  const [total, currency] = [find(converted?.total), find(converted?.currency)];
  return total && currency ? { total, currency, refund: find(converted?.refund) } : undefined;
}

function linesOf({ lines }: OrdersLayout, find: Find): Plan["lines"] {
  const [quantity, price] = [find(lines?.quantity), find(lines?.price)];
  return quantity && price ? { quantity, price } : undefined;
}

function rowsOf({ rows = [], refundRows, negativeSales }: OrdersLayout, find: Find): Plan["rows"] {
  const rules = rows.flatMap((rule) => {
    const column = find(rule.column);
    return column ? [{ ...rule, column }] : [];
  });
  if (rules.length === 0 && !negativeSales) return undefined;
  const { order, customer, positive = false } = refundRows ?? {};
  return { rules, order: find(order), takesCustomer: customer !== undefined, positive, negativeSales };
}

function statusOf(
  { status }: OrdersLayout,
  { pick, find }: Readonly<{ pick: Pick; find: Find }>,
): StatusPlan | undefined {
  if (!status) return undefined;
  const [first, ...others] = status.columns;
  const columns = [pick("status", first), ...others.map(find)].filter((column) => column !== undefined);
  const flags = (status.flags ?? []).flatMap((flag) => {
    const column = find(flag.column);
    return column ? [{ ...flag, column }] : [];
  });
  if (columns.length === 0 && flags.length === 0) return undefined;
  const unless = find(status.unpaidUnless?.column);
  return {
    columns,
    words: Object.fromEntries(Object.entries(status.words).map(([word, says]) => [statusKey(word), says])),
    parts: status.parts ?? [],
    rest: status.rest ?? "unknown",
    flags,
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
