/** From text to values, one row per record: what every later query of the intake reads. Money stays unrounded. */
import type { Dialect } from "../sql/dialect.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import type { StatusClass } from "./layout.js";
import type { Plan, StatusPlan } from "./plan.js";
import type { StagedColumn } from "./staged.js";
import { PLACEHOLDER_KEYS, TOTAL_WORDS } from "./status-words.js";

/** How cells of this input become values; made once the number and date styles of the file are decided. */
export type Readers = Readonly<{
  dialect: Dialect;
  number(column: StagedColumn): Sql; // DECIMAL(18, 4), NULL where it cannot be read
  day(column: StagedColumn): Sql; // DATE, NULL where it cannot be read
  isPlaceholder(column: StagedColumn): Sql; // the cell holds a date that stands for "unknown"
}>;

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
  repairs: Readonly<Record<string, "dot zero" | "apostrophe">>; // by id of a key or order column
  damaged: boolean; // some ids look like 1.03E+19
  hashed: boolean; // records can repeat, so that a digest of each is worth its bytes
}>;

/** The columns of `typed`, in order: those that the plan has. */
export type Fields = Readonly<Record<string, Sql>>;

export const text = ({ id, type }: StagedColumn): Sql =>
  type === "text" ? ident(id) : sql`CAST(${ident(id)} AS VARCHAR)`;
export const trimmed = (column: StagedColumn): Sql => sql`trim(coalesce(${text(column)}, ''))`;
const folded = (column: StagedColumn): Sql => sql`lower(${trimmed(column)})`;
const oneOf = (value: Sql, words: readonly string[]): Sql =>
  sql`${value} IN (${list(words.map((word) => sql`${word}`))})`;
const either = (conditions: readonly Sql[]): Sql =>
  list(
    conditions.map((each) => sql`(${each})`),
    sql` OR `,
  );

/** Cells that say "nothing here", as numbers. */
const EMPTY = ["", "-", "--", "—", "n/a", "null", "#n/a"];

const isBlank = (column: StagedColumn): Sql =>
  column.type === "text" ? sql`${trimmed(column)} = ''` : sql`${ident(column.id)} IS NULL`;
/** The cell says something, and it is no number. @param value  the number that was read */
const unreadable = (column: StagedColumn, value: Sql): Sql => {
  const filled =
    column.type === "text" ? sql`NOT ${isWord(folded(column), EMPTY)}` : sql`${ident(column.id)} IS NOT NULL`;
  return rarely(sql`${value} IS NULL`, filled);
};

/** A check that costs much, only where a cheap one holds. */
export const rarely = (cheap: Sql, costly: Sql): Sql => sql`CASE WHEN ${cheap} THEN ${costly} ELSE false END`;

const BETWEEN = "\u001f"; // stands in no cell that is one of the words

/**
 * The value is one of the words. For checks inside a CASE: an IN list would become a join of every record with the words
 * (four million ids: 2.2 s of CPU instead of 1.0).
 */
export const isWord = (value: Sql, words: readonly string[]): Sql =>
  sql`position(concat(${BETWEEN}, ${value}, ${BETWEEN}) IN ${BETWEEN + words.join(BETWEEN) + BETWEEN}) > 0`;

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
function rawColumns({ plan }: TypedOptions): readonly StagedColumn[] {
  const { first, date, key, total, test } = plan;
  const all = [first, date, ...key, total, ...moneyColumns(plan).map(([column]) => column), test?.column].filter(
    (column) => column !== undefined,
  );
  return all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i);
}

/** Columns whose cells must be numbers when they are filled, and the field that holds their number where there is one. */
function moneyColumns({
  total,
  quantity,
  price,
  refund,
  net,
}: Plan): readonly (readonly [StagedColumn, string | undefined])[] {
  const parts = net.kind === "same" ? [] : [[net.tax, "tax"] as const, [net.shipping, "shipping"] as const];
  const sold = total ? [[total, "total"] as const] : [[quantity, "quantity"] as const, [price, undefined] as const];
  return [...sold, [refund, "refund"] as const, ...parts].flatMap(([column, name]) =>
    column ? [[column, name] as const] : [],
  );
}

