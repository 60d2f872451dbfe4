/** Sentences of the command line: help, results, progress. */
import { formatter } from "../format.js";
import { driversHelp } from "./cli-drivers.js";
import { exporting } from "./cli-export.js";
import { bad, groups, options } from "./cli-options.js";
import { runsTable, toldDemo, toldRun } from "./cli-results.js";

const { bytes, integer, plural } = formatter("en");

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

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
  longworth explain 12347            what one customer's forecast is made of
  longworth compare orders.csv       every model beside the simple formulas, on your own past
  longworth score-past               what earlier runs said, and what happened
  longworth verify                   is everything still as it was published?
  longworth doctor                   would a run work on this machine?

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
  drivers: driversHelp,

  run: {
    description: "forecast the value of every customer from a file of orders",
    after: `
Examples
  longworth run orders.csv
  longworth run orders.csv --horizon 12m --discount-rate 10% --margin 35%
  longworth run 2024.csv.gz 2025.csv.gz --map customer=Email --date-format dd/mm/yyyy
  longworth run exports/ --as-of 2025-06-30 --json
  longworth run orders.csv --report off --json        scores alone, for a job of every night

Options can stand in longworth.config.yaml under the same names; what is on the command line wins:
  horizon: [90d, 365d]
  margin: 35%
  status: {on hold: count}

Nothing is guessed silently: what was decided about the file is in longworth inspect FILE.`,
  },
  load: {
    description: "put a file of orders into a table of a Trino, for trying it out",
    argument: "files of orders, then the new table: trino://user@host:8080/catalog/schema/orders",
    after: `
Examples
  longworth load orders.parquet trino://ann@localhost:8080/hive/shop/orders
  longworth run trino://ann@localhost:8080/hive/shop/orders

Types of Parquet are kept, everything else is text. It travels as text: for much data let the cluster read Parquet.`,
    told: ({
      table,
      records,
      columns,
      leftOut,
    }: {
      table: string;
      records: number;
      columns: number;
      leftOut: number;
    }) =>
      `${integer(records)} ${plural(records, { one: "record", other: "records" })} of ${integer(columns)} columns in ${table}` +
      (leftOut === 0 ? "" : `; ${integer(leftOut)} lines are no records and were left out`),
  },
  inspect: {
    description: "what is in a file, what run would do, and what it would refuse",
    after: `
Examples
  longworth inspect orders.csv
  longworth inspect orders.csv --status pending=count --amount total
  longworth inspect orders.csv --json
  longworth inspect orders.csv --write-config     tonight's run decides the same, or stops

Exit code 3 where run would refuse the file. Takes every option of run that changes how a file is read.`,
  },
  config: {
    option: "save what was decided (default longworth.config.yaml): a run that would decide otherwise stops",
    head: " Options of longworth, under their own names; what is on the command line wins.",
    expect: (inputs: readonly string[]) =>
      ` What inspect decided about ${inputs.join(", ")}. A run that would decide otherwise stops and says which.`,
    saved: (path: string) => `\n\nSaved in ${path}: a run that would decide otherwise stops and says which.`,
    unsaved: (path: string) => `\n\nNothing was saved in ${path}: run would refuse the file.`,
  },
  runs: {
    description: "list the published runs",
    after: `
Examples
  longworth runs
  longworth runs --json`,
    none: (workspace: string) => `No runs in ${workspace} yet. longworth run FILE makes the first.`,
    table: runsTable,
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
    table: "customers, segments, forecast, cohorts, returns, tracking or backtest",
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
  doctor: {
    description: "check this machine and the workspace before a run",
    after: `
Examples
  longworth doctor
  longworth doctor --workspace /srv/longworth --json

Looks at Node, processors, memory, permissions, free space, runs, lock and what killed runs left; changes nothing.
Exit code of the first fault: 2 Node or not a folder, 5 permission, 6 memory or disk, 7 another run is working,
9 a run is damaged. A note is no fault.`,
  },
  demo: {
    description: "simulate a shop, forecast it, and compare with the year that followed",
    customers: "customers to simulate (default 10000)",
    after: `
Example
  longworth demo

The shop is invented, so its next year is known: the demo tells how far off the forecast was.`,
    workspace: "folder of the demo's runs (default ./longworth-demo)",
    told: toldDemo,
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
    simulate: "simulating a shop",
    read: "reading",
    load: "loading",
    prepare: "summarising customers",
    fit: "fitting models",
    weigh: "weighing models",
    backtest: "testing on your past",
    learn: "learning customer by customer",
    score: "scoring customers",
    segments: "adding up segments",
    write: "writing tables",
    report: "drawing the report",
    verify: "checking files",
    export: "writing",
  },
};
