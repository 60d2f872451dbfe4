/** Where records begin and end: one pass over UTF-8 bytes that honours quotes, counts lines and notices damage. */
import { MAX_COLUMNS, MAX_FIELD_BYTES, MAX_RECORD_BYTES, RAGGED_KEPT, type Mark, type RaggedRecord } from "./source.js";

const LF = 10;
const CR = 13;
const QUOTE = 34;
/** Records between two remembered offsets. */
export const MARK_EVERY = 1024;
const RECENT = 8; // starts of the last records, to judge whether the very last one is cut

// kinds of bytes
const OTHER = 0;
const BLANK = 1;
const DELIMITER = 2;
const END = 3;
const MARK = 4;

// states
const START = 0; // of a field
const PLAIN = 1;
const QUOTED = 2;
const CLOSING = 3; // a quote inside a quoted field: its end, or half of a doubled one

/** A place that stops the pass. Lines and columns are 1-based; a column counts characters. */
export type Stop = Readonly<
  | { reason: "nul" | "badByte" | "openQuote"; line: number; column: number; byte: number }
  | { reason: "fieldLimit" | "recordLimit" | "columnLimit"; line: number; column: number; byte: number }
>;

export type ScanOptions = Readonly<{
  delimiter: string;
  header: boolean;
  startOffset: number;
  startLine: number;
  fields: number; // expected in every record
  openEnd: boolean; // the last name of the header is empty: records may leave that field out
  /** Called for every record in order, the header included: its bytes without line end, its number of fields and its line. */
  onRecord?: ((bytes: Buffer, fields: number, line: number) => void) | undefined;
}>;

export type Scan = Readonly<{
  records: number;
  blankLines: number;
  padded: number; // records with one empty field too many or too few at the end: read as if they were right
  strayQuotes: boolean;
  lineEnds: Readonly<{ lf: number; crlf: number; cr: number }>;
  ragged: readonly RaggedRecord[];
  raggedRecords: number;
  marks: readonly Mark[];
  lastLine: number; // physical line of the last record's start
  endsWithNewline: boolean;
  tail: readonly string[]; // text of up to the last 8 records
}>;

export interface Scanner {
  /** @returns what stops the pass, or undefined to go on */
  write(chunk: Buffer): Stop | undefined;
  /** Ends the pass. Call once, after the last chunk. */
  end(): Stop | undefined;
  /** Counts the bytes up to `index` of `chunk` and says where that is. The scanner is not usable afterwards. */
  placeOf(chunk: Buffer, index: number): Readonly<{ line: number; column: number }>;
  result(): Scan;
}

/** What the first cell of a total line says, in lower case. */
const FOOTER_WORDS = [
  ...["total", "totals", "grand total", "subtotal", "sub total", "total general", "totale", "totaal", "totaux"],
  ...["summe", "gesamt", "gesamtsumme", "razem", "suma", "合计", "合計", "総計", "总计", "總計"],
] as const;

const DOWNLOADED = /\brecord\(?s?\)? downloaded|^\d+ (records?|rows?)\b|^seller id\b/;

/** A total or footer line by its first cell. */
export function isFooter(text: string): boolean {
  const first = /^\s*"?([^,;\t|"]*)/.exec(text)?.[1]?.trim().toLowerCase().replace(/:$/, "") ?? "";
  return FOOTER_WORDS.some((word) => word === first) || DOWNLOADED.test(first);
}

