import { describe, expect, test } from "vitest";
import {
  cells as cellTools,
  intervals,
  outcomes,
  paretoNbd,
  posterior,
  prior,
  random,
  special,
} from "@longworth/models";
import type { Cells, Fit } from "@longworth/models";
import { expectClose } from "../support/close.js";
import { customer, hasShared, load } from "../support/data.js";

/** A two-parameter posterior that is known: independent log-normals. */
const KNOWN = { x: { mean: 0.3, sd: 0.4 }, y: { mean: -1, sd: 1.2 } };
const knownLog = ({ x, y }: Readonly<{ x: number; y: number }>): number =>
  -(((Math.log(x) - KNOWN.x.mean) / KNOWN.x.sd) ** 2 + ((Math.log(y) - KNOWN.y.mean) / KNOWN.y.sd) ** 2) / 2;
const mode = {
  params: { x: Math.exp(KNOWN.x.mean), y: Math.exp(KNOWN.y.mean) },
  logLikelihood: 0,
  covariance: [
    [KNOWN.x.sd ** 2, 0],
    [0, KNOWN.y.sd ** 2],
  ],
  iterations: 1,
  n: 1,
  diagnostics: {},
  converged: true,
} as const;

describe("posteriorDraws", () => {
  const draw = (seed: number, covariance: readonly (readonly number[])[] = mode.covariance) =>
    posterior.posteriorDraws({ ...mode, covariance }, knownLog, { random: random.seeded(seed), draws: 1_000 });

  test.each([
    ["from the right covariance", mode.covariance],
    [
      "from one that is four times too small",
      [
        [0.04, 0],
        [0, 0.36],
      ],
    ],
    [
      "from one that is too large and skew",
      [
        [0.5, 0.6],
        [0.6, 3],
      ],
    ],
  ])("the draws follow the posterior, %s", (_name, covariance) => {
    const { draws, reliable } = draw(1, covariance);
    expect(reliable).toBe(true);
    for (const [name, { mean, sd }] of Object.entries(KNOWN)) {
      const logs = draws.map((params) => Math.log(params[name as "x" | "y"])); // the names are those of KNOWN
      const average = logs.reduce((a, b) => a + b, 0) / logs.length;
      const spread = Math.sqrt(logs.reduce((sum, v) => sum + (v - average) ** 2, 0) / logs.length);
      expect(Math.abs(average - mean)).toBeLessThan((5 * sd) / Math.sqrt(1_000));
      expectClose(spread, sd, 0.12);
      const sorted = [...logs].sort((a, b) => a - b);
      expect(Math.abs(special.normalCdf((sorted[50] - mean) / sd) - 0.05)).toBeLessThan(0.035);
    }
  });

  test("the same seed gives the same draws, another seed others", () => {
    expect(draw(3)).toEqual(draw(3));
    expect(draw(4)).not.toEqual(draw(3));
  });

  test("a covariance that is none gives the estimate itself, marked as not reliable", () =>
    expect(
      draw(1, [
        [0, 0],
        [0, 0],
      ]),
    ).toMatchObject({ draws: [mode.params], reliable: false }));

  test("a posterior unlike the proposal is marked as not reliable", () => {
    const spike = (params: typeof mode.params): number => (Math.abs(Math.log(params.x) - 3) < 1e-3 ? 0 : -1e9);
    expect(posterior.posteriorDraws(mode, spike, { random: random.seeded(1) }).reliable).toBe(false);
  });
});

describe("sigmaPoints", () => {
  test("have the mean and the covariance of the logs, exactly", () => {
    const covariance = [
      [0.5, 0.2],
      [0.2, 0.3],
    ];
    const points = posterior
      .sigmaPoints({ ...mode, covariance })
      .map(({ x, y }) => [Math.log(x) - KNOWN.x.mean, Math.log(y) - KNOWN.y.mean]);
    expect(points.length).toBe(4);
    const average = (f: (p: readonly number[]) => number): number => points.reduce((sum, p) => sum + f(p), 0) / 4;
    for (const i of [0, 1]) {
      expectClose(
        average((p) => p[i]),
        0,
        1e-14,
        1,
      );
      for (const j of [0, 1])
        expectClose(
          average((p) => p[i] * p[j]),
          covariance[i][j],
          1e-13,
        );
    }
  });
  test("without a covariance there is only the estimate", () =>
    expect(posterior.sigmaPoints({ ...mode, covariance: [] })).toEqual([mode.params]));
});

