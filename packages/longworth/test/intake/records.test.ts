import fc from "fast-check";
import { expect, test } from "vitest";
import { cellsOf, isFooter } from "../../src/intake/record-cells.js";
import type { Stop } from "../../src/intake/record-scan.js";
import { openScanner, type Scan } from "../../src/intake/records.js";

type Options = Readonly<{ fields?: number; openEnd?: boolean; header?: boolean; pieces?: readonly number[] }>;
type Scanned = Readonly<{ scan: Scan; stop: Stop | undefined; texts: readonly string[] }>;

/** Scans `text`, cut into pieces of these lengths (in turn). */
function scan(text: string, { fields = 2, openEnd = false, header = true, pieces = [1 << 20] }: Options = {}): Scanned {
  const texts: string[] = [];
  const onRecord = (bytes: Buffer): void => void texts.push(bytes.toString("utf8"));
  const scanner = openScanner({ delimiter: ",", header, startOffset: 0, startLine: 1, fields, openEnd, onRecord });
  const bytes = Buffer.from(text);
  let stop: Stop | undefined;
  for (let at = 0, i = 0; at < bytes.length && !stop; i++) {
    const size = pieces[i % pieces.length] ?? 1;
    stop = scanner.write(bytes.subarray(at, at + size));
    at += size;
  }
  stop ??= scanner.end();
  return { scan: scanner.result(), stop, texts };
}

test("records are counted with quotes, newlines inside them, and blank lines left out", () => {
  const { scan: found, texts } = scan('a,b\n1,"x\ny"\n\n2,"say ""hi"""\n , \n3,\n');
  expect(found).toMatchObject({
    records: 3,
    blankLines: 2,
    raggedRecords: 0,
    strayQuotes: false,
    endsWithNewline: true,
  });
  expect(texts).toEqual(["a,b", '1,"x\ny"', '2,"say ""hi"""', "3,"]);
});

const cell = fc.string({ unit: fc.constantFrom("a", " ", '"', ",", "\n", "\r", "é", "漢"), maxLength: 6 });
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 });

test("whatever is quoted properly comes back, however the bytes are cut", () =>
  fc.assert(
    fc.property(
      table,
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      (rows, end, pieces) => {
        const text = ["a,b", ...rows.map(([a, b]) => `x${quoted(a)},${quoted(b)}`.slice(1))].join(end);
        const { scan: found, stop, texts } = scan(text + end, { pieces });
        expect(stop).toBeUndefined();
        expect(found).toMatchObject({ records: rows.length, raggedRecords: 0, strayQuotes: false });
        expect(texts.slice(1).map((record) => cellsOf(record, ","))).toEqual(rows);
      },
    ),
  ));

test("the pieces a file arrives in change nothing", () =>
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "ü"), maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      (text, pieces) => {
        const { tail: _whole, ...whole } = scan(text).scan;
        const { tail: _cut, ...cut } = scan(text, { pieces }).scan;
        expect(cut).toEqual(whole);
        expect(scan(text, { pieces }).stop).toEqual(scan(text).stop);
      },
    ),
  ));

test("physical lines inside quotes are counted once, also when a CRLF is cut in two", () => {
  for (const size of [1, 2, 3, 5, 100]) {
    expect(scan('a,b\r\n"x\r\n\r\ny",1\r\n2,3\r\n', { pieces: [size] }).scan.lastLine).toBe(5);
  }
});

test("ragged records keep their number, line, fields and text", () => {
  const { scan: found } = scan('a,b\n"x\ny",1\n2\n3,4,5\n');
  expect(found.ragged).toEqual([
    { record: 2, line: 4, fields: 1, code: "row_ragged", text: "2" },
    { record: 3, line: 5, fields: 3, code: "row_ragged", text: "3,4,5" },
  ]);
});

test("an empty field too many at the end is read as a separator behind the record", () => {
  expect(scan("a,b\n1,2,\n3,4,\n").scan).toMatchObject({ padded: 2, raggedRecords: 0 });
  expect(scan("a,b,\n1,2\n", { fields: 3, openEnd: true }).scan).toMatchObject({ padded: 1, raggedRecords: 0 });
});

