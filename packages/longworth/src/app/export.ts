/** Results taken out of a run: a table, or some of its customers, as CSV or Parquet. */
import path from "node:path";
import { z } from "zod";
import { UserError } from "../errors.js";
import type { Engine } from "../engines/engine.js";
import type { Effects } from "../run/effects.js";
import * as columnsOf from "../sql/export-columns.js";
import type { ExportColumn, TableColumn } from "../sql/export-columns.js";
import { sql, type Sql } from "../sql/sql.js";
import { en } from "../words/en.js";
import { replaceFile } from "../workspace/durable.js";
import { hasFile } from "../workspace/manifest.js";
import { expectFileAt } from "../workspace/place.js";
import { openRun, type OpenedRun } from "../workspace/runs.js";
import { expectAsPublished } from "../workspace/verify-run.js";
import { openCustomers } from "./published-customers.js";
import { contractsNamed, membersNamed } from "./export-members.js";

export const EXPORT_TABLES = [
  "customers",
  "segments",
  "forecast",
  "cohorts",
  "returns",
  "satisfaction",
  "accounts",
  "tracking",
  "backtest",
  "contracts",
  "retention",
  "mrr",
  "renewals",
  "leaving",
  "realised",
] as const;
export const EXPORT_FORMATS = ["csv", "parquet"] as const;
export const EXPORT_TARGETS = ["spreadsheet", "klaviyo", "hubspot", "mailchimp"] as const;

export type ExportRequest = Readonly<{
  workspace: string;
  run?: string | undefined;
  table: (typeof EXPORT_TABLES)[number];
  format: (typeof EXPORT_FORMATS)[number];
  columns?: readonly string[] | undefined; // else all
  segment?: string | undefined; // an RFM segment, a value tier or the id of a finding
  target?: (typeof EXPORT_TARGETS)[number] | undefined; // else for machines
  maskIds: boolean;
  out: string; // file to make or replace
  scratch: string; // an empty folder for the engine
  threads: number;
  memory: string;
}>;
export type ExportResult = Readonly<{ run: string; path: string; rows: number; bytes: number }>;

/** Total orders of the tables; customers have their own. */
const ORDER = {
  segments: ["scheme", "segment"],
  forecast: ["scope", "segment", "horizon_days"],
  cohorts: ["grain", "cohort", "period"],
  returns: ["measure", "grain", "period", "cohort", "age", "purchase", "days", "state", "from_state"],
  satisfaction: ["question", "measure", "period", "name"],
  accounts: ["account"],
  tracking: ["week"],
  backtest: ["horizon_days", "window_days", "origin", "candidate", "role", "metric"],
  contracts: ["contract_id", "customer_id", "start_date"],
  retention: ["scope", "term", "plan", "cohort", "renewal"],
  mrr: ["month"],
  renewals: ["month", "term"],
  leaving: ["month", "leaving"],
  realised: ["belongs", "contract_id", "customer_id"],
} as const;

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]); // with it, spreadsheets read UTF-8 as such

/** Writes the file, whole or not at all. @throws run_not_found, artefact_damaged, bad_arguments for unknown names, and where no file can be made */
export async function exportRun(request: ExportRequest, effects: Effects): Promise<ExportResult> {
  refuseContradictions(request);
  await expectFileAt(request.out, effects.files);
  const opened = await openRun(request.workspace, request.run, effects.files);
  refuseOtherTables(opened, request.table);
  const writable = await effects.files.realpath(request.scratch);
  const published = await openTable(opened, request, { effects, writable });
  const { engine } = published;
  try {
    effects.progress({ step: "export", done: 0, of: 1 });
    const query = await plan(request, published);
    const made = path.join(writable, `made.${request.format}`);
    if (request.format === "parquet") await engine.copyTo(columnsOf.exportRows(query), made);
    else await writeCsv(columnsOf.exportRows(query), made, { engine, writable });
    const { rows } = await engine.numbers(columnsOf.countRows(query), ["rows"]);
    const before = request.target === "spreadsheet" ? BYTE_ORDER_MARK : undefined;
    const bytes = await replaceFile(
      request.out,
      { content: made, before, tag: `${effects.machine.pid}` },
      effects.files,
    );
    effects.progress({ step: "export", done: 1, of: 1 });
    return { run: opened.run, path: request.out, rows: rows[0] ?? 0, bytes };
  } finally {
    engine.close();
  }
}

