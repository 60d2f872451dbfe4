/** Comparison with a relative tolerance. */
import { expect } from "vitest";

/** |actual - expected| <= tolerance max(|expected|, least). */
export const isClose = (actual: number, expected: number, tolerance: number, least = 0): boolean =>
  Object.is(actual, expected) || Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(expected), least);

/** Fails with both numbers. @param least magnitude below which the tolerance is absolute */
export function expectClose(actual: number, expected: number, tolerance: number, least = 0): void {
  if (isClose(actual, expected, tolerance, least)) return;
  expect.fail(`${actual} is not ${expected} within ${tolerance}: off by ${Math.abs(actual - expected)}`);
}
