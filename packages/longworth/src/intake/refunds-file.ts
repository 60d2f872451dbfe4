/** Refunds of a file of their own: joined to their orders by id, on their own days; they replace what the orders say. */
import { z } from "zod";
import { UserError } from "../errors.js";
import { ident, integer, sql, type Sql } from "../sql/sql.js";
import { sides as words } from "../words/en/side-files.js";
import type { Decided } from "./decide.js";
import { daySql, decideDateStyle } from "./dates.js";
import { decimalText, units } from "./ladder.js";
import { norm } from "./header-words.js";
import { candidate } from "./matcher.js";
import { headerKey } from "./synonyms.js";
import { decideNumberStyle, numberSql, TYPED_NUMBERS } from "./numbers.js";
import { alloc } from "./orders.js";
import type { AcceptedFacts } from "./accepted-notes.js";
import type { Finding } from "./problems.js";
import type { RatesPer } from "./rate-direction.js";
import { convertedSql, dayRates } from "./rates.js";
import { placesOf } from "./places.js";
import type { IntakeRequest, IntakeTools } from "./request.js";
import { fitting, needed, openSideFile, placeIn, refuseWhere, type SideFile } from "./side-file.js";
import type { StagedColumn } from "./staged.js";
import { trimmed } from "./typed-cells.js";
import type { Typed } from "./typing.js";

type Work = Readonly<{
  per: RatesPer | null; // of which unit the rates are that converted the orders
  typed: readonly Typed[];
  decided: Decided;
  request: IntakeRequest;
  names: ReadonlySet<string>;
}>;

/** What the file changed: notes, and how many refunds of the orders' own column it replaced, with their money. */
export type RefundsRead = Readonly<{ findings: readonly Finding[]; replaced: number; replacedAmount: string }>;

const NOTHING: RefundsRead = { findings: [], replaced: 0, replacedAmount: "0" };

/**
 * Put the refunds of --refunds-file into `orders`; see the module. A refund after --as-of has not happened yet.
 * @throws see `openSideFile`; column_missing, date_unreadable, number_unreadable, number_ambiguous, mixed_currency
 */
export async function readRefunds(work: Work, tools: IntakeTools): Promise<RefundsRead> {
  const { request, decided, names } = work;
  if (request.refundsFile === undefined || request.refunds === "ignore" || !decided.fates.amounts) return NOTHING;
  if (!names.has("order_id")) throw new UserError("column_missing", words.noOrderColumn(), { place: "--refunds-file" });
  const { engine } = tools;
  const side = await openSideFile({ given: request.refundsFile, option: "--refunds-file" }, request, tools);
  const columns = await columnsOf(side, work, tools);
  await engine.execute(sql`CREATE OR REPLACE TABLE refund_rows AS ${await refundRows(side, columns, work, tools)}`);
  await engine.execute(sql`CREATE OR REPLACE TABLE placed_refunds AS ${placedRefunds(names, request.asOf)}`);
  const [replaced] = await engine.rows(replacedRefunds, Sum);
  if (replaced !== undefined && replaced.n > 0) {
    await engine.execute(sql`CREATE OR REPLACE TABLE orders_kept AS ${keptOrders}`); // not every connector deletes rows
    await engine.execute(sql`DROP TABLE orders`);
    await engine.execute(sql`ALTER TABLE orders_kept RENAME TO orders`);
  }
  const file = work.typed.length;
  await engine.execute(
    sql`INSERT INTO orders ${refundEvents({ file, digits: decided.digits, dialect: engine.dialect, margin: request.margin })}`,
  );
  return {
    findings: await findingsOf(side, tools),
    replaced: replaced?.n ?? 0,
    replacedAmount: replaced?.amount ?? "0",
  };
}

/** Notes about refunds without a date, less those that have one now. */
export const lessReplaced = (facts: AcceptedFacts, { replaced, replacedAmount }: RefundsRead): AcceptedFacts => ({
  n: (name) => facts.n(name) - (name === "refund" ? replaced : 0),
  amount: (name) =>
    name === "refund" ? decimalText(units(facts.amount(name)) - units(replacedAmount), 4) : facts.amount(name),
});

type Columns = Readonly<{
  order: StagedColumn;
  date: StagedColumn;
  amount: StagedColumn;
  currency: StagedColumn | undefined;
}>;

