import * as fc from "fast-check";
import { expect, test } from "vitest";
import { metrics, ranking } from "@longworth/models";

const numbers = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), { maxLength: 300 });

test("rising and falling orders are those of a stable sort by comparison, with 0 and -0 alike", () =>
  fc.assert(
    fc.property(numbers, (values) => {
      const column = Float64Array.from([...values, 0, -0, Infinity, -Infinity]);
      const rows = Array.from(column.keys());
      expect([...ranking.risingOrder(column)]).toEqual(rows.toSorted((i, j) => compare(column[i], column[j]) || i - j));
      expect([...ranking.fallingOrder(column)]).toEqual(
        rows.toSorted((i, j) => compare(column[j], column[i]) || i - j),
      );
    }),
  ));

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0); // a difference of infinities is NaN

test("an order by several columns is one call per column, the most important one last", () => {
  const first = Float64Array.of(2, 1, 2, 1, 1);
  const second = Float64Array.of(5, 9, 4, 7, 8);
  expect([...ranking.risingOrder(first, ranking.risingOrder(second))]).toEqual([3, 4, 1, 2, 0]);
});

test("missing numbers come last", () => {
  expect([...ranking.risingOrder(Float64Array.of(NaN, 1, -2))]).toEqual([2, 1, 0]);
});

test("predictions that agree to ten digits are one, across any number of neighbours", () => {
  const actual = Float64Array.of(0, 9, 0, 3);
  expect(ranking.capture(actual, Float64Array.of(2 + 4e-12, 2 + 2e-12, 2, 1), 0.25)).toBe(0.25);
  expect(ranking.capture(actual, Float64Array.of(2, 2 + 1e-8, 2 - 1e-8, 1), 0.25)).toBe(0.75);
});

test("activity of groups is that of their customers one by one", () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ p: fc.integer({ min: 0, max: 8 }), active: fc.nat(3), others: fc.nat(3) }), {
        minLength: 1,
      }),
      (groups) => {
        const people = groups.flatMap(({ p, active, others }) => [
          ...Array.from({ length: active }, () => ({ p: p / 8, orders: 2 })),
          ...Array.from({ length: others }, () => ({ p: p / 8, orders: 0 })),
        ]);
        fc.pre(people.length > 0);
        const one = metrics.activityMetrics(
          Float64Array.from(people, ({ orders }) => orders),
          Float64Array.from(people, ({ p }) => p),
        );
        const grouped = metrics.activityOfGroups(
          {
            customers: Float64Array.from(groups, ({ active, others }) => active + others),
            active: Float64Array.from(groups, ({ active }) => active),
          },
          Float64Array.from(groups, ({ p }) => p / 8),
        );
        const rounded = (of: metrics.ActivityMetrics) => Object.values(of).map((value) => value.toFixed(10));
        expect(rounded(grouped)).toEqual(rounded(one));
      },
    ),
  ));
