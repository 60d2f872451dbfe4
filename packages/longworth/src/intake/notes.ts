/** Notes about accepted records: nothing is set aside for them, but whoever reads the numbers must know. */
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { ident, integer, list, sql, type Sql } from "../sql/sql.js";
import type { Decided } from "./decide.js";
import { repeated, repeats } from "./facts.js";
import { fates as fatesOf } from "./fates.js";
import type { IntakeEffects, IntakeRequest } from "./request.js";
import { idNotes } from "./id-notes.js";
import { decimalText, units, type OrderSums } from "./ladder.js";
import type { Finding } from "./problems.js";
import { maskedText } from "./mask.js";
import { unit, writtenRefund } from "./orders.js";
import type { Source } from "./source.js";
import { startsLate } from "./truncation.js";
import type { Repair } from "./typed.js";
import type { Typed } from "./typing.js";

const when = (condition: Sql): Sql => sql`CAST(count(CASE WHEN ${condition} THEN 1 END) AS double)`;
const sumWhen = (value: Sql, condition: Sql): Sql =>
  sql`CAST(sum(CASE WHEN ${condition} THEN ${value} END) AS VARCHAR)`;

type NotesOptions = Readonly<{
  names: ReadonlySet<string>;
  digits: number;
  fullRefunds: boolean;
  isWhole: boolean; // no total has more decimals than the currency
}>;

/** accepted_notes: one row, counts and money of what is noted about accepted records; null where there is nothing to ask. */
export function acceptedNotes(fates: Sql, { names, digits, fullRefunds, isWhole }: NotesOptions): Sql | null {
  const has = (name: string): boolean => names.has(name);
  const total = has("total") ? sql`total` : sql`CAST(NULL AS DECIMAL(18, 4))`;
  const state = (name: string): Sql => (has("state") ? sql`state = ${name}` : sql`false`);
  const refund = writtenRefund({ names, fullRefunds });
  const dispute = has("dispute") ? sql`dispute` : sql`CAST(NULL AS DECIMAL(18, 4))`;
  const outstanding = has("outstanding") ? sql`coalesce(outstanding, ${total})` : total;
  const decimals = sql`round(${total}, ${integer(digits)}) <> ${total}`;
  const rows: readonly (readonly [boolean, string, Sql, Sql])[] = [
    [has("refund") || fullRefunds, "refund", sql`${refund} > 0`, refund],
    [has("refund"), "excess", sql`${refund} > ${total}`, sql`${refund} - ${total}`],
    [has("dispute"), "dispute", sql`${dispute} > 0`, dispute],
    [has("state"), "authorized", state("authorized"), total],
    [has("state"), "part_paid", state("part_paid"), outstanding],
    [has("gift_card"), "gift_cards", sql`gift_card > 0`, sql`gift_card`],
    [has("is_foreign"), "foreign", sql`is_foreign`, total],
    [
      has("expected"),
      "mismatch",
      sql`abs(expected - ${total}) > ${unit(digits)} + ${unit(digits)}`,
      sql`abs(expected - ${total})`,
    ],
    [!isWhole, "decimals", decimals, sql`abs(${total} - round(${total}, ${integer(digits)}))`],
  ];
  const facts = rows
    .filter(([is]) => is)
    .map(([, name, condition, value]) => [
      sql`${when(condition)} AS ${ident(`${name}_n`)}`,
      sql`${sumWhen(value, condition)} AS ${ident(`${name}_amount`)}`,
    ])
    .flat();
  if (facts.length === 0) return null;
  return sql`SELECT ${joinList(facts)} FROM (${fates}) AS fates WHERE code = ''`;
}

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

const joinList = (items: readonly Sql[]): Sql =>
  list(
    items,
    sql`,
  `,
  );

const Row = z.record(z.string(), z.union([z.number(), z.string()]).nullable());

/** Counts and money by name: `refund_n`, `refund_amount`, … */
export type AcceptedFacts = Readonly<{ n(name: string): number; amount(name: string): string | null }>;

export async function readAcceptedNotes(query: Sql | null, engine: Engine): Promise<AcceptedFacts> {
  const [row = {}] = query === null ? [] : await engine.rows(query, Row);
  return {
    n: (name) => Number(row[`${name}_n`] ?? 0),
    amount: (name) => (typeof row[`${name}_amount`] === "string" ? `${row[`${name}_amount`]}` : null),
  };
}

