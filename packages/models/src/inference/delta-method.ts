/** How uncertain a quantity is that is computed from estimated parameters. */
import { multiply } from "../math/linear-algebra.js";
import type { Estimate } from "./estimate.js";

const DIFFERENCE = 1e-5; // of the logs of the parameters; error 1e-10 of the derivative

/**
 * Standard error of `quantity` by the delta method: its slope in the logs of the parameters (central differences) and
 * their covariance. NaN where the estimate has no covariance.
 */
export function standardErrorOf<P extends Readonly<Record<string, number>>>(
  { params, covariance }: Pick<Estimate<P>, "params" | "covariance">,
  quantity: (params: P) => number,
): number {
  const names = Object.keys(params);
  if (covariance.length !== names.length) return NaN;
  const slope = names.map((name) => {
    const moved = (by: number): number => quantity({ ...params, [name]: params[name] * Math.exp(by) });
    return (moved(DIFFERENCE) - moved(-DIFFERENCE)) / (2 * DIFFERENCE);
  });
  return Math.sqrt(multiply(covariance, slope).reduce((sum, v, i) => sum + v * slope[i], 0));
}
