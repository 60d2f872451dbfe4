/** What orders become of small files, option by option. */
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { UserError } from "../../src/errors.js";
import type { IntakeRequest } from "../../src/intake/request.js";
import { sql } from "../../src/sql/sql.js";
import { emptyFolder, testEffects } from "../support/effects.js";
import { events, fileWith, intakeOf, rowOf } from "../support/intake-of.js";

const Event = z.object({
  customer_id: z.string().nullable(),
  order_id: z.string(),
  kind: z.string(),
  day: z.string(),
  amount: z.string(),
  total: z.string(),
});

/** Every event as one line: customer order kind day amount/total. */
async function read(text: string | readonly string[], options: Partial<IntakeRequest> = {}) {
  const files =
    typeof text === "string" ? [fileWith(text)] : text.map((each, i) => fileWith(each, `part-${i + 1}.csv`));
  const made = await intakeOf(files, options);
  const rows = await made.engine.rows(events, Event);
  const lines = rows.map(
    (e) => `${e.customer_id ?? "-"} ${e.order_id} ${e.kind} ${e.day} ${Number(e.amount)}/${Number(e.total)}`,
  );
  return { ...made, lines };
}

const codes = ({ intake }: Awaited<ReturnType<typeof read>>): readonly string[] =>
  intake.problems.map(({ code, records }) => `${code} ${records}`);

async function refusal(job: Promise<unknown>): Promise<UserError> {
  const thrown: unknown = await job.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof UserError) return thrown;
  throw new Error(`nothing was refused: ${String(thrown)}`);
}

const LINES = `customer_id,order_id,order_date,quantity,unit_price,amount
a,1,2024-01-01,2,5.00,10.00
a,1,2024-01-01,1,7.50,7.50
,2,2024-01-02,1,3.00,3.00
a,C3,2024-01-05,-1,7.50,-7.50
b,4,2024-01-06,1,9.99,9.99
b,4,2024-01-06,1,9.99,9.99
`;

test("lines become orders, a credit note a refund of its own day, and nobody's order stays without customer", async () => {
  const made = await read(LINES);
  expect(made.lines).toEqual([
    "a 1 order 2024-01-01 17.5/17.5",
    "- 2 order 2024-01-02 3/3",
    "a C3 refund 2024-01-05 -7.5/-7.5",
    "b 4 order 2024-01-06 19.98/19.98",
  ]);
  expect(made.intake).toMatchObject({
    orders: 2,
    refunds: 1,
    customers: 2,
    accepted: 5,
    setAside: 1,
    total: "37.48",
    refunded: "7.50",
  });
  expect(codes(made)).toContain("duplicate_record 1");
});

test("repeated lines are left out when the user says so", async () => {
  const made = await read(LINES, { duplicates: "drop" });
  expect(made.intake).toMatchObject({ accepted: 4, setAside: 2, total: "27.49" });
});

test("refunds can be ignored, and the ladder says how much that is", async () => {
  const made = await read(LINES, { refunds: "ignore" });
  expect(made.lines.some((line) => line.includes("refund"))).toBe(false);
  expect(made.intake.ladder.slice(-2)).toEqual([
    { step: "refunds_ignored", amount: "7.50" },
    { step: "used", amount: "37.48" },
  ]);
});

test("a later file corrects the orders of an earlier one", async () => {
  const header = "customer,order id,date,amount,status\n";
  const made = await read([
    `${header}a,1,2024-01-01,10,paid\nb,2,2024-01-02,20,paid\nc,3,2024-01-03,30,paid\n`,
    `${header}b,2,2024-01-02,25,paid\nc,3,2024-01-03,30,cancelled\n`,
  ]);
  expect(made.lines).toEqual(["a 1 order 2024-01-01 10/10", "b 2 order 2024-01-02 25/25"]);
  expect(codes(made)).toContain("overlap 2");
  expect(codes(made)).toContain("cancelled 1");
});

