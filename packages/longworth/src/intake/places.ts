/** Where a record is in the file the user gave: `file:line:column`, found again for the few records that are reported. */
import type { Files } from "../domain.js";
import { rawChunks } from "./container.js";
import { withoutComments } from "./comments.js";
import { decoded } from "./encoding.js";
import { MARK_EVERY } from "./record-scan.js";
import { openScanner } from "./records.js";
import type { Source, TextSource } from "./source.js";
import type { StagedColumn } from "./staged.js";
import { unpackedFrom } from "./text-pass.js";

type Reach = Readonly<{ files: Files; signal: AbortSignal }>;

/** A record, 1-based, and the column in which something is wrong; without a column the place is the record's start. */
export type Wanted = Readonly<{ record: number; column?: Pick<StagedColumn, "id"> | undefined }>;

/** `file:line:column` of each, in order. Lines are physical, columns count characters. Parquet has rows: `file:row:column`. */
export async function placesOf(source: Source, wanted: readonly Wanted[], effects: Reach): Promise<readonly string[]> {
  if (source.kind !== "text")
    return wanted.map(({ record, column }) => `${source.name}:${record}:${indexOf(column) + 1}`);
  const { origin } = source;
  const found = await recordsAt(source, new Set(wanted.map(({ record }) => record)), effects);
  return wanted.map(({ record, column }) => {
    const { text, line } = found.get(record) ?? { text: "", line: source.dialect.startLine };
    const shifted = line + (origin?.lineShift ?? 0);
    if (origin && origin.from !== "blanks") return `${source.name}:${shifted}:${indexOf(column) + 1}`; // cells, not characters
    const before = text.slice(0, cellStart(text, source.dialect.delimiter, indexOf(column)));
    const lines = before.split(/\r\n|\r|\n/);
    return `${source.name}:${line + lines.length - 1}:${(lines.at(-1) ?? "").length + 1}`;
  });
}

/** Column c7 is the seventh; c7_carried is made from it. */
const indexOf = (column: Wanted["column"]): number => (column ? Number.parseInt(column.id.slice(1), 10) - 1 : 0);

type Found = ReadonlyMap<number, Readonly<{ text: string; line: number }>>;

/** The text of some records, read again from the nearest remembered start before the first of them to the last. */
async function recordsAt(source: TextSource, wanted: ReadonlySet<number>, effects: Reach): Promise<Found> {
  const found = new Map<number, { text: string; line: number }>();
  if (wanted.size === 0 || source.marks.length === 0) return found;
  const last = Math.max(...wanted);
  const mark = source.marks[Math.floor((Math.min(...wanted) - 1) / MARK_EVERY)] ?? source.marks[0];
  if (!mark) return found;
  let record = mark.record;
  const onRecord = (bytes: Buffer, _fields: number, line: number): void => {
    if (wanted.has(record)) found.set(record, { text: bytes.toString("utf8"), line });
    record++;
  };
  const canSeek = !source.compressed && source.encoding === "utf-8";
  const start = canSeek ? { startOffset: 0, startLine: mark.line } : { startOffset: mark.offset, startLine: mark.line };
  const chunks = canSeek
    ? rawChunks(source.path, effects, source.markBytes + mark.offset)
    : decoded(unpackedFrom(source, effects), { name: source.encoding, markBytes: source.markBytes }, source.name);
  const text = withoutComments(chunks, source.comment);
  const { delimiter } = source.dialect;
  const scanner = openScanner({
    ...start,
    delimiter,
    header: false,
    fields: source.columns.length,
    openEnd: false,
    onRecord,
  });
  for await (const chunk of text) {
    scanner.write(chunk);
    if (record > last) return found;
  }
  scanner.end();
  return found;
}

/** Index of the first character of a cell; the end of the text when the record has fewer. */
export function cellStart(text: string, delimiter: string, index: number): number {
  let cells = 0;
  let inQuotes = false;
  let atStart = true;
  for (let i = 0; i < text.length; i++) {
    if (cells === index) return i;
    const character = text[i];
    if (character === '"' && (inQuotes || atStart || text[i - 1] === '"')) inQuotes = !inQuotes;
    else if (character === delimiter && !inQuotes) cells++;
    atStart = character === delimiter;
  }
  return index === 0 ? 0 : text.length;
}
