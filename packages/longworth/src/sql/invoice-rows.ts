/** Invoices beside contracts: which contract each belongs to, and sums in which every invoice is once. */
import { wholePeriods } from "./contract-states.js";
import type { Dialect } from "./dialect.js";
import { ident, integer, list, sql, type Sql } from "./sql.js";

/** Names of the tables, all in the engine. */
export const INVOICE_TABLES = {
  events: "invoice_events",
  references: "invoice_references",
  spells: "contract_spells",
  placed: "placed_invoices",
  rows: "realised_rows",
} as const;
const T = INVOICE_TABLES;

/** What an invoice is part of; of these the money is told. */
export const BELONGS = ["contract", "one_off", "unknown_contract"] as const;
export type Belongs = (typeof BELONGS)[number];

/** A file of invoices; `reference` is the cell that names a contract, trimmed, null where there is no such column. */
export type ReferenceCells = Readonly<{ table: string; file: number; reference: Sql | null }>;

/** invoice_references: one row per record: the contract it names, and whether its customer and day say which it is. */
export const invoiceReferences = (files: readonly ReferenceCells[]): Sql =>
  list(
    files.map(
      ({ table, file, reference }) =>
        sql`SELECT CAST(${integer(file)} AS INTEGER) AS file, record, ${
          reference === null ? sql`CAST(NULL AS VARCHAR)` : sql`nullif(${reference}, '')`
        } AS reference, ${reference === null ? sql`true` : sql`false`} AS by_customer FROM ${ident(table)}`,
    ),
    sql` UNION ALL `,
  );

/**
 * invoice_events: one row per payment, refund, and sum that is unpaid or failed, of `orders` and `owed_orders`. Money is
 * positive. A refund is of its order's day and amount where they share a record, and so is what is open of an order.
 */
export const invoiceEvents = sql`WITH open AS (SELECT file, record, amount, total FROM owed_orders WHERE code = 'part_paid'),
sold AS (SELECT file, record, day, amount FROM orders WHERE kind = 'order'),
back AS (SELECT customer_id, day, amount, total, file, record FROM orders WHERE kind = 'refund')
SELECT 'paid' AS kind, false AS is_open, o.customer_id, o.day, o.day AS of_day, o.amount AS of_amount,
  o.amount - coalesce(open.amount, 0) AS amount, o.total - coalesce(open.total, 0) AS total, o.file, o.record
FROM orders o LEFT JOIN open ON open.file = o.file AND open.record = o.record
WHERE o.kind = 'order' AND (open.total IS NULL OR open.total <> o.total)
UNION ALL
SELECT 'refunded', false, r.customer_id, r.day, coalesce(sold.day, r.day), coalesce(sold.amount, -r.amount), -r.amount, -r.total, r.file, r.record
FROM back r LEFT JOIN sold ON sold.file = r.file AND sold.record = r.record
UNION ALL
SELECT CASE WHEN code = 'failed' THEN 'failed' ELSE 'unpaid' END, code = 'part_paid', customer_id, day, day,
  coalesce(of_amount, 0), coalesce(amount, 0), coalesce(total, 0), file, record
FROM owed_orders`;

const published = sql`CASE WHEN spell = 1 THEN contract_id ELSE concat(contract_id, ' #', CAST(CAST(spell AS INTEGER) AS VARCHAR)) END`;

/** contract_spells: one row per row of `contracts`; `reference` is its id as it is written in the file. */
export const contractSpells = sql`SELECT s.reference, c.contract_id, c.customer_id AS owner, c.start_day, c.end_day, c.payment
FROM (SELECT DISTINCT customer_id, contract_id AS reference, ${published} AS contract_id FROM contract_spans) AS s
JOIN contracts c ON c.customer_id = s.customer_id AND c.contract_id = s.contract_id`;

export type PlacingOptions = Readonly<{
  asOf: string; // ISO day
  keyIsReference: boolean; // invoices name contracts and no customers
  dialect: Dialect;
}>;

/**
 * placed_invoices: one row per event and what it belongs to: the contract it names (the spell that ran on its day, else the
 * nearest), or, where the file names no contracts, the one of its customer that ran on its day: of several the one with its
 * price, else the first that started (`is_guess`).
 */
