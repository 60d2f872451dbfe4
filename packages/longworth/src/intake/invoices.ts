/** Invoices beside contracts: read as orders are, and each placed with its contract, as a one-off order, or neither. */
import path from "node:path";
import { z } from "zod";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import * as queries from "../sql/invoice-rows.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import { invoices as words } from "../words/en/invoices.js";
import { contractNameScore } from "./contracts/header-words.js";
import { detect } from "./detect.js";
import { norm } from "./header-words.js";
import type { Intake } from "./intake.js";
import { decimalText, units, type LadderStep } from "./ladder.js";
import type { Problem } from "./outcome.js";
import { examplesBy, problem, type ProblemCode } from "./problems.js";
import { readOrders } from "./read-orders.js";
import type { IntakeRequest, IntakeTools } from "./request.js";
import type { Source } from "./source.js";
import { stage } from "./staging.js";
import type { Staged, StagedColumn } from "./staged.js";
import { nameScore } from "./synonyms.js";
import { trimmed } from "./typed-cells.js";

const T = queries.INVOICE_TABLES;

/** What was read; `placed_invoices` and `realised_rows` are in the engine. Money is decimal text. */
export type InvoiceRead = Readonly<{
  files: readonly Readonly<{ name: string; column: string | null }>[]; // the column that names contracts; null: by customer and day
  from: string; // first day of the invoices
  ladder: readonly LadderStep[]; // from the files' total to what is realised by as_of
  problems: readonly Problem[];
  rejected: number;
}>;

type Known = Readonly<{ asOf: string; digits: number }>; // of the contracts
type InvoiceFile = Readonly<{ staged: Staged; column: StagedColumn | null; unknown: string | null }>;

/**
 * Make `placed_invoices` and `realised_rows`; `contracts` and `contract_spans` are there.
 * @throws what `readOrders` throws; column_missing where no invoice belongs to any contract
 */
export async function readInvoices(
  request: IntakeRequest & Readonly<{ sources: readonly Source[] }>,
  { asOf, digits }: Known,
  tools: IntakeTools,
): Promise<InvoiceRead> {
  const { engine, effects } = tools;
  const make = (table: string, query: Sql): Promise<void> =>
    engine.execute(sql`CREATE OR REPLACE TABLE ${ident(table)} AS ${query}`);
  await make(T.spells, queries.contractSpells);
  const files: InvoiceFile[] = [];
  for (const [i, source] of request.sources.entries()) {
    const staged = await stage(source, engine, `invoice_records_${i}`);
    files.push({ staged, ...(await referenceColumn(staged, request.map["contract"], engine)) });
  }
  const only = onlyReference(files);
  const map = { ...ownMap(files, request.map), ...(only === null ? {} : { customer: only }) };
  await make("contract_rejects", sql`SELECT * FROM rejects`);
  const intake = await readOrders({ ...request, map, owed: true }, engine, effects);
  await engine.execute(sql`INSERT INTO rejects SELECT * FROM contract_rejects`);
  if (!intake.hasAmounts) throw noAmounts(files);
  await make(T.references, queries.invoiceReferences(files.map(cellsOf)));
  await make(T.events, queries.invoiceEvents);
  const placing = { asOf, keyIsReference: only !== null, dialect: engine.dialect };
  await make(T.placed, queries.placedInvoices(placing));
  await refuseStrangers(files, engine);
  const [first] = await engine.rows(queries.firstInvoice, z.object({ first_day: z.string().nullable() }));
  const from = first?.first_day ?? asOf;
  await make(T.rows, queries.realisedRows({ from, asOf, dialect: engine.dialect }));
  const told = await faultsOf(files, { intake, asOf, digits }, tools);
  return {
    files: files.map(({ staged, column }) => ({
      name: path.basename(staged.source.name),
      column: column?.name ?? null,
    })),
    from,
    ladder: await ladderOf(intake, digits, engine),
    problems: [...intake.problems.filter(({ code }) => !ONLY_ORDERS.has(code)).map(ofInvoices), ...told],
    rejected: intake.rejected,
  };
}

