/** The cells of a record in SQL: their text, and sums of their numbers. */
import type { Dialect } from "../sql/dialect.js";
import { ident, list, sql, type Sql } from "../sql/sql.js";
import type { Sum } from "./plan.js";
import type { StagedColumn } from "./staged.js";

/** How cells of this input become values; made once the number and date styles of the file are decided. */
export type Readers = Readonly<{
  dialect: Dialect;
  number(column: StagedColumn): Sql; // DECIMAL(18, 4), NULL where it cannot be read
  day(column: StagedColumn): Sql; // DATE, NULL where it cannot be read
  isPlaceholder(column: StagedColumn): Sql; // the cell holds a date that stands for "unknown"
}>;

export const text = ({ id, type }: StagedColumn): Sql =>
  type === "text" ? ident(id) : sql`CAST(${ident(id)} AS VARCHAR)`;
export const trimmed = (column: StagedColumn): Sql => sql`trim(coalesce(${text(column)}, ''))`;
export const folded = (column: StagedColumn): Sql => sql`lower(${trimmed(column)})`;
export const isBlank = (column: StagedColumn): Sql =>
  column.type === "text" ? sql`${trimmed(column)} = ''` : sql`${ident(column.id)} IS NULL`;
/** The cell's text, NULL when it is blank. */
export const firstText = (column: StagedColumn): Sql =>
  sql`CASE WHEN ${isBlank(column)} THEN NULL ELSE ${trimmed(column)} END`;
export const oneOf = (value: Sql, words: readonly string[]): Sql =>
  sql`${value} IN (${list(words.map((word) => sql`${word}`))})`;
export const either = (conditions: readonly Sql[]): Sql =>
  list(
    conditions.map((each) => sql`(${each})`),
    sql` OR `,
  );

/** A check that costs much, only where a cheap one holds. */
export const rarely = (cheap: Sql, costly: Sql): Sql => sql`CASE WHEN ${cheap} THEN ${costly} ELSE false END`;

const BETWEEN = "\u001f"; // stands in no cell that is one of the words

/**
 * The value is one of the words. For checks inside a CASE: an IN list would become a join of every record with the words
 * (four million ids: 2.2 s of CPU instead of 1.0).
 */
export const isWord = (value: Sql, words: readonly string[]): Sql =>
  sql`position(concat(${BETWEEN}, ${value}, ${BETWEEN}) IN ${BETWEEN + words.join(BETWEEN) + BETWEEN}) > 0`;

/** What conditions of terms need to know. */
export type SumContext = Readonly<{
  readers: Readers;
  isOnTop: Sql; // the prices of this record's market exclude tax
  isFirst: Sql; // the first record of its order
}>;

/** The sum is a column as it is written. */
export const isOneColumn = ([first, second]: Sum): boolean =>
  first !== undefined && !second && first.sign === 1 && !first.size && !first.once && !first.when && !first.only;

/** The sum of the columns, blank cells as 0; one column alone stays NULL where it is blank. */
export function sumSql(terms: Sum, { readers, isOnTop, isFirst }: SumContext): Sql {
  const [only] = terms;
  if (only && isOneColumn(terms)) return readers.number(only.column);
  const values = terms.map(({ column, sign, size, once, when, only }) => {
    const number = sql`coalesce(${readers.number(column)}, 0)`;
    const sized = size ? sql`abs(${number})` : number;
    const conditions = [
      ...(once ? [isFirst] : []),
      ...(only ? [sql`${only.not ? sql`NOT ` : sql``}${oneOf(folded(only.column), only.is)}`] : []),
      ...(when === "tax_on_top" ? [isOnTop] : when === "tax_inside" ? [sql`NOT ${isOnTop}`] : []),
    ];
    const counted =
      conditions.length === 0 ? sized : sql`CASE WHEN ${list(conditions, sql` AND `)} THEN ${sized} ELSE 0 END`;
    return sign === 1 ? sql` + ${counted}` : sql` - ${counted}`;
  });
  return sql`CAST(${list([sql`0`, ...values], sql``)} AS DECIMAL(18, 4))`;
}
