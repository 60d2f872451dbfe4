/** JSON lines as CSV: one object per line, nested ones flattened, numbers as they are written. */
import { UserError } from "../errors.js";
import { reading } from "../words/en/reading.js";
import { csvLine } from "./csv-copy.js";
import { MAX_COLUMNS, MAX_RECORD_BYTES } from "./source.js";

/** The text starts with an object on a line of its own. */
export function isJsonLines(head: string): boolean {
  const [first = "", ...more] = head.trimStart().split(/\r?\n/);
  return first.startsWith("{") && (more.length > 0 || first.endsWith("}")) && parsed(first) !== undefined;
}

/** Lines of JSON that a CSV has one line more of: its header. */
export const JSON_LINE_SHIFT = -1;

type Cells = ReadonlyMap<string, string>;

/** The header, then a line per line. `chunks` is called twice: once for the names. @throws file_unreadable, limit_exceeded */
export async function* jsonAsCsv(chunks: () => AsyncIterable<Buffer>, name: string): AsyncGenerator<string, void> {
  const names = new Set<string>();
  let line = 0;
  for await (const text of linesOf(chunks(), name)) {
    line++;
    for (const key of objectAt(text, line, name).keys()) names.add(key);
    if (names.size > MAX_COLUMNS)
      throw new UserError("limit_exceeded", reading.columnLimit({ name, line }), { place: `${name}:${line}:1` });
  }
  const header = [...names];
  yield csvLine(header);
  line = 0;
  for await (const text of linesOf(chunks(), name)) {
    const cells = objectAt(text, ++line, name);
    yield text.trim() === "" ? "\n" : csvLine(header.map((key) => cells.get(key) ?? ""));
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<string, void> {
  const decoder = new TextDecoder("utf-8", { fatal: false });
  let rest = "";
  let line = 1;
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? "";
    yield* lines;
    line += lines.length;
    if (rest.length > MAX_RECORD_BYTES)
      throw new UserError("limit_exceeded", reading.recordLimit({ name, line }), { place: `${name}:${line}:1` });
  }
  if (rest.trim() !== "") yield rest;
}

function objectAt(text: string, line: number, name: string): Cells {
  if (text.trim() === "") return new Map();
  const cells = parsed(text);
  if (cells) return cells;
  throw new UserError("file_unreadable", reading.jsonLine({ name, line }), { place: `${name}:${line}:1` });
}

/** The object of a line, or undefined when it holds none. */
function parsed(text: string): Cells | undefined {
  try {
    const value: unknown = JSON.parse(numbersAsText(text));
    if (!isObject(value)) return undefined;
    const cells = new Map<string, string>();
    flatten(value, "", cells);
    return cells;
  } catch {
    return undefined; // JSON.parse says no by throwing
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `{"customer": {"id": 1}}` -> customer.id; lists stay JSON. */
function flatten(value: Readonly<Record<string, unknown>>, prefix: string, cells: Map<string, string>): void {
  for (const [key, inner] of Object.entries(value)) {
    const name = `${prefix}${key}`;
    if (isObject(inner)) flatten(inner, `${name}.`, cells);
    else if (Array.isArray(inner)) cells.set(name, JSON.stringify(inner));
    else if (typeof inner === "string") cells.set(name, inner);
    else cells.set(name, typeof inner === "boolean" ? `${inner}` : ""); // null; numbers are texts by now
  }
}

/**
 * Numbers quoted, so that no digit is lost: 23-digit ids, 10.50. Three decimals get a fourth: `1.234` is a number here,
 * never one thousand two hundred and thirty-four.
 */
const numbersAsText = (text: string): string =>
  text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
    token.startsWith('"') ? token : `"${/\.\d{3}$/.test(token) ? `${token}0` : token}"`,
  );
