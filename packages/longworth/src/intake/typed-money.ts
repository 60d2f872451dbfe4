/** Money and pieces of a record, in the shop's currency. */
import { sql, type Sql } from "../sql/sql.js";
import { symbolCurrency } from "./currencies.js";
import type { Plan, Sum } from "./plan.js";
import { kindOf } from "./record-kinds.js";
import type { StagedColumn } from "./staged.js";
import { either, folded, oneOf, sumSql, text, trimmed, type Readers, type SumContext } from "./typed-cells.js";
import type { Fields, TypedOptions } from "./typed-options.js";

export const numberField =
  (readers: Readers) =>
  (column: StagedColumn | undefined, name: string): Fields =>
    column ? { [name]: readers.number(column) } : {};

/** Everything that is money or counts pieces. */
export function moneyFields(options: TypedOptions): Fields {
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

const currencyKey = (column: StagedColumn): Sql => {
  const code = sql`upper(${trimmed(column)})`;
  return sql`CASE ${code} WHEN '' THEN NULL WHEN '€' THEN 'EUR' WHEN '£' THEN 'GBP' WHEN 'ZŁ' THEN 'PLN' ELSE ${code} END`;
};

/** The currency of a record: its column, else the symbol of its amount. */
export function currencyField({ plan: { currency, rate, total }, readers, symbols }: TypedOptions): Fields {
  if (!currency) return symbols && total?.type === "text" ? { currency: symbolCurrency(text(total)) } : {};
  const code = currencyKey(currency);
  return { currency: rate ? sql`CASE WHEN coalesce(${readers.number(rate)}, 1) = 1 THEN ${code} END` : code };
}
