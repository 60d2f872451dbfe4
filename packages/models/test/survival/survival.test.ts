/** Identities, limits and generated data for survival curves, Cox's model and discrete hazards. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as models from "@longworth/models";
import { seeds } from "../support/arbitraries.js";
import { expectClose } from "../support/close.js";

const { cox, discreteHazard, random } = models;
const column = (...values: readonly number[]): Float64Array => Float64Array.from(values);

const durations = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()), { minLength: 1, maxLength: 40 })
  .map((rows) => ({
    duration: Float64Array.from(rows, ([t]) => t),
    observed: Float64Array.from(rows, ([, lost]) => Number(lost)),
  }));

/** Customers whose hazard is .1 e^(b'x), censored at a random time. */
function customers(n: number, b: readonly number[], seed: number) {
  const next = random.seeded(seed);
  const columns = b.map((_, j) =>
    Float64Array.from({ length: n }, () => (j % 2 === 0 ? random.normal(next) : Number(next() < 0.4))),
  );
  const [duration, observed] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    const leaves = random.exponential(next, 0.1 * Math.exp(b.reduce((sum, v, j) => sum + v * columns[j][i], 0)));
    const end = 30 * next();
    duration[i] = Math.min(leaves, end);
    observed[i] = Number(leaves <= end);
  }
  return { duration, observed, columns };
}

const fitOf = (data: Parameters<typeof cox.fit>[0]) => {
  const fit = cox.fit(data);
  return "coefficients" in fit ? fit : expect.fail(fit.status);
};

describe("Kaplan-Meier", () => {
  test("without censoring it is the share still there; weights count customers; order does not matter", () =>
    fc.assert(
      fc.property(durations, (data) => {
        const all = { ...data, observed: data.observed.map(() => 1) };
        const curve = models.kaplanMeier(all);
        for (const [i, time] of curve.time.entries())
          expectClose(curve.survival[i], data.duration.filter((t) => t > time).length / data.duration.length, 1e-12, 1);
        const plain = models.kaplanMeier(data);
        const doubled = models.kaplanMeier({
          duration: column(...data.duration, ...data.duration).reverse(),
          observed: column(...data.observed, ...data.observed).reverse(),
        });
        const weighted = models.kaplanMeier({ ...data, weight: data.duration.map(() => 2) });
        expect(weighted).toEqual(doubled);
        for (const [i, v] of plain.survival.entries()) expectClose(weighted.survival[i], v, 1e-12, 1);
        expect(plain.status).toBe(data.observed.includes(1) ? "ok" : "no-events");
      }),
    ));

  test("entry at 0 changes nothing, and a spell cut in two is one spell", () =>
    fc.assert(
      fc.property(durations, fc.integer({ min: 1, max: 11 }), (data, cut) => {
        const { duration, observed } = data;
        const long = duration.map(Number).map((t) => Number(t > cut));
        const rows = [...duration.keys()];
        const split = {
          duration: column(
            ...rows.map((i) => Math.min(duration[i], cut)),
            ...rows.filter((i) => long[i]).map((i) => duration[i]),
          ),
          observed: column(
            ...rows.map((i) => (long[i] ? 0 : observed[i])),
            ...rows.filter((i) => long[i]).map((i) => observed[i]),
          ),
          entry: column(...rows.map(() => 0), ...rows.filter((i) => long[i]).map(() => cut)),
        };
        const [whole, parts] = [models.kaplanMeier(data), models.kaplanMeier(split)];
        for (const [i, time] of whole.time.entries())
          expectClose(models.survivalAt(parts, time), whole.survival[i], 1e-12, 1);
        const [h, k] = [models.nelsonAalen(data), models.nelsonAalen(split)];
        expectClose(k.cumulativeHazard.at(-1) ?? NaN, h.cumulativeHazard.at(-1) ?? NaN, 1e-12, 1);
      }),
    ));

  test("bands of 300 simulated groups hold the truth at two times as often as they say", () => {
    const next = random.seeded(17);
    let [inside, all] = [0, 0];
    for (let k = 0; k < 300; k++) {
      const life = Array.from({ length: 60 }, () => [random.exponential(next, 0.1), 25 * next()] as const);
      const curve = models.kaplanMeier({
        duration: Float64Array.from(life, ([t, c]) => Math.min(t, c)),
        observed: Float64Array.from(life, ([t, c]) => Number(t <= c)),
      });
      for (const time of [4, 9]) {
        const place = curve.time.findLastIndex((t) => t <= time);
        if (place < 0 || Number.isNaN(curve.low[place])) continue;
        all++;
        const truth = Math.exp(-0.1 * time);
        if (curve.low[place] <= truth && truth <= curve.high[place]) inside++;
      }
    }
    expect(all).toBeGreaterThan(590);
    expect(inside / all).toBeGreaterThan(0.92);
    expect(inside / all).toBeLessThan(0.98);
  });

  test("nobody lost is a state; the hazard of each time has its bound", () => {
    const curve = models.kaplanMeier({ duration: column(1, 2, 3), observed: column(0, 0, 0) });
    expect(curve.status).toBe("no-events");
    expect(models.hazardsOf(curve)[0]).toMatchObject({ status: "no-events", trials: 3 });
    expect(models.restrictedMean(curve, 4)).toEqual({ status: "beyond-data", longest: 3 });
    expect(models.kaplanMeier({ duration: column(), observed: column() }).status).toBe("no-data");
    expect(models.durationQuantile(curve, 0.5)).toEqual({ time: null, low: null, high: null });
    expect(models.survivalAt(curve, 4)).toBeNaN();
  });

  test("a curve flat at exactly one half has its median in the middle of the step", () => {
    const curve = models.kaplanMeier({ duration: column(1, 2, 5, 7), observed: column(1, 1, 1, 1) });
    expect(models.durationQuantile(curve, 0.5).time).toBe(3.5);
  });

  test("the restricted mean of everything observed is the mean of the shorter times", () =>
    fc.assert(
      fc.property(durations, fc.integer({ min: 1, max: 12 }), (data, window) => {
        const curve = models.kaplanMeier({ ...data, observed: data.observed.map(() => 1) });
        const mean = models.restrictedMean(curve, window);
        const direct = data.duration.reduce((sum, t) => sum + Math.min(t, window), 0) / data.duration.length;
        expect(mean.status).toBe("ok");
        if (mean.status === "ok") expectClose(mean.mean, direct, 1e-12);
      }),
    ));
});

