/** The bytes of a file as they lie on the disk: what kind of file it is, and a checked way through gzip. */
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { UserError } from "../errors.js";
import type { Files } from "../domain.js";
import { reading } from "../words/en/reading.js";

const CHUNK = 1 << 20;
const GZIP_RATIO = 200; // no table of orders compresses better; a bomb reaches 1000
const GZIP_FREE = 100_000_000; // unpacked bytes below which the ratio does not matter

export type Container = "text" | "gzip" | "zip" | "parquet";

/** The file in chunks, from byte `from` on. A new buffer for each, so that a reader may keep what it got. */
export async function* rawChunks(
  path: string,
  { files, signal }: Readonly<{ files: Files; signal: AbortSignal }>,
  from = 0,
): AsyncGenerator<Buffer, void> {
  const handle = await files.open(path, "r");
  try {
    for (let position = from; ;) {
      signal.throwIfAborted();
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** At least `size` bytes of the start (fewer when the file is shorter), and everything from the start again. */
export async function peek(
  chunks: AsyncIterable<Buffer>,
  size: number,
): Promise<Readonly<{ head: Buffer; all: AsyncGenerator<Buffer, void> }>> {
  const iterator = chunks[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const next = await iterator.next();
    if (next.done === true) break;
    parts.push(next.value);
    length += next.value.length;
  }
  const head = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  async function* all(): AsyncGenerator<Buffer, void> {
    try {
      if (head.length > 0) yield head;
      for (;;) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head, all: all() };
}

const startsWith = (head: Buffer, ...bytes: readonly number[]): boolean => bytes.every((byte, i) => head[i] === byte);
const ascii = (text: string): readonly number[] => [...Buffer.from(text, "latin1")];

/** Formats that are neither table nor text, by their first bytes. */
const FORMATS: readonly (readonly [what: string, bytes: readonly number[]])[] = [
  ["a PDF document", ascii("%PDF")],
  ["an old or encrypted Excel workbook (XLS)", [0xd0, 0xcf, 0x11, 0xe0]],
  ["an empty ZIP archive", [0x50, 0x4b, 0x05, 0x06]],
  ["a 7z archive", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ["a RAR archive", ascii("Rar!")],
  ["zstd-compressed data", [0x28, 0xb5, 0x2f, 0xfd]],
  ["bzip2-compressed data", ascii("BZh")],
  ["xz-compressed data", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["an SQLite database", ascii("SQLite format 3")],
  ["a PNG image", [0x89, 0x50, 0x4e, 0x47]],
];

const unreadable = (said: Readonly<{ message: string; hint: string }>, place: string): UserError =>
  new UserError("file_unreadable", said, { place });

/** What the file is by its first bytes. @throws file_unreadable naming a format that is no table */
export function containerOf(head: Buffer, name: string): Container {
  if (startsWith(head, 0x1f, 0x8b)) return "gzip";
  if (startsWith(head, ...ascii("PAR1"))) return "parquet";
  if (startsWith(head, ...ascii("PARE")))
    throw new UserError("file_unreadable", reading.parquetEncrypted({ name }), { place: name });
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04)) return "zip";
  const format = FORMATS.find(([, bytes]) => startsWith(head, ...bytes));
  if (!format) return "text";
  const [what] = format;
  const hint = /archive|compressed/.test(what)
    ? "Unpack it and give the file inside"
    : "Export as CSV and give that file";
  throw unreadable(reading.otherFormat({ name, what, hint }), name);
}

/** Text that is no table: a web page, JSON, XML, binary data. `head` is unpacked. @throws file_unreadable */
export function refuseOtherText(head: Buffer, name: string): void {
  const start = head
    .subarray(0, 2000)
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (/^(<!doctype html|<html|<head|<body|<script|<!--)/i.test(start)) throw unreadable(reading.html({ name }), name);
  if (/^<\?xml|^<[a-z][\w:-]*[\s>/]/i.test(start))
    throw unreadable(reading.otherFormat({ name, what: "an XML document" }), name);
  if (/^(\{\s*("|\})|\[\s*[[{\]])/.test(start)) throw unreadable(reading.json({ name }), name);
}

/** Control characters that no text holds (NUL is told apart: one is damage, many are binary). @throws file_unreadable */
export function refuseBinary(head: Buffer, name: string): void {
  const sample = head.subarray(0, 8192);
  let odd = 0;
  let first = -1;
  sample.forEach((byte, i) => {
    if (byte >= 32 || (byte >= 9 && byte <= 13) || byte === 27 || byte === 26) return;
    odd++;
    if (first < 0) first = i;
  });
  if (odd > Math.max(2, sample.length / 50)) throw unreadable(reading.binary({ name, byte: first }), name);
}

/** Unpacked chunks of a gzip file with every check: length, CRC, further members, nothing behind the last one. */
export async function* gunzipChunks(
  raw: AsyncIterable<Buffer>,
  { name, bytes }: Readonly<{ name: string; bytes: number }>,
): AsyncGenerator<Buffer, void> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const source = Readable.from(raw, { objectMode: false });
  source.on("error", (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  let unpacked = 0;
  const iterator: AsyncIterator<Buffer> = gunzip[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await iterator.next().catch((cause: unknown) => {
        throw gzipError(cause, { name, bytes, at: gunzip.bytesWritten });
      });
      if (next.done === true) break;
      unpacked += next.value.length;
      if (unpacked > Math.max(GZIP_FREE, GZIP_RATIO * bytes))
        throw new UserError("limit_exceeded", reading.gzipBomb({ name, ratio: GZIP_RATIO }), { place: name });
      yield next.value;
    }
  } finally {
    source.destroy();
    gunzip.destroy();
  }
  const at = gunzip.bytesWritten;
  if (at !== bytes) throw unreadable(reading.gzipTrailing({ name, byte: at, bytes: bytes - at }), name);
}

function gzipError(
  cause: unknown,
  { name, bytes, at }: Readonly<{ name: string; bytes: number; at: number }>,
): unknown {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "Z_BUF_ERROR") return unreadable(reading.gzipShort({ name, byte: bytes }), name);
  if (code !== "Z_DATA_ERROR" && code !== "Z_NEED_DICT") return cause;
  const message = cause instanceof Error ? cause.message : "";
  if (/incorrect header check|unknown compression method/.test(message) && at > 18)
    return unreadable(reading.gzipTrailing({ name, byte: at, bytes: bytes - at }), name);
  return unreadable(reading.gzipDamaged({ name, why: message }), name);
}
