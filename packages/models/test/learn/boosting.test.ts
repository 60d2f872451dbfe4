/** Boosting against the reference, which equals scikit-learn's histogram boosting, and by what it promises. */
import { describe, expect, test } from "vitest";
import { bins, boosting, folds, losses, random, treeShap, trees } from "@longworth/models";
import { expectClose } from "../support/close.js";
import { hasShared } from "../support/data.js";
import { entry, fixture } from "../support/learning-data.js";

type Loss = boosting.BoostingOptions["loss"];

/** The reference's names of the options. */
type ReferenceParams = Readonly<{
  loss: "squared" | "logistic" | "poisson" | "quantile";
  iters: number;
  leaves: number;
  depth?: number;
  min_leaf: number;
  l2?: number;
  lr?: number;
  max_bins?: number;
  quantile?: number;
  mono?: readonly number[];
  cats?: readonly number[];
}>;

const lossOf = ({ loss, quantile = 0.5 }: ReferenceParams): Loss =>
  loss === "quantile" ? { kind: loss, level: quantile } : { kind: loss };

function fitted(params: ReferenceParams, target: (y: Float64Array) => Float64Array = (y) => y) {
  const { columns, y } = fixture("gbdt_train.csv");
  const features = bins.featuresOf(columns, { maxBins: params.max_bins ?? 255, categories: params.cats ?? [] });
  const options = {
    loss: lossOf(params),
    rounds: params.iters,
    learningRate: params.lr ?? 0.1,
    maxLeaves: params.leaves,
    maxDepth: params.depth ?? 0,
    minRows: params.min_leaf,
    l2: params.l2 ?? 0,
    ...(params.mono === undefined ? {} : { monotone: params.mono }),
  };
  const fit = boosting.fit({ bins: bins.toBins(features, columns), target: target(y) }, options);
  return { fit, test: bins.toBins(features, fixture("gbdt_test.csv").columns) };
}

const median = (y: Float64Array): number => {
  const sorted = y.toSorted();
  return (sorted[y.length / 2 - 1] + sorted[y.length / 2]) / 2;
};

const TARGETS: Readonly<Record<string, (y: Float64Array) => Float64Array>> = {
  "y>median(y)": (y) => y.map((v) => Number(v > median(y))),
  "max(0,round(y+1))": (y) => y.map((v) => Math.max(0, roundEven(v + 1))),
  y: (y) => y,
};

/** As the reference rounds: halves to the even neighbour. */
const roundEven = (v: number): number => {
  const floor = Math.floor(v);
  if (v - floor !== 0.5) return Math.round(v);
  return floor % 2 === 0 ? floor : floor + 1;
};

type GbdtInputs = Readonly<{ target: string; params: ReferenceParams }>;
type GbdtExpected = Readonly<{
  base: number;
  pred0_9: readonly number[];
  meanPred: number;
  rootFeature: number;
  rootBin: number;
  rootThreshold: number;
  rootGain: number;
  rootMissingLeft: boolean;
}>;

