/** The tables orders and customer_totals, made from the fates of the records. */
import type { Engine } from "../engines/engine.js";
import { sql, type Sql } from "../sql/sql.js";
import type { Decided } from "./decide.js";
import { customerTotals } from "./notes.js";
import { orders, type OrdersOptions } from "./orders.js";
import type { IntakeRequest } from "./request.js";
import type { Typed } from "./typing.js";

/**
 * orders and customer_totals. Where every record is an event and nothing was decided by a value, orders need not be
 * written again: they are a view of the typed records, and the customers are the keys.
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
  const made = isView
    ? sql`CREATE OR REPLACE VIEW customer_totals AS SELECT customer AS customer_id, first_day, orders, revenue FROM keys`
    : sql`CREATE OR REPLACE TABLE customer_totals AS ${customerTotals}`;
  await engine.execute(made);
}

/** What the query of orders needs to know. */
export function ordersOptions(
  judged: Sql,
  { typed, decided, request }: Readonly<{ typed: readonly Typed[]; decided: Decided; request: IntakeRequest }>,
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
    net: plan.net.kind === "column" ? "same" : plan.net.kind,
    taxModes: taxModes.length > 0 ? taxModes : typed.map(() => "excluded" as const),
    refunds: request.refunds,
    fullRefunds: known.amounts && !plan.refund && known.names.has("state"),
    margin: request.margin,
    customer: sql`customer`,
  };
}