export function placedInvoices({ asOf, keyIsReference, dialect }: PlacingOptions): Sql {
  const payer = keyIsReference ? sql`CAST(NULL AS VARCHAR)` : sql`e.customer_id`;
  const day = (of: Sql): Sql => dialect.dayNumber(of);
  const away = sql`CASE WHEN e.of_day < s.start_day THEN ${day(sql`s.start_day`)} - ${day(sql`e.of_day`)} WHEN e.of_day >= s.end_day THEN 1 + ${day(sql`e.of_day`)} - ${day(sql`s.end_day`)} ELSE 0 END`;
  return sql`WITH events AS (
  SELECT row_number() OVER (ORDER BY e.file, e.record, e.kind, e.day, e.amount) AS event, e.kind, e.is_open, e.customer_id IS NULL AS is_nameless,
    ${payer} AS payer, e.day, e.of_day, e.of_amount, e.amount, e.total, e.file, e.record, r.reference, r.by_customer
  FROM ${ident(T.events)} e JOIN ${ident(T.references)} r ON r.file = e.file AND r.record = e.record
),
named AS (
  SELECT e.event, s.contract_id, s.owner, s.start_day, s.end_day, 1 AS running, 1 AS alike,
    row_number() OVER (PARTITION BY e.event ORDER BY CASE WHEN s.owner = e.payer THEN 0 ELSE 1 END, ${away}, s.start_day, s.contract_id, s.owner) AS turn
  FROM events e JOIN ${ident(T.spells)} s ON s.reference = e.reference
),
running AS (
  SELECT e.event, s.contract_id, s.owner, s.start_day, s.end_day, count(*) OVER (PARTITION BY e.event) AS running,
    count(CASE WHEN s.payment = e.of_amount THEN 1 END) OVER (PARTITION BY e.event) AS alike,
    row_number() OVER (PARTITION BY e.event ORDER BY CASE WHEN s.payment = e.of_amount THEN 0 ELSE 1 END, s.start_day, s.contract_id) AS turn
  FROM events e JOIN ${ident(T.spells)} s ON s.owner = e.payer
  WHERE e.by_customer AND s.start_day <= e.of_day AND (s.end_day IS NULL OR e.of_day < s.end_day)
),
places AS (SELECT * FROM named WHERE turn = 1 UNION ALL SELECT * FROM running WHERE turn = 1)
SELECT e.event, e.kind, e.is_open, e.is_nameless, e.day, e.amount, e.total, e.file, e.record, coalesce(p.owner, e.payer) AS customer_id,
  coalesce(p.contract_id, e.reference) AS contract_id,
  CASE WHEN e.day > CAST(${asOf} AS DATE) THEN 'after_as_of' WHEN p.contract_id IS NOT NULL THEN 'contract'
    WHEN e.reference IS NOT NULL THEN 'unknown_contract' WHEN e.payer IS NULL THEN 'no_customer' ELSE 'one_off' END AS belongs,
  coalesce(e.of_day < p.start_day, false) AS is_before, coalesce(e.of_day >= p.end_day, false) AS is_after,
  coalesce(p.running > 1 AND p.alike <> 1, false) AS is_guess, coalesce(p.owner <> e.payer, false) AS is_other_payer,
  p.contract_id IS NULL AND e.by_customer AND e.payer IN (SELECT owner FROM ${ident(T.spells)}) AS is_between
FROM events e LEFT JOIN places p ON p.event = e.event`;
}

/** What is told about placed invoices. */
const FAULTS: readonly (readonly [string, Sql])[] = [
    ["invoice_after_as_of", sql`belongs = 'after_as_of'`],
    ["invoice_part_paid", sql`is_open AND belongs <> 'no_customer'`],
  ["invoice_unknown_contract", sql`belongs = 'unknown_contract'`],
    ["invoice_before_start", sql`belongs = 'contract' AND is_before`],
    ["invoice_after_end", sql`belongs = 'contract' AND is_after`],
    ["invoice_contract_unsure", sql`belongs = 'contract' AND is_guess`],
    ["invoice_other_payer", sql`belongs = 'contract' AND is_other_payer`],
    ["invoice_between_contracts", sql`belongs = 'one_off' AND is_between`],
]; // prettier-ignore

