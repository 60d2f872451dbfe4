import fc from "fast-check";
import { expect, test } from "vitest";
import { bgNbd, mbgNbd, random } from "@longworth/models";
import { expectClose } from "../support/close.js";
import { cellsFrom, customer } from "../support/data.js";

const PAPER = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }; // Fader, Hardie and Lee (2005), table 2: CDNOW, weeks

const pAliveOf = (x: number, tx: number, T: number) => bgNbd.pAlive(PAPER, customer(x, tx, T))[0];

test("identity: pAlive is 1 for a one-time buyer, and (b + x - 1) / (a + b + x - 1) right after a purchase", () => {
  expect(pAliveOf(0, 0, 39)).toBe(1);
  expectClose(pAliveOf(23, 39, 39), (2.426 + 22) / (0.793 + 2.426 + 22), 1e-14);
  expectClose(mbgNbd.pAlive(PAPER, customer(23, 39, 39))[0], (2.426 + 23) / (0.793 + 2.426 + 23), 1e-14);
});

test("MBG/NBD doubts one-time buyers, more the longer they are silent", () => {
  const [fresh, silent] = mbgNbd.pAlive(
    PAPER,
    cellsFrom([
      [0, 0, 1],
      [0, 0, 100],
    ]),
  );
  expect(fresh).toBeLessThan(PAPER.b / (PAPER.a + PAPER.b));
  expect(silent).toBeLessThan(fresh);
});

test("identity: posterior mean of lambda is (r / alpha) L(r + 1) / L(r)", () => {
  for (const model of [bgNbd, mbgNbd]) {
    for (const [x, tx, T] of [
      [0, 0, 38],
      [1, 3, 38],
      [12, 20, 35],
      [200, 30, 31],
    ] as const) {
      const cells = customer(x, tx, T);
      const raised = model.logLikelihood({ ...PAPER, r: PAPER.r + 1 }, cells) - model.logLikelihood(PAPER, cells);
      expectClose(model.posteriorMeans(PAPER, cells).lambda[0], (PAPER.r / PAPER.alpha) * Math.exp(raised), 1e-11);
    }
  }
});

test("a = 1 is no hole in the mean", () => {
  const near = (a: number) => bgNbd.expectedPurchasesNewCustomer({ ...PAPER, a }, 52);
  expectClose(near(1), near(1 + 1e-9), 1e-7);
  expectClose(near(1), near(1 - 1e-9), 1e-7);
});

const shape = fc.double({ min: -1.5, max: 1, noNaN: true }).map((e) => 10 ** e);

test("the mean is the mean of the distribution, by series, by quadrature and by tail sums", () =>
  fc.assert(
    fc.property(shape, shape, shape, fc.integer({ min: 1, max: 60 }), (r, a, b, t) => {
      for (const params of [
        { r, alpha: 5, a, b },
        { r, alpha: 5, a: 1e6 * a, b: 1e6 * b },
      ]) {
        const distribution = bgNbd.purchaseDistributionNewCustomer(params, t);
        const mean = distribution.reduce((sum, p, n) => sum + n * p, 0);
        const cutOff = 1e-9; // per possible purchase: a tail of 1e-10 is left out
        expectClose(bgNbd.expectedPurchasesNewCustomer(params, t), mean, cutOff, distribution.length + 10);
      }
    }),
  ));

test("infinitely many years bring (a + b - 1) / (a - 1) purchases for a > 1, else no end", () => {
  const forever = (a: number) => bgNbd.discountedExpectedPurchases({ ...PAPER, a }, customer(0, 0, 0), { rate: 0 })[0];
  expectClose(forever(2), 1 + PAPER.b, 1e-14);
  expect(forever(0.9)).toBe(Infinity);
  expectClose(bgNbd.expectedPurchasesNewCustomer({ ...PAPER, a: 2 }, 1e15), 1 + PAPER.b, 1e-3);
});

test("discounting over a long horizon comes to DERT; without a rate it is the expectation", () => {
  for (const model of [bgNbd, mbgNbd]) {
    const at = (rate: number, horizon?: number) =>
      model.discountedExpectedPurchases(PAPER, customer(3, 5, 9), {
        rate,
        ...(horizon === undefined ? {} : { horizon }),
      })[0];
    expectClose(at(0.01, 1e7), at(0.01), 1e-11);
    expectClose(at(0, 52), model.expectedPurchases(PAPER, customer(3, 5, 9), 52)[0], 1e-14);
    expectClose(at(1e-9, 52), at(0, 52), 1e-6);
  }
});

test("simulated customers buy as often as the model says, with and without the first coin", () => {
  const n = 50_000;
  for (const model of [bgNbd, mbgNbd]) {
    const log = model.simulate(PAPER, new Float64Array(n).fill(39), random.seeded(11));
    const counts = new Float64Array(n);
    log.customer.forEach((i) => counts[i]++);
    const expected = model.purchaseDistributionNewCustomer(PAPER, 39);
    for (const k of [0, 1, 2, 5]) {
      const share = counts.filter((c) => c === k).length / n;
      expect(Math.abs(share - expected[k])).toBeLessThan(5 * Math.sqrt(expected[k] / n));
    }
  }
});
