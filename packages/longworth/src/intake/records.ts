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
import type { Mark, RaggedRecord } from "./source.js";

const TAIL = 131_072; // bytes kept to look at the last records

/** What a pass found. */
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
  const { blankLines, padded, strayQuotes, lineEnds, ragged, raggedRecords, marks, lastLine } = state;
  const records = Math.max(0, state.seen);
  const endsWithNewline = state.recordStart === state.base;
  const counts = { records, blankLines, padded, strayQuotes, lineEnds, ragged, raggedRecords };
  return { ...counts, marks, lastLine, endsWithNewline, tail: lastTexts(state, tail) };
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
