/** orders: one row per accepted order and one per refund, from the fates of the records. */
import type { AmountMode } from "../domain.js";
import type { Dialect } from "../sql/dialect.js";
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import type { Grain } from "./layout.js";
import type { MarginRule } from "./request.js";

/** Whether prices hold the tax, by file: decided over its taxed orders; `each` asks every order. */
export type TaxMode = "excluded" | "included" | "each";

export type OrdersOptions = Readonly<{
  fates: Sql; // a query: one row per record
  dialect: Dialect;
  grain: Grain;
  names: ReadonlySet<string>; // columns of the fates
  amounts: boolean;
  amount: AmountMode;
  digits: number; // of the currency's minor unit
  round: boolean; // lines too, before their order is summed
  isWhole: boolean; // no total is finer than the minor unit: rounding leaves it as it is
  net: "tax_mode" | "minus" | "sum" | "same";
  taxModes: readonly TaxMode[]; // by file
  refunds: "net" | "ignore";
  fullRefunds: boolean; // a status `refunded` is a refund of the whole order: there is no column that says how much
  margin: MarginRule | undefined;
  customer: Sql; // the key of a record, customers joined by e-mail
  only?: string | undefined; // records of this fate, as orders would be made of them; else those that count
}>;

const money = (value: Sql): Sql => sql`CAST(${value} AS DECIMAL(18, 4))`;
const zero = (name: string, names: ReadonlySet<string>): Sql =>
  names.has(name) ? sql`coalesce(${ident(name)}, 0)` : sql`0`;
const or = (name: string, names: ReadonlySet<string>, type: Sql): Sql =>
  names.has(name) ? ident(name) : sql`CAST(NULL AS ${type})`;

/** Letters before the number of a credit note: Online Retail's C, CN, German GS, French AV, … */
const CREDIT_PREFIXES = ["C", "CN", "GS", "RE", "AV"];

/** orders: the events of the business, see the module. Money is rounded half up at the currency's unit, per event. */
export function orders(options: OrdersOptions): Sql {
  const { grain, refunds } = options;
  const events = grain === "line" ? lineEvents(options) : recordEvents(options);
  const parts = [events, ...dependentRefunds(options)];
  return sql`WITH fates AS (${options.fates}),
sales AS (${sales(options)}),
events AS (${list(
    parts,
    sql`
  UNION ALL
  `,
  )})
SELECT customer_id, order_id, kind, day, amount, total, ${marginOf(options)} AS margin, record, file
FROM events${
    refunds === "ignore"
      ? sql`
WHERE kind = 'order'`
      : sql``
  }`;
}

/** Accepted records and those without customer, with the values that events are made of. */
function sales(options: OrdersOptions): Sql {
  const { names, amounts, customer, digits, grain, only } = options;
  const total = amounts ? sql`total` : sql`CAST(1 AS DECIMAL(18, 4))`;
  const isAsIs = options.isWhole || (grain === "line" && !options.round);
  const rounded = isAsIs ? total : round(total, digits);
  return sql`SELECT ${only === undefined ? sql`CASE WHEN code = '' THEN ${customer} END` : customer} AS customer_id,
    ${names.has("order_id") ? sql`coalesce(order_id, ${recordName})` : recordName} AS order_id,
    ${isCreditNote(options)} AS is_refund,
    day, ${money(netOf({ ...options, total: rounded }))} AS net, ${money(rounded)} AS total,
    ${refundOf(options)} AS refund, ${or("dispute", names, sql`DECIMAL(18, 4)`)} AS dispute, ${or("dispute_day", names, sql`DATE`)} AS dispute_day,
    ${or("margin_value", names, sql`DECIMAL(18, 4)`)} AS margin_value, record, file
  FROM fates
  WHERE ${only === undefined ? sql`code IN ('', 'no_customer')` : sql`code = ${only}`}`;
}