/** The values of a record, by name. */
export function fieldsOf(options: TypedOptions): Fields {
  const { plan, readers, amounts, hashed, columns } = options;
  const { order, email, net, refund, outstanding, dispute, margin, firstOrder, quantity, price, lines } = plan;
  const number = (column: StagedColumn | undefined, name: string): Fields =>
    column ? { [name]: readers.number(column) } : {};
  const parts = net.kind === "same" ? {} : { ...number(net.tax, "tax"), ...number(net.shipping, "shipping") };
  const mode = net.kind === "tax_mode" ? { ...number(net.subtotal, "subtotal"), ...number(net.duties, "duties") } : {};
  return {
    customer: customerKey(options, false),
    ...(email.length > 0 ? { key_raw: customerKey(options, true), email: emailKey(options) } : {}),
    ...(order.length > 0 ? { order_id: firstFilled(order, options) } : {}),
    ...(order.length > 1 ? { order_name: firstFilled(order.slice(-1), options) } : {}),
    day: readers.day(plan.date),
    ...(amounts ? { total: totalOf(plan, readers) } : {}),
    ...(quantity && price && plan.total
      ? { multiplied: sql`${readers.number(quantity)} * ${readers.number(price)}` }
      : {}),
    ...number(quantity, "quantity"),
    ...parts,
    ...mode,
    ...(amounts ? number(refund, "refund") : {}),
    ...number(outstanding, "outstanding"),
    ...(dispute ? disputeFields(dispute, readers) : {}),
    ...number(margin, "margin_value"),
    ...(firstOrder ? { first_day: readers.day(firstOrder) } : {}),
    ...(lines ? { line_money: sql`${readers.number(lines.quantity)} * ${readers.number(lines.price)}` } : {}),
    ...(plan.currency ? { currency: currencyKey(plan.currency) } : {}),
    ...(plan.status
      ? { state: stateOf(plan.status, options.overrides), status_text: trimmed(plan.status.column) }
      : {}),
    ...(hashed ? { h: readers.dialect.rowHash(columns.map(({ id }) => ident(id))) } : {}),
  };
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
    const value = repaired(column, options);
    const address = plan.email.includes(column) && !raw && !keepCase;
    const composed = normalizeIds ? readers.dialect.nfc(value) : value;
    const key = address ? readers.dialect.nfc(sql`lower(trim(${value}))`) : composed;
    if (column.type !== "text") return key;
    if (plan.key.length === 1)
      return sql`CASE WHEN ${text(column)} < '!' THEN CASE WHEN ${trimmed(column)} = '' THEN NULL ELSE ${key} END ELSE ${key} END`;
    return sql`CASE WHEN ${folded(column)} = '' OR ${oneOf(folded(column), PLACEHOLDER_KEYS)} THEN NULL ELSE ${key} END`;
  });
  return keys.length === 1 && keys[0] ? keys[0] : sql`coalesce(${list(keys)})`;
}

/** The record's address as a key, NULL when it has none: customers of one address are one customer. */
function emailKey({ plan, readers, keepCase }: TypedOptions): Sql {
  const all = plan.email.map((column) => {
    const address = keepCase ? trimmed(column) : readers.dialect.nfc(sql`lower(${trimmed(column)})`);
    return sql`CASE WHEN ${trimmed(column)} LIKE '%_@_%' THEN ${address} END`;
  });
  return all.length === 1 && all[0] ? all[0] : sql`coalesce(${list(all)})`;
}

function repaired(column: StagedColumn, { repairs }: Pick<TypedOptions, "repairs">): Sql {
  const value = text(column);
  if (repairs[column.id] === "dot zero") return sql`regexp_replace(${value}, '\\.0$', '')`;
  return repairs[column.id] === "apostrophe" ? sql`regexp_replace(${value}, '^''', '')` : value;
}

function firstFilled(columns: readonly StagedColumn[], options: Pick<TypedOptions, "repairs">): Sql {
  const filled = columns.map(
    (column) => sql`CASE WHEN ${isBlank(column)} THEN NULL ELSE trim(${repaired(column, options)}) END`,
  );
  return filled.length === 1 && filled[0] ? filled[0] : sql`coalesce(${list(filled)})`;
}

const currencyKey = (column: StagedColumn): Sql => {
  const code = sql`upper(${trimmed(column)})`;
  return sql`CASE ${code} WHEN '' THEN NULL WHEN '€' THEN 'EUR' WHEN '£' THEN 'GBP' WHEN 'ZŁ' THEN 'PLN' ELSE ${code} END`;
};

const statusText = (column: StagedColumn): Sql => sql`replace(replace(${folded(column)}, '_', ' '), '-', ' ')`;