describe.skipIf(!hasShared)("the shared reference values (skipped where ../shared is absent)", () => {
  test.each(["sq_basic", "sq_l2_depth_bins16", "sq_mono", "sq_cat", "poisson", "logistic_cat", "quantile90"])(
    "C.gbdt.%s: predictions and first split of scikit-learn",
    (name) => {
      const { inputs, expected } = entry<GbdtInputs, GbdtExpected>(`C.gbdt.${name}`);
      const { fit, test: rows } = fitted(inputs.params, TARGETS[inputs.target]);
      const scores = boosting.scores(fit, rows);
      expectClose(fit.start, expected.base, 1e-12, 1);
      expected.pred0_9.forEach((value, i) => expectClose(scores[i], value, 1e-5, 1));
      expectClose(scores.reduce((a, b) => a + b, 0) / scores.length, expected.meanPred, 1e-5, 1);
      const [first] = fit.trees;
      expect(first.feature[0]).toBe(expected.rootFeature);
      expect(first.bin[0]).toBe(expected.rootBin);
      const [, root] = fit.features;
      expect(root.kind === "numeric" && root.thresholds[first.bin[0]]).toBe(expected.rootThreshold);
      expectClose(first.gain[0], expected.rootGain, 1e-5);
      if (inputs.params.loss !== "quantile") expect(first.missingLeft[0]).toBe(expected.rootMissingLeft);
    },
  );

  test("C.gbdt.earlystop: the round with the least validation loss is kept", () => {
    type Expected = Readonly<Record<"treesGrown" | "bestIter" | "valLossAtBest" | "valLoss0", number>>;
    const { expected } = entry<unknown, Expected>("C.gbdt.earlystop");
    const [train, valid] = [fixture("gbdt_train.csv"), fixture("gbdt_test.csv")];
    const both = train.columns.map((column, j) => Float64Array.of(...column, ...valid.columns[j]));
    const data = bins.toBins(bins.featuresOf(train.columns), both);
    const count = train.y.length;
    const rows = Int32Array.from({ length: count }, (_, i) => i);
    const outside = Int32Array.from({ length: valid.y.length }, (_, i) => count + i);
    const target = Float64Array.of(...train.y, ...valid.y);
    const options = { loss: { kind: "squared" }, rounds: 200, learningRate: 0.3, maxLeaves: 15, minRows: 10 } as const;
    const fit = boosting.fit({ bins: data, target, rows }, options, { rows: outside, patience: 10 });
    expect(fit.losses.length - 1).toBe(expected.treesGrown);
    expect(fit.trees).toHaveLength(expected.bestIter);
    expectClose(fit.losses[0], expected.valLoss0, 1e-6, 1);
    expectClose(fit.losses[expected.bestIter], expected.valLossAtBest, 1e-6, 1);
  });

  test("C.bins: midpoints when values are few, else around the quantiles; missing values in the bin after the last", () => {
    const { expected } = entry<unknown, Readonly<Record<"th4" | "bins4" | "th255", readonly number[]>>>("C.bins");
    const column = Float64Array.of(1, 2, 2, 3, 4, 5, 6, 7, 8, 9, NaN);
    const few = bins.featuresOf([column], { maxBins: 4 });
    expect(few).toEqual([{ kind: "numeric", thresholds: expected.th4 }]);
    expect([...bins.toBins(few, [column]).columns[0]]).toEqual(expected.bins4);
    expect(bins.featuresOf([column])).toEqual([{ kind: "numeric", thresholds: expected.th255 }]);
  });

  test("C.treeshap: trees, exact contributions, fast contributions and scores", () => {
    type ReferenceTree = Readonly<Record<"feat" | "left" | "right" | "ml" | "value" | "cover", readonly number[]>>;
    type Inputs = Readonly<{ params: ReferenceParams; trees: readonly ReferenceTree[] }>;
    type Expected = Readonly<{
      expected: number;
      shap: readonly (readonly number[])[];
      saabas: readonly (readonly number[])[];
      pred: readonly number[];
    }>;
    const { inputs, expected } = entry<Inputs, Expected>("C.treeshap");
    const { fit, test: rows } = fitted({ ...inputs.params, iters: 5 });
    for (const [t, tree] of inputs.trees.entries()) {
      const grown = fit.trees[t];
      expect(grown.feature).toEqual(tree.feat);
      expect([grown.left, grown.right, grown.cover]).toEqual([tree.left, tree.right, tree.cover]);
      expect(grown.missingLeft).toEqual(tree.ml);
      tree.value.forEach((value, i) => tree.feat[i] >= 0 || expectClose(grown.value[i], value, 1e-8, 1));
    }
    const scores = boosting.scores(fit, rows);
    for (const [i, contributions] of expected.shap.entries()) {
      const row = trees.rowOf(rows, i);
      const exact = treeShap.attribute(fit, row);
      expectClose(exact.expectation, expected.expected, 1e-8);
      contributions.forEach((value, j) => expectClose(exact.contributions[j], value, 1e-8, 1));
      const fast = treeShap.attributeFast(fit, row);
      expected.saabas[i].forEach((value, j) => expectClose(fast.contributions[j], value, 1e-8, 1));
      expectClose(scores[i], expected.pred[i], 1e-8);
    }
  });
});

