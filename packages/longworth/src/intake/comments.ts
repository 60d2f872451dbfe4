/** Lines of comment: blanked byte by byte, so that offsets and line numbers of everything else stay. */
const LF = 10;
const CR = 13;
const BLANK = 32;
const QUOTE = 34;
const MARKS = new Set(Buffer.from("\t,;|")); // a quote behind one of these opens a field

type State = Readonly<{ first: number }> & { atStart: boolean; inComment: boolean; inQuotes: boolean; last: number };

/**
 * The same bytes, but for lines that start with the mark: these are blanks. A line inside a quoted field is part of the
 * field, whatever it starts with. Without a mark, the chunks themselves. `chunks` start where a record does.
 */
export async function* withoutComments(
  chunks: AsyncIterable<Buffer>,
  mark: string | undefined,
): AsyncGenerator<Buffer, void> {
  if (mark === undefined) {
    yield* chunks;
    return;
  }
  const state: State = { first: mark.charCodeAt(0), atStart: true, inComment: false, inQuotes: false, last: LF };
  for await (const chunk of chunks) {
    const isPlain = !state.inComment && !state.inQuotes && !chunk.includes(state.first) && !chunk.includes(QUOTE);
    if (isPlain) {
      state.last = chunk.at(-1) ?? state.last;
      state.atStart = state.last === LF || state.last === CR;
      yield chunk;
    } else {
      yield blanked(chunk, state);
    }
  }
}

function blanked(chunk: Buffer, state: State): Buffer {
  const out = Buffer.from(chunk);
  for (let i = 0; i < out.length; i++) {
    const byte = out[i] ?? 0;
    const isEnd = (byte === LF || byte === CR) && !state.inQuotes;
    if (isEnd) state.inComment = false;
    else if (state.atStart && byte === state.first) state.inComment = true;
    else if (byte === QUOTE && !state.inComment) state.inQuotes = !state.inQuotes && opens(state);
    if (state.inComment) out[i] = BLANK;
    state.atStart = isEnd;
    state.last = byte;
  }
  return out;
}

/** At the start of a field; or the second of two quotes, which closed the field only for a moment. */
const opens = ({ atStart, last }: State): boolean => atStart || MARKS.has(last) || last === QUOTE;
