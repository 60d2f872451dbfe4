/** What is decided about whole columns before records are typed. */
import type { Sql } from "../sql/sql.js";
import type { Plan } from "./plan.js";
import type { StagedColumn } from "./staged.js";
import type { Readers } from "./typed-cells.js";

/** Ids of one column that have something in common: how many records have one, and the first of them. */
export type IdMarks = Readonly<{ column: StagedColumn; records: number; record: number; value: string }>;
/** Mangled ids that were mended: `table` has `cell` and what it `meant`. */
export type Mended = IdMarks & Readonly<{ table: string; meant: string }>;

/** What a spreadsheet put on ids: `17850.0`, `'17850`, `="17850"`, on so many of the filled ones. */
export type Repair = Readonly<{ kind: "dot zero" | "apostrophe" | "formula"; ids: number; of: number }>;

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
  repairs: Readonly<Record<string, Repair>>; // by id of a key or order column
  mended: readonly Mended[];
  damaged: readonly StagedColumn[]; // key and order columns with ids that look like 1.03E+19
  symbols: boolean; // amounts stand with a currency's symbol
  hashed: boolean; // records can repeat, so that a digest of each is worth its bytes
}>;

/** The columns of `typed`, in order: those that the plan has. */
export type Fields = Readonly<Record<string, Sql>>;
