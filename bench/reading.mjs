/** Records per second that `inspect` reads, from every kind of file, beside the engine's own reader of the same bytes. */
import { DuckDBInstance } from "@duckdb/node-api";
import { write, utils } from "@e965/xlsx";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const cli = path.resolve(import.meta.dirname, "../packages/longworth/bin/longworth.js");
const [RECORDS, SHEET_RECORDS, TURNS] = [400_000, 100_000, 3];
const CSV = "columns = {'customer_id': 'VARCHAR', 'order_date': 'DATE', 'amount': 'DECIMAL(18, 4)'}, header = true";

/** The same log in each form; `own` reads it with the engine alone, null where it has no reader built in. */
const FORMS = [
  { name: "CSV", file: "read.csv", records: RECORDS, as: "FORMAT csv", own: (at) => `read_csv('${at}', ${CSV})` },
  {
    name: "CSV.gz",
    file: "read.csv.gz",
    records: RECORDS,
    as: "FORMAT csv, COMPRESSION gzip",
    own: (at) => `read_csv('${at}', ${CSV})`,
  },
  { name: "Parquet", file: "read.parquet", records: RECORDS, as: "FORMAT parquet", own: (at) => `'${at}'` },
  { name: "xlsx", file: "read.xlsx", records: SHEET_RECORDS, as: null, own: null },
];

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function seconds(job) {
  const started = process.hrtime.bigint();
  await job();
  return Number(process.hrtime.bigint() - started) / 1e9;
}

async function turns(job) {
  const all = [];
  for (let turn = 0; turn < TURNS; turn++) all.push(await seconds(job));
  return median(all);
}

/** @param log  Parquet with customer_id, order_date, amount. @returns one row of a table in Markdown per form */
export async function readingSpeeds(log, folder) {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
  const rowsOf = (records) => `SELECT customer_id, order_date, amount FROM '${log}' LIMIT ${records}`;
  const found = [];
  for (const { name, file, records, as, own } of FORMS) {
    const at = path.join(folder, file);
    if (as !== null) await connection.run(`COPY (${rowsOf(records)}) TO '${at}' (${as})`);
    else {
      const rows = (await connection.runAndReadAll(rowsOf(records))).getRowsJson();
      const cells = rows.map(([customer, day, amount]) => [customer, day, Number(amount)]);
      const sheet = utils.aoa_to_sheet([["customer_id", "order_date", "amount"], ...cells]);
      const book = utils.book_new(sheet, "orders");
      writeFileSync(at, write(book, { type: "buffer", bookType: "xlsx", compression: true }));
    }
    const ours = await turns(() => {
      const told = execFileSync(process.execPath, [cli, "inspect", at, "--json", "--quiet"], { encoding: "utf8" });
      if (JSON.parse(told).accepted !== records) throw new Error(`${file}: not every record was accepted`);
    });
    const theirs = own && (await turns(() => connection.runAndReadAll(`SELECT count(*), sum(amount) FROM ${own(at)}`)));
    found.push({ name, records, ours, theirs });
    rmSync(at);
  }
  connection.closeSync();
  return found;
}

const perSecond = (records, time) =>
  time === null ? "none built in" : Math.round(records / time).toLocaleString("en");

/** A table in Markdown of what `readingSpeeds` found. */
export const speedTable = (found) => `## Records per second

\`longworth inspect\`, from its start to its answer: bytes hashed, every record checked, typed and given its fate, totals to the
cent; beside it the engine's own reader with the columns told, which adds the amounts up and looks at nothing else. Medians
of ${TURNS}, two threads.

| file | records | Longworth | DuckDB's reader |
|---|---:|---:|---:|
${found.map(({ name, records, ours, theirs }) => `| ${name} | ${records.toLocaleString("en")} | ${perSecond(records, ours)} | ${perSecond(records, theirs)} |`).join("\n")}
`;
