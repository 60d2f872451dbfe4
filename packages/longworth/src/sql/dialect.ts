/** What differs between the engines. A member exists because a query uses it. */
import { sql, type Sql } from "./sql.js";

export interface Dialect {
  readonly name: "duckdb" | "trino";
  placeholder(i: number): string; // i counts from 1
  /** 32 lower-case hex digits: decides samples and folds, alike on every engine. */
  md5(text: Sql): Sql;
  /** A statement that checks `query` without running it. */
  validate(query: Sql): Sql;
}

export const duckdb: Dialect = {
  name: "duckdb",
  placeholder: (i) => `$${i}`,
  md5: (text) => sql`md5(${text})`,
  validate: (query) => sql`EXPLAIN ${query}`,
};

export const trino: Dialect = {
  name: "trino",
  placeholder: () => "?",
  md5: (text) => sql`lower(to_hex(md5(to_utf8(${text}))))`,
  validate: (query) => sql`EXPLAIN (TYPE VALIDATE) ${query}`,
};

/** The text to send; the values go beside it. */
export const render = (query: Sql, dialect: Dialect): string =>
  query.parts.reduce((text, part, i) => text + dialect.placeholder(i) + part);
