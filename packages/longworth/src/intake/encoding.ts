/** From bytes to UTF-8 text: byte-order marks, strict UTF-8, other encodings when named or certain. */
import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { UserError } from "../errors.js";
import { reading } from "../words/en/reading.js";
import type { LanguagesOf } from "./source.js";

export type Encoding = Readonly<{ name: string; markBytes: number }>;

/** The encoding by its mark, or the one that was named, or UTF-8 (which the pass then checks). @throws bad_arguments, file_unreadable */
export function encodingOf(head: Buffer, named: string | undefined, name: string): Encoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { name: "utf-8", markBytes: 3 };
  const first = head.subarray(0, 4).toString("hex");
  if (first === "fffe0000" || first === "0000feff")
    throw new UserError("file_unreadable", reading.utf32({ name }), { place: name });
  if (first.startsWith("fffe")) return { name: "utf-16le", markBytes: 2 };
  if (first.startsWith("feff")) return { name: "utf-16be", markBytes: 2 };
  if (named !== undefined) return { name: knownEncoding(named), markBytes: 0 };
  const unmarked = utf16WithoutMark(head);
  if (unmarked)
    throw new UserError("file_unreadable", reading.utf16Unmarked({ name, encoding: unmarked }), { place: name });
  return { name: "utf-8", markBytes: 0 };
}

function knownEncoding(label: string): string {
  const decoder = decoderOf(label);
  if (!decoder)
    throw new UserError("bad_arguments", reading.unknownEncoding({ encoding: label }), { place: "--encoding" });
  return decoder.encoding;
}

/** TextDecoder throws for a name it does not know: that is an answer, not a failure. */
function decoderOf(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true });
  } catch {
    return undefined;
  }
}

/** Every second byte is 0: Latin text in UTF-16. */
function utf16WithoutMark(head: Buffer): "utf-16le" | "utf-16be" | undefined {
  const sample = head.subarray(0, 1000);
  if (sample.length < 8) return undefined;
  const zeros = [0, 0];
  sample.forEach((byte, i) => {
    if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const most = sample.length * 0.35;
  if (odd > most && even < 5) return "utf-16le";
  return even > most && odd < 5 ? "utf-16be" : undefined;
}

/** UTF-8 chunks without the mark. UTF-8 passes unchecked (see `utf8Checker`); another encoding is decoded strictly. */
export async function* decoded(
  chunks: AsyncIterable<Buffer>,
  encoding: Encoding,
  name: string,
): AsyncGenerator<Buffer, void> {
  let skip = encoding.markBytes;
  const decoder = encoding.name === "utf-8" ? undefined : decoderOf(encoding.name);
  for await (const chunk of chunks) {
    const part = chunk.subarray(Math.min(skip, chunk.length));
    skip -= chunk.length - part.length;
    if (part.length === 0) continue;
    yield decoder ? Buffer.from(decodeOrRefuse(decoder, part, name)) : part;
  }
  if (decoder) {
    const rest = decodeOrRefuse(decoder, undefined, name);
    if (rest.length > 0) yield Buffer.from(rest);
  }
}

function decodeOrRefuse(decoder: TextDecoder, part: Buffer | undefined, name: string): string {
  try {
    return part ? decoder.decode(part, { stream: true }) : decoder.decode();
  } catch (cause) {
    throw new UserError("file_unreadable", reading.undecodable({ name, encoding: decoder.encoding }), {
      place: name,
      cause,
    });
  }
}

/** Checks UTF-8 chunk by chunk: the index in the chunk of the first bad byte, or -1. Call `end` after the last one. */
export function utf8Checker(): Readonly<{ check(chunk: Buffer): number; end(): boolean }> {
  let carry: Buffer = Buffer.alloc(0);
  return {
    check(chunk) {
      const joined = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk;
      const whole = joined.length - incompleteAtEnd(joined);
      if (!isUtf8(joined.subarray(0, whole))) return Math.max(0, firstInvalid(joined) - carry.length);
      carry = joined.subarray(whole);
      return -1;
    },
    end: () => carry.length === 0,
  };
}

/** Bytes at the end that may be the start of a longer character, 0 to 3. */
function incompleteAtEnd(buffer: Buffer): number {
  for (let back = 1; back <= Math.min(3, buffer.length); back++) {
    const byte = buffer[buffer.length - back] ?? 0;
    if (byte >= 0xc0) return back < lengthByLead(byte) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

function lengthByLead(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte >= 0xf0) return 4;
  return byte >= 0xe0 ? 3 : 2;
}

function firstInvalid(buffer: Buffer): number {
  let i = 0;
  while (i < buffer.length) {
    const length = lengthByLead(buffer[i] ?? 0);
    if (length > 1 && !isUtf8(buffer.subarray(i, i + length))) return i;
    i += length;
  }
  return buffer.length;
}

/** How many bytes of a text are no part of UTF-8, counted up to its end; a character cut there counts, too. */
export function badBytes(buffer: Buffer): number {
  let bad = 0;
  for (let i = 0; i < buffer.length;) {
    const length = lengthByLead(buffer[i] ?? 0);
    const isGood = length === 1 || isUtf8(buffer.subarray(i, i + length));
    if (!isGood) bad++;
    i += isGood ? length : 1;
  }
  return bad;
}

const LEGACY_BY_LANGUAGE: Readonly<Record<string, string>> = {
  de: "windows-1252", fr: "windows-1252", es: "windows-1252", it: "windows-1252", nl: "windows-1252", pt: "windows-1252",
  pl: "windows-1250", tr: "windows-1254", zh: "gbk", ja: "shift_jis", ko: "euc-kr",
}; // prettier-ignore
const LEGACY = ["windows-1252", "windows-1250", "windows-1254", "gbk", "big5", "shift_jis", "euc-kr"] as const;

/**
 * The one legacy encoding under which the header makes sense, or undefined when two do or none: the languages of its
 * words decide (German in windows-1252, Polish in windows-1250), an English header says nothing about the bytes below it.
 * @param header bytes of the header line; @param cells splits the decoded line
 */
export function legacyEncoding(
  header: Buffer,
  cells: (line: string) => readonly string[],
  languagesOf: LanguagesOf,
): string | undefined {
  const isAscii = header.every((byte) => byte < 0x80);
  const hits = LEGACY.map((encoding) => {
    const text = decodeOrNothing(encoding, header);
    const known = cells(text)
      .map(languagesOf)
      .filter((languages) => languages.length > 0 && !languages.includes("en"));
    return {
      encoding,
      score: known.filter((languages) => languages.some((l) => LEGACY_BY_LANGUAGE[l] === encoding)).length,
    };
  }).filter(({ score }) => score > 0);
  const best = Math.max(0, ...hits.map(({ score }) => score));
  const winners = hits.filter(({ score }) => score === best);
  if (winners.length === 1) return winners[0]?.encoding;
  return isAscii ? undefined : firstWhenEqual(header, winners);
}

/** Encodings that decode the header to the same text are one reading. */
function firstWhenEqual(header: Buffer, winners: readonly Readonly<{ encoding: string }>[]): string | undefined {
  const texts = new Set(winners.map(({ encoding }) => decodeOrNothing(encoding, header)));
  return texts.size === 1 ? winners[0]?.encoding : undefined;
}

/** "" when the bytes are not valid in that encoding. */
function decodeOrNothing(encoding: string, bytes: Buffer): string {
  try {
    return decoderOf(encoding)?.decode(bytes) ?? "";
  } catch {
    return "";
  }
}
