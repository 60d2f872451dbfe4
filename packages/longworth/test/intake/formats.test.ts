/** Workbooks, archives, JSON lines, standard input and blank-separated text become the same orders as CSV. */
import { readFileSync } from "node:fs";
import { utils, write, type WorkBook } from "@e965/xlsx";
import { expect, test } from "vitest";
import { UserError } from "../../src/errors.js";
import type { IntakeRequest } from "../../src/intake/request.js";
import { zipOf, type Packed } from "../support/archive.js";
import { testEffects } from "../support/effects.js";
import { fileWith, intakeOf, rowOf } from "../support/intake-of.js";
import { sql } from "../../src/sql/sql.js";

const CSV = `customer_id,order_id,order_date,amount
0007,a1,2024-03-04,10.50
0008,a2,2024-03-05,1250.00
0007,a3,2024-04-30,7.25
`;
const TRUTH = { orders: 3, customers: 2, total: "1267.75", firstDate: "2024-03-04", lastDate: "2024-04-30" };

type Failure = Readonly<{ code: string; place: string | undefined; message: string }>;
const refusal = (job: Promise<unknown>): Promise<Failure> =>
  job.then(
    () => {
      throw new Error("it was read");
    },
    (thrown: unknown) => {
      if (!(thrown instanceof UserError)) throw thrown;
      return { code: thrown.code, place: thrown.place, message: String(thrown.facts.message) };
    },
  );

const HEADER = ["Customer ID", "Order ID", "Order date", "Amount"];
const serial = (iso: string): number => (Date.parse(iso) - Date.UTC(1899, 11, 30)) / 86_400_000;
const dated = (iso: string, format = "dd/mm/yyyy") => ({ t: "n" as const, v: serial(iso), z: format });
const ROWS = [
  HEADER,
  [{ t: "n", v: 7, z: "0000" }, "a1", dated("2024-03-04T00:00:00Z"), 10.5],
  [{ t: "n", v: 8, z: "0000" }, "a2", dated("2024-03-05T08:20:58Z", "m/d/yy h:mm"), 1250],
  [{ t: "n", v: 7, z: "0000" }, "a3", dated("2024-04-30T23:59:59Z", "yyyy-mm-dd hh:mm:ss"), 7.25],
];

function workbook(
  sheets: Readonly<Record<string, readonly (readonly unknown[])[]>>,
  change?: (book: WorkBook) => void,
): string {
  const book = utils.book_new();
  for (const [name, rows] of Object.entries(sheets))
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => [...row])), name);
  change?.(book);
  const bytes: Uint8Array = write(book, { type: "buffer", bookType: "xlsx", compression: true });
  return fileWith(bytes, "orders.xlsx");
}

test("a workbook: dates and numbers by their cells, ids as they are shown", async () => {
  const { intake, engine } = await intakeOf([workbook({ Orders: ROWS })]);
  expect(intake).toMatchObject({ ...TRUTH, format: "xlsx", encoding: null, delimiter: null });
  expect(await rowOf(engine, sql`SELECT min(customer_id) AS first FROM orders`)).toEqual({ first: "0007" });
});

test("a workbook: the sheet that looks like orders is read, and named", async () => {
  const file = workbook({ Notes: [["Hello"], ["nothing here"]], Sales: [["Report of March"], [], ...ROWS] });
  const { intake } = await intakeOf([file]);
  expect(intake).toMatchObject(TRUTH);
  const notes = intake.problems.filter(({ code }) => code === "container_note").map(({ message }) => message);
  expect(notes.join()).toContain('sheet "Sales" (sheets: Notes, Sales');
});

test("a workbook: sheets with one header are asked for, and read together", async () => {
  const file = workbook({ March: ROWS.slice(0, 3), April: [HEADER, ...ROWS.slice(3)] });
  expect(await refusal(intakeOf([file]))).toMatchObject({
    code: "file_unreadable",
    message: "orders.xlsx: the sheets March, April have the same header",
  });
  const { intake } = await intakeOf([file], { sheets: ["March", "April"] });
  expect(intake).toMatchObject(TRUTH);
  expect(intake.files.map(({ name }) => name)).toEqual(["orders.xlsx/March", "orders.xlsx/April"]);
  expect(await refusal(intakeOf([file], { sheets: ["May"] }))).toMatchObject({ code: "bad_arguments" });
});

