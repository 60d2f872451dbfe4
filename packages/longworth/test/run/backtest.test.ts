import { describe, expect, test } from "vitest";
import { POOL_NAMES } from "../../src/forecast/candidates.js";
import { backtest } from "../../src/run/backtest.js";
import { TRUTHS } from "../forecast/coverage.js";
import { historyOf } from "../forecast/logs.js";
import { simulatedShop } from "../forecast/simulated.js";
import { effects } from "../forecast/subsets.js";

const END = 599;
const shop = { ...TRUTHS["mbg-nbd"], customers: 800, days: END + 1, horizon: 0, seed: 8 };
const money = simulatedShop({ ...shop, spend: { mu: 3, tau: 0.4, sigma: 0.6 } });
const request = { end: END, horizons: [90, 365], models: POOL_NAMES };

describe("a shop that follows a model", () => {
  const running = backtest(money, request, effects);

  test("is tested blind at three origins per window, the longest on a third of its history", async () => {
    const { tests } = await running;
    expect(tests["90d"].origins.map(({ origin }) => END - origin)).toEqual([90, 135, 180]);
    expect(tests["365d"].windowDays).toBe(199);
    expect(tests["365d"].origins.map(({ origin }) => END - origin)).toEqual([199, 299, 398]);
  });

  test("beats every baseline, and the letter says so", async () => {
    const { tests } = await running;
    for (const one of Object.values(tests)) {
      expect(one.measures["crps"]).toBeLessThan(one.measures["baseline_crps"]);
      expect(one.measures["crps_difference"]).toBeLessThan(-2 * one.measures["crps_difference_se"]);
      expect(["A", "B", "C"]).toContain(one.letter);
      expect(one.served).toBe("pool");
      expect(one.measures["below_p95"]).toBeGreaterThan(0.9);
    }
  });

  test("calibration has ten groups by falling forecast whose means add up", async () => {
    const { calibration, origins } = (await running).tests["90d"];
    expect(calibration.map(({ group }) => group)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    calibration.slice(1).forEach(({ expected }, k) => expect(expected).toBeLessThanOrEqual(calibration[k].expected));
    const customers = origins.reduce((sum, one) => sum + one.customers, 0);
    const actual = origins.reduce((sum, one) => sum + one.actualRevenue, 0);
    expect(calibration.reduce((sum, one) => sum + one.actual, 0) / 10 / (actual / customers)).toBeCloseTo(1, 1);
  });

  test("rows hold the served forecast, every member and every baseline at every origin", async () => {
    const { rows } = await running;
    const keys = rows.metric.map(
      (metric, i) => `${rows.horizonDays[i]}/${rows.origin[i]}/${rows.candidate[i]}/${metric}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(rows.candidate)).toEqual(
      new Set(["pool", ...POOL_NAMES, "last-period", "rfm-cell", "active-months"]),
    );
    expect(new Set(rows.role)).toEqual(new Set(["served", "pool", "baseline"]));
    const crps = keys.filter((key) => key.endsWith("/orders_crps"));
    expect(crps).toHaveLength(2 * 3 * (1 + POOL_NAMES.length + 3));
  });

  test("the same answer twice", async () => {
    expect(await backtest(money, request, effects)).toEqual(await running);
  });

  test("what comes after the end changes nothing", async () => {
    const tail = { ...request, end: 449, horizons: [90] };
    const cut = { ...money, ...historyFrom(money, 449) };
    expect(await backtest(cut, tail, effects)).toEqual(await backtest(money, tail, effects));
  });
});

/** The same customers in the same order, without the rows after a day. */
function historyFrom({ offsets, day, value, purchase, customers }: typeof money, end: number) {
  const keep = [...day.keys()].filter((i) => day[i] <= end);
  const counts = Array.from(
    { length: customers },
    (_, c) => keep.filter((i) => i >= offsets[c] && i < offsets[c + 1]).length,
  );
  let at = 0;
  return {
    offsets: Int32Array.from([0, ...counts.map((count) => (at += count))]),
    day: Int32Array.from(keep, (i) => day[i]),
    value: Float64Array.from(keep, (i) => value[i]),
    purchase: Uint8Array.from(keep, (i) => purchase[i]),
  };
}

test("a log without amounts is judged by its orders", async () => {
  const { tests, rows } = await backtest(simulatedShop(shop), { ...request, horizons: [90] }, effects);
  expect(tests["90d"].measures["crps"]).toBe(tests["90d"].measures["orders_crps"]);
  expect(tests["90d"].origins[0].actualRevenue).toBeNaN();
  expect(rows.metric.some((metric) => metric.startsWith("value"))).toBe(false);
});

test("windows in which nobody bought have no bias, capture, Gini or AUC; every other metric is a number", async () => {
  const early = Array.from({ length: 400 }, (_, i) => [i % 50, 60 + (i % 50), 110 + (i % 20)]);
  const silent = historyOf(
    early
      .flatMap((days, i) => days.map((day) => ({ id: `${i}`, day, value: 10 + i })))
      .concat({ id: "0", day: 599, value: 7 }),
  );
  const { tests, rows } = await backtest(silent, { ...request, horizons: [90, 180] }, effects);
  const all = rows.metric.map((metric, i) => ({ metric, origin: END - rows.origin[i], window: rows.windowDays[i], value: rows.value[i] })); // prettier-ignore
  const of = (back: number) => new Set(all.filter(({ window, origin }) => window === 90 && origin === back).map(({ metric }) => metric)); // prettier-ignore
  const always = ["value_crps", "value_coverage90", "value_interval_score", "value_below_p95", "orders_crps", "active_brier"]; // prettier-ignore
  for (const metric of [...always, "value_bias", "value_capture", "value_gini", "active_auc"])
    expect(of(90), metric).toContain(metric); // the newest window holds the one late order
  for (const metric of always) expect(of(180), metric).toContain(metric);
  for (const metric of ["value_bias", "orders_bias", "value_capture", "value_gini", "active_auc"])
    expect(of(180), metric).not.toContain(metric);
  expect(all.filter(({ value }) => !Number.isFinite(value))).toEqual([]);
  expect(tests["90d"].measures["capture"]).toBeNaN();
  expect(tests["90d"].measures["crps"]).toBeGreaterThan(0);
});

test("too little data is a grade, not an error", async () => {
  const few = historyOf(Array.from({ length: 30 }, (_, i) => ({ id: `${i}`, day: i * 3, value: 10 })));
  const { tests } = await backtest(few, { end: 90, horizons: [90], models: POOL_NAMES }, effects);
  expect(tests["90d"].letter).toBe("too little data");
  expect(tests["90d"].origins).toHaveLength(0);
  expect(tests["90d"].served).toBe("pool");
});

test("a shop that repeats exactly serves the baseline that says so", async () => {
  const steady = historyOf(
    Array.from({ length: 300 }, (_, i) =>
      Array.from({ length: 20 }, (_unused, k) => ({ id: `${i}`, day: (i % 10) + 30 * k, value: 10 })),
    ).flat(),
  );
  const { tests } = await backtest(steady, { end: 599, horizons: [90], models: POOL_NAMES }, effects);
  expect(tests["90d"].letter).toBe("D");
  expect(tests["90d"].why.code).toBe("worse_than_baseline");
  expect(tests["90d"].served).toBe(tests["90d"].baseline);
  const asked = { end: 599, horizons: [90], models: ["bg-nbd"] as const, asked: true };
  expect((await backtest(steady, asked, effects)).tests["90d"].served).toBe("bg-nbd");
});
