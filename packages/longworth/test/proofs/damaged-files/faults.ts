/** What happens to files on their way: each fault changes the cells, the lines or the bytes of a sheet. */
import { lineOf, linesOf, type Row, type Sheet } from "./sheets.js";

export type Random = () => number;
const below = (next: Random, limit: number): number => Math.floor(next() * limit);
const pick = <T>(next: Random, all: readonly T[]): T => all[below(next, all.length)];

/** A block of the records: a tenth to nine tenths of them, anywhere. */
function block(next: Random, rows: number): (index: number) => boolean {
  const size = Math.ceil(rows * (0.1 + 0.8 * next()));
  const from = below(next, rows - size + 1);
  return (index) => index >= from && index < from + size;
}

/** One to five records, anywhere. */
function few(next: Random, rows: number): ReadonlySet<number> {
  return new Set(Array.from({ length: 1 + below(next, 5) }, () => below(next, rows)));
}

const withCells = (sheet: Sheet, rows: readonly (readonly string[])[]): Sheet => ({
  ...sheet,
  rows: rows.map((cells) => ({ cells })),
});

/** The cells of some columns of some records, changed. */
function changed(
  sheet: Sheet,
  columns: readonly string[],
  { is, change }: Readonly<{ is: (row: number) => boolean; change: (cell: string) => string }>,
): Sheet {
  const at = new Set(columns.map((column) => sheet.header.indexOf(column)));
  const rows = sheet.rows.map(({ cells }, i) =>
    is(i) ? cells.map((cell, j) => (at.has(j) ? change(cell) : cell)) : cells,
  );
  return withCells(sheet, rows);
}

/** The cells of a sheet changed. */
type CellFault = (sheet: Sheet, next: Random) => Sheet;

function swapDayAndMonth(sheet: Sheet, next: Random): Sheet {
  const change = (cell: string): string =>
    cell.replace(/^(\d{4})-(\d{2})-(\d{2})/u, "$1-$3-$2").replace(/^(\d{2})([./])(\d{2})[./](\d{4})/u, "$3$2$1$2$4");
  return changed(sheet, sheet.days, { is: block(next, sheet.rows.length), change });
}

const otherMark = (cell: string): string => cell.replace(/[.,]/gu, (mark) => (mark === "." ? "," : "."));

const decimalMark: CellFault = (sheet, next) =>
  changed(sheet, sheet.money, { is: block(next, sheet.rows.length), change: otherMark });

/** What spreadsheets and tables of numbers make of an id. */
const MANGLES: readonly ((id: string) => string)[] = [
  (id) => (/^\d{12,}$/u.test(id) ? Number(id).toExponential(2).toUpperCase() : id), // too long for a cell
  (id) => (/^\d+$/u.test(id) ? `${id}.0` : id),
  (id) => (/^\d+$/u.test(id) ? `'${id}` : id),
  (id) => id.replace(/^0+(?=\d)/u, ""),
];

function mangleIds(sheet: Sheet, next: Random): Sheet {
  const some = few(next, sheet.rows.length);
  const part = block(next, sheet.rows.length);
  const is = pick(next, [(i: number) => some.has(i), part, () => true]);
  return changed(sheet, [pick(next, sheet.ids)], { is, change: pick(next, MANGLES) });
}

function groupThousands(sheet: Sheet, next: Random): Sheet {
  const comma = sheet.rows.some(({ cells }) =>
    sheet.money.some((column) => /,\d{2}$/u.test(cells[sheet.header.indexOf(column)] ?? "")),
  );
  const mark = pick(next, [comma ? "." : ",", " ", "\u00A0", "'"]);
  const change = (cell: string): string => cell.replace(/\d{4,}/u, (whole) => whole.replace(/\B(?=(\d{3})+$)/gu, mark));
  return changed(sheet, sheet.money, { is: block(next, sheet.rows.length), change });
}

function markCurrency(sheet: Sheet, next: Random): Sheet {
  const mark = pick(next, ["€", "$", "EUR", "£", "zł"]);
  const behind = next() < 0.5;
  const blank = next() < 0.5 ? " " : "";
  const change = (cell: string): string =>
    cell === "" ? cell : behind ? `${cell}${blank}${mark}` : `${mark}${blank}${cell}`;
  const made = { is: block(next, sheet.rows.length), change };
  return changed({ ...sheet, encoding: "utf8" }, sheet.money, made);
}