test("a separator behind some records only can stand for one too many before it: they are ragged", () => {
  const { scan: found } = scan("a,b\n1,2\nJones, Ltd,\n3,4\n");
  expect(found).toMatchObject({ padded: 0, raggedRecords: 1, ragged: [{ record: 2, line: 3, fields: 3 }] });
  expect(scan("a,b,\n1,2\n3,4,\n", { fields: 3, openEnd: true }).scan).toMatchObject({ padded: 0, raggedRecords: 1 });
});

test("lines of text behind the last record are a footer, between records they are ragged", () => {
  const { scan: found } = scan("a,b\n1,2\nend of part\n3,4\nExported 2 rows\nPage 1 of 1\n");
  expect(found.ragged.map(({ record, code }) => [record, code])).toEqual([[2, "row_ragged"], [4, "total_row"], [5, "total_row"]]); // prettier-ignore
  expect(scan("a,b\n1,2\n10034\n").scan.ragged).toMatchObject([{ code: "row_ragged" }]);
});

test.each([
  { name: "to the end of the file", text: 'a,b\n1,2\n3,"x\n5,6\n', place: { line: 3, column: 3 } },
  {
    name: "to the next quote, which opens another field",
    text: 'a,b\n"ü,2\n3,4\n"x",6\n',
    place: { line: 2, column: 1 },
  },
  {
    name: "to a quote that ends a record with too few fields",
    text: 'a,b\n1,2\n"3,4\n5,6"\n7,8\n',
    place: { line: 3, column: 1 },
  },
])("an open quote is reported where it starts: $name", ({ text, place }) => {
  expect(scan(text).stop).toMatchObject({ reason: "openQuote", ...place });
});

test("a quote inside a field is literal, and so is text behind a closing quote on the same line", () => {
  expect(scan('a,b\n5" disk,2\n').scan).toMatchObject({ strayQuotes: true, records: 1 });
  expect(cellsOf('5" disk,2', ",")).toEqual(['5" disk', "2"]);
  expect(cellsOf('"a"b,c', ",")).toEqual(["ab", "c"]);
});

test.each([
  { name: "a field", text: `a,b\n1,2\n${"x".repeat(1_000_001)},2\n`, reason: "fieldLimit", fields: 2 },
  { name: "a quoted field", text: `a,b\n1,2\n"${"x".repeat(1_000_001)}",2\n`, reason: "fieldLimit", fields: 2 },
  {
    name: "a record",
    text: `a,b\n1,2\n${"x".repeat(900_000)},${"x".repeat(900_000)},${"x".repeat(900_000)}\n`,
    reason: "recordLimit",
    fields: 3,
  },
  { name: "columns", text: `a,b\n1,2\n${"x,".repeat(501)}\n`, reason: "columnLimit", fields: 502 },
])("limits: $name", ({ text, reason, fields }) => {
  expect(scan(text, { fields }).stop).toMatchObject({ reason, line: 3 });
  expect(scan(text, { fields, pieces: [65_536] }).stop).toMatchObject({ reason, line: 3 });
});

test("line ends are counted by kind", () => {
  expect(scan("a,b\r\n1,2\n3,4\r5,6").scan).toMatchObject({
    lineEnds: { lf: 1, crlf: 1, cr: 1 },
    records: 3,
    endsWithNewline: false,
  });
});

test("starts of records are remembered every so often", () => {
  const text = `a,b\n${"1,2\n".repeat(3000)}`;
  expect(scan(text).scan.marks).toEqual([
    { record: 1, offset: 4, line: 2 },
    { record: 1025, offset: 4 * 1025, line: 1026 },
    { record: 2049, offset: 4 * 2049, line: 2050 },
  ]);
});

test.each([["Total,3", true], ['"Summe:";;12', true], ["合计,3", true], ["12 record(s) downloaded", true], ["totally,3", false], ["ann,total", false]] as const)(
  "isFooter: %s is %s", (text, expected) => expect(isFooter(text)).toBe(expected)); // prettier-ignore
