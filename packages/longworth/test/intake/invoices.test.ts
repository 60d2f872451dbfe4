/** Invoices beside contracts: each belongs to one thing, and all money is in a ladder that adds up to the last digit. */
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { Engine } from "../../src/engines/engine.js";
import { placesOf, realisedOf } from "../support/invoices-of.js";

const CONTRACTS = `subscription_id,customer_id,start_date,end_date,billing_period,price,plan,currency
S1,c1,2024-01-10,,month,20,Basic,EUR
S2,c1,2024-03-01,2024-09-01,month,50,Pro,EUR
S3,c2,2024-02-01,2024-06-01,month,20,Basic,EUR
S4,c3,2024-04-01,,month,20,Basic,EUR
S5,c3,2024-05-01,,month,20,Basic,EUR
S6,c4,2024-05-01,2024-12-31,month,20,Basic,EUR
`;

let engine: Engine | undefined;
afterEach(() => engine?.close());

async function read(invoices: string, options = {}) {
  const found = await realisedOf({ contracts: CONTRACTS, invoices: [invoices], options });
  engine = found.engine;
  return found;
}

const codesOf = (problems: Awaited<ReturnType<typeof read>>["read"]["problems"]) =>
  Object.fromEntries(
    problems.filter(({ code }) => code.startsWith("invoice_")).map((one) => [one.code, [one.records, one.amount, one.examples[0]?.place]]),
  ); // prettier-ignore

/** Every step adds to those above it; the last three are the parts of `realised`, and the rows hold them. */
function expectLedger({ read: { ladder }, rows }: Awaited<ReturnType<typeof read>>): void {
  const cents = (amount: string | null): number => Math.round(Number(amount ?? 0) * 100);
  const at = ladder.findIndex(({ step }) => step === "realised");
  const sum = (steps: typeof ladder): number => steps.reduce((all, { amount }) => all + cents(amount), 0);
  expect(sum(ladder.slice(0, at))).toBe(cents(ladder[at]!.amount));
  expect(sum(ladder.slice(at + 1))).toBe(cents(ladder[at]!.amount));
  for (const belongs of ["contract", "one_off", "unknown_contract"]) {
    const own = rows.filter((row) => row.belongs === belongs);
    const step = ladder.find((one) => one.step === `realised_${belongs}`);
    expect([belongs, own.reduce((all, { realised }) => all + cents(realised), 0)]).toEqual([
      belongs,
      cents(step!.amount),
    ]);
    for (const { paid, refunded, realised } of own) expect(cents(paid) - cents(refunded)).toBe(cents(realised));
  }
}