test("log-rank is the score test of Cox's model for two groups without ties", () =>
  fc.assert(
    fc.property(seeds, (seed) => {
      const { duration, observed, columns } = customers(60, [0, 0.5], seed);
      const [, group] = columns;
      const test = models.logRank({ duration, observed, group });
      const fit = cox.fit({ duration, observed, columns: [group] });
      if (test.status !== "ok" || !("scoreTest" in fit)) return;
      expectClose(test.chiSquare, fit.scoreTest, 1e-9, 1);
    }),
    { numRuns: 40 },
  ));

test("log-rank of spells cut in two is that of whole spells", () => {
  const { duration, observed, columns } = customers(300, [0, 0.5], 3);
  const long = duration.map((t) => Number(t > 4));
  const later = (values: Float64Array): Float64Array => values.filter((_, i) => long[i] > 0);
  const split = {
    duration: column(...duration.map((t) => Math.min(t, 4)), ...later(duration)),
    observed: column(...observed.map((e, i) => (long[i] ? 0 : e)), ...later(observed)),
    group: column(...columns[1], ...later(columns[1])),
    entry: column(...duration.map(() => 0), ...later(duration).map(() => 4)),
  };
  const [whole, parts] = [models.logRank({ duration, observed, group: columns[1] }), models.logRank(split)];
  expect(whole.status).toBe("ok");
  if (whole.status === "ok" && parts.status === "ok") expectClose(parts.chiSquare, whole.chiSquare, 1e-10);
  expect(models.logRank({ duration, observed, group: duration.map(() => 0) })).toEqual({ status: "one-group" });
  expect(models.logRank({ duration, observed: observed.map(() => 0), group: columns[1] })).toEqual({
    status: "no-events",
  });
});

