/** Notes about accepted records: nothing is set aside for them, but whoever reads the numbers must know. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { sql, type Sql } from "../sql/sql.js";
import type { AcceptedFacts } from "./accepted-notes.js";
import type { Decided } from "./decide.js";
import { canBeFar, customerPeaks, extremes, Largest, largestOrders, peakNotes, Peaks, sumOf } from "./extremes.js";
import { repeated, repeats } from "./facts.js";
import { fates as fatesOf, needsFirsts } from "./fates.js";
import { fileNotes } from "./file-notes.js";
import { idNotes } from "./id-notes.js";
import { decimalText, units, type OrderSums } from "./ladder.js";
import type { Finding } from "./problems.js";
import type { IntakeEffects, IntakeRequest } from "./request.js";
import { startsLate } from "./truncation.js";
import type { Typed } from "./typing.js";

/** unmatched_refunds: one row, refunds whose order is in none of the files. */
export const unmatchedRefunds: Sql = sql`SELECT CAST(count(*) AS double) AS n, CAST(-sum(total) AS VARCHAR) AS amount FROM typed
WHERE base = '' AND row_kind = 'refund' AND ref IS NOT NULL AND NOT is_matched`;

/** gift_card_lines: one row, lines of counted orders that are gift cards by their name. */
export const giftCardLines = (
  fates: Sql,
): Sql => sql`SELECT CAST(count(*) AS double) AS n, CAST(sum(line_money) AS VARCHAR) AS amount
FROM (${fates}) AS fates WHERE is_gift_card AND code IN ('', 'continuation') AND line_money > 0`;

async function giftCardNotes({ decided, engine }: NoteContext): Promise<readonly Finding[]> {
  if (!decided.fates.names.has("is_gift_card")) return [];
  const Row = z.object({ n: z.number(), amount: z.string().nullable() });
  const [row] = await engine.rows(giftCardLines(fatesOf(decided.fates)), Row);
  return row && row.n > 0 ? [{ code: "gift_card_sale", records: row.n, amount: row.amount }] : [];
}

async function refundNotes({ decided, engine }: NoteContext): Promise<readonly Finding[]> {
  if (!decided.fates.names.has("is_matched")) return [];
  const [row] = await engine.rows(unmatchedRefunds, z.object({ n: z.number(), amount: z.string().nullable() }));
  return row && row.n > 0 ? [{ code: "refund_unmatched", records: row.n, amount: row.amount }] : [];
}

/** customer_totals: one row per customer of `orders`: first day, orders, revenue. */
export const customerTotals: Sql = sql`SELECT customer_id, min(CASE WHEN kind = 'order' THEN day END) AS first_day,
  count(CASE WHEN kind = 'order' THEN 1 END) AS orders, sum(CASE WHEN kind = 'order' THEN total ELSE 0 END) AS revenue
FROM orders WHERE customer_id IS NOT NULL GROUP BY customer_id`;

/** first_months: one row per month of first orders, oldest first. Summed by day first: days are fewer than customers. */
export const firstMonths: Sql = sql`WITH days AS (
  SELECT first_day, count(*) AS customers, sum(revenue) AS revenue FROM customer_totals WHERE first_day IS NOT NULL GROUP BY first_day
)
SELECT substr(CAST(first_day AS VARCHAR), 1, 7) AS month, CAST(sum(customers) AS double) AS customers, CAST(sum(revenue) AS VARCHAR) AS revenue
FROM days GROUP BY 1 ORDER BY 1`;
const Month = z.object({ month: z.string(), customers: z.number(), revenue: z.string().nullable() });

type NoteContext = Readonly<{
  typed: readonly Typed[];
  request: IntakeRequest;
  decided: Decided;
  sums: OrderSums;
  facts: AcceptedFacts;
  allOrders: boolean; // every record is an order of a customer
  engine: Engine;
  effects: IntakeEffects;
}>;

/** Everything worth a note, and how many customers there are. */
export async function notesOf(
  context: NoteContext,
): Promise<Readonly<{ findings: readonly Finding[]; customers: number; largest: readonly Largest[] }>> {
  const { engine, sums, typed, decided } = context;
  const [peaks] = await engine.rows(customerPeaks, Peaks);
  const largest = decided.fates.amounts && canBeFar(sums) ? await engine.rows(largestOrders, Largest) : [];
  const findings = [
    ...fileNotes(context),
    ...recordNotes(context),
    ...(await refundNotes(context)),
    ...(await giftCardNotes(context)),
    ...(await idNotes(context)),
    ...(await historyNotes(context)),
    ...peakNotes(peaks, decided),
  ];
  const far = extremes(largest, sums.orders, sums.total);
  if (far > 0)
    findings.push({
      code: "amount_extreme",
      records: far,
      amount: sumOf(largest.slice(0, far)),
      facts: { val: decimalText(units(largest[0]?.total ?? null), decided.digits) },
    });
  if (typed.length > 0 && decided.fates.duplicates === "keep") findings.push(...(await repeatedNote(context)));
  return { findings, customers: peaks?.all_customers ?? 0, largest };
}

async function repeatedNote({ allOrders, decided, engine }: NoteContext): Promise<readonly Finding[]> {
  const overlap = decided.fates.files > 1 && needsFirsts(decided.fates);
  await engine.execute(sql`CREATE OR REPLACE TABLE repeats AS ${repeats({ allOrders, overlap })}`);
  const [row] = await engine.rows(
    repeated(decided.fates.amounts),
    z.object({ copies: z.number(), amount: z.string().nullable() }),
  );
  return row && row.copies > 0 ? [{ code: "duplicate_record", records: row.copies, amount: row.amount }] : [];
}

/** About accepted records, counted. */
function recordNotes({ facts, sums, request, decided }: NoteContext): readonly Finding[] {
  const found: Finding[] = [];
  const add = (code: Finding["code"], name: string, more: Partial<Finding["facts"]> = {}): void => {
    if (facts.n(name) > 0) found.push({ code, records: facts.n(name), amount: facts.amount(name), facts: more });
  };
  add("refund_without_date", "refund");
  add("refund_exceeds_order", "excess");
  add("dispute_lost", "dispute");
  add("authorized_counted", "authorized");
  add("part_paid", "part_paid");
  add("gift_card_sale", "gift_cards");
  add("converted_currency_used", "foreign");
  add("total_mismatch", "mismatch");
  if (request.amount === "net") {
    add("tax_mode_assumed", "tax_on_top", { val: "without", a: "by its marketplace" });
    add("tax_mode_assumed", "tax_inside", { val: "with", a: "by its marketplace" });
  }
  if (decided.fates.amounts) add("too_many_decimals", "decimals", { val: decided.currency ?? "0.01" });
  if (sums.zeros > 0 && decided.fates.amounts && request.zeroAmount === "ignore")
    found.push({ code: "zero_amount", records: sums.zeros, amount: "0" });
  return found;
}

async function historyNotes({ engine, request, decided }: NoteContext): Promise<readonly Finding[]> {
  if (request.firstOrder !== undefined) return [];
  const months = await engine.rows(firstMonths, Month);
  const late = startsLate(months);
  return late > 0
    ? [
        {
          code: "history_starts_late",
          records: late,
          amount: decided.fates.amounts ? (months[0]?.revenue ?? null) : null,
        },
      ]
    : [];
}