test("a workbook: its own day zero, hidden sheets left out", async () => {
  const file = workbook(
    { Old: ROWS, Orders: [HEADER, ["c", "1", { t: "n", v: serial("2024-03-04") - 1462, z: "yyyy-mm-dd" }, 3]] },
    (book) => {
      book.Workbook = {
        WBProps: { date1904: true },
        Sheets: [
          { name: "Old", Hidden: 1 },
          { name: "Orders", Hidden: 0 },
        ],
      };
    },
  );
  expect((await intakeOf([file])).intake).toMatchObject({ orders: 1, firstDate: "2024-03-04", total: "3.00" });
});

test("a workbook: three decimals are decimals, lost digits of ids are damage", async () => {
  const weights = workbook({
    Orders: [HEADER, ["c1", "1", dated("2024-01-01"), 1.234], ["c2", "2", dated("2024-01-02"), 12.345]],
  });
  expect((await intakeOf([weights])).intake).toMatchObject({ orders: 2, total: "13.58" });
  const ids = workbook({
    Orders: [HEADER, [1.03e19, "1", dated("2024-01-01"), 5], [1.03e19, "2", dated("2024-01-02"), 5]],
  });
  const found = await refusal(intakeOf([ids]));
  expect(found).toMatchObject({ code: "id_damaged", place: "orders.xlsx:2:1" });
});

test("a workbook: places are rows and columns of the sheet", async () => {
  const rows = [...ROWS.slice(0, 3), ["0009", "a4", "soon", 5]];
  const found = await refusal(intakeOf([workbook({ Orders: rows })]));
  expect(found).toMatchObject({ code: "date_unreadable", place: "orders.xlsx:4:3" });
});

test("a workbook that is cut, and one that is none", async () => {
  const bytes = readFileSync(workbook({ Orders: ROWS }));
  const cut = await refusal(intakeOf([fileWith(bytes.subarray(0, bytes.length - 200), "orders.xlsx")]));
  expect(cut).toMatchObject({ code: "file_unreadable", place: "orders.xlsx" });
  const ods = zipOf([{ name: "content.xml", text: "<office/>" }]);
  expect((await refusal(intakeOf([fileWith(ods, "orders.ods")]))).message).toContain("an OpenDocument spreadsheet");
});

const archive = (...files: readonly Packed[]): string => fileWith(zipOf(files), "export.zip");

test("an archive of tables of one kind is read as these tables", async () => {
  const [header = "", ...lines] = CSV.trimEnd().split("\n");
  const part = (from: number, to: number): string => [header, ...lines.slice(from, to), ""].join("\n");
  const { intake } = await intakeOf([
    archive(
      { name: "2024/b.csv", text: part(1, 3) },
      { name: "2024/", text: "" },
      { name: "a.csv", text: part(0, 1), stored: true },
      { name: "__MACOSX/._a.csv", text: "x" },
      { name: "LIES MICH.pdf", text: "%PDF" },
    ),
  ]);
  expect(intake).toMatchObject(TRUTH);
  expect(intake.files.map(({ name }) => name)).toEqual(["export.zip/2024/b.csv", "export.zip/a.csv"]);
});