/** `described`: one row per column of the table. */
type Published = Readonly<{ opened: OpenedRun; source: Sql; described: Sql; engine: Engine }>;

type Opening = Readonly<{ effects: Effects; writable: string }>;

/** @throws artefact_damaged */
async function openTable(
  opened: OpenedRun,
  { table, threads, memory }: ExportRequest,
  { effects, writable }: Opening,
): Promise<Published> {
  const options = { threads, memory, temp: writable, readable: [], writable: [writable] };
  if (table === "customers") {
    const { table: source, ...rest } = await openCustomers(opened, options, effects);
    return { opened, source, ...rest };
  }
  await expectAsPublished(opened, [`${table}.parquet`], effects.files);
  const file = path.join(await effects.files.realpath(opened.folder), `${table}.parquet`);
  const source = columnsOf.publishedTable(file);
  const engine = await effects.openEngine({ ...options, readable: [file] });
  return { opened, source, described: columnsOf.describeTable(source), engine };
}

/** Rows of a cluster come as a table of numbers, days and text first: they are written as those of a file are. */
async function writeCsv(
  rows: Sql,
  file: string,
  { engine, writable }: Readonly<{ engine: Engine; writable: string }>,
): Promise<void> {
  if (engine.files === engine) return engine.execute(columnsOf.copyAsCsv(rows, file));
  const copied = path.join(writable, "copied.parquet");
  await engine.copyTo(rows, copied);
  return engine.files.execute(columnsOf.copyAsCsv(sql`SELECT * FROM ${columnsOf.publishedTable(copied)}`, file));
}

/** Customers in a cluster up to which they are sorted there: sorting more of them takes more memory than workers may have. */
const SORTED_UP_TO = 1_000_000;

/** No order: as the cluster gives them. */
function orderOf(
  { table, target, segment }: ExportRequest,
  { manifest }: OpenedRun,
  expected: string,
): readonly string[] {
  if (table !== "customers") return ORDER[table];
  if (target !== undefined || segment !== undefined) return [`-${expected}`, "customer_id"];
  return manifest.cluster !== undefined && manifest.customers > SORTED_UP_TO ? [] : ["customer_id"];
}

async function plan(request: ExportRequest, published: Published): Promise<columnsOf.ExportRows> {
  const { table, segment, target } = request;
  const { source } = published;
  const all = await published.engine.rows(published.described, z.object({ name: z.string(), type: z.string() }));
  const headline = Math.max(...published.opened.manifest.horizons);
  const chosen = chooseColumns(request, all, headline);
  const hasAmounts = all.some(({ name }) => name === `expected_revenue_${headline}d`);
  const hasSurveys = all.some(({ name }) => name === "satisfaction_mood");
  const expected = `expected_${hasAmounts ? "revenue" : "orders"}_${headline}d`;
  const order = orderOf(request, published.opened, expected);
  const members =
    segment === undefined ? undefined : membersOf(segment, { ...published, table, headline, hasAmounts, hasSurveys });
  if (target === undefined || target === "spreadsheet") {
    const columns = chosen.map((column) =>
      target === undefined
        ? columnsOf.plainColumn(column, request.maskIds)
        : columnsOf.spreadsheetColumn(column, en.cli.exporting.heading(column.name), request.maskIds),
    );
    return { source, columns, condition: members, order };
  }
  const names = new Set(all.map(({ name }) => name));
  const condition = target === "mailchimp" ? bothOf(members, columnsOf.IS_EMAIL) : members;
  return { source, columns: profileColumns(target, headline, names), condition, order };
}

