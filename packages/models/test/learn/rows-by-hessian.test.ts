/** Least rows of a leaf, counted by what they can tell: few rows of next to no Hessian are no leaf. */
import { describe, expect, test } from "vitest";
import { bins, boosting, random } from "@longworth/models";

const MIN_ROWS = 20;
const BUSY = 2; // orders expected
const SILENT = 0.02;

/** Every second customer is busy. Of the silent ones 30 are alike in `feature`, and three of those came back by chance. */
function shop() {
  const draw = random.seeded(3);
  const size = 3_000;
  const isBusy = (i: number): boolean => i % 2 === 0;
  const feature = Float64Array.from({ length: size }, (_, i) => (i % 100 === 1 ? 2 : Math.floor(10 * draw()) / 10));
  const offset = Float64Array.from({ length: size }, (_, i) => Math.log(isBusy(i) ? BUSY : SILENT));
  const target = offset.map((score, i) => (i % 1_000 === 1 ? 1 : random.poisson(draw, Math.exp(score))));
  const columns = [feature, offset];
  return { bins: bins.toBins(bins.featuresOf(columns, { maxBins: 63 }), columns), target, offset };
}

const OPTIONS = { rounds: 5, maxLeaves: 15, minRows: MIN_ROWS, l2: 5 } as const;

describe("rows by Hessian", () => {
  test("a few silent customers with luck are a leaf when counted as rows, and none by their Hessian", () => {
    const training = shop();
    const lucky = Array.from({ length: 30 }, (_, k) => 100 * k + 1);
    const moved = (rowsByHessian: boolean): number => {
      const fit = boosting.fit(training, { ...OPTIONS, loss: { kind: "poisson" }, rowsByHessian });
      const scores = boosting.scores(fit, training.bins, training.offset);
      return lucky.reduce((sum, i) => sum + scores[i] - training.offset[i], 0) / lucky.length;
    };
    expect(moved(false)).toBeGreaterThan(0.1);
    expect(Math.abs(moved(true))).toBeLessThan(0.03);
  });

  test("of rows that are all alike nothing changes", () => {
    const { bins: data, target } = shop();
    const fit = (rowsByHessian: boolean) =>
      boosting.fit({ bins: data, target }, { ...OPTIONS, loss: { kind: "squared" }, rowsByHessian });
    expect(fit(true)).toEqual(fit(false));
  });

  test("no child has less of the Hessian than so many rows of its node on average", () => {
    const training = shop();
    const fit = boosting.fit(training, { ...OPTIONS, rounds: 1, loss: { kind: "poisson" }, rowsByHessian: true });
    const [tree] = fit.trees;
    const hessian = training.offset.map(Math.exp);
    const below = (node: number, rows: readonly number[]): void => {
      if (tree.left[node] < 0) return;
      const column = training.bins.columns[tree.feature[node]];
      const sum = (some: readonly number[]): number => some.reduce((all, i) => all + hessian[i], 0);
      const left = rows.filter((i) => column[i] <= tree.bin[node]);
      const right = rows.filter((i) => column[i] > tree.bin[node]);
      for (const side of [left, right]) {
        expect(sum(side)).toBeGreaterThanOrEqual((MIN_ROWS * sum(rows)) / rows.length - 1e-3);
      }
      below(tree.left[node], left);
      below(tree.right[node], right);
    };
    expect(tree.left[0]).toBeGreaterThan(0);
    below(0, [...boosting.everyRow(training.bins.rows)]);
  });
});
