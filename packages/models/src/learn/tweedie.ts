/**
 * Tweedie distributions with 1 < power < 2: a Poisson number of Gamma amounts, so nothing or something positive.
 * MODELS-RETENTION C.3. Losses of different powers cannot be compared, log densities can.
 */
import { lgamma } from "../math/gamma.js";

/** Variance = dispersion x mean^power. */
export type Tweedie = Readonly<{ mean: number; dispersion: number; power: number }>;

/** Poisson rate of the number of amounts; shape and scale of each. */
export type Compound = Readonly<{ rate: number; shape: number; scale: number }>;

const NEGLIGIBLE = -40; // log of a term over the largest

/** The Poisson number and the Gamma amounts behind it. */
export const compoundOf = ({ mean, dispersion, power }: Tweedie): Compound => ({
  rate: mean ** (2 - power) / (dispersion * (2 - power)),
  shape: (2 - power) / (power - 1),
  scale: dispersion * (power - 1) * mean ** (power - 1),
});

/** Log density at y > 0, log probability at 0: the series over the number of amounts, outwards from its largest term. */
export function logDensity(y: number, tweedie: Tweedie): number {
  const { rate, shape, scale } = compoundOf(tweedie);
  if (y === 0) return -rate;
  const log = Math.log(rate) + shape * Math.log(y / scale);
  const term = (n: number): number => n * log - lgamma(n + 1) - lgamma(n * shape);
  const likeliest = y ** (2 - tweedie.power) / (tweedie.dispersion * (2 - tweedie.power));
  const top = Math.max(Math.round(likeliest), 1);
  const largest = term(top);
  let sum = 1;
  for (const step of [-1, 1]) {
    for (let n = top + step; n >= 1; n += step) {
      const relative = term(n) - largest;
      if (relative < NEGLIGIBLE) break;
      sum += Math.exp(relative);
    }
  }
  return -rate - y / scale - Math.log(y) + largest + Math.log(sum);
}
