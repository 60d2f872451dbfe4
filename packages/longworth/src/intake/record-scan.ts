/** The state machine behind records.ts: bytes in, ends of records out. One object of state, so that chunks may end anywhere. */
import { isFooter } from "./record-cells.js";
import { MAX_COLUMNS, MAX_FIELD_BYTES, MAX_RECORD_BYTES, RAGGED_KEPT, type Mark, type RaggedRecord } from "./source.js";

export const LF = 10;
const CR = 13;
const QUOTE = 34;
/** Records between two remembered offsets. */
export const MARK_EVERY = 1024;
/** Starts of the last records are kept, to judge whether the very last one is cut. */
export const RECENT = 8;

// kinds of bytes
const OTHER = 0;
const BLANK = 1;
const DELIMITER = 2;
const END = 3;
const MARK = 4;

// where in a field we are
const START = 0;
const PLAIN = 1;
const QUOTED = 2;
const CLOSING = 3; // behind a quote inside a quoted field: its end, or half of a doubled one

/** A place that stops the pass. Lines and columns are 1-based; a column counts characters. */
export type Stop = Readonly<{
  reason: "openQuote" | "fieldLimit" | "recordLimit" | "columnLimit";
  line: number;
  column: number;
}>;

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

/** Mutable, and nobody's but the scanner's. Offsets count bytes of the whole text. */
export type State = {
  readonly options: ScanOptions;
  readonly kinds: Uint8Array;
  readonly lineEnds: { lf: number; crlf: number; cr: number };
  readonly ragged: RaggedRecord[];
  readonly paddedKept: RaggedRecord[]; // the first of the padded ones
  readonly marks: Mark[];
  readonly recent: Float64Array; // starts of the last records
  chunk: Buffer; // the current one
  base: number; // its offset
  carried: Buffer[]; // the unfinished record before it, in the pieces in which it came
  inField: number;
  delimiters: number;
  line: number;
  recordStart: number;
  recordLine: number;
  fieldStart: number;
  sawText: boolean; // the record has more than separators and blanks
  afterCr: boolean;
  crBefore: boolean; // inside quotes, the chunk before ended in CR
  quoteLine: number;
  quoteAt: number;
  longQuote: Readonly<{ line: number; column: number }> | undefined; // the first quoted field of this record that spans lines
  seen: number; // records so far; -1 before the header
  blankLines: number;
  padded: number;
  raggedRecords: number;
  strayQuotes: boolean;
  lastLine: number;
  stop: Stop | undefined;
};

