/** How a text file is written: separator, where the table starts, whether it has a header. Decided over its first records. */
import { UserError } from "../errors.js";
import { reading } from "../words/en/reading.js";
import { isAgeHeader, namesCohorts } from "./contracts/ages.js";
import { norm } from "./header-words.js";
import { maskedText } from "./mask.js";
import { unmangled } from "./mojibake.js";
import { cellsOf } from "./record-cells.js";
import type { LanguagesOf, ReadNote, ReadOptions, TextDialect } from "./source.js";

const DELIMITERS = [",", ";", "\t", "|"] as const;
const SAMPLE = 2000; // records of the head that are compared
const PREAMBLE = 30; // lines among which the header is looked for

/** One record of the head: its cells are split later, by each candidate. */
type Line = Readonly<{ text: string; offset: number; line: number }>;

export type Decided = Readonly<{
  dialect: TextDialect;
  columns: readonly string[];
  headerBytes: Buffer; // of the header line as it is, to guess the encoding by
  notes: readonly ReadNote[];
}>;

type Context = Readonly<{ name: string; options: ReadOptions; languagesOf: LanguagesOf; isWhole: boolean }>;

/** Decide from the decoded head of the file. @throws bad_arguments, file_empty, file_unreadable (no header, twice the same name) */
export function decideDialect(head: Buffer, context: Context): Decided {
  const { name, options } = context;
  const said = sepLine(head);
  const from = afterLines(head, options.skip ?? 0, said?.length ?? 0);
  const given = options.delimiter === undefined ? undefined : delimiterOf(options.delimiter);
  const forced = given ?? said?.delimiter;
  const candidates = (forced === undefined ? DELIMITERS : [forced]).map((delimiter) => {
    const lines = linesOf(head, { delimiter, ...from, isWhole: context.isWhole });
    return { delimiter, lines, ...consistency(lines, delimiter) };
  });
  const best = candidates.reduce((a, b) => (b.score > a.score ? b : a));
  const first = best.lines[0];
  if (!first) throw new UserError("file_empty", { value: name, what: reading.nothing() }, { place: name });
  const start = startOf(best, context);
  const row = cellsOf(start.line.text, best.delimiter).map((cell) => cell.trim());
  const columns = namesOf(row, start.header, context);
  refuseDuplicates(columns, { name, line: start.line.line, options });
  const dialect: TextDialect = {
    delimiter: best.delimiter,
    header: start.header,
    startOffset: start.line.offset,
    startLine: start.line.line,
  };
  const notes = notesOf({ dialect, first, name, columns, row });
  const headerBytes = head.subarray(start.line.offset, start.line.offset + Buffer.byteLength(start.line.text));
  return { dialect, columns, headerBytes, notes };
}

