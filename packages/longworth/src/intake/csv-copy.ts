/** Copies of other formats as CSV, in the run's own folder: what the text pass then reads like any other file. */
import path from "node:path";
import type { Files } from "../domain.js";

const PIECE = 1 << 18; // characters written at once

/** One line of CSV. Line breaks inside cells become blanks, so that a record is a line and its place can be told. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll(/\r\n|\r|\n/g, " ").replaceAll('"', '""')}"` : cell)).join(",")}\n`;

/** Writes the lines to a file of that name in the folder. @returns its path */
export async function writeCopy(
  lines: AsyncIterable<string> | Iterable<string>,
  { folder, name, files }: Readonly<{ folder: string; name: string; files: Files }>,
): Promise<string> {
  const target = path.join(folder, name);
  const handle = await files.open(target, "w", 0o600);
  try {
    let piece = "";
    for await (const line of lines) {
      piece += line;
      if (piece.length < PIECE) continue;
      await handle.write(Buffer.from(piece));
      piece = "";
    }
    if (piece !== "") await handle.write(Buffer.from(piece));
  } finally {
    await handle.close();
  }
  return target;
}
