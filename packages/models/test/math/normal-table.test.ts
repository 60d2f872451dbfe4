import { expect, test } from "vitest";
import { quickNormalCdf } from "../../src/math/normal-table.js";
import { normalCdf } from "../../src/math/normal.js";

test("the table is the distribution function to 2e-15, inside, outside and on its nodes", () => {
  for (let z = -9; z <= 9; z += 0.00317) expect(Math.abs(quickNormalCdf(z) - normalCdf(z))).toBeLessThan(2e-15);
  expect(quickNormalCdf(0)).toBeCloseTo(0.5, 15);
  expect([quickNormalCdf(-Infinity), quickNormalCdf(Infinity), quickNormalCdf(NaN)]).toEqual([0, 1, NaN]);
});