/** Notes that hold for no invoice of a contract: their options are none of contracts, or what is open is not counted as paid. */
const ONLY_ORDERS: ReadonlySet<string> = new Set(["history_starts_late", "customer_extreme", "part_paid"]);
const ofInvoices = (one: Problem): Problem => ({ ...one, message: words.ofInvoices(one.message) });

const cellsOf = ({ staged, column }: InvoiceFile): queries.ReferenceCells => ({
  table: staged.table,
  file: staged.source.file,
  reference: column && trimmed(column),
});

const CALLED = 0.5; // of a name
const MOSTLY = 0.5; // of the cells are ids of contracts: such a column names them, whatever it is called

/**
 * The column whose cells are ids of contracts: the one that `--map contract=` names, else of those that are called so the one
 * with most of them, else the only one that mostly holds them. `unknown`: one is called so and holds none.
 */
async function referenceColumn(
  { table, columns }: Staged,
  mapped: string | undefined,
  engine: Engine,
): Promise<Pick<InvoiceFile, "column" | "unknown">> {
  if (mapped === "none") return { column: null, unknown: null };
  const found = [];
  for (const column of columns) {
    const cell = trimmed(column);
    const query = sql`SELECT CAST(count(CASE WHEN ${cell} <> '' THEN 1 END) AS double) AS filled,
  CAST(count(CASE WHEN ${cell} IN (SELECT reference FROM ${ident(T.spells)}) THEN 1 END) AS double) AS known FROM ${ident(table)}`;
    const { filled, known } = await engine.numbers(query, ["filled", "known"]);
    const isNamed = mapped === undefined ? contractNameScore("contract", column.name) >= CALLED : norm(column.name) === norm(mapped); // prettier-ignore
    found.push({ column, isNamed, filled: filled[0] ?? 0, known: known[0] ?? 0 });
  }
  const most = found.toSorted((a, b) => b.known - a.known);
  const named = most.find(({ isNamed }) => isNamed);
  const holding = most.filter(({ known, filled }) => known > 0 && known >= MOSTLY * filled);
  const best = named && named.known > 0 ? named : holding.length === 1 ? holding[0] : undefined;
  return { column: best?.column ?? null, unknown: best === undefined ? (named?.column.name ?? null) : null };
}

/** Files that name contracts and nobody beside: the contract says whose they are. */
function onlyReference(files: readonly InvoiceFile[]): string | null {
  const [first] = files;
  const headers = files.flatMap(({ staged }) => staged.columns.map(({ name }) => name));
  const isKnown = first !== undefined && detect(first.staged.columns.map(({ name }) => name)) !== undefined;
  const namesPeople = headers.some(
    (name) => nameScore("customer", name) >= CALLED || nameScore("email", name) >= CALLED,
  );
  return isKnown || namesPeople ? null : (first?.column?.name ?? null);
}

/** What `--map` says of the contracts says something of invoices where these have such a column, too. */
function ownMap(files: readonly InvoiceFile[], map: IntakeRequest["map"]): IntakeRequest["map"] {
  const headers = new Set(files.flatMap(({ staged }) => staged.columns.map(({ name }) => norm(name))));
  return Object.fromEntries(
    Object.entries(map).filter(
      ([, header]) => header !== undefined && (header === "none" || headers.has(norm(header))),
    ),
  );
}

const noAmounts = ([first]: readonly InvoiceFile[]): UserError =>
  new UserError("column_missing", words.noAmounts(), { place: `${first?.staged.source.name ?? ""}:1:1` });

