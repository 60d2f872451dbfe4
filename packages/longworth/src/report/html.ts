/** The HTML tag: a value cannot become markup, and only this file can make an `Html`. */
import { visible } from "../words/format.js";
const made: unique symbol = Symbol("html");

/** Markup that is safe to write. */
export interface Html {
  readonly [made]: true;
  readonly text: string;
}

type Part = Html | string | number | null | false | readonly Html[];

const make = (text: string): Html => ({ [made]: true, text });
const isHtml = (part: Html | readonly Html[]): part is Html => made in part;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as text; a number and its percent sign stay on one line, control characters and marks of direction are written out. */
const escape = (text: string): string =>
  visible(text)
    .replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)
    .replace(/(?<=\d) %/g, "\u00a0%");

function markup(part: Part): string {
  if (part === null || part === false) return "";
  if (typeof part === "string") return escape(part);
  if (typeof part === "number") return `${part}`;
  return isHtml(part) ? part.text : part.map(({ text }) => text).join("");
}

/** Template tag. Text in `${}` is escaped; another Html, or a list of them, is spliced in. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  make(strings.reduce((text, string, i) => text + markup(parts[i - 1] ?? null) + string));

/** The drawing of a chart: made by us from numbers and escaped labels. */
export const drawing = (svg: string): Html => make(svg);

/** Words with commands between backticks: `like this` becomes code. */
export const prose = (text: string): Html =>
  make(
    text
      .split("`")
      .map((part, i) => (i % 2 === 1 ? `<code>${escape(part)}</code>` : escape(part)))
      .join(""),
  );

/** No markup. */
export const NOTHING: Html = make("");
