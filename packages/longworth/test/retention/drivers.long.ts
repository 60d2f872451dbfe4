/** Of ten columns of noise at most 5 % speak, over 200 seeds: among what is real, and alone. */
import { expect, test } from "vitest";
import { driversOf } from "../../src/retention/drivers.js";
import { noise, names, simulated } from "./customers.js";

const SEEDS = 200;

test.each([true, false])("noise speaks in at most 5 % of the columns (beside real traits: %s)", (isBesideReal) => {
  let [spoke, all] = [0, 0];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { lives, plan, price, next } = simulated(800, 1000 + seed);
    const { drivers } = driversOf(lives, [...(isBesideReal ? [plan, price] : []), ...noise(10, 800, next)], {
      names,
      keep: [],
    });
    const own = drivers.filter(({ name }) => name.startsWith("noise"));
    spoke += own.filter(({ speaks }) => speaks).length;
    all += own.length;
  }
  expect(all).toBe(10 * SEEDS);
  expect(spoke / all).toBeLessThanOrEqual(0.05);
});
