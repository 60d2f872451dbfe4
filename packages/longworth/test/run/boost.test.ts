/** Boosting of a run: refined cells of every customer, the same total, nothing where there is too little. */
import { expect, test } from "vitest";
import { POOL_NAMES } from "../../src/forecast/candidates.js";
import { groupStates } from "../../src/forecast/cells.js";
import { statesAt } from "../../src/forecast/history.js";
import { refineCells } from "../../src/forecast/refine.js";
import { boost } from "../../src/run/boost.js";
import { learnAll } from "../../src/run/learn.js";
import { scoreCells } from "../../src/run/score-cells.js";
import { TRUTHS } from "../forecast/coverage.js";
import { simulatedShop } from "../forecast/simulated.js";
import { effects } from "../forecast/subsets.js";

const CUT = 399;
const shop = { ...TRUTHS["mbg-nbd"], customers: 400, days: 400, horizon: 1, seed: 3, spend: { mu: 3, tau: 0.4, sigma: 0.6 } }; // prettier-ignore
const asked = { cut: CUT, horizons: [90], models: POOL_NAMES, backtest: true };

test("every customer gets a cell, totals stay those of the pool, and the answer is the same twice", async () => {
  const history = simulatedShop(shop);
  const known = await learnAll(history, asked, effects);
  const boosted = (await boost(history, known, effects))!;
  expect(await boost(history, known, effects)).toEqual(boosted);
  const { cells, cellOf } = groupStates(statesAt(history, CUT));
  const refined = refineCells(cells, { cellOf, ...boosted });
  expect(refined.cellOf).toHaveLength(400);
  const request = { horizons: [90], quantiles: [], annualDiscountRate: 0 };
  const plain = await scoreCells(known.recipe, cells, { request, effects });
  const corrections = { corrections: refined.corrections };
  const served = await scoreCells(known.recipe, refined.cells, { request: { ...request, ...corrections }, effects });
  expect(served.totals["90d"]!.orders).toBeCloseTo(plain.totals["90d"]!.orders, 6);
  expect(Object.values(served.columns).every((column) => column.length === refined.cells.weight.length)).toBe(true);
});

test("a handful of customers: the pool is served as it is", async () => {
  const history = simulatedShop({ ...shop, customers: 25 });
  expect(await boost(history, await learnAll(history, asked, effects), effects)).toBeNull();
});