test("an order id in two files counts once, from the last", async () => {
  const header = "customer,order id,date,amount\n";
  const made = await read([
    `${header}a,1,2024-01-01,10\nb,2,2024-01-02,20\n`,
    `${header}b,2,2024-01-02,20\nc,3,2024-01-03,30\n`,
  ]);
  expect(made.lines).toEqual([
    "a 1 order 2024-01-01 10/10",
    "b 2 order 2024-01-02 20/20",
    "c 3 order 2024-01-03 30/30",
  ]);
  expect(codes(made)).toContain("overlap 1");
  expect(codes(made).filter((code) => code.startsWith("duplicate_record"))).toEqual([]); // set aside, so nothing repeats
  expect(made.intake.files.map(({ accepted, setAside }) => [accepted, setAside])).toEqual([
    [1, 1],
    [2, 0],
  ]);
});

test("files of one layout may order their columns differently and lack optional ones", async () => {
  const made = await read([
    "customer,date,amount,status\na,2024-01-01,10,paid\nb,2024-01-02,20,cancelled\n",
    "date,amount,customer\n2024-01-03,30,c\n",
  ]);
  expect(made.intake).toMatchObject({ orders: 2, setAside: 1, total: "40.00" });
});

test("addresses are one key whatever their case, unless the case is to be kept", async () => {
  const text =
    "customer_email,order_date,amount\nAna@Mail.com,2024-01-01,10\nana@mail.com ,2024-01-02,20\nbob@mail.com,2024-01-03,30\n";
  const made = await read(text);
  expect(made.intake.customers).toBe(2);
  expect(codes(made)).toContain("keys_merged 2");
  expect((await read(text, { keepCase: true })).intake.customers).toBe(3);
});

test("addresses are one key under any header, where every file has them there", async () => {
  const rows = "Ana@Mail.com,2024-01-01,10\nana@mail.com,2024-01-02,20\nBob@mail.com,2024-01-03,30\n";
  const text = `customer,date,amount\n${rows}`;
  const customers = ({ lines }: Awaited<ReturnType<typeof read>>) => lines.map((line) => line.split(" ")[0]);
  const made = await read(text, { explain: true });
  expect(customers(made)).toEqual(["ana@mail.com", "ana@mail.com", "bob@mail.com"]);
  expect(made.intake.decisions.find(({ decision }) => decision === "customer")).toMatchObject({
    evidence: "addresses are one customer in any case",
    option: "--keep-case",
  });
  expect(customers(await read(`client,date,amount\n${rows}`, { map: { customer: "client" } }))[0]).toBe("ana@mail.com");
  expect(customers(await read(text, { keepCase: true }))).toEqual(["Ana@Mail.com", "ana@mail.com", "Bob@mail.com"]);
  const ids = "customer,date,amount\nA7,2024-01-01,10\na7,2024-01-02,20\nBob@mail.com,2024-01-03,30\n";
  const both = await read([text, ids]);
  expect(new Set(customers(both))).toEqual(new Set(["Ana@Mail.com", "ana@mail.com", "Bob@mail.com", "A7", "a7"]));
});

test("guests of several tills are nobody", async () => {
  const made = await read("customer,date,amount\nGuest,2024-01-01,10\nwalk-in,2024-01-02,20\nann,2024-01-03,30\n");
  expect(made.lines.map((line) => line.split(" ")[0])).toEqual(["-", "-", "ann"]);
});

test("a key with a fifth of the records and fifty times the median is a till", async () => {
  const records = [
    ...Array.from({ length: 120 }, (_, i) => `c${i},2024-01-0${(i % 9) + 1},5`),
    ...Array.from({ length: 60 }, (_, i) => `till,2024-02-1${i % 9},5`),
  ];
  const made = await read(`customer,date,amount\n${records.join("\n")}\n`);
  expect(made.intake).toMatchObject({ customers: 120, setAside: 60 });
});

