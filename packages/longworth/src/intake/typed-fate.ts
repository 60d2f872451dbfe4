/** The fate that a record's own cells give it: a footer, no sale, a status, what cannot be read. */
import { ident, list, sql, type Sql } from "../sql/sql.js";
import type { RowKind, StatusClass } from "./layout.js";
import type { Plan, Sum } from "./plan.js";
import type { StagedColumn } from "./staged.js";
import { TOTAL_WORDS } from "./status-words.js";
import { either, folded, isBlank, isOneColumn, isWord, rarely, text } from "./typed-cells.js";
import { looksDamaged } from "./typed-ids.js";
import type { TypedOptions } from "./typed-options.js";

/** Cells that say "nothing here", as numbers. */
const EMPTY = ["", "-", "--", "—", "n/a", "null", "#n/a"];

/** The cell says something, and it is no number. @param value  the number that was read */
const unreadable = (column: StagedColumn, value: Sql): Sql => {
  const filled =
    column.type === "text" ? sql`NOT ${isWord(folded(column), EMPTY)}` : sql`${ident(column.id)} IS NOT NULL`;
  return rarely(sql`${value} IS NULL`, filled);
};

/** Cells that `base` looks at. */
export function rawColumns({ plan, damaged }: TypedOptions): readonly StagedColumn[] {
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
export function baseCode(options: TypedOptions): Sql {
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
