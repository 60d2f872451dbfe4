/** Features know nothing of what comes after; learners step aside where there is too little, and help where there is more. */
import { describe, expect, test } from "vitest";
import { metrics, random } from "@longworth/models";
import { shiftTo } from "../../src/forecast/assemble.js";
import { featuresAt, scopeOf } from "../../src/forecast/features.js";
import type { Features } from "../../src/forecast/features.js";
import { statesAt } from "../../src/forecast/history.js";
import {
  correctionsOf,
  learnersOf,
  learnLesson,
  lessonsOf,
  mayBeBackward,
  tableOf,
} from "../../src/forecast/learners.js";
import type { OriginRows } from "../../src/forecast/learners.js";
import { historyOf } from "./logs.js";
import type { Event } from "./logs.js";

const of = ({ names, columns }: Features, name: string, i = 0): number => columns[names.indexOf(name)]![i]!;

describe("features", () => {
  const events: Event[] = [
    { id: "a", day: 1_000, value: 10 },
    { id: "a", day: 1_010, value: 40 },
    { id: "a", day: 1_040, value: -5 },
    { id: "a", day: 1_070, value: 20 },
    { id: "b", day: 1_020, value: 7 },
  ];
  const pool = { mean: Float64Array.of(1.5, 0.5), active: Float64Array.of(0.7, 0.2) };
  const request = { scope: scopeOf([120, 100], true), horizon: 30, pool, spend: Float64Array.of(20, 8) };
  const at = (rows: readonly Event[]) => {
    const history = historyOf(rows);
    return featuresAt(history, statesAt(history, 1_100), request);
  };

  test("of a customer whose days can be counted by hand", () => {
    const history = historyOf(events);
    const found = at(events);
    const a = [...statesAt(history, 1_100).frequency].indexOf(2);
    const wanted = {
      log_purchases: Math.log(3),
      recency: 30,
      tenure: 100,
      rate: 0.02,
      gap_mean: 35,
      gap_longest: 60,
      gap_last: 60,
      overdue: 30 / 35,
      purchases_30: 0,
      purchases_60: 1,
      value_60: 20,
      purchases_90: 1,
      trend_30: -1,
      purchases_horizon_before: 1,
      gross: 70,
      net: 65,
      refunded_share: 5 / 70,
      amount_last: 20,
    };
    for (const [name, value] of Object.entries(wanted)) expect(of(found, name, a), name).toBeCloseTo(value, 12);
    expect(of(found, "gap_mean", 1 - a)).toBeNaN();
    expect(found.names).not.toContain("purchases_180"); // longer than the shortest history
    expect(found.names).not.toContain("purchases_last_year");
  });

  test("what came later changes none of them", () => {
    const later: Event[] = [
      { id: "a", day: 1_101, value: 99 },
      { id: "b", day: 1_150, value: -3 },
      { id: "c", day: 1_200, value: 5 },
    ];
    expect(at([...events, ...later])).toEqual(at(events));
  });
});

test("shiftTo: the mean chance becomes the share", () => {
  const logits = Float64Array.of(-3, -1, 0, 2);
  for (const share of [0.02, 0.4, 0.97]) {
    const shift = shiftTo(logits, share);
    expect(metrics.mean(logits.map((z) => 1 / (1 + Math.exp(-z - shift))))).toBeCloseTo(share, 10);
  }
});

/** Customers with a secret that the pool does not know: `secret` doubles their orders, or turns them round. */
function origin(size: number, seed: number, isBackward: boolean): OriginRows {
  const draw = random.seeded(seed);
  const secret = Float64Array.from({ length: size }, () => random.normal(draw));
  const mean = secret.map((z) => (isBackward ? Math.exp(-z / 2) : 1) * 0.6 * (0.7 + 0.6 * draw()));
  const truth = mean.map((m, i) => (isBackward ? 0.6 * Math.exp(secret[i]!) : m * Math.exp(secret[i]! - 0.5)));
  const orders = truth.map((rate) => random.poisson(draw, rate));
  const noise = secret.map(() => random.normal(draw));
  return {
    customer: Int32Array.from(secret, (_, i) => i),
    features: { names: ["secret", "noise"], columns: [secret, noise] },
    pool: { mean, active: mean.map((m) => 1 - Math.exp(-m)) },
    spend: mean.map(() => 10),
    actual: { orders, value: orders.map((n) => 10 * n) },
  };
}

function learnt(origins: readonly OriginRows[]) {
  const table = tableOf(origins)!;
  const lessons = lessonsOf(table, true);
  return learnersOf(table, lessons, lessons.map((lesson) => learnLesson(table, lesson))); // prettier-ignore
}

describe("learners", () => {
  test("fewer than 30 active customer-origins: there is nothing to learn from", () => {
    const few = origin(40, 1, false);
    const quiet = { ...few.actual, orders: few.actual.orders.map((n, i) => (i < 20 ? n : 0)) };
    expect(tableOf([{ ...few, actual: quiet }])).toBeNull();
    expect(tableOf([origin(400, 1, false)])).not.toBeNull();
  });

  test("who, not how many: corrections order customers by the secret, in JSON as well", () => {
    const learners = learnt([origin(1_500, 2, false), origin(1_200, 3, false)]);
    expect(learners.isBackward).toBe(false);
    const { features, pool, spend, actual } = origin(1_000, 4, false);
    const request = { features, pool, spend, spendLevel: 0 };
    const corrections = correctionsOf(learners, request);
    const active = actual.orders.map((n) => (n > 0 ? 1 : 0));
    const before = metrics.auc(active, pool.active);
    const after = metrics.auc(active, pool.active.map((p, i) => Math.log(p / (1 - p)) + corrections.active[i]!)); // prettier-ignore
    expect(after).toBeGreaterThan(before + 0.1);
    for (const column of [corrections.orders, corrections.value, corrections.valuePoint])
      expect(metrics.auc(active, column)).toBeGreaterThan(0.6);
    expect(correctionsOf(JSON.parse(JSON.stringify(learners)) as typeof learners, request)).toEqual(corrections);
  });

  test("a pool that knows all is left alone", () => {
    const plain = (seed: number): OriginRows => {
      const one = origin(1_500, seed, false);
      const draw = random.seeded(seed + 100);
      const orders = one.pool.mean.map((m) => random.poisson(draw, m));
      return { ...one, actual: { orders, value: orders.map((n) => 10 * n) } };
    };
    const learners = learnt([plain(5), plain(6)]);
    const { features, pool, spend } = plain(7);
    const { active, orders } = correctionsOf(learners, { features, pool, spend, spendLevel: 0 });
    expect(metrics.mean(active.map(Math.abs))).toBeLessThan(0.05);
    expect(metrics.mean(orders.map(Math.abs))).toBeLessThan(0.05);
  });

  test("a pool that ranks backwards is overruled, for all targets", () => {
    const origins = [origin(1_500, 8, true), origin(1_200, 9, true)];
    expect(mayBeBackward(tableOf(origins)!)).toBe(true);
    const learners = learnt(origins);
    expect(learners.isBackward).toBe(true);
    const { features, pool, spend, actual } = origin(1_000, 10, true);
    const { active } = correctionsOf(learners, { features, pool, spend, spendLevel: 0 });
    const happened = actual.orders.map((n) => (n > 0 ? 1 : 0));
    expect(metrics.auc(happened, pool.active)).toBeLessThan(0.5);
    const corrected = pool.active.map((p, i) => Math.log(p / (1 - p)) + active[i]!);
    expect(metrics.auc(happened, corrected)).toBeGreaterThan(0.65);
  });
});
