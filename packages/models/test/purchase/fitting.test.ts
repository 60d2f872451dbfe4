/** Fits of difficult data, fits with the prior, and the reasons that are given. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bgNbd, cells as cellTools, mbgNbd, nbd, paretoNbd, prior, random } from "@longworth/models";
import type { Cells, PurchaseModel } from "@longworth/models";
import { expectClose } from "../support/close.js";
import { cellsFrom, customer, hasShared, load, sharedPath, total } from "../support/data.js";
import { EACH_MODEL } from "../support/models.js";

const nobodyReturns = cellsFrom(Array.from({ length: 200 }, (_, i) => [0, 0, 10 + (i % 30)]));
const oneCustomer = customer(0, 0, 3);
const oneRepeat = customer(3, 7, 9);
const firstDay = customer(0, 0, 0);

describe.each(EACH_MODEL)("$name", ({ model, typical, stages }) => {
  test.each([
    ["repeat purchases with recency 0", customer(2, 0, 30)],
    ["recency exceeds T, or is not 0 without a repeat purchase", customer(2, 31, 30)],
    ["recency exceeds T, or is not 0 without a repeat purchase", customer(0, 3, 30)],
    ["missing, negative or fractional numbers", customer(1.5, 3, 30)],
    ["missing, negative or fractional numbers", customer(1, NaN, 30)],
    ["missing, negative or fractional numbers", customer(-1, 0, 30)],
    ["no customers", cellsFrom([])],
  ])("refuses %s", (reason, cells) => expect(model.fit(cells)).toMatchObject({ converged: false, reason }));

  test("without a single repeat purchase there is no estimate, and the fit says so", () => {
    const fitted = model.fit(nobodyReturns);
    expect(fitted.converged).toBe(false);
    expect(Object.values(fitted.params).every((v) => v > 0 && v < Infinity)).toBe(true);
  });

  test("too few iterations are reported, not returned as success", () => {
    const cells = simulated(model, typical, 500);
    expect(model.fit(cells, { maxIterations: 2 })).toMatchObject({ converged: false, reason: "too many iterations" });
  });

  test.each([
    ["one customer without a repeat purchase", oneCustomer],
    ["one customer with repeat purchases", oneRepeat],
    ["one customer of today", firstDay],
    ["nobody returns", nobodyReturns],
    ["two purchases at one time", customer(2, 0, 30)],
    ["one very heavy buyer", customer(2_000, 51.9, 52)],
    ["no customers at all", { ...oneCustomer, weight: Float64Array.of(0) }],
  ])("with the prior the fit is finite and converged: %s", (_name, cells) => {
    const fitted = model.fit(cells, { prior: true, maxIterations: 60 });
    expect(fitted).toMatchObject({ converged: true, model: fitted.model, timeUnit: "week" });
    expect(Object.values(fitted.params).every((v) => v > 1e-8 / 10 ** (2 * stages - 2) && v < 1e8)).toBe(true);
    expect(fitted.covariance.flat().every(Number.isFinite)).toBe(true);
    expect(Number.isFinite(fitted.logLikelihood)).toBe(true);
  });

  test("the posterior mode is where the slope of the likelihood and that of the prior cancel", () => {
    const cells = simulated(model, typical, 100);
    const fitted = model.fit(cells, { prior: true });
    const height = (params: typeof fitted.params): number =>
      model.logLikelihood(params, cells) + prior.logPrior(params, cells, stages);
    for (const name of Object.keys(fitted.params)) {
      const moved = (by: number): number => height({ ...fitted.params, [name]: fitted.params[name] * Math.exp(by) });
      expectClose((moved(1e-4) - moved(-1e-4)) / 2e-4, 0, 1e-5, 1);
    }
    expectClose(fitted.logLikelihood, model.logLikelihood(fitted.params, cells), 1e-9);
  });

  test("its covariance is the inverse curvature of likelihood times prior", () => {
    const cells = simulated(model, typical, 100);
    const { params, covariance } = model.fit(cells, { prior: true });
    const names = Object.keys(params);
    const at = (steps: readonly number[]): number => {
      const moved = Object.fromEntries(names.map((name, i) => [name, params[name] * Math.exp(1e-3 * steps[i])]));
      return model.logLikelihood(moved, cells) + prior.logPrior(moved, cells, stages);
    };
    const unit = (...axes: readonly (readonly [number, number])[]): number[] =>
      names.map((_, i) => axes.reduce((sum, [axis, sign]) => sum + (axis === i ? sign : 0), 0));
    const hessian = names.map((_, i) =>
      names.map(
        (__, j) =>
          (at(unit([i, 1], [j, 1])) -
            at(unit([i, 1], [j, -1])) -
            at(unit([i, -1], [j, 1])) +
            at(unit([i, -1], [j, -1]))) /
          4e-6,
      ),
    );
    hessian.forEach((row, i) =>
      names.forEach((_, j) =>
        expectClose(-row.reduce((sum, v, k) => sum + v * covariance[k][j], 0), i === j ? 1 : 0, 1e-4, 1),
      ),
    );
  });

  test("random starts all end in the same place", () => {
    const cells = simulated(model, typical, 600);
    const best = model.fit(cells);
    const source = random.seeded(3);
    for (let k = 0; k < 15; k++) {
      const start = Object.fromEntries(
        Object.keys(best.params).map((name) => [name, typical[name] * Math.exp(1.5 * random.normal(source))]),
      );
      const fitted = model.fit(cells, { start });
      if (fitted.converged) expectClose(fitted.logLikelihood, best.logLikelihood, 1e-10);
      else expect.fail(`start ${JSON.stringify(start)}: ${fitted.reason}`);
    }
  });
});

function simulated(model: PurchaseModel, typical: Readonly<Record<string, number>>, n: number): Cells {
  const T = Float64Array.from({ length: n }, (_, i) => 20 + (i % 60));
  return cellTools.cellsOf(model.simulate(typical, T, random.seeded(n)), T);
}

test("customers who never leave: the models with dropout report that there is no finite optimum", () => {
  const T = new Float64Array(2_000).fill(52);
  const cells = cellTools.cellsOf(nbd.simulate({ r: 2, alpha: 10 }, T, random.seeded(4)), T);
  const bound = nbd.fit(cells).logLikelihood;
  for (const model of [bgNbd, mbgNbd, paretoNbd]) {
    const fitted = model.fit(cells);
    expect(fitted.logLikelihood).toBeGreaterThan(bound - 1);
    if (fitted.converged) expect(fitted.logLikelihood).toBeGreaterThanOrEqual(bound - 1e-6);
    expect(model.fit(cells, { prior: true }).converged).toBe(true);
  }
});

test("an estimate below the nested NBD is not returned as success", () => {
  const cells = cellsFrom([
    [3, 20, 30],
    [0, 0, 30],
    [1, 4, 30],
    [8, 29, 30],
    [0, 0, 12],
    [2, 20, 25],
  ]);
  for (const model of [bgNbd, mbgNbd, paretoNbd]) {
    const fitted = model.fit(cells);
    const bound = nbd.fit(cells).logLikelihood;
    if (fitted.converged) expect(fitted.logLikelihood).toBeGreaterThanOrEqual(bound - 1e-5);
  }
});

test("the prior is that of the recipe, term by term", () => {
  const cells = cellsFrom([
    [2, 10, 30],
    [0, 0, 20],
  ]);
  const half = (z: number): number => -(z * z) / 2;
  const rate = 2.5 / 50;
  const buying = half((Math.log(0.7 / 9) - Math.log(rate) - 0.5) / 1.5) + half(Math.log(0.7) / 1.5);
  expectClose(prior.logPrior({ r: 0.7, alpha: 9 }, cells), buying, 1e-14);
  const leaving = half((Math.log(0.4 / 15) + Math.log(25)) / 2) + half(Math.log(0.4) / 1.5);
  expectClose(prior.logPrior({ r: 0.7, alpha: 9, s: 0.4, beta: 15 }, cells), buying + leaving, 1e-14);
  const coins = half((Math.log(0.9 / 2.1) + 1) / 1.5) + half((Math.log(3) - 0.5) / 1.5);
  expectClose(prior.logPrior({ r: 0.7, alpha: 9, a: 0.9, b: 2.1 }, cells), buying + coins, 1e-14);
});

test("the prior's scales do not depend on the time unit", () => {
  const weeks = cellsFrom([
    [2, 10, 30],
    [0, 0, 20],
  ]);
  const days: Cells = {
    ...weeks,
    timeUnit: "day",
    recency: weeks.recency.map((t) => 7 * t),
    T: weeks.T.map((t) => 7 * t),
  };
  const [inWeeks, inDays] = [weeks, days].map((cells) => paretoNbd.fit(cells, { prior: true }).params);
  expectClose(inDays.alpha, 7 * inWeeks.alpha, 1e-9);
  expectClose(inDays.beta, 7 * inWeeks.beta, 1e-9);
  expectClose(inDays.s, inWeeks.s, 1e-9);
});

test.skipIf(!hasShared)(
  "posterior modes of CDNOW, as the forecast recipe found them (skipped where ../shared is absent)",
  () => {
    const cells = load("cdnowSample", (amount) => amount > 0);
    const recipe = JSON.parse(readFileSync(sharedPath("reference/forecast/cdnow_sample.json"), "utf8")) as {
      parameters: Record<string, readonly number[]>; // the shape of the recipe's file
      candidate_totals: Record<string, number>;
      customers: number;
    };
    expect(cellTools.totals(cells).customers).toBe(recipe.customers);
    for (const [name, model] of [
      ["pn0", paretoNbd as PurchaseModel],
      ["mbg0", mbgNbd as PurchaseModel],
    ] as const) {
      const { params } = model.fit(cells, { prior: true, maxIterations: 60 });
      const theirs = Object.fromEntries(Object.keys(params).map((key, i) => [key, recipe.parameters[name][i]]));
      const height = (at: typeof params): number => model.logLikelihood(at, cells) + prior.logPrior(at, cells);
      const ahead = height(params) - height(theirs);
      expect(ahead).toBeGreaterThan(0); // the recipe's optimiser stopped a little before the mode
      expect(ahead).toBeLessThan(2e-3);
      for (const [key, value] of Object.entries(params)) expectClose(value, theirs[key], 6e-3);
      expectClose(total(model.expectedPurchases(params, cells, 39), cells), recipe.candidate_totals[name], 1e-3);
    }
  },
);

describe("applicability", () => {
  test.each([
    [
      "fewer than 50 customers bought again",
      cellsFrom(Array.from({ length: 60 }, (_, i) => [i % 3 === 0 ? 1 : 0, i % 3 === 0 ? 2 : 0, 30])),
    ],
    [
      "over 95 % bought only once",
      {
        ...cellsFrom([
          [0, 0, 30],
          [1, 2, 30],
        ]),
        weight: Float64Array.of(9_000, 60),
      },
    ],
    ["repeat purchases with recency 0", customer(1, 0, 3)],
  ])("%s", (reason, cells) => expect(nbd.applicability(cells)).toMatchObject({ reason }));
  test("enough repeat customers", () =>
    expect(
      paretoNbd.applicability({
        ...cellsFrom([
          [0, 0, 30],
          [1, 2, 30],
        ]),
        weight: Float64Array.of(100, 60),
      }),
    ).toBe("ok"));
});

test("large data are fitted from a coarse start to the same optimum", () => {
  const T = Float64Array.from({ length: 30_000 }, (_, i) => 20 + (i % 60) + i / 1e5);
  const cells = cellTools.cellsOf(mbgNbd.simulate({ r: 0.5, alpha: 6, a: 0.9, b: 1.6 }, T, random.seeded(8)), T);
  const coarse = mbgNbd.fit(cells);
  const direct = mbgNbd.fit(cells, { start: { r: 0.5, alpha: 6, a: 0.9, b: 1.6 } });
  expect(coarse.iterations).toBeLessThan(6);
  for (const name of ["r", "alpha", "a", "b"] as const) expectClose(coarse.params[name], direct.params[name], 1e-9);
});
