/** From paths to sources: every file is read once, hashed, checked and counted; one that is not plain gets a cleaned copy. */
import { createHash, type Hash } from "node:crypto";
import { userInfo } from "node:os";
import path from "node:path";
import { UserError } from "../errors.js";
import type { Files } from "../domain.js";
import { reading } from "../words/en/reading.js";
import { containerOf, peek, rawChunks, refuseBinary, refuseOtherText } from "./container.js";
import type { ParquetSource, ReadNote, ReadOptions, Source, TextSource } from "./source.js";
import { readText, type TextTools } from "./text-pass.js";
import { spooled, STDIN, unpacked, type Input } from "./unpack.js";

type Reach = Readonly<{ files: Files; signal: AbortSignal; stdin?: (() => AsyncIterable<Uint8Array>) | undefined }>;

/**
 * Read every file, and every file of a folder (sorted by name, hidden ones left out), once.
 * @throws file_not_found, permission_denied, file_unreadable, file_empty, file_changed, limit_exceeded
 */
export async function openSources(
  paths: readonly string[],
  options: ReadOptions,
  effects: Reach,
): Promise<readonly Source[]> {
  const inputs: Input[] = [];
  for (const given of paths) {
    const found =
      given === STDIN ? [await spooled({ options, effects, number: inputs.length })] : await filesAt(given, effects);
    inputs.push(...found);
  }
  const sources: Source[] = [];
  for (const [number, input] of inputs.entries()) {
    const tables = await guarded(input.path, () => unpacked(input, { options, effects, number }));
    for (const table of tables) sources.push(await openSource({ ...table, file: sources.length }, options, effects));
    await refuseChanged(input, effects);
  }
  return withoutCopies(sources);
}

/** The same content under another name is read once, and the first of its names says so. */
function withoutCopies(sources: readonly Source[]): readonly Source[] {
  const firsts = sources.filter((source, i) => sources.findIndex(({ sha256 }) => sha256 === source.sha256) === i);
  return firsts.map((first, file) => {
    const copies = sources.filter((source) => source !== first && source.sha256 === first.sha256);
    const notes = copies.map(({ name }) => ({ value: name, as: reading.readAs.copy({ name: first.name }) }));
    return { ...first, file, notes: [...first.notes, ...notes] };
  });
}

type Table = Input & Readonly<{ file: number }>;

/** What a copy was made of decides how it is written. */
const optionsFor = ({ origin }: Input, options: ReadOptions): ReadOptions =>
  origin ? { ...options, delimiter: ",", encoding: undefined } : options;

const OF_THE_KERNEL = /^\/(proc|sys|dev)(\/|$)/; // they look like files, and every reading of them is another

/** The regular files behind one path. */
async function filesAt(given: string, effects: Reach): Promise<readonly Input[]> {
  const { files } = effects;
  const real = await guarded(given, () => files.realpath(given));
  const facts = await guarded(given, () => files.stat(real));
  if (facts.isFile() && !OF_THE_KERNEL.test(real))
    return [{ name: path.basename(given), path: real, bytes: facts.size, modified: facts.mtimeMs }];
  if (!facts.isDirectory() || OF_THE_KERNEL.test(real)) throw notFound(given, reading.notRegular());
  const names = (await guarded(given, () => files.readdir(real))).filter((name) => !name.startsWith(".")).sort();
  const found: Input[] = [];
  for (const name of names) {
    const inside = path.join(real, name);
    const entry = await guarded(inside, () => files.stat(inside));
    if (!entry.isFile()) continue;
    found.push({ name, path: inside, bytes: entry.size, modified: entry.mtimeMs });
  }
  if (found.length === 0) throw notFound(given, reading.directoryEmpty());
  return found;
}

const notFound = (given: string, { message, hint }: Readonly<{ message: string; hint: string }>): UserError =>
  new UserError("file_not_found", { path: given, reason: message, hint }, { place: given });

/** A call about a path the user named: what the system refuses becomes the user's error. */
async function guarded<T>(given: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw translated(given, cause);
  }
}

function translated(given: string, cause: unknown): unknown {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG")
    return new UserError("file_not_found", { path: given }, { place: given, cause });
  if (code === "ELOOP") return notFound(given, reading.linkLoop());
  if (code === "EACCES" || code === "EPERM")
    return new UserError("permission_denied", { path: given, user: userInfo().username }, { place: given, cause });
  return cause;
}

async function openSource(input: Table, options: ReadOptions, effects: Reach): Promise<Source> {
  const hash = createHash("sha256");
  const raw = guardedChunks(input, hashed(rawChunks(input.path, effects), hash));
  try {
    const source = await readSource(raw, input, { options: optionsFor(input, options), effects, refuseOther });
    await refuseChanged(input, effects);
    const sha256 = hash.digest("hex");
    return { ...source, sha256: input.origin?.sha256 ?? sha256, bytes: input.origin?.bytes ?? source.bytes };
  } finally {
    await raw.return(); // a refusal leaves the file half read
  }
}

type Unhashed = Omit<TextSource, "sha256"> | Omit<ParquetSource, "sha256">;

async function readSource(raw: AsyncIterable<Buffer>, input: Table, tools: TextTools): Promise<Unhashed> {
  const { head, all } = await peek(raw, 4096);
  const { name } = input;
  if (head.length === 0) throw new UserError("file_empty", { value: name, what: reading.nothing() }, { place: name });
  const container = containerOf(head, name);
  const facts = { name, path: input.path, file: input.file, bytes: input.bytes };
  if (container === "parquet") return drainParquet(all, { ...facts, head });
  const compressed = container === "gzip";
  const { origin } = input;
  const read = await readText(all, { ...facts, compressed }, tools);
  const more = origin ? { origin, notes: [...origin.notes, ...read.notes] } : {};
  return { ...read, ...facts, kind: "text", compressed, comment: tools.options.comment, ...more };
}

/** The unpacked head is looked at once more: a web page may be compressed, too. */
function refuseOther(head: Buffer, name: string): void {
  refuseOtherText(head, name);
  refuseBinary(head, name);
}

async function* hashed(chunks: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* guardedChunks({ path: given }: Input, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  try {
    yield* chunks;
  } catch (cause) {
    throw translated(given, cause);
  }
}

/** Parquet is for the engine; we hash it and look for its end mark. */
async function drainParquet(
  chunks: AsyncIterable<Buffer>,
  { head, ...facts }: Readonly<{ name: string; path: string; file: number; bytes: number; head: Buffer }>,
): Promise<Omit<ParquetSource, "sha256">> {
  let end = head.subarray(0, 0);
  for await (const chunk of chunks) end = Buffer.concat([end, chunk.subarray(-8)]).subarray(-8);
  const mark = end.subarray(-4).toString("latin1");
  if (mark !== "PAR1" || facts.bytes < 12) {
    const said = reading.parquetDamaged({ name: facts.name, why: "its end mark is missing" });
    throw new UserError("file_unreadable", said, { place: facts.name });
  }
  const notes: readonly ReadNote[] = [];
  return { ...facts, kind: "parquet", notes };
}

/** Size and time of change must be what they were before the pass. */
export async function refuseChanged(
  input: Pick<Input, "name" | "path" | "bytes" | "modified">,
  effects: Reach,
): Promise<void> {
  const now = await effects.files.stat(input.path);
  if (now.size === input.bytes && now.mtimeMs === input.modified) return;
  throw new UserError("file_changed", { value: input.name }, { place: input.name });
}
