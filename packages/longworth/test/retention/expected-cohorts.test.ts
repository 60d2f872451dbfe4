import { random } from "@longworth/models";
import { expect, test } from "vitest";
import { expectedCell, fitCohorts, type CohortCount } from "../../src/retention/expected-cohorts.js";

/** Cohorts of a shop: a falling curve, cohorts that differ by `between` (sd of a log), months that differ by `season`. */
function triangle(
  seed: number,
  { cohorts, between, season }: Readonly<{ cohorts: number; between: number; season: number }>,
) {
  const next = random.seeded(seed);
  const month = Array.from({ length: 2 * cohorts }, () => Math.exp(season * random.normal(next)));
  const sizes = Array.from({ length: cohorts }, () => 80 + Math.floor(400 * next()));
  const cells = sizes.flatMap((size, cohort) => {
    const own = Math.exp(between * random.normal(next));
    return Array.from({ length: cohorts - 1 - cohort }, (_, i): CohortCount => {
      const age = i + 1;
      const share = Math.min(0.9, (0.1 + 0.25 * Math.exp(-age / 3)) * own * (month[cohort + age] ?? 1));
      let customers = 0;
      for (let k = 0; k < size; k++) customers += Number(next() < share);
      return { cohort, age, customers };
    });
  });
  return { sizes, cells };
}

/** Of the last `held` periods, the share of cells inside their band, when only what came before is known. */
function inside({ sizes, cells }: ReturnType<typeof triangle>, held: number): readonly [number, number] {
  const last = sizes.length - 1;
  const isKnown = ({ cohort, age }: CohortCount): boolean => cohort + age <= last - held;
  const fit = fitCohorts(sizes.slice(0, sizes.length - held), cells.filter(isKnown));
  let [hits, all] = [0, 0];
  for (const cell of cells) {
    if (isKnown(cell) || cell.cohort >= sizes.length - held) continue;
    const expected = expectedCell(fit, cell.cohort, cell.age);
    if (expected === null) continue;
    all++;
    hits += Number(cell.customers >= Math.floor(expected.low) && cell.customers <= Math.ceil(expected.high));
  }
  return [hits, all];
}

test.each([
  ["all cohorts alike", { cohorts: 18, between: 0, season: 0 }],
  ["cohorts that differ", { cohorts: 18, between: 0.25, season: 0 }],
  ["months that differ, too", { cohorts: 18, between: 0.2, season: 0.15 }],
  ["few cohorts", { cohorts: 8, between: 0.2, season: 0.1 }],
])("%s: of the cells of held-back periods more than .85 and less than .98 lie in their band", (_, shop) => {
  let [hits, all] = [0, 0];
  for (let seed = 1; seed <= 100; seed++) {
    const [own, cells] = inside(triangle(seed, shop), 3);
    hits += own;
    all += cells;
  }
  expect(hits / all).toBeGreaterThan(0.85);
  expect(hits / all).toBeLessThan(0.98);
});

test("a cohort that comes back half as often is expected to go on so, as far as it is known", () => {
  const sizes = [1000, 1000, 1000, 1000];
  const share = (cohort: number, age: number): number => (cohort === 2 ? 0.1 : 0.2) / age;
  const cells = sizes.flatMap((size, cohort) =>
    Array.from({ length: 3 - cohort }, (_, i) => ({ cohort, age: i + 1, customers: size * share(cohort, i + 1) })),
  );
  const fit = fitCohorts(sizes, cells);
  expect(fit.factor[2]).toBeLessThan(0.9); // .6 as it was, moved towards the others
  expect(fit.factor[3]).toBe(1); // nothing is known of it
  const [own, newest] = [expectedCell(fit, 2, 2), expectedCell(fit, 3, 2)];
  expect(own!.customers).toBeLessThan(newest!.customers);
  expect(newest!.high - newest!.low).toBeGreaterThan(own!.high - own!.low);
  expect(expectedCell(fit, 3, 4)).toBeNull(); // nobody has been so old
});

test("a share is that of an average cohort, not of the one that is old enough to have reached the age", () => {
  const share = (cohort: number, age: number): number => (cohort === 0 ? 0.4 : 0.2) / age; // the first is of old customers
  const sizes = [900, 300, 300, 300, 300];
  const cells = sizes.flatMap((size, cohort) =>
    Array.from({ length: 4 - cohort }, (_, i) => ({ cohort, age: i + 1, customers: size * share(cohort, i + 1) })),
  );
  const { shares } = fitCohorts(sizes, cells);
  expect(shares[4]).toBeGreaterThan(0.05); // .05 is that of the others
  expect(shares[4]).toBeLessThan(0.08); // .1 is that of the first
});

test("cohorts that are alike have the share of their sum; nobody comes back more than once", () => {
  const fit = fitCohorts(
    [100, 300],
    [
      { cohort: 0, age: 1, customers: 25 },
      { cohort: 1, age: 1, customers: 75 },
    ],
  );
  expect(fit.shares[1]).toBe(0.25);
  expect(expectedCell(fitCohorts([10], []), 0, 1)).toBeNull();
  const all = fitCohorts([5, 5], [{ cohort: 0, age: 1, customers: 5 }]);
  expect(expectedCell(all, 1, 1)!.high).toBeLessThanOrEqual(5);
});
