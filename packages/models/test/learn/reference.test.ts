/** The entries of section C of the shared reference that are formulas, each at its tolerance. */
import { describe, expect, test } from "vitest";
import { adam, clumpiness, conformal, layers, losses, recalibration, stacking, tweedie, ziln } from "@longworth/models";
import { expectClose } from "../support/close.js";
import { hasShared } from "../support/data.js";
import { entry } from "../support/learning-data.js";

type Numbers = readonly number[];
type Columns<K extends string> = Readonly<Record<K, Numbers>>;

const column = (values: Numbers): Float64Array => Float64Array.from(values);

/** Both of one length, entry by entry. */
function expectAll(actual: ArrayLike<number>, expected: Numbers, tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expectClose(actual[i], value, tolerance, 1));
}

describe.skipIf(!hasShared)("section C of the shared reference (skipped where ../shared is absent)", () => {
  test("C.ziln.loss: loss, slopes, curvatures and Fisher information of the heads", () => {
    type Keys = "loss" | "ga" | "gmu" | "gs" | "haa" | "hmm" | "hss" | "hms" | "fisherS";
    const { inputs, expected } = entry<Columns<"y" | "a" | "mu" | "s">, Columns<Keys>>("C.ziln.loss");
    const at = inputs.y.map((y, i) => ziln.lossOf(y, { logit: inputs.a[i], mu: inputs.mu[i], s: inputs.s[i] }));
    const picks: Readonly<Record<Keys, (one: ziln.ZilnLoss) => number>> = {
      loss: ({ loss }) => loss,
      ga: ({ gradient }) => gradient.logit,
      gmu: ({ gradient }) => gradient.mu,
      gs: ({ gradient }) => gradient.s,
      haa: ({ hessian }) => hessian.logit,
      hmm: ({ hessian }) => hessian.mu,
      hss: ({ hessian }) => hessian.s,
      hms: ({ hessian }) => hessian.muS,
      fisherS: ({ fisherS }) => fisherS,
    };
    for (const key of Object.keys(picks) as Keys[]) expectAll(at.map(picks[key]), expected[key], 1e-9);
  });

  test("C.ziln.interceptMLE and C.ziln.moments", () => {
    const constant = entry<Columns<"y">, ziln.Ziln>("C.ziln.interceptMLE");
    const { p, mu, sigma } = ziln.fitConstant(column(constant.inputs.y));
    expectAll([p, mu, sigma], [constant.expected.p, constant.expected.mu, constant.expected.sigma], 1e-12);
    type Inputs = Readonly<{ a: number; mu: number; sigma: number; u: Numbers; y: Numbers }>;
    type Expected = Readonly<{ mean: number; var: number }> & Columns<"quantiles" | "cdf" | "crps">;
    const { inputs, expected } = entry<Inputs, Expected>("C.ziln.moments");
    const one = { p: 1 / (1 + Math.exp(-inputs.a)), mu: inputs.mu, sigma: inputs.sigma };
    expectAll([ziln.mean(one), ziln.variance(one)], [expected.mean, expected.var], 1e-9);
    expectAll(
      inputs.u.map((u) => ziln.quantile(one, u)),
      expected.quantiles,
      1e-9,
    );
    expectAll(
      inputs.y.map((y) => ziln.cdf(one, y)),
      expected.cdf,
      1e-9,
    );
    expectAll(
      inputs.y.map((y) => ziln.crps(one, y)),
      expected.crps,
      1e-9,
    );
  });

  test("C.tweedie and C.gammaLoss: loss, slope and curvature; the deviance of Tweedie", () => {
    type Keys = "loss" | "g" | "h";
    type Inputs = Columns<"y" | "f"> & Readonly<{ power: number }>;
    const check = (kind: losses.Loss, { y, f }: Columns<"y" | "f">, expected: Columns<Keys>, tolerance: number) => {
      const at = y.map((v, i) => losses.derivatives(kind)(v, f[i]));
      (["loss", "g", "h"] as const).forEach((key, k) =>
        expectAll(
          at.map((one) => one[k]),
          expected[key],
          tolerance,
        ),
      );
    };
    const { inputs, expected } = entry<Inputs, Columns<Keys | "deviance">>("C.tweedie");
    check({ kind: "tweedie", power: inputs.power }, inputs, expected, 1e-10);
    const deviances = inputs.y.map((y, i) => losses.tweedieDeviance(y, Math.exp(inputs.f[i]), inputs.power));
    expectAll(deviances, expected.deviance, 1e-10);
    const gamma = entry<Inputs, Columns<Keys>>("C.gammaLoss");
    check({ kind: "gamma" }, gamma.inputs, gamma.expected, 1e-12);
  });

  test("C.tweedie.density: the Poisson number, the Gamma amounts, and the log density", () => {
    type Inputs = Readonly<{ mu: number; phi: number; power: number; y: Numbers }>;
    type Expected = Readonly<{ lam: number; shape: number; scale: number; logpdf: Numbers }>;
    const { inputs, expected } = entry<Inputs, Expected>("C.tweedie.density");
    const one = { mean: inputs.mu, dispersion: inputs.phi, power: inputs.power };
    const { rate, shape, scale } = tweedie.compoundOf(one);
    expectAll([rate, shape, scale], [expected.lam, expected.shape, expected.scale], 1e-9);
    expectAll(
      inputs.y.map((y) => tweedie.logDensity(y, one)),
      expected.logpdf,
      1e-9,
    );
  });

  test("C.pinball, C.smearing, C.calibFactor", () => {
    const pinball = entry<Columns<"y" | "q"> & Readonly<{ tau: number }>, Numbers>("C.pinball");
    const { y, q, tau } = pinball.inputs;
    expectAll(
      y.map((v, i) => losses.pinball(v, q[i], tau)),
      pinball.expected,
      1e-12,
    );
    const duan = entry<Columns<"resid">, Readonly<{ duan: number }>>("C.smearing");
    expectClose(recalibration.smearing(column(duan.inputs.resid)), duan.expected.duan, 1e-12);
    const factor = entry<Columns<"y" | "pred">, number>("C.calibFactor");
    const level = recalibration.meanFactor(column(factor.inputs.y), column(factor.inputs.pred));
    expectClose(level, factor.expected, 1e-12);
    expect(recalibration.meanFactor(column([1]), column([0]))).toBeNaN();
  });

  test("C.isotonic: ties pooled, then adjacent violators; linear between the points, constant beyond", () => {
    const { inputs, expected } = entry<Columns<"x" | "y" | "w">, Columns<"u" | "fit">>("C.isotonic");
    const points = { x: column(inputs.x), y: column(inputs.y), weight: column(inputs.w) };
    const fitted = recalibration.isotonic(points);
    expectAll(fitted.x, expected.u, 1e-12);
    expectAll(fitted.value, expected.fit, 1e-12);
    const [first, last] = [expected.fit[0], expected.fit[expected.fit.length - 1]];
    const between = recalibration.applyIsotonic(fitted, column([-9, 1, 2.5, 5.5, 99]));
    expectAll(
      between,
      [first, first, (expected.fit[1] + expected.fit[2]) / 2, (expected.fit[4] + expected.fit[5]) / 2, last],
      1e-12,
    );
  });

  test("C.conformal.quantile and C.cqr", () => {
    const ranks = entry<Columns<"scores" | "alphas">, readonly (number | "Infinity")[]>("C.conformal.quantile");
    const quantiles = ranks.inputs.alphas.map((a) => conformal.conformalQuantile(column(ranks.inputs.scores), a));
    expect(quantiles).toEqual(ranks.expected.map(Number));
    type Inputs = Columns<"lo" | "hi" | "y" | "newLo" | "newHi"> & Readonly<{ alpha: number }>;
    type Expected = Columns<"lower" | "upper"> & Readonly<{ Q: number }>;
    const { inputs, expected } = entry<Inputs, Expected>("C.cqr");
    const { lo, hi, y, newLo, newHi, alpha } = inputs;
    const by = conformal.widening(column(y), { low: column(lo), high: column(hi) }, alpha);
    expectClose(by, expected.Q, 1e-12);
    const { low, high } = conformal.widened({ low: column(newLo), high: column(newHi) }, by);
    expectAll(low, expected.lower, 1e-12);
    expectAll(high, expected.upper, 1e-12);
  });

  test("C.stack.nnls and C.clumpiness", () => {
    type Inputs = Readonly<{ Z: readonly Numbers[]; y: Numbers }>;
    const { inputs, expected } = entry<Inputs, Columns<"w">>("C.stack.nnls");
    const forecasts = inputs.Z[0].map((_, j) => Float64Array.from(inputs.Z, (row) => row[j]));
    expectAll(stacking.nonNegativeWeights(forecasts, column(inputs.y)), expected.w, 1e-7);
    type Cases = Readonly<{ cases: readonly (readonly [times: Numbers, periods: number])[] }>;
    const clumps = entry<Cases, Numbers>("C.clumpiness");
    expectAll(
      clumps.inputs.cases.map(([times, periods]) => clumpiness.clumpiness(times, periods)),
      clumps.expected,
      1e-12,
    );
    expect(clumpiness.clumpiness([], 12)).toBeNaN();
  });

  test("C.mlp: loss, every slope, and the loss after one step of Adam", () => {
    type Inputs = Readonly<{
      X: readonly Numbers[];
      y: Numbers;
      W: readonly (readonly Numbers[])[];
      b: readonly Numbers[];
    }>;
    type Expected = Readonly<{ loss: number; gW: Inputs["W"]; gb: Inputs["b"]; lossAfterAdam1: number }>;
    const { inputs, expected } = entry<Inputs, Expected>("C.mlp");
    const start = inputs.W.map((weights, l) => ({
      inputs: weights.length,
      outputs: inputs.b[l].length,
      weights: weights.flat(),
      bias: inputs.b[l],
    }));
    const batch = { inputs: inputs.X.map(column), target: inputs.y };
    const at = layers.slopes(start, batch);
    expectClose(at.loss, expected.loss, 1e-9);
    for (const [l, { weights, bias }] of at.layers.entries()) {
      expectAll(weights, expected.gW[l].flat(), 1e-9);
      expectAll(bias, expected.gb[l], 1e-9);
    }
    const step = adam.adam({ learningRate: 0.01, decay: 0, maxNorm: Infinity });
    expectClose(layers.slopes(step(start, at.layers), batch).loss, expected.lossAfterAdam1, 1e-9);
  });
});
