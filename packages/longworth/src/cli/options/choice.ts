/** Options that take one of a few words, a day, a currency, a time zone, an encoding. */
import { en } from "../../words/en.js";
import { closest } from "./closest.js";
import { refuse } from "./refuse.js";

const bad = en.cli.bad;

/** One of `choices`. @throws bad_arguments with the closest */
export function choice<const T extends string>(text: string, option: string, choices: readonly T[]): T {
  const chosen = choices.find((one) => one === text.trim().toLowerCase());
  if (chosen === undefined) throw refuse(bad.choice({ option, text, choices, nearest: closest(text, choices) }));
  return chosen;
}

/** A day of the calendar as YYYY-MM-DD. @throws bad_arguments */
export function day(text: string, option: string): string {
  const written = text.trim();
  const date = /^\d{4}-\d\d-\d\d$/.test(written) ? new Date(`${written}T00:00:00Z`) : new Date(NaN);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== written)
    throw refuse(bad.day({ option, text }));
  return written;
}

const CURRENCIES = Intl.supportedValuesOf("currency");

/** An ISO 4217 code, upper case. @throws bad_arguments */
export function currency(text: string, option: string): string {
  const code = text.trim().toUpperCase();
  if (CURRENCIES.includes(code)) return code;
  throw refuse(bad.currency({ option, text, nearest: closest(code, CURRENCIES) }));
}

/** An IANA time zone, as written. @throws bad_arguments */
export function timezone(text: string, option: string): string {
  const zone = text.trim();
  if (isKnown(() => new Intl.DateTimeFormat("en", { timeZone: zone }))) return zone;
  throw refuse(bad.timezone({ option, text, nearest: closest(zone, Intl.supportedValuesOf("timeZone")) }));
}

/** A label of the Encoding Standard, lower case. @throws bad_arguments */
export function encoding(text: string, option: string): string {
  const label = text.trim().toLowerCase();
  if (label !== "" && isKnown(() => new TextDecoder(label))) return label;
  throw refuse(bad.encoding({ option, text }));
}

/** The platform answers "do you know this name" by throwing. */
function isKnown(ask: () => unknown): boolean {
  try {
    ask();
    return true;
  } catch {
    return false;
  }
}

const DELIMITERS: Readonly<Record<string, string>> = { tab: "\t", "\\t": "\t", comma: ",", semicolon: ";", pipe: "|" };

/** One character, or its name: tab, comma, semicolon, pipe. @throws bad_arguments */
export function delimiter(text: string, option: string): string {
  const character = DELIMITERS[text.trim().toLowerCase()] ?? text;
  if (character.length !== 1 || /[\w"\r\n]/.test(character)) throw refuse(bad.delimiter({ option, text }));
  return character;
}

/** One ASCII character with which lines of comment start. @throws bad_arguments */
export function comment(text: string, option: string): string {
  const mark = text.trim();
  if (mark.length !== 1 || mark > "~" || /[\w"\s]/.test(mark)) throw refuse(bad.comment({ option, text }));
  return mark;
}

const THOUSANDS: Readonly<Record<string, string>> = {
  none: "none",
  space: " ",
  " ": " ",
  ".": ".",
  ",": ",",
  "'": "'",
  "’": "’",
  _: "_",
};

/** What stands between thousands: , . ' space or none. @throws bad_arguments */
export function thousands(text: string, option: string): string {
  const mark = THOUSANDS[text === " " ? text : text.trim().toLowerCase()];
  if (mark === undefined) throw refuse(bad.thousands({ option, text }));
  return mark;
}

/** A date format made of dd, mm, yyyy or yy and separators. @throws bad_arguments */
export function dateFormat(text: string, option: string): string {
  const format = text.trim().toLowerCase();
  const letters = format.replaceAll(/[^a-z]/g, "");
  if (["ddmmyyyy", "mmddyyyy", "yyyymmdd", "ddmmyy", "mmddyy", "yymmdd"].includes(letters)) return format;
  throw refuse(bad.dateFormat({ option, text }));
}
