import { describe, expect, test } from "vitest";
import { POOL_NAMES, candidateOf } from "../../src/forecast/candidates.js";
import { groupStates } from "../../src/forecast/cells.js";
import { timelinesOf, viewsOf } from "../../src/forecast/clock.js";
import { statesAt } from "../../src/forecast/history.js";
import type { DayCells } from "../../src/forecast/history.js";
import { poolActive } from "../../src/forecast/predict.js";
import { learn } from "../../src/run/learn.js";
import { scoreCells } from "../../src/run/score-cells.js";
import { TRUTHS } from "../forecast/coverage.js";
import { simulatedShop } from "../forecast/simulated.js";
import { effects } from "../forecast/subsets.js";

const CUT = 499;
const shop = {
  ...TRUTHS["pareto-nbd"],
  customers: 600,
  days: CUT + 1,
  horizon: 0,
  seed: 5,
  spend: { mu: 3, tau: 0.4, sigma: 0.6 },
};
const history = simulatedShop(shop);
const { cells } = groupStates(statesAt(history, CUT));
const request = { horizons: [90, 365], quantiles: [0.1, 0.25], annualDiscountRate: 0.1 };
const learning = learn(history, { cut: CUT, horizons: [90, 365], models: POOL_NAMES, backtest: true }, effects);
const scoring = learning.then((recipe) => scoreCells(recipe, cells, { request, effects }));
const sum = (column: Float64Array) => column.reduce((all, value, i) => all + cells.weight[i] * value, 0);

