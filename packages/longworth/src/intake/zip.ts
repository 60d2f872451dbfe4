/** ZIP archives, read by their central directory and never written anywhere by the names inside. */
import { crc32, createInflateRaw } from "node:zlib";
import { Readable } from "node:stream";
import { UserError } from "../errors.js";
import type { Files } from "../domain.js";
import { reading } from "../words/en/reading.js";

/** Limits of TRUST rows 41 and 42. */
const MAX_ENTRIES = 1000;
const RATIO = 200; // as of gzip
const FREE = 100_000_000; // unpacked bytes below which the ratio does not matter

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const UNKNOWN32 = 0xffffffff;

type Reach = Readonly<{ files: Files; signal: AbortSignal }>;
type Archive = Readonly<{ name: string; path: string; bytes: number }>;

export type ZipEntry = Readonly<{
  name: string; // as written in the archive, control characters replaced
  offset: number; // of its local header
  packed: number;
  unpacked: number;
  crc: number;
  method: number;
}>;

type Bytes = (position: number, length: number) => Promise<Buffer>;

async function withBytes<T>({ path }: Archive, files: Files, use: (bytes: Bytes) => Promise<T>): Promise<T> {
  const handle = await files.open(path, "r");
  try {
    return await use(async (position, length) => {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    });
  } finally {
    await handle.close();
  }
}

const damaged = (name: string, why: string): UserError =>
  new UserError("file_unreadable", reading.zipDamaged({ name, why }), { place: name });

/** The files of an archive, folders left out. @throws file_unreadable, limit_exceeded for what no honest archive holds */
export async function zipEntries(archive: Archive, { files }: Reach): Promise<readonly ZipEntry[]> {
  return withBytes(archive, files, async (bytes) => {
    const end = await endRecord(archive, bytes);
    if (end.entries > MAX_ENTRIES)
      throw new UserError("limit_exceeded", reading.zipEntries({ name: archive.name, max: MAX_ENTRIES }), {
        place: archive.name,
      });
    const directory = await bytes(end.offset, end.size);
    const entries = entriesIn(directory, end.entries, archive.name);
    refuseOverlaps(entries, end.offset, archive.name);
    refuseBomb(entries, archive);
    return entries.filter(({ name }) => !name.endsWith("/"));
  });
}

type End = Readonly<{ entries: number; size: number; offset: number }>;

/** The end record is the last thing in the file, but for a comment of at most 64 kB. */
async function endRecord({ name, bytes: length }: Archive, bytes: Bytes): Promise<End> {
  const from = Math.max(0, length - 65_557);
  const tail = await bytes(from, length - from);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END || at + 22 + tail.readUInt16LE(at + 20) !== tail.length) continue;
    const end = {
      entries: tail.readUInt16LE(at + 10),
      size: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
    };
    if (at < 20 || tail.readUInt32LE(at - 20) !== LOCATOR64) return end;
    return endRecord64(await bytes(Number(tail.readBigUInt64LE(at - 12)), 56), name);
  }
  throw damaged(name, "its directory is missing; the file was cut");
}

function endRecord64(record: Buffer, name: string): End {
  if (record.length < 56 || record.readUInt32LE(0) !== END64) throw damaged(name, "its directory cannot be found");
  const number = (at: number): number => Number(record.readBigUInt64LE(at));
  return { entries: number(32), size: number(40), offset: number(48) };
}

function entriesIn(directory: Buffer, count: number, archive: string): readonly ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== DIRECTORY)
      throw damaged(archive, "its directory is cut");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
    const next = at + 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
    entries.push(entryAt(directory.subarray(at, next), archive));
    at = next;
  }
  return entries;
}

function entryAt(record: Buffer, archive: string): ZipEntry {
  const nameLength = record.readUInt16LE(28);
  const flags = record.readUInt16LE(8);
  const raw = record.subarray(46, 46 + nameLength);
  const name = raw.toString((flags & 0x800) === 0 ? "latin1" : "utf8").replaceAll(/\p{Cc}/gu, "?");
  const entry = {
    name,
    method: record.readUInt16LE(10),
    crc: record.readUInt32LE(16),
    packed: record.readUInt32LE(20),
    unpacked: record.readUInt32LE(24),
    offset: record.readUInt32LE(42),
  };
  const mode = record.readUInt8(5) === 3 ? record.readUInt32LE(38) >>> 16 : 0; // made on Unix
  refuseHostile(entry, { archive, isLink: (mode & 0o170000) === 0o120000, isEncrypted: (flags & 1) === 1 });
  return withSizes64(entry, record.subarray(46 + nameLength, 46 + nameLength + record.readUInt16LE(30)));
}