test.each<Readonly<{ why: string; files: readonly Packed[]; code: string; said: string }>>([
  { why: "a name that leads out", files: [{ name: "../orders.csv", text: CSV }], code: "file_unreadable", said: "leads out of the archive" },
  { why: "an absolute name", files: [{ name: "/etc/orders.csv", text: CSV }], code: "file_unreadable", said: "leads out of the archive" },
  { why: "a drive", files: [{ name: "C:\\orders.csv", text: CSV }], code: "file_unreadable", said: "leads out of the archive" },
  { why: "a link", files: [{ name: "orders.csv", text: "/etc/passwd", link: true }], code: "file_unreadable", said: "a symbolic link" },
  { why: "encryption", files: [{ name: "orders.csv", text: CSV, encrypted: true }], code: "file_unreadable", said: "encrypted" },
  { why: "shared bytes", files: [{ name: "a.csv", text: CSV }, { name: "b.csv", text: CSV, sharesWithFirst: true }], code: "file_unreadable", said: "shares its bytes" },
  { why: "a wrong check sum", files: [{ name: "orders.csv", text: CSV, crc: 1 }], code: "file_unreadable", said: "check sum" },
  { why: "more than it announced", files: [{ name: "orders.csv", text: CSV, announced: 10 }], code: "file_unreadable", said: "longer than the directory says" },
  { why: "several kinds", files: [{ name: "a.csv", text: CSV }, { name: "b.jsonl", text: "{}" }], code: "file_unreadable", said: "a.csv, b.jsonl" },
  { why: "nothing to read", files: [{ name: "a.pdf", text: "%PDF" }], code: "file_unreadable", said: "a.pdf" },
  { why: "an archive inside", files: [{ name: "a.csv", text: zipOf([{ name: "b.csv", text: CSV }]) }], code: "file_unreadable", said: "inside an archive" },
  { why: "too many files", files: Array.from({ length: 1001 }, (_, i) => ({ name: `${i}.csv`, text: "a" })), code: "limit_exceeded", said: "1,000 files" },
  { why: "a bomb", files: [{ name: "orders.csv", text: "a", announced: 2_000_000_000 }], code: "limit_exceeded", said: "200 times its size" },
])("an archive with $why is refused", async ({ files, code, said }) => {
  const found = await refusal(intakeOf([archive(...files)]));
  expect(found.code).toBe(code);
  expect(found.message).toContain(said);
}); // prettier-ignore

const LINES = `{"customer":{"id":12345678901234567890},"order_id":"a1","order_date":"2024-03-04","amount":10.50}
{"customer":{"id":12345678901234567891},"order_id":"a2","order_date":"2024-03-05","amount":1250,"tags":["x","y"]}

{"order_id":"a3","customer":{"id":12345678901234567890},"amount":7.250,"order_date":"2024-04-30"}
`;

test("JSON lines: keys in any order, nested ones, numbers to the last digit", async () => {
  const { intake, engine } = await intakeOf([fileWith(LINES, "orders.jsonl")]);
  expect(intake).toMatchObject({ ...TRUTH, format: "jsonl", columns: { customer: "customer.id" } });
  expect(await rowOf(engine, sql`SELECT max(customer_id) AS last FROM orders`)).toEqual({
    last: "12345678901234567891",
  });
});

test("JSON lines: a bad line and a bad value are told by their line", async () => {
  const cut = await refusal(intakeOf([fileWith(LINES.slice(0, -30), "orders.jsonl")]));
  expect(cut).toMatchObject({ code: "file_unreadable", place: "orders.jsonl:4:1" });
  const bad = await refusal(intakeOf([fileWith(LINES.replace("2024-04-30", "soon"), "orders.jsonl")]));
  expect(bad).toMatchObject({ code: "date_unreadable", place: "orders.jsonl:4:3" });
  const list = await refusal(intakeOf([fileWith('[{"a": 1}]', "orders.json")]));
  expect(list.message).toContain("JSON lines are read");
});

test("standard input is a file like any other, in any form", async () => {
  const from = async function* (bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < bytes.length; i += 7) yield bytes.subarray(i, i + 7);
  };
  for (const bytes of [Buffer.from(CSV), zipOf([{ name: "a.csv", text: CSV }])]) {
    const { intake } = await intakeOf(["-"], {}, testEffects({ stdin: () => from(bytes) }));
    expect(intake).toMatchObject(TRUTH);
  }
  expect(await refusal(intakeOf(["-"]))).toMatchObject({ code: "file_not_found", place: "-" });
});

const cdnow =
  " 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n 00021 0002 19970101  3   63.34\n 00050 0003 19970102  1    6.79\n";

