/** The result of the intake. */
import type { LadderStep } from "./ladder.js";
import type { FileFacts, Problem } from "./outcome.js";

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
