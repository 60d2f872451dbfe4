/** From an input to the tables in it: standard input, archives, workbooks, JSON lines and blank-separated text become files of text. */
import { createHash } from "node:crypto";
import type { Files } from "../domain.js";
import { UserError } from "../errors.js";
import { reading } from "../words/en/reading.js";
import { blanksAsCsv, isBlankSeparated } from "./blank-separated.js";
import { containerOf, rawChunks } from "./container.js";
import { writeCopy } from "./csv-copy.js";
import { decoded, encodingOf } from "./encoding.js";
import { isJsonLines, JSON_LINE_SHIFT, jsonAsCsv } from "./json-lines.js";
import type { Origin, ReadNote, ReadOptions } from "./source.js";
import { unpackedFrom } from "./text-pass.js";
import { MAX_WORKBOOK, readSheets } from "./workbook.js";
import { entryChunks, zipEntries, type ZipEntry } from "./zip.js";

type Reach = Readonly<{ files: Files; signal: AbortSignal; stdin?: (() => AsyncIterable<Uint8Array>) | undefined }>;

/** A regular file: as the user named it, or the copy of what was in one. */
export type Input = Readonly<{
  name: string;
  path: string;
  bytes: number;
  modified: number;
  origin?: Origin; // of a copy
}>;

type Context = Readonly<{ options: ReadOptions; effects: Reach; number: number }>; // of the input, for names of copies

const HEAD = 1 << 16;

/** The name of standard input among the files. */
export const STDIN = "-";

/** Standard input as a file of the run's folder. */
export async function spooled({ options, effects, number }: Context): Promise<Input> {
  const { stdin, files } = effects;
  if (!stdin) throw new UserError("file_not_found", { path: STDIN }, { place: STDIN });
  const folder = options.temp;
  const path = await copyOf(stdin(), { folder, name: `tmp-${number}-stdin`, files });
  const { size, mtimeMs } = await files.stat(path);
  return { name: reading.stdin(), path, bytes: size, modified: mtimeMs };
}

type Target = Readonly<{ folder: string; name: string; files: Files }>;

async function copyOf(chunks: AsyncIterable<Uint8Array>, { folder, name, files }: Target): Promise<string> {
  const target = `${folder}/${name}`;
  const handle = await files.open(target, "w", 0o600);
  try {
    for await (const chunk of chunks) await handle.write(chunk);
  } finally {
    await handle.close();
  }
  return target;
}

/** The input itself when it is a plain table, else the copies of the tables in it. */
export async function unpacked(input: Input, context: Context): Promise<readonly Input[]> {
  const { effects, options } = context;
  const head = await firstOf(rawChunks(input.path, effects), 4096);
  const container = head.length === 0 ? "text" : containerOf(head, input.name);
  if (container === "parquet") return [input];
  if (container === "zip") return unzipped(input, context);
  const file = { ...input, compressed: container === "gzip" };
  const start = await firstOf(unpackedFrom(file, effects), HEAD);
  const encoding = encodingOf(start, options.encoding, input.name);
  const plain = (): AsyncIterable<Buffer> => decoded(unpackedFrom(file, effects), encoding, input.name);
  const text = (encoding.name === "utf-8" ? start : await firstOf(plain(), HEAD))
    .toString("utf8")
    .replace(/^\uFEFF/, "");
  if (isJsonLines(text)) {
    const lines = jsonAsCsv(plain, input.name);
    return [await converted(input, lines, { ...context, from: "jsonl", lineShift: JSON_LINE_SHIFT, notes: [] })];
  }
  if (options.delimiter === undefined && isBlankSeparated(text, start.length < HEAD)) {
    const notes = [{ value: input.name, as: reading.readAs.blankSeparated() }];
    return [await converted(input, blanksAsCsv(plain()), { ...context, from: "blanks", lineShift: 0, notes })];
  }
  return [input];
}

/** At least so many bytes of the start, or all. */
async function firstOf(chunks: AsyncIterable<Buffer>, size: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= size) break; // closes the file
  }
  return Buffer.concat(parts);
}

type Made = Context & Pick<Origin, "from" | "lineShift" | "notes"> & Readonly<{ name?: string; part?: number }>;

