/** Rates, prices and refunds from files of their own: exact to the cent, or refused with the place. */
import { expect, test } from "vitest";
import { z } from "zod";
import { directionOf } from "../../src/intake/rate-direction.js";
import { sql } from "../../src/sql/sql.js";
import type { IntakeRequest } from "../../src/intake/request.js";
import { events, fileWith, intakeOf } from "../support/intake-of.js";

const Event = z.object({
  customer_id: z.string().nullable(),
  order_id: z.string(),
  kind: z.string(),
  day: z.string(),
  amount: z.string(),
  total: z.string(),
});

async function read(orders: string, options: Partial<IntakeRequest>) {
  const { intake, engine } = await intakeOf([fileWith(orders)], options);
  const rows = await engine.rows(events, Event);
  engine.close();
  return { intake, rows, note: (code: string) => intake.problems.find((problem) => problem.code === code) };
}

const line = ({ customer_id, kind, day, total }: z.infer<typeof Event>): string =>
  [customer_id ?? "nobody", kind, day, total.replace(/00$/, "")].join(" ");

const RATES = `date,currency,rate
2024-01-05,USD,0.91345
2024-01-08,USD,0.9120
2024-01-05,JPY,0.0063125
2024-01-08,GBP,1.16
`;
const SALES = `customer_id,order_date,amount,currency
a,2024-01-05,10.01,USD
b,2024-01-05,1234,JPY
a,2024-01-07,100.00,usd
b,2024-01-08,5.55,EUR
`;
const rated = (rates: string, orders = SALES) => read(orders, { rates: fileWith(rates, "rates.csv"), currency: "EUR" });

test("several currencies become one, by date, every amount rounded half up to the cent; weekends take the day before", async () => {
  const { intake, rows, note } = await rated(RATES);
  expect(rows.map(line)).toEqual([
    "a order 2024-01-05 9.14", // 10.01 x 0.91345 = 9.1436
    "b order 2024-01-05 7.79", // 1234 x 0.0063125 = 7.7896
    "a order 2024-01-07 91.35", // a Sunday takes Friday's rate: 91.345
    "b order 2024-01-08 5.55",
  ]);
  expect(intake).toMatchObject({ currency: "EUR", total: "113.83" });
  expect(intake.ladder[0]).toEqual({ step: "file_total", amount: "113.83" });
  expect(intake.problems.filter(({ code }) => code === "converted_by_rates")).toMatchObject([
    { records: 1, amount: "7.79", message: expect.stringContaining("one JPY is 0.0063125 EUR") },
    { records: 2, amount: "100.49", message: expect.stringContaining("one USD is 0.91345 EUR") },
  ]);
  expect(note("too_many_decimals")).toBeUndefined();
});

test("rates of one unit of the own currency divide, exactly", async () => {
  const own = "date,currency,rate\n2024-01-05,USD,1.0947\n2024-01-08,USD,1.0965\n2024-01-05,JPY,158.42\n";
  const { rows, note } = await rated(own);
  expect(rows.map(line)).toEqual([
    "a order 2024-01-05 9.14", // 10.01 / 1.0947 = 9.1441
    "b order 2024-01-05 7.79", // 1234 / 158.42 = 7.7894
    "a order 2024-01-07 91.35", // 100 / 1.0947 = 91.3492
    "b order 2024-01-08 5.55",
  ]);
  expect(note("converted_by_rates")?.message).toContain("one EUR is 158.42 JPY by --rates");
});

test("ten thousand amounts divided by a rate add up to the cent", async () => {
  const amounts = Array.from({ length: 10_000 }, (_, i) => BigInt(1 + ((i * 7919) % 999_983)));
  const orders = amounts.map(
    (cents, i) => `c${i % 97},2024-01-08,${cents / 100n}.${`${cents % 100n}`.padStart(2, "0")},USD`,
  );
  const { intake } = await read(`customer_id,order_date,amount,currency\n${orders.join("\n")}\n`, {
    rates: fileWith("date,currency,rate\n2024-01-08,USD,1.0965\n", "rates.csv"),
    ratesPer: "own",
    currency: "EUR",
  });
  const truth = amounts.reduce((sum, cents) => sum + (2n * cents * 10_000n + 10_965n) / (2n * 10_965n), 0n);
  expect(intake.total).toBe(`${truth / 100n}.${`${truth % 100n}`.padStart(2, "0")}`);
});