describe("Cox", () => {
  test("finds the coefficients that made the data, in any units and order", () => {
    const truth = [0.5, -0.7, 0.2];
    const data = customers(20_000, truth, 5);
    const fit = fitOf(data);
    for (const [j, b] of truth.entries())
      expect(Math.abs(fit.coefficients[j] - b)).toBeLessThan(4 * Math.sqrt(fit.covariance[j][j]));
    const other = fitOf({
      duration: data.duration.map((t) => t * 365).reverse(),
      observed: data.observed.slice().reverse(),
      columns: data.columns.map((values) => values.map((v) => 1e6 + 1_000 * v).reverse()),
    });
    for (const j of truth.keys()) expectClose(1_000 * other.coefficients[j], fit.coefficients[j], 1e-6);
    expectClose(other.logLikelihood, fit.logLikelihood, 1e-9);
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit);
  });

  test("a spell cut in two is one spell, with columns that change", () => {
    const data = customers(400, [0.4, 0.8], 8);
    const long = data.duration.map((t) => Number(t > 3));
    const later = (values: Float64Array): Float64Array => values.filter((_, i) => long[i] > 0);
    const split = {
      duration: column(...data.duration.map((t) => Math.min(t, 3)), ...later(data.duration)),
      observed: column(...data.observed.map((e, i) => (long[i] ? 0 : e)), ...later(data.observed)),
      entry: column(...data.duration.map(() => 0), ...later(data.duration).map(() => 3)),
      columns: data.columns.map((values) => column(...values, ...later(values))),
    };
    const [whole, parts] = [fitOf(data), fitOf(split)];
    expectClose(parts.logLikelihood, whole.logLikelihood, 1e-10);
    for (const j of [0, 1]) {
      expectClose(parts.coefficients[j], whole.coefficients[j], 1e-6);
      expectClose(parts.covariance[j][j], whole.covariance[j][j], 1e-6);
    }
  });

  test("constant and dependent columns are dropped by place, and change nothing", () => {
    const data = customers(500, [0.4, 0.8], 9);
    const [a, b] = data.columns;
    const fit = fitOf({ ...data, columns: [a.map(() => 7), a, b, a.map((v, i) => 2 * v - b[i])] });
    expect(fit.dropped).toEqual([0, 3]);
    expectClose(fit.coefficients[1], fitOf(data).coefficients[0], 1e-8);
    expect(models.effects(fit)[0]).toBeNull();
    expect(cox.fit({ ...data, columns: [a.map(() => 7)] })).toMatchObject({ status: "no-columns" });
  });

  test("a column that tells exactly who leaves is a state, not a hazard ratio of a billion", () => {
    const { duration, observed } = customers(300, [0.4], 10);
    const leak = fitOf({ duration, observed, columns: [observed] });
    expect(leak.status).toBe("separated");
    expect(Math.abs(leak.coefficients[0])).toBeLessThan(30);
    expect(Number.isFinite(leak.covariance[0][0])).toBe(true);
  });

  test("a rare group of which nobody leaves is separated, too", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const { duration, observed } = customers(400, [0.4], seed);
      const rare = duration.map((_, i) => Number(i < 5));
      const fit = fitOf({ duration, observed: observed.map((e, i) => (rare[i] ? 0 : e)), columns: [rare] });
      expect(fit.status).toBe("separated");
      expect(Math.abs(fit.coefficients[0])).toBeLessThan(20);
    }
  });

  test("nothing to fit has a state", () => {
    const data = customers(50, [0.4], 11);
    expect(cox.fit({ ...data, observed: data.observed.map(() => 0) })).toMatchObject({ status: "no-events", n: 50 });
    const gap = data.columns[0].map((v, i) => (i === 7 ? NaN : v));
    expect(cox.fit({ ...data, columns: [gap] })).toMatchObject({ status: "missing-numbers" });
    expect(cox.fit({ duration: column(), observed: column(), columns: [column()] })).toMatchObject({
      status: "no-data",
    });
  });

  test("the proportionality test rejects an effect that turns, and seldom one that stays", () => {
    const next = random.seeded(12);
    const n = 3_000;
    const x = Float64Array.from({ length: n }, () => Number(next() < 0.5));
    const turning = x.map((v) => (v ? 4 + random.exponential(next, 0.5) : random.exponential(next, 0.2)));
    const observed = x.map(() => 1);
    const bad = { duration: turning, observed, columns: [x] };
    expect(models.proportionality(fitOf(bad), bad).global.p).toBeLessThan(1e-6);
    let rejected = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const data = customers(200, [0.5, 0.3], seed);
      if (models.proportionality(fitOf(data), data).global.p < 0.05) rejected++;
    }
    expect(rejected).toBeLessThan(13);
  });

  test("concordance counts pairs like the plain double loop", () =>
    fc.assert(
      fc.property(durations, seeds, (data, seed) => {
        const next = random.seeded(seed);
        const risk = data.duration.map(() => Math.floor(5 * next()));
        let [concordant, discordant, tied] = [0, 0, 0];
        for (let i = 0; i < risk.length; i++)
          for (let j = 0; j < risk.length; j++) {
            const earlier =
              data.observed[i] > 0 &&
              (data.duration[i] < data.duration[j] ||
                (data.duration[i] === data.duration[j] && data.observed[j] === 0));
            if (!earlier) continue;
            if (risk[i] > risk[j]) concordant++;
            else if (risk[i] < risk[j]) discordant++;
            else tied++;
          }
        expect(models.concordanceOf(data, risk)).toMatchObject({ concordant, discordant, tiedRisk: tied });
      }),
    ));

  test("concordance leaves out who has no duration or no risk", () => {
    const data = { duration: Float64Array.of(5, NaN, 3, 4), observed: Float64Array.of(0, 1, 1, 1) };
    const found = models.concordanceOf(data, Float64Array.of(1, 9, 2, NaN));
    expect(found).toMatchObject({ concordant: 1, discordant: 0, tiedRisk: 0 });
  });

  test("survival at the baseline of no columns' effect is Nelson-Aalen's", () => {
    const data = customers(200, [0], 13);
    const fit = { ...fitOf(data), coefficients: [0], covariance: [[0]] };
    const baseline = models.baselineOf(fit, data);
    const hazard = models.nelsonAalen(data);
    const found = models.predictSurvival({ fit, baseline }, [0], [...hazard.time]).cumulativeHazard;
    for (const [i, v] of hazard.cumulativeHazard.entries()) expectClose(found[i], v, 1e-10, 1);
  });
});