test("ids that a spreadsheet made doubles are repaired, and told", async () => {
  const made = await read("customer_id,date,amount\n17850.0,2024-01-01,10\n13047.0,2024-01-02,20\n");
  expect(made.lines[0]).toContain("17850 ");
  expect(codes(made)).toContain("id_repaired 2");
});

test("ids that a spreadsheet rounded are refused", async () => {
  const error = await refusal(read("customer_id,date,amount\n1.03E+19,2024-01-01,10\n1.03E+19,2024-01-02,20\n"));
  expect(error.code).toBe("id_damaged");
});

test("tax and shipping of a sheet are taken off, and --amount total leaves them on", async () => {
  const text = "customer,date,order total,tax,shipping\na,2024-01-01,119,19,0\nb,2024-01-02,124,19,5\n";
  expect((await read(text)).intake).toMatchObject({ total: "200.00" });
  expect((await read(text, { amount: "total" })).intake).toMatchObject({ total: "243.00" });
});

test("a margin is a share of all, a share per record, or what is left of the cost", async () => {
  const text = "customer,date,amount,share,cost of goods\na,2024-01-01,100,0.4,70\na,2024-01-02,-50,0.4,35\n";
  const margins = async (margin: IntakeRequest["margin"]) => {
    const { engine } = await read(text, { margin });
    return rowOf(
      engine,
      sql`SELECT CAST(sum(CASE WHEN kind = 'order' THEN margin END) AS double) AS sold, CAST(sum(CASE WHEN kind = 'refund' THEN margin END) AS double) AS refunded FROM orders`,
    );
  };
  expect(await margins({ kind: "share", share: 0.35 })).toEqual({ sold: "35", refunded: "-17.5" });
  expect(await margins({ kind: "column", column: "share" })).toEqual({ sold: "40", refunded: "-20" });
  expect(await margins({ kind: "cost", column: "Cost of goods" })).toEqual({ sold: "30", refunded: "-15" });
});

test("yen have no decimals: amounts are rounded to whole ones, and told", async () => {
  const made = await read("customer,date,amount,currency\na,2024-01-01,100.4,JPY\nb,2024-01-02,200.5,JPY\n");
  expect(made.intake).toMatchObject({ currency: "JPY", total: "301" });
  expect(codes(made)).toContain("too_many_decimals 2");
});

test("half a cent is rounded up per order, not per line", async () => {
  const made = await read(
    "customer,order id,date,amount\na,1,2024-01-01,0.005\na,1,2024-01-01,0.005\nb,2,2024-01-02,0.015\n",
  );
  expect(made.lines).toEqual(["a 1 order 2024-01-01 0.01/0.01", "b 2 order 2024-01-02 0.02/0.02"]);
});

test("unknown statuses with much money are refused by name; what the user says counts", async () => {
  const text = "customer,date,amount,status\na,2024-01-01,10,paid\nb,2024-01-02,20,wibble\n";
  const error = await refusal(read(text));
  expect(error).toMatchObject({ code: "unknown_status", place: "orders.csv:3:17" });
  expect(error.facts.message).toContain('"wibble"');
  expect((await read(text, { status: { Wibble: "count" } })).intake.orders).toBe(2);
  expect((await read(text, { status: { wibble: "cancelled" } })).intake).toMatchObject({ orders: 1, setAside: 1 });
});

test("refunded without a refund column is a refund of the whole order", async () => {
  const made = await read("customer,date,amount,status\na,2024-01-01,10,paid\nb,2024-01-02,20,refunded\n");
  expect(made.lines.slice(1)).toEqual([
    "b record 1:2 order 2024-01-02 20/20",
    "b record 1:2 refund 2024-01-02 -20/-20",
  ]);
});

test("another currency than the one named is refused", async () => {
  expect((await refusal(read("customer,date,amount,currency\na,2024-01-01,10,EUR\n", { currency: "USD" }))).code).toBe(
    "mixed_currency",
  );
});

