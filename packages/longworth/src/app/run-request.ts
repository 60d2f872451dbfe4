/** What a user may ask of a run, complete: defaults are filled in at the border, so that nothing below guesses. */
import type { AmountMode, Basis, Effort, ZeroAmount } from "../domain.js";
import type { Effects } from "../run/effects.js";
import { hasFile, type Manifest } from "../workspace/manifest.js";
import type { OpenedRun } from "../workspace/runs.js";

/** Where the gross margin of an order comes from: one share for all, a column of shares, or a column of costs. */
export type Margin =
  | Readonly<{ kind: "share"; share: number }> // 0.35
  | Readonly<{ kind: "column"; column: string }> // a share per record, 0 to 1 or "35%"
  | Readonly<{ kind: "cost"; column: string }>; // money per record, in the currency of the file

/** What a status written in a file means; `count` is an order, the rest are set aside under that code. */
export const STATUS_MEANINGS = [
  "count",
  "unpaid",
  "failed",
  "cancelled",
  "fraud",
  "not_won",
  "refunded",
  "part_paid",
] as const;
export type StatusMeaning = (typeof STATUS_MEANINGS)[number];

/** Roles a column can be mapped to by `--map`. */
export const MAPPED_ROLES = [
  "customer",
  "email",
  "date",
  "order",
  "amount",
  "quantity",
  "unit_price",
  "currency",
  "status",
  "tax",
  "shipping",
  "discount",
  "refund",
  "cost",
  "first_order",
  "product",
  "category",
  "channel",
  "country",
  "contract",
  "start",
  "end",
  "cancelled",
  "period",
  "price",
  "plan",
  "reason",
  "account",
  "tenure",
  "churned",
] as const;
export type MappedRole = (typeof MAPPED_ROLES)[number];

/** Everything that changes how files are read. `inspect` takes these and no others. */
export type ReadRequest = Readonly<{
  inputs: readonly string[]; // files of one layout, or folders; `-` is standard input
  asOf?: string | undefined; // ISO day, inclusive; else the last day with an accepted order
  amount: AmountMode;
  margin?: Margin | undefined;
  currency?: string | undefined; // ISO 4217, upper case: names or checks the currency of the file
  onlyCurrency?: string | undefined; // records in another currency are set aside
  status: Readonly<Record<string, StatusMeaning>>; // by the status as written
  timezone?: string | undefined; // IANA; else the written local day counts
  zeroAmount: ZeroAmount;
  duplicates?: "keep" | "drop" | undefined; // else by layout
  refunds: "net" | "ignore";
  map: Readonly<Partial<Record<MappedRole, string>>>; // role -> header; amount may be "none"
  dateFormat?: string | undefined; // "dd/mm/yyyy"
  decimal?: "." | "," | undefined;
  thousands?: string | undefined; // "," "." "'" " " or "none"
  minorUnits?: readonly string[] | undefined; // headers of columns in cents
  delimiter?: string | undefined; // one character
  encoding?: string | undefined; // a label of TextDecoder
  skip?: number | undefined; // lines before the table
  comment?: string | undefined; // first character of lines that are left out
  sheets?: readonly string[] | undefined; // of a workbook
  header?: boolean | undefined; // true: the first record is names, whatever it looks like
  columns?: readonly string[] | undefined; // names of the columns of a file without header
  allowEmpty: boolean;
  round: boolean; // to the unit of the currency record by record, not order by order
  expect?: Readonly<Record<string, string>> | undefined; // decisions that were saved; a run that decides otherwise stops
  firstOrder?: string | undefined; // a column of the input, or a file of customer, first day
  rates?: string | undefined; // a file of rates by date; needs `currency`, into which they convert
  ratesPer?: "foreign" | "own" | undefined; // of one foreign unit in `currency`, or of one unit of `currency`
  prices?: string | undefined; // a file of products and their prices
  refundsFile?: string | undefined; // a file of refunds by order id
  onBadRow: "stop" | "reject";
  maxBadShare: number; // 0 to 1: more rejected records than this stop a run with onBadRow "stop"
  keepCase: boolean; // e-mail keys stay as written
  normalizeIds?: "nfc" | undefined; // ids are composed before they are compared
  maskIds: boolean;
  threads: number;
  memory: string; // of the engine, "1500MB"
}>;