export function openScanner(options: ScanOptions): Scanner {
  const { fields: expected, header, openEnd, onRecord } = options;
  const kinds = kindsOf(options.delimiter);
  const lineEnds = { lf: 0, crlf: 0, cr: 0 };
  const ragged: RaggedRecord[] = [];
  const marks: Mark[] = [];
  const recent = new Float64Array(RECENT);
  let toSkip = options.startOffset;
  let base = 0; // offset of the current chunk in the text
  let carry: Buffer = Buffer.alloc(0); // the unfinished record before the current chunk
  let tail: Buffer = Buffer.alloc(0); // the end of what was seen before the current chunk, for the last records
  let current: Buffer = carry;
  let state = START;
  let delimiters = 0;
  let line = options.startLine;
  let recordStart = options.startOffset;
  let recordLine = line;
  let fieldStart = recordStart;
  let sawText = false;
  let afterCr = false;
  let quoteLine = 0;
  let quoteAt = 0;
  let longQuoteLine = 0; // line where a quoted field of this record that spans lines was opened
  let longQuoteAt = 0;
  let seen = header ? -1 : 0; // records so far; the header brings it to 0
  let blankLines = 0;
  let padded = 0;
  let raggedRecords = 0;
  let strayQuotes = false;
  let lastLine = line;
  let stop: Stop | undefined;

  const textFrom = (start: number, end: number): Buffer => {
    if (start >= base) return current.subarray(start - base, end - base);
    const before = carry.subarray(carry.length - (base - start));
    return end <= base ? before.subarray(0, end - start) : Buffer.concat([before, current.subarray(0, end - base)]);
  };
  const columnAt = (offset: number): number => {
    const text = textFrom(Math.max(recordStart, base - carry.length), offset);
    return text.subarray(Math.max(text.lastIndexOf(LF), text.lastIndexOf(CR)) + 1).toString("utf8").length + 1;
  };
  const halt = (reason: Stop["reason"], at: Readonly<{ line: number; offset: number; byte?: number }>): void => {
    stop ??= { reason, line: at.line, column: columnAt(at.offset), byte: at.byte ?? 0 };
  };

  function endField(at: number): void {
    if (at - fieldStart > MAX_FIELD_BYTES) halt("fieldLimit", { line: recordLine, offset: fieldStart });
    fieldStart = at + 1;
  }

  function odd(at: number, fields: number): void {
    if (fields === expected + 1 && state === START) return void padded++;
    if (fields === expected - 1 && openEnd) return void padded++;
    const text = textFrom(recordStart, at).toString("utf8");
    if (longQuoteLine > 0 && line > recordLine) {
      stop ??= { reason: "openQuote", line: longQuoteLine, column: longQuoteAt, byte: 0 };
      return;
    }
    raggedRecords++;
    const code = fields < expected && isFooter(text) ? "total_row" : "row_ragged";
    if (ragged.length < RAGGED_KEPT) ragged.push({ record: seen, line: recordLine, fields, code, text: text.slice(0, 500) });
  }

  function endRecord(at: number): void {
    endField(at);
    if (at - recordStart > MAX_RECORD_BYTES) halt("recordLimit", { line: recordLine, offset: recordStart });
    if (!sawText) {
      if (at > recordStart || seen >= 0) blankLines++;
    } else {
      seen++;
      const fields = delimiters + 1;
      if (fields > MAX_COLUMNS) halt("columnLimit", { line: recordLine, offset: recordStart });
      if (seen > 0) {
        if ((seen - 1) % MARK_EVERY === 0) marks.push({ record: seen, offset: recordStart, line: recordLine });
        recent[seen % RECENT] = recordStart;
        lastLine = recordLine;
        if (fields !== expected) odd(at, fields);
      }
      onRecord?.(textFrom(recordStart, at), fields, recordLine);
    }
    delimiters = 0;
    sawText = false;
    longQuoteLine = 0;
    state = START;
  }

  function startRecord(at: number): void {
    recordStart = at;
    fieldStart = at;
    recordLine = line;
  }

  function onQuote(at: number): void {
    if (state === START) {
      state = QUOTED;
      sawText = true;
      quoteLine = line;
      quoteAt = at;
    } else if (state === CLOSING) state = QUOTED;
    else {
      strayQuotes = true;
      sawText = true;
    }
  }

  /** Text right behind a closing quote: literal on one line, an unclosed quote when the field had run over lines. */
  function onStray(): void {
    if (quoteLine !== line) {
      stop ??= { reason: "openQuote", line: longQuoteLine || quoteLine, column: longQuoteAt || columnAt(quoteAt), byte: 0 };
    }
    strayQuotes = true;
    state = PLAIN;
  }

  function onEnd(byte: number, at: number): void {
    if (byte === LF && afterCr) {
      lineEnds.cr--;
      lineEnds.crlf++;
      afterCr = false;
      startRecord(at + 1);
      return;
    }
    endRecord(at);
    line++;
    if (byte === CR) lineEnds.cr++;
    else lineEnds.lf++;
    afterCr = byte === CR;
    startRecord(at + 1);
  }

  /** Skips to the quote that may close the field; returns its index, or the chunk's length. */
  function throughQuoted(chunk: Buffer, from: number): number {
    const found = chunk.indexOf(QUOTE, from);
    const until = found < 0 ? chunk.length : found;
    const lines = linesIn(chunk, from, until);
    if (lines > 0 && longQuoteLine === 0) {
      longQuoteAt = columnAt(quoteAt);
      longQuoteLine = quoteLine;
    }
    line += lines;
    return until;
  }

  function scan(chunk: Buffer, from: number): void {
    const end = chunk.length;
    let i = from;
    while (i < end && stop === undefined) {
      if (state === QUOTED) {
        i = throughQuoted(chunk, i);
        if (base + i - fieldStart > MAX_FIELD_BYTES) halt("fieldLimit", { line: quoteLine, offset: fieldStart });
        if (i < end) state = CLOSING;
        i++;
        continue;
      }
      const byte = chunk[i] ?? 0;
      const kind = kinds[byte] ?? OTHER;
      if (kind !== END) afterCr = false;
      if (kind === OTHER || kind === BLANK) {
        if (state === CLOSING) onStray();
        state = PLAIN;
        if (kind === OTHER) {
          sawText = true;
          while (i + 1 < end && kinds[chunk[i + 1] ?? 0] === OTHER) i++;
        }
      } else if (kind === DELIMITER) {
        endField(base + i);
        delimiters++;
        state = START;
      } else if (kind === MARK) onQuote(base + i);
      else onEnd(byte, base + i);
      i++;
    }
  }

  function remember(chunk: Buffer): void {
    const end = base + chunk.length;
    if (recordStart >= base) carry = chunk.subarray(Math.min(recordStart - base, chunk.length));
    else if (stop === undefined) carry = Buffer.concat([carry, chunk]);
    const keep = Buffer.concat([tail, chunk.subarray(-65_536)]);
    tail = keep.subarray(Math.max(0, keep.length - 131_072));
    base = end;
    current = Buffer.alloc(0);
    if (carry.length > MAX_RECORD_BYTES) halt(state === QUOTED ? "fieldLimit" : "recordLimit", { line: recordLine, offset: recordStart });
    if (base - fieldStart > MAX_FIELD_BYTES) halt("fieldLimit", { line: recordLine, offset: fieldStart });
  }

  return {
    write(chunk) {
      const skipped = Math.min(toSkip, chunk.length);
      toSkip -= skipped;
      current = chunk;
      scan(chunk, skipped);
      remember(chunk);
      return stop;
    },
    end() {
      if (state === QUOTED) halt("openQuote", { line: quoteLine, offset: quoteAt });
      else if (base > recordStart) endRecord(base);
      return stop;
    },
    placeOf(chunk, index) {
      current = chunk.subarray(0, index);
      const skipped = Math.min(toSkip, index);
      toSkip -= skipped;
      scan(current, skipped);
      return { line, column: columnAt(base + index) };
    },
    result: () => ({
      records: Math.max(0, seen),
      blankLines,
      padded,
      strayQuotes,
      lineEnds,
      ragged,
      raggedRecords,
      marks,
      lastLine,
      endsWithNewline: recordStart === base,
      tail: lastTexts(tail, { base, recent, seen, from: options.startOffset }),
    }),
  };
}