test("a log without amounts counts every event as one", async () => {
  const made = await read("customer_id,order_date\na,2024-01-01\nb,2024-01-02\n");
  expect(made.intake).toMatchObject({ hasAmounts: false, total: null, ladder: [], orders: 2 });
  expect(made.lines[0]).toBe("a record 1:1 order 2024-01-01 1/1");
});

test("amounts can be declined", async () => {
  expect(
    (await read("customer_id,order_date,amount\na,2024-01-01,10\n", { map: { amount: "none" } })).intake.hasAmounts,
  ).toBe(false);
});

test("first days come from a column or from a file, and orders before them are refused", async () => {
  const text = "customer_id,order_date,amount\na,2024-01-05,10\nb,2024-01-06,20\n";
  const starts = fileWith("customer_id,first_order\na,2020-05-01\nb,2021-06-01\n", "starts.csv");
  const made = await read(text, { firstOrder: starts });
  expect(made.intake.hasStarts).toBe(true);
  expect(
    await rowOf(
      made.engine,
      sql`SELECT count(*) AS customers, CAST(min(first_day) AS VARCHAR) AS first FROM customer_starts`,
    ),
  ).toEqual({ customers: "2", first: "2020-05-01" });
  const late = fileWith("customer_id,first_order\na,2024-02-01\n", "starts.csv");
  expect(await refusal(read(text, { firstOrder: late }))).toMatchObject({
    code: "order_before_start",
    place: "orders.csv:2:3",
  });
  expect((await refusal(read(text, { firstOrder: "nowhere" }))).code).toBe("file_not_found");
});

test("rejected records keep their place, their code and their text", async () => {
  const made = await read("customer_id,order_date,amount\na,2024-01-05,10\nb,2024-02-30,20\nc,2024-01-07,1e400\n", {
    onBadRow: "reject",
  });
  expect(
    await rowOf(
      made.engine,
      sql`SELECT string_agg(concat(place, ' ', code, ' ', text), '; ' ORDER BY record) AS rejects FROM rejects`,
    ),
  ).toEqual({
    rejects: "orders.csv:3:1 date_unreadable b,2024-02-30,20; orders.csv:4:1 number_unreadable c,2024-01-07,1e400",
  });
});

test("the same orders from the same records in any order", async () => {
  const [header = "", ...records] = LINES.trim().split("\n");
  const shuffled = [header, ...records.toReversed()].join("\n");
  expect((await read(`${shuffled}\n`)).lines.toSorted()).toEqual((await read(LINES)).lines.toSorted());
});

test("another date column can prove the order of day and month", async () => {
  const made = await read(
    "customer,order date,ship date,amount\na,03/04/2024,25/04/2024,10\nb,05/06/2024,07/06/2024,20\n",
  );
  expect(made.intake).toMatchObject({ firstDate: "2024-04-03", lastDate: "2024-06-05" });
});

test("days written in two unambiguous forms are read side by side", async () => {
  const made = await read("customer,date,amount\na,2024-01-15,10\nb,31.12.2024,20\n");
  expect(made.intake).toMatchObject({ firstDate: "2024-01-15", lastDate: "2024-12-31" });
});

test("a Parquet file with typed columns gives the same orders as the text", async () => {
  const text = await read(LINES);
  const folder = emptyFolder();
  const engine = await testEffects().openEngine({
    threads: 1,
    memory: "500MB",
    temp: folder,
    readable: [],
    writable: [folder],
  });
  const file = path.join(folder, "orders.parquet");
  const rows = sql`(VALUES ('a', '1', DATE '2024-01-01', 2, 5.0, CAST(10 AS double)), ('a', '1', DATE '2024-01-01', 1, 7.5, 7.5), (NULL, '2', DATE '2024-01-02', 1, 3, 3),
    ('a', 'C3', DATE '2024-01-05', -1, 7.5, -7.5), ('b', '4', DATE '2024-01-06', 1, 9.99, 9.99), ('b', '4', DATE '2024-01-06', 1, 9.99, 9.99))`;
  await engine.copyTo(
    sql`SELECT * FROM ${rows} t(customer_id, order_id, order_date, quantity, unit_price, amount)`,
    file,
  );
  engine.close();
  const made = await intakeOf([file]);
  const lines = (await made.engine.rows(events, Event)).map(
    (e) => `${e.customer_id ?? "-"} ${e.order_id} ${e.kind} ${e.day} ${Number(e.amount)}/${Number(e.total)}`,
  );
  expect(lines).toEqual(text.lines);
  expect(made.intake.format).toBe("parquet");
});