/** invoice_faults: one row per record and code of what is told about placed invoices. */
export const invoiceFaults: Sql = list(
  FAULTS.map(
    ([code, condition]) =>
      sql`SELECT ${code} AS code, file, record, sum(CASE WHEN kind <> 'refunded' THEN total ELSE 0 END) AS total, max(day) AS day
FROM ${ident(T.placed)} WHERE ${condition} GROUP BY file, record`,
  ),
  sql`
UNION ALL
`,
);

/** fault_sums: one row per code: records, what they asked for, the last day. */
export const faultSums = sql`SELECT code, CAST(count(*) AS double) AS records, CAST(sum(total) AS VARCHAR) AS amount, CAST(max(day) AS VARCHAR) AS last
FROM (${invoiceFaults}) AS faults GROUP BY code ORDER BY code`;

const counted = (kind: string): Sql => sql`count(CASE WHEN kind = ${kind} THEN 1 END)`;
const summed = (kind: string): Sql => sql`sum(CASE WHEN kind = ${kind} THEN amount ELSE 0 END)`;
const SUMS = ["invoices", "paid", "refunds", "refunded", "unpaid_invoices", "unpaid", "failed_invoices", "failed"];
const MONEY = new Set(["paid", "refunded", "unpaid", "failed"]);
const asColumn = (name: string, value: Sql): Sql =>
  sql`CAST(coalesce(${value}, 0) AS ${MONEY.has(name) ? sql`DECIMAL(18, 4)` : sql`INTEGER`}) AS ${ident(name)}`;

/** `from`: first day of the invoices. ISO days. */
export type RealisedOptions = Readonly<{ from: string; asOf: string; dialect: Dialect }>;

/** first_invoice: one row, the first day of any record. */
export const firstInvoice = sql`SELECT CAST(min(day) AS VARCHAR) AS first_day FROM ${ident(T.placed)}`;

/**
 * realised_rows: one row per contract, per customer with orders that belong to none, and per contract that is named and not
 * in the file; every placed invoice up to as_of is in one. `contracted` is the price times the payments that fell due from the
 * first day of the invoices to as_of: on the first day of a contract (of a price), and after every period.
 */
export function realisedRows({ from, asOf, dialect }: RealisedOptions): Sql {
  const last = sql`CASE WHEN end_day IS NULL THEN CAST(${asOf} AS DATE) ELSE ${dialect.addDays(sql`end_day`, sql`-1`)} END`;
  const before = sql`least(${last}, ${dialect.addDays(sql`CAST(${from} AS DATE)`, sql`-1`)})`;
  const until = (day: Sql): Sql =>
    sql`CASE WHEN ${day} < start_day THEN 0 ELSE 1 + ${wholePeriods(sql`start_day`, day, dialect)} END`;
  const sums = list(SUMS.map((name) => asColumn(name, sql`s.${ident(name)}`)));
  return sql`WITH sums AS (
  SELECT belongs, customer_id, contract_id, min(CASE WHEN kind = 'paid' THEN day END) AS first_date, max(CASE WHEN kind = 'paid' THEN day END) AS last_date,
    ${counted("paid")} AS invoices, ${summed("paid")} AS paid, ${counted("refunded")} AS refunds, ${summed("refunded")} AS refunded,
    ${counted("unpaid")} AS unpaid_invoices, ${summed("unpaid")} AS unpaid, ${counted("failed")} AS failed_invoices, ${summed("failed")} AS failed
  FROM ${ident(T.placed)} WHERE belongs IN ('contract', 'one_off', 'unknown_contract') GROUP BY belongs, customer_id, contract_id
),
due AS (
  SELECT customer_id, contract_id, sum(payments) AS payments, sum(payments * payment) AS contracted
  FROM (SELECT customer_id, ${published} AS contract_id, payment, ${until(sql`last_day`)} - ${until(sql`day_before`)} AS payments
    FROM (SELECT *, ${last} AS last_day, ${before} AS day_before FROM contract_spans) AS spans) AS pieces
  GROUP BY customer_id, contract_id
),
accounts AS (SELECT customer_id, CASE WHEN count(DISTINCT account) = 1 THEN max(account) END AS account FROM contracts GROUP BY customer_id)
SELECT 'contract' AS belongs, c.contract_id, c.customer_id, c.account, s.first_date, s.last_date, ${sums},
  CAST(d.payments AS INTEGER) AS payments_due, CAST(d.contracted AS DECIMAL(18, 4)) AS contracted
FROM contracts c LEFT JOIN sums s ON s.belongs = 'contract' AND s.customer_id = c.customer_id AND s.contract_id = c.contract_id
LEFT JOIN due d ON d.customer_id = c.customer_id AND d.contract_id = c.contract_id
UNION ALL
SELECT s.belongs, s.contract_id, s.customer_id, a.account, s.first_date, s.last_date, ${sums},
  CAST(NULL AS INTEGER) AS payments_due, CAST(NULL AS DECIMAL(18, 4)) AS contracted
FROM sums s LEFT JOIN accounts a ON a.customer_id = s.customer_id WHERE s.belongs <> 'contract'`;
}

