/** What every purchase model promises, written once and run for each. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as models from "@longworth/models";
import { cells as cellTools, random } from "@longworth/models";
import type { Cells, Params } from "@longworth/models";
import { histories } from "../support/arbitraries.js";
import { expectClose, isClose } from "../support/close.js";
import { cellsFrom, customer } from "../support/data.js";
import { EACH_MODEL } from "../support/models.js";

const EXPORTS = [
  "applicability",
  "discountedExpectedPurchases",
  "expectedPurchases",
  "expectedPurchasesNewCustomer",
  "fit",
  "gradient",
  "logLikelihood",
  "pActive",
  "pAlive",
  "posteriorMeans",
  "purchaseDistribution",
  "purchaseDistributionNewCustomer",
  "purchaseVariance",
  "residualLifetime",
  "simulate",
  "timeToNextPurchase",
];
const every = (values: Float64Array, holds: (v: number, i: number) => boolean): boolean => values.every(holds);
const property = (promise: (cells: Cells) => boolean | void) => () =>
  fc.assert(fc.property(histories, promise), { numRuns: 40 });

describe.each(EACH_MODEL)("every purchase model: $name", ({ name, model, typical, stages }) => {
  const logLikelihood = (cells: Cells, params: Params = typical): number => model.logLikelihood(params, cells);

  test("exports the contract and nothing else", () => {
    const exported: object = Object.entries(models).find(([key]) => key === name)?.[1] ?? {};
    expect(Object.keys(exported).sort()).toEqual(EXPORTS);
  });

  test(
    "logLikelihood is finite",
    property((cells) => Number.isFinite(logLikelihood(cells))),
  );

  test(
    "nothing is expected of a horizon that is none",
    property((cells) => {
      for (const found of [model.pActive(typical, cells, NaN), model.expectedPurchases(typical, cells, NaN)])
        expect(found.every(Number.isNaN)).toBe(true);
    }),
  );

  test(
    "a row of weight 3 counts as three customers",
    property((cells) =>
      isClose(logLikelihood({ ...cells, weight: cells.weight.map((w) => 3 * w) }), 3 * logLikelihood(cells), 1e-12),
    ),
  );

  test(
    "the order of the rows does not matter",
    property((cells) => {
      const reversed = {
        ...cells,
        frequency: cells.frequency.toReversed(),
        recency: cells.recency.toReversed(),
        T: cells.T.toReversed(),
      };
      expectClose(logLikelihood(reversed), logLikelihood(cells), 1e-12);
      expect(model.expectedPurchases(typical, reversed, 10).toReversed()).toEqual(
        model.expectedPurchases(typical, cells, 10),
      );
    }),
  );

  test(
    "the gradient is the slope of logLikelihood",
    property((cells) => {
      const gradient = model.gradient(typical, cells);
      for (const [key, value] of Object.entries(typical)) {
        const moved = (by: number): number => logLikelihood(cells, { ...typical, [key]: value * (1 + by) });
        const slope = (8 * (moved(1e-3) - moved(-1e-3)) - (moved(2e-3) - moved(-2e-3))) / (12e-3 * value);
        expectClose(gradient[key], slope, 1e-6, cells.T.length);
      }
    }),
  );

  test(
    "pAlive and pActive are probabilities, pActive not above pAlive",
    property((cells) => {
      const alive = model.pAlive(typical, cells);
      return every(model.pActive(typical, cells, 26), (p, i) => 0 <= p && p <= alive[i] && alive[i] <= 1);
    }),
  );

  test(
    "expected purchases start at 0 and never fall; they speed up only where a gap must first run for a while",
    property((cells) => {
      const at = (t: number): Float64Array => model.expectedPurchases(typical, cells, t);
      const [none, some, more, most] = [at(0), at(10), at(20), at(30)];
      expect(every(none, (v) => v === 0)).toBe(true);
      expect(every(some, (v, i) => v >= 0 && more[i] >= v)).toBe(true);
      if (stages > 1) return;
      expect(every(some, (v, i) => most[i] - more[i] <= (more[i] - v) * (1 + 1e-9))).toBe(true);
    }),
  );

  test("pAlive never rises while a customer stays silent", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 100 }),
        fc.nat(100),
        fc.nat(100),
        (x, tx, gap, wait) => {
          const at = (T: number): number => model.pAlive(typical, customer(x, x === 0 ? 0 : tx, T))[0];
          return at(tx + gap + wait) <= at(tx + gap) * (1 + 1e-12);
        },
      ),
    ));

  test(
    "the distribution sums to 1, and has the mean, the variance and the zero of the other functions",
    property((cells) => {
      const mean = model.expectedPurchases(typical, cells, 26);
      const variance = model.purchaseVariance(typical, cells, 26);
      const active = model.pActive(typical, cells, 26);
      for (const [i, distribution] of model.purchaseDistribution(typical, cells, 26).entries()) {
        const moment = (k: number): number => distribution.reduce((sum, p, n) => sum + n ** k * p, 0);
        const size = 20 + 5 * distribution.length; // the tail that is left out counts at most so much
        expectClose(moment(0), 1, 2e-10);
        expectClose(moment(1), mean[i], 1e-9, size);
        expectClose(moment(2) - moment(1) ** 2, variance[i], 1e-9, size * size);
        expectClose(1 - distribution[0], active[i], 1e-12, 1);
        expect(distribution.every((p) => p >= 0)).toBe(true);
      }
    }),
  );

  test("a new customer is a customer without history, but for a coin", () => {
    const newcomer = customer(0, 0, 0);
    const [expected] = model.expectedPurchases(typical, newcomer, 39);
    expectClose(model.expectedPurchasesNewCustomer(typical, 39), expected, 1e-12);
    const [distribution] = model.purchaseDistribution(typical, newcomer, 39);
    model.purchaseDistributionNewCustomer(typical, 39).forEach((p, n) => expectClose(distribution[n], p, 1e-12, 1));
  });

  test(
    "timeToNextPurchase is where pActive reaches the probability, Infinity where it never does",
    property((cells) => {
      const alive = model.pAlive(typical, cells);
      const time = model.timeToNextPurchase(typical, cells, 0.3);
      for (const [i, t] of time.entries()) {
        const one = customer(cells.frequency[i], cells.recency[i], cells.T[i]);
        if (t < Infinity) expectClose(model.pActive(typical, one, t)[0], 0.3, 1e-9);
        else expect(Math.min(alive[i], model.pActive(typical, one, 1e12)[0])).toBeLessThan(0.31);
      }
    }),
  );

  test(
    "residualLifetime is 0 for those who have probably left, and longer for a higher probability",
    property((cells) => {
      const alive = model.pAlive(typical, cells);
      const [half, most] = [0.5, 0.9].map((p) => model.residualLifetime(typical, cells, p));
      return every(half, (t, i) => (alive[i] < 0.5 ? t === 0 : t >= 0) && most[i] >= t);
    }),
  );

  test(
    "posterior means are positive",
    property((cells) =>
      Object.values(model.posteriorMeans(typical, cells)).every((column) =>
        every(column, (v) => v > 0 && v < Infinity),
      ),
    ),
  );

  test(
    "discounting takes something away, more at a higher rate",
    property((cells) => {
      const at = (rate: number): Float64Array =>
        model.discountedExpectedPurchases(typical, cells, { rate, horizon: 52 });
      const [none, low, high] = [model.expectedPurchases(typical, cells, 52), at(0.001), at(0.01)];
      return every(low, (v, i) => (v <= none[i] && high[i] <= v) || isClose(v, high[i], 1e-10));
    }),
  );

  test("outside the domain every number is NaN, and nothing throws", () => {
    for (const bad of [-1, 0, NaN, Infinity]) {
      const params = { ...typical, r: bad };
      const one = customer(2, 3, 5);
      const numbers = [
        model.logLikelihood(params, one),
        model.expectedPurchasesNewCustomer(params, 5),
        ...model.pAlive(params, one),
        ...model.expectedPurchases(params, one, 5),
        ...model.pActive(params, one, 5),
        ...model.purchaseVariance(params, one, 5),
        ...model.purchaseDistributionNewCustomer(params, 5),
        model.purchaseDistribution(params, one, 5)[0][0],
        ...model.discountedExpectedPurchases(params, one, { rate: 0.1 }),
        ...model.residualLifetime(params, one, 0.5),
        ...model.timeToNextPurchase(params, one, 0.5),
        ...Object.values(model.gradient(params, one)),
        ...Object.values(model.posteriorMeans(params, one)).flatMap((column) => [...column]),
      ];
      expect(numbers.filter((v) => !Number.isNaN(v))).toEqual([]);
    }
  });

  describe("simulated customers", () => {
    const T = Float64Array.from({ length: 2_000 }, (_, i) => 30 + (i % 40));
    const cells = cellTools.cellsOf(model.simulate(typical, T, random.seeded(1)), T);
    const fitted = model.fit(cells);

    test("the fit is at least as likely as the truth, and converged", () => {
      expect(fitted.converged).toBe(true);
      expect(fitted.logLikelihood).toBeGreaterThanOrEqual(logLikelihood(cells));
    });
    test("the truth is within four standard errors", () => {
      for (const [i, [key, value]] of Object.entries(typical).entries()) {
        const z = (Math.log(fitted.params[key]) - Math.log(value)) / Math.sqrt(fitted.covariance[i][i]);
        expect(Math.abs(z)).toBeLessThan(4);
      }
    });
    test("the gradient is zero at the optimum", () => {
      const gradient = model.gradient(fitted.params, cells);
      for (const [key, value] of Object.entries(fitted.params)) expectClose(gradient[key] * value, 0, 1e-6, 2_000);
    });
    test("a fit is plain data", () => expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted));
    test("fit twice equals fit once", () => expect(model.fit(cells)).toEqual(fitted));
    test("fitting from the optimum stays there", () => {
      const again = model.fit(cells, { start: fitted.params });
      for (const [key, value] of Object.entries(fitted.params)) expectClose(again.params[key], value, 1e-9);
      expect(again.iterations).toBeLessThanOrEqual(2);
    });
    test("the same seed gives the same purchases, in order, within T", () => {
      const log = model.simulate(typical, T, random.seeded(1));
      expect(model.simulate(typical, T, random.seeded(1))).toEqual(log);
      const inOrder = log.time.every(
        (t, k) => t <= T[log.customer[k]] && (k === 0 || log.customer[k] > log.customer[k - 1] || t >= log.time[k - 1]),
      );
      expect(inOrder).toBe(true);
    });
    test("grouped or not, sorted or not, the fit is the same", () => {
      const grouped = model.fit(cellTools.grouped(cells));
      for (const [key, value] of Object.entries(fitted.params)) expectClose(grouped.params[key], value, 1e-8);
    });
  });
});

test("simulated histories are cut at T", () => {
  const log = { customers: 2, customer: Int32Array.of(0, 0, 1), time: Float64Array.of(1, 5, 2) };
  const cells = cellsFrom([
    [1, 1, 4],
    [1, 2, 4],
  ]);
  expect(cellTools.cellsOf(log, Float64Array.of(4, 4))).toEqual({ ...cells, logGaps: Float64Array.of(0, Math.LN2) });
});
