/** What customers will do, with the uncertainty of the parameters: counts per customer, moments of totals. */
import { countQuantile } from "../inference/intervals.js";
import type { Moments } from "../inference/intervals.js";
import type { Cells, Params, PurchaseModel } from "./model.js";

/** What to forecast: how far, and which quantiles. */
export type Outcome = Readonly<{ horizon: number; probabilities: readonly number[] }>;

/**
 * Quantiles of the number of purchases of each cell's customer in (T, T + horizon]: the exact distribution, averaged
 * over the draws of the parameters.
 * @returns one column per probability: the smallest n with P(Y <= n) >= probability
 */
export function outcomeInterval<P extends Params>(
  model: Pick<PurchaseModel<P>, "purchaseDistribution">,
  { draws, cells }: Readonly<{ draws: readonly P[]; cells: Cells }>,
  { horizon, probabilities }: Outcome,
): readonly Float64Array[] {
  const mixed: Float64Array[] = Array.from(cells.T, () => new Float64Array(0));
  for (const params of draws) {
    for (const [i, distribution] of model.purchaseDistribution(params, cells, horizon).entries()) {
      if (mixed[i].length < distribution.length) {
        const longer = new Float64Array(distribution.length);
        longer.set(mixed[i]);
        mixed[i] = longer;
      }
      for (let n = 0; n < distribution.length; n++) mixed[i][n] += distribution[n] / draws.length;
    }
  }
  return probabilities.map((p) => Float64Array.from(mixed, (distribution) => countQuantile(distribution, p)));
}

/** Of the purchases of all customers in (T, T + horizon], who are independent given the parameters. */
export function totalMoments<P extends Params>(
  model: Pick<PurchaseModel<P>, "expectedPurchases" | "purchaseVariance">,
  { params, cells }: Readonly<{ params: P; cells: Cells }>,
  horizon: number,
): Moments {
  const means = model.expectedPurchases(params, cells, horizon);
  const variances = model.purchaseVariance(params, cells, horizon);
  let [mean, variance] = [0, 0];
  for (let i = 0; i < means.length; i++) {
    mean += cells.weight[i] * means[i];
    variance += cells.weight[i] * variances[i];
  }
  return { mean, variance };
}