/** @throws column_missing where no invoice belongs to any contract: then the files have other keys, or are of other people */
async function refuseStrangers(files: readonly InvoiceFile[], engine: Engine): Promise<void> {
  const query = sql`SELECT CAST(count(CASE WHEN contract_id IS NOT NULL AND belongs <> 'unknown_contract' OR is_between THEN 1 END) AS double) AS akin FROM ${ident(T.placed)}`;
  const { akin } = await engine.numbers(query, ["akin"]);
  const [first] = files;
  if ((akin[0] ?? 0) > 0 || !first) return;
  const { staged, column } = first;
  const facts = {
    name: staged.source.name,
    column: column?.name ?? null,
    found: staged.columns.map(({ name }) => name),
  };
  throw new UserError("column_missing", words.noneBelong(facts), { place: `${staged.source.name}:1:1` });
}

const Steps = z.object({ nameless: z.string(), open: z.string(), after_as_of: z.string() });
const Part = z.object({ belongs: z.enum(queries.BELONGS), paid: z.string(), refunded: z.string() });

/** Each step adds to those above it; `realised` is their sum, and those behind it are its parts. */
async function ladderOf(intake: Intake, digits: number, engine: Engine): Promise<readonly LadderStep[]> {
  const [steps] = await engine.rows(queries.realisedSteps, Steps);
  const parts = await engine.rows(queries.realisedParts, Part);
  if (!steps) throw new Error("an aggregate gave no row");
  const used = units(intake.ladder.at(-1)?.amount ?? "0");
  const own = [
    ["invoice_without_customer", units(steps.nameless)],
    ["invoice_open", -units(steps.open)],
    ["after_as_of", -units(steps.after_as_of)],
  ] as const;
  const realised = own.reduce((sum, [, value]) => sum + value, used);
  const partOf = (name: queries.Belongs): bigint =>
    parts.reduce((sum, one) => sum + (one.belongs === name ? units(one.paid) - units(one.refunded) : 0n), 0n);
  return [
    ...intake.ladder.slice(0, -1),
    ...[...own.filter(([, value]) => value !== 0n), ["realised", realised] as const].map(told(digits)),
    ...queries.BELONGS.map((name) => [`realised_${name}`, partOf(name)] as const).map(told(digits)),
  ];
}

const told =
  (digits: number) =>
  ([step, value]: readonly [string, bigint]): LadderStep => ({ step, amount: decimalText(value, digits) });

const Fault = z.object({
  code: z.string(),
  records: z.number(),
  amount: z.string().nullable(),
  last: z.string().nullable(),
});

async function faultsOf(
  files: readonly InvoiceFile[],
  { intake, asOf, digits }: Known & Readonly<{ intake: Intake }>,
  tools: IntakeTools,
): Promise<readonly Problem[]> {
  const found = await tools.engine.rows(queries.faultSums, Fault);
  const examples = await examplesBy(
    {
      fates: sql`SELECT file, record, code FROM (${queries.invoiceFaults}) AS faults`,
      files,
      culprit: (code, file) => (NAMED.has(code) && file.column) || dayOf(file, intake),
    },
    tools,
  );
  const context = { currency: intake.currency, digits, revenue: intake.total };
  const told = found.map(({ code, records, amount, last }) => {
    const facts = { a: asOf, b: last ?? "" };
    const finding = { code: code as ProblemCode, records, amount, facts, examples: examples.get(code) ?? [] }; // cast: codes of invoice-rows.ts
    return problem(finding, context);
  });
  const [unknown] = files.flatMap(({ unknown: header, staged }) => (header === null ? [] : [{ header, staged }]));
  if (unknown === undefined) return told;
  const facts = { col: unknown.header, at: unknown.staged.source.name };
  const finding = { code: "invoice_column_unknown", records: unknown.staged.records, amount: null, facts } as const;
  return [problem(finding, context), ...told];
}

const NAMED: ReadonlySet<string> = new Set(["invoice_unknown_contract", "invoice_other_payer"]); // told of the cell that names

function dayOf({ staged }: InvoiceFile, { columns }: Intake): StagedColumn {
  const [first] = staged.columns;
  if (!first) throw new Error("a file without columns");
  return staged.columns.find(({ name }) => name === columns["date"]) ?? first;
}
