/** The table of orders and what customers did, made from the fates of the records. */
import type { Engine } from "../engines/engine.js";
import { customerDays, type DayOptions } from "../sql/customer-days.js";
import { rfmSummary } from "../sql/rfm-summary.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import type { Decided } from "./decide.js";
import { customerTotals } from "./notes.js";
import { alloc, orders, type OrdersOptions } from "./orders.js";
import type { IntakeRequest } from "./request.js";
import type { Typed } from "./typing.js";

/** Every record, typed: what `orders` is made of. */
export const RECORDS_TABLE = "typed";

/** Tables of what customers did, which the intake looks at and everything after it starts from. */
export const CUSTOMER_TABLES = { days: "customer_days", summary: "rfm_summary" } as const;

/**
 * orders. Where every record is an event and nothing was decided by a value, they need not be written again: they are a
 * view of the typed records.
 */
export async function makeOrders(
  options: OrdersOptions,
  { fates: { grain, names, placeholders, duplicates } }: Decided,
  engine: Engine,
): Promise<void> {
  const query = orders(options);
  const isPlain = grain !== "line" && !names.has("order_id") && duplicates === "keep" && placeholders.length === 0;
  const isView = isPlain && options.refunds === "net" && query.values.length === 0;
  await engine.execute(
    isView ? sql`CREATE OR REPLACE VIEW orders AS ${query}` : sql`CREATE OR REPLACE TABLE orders AS ${query}`,
  );
}

/** Makes `owed_orders`. */
export const makeOwed = (options: OrdersOptions, engine: Engine): Promise<void> =>
  engine.execute(sql`CREATE OR REPLACE TABLE owed_orders AS ${owedOrders(options)}`);

/** owed_orders: one row per order or refund of records that are not paid, and per order that is paid in part; `code` says which, `of_amount` is the whole order's. */
export function owedOrders(options: OrdersOptions): Sql {
  const parts = (["unpaid", "failed"] as const).map(
    (code) =>
      sql`SELECT ${code} AS code, customer_id, day, amount AS of_amount, amount, total, file, record FROM (${orders({ ...options, only: code })}) AS owed`,
  );
  return list([...parts, ...openParts(options)], sql` UNION ALL `);
}

/** What is open of orders that are paid in part: all of it where no column says how much. */
function openParts(options: OrdersOptions): readonly Sql[] {
  const { names, fates, digits, dialect } = options;
  if (!names.has("state")) return [];
  const open = names.has("outstanding") ? sql`coalesce(fates.outstanding, orders.total)` : sql`orders.total`;
  const total = sql`least(${open}, orders.total)`;
  const amount = alloc({ value: total, part: sql`orders.amount`, whole: sql`orders.total` }, { dialect, digits });
  return [
    sql`SELECT 'part_paid' AS code, orders.customer_id, orders.day, orders.amount AS of_amount, CAST(${amount} AS DECIMAL(18, 4)) AS amount, CAST(${total} AS DECIMAL(18, 4)) AS total, orders.file, orders.record
FROM orders JOIN (${fates}) AS fates ON fates.file = orders.file AND fates.record = orders.record
WHERE orders.kind = 'order' AND fates.state = 'part_paid' AND ${open} > 0`,
  ];
}

/** customer_days, rfm_summary, and customer_totals, which is a view of them unless amounts are net of something. */
export async function makeCustomers(
  { net, amount }: Pick<OrdersOptions, "net" | "amount">,
  options: Omit<DayOptions, "orders"> & Readonly<{ onlyPurchases: boolean; starts: string | null }>,
  engine: Engine,
): Promise<void> {
  const { days, summary } = CUSTOMER_TABLES;
  const make = (name: string, query: Sql): Promise<void> =>
    engine.execute(sql`CREATE OR REPLACE TABLE ${ident(name)} AS ${query}`);
  await make(days, customerDays({ orders: "orders", ...options }));
  await make(summary, rfmSummary({ days, ...options }));
  if (amount === "net" && net !== "same") return make("customer_totals", customerTotals);
  await engine.execute(sql`CREATE OR REPLACE VIEW customer_totals AS
SELECT customer_id, first_order_date AS first_day, orders, historic_value + refunded_value AS revenue
FROM ${ident(summary)}`);
}

/** What the query of orders needs to know. */
export function ordersOptions(
  judged: Sql,
  { typed, decided, request, isWhole }: Readonly<{ typed: readonly Typed[]; decided: Decided; request: IntakeRequest; isWhole: boolean }>, // prettier-ignore
  { dialect }: Engine,
): OrdersOptions {
  const [first] = typed;
  if (!first) throw new Error("no file was typed");
  const { plan } = first;
  const { fates: known, digits, taxModes } = decided;
  return {
    fates: judged,
    dialect,
    grain: known.grain,
    names: known.names,
    amounts: known.amounts,
    amount: request.amount,
    digits,
    round: request.round,
    isWhole,
    net: plan.net.kind,
    taxModes: taxModes.length > 0 ? taxModes : typed.map(() => "excluded" as const),
    refunds: request.refunds,
    fullRefunds: known.amounts && known.names.has("state"),
    margin: request.margin,
    customer: sql`customer`,
  };
}
