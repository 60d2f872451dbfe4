/** Triangles and bridges on generated ledgers: sums that must agree whatever the ledger. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cohortTriangle, pooledRetention, retentionOf, revenueRetention } from "@longworth/models";
import type { Ledger } from "@longworth/models";
import { expectClose } from "../support/close.js";

const ledgers: fc.Arbitrary<Ledger> = fc
  .array(fc.tuple(fc.nat(9), fc.nat(6), fc.integer({ min: -300, max: 1_000 })), { minLength: 1, maxLength: 60 })
  .map((rows) => ({
    customer: Float64Array.from(rows, (row) => row[0]),
    period: Float64Array.from(rows, (row) => 2020 + row[1]),
    amount: Float64Array.from(rows, (row) => row[2]),
  }));

const sum = (columns: readonly Float64Array[]): number =>
  columns.reduce((all, column) => all + column.reduce((a, b) => a + b, 0), 0);

describe("cohort triangle", () => {
  test("holds every order, customer and cent of the customers who ever bought, once", () =>
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const triangle = cohortTriangle(ledger);
        const rows = [...ledger.customer].map((id, i) => ({ id, period: ledger.period[i], amount: ledger.amount[i] }));
        const first = new Map<number, number>();
        for (const { id, period, amount } of rows)
          if (amount > 0) first.set(id, Math.min(first.get(id) ?? Infinity, period));
        const counted = rows.filter(({ id, period }) => period >= (first.get(id) ?? Infinity));
        const positive = counted.filter(({ amount }) => amount > 0);
        expect(sum(triangle.revenue)).toBe(counted.reduce((all, { amount }) => all + amount, 0));
        expect(sum(triangle.refunds)).toBe(counted.reduce((all, { amount }) => all + Math.min(0, amount), 0) + 0);
        expect(sum(triangle.orders)).toBe(positive.length);
        expect(sum(triangle.customers)).toBe(new Set(positive.map(({ id, period }) => `${id}/${period}`)).size);
        expect(triangle.customers.reduce((all, column) => all + column[0], 0)).toBe(first.size);
      }),
    ));

  test("on or after is at least on, starts at everybody and never rises", () =>
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const { customers, customersFrom } = cohortTriangle(ledger);
        for (const [k, column] of customersFrom.entries()) {
          expect(column[0]).toBe(customers[k][0]);
          for (let age = 0; age < column.length; age++) {
            expect(column[age]).toBeGreaterThanOrEqual(customers[k][age]);
            if (age > 0) expect(column[age]).toBeLessThanOrEqual(column[age - 1]);
          }
        }
      }),
    ));

  test("the pooled share is the mean of the cohorts' shares weighted by their sizes, not their mean", () => {
    const counts = [Float64Array.of(10, 2), Float64Array.of(90, 45), Float64Array.of(50)];
    expect([...pooledRetention(counts)]).toEqual([1, 0.47]);
    expect(retentionOf([Float64Array.of(0, 0)])[0][0]).toBeNaN();
  });

  test("the running period can be left out", () => {
    const ledger = { customer: Float64Array.of(1, 1), period: Float64Array.of(1, 2), amount: Float64Array.of(5, 5) };
    expect(cohortTriangle(ledger, { until: 1 }).customers).toEqual([Float64Array.of(1)]);
    const nothing = new Float64Array(0);
    expect(cohortTriangle({ customer: nothing, period: nothing, amount: nothing }).periods).toEqual([]);
  });
});

describe("bridge of recurring revenue", () => {
  test("adds up exactly, links period to period, and its ratios say the same", () =>
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const rows = revenueRetention(ledger);
        for (const [k, { bridge: b, grr, nrr }] of rows.entries()) {
          expect(b.start + b.new + b.reactivation + b.expansion - b.contraction - b.churn).toBe(b.end);
          if (k > 0) expect(b.start).toBe(rows[k - 1].bridge.end);
          if (b.start === 0) expect([grr, nrr]).toEqual([null, null]);
          else expectClose((nrr ?? NaN) - (grr ?? NaN), b.expansion / b.start, 1e-12, 1);
          if (grr !== null) expect(grr).toBeLessThanOrEqual(1);
        }
      }),
    ));

  const alike = (customers: number, amount: number): number[] => Array.from({ length: customers }, () => amount);
  const book = (before: readonly number[], after: readonly number[]) =>
    revenueRetention({
      customer: Float64Array.from([...before.keys(), ...after.keys()]),
      period: Float64Array.from([...before.map(() => 0), ...after.map(() => 1)]),
      amount: Float64Array.from([...before, ...after]),
    })[0];

  test("nobody lost is a bound, not a churn of 0; revenue in few hands bounds less", () => {
    const even = book(alike(58, 100), alike(58, 100));
    expect(even.logoChurn).toMatchObject({
      status: "no-events",
      high: expect.closeTo(1 - 0.05 ** (1 / 58), 12) as number,
    });
    expect(even.revenueChurn).toMatchObject({ status: "no-events", trials: 58 });
    const uneven = [10_000, ...alike(57, 1)];
    const one = book(uneven, uneven).revenueChurn;
    expect(one.status === "no-events" && one.high > 0.9).toBe(true);
  });

  test("revenue churn of equal customers is logo churn, interval included", () => {
    const equal = alike(40, 50);
    const { logoChurn, revenueChurn } = book(equal, equal.slice(0, 30));
    if (logoChurn.status !== "ok" || revenueChurn.status !== "ok") return expect.fail("no share");
    expect(logoChurn.share).toBe(0.25);
    expectClose(revenueChurn.low, logoChurn.low, 1e-12);
    expectClose(revenueChurn.high, logoChurn.high, 1e-12);
  });

  test("a large customer who leaves makes the interval of revenue churn wide", () => {
    const { revenueChurn } = book([900, ...alike(100, 10)], [0, ...alike(100, 10)]);
    if (revenueChurn.status !== "ok") return expect.fail(revenueChurn.status);
    expectClose(revenueChurn.share, 900 / 1_900, 1e-12);
    expect(revenueChurn.high - revenueChurn.low).toBeGreaterThan(0.6);
  });

  test("everybody lost is a state with the least churn that explains it", () =>
    expect(book([1, 1, 1], [0, 0, 0]).logoChurn).toMatchObject({
      status: "all-lost",
      low: expect.closeTo(0.05 ** (1 / 3), 12) as number,
    }));
});

test.each([
  ["a missing period", [0, NaN], [5, 3]],
  ["half a period", [0, 1.5], [5, 3]],
  ["milliseconds since 1970", [0, 1.7e12], [5, 3]],
])("%s gives no cohorts and no rows", (_, period, amount) => {
  const ledger = {
    customer: Float64Array.of(0, 0),
    period: Float64Array.from(period),
    amount: Float64Array.from(amount),
  };
  expect(cohortTriangle(ledger).periods).toEqual([]);
  expect(revenueRetention(ledger)).toEqual([]);
});

test("a missing amount is not a customer who left", () => {
  const ledger = { customer: Float64Array.of(0, 0), period: Float64Array.of(0, 1), amount: Float64Array.of(5, NaN) };
  expect(revenueRetention(ledger)).toEqual([]);
});
