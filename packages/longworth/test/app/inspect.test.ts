import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { fileWith } from "../support/intake-of.js";
import { bytesOf, shopify } from "../support/simulated-exports.js";

const RETAIL = "../shared/data/online_retail_2010_2011.csv.gz";
const LINES = "customer_id,order_date,amount\na,2024-01-01,10.00\nb,2024-01-02,20.50\na,2024-02-01,30.00\n";

const inspected = async (...argv: readonly string[]) => {
  const { stdout, exitCode } = await runCli(["inspect", ...argv, "--json"]);
  const answer: Readonly<Record<string, unknown>> = JSON.parse(stdout);
  return { answer, exitCode };
};

test("the object has every key of the issue, money as decimal text", async () => {
  const { answer, exitCode } = await inspected(fileWith(LINES));
  expect(exitCode).toBe(0);
  expect(answer).toMatchObject({
    layout: "generic",
    format: "csv",
    encoding: "utf-8",
    delimiter: ",",
    columns: { customer: "customer_id", date: "order_date", amount: "amount" },
    dateFormat: "iso",
    decimal: ".",
    timezone: null,
    records: 3,
    accepted: 3,
    setAside: 0,
    rejected: 0,
    orders: 3,
    refunds: 0,
    customers: 2,
    currency: null,
    firstDate: "2024-01-01",
    lastDate: "2024-02-01",
    ladder: [
      { step: "file_total", amount: "60.50" },
      { step: "used", amount: "60.50" },
    ],
    total: "60.50",
    refunded: "0.00",
    wouldRun: true,
    refusal: null,
  });
});

test("a refused file says what is known and ends with 3", async () => {
  const { answer, exitCode } = await inspected(
    fileWith("customer_id,order_date,amount\na,03/04/2024,10.00\nb,05/06/2024,20.50\n"),
  );
  expect(exitCode).toBe(3);
  expect(answer).toMatchObject({
    records: 2,
    columns: { date: "order_date" },
    orders: null,
    wouldRun: false,
    refusal: {
      code: "date_ambiguous",
      place: "orders.csv:2:3",
      hint: "--date-format dd/mm/yyyy or mm/dd/yyyy",
      exitCode: 3,
    },
  });
});

test("a file without any customer is read, would not run, and ends with 0", async () => {
  const { answer, exitCode } = await inspected(
    fileWith("customer_id,order_date,amount\n,2024-01-01,10.00\n,2024-01-02,20.50\n"),
  );
  expect(exitCode).toBe(0);
  expect(answer).toMatchObject({
    setAside: 2,
    customers: 0,
    wouldRun: false,
    refusal: { code: "nothing_to_estimate", exitCode: 4 },
  });
});

const MONTH_FIRST = `E-Mail;Kunde Nr;Order Date;Paid Date;Order Total;Status;Remark
ann@x.com;a1;03/04/2024;03/25/2024;1.234,50;paid;x
bob@x.com;b2;05/06/2024;05/27/2024;20,00;open;y
ann@x.com;a1;07/08/2024;07/28/2024;30,00;paid;z
`;

test("every column says what it was taken for, why, and what else there was", async () => {
  const { answer } = await inspected(fileWith(MONTH_FIRST));
  expect(answer.explained).toMatchObject([
    { column: "E-Mail", role: "email", reason: "name", filled: 1, fits: 1, distinct: 2 },
    { column: "Kunde Nr", role: "customer", reason: "name" },
    { column: "Order Date", role: "date", reason: "tie", fits: 1, runnerUp: { column: "Paid Date" } },
    { column: "Paid Date", role: null, nearest: { role: "date" } },
    { column: "Order Total", role: "amount", fits: 1 },
    { column: "Status", role: "status" },
    { column: "Remark", role: null, nearest: null },
  ]);
});

test("a file whose columns were not understood still says what they look like", async () => {
  const { answer, exitCode } = await inspected(fileWith("who,when,how much\na,2024-01-01,10.00\n"));
  expect(exitCode).toBe(3);
  expect(answer.explained).toMatchObject([
    { column: "who", role: null },
    { column: "when", role: null },
    { column: "how much", role: null },
  ]);
});

test("every decision says what it rests on and the option that decides otherwise, and that option does", async () => {
  const file = fileWith(MONTH_FIRST);
  const { answer } = await inspected(file);
  const decisions = answer.decisions as readonly Readonly<Record<string, string>>[]; // cast: see Inspection
  const of = (name: string) => decisions.filter(({ decision }) => decision === name);
  expect(of("dates")).toMatchObject([
    { value: "mdy", evidence: "03/25/2024 at orders.csv:2:25", option: "--date-format dd/mm/yyyy" },
  ]);
  expect(of("decimal_mark")).toMatchObject([
    { value: ",", evidence: "1.234,50 at orders.csv:2:36", option: "--decimal ." },
  ]);
  expect(of("status")).toMatchObject([
    { value: "paid = count", evidence: "2 records", option: '--status "paid"=cancelled' },
    { value: "open = unpaid", evidence: "1 record", option: '--status "open"=count' },
  ]);
  expect(of("duplicates")).toMatchObject([{ value: "keep", option: "--duplicates drop" }]);
  const dayFirst = await inspected(file, "--date-format", "dd/mm/yyyy");
  expect([answer.firstDate, dayFirst.answer.firstDate]).toEqual(["2024-03-04", "2024-04-03"]);
  const opened = await inspected(file, "--status", "open=count");
  expect([answer.orders, opened.answer.orders]).toEqual([2, 3]);
});

test("what people read of a Shopify export", async () => {
  const { stdout, exitCode } = await runCli(["inspect", fileWith(bytesOf(shopify().files[0]), "shopify.csv")]);
  expect(exitCode).toBe(0);
  await expect(stdout).toMatchFileSnapshot("../golden/inspect-shopify.txt");
});

test("what people read of a refused file", async () => {
  const { stdout, exitCode } = await runCli([
    "inspect",
    fileWith("customer_id,order_date,amount\na,2024-01-01,10.50\nb,2024-02-30,NaN\n"),
  ]);
  expect(exitCode).toBe(3);
  await expect(stdout).toMatchFileSnapshot("../golden/inspect-refused.txt");
});

test.skipIf(!existsSync(RETAIL))(
  "Online Retail: every record has its fate and its money (needs ../shared)",
  async () => {
    const { answer } = await inspected(RETAIL);
    expect(answer).toMatchObject({
      records: 541_909,
      accepted: 406_829,
      setAside: 135_080,
      rejected: 0,
      customers: 4372,
      refunded: "611342.09",
      ladder: [
        { step: "file_total", amount: "9747747.93" },
        { step: "no_customer", amount: "-1447682.12" },
        { step: "used", amount: "8300065.81" },
      ],
    });
    const problems = answer.problems as readonly Readonly<{
      code: string;
      fate: string;
      records: number;
      amount: string;
    }>[]; // cast: what the schema of the issue says
    expect(problems.find(({ code }) => code === "no_customer")).toMatchObject({
      fate: "set_aside",
      records: 135_080,
      amount: "1447682.12",
    });
    expect(problems.find(({ code }) => code === "duplicate_record")).toMatchObject({ fate: "accepted", records: 5268 });
  },
);
