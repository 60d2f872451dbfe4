/** The pass over one text file: unpack, decode, decide the dialect, scan the records, and clean what is not plain. */
import path from "node:path";
import { UserError } from "../errors.js";
import type { Files } from "../domain.js";
import { reading } from "../words/en/reading.js";
import { gunzipChunks, peek, rawChunks } from "./container.js";
import { withoutComments } from "./comments.js";
import { decideDialect, type Decided } from "./csv-dialect.js";
import { badBytes, decoded, encodingOf, legacyEncoding, utf8Checker, type Encoding } from "./encoding.js";
import { languagesOfHeader } from "./header-words.js";
import { cellsOf, isFooter } from "./record-cells.js";
import type { Stop } from "./record-scan.js";
import { openScanner, type Scan } from "./records.js";
import { wideEncoding } from "./wide-encoding.js";
import {
  hasGlob,
  RAGGED_KEPT,
  type CutCell,
  type LanguagesOf,
  type RaggedRecord,
  type ReadNote,
  type ReadOptions,
  type TextSource,
} from "./source.js";

const HEAD = 1 << 18; // unpacked bytes by which the dialect is decided

type Reach = Readonly<{ files: Files; signal: AbortSignal }>;
type File = Readonly<{ name: string; path: string; file: number; bytes: number; compressed: boolean }>;
/** What the pass over a text needs. */
export type TextTools = Readonly<{
  options: ReadOptions;
  effects: Reach;
  refuseOther(head: Buffer, name: string): void;
}>;
type Read = Pick<
  TextSource,
  | "encoding"
  | "markBytes"
  | "dialect"
  | "columns"
  | "records"
  | "ragged"
  | "raggedRecords"
  | "doubtfulEnd"
  | "marks"
  | "loadPath"
  | "cleaned"
  | "notes"
>;

/** `chunks` are the raw bytes; they are read to their end. */
export async function readText(chunks: AsyncIterable<Buffer>, file: File, tools: TextTools): Promise<Read> {
  const unpacked = file.compressed ? gunzipChunks(chunks, file) : chunks;
  const { head, all } = await peek(unpacked, HEAD);
  const encoding = encodingOf(head, tools.options.encoding, file.name);
  if (encoding.name === "utf-8") tools.refuseOther(head.subarray(encoding.markBytes), file.name);
  const first = await pass(all, encoding, { file, tools });
  if (first.legacy === undefined) return finish(first, encoding, { file, tools });
  const guessed = { name: first.legacy, markBytes: 0 };
  const again = await pass(unpackedFrom(file, tools.effects), guessed, { file, tools });
  return finish(again, guessed, { file, tools });
}

/** The unpacked bytes of a file from its start. */
export function unpackedFrom(
  file: Pick<File, "name" | "path" | "bytes" | "compressed">,
  effects: Reach,
): AsyncIterable<Buffer> {
  const raw = rawChunks(file.path, effects);
  return file.compressed ? gunzipChunks(raw, file) : raw;
}

type Passed = Readonly<{ decided: Decided; scan: Scan; legacy?: string }>;
type Work = Readonly<{ file: File; tools: TextTools }>;

async function pass(unpacked: AsyncIterable<Buffer>, encoding: Encoding, { file, tools }: Work): Promise<Passed> {
  const text = withoutComments(decoded(unpacked, encoding, file.name), tools.options.comment);
  const { head, all } = await peek(text, HEAD);
  const languagesOf = tools.options.languagesOf ?? languagesOfHeader;
  const isWhole = head.length < HEAD;
  const decided = decideDialect(head, { name: file.name, options: tools.options, languagesOf, isWhole });
  const scanner = openScanner({
    ...decided.dialect,
    fields: decided.columns.length,
    openEnd: decided.columns.at(-1) === "",
  });
  const utf8 = encoding.name === "utf-8" ? utf8Checker() : undefined;
  const found = { decided, languagesOf };
  let legacy: string | undefined;
  let broken: Broken | undefined;
  let last = head;
  for await (const chunk of all) {
    if (broken) broken = { ...broken, count: broken.count + badBytes(chunk) };
    if (legacy !== undefined || broken) continue; // the hash needs the whole file, the refusal the count
    last = chunk;
    const nul = chunk.indexOf(0);
    const bad = utf8?.check(chunk) ?? -1;
    const at = bad >= 0 && (nul < 0 || bad < nul) ? bad : nul;
    if (at < 0) refuseStop(scanner.write(chunk), file.name);
    else if (at === nul) throw nulAt(scanner.placeOf(chunk, at), file.name);
    else legacy = recode(found) ?? wideEncoding(chunk, at);
    if (at >= 0 && legacy === undefined)
      broken = { ...scanner.placeOf(chunk, at), byte: chunk[at] ?? 0, count: badBytes(chunk.subarray(at)) };
  }
  if (broken) throw notUtf8(broken, file.name);
  if (legacy === undefined && utf8?.end() === false) {
    legacy = recode(found);
    const [byte = 0] = last.subarray(-1);
    if (legacy === undefined) throw notUtf8({ ...scanner.placeOf(last.subarray(-1), 0), byte, count: 1 }, file.name);
  }
  if (legacy !== undefined) return { decided, scan: scanner.result(), legacy };
  refuseStop(scanner.end(), file.name);
  return { decided, scan: scanner.result() };
}

