/** Satisfaction, its association with what customers do, and the metrics of probabilities: reference and properties. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as models from "@longworth/models";
import { hasShared } from "../support/data.js";
import { expectClose } from "../support/close.js";
import { entriesOf, expectEntry, fixture } from "../support/retention-reference.js";
import type { Value } from "../support/retention-reference.js";

const { calibration, distributions, discounting, lambert, managerial, metrics, random, special } = models;
const column = (...values: readonly number[]): Float64Array => Float64Array.from(values);

type Inputs = Readonly<Record<string, never>>;

function nps(counts: models.PromoterCounts): Value {
  const found = models.netPromoterScoreOf(counts);
  if (found.status !== "ok") return found.status;
  const half = 1.959963984540054 * found.standardError;
  return {
    nps: found.score,
    se: found.standardError,
    wald: [found.score - half, found.score + half],
    adjusted: [found.low, found.high],
  };
}

/** Share of simulated surveys whose interval holds the truth: plain Wald and ours. */
function npsCoverage(): Value {
  const next = random.seeded(12);
  const cover = (n: number, [promoters, passives]: readonly [number, number]) => {
    const truth = 100 * (promoters - (1 - promoters - passives));
    let [plain, ours] = [0, 0];
    for (let k = 0; k < 20_000; k++) {
      const counts = { promoters: 0, passives: 0, detractors: 0 };
      for (let i = 0; i < n; i++) {
        const u = next();
        counts[u < promoters ? "promoters" : u < promoters + passives ? "passives" : "detractors"]++;
      }
      const found = models.netPromoterScoreOf(counts);
      if (found.status !== "ok") continue;
      if (Math.abs(found.score - truth) <= 1.959963984540054 * found.standardError) plain++;
      if (found.low <= truth && truth <= found.high) ours++;
    }
    return [plain / 20_000, ours / 20_000];
  };
  const [few, more] = [cover(15, [0.9, 0.1]), cover(20, [0.8, 0.15])];
  return { wald15: few[0], adj15: few[1], wald20: more[0], adj20: more[1] };
}

const csat = ({ cases }: Readonly<{ cases: readonly (readonly [number, number])[] }>): Value =>
  cases.map(([satisfied, n]) => {
    const found = models.customerSatisfactionOf(satisfied, n);
    return found.status === "ok" ? { rate: found.share, ci: [found.low, found.high] } : found.status;
  });

function scale({ items, ces }: Readonly<{ items: readonly (readonly number[])[]; ces: readonly number[] }>): Value {
  const effort = models.customerEffort(Float64Array.from(ces));
  if (effort.status !== "ok") return effort.status;
  const columns = items[0].map((_, j) => Float64Array.from(items, (row) => row[j]));
  return { alpha: models.cronbachAlpha(columns), cesMean: effort.mean, ci: [effort.low, effort.high] };
}

function rankCorrelation({ x, y }: Readonly<{ x: readonly number[]; y: readonly number[] }>): Value {
  const [a, b] = [Float64Array.from(x), Float64Array.from(y)];
  const { rho, p, low, high } = models.rankCorrelation(a, b);
  return { tau_b: models.kendallTau(a, b), rho, rhoP: p, rhoCI: [low, high] };
}

function logit(): Value {
  const { satisfaction, tenure, repurchase } = fixture("satlogit.csv");
  const ones = tenure.map(() => 1);
  const fit = models.fitBinomial({ events: repurchase, trials: ones, columns: [ones, satisfaction, tenure] });
  if (!("coefficients" in fit)) return fit.status;
  const [, effect] = models.effects(fit);
  return {
    coef: fit.coefficients,
    se: fit.covariance.map((row, j) => Math.sqrt(row[j])),
    oddsRatioSat: effect?.ratio ?? null,
    orCI: [effect?.low ?? null, effect?.high ?? null],
    loglik: fit.logLikelihood,
    llNull: fit.nullLogLikelihood,
    mcfadden: 1 - fit.logLikelihood / fit.nullLogLikelihood,
  };
}

