import fc from "fast-check";
import { expect, test } from "vitest";
import { cells as cellTools } from "@longworth/models";
import { histories } from "../support/arbitraries.js";
import { cellsFrom } from "../support/data.js";

test("totals count customers, not cells", () =>
  expect(
    cellTools.totals({
      ...cellsFrom([
        [2, 3, 10],
        [0, 0, 5],
      ]),
      weight: Float64Array.of(3, 4),
    }),
  ).toEqual({
    customers: 7,
    purchases: 6,
    time: 50,
    repeatCustomers: 3,
  }));

test("grouped: every history once, weights added, in order; nothing is lost", () =>
  fc.assert(
    fc.property(histories, (cells) => {
      const twice = cellTools.grouped({
        ...cells,
        frequency: Float64Array.from([...cells.frequency, ...cells.frequency]),
        recency: Float64Array.from([...cells.recency, ...cells.recency]),
        T: Float64Array.from([...cells.T, ...cells.T]),
        weight: Float64Array.from([...cells.weight, ...cells.weight]),
      });
      const keys = Array.from(twice.T, (T, i) => [twice.frequency[i], T, twice.recency[i]].join(" "));
      expect(new Set(keys).size).toBe(keys.length);
      expect(new Set(keys)).toEqual(
        new Set(Array.from(cells.T, (T, i) => [cells.frequency[i], T, cells.recency[i]].join(" "))),
      );
      expect(twice.weight.reduce((a, b) => a + b, 0)).toBe(2 * cells.T.length);
      expect([...twice.frequency]).toEqual([...twice.frequency].sort((a, b) => a - b));
    }),
  ));

test("byFrequency keeps rows together and leaves sorted cells alone", () => {
  const cells = cellsFrom([
    [2, 3, 10],
    [0, 0, 5],
    [1, 4, 6],
    [0, 0, 7],
  ]);
  const sorted = cellTools.byFrequency(cells);
  expect(sorted).toEqual(
    cellsFrom([
      [0, 0, 5],
      [0, 0, 7],
      [1, 4, 6],
      [2, 3, 10],
    ]),
  );
  expect(cellTools.byFrequency(sorted)).toBe(sorted);
});

test("everyNth takes evenly spaced rows", () => {
  const cells = cellsFrom(Array.from({ length: 10 }, (_, i) => [0, 0, i]));
  expect([...cellTools.everyNth(cells, 5).T]).toEqual([1, 3, 5, 7, 9]);
  expect(cellTools.everyNth(cells, 99).T.length).toBe(10);
});