describe("by the contract that is named", () => {
  const head = "invoice_id,customer,subscription,date,total,status,currency,refunded";
  const csv = (...lines: string[]): string => `${head}\n${lines.join("\n")}\n`;

  test("what is named belongs, whenever it is dated and whoever pays; what names none is a one-off order", async () => {
    const found = await read(
      csv(
        "1,c1,S1,2024-01-10,20,paid,EUR,",
        "2,c1,S2,2024-02-20,50,paid,EUR,", // before the start
        "3,c2,S3,2024-07-01,20,paid,EUR,5", // after the end
        "4,mother,S4,2024-04-01,20,paid,EUR,",
        "5,c1,,2024-05-05,7.50,paid,EUR,",
        "6,c9,S9,2024-05-05,11,paid,EUR,",
        "7,c1,S1,2024-02-10,20,open,EUR,",
        "8,c1,S1,2024-03-10,20,failed,EUR,",
        "9,c1,S1,2025-01-10,20,paid,EUR,", // after the last day of the contracts, 2024-12-31
        "10,,S1,2024-04-10,20,paid,EUR,",
        "11,,,2024-04-10,3,paid,EUR,",
        "12,c1,S1,2024-05-10,20,partially paid,EUR,",
        "13,c1,S1,2024-06-10,20,void,EUR,",
      ),
    ); // prettier-ignore
    expect(await placesOf(found.engine)).toEqual([
      "1 contract S1", "2 contract S2", "3 contract S3", "4 contract S4", "5 one_off", "6 unknown_contract S9", "7 contract S1",
      "8 contract S1", "9 after_as_of S1", "10 contract S1", "11 no_customer", "12 contract S1",
    ]); // prettier-ignore
    expect(codesOf(found.read.problems)).toEqual({
      invoice_after_as_of: [1, "20.00", "invoices-1.csv:10:9"],
      invoice_unknown_contract: [1, "11.00", "invoices-1.csv:7:6"],
      invoice_before_start: [1, "50.00", "invoices-1.csv:3:9"],
      invoice_after_end: [1, "20.00", "invoices-1.csv:4:9"],
      invoice_other_payer: [1, "20.00", "invoices-1.csv:5:10"],
      invoice_part_paid: [1, "20.00", "invoices-1.csv:13:10"],
    });
    expectLedger(found);
    const s1 = found.rows.find(({ contract_id: id }) => id === "S1");
    expect(s1).toMatchObject({ invoices: 2, paid: "40.0000", unpaid_invoices: 2, unpaid: "40.0000", failed: "20.0000", refunded: "0.0000" }); // prettier-ignore
    expect(s1).toMatchObject({ payments_due: 12, contracted: "240.0000", first_date: "2024-01-10", last_date: "2024-04-10" });
    expect(found.rows.find(({ contract_id: id }) => id === "S4")).toMatchObject({ customer_id: "c3", realised: "20.0000" });
    expect(found.rows.find(({ belongs }) => belongs === "unknown_contract")).toMatchObject({ customer_id: "c9", contract_id: "S9" });
  }); // prettier-ignore

  test("every problem has its words, a hint and no code of orders", async () => {
    const { read: found } = await read(csv("1,c1,S1,2024-01-10,20,paid,EUR,", "2,c9,S9,2024-05-05,11,paid,EUR,"));
    for (const { code, message, hint } of found.problems) expect([code, message, hint].every((text) => text !== "")).toBe(true); // prettier-ignore
    expect(found.problems.map(({ code }) => code)).not.toContain("history_starts_late");
  });

  test("invoices that name nobody are the contract's customer's", async () => {
    const found = await read(
      "invoice_id,subscription,date,total\n1,S1,2024-01-10,20\n2,S3,2024-02-01,20\n3,,2024-02-01,9\n",
    );
    expect(found.read.files).toEqual([{ name: "invoices-1.csv", column: "subscription" }]);
    expect(found.rows.filter(({ invoices }) => invoices > 0).map(({ contract_id: id, customer_id: who }) => [id, who])).toEqual([["S1", "c1"], ["S3", "c2"]]); // prettier-ignore
    expectLedger(found);
  });

  test("a column is known by its cells, whatever it is called", async () => {
    const found = await read("order_id,customer,renewal_of,date,total\n1,c1,S1,2024-01-10,20\n2,c2,S3,2024-02-01,20\n");
    expect(found.read.files[0]!.column).toBe("renewal_of");
  });

  test("a column of contracts that names none of the file is told, and customer and day decide", async () => {
    const found = await read(
      "order_id,customer,subscription,date,total\n1,c1,Gold,2024-01-10,20\n2,c2,Gold,2024-02-01,20\n",
    );
    expect(found.read.files[0]!.column).toBe(null);
    expect(found.read.problems).toContainEqual(expect.objectContaining({ code: "invoice_column_unknown", records: 2 }));
    expect(await placesOf(found.engine)).toEqual(["1 contract S1", "2 contract S3"]);
  });

  test("a refund that is a record of its own names its contract, too", async () => {
    const found = await read(
      "invoice_id,customer,subscription,date,total\n1,c1,S1,2024-01-10,20\n2,c1,S1,2024-02-10,-20\n",
    );
    expect(found.rows.find(({ contract_id: id }) => id === "S1")).toMatchObject({ paid: "20.0000", refunded: "20.0000", realised: "0.0000", refunds: 1 }); // prettier-ignore
    expectLedger(found);
  });

  test("a contract that came back is billed for the spell of that day", async () => {
    const contracts = CONTRACTS + "S3,c2,2024-10-01,,month,25,Basic,EUR\n";
    const found = await realisedOf({ contracts, invoices: [csv("1,c2,S3,2024-03-01,20,paid,EUR,", "2,c2,S3,2024-11-01,25,paid,EUR,", "3,c2,S3,2024-06-20,20,paid,EUR,", "4,c2,S3,2024-09-20,25,paid,EUR,")] }); // prettier-ignore
    engine = found.engine;
    expect(await placesOf(engine)).toEqual(["1 contract S3", "2 contract S3 #2", "3 contract S3", "4 contract S3 #2"]);
    expect(found.rows.find(({ contract_id: id }) => id === "S3 #2")).toMatchObject({
      payments_due: 3,
      contracted: "75.0000",
    });
    expectLedger(found);
  });

  test("what is open of an invoice is unpaid, the rest is paid", async () => {
    const found = await read(
      "Invoice Number,Customer Id,Subscription Id,Status,Invoice Date,Amount,Tax Total,Amount Due,Currency Code\n" +
        "1,c1,S1,Paid,2024-01-10,24.00,4.00,0.00,EUR\n2,c1,S1,Posted,2024-02-10,24.00,4.00,6.00,EUR\n3,c1,S1,Not Paid,2024-03-10,24.00,4.00,24.00,EUR\n",
    );
    const s1 = found.rows.find(({ contract_id: id }) => id === "S1");
    expect(s1).toMatchObject({ invoices: 2, paid: "35.0000", unpaid_invoices: 2, unpaid: "25.0000" }); // net: 20 and 3/4 of 20
    expect(codesOf(found.read.problems)).toMatchObject({ invoice_part_paid: [2, "30.00", expect.any(String)] });
    expectLedger(found);
  });

  test("one-off orders have the account of their customer's contracts, where there is one", async () => {
    const contracts = CONTRACTS.split("\n").map((line, i) => (line === "" ? "" : `${line},${["Company", "A", "B", "C", "D", "D"][i] ?? ""}`)).join("\n"); // prettier-ignore
    const lines = csv("1,c1,S1,2024-01-10,20,paid,EUR,", "2,c1,,2024-05-05,1,paid,EUR,", "3,c2,,2024-05-05,2,paid,EUR,", "4,c3,,2024-05-05,3,paid,EUR,", "5,c4,,2024-05-05,4,paid,EUR,"); // prettier-ignore
    const found = await realisedOf({ contracts, invoices: [lines], options: { map: { account: "Company" } } });
    engine = found.engine;
    expect(found.rows.filter(({ belongs }) => belongs === "one_off").map((row) => [row.customer_id, row.account])).toEqual([["c1", null], ["c2", "C"], ["c3", "D"], ["c4", null]]); // prettier-ignore
  });

  test("another currency is refused, unless it is set aside", async () => {
    const mixed = csv("1,c1,S1,2024-01-10,20,paid,EUR,", "2,c1,S1,2024-02-10,21,paid,USD,");
    await expect(read(mixed)).rejects.toMatchObject({ code: "mixed_currency" });
  });
});

