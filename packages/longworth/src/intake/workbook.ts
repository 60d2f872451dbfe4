/** Sheets of an Excel workbook as CSV: which one holds the orders, and its cells by their type. */
import type { CellObject, WorkBook, WorkSheet } from "@e965/xlsx";
import { UserError } from "../errors.js";
import { reading } from "../words/en/reading.js";
import { csvLine } from "./csv-copy.js";
import { norm } from "./header-words.js";
import { nameScore, type Role } from "./synonyms.js";

/** Unpacked bytes of a workbook; the library holds all of them. */
export const MAX_WORKBOOK = 300_000_000;
const HEADER_ROWS = 30;
const MAX_COLUMNS_READ = 600; // a sheet wider than the limit of columns is refused by the text pass
const ORDER_ROLES = [
  "customer",
  "email",
  "date",
  "amount",
  "order",
  "quantity",
  "unitPrice",
] as const satisfies readonly Role[];
const KNOWN = 0.8;

type Library = typeof import("@e965/xlsx");
type Rows = readonly (readonly (CellObject | undefined)[] | undefined)[];

export type Sheet = Readonly<{ name: string; lines: Iterable<string> }>;
export type Sheets = Readonly<{ all: readonly string[]; chosen: readonly Sheet[] }>;

/**
 * The sheets that were asked for, or the one whose header says most about orders.
 * @throws file_unreadable for a damaged workbook, or when two sheets have the same header; bad_arguments for a sheet that is not there
 */
export async function readSheets(bytes: Buffer, name: string, asked: readonly string[]): Promise<Sheets> {
  const library = await import("@e965/xlsx"); // a megabyte of code: loaded when there is a workbook
  const book = opened(library, bytes, name);
  const visible = book.SheetNames.filter((_, i) => (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) === 0);
  const names =
    asked.length > 0 ? asked.map((sheet) => named(sheet, book.SheetNames, name)) : [bestOf(book, visible, name)];
  const is1904 = book.Workbook?.WBProps?.date1904 === true;
  const chosen = names.map((sheet) => ({
    name: sheet,
    lines: linesOf(rowsOf(book.Sheets[sheet]), { library, is1904 }),
  }));
  return { all: book.SheetNames, chosen };
}

