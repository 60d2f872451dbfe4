/** What is learnt reaches customers whose days come in blocks. */
import { random as randoms } from "@longworth/models";
import { expect, test } from "vitest";
import { POOL_NAMES } from "../../src/forecast/candidates.js";
import { groupStates } from "../../src/forecast/cells.js";
import { statesAt, type History } from "../../src/forecast/history.js";
import { correct } from "../../src/run/boost.js";
import { learnAll } from "../../src/run/learn.js";
import { refine } from "../../src/run/refine.js";
import { scoreCells } from "../../src/run/score-cells.js";
import { TRUTHS } from "../forecast/coverage.js";
import { simulatedShop } from "../forecast/simulated.js";
import { effects } from "../forecast/subsets.js";

const CUT = 399;
const shop = { ...TRUTHS["mbg-nbd"], customers: 2_400, days: 400, horizon: 1, seed: 3, spend: { mu: 3, tau: 0.4, sigma: 0.6 } }; // prettier-ignore
const SIZE = 800;

/** Customers whose first order was small seldom come back: what the models do not look at, and learning finds. */
function thinned(history: History): History {
  const { customers, offsets, value } = history;
  const random = randoms.seeded(5);
  const kept = Array.from(value, () => true);
  for (let c = 0; c < customers; c++) {
    const isSmall = value[offsets[c]!]! < 20;
    for (let i = offsets[c]! + 1; i < offsets[c + 1]!; i++) kept[i] = !isSmall || random() < 0.2;
  }
  const only = <A extends Int32Array | Float64Array | Uint8Array>(column: A): A =>
    column.filter((_, i) => kept[i]) as A; // cast: same class
  const ends = Int32Array.from(offsets, (end) => kept.slice(0, end).filter(Boolean).length);
  return { ...history, offsets: ends, day: only(history.day), value: only(value), purchase: only(history.purchase) };
}

const whole = thinned(simulatedShop(shop));

/** Customers `from` to `to` of a history. */
function part({ offsets, day, value, purchase, hasAmounts }: History, from: number, to: number): History {
  const [first, last] = [offsets[from]!, offsets[to]!];
  return {
    customers: to - from,
    offsets: offsets.slice(from, to + 1).map((at) => at - first),
    day: day.slice(first, last),
    value: value.slice(first, last),
    purchase: purchase.slice(first, last),
    hasAmounts,
  };
}

const blocks = Array.from({ length: 3 }, (_, k) => part(whole, k * SIZE, (k + 1) * SIZE));
const known = learnAll(blocks[0]!, { cut: CUT, horizons: [90], models: POOL_NAMES, backtest: true, population: 2_400 }, effects); // prettier-ignore
const { cells, cellOf } = groupStates(statesAt(whole, CUT));

test("three blocks are corrected as one, whatever comes to memory at once", async () => {
  const asked: number[] = [];
  const read = async (block: number): Promise<History> => blocks[(asked.push(block), block)]!;
  const everybody = { cellOf, blocks: blocks.length, read };
  const made = (await refine({ history: blocks[0]!, cells, everybody }, await known, { effects }))!;
  expect(asked).toEqual([1, 2]); // the first is the history
  expect(made.refined.cellOf).toHaveLength(2_400);
  const [all] = await correct([whole], { ...made, recipe: (await known).recipe }, effects);
  const own = made.refined.corrections.orders;
  made.refined.cellOf.forEach((cell, i) =>
    expect(Math.abs(own[cell]! - all!.corrections.orders[i]!)).toBeLessThan(0.05),
  );
  expect(new Set(all!.corrections.orders).size).toBeGreaterThan(5);
});

test("a pool that is asked once per history says of every cell what it says when asked of each", async () => {
  const everybody = { cellOf, blocks: blocks.length, read: async (block: number) => blocks[block]! };
  const { refined } = (await refine({ history: blocks[0]!, cells, everybody }, await known, { effects }))!;
  const request = { horizons: [30, 90], quantiles: [], annualDiscountRate: 0.1, corrections: refined.corrections };
  const { recipe } = await known;
  const each = await scoreCells(recipe, refined.cells, { request, effects });
  const histories = { cells, of: refined.plainOf };
  const once = await scoreCells(recipe, refined.cells, { request: { ...request, histories }, effects });
  const isSame = (a: number, b: number): boolean => Object.is(a, b) || Math.abs(a - b) < 1e-9;
  const others = Object.entries(each.columns).filter(([name, column]) => !column.every((value, i) => isSame(value, once.columns[name]![i]!))); // prettier-ignore
  expect(others.map(([name]) => name)).toEqual([]);
  expect(refined.cells.weight.length).toBeGreaterThan(cells.weight.length);
});

test("nobody is at hand: the pool is served as it is", async () => {
  expect(await refine({ history: whole, cells, everybody: null }, await known, { effects })).toBeNull();
});
