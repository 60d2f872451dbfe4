import { describe, expect, test } from "vitest";
import { naiveNotes, notesOf } from "../../src/forecast/notes.js";
import type { Clock } from "../../src/forecast/clock.js";
import type { Recipe } from "../../src/forecast/recipe.js";
import { en } from "../../src/words/en.js";

const clockOf = (level: readonly number[], dispersion = 1): Clock => ({
  start: 0,
  end: 500,
  knots: { day: level.map((_, k) => 56 * k), level },
  season: [],
  shift: 0,
  levelSd: 0.05,
  dispersion,
});
const plain: Omit<Recipe, "notes"> = {
  cut: 500,
  horizon: 90,
  window: 90,
  members: [],
  clock: null,
  served: { name: "pool", why: "pool" },
  origins: [],
  spend: null,
  spendLevel: 0,
  spendByFrequency: null,
  concentration: 0.01,
  levelSd: 0.05,
  refundShare: null,
  customers: 1_000,
  repeatBuyers: 500,
  fittedRepeatBuyers: 500,
  excludedFirstDays: 0,
};
const told = (clock: Clock | null) =>
  notesOf({ ...plain, clock }, 501).filter(({ code }) => code === "business_trend" || code === "bursts");

describe("what is noticed of the pace of the business", () => {
  test("a level that rose by more than .3 over its last four steps is a trend, with its share", () => {
    expect(told(clockOf([0, 0, 0.1, 0.2, 0.3, 0.35]))).toEqual([
      { code: "business_trend", facts: { share: Math.expm1(0.35) } },
    ]);
    expect(told(clockOf([1, 0.6, 0.5, 0.4, 0.2]))[0]?.facts["share"]).toBeCloseTo(Math.expm1(-0.8), 12);
    expect(told(clockOf([-1, 0, 0.1, 0.1, 0.2, 0.25]))).toEqual([]); // the rise is longer ago
    expect(told(null)).toEqual([]);
  });

  test("weeks that vary more than five times as much as by chance are bursts", () => {
    expect(told(clockOf([0, 0], 5.1))).toEqual([{ code: "bursts", facts: { dispersion: 5.1 } }]);
    expect(told(clockOf([0, 0], 4.9))).toEqual([]);
  });

  test("the sentences name direction and size", () => {
    const sentence = (level: readonly number[]) => en.run.note(told(clockOf(level))[0]!);
    expect(sentence([0, 0, 0, 0, 0.5])).toContain("Orders per customer are rising: 65 % above");
    expect(sentence([0, 0, 0, 0, -0.5])).toContain("Orders per customer are falling: 39 % below");
  });
});

test("the last days' total is told beside the forecast where it lies outside the band", () => {
  const facts = { said: 100, low: 80, high: 125, naive: 130, horizon: 365, money: 1 };
  expect(naiveNotes(facts)).toEqual([{ code: "naive_outside", facts }]);
  expect(naiveNotes({ ...facts, naive: 125 })).toEqual([]);
  expect(naiveNotes({ ...facts, naive: 79 })).toHaveLength(1);
  expect(en.run.note({ code: "naive_outside", facts })).toMatch(/brought 130; the forecast .* is 100 \(80 to 125\)/);
  expect(en.run.note({ code: "naive_outside", facts: { ...facts, money: 0 } })).toContain("placed 130 orders");
});