describe("scores of cells", () => {
  test("the total is the geometric mean of the members' totals by their weights", async () => {
    const [recipe, { totals, columns }] = await Promise.all([learning, scoring]);
    const { byMember, orders } = totals["365d"];
    const logs = recipe.members.reduce((all, { name, weight }) => all + weight * Math.log(byMember[name]), 0);
    expect(orders).toBeCloseTo(Math.exp(logs), 8);
    expect(sum(columns["expected_orders_365d"])).toBeCloseTo(orders, 8);
    const viewOf = viewsOf(cells, timelinesOf(recipe.clock, 365));
    for (const { name, fit } of recipe.members) {
      const view = viewOf(name);
      const own = candidateOf(name).model.expectedPurchases(fit.params, view.cells, view.weeks(365));
      expect(sum(own) / byMember[name]).toBeCloseTo(1, 6);
    }
  });

  test("columns are finite, probabilities are probabilities, quantiles rise", async () => {
    const { columns } = await scoring;
    for (const [name, column] of Object.entries(columns))
      if (name !== "next_order_days") expect(column.every(Number.isFinite), name).toBe(true);
    for (const name of ["p_alive", "p_active_90d", "p_active_365d", "discount_365d"])
      expect(
        columns[name].every((value) => value >= 0 && value <= 1),
        name,
      ).toBe(true);
    for (const kind of ["orders_365d", "unit_revenue_365d"]) {
      const levels = ["p05", "p10", "p25", "p50", "p95"].map((level) => columns[`${kind}_${level}`]);
      levels
        .slice(1)
        .forEach((column, k) => column.forEach((value, i) => expect(value).toBeGreaterThanOrEqual(levels[k][i])));
    }
    columns["p_active_365d"].forEach((value, i) => expect(value).toBeGreaterThan(columns["p_active_90d"][i]));
    columns["expected_orders_365d"].forEach((value, i) =>
      expect(value).toBeGreaterThanOrEqual(columns["p_active_365d"][i]),
    );
  });

  test("nobody is likelier to buy than to be a customer still, whatever the level, also in a shop of few", async () => {
    const few = simulatedShop({ ...shop, customers: 60, seed: 6 });
    const ofFew = groupStates(statesAt(few, CUT)).cells;
    const recipes = [
      [await learning, cells],
      [await learn(few, { cut: CUT, horizons: [90, 365], models: POOL_NAMES, backtest: true }, effects), ofFew],
    ] as const;
    for (const [recipe, some] of recipes) {
      for (const raised of [1, 3]) {
        const [one, ...others] = recipe.members;
        const members = [{ ...one, weight: raised * one.weight }, ...others]; // the total rises above the sum of the means
        const { columns } = await scoreCells({ ...recipe, members }, some, { request, effects });
        for (const key of ["90d", "365d"])
          columns[`p_active_${key}`].forEach((active, i) => expect(active).toBeLessThanOrEqual(columns["p_alive"][i]));
      }
    }
  });

  test("money is the number of orders times an order, in units of the customer's scale", async () => {
    const [recipe, { columns }] = await Promise.all([learning, scoring]);
    const { s2, t2, b0, b1 } = recipe.spend!;
    const i = cells.spendCount.findIndex((n) => n === 3);
    const v = 1 / (1 / t2 + 3 / s2);
    const unit = Math.exp(v / 2 + s2 / 2 + recipe.spendLevel);
    expect(columns["unit_revenue_90d"][i]).toBeCloseTo(columns["expected_orders_90d"][i] * unit, 10);
    expect(columns["log_scale_prior"][i]).toBeCloseTo((v * (b0 + b1 * Math.log(3))) / t2, 12);
    expect(columns["log_scale_slope"][i]).toBeCloseTo(v / s2, 12);
    expect(columns["unit_revenue_sd_90d"][i]).toBeGreaterThan(columns["unit_revenue_90d"][i] * 0.3);
  });

  test("the next order comes on the first day whose chance is one half", async () => {
    const [recipe, { columns }] = await Promise.all([learning, scoring]);
    const days = columns["next_order_days"];
    const timelines = timelinesOf(recipe.clock, 365);
    const chance = (i: number, within: number) => {
      const one = Object.fromEntries(Object.entries(cells).map(([key, column]) => [key, column.slice(i, i + 1)]));
      const at = { cells: one as unknown as DayCells, timelines }; // cast: the keys are those of cells
      return poolActive(at, recipe.members, within)[0];
    };
    const known = [...days.keys()].filter((i) => !Number.isNaN(days[i])).slice(0, 20);
    expect(known.length).toBeGreaterThan(5);
    for (const i of known) {
      expect(chance(i, days[i])).toBeGreaterThanOrEqual(0.5);
      expect(chance(i, days[i] - 1)).toBeLessThan(0.5);
    }
    for (const i of [...days.keys()].filter((j) => Number.isNaN(days[j])).slice(0, 20))
      expect(chance(i, 365)).toBeLessThan(0.5);
  });

  test("blocks of cells do not matter: many copies of the cells score like one", async () => {
    const [recipe, { columns }] = await Promise.all([learning, scoring]);
    const copies = Math.ceil(8_193 / cells.weight.length);
    const repeat = (column: Float64Array) =>
      Float64Array.from({ length: column.length * copies }, (_, i) => column[i % column.length]);
    const many = { frequency: repeat(cells.frequency), recency: repeat(cells.recency), tenure: repeat(cells.tenure), spendCount: repeat(cells.spendCount), weight: repeat(cells.weight) }; // prettier-ignore
    const again = await scoreCells(recipe, many, {
      request: { ...request, horizons: [90], annualDiscountRate: 0 },
      effects,
    });
    expect(many.weight.length).toBeGreaterThan(8_192);
    columns["expected_orders_90d"].forEach((value, i) =>
      expect(again.columns["expected_orders_90d"][i] / value).toBeCloseTo(1, 10),
    );
    expect(again.columns["discount_90d"].every((value) => value === 1)).toBe(true);
  });

  test("a served baseline's points are met by the distributions, chances stay the pool's", async () => {
    const [recipe, plain] = await Promise.all([learning, scoring]);
    const points = { "90d": cells.frequency.map((x) => x / 4), "365d": cells.frequency };
    const { columns, totals } = await scoreCells(recipe, cells, { request: { ...request, points }, effects });
    expect(columns["expected_orders_365d"]).toEqual(cells.frequency);
    expect(columns["p_active_90d"]).toEqual(plain.columns["p_active_90d"]);
    expect(totals["365d"].orders).toBeCloseTo(sum(cells.frequency), 8);
    for (const column of Object.values(columns).filter((one) => one !== columns["next_order_days"]))
      expect(column.every(Number.isFinite)).toBe(true);
  });
});