const recordName = sql`concat('record ', CAST(file + 1 AS VARCHAR), ':', CAST(record AS VARCHAR))`;
const round = (value: Sql, digits: number): Sql => sql`round(${value}, ${integer(digits)})`;

export function isCreditNote({ names, amounts }: Pick<OrdersOptions, "names" | "amounts">): Sql {
  if (!amounts) return sql`false`;
  if (names.has("row_kind")) return sql`(row_kind = 'refund' OR total < 0)`;
  if (!names.has("order_id") || !names.has("quantity")) return sql`total < 0`;
  const letters = sql`coalesce(upper(regexp_extract(order_id, '^[A-Za-z]+')), '')`;
  return sql`(total < 0 OR (quantity < 0 AND ${letters} IN (${list(CREDIT_PREFIXES.map((prefix) => sql`${prefix}`))})))`;
}

function refundOf(options: OrdersOptions): Sql {
  const written = writtenRefund(options);
  return options.names.has("refund") ? round(written, options.digits) : written;
}

/** The refund that stands on its order: its column, or all of it by the status where the column is empty. */
export function writtenRefund({ names, fullRefunds }: Pick<OrdersOptions, "names" | "fullRefunds">): Sql {
  if (!names.has("refund"))
    return fullRefunds ? sql`CASE WHEN state = 'refunded' THEN total END` : sql`CAST(NULL AS DECIMAL(18, 4))`;
  return fullRefunds
    ? sql`CASE WHEN state = 'refunded' AND coalesce(refund, 0) = 0 THEN total ELSE refund END`
    : sql`refund`;
}

type Net = Pick<OrdersOptions, "amount" | "net" | "names" | "taxModes" | "digits" | "dialect" | "amounts"> &
  Readonly<{ total: Sql }>;

const isTotal = ({ amount, net, amounts }: Pick<OrdersOptions, "amount" | "net" | "amounts">): boolean =>
  amount === "total" || net === "same" || !amounts;

/** What was paid minus tax and shipping, of one record. */
function netOf(options: Net): Sql {
  const { net, names, total, taxModes } = options;
  if (isTotal(options)) return total;
  if (net === "sum") return sql`coalesce(net_value, ${total} - ${zero("tax", names)} - ${zero("shipping", names)})`;
  if (net === "minus") return sql`${total} - ${zero("tax", names)} - ${zero("shipping", names)}`;
  const modes = [...new Set(taxModes)];
  const [only] = modes;
  if (modes.length === 1 && only) return netByMode(only, options);
  const cases = taxModes.map((mode, file) => sql`WHEN ${integer(file)} THEN ${netByMode(mode, options)}`);
  return sql`CASE file ${list(cases, sql` `)} END`;
}

function netByMode(mode: TaxMode, options: Net): Sql {
  const { names, digits, total } = options;
  const [tax, shipping, duties] = [zero("tax", names), zero("shipping", names), zero("duties", names)];
  const subtotal = sql`coalesce(subtotal, ${total} - ${tax} - ${shipping} - ${duties})`;
  if (mode === "excluded") return subtotal;
  const included = sql`${subtotal} - ${alloc({ value: tax, part: subtotal, whole: sql`(${subtotal} + ${shipping})` }, options)}`;
  if (mode === "included") return included;
  const near = (parts: Sql): Sql => sql`abs(${parts} - (${total} - ${duties})) <= ${money(sql`${2 / 10 ** digits}`)}`;
  return sql`CASE WHEN ${near(sql`${subtotal} + ${shipping} + ${tax}`)} THEN ${subtotal}
      WHEN ${near(sql`${subtotal} + ${shipping}`)} THEN ${included} ELSE ${total} - ${shipping} - ${tax} END`;
}