/** A whole run. */
export type RunRequest = ReadRequest &
  Readonly<{
    workspace: string;
    output?: Readonly<{ catalog: string; schema: string }> | undefined; // of a cluster; else where its orders are
    horizons: readonly number[]; // days, ascending, distinct; the last is the headline
    annualDiscountRate: number; // 0.1 is 10 % a year
    contractDiscountRate?: number | undefined; // of contracts, where it was said; else CONTRACT_DISCOUNT
    basis?: Basis | undefined; // else gross_margin where a margin is given, else revenue
    model: string; // "auto" (the pool) or the name of a model
    backtest: boolean;
    report: boolean; // false: only the scores
    effort: Effort;
    attributes: readonly string[]; // files about customers
    account?: string | undefined; // a column that groups customers or contracts
    surveys: readonly string[]; // files of what they said
    invoices: readonly string[]; // files of invoices beside contracts
    quantiles: readonly number[]; // further levels, ascending, beside .05 .50 .95
    seed: number;
    again: boolean; // repeat, although the same inputs and options have a run already
  }>;

/** Names `--effort` takes. */
export const EFFORTS = ["auto", "full", "quick"] as const satisfies readonly Effort[];

/** Names `--model` takes: the pool, or one model fitted by maximum likelihood. */
export const MODEL_NAMES = ["auto", "nbd", "bg-nbd", "mbg-nbd", "pareto-nbd"] as const;

/** What a run tells: the object that `--json` prints. */
export type RunResult = Readonly<{
  run: string;
  path: string; // folder of the run
  scores: string; // customers.parquet of it, or the table of a cluster
  report: string | null; // report.html of it; null: --report off
  asOf: string;
  customers: number;
  orders: number;
  currency: string | null;
  basis: Basis;
  served: Manifest["served"];
  grades: Manifest["grades"]; // by horizon key, as totals
  totals: Manifest["totals"];
  findings: readonly Readonly<{ id: string; text: string; amount: number; p05: number; p95: number; export: string }>[];
  contracts?: Readonly<{
    contracts: number;
    running: number;
    mrr: string | null;
    grr: number | null;
    nrr: number | null;
  }>;
  realised?: Manifest["realised"]; // run --invoices
  reused?: boolean; // true: the same inputs and options had a run already, and this is it
}>;

/** The result of a published run, made now or earlier. */
export function runResult({ run, folder, manifest }: OpenedRun, reused = false): RunResult {
  const { asOf, customers, orders, currency, basis, served, grades, totals } = manifest;
  const findings = manifest.findings.map(({ id, text, amount, p05, p95, export: command }) => ({
    id,
    text,
    amount,
    p05,
    p95,
    export: command,
  }));
  const { cluster } = manifest;
  const scores = cluster ? `${cluster.catalog}.${cluster.schema}.${cluster.customers}` : `${folder}/customers.parquet`;
  const report = hasFile(manifest, "report.html") ? `${folder}/report.html` : null;
  const about = { run, path: folder, scores, report, asOf, customers, orders, currency, basis };
  const result = { ...about, served, grades, totals, findings };
  const { contracts: held } = manifest;
  const contracts = held && {
    contracts: held.contracts,
    running: held.running,
    mrr: held.mrr,
    grr: held.year?.grr ?? null,
    nrr: held.year?.nrr ?? null,
  };
  return {
    ...result,
    ...(contracts ? { contracts } : {}),
    ...(manifest.realised ? { realised: manifest.realised } : {}),
    ...(reused ? { reused } : {}),
  };
}

/** How a run was made, of which nothing else in its manifest speaks. */
export const executionOf = (
  { threads, memory }: RunRequest,
  { effects, startedAt }: Readonly<{ effects: Effects; startedAt: Date }>,
): Manifest["execution"] => ({
  startedAt: startedAt.toISOString(),
  seconds: (effects.clock().getTime() - startedAt.getTime()) / 1000,
  threads,
  memory,
  host: effects.machine.host,
  version: effects.machine.version,
});
