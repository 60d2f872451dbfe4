import { expect, test } from "vitest";
import { hasShared } from "./logs.js";
import { forecastSubsets } from "./subsets.js";

test.skipIf(!hasShared)(
  "200 handfuls of 40 customers: better than the average rate, nothing breaks (needs ../shared)",
  async () => {
    const found = await forecastSubsets(200, 40);
    expect(found.broken).toBe(0);
    expect(found.own).toBeLessThanOrEqual(found.point);
    expect(found.upToP95).toBeGreaterThan(0.9);
    expect(found.upToP95).toBeLessThan(0.99);
  },
);