function delimiterOf(value: string): string {
  const delimiter = value === "tab" || value === "\\t" ? "\t" : value;
  if (delimiter.length === 1 && delimiter.charCodeAt(0) < 128 && !/["\r\n]/.test(delimiter)) return delimiter;
  throw new UserError("bad_arguments", reading.badDelimiter({ value }), { place: "--delimiter" });
}

/** Excel's own first line, `sep=;`. */
function sepLine(head: Buffer): Readonly<{ delimiter: string; length: number }> | undefined {
  const found = /^"?sep=(.)"?(\r\n|\r|\n)/.exec(head.subarray(0, 20).toString("latin1"));
  return found?.[1] === undefined ? undefined : { delimiter: found[1], length: found[0].length };
}

/** Behind so many lines, and behind `sep=;`. */
function afterLines(head: Buffer, skip: number, start: number): Readonly<{ from: number; line: number }> {
  let from = start;
  let line = start > 0 ? 2 : 1;
  while (line <= skip && from < head.length) {
    while (from < head.length && head[from] !== 10 && head[from] !== 13) from++;
    from += head[from] === 13 && head[from + 1] === 10 ? 2 : 1;
    line++;
  }
  return { from: Math.min(from, head.length), line };
}

/** Records of the head with their offsets; blank ones left out, the last one too when the head does not reach the end. */
function linesOf(
  head: Buffer,
  {
    delimiter,
    from,
    line: firstLine,
    isWhole,
  }: Readonly<{ delimiter: string; from: number; line: number; isWhole: boolean }>,
): readonly Line[] {
  const lines: Line[] = [];
  let offset = from;
  let line = firstLine;
  while (offset < head.length && lines.length < SAMPLE) {
    const { end, next, lines: passed } = recordEnd(head, offset, delimiter);
    const isCut = next >= head.length && !isWhole && lines.length > 0;
    const text = head.subarray(offset, end).toString("utf8");
    if (!isCut && text.replaceAll(delimiter, "").trim() !== "") lines.push({ text, offset, line });
    offset = next;
    line += passed;
  }
  return lines;
}

/** The end of the record that starts at `offset`; a quote that never closes ends with its line. */
function recordEnd(
  head: Buffer,
  offset: number,
  delimiter: string,
): Readonly<{ end: number; next: number; lines: number }> {
  const separator = delimiter.charCodeAt(0);
  let inQuotes = false;
  let atStart = true;
  let lines = 1;
  let firstEnd = -1;
  for (let i = offset; i < head.length; i++) {
    const byte = head[i];
    if (byte === 34 && (inQuotes || atStart)) inQuotes = !inQuotes;
    else if (byte === 10 || byte === 13) {
      if (firstEnd < 0) firstEnd = i;
      const width = byte === 13 && head[i + 1] === 10 ? 2 : 1;
      if (!inQuotes) return { end: i, next: i + width, lines };
      lines++;
      i += width - 1;
    }
    atStart = byte === separator || (byte === 34 && !inQuotes);
  }
  if (!inQuotes || firstEnd < 0) return { end: head.length, next: head.length, lines: 1 };
  return { end: firstEnd, next: firstEnd + (head[firstEnd] === 13 && head[firstEnd + 1] === 10 ? 2 : 1), lines: 1 };
}

/** How steadily a separator splits the records: the commonest number of fields and its share, better when the first line agrees. */
function consistency(lines: readonly Line[], delimiter: string): Readonly<{ fields: number; score: number }> {
  const counts = new Map<number, number>();
  for (const { text } of lines) {
    const fields = cellsOf(text, delimiter).length;
    counts.set(fields, (counts.get(fields) ?? 0) + 1);
  }
  const split = [...counts].filter(([fields]) => fields > 1);
  if (split.length === 0) return { fields: 1, score: 0 };
  const [fields, records] = split.reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] > a[0]) ? b : a));
  const firstAgrees = lines
    .slice(0, PREAMBLE)
    .some(({ text }, i) => i === 0 && cellsOf(text, delimiter).length === fields);
  return { fields, score: records / lines.length + (firstAgrees ? 1 : 0) + Math.min(fields, 99) / 1000 };
}

type Start = Readonly<{ line: Line; header: boolean }>;

function startOf(
  best: Readonly<{ lines: readonly Line[]; delimiter: string; fields: number }>,
  context: Context,
): Start {
  const { options, name, languagesOf } = context;
  const candidates = best.lines.slice(0, PREAMBLE);
  const rows = candidates.map((line) => ({
    line,
    cells: cellsOf(line.text, best.delimiter).map((cell) => cell.trim()),
  }));
  const widest = rows.find(({ cells }) => cells.length >= best.fields) ?? rows[0];
  if (!widest) throw new UserError("file_empty", { value: name, what: reading.nothing() }, { place: name });
  const hasHeader = options.header ?? (options.columns ? false : undefined);
  if (hasHeader === false) return { line: widest.line, header: false };
  const knownCells = (cells: readonly string[]): number => cells.filter((cell) => languagesOf(cell).length > 0).length;
  const named = rows.find(({ cells }) => fits(cells, best.fields) && isNames(cells) && knownCells(cells) >= 2);
  if (named) return { line: named.line, header: true };
  if (hasHeader === true || isNames(widest.cells)) return { line: widest.line, header: true };
  const below = rows.slice(rows.indexOf(widest) + 1).map(({ cells }) => cells[0] ?? "");
  if (isAgeHeader(widest.cells, below)) return { line: widest.line, header: true };
  const row = maskedText(widest.line.text).slice(0, 200);
  const place = `${name}:${widest.line.line}:1`;
  if (namesCohorts(widest.cells)) throw new UserError("file_unreadable", reading.noAges({ name, row }), { place });
  const example = widest.cells.map((_, i) => ["customer", "date", "amount"][i] ?? `column${i + 1}`).join(",");
  throw new UserError("file_unreadable", reading.noHeader({ name, row, example }), { place });
}

