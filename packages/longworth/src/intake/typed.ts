/** From text to values, one row per record: what every later query of the intake reads. Money stays unrounded. */
import { ident, list, sql, type Sql } from "../sql/sql.js";
import { symbolCurrency } from "./currencies.js";
import type { RowKind, StatusClass } from "./layout.js";
import type { Plan, Sum } from "./plan.js";
import { kindOf, stateOf, writtenStatus } from "./record-kinds.js";
import type { StagedColumn } from "./staged.js";
import { PLACEHOLDER_KEYS, TOTAL_WORDS } from "./status-words.js";
import {
  either,
  folded,
  isBlank,
  isOneColumn,
  isWord,
  oneOf,
  rarely,
  sumSql,
  text,
  trimmed,
  type Readers,
  type SumContext,
} from "./typed-cells.js";

/** Ids of one column that have something in common: how many records have one, and the first of them. */
export type IdMarks = Readonly<{ column: StagedColumn; records: number; record: number; value: string }>;
/** Mangled ids that were mended: `table` has `cell` and what it `meant`. */
export type Mended = IdMarks & Readonly<{ table: string; meant: string }>;

/** What a spreadsheet put on ids: `17850.0`, `'17850`, `="17850"`, on so many of the filled ones. */
export type Repair = Readonly<{ kind: "dot zero" | "apostrophe" | "formula"; ids: number; of: number }>;

/** What the facts of whole columns decided before the records are typed. */
export type TypedOptions = Readonly<{
  records: string; // table: record, file, c1, c2, …
  columns: readonly StagedColumn[]; // all of them, for finding records that repeat another exactly
  plan: Plan;
  readers: Readers;
  amounts: boolean; // the file has money
  overrides: Readonly<Record<string, string>>; // --status
  keepCase: boolean;
  normalizeIds: boolean; // keys are composed (NFC)
  repairs: Readonly<Record<string, Repair>>; // by id of a key or order column
  mended: readonly Mended[];
  damaged: readonly StagedColumn[]; // key and order columns with ids that look like 1.03E+19
  symbols: boolean; // amounts stand with a currency's symbol
  hashed: boolean; // records can repeat, so that a digest of each is worth its bytes
}>;

/** The columns of `typed`, in order: those that the plan has. */
export type Fields = Readonly<Record<string, Sql>>;

/** Cells that say "nothing here", as numbers. */
const EMPTY = ["", "-", "--", "—", "n/a", "null", "#n/a"];

/** The cell says something, and it is no number. @param value  the number that was read */
const unreadable = (column: StagedColumn, value: Sql): Sql => {
  const filled =
    column.type === "text" ? sql`NOT ${isWord(folded(column), EMPTY)}` : sql`${ident(column.id)} IS NOT NULL`;
  return rarely(sql`${value} IS NULL`, filled);
};

/**
 * typed: one row per record, its values, its currency, what its status says, and `base`, the fate that its own cells give
 * it. Checks of text stand inside CASE, so that they run for the few records whose value is missing.
 */
export function typed(options: TypedOptions): Sql {
  const fields = fieldsOf(options);
  const values = Object.entries(fields).map(([name, value]) => sql`${value} AS ${ident(name)}`);
  const raw = rawColumns(options).map(({ id }) => ident(id));
  return sql`SELECT record, file, ${list(Object.keys(fields).map(ident))}, ${baseCode(options)} AS base
FROM (
  SELECT record, file,
    ${list(
      [...values, ...raw],
      sql`,
    `,
    )}
  FROM ${ident(options.records)}
) AS cells`;
}

/** Cells that `base` looks at. */
function rawColumns({ plan, damaged }: TypedOptions): readonly StagedColumn[] {
  const { first, date, key, total, test } = plan;
  const all = [
    ...damaged,
    first,
    date,
    ...key,
    total,
    ...moneyColumns(plan).map(([column]) => column),
    test?.column,
  ].filter((column) => column !== undefined);
  return all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i);
}

type MoneyColumn = readonly [column: StagedColumn, field: string | undefined];

