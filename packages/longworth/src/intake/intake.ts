/** The result of the intake. */
import type { LadderStep } from "./ladder.js";
import type { FileFacts, Problem } from "./outcome.js";

/** A column of the first file and its use. Shares are of a sample, 0 to 1. */
export type ColumnRead = Readonly<{
  column: string;
  role: string | null; // null: not used
  reason: string | null; // map, name, tie, email or layout
  score: number | null; // of its name times that of its content
  filled: number | null; // share of the records
  fits: number | null; // share of the filled cells that are of the role's kind
  distinct: number | null;
  runnerUp: Readonly<{ column: string; score: number }> | null; // for the same role
  nearest: Readonly<{ role: string; score: number }> | null; // of an unused column
}>;

/** One thing that could have been decided otherwise; `option` is what a user writes to have it so. */
export type Decision = Readonly<{
  decision: DecisionName;
  value: string;
  evidence: string | null;
  option: string | null;
}>;
export type DecisionName =
  | "layout"
  | "delimiter"
  | "encoding"
  | "customer"
  | "records"
  | "dates"
  | "time_zone"
  | "decimal_mark"
  | "currency"
  | "amount"
  | "period"
  | "end"
  | "status"
  | "refunds"
  | "zero_amount"
  | "duplicates"
  | "as_of"
  | "bad_rows";

/** What was read, how, and what was found. Money is decimal text. */
export type Intake = Readonly<{
  layout: string;
  format: string; // csv, tsv, xlsx, jsonl, parquet
  encoding: string | null;
  delimiter: string | null;
  columns: Readonly<Record<string, string>>; // role -> header
  choices: Readonly<
    Record<string, Readonly<{ header: string; reason: string; runnerUp: string | null; score: number }>>
  >;
  explained: readonly ColumnRead[]; // empty unless asked for
  decisions: readonly Decision[]; // empty unless asked for
  settled: Readonly<Record<string, string>>; // the same as short texts, to be saved and compared: see settled.ts
  dateFormat: string | null;
  decimal: string | null;
  timezone: string | null;
  files: readonly FileFacts[];
  records: number;
  accepted: number;
  setAside: number;
  rejected: number;
  orders: number;
  refunds: number;
  customers: number;
  currency: string | null;
  hasAmounts: boolean;
  hasMargin: boolean;
  hasStarts: boolean; // the table customer_starts was made
  firstDate: string | null;
  lastDate: string | null;
  asOf: string | null;
  ladder: readonly LadderStep[];
  total: string | null; // accepted orders of customers, in terms of --amount, before refunds
  refunded: string | null; // the refunds in the same terms, positive
  problems: readonly Problem[];
}>;

/** Told as soon as something is known, so that a refusal can be shown with everything that was found before it. */
export type Tell = (known: Partial<Intake>) => void;
