/** Gives a distribution of counts another activity and mean and keeps its shape (FORECAST section 10). */

const LEAST_POSITIVE_MEAN = 1.000001; // those who buy, buy at least once
const STEPS = 60;
const CLOSE = 1e-12; // relative, of the mean
const LARGEST_EXPONENT = 600; // theta x length: exp stays finite

/**
 * q(0) = 1 - p, q(n) = p P(n) e^(theta n) / sum of the same, theta such that the mean of q is `mean`.
 * @param pmf P(N = n), n = 0, 1, ...; a column without positive mass becomes geometric
 * @param target `active` = P(N > 0); `mean` >= active, clipped to what the length of the pmf allows
 */
export function tilt(pmf: Float64Array, { active, mean }: Readonly<{ active: number; mean: number }>): Float64Array {
  const wanted = Math.max(mean / active, LEAST_POSITIVE_MEAN);
  let mass = 0;
  let moment = 0;
  for (let n = 1; n < pmf.length; n++) {
    mass += pmf[n]!;
    moment += n * pmf[n]!;
  }
  if (!(mass > 0) || moment <= mass * LEAST_POSITIVE_MEAN) return geometric(active, wanted);
  const within = Math.min(wanted, pmf.length - 1.5);
  return within > 1 ? scaled(pmf, tiltOf(pmf, within), active) : geometric(active, wanted);
}

/** Safeguarded Newton on theta: the derivative of the mean is the variance. */
function tiltOf(pmf: Float64Array, wanted: number): number {
  const limit = LARGEST_EXPONENT / pmf.length;
  let low = -limit;
  let high = limit;
  let theta = 0;
  for (let step = 0; step < STEPS; step++) {
    const factor = Math.exp(theta);
    let power = 1;
    let mass = 0;
    let first = 0;
    let second = 0;
    for (let n = 1; n < pmf.length; n++) {
      const weight = pmf[n]! * power;
      mass += weight;
      first += n * weight;
      second += n * n * weight;
      power *= factor;
    }
    const mean = first / mass;
    const gap = wanted - mean;
    if (Math.abs(gap) <= CLOSE * wanted) break;
    if (gap > 0) low = theta;
    else high = theta;
    const next = theta + gap / (second / mass - mean * mean);
    theta = next > low && next < high ? next : (low + high) / 2;
  }
  return theta;
}

function scaled(pmf: Float64Array, theta: number, active: number): Float64Array {
  const tilted = new Float64Array(pmf.length);
  const factor = Math.exp(theta);
  let power = 1;
  let mass = 0;
  for (let n = 1; n < pmf.length; n++) {
    tilted[n] = pmf[n]! * power;
    mass += tilted[n]!;
    power *= factor;
  }
  for (let n = 1; n < pmf.length; n++) tilted[n]! *= active / mass;
  tilted[0] = 1 - active;
  return tilted;
}

const TAIL = 1e-10; // of the positive part
const LONGEST = 2_000;

/** P(n | n > 0) = (1 - q) q^(n - 1) with the wanted mean 1 / (1 - q); the last entry holds the tail. */
function geometric(active: number, wanted: number): Float64Array {
  const q = 1 - 1 / wanted;
  const length = Math.min(Math.max(Math.ceil(Math.log(TAIL) / Math.log(q)), 1), LONGEST) + 1;
  const pmf = new Float64Array(length);
  pmf[0] = 1 - active;
  for (let n = 1; n < length; n++) pmf[n] = active * (n === length - 1 ? q ** (n - 1) : (1 - q) * q ** (n - 1));
  return pmf;
}
