/** The standard normal distribution and its quantiles. */
import { HALF_LOG_TWO_PI } from "./gamma.js";
import { incompleteGamma } from "./incomplete.js";

/** Standard normal distribution function; relative accuracy in the lower tail. */
export function normalCdf(z: number): number {
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2);
  return z < 0 ? upper / 2 : 0.5 + lower / 2;
}

/** Standard normal quantile: Acklam's rational start, two Halley steps on `normalCdf`. @param p in (0, 1) */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  let z = quantileStart(p);
  for (let i = 0; i < 2; i++) {
    const step = (normalCdf(z) - p) * Math.exp((z * z) / 2 + HALF_LOG_TWO_PI);
    z -= step / (1 + (z * step) / 2);
  }
  return z;
}

const TAIL = {
  top: [
    -7.784894002430293e-3, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  bottom: [7.784695709041462e-3, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
} as const;
const MIDDLE = {
  top: [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
  ],
  bottom: [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
} as const;

const horner = (coefficients: readonly number[], x: number): number => coefficients.reduce((sum, c) => sum * x + c, 0);

/** Acklam's approximation (1e-9 relative), p <= 1/2. */
function quantileStart(p: number): number {
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return horner(TAIL.top, q) / horner(TAIL.bottom, q);
  }
  const q = p - 0.5;
  return (q * horner(MIDDLE.top, q * q)) / horner(MIDDLE.bottom, q * q);
}