async function converted(input: Input, lines: AsyncIterable<string> | Iterable<string>, made: Made): Promise<Input> {
  const { options, effects, number, from, lineShift, notes, name = input.name, part = 0 } = made;
  const { files } = effects;
  const path = await writeCopy(lines, { folder: options.temp, name: `tmp-${number}-${part}-${from}.csv`, files });
  const { size, mtimeMs } = await files.stat(path);
  const hash = createHash("sha256").update(part === 0 ? "" : `${part}`);
  for await (const chunk of rawChunks(input.path, effects)) hash.update(chunk);
  const origin: Origin = {
    path: input.path,
    bytes: input.bytes,
    modified: input.modified,
    sha256: hash.digest("hex"),
    from,
    lineShift,
    notes,
  };
  return { name, path, bytes: size, modified: mtimeMs, origin };
}

async function unzipped(input: Input, context: Context): Promise<readonly Input[]> {
  const entries = await zipEntries(input, context.effects);
  if (entries.some(({ name }) => name === "xl/workbook.xml")) return sheetsOf(input, entries, context);
  const what = ["content.xml", "xl/workbook.bin", "word/document.xml"].find((part) =>
    entries.some(({ name }) => name === part),
  );
  if (what !== undefined)
    throw new UserError(
      "file_unreadable",
      reading.otherFormat({ name: input.name, what: reading.office({ part: what }) }),
      {
        place: input.name,
      },
    );
  const { effects, options } = context;
  const inputs: Input[] = [];
  for (const [part, entry] of tablesIn(entries, input.name).entries()) {
    const target = { folder: options.temp, name: `tmp-${context.number}-${part}-entry`, files: effects.files };
    const path = await copyOf(entryChunks(input, entry, effects), target);
    const { size, mtimeMs } = await effects.files.stat(path);
    const one = { name: `${input.name}/${entry.name}`, path, bytes: size, modified: mtimeMs };
    await refuseNested(one, effects);
    inputs.push(...(await unpacked(one, { ...context, number: context.number + part / 1000 })));
  }
  return inputs;
}

/** Files that systems add beside what was packed. */
const ADDED = /(^|\/)(__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/;
const TABLES = ["csv", "tsv", "tab", "txt", "jsonl", "ndjson", "json", "parquet"];
const extensionOf = (name: string): string => /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";

/** @throws file_unreadable when there is none, or when they are of several kinds */
function tablesIn(entries: readonly ZipEntry[], name: string): readonly ZipEntry[] {
  const own = entries.filter((entry) => !ADDED.test(entry.name) && entry.unpacked > 0);
  const tables = own.filter((entry) => TABLES.includes(extensionOf(entry.name)));
  const kinds = new Set((tables.length > 0 ? tables : own).map((entry) => extensionOf(entry.name)));
  if (tables.length > 0 && kinds.size === 1) return tables.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const found = own.map((entry) => entry.name).slice(0, 6);
  throw new UserError("file_unreadable", reading.zipKinds({ name, found }), { place: name });
}

/** @throws file_unreadable for an archive in an archive */
async function refuseNested({ name, path }: Input, effects: Reach): Promise<void> {
  const head = await firstOf(rawChunks(path, effects), 4);
  if (head.length < 4 || !["zip", "gzip"].includes(containerOf(head, name))) return;
  throw new UserError("file_unreadable", reading.zipNested({ name }), { place: name });
}

async function sheetsOf(input: Input, entries: readonly ZipEntry[], context: Context): Promise<readonly Input[]> {
  const { effects, options } = context;
  const size = entries.reduce((sum, { unpacked: bytes }) => sum + bytes, 0);
  if (size > MAX_WORKBOOK)
    throw new UserError("limit_exceeded", reading.workbookLimit({ name: input.name, max: MAX_WORKBOOK / 1e6 }), {
      place: input.name,
    });
  for (const entry of entries) for await (const _ of entryChunks(input, entry, effects)); // sizes and check sums, before the library inflates
  const { all, chosen } = await readSheets(await effects.files.readFile(input.path), input.name, options.sheets ?? []);
  const inputs: Input[] = [];
  for (const [part, sheet] of chosen.entries()) {
    const name = chosen.length === 1 ? input.name : `${input.name}/${sheet.name}`;
    const notes: readonly ReadNote[] =
      all.length === 1
        ? []
        : [{ value: input.name, as: reading.readAs.sheet({ sheet: sheet.name, sheets: all.join(", ") }) }];
    inputs.push(await converted(input, sheet.lines, { ...context, from: "xlsx", lineShift: 0, notes, name, part }));
  }
  return inputs;
}
