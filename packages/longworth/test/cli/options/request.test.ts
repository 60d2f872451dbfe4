import { expect, test } from "vitest";
import { readRequest, runRequest } from "../../../src/cli/options/request.js";
import type { Written } from "../../../src/cli/options/table.js";

const LIMITS = { threads: 2, memory: "1000MB" };
const runOf = (written: Written) => runRequest(["orders.csv"], written, LIMITS);
const refusal = (written: Written): Readonly<Record<string, unknown>> => {
  try {
    runOf(written);
  } catch (thrown) {
    if (thrown instanceof Error && "facts" in thrown && typeof thrown.facts === "object") return { ...thrown.facts };
  }
  throw new Error("nothing was refused");
};

test("without options every default is filled in", () => {
  expect(runOf({})).toEqual({
    inputs: ["orders.csv"],
    workspace: "./longworth",
    horizons: [90, 180, 365],
    annualDiscountRate: 0,
    amount: "net",
    status: {},
    zeroAmount: "ignore",
    refunds: "net",
    map: {},
    allowEmpty: false,
    round: false,
    onBadRow: "stop",
    maxBadShare: 0.001,
    keepCase: false,
    maskIds: false,
    model: "auto",
    effort: "auto",
    attributes: [],
    surveys: [],
    invoices: [],
    backtest: true,
    report: true,
    quantiles: [],
    seed: 1,
    again: false,
    threads: 2,
    memory: "1000MB",
  });
});

test("every option arrives where it belongs", () => {
  const written: Written = {
    horizon: ["12m", "90d,52w", "365d"],
    "discount-rate": ["10%"],
    margin: ["35%"],
    basis: ["gross_margin"],
    "as-of": ["2024-02-29"],
    amount: ["total"],
    currency: ["eur"],
    "only-currency": ["USD"],
    status: ["on hold=count", "a=b=unpaid"],
    timezone: ["Europe/Warsaw"],
    "zero-amount": ["count"],
    duplicates: ["drop"],
    refunds: ["ignore"],
    map: ["customer=Customer E-mail", "unit-price=Preis", "amount=none"],
    "date-format": ["DD/MM/YYYY"],
    decimal: [","],
    thousands: ["space"],
    delimiter: ["tab"],
    encoding: ["Windows-1252"],
    header: ["true"],
    columns: ["customer, date,amount"],
    "allow-empty": ["true"],
    prices: ["products.csv"],
    "rates-per": ["own"],
    "refunds-file": ["refunds.csv"],
    expect: ["dates=dmy", "status.a=b=count"],
    round: ["true"],
    "first-order": ["Customer since"],
    "on-bad-row": ["reject"],
    "max-bad-share": ["2%"],
    "keep-case": ["true"],
    "mask-ids": ["true"],
    model: ["bg-nbd"],
    effort: ["quick"],
    attributes: ["plans.csv", " nps.csv"],
    surveys: [" said.csv "],
    invoices: [" billed.csv "],
    backtest: ["off"],
    report: ["off"],
    quantiles: ["0.1"],
    seed: ["7"],
    again: ["true"],
    threads: ["1"],
    memory: ["2GB"],
    workspace: ["/w"],
  };
  expect(runOf(written)).toEqual({
    inputs: ["orders.csv"],
    horizons: [90, 364, 365],
    annualDiscountRate: 0.1,
    contractDiscountRate: 0.1,
    margin: { kind: "share", share: 0.35 },
    basis: "gross_margin",
    asOf: "2024-02-29",
    amount: "total",
    currency: "EUR",
    onlyCurrency: "USD",
    status: { "on hold": "count", "a=b": "unpaid" },
    timezone: "Europe/Warsaw",
    zeroAmount: "count",
    duplicates: "drop",
    refunds: "ignore",
    map: { customer: "Customer E-mail", unit_price: "Preis", amount: "none" },
    dateFormat: "dd/mm/yyyy",
    decimal: ",",
    thousands: " ",
    delimiter: "\t",
    encoding: "windows-1252",
    header: true,
    columns: ["customer", "date", "amount"],
    allowEmpty: true,
    prices: "products.csv",
    ratesPer: "own",
    refundsFile: "refunds.csv",
    expect: { dates: "dmy", "status.a=b": "count" },
    round: true,
    firstOrder: "Customer since",
    onBadRow: "reject",
    maxBadShare: 0.02,
    keepCase: true,
    maskIds: true,
    model: "bg-nbd",
    effort: "quick",
    attributes: ["plans.csv", "nps.csv"],
    surveys: ["said.csv"],
    invoices: ["billed.csv"],
    backtest: false,
    report: false,
    quantiles: [0.1],
    seed: 7,
    again: true,
    threads: 1,
    memory: "2000MB",
    workspace: "/w",
  });
});

