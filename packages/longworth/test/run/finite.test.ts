import { expect, test } from "vitest";
import { refuseNotFinite } from "../../src/run/finite.js";

const columns = (...values: number[]) => ({
  names: ["a", null],
  days: Int32Array.of(1),
  sums: Float64Array.of(...values),
});

test("finite columns pass; texts and days are not looked at", () => {
  expect(() => refuseNotFinite(columns(0, -1.5, 1e300))).not.toThrow();
});

test.each([NaN, Infinity, -Infinity])("%s stops, named by table and column", (value) => {
  expect(() => refuseNotFinite(columns(1, value), { table: "tracking" })).toThrow(
    expect.objectContaining({ code: "result_not_finite", facts: { what: "tracking.sums" } }),
  );
});

test("a column that may be absent holds NaN, but no infinity", () => {
  const gate = { mayBeAbsent: ["sums"] };
  expect(() => refuseNotFinite(columns(NaN, 1), gate)).not.toThrow();
  expect(() => refuseNotFinite(columns(NaN, Infinity), gate)).toThrow();
});
