import { expect, test } from "vitest";
import { decideDialect } from "../../src/intake/csv-dialect.js";
import { languagesOfHeader, norm } from "../../src/intake/header-words.js";
import type { ReadOptions } from "../../src/intake/source.js";

const decide = (text: string, options: Partial<ReadOptions> = {}) =>
  decideDialect(Buffer.from(text), {
    name: "orders.csv",
    options: { temp: "", ...options },
    languagesOf: languagesOfHeader,
    isWhole: true,
  });

test.each([
  { delimiter: ";", text: "customer;date;amount\nann;2024-01-05;1,50\nbob;2024-01-06;2,50\n" },
  { delimiter: ",", text: 'customer,date,note\nann,2024-01-05,"a;b;c"\nbob,2024-01-06,"d;e;f"\n' },
  { delimiter: "\t", text: "customer\tdate\tamount\nann\t2024-01-05\t1,50\n" },
  { delimiter: "|", text: "customer|date|amount\nann|2024-01-05|1.50\n" },
  { delimiter: ",", text: "customer\nann\nbob\n" },
])("the separator that splits every record alike: $delimiter", ({ delimiter, text }) => {
  expect(decide(text).dialect).toMatchObject({ delimiter, header: true, startOffset: 0, startLine: 1 });
});

test("--delimiter decides, and must be one character", () => {
  expect(decide("a;b,c\n1;2,3\n", { delimiter: ";" }).columns).toEqual(["a", "b,c"]);
  expect(decide("a\tb\n1\t2\n", { delimiter: "tab" }).columns).toEqual(["a", "b"]);
  expect(() => decide("a,b\n1,2\n", { delimiter: "||" })).toThrow(
    expect.objectContaining({ code: "bad_arguments", place: "--delimiter" }),
  );
});

test("a preamble ends at the first line of names", () => {
  const text = "Orders report\nJan 1, 2024 - Dec 31, 2024\n\nCustomer,Order date,Total\nann,2024-01-05,1.50\n";
  const { dialect, columns, notes } = decide(text);
  expect(dialect).toMatchObject({ startLine: 4, startOffset: text.indexOf("Customer") });
  expect(columns).toEqual(["Customer", "Order date", "Total"]);
  expect(notes).toEqual([{ value: "orders.csv", as: "a table that starts at line 4" }]);
});

test("a first line sep=; is taken and dropped", () => {
  expect(decide("sep=;\r\na;b\r\n1;2\r\n")).toMatchObject({
    dialect: { delimiter: ";", startLine: 2, startOffset: 7 },
    columns: ["a", "b"],
  });
});

test("without a header the first row is shown, addresses masked", () => {
  expect(() => decide("john.doe@shop.example,2024-01-05,10\n")).toThrow(
    expect.objectContaining({
      code: "file_unreadable",
      facts: expect.objectContaining({ message: expect.stringContaining("jo…@…,2024-01-05,10") }),
    }),
  );
  expect(decide("ann,2024-01-05,10\n", { header: true }).columns).toEqual(["ann", "2024-01-05", "10"]);
  expect(decide("ann,2024-01-05,10\n", { header: false })).toMatchObject({
    dialect: { header: false },
    columns: ["column 1", "column 2", "column 3"],
  });
  expect(decide("ann,2024-01-05,10\n", { columns: ["customer", "date", "amount"] }).columns).toEqual([
    "customer",
    "date",
    "amount",
  ]);
  expect(decide("x,y\n1,2\n", { header: true, columns: ["customer", "date"] })).toMatchObject({
    dialect: { header: true },
    columns: ["customer", "date"],
  });
  expect(() => decide("ann,2024-01-05,10\n", { columns: ["customer"] })).toThrow(
    expect.objectContaining({ code: "bad_arguments" }),
  );
});

test("names are cleaned of blanks, and what was cleaned is said", () => {
  const { columns, notes } = decide(" Customer_ID ,Order\u00A0Date\nann,2024-01-05\n");
  expect(columns).toEqual(["Customer_ID", "Order Date"]);
  expect(notes).toEqual([{ value: '"Order\u00A0Date"', as: '"order date"' }]);
});

test.each([["Customer ID", ["en"]], ["OrderDate", ["en"]], ["Kundennummer", ["de"]], ["notes to self", []], ["下单时间", ["zh"]]])(
  "languagesOfHeader: %s", (header, languages) => expect(languagesOfHeader(header)).toEqual(languages)); // prettier-ignore

test("norm: one form of a header", () => expect(norm("\uFEFF *Order\u00A0 Date\u200B ")).toBe("order date"));
