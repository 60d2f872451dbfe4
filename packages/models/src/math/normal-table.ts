/** The standard normal distribution function from a table: for scores that need millions of values. */
import { normalCdf } from "./normal.js";

const PER_SD = 1024; // cubic interpolation between these: 2e-15, absolute
const SD = 8; // beyond it the function is 0 or 1 to 6e-16
const LAST = 2 * SD * PER_SD;

type Table = Readonly<{ cdf: Float64Array; density: Float64Array }>;
let made: Table | undefined; // on first use, never changed: most threads need none

function makeTable(): Table {
  const cdf = Float64Array.from({ length: LAST + 1 }, (_, i) => normalCdf(i / PER_SD - SD));
  const density = cdf.map((_, i) => Math.exp(-((i / PER_SD - SD) ** 2) / 2) / Math.sqrt(2 * Math.PI));
  return { cdf, density };
}

/** P(Z <= z), 2e-15 absolute, some sixty times faster than `normalCdf`; no relative accuracy in the tails. */
export function quickNormalCdf(z: number): number {
  const { cdf, density } = (made ??= makeTable());
  const x = (z + SD) * PER_SD;
  if (x >= LAST) return 1;
  if (!(x > 0)) return Number.isNaN(z) ? NaN : 0;
  const i = Math.floor(x);
  const t = x - i;
  const s = 1 - t;
  const bend = (t * s * (s * density[i] - t * density[i + 1])) / PER_SD;
  return s * s * (1 + 2 * t) * cdf[i] + t * t * (1 + 2 * s) * cdf[i + 1] + bend;
}