describe("by customer and day", () => {
  const csv = (...lines: string[]): string => `order_id,customer,date,total,currency\n${lines.join("\n")}\n`;

  test("what runs on the day has it: of several that with its price, else the first; none: a one-off order", async () => {
    const found = await read(
      csv(
        "1,c1,2024-02-10,33,EUR", // only S1 runs
        "2,c1,2024-03-10,50,EUR", // the price of S2
        "3,c1,2024-03-11,33,EUR", // neither price: the first
        "4,c3,2024-06-01,20,EUR", // both prices: the first
        "5,c2,2024-06-01,20,EUR", // the day of the end
        "6,c9,2024-06-01,20,EUR", // nobody's contract
      ),
    );
    expect(await placesOf(found.engine)).toEqual([
      "1 contract S1", "2 contract S2", "3 contract S1", "4 contract S4", "5 one_off", "6 one_off",
    ]); // prettier-ignore
    expect(codesOf(found.read.problems)).toEqual({
      invoice_contract_unsure: [2, "53.00", "invoices-1.csv:4:6"],
      invoice_between_contracts: [1, "20.00", "invoices-1.csv:6:6"],
    });
    expectLedger(found);
  });

  test("a refund goes where its order went, whatever its own amount", async () => {
    const found = await read("order_id,customer,date,total,refunded\n1,c1,2024-03-10,50,20\n");
    expect(await placesOf(found.engine)).toEqual(["1 contract S2"]);
    expect(found.rows.find(({ contract_id: id }) => id === "S2")).toMatchObject({
      paid: "50.0000",
      refunded: "20.0000",
    });
    expectLedger(found);
  });

  test("customers whom the contracts do not have are refused: nothing would be joined", async () => {
    const strangers = csv("1,x1,2024-03-10,50,EUR", "2,x2,2024-03-11,50,EUR");
    await expect(read(strangers)).rejects.toMatchObject({ code: "column_missing", place: "invoices-1.csv:1:1" });
    await expect(read("order_id,customer,subscription,date,total\n1,x1,S77,2024-03-10,50\n")).rejects.toMatchObject({
      code: "column_missing",
    });
  });
});