/** Columns whose cells must be numbers when they are filled, and the field that is their number where there is one. */
function moneyColumns({
  total,
  more,
  rate,
  rows,
  quantity,
  price,
  refund,
  net,
  giftCards,
}: Plan): readonly MoneyColumn[] {
  const isWritten = !rate && rows?.positive !== true; // the field is the cell's number
  const one = (column: StagedColumn | undefined, field?: string): readonly MoneyColumn[] =>
    column ? [[column, isWritten ? field : undefined]] : [];
  const sum = (terms: Sum, field?: string): readonly MoneyColumn[] =>
    terms.flatMap((term) => one(term.column, isOneColumn(terms) ? field : undefined));
  const parts = net.kind === "same" ? [] : [...sum(net.tax, "tax"), ...sum(net.shipping, "shipping")];
  const sold = total
    ? one(total, more.length === 0 ? "total" : undefined)
    : [...one(quantity, "quantity"), ...one(price)];
  const given = net.kind === "sum" ? sum(net.net, "net_value") : [];
  return [
    ...sold,
    ...one(refund, "refund"),
    ...parts,
    ...given,
    ...sum(more),
    ...one(giftCards, "gift_card"),
    ...one(rate),
  ];
}

/** The values of a record, by name. */
export function fieldsOf(options: TypedOptions): Fields {
  const { plan, readers, amounts, hashed, columns } = options;
  const { order, email, margin, firstOrder, rows, status, summary } = plan;
  const number = numberField(readers);
  return {
    customer: customerKey(options, false),
    ...(email.length > 0 ? { key_raw: customerKey(options, true), email: emailKey(options) } : {}),
    ...(order.length > 0 ? { order_id: firstFilled(order, options) } : {}),
    ...(order.length > 1 ? { order_name: firstFilled(order.slice(-1), options) } : {}),
    day: readers.day(plan.date),
    ...(amounts ? moneyFields(options) : {}),
    ...number(margin, "margin_value"),
    ...(firstOrder ? { first_day: readers.day(firstOrder) } : {}),
    ...currencyField(options),
    ...(rows ? { row_kind: kindOf(rows, options.overrides) } : {}),
    ...(rows?.order && amounts
      ? { ref: firstFilled([rows.order], options), is_foreign: sql`false`, is_matched: sql`false` }
      : {}),
    ...(summary ? { is_summary: isBlank(summary) } : {}),
    ...(status ? { state: stateOf(status, options.overrides), status_text: writtenStatus(status.columns) } : {}),
    ...(hashed ? { h: readers.dialect.rowHash(columns.map(({ id }) => ident(id))) } : {}),
  };
}

const numberField =
  (readers: Readers) =>
  (column: StagedColumn | undefined, name: string): Fields =>
    column ? { [name]: readers.number(column) } : {};

/** Everything that is money or counts pieces. */
function moneyFields(options: TypedOptions): Fields {
  const { plan, readers } = options;
  const { net, outstanding, dispute, quantity, price, lines, parts, giftCards, more, taxOnTop, product } = plan;
  const number = numberField(readers);
  const context = sumContext(options);
  const sum = (terms: Sum, name: string): Fields =>
    terms.length === 0 ? {} : { [name]: inOwnMoney(sumSql(terms, context), options) };
  const multiplied =
    quantity && price && plan.total ? sql`${readers.number(quantity)} * ${readers.number(price)}` : undefined;
  const total = totalOf(plan, readers);
  return {
    total: inOwnMoney(more.length === 0 ? total : money(sql`${total} + ${sumSql(more, context)}`), options),
    ...(multiplied ? { multiplied } : {}),
    ...number(quantity, "quantity"),
    ...(net.kind === "same" ? {} : { ...sum(net.tax, "tax"), ...sum(net.shipping, "shipping") }),
    ...(net.kind === "tax_mode" ? { ...number(net.subtotal, "subtotal"), ...number(net.duties, "duties") } : {}),
    ...(net.kind === "sum" ? sum(net.net, "net_value") : {}),
    ...refundField(options),
    ...number(outstanding, "outstanding"),
    ...number(giftCards, "gift_card"),
    ...sum(parts, "expected"),
    ...(taxOnTop ? { is_on_top: context.isOnTop } : {}),
    ...(dispute ? disputeFields(dispute, readers) : {}),
    ...(lines && product ? { is_gift_card: isGiftCard(product) } : {}),
    ...(lines ? { line_money: sql`${readers.number(lines.quantity)} * ${readers.number(lines.price)}` } : {}),
    ...(plan.foreign && plan.currency
      ? { is_foreign: sql`${currencyKey(plan.foreign)} <> ${currencyKey(plan.currency)}` }
      : {}),
  };
}

