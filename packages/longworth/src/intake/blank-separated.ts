/** Tables whose columns are told apart by blanks, as statistics programs and mainframes write them, as CSV. */
import { csvLine } from "./csv-copy.js";

const SAMPLE = 200; // lines
const LEAST_COLUMNS = 3;
const LEAST_LINES = 3;

const cellsOf = (line: string): readonly string[] => line.trim().split(/[ \t]+/);

/** Nearly every line has the same number of words, three or more, and none of the usual separators. */
export function isBlankSeparated(head: string, isWhole: boolean): boolean {
  const all = head.split(/\r\n|\r|\n/);
  const lines = (isWhole ? all : all.slice(0, -1)).filter((line) => line.trim() !== "").slice(0, SAMPLE);
  if (lines.length < LEAST_LINES || lines.some((line) => /[,;|"]/.test(line) || /\S\t/.test(line))) return false;
  const counts = lines.map((line) => cellsOf(line).length);
  const usual = counts.at(-1) ?? 0;
  return usual >= LEAST_COLUMNS && counts.every((count) => count === usual) && lines.slice(1).every(hasNumbers);
}

/** Prose has no numbers in most of its lines. */
const hasNumbers = (line: string): boolean =>
  cellsOf(line).filter((cell) => /^[-+]?\d[\d.:/-]*$/.test(cell)).length >= 2;

/** The same lines with commas. */
export async function* blanksAsCsv(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder("utf-8", { fatal: false });
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.trim() === "" ? "\n" : csvLine(cellsOf(line));
  }
  if (rest.trim() !== "") yield csvLine(cellsOf(rest));
}
