/**
 * The future of a customer who is alive and somewhere between two purchases: gaps of Erlang stages at a Gamma rate, a coin
 * after each purchase from now on. Everything follows from P(N >= n), the chance that time suffices for n more gaps.
 * MODELS-PURCHASE section 6, "conditional on alive, integer k".
 */
import { betaExpectation, integrate, invertWithSlope } from "../math/quadrature.js";
import type { Discounting } from "./model.js";
import { fillNegativeBinomial } from "./negative-binomial.js";
import type { Workspace } from "./negative-binomial.js";

/**
 * Stages passed since the last purchase are j with probability stage[j]; the rate of stages is then Gamma(R + j, A).
 * `coin` is Beta(a, b), null when nobody leaves.
 */
export type Law = Readonly<{
  R: number;
  A: number;
  stage: readonly number[];
  coin: Readonly<{ a: number; b: number }> | null;
}>;

/** The probabilities of the stages passed in a gap that runs: t_j = (R)_j v^j / j!, v = (T - tx) / (alpha + T). */
export function stageShares(R: number, v: number, stages: number): number[] {
  const shares = [1];
  for (let j = 1; j < stages; j++) shares.push((shares[j - 1] * (R + j - 1) * v) / j);
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map((t) => t / sum);
}

/** Room to work in, used again for each cell. */
export type ErlangRoom = Readonly<{ stages: Workspace; counts: Workspace }>;

/**
 * Writes P(N >= n) for n = 0, 1, ... to `counts` until it is negligible. The stages to come are negative binomial; those
 * of a lower j follow from the highest one's, P_j(m) = P_(j+1)(m) (R + j) / (R + j + m) (A + t) / A.
 * @returns how many there are
 */
export function fillTails({ R, A, stage }: Law, t: number, { stages, counts }: ErlangRoom): number {
  const k = stage.length;
  const length = fillNegativeBinomial(stages, { shape: R + k - 1, rate: A, time: t });
  const up = (A + t) / A;
  const size = Math.floor((length - 1 + k - 1) / k) + 1;
  if (counts.values.length < size + 1) counts.values = new Float64Array(2 * size + 2);
  counts.values.fill(0, 0, size + 1);
  for (let m = 0; m < length; m++) {
    let p = stages.values[m];
    for (let j = k - 1; j >= 0; j--) {
      counts.values[Math.floor((m + j) / k)] += stage[j] * p;
      p *= j > 0 ? ((R + j - 1) / (R + j - 1 + m)) * up : 1;
    }
  }
  for (let n = size - 1; n >= 0; n--) counts.values[n] += counts.values[n + 1];
  return size;
}

/** E[Y]; for ever without horizon. */
export function mean(law: Law, t: number, room: ErlangRoom): number {
  const { coin } = law;
  if (t === 0) return 0;
  if (t === Infinity) return coin !== null && coin.a > 1 ? (coin.a + coin.b - 1) / (coin.a - 1) : Infinity;
  return overTails(law, t, room)((_n, chance) => chance);
}

/** E[Y (Y - 1)] = sum of 2 (n - 1) P(Y >= n). */
export const secondFactorialMoment = (law: Law, t: number, room: ErlangRoom): number =>
  overTails(law, t, room)((n, chance) => 2 * (n - 1) * chance);

/** Sums over n >= 1 of a function of n and P(Y >= n) = P(N >= n) P(n - 1 coins fell well). */
function overTails(law: Law, t: number, room: ErlangRoom) {
  const { coin } = law;
  if (Number.isNaN(t)) return () => NaN;
  const length = fillTails(law, t, room);
  const tail = room.counts.values;
  return (term: (n: number, chance: number) => number): number => {
    let stayed = 1;
    let sum = 0;
    for (let n = 1; n < length; n++) {
      sum += term(n, stayed * tail[n]);
      if (coin !== null) stayed *= (coin.b + n - 1) / (coin.a + coin.b + n - 1);
    }
    return sum;
  };
}

