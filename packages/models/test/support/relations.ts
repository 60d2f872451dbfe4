/** Exact relations between fits of related data: time in another unit, every customer twice, horizons, discounts. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cells as cellTools, random } from "@longworth/models";
import type { Cells, Fit, PurchaseModel } from "@longworth/models";
import { seeds } from "./arbitraries.js";
import { expectClose } from "./close.js";
import { EACH_MODEL } from "./models.js";

const RELATIVE = 1e-8;
const CUSTOMERS = 300;
const DETERMINED = 0.1; // smallest curvature: below it, rounding moves the optimum along a nearly flat direction

/** A data set of parameters drawn around the typical ones. */
function simulated(model: PurchaseModel, typical: Fit["params"], seed: number): Cells {
  const source = random.seeded(seed);
  const params = Object.fromEntries(
    Object.entries(typical).map(([k, v]) => [k, v * Math.exp(0.5 * random.normal(source))]),
  );
  const T = Float64Array.from({ length: CUSTOMERS }, () => 20 + 60 * source());
  return cellTools.cellsOf(model.simulate(params, T, source), T);
}

const timesScaled = (cells: Cells, c: number): Cells => ({
  ...cells,
  recency: cells.recency.map((t) => c * t),
  T: cells.T.map((t) => c * t),
  ...(cells.logGaps === undefined
    ? {}
    : { logGaps: cells.logGaps.map((sum, i) => sum + cells.frequency[i] * Math.log(c)) }),
});
const isTime = (name: string): boolean => name === "alpha" || name === "beta";

const PANELS = 8; // of five points: the rate of purchases bends where gaps must first run for a while

/** Five points. */
const GAUSS = {
  nodes: [-0.906179845938664, -0.538469310105683, 0, 0.538469310105683, 0.906179845938664],
  weights: [0.236926885056189, 0.478628670499366, 0.568888888888889, 0.478628670499366, 0.236926885056189],
};

/** Declares the tests. @param runs simulated data sets for each relation between fits */
export const describeRelations = (runs: number): void =>
  describe.each(EACH_MODEL)("$name", ({ model, typical }) => {
    const forData = (relation: (cells: Cells, fitted: Fit) => void): number => {
      let compared = 0;
      fc.assert(
        fc.property(seeds, (seed) => {
          const cells = simulated(model, typical, seed);
          const fitted = model.fit(cells);
          if (!(fitted.converged && fitted.diagnostics.smallestEigenvalue > DETERMINED)) return;
          compared++;
          relation(cells, fitted);
        }),
        { numRuns: runs },
      );
      return compared;
    };

    test("time measured in another unit scales alpha and beta, and nothing else", () => {
      const compared = forData((cells, fitted) => {
        const c = 7;
        const scaled = model.fit(timesScaled(cells, c));
        expect(scaled.converged).toBe(true);
        for (const [name, value] of Object.entries(fitted.params))
          expectClose(scaled.params[name], value * (isTime(name) ? c : 1), RELATIVE);
        const { purchases } = cellTools.totals(cells);
        expectClose(scaled.logLikelihood, fitted.logLikelihood - purchases * Math.log(c), RELATIVE);
        const before = model.expectedPurchases(fitted.params, cells, 26);
        model
          .expectedPurchases(scaled.params, timesScaled(cells, c), 26 * c)
          .forEach((v, i) => expectClose(v, before[i], 1e-7));
      });
      expect(compared).toBeGreaterThan(runs / 2);
    });

    test("every customer twice: the same parameters, twice the log-likelihood, half the covariance", () => {
      const compared = forData((cells, fitted) => {
        const twice = model.fit({ ...cells, weight: cells.weight.map((w) => 2 * w) });
        for (const [name, value] of Object.entries(fitted.params)) expectClose(twice.params[name], value, RELATIVE);
        expectClose(twice.logLikelihood, 2 * fitted.logLikelihood, RELATIVE);
        twice.covariance.forEach((row, i) => expectClose(2 * row[i], fitted.covariance[i][i], 1e-6));
      });
      expect(compared).toBeGreaterThan(runs / 2);
    });

    test("horizons add up: what is expected until s + t is what is expected until s, and from then on", () =>
      fc.assert(
        fc.property(
          seeds,
          fc.double({ min: 0.1, max: 40, noNaN: true }),
          fc.double({ min: 0.1, max: 40, noNaN: true }),
          (seed, s, t) => {
            const cells = simulated(model, typical, seed);
            const [none, first, both] = [0, s, s + t].map((h) => model.expectedPurchases(typical, cells, h));
            const { nodes, weights } = GAUSS;
            both.forEach((value, i) => {
              if (i > 5) return;
              const one = {
                ...cells,
                frequency: cells.frequency.slice(i, i + 1),
                recency: cells.recency.slice(i, i + 1),
                T: cells.T.slice(i, i + 1),
                weight: Float64Array.of(1),
              };
              const rate = (u: number): number => (at(u + 1e-4, one) - at(u - 1e-4, one)) / 2e-4;
              const h = t / PANELS;
              const inPanel = (from: number): number =>
                weights.reduce((sum, w, k) => sum + ((w * h) / 2) * rate(from + (h * (nodes[k] + 1)) / 2), 0);
              const later = Array.from({ length: PANELS }, (_, p) => inPanel(s + p * h)).reduce((a, b) => a + b, 0);
              expect(none[i]).toBe(0);
              expectClose(first[i] + later, value, 1e-6, 1e-3);
            });
          },
        ),
        { numRuns: 50 },
      ));

    const at = (horizon: number, cells: Cells): number => model.expectedPurchases(typical, cells, horizon)[0];

    test("without discount, or over no time, discounting changes nothing", () =>
      fc.assert(
        fc.property(seeds, (seed) => {
          const cells = simulated(model, typical, seed);
          const expected = model.expectedPurchases(typical, cells, 26);
          model
            .discountedExpectedPurchases(typical, cells, { rate: 0, horizon: 26 })
            .forEach((v, i) => expectClose(v, expected[i], RELATIVE));
          model
            .discountedExpectedPurchases(typical, cells, { rate: 0.01, horizon: 1e-6 })
            .forEach((v, i) => expectClose(v, model.expectedPurchases(typical, cells, 1e-6)[i], RELATIVE));
        }),
        { numRuns: 5 },
      ));
  });
