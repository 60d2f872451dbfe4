/** What every retention model promises, the states of the data, and how bands and values behave. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as models from "@longworth/models";
import type { Renewals, RetentionModel } from "@longworth/models";
import { seeds } from "../support/arbitraries.js";
import { expectClose } from "../support/close.js";

const { betaDiscreteWeibull, contractLifetime, discreteWeibull, random, renewals, shiftedBetaGeometric } = models;

const HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491];
const TABLE = renewals.fromSurvivors([HIGH_END]);

const MODELS: readonly (readonly [string, RetentionModel, Readonly<Record<string, number>>])[] = [
  ["shifted-beta-geometric", shiftedBetaGeometric, { alpha: 0.67, beta: 3.81 }],
  ["beta-discrete-Weibull", betaDiscreteWeibull, { gamma: 0.26, delta: 1.72, c: 1.58 }],
  ["discrete Weibull", discreteWeibull, { theta: 0.14, c: 0.91 }],
];

const generated = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 100 })), { minLength: 1, maxLength: 8 })
  .map((rows): Renewals => ({
    tenure: Float64Array.from(rows, (_, i) => i + 1),
    atRisk: Float64Array.from(rows, ([n]) => n),
    lost: Float64Array.from(rows, ([n, share]) => Math.floor((n * share) / 100)),
  }));

describe.each(MODELS)("%s", (_, model, params) => {
  test("the gradient is the slope of the log-likelihood", () =>
    fc.assert(
      fc.property(generated, (data) => {
        const slope = model.gradient(params, data);
        for (const [name, value] of Object.entries(params)) {
          const at = (by: number): number => model.logLikelihood({ ...params, [name]: value * (1 + by) }, data);
          expectClose(slope[name], (at(1e-5) - at(-1e-5)) / (2e-5 * value), 1e-5, 10);
        }
      }),
      { numRuns: 50 },
    ));

  test("survival is the product of the retention rates, and the likelihood the product over lifetimes", () => {
    let product = 1;
    for (let t = 1; t <= 40; t++)
      expectClose((product *= model.retention(params, t)), model.survival(params, t), 1e-12);
    const [one, two] = [model.survival(params, 1), model.survival(params, 2)];
    const data = renewals.fromContracts({ renewals: Float64Array.of(0, 1, 2), lost: Float64Array.of(1, 1, 0) });
    expectClose(model.logLikelihood(params, data), Math.log(1 - one) + Math.log(one - two) + Math.log(two), 1e-12);
  });

  test("lifetimes before and after a renewal: identities and the plain sum", () => {
    const terms = { rate: 0.1 };
    for (const n of [0, 1, 5, 20]) {
      const before = model.residualBeforeRenewal(params, n + 1, terms);
      expectClose(before, 1.1 * model.residualAfterRenewal(params, n, terms), 1e-12);
      let sum = 0;
      for (let t = n + 1; t < 600; t++)
        sum += model.survival(params, t) / model.survival(params, n) / 1.1 ** (t - n - 1);
      expectClose(before, sum, 1e-10);
    }
    const whole = model.discountedLifetime(params, terms);
    expectClose(model.residualAfterRenewal(params, 0, terms), whole - 1, 1e-11);
    expect(contractLifetime.residualWithinPeriod(2.2, 0.1, 1)).toBe(2.2);
    expectClose(contractLifetime.residualWithinPeriod(2.2, 0.1, 0), 2, 1e-15);
  });

  test("a horizon counts so many payments", () => {
    const [zero, one, two] = [0, 1, 2].map((horizon) => model.discountedLifetime(params, { rate: 0.1, horizon }));
    expect([zero, one]).toEqual([0, 1]);
    expectClose(two, 1 + model.survival(params, 1) / 1.1, 1e-14);
    expectClose(
      model.discountedLifetime(params, { rate: 0, horizon: 3 }),
      1 + model.survival(params, 1) + model.survival(params, 2),
      1e-14,
    );
    expect(model.residualBeforeRenewal(params, 1, { rate: -2 })).toBeNaN();
  });

  test("data simulated from parameters give them back", () => {
    const lived = model.simulate(params, 40_000, random.seeded(5));
    const made = lived.map((n) => Math.min(n, 12));
    const data = renewals.fromContracts({ renewals: made, lost: lived.map((n) => Number(n < 12)) });
    const fit = model.fit(data);
    if (fit.status !== "ok") return expect.fail(fit.status);
    expect(fit.logLikelihood).toBeGreaterThanOrEqual(model.logLikelihood(params, data) - 1e-9);
    for (const [i, [name, value]] of Object.entries(params).entries())
      expect(Math.abs(Math.log(fit.params[name] / value)), name).toBeLessThan(4 * Math.sqrt(fit.covariance[i][i]));
    expect(model.fit(data)).toEqual(fit);
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit);
  });

  test("outside the domain the likelihood is NaN, nothing throws", () => {
    for (const name of Object.keys(params)) expect(model.logLikelihood({ ...params, [name]: -1 }, TABLE)).toBeNaN();
  });

  test("data without parameters have a state with words", () => {
    const of = (...cohorts: readonly (readonly number[])[]) => model.fit(renewals.fromSurvivors(cohorts));
    expect(of().status).toBe("no-data");
    expect(of([100]).status).toBe("no-data");
    expect(of([100, 100, 100])).toMatchObject({
      status: "no-events",
      highestChurn: expect.closeTo(0.014867, 6) as number,
    });
    expect(of([100, 0]).status).toBe("all-lost");
    expect(of([100, 60])).toMatchObject({ status: "mean-only", churn: 0.4 });
    expect(of([40, 20, 10])).toMatchObject({ status: "mean-only", churn: 0.5 }); // 20 are too few for a second tenure
    expect(of([100, 60, 70])).toMatchObject({ status: "invalid", reason: "a cohort grows" });
    expect(of([100, NaN])).toMatchObject({ status: "invalid" });
  });
});

test("constant churn has no parameters of a mixture, at any size of the base", () => {
  for (const scale of [1, 10, 1000]) {
    const constant = [1000, 800, 640, 512].map((n) => n * scale);
    const fit = shiftedBetaGeometric.fit(renewals.fromSurvivors([constant]));
    expect(fit).toMatchObject({ status: "homogeneous", churn: 0.2 });
    expect(JSON.stringify(fit)).not.toContain("alpha");
  }
  expect(betaDiscreteWeibull.fit(renewals.fromSurvivors([[1000, 900, 750, 560]])).status).toBe("homogeneous");
});

test("leavers and stayers: the boundary at the other end", () => {
  expect(shiftedBetaGeometric.fit(renewals.fromSurvivors([[1000, 600, 600, 600]]))).toMatchObject({
    status: "boundary",
  });
});

test("beta-discrete-Weibull is never less likely than the model inside it", () =>
  fc.assert(
    fc.property(seeds, (seed) => {
      const lived = shiftedBetaGeometric.simulate({ alpha: 0.8, beta: 2 }, 800, random.seeded(seed));
      const data = renewals.fromContracts({
        renewals: lived.map((n) => Math.min(n, 6)),
        lost: lived.map((n) => Number(n < 6)),
      });
      const [inner, outer] = [shiftedBetaGeometric.fit(data), betaDiscreteWeibull.fit(data)];
      if (inner.status === "ok" && outer.status === "ok")
        expect(outer.logLikelihood).toBeGreaterThan(inner.logLikelihood - 1e-6);
    }),
    { numRuns: 30 },
  ));

test("lifetimes without discount exist only where their sum has a limit", () => {
  expectClose(shiftedBetaGeometric.discountedLifetime({ alpha: 2, beta: 4 }, { rate: 0 }), 5, 1e-14);
  expect(shiftedBetaGeometric.discountedLifetime({ alpha: 1, beta: 4 }, { rate: 0 })).toBeNaN();
  expectClose(
    shiftedBetaGeometric.discountedLifetime({ alpha: 2, beta: 4 }, { rate: 1e-9 }),
    shiftedBetaGeometric.discountedLifetime({ alpha: 2, beta: 4 }, { rate: 0 }),
    1e-5,
  );
});

test("a longer tenure is worth more when customers differ", () => {
  const worth = [1, 2, 5, 10].map((n) =>
    shiftedBetaGeometric.residualBeforeRenewal({ alpha: 0.7, beta: 1.2 }, n, { rate: 0.1 }),
  );
  expect(worth).toEqual(worth.toSorted((a, b) => a - b));
  expectClose(
    shiftedBetaGeometric.residualBeforeRenewal({ alpha: 0.7, beta: 1.2 }, 4, { rate: 0.1 }),
    shiftedBetaGeometric.residualBeforeRenewal(shiftedBetaGeometric.updated({ alpha: 0.7, beta: 1.2 }, 3), 1, {
      rate: 0.1,
    }),
    1e-12,
  );
});

describe("counting", () => {
  test("single contracts and survivor tables count the same decisions", () =>
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 8 }), (seed, periods) => {
        const lived = shiftedBetaGeometric.simulate({ alpha: 1, beta: 3 }, 60, random.seeded(seed));
        const alive = Array.from({ length: periods + 1 }, (_, t) => lived.filter((n) => n >= t).length);
        const counted = renewals.fromContracts({
          renewals: lived.map((n) => Math.min(n, periods)),
          lost: lived.map((n) => Number(n < periods)),
        });
        const table = renewals.fromSurvivors([alive]);
        for (let t = 0; t < counted.tenure.length; t++) {
          expect(counted.atRisk[t]).toBe(table.atRisk[t]);
          expect(counted.lost[t]).toBe(table.lost[t]);
        }
      }),
    ));

  test("a contract first seen at tenure 2 says nothing about the renewals before", () => {
    const counted = renewals.fromContracts({
      renewals: Float64Array.of(3, 1),
      lost: Float64Array.of(1, 0),
      entry: Float64Array.of(2, 0),
    });
    expect([...counted.atRisk]).toEqual([1, 0, 1, 1]);
    expect([...counted.lost]).toEqual([0, 0, 0, 1]);
  });

  test.each([
    ["renewals", { renewals: Float64Array.of(1.5, 2), lost: Float64Array.of(1, 1) }],
    ["negative renewals", { renewals: Float64Array.of(-1, 2), lost: Float64Array.of(1, 1) }],
    ["losses", { renewals: Float64Array.of(1, 2), lost: Float64Array.of(2, 0) }],
    ["entries", { renewals: Float64Array.of(1, 2), lost: Float64Array.of(1, 1), entry: Float64Array.of(0.5, 0) }],
  ])("%s that are no counts are no data: they were counted as others", (_, contracts) => {
    expect(shiftedBetaGeometric.fit(renewals.fromContracts(contracts))).toMatchObject({ status: "invalid" });
  });

  test("a fraction is no tenure", () => {
    const half = { tenure: Float64Array.of(1.5), atRisk: Float64Array.of(9), lost: Float64Array.of(3) };
    expect(shiftedBetaGeometric.fit(half)).toMatchObject({
      status: "invalid",
      reason: expect.stringContaining("whole"),
    });
  });

  test("days since 1970 instead of tenures are no data, not a gigabyte", () => {
    const counted = renewals.fromContracts({ renewals: Float64Array.of(1.7e12), lost: Float64Array.of(0) });
    expect(shiftedBetaGeometric.fit(counted)).toMatchObject({ status: "invalid" });
  });
});

test("the choice takes the third parameter only where it predicts better", () => {
  const highEnd = models.chooseRetentionModel([[...HIGH_END]], 2);
  expect(highEnd.p).toBeLessThan(0.001);
  expect(highEnd.chosen).toBe("beta-discrete-weibull");
  const regular = models.chooseRetentionModel([[1000, 631, 468, 382, 326, 289, 262, 241]], 2);
  expect(regular).toMatchObject({ chosen: "shifted-beta-geometric" });
  expect(models.chooseRetentionModel([[100, 100]])).toMatchObject({ likelihoodRatio: null, p: null, heldBack: null });
});

test.each([
  [
    "beta-discrete-Weibull",
    betaDiscreteWeibull.residualBeforeRenewal({ gamma: NaN, delta: 1, c: 1 }, 1, { rate: 0.1 }),
  ],
  ["discrete Weibull", discreteWeibull.discountedLifetime({ theta: NaN, c: 1 }, { rate: 0.1 })],
  [
    "a horizon that is none",
    shiftedBetaGeometric.discountedLifetime({ alpha: 1, beta: 2 }, { rate: 0.1, horizon: NaN }),
  ],
])("a lifetime of %s that is not known is NaN, at once", (_, lifetime) => expect(lifetime).toBeNaN());

test("an endless horizon is none", () => {
  for (const [, model, params] of MODELS) {
    const [with_, without] = [{ rate: 0.1, horizon: Infinity }, { rate: 0.1 }];
    expect(model.discountedLifetime(params, with_)).toBe(model.discountedLifetime(params, without));
    expect(model.residualAfterRenewal(params, 3, with_)).toBe(model.residualAfterRenewal(params, 3, without));
  }
});