/** What the status says: a class of the layout, or `unknown`. `--status` wins over everything. */
function stateOf(plan: StatusPlan, overrides: Readonly<Record<string, string>>): Sql {
  const value = statusText(plan.column);
  const said = byClass(overrides).map(([kind, words]) => sql`WHEN ${oneOf(value, words)} THEN ${kind}`);
  const known = Object.entries(plan.words).filter(([word]) => !(word in overrides));
  const classes = byClass(Object.fromEntries(known));
  const counts = classes.filter(([kind]) => kind === "count").flatMap(([, words]) => words);
  const cancelled = plan.cancelledWhenFilled
    ? [sql`WHEN ${trimmed(plan.cancelledWhenFilled)} <> '' THEN 'cancelled'`]
    : [];
  const shipped = plan.unpaidUnless
    ? classes
        .filter(([kind]) => kind === "unpaid")
        .map(
          ([, words]) =>
            sql`WHEN ${oneOf(value, words)} AND ${folded(plan.unpaidUnless!.column)} = ${plan.unpaidUnless!.value} THEN 'part_paid'`,
        )
    : [];
  const uncaptured = plan.falseIsUnpaid
    ? [sql`WHEN ${oneOf(value, counts)} AND ${folded(plan.falseIsUnpaid)} = 'false' THEN 'unpaid'`]
    : [];
  const rest = classes.map(([kind, words]) => sql`WHEN ${oneOf(value, words)} THEN ${kind}`);
  return sql`CASE ${list([...said, ...cancelled, ...shipped, ...uncaptured, ...rest], sql` `)} ELSE 'unknown' END`;
}

function byClass(words: Readonly<Record<string, string>>): readonly (readonly [string, readonly string[]])[] {
  const kinds = [...new Set(Object.values(words))].sort();
  return kinds.map((kind) => [kind, Object.keys(words).filter((word) => words[word] === kind)] as const);
}

/** `1.03E+19`: a spreadsheet has rounded the id. `1E5` is an id. */
export const looksDamaged = (column: StagedColumn): Sql =>
  sql`(upper(${text(column)}) LIKE '_.%E+%' OR upper(${text(column)}) LIKE '_,%E+%') AND substr(${text(column)}, 1, 1) BETWEEN '0' AND '9'`;

/** A title, a total, a footer, a header again, or nothing at all. */
function footer({ plan: { first, date, key, total, grain } }: TypedOptions): Sql {
  const said =
    first.type === "text"
      ? sql`${isWord(sql`trim(replace(${folded(first)}, ':', ''))`, TOTAL_WORDS)} AND ${isBlank(date)}`
      : sql`false`;
  const header = date.type === "text" ? sql` OR coalesce(${text(date)}, '') = ${date.name}` : sql``;
  if (grain === "head") return sql`((${said})${header})`; // there, a record without order cells continues the order above
  const nothing = list([...key, first, date, ...(total ? [total] : [])].map(isBlank), sql` AND `);
  return sql`((${said})${header} OR (${nothing}))`;
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

/** The fate that the record's own cells give it: '' when they say nothing against it. The first condition wins. */
function baseCode(options: TypedOptions): Sql {
  const { plan, damaged, readers } = options;
  const { grain, date, total, test, key } = plan;
  const whens = [sql`WHEN ${rarely(sql`day IS NULL`, footer(options))} THEN 'total_row'`];
  if (grain === "head")
    whens.push(sql`WHEN ${total ? sql`${isBlank(total)} OR ` : sql``}${isBlank(date)} THEN 'continuation'`);
  if (test) whens.push(sql`WHEN position(${test.contains} IN ${folded(test.column)}) > 0 THEN 'test_order'`);
  if (plan.status)
    whens.push(...Object.entries(STATE_CODES).map(([state, code]) => sql`WHEN state = ${state} THEN ${code}`));
  whens.push(
    sql`WHEN day IS NULL THEN CASE WHEN ${readers.isPlaceholder(date)} THEN 'date_placeholder' ELSE 'date_unreadable' END`,
  );
  whens.push(sql`WHEN ${badNumber(options)} THEN 'number_unreadable'`);
  if (damaged) whens.push(sql`WHEN ${either(key.map(looksDamaged))} THEN 'id_damaged'`);
  return sql`CASE ${list(
    whens,
    sql`
    `,
  )}
    ELSE '' END`;
}
