/** Cells that also share what boosting adds, and levels that corrections do not move. */
import { expect, test } from "vitest";
import { level, levelOne, valueFactors } from "../../src/forecast/assemble.js";
import type { CellCorrections } from "../../src/forecast/assemble.js";
import { refineCells } from "../../src/forecast/refine.js";

const column = (...values: readonly number[]): Float64Array => Float64Array.from(values);
const cells = {
  frequency: column(0, 3),
  recency: column(0, 40),
  tenure: column(50, 60),
  spendCount: column(1, 4),
  weight: column(3, 2),
};

test("customers of one cell part where their corrections differ, and stay where they are nearly alike", () => {
  const corrections = {
    active: column(0.3, 0.31, -0.4, 0, 0),
    orders: column(0, 0, 0, 0.2, 0.2),
    value: column(0, 0, 0, 0, 0),
    valuePoint: column(0, 0, 0, 0, 0),
  };
  const refined = refineCells(cells, {
    cellOf: Int32Array.of(0, 0, 0, 1, 1),
    corrections,
    spend: column(10, 20, 30, 5, 7),
  });
  expect([...refined.cells.weight]).toEqual([1, 2, 2]);
  expect([...refined.cellOf]).toEqual([1, 1, 0, 2, 2]);
  expect([...refined.cells.tenure]).toEqual([50, 50, 60]);
  expect(refined.corrections.active[1]).toBeCloseTo(0.305, 12);
  expect([...refined.corrections.spend]).toEqual([30, 30, 12]);
  const perCustomer = cells.weight.reduce((a, b) => a + b, 0);
  expect(refined.cells.weight.reduce((a, b) => a + b, 0)).toBe(perCustomer);
});

test("where that makes too many cells, customers part by longer steps", () => {
  const none = new Float64Array(5);
  const corrections = { active: column(0, 0.06, 0.12, 0, 0), orders: none, value: none, valuePoint: none };
  const given = { cellOf: Int32Array.of(0, 0, 0, 1, 1), corrections, spend: null };
  expect(refineCells(cells, given).cells.weight).toHaveLength(4);
  const { cells: fewer, corrections: means, plainOf } = refineCells(cells, given, 3);
  expect([...fewer.weight]).toEqual([1, 2, 2]);
  expect(means.active[1]).toBeCloseTo(0.09, 12);
  expect([...plainOf]).toEqual([0, 0, 1]);
  expect(refineCells(cells, given, 1).cells.weight).toHaveLength(2); // never fewer than the histories
});

const pooled = { mean: column(0.4, 1.2, 3), active: column(0.3, 0.6, 0.9) };
const weight = column(100, 40, 5);
const alive = column(1, 1, 1);
const of = (active: readonly number[], orders: readonly number[]): CellCorrections => ({
  active: column(...active),
  orders: column(...orders),
  value: column(0.5, -0.5, 0),
  valuePoint: column(1, 0, -9),
  spend: column(1_000, 500, 80),
});
const sum = (values: Float64Array): number => values.reduce((all, v, i) => all + weight[i]! * v, 0);

test("corrections move who and how often; the total and the mean chance stay", () => {
  const total = 110;
  const plain = level(pooled, { weight, total, alive });
  const moved = level(pooled, { weight, total, alive, corrections: of([1, -1, 0], [0.7, -0.7, 0]) });
  expect(sum(moved.mean)).toBeCloseTo(total, 8);
  expect(sum(moved.active)).toBeCloseTo(sum(plain.active), 8);
  expect(moved.mean[0]! / plain.mean[0]!).toBeGreaterThan(1.2);
  expect(moved.active[1]).toBeLessThan(plain.active[1]!);
  const none = level(pooled, { weight, total, alive, corrections: of([0, 0, 0], [0, 0, 0]) });
  none.mean.forEach((m, i) => expect(m).toBeCloseTo(plain.mean[i]!, 10));
});

test("where P(alive) bounds the chance that is told, expected orders follow what is learnt of it all the same", () => {
  const silent = { mean: column(0.02, 0.02, 1), active: column(0.02, 0.02, 0.6) };
  const [bounds, few] = [column(0.04, 0.04, 1), column(1, 1, 100)];
  const corrections = of([2.5, 1.5, 0], [0, 0, 0]);
  const { mean, active, scaling } = level(silent, { weight: few, total: 100, alive: bounds, corrections });
  expect(active[0]).toBe(0.04);
  expect(active[1]).toBe(0.04);
  expect(mean[0]! / mean[1]!).toBeGreaterThan(2); // the likelier one stands before the other
  silent.mean.forEach((m, i) => {
    const learnt = { active: corrections.active[i]!, orders: 0, value: 0, valuePoint: 0 };
    const one = levelOne({ mean: m, active: silent.active[i]!, alive: bounds[i]!, corrections: learnt }, scaling);
    expect(one.mean).toBeCloseTo(mean[i]!, 12);
    expect(one.active).toBeCloseTo(active[i]!, 12);
  });
});

test("value follows its own corrections, clipped, and adds up to served orders times spend", () => {
  const corrections = of([0, 0, 0], [0.2, 0, 0]);
  const served = level(pooled, { weight, total: 110, alive, corrections });
  const { point, draws } = valueFactors(pooled, served, corrections);
  const money = (factors: Float64Array) =>
    served.mean.reduce((all, m, i) => all + m * corrections.spend[i]! * factors[i]!, 0);
  const base = money(column(1, 1, 1));
  expect(money(point)).toBeCloseTo(base, 6);
  expect(money(draws)).toBeCloseTo(base, 6);
  const own = point.map((f, i) => (f * served.mean[i]!) / pooled.mean[i]!);
  expect(own[0]! / own[1]!).toBeCloseTo(Math.exp(1), 8);
  expect(own[2]! / own[1]!).toBeCloseTo(Math.exp(-2.5), 8);
});