/** customer_totals: one row per customer of `orders`: first day, orders, revenue. */
export const customerTotals: Sql = sql`SELECT customer_id, min(CASE WHEN kind = 'order' THEN day END) AS first_day,
  count(CASE WHEN kind = 'order' THEN 1 END) AS orders, sum(CASE WHEN kind = 'order' THEN total ELSE 0 END) AS revenue
FROM orders WHERE customer_id IS NOT NULL GROUP BY customer_id`;

/** first_months: one row per month of first orders, oldest first. */
export const firstMonths: Sql = sql`SELECT substr(CAST(first_day AS VARCHAR), 1, 7) AS month, CAST(count(*) AS double) AS customers, CAST(sum(revenue) AS VARCHAR) AS revenue
FROM customer_totals WHERE first_day IS NOT NULL GROUP BY 1 ORDER BY 1`;
const Month = z.object({ month: z.string(), customers: z.number(), revenue: z.string().nullable() });

/** customer_peaks: one row, customers who alone hold more than a tenth of the revenue or of the orders. */
export const customerPeaks: Sql = sql`WITH whole AS (SELECT count(*) AS customers, sum(orders) AS orders, sum(revenue) AS revenue FROM customer_totals),
peaks AS (SELECT customer_totals.orders, customer_totals.revenue FROM customer_totals, whole
  WHERE whole.customers >= 10 AND (customer_totals.revenue > CASE WHEN whole.customers < 50 THEN 0.5 ELSE 0.1 END * whole.revenue
    OR customer_totals.orders > CASE WHEN whole.customers < 50 THEN 0.5 ELSE 0.1 END * whole.orders))
SELECT CAST(count(*) AS double) AS customers, CAST(sum(revenue) AS VARCHAR) AS revenue, CAST(sum(orders) AS double) AS orders, CAST((SELECT orders FROM whole) AS double) AS all_orders,
  CAST((SELECT customers FROM whole) AS double) AS all_customers
FROM peaks`;
const Peaks = z.object({
  customers: z.number(),
  revenue: z.string().nullable(),
  orders: z.number().nullable(),
  all_orders: z.number().nullable(),
  all_customers: z.number(),
});

/** largest_orders: the twenty largest orders of customers and where they are. */
export const largestOrders: Sql = sql`SELECT CAST(total AS VARCHAR) AS total, CAST(file AS double) AS file, CAST(record AS double) AS record
FROM orders WHERE kind = 'order' AND customer_id IS NOT NULL ORDER BY orders.total DESC, file, record LIMIT 20`;
export const Largest = z.object({ total: z.string(), file: z.number(), record: z.number() });
export type Largest = z.infer<typeof Largest>;

/** How many of the largest orders stand far outside: a thousand times the mean of all smaller ones, or 5 % of a hundred orders' revenue. */
export function extremes(largest: readonly Largest[], orders: number, revenue: string | null): number {
  let rest = Number(units(revenue));
  const whole = rest;
  let found = 0;
  for (const [i, { total }] of largest.entries()) {
    const amount = Number(units(total));
    rest -= amount;
    const smaller = orders - i - 1;
    const far = smaller > 0 && rest > 0 && amount > (1000 * rest) / smaller;
    if (far || (orders >= 100 && amount > 0.05 * whole)) found = i + 1;
  }
  return found;
}

/** Whether any of the twenty largest orders could be an extreme: most files are spared the look. */
function canBeFar({ largest, total, orders }: OrderSums): boolean {
  const [most, revenue] = [Number(units(largest)), Number(units(total))];
  return 20 * most >= revenue || most * orders > 1000 * (revenue - 20 * most);
}

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

const sumOf = (rows: readonly Largest[]): string =>
  decimalText(
    rows.reduce((sum, { total }) => sum + units(total), 0n),
    4,
  );

async function repeatedNote({ allOrders, decided, engine }: NoteContext): Promise<readonly Finding[]> {
  await engine.execute(sql`CREATE OR REPLACE TABLE repeats AS ${repeats(allOrders)}`);
  const [row] = await engine.rows(
    repeated(decided.fates.amounts),
    z.object({ copies: z.number(), amount: z.string().nullable() }),
  );
  return row && row.copies > 0 ? [{ code: "duplicate_record", records: row.copies, amount: row.amount }] : [];
}

const MARKS = { "dot zero": ".0", apostrophe: "'", formula: '="…"' } as const satisfies Record<Repair["kind"], string>;