/** One field more or less is a trailing separator. */
const fits = (cells: readonly string[], fields: number): boolean => Math.abs(cells.length - fields) <= 1;

const VALUE =
  /^[-+(]?[$€£¥]?\s?[\d.,'\u00A0 ]*\d[\d.,'\u00A0 ]*\)?\s?(%|[A-Z]{3}|[$€£¥]|zł)?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?$|@.+\./;

/** At least 60 % of the cells are filled, and nearly all of these are words, not numbers, dates or addresses. */
function isNames(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== "");
  const isDoubled = cells.length > 2 && cells.every((cell, i) => i % 2 === 0 || cell === ""); // `a||b||c`
  if (filled.length < 0.6 * cells.length && !isDoubled) return false;
  return filled.filter((cell) => VALUE.test(cell)).length <= 0.2 * filled.length;
}

function namesOf(row: readonly string[], header: boolean, { name, options }: Context): readonly string[] {
  const found = row.length;
  const { columns } = options;
  if (columns) {
    if (columns.length === found || (columns.length === found - 1 && row.at(-1) === "")) return columns;
    throw new UserError("bad_arguments", reading.columnCount({ name, given: columns.length, found }), {
      place: "--columns",
    });
  }
  return header ? row.map(cleanName) : row.map((_, i) => `column ${i + 1}`);
}

const cleanName = (cell: string): string =>
  unmangled(cell)
    .replace(/[\uFEFF\u200B-\u200D\u2060]/g, "")
    .replace(/\s+/g, " ")
    .trim();

/** Names with bytes that are no UTF-8 are compared when they are decoded. */
function refuseDuplicates(
  columns: readonly string[],
  { name, line, options }: Readonly<{ name: string; line: number; options: ReadOptions }>,
): void {
  const seen = new Map<string, number>();
  columns.forEach((column, i) => {
    const first = seen.get(column);
    if (first !== undefined && column !== "" && !column.includes("\uFFFD")) {
      const place = options.columns ? "--columns" : `${name}:${line}:${i + 1}`;
      throw new UserError(
        "file_unreadable",
        reading.duplicateHeader({ name, column, first: first + 1, second: i + 1 }),
        { place },
      );
    }
    seen.set(column, i);
  });
}

function notesOf(
  facts: Readonly<{
    dialect: TextDialect;
    first: Line;
    name: string;
    columns: readonly string[];
    row: readonly string[];
  }>,
): readonly ReadNote[] {
  const { dialect, first, name, row } = facts;
  const notes: ReadNote[] = [];
  const delimiterName = { "\t": "tabs", ";": "semicolons", "|": "bars" }[dialect.delimiter] ?? dialect.delimiter;
  if (dialect.delimiter !== ",")
    notes.push({ value: name, as: reading.readAs.delimiter({ delimiter: delimiterName }) });
  if (dialect.startOffset > first.offset)
    notes.push({ value: name, as: reading.readAs.preamble({ line: dialect.startLine }) });
  const odd = dialect.header
    ? row.filter((cell) => cell !== "" && /[\uFEFF\u200B-\u200D\u2060]|\s{2,}|[^\S ]/.test(cell))
    : [];
  for (const cell of dialect.header ? row.filter((each) => unmangled(each) !== each) : [])
    notes.push({ value: cell, as: reading.readAs.header({ column: unmangled(cell) }) });
  for (const cell of odd)
    notes.push({ value: JSON.stringify(cell), as: reading.readAs.header({ column: norm(cell) }) });
  return notes;
}