test("rates that could be of either unit are refused; the option, a pair, the header or their size decides", async () => {
  const euro = SALES.replaceAll(/.*JPY\n/g, "");
  const table = "date,currency,rate\n2024-01-05,USD,0.91\n";
  await expect(rated(table, euro)).rejects.toMatchObject({
    code: "number_ambiguous",
    place: "rates.csv:2:16",
    facts: { hint: "--rates-per foreign (one USD is 0.91 EUR) or --rates-per own (one EUR is 0.91 USD)" },
  });
  const total = async (text: string, more: Partial<IntakeRequest> = {}) =>
    (await read(euro, { rates: fileWith(text, "rates.csv"), currency: "EUR", ...more })).intake.total;
  expect(await total(table, { ratesPer: "foreign" })).toBe("105.66");
  expect(await total(table, { ratesPer: "own" })).toBe("126.44");
  expect(await total(table.replace("rate", "EUR per unit"))).toBe("105.66");
  expect(await total(table.replace("rate", "local_per_eur"))).toBe("126.44");
  expect(await total("date,from,to,rate\n2024-01-05,USD,EUR,0.91\n")).toBe("105.66");
  expect(await total(`${table}2024-01-05,HUF,0.0026\n`)).toBe("105.66");
  expect(await total(`${table}2024-01-05,GBP,0.86\n`)).toBe("126.44");
});

test.each([
  [[["GBP", 0.64, 0.8]], "USD", "own"],
  [[["GBP", 1.2, 1.6]], "USD", "foreign"],
  [[["EUR", 0.85, 0.95]], "USD", null],
  [
    [
      ["EUR", 0.85, 0.95],
      ["JPY", 105, 125],
    ],
    "USD",
    "own",
  ],
  [
    [
      ["EUR", 0.85, 0.95],
      ["JPY", 105, 125],
      ["GBP", 1.3, 1.4],
    ],
    "USD",
    null,
  ], // they contradict each other
  [[["XAU", 2000, 2100]], "USD", null],
  [[["EUR", 1, 1]], "XYZ", null],
  [[["GBP", 0.83, 0.9]], "EUR", "own"],
] as const)("the size of %j against %s says %s", (quoted, target, per) => {
  const quotes = quoted.map(([currency, least, most]) => ({ currency, least, most }));
  expect(directionOf(quotes, target)).toBe(per);
});

test("ten thousand converted amounts add up to the cent", async () => {
  const amounts = Array.from({ length: 10_000 }, (_, i) => BigInt(1 + ((i * 7919) % 999_983)));
  const orders = amounts.map(
    (cents, i) =>
      `c${i % 97},2024-01-08,${cents / 100n}.${`${cents % 100n}`.padStart(2, "0")},${i % 2 === 0 ? "USD" : "EUR"}`,
  );
  const { intake } = await rated(RATES, `customer_id,order_date,amount,currency\n${orders.join("\n")}\n`);
  const half = (cents: bigint): bigint => (cents * 9120n + 5000n) / 10_000n;
  const truth = amounts.reduce((sum, cents, i) => sum + (i % 2 === 0 ? half(cents) : cents), 0n);
  expect(intake.total).toBe(`${truth / 100n}.${`${truth % 100n}`.padStart(2, "0")}`);
});

test("a table of pairs is read by its target; other forms of numbers and dates are read, too", async () => {
  const pairs =
    "date;from;to;rate\n05.01.2024;USD;EUR;0,91345\n05.01.2024;USD;GBP;0,79\n05.01.2024;JPY;EUR;0,0063125\n";
  expect((await rated(pairs)).intake.total).toBe("113.83");
});

