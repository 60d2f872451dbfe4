/** Pareto-smoothed importance sampling: Vehtari, Simpson, Gelman, Yao and Gabry (2024); Zhang and Stephens (2009). */

/** Normalised weights, the shape of their tail and what they are worth in independent draws. */
export type Smoothed = Readonly<{ weights: Float64Array; khat: number; ess: number }>;

const LEAST_EXCESS = 1e-14; // a tail that is lower than this is flat: nothing to smooth

/**
 * Weights from their logs, the largest ones replaced by quantiles of a fitted generalised Pareto tail.
 * @returns khat below 0.7 means that averages over the draws can be trusted; -Infinity when all weights are equal
 */
export function smoothWeights(logWeights: Float64Array): Smoothed {
  const highest = logWeights.reduce((a, b) => Math.max(a, b), -Infinity);
  const logs = logWeights.map((v) => v - highest);
  const tailSize = Math.floor(Math.min(logs.length / 5, 3 * Math.sqrt(logs.length)));
  const order = Array.from(logs, (_, i) => i).sort((i, j) => logs[i] - logs[j]);
  const tail = order.slice(order.length - tailSize);
  const cut = Math.exp(logs[order[order.length - tailSize - 1] ?? 0]);
  const excess = tail.map((i) => Math.exp(logs[i]) - cut);
  let khat = -Infinity;
  if (tailSize >= 5 && excess[tailSize - 1] > LEAST_EXCESS) {
    const fit = fitGeneralizedPareto(excess.map((v) => Math.max(v, Number.MIN_VALUE)));
    khat = fit.k;
    for (const [rank, i] of tail.entries()) {
      const survival = Math.log1p(-(rank + 0.5) / tailSize);
      const quantile = khat === 0 ? -fit.sigma * survival : (fit.sigma * Math.expm1(-khat * survival)) / khat;
      logs[i] = Math.min(Math.log(quantile + cut), 0);
    }
  }
  const raw = logs.map(Math.exp);
  const total = raw.reduce((a, b) => a + b, 0);
  const weights = raw.map((w) => w / total);
  return { weights, khat, ess: 1 / weights.reduce((sum, w) => sum + w * w, 0) };
}

/** Zhang and Stephens' estimate from ascending exceedances, with the weak prior on k of the paper above. */
function fitGeneralizedPareto(x: readonly number[]): { k: number; sigma: number } {
  const n = x.length;
  const m = 30 + Math.floor(Math.sqrt(n));
  const quarter = x[Math.floor(n / 4 + 0.5) - 1];
  const shape = (b: number): number => x.reduce((sum, v) => sum + Math.log1p(-b * v), 0) / n;
  const candidates = Array.from({ length: m }, (_, i) => (1 - Math.sqrt(m / (i + 0.5))) / (3 * quarter) + 1 / x[n - 1]);
  const profile = candidates.map((b) => {
    const k = shape(b);
    return n * (Math.log(-b / k) - k - 1);
  });
  const highest = Math.max(...profile);
  const weights = profile.map((v) => Math.exp(v - highest));
  const total = weights.reduce((a, b) => a + b, 0);
  const b = candidates.reduce((sum, candidate, i) => sum + (candidate * weights[i]) / total, 0);
  const k = shape(b);
  return { k: (n * k + 5) / (n + 10), sigma: -k / b };
}
