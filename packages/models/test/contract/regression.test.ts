/** Retention with columns: what is put in is found again, gradients by way of the optimum, no columns change nothing. */
import { describe, expect, test } from "vitest";
import {
  betaDiscreteWeibull,
  betaDiscreteWeibullRegression,
  random,
  renewals,
  shiftedBetaGeometric,
  shiftedBetaGeometricRegression,
} from "@longworth/models";
import { expectClose } from "../support/close.js";

/** Customers with a yes-or-no column that doubles alpha, seen for 8 renewals. */
function contracts(customers: number, seed: number) {
  const next = random.seeded(seed);
  const z = Float64Array.from({ length: customers }, () => Number(next() < 0.4));
  const lived = z.map((v) => shiftedBetaGeometric.simulate({ alpha: v ? 2 : 1, beta: 3 }, 1, next)[0]);
  return { z, renewals: lived.map((n) => Math.min(n, 8)), lost: lived.map((n) => Number(n < 8)) };
}

describe("shifted-beta-geometric with columns", () => {
  const { z, ...data } = contracts(20_000, 11);

  test("finds a column that doubles alpha", () => {
    const fit = shiftedBetaGeometricRegression.fit({ ...data, columns: [z] });
    if (fit.status !== "ok") return expect.fail(fit.status);
    const error = (k: number): number => Math.sqrt(fit.covariance[k][k]) / Math.sqrt(0.24); // per unit of z
    expect(Math.abs(fit.alphaEffects[0] - Math.log(2))).toBeLessThan(4 * error(1));
    expect(Math.abs(fit.betaEffects[0])).toBeLessThan(4 * error(3));
    const [own, other] = [0, 1].map((v) => shiftedBetaGeometricRegression.paramsOf(fit, [v]));
    expect(Math.abs(shiftedBetaGeometric.meanChurn(own) - 0.25)).toBeLessThan(0.015);
    expect(Math.abs(shiftedBetaGeometric.meanChurn(other) - 0.4)).toBeLessThan(0.015);
  });

  test("without columns, or with a constant one, it is the plain model", () => {
    const plain = shiftedBetaGeometric.fit(renewals.fromContracts(data));
    if (plain.status !== "ok") return expect.fail(plain.status);
    for (const columns of [[], [z.map(() => 7)]]) {
      const fit = shiftedBetaGeometricRegression.fit({ ...data, columns });
      if (fit.status !== "ok") return expect.fail(fit.status);
      expectClose(fit.params.alpha, plain.params.alpha, 1e-5);
      expectClose(fit.params.beta, plain.params.beta, 1e-5);
      expectClose(fit.logLikelihood, plain.logLikelihood, 1e-9);
      for (const effect of [...fit.alphaEffects, ...fit.betaEffects]) expectClose(effect, 0, 1e-9, 1);
    }
  });

  test("weights stand for equal customers", () => {
    const few = contracts(400, 3);
    const twice = (column: Float64Array) => Float64Array.from([...column, ...column]);
    const long = shiftedBetaGeometricRegression.fit({
      renewals: twice(few.renewals),
      lost: twice(few.lost),
      columns: [twice(few.z)],
    });
    const short = shiftedBetaGeometricRegression.fit({ ...few, columns: [few.z], weight: few.z.map(() => 2) });
    if (long.status !== "ok" || short.status !== "ok") return expect.fail(`${long.status} ${short.status}`);
    expectClose(short.params.alpha, long.params.alpha, 1e-6);
    expectClose(short.alphaEffects[0], long.alphaEffects[0], 1e-6);
  });

  test("a base that lost nobody has no effects", () =>
    expect(shiftedBetaGeometricRegression.fit({ ...data, lost: data.lost.map(() => 0), columns: [z] })).toMatchObject({
      status: "no-events",
    }));
});

/** Customers whose column flips at random at every renewal, seen for 8 decisions. */
function paths(
  customers: number,
  seed: number,
  truth: Readonly<{ gamma: number; delta: number; c: number; b: number }>,
) {
  const next = random.seeded(seed);
  const decisions = new Float64Array(customers);
  const lost = new Float64Array(customers);
  const column: number[] = [];
  for (let i = 0; i < customers; i++) {
    const rate = -Math.log1p(-random.beta(next, truth.gamma, truth.delta));
    for (let t = 1; t <= 8 && lost[i] === 0; t++) {
      const x = Number(next() < 0.3);
      column.push(x);
      decisions[i] = t;
      const step = Math.exp(truth.b * x) * (t ** truth.c - (t - 1) ** truth.c);
      lost[i] = Number(next() > Math.exp(-rate * step));
    }
  }
  return { decisions, lost, columns: [Float64Array.from(column)] };
}

describe("beta-discrete-Weibull with columns that change", () => {
  test("finds what was simulated", () => {
    const truth = { gamma: 0.8, delta: 2.5, c: 1.2, b: 0.5 };
    const fit = betaDiscreteWeibullRegression.fit(paths(20_000, 21, truth));
    if (fit.status !== "ok") return expect.fail(JSON.stringify(fit));
    const error = Math.sqrt(fit.covariance[3][3]) / Math.sqrt(0.21);
    expect(Math.abs(fit.effects[0] - truth.b)).toBeLessThan(4 * error);
    expect(Math.abs(Math.log(fit.params.c / truth.c))).toBeLessThan(4 * Math.sqrt(fit.covariance[2][2]));
    expect(Math.abs(Math.log(fit.params.gamma / truth.gamma))).toBeLessThan(4 * Math.sqrt(fit.covariance[0][0]));
    const [always, never] = [1, 0].map((x) => betaDiscreteWeibullRegression.survivalAlong(fit, [[x], [x], [x]]));
    expect(always[2]).toBeLessThan(never[2]);
    const survived = (x: number): number => {
      const exposure = Math.exp(truth.b * x) * 3 ** truth.c;
      return betaDiscreteWeibull.survival({ ...truth, c: 1 }, exposure);
    };
    expect(Math.abs(always[2] - survived(1))).toBeLessThan(0.02);
    expect(Math.abs(never[2] - survived(0))).toBeLessThan(0.02);
  });

  test("without columns it is the plain model", () => {
    const data = paths(4_000, 4, { gamma: 0.5, delta: 2, c: 1.4, b: 0 });
    const counted = renewals.fromContracts({
      renewals: data.decisions.map((n, i) => n - data.lost[i]),
      lost: data.lost,
    });
    const plain = betaDiscreteWeibull.fit(counted);
    const fit = betaDiscreteWeibullRegression.fit({ ...data, columns: [] });
    if (plain.status !== "ok" || fit.status !== "ok") return expect.fail(`${plain.status} ${fit.status}`);
    expectClose(fit.logLikelihood, plain.logLikelihood, 1e-10);
    expectClose(fit.params.c, plain.params.c, 1e-4);
  });
});
