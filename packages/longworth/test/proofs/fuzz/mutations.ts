/** Inputs that nobody would write: seeds from real forms, changed at random. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { bytesOf, simulatedExports } from "../../support/simulated-exports.js";

export type Random = () => number;
export const below = (next: Random, limit: number): number => Math.floor(next() * limit);
export const pick = <T>(next: Random, all: readonly T[]): T => all[below(next, all.length)];

const FIXTURES = path.join(import.meta.dirname, "..", "..", "fixtures", "bad-inputs");
const MOST_BYTES = 20_000; // of a seed: large files are slow and break no more

/** Files of the fixtures whose names end so, and the first lines of every simulated export. */
export function seedFiles(...endings: readonly string[]): readonly Buffer[] {
  const fixtures = readdirSync(FIXTURES)
    .sort()
    .flatMap((folder) => readdirSync(path.join(FIXTURES, folder)).map((name) => path.join(FIXTURES, folder, name)))
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .map((file) => readFileSync(file));
  return fixtures.filter(({ length }) => length > 0 && length <= MOST_BYTES);
}

export const exportHeads = (): readonly Buffer[] =>
  Object.values(simulatedExports).flatMap((make) => make().files.map((file) => bytesOf(file).subarray(0, 6000)));

/** Bytes that mean something to some reader. */
const TOKENS: readonly Buffer[] = [
  '"', '""', '","', "\r", "\n", "\r\n", ",", ";", "\t", "|", "\0", "\uFEFF", "\uFFFD", "'", "\\", "=", "-", "+", ".", "1e400", "-0", "NaN",
  "1.03E+19", "9".repeat(40), "0".repeat(30), "٣٫٥", "１２", "1.234.567,89", "1,234", "(5)", "€", "2024-02-30", "31/12/9999", "99/99/99", "1.1.1",
  "24:00", "2024-01-01T25:61:61Z", "GMT+99:99", "#n/a", "Total", "<html>", "{", "[", "sep=;\n", "customer_id", "order_date", "amount", "é", "😀", "\u202E",
  "a".repeat(2000), " ".repeat(200), "\xff\xfe", "&a", "*a", "!!js/function", "---\n", ": ", "- ", "? ", "%", "`",
].map((text) => Buffer.from(text, "utf8")); // prettier-ignore

type Mutation = (bytes: Buffer, next: Random, other: Buffer) => Buffer;

const cut = (bytes: Buffer, next: Random): readonly [number, number] => {
  const from = below(next, bytes.length + 1);
  return [from, Math.min(bytes.length, from + below(next, next() < 0.5 ? 4 : 200))];
};
const splice = (bytes: Buffer, [from, to]: readonly [number, number], put: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(to)]);

const MUTATIONS: readonly Mutation[] = [
  (bytes, next) => {
    const made = Buffer.from(bytes);
    if (made.length > 0) made[below(next, made.length)] ^= 1 << below(next, 8);
    return made;
  },
  (bytes, next) => splice(bytes, cut(bytes, next), Buffer.alloc(0)),
  (bytes, next) => {
    const at = below(next, bytes.length + 1);
    return splice(bytes, [at, at], pick(next, TOKENS));
  },
  (bytes, next) => splice(bytes, cut(bytes, next), pick(next, TOKENS)),
  (bytes, next) => {
    const part = bytes.subarray(...cut(bytes, next));
    const at = below(next, bytes.length + 1);
    return splice(bytes, [at, at], Buffer.concat(Array.from({ length: 1 + below(next, 20) }, () => part)));
  },
  (bytes, next, other) => Buffer.concat([bytes.subarray(0, below(next, bytes.length + 1)), other.subarray(below(next, other.length + 1))]), // prettier-ignore
  (bytes, next) => bytes.subarray(0, below(next, bytes.length + 1)),
  (bytes, next) => {
    const token = pick(next, TOKENS);
    return Buffer.from(bytes.toString("latin1").replaceAll(pick(next, [",", "\n", "0", "2", "-", "."]), token.toString("latin1")), "latin1"); // prettier-ignore
  },
];

/** One of the seeds after one to six changes. */
export function mutated(seeds: readonly Buffer[], next: Random): Buffer {
  let bytes = pick(next, seeds);
  const times = 1 + below(next, 6);
  for (let i = 0; i < times && bytes.length < 1_000_000; i++)
    bytes = pick(next, MUTATIONS)(bytes, next, pick(next, seeds));
  return bytes;
}

/** A short text of tokens, digits and marks: a cell. */
export function oddCell(next: Random): string {
  const parts = Array.from({ length: 1 + below(next, 7) }, () =>
    next() < 0.5 ? `${below(next, pick(next, [10, 100, 3000, 1e9]))}` : pick(next, CELL_PARTS),
  );
  return parts.join("");
}

const CELL_PARTS = [
  "-", "/", ".", ",", ":", " ", "T", "Z", "'", "(", ")", "+", "€", "$", "EUR", "zł", "%", "e", "E+", "\u00A0", "\u202F", "年", "月", "日", "令和", "元",
  "March", "mars", "Dez", "marca", "am", "PM", "下午", "GMT", "+02:00", "Europe/Berlin", "CET", "EST5EDT", "st", "th", "Mo,", "００", "٣", "−", "\u200B", "null", "\0", "\n", '"',
]; // prettier-ignore
