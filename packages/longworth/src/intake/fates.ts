/** The one fate of every record: a CASE whose first condition wins, so that the counts of the fates add up. */
import { ident, integer, sql, list, type Sql } from "../sql/sql.js";
import type { Grain } from "./layout.js";

/** Codes whose records could not be read; all other codes but '' are set aside by rule. */
export const REJECTED: ReadonlySet<string> = new Set([
  "row_ragged",
  "date_unreadable",
  "date_placeholder",
  "date_in_future",
  "number_unreadable",
  "id_damaged",
  "end_before_start",
  "end_missing",
  "period_missing",
]);

/** What whole columns and the request decide about records. Days are ISO days. */
export type FateOptions = Readonly<{
  grain: Grain;
  names: ReadonlySet<string>; // columns of `typed`
  amounts: boolean;
  asOf: string | undefined;
  futureFrom: string | undefined; // the first day that is too far from all others
  placeholders: readonly string[]; // keys that stand for many people
  currency: string | undefined; // the one that counts, where there are several
  duplicates: "keep" | "drop";
  files: number;
  sheetHead: boolean; // a sheet whose amounts stand on the first line of each order only
}>;

/** Records of the last file first: of an order in several files the last one counts, because it was exported later. */
export const POSITION = sql`(record - CAST(file AS BIGINT) * 1000000000000)`;

const day = (iso: string): Sql => sql`CAST(${iso} AS DATE)`;

/** Whether the grain gives each order to one record, so that a second one with its id is a copy or a contradiction. */
export const oneRecordPerOrder = (grain: Grain): boolean =>
  grain === "order" || grain === "payment" || grain === "head";

/** order_firsts: one row per order id, its first record in the last file that has it: where, and what it holds. */
export const orderFirsts = (amounts: boolean): Sql => sql`
SELECT order_id, min(position) AS position, max(file) AS file, min_by(h, position) AS h, min_by(total, position) AS total
FROM (SELECT order_id, file, h, ${amounts ? sql`total` : sql`CAST(NULL AS DECIMAL(18, 4))`} AS total, ${POSITION} AS position FROM typed WHERE order_id IS NOT NULL AND base NOT IN ('total_row', 'continuation', 'non_sale_row')) AS placed
GROUP BY order_id`;

/** copies: one row per record that repeats an earlier one exactly. */
export const copies: Sql = sql`
SELECT file, record
FROM (SELECT file, record, row_number() OVER (PARTITION BY h ORDER BY file, record) AS turn
  FROM typed WHERE h IN (SELECT h FROM typed GROUP BY h HAVING count(*) > 1)) AS turns
WHERE turn > 1`;

/** fates: one row per record of `typed`, all its columns, and `code`: '' when it is accepted, else its fate. */
export function fates(options: FateOptions): Sql {
  const joined = needsFirsts(options);
  const dropped = options.duplicates === "drop";
  return sql`SELECT typed.*, CASE
    ${list(
      conditions(options),
      sql`
    `,
    )}
    ELSE '' END AS code
  FROM typed${
    joined
      ? sql`
  LEFT JOIN order_firsts ON order_firsts.order_id = typed.order_id`
      : sql``
  }${
    dropped && !oneRecordPerOrderWithId(options)
      ? sql`
  LEFT JOIN copies ON copies.file = typed.file AND copies.record = typed.record`
      : sql``
  }`;
}

/** fates where every record is accepted, as their sums say: a fifth less to do for the days of customers. */
export const allAccepted: Sql = sql`SELECT typed.*, '' AS code FROM typed`;

const oneRecordPerOrderWithId = ({ grain, names }: FateOptions): boolean =>
  oneRecordPerOrder(grain) && names.has("order_id");

/** Whether fates join `order_firsts`. */
export const needsFirsts = (options: FateOptions): boolean =>
  options.names.has("order_id") && (options.grain !== "line" || options.files > 1);

