/** Text that was UTF-8, was read as Windows-1252, and was written again. */
import { isUtf8 } from "node:buffer";

const HIGH = Array.from({ length: 128 }, (_, i) => i + 128);
const latin = new TextDecoder("windows-1252");
const BYTES: ReadonlyMap<string, number> = new Map(HIGH.map((byte) => [latin.decode(Uint8Array.of(byte)), byte]));

/** What such text has in it, as a pattern: a first byte of UTF-8 and one that follows. */
export const MANGLED = "[ÂÃÄÅâæçèéãï][\u0080-\uFFFF]";
const LOOKS_MANGLED = new RegExp(MANGLED, "u");

/** `BestellÃ¼bersicht` as it was meant; any other text as it is. */
export function unmangled(cell: string): string {
  if (!LOOKS_MANGLED.test(cell)) return cell;
  const bytes = Array.from(cell, (mark) => (mark < "\u0080" ? mark.charCodeAt(0) : BYTES.get(mark)));
  if (bytes.some((byte) => byte === undefined)) return cell;
  const buffer = Buffer.from(bytes.map((byte) => byte ?? 0));
  return isUtf8(buffer) ? buffer.toString("utf8") : cell;
}