async function columnsOf(side: SideFile, { typed, names }: Work, tools: IntakeTools): Promise<Columns> {
  const order = await orderColumn(side, { typed, names }, tools);
  if (!order) {
    const facts = { refunds: side.staged.source.name, orders: typed[0]?.staged.source.name ?? "" };
    throw new UserError("column_missing", words.noOrders(facts), { place: `${side.staged.source.name}:1:1` });
  }
  const others = (columns: readonly StagedColumn[]): readonly StagedColumn[] =>
    columns.filter(({ id }) => id !== order.id);
  const dates = others(fitting(side, "date"));
  const amounts = others([...fitting(side, "refund"), ...fitting(side, "amount")]);
  const saysRefund = ({ name }: StagedColumn): boolean => REFUND.test(headerKey(name));
  return {
    order,
    date: needed(side, dates.find(saysRefund) ?? dates[0], "date"),
    amount: needed(side, amounts[0], "amount"),
    currency: fitting(side, "currency")[0],
  };
}

const REFUND = /refund|erstatt|zwrot|rembours|reembols|rimbors|terugbetal|退款|返金/u;

/**
 * The column with order ids of the input: of those that are called so the one with most of them; else the only column
 * with one, since numbers of lines are among the numbers of orders, too.
 */
async function orderColumn(
  { staged, seen }: SideFile,
  { typed, names }: Pick<Work, "typed" | "names">,
  { engine }: IntakeTools,
): Promise<StagedColumn | undefined> {
  const headers = new Set(typed.flatMap(({ plan }) => plan.order.map(({ name }) => norm(name))));
  const found: { column: StagedColumn; isNamed: boolean; records: number }[] = [];
  for (const profile of seen) {
    const { column } = profile;
    const query = sql`SELECT CAST(count(*) AS double) AS records FROM ${ident(staged.table)} WHERE ${trimmed(column)} IN (${orderIds(names)})`;
    const [row] = await engine.rows(query, z.object({ records: z.number() }));
    const isNamed = headers.has(norm(column.name)) || candidate("order", profile).name >= CALLED;
    if (row && row.records > 0) found.push({ column, isNamed, records: row.records });
  }
  const [best] = found.filter(({ isNamed }) => isNamed).toSorted((a, b) => b.records - a.records);
  return (best ?? (found.length === 1 ? found[0] : undefined))?.column;
}

const CALLED = 0.5; // of a name

/** Every way in which an order of the input is named. */
const orderIds = (names: ReadonlySet<string>): Sql =>
  names.has("order_name")
    ? sql`SELECT order_id FROM typed WHERE order_id IS NOT NULL UNION SELECT order_name FROM typed WHERE order_name IS NOT NULL`
    : sql`SELECT order_id FROM typed WHERE order_id IS NOT NULL`;

/** refund_rows: one row per record of the file: reference, day, refund above 0 in the currency of the run. */
async function refundRows(
  side: SideFile,
  columns: Columns,
  { request, decided, per }: Work,
  tools: IntakeTools,
): Promise<Sql> {
  const { engine } = tools;
  const { order, date, amount, currency } = columns;
  const placeOf = placeIn(side, tools);
  const dates = await decideDateStyle(engine, side.staged, { column: date, format: request.dateFormat, placeOf });
  const money = [{ column: amount, role: "money" as const }];
  const numbers =
    amount.type === "text" ? await decideNumberStyle(engine, side.staged, { columns: money, placeOf }) : TYPED_NUMBERS;
  const day = daySql(date, dates, engine.dialect);
  const value = numberSql(amount, numbers, engine.dialect);
  await refuseWhere(side, { column: date, wrong: sql`${day} IS NULL`, code: "date_unreadable", what: "date" }, tools);
  await refuseWhere(
    side,
    { column: amount, wrong: sql`${value} IS NULL`, code: "number_unreadable", what: "amount" },
    tools,
  );
  const first = sql`(SELECT min_by(${value}, record) FROM ${ident(side.staged.table)} WHERE ${value} <> 0)`;
  const other = sql`${value} * sign(${first}) < 0`;
  await refuseWhere(side, { column: amount, wrong: other, code: "number_ambiguous", what: "sign" }, tools);
  const code = currency ? sql`upper(${trimmed(currency)})` : sql`CAST('' AS VARCHAR)`;
  const rows = sql`SELECT record, ${trimmed(order)} AS reference, ${day} AS day, abs(${value}) AS refund, nullif(${code}, '') AS currency FROM ${ident(side.staged.table)} WHERE ${value} <> 0`;
  return currency && decided.currency !== null
    ? inOneCurrency(side, rows, { currency, target: decided.currency, decided, per }, tools)
    : rows;
}

