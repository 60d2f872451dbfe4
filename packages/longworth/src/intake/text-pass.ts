/** The pass over one text file: unpack, decode, decide the dialect, scan the records, and clean what is not plain. */
import path from "node:path";
import { UserError } from "../errors.js";
import type { Files } from "../domain.js";
import { reading } from "../words/en/reading.js";
import { gunzipChunks, peek, rawChunks } from "./container.js";
import { decideDialect, type Decided } from "./csv-dialect.js";
import { decoded, encodingOf, legacyEncoding, utf8Checker, type Encoding } from "./encoding.js";
import { languagesOfHeader } from "./header-words.js";
import { cellsOf, isFooter } from "./record-cells.js";
import type { Stop } from "./record-scan.js";
import { openScanner, type Scan, type Scanner } from "./records.js";
import { hasGlob, type LanguagesOf, type ReadNote, type ReadOptions, type TextSource } from "./source.js";

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
  const { head, all } = await peek(decoded(unpacked, encoding, file.name), HEAD);
  const languagesOf = tools.options.languagesOf ?? languagesOfHeader;
  const isWhole = head.length < HEAD;
  const decided = decideDialect(head, { name: file.name, options: tools.options, languagesOf, isWhole });
  const scanner = openScanner({
    ...decided.dialect,
    fields: decided.columns.length,
    openEnd: decided.columns.at(-1) === "",
  });
  const utf8 = encoding.name === "utf-8" ? utf8Checker() : undefined;
  const found = { decided, scanner, file, languagesOf };
  let legacy: string | undefined;
  let last = head;
  for await (const chunk of all) {
    if (legacy !== undefined) continue; // the hash needs the whole file
    last = chunk;
    const nul = chunk.indexOf(0);
    const bad = utf8?.check(chunk) ?? -1;
    const at = bad >= 0 && (nul < 0 || bad < nul) ? bad : nul;
    if (at >= 0) legacy = recode(chunk, at, { ...found, isNul: at === nul });
    else refuseStop(scanner.write(chunk), file.name);
  }
  if (legacy === undefined && utf8?.end() === false) {
    legacy = recode(last.subarray(-1), 0, { ...found, isNul: false });
  }
  if (legacy !== undefined) return { decided, scan: scanner.result(), legacy };
  refuseStop(scanner.end(), file.name);
  return { decided, scan: scanner.result() };
}

type Found = Readonly<{ decided: Decided; scanner: Scanner; file: File; languagesOf: LanguagesOf; isNul: boolean }>;

/** The encoding that a byte which is no UTF-8 points to. @throws file_unreadable when none or several do */
function recode(chunk: Buffer, at: number, { decided, scanner, file, languagesOf, isNul }: Found): string {
  const { name } = file;
  const { headerBytes, dialect } = decided;
  const cells = (line: string): readonly string[] => cellsOf(line, dialect.delimiter);
  const legacy = isNul || !dialect.header ? undefined : legacyEncoding(headerBytes, cells, languagesOf);
  if (legacy !== undefined) return legacy;
  const { line, column } = scanner.placeOf(chunk, at);
  const byte = `0x${(chunk[at] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
  const said = isNul ? reading.nul({ name, line, column }) : reading.badByte({ name, line, column, byte });
  throw new UserError("file_unreadable", said, { place: `${name}:${line}:${column}` });
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
    for await (const chunk of decoded(unpackedFrom(file, effects), encoding, file.name)) {
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