test.each([
  ["column:Margin", { kind: "column", column: "Margin" }],
  ["cost:Unit cost", { kind: "cost", column: "Unit cost" }],
  ["0.35", { kind: "share", share: 0.35 }],
])("--margin %s", (text, margin) => expect(runOf({ margin: [text] }).margin).toEqual(margin));

test.each([
  [{ margin: ["35"] }, "--margin 35: 35 is 3,500 %", "Write --margin 35%"],
  [
    { margin: ["Cost"] },
    "--margin Cost: a share, a column of shares or a column of costs",
    '--margin 35%, column:Margin or cost:"Unit cost"',
  ],
  [
    { basis: ["gross_margin"] },
    "--basis gross_margin needs a margin",
    "--margin 35%, --margin column:NAME or --margin cost:NAME",
  ],
  [{ amount: ["nett"] }, "--amount nett: one of net, total", "Did you mean net?"],
  [{ model: ["bgnbd"] }, "--model bgnbd: one of auto, nbd, bg-nbd, mbg-nbd, pareto-nbd", "Did you mean bg-nbd?"],
  [{ "as-of": ["2023-02-29"] }, "--as-of 2023-02-29: a day of the calendar as year-month-day", "--as-of 2025-12-31"],
  [{ "as-of": ["31.12.2025"] }, "--as-of 31.12.2025: a day of the calendar as year-month-day", "--as-of 2025-12-31"],
  [{ currency: ["EURO"] }, "--currency EURO: no currency code (ISO 4217)", "Did you mean EUR?"],
  [
    { timezone: ["Europe/Warschau"] },
    "--timezone Europe/Warschau: no time zone that is known here",
    "Did you mean Europe/Warsaw?",
  ],
  [
    { encoding: ["latin9000"] },
    "--encoding latin9000: no encoding that is known here",
    "--encoding windows-1252, utf-8, shift_jis, …",
  ],
  [{ map: ["customer"] }, "--map customer: two parts with = between them", "--map customer=Email"],
  [{ map: ["custmer=Email"] }, "--map custmer: one of", "Did you mean customer?"],
  [{ map: ["customer=A", "customer=B"] }, "--map says two things about customer", "Give --map customer=… once"],
  [{ status: ["on hold=maybe"] }, "--status maybe: one of", "--status count"],
  [
    { "date-format": ["dd.mm"] },
    "--date-format dd.mm: dd, mm and yyyy in the order of the file",
    "--date-format dd/mm/yyyy or mm/dd/yyyy",
  ],
  [
    { delimiter: ["ab"] },
    "--delimiter ab: one character that is no letter, digit or quote",
    "--delimiter semicolon, comma, tab or pipe",
  ],
  [
    { columns: ["a,,b"] },
    "--columns a,,b: a name for every column, commas between them",
    "--columns customer,date,amount",
  ],
] as const)("%j is refused in a sentence", (written, message, hint) => {
  const facts = refusal(written);
  expect(facts.message).toContain(message);
  expect(facts.hint).toBe(hint);
});

test("a command without a file says which command has one", () => {
  expect(() => readRequest([], {}, LIMITS)).toThrow(/No file was named/);
});

test("rates need the currency into which they convert, and leave none out", () => {
  expect(runOf({ rates: ["r.csv"], currency: ["EUR"] })).toMatchObject({ rates: "r.csv", currency: "EUR" });
  for (const more of [{}, { currency: ["EUR"], "only-currency": ["EUR"] }])
    expect(refusal({ rates: ["r.csv"], ...more })).toMatchObject({
      message: "--rates converts into one currency: which?",
    });
});