/** What shops call a gift card, in seven languages. */
const GIFT_CARDS =
  "gift card, giftcard, gift voucher, geschenkkarte, geschenkgutschein, carte cadeau, tarjeta regalo, tarjeta de regalo, carta regalo, buono regalo, cadeaubon, cadeaukaart, karta podarunkowa".split(
    ", ",
  );

const isGiftCard = (product: StagedColumn): Sql =>
  either(GIFT_CARDS.map((name) => sql`position(${name} IN ${folded(product)}) > 0`));

function sumContext({ plan: { taxOnTop, order }, readers }: TypedOptions): SumContext {
  const ends = (taxOnTop?.columns ?? []).flatMap((column) =>
    (taxOnTop?.endsWith ?? []).map((end) => sql`${folded(column)} LIKE ${`%${end}`}`),
  );
  const [first] = order;
  const isFirst = first ? sql`row_number() OVER (PARTITION BY trim(${text(first)}) ORDER BY record) = 1` : sql`true`;
  return { readers, isOnTop: ends.length === 0 ? sql`false` : sql`(${either(ends)})`, isFirst };
}

/** In the shop's currency, and below zero for a refund that is written without a minus. */
function inOwnMoney(value: Sql, { plan: { rate, rows }, readers, overrides }: TypedOptions): Sql {
  const own = rate
    ? sql`CASE WHEN coalesce(${readers.number(rate)}, 0) > 0 THEN round((${value}) / ${readers.number(rate)}, 4) ELSE ${value} END`
    : value;
  if (rows?.positive !== true) return own === value ? value : money(own);
  return money(sql`CASE WHEN ${kindOf(rows, overrides)} = 'refund' THEN -abs(${own}) ELSE ${own} END`);
}

const money = (value: Sql): Sql => sql`CAST(${value} AS DECIMAL(18, 4))`;

function refundField(options: TypedOptions): Fields {
  const { plan, readers } = options;
  const { refund, totalLeft, total } = plan;
  if (refund)
    return { refund: plan.rate ? inOwnMoney(sql`abs(${readers.number(refund)})`, options) : readers.number(refund) };
  if (!totalLeft || !total) return {};
  const left = readers.number(totalLeft);
  return { refund: sql`${readers.number(total)} - coalesce(${left}, ${readers.number(total)})` };
}

function disputeFields({ amount, status, date }: NonNullable<Plan["dispute"]>, readers: Readers): Fields {
  const won = status
    ? sql`${oneOf(folded(status), ["won", "warning_closed", "warning_needs_response", "warning_under_review"])}`
    : sql`false`;
  return {
    dispute: sql`CASE WHEN ${won} THEN NULL ELSE ${readers.number(amount)} END`,
    dispute_day: date ? readers.day(date) : sql`CAST(NULL AS DATE)`,
  };
}

function totalOf({ total, quantity, price, discount }: Plan, readers: Readers): Sql {
  if (total) return readers.number(total);
  if (!quantity || !price) throw new Error("a plan with amounts has neither amount nor price");
  const product = sql`${readers.number(quantity)} * ${readers.number(price)}`;
  const less = discount ? sql` - coalesce(${readers.number(discount)}, 0)` : sql``;
  return sql`TRY_CAST(round(${product}${less}, 4) AS DECIMAL(18, 4))`;
}

/**
 * The first filled key, else NULL; where there are several columns, one that names nobody ("guest") leaves it to the next.
 * A key that is an address is trimmed, lower-cased and composed.
 */
