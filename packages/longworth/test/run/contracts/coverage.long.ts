/** A hundred simulated subscription bases whose truth is known: 85 to 95 % of the blind projections hold. */
import { expect, test } from "vitest";
import { coverageOf } from "../../support/contract-coverage.js";

test("of a hundred bases 85 to 95 % of cohorts and months lie in their 90 % band, and of the totals", () => {
  const { share, totals, origins } = coverageOf(Array.from({ length: 100 }, (_, i) => i + 1));
  expect(origins).toBe(100);
  expect(share).toBeGreaterThanOrEqual(0.85);
  expect(share).toBeLessThanOrEqual(0.95);
  expect(totals).toBeGreaterThanOrEqual(82); // of 100 at 90 %: 82 to 97 in all but one of a hundred tries
  expect(totals).toBeLessThanOrEqual(98);
}, 600_000);