const numberedBy = (step: number, orders: (i: number) => number): string =>
  ["customer_id,order_date,amount"]
    .concat(
      Array.from({ length: 30 }, (_, i) => i).flatMap((i) =>
        Array.from(
          { length: orders(i) },
          (_, k) => `${Math.floor(i * step)},2024-0${1 + (k % 9)}-${10 + (i % 18)},10.00`,
        ),
      ),
    )
    .join("\n");

test.each([
  ["the first of customers who count up from it", numberedBy(1, (i) => 1 + (i % 4)), 30, 0],
  ["the first of those whom a cut log has seen", numberedBy(1.6, (i) => 1 + (i % 4)), 30, 0],
  ["nobody where keys are far apart", numberedBy(3, (i) => 1 + (i % 4)), 29, 1],
  ["nobody where it has more records than anybody", numberedBy(1, (i) => (i === 0 ? 9 : 2)), 29, 9],
  ["nobody where keys do not count up", numberedBy(1, (i) => 1 + (i % 3)).replaceAll("\n29,", "\nC29,"), 29, 1],
])("customer 0 is %s", async (_what, text, customers, setAside) => {
  const { intake, engine } = await intakeOf([fileWith(text)]);
  engine.close();
  expect(intake).toMatchObject({ customers, setAside });
});

test("a log of dates alone that is sorted by customer is no list of customers, however long", async () => {
  const log = (perCustomer: number): string =>
    ["customer_id,order_date"]
      .concat(
        Array.from({ length: 30_000 }, (_, i) => {
          const [c, k] = [Math.floor(i / perCustomer), i % perCustomer];
          return `c${c},2024-${`${1 + ((c + 3 * k) % 12)}`.padStart(2, "0")}-${`${1 + (c % 28)}`.padStart(2, "0")}`;
        }),
      )
      .join("\n");
  const { intake, engine } = await intakeOf([fileWith(log(3))]);
  engine.close();
  expect(intake).toMatchObject({ orders: 30_000, customers: 10_000 });
  await expect(intakeOf([fileWith(log(1))])).rejects.toMatchObject({ code: "not_orders" });
});

test("a table of facts over time is no log of orders, unless the user says so", async () => {
  const days = Array.from({ length: 6 }, (_, d) => `2024-01-0${d + 1}`);
  const panel = ["customer_id,week_date,season"].concat(
    days.flatMap((day) => ["a", "b", "c", "d", "e", "f"].map((id) => `${id},${day},0`)),
  );
  await expect(intakeOf([fileWith(panel.join("\n"))])).rejects.toMatchObject({
    code: "not_orders",
    place: "orders.csv:1:1",
  });
  const { intake, engine } = await intakeOf([fileWith(panel.slice(0, -1).join("\n"))]);
  engine.close();
  expect(intake).toMatchObject({ orders: 35 });
  const said = await intakeOf([fileWith(panel.join("\n"))], { map: { amount: "none" } });
  said.engine.close();
  expect(said.intake).toMatchObject({ orders: 36 });
});

test("a date of something else than a purchase is refused where nothing was bought", async () => {
  const reviews = "user_id,review_date,stars\na,2024-01-01,5\nb,2024-01-02,4\na,2024-01-05,5\n";
  await expect(intakeOf([fileWith(reviews)])).rejects.toMatchObject({ code: "not_orders" });
  const { intake, engine } = await intakeOf([fileWith(reviews)], { map: { date: "review_date" } });
  engine.close();
  expect(intake.orders).toBe(3);
});

