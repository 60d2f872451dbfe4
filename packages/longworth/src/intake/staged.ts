/** A source inside the engine: a table or view with `record`, `file` and one column c1, c2, … per column of the file. */
import type { Source } from "./source.js";

/** What a column of the staging table holds. Only text needs parsing; the others come from Parquet. */
export type ColumnType = "text" | "number" | "date" | "timestamp" | "instant" | "boolean";

export type StagedColumn = Readonly<{
  name: string; // header text
  id: string; // its name in the staging table: c1, c2, … (a header may be `record`, twice `E-Mail` and `e-mail`, or 10 kB)
  type: ColumnType;
}>;

/** accepted + set aside + rejected of this file must add up to `records`. */
export type Staged = Readonly<{
  source: Source;
  table: string; // a table or view: record BIGINT, file INTEGER, then the columns; without the ragged records
  ragged: string; // table or view: record BIGINT, file INTEGER, line BIGINT, fields INTEGER, code VARCHAR, text VARCHAR
  columns: readonly StagedColumn[];
  records: number; // of the file, ragged ones included
}>;
