/** What the intake is asked: every option that changes how files are read. `app/` passes its own request, which has more. */
import type { Engine } from "../engines/engine.js";
import type { AmountMode, Files, ZeroAmount } from "../domain.js";
import type { Source } from "./source.js";

/** Where the gross margin of an order comes from. */
export type MarginRule =
  | Readonly<{ kind: "share"; share: number }>
  | Readonly<{ kind: "column"; column: string }> // a share per record, 0 to 1
  | Readonly<{ kind: "cost"; column: string }>; // money per record

export type IntakeRequest = Readonly<{
  inputs: readonly string[];
  sources?: readonly Source[] | undefined; // when they were opened already: see `openInputs`
  asOf?: string | undefined; // ISO day, inclusive
  amount: AmountMode;
  margin?: MarginRule | undefined;
  currency?: string | undefined;
  onlyCurrency?: string | undefined;
  status: Readonly<Record<string, string>>; // by the status as written
  timezone?: string | undefined;
  zeroAmount: ZeroAmount;
  duplicates?: "keep" | "drop" | undefined;
  refunds: "net" | "ignore";
  map: Readonly<Partial<Record<string, string>>>; // role -> header, or "none"
  dateFormat?: string | undefined;
  decimal?: "." | "," | undefined;
  thousands?: string | undefined;
  minorUnits?: readonly string[] | undefined; // headers of columns in minor units (cents)
  delimiter?: string | undefined;
  encoding?: string | undefined;
  skip?: number | undefined; // lines before the table
  comment?: string | undefined; // first character of lines that are left out
  sheets?: readonly string[] | undefined; // of a workbook
  header?: boolean | undefined;
  columns?: readonly string[] | undefined;
  allowEmpty: boolean;
  round: boolean; // to the unit of the currency record by record, not order by order
  firstOrder?: string | undefined;
  rates?: string | undefined; // a file: what other currencies are worth in `currency`, by date
  ratesPer?: "foreign" | "own" | undefined; // of which unit the rates are
  prices?: string | undefined; // a file: what products cost, for items without an amount
  refundsFile?: string | undefined; // a file: refunds by order id, on their own days
  onBadRow: "stop" | "reject";
  maxBadShare: number;
  keepCase: boolean;
  normalizeIds?: "nfc" | undefined;
  expect?: Readonly<Record<string, string>> | undefined; // decisions of an earlier day: see settled.ts
  owed?: boolean | undefined; // invoices: make `owed_orders`, too, and all of them may be owed
  explain?: boolean | undefined; // say what every column was taken for, and every decision: costs a look at the cells
  temp?: string | undefined; // a folder for cleaned copies, unless `sources` are given
}>;

/** What reading touches. */
export type IntakeEffects = Readonly<{
  files: Files;
  signal: AbortSignal;
  stdin?: (() => AsyncIterable<Uint8Array>) | undefined; // what `-` names
}>;

/** Where it is done, and by which hands. */
export type IntakeTools = Readonly<{ engine: Engine; effects: IntakeEffects }>;
