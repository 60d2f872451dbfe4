/** The readers of what users write, and what each may answer: a value, or an error the user can fix. */
import { rmSync } from "node:fs";
import { inspect } from "../../../src/app/inspect.js";
import { readConfig } from "../../../src/cli/options/config.js";
import { UserError } from "../../../src/errors.js";
import { dateCell } from "../../../src/intake/date-cells.js";
import { daySql, decideDateStyle, isPlaceholderSql } from "../../../src/intake/dates.js";
import { numberCell } from "../../../src/intake/number-cells.js";
import { decideNumberStyle, numberSql } from "../../../src/intake/numbers.js";
import { openScanner } from "../../../src/intake/records.js";
import { duckdb } from "../../../src/sql/dialect.js";
import { ident, sql } from "../../../src/sql/sql.js";
import { en } from "../../../src/words/en.js";
import { emptyFolder, testEffects } from "../../support/effects.js";
import { fileWith } from "../../support/intake-of.js";
import { placeOf, stagedColumns } from "../../support/staged.js";
import { REQUEST } from "../damaged-files/judge.js";
import { below, exportHeads, mutated, oddCell, pick, seedFiles, type Random } from "./mutations.js";
import path from "node:path";

/** Makes one input of its seed, and reads it. */
export type Target = Readonly<{ name: string; make(next: Random): Input }>;
export type Input = Readonly<{ bytes: Uint8Array; read(): Promise<void> }>;

const files = [...seedFiles(".csv", ".tsv", ".txt", ".CSV"), ...exportHeads()];
const configs = [
  ...seedFiles(".yaml"),
  Buffer.from(
    "horizon: 90d\ncurrency: EUR\nmap:\n  customer: id\n  date: day\nstatus:\n  open: count\nquantile: [0.1, 0.9]\n",
  ),
];

/** A refusal is an answer when its sentences are whole. @throws anything else, and a sentence with a hole */
async function answered(job: () => unknown): Promise<void> {
  try {
    await job();
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    const { message, hint } = en.errors[thrown.code](thrown.facts);
    if (message === "" || /undefined|\[object|NaN (fields|records)/u.test(`${message} ${hint}`))
      throw new Error(`${thrown.code} says: ${message} / ${hint}`, { cause: thrown });
  }
}

/** Options that change how a file is read, now and then. */
function oddOptions(next: Random) {
  const some = <T>(values: readonly T[]): T | undefined => (next() < 0.1 ? pick(next, values) : undefined);
  return {
    decimal: some([".", ","] as const),
    thousands: some([".", ",", "'", " ", "none"]),
    delimiter: some([",", ";", "tab", "|", "^"]),
    encoding: some(["utf-8", "windows-1252", "utf-16le", "gbk", "shift_jis"]),
    dateFormat: some(["dd/mm/yyyy", "mm/dd/yyyy", "yy-mm-dd"]),
    timezone: some(["Europe/Berlin", "America/St_Johns"]),
    comment: some(["#", "*"]),
    skip: some([1, 5]),
    header: some([true, false]),
    onBadRow: pick(next, ["stop", "reject"] as const),
  };
}

const csv: Target = {
  name: "files of records (inspect)",
  make(next) {
    const bytes = mutated(files, next);
    const options = oddOptions(next);
    return { bytes, read: () => readFile(bytes, options) };
  },
};

async function readFile(bytes: Uint8Array, options: ReturnType<typeof oddOptions>): Promise<void> {
  const scratch = emptyFolder();
  const file = fileWith(bytes);
  try {
    await answered(() => inspect({ ...REQUEST, ...options, inputs: [file], scratch }, testEffects()));
  } finally {
    rmSync(scratch, { recursive: true });
    rmSync(path.dirname(file), { recursive: true });
  }
}

const MOST_PIECES = 1_000_000; // each costs some microseconds, so that millions of them would measure the test

/** The same records, however the bytes come in pieces. */
const scanner: Target = {
  name: "the scanner of records",
  make(next) {
    const bytes = Buffer.from(mutated(files, next));
    const size = Math.max(1 + below(next, 64), Math.ceil(bytes.length / MOST_PIECES));
    const options = {
      delimiter: pick(next, [",", ";", "\t"]),
      header: true,
      startOffset: 0,
      startLine: 1,
      fields: 3,
      openEnd: false,
    };
    const scan = (step: number): string => {
      const each = openScanner(options);
      for (let at = 0; at < bytes.length; at += step) if (each.write(bytes.subarray(at, at + step))) break;
      const stop = each.end();
      const { tail: _tail, ...found } = each.result();
      return JSON.stringify(stop ? { stop } : found);
    };
    const read = async (): Promise<void> => {
      const [whole, pieces] = [scan(bytes.length + 1), scan(size)];
      if (whole !== pieces) throw new Error(`in pieces of ${size}: ${pieces}; whole: ${whole}`);
    };
    return { bytes, read };
  },
};

const config: Target = {
  name: "the configuration",
  make(next) {
    const bytes = mutated(configs, next);
    return {
      bytes,
      read: () => answered(() => readConfig(Buffer.from(bytes).toString("utf8"), "longworth.config.yaml")),
    };
  },
};

const CELLS = 40;
const oddCells = (next: Random): readonly string[] => Array.from({ length: CELLS }, () => oddCell(next));

const dates: Target = {
  name: "dates",
  make(next) {
    const cells = oddCells(next);
    const options = {
      format: next() < 0.5 ? "dd/mm/yyyy" : undefined,
      timezone: next() < 0.05 ? "Europe/Paris" : undefined,
    };
    const read = async (): Promise<void> => {
      for (const cell of cells) dateCell(cell.trim());
      const { engine, staged, column } = await stagedColumns(cells);
      try {
        await answered(async () => {
          const style = await decideDateStyle(engine, staged, { column, ...options, placeOf });
          await engine.execute(
            sql`CREATE OR REPLACE TABLE days AS SELECT ${daySql(column, style, duckdb)} AS day, ${isPlaceholderSql(column, style, duckdb)} AS placeholder FROM ${ident("staging")}`,
          );
        });
      } finally {
        engine.close();
      }
    };
    return { bytes: Buffer.from(JSON.stringify({ cells, options })), read };
  },
};

const numbers: Target = {
  name: "numbers",
  make(next) {
    const cells = oddCells(next);
    const decimal = next() < 0.7 ? pick(next, [".", ","] as const) : undefined;
    const read = async (): Promise<void> => {
      for (const cell of cells) numberCell(cell);
      const { engine, staged, column } = await stagedColumns(cells);
      try {
        await answered(async () => {
          const columns = [{ column, role: "money" as const }];
          const style = await decideNumberStyle(engine, staged, { columns, decimal, placeOf });
          await engine.execute(
            sql`CREATE OR REPLACE TABLE amounts AS SELECT ${numberSql(column, style, duckdb)} AS amount FROM ${ident("staging")}`,
          );
        });
      } finally {
        engine.close();
      }
    };
    return { bytes: Buffer.from(JSON.stringify({ cells, decimal })), read };
  },
};

export const TARGETS: readonly Target[] = [csv, scanner, config, dates, numbers];
