import { kaplanMeier, random, survivalAt } from "@longworth/models";
import { expect, test } from "vitest";
import type { History } from "../../src/forecast/history.js";
import { lifecycle, STATES } from "../../src/retention/lifecycle.js";
import { nextPurchases, purchaseDaysOf, usualGap } from "../../src/retention/next-purchase.js";
import { returnFacts, returnRows } from "../../src/retention/orders.js";
import { silenceFrom, usualGapOf } from "../../src/retention/silence.js";

/** @param customers days of each with their values; a value of 0 or less is no purchase */
function historyOf(customers: readonly (readonly (readonly [day: number, value: number])[])[]): History {
  const rows = customers.flat();
  const offsets = Int32Array.from([0, ...customers.map((_, i) => customers.slice(0, i + 1).flat().length)]);
  return {
    customers: customers.length,
    offsets,
    day: Int32Array.from(rows, ([day]) => day),
    value: Float64Array.from(rows, ([, value]) => value),
    purchase: Uint8Array.from(rows, ([, value]) => Number(value > 0)),
    hasAmounts: true,
  };
}

const HISTORY = historyOf([
  [
    [0, 10],
    [12, 20],
    [15, -5],
    [55, 30],
  ], // back after 43 days
  [[3, 7]],
  [
    [21, 1],
    [24, 2],
  ],
  [
    [5, -3],
    [31, 4],
  ], // a refund before the first purchase
]);
const PERIODS = { starts: [0, 10, 20, 30, 40, 50], cut: 57, silence: 28 };

test("every customer is in one state from the first purchase on, and comes from the one before", () => {
  const periods = lifecycle(HISTORY, PERIODS);
  const states = periods.map(({ customers }) => STATES.map((state) => customers[state]));
  expect(states).toEqual([
    [2, 0, 0, 0, 0],
    [0, 1, 0, 1, 0],
    [1, 0, 0, 2, 0],
    [1, 0, 0, 2, 1], // the second is silent for 36 days on day 39
    [0, 0, 0, 2, 2],
    [0, 0, 1, 1, 2], // the first is back after 43 days
  ]);
  for (const [t, { flows }] of periods.entries()) {
    if (t === 0) continue;
    expect(flows.map((row) => row.reduce((sum, n) => sum + n, 0))).toEqual(states[t - 1]);
    const into = STATES.map((_, j) => flows.reduce((sum, row) => sum + (row[j] ?? 0), 0));
    expect(into.slice(1)).toEqual(states[t]!.slice(1)); // nobody becomes new
  }
  expect(periods.map(({ complete }) => complete)).toEqual([true, true, true, true, true, false]);
});

test("money of a period is with the state of its customer, and all of it after a first purchase is somewhere", () => {
  const periods = lifecycle(HISTORY, PERIODS);
  expect(periods[1]?.value.returning).toBe(15); // 20, and 5 taken back
  const all = periods.flatMap(({ value }) => Object.values(value)).reduce((sum, v) => sum + v, 0);
  expect(all).toBe(10 + 20 - 5 + 30 + 7 + 1 + 2 + 4); // not what came in periods before that of the first purchase
});

test("waits are those between purchases: who still waits counts as long as he was watched", () => {
  const lives = purchaseDaysOf(HISTORY);
  expect(lives.map((days) => Array.from(days))).toEqual([[0, 12, 55], [3], [21, 24], [31]]);
  const [first] = nextPurchases(lives, 57);
  expect(first).toMatchObject({ purchase: 1, customers: 4, back: 2 });
  const plain = kaplanMeier({ duration: Float64Array.of(12, 54, 3, 26), observed: Float64Array.of(1, 0, 1, 0) });
  expect(first?.curve.back.at(-1)).toBe(1 - survivalAt(plain, 12));
  expect(first?.within[30]).toBeNull(); // two customers say nothing of it
});

test("the share that is back within so many days is that of the customers who were simulated so", () => {
  const next = random.seeded(3);
  const customers = Array.from({ length: 3000 }, () => {
    const days: [number, number][] = [[Math.floor(700 * next()), 1]];
    while (next() < 0.7) days.push([days.at(-1)![0] + 1 + Math.floor(random.exponential(next, 1 / 40)), 1]);
    return days.filter(([day]) => day <= 800);
  });
  const lives = purchaseDaysOf(historyOf(customers));
  const [first, second] = nextPurchases(lives, 800);
  const truth = 0.7 * (1 - Math.exp(-90 / 40));
  for (const wait of [first, second]) {
    expect(wait?.within[90]!.low).toBeLessThan(truth);
    expect(wait?.within[90]!.high).toBeGreaterThan(truth);
  }
  const median = -40 * Math.log(1 - 0.5 / 0.7); // half of those who wait, the lost among them
  const gap = usualGap(lives, 800);
  expect(gap.low).toBeLessThan(median + 1);
  expect(gap.high).toBeGreaterThan(median - 1);
  expect(gap.high! - gap.low!).toBeLessThan(20);
});

test("longer than usual is what nine in ten mean gaps do not pass, in whole weeks, four at least", () => {
  expect(usualGapOf(Float64Array.from({ length: 10 }, (_, i) => i + 1))).toBe(9);
  expect(usualGapOf(new Float64Array())).toBeNaN();
  expect([NaN, 3, 28, 29, 100].map(silenceFrom)).toEqual([28, 28, 28, 35, 105]);
});

test("of a sample the counts are those of all, the shares and days are not touched", () => {
  const facts = returnFacts(HISTORY, PERIODS);
  const options = { grain: "month", buyers: 8, repeatBuyers: 4 };
  const [one, two] = [1, 2].map((scale) => returnRows(facts, { ...options, scale }));
  const count = (rows: typeof one, measure: string) =>
    rows!.filter((row) => row.measure === measure).reduce((sum, { customers }) => sum + (customers ?? 0), 0);
  expect(count(two, "state")).toBe(2 * count(one, "state"));
  expect(count(two, "flow")).toBe(2 * count(one, "flow"));
  expect(two!.filter(({ measure }) => measure === "median")).toEqual(
    one!.filter(({ measure }) => measure === "median"),
  );
  expect(one!.find(({ measure }) => measure === "repeat_rate")).toMatchObject({ share: 0.5, customers: 8 });
});
