import { expect, test } from "vitest";
import { chanceOf } from "../../src/retention/chance.js";
import { driversOf } from "../../src/retention/drivers.js";
import { refusalOf } from "../../src/retention/leaks.js";
import { groupsOf, type GroupTrait, type Trait } from "../../src/retention/lives.js";
import { driverRows } from "../../src/retention/table.js";
import { termsOf } from "../../src/retention/terms.js";
import { DriversRow } from "../../src/workspace/tables.js";
import { names, noise, simulated } from "./customers.js";

const options = { names, keep: [] };

test("what customers leave with is found, with its size, alone and with the other held still", () => {
  const { lives, plan, price, next } = simulated(4000, 1);
  const found = driversOf(lives, [...noise(3, 4000, next), price, plan], options);
  const told = found.drivers.filter(({ speaks }) => speaks).map(({ name }) => name);
  expect(told).toEqual(["plan", "price"]);
  const [byPlan, byPrice] = found.drivers;
  const term = byPlan?.terms[0];
  expect(term).toMatchObject({ label: "basic", against: "pro", step: null });
  expect(term?.together?.low).toBeLessThan(3);
  expect(term?.together?.high).toBeGreaterThan(3);
  expect(term?.odds?.high).toBeGreaterThan(3); // odds are a little wider apart than hazards
  expect(byPrice?.terms[0]).toMatchObject({ label: null, step: 10 });
  expect(byPrice?.terms[0]?.together?.low).toBeLessThan(1.2);
  expect(byPrice?.terms[0]?.together?.high).toBeGreaterThan(1.2);
  expect(found.cox).toMatchObject({ status: "ok", customers: 4000 });
  expect(found.cox.concordance).toBeGreaterThan(0.6);
});

test("groups stay as long as they stay: the difference is that of the means, and its interval holds it", () => {
  const { lives, plan } = simulated(4000, 2);
  const { drivers, window } = driversOf(lives, [plan], options);
  const [pro, basic] = drivers[0]?.groups ?? [];
  expect([pro?.label, basic?.label]).toEqual(["pro", "basic"]);
  expect(pro?.difference).toBeNull(); // the largest group stands against nobody
  expect(basic?.difference?.difference).toBeCloseTo((basic?.mean ?? 0) - (pro?.mean ?? 0), 10);
  expect(basic?.difference?.high).toBeLessThan(0);
  expect(drivers[0]?.extremes).toMatchObject({ least: 1, most: 0 });
  expect(pro?.mean).toBeLessThan(window);
});

test("at most a twentieth of the columns of noise speak, and what is real does not make them louder", () => {
  let [spoke, all] = [0, 0];
  for (let seed = 1; seed <= 20; seed++) {
    const { lives, plan, price, next } = simulated(600, seed);
    const { drivers } = driversOf(lives, [plan, price, ...noise(10, 600, next)], options);
    const own = drivers.filter(({ name }) => name.startsWith("noise"));
    spoke += own.filter(({ speaks }) => speaks).length;
    all += own.length;
  }
  expect(all).toBe(200);
  expect(spoke).toBeLessThanOrEqual(10);
});

const { lives, plan, price, next } = simulated(2000, 3);
const left = lives.observed;
const group = (name: string, labels: readonly string[], code: Float64Array): GroupTrait => ({
  name,
  kind: "group",
  labels,
  code,
});
const number = (name: string, value: Float64Array): Trait => ({ name, kind: "number", value });

test.each<[string, Trait, string]>([
  [
    "a copy of the outcome",
    number(
      "score",
      left.map((v) => v + 0.3 * next()),
    ),
    "tells",
  ],
  [
    "a copy with a twentieth wrong",
    group(
      "state",
      ["a", "b"],
      left.map((v) => (next() < 0.05 ? 1 - v : v)),
    ),
    "tells",
  ],
  [
    "a number that only those have who left",
    number(
      "survey",
      left.map((v) => (v > 0 ? next() : NaN)),
    ),
    "tells",
  ],
  [
    "a label that only some of those have who left",
    group(
      "ticket",
      ["open", "final bill"],
      left.map((v) => Number(v > 0 && next() < 0.1)),
    ),
    "only-left",
  ],
  [
    "a total that grows while they stay",
    number(
      "paid",
      lives.duration.map((t, i) => t * (10 + 5 * next()) + left[i]!),
    ),
    "grows",
  ],
  [
    "a name that says it",
    group(
      "Churn Reason",
      ["x", "y"],
      left.map(() => Number(next() < 0.5)),
    ),
    "name",
  ],
  [
    "an end date",
    group(
      "endDate",
      ["x", "y"],
      left.map(() => Number(next() < 0.5)),
    ),
    "name",
  ],
  [
    "a key",
    group(
      "id",
      Array.from({ length: 2000 }, (_, i) => `${i}`),
      left.map((_, i) => i),
    ),
    "own-values",
  ],
  [
    "one value",
    group(
      "country",
      ["DE"],
      left.map(() => 0),
    ),
    "constant",
  ],
  [
    "nothing",
    number(
      "fax",
      left.map(() => NaN),
    ),
    "empty",
  ],
])("%s is refused by name", (_, trait, reason) => {
  expect(refusalOf(trait, lives)).toMatchObject({ column: trait.name, reason });
  const found = driversOf(lives, [plan, price, trait], options);
  expect(found.refused.map(({ column }) => column)).toEqual([trait.name]);
  expect(found.drivers.map(({ name }) => name)).toEqual(["plan", "price"]);
});

