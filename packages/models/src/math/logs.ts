/** Sums, differences and shares by way of their logs, without overflow. */

/** log(e^a + e^b); either may be -Infinity. */
export function logAddExp(a: number, b: number): number {
  if (a === -Infinity) return b;
  if (b === -Infinity) return a;
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}

/** 1 / (1 + e^-z), without overflow. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** log(1 - e^-x), x > 0. */
export const log1mexp = (x: number): number => (x < Math.LN2 ? Math.log(-Math.expm1(-x)) : Math.log1p(-Math.exp(-x)));

/** (1 - e^(-e l)) / e, which is l at e = 0: the stable form of (1 - y^e) / e with l = -log y. */
export const omexp = (e: number, l: number): number => (e === 0 ? l : -Math.expm1(-e * l) / e);
