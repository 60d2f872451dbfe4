/** The cells of one record, and what its first cell says about it. */

/**
 * The cells, unquoted, by the scanner's rules: a quote opens a field only at its start, `""` inside is a quote, text
 * behind a closing quote is literal.
 */
export function cellsOf(text: string, delimiter: string): string[] {
  if (!text.includes('"')) return text.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const { cell: quoted, next: from } = text[at] === '"' ? quotedPart(text, at) : { cell: "", next: at };
    const found = text.indexOf(delimiter, from);
    const end = found < 0 ? text.length : found;
    cells.push(quoted + text.slice(from, end));
    if (found < 0) return cells;
    at = end + 1;
  }
}

/** What stands between the quote at `start` and the one that closes it. */
function quotedPart(text: string, start: number): Readonly<{ cell: string; next: number }> {
  let cell = "";
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    const until = quote < 0 ? text.length : quote;
    cell += text.slice(at, until);
    at = until + 1;
    if (text[at] !== '"') return { cell, next: at };
    cell += '"';
    at++;
  }
}

/** What the first cell of a total line says, in lower case. */
const FOOTER_WORDS: readonly string[] = (
  "total|totals|grand total|subtotal|sub total|total general|totale|totaal|totaux|summe|gesamt|gesamtsumme|razem|suma|" +
  "合计|合計|総計|总计|總計"
).split("|");

const DOWNLOADED =
  /\brecord\(?s?\)? downloaded|^\d+ (records?|rows?)\b|^seller id\b|heruntergeladen|^verkäufer-?id\b|enregistrements? télécharg|record scaricat|registros? descargad/;

/** A total or footer line by its first cell. */
export function isFooter(text: string): boolean {
  const first = /^\s*"?([^,;\t|"]*)/.exec(text)?.[1]?.trim().toLowerCase().replace(/:$/, "") ?? "";
  return FOOTER_WORDS.includes(first) || DOWNLOADED.test(first);
}
