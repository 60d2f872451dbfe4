/**
 * How many customers of each cohort will come back at ages they have not reached: what older cohorts did at the same age,
 * times what is known of this cohort. Cohorts vary around the common curve, and counts around their cohort, as much as they
 * have so far; the band is of what may happen.
 */
import { special } from "@longworth/models";

/** A cell of the triangle whose period is over; ages from 1. */
export type CohortCount = Readonly<{ cohort: number; age: number; customers: number }>;

/** A cell that has not happened, with its 90 % band. */
export type ExpectedCell = Readonly<{ cohort: number; age: number; customers: number; low: number; high: number }>;

/** `factor`: how a cohort comes back beside all others, 1 as they do; shrunk. `dispersion`: variance over a Poisson's. */
export type CohortFit = Readonly<{
  sizes: readonly number[]; // customers per cohort, oldest first
  shares: readonly number[]; // by age, of a cohort with factor 1; NaN where no cohort has reached it
  shareVariance: readonly number[];
  factor: readonly number[];
  factorVariance: readonly number[];
  between: number; // variance of the factors
  dispersion: number;
}>;

const LEVEL = 0.9;
const ROUNDS = 20; // shares and factors settle within these

/** @param sizes customers per cohort, oldest first */
export function fitCohorts(sizes: readonly number[], cells: readonly CohortCount[]): CohortFit {
  let found = roundOf(sizes, cells, new Float64Array(sizes.length).fill(1));
  for (let round = 1; round < ROUNDS; round++) found = roundOf(sizes, cells, found.factor);
  const { ages, spread, exposure, factor } = found;
  return {
    sizes,
    shares: ages.shares,
    shareVariance: ages.shares.map((share, age) =>
      shareVariance(share, { size: ages.size[age] ?? 0, squares: ages.squares[age] ?? 0, ...spread }),
    ),
    factor: Array.from(factor),
    factorVariance: Array.from(exposure, (e) => spread.between * (1 - trustOf(e, spread))),
    ...spread,
  };
}

type Spread = Readonly<{ between: number; dispersion: number }>;

/** Shares by age beside the factors of the cohorts that reached it, then the factors beside these shares. */
function roundOf(sizes: readonly number[], cells: readonly CohortCount[], before: Float64Array) {
  const ages = agesOf(sizes, cells, before);
  const expectedOf = ({ cohort, age }: CohortCount): number => (sizes[cohort] ?? 0) * (ages.shares[age] ?? 0);
  const [exposure, actual] = [new Float64Array(sizes.length), new Float64Array(sizes.length)];
  for (const cell of cells) {
    exposure[cell.cohort] = (exposure[cell.cohort] ?? 0) + expectedOf(cell);
    actual[cell.cohort] = (actual[cell.cohort] ?? 0) + cell.customers;
  }
  const ratio = exposure.map((e, c) => (e > 0 ? (actual[c] ?? 0) / e : 1));
  const seen = exposure.reduce((count, e) => count + Number(e > 0), 0);
  const expected = (cell: CohortCount): number => expectedOf(cell) * (ratio[cell.cohort] ?? 1);
  const dispersion = dispersionOf(cells, { expected, unknowns: ages.used + seen - 1 });
  const spread: Spread = { dispersion, between: betweenOf(exposure, ratio, dispersion) };
  return { ages, spread, exposure, factor: exposure.map((e, c) => 1 + trustOf(e, spread) * ((ratio[c] ?? 1) - 1)) };
}

/** Share by age: sum of customers over sum of sizes, never a mean of shares; a cohort counts for its factor. */
function agesOf(sizes: readonly number[], cells: readonly CohortCount[], factor: Float64Array) {
  const oldest = cells.reduce((most, { age }) => Math.max(most, age), 0);
  const zeros = (): Float64Array => new Float64Array(oldest + 1);
  const [size, squares, happened] = [zeros(), zeros(), zeros()];
  for (const { cohort, age, customers } of cells) {
    const n = (sizes[cohort] ?? 0) * (factor[cohort] ?? 1);
    size[age] = (size[age] ?? 0) + n;
    squares[age] = (squares[age] ?? 0) + n * n;
    happened[age] = (happened[age] ?? 0) + customers;
  }
  const shares = Array.from(size, (n, age) => (n > 0 ? (happened[age] ?? 0) / n : NaN));
  return { size, squares, shares, used: shares.filter((share) => !Number.isNaN(share)).length };
}

/** How much of a cohort's own ratio counts. */
const trustOf = (exposure: number, { between, dispersion }: Spread): number =>
  exposure > 0 ? between / (between + dispersion / exposure) : 0;

/** Pearson's, over the cells less what was estimated; 1 at least. */
function dispersionOf(
  cells: readonly CohortCount[],
  { expected, unknowns }: Readonly<{ expected: (cell: CohortCount) => number; unknowns: number }>,
): number {
  let [sum, used] = [0, 0];
  for (const cell of cells) {
    const mean = expected(cell);
    if (!(mean > 0)) continue;
    sum += (cell.customers - mean) ** 2 / mean;
    used++;
  }
  return used > unknowns ? Math.max(1, sum / (used - unknowns)) : Math.max(1, sum / Math.max(1, used));
}

/** Variance of the ratios beyond that of their counts, by moments. */
function betweenOf(exposure: Float64Array, ratio: Float64Array, dispersion: number): number {
  let [sum, weight] = [0, 0];
  for (const [c, e] of exposure.entries()) {
    if (!(e > 0)) continue;
    sum += e * (((ratio[c] ?? 1) - 1) ** 2 - dispersion / e);
    weight += e;
  }
  return weight > 0 ? Math.max(0, sum / weight) : 0;
}

/** Of a share by age: its counts, and what is not known of the cohorts it is from. */
const shareVariance = (
  share: number,
  { size, squares, between, dispersion }: Spread & Readonly<{ size: number; squares: number }>,
): number => (size > 0 ? (dispersion * share) / size + (share * share * between * squares) / (size * size) : NaN);

/** A cell that is to come; null where no older cohort has reached the age. */
export function expectedCell(fit: CohortFit, cohort: number, age: number): ExpectedCell | null {
  const [size, share] = [fit.sizes[cohort] ?? 0, fit.shares[age] ?? NaN];
  if (Number.isNaN(share)) return null;
  const factor = fit.factor[cohort] ?? 1;
  const mean = size * share * factor;
  const variance =
    fit.dispersion * mean +
    (size * share) ** 2 * (fit.factorVariance[cohort] ?? fit.between) +
    (size * factor) ** 2 * (fit.shareVariance[age] ?? 0);
  return { cohort, age, customers: mean, ...band(mean, variance, size) };
}

const Z = special.normalQuantile((1 + LEVEL) / 2);

/** On the scale of the root, where counts are about normal also when they are few. */
function band(mean: number, variance: number, most: number): Readonly<{ low: number; high: number }> {
  if (!(mean > 0)) return { low: 0, high: Math.min(most, Z * Math.sqrt(variance)) };
  const half = (Z * Math.sqrt(variance)) / (2 * Math.sqrt(mean));
  return { low: Math.max(0, Math.sqrt(mean) - half) ** 2, high: Math.min(most, (Math.sqrt(mean) + half) ** 2) };
}
