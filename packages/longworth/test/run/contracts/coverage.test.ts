/** Short form of coverage.long.ts. */
import { expect, test } from "vitest";
import { coverageOf } from "../../support/contract-coverage.js";

test("of four simulated bases the 90 % bands of single cohorts hold in about nine of ten", () => {
  const { share, cells, origins } = coverageOf([1, 2, 3, 4]);
  expect(origins).toBe(4);
  expect(cells).toBeGreaterThan(1000);
  expect(share).toBeGreaterThan(0.84);
  expect(share).toBeLessThan(0.97);
}, 60_000);
