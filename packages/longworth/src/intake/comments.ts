/** Lines of comment: blanked byte by byte, so that offsets and line numbers of everything else stay. */
const LF = 10;
const CR = 13;
const BLANK = 32;

/** The same bytes, but for lines that start with the mark: these are blanks. Without a mark, the chunks themselves. */
export async function* withoutComments(
  chunks: AsyncIterable<Buffer>,
  mark: string | undefined,
): AsyncGenerator<Buffer, void> {
  if (mark === undefined) {
    yield* chunks;
    return;
  }
  const first = mark.charCodeAt(0);
  let atStart = true;
  let inComment = false;
  for await (const chunk of chunks) {
    if (!inComment && !chunk.includes(first)) {
      const last = chunk.at(-1);
      atStart = last === LF || last === CR;
      yield chunk;
      continue;
    }
    const blanked = Buffer.from(chunk);
    for (let i = 0; i < blanked.length; i++) {
      const byte = blanked[i] ?? 0;
      const isEnd = byte === LF || byte === CR;
      if (isEnd) inComment = false;
      else if (atStart && byte === first) inComment = true;
      if (inComment) blanked[i] = BLANK;
      atStart = isEnd;
    }
    yield blanked;
  }
}
