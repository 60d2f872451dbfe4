import { describe, expect, test } from "vitest";
import { grade, servesBaseline } from "../../src/forecast/grade.js";
import type { Measured } from "../../src/forecast/grade.js";

const good: Measured = {
  origins: 3,
  repeatBuyers: 500,
  testedOnDays: 200,
  horizonDays: 365,
  bias: 0.03,
  capture: 1.1,
  belowP95: 0.95,
  pitInsideBand: true,
  slope: 1,
  againstBaseline: "better",
};

/** PRODUCT's table, row by row: what changes, the letter, the code of the reason. */
const TABLE: readonly (readonly [Partial<Measured>, string, string])[] = [
  [{}, "A", "all_bars_reached"],
  [{ bias: -0.05, capture: 1.05, belowP95: 0.93, slope: 0.9 }, "A", "all_bars_reached"],
  [{ bias: 0.051 }, "B", "bias"],
  [{ bias: -0.1 }, "B", "bias"],
  [{ capture: 1.04 }, "B", "capture"],
  [{ capture: 1 }, "B", "capture"],
  [{ belowP95: 0.92 }, "B", "below_p95"],
  [{ belowP95: 0.98 }, "B", "below_p95"],
  [{ pitInsideBand: false }, "B", "pit_band"],
  [{ slope: 0.85 }, "B", "slope"],
  [{ slope: 1.2 }, "B", "slope"],
  [{ bias: 0.11 }, "C", "bias"],
  [{ bias: 0.9, againstBaseline: "ties" }, "C", "bias"],
  [{ capture: 0.99 }, "C", "capture"],
  [{ belowP95: 0.89 }, "C", "below_p95"],
  [{ slope: 0.79 }, "C", "slope"],
  [{ slope: NaN }, "C", "slope"],
  [{ againstBaseline: "worse" }, "D", "worse_than_baseline"],
  [{ repeatBuyers: 99 }, "too little data", "few_repeat_buyers"],
  [{ origins: 1 }, "too little data", "few_origins"],
  [{ testedOnDays: 182 }, "B", "short_window"],
  [{ testedOnDays: 182, bias: 0.08 }, "C", "bias"],
  [{ testedOnDays: 182, againstBaseline: "worse" }, "D", "worse_than_baseline"],
  [{ testedOnDays: 183 }, "A", "all_bars_reached"],
];

describe("the letter", () => {
  test.each(TABLE)("%j gives %s because of %s", (change, letter, code) => {
    const given = grade({ ...good, ...change });
    expect(given.letter).toBe(letter);
    expect(given.why.code).toBe(code);
  });
});

test("a short window never serves a baseline, a worse forecast does", () => {
  expect(servesBaseline({ ...good, testedOnDays: 10, bias: 0.3 })).toBe(false);
  expect(servesBaseline({ ...good, againstBaseline: "worse" })).toBe(true);
  expect(servesBaseline({ ...good, againstBaseline: "worse", repeatBuyers: 20 })).toBe(false);
});