/** About the file as a whole. */
function fileNotes({ typed, request, decided, sums }: NoteContext): readonly Finding[] {
  const [first] = typed;
  if (!first) return [];
  const { plan } = first;
  const { records } = { records: sums.orders };
  const found: Finding[] = [];
  const amounts = decided.fates.amounts;
  if (!amounts) found.push({ code: "amount_missing", records, amount: null });
  if (amounts && plan.net.kind === "same" && request.amount === "net")
    found.push({ code: "net_unavailable", records, amount: sums.total });
  if (amounts && decided.currency === null) found.push({ code: "currency_missing", records, amount: sums.total });
  if (!plan.status) found.push({ code: "status_missing", records, amount: sums.total });
  if (plan.byName)
    found.push({ code: "keys_by_name", records, amount: sums.total, facts: { col: plan.key[0]?.name ?? "" } });
  const taxed = plan.net.kind === "minus" ? plan.net.tax[0]?.column.name : undefined;
  if (amounts && plan.layout === "generic" && request.amount === "net" && taxed !== undefined)
    found.push({ code: "tax_mode_assumed", records, amount: null, facts: { val: "with", a: taxed } });
  if (
    amounts &&
    plan.layout !== "generic" &&
    request.amount === "net" &&
    plan.net.kind === "minus" &&
    plan.net.tax.length === 0
  )
    found.push({
      code: "tax_mode_assumed",
      records,
      amount: null,
      facts: { val: "without", a: "the file has no column of taxes" },
    });
  for (const { staged, styles, options } of typed) {
    for (const note of staged.source.notes)
      found.push({ code: "container_note", records: 0, amount: null, facts: { val: note.value, a: note.as } });
    found.push(...endNote(staged.source));
    for (const note of styles.numbers.notes)
      found.push({
        code: "number_style_inferred",
        records,
        amount: sums.total,
        facts: { col: note.column, val: note.value, a: note.as },
      });
    for (const note of styles.dates.notes)
      found.push({ code: "timezone_mixed", records: note.without, amount: null, facts: { val: `${note.with}` } });
    for (const [id, repair] of Object.entries(options.repairs)) {
      const column = staged.columns.find((each) => each.id === id);
      if (column?.type === "text")
        found.push({
          code: "id_repaired",
          records: repair.ids,
          amount: "0",
          facts: { col: column.name, val: MARKS[repair.kind], a: `${repair.of}` },
        });
    }
  }
  return toldOnce(found);
}

/** What is the same in several files, and differs by its counts only, is told once for all of them. */
function toldOnce(findings: readonly Finding[]): readonly Finding[] {
  const all = new Map<string, Finding>();
  for (const finding of findings) {
    const { code, records, facts = {}, examples } = finding;
    const isCounted = COUNTED.has(code);
    const key = examples
      ? `${all.size}`
      : JSON.stringify([code, facts.col, facts.val, ...(isCounted ? [] : [records, facts.a])]);
    const same = all.get(key);
    all.set(key, same === undefined ? finding : isCounted ? joined(same, finding) : same);
  }
  return [...all.values()];
}

const COUNTED: ReadonlySet<Finding["code"]> = new Set(["id_repaired"]); // `records` of `a` ids

function joined(one: Finding, other: Finding): Finding {
  const ids = [one, other].reduce((sum, { facts }) => sum + Number(facts?.a), 0);
  return { ...one, records: one.records + other.records, facts: { ...one.facts, a: `${ids}` } };
}

function endNote(source: Source): readonly Finding[] {
  if (source.kind !== "text" || !source.doubtfulEnd) return [];
  const { line, column, value } = source.doubtfulEnd;
  const place = `${source.name}:${line}:${column}`;
  return [{ code: "end_in_doubt", records: 1, amount: null, examples: [{ place, value: maskedText(value) }] }];
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

function peakNotes(peaks: z.infer<typeof Peaks> | undefined, { fates }: Decided): readonly Finding[] {
  if (!peaks || peaks.customers === 0) return [];
  const share = (peaks.orders ?? 0) / Math.max(1, peaks.all_orders ?? 1);
  return [
    {
      code: "customer_extreme",
      records: peaks.customers,
      amount: fates.amounts ? peaks.revenue : null,
      facts: { val: `${(100 * share).toFixed(1)} %` },
    },
  ];
}