function customerKey(options: TypedOptions, raw: boolean): Sql {
  const { plan, keepCase, normalizeIds, readers } = options;
  const keys = plan.key.map((column) => {
    const value = firstOfList(repaired(column, options), plan.keyList);
    const address = plan.email.includes(column) && !raw && !keepCase;
    const composed = normalizeIds ? readers.dialect.nfc(value) : value;
    const key = address ? readers.dialect.nfc(sql`lower(trim(${value}))`) : composed;
    if (column.type !== "text") return key;
    if (plan.key.length === 1 && !plan.rows?.order)
      return sql`CASE WHEN ${text(column)} < '!' THEN CASE WHEN ${trimmed(column)} = '' THEN NULL ELSE ${key} END ELSE ${key} END`;
    const said = column.id in options.repairs ? sql`lower(trim(coalesce(${value}, '')))` : folded(column);
    return sql`CASE WHEN ${said} = '' OR ${oneOf(said, PLACEHOLDER_KEYS)} THEN NULL ELSE ${key} END`;
  });
  if (keys.length === 0) return sql`CAST(NULL AS VARCHAR)`;
  return keys.length === 1 && keys[0] ? keys[0] : sql`coalesce(${list(keys)})`;
}

const firstOfList = (value: Sql, separator: string | undefined): Sql =>
  separator === undefined ? value : sql`trim(split_part(${value}, ${separator}, 1))`;

/** The record's address as a key, NULL when it has none: customers of one address are one customer. */
function emailKey({ plan, readers, keepCase }: TypedOptions): Sql {
  const all = plan.email.map((column) => {
    const address = keepCase ? trimmed(column) : readers.dialect.nfc(sql`lower(${trimmed(column)})`);
    return sql`CASE WHEN ${trimmed(column)} LIKE '%_@_%' THEN ${address} END`;
  });
  return all.length === 1 && all[0] ? all[0] : sql`coalesce(${list(all)})`;
}

function repaired(column: StagedColumn, { repairs, mended }: Pick<TypedOptions, "repairs" | "mended">): Sql {
  const meanings = mended.find((each) => each.column.id === column.id);
  const value = meanings
    ? sql`coalesce((SELECT meant FROM ${ident(meanings.table)} AS meanings WHERE meanings.cell = ${text(column)}), ${text(column)})`
    : text(column);
  const { kind } = repairs[column.id] ?? {};
  if (kind === "dot zero") return sql`regexp_replace(${value}, '\\.0$', '')`;
  if (kind === "formula") return sql`regexp_replace(${value}, '^="(.*)"$', '\\1')`;
  return kind === "apostrophe" ? sql`regexp_replace(${value}, '^''', '')` : value;
}

/** The first cell that says something; an id that a spreadsheet has rounded says nothing. */
function firstFilled(
  columns: readonly StagedColumn[],
  options: Pick<TypedOptions, "repairs" | "damaged" | "mended">,
): Sql {
  const filled = columns.map((column) => {
    const lost = options.damaged.includes(column) ? sql` OR ${looksDamaged(column)}` : sql``;
    return sql`CASE WHEN ${isBlank(column)}${lost} THEN NULL ELSE trim(${repaired(column, options)}) END`;
  });
  return filled.length === 1 && filled[0] ? filled[0] : sql`coalesce(${list(filled)})`;
}

const currencyKey = (column: StagedColumn): Sql => {
  const code = sql`upper(${trimmed(column)})`;
  return sql`CASE ${code} WHEN '' THEN NULL WHEN '€' THEN 'EUR' WHEN '£' THEN 'GBP' WHEN 'ZŁ' THEN 'PLN' ELSE ${code} END`;
};

/** The currency of a record: its column, else the symbol of its amount. */
function currencyField({ plan: { currency, rate, total }, readers, symbols }: TypedOptions): Fields {
  if (!currency) return symbols && total?.type === "text" ? { currency: symbolCurrency(text(total)) } : {};
  const code = currencyKey(currency);
  return { currency: rate ? sql`CASE WHEN coalesce(${readers.number(rate)}, 1) = 1 THEN ${code} END` : code };
}

/** `1.03E+19`: a spreadsheet has rounded the id. `1E5` is an id. */
export const looksDamaged = (column: StagedColumn): Sql =>
  sql`(upper(${text(column)}) LIKE '_.%E+%' OR upper(${text(column)}) LIKE '_,%E+%') AND substr(${text(column)}, 1, 1) BETWEEN '0' AND '9'`;

/** The key is damaged, or the only order id that the record has. */
function lostIds({ plan: { key, order }, damaged }: TypedOptions): Sql {
  const keys = key.filter((column) => damaged.includes(column)).map(looksDamaged);
  const orders = order.filter((column) => damaged.includes(column));
  return either([
    ...keys,
    ...(orders.length > 0 ? [sql`order_id IS NULL AND ${either(orders.map(looksDamaged))}`] : []),
  ]);
}

