/** Where records begin and end: one pass over UTF-8 bytes that honours quotes, counts lines and notices damage. */
import {
  columnAt,
  endOfText,
  newState,
  nextChunk,
  RECENT,
  scanChunk,
  type ScanOptions,
  type State,
  type Stop,
} from "./record-scan.js";
import { RAGGED_KEPT, type Mark, type RaggedRecord } from "./source.js";

const TAIL = 131_072; // bytes kept to look at the last records

/** What a pass found. */
export type Scan = Readonly<{
  records: number;
  blankLines: number;
  padded: number; // all records, when each has one empty field too many or too few at the end: read as if they were right
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
  /** Reads up to `index` of `chunk` and says where that is. The scanner is not usable afterwards. */
  placeOf(chunk: Buffer, index: number): Readonly<{ line: number; column: number }>;
  result(): Scan;
}

/** A scanner for one text; `options` say how it is written and what each record should have. */
export function openScanner(options: ScanOptions): Scanner {
  const state = newState(options);
  let toSkip = options.startOffset;
  let tail: Buffer = Buffer.alloc(0);
  function enter(chunk: Buffer): void {
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    state.chunk = chunk;
    scanChunk(state, skipped);
  }
  return {
    write(chunk) {
      enter(chunk);
      nextChunk(state);
      tail =
        chunk.length >= TAIL ? chunk.subarray(-TAIL) : Buffer.concat([tail.subarray(-(TAIL - chunk.length)), chunk]);
      return state.stop;
    },
    end() {
      endOfText(state);
      return state.stop;
    },
    placeOf(chunk, index) {
      enter(chunk.subarray(0, index));
      return { line: state.line, column: columnAt(state, state.base + index) };
    },
    result: () => resultOf(state, tail),
  };
}

function resultOf(state: State, tail: Buffer): Scan {
  const { blankLines, strayQuotes, lineEnds, marks, lastLine } = state;
  const records = Math.max(0, state.seen);
  const endsWithNewline = state.recordStart === state.base;
  const { padded, ragged, raggedRecords } = oddRecords(state, records);
  const counts = { records, blankLines, padded, strayQuotes, lineEnds, ragged, raggedRecords };
  return { ...counts, marks, lastLine, endsWithNewline, tail: lastTexts(state, tail) };
}

/**
 * A separator at the end of every record is a way of writing. At the end of some it can also stand for a separator too
 * many before it, which would shift the cells, so these records are ragged.
 */
function oddRecords(state: State, records: number): Pick<Scan, "padded" | "ragged" | "raggedRecords"> {
  const { padded, paddedKept, raggedRecords } = state;
  if (padded === 0 || padded === records - raggedRecords)
    return { padded, ragged: withFooters(state.ragged, records), raggedRecords };
  const ragged = [...state.ragged, ...paddedKept].toSorted((a, b) => a.record - b.record).slice(0, RAGGED_KEPT);
  return { padded: 0, ragged: withFooters(ragged, records), raggedRecords: raggedRecords + padded };
}

const FOOTERS_AT_MOST = 20;

/** A line of text, and not a record between other separators. */
const isText = (text: string): boolean => /\p{L}.*\s/u.test(text) && (text.match(/[;,|\t]/gu) ?? []).length < 3;

/** A few lines of text without any separator behind the last record: what a report says at its end. */
function withFooters(ragged: readonly RaggedRecord[], records: number): readonly RaggedRecord[] {
  let last = records;
  for (const { record, fields, text, code } of ragged.toReversed()) {
    if (record !== last || (code !== "total_row" && !(fields === 1 && isText(text)))) break;
    last--;
  }
  if (records - last > FOOTERS_AT_MOST) return ragged;
  return ragged.map((row) => (row.record > last ? { ...row, code: "total_row" } : row));
}

/** The last records that lie wholly in `tail`. */
function lastTexts({ base, recent, seen }: State, tail: Buffer): readonly string[] {
  const starts: number[] = [];
  for (let record = Math.max(1, seen - RECENT + 1); record <= seen; record++) starts.push(recent[record % RECENT] ?? 0);
  const from = base - tail.length;
  return starts
    .map((start, i) => ({ start: start - from, end: (starts[i + 1] ?? base) - from }))
    .filter(({ start }) => start >= 0)
    .map(({ start, end }) =>
      tail
        .subarray(start, end)
        .toString("utf8")
        .replace(/[\r\n]+$/, ""),
    );
}
