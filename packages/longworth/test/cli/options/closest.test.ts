import fc from "fast-check";
import { expect, test } from "vitest";
import { closest, distance } from "../../../src/cli/options/closest.js";
import { OPTIONS } from "../../../src/cli/options/table.js";

const FLAGS = OPTIONS.map(({ name }) => `--${name}`);

test.each([
  ["--horzion", "--horizon"],
  ["--horizons", "--horizon"],
  ["--discount", "--discount-rate"],
  ["--asof", "--as-of"],
  ["--mapp", "--map"],
  ["--quite", "--quiet"],
])("%s was meant to be %s", (typed, meant) => expect(closest(typed, FLAGS)).toBe(meant));

test("nothing is guessed where nothing is near", () => expect(closest("zzzzzzzzzz", FLAGS)).toBeUndefined());

test("a swap of neighbours is one step, any other change too", () => {
  expect([
    distance("ab", "ba"),
    distance("ab", "ac"),
    distance("ab", "abc"),
    distance("abc", "ac"),
    distance("", "xy"),
  ]).toEqual([1, 1, 1, 1, 2]);
});

test("distance is symmetric, and 0 for equal words only", () =>
  fc.assert(
    fc.property(
      fc.string({ maxLength: 8 }),
      fc.string({ maxLength: 8 }),
      (a, b) => distance(a, b) === distance(b, a) && (distance(a, b) === 0) === (a === b),
    ),
  ));
