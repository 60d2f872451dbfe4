import { describe, expect, test } from "vitest";
import { baselinePoints, overallRetention, quintiles } from "../../src/forecast/baselines.js";
import { statesAt } from "../../src/forecast/history.js";
import { historyOf } from "./logs.js";

const log = historyOf([
  ...[0, 100, 300].map((day) => ({ id: "a", day, value: 10 })),
  ...[50, 150].map((day) => ({ id: "b", day, value: 20 })),
  { id: "c", day: 350, value: 5 },
]);
const states = statesAt(log, 364);
const of = (tenure: number) => states.tenure.indexOf(tenure);

test("last period repeats the orders and the money of as many days", () => {
  const { orders, value } = baselinePoints(log, "last-period", { states, horizon: 100 });
  expect([364, 314, 14].map((age) => [orders[of(age)], value[of(age)]])).toEqual([[1, 10], [0, 0], [1, 5]]); // prettier-ignore
});

test("retention is the share of early buyers who bought late", () => {
  expect(overallRetention(log, states, 365)).toBe(0.5);
  expect(overallRetention(log, states, 1)).toBe(0);
});

test("active months: monthly average x months x retention, a month at least", () => {
  const { orders, value } = baselinePoints(log, "active-months", { states, horizon: 73 });
  expect(orders[of(364)]).toBeCloseTo((3 / 365) * 73 * 0.5, 12);
  expect(value[of(14)]).toBeCloseTo((5 / (365.25 / 12)) * 73 * 0.5, 12);
});

describe("the RFM cell mean", () => {
  test("equal behaviour gets an equal score, whatever the ties", () => {
    expect([...quintiles(Float64Array.of(1, 1, 1, 1))]).toEqual([3, 3, 3, 3]);
    expect([...quintiles(Float64Array.of(5, 1, 2, 3, 4))]).toEqual([5, 1, 2, 3, 4]);
  });

  test("is what such customers did one window earlier, scaled", () => {
    const same = historyOf(
      Array.from({ length: 30 }, (_, i) => [10, 190].map((day) => ({ id: `${i}`, day, value: 7 }))).flat(),
    );
    const now = statesAt(same, 209);
    const { orders, value } = baselinePoints(same, "rfm-cell", { states: now, horizon: 50 });
    expect(orders[0]).toBeCloseTo(1, 12);
    expect(value[0]).toBeCloseTo(7, 12);
    const half = baselinePoints(same, "rfm-cell", { states: now, horizon: 200 });
    expect(half.orders[0]).toBeCloseTo(200 / 100, 12);
  });

  test("is 0 where nobody was there one window earlier", () => {
    const young = historyOf([{ id: "a", day: 5, value: 1 }]);
    const { orders } = baselinePoints(young, "rfm-cell", { states: statesAt(young, 6), horizon: 90 });
    expect([...orders]).toEqual([0]);
  });
});
