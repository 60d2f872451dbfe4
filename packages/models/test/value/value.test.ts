import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cashFlow, clv, discounting, managerial } from "@longworth/models";

const column = (...values: readonly number[]): Float64Array => Float64Array.from(values);

describe("discounting", () => {
  test("a year costs the annual rate, in every time unit", () => {
    for (const [timeUnit, units] of [
      ["day", 365],
      ["week", 365 / 7],
      ["year", 1],
    ] as const) {
      const rate = discounting.continuousRate(0.1, timeUnit);
      expect(discounting.presentValue(110, { rate, time: units })).toBeCloseTo(100, 10);
    }
    expect(discounting.continuousRate(0.1, "year")).toBeCloseTo(0.09531017980432493, 15);
    expect(discounting.continuousRate(0, "week")).toBe(0);
  });

  test("mid-period discounting is near the continuous one: months 4e-5, years .6 % at 15 %", () => {
    const continuous = (flow: number, rate: number, years: number): number =>
      (flow * -Math.expm1(-rate * years)) / rate;
    const rate = discounting.continuousRate(0.15, "year");
    const monthly = discounting.presentValueOfPeriods(
      Array.from({ length: 12 }, () => 1),
      { rate, length: 1 / 12 },
    );
    const yearly = discounting.presentValueOfPeriods([12], { rate, length: 1 });
    const exact = continuous(12, rate, 1);
    expect(Math.abs(monthly / exact - 1)).toBeLessThan(4e-5);
    expect(Math.abs(yearly / exact - 1)).toBeLessThan(0.006);
    expect(monthly).not.toBe(exact);
  });
});

describe("clv", () => {
  const periods = { rate: 0.02, length: 1 };
  const parts = {
    expectedPurchases: [column(1, 0.5), column(1.8, 0.75)],
    expectedSpend: column(30, 100),
    margin: 0.4,
  };

  test("margin x spend x purchases of each period, discounted to its middle", () => {
    const value = clv.clv(parts, periods);
    expect(value[0]).toBeCloseTo(0.4 * 30 * (Math.exp(-0.01) + 0.8 * Math.exp(-0.03)), 12);
    expect(value[1]).toBeCloseTo(0.4 * 100 * (0.5 * Math.exp(-0.01) + 0.25 * Math.exp(-0.03)), 12);
  });

  test("without discount and with margin 1: expected purchases times spend", () =>
    expect([...clv.clv({ ...parts, margin: 1 }, { rate: 0, length: 1 })]).toEqual([54, 75]));

  test("cost for everybody, or for living customers only", () => {
    const zero = { rate: 0, length: 1 };
    const base = clv.clv(parts, zero);
    const all = clv.clv({ ...parts, costs: { perPeriod: [2, 3] } }, zero);
    const alive = { perPeriod: [2, 3], alive: [column(1, 0.5), column(0.5, 0)] };
    const living = clv.clv({ ...parts, costs: alive }, zero);
    expect([base[0] - all[0], base[1] - all[1]].map((x) => Number(x.toFixed(12)))).toEqual([5, 5]);
    expect([base[0] - living[0], base[1] - living[1]].map((x) => Number(x.toFixed(12)))).toEqual([3.5, 1]);
  });

  test("money times k: value times k, exactly", () =>
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e4, noNaN: true }), (k) => {
        const value = clv.clv(parts, periods);
        const scaled = clv.clv({ ...parts, expectedSpend: parts.expectedSpend.map((s) => k * s) }, periods);
        scaled.forEach((v, i) => expect(v / value[i] / k).toBeCloseTo(1, 12));
      }),
    ));

  test("discounted purchases: no second discounting", () =>
    expect([...clv.clvOfDiscounted(column(2, 0.5), parts)]).toEqual([24, 20]));

  test("a new customer: first purchase, repeats, acquisition cost", () => {
    const customer = { firstSpend: 50, expectedSpend: 40, discountedPurchases: 3, margin: 0.5, acquisitionCost: 60 };
    expect(clv.clvOfNewCustomer(customer)).toBe(0.5 * 170 - 60);
  });

  test("equity: existing values plus planned customers, discounted to the middle of their period", () => {
    const equity = clv.customerEquity(column(10, 20), { customers: [5, 4], netValue: 3 }, { rate: 0.1, length: 1 });
    expect(equity).toBeCloseTo(30 + 15 * Math.exp(-0.05) + 12 * Math.exp(-0.15), 12);
  });
});

