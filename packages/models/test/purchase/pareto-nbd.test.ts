import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { paretoNbd, random, special } from "@longworth/models";
import { expectClose } from "../support/close.js";
import { customer } from "../support/data.js";

const MLE = { r: 0.5532770468531797, alpha: 10.57768346330232, s: 0.606239989127831, beta: 11.668735288855158 };

test("P(Y = 0) and P(Y = 1) of a very heavy buyer who fell silent, from 40 digits", () => {
  const [distribution] = paretoNbd.purchaseDistribution(MLE, customer(1_000, 38, 39), 39);
  expectClose(distribution[0], 0.9999976683828959, 1e-15, 1);
  expectClose(distribution[1], 1.38017900029706e-9, 1e-11);
});

/** Per-customer closed form with 2F1 (section 7): the other way to the same number. */
function closedForm(
  params: typeof MLE,
  x: number,
  [tx, T]: readonly [number, number],
): { logLikelihood: number; pAlive: number } {
  const { r, alpha, s, beta } = params;
  const R = r + x;
  const kappaG = (y: number): number =>
    (s / (R + s)) *
    (alpha >= beta
      ? special.hyp2f1One(R, R + s + 1, (alpha - beta) / (alpha + y))
      : ((alpha + y) / (beta + y)) * special.hyp2f1One(s + 1, R + s + 1, (beta - alpha) / (beta + y)));
  const base = special.lrise(r, x) - x * Math.log(alpha) - R * Math.log1p(T / alpha) - s * Math.log1p(T / beta);
  const rise = R * Math.log1p((T - tx) / (alpha + tx)) + s * Math.log1p((T - tx) / (beta + tx));
  const odds = Math.exp(rise) * kappaG(tx) - kappaG(T);
  return { logLikelihood: base + Math.log1p(odds), pAlive: 1 / (1 + odds) };
}

const scale = fc.double({ min: -1, max: 2.5, noNaN: true }).map((e) => 10 ** e);
const shape = fc.double({ min: -1, max: 0.9, noNaN: true }).map((e) => 10 ** e);

const drawn = fc.record({
  params: fc.record({ r: shape, alpha: scale, s: shape, beta: scale }),
  x: fc.nat(40),
  at: fc.integer({ min: 1, max: 100 }),
  T: fc.integer({ min: 1, max: 200 }),
});

test("quadrature and closed form agree, whichever of alpha and beta is larger", () =>
  fc.assert(
    fc.property(drawn, ({ params, x, at, T }) => {
      const tx = x === 0 ? 0 : (T * at) / 101;
      const expected = closedForm(params, x, [tx, T]);
      expectClose(paretoNbd.logLikelihood(params, customer(x, tx, T)), expected.logLikelihood, 1e-10, 1);
      expectClose(paretoNbd.pAlive(params, customer(x, tx, T))[0], expected.pAlive, 1e-9, 1);
    }),
    { numRuns: 500 },
  ));

test("identity: posterior means are ratios of likelihoods, (r / alpha) L(r + 1) / L(r) and (s / beta) L(s + 1) / L(s)", () => {
  for (const [x, tx, T] of [
    [0, 0, 38],
    [1, 3, 38],
    [12, 20, 35],
    [200, 30, 31],
  ] as const) {
    const cells = customer(x, tx, T);
    const logLikelihood = paretoNbd.logLikelihood(MLE, cells);
    const raised = (name: "r" | "s"): number =>
      Math.exp(paretoNbd.logLikelihood({ ...MLE, [name]: MLE[name] + 1 }, cells) - logLikelihood);
    const { lambda, mu } = paretoNbd.posteriorMeans(MLE, cells);
    expectClose(lambda[0], (MLE.r / MLE.alpha) * raised("r"), 1e-10);
    expectClose(mu[0], (MLE.s / MLE.beta) * raised("s"), 1e-10);
  }
});

test("discounting over a long horizon comes to DERT, and its finite form is the published difference", () => {
  const { r, alpha, s, beta } = MLE;
  const [rate, horizon] = [0.01, 80];
  const forever = paretoNbd.discountedExpectedPurchases(MLE, customer(3, 5, 9), { rate })[0];
  expectClose(paretoNbd.discountedExpectedPurchases(MLE, customer(3, 5, 9), { rate, horizon: 1e7 })[0], forever, 1e-12);
  const newcomer = customer(0, 0, 0);
  const tail =
    Math.exp(-rate * horizon + (1 - s) * Math.log1p(horizon / beta)) * special.es(s, rate * (beta + horizon));
  const published = (r / alpha) * beta * (special.es(s, rate * beta) - tail);
  expectClose(paretoNbd.discountedExpectedPurchases(MLE, newcomer, { rate, horizon })[0], published, 1e-12);
});

describe("s = 1 is no hole", () => {
  const near = (s: number) => paretoNbd.expectedPurchasesNewCustomer({ ...MLE, s }, 52);
  test("the mean is continuous there", () => expectClose(near(1), near(1 + 1e-9), 1e-7));
  test("the mean is (r / alpha) beta log(1 + t / beta)", () =>
    expectClose(near(1), (MLE.r / MLE.alpha) * MLE.beta * Math.log1p(52 / MLE.beta), 1e-14));
});

test("without discount and horizon the expected purchases are finite only for s > 1", () => {
  const forever = (s: number) =>
    paretoNbd.discountedExpectedPurchases({ ...MLE, s }, customer(0, 0, 0), { rate: 0 })[0];
  expect(forever(0.9)).toBe(Infinity);
  expectClose(forever(2), (MLE.r / MLE.alpha) * MLE.beta, 1e-14);
});

test("simulated customers buy as often and leave as early as the model says", () => {
  const n = 50_000;
  const log = paretoNbd.simulate(MLE, new Float64Array(n).fill(39), random.seeded(11));
  const counts = new Float64Array(n);
  log.customer.forEach((i) => counts[i]++);
  const expected = paretoNbd.purchaseDistributionNewCustomer(MLE, 39);
  for (const k of [0, 1, 2, 5]) {
    const share = counts.filter((c) => c === k).length / n;
    expect(Math.abs(share - expected[k])).toBeLessThan(5 * Math.sqrt(expected[k] / n));
  }
});