type Members = Published & Readonly<{ table: string; headline: number; hasAmounts: boolean; hasSurveys: boolean }>;

const membersOf = (segment: string, { opened, source, table, headline, hasAmounts, hasSurveys }: Members): Sql =>
  opened.manifest.contracts
    ? contractsNamed(segment, { table, hasFindings: hasFile(opened.manifest, "report.html") })
    : membersNamed(segment, { customers: source, asOf: opened.manifest.asOf, headline, hasAmounts, hasSurveys });

/** What only a run with a report makes. */
const BESIDE_REPORT = {
  orders: new Set(["cohorts", "returns", "tracking"]),
  contracts: new Set(["retention", "mrr", "renewals", "leaving"]),
} as const;

/** @throws bad_arguments for a table that the run does not have */
function refuseOtherTables({ manifest }: OpenedRun, table: string): void {
  const names = EXPORT_TABLES.filter((name) => name === "customers" || hasFile(manifest, `${name}.parquet`));
  if (names.some((name) => name === table)) return;
  const beside = BESIDE_REPORT[manifest.contracts ? "contracts" : "orders"];
  const isLeftOut = beside.has(table) && !hasFile(manifest, "report.html");
  throw new UserError("bad_arguments", en.cli.bad.exportTable({ table, names, isLeftOut }));
}

const bothOf = (a: Sql | undefined, b: Sql): Sql => (a === undefined ? b : sql`(${a}) AND ${b}`);

/** The key under the tool's own name, and what to segment by. No consent: profiles keep theirs. */
function profileColumns(
  target: "klaviyo" | "hubspot" | "mailchimp",
  headline: number,
  names: ReadonlySet<string>,
): readonly ExportColumn[] {
  const { keys, properties } = en.cli.exporting;
  const key = keys[target];
  const property = (name: string, heading: string): readonly ExportColumn[] =>
    names.has(name) ? [{ ...columnsOf.plainColumn({ name, type: "" }, false), heading }] : [];
  return [
    columnsOf.emailColumn(key.email),
    ...(target === "mailchimp" ? [] : [columnsOf.otherIdColumn(key.id)]), // it takes nobody without an address
    ...property("rfm_segment", properties.segment),
    ...property("clv_tier", properties.tier),
    ...property(`expected_revenue_${headline}d`, properties.expected(headline)),
    ...property(`p_active_${headline}d`, properties.active(headline)),
    ...property("expected_next_order_date", properties.next),
  ];
}

function chooseColumns(
  { columns, table, target }: ExportRequest,
  all: readonly TableColumn[],
  headline: number,
): readonly TableColumn[] {
  if (columns === undefined && table === "customers" && target === "spreadsheet") {
    return columnsOf.forPeople(headline).flatMap((name) => all.filter((column) => column.name === name));
  }
  if (columns === undefined) return all;
  return columns.map((wanted) => {
    const column = all.find(({ name }) => name === wanted);
    if (column) return column;
    throw new UserError("bad_arguments", en.cli.bad.exportColumn({ text: wanted, names: all.map(({ name }) => name) }));
  });
}

function refuseContradictions({ table, target, columns, format, segment, maskIds }: ExportRequest): void {
  const { bad } = en.cli;
  const isTool = target !== undefined && target !== "spreadsheet";
  if (isTool && (table !== "customers" || columns !== undefined || format !== "csv" || maskIds)) {
    throw new UserError("bad_arguments", bad.exportTool({ target }));
  }
  if (target === "spreadsheet" && format !== "csv") throw new UserError("bad_arguments", bad.exportSpreadsheet());
  if (segment !== undefined && table !== "customers" && table !== "contracts")
    throw new UserError("bad_arguments", bad.exportNoSegments({ table }));
}
