/** Sentences of the command line: help, results, progress. */
import { formatter } from "../format.js";
import { exporting } from "./cli-export.js";
import { bad, groups, options } from "./cli-options.js";

const { bytes, day, integer, money, percent, plural } = formatter("en");

type Total = Readonly<{ expected_orders: number; expected_revenue: number | null; p05: number; p95: number }>;
type Grade = Readonly<{ letter: string; testedOnDays: number; why: string }>;
type Finding = Readonly<{ text: string; amount: number; p05: number; p95: number; export: string }>;
type Result = Readonly<{
  run: string;
  path: string;
  asOf: string;
  customers: number;
  orders: number;
  currency: string | null;
  basis: string;
  served: Readonly<{ name: string; why: string }>;
  grades: Readonly<Record<string, Grade>>;
  totals: Readonly<Record<string, Total>>;
  findings: readonly Finding[];
  reused?: boolean;
}>;
type Compared = Readonly<{ expected: number; actual: number; held: boolean }>;
type Demo = Readonly<{
  run: Result;
  shop: Readonly<{ customers: number; orders: number }>;
  truth: Readonly<{ revenue: Compared; orders: Compared; persons: Readonly<{ customers: number; within: number }> }>;
}>;
type Listed = Readonly<{
  run: string;
  current: boolean;
  damaged: boolean;
  asOf: string | null;
  customers: number | null;
  grade: string | null;
}>;

const FINDINGS_TOLD = 3;

const customersOf = (count: number): string =>
  `${integer(count)} ${plural(count, { one: "customer", other: "customers" })}`;
const ordersOf = (count: number): string => `${integer(count)} ${plural(count, { one: "order", other: "orders" })}`;
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** "365d" -> "12 months", "90d" -> "90 days". */
function span(horizon: string): string {
  const days = Number.parseInt(horizon, 10);
  return days === 365 ? "12 months" : `${integer(days)} ${plural(days, { one: "day", other: "days" })}`;
}

const headlineHorizon = (totals: Readonly<Record<string, unknown>>): string =>
  Object.keys(totals).sort((a, b) => Number.parseInt(b, 10) - Number.parseInt(a, 10))[0] ?? "365d";

function headline({ totals, currency }: Result): string {
  const horizon = headlineHorizon(totals);
  const total = totals[horizon];
  if (!total) return "";
  const { expected_orders: orders, expected_revenue: revenue, p05, p95 } = total;
  const [about, low, high] =
    revenue === null
      ? [ordersOf(Math.round(orders)), integer(p05), integer(p95)]
      : [money(revenue, currency), money(p05, currency), money(p95, currency)];
  return `Your existing customers will bring about ${about} in the next ${span(horizon)} (nine times out of ten ${low} to ${high}).`;
}

function gradeText({ letter, testedOnDays, why }: Grade): string {
  const tested = testedOnDays > 0 ? ` (tested on ${testedOnDays} d)` : "";
  return `${letter}${tested}${why === "" ? "" : `: ${why}`}`;
}

