/** What reading a file leaves: facts about its bytes, its dialect and its records. Nothing is typed yet. */

/** How a user may steer the reading; what is left out is decided from the file and noted. */
export type ReadOptions = Readonly<{
  delimiter?: string | undefined;
  encoding?: string | undefined; // a name that TextDecoder knows
  header?: boolean | undefined; // false: the first record is data, the columns are called column 1, column 2, …
  skip?: number | undefined; // lines before the table
  comment?: string | undefined; // lines that start with this character are left out
  sheets?: readonly string[] | undefined; // of a workbook; else the one that looks like orders
  columns?: readonly string[] | undefined; // names for a file without header (or instead of its header)
  allowEmpty?: boolean | undefined; // a header and no records is fine
  temp: string; // a folder of the run's own for cleaned copies; made and removed by the caller
  languagesOf?: LanguagesOf | undefined;
}>;

/** The languages in which a header cell is a known word; empty when it is unknown. */
export type LanguagesOf = (header: string) => readonly string[];

/** `value` was read as `as`: becomes the note `container_note`. */
export type ReadNote = Readonly<{ value: string; as: string }>;

/** How the bytes of a text file are laid out. Offsets and lines are those of the decoded UTF-8 text. */
export type TextDialect = Readonly<{
  delimiter: string; // one byte
  header: boolean; // the record at `startLine` holds names
  startOffset: number; // where the header (or the first record) starts, in bytes of the decoded text
  startLine: number; // its physical line, 1-based
}>;

/** A record that has another number of fields than the header. `record` is 1-based, the header not counted. */
export type RaggedRecord = Readonly<{
  record: number;
  line: number; // physical line where it starts
  fields: number;
  code: "row_ragged" | "total_row"; // a footer such as "Total" or "3 records downloaded" is a total_row
  text: string; // at most 500 characters
}>;

/** The last cell of a text that ends without a line end, when it looks unlike those above it: it may be cut. */
export type CutCell = Readonly<{ line: number; column: number; value: string }>;

/** A remembered start of a record, every so many records, so that a place is found without reading from the start. */
export type Mark = Readonly<{ record: number; offset: number; line: number }>;

/** Where a copy comes from: its bytes and digest are what the user can check. */
export type Origin = Readonly<{
  path: string;
  bytes: number;
  modified: number;
  sha256: string;
  from: "xlsx" | "jsonl" | "blanks";
  lineShift: number; // line of the original = line of the copy + this
  notes: readonly ReadNote[];
}>;

type Common = Readonly<{
  name: string; // base name of the path as the user gave it: what places are written with
  path: string; // absolute, symbolic links resolved
  file: number; // 0-based index in the list of sources
  bytes: number; // of the file as it lies on the disk
  sha256: string; // of the raw bytes, hex
  notes: readonly ReadNote[];
}>;

export type TextSource = Common &
  Readonly<{
    kind: "text";
    compressed: boolean;
    encoding: string; // "utf-8" unless transcoded
    markBytes: number; // of the byte-order mark
    dialect: TextDialect;
    columns: readonly string[]; // header cells, trimmed; a cell without text is ""
    records: number; // blank lines, header and preamble not counted
    ragged: readonly RaggedRecord[]; // the first RAGGED_KEPT of them
    raggedRecords: number;
    doubtfulEnd?: CutCell | undefined;
    marks: readonly Mark[];
    loadPath: string; // what the engine reads: the file itself, or a cleaned copy
    origin?: Origin; // `path` is a copy of this
    comment?: string | undefined; // lines that start with it are blanks
    cleaned: boolean; // loadPath is a cleaned copy: UTF-8, commas, LF, every record with all its fields
  }>;

export type ParquetSource = Common & Readonly<{ kind: "parquet" }>;

/** A table of a cluster: read where it is. */
export type TableSource = Common & Readonly<{ kind: "table"; catalog: string; schema: string; table: string }>;

/** One input file after the pass over its bytes, or a table. */
export type Source = TextSource | ParquetSource | TableSource;

export const tableSource = (at: Pick<TableSource, "catalog" | "schema" | "table">): TableSource => {
  const name = `${at.catalog}.${at.schema}.${at.table}`;
  return { ...at, kind: "table", name, path: name, file: 0, bytes: 0, sha256: "", notes: [] };
};

/** Limits of TRUST rows 33 and 34. */
export const MAX_FIELD_BYTES = 1_000_000;
export const MAX_RECORD_BYTES = 2_000_000;
export const MAX_COLUMNS = 500;
/** Ragged records that are kept apart; a file with more of them is refused. */
export const RAGGED_KEPT = 100_000;

/** What the engine must be allowed to read for these sources. */
export const readablePaths = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap((source) => {
    if (source.kind === "table") return [];
    return [source.kind === "text" ? source.loadPath : source.path];
  });

/** The engine would take such a path for a pattern. */
export const hasGlob = (path: string): boolean => /[*?[\]{}]/.test(path);
