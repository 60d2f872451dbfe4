/**
 * Zero-inflated log-normal: nothing with probability 1 - p, else the exponential of a Normal(mu, sigma). Wang, Liu and
 * Miao (2019), "A deep probabilistic model for customer lifetime value prediction". MODELS-RETENTION C.3.
 */
import { sigmoid } from "../math/logs.js";
import { normalCdf, normalQuantile } from "../math/normal.js";

/** p in [0, 1], sigma > 0. */
export type Ziln = Readonly<{ p: number; mu: number; sigma: number }>;

/** Raw outputs of a learner: logit of p, mu, and s with sigma = softplus(s). */
export type Heads = Readonly<{ logit: number; mu: number; s: number }>;

/** Loss of one customer with its slopes in the heads; `fisherS` is the expectation of the curvature in s. */
export type ZilnLoss = Readonly<{
  loss: number;
  gradient: Heads;
  hessian: Readonly<{ logit: number; mu: number; s: number; muS: number }>;
  fisherS: number;
}>;

const LEAST_SIGMA = Math.sqrt(1e-7);
const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

/** log(1 + e^x), without overflow. */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** The distribution that raw outputs stand for. */
export const distributionOf = ({ logit, mu, s }: Heads): Ziln => ({
  p: sigmoid(logit),
  mu,
  sigma: Math.max(softplus(s), LEAST_SIGMA),
});

/** Minus the log density, with its first and second derivatives in the heads. @param y >= 0 */
export function lossOf(y: number, heads: Heads): ZilnLoss {
  const { p, mu, sigma } = distributionOf(heads);
  const logitHessian = p * (1 - p);
  if (!(y > 0)) {
    return {
      loss: softplus(heads.logit),
      gradient: { logit: p, mu: 0, s: 0 },
      hessian: { logit: logitHessian, mu: 0, s: 0, muS: 0 },
      fisherS: 0,
    };
  }
  const q = sigmoid(heads.s);
  const e = (Math.log(y) - mu) / sigma;
  const square = sigma * sigma;
  const slope = (1 - e * e) / sigma;
  return {
    loss: softplus(-heads.logit) + Math.log(y) + Math.log(sigma) + HALF_LOG_TWO_PI + (e * e) / 2,
    gradient: { logit: p - 1, mu: -e / sigma, s: slope * q },
    hessian: {
      logit: logitHessian,
      mu: 1 / square,
      s: ((3 * e * e - 1) / square) * q * q + slope * q * (1 - q),
      muS: (2 * e * q) / square,
    },
    fisherS: (2 * q * q) / square,
  };
}

/** The best distribution without any features: share, mean and sd (of the population) of the logs of what is positive. */
export function fitConstant(y: Float64Array): Ziln {
  const logs = y.filter((v) => v > 0).map(Math.log);
  const mu = logs.reduce((a, b) => a + b, 0) / logs.length;
  const square = logs.reduce((sum, log) => sum + (log - mu) ** 2, 0) / logs.length;
  return { p: logs.length / y.length, mu, sigma: Math.sqrt(square) };
}

/** Mean. It grows like e^(sigma^2 / 2): cap sigma at 3 when it is predicted, and recalibrate. */
export const mean = ({ p, mu, sigma }: Ziln): number => p * Math.exp(mu + sigma ** 2 / 2);

/** Variance. */
export const variance = ({ p, mu, sigma }: Ziln): number =>
  p * Math.exp(2 * mu + sigma ** 2) * (Math.exp(sigma ** 2) - p);

/** Quantile. @param level in (0, 1) */
export const quantile = ({ p, mu, sigma }: Ziln, level: number): number =>
  level <= 1 - p ? 0 : Math.exp(mu + sigma * normalQuantile((level - 1 + p) / p));

/** P(Y <= y). */
export const cdf = ({ p, mu, sigma }: Ziln, y: number): number =>
  y < 0 ? 0 : y === 0 ? 1 - p : 1 - p + p * normalCdf((Math.log(y) - mu) / sigma);

/** Continuous ranked probability score, in units of y. */
export function crps({ p, mu, sigma }: Ziln, y: number): number {
  const m = Math.exp(mu + sigma ** 2 / 2);
  const z = (Math.log(y) - mu) / sigma;
  const distance = y > 0 ? y * (2 * normalCdf(z) - 1) + m * (1 - 2 * normalCdf(z - sigma)) : m - y;
  const spread = p * (1 - p) * m + p * p * m * (2 * normalCdf(sigma / Math.SQRT2) - 1);
  return (1 - p) * Math.abs(y) + p * distance - spread;
}