test.each([
  ["a currency without rates", RATES.replace("JPY", "KWD").replace("0.0063125", "2.99"), SALES, "mixed_currency", "orders.csv:3:19", /^No rate for JPY on 2024-01-05 \(orders.csv:3:19\), nor in the 7 days before$/],
  ["a rate that is older than a week", "date,currency,rate\n2023-12-29,USD,0.9\n2023-12-29,JPY,0.006\n", SALES, "mixed_currency", "orders.csv:4:21", /^No rate for USD on 2024-01-07/],
  ["money without a currency", RATES, `${SALES}c,2024-01-08,3.00,\n`, "mixed_currency", "orders.csv:6:19", /^1 record names no currency/],
  ["a rate that is no number", RATES.replace("0.9120", "n/a"), SALES, "number_unreadable", "rates.csv:3:16", /^rate: n\/a at rates.csv:3:16 is no rate above 0$/],
  ["a rate of 0", RATES.replace("0.9120", "0"), SALES, "number_unreadable", "rates.csv:3:16", /is no rate above 0/],
  ["two rates of one day", `${RATES}2024-01-05,USD,0.9\n`, SALES, "number_ambiguous", "rates.csv:6:16", /there twice with different values/],
  ["a day that does not exist", RATES.replace("2024-01-08", "2024-02-30"), SALES, "date_unreadable", "rates.csv:3:1", /is no date/],
  ["a code that is none", RATES.replace("GBP", "pounds"), SALES, "mixed_currency", "rates.csv:5:12", /no currency code/],
  ["no rate column", "date,currency\n2024-01-05,USD\n", SALES, "column_missing", "rates.csv:1:1", /no rate column/],
  ["a ragged line", `${RATES}2024-01-09,USD\n`, SALES, "row_ragged", "rates.csv:6:1", /2 fields instead of 3/],
  ["a file without currencies", RATES, "customer_id,order_date,amount\na,2024-01-05,1.00\n", "mixed_currency", undefined, /no currency column/],
] as const)("%s is refused with its place", async (...[, rates, orders, code, place, message]) => {
  await expect(rated(rates, orders)).rejects.toMatchObject({
    code,
    ...(place === undefined ? {} : { place }),
    facts: { message: expect.stringMatching(message) },
  });
}); // prettier-ignore

const ITEMS = `customer_id,order_id,order_date,sku,quantity
a,1,2024-01-05,x-1,2
a,1,2024-01-05,007,1
b,2,2024-01-06,x-1,10
`;
const PRICES = "sku;name;unit price\nx-1;Cup;2,50\n007;Lid;1.000,00\n7;Lid;1,00\n";
const priced = (orders: string, prices = PRICES, options: Partial<IntakeRequest> = {}) =>
  read(orders, { prices: fileWith(prices, "prices.csv"), ...options });

test("items without a price take that of their product, whose id is a text", async () => {
  const { intake, rows } = await priced(ITEMS);
  expect(rows.map(line)).toEqual(["a order 2024-01-05 1005.00", "b order 2024-01-06 25.00"]);
  expect(intake).toMatchObject({ total: "1030.00", hasAmounts: true });
});

test("only prices that are missing are filled up; without a quantity every record is one item", async () => {
  const some = "customer_id,order_date,sku,quantity,unit price\na,2024-01-05,x-1,2,3.00\nb,2024-01-06,x-1,2,\n";
  expect((await priced(some, "sku,price\nx-1,2.50\n")).rows.map(line)).toEqual([
    "a order 2024-01-05 6.00",
    "b order 2024-01-06 5.00",
  ]);
  const single = "customer_id,order_date,sku\na,2024-01-05,x-1\n";
  expect((await priced(single)).intake.total).toBe("2.50");
});

