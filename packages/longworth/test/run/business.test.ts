import { expect, test } from "vitest";
import { bgNbd } from "@longworth/models";
import type { Recipe } from "../../src/forecast/recipe.js";
import { tracking } from "../../src/run/business.js";
import { TRUTHS } from "../forecast/coverage.js";
import { simulatedShop } from "../forecast/simulated.js";
import { learn } from "../../src/run/learn.js";
import { effects } from "../forecast/subsets.js";

const CUT = 199;
const history = simulatedShop({
  ...TRUTHS["pareto-nbd"],
  customers: 300,
  days: CUT + 1,
  horizon: 0,
  seed: 5,
  spend: { mu: 3, tau: 0.4, sigma: 0.6 },
});
const learning = learn(history, { cut: CUT, horizons: [90], models: ["bg-nbd"], backtest: false }, effects);

/** The recipe with other parameters of its only member. */
async function withParams(params: bgNbd.Params): Promise<Recipe> {
  const recipe = await learning;
  return { ...recipe, members: recipe.members.map((member) => ({ ...member, fit: { ...member.fit, params } })) };
}

const starts = { day: Float64Array.of(0, 1), count: Float64Array.of(500, 500) };
const purchases = { day: new Float64Array(0), count: new Float64Array(0) };

test("every week of a long silence has an expectation and a band, also when all have left", async () => {
  const recipe = await withParams({ r: 50, alpha: 1, a: 300, b: 5 }); // by rounding, 4e-16 fewer after 5 weeks than after 4
  const sunday = { day: Float64Array.of(3), count: Float64Array.of(500) }; // 4 January 1970: whole weeks from there on
  const weeks = tracking(recipe, sunday, { purchases, asOf: 2_000 });
  expect(weeks.length).toBeGreaterThan(250);
  for (const { expected, low, high } of weeks) {
    expect(low).toBeGreaterThanOrEqual(0);
    expect(expected).toBeGreaterThanOrEqual(low);
    expect(high).toBeGreaterThanOrEqual(expected);
  }
});

test("nearly nobody leaves: every week expects what customers without dropout would buy", async () => {
  const recipe = await withParams({ r: 26501.65, alpha: 26501.63, a: 2.9167e-4, b: 0.14508 });
  const expected = tracking(recipe, starts, { purchases, asOf: 1_000 }).map((week) => week.expected);
  const whole = expected.slice(1);
  for (const value of whole) {
    expect(value).toBeGreaterThan(990);
    expect(value).toBeLessThan(1_000);
  }
});
