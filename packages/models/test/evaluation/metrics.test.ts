import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crps, kendallTau, metrics, rankCorrelation, ranking } from "@longworth/models";
import { hasPublicLogs, publicLog } from "../public-logs.js";

// made by evaluate.py, see its `rule`; the shape is that of the script's output
const reference = JSON.parse(
  readFileSync(new URL("../reference/evaluation.json", import.meta.url), "utf8"),
) as Reference;
type Numbers = Readonly<Record<string, number | null>>;
type Expected = Readonly<{
  point: Numbers;
  interval: Numbers;
  active: Numbers;
  crps_draws: number;
  crps_quantiles: number;
}>;
type Reference = Readonly<{
  logs: Readonly<
    Record<
      string,
      Readonly<{
        calibration_end: string;
        horizon_end: string;
        customers: number;
        orders: Numbers;
        value?: Numbers;
        active: Numbers;
      }>
    >
  >;
  synthetic: Readonly<Record<"actual" | "predicted" | "orders" | "pActive" | "levels" | "low" | "high", number[]>> &
    Readonly<{ draws: number[][]; quantiles: number[][]; expected: Expected }>;
}>;

const SAME = 1e-9; // of max(1, |value|)

const NAMES: Readonly<Record<string, string>> = {
  actualTotal: "actual_total",
  predictedTotal: "predicted_total",
  bias: "bias_pct",
  decileError: "decile_error",
  coverage90Top20: "coverage90_top20",
  belowP05: "below_p05",
  aboveP95: "above_p95",
  intervalScore: "interval_score",
  brierConstant: "brier_constant",
  meanPredicted: "mean_p",
  shareActive: "share_active",
};

function expectSame(ours: Readonly<Record<string, number>>, theirs: Numbers): void {
  for (const [name, value] of Object.entries(ours)) {
    const key = NAMES[name] ?? name;
    expect(theirs, key).toHaveProperty(key);
    expectClose(name === "bias" ? 100 * value : value, theirs[key] ?? NaN);
  }
}

function expectClose(value: number, expected: number, tolerance = SAME): void {
  if (Number.isNaN(expected)) expect(value).toBeNaN();
  else expect(Math.abs(value - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(tolerance);
}

const column = (values: readonly number[]): Float64Array => Float64Array.from(values);

describe("the reference implementation says the same", () => {
  const { synthetic } = reference;
  const actual = column(synthetic.actual);
  const predicted = column(synthetic.predicted);
  const { expected } = synthetic;

  test("point forecasts with ties and a negative actual", () =>
    expectSame(metrics.pointMetrics(actual, predicted), expected.point));
  test("intervals", () => {
    const interval = { low: column(synthetic.low), high: column(synthetic.high), predicted };
    expectSame(metrics.intervalMetrics(actual, interval), expected.interval);
  });
  test("activity", () =>
    expectSame(metrics.activityMetrics(column(synthetic.orders), column(synthetic.pActive)), expected.active));
  test("CRPS from draws, in any order", () => {
    const score = metrics.mean(crps.crpsOfDraws(actual, synthetic.draws.map(column)));
    expect(score).toBeCloseTo(expected.crps_draws, 10);
  });
  test("CRPS from quantiles, crossing ones and levels in any order included", () => {
    const quantiles = synthetic.quantiles.map(column);
    const forward = metrics.mean(crps.crpsOfQuantiles(actual, synthetic.levels, quantiles));
    expect(forward).toBeCloseTo(expected.crps_quantiles, 10);
    const backward = crps.crpsOfQuantiles(actual, synthetic.levels.toReversed(), quantiles.toReversed());
    expect(metrics.mean(backward)).toBeCloseTo(forward, 12);
  });

  test.skipIf(!hasPublicLogs).each(Object.keys(reference.logs))("a made-up forecast of the log %s", (name) => {
    const facts = reference.logs[name];
    const log = publicLog(name, { calibration: facts.calibration_end, horizon: facts.horizon_end });
    expect(log.orders).toHaveLength(facts.customers);
    const made = log.orders.map((_, i) =>
      i % 50 === 0 ? 0 : 0.37 * log.amounts[i].length + ((7919 * i) % 1009) / 500,
    );
    const value = made.map((orders, i) => orders * (5 + ((104729 * i) % 97)));
    const active = made.map((_, i) => (i % 50 === 0 ? 0 : ((31 * i) % 101) / 100));
    const levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];
    const orderQuantiles = levels.map((level) => made.map((orders) => Math.floor(2 * level * orders)));
    const valueQuantiles = levels.map((level) => value.map((v) => level ** 2 * v));
    const all = (actual: Float64Array, predicted: Float64Array, quantiles: readonly Float64Array[]) => ({
      ...metrics.pointMetrics(actual, predicted),
      ...metrics.intervalMetrics(actual, { low: quantiles[0], high: quantiles[6], predicted }),
      crps: metrics.mean(crps.crpsOfQuantiles(actual, levels, quantiles)),
    });
    expectSame(all(log.orders, made, orderQuantiles), facts.orders);
    if (facts.value !== undefined) expectSame(all(log.value, value, valueQuantiles), facts.value);
    const { auc, brier } = metrics.activityMetrics(log.orders, active);
    expectSame({ auc, brier }, facts.active);
  });
});

const columns = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 20 })), { minLength: 2, maxLength: 60 })
  .map((rows) => ({ actual: column(rows.map(([a]) => a)), predicted: column(rows.map(([, p]) => p)) }));