function kindsOf(delimiter: string): Uint8Array {
  const kinds = new Uint8Array(256);
  kinds[32] = BLANK;
  kinds[9] = BLANK;
  kinds[LF] = END;
  kinds[CR] = END;
  kinds[QUOTE] = MARK;
  kinds[delimiter.charCodeAt(0)] = DELIMITER;
  return kinds;
}

/** Line ends inside a quoted field: CRLF, LF or CR each count once. */
function linesIn(chunk: Buffer, from: number, until: number): number {
  let lines = 0;
  for (let i = from; i < until; i++) {
    const byte = chunk[i];
    if (byte === LF || (byte === CR && chunk[i + 1] !== LF)) lines++;
  }
  return lines;
}

function lastTexts(
  tail: Buffer,
  { base, recent, seen, from }: Readonly<{ base: number; recent: Float64Array; seen: number; from: number }>,
): readonly string[] {
  const first = Math.max(1, seen - RECENT + 1);
  const starts: number[] = [];
  for (let record = first; record <= seen; record++) starts.push(recent[record % RECENT] ?? from);
  const tailStart = base - tail.length;
  return starts
    .map((start, i) => ({ start, end: starts[i + 1] ?? base }))
    .filter(({ start }) => start >= tailStart)
    .map(({ start, end }) => tail.subarray(start - tailStart, end - tailStart).toString("utf8").replace(/[\r\n]+$/, ""));
}

/** The cells of one record, by the same rules: a quote opens a field only at its start; text behind a closing quote is literal. */
export function cellsOf(text: string, delimiter: string): string[] {
  if (!text.includes('"')) return text.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = "";
    if (text[at] === '"') {
      at++;
      for (;;) {
        const quote = text.indexOf('"', at);
        const until = quote < 0 ? text.length : quote;
        cell += text.slice(at, until);
        at = until + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at++;
      }
    }
    const next = text.indexOf(delimiter, at);
    const end = next < 0 ? text.length : next;
    cell += text.slice(at, end);
    cells.push(cell);
    if (next < 0) return cells;
    at = end + 1;
  }
}