describe("cash flows", () => {
  const project = [-250000, 100000, 150000, 200000, 250000, 300000];

  test("net present value: the documented example, and 0 % is the sum", () => {
    expect(cashFlow.netPresentValue(project, 0.1)).toBeCloseTo(472168.75399718084, 6);
    expect(cashFlow.netPresentValue(project, 0)).toBe(750000);
    expect(cashFlow.netPresentValue([], 0.1)).toBe(0);
  });

  test.each([
    [project, [0.5672303344358542]],
    [
      [-1000, 2300, -1320],
      [0.1, 0.2],
    ],
    [
      [-1600, 10000, -10000],
      [0.25, 4],
    ],
    [[-100, 39, 59, 55, 20], [0.2809484211599612]],
    [[-500, -100, 50, 700], [0.08390361274118505]],
    [[100, 200, 300], []],
    [[0, 0, -100, 110], [0.1]],
    [
      [-1000, 3600, -4310, 1716],
      [0.1, 0.2, 0.3],
    ],
    [[-90, 0, 0, 0, 60], [-0.09639799639015519]],
    [[-100, 230, -132.25], [0.15]], // touches 0 without crossing it
    [[], []],
    [[0, 0], []],
  ])("every internal rate of return of %j", (flows, expected) => {
    const found = cashFlow.internalRatesOfReturn(flows);
    expect(found).toHaveLength(expected.length);
    found.forEach((rate, i) => expect(rate).toBeCloseTo(expected[i], 6));
  });

  test("a long series of flows does not overflow", () => {
    const flows = [-100, ...Array.from({ length: 600 }, () => 1)];
    const [rate] = cashFlow.internalRatesOfReturn(flows);
    expect(cashFlow.netPresentValue(flows, rate)).toBeCloseTo(0, 9);
  });

  test("modified rate of return: the documented example", () => {
    const rates = { finance: 0.1, reinvest: 0.12 };
    expect(cashFlow.modifiedRateOfReturn([-1600, 10000, -10000], rates)).toBeCloseTo(0.06554621671065086, 10);
    expect(cashFlow.modifiedRateOfReturn([100, 100], rates)).toBeNaN();
  });
});

describe("managers' formulas", () => {
  test("average order value x frequency x lifespan: the worked example, every part shown", () => {
    const facts = { revenue: 12000, orders: 150, customers: 60, churn: 0.25, margin: 0.4, acquisitionCost: 90 };
    expect(managerial.simpleClv(facts)).toEqual({
      averageOrderValue: 80,
      purchaseFrequency: 2.5,
      lifespan: 4,
      revenue: 800,
      margin: 320,
      net: 230,
    });
  });

  test("nobody leaves: the longest lifespan, or nothing; a long one is capped", () => {
    const facts = { revenue: 100, orders: 10, customers: 5, churn: 0 };
    expect(managerial.simpleClv(facts).revenue).toBeNaN();
    expect(managerial.simpleClv({ ...facts, longestLifespan: 5 }).lifespan).toBe(5);
    expect(managerial.simpleClv({ ...facts, churn: 0.01, longestLifespan: 5 }).lifespan).toBe(5);
  });

  test("a ratio with nothing below the line is absent", () => {
    expect(managerial.ratio(5, 0)).toBeNaN();
    expect(managerial.ratio(0, 0)).toBeNaN();
    expect(managerial.ratio(50000, 400)).toBe(125); // cost of acquisition per new customer
    expect(managerial.simpleClv({ revenue: 0, orders: 0, customers: 0, churn: 0.2 }).averageOrderValue).toBeNaN();
  });

  test.each([
    ["excluded", 266.66666666666663],
    ["included", 366.6666666666667],
    ["arrears", 333.33333333333326],
  ] as const)("constant churn and discount, first margin %s", (first, expected) =>
    expect(managerial.retentionClv({ margin: 100, retention: 0.8, rate: 0.1, first })).toBeCloseTo(expected, 10),
  );

  test.each([0, -0.05])("no limit: nobody leaves and nothing is discounted, or less than nothing (%d)", (rate) =>
    expect(managerial.retentionClv({ margin: 100, retention: 1, rate, first: "arrears" })).toBeNaN(),
  );

  test("the accounting formula of the textbooks, its worked example", () =>
    expect(
      managerial.accountingClv({
        averageOrderValue: 200,
        purchases: 6,
        acquisitionCost: 150,
        maintenanceCost: 240,
        cashDiscount: 30,
      }),
    ).toBe(840));

  test("payback: the worked example, and never", () => {
    const steady = { margin: 25, retention: 0.93 };
    expect(managerial.paybackPeriods({ ...steady, rate: 0 }, 120)).toBeCloseTo(6.182835762128637, 10);
    expect(managerial.paybackPeriods({ ...steady, rate: 0.01 }, 120)).toBeCloseTo(6.463934368265672, 10);
    expect(managerial.paybackPeriods({ ...steady, rate: 0 }, 1_000)).toBeNaN();
    expect(managerial.paybackPeriods({ ...steady, rate: 0 }, 0)).toBe(0);
  });
});