const latin = new TextDecoder("windows-1252");
const asLatin = (cell: string): string => latin.decode(Buffer.from(cell, "utf8"));
const withoutLetters = (cell: string): string => cell.replace(/[\u0080-\uFFFF]/gu, "\uFFFD");

function mojibake(sheet: Sheet, next: Random): Sheet {
  const is = next() < 0.5 ? block(next, sheet.rows.length) : () => true;
  const change = next() < 0.7 ? asLatin : withoutLetters;
  const all = changed({ ...sheet, encoding: "utf8" }, sheet.header, { is, change });
  return next() < 0.5 ? { ...all, header: sheet.header.map(asLatin) } : all;
}

/** The lines of a sheet changed, where they no longer say what their cells say. */
type LineFault = CellFault;

const lineFault = (change: (row: Row, sheet: Sheet, next: Random) => string): LineFault => {
  return (sheet, next) => {
    const some = few(next, sheet.rows.length);
    const rows = sheet.rows.map((row, i) => (some.has(i) ? { ...row, written: change(row, sheet, next) } : row));
    return { ...sheet, rows };
  };
};

const ragged = lineFault(({ cells }, { delimiter }, next) => {
  const at = below(next, cells.length);
  const made = next() < 0.5 ? cells.toSpliced(at, 1) : cells.toSpliced(at, 0, pick(next, ["", "Ltd", "2"]));
  return lineOf(made, delimiter);
});

const openQuote: LineFault = (sheet, next) => {
  const at = below(next, sheet.rows.length);
  const rows = sheet.rows.map((row, i) => {
    if (i !== at) return row;
    const column = below(next, row.cells.length);
    const cells = row.cells.map((cell) => lineOf([cell], sheet.delimiter));
    return { ...row, written: cells.map((cell, j) => (j === column ? `"${cell}` : cell)).join(sheet.delimiter) };
  });
  return { ...sheet, rows };
};

const OTHER_DELIMITERS: Readonly<Record<string, readonly string[]>> = {
  ",": [";", "\t", "|"],
  ";": [",", "\t", "|"],
  "\t": [",", ";", "|"],
};

function mixDelimiters(sheet: Sheet, next: Random): Sheet {
  const is = block(next, sheet.rows.length);
  const other = pick(next, OTHER_DELIMITERS[sheet.delimiter] ?? [";"]);
  const rows = sheet.rows.map((row, i) => (is(i) ? { ...row, written: lineOf(row.cells, other) } : row));
  return { ...sheet, rows };
}

/** Lines put between the records. */
const inserted = (sheet: Sheet, lines: readonly string[], at: number): Sheet => ({
  ...sheet,
  rows: sheet.rows.toSpliced(at, 0, ...lines.map((written) => ({ cells: [], written }))),
});

const repeatHeader: LineFault = (sheet, next) => {
  const header = lineOf(sheet.header, sheet.delimiter);
  const times = 1 + below(next, 3);
  return Array.from({ length: times }).reduce<Sheet>(
    (made) => inserted(made, [header], below(next, made.rows.length + 1)),
    sheet,
  );
};

const blankLines: LineFault = (sheet, next) => {
  const line = pick(next, ["", " ", sheet.delimiter.repeat(sheet.header.length - 1)]);
  return inserted(
    sheet,
    Array.from({ length: 1 + below(next, 3) }).map(() => line),
    below(next, sheet.rows.length + 1),
  );
};

/** The sum of a column, as a report writes it below the records. */
function totalLine({ header, money, delimiter, rows }: Sheet, word: string, wide: boolean): string {
  const at = header.indexOf(money.at(-1) ?? "");
  const sum = rows.reduce((all, { cells }) => all + (Number((cells[at] ?? "").replace(",", ".")) || 0), 0);
  const isComma = rows.some(({ cells }) => /,\d\d$/u.test(cells[at] ?? ""));
  const shown = isComma ? sum.toFixed(2).replace(".", ",") : sum.toFixed(2);
  const cells = header.map((_, i) => (i === 0 ? word : i === at ? shown : ""));
  return lineOf(wide ? cells : [word, shown], delimiter);
}