/** Sizes that do not fit 32 bits stand in an extra field, in this order. */
function withSizes64(entry: ZipEntry, extra: Buffer): ZipEntry {
  const wanted = (["unpacked", "packed", "offset"] as const).filter((field) => entry[field] === UNKNOWN32);
  for (let at = 0; wanted.length > 0 && at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const values = wanted.map((field, i) => [field, Number(extra.readBigUInt64LE(at + 4 + 8 * i))] as const);
    return { ...entry, ...Object.fromEntries(values) };
  }
  return entry;
}

type Hostile = Readonly<{ archive: string; isLink: boolean; isEncrypted: boolean }>;

function refuseHostile({ name, method }: ZipEntry, { archive, isLink, isEncrypted }: Hostile): void {
  const place = `${archive}/${name}`;
  const refuse = (why: Parameters<typeof reading.zipEntry>[0]["why"]): never => {
    throw new UserError("file_unreadable", reading.zipEntry({ name: archive, entry: name, why }), { place });
  };
  if (/(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:/.test(name)) refuse("outside");
  if (isLink) refuse("link");
  if (isEncrypted) refuse("encrypted");
  if (method !== 0 && method !== 8) refuse("method");
}

/** Every file has its own bytes: archives that use some twice are bombs. */
function refuseOverlaps(entries: readonly ZipEntry[], directory: number, archive: string): void {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  sorted.forEach((entry, i) => {
    const until = sorted[i + 1]?.offset ?? directory;
    if (entry.offset + 30 + entry.packed <= until) return;
    throw new UserError("file_unreadable", reading.zipEntry({ name: archive, entry: entry.name, why: "overlap" }), {
      place: `${archive}/${entry.name}`,
    });
  });
}

function refuseBomb(entries: readonly ZipEntry[], { name, bytes }: Archive): void {
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0);
  if (unpacked > Math.max(FREE, RATIO * bytes))
    throw new UserError("limit_exceeded", reading.gzipBomb({ name, ratio: RATIO }), { place: name });
}

/** The unpacked bytes of an entry, no more than it announced, checked to the end. */
export async function* entryChunks(
  archive: Archive,
  entry: ZipEntry,
  { files, signal }: Reach,
): AsyncGenerator<Buffer, void> {
  const place = `${archive.name}/${entry.name}`;
  const start = await withBytes(archive, files, async (bytes) => {
    const header = await bytes(entry.offset, 30);
    if (header.length < 30 || header.readUInt32LE(0) !== LOCAL)
      throw damaged(place, "it is not where the directory says");
    return entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  });
  const packed = packedChunks(archive, { start, length: entry.packed }, { files, signal });
  let size = 0;
  let crc = 0;
  for await (const chunk of entry.method === 0 ? packed : inflated(packed, place)) {
    size += chunk.length;
    crc = crc32(chunk, crc);
    if (size > entry.unpacked) throw damaged(place, "it is longer than the directory says");
    yield chunk;
  }
  if (size !== entry.unpacked || crc !== entry.crc) throw damaged(place, "its check sum does not fit");
}

async function* packedChunks(
  { path }: Archive,
  { start, length }: Readonly<{ start: number; length: number }>,
  { files, signal }: Reach,
): AsyncGenerator<Buffer, void> {
  const handle = await files.open(path, "r");
  try {
    for (let done = 0; done < length;) {
      signal.throwIfAborted();
      const size = Math.min(1 << 20, length - done);
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(size), 0, size, start + done);
      if (bytesRead === 0) return;
      done += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function* inflated(packed: AsyncIterable<Buffer>, place: string): AsyncGenerator<Buffer, void> {
  const inflate = createInflateRaw({ chunkSize: 1 << 20 });
  const source = Readable.from(packed, { objectMode: false });
  source.on("error", (error) => inflate.destroy(error));
  source.pipe(inflate);
  const iterator: AsyncIterator<Buffer> = inflate[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await iterator.next().catch((cause: unknown) => {
        const isData = cause instanceof Error && "code" in cause && String(cause.code).startsWith("Z_");
        throw isData ? damaged(place, cause.message) : cause;
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    source.destroy();
    inflate.destroy();
  }
}