type Converting = Readonly<{ currency: StagedColumn; target: string; decided: Decided; per: RatesPer | null }>;

/** @throws mixed_currency where a refund is in another currency and no rate says what it is worth */
async function inOneCurrency(
  { staged }: SideFile,
  rows: Sql,
  { currency, target, decided, per }: Converting,
  { engine, effects }: IntakeTools,
): Promise<Sql> {
  if (per !== null)
    await engine.execute(
      sql`CREATE OR REPLACE TABLE refund_rates AS ${dayRates(sql`SELECT currency, day FROM (${rows}) AS refunds`, target)}`,
    );
  const known =
    per !== null
      ? sql` AND NOT EXISTS (SELECT 1 FROM refund_rates WHERE refund_rates.currency = refunds.currency AND refund_rates.day = refunds.day AND rate IS NOT NULL)`
      : sql``;
  const query = sql`SELECT CAST(record AS double) AS record, currency, CAST(day AS VARCHAR) AS day FROM (${rows}) AS refunds WHERE currency <> ${target}${known} ORDER BY record LIMIT 1`;
  const [foreign] = await engine.rows(query, z.object({ record: z.number(), currency: z.string(), day: z.string() }));
  if (foreign) {
    const [at = ""] = await placesOf(staged.source, [{ record: foreign.record, column: currency }], effects);
    throw new UserError("mixed_currency", words.notOneCurrency({ found: `${foreign.currency}, ${foreign.day}`, at }), {
      place: at,
    });
  }
  if (per === null) return rows;
  return sql`SELECT refunds.record, refunds.reference, refunds.day,
  CASE WHEN rate IS NULL THEN refund ELSE ${convertedSql(sql`refund`, sql`rate`, { digits: decided.digits, per, dialect: engine.dialect })} END AS refund, ${target} AS currency
FROM (${rows}) AS refunds LEFT JOIN refund_rates ON refund_rates.currency = refunds.currency AND refund_rates.day = refunds.day`;
}

/** placed_refunds: one row per refund and the order it names; state says whether that counts (`known`), does not (`aside`), or is not in the files (`unmatched`). */
export const placedRefunds = (names: ReadonlySet<string>, asOf: string | undefined): Sql => {
  const named = names.has("order_name")
    ? sql`SELECT order_name AS reference, order_id FROM typed WHERE order_name IS NOT NULL AND order_id IS NOT NULL UNION ALL `
    : sql``;
  const until = asOf === undefined ? sql`` : sql` WHERE refund_rows.day <= CAST(${asOf} AS DATE)`;
  return sql`WITH ids AS (
  SELECT reference, max(order_id) AS order_id FROM (${named}SELECT order_id AS reference, order_id FROM typed WHERE order_id IS NOT NULL) AS named GROUP BY reference
),
sold AS (SELECT DISTINCT order_id FROM orders WHERE kind = 'order')
SELECT refund_rows.record, refund_rows.reference, refund_rows.day, refund_rows.refund, ids.order_id,
  CASE WHEN sold.order_id IS NOT NULL THEN 'known' WHEN ids.order_id IS NOT NULL THEN 'aside' ELSE 'unmatched' END AS state
FROM refund_rows LEFT JOIN ids ON ids.reference = refund_rows.reference LEFT JOIN sold ON sold.order_id = ids.order_id${until}`;
};

const Sum = z.object({ n: z.number(), amount: z.string().nullable() });

/** replaced: one row, the refunds on the orders' own records that a dated one replaces. */
const replacedRefunds = sql`SELECT CAST(count(*) AS double) AS n, CAST(-sum(total) AS VARCHAR) AS amount FROM orders
WHERE kind = 'refund' AND order_id IN (SELECT order_id FROM placed_refunds WHERE state = 'known')`;

/** orders_kept: the events without them. */
export const keptOrders = sql`SELECT * FROM orders
WHERE kind <> 'refund' OR order_id IS NULL OR order_id NOT IN (SELECT order_id FROM placed_refunds WHERE state = 'known' AND order_id IS NOT NULL)`;