test("numbers of lines and quantities are no products, whatever numbers products have", async () => {
  const orders = "customer_id,order_id,line,order_date,product,quantity\na,1,1,2024-01-05,3,2\na,1,2,2024-01-05,4,1\n";
  const prices = "line,product,price\n1,1,10.00\n2,2,20.00\n3,3,1.00\n4,4,2.00\n";
  expect((await priced(orders, prices)).intake.total).toBe("4.00");
  expect((await priced(orders, "code,price\n3,1.00\n4,2.00\n")).intake.total).toBe("4.00");
  const { rows } = await refunded("line,order,date,amount\n1,3,2024-02-20,1.00\n");
  expect(rows.find(({ kind, day }) => kind === "refund" && day === "2024-02-20")?.order_id).toBe("3");
});

test("a product without a price is an amount that cannot be read; nothing is guessed", async () => {
  const unknown = `${ITEMS}b,3,2024-01-07,y-9,1\n`;
  await expect(priced(unknown)).rejects.toMatchObject({ code: "number_unreadable" });
  const { intake } = await priced(unknown, PRICES, { onBadRow: "reject" });
  expect(intake).toMatchObject({ rejected: 1, total: "1030.00" });
});

test.each([
  ["two prices of one product", ITEMS, `${PRICES}x-1;Cup;3,00\n`, "number_ambiguous", "prices.csv:5:9"],
  ["a price that is none", ITEMS, PRICES.replace("2,50", "ask"), "number_unreadable", "prices.csv:2:9"],
  ["other products", ITEMS, "sku,price\nz,1.00\n", "column_missing", "orders.csv:1:1"],
  [
    "orders that have amounts",
    "customer_id,order_date,sku,amount\na,2024-01-05,x-1,9.00\n",
    PRICES,
    "bad_arguments",
    "--prices",
  ],
] as const)("prices: %s is refused", async (...[, orders, prices, code, place]) => {
  await expect(priced(orders, prices)).rejects.toMatchObject({ code, place });
});

const ORDERS = `order_id,customer_id,order_date,total amount,tax,refunded amount,status
1,a,2024-01-05,119.00,19.00,0,paid
2,a,2024-01-06,11.90,1.90,11.90,paid
3,b,2024-01-07,59.50,9.50,9.50,paid
4,b,2024-01-08,50.00,0.00,0,cancelled
`;
const REFUNDS = `Order;Refund date;Refund amount
2;20.02.2024;-11,90
1;01.03.2024;-59,50
9;02.03.2024;-5,00
4;03.03.2024;-50,00
`;
const refunded = (refunds: string, options: Partial<IntakeRequest> = {}, orders = ORDERS) =>
  read(orders, { refundsFile: fileWith(refunds, "refunds.csv"), ...options });

test("refunds stand on their own days with the net share of their order, and replace those without a date", async () => {
  const { intake, rows, note } = await refunded(REFUNDS);
  expect(
    rows.filter(({ kind }) => kind === "refund").map((row) => `${row.order_id} ${line(row)} ${row.amount}`),
  ).toEqual([
    "3 b refund 2024-01-07 -9.50 -7.9800",
    "2 a refund 2024-02-20 -11.90 -10.0000", // all of it: the order's net exactly
    "1 a refund 2024-03-01 -59.50 -50.0000", // half of it
    "9 nobody refund 2024-03-02 -5.00 -5.0000",
  ]);
  expect(note("refund_unmatched")).toMatchObject({
    records: 1,
    amount: "5.00",
    examples: [{ place: "refunds.csv:4:1", value: "" }],
  });
  expect(note("refund_without_date")).toMatchObject({ records: 1, amount: "9.50" });
  expect(note("container_note")).toMatchObject({
    records: 1,
    message: expect.stringContaining("orders that do not count"),
  });
  expect(intake).toMatchObject({ orders: 3, refunds: 3, refunded: "67.98" });
  expect(intake.ladder.at(-1)).toEqual({ step: "used", amount: "92.02" });
});

test("refunds that are larger than their order are told", async () => {
  const { note } = await refunded("order,date,amount\n2,2024-02-20,10.00\n2,2024-02-21,10.00\n");
  expect(note("refund_exceeds_order")).toMatchObject({
    records: 1,
    amount: "8.10",
    examples: [{ place: "refunds.csv:2:1", value: "" }],
  });
});

