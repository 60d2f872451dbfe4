import { expect, test } from "vitest";
import { UserError } from "../../src/errors.js";
import { match, type ColumnProfile, type Match } from "../../src/intake/matcher.js";
import { nameScore, SYNONYMS, type Role } from "../../src/intake/synonyms.js";

const EMPTY = {
  records: 100,
  filled: 1,
  distinct: 50,
  numeric: 0,
  whole: false,
  dates: 0,
  currencies: 0,
  emails: 0,
  statuses: 0,
  money: 0,
};

/** Columns by header: what their cells look like. */
const columns = (cells: Readonly<Record<string, Partial<ColumnProfile>>>): readonly ColumnProfile[] =>
  Object.entries(cells).map(([name, facts], i) => ({
    ...EMPTY,
    column: { name, id: `c${i + 1}`, type: "text" as const },
    ...facts,
  }));

const DATE = { dates: 1 };
const MONEY = { numeric: 1 };
const headers = (found: Match): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(found).map(([role, choice]) => [role, choice.column.name]));
const matched = (cells: Readonly<Record<string, Partial<ColumnProfile>>>, map = {}) =>
  headers(match(columns(cells), map, "orders.csv:1:1"));
const refusal = (job: () => unknown): UserError => {
  try {
    job();
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown;
    throw thrown;
  }
  throw new Error("nothing was refused");
};

test("a column of months is the date where no other column is one", () => {
  const rest = { customer_id: {}, amount: MONEY };
  expect(matched({ ...rest, "Order Month": DATE })).toMatchObject({ date: "Order Month" });
  expect(matched({ ...rest, "Order Month": DATE, Date: DATE })).toMatchObject({ date: "Date" });
  expect(matched({ ...rest, "Order Month": DATE, "Date of sale": DATE })).toMatchObject({ date: "Date of sale" });
  expect(refusal(() => matched({ ...rest, Month: { numeric: 1 } })).code).toBe("column_missing"); // 1 to 12
});

test.each<readonly [Role, string, number]>([
  ["customer", "customer_id", 1],
  ["customer", "CustomerID", 1],
  ["customer", "Kundennummer", 1],
  ["customer", "会员号", 1],
  ["customer", "Merchant", 0],
  ["customer", "Customer Type", 0.08],
  ["date", "Order Date", 1],
  ["date", "Bestelldatum", 1],
  ["date", "Data zamówienia", 1],
  ["date", "Delivery Date", 0.08],
  ["date", "注文日時", 1],
  ["date", "Order Month", 0.62],
  ["date", "Monat", 0.62],
  ["date", "Month of birth", 0.062],
  ["amount", "Order Total, USD", 0.95],
  ["amount", "Amount (EUR)", 1],
  ["amount", "Betrag", 1],
  ["amount", "Total", 0.5],
  ["amount", "Tax Amount", 0.095],
  ["order", "Order #", 1],
  ["unitPrice", "Einzelpreis", 1],
  ["unitPrice", "precio_compra", 0.08], // what the shop paid
  ["cost", "precio_compra", 1],
  ["customer", "Customer IP Address", 0.08],
  ["customer", "CUST_NO", 1],
  ["amount", "GROSS AMT", 0.95],
  ["amount", "Total Promotions", 0.08],
  ["amount", "Total order quantity", 0.08],
  ["amount", "Amount Tendered", 0.08],
  ["amount", "Total Profit", 0.08],
  ["discount", "Discount (%)", 0.1],
  ["discount", "discount_pct", 0.08],
  ["tax", "Tax 5%", 0.8],
  ["tax", "MwSt", 1],
  ["tax", "MwSt-Betrag", 1],
  ["amount", "Betrag inkl. MwSt", 0.8],
  ["order", "Auftragsnr.", 1],
  ["customer", "Kd.-Nr.", 1],
  ["order", "ESTATUS_PEDIDO", 0.08],
  ["date", "Dt_Customer", 0.08],
  ["date", "data cancelamento", 0.08],
])("as %s the header %s scores %f", (role, header, score) => {
  expect(nameScore(role, header)).toBeCloseTo(score, 10);
});

test("every synonym of every role is its own best header", () => {
  for (const [role, words] of Object.entries(SYNONYMS))
    for (const word of words) expect(nameScore(role as Role, word), `${role} ${word}`).toBeGreaterThanOrEqual(0.5); // cast: keys of the record
});

test("an id is the customer before an e-mail", () => {
  expect(matched({ "Customer ID": {}, "Customer Email": { emails: 1 }, Date: DATE, Amount: MONEY })).toMatchObject({
    customer: "Customer ID",
    email: "Customer Email",
  });
});

test("an e-mail is the customer for want of an id", () => {
  expect(matched({ "Customer Email": { emails: 1 }, Date: DATE, Amount: MONEY })).toMatchObject({
    customer: "Customer Email",
  });
});

