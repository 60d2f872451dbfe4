import { expect, test } from "vitest";
import { waterfall } from "../../src/report/sections/origin.js";

test("pieces of the ladder hang where the one before ended, and the last stands on the ground", () => {
  const bars = waterfall([
    { step: "file_total", amount: 100 },
    { step: "tax", amount: -20 },
    { step: "rounding", amount: 5 },
    { step: "used", amount: 85 },
  ]);
  expect(bars.map(({ from, to, kind }) => [from, to, kind])).toEqual([
    [0, 100, "real"],
    [80, 100, "minus"],
    [80, 85, "minus"],
    [0, 85, "expected"],
  ]);
});
