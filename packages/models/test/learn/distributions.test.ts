/** The two learners of a whole distribution, on customers whose distribution is known. */
import { describe, expect, test } from "vitest";
import { bins, network, random, ziln, zilnBoosting } from "@longworth/models";
import { expectClose } from "../support/close.js";

const MISSING = 0.1; // share of the third feature

/** Customers whose share of buyers, typical value and spread depend on their features. */
function market(rows: number, seed: number) {
  const draw = random.seeded(seed);
  const columns = [0, 1, 2].map((j) =>
    Float64Array.from({ length: rows }, () => (j === 2 && draw() < MISSING ? NaN : random.normal(draw))),
  );
  const truth = Array.from({ length: rows }, (_, i): ziln.Ziln => {
    const [a, b, c] = columns.map((column) => column[i]);
    return {
      p: 1 / (1 + Math.exp(0.5 - 1.2 * a)),
      mu: 3 + 0.8 * b + (Number.isNaN(c) ? 0.5 : 0),
      sigma: Math.exp(-0.4 + 0.4 * Math.sin(a)),
    };
  });
  const target = Float64Array.from(truth, ({ p, mu, sigma }) =>
    draw() < p ? Math.exp(mu + sigma * random.normal(draw)) : 0,
  );
  return { columns, truth, target };
}

const split = (rows: number) => ({
  rows: Int32Array.from({ length: Math.floor(0.7 * rows) }, (_, i) => i),
  outside: Int32Array.from({ length: rows - Math.floor(0.7 * rows) }, (_, i) => Math.floor(0.7 * rows) + i),
});

/** Mean of minus the log density. */
const score = (forecasts: readonly ziln.Ziln[], target: Float64Array, rows: Int32Array): number =>
  rows.reduce((sum, i) => {
    const { p, mu, sigma } = forecasts[i];
    const heads = { logit: Math.log(p / (1 - p)), mu, s: Math.log(Math.expm1(sigma)) };
    return sum + ziln.lossOf(target[i], heads).loss / rows.length;
  }, 0);

/** Share of the way from the best constant to the truth. */
function closed(forecasts: readonly ziln.Ziln[], { target, truth }: ReturnType<typeof market>): number {
  const { rows, outside } = split(target.length);
  const constant = ziln.fitConstant(Float64Array.from(rows, (i) => target[i]));
  const from = score(
    truth.map(() => constant),
    target,
    outside,
  );
  const to = score(truth, target, outside);
  return (from - score(forecasts, target, outside)) / (from - to);
}

describe("boosting of three heads", () => {
  test("it closes nine tenths of the way from the best constant to the truth, as the reference experiment does", () => {
    const shop = market(6_000, 11);
    const { rows, outside } = split(6_000);
    const data = bins.toBins(bins.featuresOf(shop.columns, { maxBins: 63 }), shop.columns);
    const options = { rounds: 120, learningRate: 0.1, maxLeaves: 8, minRows: 40, l2: 1 };
    const fit = zilnBoosting.fit({ bins: data, target: shop.target, rows }, options, { rows: outside, patience: 20 });
    expect(fit.heads.every(({ trees }) => trees.length === fit.heads[0].trees.length)).toBe(true);
    expect(closed(zilnBoosting.distributions(fit, data), shop)).toBeGreaterThan(0.9);
    const read = JSON.parse(JSON.stringify(fit)) as zilnBoosting.ZilnBoosting;
    expect(zilnBoosting.distributions(read, data)).toEqual(zilnBoosting.distributions(fit, data));
  });

  test("without features it is the constant", () => {
    const { target } = market(500, 12);
    const nothing = new Float64Array(500);
    const data = bins.toBins(bins.featuresOf([nothing]), [nothing]);
    const fit = zilnBoosting.fit({ bins: data, target }, { rounds: 3 });
    const [first] = zilnBoosting.distributions(fit, data);
    const constant = ziln.fitConstant(target);
    expectClose(first.p, constant.p, 1e-6);
    expectClose(first.mu, constant.mu, 1e-6);
    expectClose(first.sigma, constant.sigma, 1e-6);
  });
});

describe("the network", () => {
  const shop = market(4_000, 13);
  const { rows, outside } = split(4_000);
  const options = { hidden: [16, 8], batch: 128, epochs: 25, learningRate: 5e-3, members: 2 };
  const training = { columns: shop.columns, target: shop.target, rows, validation: outside };

  test("it closes nine tenths of the way, too, and stops at its best epoch", () => {
    const fit = network.fit(training, options);
    expect(closed(network.distributions(fit, shop.columns), shop)).toBeGreaterThan(0.9);
    for (const losses of fit.losses) expect(Math.min(...losses)).toBeLessThan(losses[0] - 0.1);
  });

  test("a fit is JSON and depends on its seed alone", () => {
    const few = { ...options, epochs: 2 };
    const fit = network.fit(training, few);
    const read = JSON.parse(JSON.stringify(fit)) as network.Network;
    expect(network.distributions(read, shop.columns)).toEqual(network.distributions(fit, shop.columns));
    expect(network.fit(training, few)).toEqual(fit);
    expect(network.fit(training, { ...few, seed: 9 })).not.toEqual(fit);
  });
});
