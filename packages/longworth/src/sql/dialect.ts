/** What differs between the engines. A member exists because a query uses it. */
import { integer, list, literal, sql, type Sql } from "./sql.js";

export interface Dialect {
  readonly name: "duckdb" | "trino";
  placeholder(i: number): string; // i counts from 1
  /** 32 lower-case hex digits: decides samples and folds, alike on every engine. */
  md5(text: Sql): Sql;
  addDays(day: Sql, days: Sql): Sql;
  /** The same day of the month so many months later, its last day where there is none. */
  addMonths(day: Sql, months: Sql): Sql;
  /** Whole days since 1970-01-01. */
  dayNumber(day: Sql): Sql;
  /** Seconds since 1970 of a timestamp with time zone. */
  unixSeconds(instant: Sql): Sql;
  /** A 64-bit digest of a row's values, NULLs included: equal rows have equal digests. */
  rowHash(columns: readonly Sql[]): Sql;
  /** Text in Unicode's composed form. */
  nfc(text: Sql): Sql;
  /** Length of a text in bytes of UTF-8. */
  bytes(text: Sql): Sql;
  /** a / b rounded half away from zero, both whole; b is not 0. */
  wholeQuotient(a: Sql, b: Sql): Sql;
  /** The pattern is found somewhere in the text. */
  matches(text: Sql, pattern: string): Sql;
  /** The group (0 is the whole) of the first match, NULL when there is none or it is empty. */
  extract(text: Sql, pattern: string, group: number): Sql;
  /** Every match replaced; `\1` in the replacement is the first group. */
  replaceMatches(text: Sql, pattern: string, replacement: string): Sql;
  /** Letters that were changed, left out or put in between two texts; where the engine can, two that changed places are one. */
  editDistance(a: Sql, b: Sql): Sql;
  /** Goes before ORDER BY of a window that needs no row of another group: a cluster sorts groups apart, one machine all at once. */
  apart(group: Sql): Sql;
  /** Of a double: neither NaN nor infinite. */
  isFinite(value: Sql): Sql;
  /**
   * What follows FROM: `table` as c beside the row of `small` with the same `key`, as s. The key counts the rows of `small`
   * from 0. In the order of `table` where the engine knows one: DuckDB reads a join in no order, and on one thread where
   * the order is asked for.
   */
  beside(table: Sql, small: Sql, key: Sql): Sql;
  /** A word of few, of the project's own: an engine with a type for that writes a column of them without looking at each. */
  readonly oneOf: (word: string, words: readonly string[]) => Sql;
  /** A statement that checks `query` without running it. */
  validate(query: Sql): Sql;
}

export const duckdb: Dialect = {
  name: "duckdb",
  placeholder: (i) => `$${i}`,
  md5: (text) => sql`md5(${text})`,
  addDays: (day, days) => sql`${day} + ${days}`,
  addMonths: (day, months) => sql`CAST(${day} + to_months(${months}) AS DATE)`,
  dayNumber: (day) => sql`(${day} - DATE '1970-01-01')`,
  unixSeconds: (instant) => sql`epoch(${instant})`,
  rowHash: (columns) => sql`hash(${list(columns)})`,
  nfc: (text) => sql`nfc_normalize(${text})`,
  bytes: (text) => sql`strlen(${text})`,
  wholeQuotient: (a, b) =>
    sql`(sign(${a}) * sign(${b}) * ((2 * abs(CAST(${a} AS HUGEINT)) + abs(CAST(${b} AS HUGEINT))) // (2 * abs(CAST(${b} AS HUGEINT)))))`,
  matches: (text, pattern) => sql`regexp_matches(${text}, ${pattern})`,
  extract: (text, pattern, group) => sql`nullif(regexp_extract(${text}, ${pattern}, ${integer(group)}), '')`,
  replaceMatches: (text, pattern, replacement) => sql`regexp_replace(${text}, ${pattern}, ${replacement}, 'g')`,
  editDistance: (a, b) => sql`damerau_levenshtein(${a}, ${b})`,
  apart: () => sql``,
  isFinite: (value) => sql`isfinite(${value})`,
  beside: (table, small, key) => sql`(
  SELECT c.*, list_extract(small.all_rows, c.${key} + 1) AS s
  FROM ${table} c CROSS JOIN (SELECT list(s ORDER BY s.${key}) AS all_rows FROM ${small} s) small
) c`,
  oneOf: (word, words) => sql`CAST(${literal(word)} AS ENUM (${list(words.map(literal))}))`,
  validate: (query) => sql`EXPLAIN ${query}`,
};

export const trino: Dialect = {
  name: "trino",
  placeholder: () => "?",
  md5: (text) => sql`lower(to_hex(md5(to_utf8(${text}))))`,
  addDays: (day, days) => sql`date_add('day', ${days}, ${day})`,
  addMonths: (day, months) => sql`date_add('month', ${months}, ${day})`,
  dayNumber: (day) => sql`date_diff('day', DATE '1970-01-01', ${day})`,
  unixSeconds: (instant) => sql`to_unixtime(${instant})`,
  rowHash: (columns) =>
    sql`xxhash64(to_utf8(json_format(CAST(ARRAY[${list(columns.map((column) => sql`CAST(${column} AS VARCHAR)`))}] AS JSON))))`,
  nfc: (text) => sql`normalize(${text}, NFC)`,
  bytes: (text) => sql`length(to_utf8(${text}))`,
  wholeQuotient: (a, b) => sql`(CAST(${a} AS DECIMAL(38, 0)) / CAST(${b} AS DECIMAL(38, 0)))`,
  matches: (text, pattern) => sql`regexp_like(${text}, ${pattern})`,
  extract: (text, pattern, group) => sql`nullif(regexp_extract(${text}, ${pattern}, ${integer(group)}), '')`,
  replaceMatches: (text, pattern, replacement) =>
    sql`regexp_replace(${text}, ${pattern}, ${replacement.replaceAll("\\", "$")})`,
  editDistance: (a, b) => sql`levenshtein_distance(${a}, ${b})`,
  apart: (group) => sql`PARTITION BY ${group} `,
  isFinite: (value) => sql`is_finite(${value})`,
  beside: (table, small, key) => sql`${table} c JOIN ${small} s ON s.${key} = c.${key}`,
  oneOf: (word) => sql`CAST(${literal(word)} AS varchar)`,
  validate: (query) => sql`EXPLAIN (TYPE VALIDATE) ${query}`,
};

/** The text to send; the values go beside it. */
export const render = (query: Sql, dialect: Dialect): string =>
  query.parts.reduce((text, part, i) => text + dialect.placeholder(i) + part);
