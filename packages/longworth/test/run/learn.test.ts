import { describe, expect, test } from "vitest";
import { POOL_NAMES } from "../../src/forecast/candidates.js";
import { groupStates } from "../../src/forecast/cells.js";
import { firstPurchaseDay, statesAt } from "../../src/forecast/history.js";
import { learn } from "../../src/run/learn.js";
import { day, hasShared, historyOf, publicHistory, reference } from "../forecast/logs.js";
import { simulatedShop } from "../forecast/simulated.js";
import { TRUTHS } from "../forecast/coverage.js";
import { effects } from "../forecast/subsets.js";

const pool = { models: POOL_NAMES, backtest: true } as const;

describe.skipIf(!hasShared)("CDNOW (needs ../shared)", () => {
  const cut = day("1997-09-30");

  test("the recipe: origins, spend and its level are those of the reference, weights are on the simplex", async () => {
    const wanted = reference("cdnow_sample");
    const recipe = await learn(publicHistory("cdnow_sample"), { ...pool, cut, horizons: [90, 273] }, effects);
    expect(recipe.origins.map(({ origin }) => origin)).toEqual(wanted.origins.map(({ date }) => day(date)));
    expect(Math.abs(recipe.spendLevel - wanted.levels.ls)).toBeLessThan(1e-6);
    expect(recipe.window).toBe(wanted.h);
    expect(recipe.customers).toBe(wanted.customers);
    for (const key of ["weight", "weightActive"] as const) {
      const weights = recipe.members.map((member) => member[key]);
      expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 10);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
    }
    expect(recipe.notes.map(({ code }) => code)).toEqual(["season_unknown"]);
    expect(JSON.parse(JSON.stringify(recipe))).toEqual(recipe);
  });

  test("--model is the maximum-likelihood fit on the given cells", async () => {
    const history = publicHistory("cdnow_sample");
    const fullCells = groupStates(statesAt(history, cut)).cells;
    const request = { cut, horizons: [273], models: ["bg-nbd"], fullCells, backtest: true } as const;
    const recipe = await learn(history, request, effects);
    expect(recipe.served).toEqual({ name: "bg-nbd", why: "asked_for" });
    const [{ fit, weight }] = recipe.members;
    expect(weight).toBe(1);
    expect(fit.params).toHaveProperty("a");
    expect(Math.abs(fit.logLikelihood)).toBeGreaterThan(9_000);
  });
});

test("without a backtest weights are equal and ls is 0", async () => {
  const history = simulatedShop({
    ...TRUTHS["bg-nbd"],
    customers: 200,
    days: 300,
    horizon: 0,
    seed: 1,
    spend: { mu: 3, tau: 0.4, sigma: 0.5 },
  });
  const recipe = await learn(history, { ...pool, backtest: false, cut: 299, horizons: [90] }, effects);
  expect(recipe.members.map(({ weight }) => weight)).toEqual(POOL_NAMES.map(() => 1 / POOL_NAMES.length));
  expect([recipe.spendLevel, recipe.served.why, recipe.origins.length]).toEqual([0, "equal_weights", 0]);
});

test("no origin is possible: refunds to come are taken from the share so far", async () => {
  const events = Array.from({ length: 12 }, (_, i) => [
    { id: `${i}`, day: i, value: 10 },
    { id: `${i}`, day: i + 1, value: -1 },
  ]).flat();
  const recipe = await learn(historyOf(events), { ...pool, cut: 13, horizons: [90] }, effects);
  expect(recipe.spendLevel).toBeCloseTo(Math.log(0.9), 12);
  expect(recipe.concentration).toBe(0.02);
  expect(recipe.notes.map(({ code }) => code)).toContain("no_origins");
});

test("one customer with one order has a recipe", async () => {
  const recipe = await learn(
    historyOf([{ id: "a", day: 5, value: 20 }]),
    { ...pool, cut: 5, horizons: [365] },
    effects,
  );
  expect(
    recipe.members.every(({ fit }) => Object.values(fit.params).every((value) => value > 0 && value < Infinity)),
  ).toBe(true);
});

test("nobody has bought: nothing to estimate", async () => {
  const empty = historyOf([{ id: "a", day: 5, value: -20 }]);
  await expect(learn(empty, { ...pool, cut: 9, horizons: [90] }, effects)).rejects.toMatchObject({
    code: "nothing_to_estimate",
  });
});

test("customers of the first days stay out of the fits, and are told", async () => {
  const history = simulatedShop({ ...TRUTHS["mbg-nbd"], customers: 400, days: 400, horizon: 0, seed: 2 });
  const recipe = await learn(history, { ...pool, cut: 399, horizons: [90], excludeFirstDays: 90 }, effects);
  const states = statesAt(history, 399);
  expect(recipe.members[0].fit.n).toBe(states.first.filter((first) => first >= firstPurchaseDay(history) + 90).length);
  expect(recipe.fittedRepeatBuyers).toBeLessThan(recipe.repeatBuyers);
  expect(recipe.notes.map(({ code }) => code)).toContain("first_days_left_out");
  expect(recipe.spend).toBeNull();
});
