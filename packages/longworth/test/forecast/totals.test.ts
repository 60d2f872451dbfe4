import { describe, expect, test } from "vitest";
import type { Clock } from "../../src/forecast/clock.js";
import { geometricTotal, meanConcentration, spendLevel } from "../../src/forecast/levels.js";
import { groupOutcome, groupQuantile, LEVEL_SD, levelOf } from "../../src/forecast/totals.js";

describe("bands of totals", () => {
  const sum = { mean: 1735.069, variance: 8_000 };
  const level = { levelSd: LEVEL_SD, driftSd: 0, concentration: 0.0122 };

  test("orders scatter by exp(+-2 sd)", () => {
    const sd = Math.sqrt(0.05 ** 2 + 4 * 0.08 ** 2 + 8_000 / 1735.069 ** 2);
    const { p05, p95 } = groupOutcome("orders", sum, level);
    expect(p05).toBeCloseTo(1735.069 * Math.exp(-2 * sd), 8);
    expect(p95).toBeCloseTo(1735.069 * Math.exp(2 * sd), 8);
  });

  test("value scatters by exp(+-1.9 sd), the few who rule included", () => {
    const sd = Math.sqrt(0.1 ** 2 + 4 * 0.08 ** 2 + 8_000 / 1735.069 ** 2 + 0.0122);
    expect(groupOutcome("value", sum, level).p95).toBeCloseTo(1735.069 * Math.exp(1.9 * sd), 8);
  });

  test.each(["orders", "value"] as const)("quantiles of %s agree with the band, p50 is the point", (kind) => {
    const { p05, p95 } = groupOutcome(kind, sum, level);
    const at = (q: number) => groupQuantile(kind, sum, { ...level, level: q });
    expect(at(0.05)).toBeCloseTo(p05, 8);
    expect(at(0.95)).toBeCloseTo(p95, 8);
    expect(at(0.5)).toBe(sum.mean);
    expect(at(0.25)).toBeGreaterThan(p05);
  });

  test("nothing expected is nothing, and few persons are bounded", () => {
    expect(groupOutcome("orders", { mean: 0, variance: 0 }, level)).toEqual({ mean: 0, p05: 0, p95: 0 });
    expect(groupQuantile("value", { mean: 0, variance: 1 }, { ...level, level: 0.9 })).toBe(0);
    expect(groupOutcome("orders", { mean: 1, variance: 1e9 }, level).p95).toBeLessThan(Math.exp(2.1));
  });
});

describe("what all customers share", () => {
  const clockOf = (level: readonly number[]): Clock => ({
    start: 0,
    end: 280,
    knots: { day: level.map((_, k) => 56 * k), level },
    season: [],
    shift: 0,
    levelSd: 0.06,
    dispersion: 1,
  });
  const about = { levelSd: 0.06, concentration: 0.01 };

  test("a level that goes nowhere adds nothing, whatever the horizon", () => {
    const still = clockOf([0.5, 0, 0.1, 0, 0.1, 0.29]);
    expect(levelOf({ ...about, clock: still }, 730)).toEqual({ ...about, driftSd: 0 });
    expect(levelOf({ ...about, clock: null }, 730)).toEqual({ ...about, driftSd: 0 });
  });

  test("a trend widens the band with the horizon, upwards as downwards", () => {
    const rising = { ...about, clock: clockOf([0, 0.1, 0.2, 0.3, 0.4]) };
    expect(levelOf(rising, 224).driftSd).toBeCloseTo(1.5 * 0.2, 12); // on for as long again: on average half of .4 away
    expect(levelOf(rising, 112).driftSd).toBeCloseTo(1.5 * 0.1, 12);
    expect(levelOf({ ...about, clock: clockOf([0.4, 0.3, 0.2, 0.1, 0]) }, 224).driftSd).toBeCloseTo(1.5 * 0.2, 12);
    expect(levelOf({ ...about, clock: clockOf([0, 0.4]) }, 56).driftSd).toBeCloseTo(1.5 * 0.2, 12); // one step is all there is
    const sum = { mean: 100, variance: 0 };
    const sd = Math.sqrt(0.05 ** 2 + 4 * 0.06 ** 2 + 0.3 ** 2);
    expect(groupOutcome("orders", sum, levelOf(rising, 224)).p95).toBeCloseTo(100 * Math.exp(2 * sd), 10);
  });
});

describe("levels", () => {
  test("the geometric total lies below the arithmetic, a member without weight does not count", () => {
    expect(geometricTotal([100, 400], [0.5, 0.5])).toBeCloseTo(200, 10);
    expect(geometricTotal([100, 0], [1, 0])).toBeCloseTo(100, 10);
  });

  test("the level of spend is 0 without origins and shrinks with few customers", () => {
    expect(spendLevel([])).toBe(0);
    const one = (concentration: number) => spendLevel([{ levelSpend: 1.5, concentration }]);
    expect(one(0)).toBeCloseTo(Math.log(1.5), 14);
    expect(one(0.2)).toBeCloseTo(Math.log(1.5) / 2, 14);
  });

  test("the newest origin weighs most", () => {
    const level = spendLevel([{ levelSpend: 2, concentration: 0 }, { levelSpend: 1, concentration: 0 }]); // prettier-ignore
    const between = (Math.log(2) ** 2 * 0.625 * 0.375) / 2;
    expect(level).toBeCloseTo((Math.log(2) * 0.625 * 0.2) / (0.2 + between), 12);
  });

  test("without origins two per cent of concentration are assumed", () => {
    expect(meanConcentration([])).toBe(0.02);
    expect(meanConcentration([{ concentration: 0.1 }, { concentration: 0.3 }])).toBeCloseTo(0.2, 15);
  });
});
