import { describe, expect, test } from "vitest";
import { featuresAt, scopeOf } from "../../src/forecast/features.js";
import { ALWAYS, factsOfBlocks, knownFacts, unfitness, type CustomerFacts } from "../../src/forecast/facts.js";
import { statesAt } from "../../src/forecast/history.js";
import { historyOf } from "./logs.js";

const facts: CustomerFacts = {
  offsets: Int32Array.of(0, 3, 4),
  day: Int32Array.of(ALWAYS, 100, 200, 150),
  columns: [
    { name: "plan", block: 0, isCategory: true, values: Float64Array.of(0, 1, NaN, 2) },
    { name: "score", block: 1, isCategory: false, values: Float64Array.of(NaN, 5, 7, NaN) },
  ],
};

describe("facts", () => {
  test("count from the end of their day; the newest that is there holds until another comes", () => {
    expect(knownFacts(facts, 0, 99)).toEqual([0, NaN]);
    expect(knownFacts(facts, 0, 100)).toEqual([1, 5]);
    expect(knownFacts(facts, 0, 250)).toEqual([1, 7]);
    expect(knownFacts(facts, 1, 149)).toEqual([NaN, NaN]);
    expect(knownFacts(facts, 1, 150)).toEqual([2, NaN]);
  });

  test("of some files are those of their columns, of none nothing", () => {
    expect(factsOfBlocks(facts, [1])?.columns.map(({ name }) => name)).toEqual(["score"]);
    expect(factsOfBlocks(facts, [])).toBeUndefined();
  });

  test("become features, categories by name; a row of later changes none of them", () => {
    const history = { ...historyOf([{ id: "a", day: 90, value: 5 }, { id: "b", day: 95, value: 5 }]), facts }; // prettier-ignore
    const pool = { mean: Float64Array.of(1, 1), active: Float64Array.of(0.5, 0.5) };
    const request = { scope: scopeOf([120], true), horizon: 30, pool, spend: Float64Array.of(5, 5) };
    const at = (origin: number, known: CustomerFacts = facts) =>
      featuresAt({ ...history, facts: known }, statesAt(history, origin), request);
    const found = at(120);
    expect(found.categories).toEqual(["fact:plan"]);
    expect([...found.columns[found.names.indexOf("fact:score")]!]).toEqual([5, NaN]);
    const later = { ...facts, columns: facts.columns.map((column) => ({ ...column, values: column.values.with(2, 9).with(3, 9) })) }; // prettier-ignore
    expect(at(120, later)).toEqual(found);
  });
});

describe("a column is unfit", () => {
  const size = 200;
  const isActive = Float64Array.from({ length: size }, (_, i) => i % 3 === 0 ? 1 : 0); // prettier-ignore
  const purchases = Float64Array.from({ length: size }, (_, i) => (i * 37) % 23);
  const money = purchases.map((n, i) => n * 10 + (i % 7));
  const noise = Float64Array.from({ length: size }, (_, i) => (i * 7919) % 101);
  const why = (values: Float64Array, isCategory = false) =>
    unfitness({ isCategory }, { values, isActive, purchases, money });

  test.each([
    ["when it tells who came back", isActive.map((y) => 1 - y), false, "tells_the_outcome"],
    ["when its categories do", isActive.map((y) => 3 * y), true, "tells_the_outcome"],
    ["when it is the number of orders of the export's day", purchases, false, "repeats_the_orders"],
    ["when it is their money", money.map((value) => 2 * value + 1), false, "repeats_the_orders"],
    ["when nothing of it was known yet", noise.map(() => NaN), false, "known_too_late"],
  ] as const)("%s", (_, values, isCategory, wanted) => {
    expect(why(values, isCategory)).toBe(wanted);
  });

  test("but not when it says something, or little", () => {
    expect(why(noise)).toBeNull();
    expect(
      why(
        isActive.map((y, i) => (i % 4 === 0 ? 1 - y : y)),
        true,
      ),
    ).toBeNull();
    expect(why(purchases.map((value, i) => (i < 49 ? value : NaN)))).toBeNull(); // too few to judge
  });
});
