import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalText, ladder, units, type OrderSums } from "../../src/intake/ladder.js";
import { digitsOf, headerCurrency } from "../../src/intake/currencies.js";
import { futureFrom, sheetGrain } from "../../src/intake/decide.js";
import { extremes } from "../../src/intake/extremes.js";
import { startsLate } from "../../src/intake/truncation.js";

const SUMS: OrderSums = {
  orders: 2, refunds: 1, zeros: 0, amount: "80", total: "100", refund_amount: "-10", refund_total: "-12", smallest: "1.0000",
  largest: "60", first_day: null, last_day: null,
}; // prettier-ignore
const NO_PARTS = { tax: null, shipping: null, duties: null };

test("decimal text and whole units are inverses", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (value) => units(decimalText(value, 2)) === value),
  );
});

test("amounts keep the digits of their currency, and more where there are more", () => {
  expect([decimalText(123_400n, 2), decimalText(123_456n, 2), decimalText(-5000n, 0), decimalText(10_000n, 0)]).toEqual(
    ["12.34", "12.3456", "-0.5", "1"],
  );
});

test("the steps of the ladder add up to what is used", () => {
  const money = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => (cents / 100).toFixed(2));
  const codes = fc.array(fc.record({ code: fc.constantFrom("", "cancelled", "no_customer", "unpaid"), amount: money }));
  fc.assert(
    fc.property(codes, money, money, money, (all, amount, total, refund) => {
      const sums = { ...SUMS, amount, total, refund_amount: refund };
      const steps = ladder({
        codes: all,
        sums,
        parts: { ...NO_PARTS, tax: "1.00" },
        negative: null,
        net: true,
        ignoreRefunds: false,
        digits: 2,
      });
      const used = steps.at(-1);
      const rest = steps.slice(0, -1).reduce((sum, step) => sum + units(step.amount), 0n);
      return used?.step === "used" && units(used.amount) === rest && rest === units(amount) + units(refund);
    }),
  );
});

test("tax, shipping and the rest stand between what was paid and net", () => {
  const parts = { tax: "12", shipping: "5", duties: null };
  const steps = ladder({
    codes: [{ code: "", amount: "100" }],
    sums: SUMS,
    parts,
    negative: null,
    net: true,
    ignoreRefunds: false,
    digits: 2,
  });
  expect(steps.map(({ step, amount }) => `${step} ${amount}`)).toEqual([
    "file_total 100.00",
    "tax -12.00",
    "shipping -5.00",
    "duties_and_tips -3.00",
    "refunds -10.00",
    "used 70.00",
  ]);
});

test("an export that starts late has too many customers in its first month", () => {
  const months = (first: number, later: readonly number[]) =>
    [first, ...later].map((customers, i) => ({ month: `2024-${i + 1}`, customers }));
  expect(startsLate(months(16, [10, 10, 10, 10, 10, 10]))).toBe(16);
  expect(startsLate(months(15, [10, 10, 10, 10, 10, 10]))).toBe(0);
  expect(startsLate(months(100, [10, 10]))).toBe(0); // a closed cohort has no later months
});

test("a day is in the future when it lies 400 days behind 99.9 % of all", () => {
  const days = Float64Array.from({ length: 1000 }, (_, i) => 19_000 + i);
  const ones = new Float64Array(1000).fill(1);
  expect(futureFrom(days, ones)).toBeUndefined();
  expect(futureFrom(Float64Array.from([...days, 22_000]), new Float64Array(1001).fill(1))).toBe("2025-11-08");
  expect(futureFrom(Float64Array.from([0, 500]), Float64Array.from([500, 500]))).toBeUndefined(); // both are many
});

test("a currency's decimals, and the currency in a header", () => {
  expect(["JPY", "KWD", "EUR", null].map(digitsOf)).toEqual([0, 3, 2, 2]);
  const header = (name: string) => headerCurrency({ total: { name, id: "c1", type: "text" } });
  expect(["Order Total, USD", "Betrag (€)", "amount", "Amount spent (EUR)"].map(header)).toEqual([
    "USD",
    "EUR",
    null,
    "EUR",
  ]);
});

test("what the values of a sheet say about its lines", () => {
  const grain = (orders: number, equal: number, first_only: number, products: number) =>
    sheetGrain({ orders, equal, first_only, products });
  expect(grain(10, 0, 10, 0)).toEqual({ grain: "head", sheetHead: true });
  expect(grain(10, 10, 0, 1).grain).toBe("line"); // quantity x price is the amount
  expect(grain(10, 10, 0, 0).grain).toBe("repeat");
  expect(grain(4, 4, 0, 0).grain).toBe("line"); // too few to tell
});

test("an order far outside is one of a thousand means, or a twentieth of a hundred orders", () => {
  const order = (total: string) => ({ total, file: 0, record: 1 });
  expect(extremes([order("1000000"), order("11"), order("10")], 3, "1000021")).toBe(1);
  expect(extremes([order("30"), order("20")], 2, "50")).toBe(0);
  expect(extremes([order("600"), order("100")], 100, "10000")).toBe(1);
});
