import { expect, test } from "vitest";
import { logNormal, random } from "@longworth/models";
import { fitSpend, spendByFrequency, spendOf } from "../../src/forecast/spend.js";

/** Customers with 0 to 6 amounts whose level differs. */
function statesOf(customers: number) {
  const uniform = random.seeded(5);
  const rows = Array.from({ length: customers }, () => {
    const n = Math.floor(uniform() * 7);
    const level = 3 + uniform() + 0.1 * n;
    const logs = Array.from({ length: n }, () => level + uniform() - 0.5);
    const sum = logs.reduce((all, log) => all + log, 0);
    const squares = logs.reduce((all, log) => all + (log - sum / n) ** 2, 0);
    return { n, sum, squares };
  });
  const column = (of: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, of);
  const [spendCount, sumLog] = [column(({ n }) => n), column(({ sum }) => sum)];
  const none = { frequency: column(() => 0), recency: column(() => 0), tenure: column(() => 0) };
  const ids = new Int32Array(customers);
  const sumLogSquares = column(({ squares }) => squares);
  return { origin: 0, customer: ids, first: ids, ...none, spendCount, sumLog, sumLogSquares };
}

const states = statesOf(500);
const cells = {
  n: states.spendCount,
  meanLog: states.sumLog.map((sum, i) => sum / states.spendCount[i]!),
  withinSS: states.sumLogSquares,
  weight: new Float64Array(500).fill(1),
};

test("the fit of customers taken together by their number of amounts is that of the customers", () => {
  const [fitted, wanted] = [fitSpend(states)!, logNormal.fitSpend(cells)];
  for (const name of ["b0", "b1", "s2", "t2"] as const) expect(fitted[name]).toBeCloseTo(wanted[name], 11);
});

test("scales and expected amounts are those of the posterior, without any amount, too", () => {
  const fitted = fitSpend(states)!;
  const wanted = logNormal.posterior(fitted, cells);
  const { scale, spend } = spendOf(states, fitted);
  for (let i = 0; i < 500; i++) {
    expect(scale[i]! / Math.exp(wanted.m[i]!)).toBeCloseTo(1, 12);
    expect(spend[i]! / wanted.spend[i]!).toBeCloseTo(1, 12);
  }
});

test("nobody with an amount: no fit", () => {
  const nobody = { ...states, spendCount: states.spendCount.map(() => 0) };
  expect(fitSpend(nobody)).toBe(null);
});

/** Repeat buyers whose mean log amount rises, falls or stays as they buy more often. */
const dependent = (customers: number, slope: number) => ({
  ...states,
  frequency: Float64Array.from({ length: customers }, (_, i) => i % 7),
  spendCount: Float64Array.from({ length: customers }, (_, i) => 1 + (i % 7)),
  sumLog: Float64Array.from({ length: customers }, (_, i) => (1 + (i % 7)) * (3 + slope * (i % 7) + (i % 11) / 11)),
});

test("the rank correlation of frequency and amount is of repeat buyers, and null when it cannot be told", () => {
  expect(spendByFrequency(dependent(700, 0.5))).toBeGreaterThan(0.9);
  expect(spendByFrequency(dependent(700, -0.5))).toBeLessThan(-0.9);
  expect(Math.abs(spendByFrequency(dependent(770, 0))!)).toBeLessThan(0.05);
  expect(spendByFrequency(dependent(50, 0.5))).toBe(null); // 42 of them bought again
  expect(spendByFrequency({ ...dependent(700, 0.5), frequency: new Float64Array(700).fill(3) })).toBe(null);
});