function binary({ prob, label }: Readonly<{ prob: readonly number[]; label: readonly number[] }>): Value {
  const [p, y] = [Float64Array.from(prob), Float64Array.from(label)];
  const found = metrics.activityMetrics(y, p);
  const line = calibration.activityCalibration(y, p);
  return {
    AUC: found.auc,
    brier: found.brier,
    logloss: calibration.logLoss(y, p),
    ...line,
    citl: calibration.calibrationInTheLarge(y, p),
    ece10: calibration.calibrationError(y, p),
    brierSkill: 1 - found.brier / found.brierConstant,
  };
}

function multiples({ m, r, d, g, N }: Inputs): Value {
  const steady = { margin: m, retention: r, rate: d };
  const lifetime = managerial.simpleClv({ revenue: m, orders: 1, customers: 1, churn: 1 - r });
  return {
    excludingFirst: managerial.retentionClv({ ...steady, first: "excluded" }),
    includingFirst: managerial.retentionClv({ ...steady, first: "included" }),
    arrears: managerial.retentionClv({ ...steady, first: "arrears" }),
    withGrowthExcludingFirst: managerial.growingRetentionClv(steady, g),
    finiteN: managerial.finiteRetentionClv(steady, N),
    expectedLifetime: lifetime.lifespan,
    undiscountedSimple: lifetime.net,
  };
}

function breakEven({ m, d, CAC }: Inputs): Value {
  const [excluded, included] = (["excluded", "included"] as const).map((first) => ({
    first,
    retention: managerial.breakEvenRetention({ margin: m, rate: d, first }, CAC),
  }));
  return {
    excludingFirst: excluded.retention,
    includingFirst: included.retention,
    atRoot: [excluded, included].map((at) => managerial.retentionClv({ margin: m, rate: d, ...at })),
  };
}

const elasticity = ({ m, r, d, CAC }: Inputs, id: string): Value => {
  const first = id.endsWith("excludingFirst") ? "excluded" : "included";
  return managerial.retentionElasticities({ margin: m, retention: r, rate: d, first }, CAC);
};

const rates = ({ monthlyChurn, annualDiscount }: Inputs): Value => ({
  annualRetention: discounting.retentionOver(monthlyChurn, 12),
  monthlyDiscount: discounting.periodRate(annualDiscount, 12),
  continuousDiscount: discounting.continuousRate(annualDiscount, "year"),
});

type Special = Readonly<Record<string, Readonly<Record<string, number>> & readonly (readonly number[])[]>>;

function specialFunctions(_: Inputs, __: string, expected: Value): Value {
  const table = expected as Special; // the arguments are the keys of the expected values
  const at = (name: string, of: (x: number) => number): Value =>
    Object.fromEntries(Object.keys(table[name]).map((x) => [x, of(Number(x))]));
  return {
    lgamma: at("lgamma", special.lgamma),
    digamma: at("digamma", special.digamma),
    Phi: at("Phi", special.normalCdf),
    PhiInv: at("PhiInv", special.normalQuantile),
    chi2sf: table.chi2sf.map(([x, df]) => [x, df, distributions.chiSquareTail(x, df)]),
    tTwoSided: table.tTwoSided.map(([t, df]) => [t, df, distributions.studentTails(t, df)]),
    betainc: table.betainc.map(([a, b, x]) => [a, b, x, special.incompleteBeta(a, b, [x]).lower]),
    lambertW: at("lambertW", lambert.lambertW),
  };
}

// each function takes the inputs of its own entries: `never` fits all of them
const REPRODUCE: Readonly<Record<string, (inputs: never, id: string, expected: Value) => Value>> = {
  "B.breakeven": breakEven,
  "B.elasticity": elasticity,
  "B.multiples": multiples,
  "B.rateconv": rates,
  "D.binary": binary,
  "H.csat": csat,
  "H.logit": logit,
  "H.nps.coverage": npsCoverage,
  "H.nps": nps,
  "H.rankcorr": rankCorrelation,
  "H.scale": scale,
  "S.special": specialFunctions,
};

const PARTS = ["satisfaction", "binary", "managerial", "special"] as const;

describe.skipIf(!hasShared)("the reference says the same", () => {
  test.each(PARTS.flatMap(entriesOf).map((entry) => [entry.id, entry] as const))("%s", (id, entry) => {
    const reproduce = Object.entries(REPRODUCE).find(([prefix]) => id.startsWith(prefix))?.[1];
    expect(reproduce, id).toBeDefined();
    expectEntry(entry, reproduce?.(entry.inputs as never, id, entry.expected) ?? null, id); // its own inputs
  });
});

