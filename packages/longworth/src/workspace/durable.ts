/** Files that are on disk when we say so, and digests that never hold a whole file in memory. */
import { createHash } from "node:crypto";
import type { Files } from "../domain.js";

const CHUNK = 1 << 20; // bytes read at a time

/** Lower-case hex SHA-256 of a text (UTF-8) or bytes. */
export const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** Size and SHA-256 of a file, read in pieces. */
export async function digestOf(file: string, files: Files): Promise<Readonly<{ bytes: number; sha256: string }>> {
  const handle = await files.open(file, "r");
  const hash = createHash("sha256");
  const buffer = Buffer.alloc(CHUNK);
  let bytes = 0;
  try {
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, null);
      if (bytesRead === 0) return { bytes, sha256: hash.digest("hex") };
      hash.update(buffer.subarray(0, bytesRead));
      bytes += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

/** What was written to this file is on disk when this returns. @param mode permissions to give it, 0o600 */
export async function syncFile(file: string, files: Files, mode?: number): Promise<void> {
  const handle = await files.open(file, "r+");
  try {
    if (mode !== undefined) await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The names in a folder are on disk when this returns. Some platforms cannot open a folder: there it does nothing. */
export async function syncFolder(folder: string, files: Files): Promise<void> {
  const handle = await files.open(folder, "r").catch(unless("EISDIR", "EPERM", "EACCES"));
  if (handle === null) return;
  try {
    await handle.sync().catch(unless("EINVAL", "EPERM", "ENOTSUP"));
  } finally {
    await handle.close();
  }
}

/** A new file with this text, on disk when this returns. */
export async function writeDurably(file: string, text: string, files: Files): Promise<void> {
  await files.writeFile(file, text);
  await syncFile(file, files);
}

/** Makes or replaces a file of this text at once: written beside it under a name with `tag`, on disk, then renamed. */
export async function replaceText(file: string, text: string, tag: string, files: Files): Promise<void> {
  const half = `${file}.tmp-${tag}`;
  await writeDurably(half, text, files);
  await files.rename(half, file);
}

/** What a file is made of: the bytes of another file, after some bytes of its own. */
type Content = Readonly<{ content: string; before?: Uint8Array | undefined; tag: string }>;

/**
 * Makes or replaces `file` at once: written beside it under a name with `tag`, on disk, then renamed.
 * @returns its size in bytes
 */
export async function replaceFile(file: string, { content, before, tag }: Content, files: Files): Promise<number> {
  const half = `${file}.tmp-${tag}`;
  const from = await files.open(content, "r");
  const to = await files.open(half, "w");
  const buffer = Buffer.alloc(CHUNK);
  let bytes = 0;
  const write = async (chunk: Uint8Array): Promise<void> => {
    for (let done = 0; done < chunk.length;) done += (await to.write(chunk, done)).bytesWritten;
    bytes += chunk.length;
  };
  try {
    if (before !== undefined) await write(before);
    for (let read = CHUNK; read > 0;) {
      read = (await from.read(buffer, 0, CHUNK, null)).bytesRead;
      await write(buffer.subarray(0, read));
    }
    await to.sync();
  } finally {
    await from.close();
    await to.close();
  }
  await files.rename(half, file);
  return bytes;
}

/** The code of a failed system call, "ENOENT"; undefined when `thrown` is none. */
export function systemCode(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** For `.catch`: null when the system call failed with one of these codes; anything else is thrown on. */
export const unless =
  (...codes: readonly string[]) =>
  (thrown: unknown): null => {
    if (codes.includes(systemCode(thrown) ?? "")) return null;
    throw thrown;
  };

/** The text of a file, or null where there is none. */
export const readIfThere = (file: string, files: Files): Promise<string | null> =>
  files.readFile(file, "utf8").catch(unless("ENOENT", "ENOTDIR"));
