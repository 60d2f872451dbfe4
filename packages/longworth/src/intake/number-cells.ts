/** What one cell says about how numbers are written: LAYOUTS section 5, number table. Pure; the SQL of numbers.ts reads the same forms. */

export type NumberKind =
  | "empty"
  | "unreadable"
  | "plain" // 1234: says nothing
  | "dot" // the dot is the decimal mark
  | "comma"
  | "dot3" // 1.234: says nothing
  | "comma3"
  | "exponent"; // 1.03456E+19

/** What must be done to the text before it is a number; a step is in the SQL only when a cell needs it. */
export type NumberMarks = Readonly<{
  apostrophe: boolean; // ' in front, a spreadsheet's mark for text
  currency: boolean; // a symbol or code in front or behind
  parentheses: boolean; // (x) is -x
  signBehind: boolean; // x-
  wideDigits: boolean; // full-width or Arabic digits, another minus
  spaces: boolean; // blanks or apostrophes between digits
}>;

export type NumberCell = Readonly<{ kind: NumberKind; marks: NumberMarks; decimals: number }>;

/** Symbols and codes that may stand before or after an amount. Longer ones first. */
export const CURRENCIES: readonly string[] =
  String.raw`CA\$ A\$ NT\$ US\$ R\$ RM kr\.? Kč zł Rs\.? \$ € £ ¥ ￥ ₹ ৳ ₫ ₩ ﷼ 元 円 [A-Za-z]{3}`.split(" ");

const FRONT = new RegExp(`^([-+(]?)\\s*(?:${CURRENCIES.join("|")})\\s*`, "u");
const BEHIND = new RegExp(`\\s*(?:${CURRENCIES.join("|")})([-)]?)$`, "u");
const EMPTY = new Set(["", "-", "--", "—", "n/a", "null", "#n/a"]);
const NONE: NumberMarks = {
  apostrophe: false,
  currency: false,
  parentheses: false,
  signBehind: false,
  wideDigits: false,
  spaces: false,
};
const GAP = "[ \\u00A0\\u202F\\u2009'’]";
const SPACED = new RegExp(`^\\d{1,3}(${GAP}\\d{3})+(?![\\d])`, "u");

/** Full-width and Arabic digits, marks and minus signs as ASCII. */
export const toAscii = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[٠-٩]/g, (digit) => `${digit.charCodeAt(0) - 0x660}`)
    .replace(/[۰-۹]/g, (digit) => `${digit.charCodeAt(0) - 0x6f0}`)
    .replaceAll("٫", ".")
    .replaceAll("٬", ",")
    .replace(/[−–]/g, "-");

/** Read one cell. */
export function numberCell(cell: string): NumberCell {
  const trimmed = cell.trim();
  if (/^-?\d+$/.test(trimmed)) return { kind: "plain", marks: NONE, decimals: 0 };
  if (EMPTY.has(trimmed.toLowerCase())) return { kind: "empty", marks: NONE, decimals: 0 };
  const spacesKept = trimmed.replace(/[\u00A0\u202F\u2009]/g, " ");
  const ascii = toAscii(spacesKept);
  const wideDigits = ascii !== spacesKept;
  const apostrophe = /^'[-+=(\d]/.test(ascii);
  const bare = apostrophe ? ascii.slice(1) : ascii;
  const priced = bare.replace(FRONT, "$1").replace(BEHIND, "$1").trim();
  const currency = priced !== bare.trim();
  const parentheses = /^\(.*\)$/.test(priced);
  const inner = parentheses ? priced.slice(1, -1).trim() : priced;
  const signBehind = /^[^-]*\d\s*-$/.test(inner);
  const unsigned = (signBehind ? inner.slice(0, -1) : inner.replace(/^[-+]\s*/, "")).trim();
  const spaces = SPACED.test(unsigned);
  const body = spaces ? unsigned.replace(new RegExp(GAP, "gu"), "") : unsigned;
  const marks = { apostrophe, currency, parentheses, signBehind, wideDigits, spaces };
  return { ...kindOf(body, spaces), marks };
}

function kindOf(body: string, spaces: boolean): Readonly<{ kind: NumberKind; decimals: number }> {
  const decimals = /[.,](\d*)$/.exec(body)?.[1]?.length ?? 0;
  if (/^\d+$/.test(body)) return { kind: "plain", decimals: 0 };
  if (/^\d+([.,]\d+)?e[-+]?\d+$/i.test(body))
    return { kind: body.replace(/e.*$/i, "").replace(/\D/g, "").length >= 6 ? "exponent" : "unreadable", decimals: 0 };
  if (spaces) return { kind: decimalAfterSpaces(body), decimals };
  if (/^[1-9]\d{0,2}\.\d{3}$/.test(body)) return { kind: "dot3", decimals: 3 };
  if (/^[1-9]\d{0,2},\d{3}$/.test(body)) return { kind: "comma3", decimals: 3 };
  if (/^\d{1,3}(,\d{2,3})*,\d{3}\.\d*$|^\d*\.\d*$/.test(body) && /\d/.test(body)) return { kind: "dot", decimals };
  if (/^\d{1,3}(\.\d{3})+,\d*$|^\d*,\d*$/.test(body) && /\d/.test(body)) return { kind: "comma", decimals };
  if (/^\d{1,3}(,\d{2,3})+,\d{3}$/.test(body)) return { kind: "dot", decimals: 0 }; // 1,234,567
  if (/^\d{1,3}(\.\d{3}){2,}$/.test(body)) return { kind: "comma", decimals: 0 }; // 1.234.567
  return { kind: "unreadable", decimals: 0 };
}

function decimalAfterSpaces(body: string): NumberKind {
  if (/^\d+\.\d+$/.test(body)) return "dot";
  return /^\d+,\d+$/.test(body) ? "comma" : "unreadable";
}