export function newState(options: ScanOptions): State {
  const { startOffset, startLine, header } = options;
  return {
    options,
    kinds: kindsOf(options.delimiter),
    lineEnds: { lf: 0, crlf: 0, cr: 0 },
    ragged: [],
    paddedKept: [],
    marks: [],
    recent: new Float64Array(RECENT),
    chunk: Buffer.alloc(0),
    base: 0,
    carried: [],
    inField: START,
    delimiters: 0,
    line: startLine,
    recordStart: startOffset,
    recordLine: startLine,
    fieldStart: startOffset,
    sawText: false,
    afterCr: false,
    crBefore: false,
    quoteLine: 0,
    quoteAt: 0,
    longQuote: undefined,
    seen: header ? -1 : 0,
    blankLines: 0,
    padded: 0,
    raggedRecords: 0,
    strayQuotes: false,
    lastLine: startLine,
    stop: undefined,
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

/** Go through `state.chunk` from index `from`; stops at the first thing that is wrong. */
export function scanChunk(state: State, from: number): void {
  const { chunk, kinds, base } = state;
  const end = chunk.length;
  let i = from;
  while (i < end && state.stop === undefined) {
    if (state.inField === QUOTED) {
      i = throughQuoted(state, i) + 1;
      continue;
    }
    const byte = chunk[i] ?? 0;
    const kind = kinds[byte] ?? OTHER;
    if (kind !== END) state.afterCr = false;
    if (kind === OTHER || kind === BLANK) {
      if (state.inField === CLOSING) onStray(state);
      state.inField = PLAIN;
      if (kind === OTHER) {
        state.sawText = true;
        while (i + 1 < end && kinds[chunk[i + 1] ?? 0] === OTHER) i++;
      }
    } else if (kind === DELIMITER) {
      endField(state, base + i);
      state.delimiters++;
      state.inField = START;
    } else if (kind === MARK) onQuote(state, base + i);
    else onEnd(state, byte, base + i);
    i++;
  }
}

/** The end of the text: a last record without line end counts, an open quote does not. */
export function endOfText(state: State): void {
  if (state.inField === QUOTED) halt(state, "openQuote", { line: state.quoteLine, offset: state.quoteAt });
  else if (state.base > state.recordStart) endRecord(state, state.base);
}

/** Keep what the next chunk needs of this one. */
export function nextChunk(state: State): void {
  const { chunk, base, recordStart } = state;
  if (recordStart >= base) state.carried = [chunk.subarray(Math.min(recordStart - base, chunk.length))];
  else if (state.stop === undefined) state.carried.push(chunk);
  state.base = base + chunk.length;
  state.chunk = Buffer.alloc(0);
  const here = { line: state.recordLine, offset: recordStart };
  if (state.base - recordStart > MAX_RECORD_BYTES)
    halt(state, state.inField === QUOTED ? "fieldLimit" : "recordLimit", here);
  if (state.base - state.fieldStart > MAX_FIELD_BYTES) halt(state, "fieldLimit", { ...here, offset: state.fieldStart });
}

/** The record before the chunk as one piece; joined when asked for, so that many small chunks cost no more than their bytes. */
function carriedText(state: State): Buffer {
  if (state.carried.length > 1) state.carried = [Buffer.concat(state.carried)];
  return state.carried[0] ?? Buffer.alloc(0);
}

function textFrom(state: State, start: number, end: number): Buffer {
  const { chunk, base } = state;
  if (start >= base) return chunk.subarray(start - base, end - base);
  const carry = carriedText(state);
  const before = carry.subarray(carry.length - (base - start));
  return end <= base ? before.subarray(0, end - start) : Buffer.concat([before, chunk.subarray(0, end - base)]);
}

/** The column, in characters, of an offset in the current record. */
export function columnAt(state: State, offset: number): number {
  const text = textFrom(state, Math.max(state.recordStart, state.base - carriedText(state).length), offset);
  return text.subarray(Math.max(text.lastIndexOf(LF), text.lastIndexOf(CR)) + 1).toString("utf8").length + 1;
}

function halt(
  state: State,
  reason: Stop["reason"],
  { line, offset }: Readonly<{ line: number; offset: number }>,
): void {
  state.stop ??= { reason, line, column: columnAt(state, offset) };
}

function endField(state: State, at: number): void {
  if (at - state.fieldStart > MAX_FIELD_BYTES)
    halt(state, "fieldLimit", { line: state.recordLine, offset: state.fieldStart });
  state.fieldStart = at + 1;
}

function endRecord(state: State, at: number): void {
  endField(state, at);
  const { options, recordStart, recordLine } = state;
  const here = { line: recordLine, offset: recordStart };
  if (at - recordStart > MAX_RECORD_BYTES) halt(state, "recordLimit", here);
  if (state.sawText) {
    state.seen++;
    const fields = state.delimiters + 1;
    if (fields > MAX_COLUMNS) halt(state, "columnLimit", here);
    if (state.seen > 0) countRecord(state, at, fields);
    options.onRecord?.(textFrom(state, recordStart, at), fields, recordLine);
  } else if (at > recordStart || state.seen >= 0) state.blankLines++;
  state.delimiters = 0;
  state.sawText = false;
  state.longQuote = undefined;
  state.inField = START;
}

function countRecord(state: State, at: number, fields: number): void {
  const { seen, recordStart, recordLine } = state;
  if ((seen - 1) % MARK_EVERY === 0) state.marks.push({ record: seen, offset: recordStart, line: recordLine });
  state.recent[seen % RECENT] = recordStart;
  state.lastLine = recordLine;
  if (fields !== state.options.fields) onOdd(state, at, fields);
}

/** Another number of fields than the header has: a separator at the end, an open quote, a footer, or a ragged record. */
function onOdd(state: State, at: number, fields: number): void {
  const { options, seen, recordStart, recordLine } = state;
  const isPadded =
    (fields === options.fields + 1 && state.inField === START) || (fields === options.fields - 1 && options.openEnd);
  if (state.longQuote && !isPadded) {
    state.stop ??= { reason: "openQuote", ...state.longQuote };
    return;
  }
  if (isPadded) state.padded++;
  else state.raggedRecords++;
  const kept = isPadded ? state.paddedKept : state.ragged;
  if (kept.length >= RAGGED_KEPT) return;
  const text = textFrom(state, recordStart, at).toString("utf8");
  const code = fields < options.fields && isFooter(text) ? "total_row" : "row_ragged";
  kept.push({ record: seen, line: recordLine, fields, code, text: text.slice(0, 500) });
}

function startRecord(state: State, at: number): void {
  state.recordStart = at;
  state.fieldStart = at;
  state.recordLine = state.line;
}

function onQuote(state: State, at: number): void {
  state.sawText = true;
  if (state.inField === CLOSING) state.inField = QUOTED;
  else if (state.inField === START) {
    state.inField = QUOTED;
    state.quoteLine = state.line;
    state.quoteAt = at;
  } else state.strayQuotes = true;
}

/** Text right behind a closing quote: literal on one line, an unclosed quote when the field had run over lines. */
function onStray(state: State): void {
  state.strayQuotes = true;
  if (state.quoteLine === state.line) return;
  if (state.longQuote) state.stop ??= { reason: "openQuote", ...state.longQuote };
  else halt(state, "openQuote", { line: state.quoteLine, offset: state.quoteAt });
}

function onEnd(state: State, byte: number, at: number): void {
  const { lineEnds } = state;
  if (byte === LF && state.afterCr) {
    lineEnds.cr--;
    lineEnds.crlf++;
    state.afterCr = false;
    startRecord(state, at + 1);
    return;
  }
  endRecord(state, at);
  state.line++;
  if (byte === CR) lineEnds.cr++;
  else lineEnds.lf++;
  state.afterCr = byte === CR;
  startRecord(state, at + 1);
}

/** Skips to the quote that may close the field; returns its index, or the chunk's length. */
function throughQuoted(state: State, from: number): number {
  const { chunk, base } = state;
  const found = chunk.indexOf(QUOTE, from);
  const until = found < 0 ? chunk.length : found;
  const lines = linesIn(chunk, from, until) - (state.crBefore && chunk[from] === LF ? 1 : 0);
  state.crBefore = until === chunk.length && chunk[until - 1] === CR;
  if (lines > 0) state.longQuote ??= { line: state.quoteLine, column: columnAt(state, state.quoteAt) };
  state.line += lines;
  if (base + until - state.fieldStart > MAX_FIELD_BYTES)
    halt(state, "fieldLimit", { line: state.quoteLine, offset: state.fieldStart });
  if (found >= 0) state.inField = CLOSING;
  return until;
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