test("what is no leak is used, and so is a leak that is asked for", () => {
  for (const trait of [plan, price, ...noise(6, 2000, next)]) expect(refusalOf(trait, lives)).toBeNull();
  const leak = number(
    "paid",
    lives.duration.map((t) => 2 * t),
  );
  const { drivers, refused } = driversOf(lives, [plan, leak], { names, keep: ["paid"] });
  expect(refused).toEqual([]);
  expect(drivers.map(({ name }) => name)).toContain("paid");
});

test("labels of few customers are one group, empty cells are another, a number is cut into thirds between values", () => {
  const code = Float64Array.from({ length: 200 }, (_, i) => (i < 100 ? 0 : i < 150 ? NaN : i < 190 ? 1 + (i % 3) : 9));
  const labels = Array.from({ length: 10 }, (_, i) => `label ${i}`);
  const cut = groupsOf(group("x", labels, code), names);
  expect(cut.labels).toEqual(["label 0", "all others", "nothing written"]);
  expect(cut.group.filter((v) => v === 1)).toHaveLength(50);
  const thirds = groupsOf(
    number(
      "y",
      Float64Array.from({ length: 90 }, (_, i) => Math.floor(i / 30)),
    ),
    names,
  );
  expect(thirds.labels).toEqual(["up to 0", "over 0 to 1", "over 1"]);
  expect(
    groupsOf(
      number(
        "z",
        Float64Array.from({ length: 90 }, (_, i) => Number(i > 80)),
      ),
      names,
    ).labels,
  ).toEqual(["up to 0"]);
});

test("the step of a number is 1, 2, 5 or 10 times a power of ten, below its spread", () => {
  const of = (value: Float64Array) => termsOf([number("x", value)], names)[0]?.step;
  const ramp = Float64Array.from({ length: 100 }, (_, i) => i);
  expect(of(ramp)).toBe(20); // spread 28.9
  expect(of(ramp.map((v) => v / 1000))).toBe(0.02);
  expect(of(ramp.map((v) => 20 * v))).toBe(500);
});

test("a column that follows from the others has no part of its own", () => {
  const double = number(
    "twice the price",
    price.kind === "number" ? price.value.map((v) => 2 * v) : new Float64Array(),
  );
  const { drivers } = driversOf(lives, [price, double], options);
  expect(drivers.filter(({ together }) => together === null)).toHaveLength(1);
});

test("the chance to have left is told on customers that were held out, and is calibrated", () => {
  const { lives: many, plan: byPlan, price: byPrice, next: more } = simulated(6000, 5);
  const traits = [byPlan, byPrice, ...noise(4, 6000, more)];
  const chance = chanceOf(many, { traits, terms: termsOf(traits, names) });
  expect(chance?.customers).toBe(2000);
  expect(chance?.auc).toBeGreaterThan(0.62);
  expect(chance?.brier).toBeLessThan(chance?.brierConstant ?? 0);
  expect(chance?.slope).toBeGreaterThan(0.8);
  expect(chance?.slope).toBeLessThan(1.25);
  const few = simulated(120, 5);
  expect(chanceOf(few.lives, { traits: [few.plan], terms: termsOf([few.plan], names) })).toBeNull();
});

test("the table has a row for each column of the regressions and one for each that was refused", () => {
  const found = driversOf(lives, [plan, price, group("Churn", ["a", "b"], left)], options);
  const rows = driverRows(found);
  for (const row of rows) DriversRow.parse(row);
  expect(rows.map(({ trait, term, refused }) => [trait, term, refused])).toEqual([
    ["plan", "basic", null],
    ["price", null, null],
    ["Churn", null, "name"],
  ]);
});
