/** Purchasing in Erlang stages: the reference values, one stage against the models without, and what regularity means. */
import { describe, expect, test } from "vitest";
import { bgCnbd2, bgCnbd3, mbgCnbd2, mbgCnbd3, mbgNbd, nbd, nbd2, prior, random } from "@longworth/models";
import type { PurchaseModel } from "@longworth/models";
import { expectClose } from "../support/close.js";
import { customer, hasShared, load, references } from "../support/data.js";

const PUBLISHED = 3e-5; // relative: the reference's optimiser stopped at 1e-6 of the likelihood's flat top

describe.skipIf(!hasShared)("the shared reference values (skipped where ../shared is absent)", () => {
  const reference = hasShared ? references().models.cnbdk : null;

  test.each([
    ["bgcnbdk", "2", bgCnbd2 as PurchaseModel],
    ["bgcnbdk", "3", bgCnbd3 as PurchaseModel],
    ["mbgcnbdk", "2", mbgCnbd2 as PurchaseModel],
    ["mbgcnbdk", "3", mbgCnbd3 as PurchaseModel],
  ] as const)("%s, k = %s: the fit of the grocery log", (family, k, model) => {
    const expected = reference![family].fits_grocery_52w[k];
    const fitted = model.fit(load("grocery"));
    expect(fitted.converged).toBe(true);
    for (const [name, value] of Object.entries(fitted.params)) expectClose(value, expected.params[name], PUBLISHED);
    expectClose(fitted.logLikelihood, expected.ll, 1e-10);
  });

  test("the log-likelihood at given parameters, which a published package prints, too", () => {
    const { params, mbg_ll_grocery_52w: expected } = reference!.fixed_param_check;
    expectClose(
      mbgCnbd2.logLikelihood(params as Parameters<typeof mbgCnbd2.logLikelihood>[0], load("grocery")),
      expected,
      1e-12,
    );
  });

  test("P(alive) and exact expectations", () => {
    const { fits_grocery_52w: fits, predictions_k_2: rows, unconditional_k_2: newcomers } = reference!.mbgcnbdk;
    const model: PurchaseModel = mbgCnbd2;
    for (const { x, tx, T, p_alive: alive, cet_52: expected } of rows) {
      const one = customer(x, tx, T);
      expectClose(model.pAlive(fits[2].params, one)[0], alive, 1e-10);
      expectClose(model.expectedPurchases(fits[2].params, one, 52)[0], expected, 1e-10);
    }
    for (const [t, mean] of newcomers.mean_t.rows)
      expectClose(model.expectedPurchasesNewCustomer(fits[2].params, t), mean, 1e-10);
  });
});

test("who has just bought is not due yet, who waits for a mean gap is: twice as regular, and pActive says so", () => {
  const params = { r: 50, alpha: 100 }; // two stages at a rate of 1/2: a mean gap of 4 weeks
  const [fresh, due] = [customer(10, 40, 40.1), customer(10, 40, 44)].map((one) => nbd2.pActive(params, one, 1)[0]);
  expect(fresh).toBeLessThan(0.15);
  expect(due).toBeGreaterThan(0.25);
  const random1 = nbd.pActive({ r: 25, alpha: 100 }, customer(10, 40, 40.1), 1)[0];
  expect(random1).toBeGreaterThan(fresh);
});

test("expectations are what simulated customers do", () => {
  const params = { r: 1.3, alpha: 4.5, a: 0.6, b: 1.1 };
  const T = new Float64Array(40_000).fill(30);
  for (const model of [mbgCnbd3, bgCnbd2]) {
    const log = model.simulate(params, T, random.seeded(7));
    const mean = log.time.length / T.length;
    expectClose(mean, model.expectedPurchasesNewCustomer(params, 30), 0.02);
    const bought = new Set(log.customer).size / T.length;
    expectClose(bought, model.pActive(params, customer(0, 0, 0), 30)[0], 0.02);
  }
});

test("residual lifetimes are those of simulated customers", () => {
  const params = { r: 3, alpha: 6, a: 1.2, b: 2 };
  const [median] = bgCnbd2.residualLifetime(params, customer(0, 0, 0), 0.5);
  const source = random.seeded(3);
  let gone = 0;
  const customers = 20_000;
  for (let i = 0; i < customers; i++) {
    const rate = random.gamma(source, 3, 6);
    const p = random.beta(source, 1.2, 2);
    let t = 0;
    do t += random.gamma(source, 2, rate);
    while (source() >= p);
    if (t <= median) gone++;
  }
  expectClose(gone / customers, 0.5, 0.02);
});

test("the prior knows the stages: its centre is the same rate of purchases", () => {
  const one = customer(4, 20, 30);
  const at = (stages: number, alpha: number): number =>
    prior.logPriorOf(["r", "alpha"], one, stages)([Math.log(0.6), Math.log(alpha)]).value;
  expectClose(at(2, 4), at(1, 8), 1e-12);
  expectClose(at(3, 5), at(1, 15), 1e-12);
});

test("a fit without gaps' logs has the same parameters: they only shift the likelihood", () => {
  const T = new Float64Array(800).fill(40);
  const log = mbgCnbd2.simulate({ r: 1.3, alpha: 4.5, a: 0.6, b: 1.1 }, T, random.seeded(5));
  const recency = new Float64Array(800);
  const frequency = new Float64Array(800);
  log.customer.forEach((i, k) => {
    frequency[i]++;
    recency[i] = log.time[k];
  });
  const bare = { timeUnit: "week", frequency, recency, T, weight: new Float64Array(800).fill(1) } as const;
  const fitted = mbgCnbd2.fit(bare);
  const gaps = mbgCnbd2.fit({ ...bare, logGaps: new Float64Array(800).fill(0.5) });
  for (const [name, value] of Object.entries(fitted.params))
    expectClose(value, Object.entries(gaps.params).find(([key]) => key === name)?.[1] ?? NaN, 1e-8);
  expectClose(gaps.logLikelihood, fitted.logLikelihood + 400, 1e-9);
  expect(mbgNbd.fit(bare).converged).toBe(true);
});
