/** Weights of the pool: a linear pool's CRPS is quadratic in them (FORECAST section 6). */

/** Symmetric, one row per member: sum over customers of G_j G_k. */
export type Quadratic = readonly (readonly number[])[];

const STEPS = 20_000;
const STILL = 1e-13; // largest change of a weight
const RIDGE = { always: 0.02, perActive: 10 } as const;

/** @param active active customer-origins (ev) */
export const ridgeOf = (active: number): number => RIDGE.always + RIDGE.perActive / Math.max(active, 1);

/**
 * argmin over the simplex of w'Qw / (w0'Q w0) + ridge |w - w0|^2, w0 equal weights: accelerated projected gradient.
 * Equal weights when Q is zero.
 */
export function poolWeights(q: Quadratic, ridge: number): readonly number[] {
  const members = q.length;
  const equal: readonly number[] = Array.from({ length: members }, () => 1 / members);
  const scale = form(q, equal);
  if (!(scale > 0) || members === 1) return equal;
  const slope = (w: readonly number[]) => q.map((row, j) => 2 * (dot(row, w) / scale + ridge * (w[j]! - equal[j]!)));
  const largest = 2 * (q.reduce((trace, row, j) => trace + row[j]!, 0) / scale + ridge);
  let weights: readonly number[] = equal;
  let ahead: readonly number[] = equal;
  let momentum = 1;
  for (let step = 0; step < STEPS; step++) {
    const next = ontoSimplex(ahead.map((w, j) => w - slope(ahead)[j]! / largest));
    const change = Math.max(...next.map((w, j) => Math.abs(w - weights[j]!)));
    const faster = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const uphill =
      dot(
        slope(ahead),
        next.map((w, j) => w - weights[j]!),
      ) > 0; // restart the momentum
    const push = uphill ? 0 : (momentum - 1) / faster;
    ahead = next.map((w, j) => w + push * (w - weights[j]!));
    momentum = uphill ? 1 : faster;
    weights = next;
    if (change < STILL && step > members) break;
  }
  return weights;
}

/** Euclidean projection onto {w >= 0, sum w = 1}. Held, Wolfe and Crowder (1974). */
export function ontoSimplex(point: readonly number[]): readonly number[] {
  const sorted = [...point].sort((a, b) => b - a);
  let sum = 0;
  let level = 0;
  sorted.forEach((value, i) => {
    sum += value;
    if (value > (sum - 1) / (i + 1)) level = (sum - 1) / (i + 1);
  });
  return point.map((value) => Math.max(value - level, 0));
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const form = (q: Quadratic, w: readonly number[]): number => q.reduce((sum, row, j) => sum + w[j]! * dot(row, w), 0);

/** Elementwise sum of matrices of one size. */
export const addQuadratics = (parts: readonly Quadratic[], members: number): Quadratic =>
  Array.from({ length: members }, (_, j) =>
    Array.from({ length: members }, (_unused, k) => parts.reduce((sum, q) => sum + q[j]![k]!, 0)),
  );

/**
 * Adds `count` times the products G_j G_k of one outcome to `q`, G_j(n) = F_j(n) - 1{n >= outcome}, n = 0, 1, ...
 * @param pmfs one per member; what lies beyond the end of a pmf has probability 0
 */
export function addCrps(q: number[][], pmfs: readonly Float64Array[], { outcome, count }: Outcome): void {
  const members = pmfs.length;
  const longest = pmfs.reduce((most, pmf) => Math.max(most, pmf.length), outcome);
  const below = new Float64Array(members);
  const sums = new Float64Array(members * members); // flat: the hottest loop of the weights
  for (let n = 0; n < longest; n++) {
    const step = n >= outcome ? 1 : 0;
    for (let j = 0; j < members; j++) {
      const pmf = pmfs[j]!;
      if (n < pmf.length) below[j]! += pmf[n]!;
      const gap = below[j]! - step;
      for (let k = 0; k <= j; k++) sums[j * members + k]! += gap * (below[k]! - step);
    }
  }
  for (let j = 0; j < members; j++) for (let k = 0; k <= j; k++) q[j]![k]! += count * sums[j * members + k]!;
}

export type Outcome = Readonly<{ outcome: number; count: number }>;

/** The same for activity: G_j = p_j - 1{active}. */
export function addBrier(q: number[][], chances: readonly number[], { outcome, count }: Outcome): void {
  const step = outcome > 0 ? 1 : 0;
  for (let j = 0; j < chances.length; j++)
    for (let k = 0; k <= j; k++) q[j]![k]! += count * (chances[j]! - step) * (chances[k]! - step);
}

/** A lower triangle to add into. */
export const emptyQuadratic = (members: number): number[][] =>
  Array.from({ length: members }, () => Array.from({ length: members }, () => 0));

/** Both triangles of a lower one. */
export const symmetric = (q: Quadratic): Quadratic =>
  q.map((row, j) => row.map((value, k) => (k <= j ? value : q[k]![j]!)));