describe("discrete hazard", () => {
  test("with no columns it is the plain share of each period, and Kaplan-Meier's curve", () => {
    const { duration, observed } = customers(400, [0], 14);
    const lifetimes = {
      duration: duration.map((t) => Math.min(6, Math.ceil(t))),
      observed: observed.map((e, i) => (duration[i] > 6 ? 0 : e)),
      columns: [],
    };
    const fit = discreteHazard.fit(discreteHazard.personPeriods(lifetimes));
    if (!("coefficients" in fit)) return expect.fail(fit.status);
    const curve = models.kaplanMeier(lifetimes);
    for (const [k, survival] of discreteHazard.survivalOf(fit, []).entries())
      expectClose(survival, curve.survival[k], 1e-7);
  });

  test.each([[1.5], [Infinity], [1e9]])("a duration of %d is no number of periods", (t) => {
    const duration = Float64Array.of(t, 2, 3, 3);
    const observed = Float64Array.of(1, 1, 1, 0);
    const rows = discreteHazard.personPeriods({ duration, observed, columns: [Float64Array.of(0, 1, 0, 1)] });
    expect(discreteHazard.fit(rows).status).toBe("missing-numbers");
  });

  test("complementary log-log finds Cox's coefficients from grouped times", () => {
    const { duration, observed, columns } = customers(20_000, [0.5, -0.6], 15);
    const codes = columns.map((values) => values.map((v) => Math.round(2 * v) / 2));
    const data = { duration: duration.map(Math.ceil), observed, columns: codes };
    const grouped = discreteHazard.fit(discreteHazard.personPeriods(data), { link: "cloglog" });
    const continuous = fitOf({ duration, observed, columns: codes });
    if (!("coefficients" in grouped)) return expect.fail(grouped.status);
    for (const j of [0, 1]) {
      const error = Math.sqrt(grouped.covariance[j][j]);
      expect(Math.abs(grouped.coefficients[j] - continuous.coefficients[j])).toBeLessThan(2 * error);
    }
  });

  test("a period in which nobody left has a bound and no level, and leaves the others alone", () => {
    const rows = (atRisk: readonly number[], lost: readonly number[]) => ({
      period: Float64Array.from(atRisk, (_, i) => i + 1),
      atRisk: Float64Array.from(atRisk),
      lost: Float64Array.from(lost),
      columns: [],
    });
    const fit = discreteHazard.fit(rows([100, 80, 80, 10], [20, 0, 40, 10]));
    if (!("coefficients" in fit)) return expect.fail(fit.status);
    expect(fit.levels.map((level) => level === null)).toEqual([false, true, false, true]);
    expect(fit.shares[1]).toMatchObject({ status: "no-events" });
    expect(fit.shares[3]).toMatchObject({ status: "all-lost" });
    expect([...discreteHazard.survivalOf(fit, [])].map((v) => Math.round(1e9 * v) / 1e9)).toEqual([0.8, 0.8, 0.4, 0]);
    expect(discreteHazard.fit(rows([5, 5], [0, 0]))).toMatchObject({ status: "no-events" });
    expect(discreteHazard.fit(rows([5], [5]))).toMatchObject({ status: "all-lost" });
  });
});

describe("several coefficients at once", () => {
  test("of one column Wald's test is its z squared; of none that is kept there is none; a group does not depend on its base", () => {
    const data = customers(1500, [0.3, 0.2], 7);
    const fit = fitOf({ ...data, columns: [...data.columns, data.columns[0]!.map((v) => 2 * v)] });
    const [effect] = models.effects(fit);
    expectClose(models.jointTest(fit, [0])!.chiSquare, effect!.z ** 2, 1e-9);
    expect(models.jointTest(fit, [0, 1])?.freedom).toBe(2);
    expect(models.jointTest(fit, [2])).toBeNull();
    expect(models.jointTest(fit, [1, 2])).toEqual(models.jointTest(fit, [1]));
    const group = data.duration.map((_, i) => i % 3);
    const dummies = (base: number) =>
      [0, 1, 2].filter((g) => g !== base).map((g) => group.map((own) => Number(own === g)));
    const [one, other] = [0, 2].map((base) => models.jointTest(fitOf({ ...data, columns: dummies(base) }), [0, 1]));
    expectClose(one!.chiSquare, other!.chiSquare, 1e-6);
  });
});
