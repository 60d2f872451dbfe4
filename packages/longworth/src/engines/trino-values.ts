/** Values on their way to Trino and back: nothing is rounded, nothing becomes syntax. */
import type { SqlValue } from "../sql/sql.js";
import type { Columns } from "./engine.js";

export const textLiteral = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** What a statement's parameter is bound to. @throws a bug for a number that is none */
export function literal(value: SqlValue): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return textLiteral(value);
  if (typeof value === "boolean") return `${value}`;
  if (!Number.isFinite(value)) throw new Error(`${value} cannot be bound`);
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? `${value}` : doubleText(value);
}

/** Doubles survive as text with an exponent; without one the literal would be a decimal. */
const doubleText = (value: number): string => (Object.is(value, -0) ? "-0e0" : value.toExponential());

/** The statement with its values: state on the server is not needed. */
export const bound = (text: string, values: readonly SqlValue[]): string =>
  values.length === 0 ? text : `EXECUTE IMMEDIATE ${textLiteral(text)} USING ${values.map(literal).join(", ")}`;

const LONG_WHOLE = /[[,:]\s*-?\d{16,}\s*[,\]}]/; // some whole numbers may be more than a double holds
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON in which whole numbers of 16 digits or more arrive as text. */
export function parseExact(text: string): unknown {
  if (!LONG_WHOLE.test(text)) return JSON.parse(text);
  return JSON.parse(text.replaceAll(TOKENS, (token) => (/^-?\d{16,}$/.test(token) ? `"${token}"` : token)));
}

/** A double as it came: NaN and infinities are text. NULL is NaN. */
export function doubleOf(cell: unknown): number {
  if (cell === null) return NaN;
  return typeof cell === "number" ? cell : Number(cell);
}

const NUMBERS = /^(integer|smallint|tinyint|double|real)$/;

/** A cell as `rows` gives it: decimals, bigints and dates as text, doubles and integers as numbers. */
export function cellOf(cell: unknown, type: string): string | number | boolean | null {
  if (cell === null || typeof cell === "boolean") return cell;
  if (NUMBERS.test(type)) return Number(cell);
  return typeof cell === "string" || typeof cell === "number" ? `${cell}` : JSON.stringify(cell);
}

/** The SQL type of a loaded column. */
export function typeOf(column: Columns[string]): "INTEGER" | "DOUBLE" | "VARCHAR" {
  if (column instanceof Int32Array) return "INTEGER";
  return column instanceof Float64Array ? "DOUBLE" : "VARCHAR";
}

/** Rows `from` to `to` of a column as the text of a JSON array. */
export function jsonArray(column: Columns[string], from: number, to: number): string {
  if (column instanceof Int32Array) return `[${column.subarray(from, to).join(",")}]`;
  if (!(column instanceof Float64Array)) return JSON.stringify(column.slice(from, to));
  const cells = Array.from(column.subarray(from, to), (value) => {
    if (Number.isNaN(value)) return "null";
    return Object.is(value, -0) ? "-0.0" : `${value}`;
  });
  return `[${cells.join(",")}]`;
}
