/** The name of a run, and when two runs are the same. */
import { sha256 } from "./durable.js";

/** What decides a result: the content of the inputs and the options that can change a number. */
export type RunKey = Readonly<{
  inputs: readonly Readonly<{ sha256: string }>[]; // in their order: a later file corrects an earlier one
  options: Readonly<Record<string, unknown>>; // plain data; undefined counts as absent
}>;

/** SHA-256 of a key; the order of the options does not matter. */
export function runDigest({ inputs, options }: RunKey): string {
  const digests = inputs.map((input) => input.sha256);
  return sha256(canonical({ inputs: digests, options }));
}

/** `20260131T040000Z-1a2b3c4d`: UTC time of the start and 8 digits of the digest, so that names sort by time. */
export function runId(startedAt: Date, digest: string): string {
  const time = startedAt.toISOString().replace(/\.\d+Z$/, "Z");
  return `${time.replaceAll(/[-:]/g, "")}-${digest.slice(0, 8)}`;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(",")}}`;
}