type Found = Readonly<{ decided: Decided; languagesOf: LanguagesOf }>;

/** The encoding that a header of a file that is no UTF-8 points to; undefined when none or several do. */
function recode({ decided: { headerBytes, dialect }, languagesOf }: Found): string | undefined {
  const cells = (line: string): readonly string[] => cellsOf(line, dialect.delimiter);
  return dialect.header ? legacyEncoding(headerBytes, cells, languagesOf) : undefined;
}

/** Where the first byte is that is no UTF-8, and how many such places there are. */
type Broken = Readonly<{ line: number; column: number; byte: number; count: number }>;

function notUtf8({ line, column, byte, count }: Broken, name: string): UserError {
  const hex = `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  const said = reading.badByte({ name, line, column, byte: hex, count });
  return new UserError("file_unreadable", said, { place: `${name}:${line}:${column}` });
}

function nulAt({ line, column }: Readonly<{ line: number; column: number }>, name: string): UserError {
  return new UserError("file_unreadable", reading.nul({ name, line, column }), { place: `${name}:${line}:${column}` });
}

function refuseStop(stop: Stop | undefined, name: string): void {
  if (!stop) return;
  const { line, column } = stop;
  const place = `${name}:${line}:${column}`;
  const facts = { name, line, column };
  switch (stop.reason) {
    case "openQuote":
      throw new UserError("file_unreadable", reading.openQuote(facts), { place });
    case "fieldLimit":
      throw new UserError("limit_exceeded", reading.fieldLimit(facts), { place });
    case "recordLimit":
      throw new UserError("limit_exceeded", reading.recordLimit(facts), { place });
    case "columnLimit":
      throw new UserError("limit_exceeded", reading.columnLimit(facts), { place });
  }
}

async function finish({ decided, scan }: Passed, encoding: Encoding, work: Work): Promise<Read> {
  const { file, tools } = work;
  refuseCut(scan, decided, file.name);
  refuseSecondTable(scan, decided, file.name);
  refuseRagged(scan, decided, file.name);
  if (scan.records === 0 && tools.options.allowEmpty !== true)
    throw new UserError("file_empty", { value: file.name }, { place: file.name });
  const { dialect, columns } = decided;
  const cleaned = needsCleaning(scan, decided, encoding) || hasGlob(file.path);
  const loadPath = cleaned ? await writeCleaned(decided, encoding, work) : file.path;
  const { records, ragged, raggedRecords, marks } = scan;
  const notes = [
    ...(file.compressed ? [{ value: file.name, as: reading.readAs.gzip() }] : []),
    ...decided.notes,
    ...passNotes(scan, encoding, file.name),
  ];
  return {
    encoding: encoding.name,
    markBytes: encoding.markBytes,
    dialect,
    columns,
    records,
    ragged,
    raggedRecords,
    doubtfulEnd: doubtfulEnd(scan, decided),
    marks,
    loadPath,
    cleaned,
    notes,
  };
}

/** A last record without line end that is short, or whose last cell stops in the middle of a date. */
function refuseCut(scan: Scan, { dialect, columns }: Decided, name: string): void {
  const last = scan.tail.at(-1);
  if (scan.endsWithNewline || last === undefined || isFooter(last)) return;
  const cells = cellsOf(last, dialect.delimiter);
  const before = scan.tail.slice(0, -1).map((text) => cellsOf(text, dialect.delimiter));
  if (
    cells.length >= columns.length &&
    !isCutDate(
      cells.at(-1) ?? "",
      before.map((row) => row.at(-1) ?? ""),
    )
  )
    return;
  throw new UserError("file_unreadable", reading.truncated({ name, line: scan.lastLine }), {
    place: `${name}:${scan.lastLine}:${last.length + 1}`,
  });
}

/** A ragged record that is a header of its own: two tables in one file. */
function refuseSecondTable({ ragged }: Scan, { dialect, columns }: Decided, name: string): void {
  if (!dialect.header) return;
  const isSecond = ({ text }: RaggedRecord): boolean => isHeader(cellsOf(text, dialect.delimiter));
  const found = isHeader(columns) ? ragged.slice(0, RAGGED_LOOKED_AT).find(isSecond) : undefined;
  if (!found) return;
  const said = reading.secondTable({ name, line: found.line });
  throw new UserError("file_unreadable", said, { place: `${name}:${found.line}:1` });
}

/** More than can be kept apart. */
function refuseRagged({ ragged: [first], raggedRecords }: Scan, { columns }: Decided, name: string): void {
  if (raggedRecords <= RAGGED_KEPT || !first) return;
  const place = `${name}:${first.line}:1`;
  const said = reading.mostlyRagged({
    count: raggedRecords,
    fields: first.fields,
    expected: columns.length,
    at: place,
  });
  throw new UserError("row_ragged", said, { place });
}

const RAGGED_LOOKED_AT = 1000;

/** Two known words of headers, and nothing that is a value. */
const isHeader = (cells: readonly string[]): boolean =>
  cells.filter((cell) => languagesOfHeader(cell).length > 0).length >= 2 && !cells.some((cell) => /\d/.test(cell));

/** What may be missing behind a last record that has all its cells but no line end: the rest of its last cell, and records. */
function doubtfulEnd(scan: Scan, { dialect: { delimiter } }: Decided): CutCell | undefined {
  const last = scan.tail.at(-1) ?? "";
  if (scan.endsWithNewline || last.endsWith('"') || isFooter(last)) return undefined;
  const lastCell = (text: string): string => cellsOf(text, delimiter).at(-1)?.trim() ?? "";
  const value = lastCell(last);
  const above = scan.tail.slice(0, -1).map(lastCell);
  if (above.length === 0 || above.includes(value) || above.some((cell) => isLike(value, cell))) return undefined;
  return { line: scan.lastLine, column: last.length - value.length + 1, value };
}

/** A whole number is as long as the other, a broken one has as many decimals, a date the same shape. */
function isLike(value: string, other: string): boolean {
  if (!/\d/.test(value)) return false;
  const open = (cell: string): string => (/^\d+$/.test(cell) ? cell : cell.replace(/\d+(?=[.,]\d+$)/, "0"));
  return shapeOf(open(value)) === shapeOf(open(other));
}

const shapeOf = (cell: string): string => cell.replace(/\d/g, "0");

/** All cells above have one date shape, and this one is a proper beginning of it. */
function isCutDate(cell: string, above: readonly string[]): boolean {
  const shapes = new Set(above.map(shapeOf));
  const [shape = ""] = shapes;
  const isDate = /^0{1,4}[-/.]0{1,2}[-/.]0{1,4}/.test(shape);
  return shapes.size === 1 && isDate && cell !== "" && cell.length < shape.length && shape.startsWith(shapeOf(cell));
}

function needsCleaning(scan: Scan, { dialect }: Decided, encoding: Encoding): boolean {
  const kinds = Object.values(scan.lineEnds).filter((count) => count > 0).length;
  const isPlain = encoding.name === "utf-8" && dialect.startOffset === 0 && kinds <= 1 && scan.lineEnds.cr === 0;
  return !isPlain || scan.blankLines > 0 || scan.padded > 0 || scan.raggedRecords > 0 || scan.strayQuotes;
}

function passNotes(scan: Scan, encoding: Encoding, name: string): readonly ReadNote[] {
  const { readAs } = reading;
  const { lf, crlf, cr } = scan.lineEnds;
  const mixed = [lf, crlf, cr].filter((count) => count > 0).length > 1;
  const said = [
    encoding.name === "utf-8" ? undefined : readAs.encoding({ encoding: encoding.name }),
    mixed ? readAs.lineEnds() : undefined,
    !mixed && cr > 0 ? readAs.oldLineEnds() : undefined,
    scan.blankLines > 0 ? readAs.blank({ count: scan.blankLines }) : undefined,
    scan.padded > 0 ? readAs.padded({ count: scan.padded }) : undefined,
    scan.strayQuotes ? readAs.quotes() : undefined,
  ];
  return said.filter((as) => as !== undefined).map((as) => ({ value: name, as }));
}

/** A second pass that writes what the engine can read: UTF-8, LF, no blank lines, every record with all its fields. */
async function writeCleaned(decided: Decided, encoding: Encoding, { file, tools }: Work): Promise<string> {
  const { options, effects } = tools;
  const target = path.join(options.temp, `tmp-${file.file}-cleaned.csv`);
  const { dialect, columns } = decided;
  let pieces: Buffer[] = [];
  const onRecord = (bytes: Buffer, fields: number): void => {
    pieces.push(recordBytes(bytes, { delimiter: dialect.delimiter, fields, expected: columns.length }), NEWLINE);
  };
  const scanner = openScanner({ ...dialect, fields: columns.length, openEnd: columns.at(-1) === "", onRecord });
  const handle = await effects.files.open(target, "w", 0o600);
  try {
    const text = decoded(unpackedFrom(file, effects), encoding, file.name);
    for await (const chunk of withoutComments(text, options.comment)) {
      scanner.write(chunk);
      await handle.write(Buffer.concat(pieces));
      pieces = [];
    }
    scanner.end();
    await handle.write(Buffer.concat(pieces));
  } finally {
    await handle.close();
  }
  return target;
}

const NEWLINE = Buffer.from("\n");

/** A regular record as it is; one with odd quotes or another number of fields written anew. */
function recordBytes(
  bytes: Buffer,
  { delimiter, fields, expected }: Readonly<{ delimiter: string; fields: number; expected: number }>,
): Buffer {
  if (fields === expected && !bytes.includes(34)) return bytes;
  const cells = cellsOf(bytes.toString("utf8"), delimiter).slice(0, expected);
  while (cells.length < expected) cells.push("");
  return Buffer.from(cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter));
}