/** value x part / whole, rounded half up at the currency's unit; 0 when whole is 0. */
export function alloc(
  { value, part, whole }: Readonly<{ value: Sql; part: Sql; whole: Sql }>,
  { dialect, digits }: Pick<OrdersOptions, "dialect" | "digits">,
): Sql {
  const units = (amount: Sql): Sql => sql`CAST(round((${amount}) * ${integer(10 ** digits)}, 0) AS BIGINT)`;
  const quotient = dialect.wholeQuotient(sql`(${units(value)} * ${units(part)})`, units(whole));
  return sql`CASE WHEN ${whole} = 0 THEN 0 ELSE CAST(${quotient} AS DECIMAL(18, 0)) * ${unit(digits)} END`;
}

export const unit = (digits: number): Sql =>
  digits === 0 ? sql`1` : sql`CAST(${`${1 / 10 ** digits}`} AS DECIMAL(18, 4))`;

/** One event per record. */
const recordEvents = (
  options: OrdersOptions,
): Sql => sql`SELECT customer_id, order_id, CASE WHEN is_refund THEN 'refund' ELSE 'order' END AS kind, day,
    ${options.isWhole && isTotal(options) ? sql`net` : money(round(sql`net`, options.digits))} AS amount, total, margin_value, CAST(1 AS DECIMAL(18, 4)) AS margin_part, record, file
  FROM sales`;

/** One event per order, and one per day of its refunds: lines are summed, then rounded. */
const lineEvents = ({
  digits,
}: OrdersOptions): Sql => sql`SELECT customer_id, order_id, CASE WHEN is_refund THEN 'refund' ELSE 'order' END AS kind, min(day) AS day,
    ${money(round(sql`sum(net)`, digits))} AS amount, ${money(round(sql`sum(total)`, digits))} AS total,
    CAST(sum(margin_value) AS DECIMAL(18, 4)) AS margin_value, CAST(1 AS DECIMAL(18, 4)) AS margin_part, min(record) AS record, min(file) AS file
  FROM sales
  GROUP BY customer_id, order_id, is_refund, CASE WHEN is_refund THEN day END`;

/** Refunds and lost disputes that are written on their order: the refund's net share is the order's. */
function dependentRefunds(options: OrdersOptions): readonly Sql[] {
  const { names, fullRefunds, digits, dialect } = options;
  const made = (value: Sql, day: Sql): Sql => {
    const share = alloc({ value, part: sql`net`, whole: sql`total` }, { dialect, digits });
    const net = sql`CASE WHEN ${value} >= total - ${unit(digits)} AND ${value} <= total + ${unit(digits)} THEN net ELSE ${share} END`;
    return sql`SELECT customer_id, order_id, 'refund' AS kind, ${day} AS day, ${money(sql`-(${round(net, digits)})`)} AS amount, ${money(sql`-(${value})`)} AS total,
    margin_value, CAST(CASE WHEN total = 0 THEN 0 ELSE -(CAST(${value} AS double) / CAST(total AS double)) END AS DECIMAL(18, 4)) AS margin_part, record, file
  FROM sales WHERE ${value} > 0 AND NOT is_refund`;
  };
  const refunds = names.has("refund") || fullRefunds ? [made(sql`refund`, sql`day`)] : [];
  const disputes = names.has("dispute") ? [made(round(sql`dispute`, digits), sql`coalesce(dispute_day, day)`)] : [];
  return [...refunds, ...disputes];
}

/** The gross margin of an event; a refund takes its share back. */
function marginOf({ margin }: OrdersOptions): Sql {
  if (!margin) return sql`CAST(NULL AS DECIMAL(18, 4))`;
  if (margin.kind === "share") return money(sql`round(amount * CAST(${`${margin.share}`} AS DECIMAL(9, 6)), 4)`);
  if (margin.kind === "column") return money(sql`round(amount * coalesce(margin_value, 0), 4)`);
  return money(
    sql`round(amount - CASE WHEN kind = 'refund' AND margin_part = 1 THEN -abs(coalesce(margin_value, 0)) ELSE coalesce(margin_value, 0) * margin_part END, 4)`,
  );
}
