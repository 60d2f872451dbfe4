import { describe, expect, test } from "vitest";
import {
  arrivals,
  firstPurchaseDay,
  labelsOf,
  pastOf,
  refundShare,
  repeatBuyers,
  selectStates,
  shared,
  statesAt,
} from "../../src/forecast/history.js";
import { groupCoarsely, groupStates } from "../../src/forecast/cells.js";
import { CALENDAR, onTimeline } from "../../src/forecast/clock.js";
import { historyOf } from "./logs.js";

const log = historyOf([
  { id: "a", day: 10, value: 5 },
  { id: "a", day: 17, value: 10 },
  { id: "a", day: 17, value: 10 },
  { id: "a", day: 20, value: -4 },
  { id: "a", day: 31, value: 7 },
  { id: "b", day: 12, value: 3 },
  { id: "c", day: 25, value: 8 },
  { id: "d", day: 11, value: -2 },
]);

/** Position in the history of the customer with this first customer-day. */
const at = (first: number) =>
  Array.from({ length: log.customers }, (_, c) => c).find((c) => log.day[log.offsets[c]] === first)!;

describe("the state at an origin", () => {
  test("counts purchase days, not orders, and looks at no later row", () => {
    const states = statesAt(log, 25);
    const i = states.customer.indexOf(at(10));
    expect(states.frequency[i]).toBe(1);
    expect(states.recency[i]).toBe(7);
    expect(states.tenure[i]).toBe(15);
    expect(states.spendCount[i]).toBe(2);
    expect(states.sumLog[i]).toBeCloseTo(Math.log(5) + Math.log(20), 14);
    expect(states.sumLogSquares[i]).toBeCloseTo((Math.log(20) - Math.log(5)) ** 2 / 2, 14);
  });

  test("leaves out who has not bought yet, a refund alone is no purchase", () => {
    expect(statesAt(log, 24).customer).toHaveLength(2);
    expect(statesAt(log, 40).customer).toHaveLength(3);
    expect(repeatBuyers(statesAt(log, 40))).toBe(1);
  });

  test("a smaller sample is the first customers", () => {
    expect([...statesAt(log, 40, 2).customer]).toEqual([...statesAt(log, 40).customer].slice(0, 2));
  });

  test("a declared start makes the first purchase in the log a repeat purchase", () => {
    const firstDay = Int32Array.from({ length: log.customers }, (_, c) => log.day[log.offsets[c]]);
    firstDay[at(12)] = 2;
    const states = statesAt({ ...log, firstDay }, 25);
    const i = states.customer.indexOf(at(12));
    expect([states.frequency[i], states.recency[i], states.tenure[i]]).toEqual([1, 10, 23]);
    expect(states.spendCount[i]).toBe(1);
  });
});

test("labels hold what lies in (origin, origin + window], refunds included", () => {
  const states = statesAt(log, 17);
  const { orders, value } = labelsOf(log, states, 14);
  const i = states.customer.indexOf(at(10));
  expect([orders[i], value[i]]).toEqual([1, 3]);
  expect(labelsOf(log, states, 13).orders[i]).toBe(0);
});

test("the past holds what lies in (origin - window, origin]", () => {
  const states = statesAt(log, 20);
  const i = states.customer.indexOf(at(10));
  expect(pastOf(log, states, 3).value[i]).toBe(-4);
  expect(pastOf(log, states, 4).value[i]).toBe(16);
  expect(pastOf(log, states, 4).orders[i]).toBe(1);
});

test("the refund share is refunds over sales up to the day", () => {
  expect(refundShare(log, 40)).toBeCloseTo(6 / (5 + 20 + 7 + 3 + 8), 14);
  expect(refundShare({ ...log, hasAmounts: false }, 40)).toBeNull();
});

test("arrivals count customers and repeat buyers by day", () => {
  const { customersAt, repeatBuyersAt } = arrivals(log);
  expect([9, 10, 12, 25].map(customersAt)).toEqual([0, 1, 2, 3]);
  expect([16, 17].map(repeatBuyersAt)).toEqual([0, 1]);
  expect(firstPurchaseDay(log)).toBe(10);
});

test("shared memory holds the same history", () => {
  const same = shared(log);
  expect(same.day.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect([...same.value]).toEqual([...log.value]);
  expect(shared(same)).toBe(same);
});

test("customers with the same state share a cell, and every customer knows his", () => {
  const twins = historyOf(["x", "y", "z"].map((id) => ({ id, day: id === "z" ? 3 : 1, value: 2 })));
  const states = statesAt(twins, 15);
  const { cells, cellOf } = groupStates(states);
  expect(cells.weight.toSorted()).toEqual(Float64Array.of(1, 2));
  states.tenure.forEach((tenure, i) => expect(cells.tenure[cellOf[i]]).toBe(tenure));
  expect(onTimeline(cells, CALENDAR).T.toSorted()).toEqual(Float64Array.of(12 / 7, 2));
});

test("coarse cells are whole weeks that keep silence and order", () => {
  const states = statesAt(log, 40);
  const { cells } = groupCoarsely(states, 1);
  expect([...cells.tenure].every((days) => days % 7 === 0)).toBe(true);
  cells.recency.forEach((days, i) => expect(days).toBeLessThanOrEqual(cells.tenure[i]));
  cells.recency.forEach((days, i) => expect(days > 0).toBe(cells.frequency[i] > 0));
});

test("selecting keeps columns parallel", () => {
  const states = statesAt(log, 40);
  const some = selectStates(states, (i) => states.frequency[i] > 0);
  expect([...some.frequency]).toEqual([2]);
  expect([...some.customer]).toEqual([at(10)]);
});