/** P(N >= 1 within t) and its slope: the next purchase waits for no coin, only for the stages that are left. */
export function firstPurchaseWithin({ R, A, stage }: Law, t: number): readonly [chance: number, slope: number] {
  const k = stage.length;
  const z = t / (A + t);
  let chance = 0;
  let slope = 0;
  for (let j = 0; j < k; j++) {
    const shape = R + j;
    const log = -shape * Math.log1p(t / A);
    let p = Math.exp(log); // P(m more stages), m = 0 at first
    let within = -Math.expm1(log);
    for (let m = 1; m < k - j; m++) {
      p *= (z * (shape + m - 1)) / m;
      within -= p;
    }
    chance += stage[j] * within;
    slope += (stage[j] * p * (shape + k - j - 1)) / (A + t); // E[rate; one stage is missing]
  }
  return [Math.max(chance, 0), slope];
}

/** Time within which the next purchase comes with `probability`. */
export const timeToFirstPurchase = (law: Law, probability: number): number =>
  probability <= 0
    ? 0
    : invertWithSlope((t) => firstPurchaseWithin(law, t), probability, (law.A * law.stage.length) / law.R);

const WORTHLESS = 45; // e^-45 of a purchase counts for nothing
const LONGEST_PANEL = 1;

/** E[Y] discounted continuously, by parts: e^-(rate t) E(t) + rate times the integral of e^-(rate u) E(u). */
export function discounted(law: Law, { rate, horizon = Infinity }: Discounting, room: ErlangRoom): number {
  if (rate === 0) return mean(law, horizon, room);
  const until = Math.min(horizon, WORTHLESS / rate);
  const end = Math.log1p(until / law.A);
  const panels = Math.ceil(end / LONGEST_PANEL);
  const integrand = (y: number): number => {
    const u = law.A * Math.expm1(y);
    return (law.A + u) * Math.exp(-rate * u) * mean(law, u, room);
  };
  let sum = 0;
  for (let k = 0; k < panels; k++) sum += integrate(integrand, [(end * k) / panels, (end * (k + 1)) / panels], 16);
  return Math.exp(-rate * until) * mean(law, until, room) + rate * sum;
}

/** Time within which the customer has left with `probability`; leaving happens at purchases. */
export function lifetime(law: Law, probability: number): number {
  const { coin, A, R, stage } = law;
  if (probability <= 0) return 0;
  if (coin === null) return Infinity;
  const within = (u: number): readonly [number, number] => [
    1 - betaExpectation(coin.a, coin.b, (p) => stillThere(law, p, u)[0]),
    -betaExpectation(coin.a, coin.b, (p) => stillThere(law, p, u)[1]),
  ];
  return invertWithSlope(within, probability, (stage.length * A * (coin.a + coin.b)) / (R * coin.a));
}

const LEAST_ROOT = 1e-4; // below it the sum over the roots loses its digits and the coin has fallen badly anyway

/**
 * E[(1 - p)^N] and its slope in u. With s^k = 1 - p and m stages to come N = floor((m + j) / k); the floor is a sum over
 * the k-th roots of unity, each of which is a generating function (1 + u (1 - s e^(i phi)) / A)^-(R + j).
 */
function stillThere({ R, A, stage }: Law, p: number, u: number): readonly [number, number] {
  const k = stage.length;
  const s = Math.max((1 - p) ** (1 / k), LEAST_ROOT);
  let value = 0;
  let slope = 0;
  for (let l = 0; l < k; l++) {
    const phi = (2 * Math.PI * l) / k;
    const real = (1 - s * Math.cos(phi)) / A;
    const imaginary = (-s * Math.sin(phi)) / A;
    const logModulus = Math.log(Math.hypot(1 + u * real, u * imaginary));
    const angle = Math.atan2(u * imaginary, 1 + u * real);
    const [speed, turn] = [Math.hypot(real, imaginary), Math.atan2(imaginary, real)];
    for (let j = 0; j < k; j++) {
      const shape = R + j;
      const size = Math.exp(-shape * logModulus);
      const faster = -shape * speed * Math.exp(-(shape + 1) * logModulus);
      for (let i = 0; i < k; i++) {
        const share = (stage[j] * s ** (j - i)) / k;
        value += share * size * Math.cos(phi * (j - i) - shape * angle);
        slope += share * faster * Math.cos(phi * (j - i) + turn - (shape + 1) * angle);
      }
    }
  }
  return [value, slope];
}