type Eventing = Readonly<{
  file: number;
  digits: number;
  margin: IntakeRequest["margin"];
  dialect: Parameters<typeof alloc>[1]["dialect"];
}>;

/**
 * refund events: one row per refund that counts. Its net share is that of its order, a full refund exactly; one whose
 * order is not in the files is of no customer, and net of nothing.
 */
export function refundEvents({ file, digits, margin, dialect }: Eventing): Sql {
  const share = alloc({ value: sql`refund`, part: sql`sold.amount`, whole: sql`sold.total` }, { dialect, digits });
  const unit = sql`CAST(${`${1 / 10 ** digits}`} AS DECIMAL(18, 4))`;
  const net = sql`CASE WHEN sold.order_id IS NULL THEN refund WHEN refund BETWEEN sold.total - ${unit} AND sold.total + ${unit} THEN sold.amount ELSE ${share} END`;
  const back = margin
    ? sql`CASE WHEN sold.total = 0 THEN 0 ELSE CAST(-(sold.margin * refund / sold.total) AS DECIMAL(18, 4)) END`
    : sql`CAST(NULL AS DECIMAL(18, 4))`;
  return sql`WITH sold AS (
  SELECT order_id, max(customer_id) AS customer_id, sum(amount) AS amount, sum(total) AS total, sum(margin) AS margin FROM orders WHERE kind = 'order' GROUP BY order_id
)
SELECT sold.customer_id, coalesce(placed_refunds.order_id, placed_refunds.reference) AS order_id, 'refund' AS kind, placed_refunds.day AS day,
  CAST(-(round(${net}, ${integer(digits)})) AS DECIMAL(18, 4)) AS amount, CAST(-round(refund, ${integer(digits)}) AS DECIMAL(18, 4)) AS total, ${back} AS margin,
  placed_refunds.record AS record, CAST(${integer(file)} AS INTEGER) AS file
FROM placed_refunds LEFT JOIN sold ON sold.order_id = placed_refunds.order_id WHERE state <> 'aside'`;
}

/** excess: one row, orders whose refunds of the file are larger than they are, and by how much in all. */
const excess = sql`WITH sold AS (SELECT order_id, sum(total) AS total FROM orders WHERE kind = 'order' GROUP BY order_id),
given AS (SELECT order_id, sum(refund) AS refund, min(record) AS record FROM placed_refunds WHERE state = 'known' GROUP BY order_id)
SELECT CAST(count(*) AS double) AS n, CAST(sum(given.refund - sold.total) AS VARCHAR) AS amount, CAST(min(given.record) AS double) AS first
FROM given JOIN sold ON sold.order_id = given.order_id WHERE given.refund > sold.total`;
const Excess = z.object({ n: z.number(), amount: z.string().nullable(), first: z.number().nullable() });

const States = z.object({ state: z.string(), n: z.number(), amount: z.string().nullable(), first: z.number() });

async function findingsOf({ staged }: SideFile, { engine, effects }: IntakeTools): Promise<readonly Finding[]> {
  const query = sql`SELECT state, CAST(count(*) AS double) AS n, CAST(sum(refund) AS VARCHAR) AS amount, CAST(min(record) AS double) AS first FROM placed_refunds GROUP BY state ORDER BY state`;
  const found = await engine.rows(query, States);
  const findings: Finding[] = [];
  for (const { state, n, amount, first } of found) {
    if (state === "aside") {
      const said = words.refundsAside({ n, name: staged.source.name });
      findings.push({ code: "container_note", records: n, amount, facts: { val: said.value, a: said.as } });
    }
    if (state !== "unmatched") continue;
    const [place = ""] = await placesOf(staged.source, [{ record: first }], effects);
    findings.push({
      code: "refund_unmatched",
      records: n,
      amount: decimalText(units(amount), 4),
      examples: [{ place, value: "" }],
    });
  }
  const [larger] = await engine.rows(excess, Excess);
  if (larger && larger.first !== null) {
    const [place = ""] = await placesOf(staged.source, [{ record: larger.first }], effects);
    findings.push({
      code: "refund_exceeds_order",
      records: larger.n,
      amount: larger.amount,
      examples: [{ place, value: "" }],
    });
  }
  return findings;
}