/** Rows with missing values, a category, and a target that depends on both. */
function shop(rows: number, seed: number) {
  const draw = random.seeded(seed);
  const spend = Float64Array.from({ length: rows }, () => (draw() < 0.2 ? NaN : random.normal(draw)));
  const channel = Float64Array.from({ length: rows }, () => Math.floor(12 * draw()));
  const age = Float64Array.from({ length: rows }, () => 30 * draw());
  const target = Float64Array.from(spend, (s, i) => {
    const rate = Math.exp((Number.isNaN(s) ? 1 : s) / 2 + (channel[i] % 3) / 2 - age[i] / 30);
    return random.poisson(draw, rate);
  });
  const columns = [spend, channel, age];
  const features = bins.featuresOf(columns, { categories: [1], maxBins: 63 });
  return { columns, target, data: bins.toBins(features, columns) };
}

const POISSON = { loss: { kind: "poisson" }, rounds: 60, maxLeaves: 15, minRows: 20, l2: 1 } as const;

describe("what boosting promises", () => {
  test("a fit is JSON, and the same after it was written and read", () => {
    const { data, target } = shop(800, 1);
    const fit = boosting.fit({ bins: data, target }, POISSON);
    const read = JSON.parse(JSON.stringify(fit)) as boosting.Boosting;
    expect(read).toEqual(fit);
    expect(boosting.scores(read, data)).toEqual(boosting.scores(fit, data));
  });

  test("contributions and expectation add up to the score, also with categories and missing values", () => {
    const { data, target } = shop(800, 2);
    const fit = boosting.fit({ bins: data, target }, { ...POISSON, rounds: 20 });
    const scores = boosting.scores(fit, data);
    for (let i = 0; i < 40; i++) {
      const { expectation, contributions } = treeShap.attribute(fit, trees.rowOf(data, i));
      expectClose(
        contributions.reduce((a, b) => a + b, expectation),
        scores[i],
        1e-12,
        1,
      );
    }
  });

  test("it learns: better than the constant outside the training, and keeps the mean inside", () => {
    const { data, target } = shop(4_000, 3);
    const rows = Int32Array.from({ length: 3_000 }, (_, i) => i);
    const outside = Int32Array.from({ length: 1_000 }, (_, i) => 3_000 + i);
    const fit = boosting.fit({ bins: data, target, rows }, POISSON, { rows: outside, patience: 15 });
    expect(fit.trees.length).toBeGreaterThan(5);
    expect(Math.min(...fit.losses)).toBeLessThan(fit.losses[0] - 0.1);
    const raw = boosting.scores(fit, data);
    const predicted = rows.reduce((sum, i) => sum + Math.exp(raw[i]), 0);
    expectClose(
      predicted,
      rows.reduce((sum, i) => sum + target[i], 0),
      0.02,
    );
  });

  test("scores never fall along a feature that is told so, whatever the others", () => {
    const { columns, data, target } = shop(1_500, 4);
    const fit = boosting.fit({ bins: data, target }, { ...POISSON, monotone: [1, 0, -1] });
    for (let i = 0; i < 50; i++) {
      const steps = Float64Array.from({ length: 40 }, (_, k) => -3 + k * 0.15);
      const other = (j: number): Float64Array => new Float64Array(40).fill(columns[j][i]);
      const along = boosting.scores(fit, bins.toBins(fit.features, [steps, other(1), other(2)]));
      along.forEach((score, k) => expect(score).toBeGreaterThanOrEqual(along[Math.max(k - 1, 0)] - 1e-12));
      const ages = steps.map((s) => 10 * (s + 3));
      const falling = boosting.scores(fit, bins.toBins(fit.features, [other(0), other(1), ages]));
      falling.forEach((score, k) => expect(score).toBeLessThanOrEqual(falling[Math.max(k - 1, 0)] + 1e-12));
    }
  });

  test("bagging and a share of the features depend on the seed alone; without them the seed is nothing", () => {
    const { data, target } = shop(600, 5);
    const withSeed = (seed: number, share: number) =>
      boosting.fit({ bins: data, target }, { ...POISSON, seed, rowShare: share, featureShare: share });
    expect(withSeed(1, 0.7)).toEqual(withSeed(1, 0.7));
    expect(withSeed(1, 0.7)).not.toEqual(withSeed(2, 0.7));
    expect(withSeed(1, 1)).toEqual(withSeed(2, 1));
  });

  test("an offset is corrected, not learned again: with the truth as offset there is nothing to add", () => {
    const { data, target } = shop(3_000, 6);
    const truth = boosting.scores(boosting.fit({ bins: data, target }, POISSON), data);
    const fit = boosting.fit({ bins: data, target, offset: truth }, { ...POISSON, rounds: 5 });
    const corrected = boosting.scores(fit, data, truth);
    expect(fit.start).toBe(0);
    const moved = corrected.map((score, i) => Math.abs(score - truth[i])).reduce((a, b) => a + b, 0) / truth.length;
    expect(moved).toBeLessThan(0.05);
  });

  test("nothing to split: no rows to spare, one value, or constant targets give the constant", () => {
    const constant = new Float64Array(50).fill(3);
    const data = bins.toBins(bins.featuresOf([constant]), [constant]);
    for (const loss of [{ kind: "squared" }, { kind: "poisson" }, { kind: "quantile", level: 0.9 }] as const) {
      const fit = boosting.fit({ bins: data, target: constant }, { loss, rounds: 3 });
      boosting.scores(fit, data).forEach((score) => expectClose(score, fit.start, 1e-9));
      expect(fit.trees.every((tree) => tree.feature.length === 1)).toBe(true);
    }
  });

  test("gradient and Hessian are the slopes of the loss", () => {
    const cases: readonly Loss[] = [
      { kind: "squared" },
      { kind: "logistic" },
      { kind: "poisson" },
      { kind: "gamma" },
      { kind: "tweedie", power: 1.3 },
      { kind: "quantile", level: 0.2 },
    ];
    const step = 1e-5;
    for (const loss of cases) {
      const of = losses.derivatives(loss);
      for (const [y, f] of [
        [1, 0.3],
        [1, -1.2],
      ]) {
        const [, g, h] = of(y, f);
        expectClose((of(y, f + step)[0] - of(y, f - step)[0]) / (2 * step), g, 1e-7, 1);
        if (loss.kind !== "quantile") expectClose((of(y, f + step)[1] - of(y, f - step)[1]) / (2 * step), h, 1e-7, 1);
      }
    }
  });
});