const footer: LineFault = (sheet, next) => {
  const { length } = sheet.rows;
  const lines = pick(next, [
    [totalLine(sheet, "Total", true)],
    [totalLine(sheet, "Summe:", true)],
    [totalLine(sheet, "Grand total", false)],
    ["", totalLine(sheet, "TOTAL", true)],
    [`${length} records`],
    [`Total: ${length} orders`],
    ["Generated on 2026-01-05 by the reporting service"],
    ["", `Exported ${length} rows`, "Page 1 of 1"],
    ["*** End of report ***"],
  ]);
  return inserted(sheet, lines, length);
};

const preamble: LineFault = (sheet, next) => {
  const { delimiter: d } = sheet;
  const above = pick(next, [
    ["Orders report"],
    ["Orders report", ""],
    ["Example Trading Ltd", "Orders 2023 to 2025", "Generated 2026-01-05", ""],
    [["Report", "Orders"].join(d), ["From", "2023-01-01"].join(d), ["To", "2025-12-31"].join(d)],
    [
      lineOf(
        sheet.header.map((_, i) => (i === 0 ? "Orders" : "")),
        d,
      ),
    ],
  ]);
  return { ...sheet, before: `${sheet.before}${above.join("\n")}\n` };
};

/** The bytes of a file changed. */
type ByteFault = (bytes: Buffer, next: Random) => Buffer;

/** Cut in the middle of a record, somewhere in the last two thirds: at its end nothing would be missing of it. */
const cutEnd: ByteFault = (bytes, next) => {
  for (;;) {
    const at = bytes.length - 2 - below(next, Math.floor((2 * bytes.length) / 3));
    if (![10, 13].includes(bytes[at - 1]) && ![10, 13].includes(bytes[at])) return bytes.subarray(0, at);
  }
};

const nulByte: ByteFault = (bytes, next) => {
  const at = below(next, bytes.length);
  return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(1 + below(next, 3)), bytes.subarray(at)]);
};

const mixLineEnds: ByteFault = (bytes, next) => {
  const lines = bytes.toString("latin1").split("\n");
  const is = block(next, lines.length);
  const other = pick(next, ["\r\n", "\r"]);
  const made = lines.map((line, i) => (i === lines.length - 1 ? line : line + (is(i) ? other : "\n"))).join("");
  return Buffer.from(made, "latin1");
};

type Fault = Readonly<{ level: "cells" | "lines"; made: CellFault }> | Readonly<{ level: "bytes"; made: ByteFault }>;

/** Every fault by its name, in the order in which two of them happen. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  "day and month swapped in a part": { level: "cells", made: swapDayAndMonth },
  "other decimal mark in a part": { level: "cells", made: decimalMark },
  "thousands signs in a part": { level: "cells", made: groupThousands },
  "currency marks in a part": { level: "cells", made: markCurrency },
  "ids mangled by a spreadsheet": { level: "cells", made: mangleIds },
  mojibake: { level: "cells", made: mojibake },
  "ragged records": { level: "lines", made: ragged },
  "another separator in a part": { level: "lines", made: mixDelimiters },
  "an unclosed quote": { level: "lines", made: openQuote },
  "the header again": { level: "lines", made: repeatHeader },
  "blank lines": { level: "lines", made: blankLines },
  "a footer": { level: "lines", made: footer },
  "a preamble": { level: "lines", made: preamble },
  "mixed line ends": { level: "bytes", made: mixLineEnds },
  "a NUL byte": { level: "bytes", made: nulByte },
  "the end cut off": { level: "bytes", made: cutEnd },
};

/** The bytes of a sheet after these faults, which happen in the order of FAULTS. They can miss: there may be nothing to damage. */
export function damaged(sheet: Sheet, names: readonly string[], next: Random): Buffer {
  const order = Object.keys(FAULTS);
  const sorted = names.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  let made = sheet;
  for (const name of sorted) {
    const fault = FAULTS[name];
    if (fault.level !== "bytes") made = fault.made(made, next);
  }
  let bytes: Buffer = Buffer.from(`${made.before}${linesOf(made).join("\n")}\n`, made.encoding);
  for (const name of sorted) {
    const fault = FAULTS[name];
    if (fault.level === "bytes") bytes = fault.made(bytes, next);
  }
  return bytes;
}