/** A title, a total, a footer, a header again, or nothing at all. */
function footer({ plan: { first, date, key, order, total, grain, group } }: TypedOptions): Sql {
  if (group) return isBlank(date);
  const isDate = first.id === date.id; // where the word stands in the column of dates
  const word = sql`${isWord(sql`trim(replace(${folded(first)}, ':', ''))`, TOTAL_WORDS)}`;
  const labelled = first.type !== "text" ? sql`false` : isDate ? word : sql`${word} AND ${isBlank(date)}`;
  const isOrderless = order.length > 0 ? [sql`order_id IS NULL`] : [];
  const bare = [...[first, date, ...key].map(isBlank), ...isOrderless]; // sums below their columns
  const sums = total ? sql` OR (${list(bare, sql` AND `)} AND NOT ${isBlank(total)})` : sql``;
  const said = sql`(${labelled})${sums}`;
  const header = date.type === "text" ? sql` OR coalesce(${text(date)}, '') = ${date.name}` : sql``;
  if (grain === "head") return sql`(${said}${header})`; // there, a record without order cells continues the order above
  const nothing = list([...key, first, date, ...(total ? [total] : [])].map(isBlank), sql` AND `);
  return sql`(${said}${header} OR (${nothing}))`;
}

function badNumber(options: TypedOptions): Sql {
  const { plan, amounts, readers } = options;
  const money = amounts ? moneyColumns(plan) : [];
  return money.length === 0
    ? sql`false`
    : either(
        money.map(([column, name]) => unreadable(column, name === undefined ? readers.number(column) : ident(name))),
      );
}

/** States that set a record aside, and the code of each. */
const STATE_CODES: Readonly<Partial<Record<StatusClass | "unknown" | "test", string>>> = {
  cancelled: "cancelled",
  unpaid: "unpaid",
  failed: "failed",
  fraud: "fraud",
  not_won: "not_won",
  unknown: "unknown_status",
  test: "test_order",
};

const ROW_CODES: Readonly<Partial<Record<RowKind, string>>> = {
  other: "non_sale_row",
  conversion: "non_sale_row",
  line: "continuation",
  unknown: "unknown_status",
};

/** Records that are no sale, by their kind or because the shop itself paid. */
function rowCodes({ negativeSales }: NonNullable<Plan["rows"]>, amounts: boolean): readonly Sql[] {
  const kinds = Object.entries(ROW_CODES).map(([kind, code]) => sql`WHEN row_kind = ${kind} THEN ${code}`);
  return negativeSales && amounts ? [...kinds, sql`WHEN row_kind = 'sale' AND total < 0 THEN 'non_sale_row'`] : kinds;
}

/** The fate that the record's own cells give it: '' when they say nothing against it. The first condition wins. */
function baseCode(options: TypedOptions): Sql {
  const { plan, damaged, readers, amounts } = options;
  const { grain, date, total, test } = plan;
  const whens = [sql`WHEN ${rarely(sql`day IS NULL`, footer(options))} THEN 'total_row'`];
  if (grain === "head")
    whens.push(sql`WHEN ${total ? sql`${isBlank(total)} OR ` : sql``}${isBlank(date)} THEN 'continuation'`);
  if (plan.rows) whens.push(...rowCodes(plan.rows, amounts));
  if (test) whens.push(sql`WHEN position(${test.contains} IN ${folded(test.column)}) > 0 THEN 'test_order'`);
  if (plan.status)
    whens.push(...Object.entries(STATE_CODES).map(([state, code]) => sql`WHEN state = ${state} THEN ${code}`));
  whens.push(
    sql`WHEN day IS NULL THEN CASE WHEN ${readers.isPlaceholder(date)} THEN 'date_placeholder' ELSE 'date_unreadable' END`,
  );
  whens.push(sql`WHEN ${badNumber(options)} THEN 'number_unreadable'`);
  if (damaged.length > 0) whens.push(sql`WHEN ${lostIds(options)} THEN 'id_damaged'`);
  return sql`CASE ${list(
    whens,
    sql`
    `,
  )}
    ELSE '' END`;
}