describe("satisfaction", () => {
  test("answers outside the scale are counted, not scored", () =>
    expect(models.netPromoterScore(column(10, 9, 8, 0, 11, -1, 7.5, NaN))).toMatchObject({
      status: "ok",
      n: 4,
      rejected: 4,
      promoters: 2,
      passives: 1,
      detractors: 1,
      score: 25,
    }));

  test("no answer is a state, one answer has no interval", () => {
    expect(models.netPromoterScore(column())).toEqual({ status: "no-data", rejected: 0 });
    expect(models.customerSatisfaction(column(NaN))).toEqual({ status: "no-data" });
    expect(models.customerEffort(column(3))).toEqual({ status: "one-answer", n: 1, mean: 3 });
    expect(models.customerEffort(column())).toEqual({ status: "no-data" });
    expect(models.cronbachAlpha([column(1, 2)])).toBeNaN();
  });

  test("everybody a promoter still has an interval below 100", () => {
    const found = models.netPromoterScore(column(...Array.from({ length: 20 }, () => 10)));
    expect(found).toMatchObject({ score: 100, standardError: 0 });
    if (found.status === "ok") expect(found.low).toBeLessThan(90);
  });

  test("CSAT counts answers from the threshold on", () =>
    expect(models.customerSatisfaction(column(5, 4, 3, NaN))).toMatchObject({ n: 3, share: 2 / 3 }));
});

describe("association", () => {
  const pairs = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 2, maxLength: 40 });

  test("Kendall's tau-b counts pairs like the plain double loop", () =>
    fc.assert(
      fc.property(pairs, (rows) => {
        let [score, freeX, freeY] = [0, 0, 0];
        for (const [i, [a, b]] of rows.entries())
          for (const [c, d] of rows.slice(0, i)) {
            score += Math.sign((a - c) * (b - d));
            freeX += Number(a !== c);
            freeY += Number(b !== d);
          }
        const tau = models.kendallTau(column(...rows.map(([a]) => a)), column(...rows.map(([, b]) => b)));
        if (freeX * freeY === 0) expect(tau).toBeNaN();
        else expectClose(tau, score / Math.sqrt(freeX * freeY), 1e-12, 1);
      }),
    ));

  test("a constant side has no correlation; a perfect one has no interval", () => {
    expect(models.rankCorrelation(column(1, 1, 1, 1), column(1, 2, 3, 4)).rho).toBeNull();
    expect(models.rankCorrelation(column(1, 2, 3, 4), column(1, 2, 3, 4))).toMatchObject({ rho: 1, low: null });
  });

  test("logistic regression: separated classes are a state with finite odds, one class has none", () => {
    const ones = column(1, 1, 1, 1, 1, 1);
    const x = column(1, 2, 3, 4, 5, 6);
    const fit = models.fitBinomial({ events: column(0, 0, 0, 1, 1, 1), trials: ones, columns: [ones, x] });
    expect(fit.status).toBe("separated");
    if ("coefficients" in fit) expect(Math.abs(fit.coefficients[1])).toBeLessThan(20);
    const gap = x.map((v) => (v === 3 ? NaN : v));
    expect(models.fitBinomial({ events: x.map((v) => Number(v > 4)), trials: ones, columns: [gap] }).status).toBe(
      "missing-numbers",
    );
    expect(models.fitBinomial({ events: ones, trials: ones, columns: [ones, x] }).status).toBe("all-lost");
    expect(models.fitBinomial({ events: x.map(() => 0), trials: ones, columns: [ones, x] }).status).toBe("no-events");
  });

  test("a rare yes-or-no column that tells the outcome is found, too", () => {
    const next = random.seeded(6);
    const n = 5_000;
    const rare = Float64Array.from({ length: n }, (_, i) => Number(i < 12));
    const events = rare.map((v) => (v > 0 ? 0 : Number(next() < 0.3)));
    const ones = rare.map(() => 1);
    expect(models.fitBinomial({ events, trials: ones, columns: [ones, rare] }).status).toBe("separated");
  });

  test("rows that are alike may be grouped", () => {
    const next = random.seeded(7);
    const x = Float64Array.from({ length: 600 }, () => Math.floor(3 * next()));
    const events = x.map((v) => Number(next() < 0.2 + 0.2 * v));
    const ones = x.map(() => 1);
    const single = models.fitBinomial({ events, trials: ones, columns: [ones, x] });
    const count = (of: (i: number) => number) =>
      Float64Array.from([0, 1, 2], (v) => x.reduce((sum, own, i) => sum + (own === v ? of(i) : 0), 0));
    const grouped = models.fitBinomial({
      events: count((i) => events[i]),
      trials: count(() => 1),
      columns: [column(1, 1, 1), column(0, 1, 2)],
    });
    if (!("coefficients" in single && "coefficients" in grouped)) return expect.fail("no fit");
    expectClose(grouped.coefficients[1], single.coefficients[1], 1e-8);
    expectClose(grouped.covariance[1][1], single.covariance[1][1], 1e-8);
    expectClose(grouped.logLikelihood, single.logLikelihood, 1e-10);
  });
});