describe("intervals", () => {
  test("parameterInterval and expectationInterval are quantiles of the draws", () => {
    const draws = Array.from({ length: 101 }, (_, i) => ({ r: i / 100 }));
    expectClose(intervals.parameterInterval(draws, 0.9).r.low, 0.05, 1e-12);
    expectClose(intervals.parameterInterval(draws, 0.9).r.high, 0.95, 1e-12);
    expectClose(intervals.expectationInterval([4, 1, 3, 2], 0.5).low, 1.75, 1e-12);
  });

  test("countQuantile: the smallest n with so much probability up to it", () => {
    const distribution = Float64Array.of(0.5, 0.25, 0.25);
    expect([0, 0.5, 0.51, 0.75, 0.76, 1].map((p) => intervals.countQuantile(distribution, p))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
    expect(intervals.countQuantile(Float64Array.of(NaN), 0.5)).toBeNaN();
  });

  test("aggregateInterval of one normal is its quantile; of two far apart it is in between; never below 0", () => {
    const [low, middle] = intervals.aggregateInterval([{ mean: 100, variance: 25 }], [0.05, 0.5]);
    expectClose(low, 100 + 5 * special.normalQuantile(0.05), 1e-10);
    expectClose(middle, 100, 1e-10);
    const two = [
      { mean: 10, variance: 1 },
      { mean: 1_000, variance: 1 },
    ];
    expectClose(intervals.aggregateInterval(two, [0.25])[0], 10, 1e-6);
    expectClose(intervals.aggregateInterval(two, [0.75])[0], 1_000, 1e-6);
    expect(intervals.aggregateInterval([{ mean: 1, variance: 100 }], [0.01])).toEqual([0]);
    expectClose(intervals.aggregateInterval([{ mean: 7, variance: 0 }], [0.05])[0], 7, 1e-12);
  });
});

const MLE = { r: 0.5532770468531797, alpha: 10.57768346330232, s: 0.606239989127831, beta: 11.668735288855158 };

test("outcomeInterval of one draw holds the promised probability, and more draws widen it", () => {
  const cells = customer(7, 29, 38);
  const probabilities = [0.05, 0.5, 0.95];
  const columns = outcomes.outcomeInterval(paretoNbd, { draws: [MLE], cells }, { horizon: 39, probabilities });
  const [distribution] = paretoNbd.purchaseDistribution(MLE, cells, 39);
  const upTo = (n: number): number => distribution.slice(0, n + 1).reduce((a, b) => a + b, 0);
  columns.forEach(([n], k) => {
    expect(upTo(n)).toBeGreaterThanOrEqual(probabilities[k]);
    expect(n === 0 || upTo(n - 1) < probabilities[k]).toBe(true);
  });
  const spread = [0.3, 1, 3].map((f) => ({ ...MLE, r: MLE.r * f, s: MLE.s / f }));
  const wider = outcomes.outcomeInterval(paretoNbd, { draws: spread, cells }, { horizon: 39, probabilities });
  expect(wider[2][0]).toBeGreaterThanOrEqual(columns[2][0]);
});

describe.skipIf(!hasShared)("the total of CDNOW over 39 weeks (skipped where ../shared is absent)", () => {
  const cells: Cells = hasShared ? load("cdnowSample") : customer(0, 0, 1);
  const momentsAt = (params: Fit["params"]) => outcomes.totalMoments<Fit["params"]>(paretoNbd, { params, cells }, 39);

  test("with the parameters taken as known: mean and standard deviation of the reference", () => {
    const { mean, variance } = momentsAt(MLE);
    expectClose(mean, 1665.513107210182, 1e-9);
    expectClose(Math.sqrt(variance), 70.17793345046826, 1e-9);
  });

  test("with the uncertainty of the parameters it is about twice as wide", () => {
    const fitted = paretoNbd.fit(cells, { prior: true });
    const logPosterior = (params: typeof MLE): number =>
      paretoNbd.logLikelihood(params, cells) + prior.logPrior(params, cells);
    const { draws, khat, reliable } = posterior.posteriorDraws(fitted, logPosterior, {
      random: random.seeded(1),
      draws: 150,
      perRound: 500,
    });
    expect(khat).toBeLessThan(0.9);
    expect(reliable).toBe(khat < 0.7);
    const moments = draws.map(momentsAt);
    const [low, high] = intervals.aggregateInterval(moments, [0.05, 0.95]);
    const sd = (high - low) / (2 * special.normalQuantile(0.95));
    expect(sd).toBeGreaterThan(115);
    expect(sd).toBeLessThan(175); // 145 by 400 draws in the reference
    const cheap = posterior.sigmaPoints(fitted).map(momentsAt);
    const [from, to] = intervals.aggregateInterval(cheap, [0.05, 0.95]);
    expectClose(to - from, high - low, 0.25);
  });
});

test("totals of simulated customers fall into their interval as often as it says", () => {
  const T = new Float64Array(2_000).fill(39);
  const source = random.seeded(5);
  let inside = 0;
  for (let run = 0; run < 60; run++) {
    const whole = paretoNbd.simulate(
      MLE,
      T.map((t) => t + 26),
      source,
    );
    const cells = cellTools.cellsOf(whole, T);
    const future = whole.time.reduce((sum, t, k) => sum + (t > T[whole.customer[k]] ? 1 : 0), 0);
    const [low, high] = intervals.aggregateInterval(
      [outcomes.totalMoments(paretoNbd, { params: MLE, cells }, 26)],
      [0.1, 0.9],
    );
    if (low <= future && future <= high) inside++;
  }
  expect(inside).toBeGreaterThan(34); // 48 expected, standard deviation 3.1
  expect(inside).toBeLessThan(60);
});