const MARKS = `customer_id;order_date;amount;tax;currency
a;2024-01-05;1.234,50;10,00;EUR
b;2024-01-06;1,234.50;5.25;USD
a;2024-01-07;7;0;EUR
b;2024-01-08;3.999,99;1,01;eur
c;2024-01-09;0.99;0.10;USD
`;

test("a decimal mark that follows the currency is read by it, and told", async () => {
  const totals = async (onlyCurrency: string) => {
    const { intake, engine } = await intakeOf([fileWith(MARKS)], { onlyCurrency });
    engine.close();
    return { total: intake.total, note: intake.problems.find(({ code }) => code === "number_style_inferred")?.message };
  };
  expect(await totals("EUR")).toEqual({ total: "5230.48", note: "amount: 1.234,50 is read as 1234.50" });
  expect(await totals("USD")).toMatchObject({ total: "1230.14" });
});

test("money of other currencies is in no sum in the one that counts", async () => {
  const text =
    "order_id,customer,date,status,amount,currency\n1,a,2024-01-05,paid,10,USD\n2,b,2024-01-06,paid,700,EUR\n3,a,2024-01-07,cancelled,4,USD\n4,c,2024-01-08,cancelled,900,EUR\n";
  const made = await read(text, { onlyCurrency: "USD" });
  expect(made.intake.ladder).toEqual([
    { step: "file_total", amount: "14.00" },
    { step: "cancelled", amount: "-4.00" },
    { step: "used", amount: "10.00" },
  ]);
  expect(made.intake.problems.find(({ code }) => code === "cancelled")).toMatchObject({ records: 2, amount: "4.00" });
  expect(codes(made)).toContain("mixed_currency 1");
});

test.each([
  ["a currency with both", MARKS.replace("7;0;EUR", "7.50;0;EUR")],
  ["no currency", MARKS.replaceAll(/;(eur|EUR|USD)$/gm, ";")],
  ["a currency that does not decide", `${MARKS}d;2024-01-10;1,234;0;GBP\n`],
])("points and commas are refused where %s", async (_what, text) => {
  await expect(intakeOf([fileWith(text)], { onlyCurrency: "EUR" })).rejects.toMatchObject({ code: "number_ambiguous" });
});

test("numbers like money under a name nobody knows are asked for, not left out", async () => {
  const file = fileWith("customer_id,order_date,zzz,rating\na,2024-01-05,12.50,4.5\nb,2024-01-06,9.99,3.0\n");
  await expect(intakeOf([file])).rejects.toMatchObject({
    code: "column_missing",
    message: expect.stringContaining("zzz"),
  });
  const { intake, engine } = await intakeOf([file], { map: { amount: "none" } });
  engine.close();
  expect(intake).toMatchObject({ orders: 2, total: null });
});

test("whole numbers of a system that bills in cents are asked for", async () => {
  const file = fileWith(`id,status,customer_id,currency_code,origin,billed_at,total,tax
txn_1,completed,ctm_1,EUR,web,2026-03-01T10:00:00Z,2900,551
txn_2,completed,ctm_2,EUR,web,2026-03-02T10:00:00Z,900,171
`);
  await expect(intakeOf([file])).rejects.toMatchObject({ code: "number_ambiguous" });
  const { intake, engine } = await intakeOf([file], { minorUnits: ["total", "tax"] });
  engine.close();
  expect(intake).toMatchObject({ layout: "paddle_billing", total: "30.78" });
});

test("discounts that can be shares of the price are asked about", async () => {
  const file = fileWith(`order_id,customer_id,order_date,quantity,unit_price,discount
1,a,2024-01-05,2,10.00,0.25
2,b,2024-01-06,1,10.00,0
`);
  await expect(intakeOf([file])).rejects.toMatchObject({ code: "number_ambiguous" });
  const { intake, engine } = await intakeOf([file], { map: { discount: "discount" } });
  engine.close();
  expect(intake).toMatchObject({ total: "29.75" });
});