describe("false discoveries", () => {
  test("adjusted p values of Benjamini and Hochberg's own example reject four of fifteen at 5 %", () => {
    const p = column(
      0.0001,
      0.0004,
      0.0019,
      0.0095,
      0.0201,
      0.0278,
      0.0298,
      0.0344,
      0.0459,
      0.324,
      0.4262,
      0.5719,
      0.6528,
      0.759,
      1,
    );
    const adjusted = models.benjaminiHochberg(p);
    expect(adjusted.filter((q) => q <= 0.05).length).toBe(4);
    expectClose(adjusted[3], (0.0095 * 15) / 4, 1e-12);
  });

  test("rise with the p values, are at least them and at most 1; a missing test is no test", () =>
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (values) => {
        const p = Float64Array.from(values);
        const adjusted = models.benjaminiHochberg(p);
        for (const [i, own] of adjusted.entries()) {
          expect(own).toBeGreaterThanOrEqual(p[i]);
          expect(own).toBeLessThanOrEqual(1);
          for (const [j, other] of adjusted.entries()) if (p[i] < p[j]) expect(own).toBeLessThanOrEqual(other);
        }
        const withMissing = models.benjaminiHochberg(Float64Array.of(...p, NaN));
        expect([...withMissing.subarray(0, p.length)]).toEqual([...adjusted]);
        expect(withMissing[p.length]).toBeNaN();
      }),
    ));
});

test("shares at both ends are states with exact one-sided bounds", () => {
  expect(models.proportion.shareOf(0, 58)).toMatchObject({
    status: "no-events",
    high: expect.closeTo(1 - 0.05 ** (1 / 58), 14) as number,
  });
  expect(models.proportion.shareOf(3, 3)).toMatchObject({ status: "all-lost" });
  expect(models.proportion.shareOf(0, 0)).toEqual({ status: "no-data", trials: 0 });
  const some = models.proportion.shareOf(1, 58);
  if (some.status === "ok") expect(some.low).toBeGreaterThan(0);
});

test("quantiles of Student's t are the inverse of its tails", () => {
  for (const freedom of [1, 2.5, 7, 300])
    for (const p of [0.6, 0.975, 0.9999]) {
      const t = distributions.studentQuantile(p, freedom);
      expectClose(distributions.studentTails(t, freedom), 2 * (1 - p), 1e-9);
      expectClose(distributions.studentQuantile(1 - p, freedom), -t, 1e-9);
    }
  expectClose(distributions.studentQuantile(0.975, 7), 2.364624251592784, 1e-12);
});

test("W of a number beyond the largest double", () => {
  const w = lambert.lambertWOfExp(2_000);
  expectClose(w + Math.log(w), 2_000, 1e-14);
});

test("the binomial distribution function is the sum of its terms", () => {
  let [sum, term] = [0, 0.7 ** 12];
  for (let k = 0; k <= 12; k++) {
    sum += term;
    expectClose(distributions.binomialCdf(k, 12, 0.3), sum, 1e-12);
    term *= ((12 - k) / (k + 1)) * (0.3 / 0.7);
  }
});