test("signs do not matter, mixed ones do; a refund after --as-of has not happened", async () => {
  const positive = REFUNDS.replaceAll(";-", ";");
  expect((await refunded(positive)).intake.refunded).toBe("67.98");
  await expect(refunded(REFUNDS.replace("-59", "59"))).rejects.toMatchObject({
    code: "number_ambiguous",
    place: "refunds.csv:3:14",
  });
  const { rows } = await refunded(REFUNDS, { asOf: "2024-02-25" });
  expect(rows.filter(({ kind }) => kind === "refund").map(({ order_id }) => order_id)).toEqual(["3", "2"]);
});

test.each([
  ["another currency", "order,date,amount,currency\n2,2024-02-20,1.00,USD\n", "mixed_currency", "refunds.csv:2:19"],
  ["other orders", "order,date,amount\nX,2024-02-20,1.00\n", "column_missing", "refunds.csv:1:1"],
  ["a date that is none", "order,date,amount\n2,soon,1.00\n", "date_unreadable", "refunds.csv:2:3"],
  ["an amount that is none", "order,date,amount\n2,2024-02-20,some\n", "number_unreadable", "refunds.csv:2:14"],
  ["no date", "order,amount\n2,1.00\n", "column_missing", "refunds.csv:1:1"],
] as const)("refunds: %s is refused", async (_what, refunds, code, place) => {
  await expect(refunded(refunds, { currency: "EUR" })).rejects.toMatchObject({ code, place });
});

test("refunds in another currency are converted on their own day", async () => {
  const { rows } = await read(
    "order_id,customer_id,order_date,amount,currency\n1,a,2024-01-05,100.00,USD\n2,b,2024-01-05,1.00,EUR\n",
    {
      refundsFile: fileWith("order,date,amount,currency\n1,2024-01-09,50.00,USD\n", "refunds.csv"),
      rates: fileWith(RATES, "rates.csv"),
      currency: "EUR",
    },
  );
  expect(rows.map(line)).toEqual(["a order 2024-01-05 91.35", "b order 2024-01-05 1.00", "a refund 2024-01-09 -45.60"]);
});

test("a file that is not there is refused by the option that names it", async () => {
  await expect(read(SALES, { rates: "nowhere.csv", currency: "EUR" })).rejects.toMatchObject({
    code: "file_not_found",
    place: "--rates",
  });
});

test("every column of money is converted: parts, costs and refunds as well as totals", async () => {
  const orders = `customer_id,order_date,total amount,tax,shipping,refunded amount,unit cost,currency
a,2024-01-05,119.00,19.00,10.00,11.90,40.00,USD
b,2024-01-05,119.00,19.00,10.00,0,40.00,EUR
`;
  const { intake, engine } = await intakeOf([fileWith(orders)], {
    rates: fileWith("date,currency,rate\n2024-01-05,USD,0.5\n", "rates.csv"),
    ratesPer: "foreign",
    currency: "EUR",
    margin: { kind: "cost", column: "unit cost" },
  });
  const Row = z.object({ kind: z.string(), amount: z.string(), total: z.string(), margin: z.string() });
  const query = sql`SELECT kind, CAST(amount AS VARCHAR) AS amount, CAST(total AS VARCHAR) AS total, CAST(margin AS VARCHAR) AS margin FROM orders ORDER BY record, kind`;
  expect(await engine.rows(query, Row)).toEqual([
    { kind: "order", amount: "45.0000", total: "59.5000", margin: "25.0000" },
    { kind: "refund", amount: "-4.5000", total: "-5.9500", margin: "-2.5000" },
    { kind: "order", amount: "90.0000", total: "119.0000", margin: "50.0000" },
  ]);
  engine.close();
  expect(intake.ladder.at(-1)).toEqual({ step: "used", amount: "130.50" });
});
