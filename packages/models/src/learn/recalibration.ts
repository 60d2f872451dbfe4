/** Repairing predictions whose level or shape is off. MODELS-RETENTION C.8; of the mean of logs C.3. */

/** What came over what was predicted; NaN when nothing was predicted. */
export function meanFactor(actual: Float64Array, predicted: Float64Array): number {
  const expected = predicted.reduce((a, b) => a + b, 0);
  return expected === 0 ? NaN : actual.reduce((a, b) => a + b, 0) / expected;
}

/** Duan's smearing: what the exponential of a predicted log must be multiplied by. @param residuals of the logs */
export const smearing = (residuals: Float64Array): number =>
  residuals.reduce((sum, e) => sum + Math.exp(e), 0) / residuals.length;

/** A rising step function through its values at `x`, ascending and distinct; JSON. */
export type Isotonic = Readonly<{ x: readonly number[]; value: readonly number[] }>;

/** Rows of an isotonic regression. */
export type WeightedPoints = Readonly<{ x: Float64Array; y: Float64Array; weight: Float64Array }>;

/** The rising function nearest to the points in weighted squares: ties in x pooled, then adjacent violators. */
export function isotonic({ x, y, weight }: WeightedPoints): Isotonic {
  const order = Array.from(x, (_, i) => i).sort((a, b) => x[a] - x[b] || a - b);
  const blocks: { from: number; to: number; weight: number; sum: number }[] = [];
  const distinct: number[] = [];
  for (const [k, i] of order.entries()) {
    if (k > 0 && x[i] === x[order[k - 1]]) {
      const last = blocks[blocks.length - 1];
      last.weight += weight[i];
      last.sum += weight[i] * y[i];
    } else {
      blocks.push({ from: distinct.length, to: distinct.length, weight: weight[i], sum: weight[i] * y[i] });
      distinct.push(x[i]);
    }
  }
  const pooled: typeof blocks = [];
  for (const block of blocks) {
    pooled.push(block);
    while (pooled.length > 1) {
      const [before, last] = pooled.slice(-2);
      if (before.sum / before.weight < last.sum / last.weight) break;
      before.to = last.to;
      before.weight += last.weight;
      before.sum += last.sum;
      pooled.pop();
    }
  }
  const value = pooled.flatMap((block) =>
    Array.from({ length: block.to - block.from + 1 }, () => block.sum / block.weight),
  );
  return { x: distinct, value };
}

/** The function at new points: linear between those of the fit, constant beyond them. */
export function applyIsotonic({ x, value }: Isotonic, points: Float64Array): Float64Array {
  return points.map((point) => {
    const after = x.findIndex((at) => at >= point);
    if (after < 0) return value[value.length - 1];
    if (after === 0 || x[after] === point) return value[after];
    const share = (point - x[after - 1]) / (x[after] - x[after - 1]);
    return value[after - 1] + share * (value[after] - value[after - 1]);
  });
}