test("the order of customers does not matter", () =>
  fc.assert(
    fc.property(columns, ({ actual, predicted }) => {
      const there = metrics.pointMetrics(actual, predicted);
      const back = metrics.pointMetrics(actual.toReversed(), predicted.toReversed());
      for (const [name, value] of Object.entries(there)) {
        if (name === "decileError") continue; // equal groups cut through ties of the prediction's rounding
        expectClose(Object.entries(back).find(([other]) => other === name)?.[1] ?? Infinity, value);
      }
    }),
  ));

test("a rising transformation of the prediction changes no ranking", () =>
  fc.assert(
    fc.property(columns, ({ actual, predicted }) => {
      const moved = predicted.map((p) => Math.exp(p / 10));
      expectClose(ranking.normalisedGini(actual, moved), ranking.normalisedGini(actual, predicted));
      expectClose(ranking.spearman(actual, moved), ranking.spearman(actual, predicted));
      expectClose(ranking.capture(actual, moved, 0.2), ranking.capture(actual, predicted, 0.2));
    }),
  ));

test("a perfect forecast is perfect, a constant one orders nothing", () => {
  const actual = column([0, 0, 3, 1, 7, 2]);
  const perfect = metrics.pointMetrics(actual, actual);
  expect(perfect).toMatchObject({ bias: 0, mae: 0, rmse: 0, gini: 1, decileError: 0 });
  expect(perfect.spearman).toBeCloseTo(1, 15);
  const flat = metrics.pointMetrics(actual, new Float64Array(6).fill(2));
  expect(flat.gini).toBeCloseTo(0, 15);
  expect(flat.spearman).toBeNaN();
});

test("predictions equal to ten significant digits are one prediction", () => {
  const actual = column([5, 1]);
  expect(ranking.normalisedGini(actual, column([1, 1 + 1e-11]))).toBeCloseTo(0, 12);
  expect(ranking.normalisedGini(actual, column([1, 1 + 1e-8]))).toBeCloseTo(-1, 12);
});

test("nothing to forecast: metrics are absent, not zero or Infinity", () => {
  const nothing = new Float64Array(4);
  const point = metrics.pointMetrics(nothing, column([1, 2, 3, 4]));
  expect([point.bias, point.gini, point.decileError, point.top10]).toEqual([NaN, NaN, NaN, NaN]);
  expect(metrics.activityMetrics(nothing, column([0.1, 0.2, 0.3, 0.4])).auc).toBeNaN();
});

test("a missing number has no rank, and what is made of ranks is missing with it", () => {
  const [some, all] = [column([1, NaN, 0, 1]), column([0.1, 0.2, 0.3, 0.4])];
  expect([...ranking.averageRanks(some)]).toEqual([2.5, NaN, 1, 2.5]);
  for (const [x, y] of [
    [some, all],
    [all, some],
  ] as const) {
    expect([ranking.spearman(x, y), kendallTau(x, y)]).toEqual([NaN, NaN]);
    expect(rankCorrelation(x, y)).toMatchObject({ rho: null, p: null });
    expect(metrics.pointMetrics(x, y)).toMatchObject({ spearman: NaN, gini: NaN, top20: NaN });
  }
  expect(metrics.auc(column([1, 0, 0, 1]), some)).toBeNaN();
});