/** The rows as they are published. */
export const publishedRealised = sql`SELECT belongs, contract_id, customer_id, account, first_date, last_date, invoices, paid, refunds, refunded,
  CAST(paid - refunded AS DECIMAL(18, 4)) AS realised, unpaid_invoices, unpaid, failed_invoices, failed, payments_due, contracted
FROM ${ident(T.rows)} ORDER BY belongs, contract_id, customer_id, first_date`;

const text = (value: Sql): Sql => sql`CAST(coalesce(${value}, 0) AS VARCHAR)`;

/** realised_parts: one row for each thing an invoice can be part of. */
export const realisedParts = sql`SELECT belongs, CAST(sum(invoices) AS double) AS invoices, CAST(count(DISTINCT CASE WHEN invoices + refunds + unpaid_invoices + failed_invoices > 0 THEN customer_id END) AS double) AS customers,
  ${text(sql`sum(paid)`)} AS paid, ${text(sql`sum(refunded)`)} AS refunded, ${text(sql`sum(unpaid)`)} AS unpaid, ${text(sql`sum(failed)`)} AS failed,
  CAST(sum(contracted) AS VARCHAR) AS contracted, CAST(coalesce(sum(payments_due), 0) AS double) AS payments_due
FROM ${ident(T.rows)} GROUP BY belongs ORDER BY belongs`;

/** realised_steps: one row, what lies between the money that files of orders would use and what is realised by as_of. */
export const realisedSteps = sql`SELECT ${text(sql`sum(CASE WHEN is_nameless AND kind = 'refunded' THEN -amount WHEN is_nameless AND (kind = 'paid' OR is_open) THEN amount END)`)} AS nameless,
  ${text(sql`sum(CASE WHEN is_open THEN amount END)`)} AS open,
  ${text(sql`sum(CASE WHEN belongs = 'after_as_of' AND kind = 'paid' THEN amount WHEN belongs = 'after_as_of' AND kind = 'refunded' THEN -amount END)`)} AS after_as_of
FROM ${ident(T.placed)} WHERE belongs <> 'no_customer'`;

/** realised_by_customer: one row per customer with contracts: what was paid of them less refunds, and of other orders. */
export const realisedByCustomer = sql`SELECT customer_id AS realised_id, CAST(sum(CASE WHEN belongs = 'contract' THEN paid - refunded ELSE 0 END) AS double) AS realised_revenue,
  CAST(sum(CASE WHEN belongs = 'contract' THEN unpaid + failed ELSE 0 END) AS double) AS unpaid_revenue,
  CAST(sum(CASE WHEN belongs = 'one_off' THEN paid - refunded ELSE 0 END) AS double) AS one_off_revenue
FROM ${ident(T.rows)} GROUP BY customer_id`;

/** The customers with what they paid. @param customers  a query or table with customer_id */
export const withRealised = (customers: Sql): Sql => sql`
SELECT c.*, coalesce(r.realised_revenue, 0e0) AS realised_revenue, coalesce(r.unpaid_revenue, 0e0) AS unpaid_revenue, coalesce(r.one_off_revenue, 0e0) AS one_off_revenue
FROM ${customers} c LEFT JOIN (${realisedByCustomer}) AS r ON r.realised_id = c.customer_id`;