test("columns between blanks, without header", async () => {
  const columns = ["customer", "sample", "date", "quantity", "amount"];
  expect(await refusal(intakeOf([fileWith(cdnow, "CDNOW_sample.txt")]))).toMatchObject({
    code: "file_unreadable",
    place: "CDNOW_sample.txt:1:1",
  });
  const { intake } = await intakeOf([fileWith(cdnow, "CDNOW_sample.txt")], {
    columns,
    map: { amount: "amount", quantity: "none" },
  });
  expect(intake).toMatchObject({ orders: 4, customers: 3, total: "129.19" });
});

const withComments = `exported by the till
# a first remark, with, commas
${CSV.split("\n")[0]}
${CSV.split("\n")[1]}
# 0007,x,2024-01-01,999.00
${CSV.split("\n").slice(2).join("\n")}`;

test("lines before the table are skipped, comments left out, and lines still counted", async () => {
  const options: Partial<IntakeRequest> = { skip: 1, comment: "#" };
  expect((await intakeOf([fileWith(withComments)], options)).intake).toMatchObject(TRUTH);
  const bad = await refusal(intakeOf([fileWith(withComments.replace("1250.00", "much"))], options));
  expect(bad).toMatchObject({ code: "number_unreadable", place: "orders.csv:6:20" });
});

test.each([
  ["gbk", "客户编号,订单号,订单日期,金额"],
  ["shift_jis", "顧客番号,注文番号,注文日,金額"],
  ["windows-1250", "Nr klienta,Zamówienie,Data zamówienia,Wartość"],
] as const)("%s is known by its header", async (encoding, header) => {
  const text = CSV.replace(/^.*/, header).replaceAll(
    "a1",
    { gbk: "订单", shift_jis: "注文" }[encoding as string] ?? "zamówienie",
  );
  const { intake } = await intakeOf([fileWith(encoded(text, encoding))]);
  expect(intake).toMatchObject({ ...TRUTH, encoding });
});

/** The text in an encoding that Node only reads: by looking up every character. */
function encoded(text: string, encoding: string): Buffer {
  const bytes = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(encoding);
  for (let a = 0x80; a < 0x100; a++) {
    bytes.set(decoder.decode(Uint8Array.of(a)), [a]);
    for (let b = 0x40; b < 0x100; b++) {
      const character = decoder.decode(Uint8Array.of(a, b));
      if (Array.from(character).length === 1) bytes.set(character, [a, b]);
    }
  }
  return Buffer.from(
    Array.from(text).flatMap((character) =>
      character < "\u0080" ? [character.charCodeAt(0)] : (bytes.get(character) ?? []),
    ),
  );
}

test("a header that went through Windows-1252 twice is read as it was meant", async () => {
  const text = CSV.replace(/^.*/, "KÃ¤ufer,Bestellnummer,Bestelldatum,GesamtbetrÃ¤ge");
  const { intake } = await intakeOf([fileWith(text)], { map: { amount: "Gesamtbeträge" } });
  expect(intake).toMatchObject({ ...TRUTH, columns: { customer: "Käufer" } });
});

test("the same content under another name is read once, and said", async () => {
  const again = fileWith(CSV, "again.csv");
  const { intake } = await intakeOf([
    fileWith(CSV),
    again,
    fileWith(CSV.replaceAll("a", "b").replace(/^.*/, CSV.split("\n")[0] ?? ""), "more.csv"),
  ]);
  expect(intake.files.map(({ name }) => name)).toEqual(["orders.csv", "more.csv"]);
  expect(intake.problems.map(({ message }) => message).join()).toContain(
    "again.csv was read as another copy of orders.csv",
  );
});

test("ids of two Unicode forms are one customer under --normalize-ids", async () => {
  const file = fileWith(CSV.replace("0007", "Jos\u00e9").replace("0007", "Jose\u0301"));
  expect((await intakeOf([file])).intake.customers).toBe(3);
  expect((await intakeOf([file], { normalizeIds: "nfc" })).intake.customers).toBe(2);
});