test("a name alone is refused, and the hint accepts it", () => {
  const error = refusal(() => matched({ "Customer Name": {}, Date: DATE, Amount: MONEY }));
  expect(error.code).toBe("column_missing");
  expect(error.facts.hint).toContain('--map customer="Customer Name"');
  expect(matched({ "Customer Name": {}, Date: DATE, Amount: MONEY }, { customer: "customer name" })).toMatchObject({
    customer: "Customer Name",
  });
});

test("a missing date names the nearest columns and what the file has", () => {
  const error = refusal(() => matched({ customer: {}, shipped: DATE, amount: MONEY }));
  expect(error.code).toBe("column_missing");
  expect(error.facts.message).toContain('"shipped"');
  expect(error.place).toBe("orders.csv:1:1");
});

test("two equally good amounts are refused with both names", () => {
  const error = refusal(() =>
    matched({ customer: {}, date: DATE, "Amount A": { ...MONEY }, "Amount B": { ...MONEY } }),
  );
  expect(error.facts).toMatchObject({ value: "amount", a: "Amount A", b: "Amount B" });
});

test("the word of the header decides between amounts: paid before value", () => {
  expect(matched({ customer: {}, date: DATE, "Order Value": MONEY, "Order Total": MONEY })).toMatchObject({
    amount: "Order Total",
  });
});

test("a column that is perhaps an amount is asked for, and can be declined", () => {
  const cells = { customer: {}, date: DATE, Total: MONEY };
  expect(refusal(() => matched(cells)).facts.hint).toContain("--map amount=none");
  expect(matched(cells, { amount: "none" })).not.toHaveProperty("amount");
});

test("an exact name keeps its role when its cells are faulty", () => {
  expect(matched({ customer: {}, date: { dates: 0.1 }, amount: { numeric: 0.1 } })).toMatchObject({
    date: "date",
    amount: "amount",
  });
});

test("a state of a country is no status", () => {
  expect(matched({ customer: {}, date: DATE, amount: MONEY, State: { distinct: 20 } })).not.toHaveProperty("status");
  expect(matched({ customer: {}, date: DATE, amount: MONEY, State: { distinct: 3, statuses: 1 } })).toMatchObject({
    status: "State",
  });
});

test("an unknown header in --map is refused with the nearest one", () => {
  expect(refusal(() => matched({ customer: {}, date: DATE, amount: MONEY }, { amount: "ammount" })).facts.hint).toBe(
    '--map amount="amount"',
  );
});

test("of two prices the one that customers pay; two alike are refused where they are the money", () => {
  const shop = { cliente: {}, fecha: DATE, cantidad: MONEY, precio_compra: MONEY };
  expect(matched({ ...shop, precio_venta: MONEY })).toMatchObject({ unitPrice: "precio_venta", cost: "precio_compra" });
  const two = { Customer: {}, Date: DATE, Quantity: MONEY, "Price A": MONEY, "Price B": MONEY };
  expect(refusal(() => matched(two))).toMatchObject({ code: "column_ambiguous" });
  expect(matched({ ...two, "Total amount": MONEY })).toMatchObject({ amount: "Total amount", unitPrice: "Price A" });
});

test("a column of names is named where nothing else says who bought", () => {
  const thrown = refusal(() => matched({ Name: {}, Date: DATE, Amount: MONEY }));
  expect(thrown.code).toBe("column_missing");
  expect(thrown.message).toContain("Name");
});

test("`Total` is the amount of orders beside taxes and discounts, and not beside fees", () => {
  const orders = { "Order ID": { distinct: 100 }, Customer: {}, Date: DATE, Total: MONEY, "Tax amount": MONEY };
  expect(matched(orders)).toMatchObject({ amount: "Total", tax: "Tax amount" });
  expect(refusal(() => matched({ ...orders, "Selling fees": MONEY })).code).toBe("column_missing");
});

test("an e-mail that is the same on every record is not the customer", () => {
  const payments = {
    "Transaction ID": { distinct: 100 },
    Email: { emails: 1, distinct: 1 },
    Date: DATE,
    Amount: MONEY,
  };
  expect(refusal(() => matched(payments)).code).toBe("column_missing");
});

test("of two order ids with as many values the first is taken", () => {
  const ids = { "Invoice ID": { distinct: 90 }, "Invoice Number": { distinct: 90 } };
  expect(matched({ ...ids, Customer: {}, Date: DATE, Amount: MONEY })).toMatchObject({ order: "Invoice ID" });
  const groups = { ...ids, "Invoice Number": { distinct: 40 } };
  expect(refusal(() => matched({ ...groups, Customer: {}, Date: DATE, Amount: MONEY })).code).toBe("column_ambiguous");
});
