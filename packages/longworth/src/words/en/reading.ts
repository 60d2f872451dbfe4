/** Sentences of: reading. What can be wrong with a file, a number or a date column, and what was decided about it. */

import { formatter } from "../format.js";

const { integer } = formatter("en");

type Said = Readonly<{ message: string; hint: string }>;
type F = Readonly<Record<string, string | number>>;

const DOWNLOAD = "Download the export again and give that file";

const ZIP_FAULTS = {
  outside: "a name that leads out of the archive",
  link: "a symbolic link",
  encrypted: "which is encrypted",
  method: "which is compressed in a way that is not read",
  overlap: "which shares its bytes with another file",
} as const;

export const reading = {
  directoryEmpty: (): Said => ({
    message: "is a folder without files",
    hint: "Name a file, or a folder that holds the exports",
  }),
  notRegular: (): Said => ({ message: "is not a regular file", hint: "Save it to a file first and name that file" }),
  linkLoop: (): Said => ({ message: "is a symbolic link that leads back to itself", hint: "Name the file itself" }),
  html: (f: F): Said => ({
    message: `${f.name} is a web page (HTML), not a table`,
    hint: `A login page was saved instead of the export? ${DOWNLOAD}`,
  }),
  otherFormat: (f: F): Said => ({
    message: `${f.name} is ${f.what}, not a CSV or Parquet file`,
    hint: `${f.hint ?? "Export as CSV and give that file"}`,
  }),
  binary: (f: F): Said => ({
    message: `${f.name} is not text (binary data from byte ${f.byte} on)`,
    hint: "Export as CSV or Parquet and give that file",
  }),
  gzipShort: (f: F): Said => ({ message: `${f.name}: the gzip data ends early at byte ${f.byte}`, hint: DOWNLOAD }),
  gzipDamaged: (f: F): Said => ({ message: `${f.name}: the gzip data is damaged (${f.why})`, hint: DOWNLOAD }),
  gzipTrailing: (f: F): Said => ({
    message: `${f.name}: ${f.bytes} bytes follow the end of the gzip data at byte ${f.byte}`,
    hint: DOWNLOAD,
  }),
  gzipBomb: (f: F): Said => ({
    message: `${f.name} unpacks to more than ${f.ratio} times its size`,
    hint: "Unpack it yourself if it is meant to be like that, and give the unpacked file",
  }),
  zipDamaged: (f: F): Said => ({ message: `${f.name}: the archive is damaged (${f.why})`, hint: DOWNLOAD }),
  zipEntries: (f: F): Said => ({
    message: `${f.name} holds more than ${integer(Number(f.max))} files`,
    hint: "Unpack it and give the files that hold orders",
  }),
  zipEntry: (
    f: Readonly<{ name: string; entry: string; why: "outside" | "link" | "encrypted" | "method" | "overlap" }>,
  ): Said => ({
    message: `${f.name} holds ${f.entry}, ${ZIP_FAULTS[f.why]}`,
    hint: "Unpack it where you trust it, and give the file inside",
  }),
  zipKinds: (f: Readonly<{ name: string; found: readonly string[] }>): Said => ({
    message: `${f.name} does not hold tables of one kind: ${f.found.length === 0 ? "it is empty" : f.found.join(", ")}`,
    hint: "Unpack it and give the files that hold orders",
  }),
  zipNested: (f: F): Said => ({
    message: `${f.name} is an archive inside an archive`,
    hint: "Unpack the outer one and give the file inside",
  }),
  office: (f: F): string =>
    ({ "content.xml": "an OpenDocument spreadsheet", "xl/workbook.bin": "a binary Excel workbook (XLSB)" })[
      `${f.part}`
    ] ?? "an Office document",
  workbookDamaged: (f: F): Said => ({
    message: `${f.name} cannot be read as an Excel workbook (${f.why})`,
    hint: "Save it again as XLSX or CSV",
  }),
  workbookLimit: (f: F): Said => ({
    message: `${f.name} unpacks to more than ${f.max} MB`,
    hint: "Save the sheet as CSV and give that file",
  }),
  noSheet: (f: F): Said => ({
    message: `${f.name} has no sheet "${f.sheet}"; its sheets: ${f.sheets}`,
    hint: "--sheet with one of them",
  }),
  sheetsAlike: (f: Readonly<{ name: string; sheets: readonly string[] }>): Said => ({
    message: `${f.name}: the sheets ${f.sheets.join(", ")} have the same header`,
    hint: `${f.sheets.map((sheet) => `--sheet "${sheet}"`).join(" ")} reads them all; name one for that one`,
  }),
  stdin: (): string => "standard input",
  json: (f: F): Said => ({
    message: `${f.name} is JSON, not a table; JSON lines are read`,
    hint: `One object per line: jq -c '.[]' ${f.name} > orders.jsonl`,
  }),
  jsonLine: (f: F): Said => ({
    message: `${f.name}: line ${f.line} is not a JSON object`,
    hint: "One object per line; a cut last line means an incomplete download",
  }),
  secondTable: (f: F): Said => ({
    message: `${f.name}: another table with a header of its own starts at line ${f.line}`,
    hint: "Give the tables as files of their own",
  }),
  parquetEncrypted: (f: F): Said => ({
    message: `${f.name} is an encrypted Parquet file`,
    hint: "Write it without encryption, to a place that only you can read",
  }),
  parquetDamaged: (f: F): Said => ({
    message: `${f.name} is not a complete Parquet file (${f.why})`,
    hint: "Write the Parquet file again",
  }),
  utf32: (f: F): Said => ({
    message: `${f.name} is UTF-32 text`,
    hint: `iconv -f UTF-32 -t UTF-8 ${f.name} > converted.csv`,
  }),
  utf16Unmarked: (f: F): Said => ({
    message: `${f.name} looks like UTF-16 text without its mark`,
    hint: `--encoding ${f.encoding}`,
  }),
  badByte: (f: F): Said => ({
    message: `${f.name} is not UTF-8: byte ${f.byte} at line ${f.line}, column ${f.column}${Number(f.count) > 1 ? `, and ${integer(Number(f.count) - 1)} more` : ""}`,
    hint: "--encoding windows-1252 (or windows-1250, gbk, big5, shift_jis, euc-kr), or save the file as UTF-8",
  }),
  undecodable: (f: F): Said => ({
    message: `${f.name} cannot be read as ${f.encoding}`,
    hint: "Name another --encoding, or save the file as UTF-8",
  }),
  unknownEncoding: (f: F): Said => ({
    message: `--encoding ${f.encoding} is not known`,
    hint: "For example utf-8, utf-16le, windows-1252, windows-1250, gbk, big5, shift_jis, euc-kr",
  }),
  badDelimiter: (f: F): Said => ({
    message: `--delimiter must be one ASCII character; ${f.value} is not`,
    hint: "--delimiter ',' or ';' or '|' or tab",
  }),
  nul: (f: F): Said => ({
    message: `${f.name} holds a NUL byte at line ${f.line}, column ${f.column}`,
    hint: `The file is damaged or not text. ${DOWNLOAD}`,
  }),
  openQuote: (f: F): Said => ({
    message: `${f.name}: the quote opened at line ${f.line}, column ${f.column} is never closed`,
    hint: "Close the quote there, or write it twice when it belongs to the text",
  }),
  truncated: (f: F): Said => ({
    message: `${f.name} looks truncated at line ${f.line}: its last record is cut`,
    hint: DOWNLOAD,
  }),
  mostlyRagged: (f: F): Said => ({
    message: `${f.count} records have another number of fields than the header, first ${f.fields} instead of ${f.expected} at ${f.at}`,
    hint: "Name the separator with --delimiter, or download the file again",
  }),
  counted: (f: F): Said => ({
    message: `${f.name}: ${f.counted} records were counted and ${f.loaded} loaded; a quote out of place`,
    hint: "Save the file again with standard quoting; report it if it stays",
  }),
  fieldLimit: (f: F): Said => ({
    message: `${f.name}: line ${f.line} holds a field longer than 1 MB`,
    hint: "A quote that is never closed? Correct that line",
  }),
  recordLimit: (f: F): Said => ({
    message: `${f.name}: line ${f.line} starts a record longer than 2 MB`,
    hint: "A quote that is never closed? Correct that line",
  }),
  columnLimit: (f: F): Said => ({
    message: `${f.name}: line ${f.line} has more than 500 columns`,
    hint: "Export fewer columns",
  }),
  noHeader: (f: F): Said => ({
    message: `${f.name} has no header; its first row is ${f.row}`,
    hint: `--columns ${f.example}, or --header if the first row does hold names`,
  }),
  noAges: (f: F): Said => ({
    message: `${f.name} looks like a table of cohorts, and its first row is ${f.row}`,
    hint: "Name the columns 0, 1, 2, … without a gap, and begin each row with a year, month or quarter: 2024, 2024-05, 2024-Q2",
  }),
  columnCount: (f: F): Said => ({
    message: `--columns names ${f.given} columns, ${f.name} has ${f.found}`,
    hint: "Name every column, in the order of the file",
  }),
  duplicateHeader: (f: F): Said => ({
    message: `${f.name}: the header names "${f.column}" twice, columns ${f.first} and ${f.second}`,
    hint: "Rename one of them, or name all with --header --columns a,b,c",
  }),
  emptyHeader: (f: F): Said => ({
    message: `${f.name}: column ${f.position} holds values and has no name in the header`,
    hint: "Name it in the header, or name all with --header --columns a,b,c",
  }),
  nothing: (): string => "no header, no rows",
  readAs: {
    gzip: (): string => "gzip",
    encoding: (f: F): string => `${f.encoding} text`,
    delimiter: (f: F): string => `fields separated by ${f.delimiter}`,
    preamble: (f: F): string => `a table that starts at line ${f.line}`,
    lineEnds: (): string => "lines with mixed ends",
    oldLineEnds: (): string => "lines that end in CR",
    blank: (f: F): string => `blank lines left out (${f.count})`,
    padded: (f: F): string => `records with an empty field at the end too many or too few (${f.count})`,
    quotes: (): string => "quotes inside fields taken literally",
    blankSeparated: (): string => "columns separated by blanks",
    sheet: (f: F): string => `its sheet "${f.sheet}" (sheets: ${f.sheets}; --sheet names another)`,
    copy: (f: F): string => `another copy of ${f.name}: its content is counted once`,
    header: (f: F): string => `"${f.column}"`,
  },
  numberConflict: (f: F): Said => ({
    message: `${f.column}: ${f.a} and ${f.b} disagree about the decimal mark`,
    hint: "--decimal , or --decimal . says which mark is the decimal one",
  }),
  numberDots: (f: F): Said => ({
    message: `${f.column}: ${f.value} has two readings, ${f.a} and ${f.b}`,
    hint: "--decimal and --thousands say which mark is which",
  }),
  minorUnits: (f: F): Said => ({
    message: `${f.column}: ${f.value} seems to be in minor units (cents)`,
    hint: `--minor-units ${f.column} if it is, --decimal . if not`,
  }),
  dateTwoWays: (f: F): Said => ({
    message: `${f.column}: ${f.value} can be ${f.a} or ${f.b}`,
    hint: "--date-format dd/mm/yyyy or mm/dd/yyyy",
  }),
  dateMixed: (f: F): Said => ({
    message: `${f.column}: ${f.a} is day first and ${f.b} month first`,
    hint: "--date-format dd/mm/yyyy or mm/dd/yyyy",
  }),
  zoneUnclear: (f: F): Said => ({
    message: `${f.column}: the zone ${f.zone} in ${f.value} has several meanings`,
    hint: "Leave out --timezone, or write offsets such as +01:00",
  }),
  badDateFormat: (f: F): Said => ({
    message: `--date-format ${f.value} is not known`,
    hint: "dd/mm/yyyy, mm/dd/yyyy, yyyy-mm-dd, dd/mm/yy, mm/dd/yy or yy-mm-dd",
  }),
  badZone: (f: F): Said => ({
    message: `--timezone ${f.zone} is not known`,
    hint: "For example Europe/Warsaw, America/New_York, Asia/Shanghai",
  }),
} as const;