/** Labels in one column, values in the next. */
function aligned(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`).join("\n");
}

/** A table of texts with as much room as each column needs. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function tellFindings({ findings, currency, path }: Result): readonly string[] {
  const told = findings.slice(0, FINDINGS_TOLD);
  if (told.length === 0) return [];
  const lines = told.map(({ text, amount, p05, p95, export: command }, i) => {
    const stake = `at stake: ${money(amount, currency)} (${money(p05, currency)} to ${money(p95, currency)})`;
    return `${i + 1}. ${text}\n   ${stake}${command === "" ? "" : `   ${command}${command.startsWith("longworth export") ? elsewhere(path) : ""}`}`;
  });
  const more = findings.length - told.length;
  return [...lines, ...(more > 0 ? [`   and ${integer(more)} more in the report`] : []), ""];
}

const workspaceOf = (path: string): string => path.replace(/[\\/]runs[\\/][^\\/]*$/, "");
const elsewhere = (path: string): string => {
  const workspace = workspaceOf(path);
  return workspace === "longworth" || workspace === "./longworth" ? "" : ` --workspace ${workspace}`;
};

/** "€96,400, forecast €98,100: 1.8 % above, inside the band". */
function compared({ actual, expected, held }: Compared, tell: (value: number) => string): string {
  const off = expected / actual - 1;
  const side = off < 0 ? "below" : "above";
  return `${tell(actual)}, forecast ${tell(expected)}: ${percent(Math.abs(off), 1)} ${side}, ${held ? "inside" : "outside"} the band`;
}

/** What people read after a run. */
function toldRun(result: Result): string {
  const { run, path, asOf, customers, orders, grades, served, totals, basis, reused } = result;
  const grade = grades[headlineHorizon(totals)];
  const facts: readonly (readonly [string, string])[] = [
    ["From", `${customersOf(customers)}, ${ordersOf(orders)}, up to ${day(asOf)}`],
    ...(grade ? [["Grade", gradeText(grade)] as const] : []),
    ["Served", `${served.name}${served.why === "" ? "" : `: ${served.why}`}`],
    ...(basis === "revenue" ? [] : [["Basis", basis.replaceAll("_", " ")] as const]),
    ["Report", `${path}/report.html`],
    ["Run", run],
  ];
  const where = elsewhere(path);
  const next: readonly (readonly [string, string])[] = [
    [`longworth export --for spreadsheet --out customers.csv${where}`, "every customer, for a spreadsheet"],
    [`longworth verify${where}`, "check the files of this run"],
  ];
  return [
    ...(reused === true
      ? ["These inputs and options have been run before; this is that run (--again repeats it).", ""]
      : []),
    ...tellFindings(result),
    headline(result),
    "",
    aligned(facts),
    "",
    "Next",
    aligned(next),
  ].join("\n");
}

export const cli = {
  bad,
  groups,
  options,
  exporting,

  program: {
    description: "What every customer will be worth, how sure that is, why, and what to do about it.",
    after: `
Start here
  longworth demo                     a simulated shop, forecast and checked against its known future
  longworth inspect orders.csv       what is in the file, and what run would do
  longworth run orders.csv           the whole job: value of every customer, backtest, grade, report

Then
  longworth export --segment overdue-best --for spreadsheet --out write-to-them.csv
  longworth report --out report.html
  longworth verify                   is everything still as it was published?

Inputs are CSV, TSV, .gz of them, Parquet; several files of one layout, or a folder.
Results go to stdout, progress and errors to stderr. --json gives one object, errors included.
Exit codes: 0 ok, 2 usage, 3 input refused, 4 nothing to estimate, 5 permission, 6 memory or disk,
7 another run is working, 8 engine, 9 damaged, 130 stopped, 1 our bug.`,
  },
  helpOption: "show this help",
  helpCommand: "help of a command",
  version: "print the version",
  arguments: {
    files: "orders: files of one layout, or a folder",
    run: "id of a run, or its beginning (default: the newest published)",
  },
  workspace: options.workspace,

  run: {
    description: "forecast the value of every customer from a file of orders",
    after: `
Examples
  longworth run orders.csv
  longworth run orders.csv --horizon 12m --discount-rate 10% --margin 35%
  longworth run 2024.csv.gz 2025.csv.gz --map customer=Email --date-format dd/mm/yyyy
  longworth run exports/ --as-of 2025-06-30 --json

Options can stand in longworth.config.yaml under the same names; what is on the command line wins:
  horizon: [90d, 365d]
  margin: 35%
  status: {on hold: count}

Nothing is guessed silently: what was decided about the file is in longworth inspect FILE.`,
  },
  inspect: {
    description: "what is in a file, what run would do, and what it would refuse",
    after: `
Examples
  longworth inspect orders.csv
  longworth inspect orders.csv --status pending=count --amount total
  longworth inspect orders.csv --json

Exit code 3 where run would refuse the file. Takes every option of run that changes how a file is read.`,
  },
  runs: {
    description: "list the published runs",
    after: `
Examples
  longworth runs
  longworth runs --json`,
    none: (workspace: string) => `No runs in ${workspace} yet. longworth run FILE makes the first.`,
    table: (lines: readonly Listed[]) =>
      columns([
        ["run", "as of", "customers", "grade", ""],
        ...lines.map(({ run, asOf, customers, grade, current, damaged }) => [
          run,
          asOf === null ? "" : day(asOf),
          customers === null ? "" : integer(customers),
          grade ?? "",
          damaged ? "damaged: longworth verify names the files" : current ? "current" : "",
        ]),
      ]),
  },
  report: {
    description: "write the report of a run as one HTML file",
    out: "where to write it (default: the report inside the run)",
    after: `
Examples
  longworth report                       where the report of the newest run is
  longworth report --out board.html      render it anew, for somebody else
  longworth report 20260131T040000Z --out january.html`,
    told: ({ run, path, bytes: size }: { run: string; path: string; bytes: number }) =>
      `Report of ${run}: ${path} (${bytes(size)})`,
  },
  export: {
    description: "take results out, for a spreadsheet, a mailing tool or a machine",
    table: "customers, segments, forecast, tracking or backtest",
    format: "csv or parquet",
    columns: "these columns, in this order: customer_id,expected_revenue_365d",
    segment: "only these customers: an RFM segment, a value tier, or the id of a finding",
    for: "spreadsheet (opens well, cannot run formulas), klaviyo, hubspot or mailchimp",
    out: "file to write (default: stdout)",
    maskIds: "hide customers' ids",
    after: `
Examples
  longworth export > customers.csv
  longworth export --segment overdue-best --for spreadsheet --out write-to-them.csv
  longworth export --segment "At risk" --columns customer_id,expected_revenue_365d
  longworth export --table forecast --format parquet --out forecast.parquet
  longworth export --segment Gold --for klaviyo --out gold.csv

Files for machines have a dot as decimal mark, ISO days and UTF-8. Mailing tools get addresses that the
shop already has: sync them to existing profiles, which keep their consent; they give none.`,
    told: ({ rows, path, bytes: size }: { rows: number; path: string; bytes: number }) =>
      `${integer(rows)} ${plural(rows, { one: "row", other: "rows" })} in ${path} (${bytes(size)})`,
    consent: (target: string) =>
      `Sync these to profiles that exist in ${capital(target)}: this file gives no consent to be written to, and profiles keep theirs.`,
  },
  verify: {
    description: "check every file of a run against what was published",
    after: `
Examples
  longworth verify
  longworth verify 20260131T040000Z

Exit code 9 with the names of the files where anything differs.`,
    told: ({ run, artefacts, bytes: size }: { run: string; artefacts: number; bytes: number }) =>
      `${run}: ${integer(artefacts)} ${plural(artefacts, { one: "file is", other: "files are" })} as published (${bytes(size)})`,
  },
  prune: {
    description: "remove old runs; the current one always stays",
    keep: "keep what is younger: 30d, 12w, 6m",
    after: `
Examples
  longworth prune --keep 30d`,
    told: ({ removed, kept, bytes: size }: { removed: readonly string[]; kept: number; bytes: number }) =>
      `${integer(removed.length)} ${plural(removed.length, { one: "run", other: "runs" })} removed (${bytes(size)}), ` +
      `${integer(kept)} ${plural(kept, { one: "stays", other: "stay" })}`,
  },
  demo: {
    description: "simulate a shop, forecast it, and compare with the year that followed",
    customers: "customers to simulate (default 10000)",
    after: `
Example
  longworth demo

The shop is invented, so its next year is known: the demo tells how far off the forecast was.`,
    workspace: "folder of the demo's runs (default ./longworth-demo)",
    told: ({ run, shop, truth }: Demo) =>
      [
        `A simulated shop: ${customersOf(shop.customers)}, ${ordersOf(shop.orders)}; three years with returns, tax, shipping and seasons.`,
        "",
        toldRun(run),
        "",
        "The year that followed (the forecast has not seen it)",
        aligned([
          ["Revenue", compared(truth.revenue, (value) => money(value, run.currency))],
          ["Orders", compared(truth.orders, integer)],
          [
            "Persons",
            `${percent(truth.persons.within / truth.persons.customers, 1)} of ${customersOf(truth.persons.customers)} came in within their own interval, which promises 90 % or more`,
          ],
        ]),
        "",
        `Open ${run.path}/report.html`,
      ].join("\n"),
  },

  /** What people read after a run. */
  told: toldRun,

  errorLine: ({ message, hint, place }: { message: string; hint: string; place: string | undefined }) =>
    `longworth: ${place === undefined ? "" : `${place}: `}${message}\n  ${hint}`,
  bug: {
    message: "This is a fault of Longworth, not yours",
    hint: "Report it with longworth --version and what you did",
  },
  stopping: "Stopping… (once more kills)",
  /** Names of steps; a step without one is shown as it is. */
  steps: {
    read: "reading",
    inspect: "looking at the file",
    summarise: "summarising customers",
    fit: "fitting models",
    backtest: "testing on your past",
    score: "scoring customers",
    segments: "segments",
    findings: "findings",
    report: "writing the report",
    publish: "publishing",
    verify: "checking files",
    export: "writing",
    simulate: "simulating a shop",
  },
};
