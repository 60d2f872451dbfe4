/** The chance to buy again in ten equal groups: foretold and come. */
import { random as draws } from "@longworth/models";
import { expect, test } from "vitest";
import { pooledTenths, tenthsOf } from "../../src/forecast/tenths.js";

test("customers are counted once, the likeliest first, and those who are alike stay together", () => {
  const cells = { weight: Float64Array.of(10, 80, 10), active: Float64Array.of(1, 40, 9), probability: Float64Array.of(0.1, 0.5, 0.9) }; // prettier-ignore
  expect(pooledTenths([tenthsOf(cells)])).toEqual([
    { group: 1, customers: 10, expected: 0.9, actual: 0.9 },
    { group: 6, customers: 80, expected: 0.5, actual: 0.5 },
    { group: 10, customers: 10, expected: 0.1, actual: 0.1 },
  ]);
});

test("origins are put together by their customers", () => {
  const at = (weight: number, active: number) => tenthsOf({ weight: Float64Array.of(weight), active: Float64Array.of(active), probability: Float64Array.of(0.5) }); // prettier-ignore
  expect(pooledTenths([at(30, 10), at(10, 10)])).toEqual([{ group: 6, customers: 40, expected: 0.5, actual: 0.5 }]);
});

test("honest chances come as they were foretold in every tenth, chances that are too high do not", () => {
  const random = draws.seeded(5);
  const probability = Float64Array.from({ length: 20_000 }, () => random());
  const active = probability.map((p) => Number(random() < p));
  const weight = probability.map(() => 1);
  for (const { expected, actual, customers } of pooledTenths([tenthsOf({ weight, active, probability })])) {
    expect(customers).toBe(2000);
    expect(Math.abs(expected - actual)).toBeLessThan(4 * Math.sqrt(0.25 / 2000));
  }
  const high = pooledTenths([tenthsOf({ weight, active, probability: probability.map((p) => Math.sqrt(p)) })]);
  expect(high[5]!.expected - high[5]!.actual).toBeGreaterThan(0.1);
});

test("of nobody there is nothing", () => {
  const none = new Float64Array();
  expect(pooledTenths([tenthsOf({ weight: none, active: none, probability: none })])).toEqual([]);
});
