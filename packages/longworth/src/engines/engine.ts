/** The border between SQL and numbers. Nothing above engines/ knows which engine it runs on. */
import type { z } from "zod";
import type { Dialect } from "../sql/dialect.js";
import type { Sql } from "../sql/sql.js";

/** Parallel columns. The array decides the type in SQL: Int32Array INTEGER, Float64Array DOUBLE (NaN is NULL), text VARCHAR. */
export type Columns = Readonly<Record<string, Int32Array | Float64Array | readonly (string | null)[]>>;

/** A database we can ask. Rows never become objects, but for `rows`. A driver's error arrives as a UserError. */
export interface Engine {
  readonly dialect: Dialect;
  /** Columns of doubles (cast them in the query), NULL as NaN. */
  numbers<K extends string>(query: Sql, columns: readonly K[]): Promise<Readonly<Record<K, Float64Array>>>;
  /** Small tables, checked: decimals, bigints, dates arrive as text, doubles and integers as numbers. */
  rows<T>(query: Sql, schema: z.ZodType<T>): Promise<readonly T[]>;
  execute(statement: Sql): Promise<void>;
  load(columns: Columns, table: string): Promise<void>; // creates or replaces `table`
  /** Parquet, under a temporary name: publishing renames it. @returns the rows of it */
  copyTo(query: Sql, path: string): Promise<number>;
  /** The engine that reads the files this one has written: itself, or the one beside a cluster. */
  readonly files: Engine;
  close(): void;
}

/** A cluster: what is made there stays when the connection ends. */
export interface Cluster extends Engine {
  /** Adds rows of text to a table, each column cast to its type. */
  append(columns: Columns, table: Sql, types: readonly Sql[]): Promise<void>;
}

/** Where an engine may read and write, and how much it may use. Everything else is denied. */
export type EngineOptions = Readonly<{
  threads: number;
  memory: string; // "1200MB"
  temp: string; // a folder of its own for spilling, made and removed by the caller
  readable: readonly string[]; // files and folders that may be read
  writable: readonly string[]; // folders that may be written
  signal: AbortSignal;
}>;
