/** Bands of 100 simulated subscription bases, all of them. */
import { expect, test } from "vitest";
import { base, coverage } from "../support/subscriptions.js";

test("90 % bands of 100 simulated subscription bases hold 85 to 95 % of what came", () => {
  let [inside, all] = [0, 0];
  for (let seed = 1; seed <= 100; seed++) {
    const { cohorts, next } = base(seed);
    const counts = coverage(cohorts, 3, next);
    inside += counts[0];
    all += counts[1];
  }
  expect(all).toBeGreaterThan(2_000);
  expect(inside / all).toBeGreaterThanOrEqual(0.85);
  expect(inside / all).toBeLessThanOrEqual(0.95);
});
