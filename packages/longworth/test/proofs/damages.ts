/** Random damages of the files of a workspace. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { emptyFolder } from "../support/effects.js";

export type Random = () => number;
export const below = (next: Random, limit: number): number => Math.floor(next() * limit);

/** Each makes another file of these bytes, or none. @returns null: the file is gone */
export const DAMAGES: Readonly<Record<string, (bytes: Buffer, next: Random) => Buffer | null>> = {
  flip(bytes, next) {
    bytes[below(next, bytes.length)] ^= 1 << below(next, 8);
    return bytes;
  },
  zero(bytes, next) {
    const from = below(next, bytes.length);
    return bytes.fill(0, from, Math.min(bytes.length, from + 1 + below(next, 512)));
  },
  truncate: (bytes, next) => bytes.subarray(0, below(next, bytes.length)),
  swap(bytes, next) {
    const size = 1 + below(next, Math.min(4096, bytes.length >> 1));
    const [a, b] = [below(next, bytes.length - size), below(next, bytes.length - size)];
    const part = Buffer.from(bytes.subarray(a, a + size));
    bytes.copyWithin(a, b, b + size);
    part.copy(bytes, b);
    return bytes;
  },
  duplicate(bytes, next) {
    const size = 1 + below(next, Math.min(4096, bytes.length));
    const [from, to] = [below(next, bytes.length - size + 1), below(next, bytes.length - size + 1)];
    bytes.copyWithin(to, from, from + size);
    return bytes;
  },
  delete: () => null,
};

type Target = Readonly<{ workspace: string; run: string; name: string }>;

/** A copy of the workspace whose file `name` is damaged: the bytes are never what they were. */
export async function damagedCopy({ workspace, run, name }: Target, kind: string, next: Random): Promise<string> {
  const copy = path.join(emptyFolder(), "longworth");
  await fs.cp(workspace, copy, { recursive: true });
  const file = name === "current.json" ? path.join(copy, name) : path.join(copy, "runs", run, name);
  const bytes = await fs.readFile(file);
  for (;;) {
    const changed = DAMAGES[kind](Buffer.from(bytes), next);
    if (changed === null) await fs.rm(file);
    else if (changed.equals(bytes)) continue;
    else await fs.writeFile(file, changed);
    return copy;
  }
}