const day = (n: number): string => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
const Contract = fc.record({ who: fc.integer({ min: 0, max: 3 }), from: fc.integer({ min: 0, max: 200 }), long: fc.option(fc.integer({ min: 1, max: 200 })) }); // prettier-ignore
const Invoice = fc.record({
  who: fc.option(fc.integer({ min: 0, max: 5 })),
  names: fc.option(fc.integer({ min: 0, max: 9 })),
  on: fc.integer({ min: 0, max: 420 }),
  cents: fc.integer({ min: 200, max: 99_999 }),
  back: fc.integer({ min: 0, max: 90 }), // % of it; a refund within a cent of all is all
  status: fc.constantFrom("paid", "paid", "open", "failed", "void"),
});
const Ledger = fc.record({
  contracts: fc.array(Contract, { minLength: 1, maxLength: 6 }),
  invoices: fc.array(Invoice, { minLength: 1, maxLength: 60, size: "max" }),
  isNamed: fc.boolean(),
});

test("whatever the ledger, every cent of it is in one row and one step", async () => {
  await fc.assert(
    fc.asyncProperty(Ledger, async ({ contracts, invoices, isNamed }) => {
      const first = { who: 0, from: 0, long: null };
      const subs = [first, ...contracts].map(({ who, from, long }, i) => `S${i},c${who},${day(from)},${long === null ? "" : day(from + long)},month,20,Basic,EUR`); // prettier-ignore
      const sure = { who: 0, names: 0, on: 5, cents: 2000, back: 0, status: "paid" }; // something belongs
      const all = [sure, ...invoices];
      const money = (cents: number): string => (cents / 100).toFixed(2);
      const refund = ({ cents, back }: typeof sure): number => Math.floor((cents * back) / 100);
      const bills = all.map(({ who, names, ...one }, i) => [i + 1, who === null ? "" : `c${who}`, ...(isNamed ? [names === null ? "" : `S${names}`] : []), day(one.on), money(one.cents), one.status, money(refund({ ...one, who: 0, names: 0 })), "EUR"].join(",")); // prettier-ignore
      const head = `invoice_id,customer,${isNamed ? "subscription," : ""}date,total,status,refunded,currency`;
      const found = await realisedOf({
        contracts: ["subscription_id,customer_id,start_date,end_date,billing_period,price,plan,currency", ...subs].join(
          "\n",
        ),
        invoices: [`${[head, ...bills].join("\n")}\n`],
        options: { asOf: day(300) },
      });
      found.engine.close();
      expectLedger(found);
      const isIn = ({ who, names, on }: (typeof all)[number]): boolean => on <= 300 && (who !== null || (isNamed && names !== null)); // prettier-ignore
      const total = (status: string, of: (one: typeof sure) => number): number =>
        all.filter((one) => one.status === status && isIn(one)).reduce((sum, one) => sum + of({ ...one, who: 0, names: 0 }), 0); // prettier-ignore
      const held = (name: "paid" | "refunded" | "unpaid" | "failed"): number =>
        found.rows.reduce((sum, row) => sum + Math.round(Number(row[name]) * 100), 0);
      expect([held("paid"), held("refunded")]).toEqual([total("paid", ({ cents }) => cents), total("paid", refund)]);
      expect(held("unpaid")).toBe(total("open", (one) => one.cents - refund(one)));
      expect(held("failed")).toBe(total("failed", (one) => one.cents - refund(one)));
      const named = all.filter((one) => isNamed && isIn(one) && one.status === "paid" && one.names !== null);
      const own = named.filter(({ names }) => names! <= contracts.length).reduce((sum, { cents }) => sum + cents, 0);
      const paidOf = (belongs: string): number => found.rows.reduce((sum, row) => sum + (row.belongs === belongs ? Math.round(Number(row.paid) * 100) : 0), 0); // prettier-ignore
      if (isNamed) expect(paidOf("contract")).toBe(own);
    }),
    { numRuns: 6, seed: 11 },
  );
}, 120_000);