describe("folds", () => {
  const { data, target } = shop(1_500, 7);
  const fold = Uint8Array.from(target, (_, i) => i % 3);
  const options = { ...POISSON, patience: 15 };

  test("every row's score comes from a model that has not seen it, at the round of the least mean loss", () => {
    const { models, losses, outside } = folds.fitFolds({ bins: data, target }, fold, options);
    const rounds = boosting.leastAt(losses);
    expect(rounds).toBeGreaterThan(0);
    for (const [own, model] of models.entries()) {
      expect(model.trees).toHaveLength(rounds);
      const rows = Int32Array.from({ length: 1_500 }, (_, i) => i).filter((i) => fold[i] !== own);
      const alone = boosting.fit({ bins: data, target, rows }, { ...POISSON, rounds });
      expect(alone.trees).toEqual(model.trees);
      const scores = boosting.scores(model, data);
      scores.forEach((score, i) => fold[i] !== own || expectClose(outside[i], score, 1e-12, 1));
    }
  });

  test("where there is nothing to learn there is no tree, and an offset stays as it is", () => {
    const draw = random.seeded(8);
    const noise = target.map(() => random.poisson(draw, 2));
    const offset = new Float64Array(noise.length).fill(Math.log(2));
    const { models, outside } = folds.fitFolds({ bins: data, target: noise, offset }, fold, { ...options, l2: 50 });
    expect(models[0].trees.length).toBeLessThan(3);
    if (models[0].trees.length === 0) expect(outside).toEqual(offset);
  });
});