function opened(library: Library, bytes: Buffer, name: string): WorkBook {
  try {
    return library.read(bytes, {
      type: "buffer",
      dense: true,
      cellNF: true,
      cellFormula: false,
      cellHTML: false,
      cellText: false,
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "";
    throw new UserError("file_unreadable", reading.workbookDamaged({ name, why }), { place: name, cause });
  }
}

function named(sheet: string, names: readonly string[], file: string): string {
  const found = names.find((name) => norm(name) === norm(sheet));
  if (found !== undefined) return found;
  throw new UserError("bad_arguments", reading.noSheet({ name: file, sheet, sheets: names.join(", ") }), {
    place: "--sheet",
  });
}

const rowsOf = (sheet: WorkSheet | undefined): Rows => sheet?.["!data"] ?? [];

const textOf = (cell: CellObject | undefined): string => (typeof cell?.v === "string" ? cell.v : "");

/** The row of the first thirty that names most roles of orders. */
function headerOf(rows: Rows): Readonly<{ score: number; header: string }> {
  const scored = rows.slice(0, HEADER_ROWS).map((row) => {
    const cells = Array.from(row ?? [], textOf).filter((text) => text.trim() !== "");
    const roles = ORDER_ROLES.filter((role) => cells.some((text) => nameScore(role, text) >= KNOWN));
    return { score: roles.length, header: cells.map(norm).join("\n") };
  });
  return scored.reduce((a, b) => (b.score > a.score ? b : a), { score: 0, header: "" });
}

/** @throws file_unreadable when several sheets have the best header: months or shops of one business */
function bestOf(book: WorkBook, names: readonly string[], file: string): string {
  const filled = names
    .map((name) => ({ name, rows: rowsOf(book.Sheets[name]) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, rows }) => ({ name, rows: rows.length, ...headerOf(rows) }));
  const best = Math.max(0, ...filled.map(({ score }) => score));
  const [first, ...rivals] = filled.filter(({ score }) => score === best);
  if (!first) throw new UserError("file_empty", { value: file, what: reading.nothing() }, { place: file });
  const twin = rivals.filter(({ header, rows }) => best > 0 && header === first.header && rows > 1);
  if (twin.length > 0) {
    const sheets = [first, ...twin].map(({ name }) => name);
    throw new UserError("file_unreadable", reading.sheetsAlike({ name: file, sheets }), { place: file });
  }
  return [first, ...rivals].reduce((a, b) => (b.rows > a.rows ? b : a)).name;
}

type Reading = Readonly<{ library: Library; is1904: boolean }>;

/** One line per row, blank rows too, so that row numbers stay; columns from the first filled one to the last. */
function* linesOf(rows: Rows, how: Reading): Generator<string, void> {
  let first = Infinity;
  let last = -1;
  for (const row of rows)
    row?.forEach((cell, i) => {
      if (cell?.v === undefined || cell.v === "") return;
      first = Math.min(first, i);
      last = Math.max(last, i);
    });
  const width = Math.min(last - first + 1, MAX_COLUMNS_READ);
  for (const row of rows) {
    const cells = Array.from({ length: Math.max(0, width) }, (_, i) => cellText(row?.[first + i], how));
    yield cells.every((cell) => cell === "") ? "\n" : csvLine(cells);
  }
}

const ERRORS: Readonly<Record<number, string>> = { 0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A" }; // prettier-ignore
const MS_PER_DAY = 86_400_000;
const FIRST_CERTAIN = 61; // Excel counts a 29 February 1900 that never was
const DAYS_1904 = 1462;

/** Texts as they are, dates as ISO, numbers in full with a decimal point, errors as Excel shows them. */
export function cellText(cell: CellObject | undefined, { library, is1904 }: Reading): string {
  if (cell === undefined || cell.v === undefined || cell.t === "z") return "";
  if (cell.t === "e") return ERRORS[Number(cell.v)] ?? "#VALUE!";
  if (typeof cell.v === "boolean") return cell.v ? "TRUE" : "FALSE";
  if (typeof cell.v !== "number") return String(cell.v);
  const format = typeof cell.z === "string" ? cell.z : "General";
  if (library.SSF.is_date(format)) return dateText(is1904 ? cell.v + DAYS_1904 : cell.v);
  return /^0{2,}$/.test(format) && Number.isInteger(cell.v) ? library.SSF.format(format, cell.v) : numberText(cell.v);
}

/** A serial number of days as `2024-04-02` or `2024-04-02 08:20:58`; a time alone stays a time. */
function dateText(serial: number): string {
  const seconds = Math.round(serial * 86_400) * 1000;
  const iso = new Date(Date.UTC(1899, 11, 30) + seconds).toISOString();
  if (serial >= 0 && serial < 1) return iso.slice(11, 19);
  if (serial < FIRST_CERTAIN) return numberText(serial);
  return seconds % MS_PER_DAY === 0 ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

const WHOLE_DIGITS = 1e15; // Excel keeps fifteen digits: longer ids have lost the rest

/**
 * The number with the fifteen digits that Excel keeps. Three decimals get a fourth, because the cell is a number, never
 * one thousand two hundred and thirty-four; a whole number of more digits is shown as the damage that it is.
 */
function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) >= WHOLE_DIGITS) return value.toExponential(14).replace("e", "E");
  const exact = Number(value.toPrecision(15));
  const text = /e/.test(String(exact)) ? exact.toFixed(12).replace(/\.?0+$/, "") : String(exact);
  return /\.\d{3}$/.test(text) ? `${text}0` : text;
}
