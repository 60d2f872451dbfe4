import { expect, test } from "vitest";
import { termOf, type ContractCells } from "../../src/forecast/contracts/cells.js";
import { tryCovariates } from "../../src/forecast/contracts/covariates.js";
import { patternTrait, pooledLevel } from "../../src/forecast/contracts/patterns.js";
import { contractBase, type Base } from "../support/contract-base.js";
import { cellsOf, MONTHS_OF_BASE } from "../support/contract-coverage.js";

const NAMES = ["ads", "search", "friends"];

/** Cells of a base with its plan and channel as traits. */
function withTraits(base: Base): ContractCells {
  const contracts = contractBase({ channels: { ads: 1, search: 1, friends: 1 }, ...base });
  const cells = cellsOf(contracts);
  const plan = Int32Array.from(contracts, (one) => Number(one.plan === "Pro"));
  const channel = Int32Array.from(contracts, (one) => NAMES.indexOf(one.channel ?? ""));
  return { ...cells, traits: [plan, channel] };
}

const request = { span: MONTHS_OF_BASE, name: "shifted-beta-geometric", plans: [] } as const;
const tried = (base: Base) => tryCovariates(withTraits(base), termOf("month", 1), request);

test("traits that say nothing are served in no more than one base in twenty", () => {
  let served = 0;
  for (let seed = 1; seed <= 60; seed++) served += Number(tried({ contracts: 3000, seed })?.isServed);
  expect(served).toBeLessThanOrEqual(3);
});

test("a channel that is left twice as fast is served, beside a plan that says nothing", () => {
  for (const seed of [1, 2, 3]) {
    const found = tried({ contracts: 10_000, seed, channels: { ads: 2, search: 1, friends: 1 } })!;
    expect(found.traits.map(({ trait, isUsed }) => [trait, isUsed])).toEqual([
      [1, true],
      [0, false],
    ]);
    expect(found.isServed).toBe(true);
    expect(found.gain).toBeGreaterThan(2 * found.error);
    expect(found.patterns.levels).toHaveLength(3);
  }
});

test("both traits at once, against a beta-discrete-Weibull: each says something beside the other", () => {
  const base = { contracts: 10_000, seed: 4, channels: { ads: 2, search: 1, friends: 1 }, pro: 0.4 };
  const found = tryCovariates(withTraits(base), termOf("month", 1), { ...request, name: "beta-discrete-weibull" })!;
  expect(found.name).toBe("shifted-beta-geometric"); // as it was simulated: only all together look like another
  expect(found.traits.every(({ isUsed }) => isUsed)).toBe(true);
  expect(found.isServed).toBe(true);
  expect(found.patterns.levels).toHaveLength(6);
});

test("against plans with curves of their own the plan alone wins nothing", () => {
  const base = { contracts: 8000, seed: 6, pro: 0.3 };
  const cells = withTraits(base);
  const plan = cells.traits[0]!;
  const against = (plans: readonly number[]) =>
    tryCovariates({ ...cells, plan, traits: [plan] }, termOf("month", 1), { ...request, plans })!;
  expect(against([]).isServed).toBe(true);
  expect(against([0, 1]).gain).toBeLessThan(against([]).gain / 3);
});

test("levels of fewer than a hundred contracts are pooled; what is left of one level is no trait", () => {
  const cells = withTraits({ contracts: 2000, seed: 2 });
  const [plan, channel] = cells.traits as [Int32Array, Int32Array]; // of two
  const many = channel.map((level, i) => (i < 90 ? 3 : i < 180 ? 4 : level));
  const pooled = patternTrait({ ...cells, traits: [many] }, 0)!;
  expect([pooled.base, ...pooled.levels].toSorted((a, b) => a - b)).toEqual([-1, 0, 1, 2]); // 3 and 4 are the others
  const few = patternTrait({ ...cells, traits: [channel.map((level, i) => (i < 90 ? 3 : level))] }, 0)!;
  expect(few.levels).not.toContain(-1); // too few to be a level: as most contracts are
  expect(pooledLevel(few, 3)).toBe(few.base);
  expect(patternTrait({ ...cells, traits: [plan.map((_, i) => (i < 90 ? 1 : 0))] }, 0)).toBeNull();
});

test("without earlier days to test on nothing is tried", () => {
  const short = { ...request, span: { ...MONTHS_OF_BASE, end: MONTHS_OF_BASE.first + 1 } };
  expect(tryCovariates(withTraits({ contracts: 3000, seed: 1 }), termOf("month", 1), short)).toBeNull();
});