function conditions(options: FateOptions): readonly Sql[] {
  const { grain, names, amounts, asOf, futureFrom, placeholders, currency } = options;
  const when: Sql[] = [sql`WHEN typed.base = 'total_row' THEN typed.base`];
  if (names.has("is_summary"))
    when.push(
      sql`WHEN NOT typed.is_summary AND typed.order_id IN (SELECT order_id FROM typed AS heads WHERE is_summary AND base <> 'total_row' AND order_id IS NOT NULL) THEN 'continuation'`,
    );
  if (grain === "head" && !options.sheetHead) when.push(...continuations(options));
  if (options.sheetHead)
    when.push(sql`WHEN typed.total IS NULL AND order_firsts.position < ${positionOf("typed")} THEN 'continuation'`);
  when.push(...repeats(options));
  when.push(sql`WHEN typed.base <> '' THEN typed.base`);
  if (amounts) when.push(sql`WHEN typed.total IS NULL THEN 'number_unreadable'`);
  if (futureFrom !== undefined) when.push(sql`WHEN typed.day >= ${day(futureFrom)} THEN 'date_in_future'`);
  if (currency !== undefined && names.has("currency"))
    when.push(sql`WHEN typed.currency IS NOT NULL AND typed.currency <> ${currency} THEN 'mixed_currency'`);
  if (asOf !== undefined) when.push(sql`WHEN typed.day > ${day(asOf)} THEN 'after_as_of'`);
  when.push(sql`WHEN typed.customer IS NULL THEN 'no_customer'`);
  if (placeholders.length > 0)
    when.push(sql`WHEN typed.customer IN (${list(placeholders.map((key) => sql`${key}`))}) THEN 'no_customer'`);
  return when;
}

/** Lines of the order above them; those whose order is nowhere have lost it. */
function continuations({ names }: FateOptions): readonly Sql[] {
  const lost = names.has("order_name")
    ? sql`typed.order_name IS NOT NULL AND typed.order_name NOT IN (SELECT order_name FROM typed AS heads WHERE base NOT IN ('continuation', 'total_row') AND order_name IS NOT NULL)`
    : sql`false`;
  return [
    sql`WHEN typed.base = 'continuation' AND (${lost} OR typed.record < (SELECT coalesce(min(record), ${integer(0)}) FROM typed AS heads WHERE heads.file = typed.file AND heads.base <> 'continuation' AND heads.base <> 'total_row')) THEN 'orphan_continuation'`,
    sql`WHEN typed.base = 'continuation' THEN 'continuation'`,
  ];
}

function repeats(options: FateOptions): readonly Sql[] {
  const { grain, duplicates } = options;
  const second = sql`order_firsts.position < ${positionOf("typed")}`;
  const other = sql`WHEN order_firsts.file > typed.file THEN 'overlap'`;
  if (!needsFirsts(options))
    return duplicates === "drop" ? [sql`WHEN copies.record IS NOT NULL THEN 'duplicate_record'`] : [];
  if (grain === "line")
    return duplicates === "drop" ? [other, sql`WHEN copies.record IS NOT NULL THEN 'duplicate_record'`] : [other];
  if (grain === "repeat")
    return [
      other,
      sql`WHEN ${second} AND typed.base IN (${list(["", ...STATE_BASES].map((code) => sql`${code}`))}) THEN 'continuation'`,
    ];
  return duplicates === "keep"
    ? [other]
    : [other, sql`WHEN ${second} AND order_firsts.h = typed.h THEN 'duplicate_record'`];
}

/** Codes that a status gives: of an order whose cells are on every line, they are on every line. */
const STATE_BASES = ["cancelled", "unpaid", "failed", "fraud", "not_won", "test_order", "unknown_status"];

const positionOf = (table: string): Sql =>
  sql`(${ident(table)}.record - CAST(${ident(table)}.file AS BIGINT) * 1000000000000)`;
