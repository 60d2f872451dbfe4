/** Losses of boosting, each with its gradient and Hessian in the raw score. MODELS-RETENTION C.3. */

/** What is minimised; JSON. Scores are logits (logistic), logs of means (poisson, gamma, tweedie) or values. */
export type Loss = Readonly<
  | { kind: "squared" | "logistic" | "poisson" | "gamma" }
  | { kind: "tweedie"; power: number } // variance of mean^power, 1 < power < 2
  | { kind: "quantile"; level: number } // in (0, 1)
>;

/** Gradient and Hessian of one row; the Hessian of `squared` and `quantile` is 1 everywhere. */
type Derivatives = (y: number, score: number) => readonly [loss: number, gradient: number, hessian: number];

/** Loss, gradient and Hessian of one row. @param y 0 or 1 for logistic, >= 0 for poisson and tweedie, > 0 for gamma */
export function derivatives(loss: Loss): Derivatives {
  switch (loss.kind) {
    case "squared":
      return (y, f) => [(f - y) ** 2 / 2, f - y, 1];
    case "logistic":
      return (y, f) => {
        const p = 1 / (1 + Math.exp(-f));
        return [Math.max(f, 0) + Math.log1p(Math.exp(-Math.abs(f))) - y * f, p - y, p * (1 - p)];
      };
    case "poisson":
      return (y, f) => [Math.exp(f) - y * f, Math.exp(f) - y, Math.exp(f)];
    case "gamma":
      return (y, f) => [f + y * Math.exp(-f), 1 - y * Math.exp(-f), y * Math.exp(-f)];
    case "tweedie":
      return tweedie(loss.power);
    case "quantile":
      return (y, f) => [pinball(y, f, loss.level), y >= f ? -loss.level : 1 - loss.level, 1];
  }
}

/** Loss of a quantile forecast. */
export const pinball = (y: number, forecast: number, level: number): number =>
  y >= forecast ? level * (y - forecast) : (1 - level) * (forecast - y);

function tweedie(power: number): Derivatives {
  const [low, high] = [1 - power, 2 - power];
  return (y, f) => {
    const bought = y * Math.exp(low * f);
    const level = Math.exp(high * f);
    return [level / high - bought / low, level - bought, high * level - low * bought];
  };
}

/** Unit deviance of a Tweedie mean, for comparisons at one power. */
export function tweedieDeviance(y: number, mean: number, power: number): number {
  const ends = y > 0 ? y ** (2 - power) / ((1 - power) * (2 - power)) : 0;
  return 2 * (ends - (y * mean ** (1 - power)) / (1 - power) + mean ** (2 - power) / (2 - power));
}

/** Whether all Hessians are 1, so that rows need only be counted. */
export const isFlat = ({ kind }: Loss): boolean => kind === "squared" || kind === "quantile";

/** The best constant score. @returns -Infinity or Infinity where the mean is at the edge of what the loss allows */
export function bestConstant(loss: Loss, target: Float64Array, rows: Int32Array): number {
  if (loss.kind === "quantile") return quantileOf(Float64Array.from(rows, (row) => target[row]).sort(), loss.level);
  let sum = 0;
  for (let k = 0; k < rows.length; k++) sum += target[rows[k]];
  const mean = sum / rows.length;
  if (loss.kind === "squared") return mean;
  return loss.kind === "logistic" ? Math.log(mean / (1 - mean)) : Math.log(mean);
}

/** Quantile of sorted values, linear between the order statistics. */
export function quantileOf(sorted: Float64Array, level: number): number {
  const place = level * (sorted.length - 1);
  const below = Math.floor(place);
  const next = sorted[Math.min(below + 1, sorted.length - 1)];
  return sorted[below] + (place - below) * (next - sorted[below]);
}

/** Mean loss over some rows. */
export function meanLoss(loss: Loss, { target, raw }: Scored, rows: Int32Array): number {
  const of = derivatives(loss);
  let sum = 0;
  for (let k = 0; k < rows.length; k++) sum += of(target[rows[k]], raw[rows[k]])[0];
  return sum / rows.length;
}

/** Targets and raw scores, one per row. */
export type Scored = Readonly<{ target: Float64Array; raw: Float64Array }>;

/** Writes the gradients of some rows, and their Hessians unless those are all 1. */
export function gradients(loss: Loss, { target, raw }: Scored, into: Gradients, rows: Int32Array): void {
  const { gradient, hessian } = into;
  if (loss.kind === "logistic" && hessian !== null)
    return logisticGradients({ target, raw }, { gradient, hessian }, rows);
  const of = derivatives(loss);
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k];
    const [, g, h] = of(target[row], raw[row]);
    gradient[row] = g;
    if (hessian !== null) hessian[row] = h;
  }
}

/** The same without an array per row: a tenth of the time of a fit. */
function logisticGradients(
  { target, raw }: Scored,
  { gradient, hessian }: Readonly<{ gradient: Float32Array; hessian: Float32Array }>,
  rows: Int32Array,
): void {
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k];
    const p = 1 / (1 + Math.exp(-raw[row]));
    gradient[row] = p - target[row];
    hessian[row] = p * (1 - p);
  }
}

/** One per row, in single precision as the reference has them. */
export type Gradients = Readonly<{ gradient: Float32Array; hessian: Float32Array | null }>;
