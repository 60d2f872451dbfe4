/**
 * What BG/NBD and MBG/NBD share: purchases at rate lambda, and after a purchase a coin decides whether the customer
 * leaves. They differ in one coin: `coins` is 1 when it is tossed after the first purchase, too (MBG), else 0 (BG).
 */
import type { Evaluation } from "../inference/newton.js";
import { beta, exponential, gamma } from "../math/random.js";
import { lrise, psirise, tririse } from "../math/gamma.js";
import { sigmoid } from "../math/logs.js";
import { simulateCustomers } from "./event-log.js";
import { fitCells } from "./fitting.js";
import type { Cells, EventLog, Fit, FitOptions } from "./model.js";
import * as nbd from "./nbd.js";
import { scales } from "./prior.js";

/** Purchase rate ~ Gamma(r, alpha); probability of leaving after a purchase ~ Beta(a, b). All > 0; alpha is a time. */
export type Params = Readonly<{ r: number; alpha: number; a: number; b: number }>;

/** Coins tossed before the first repeat purchase. */
export type Coins = 0 | 1;

/** Inside the domain: every parameter a positive number. */
export const isInside = ({ r, alpha, a, b }: Params): boolean =>
  r > 0 && alpha > 0 && a > 0 && b > 0 && r + alpha + a + b < Infinity;

/**
 * Log-likelihood with gradient and Hessian in the logs of r, alpha, a, b. Two branches that never cancel: alive until
 * T, or left at the last purchase; 9e-13 of max(1, |LL|) for r to 1e9, x to 1e4. The Hessian is the mean of the
 * branches' Hessians plus the covariance of their scores (Louis 1982).
 */
export function evaluate(params: Params, cells: Cells, coins: Coins): Required<Evaluation> {
  const { frequency, recency, T, weight } = cells;
  const { r, alpha } = params;
  const total = new Float64Array(15); // value, gradient, upper triangle of the Hessian
  if (!isInside(params)) total.fill(NaN);
  const ofX = {
    x: -1,
    purchases: 0,
    stayed: 0,
    left: 0,
    riseR: 0,
    triR: 0,
    gA: 0,
    gB: 0,
    hAA: 0,
    hAB: 0,
    hBB: 0,
    k: 0,
  };
  let lost = 0;
  for (let i = 0; i < frequency.length; i++) {
    const w = weight[i];
    if (frequency[i] !== ofX.x) Object.assign(ofX, termsOfX(params, frequency[i], coins));
    const R = r + ofX.x;
    const logT = Math.log1p(T[i] / alpha);
    const logX = Math.log1p(recency[i] / alpha);
    const alive = ofX.stayed - R * logT;
    const left = ofX.left - R * logX;
    const ratio = Math.exp(-Math.abs(left - alive));
    const wD = (left > alive ? 1 : ratio) / (1 + ratio);
    const term = w * (ofX.purchases + Math.max(alive, left) + Math.log1p(ratio)) - lost;
    const next = total[0] + term;
    lost = next - total[0] - term;
    total[0] = next;
    const pT = alpha / (alpha + T[i]);
    const pX = alpha / (alpha + recency[i]);
    const p = pT + wD * (pX - pT);
    const bend = pT * (1 - pT) + wD * (pX * (1 - pX) - pT * (1 - pT));
    const gR = r * (ofX.riseR - logT + wD * (logT - logX));
    const both = w * wD * (1 - wD); // times the products of the differences of the two scores
    const dR = r * (logT - logX);
    const dAlpha = R * (pT - pX);
    total[1] += w * gR;
    total[2] += w * (r - R * p);
    total[3] += w * (ofX.gA + wD);
    total[4] += w * (ofX.gB - wD * ofX.k);
    total[5] += w * (gR + ofX.triR) + both * dR * dR;
    total[6] += w * r * (1 - p) + both * dR * dAlpha;
    total[7] += both * dR;
    total[8] -= both * dR * ofX.k;
    total[9] += both * dAlpha * dAlpha - w * R * bend;
    total[10] += both * dAlpha;
    total[11] -= both * dAlpha * ofX.k;
    total[12] += w * ofX.hAA + both;
    total[13] += w * ofX.hAB - both * ofX.k;
    total[14] += w * (ofX.hBB + wD * (ofX.k * ofX.k - ofX.k)) + both * ofX.k * ofX.k;
  }
  return {
    value: total[0],
    gradient: [...total.subarray(1, 5)],
    hessian: [[5, 6, 7, 8], [6, 9, 10, 11], [7, 10, 12, 13], [8, 11, 13, 14]].map((row) => row.map((k) => total[k])), // prettier-ignore
  };
}

/** Gradient of the log-likelihood. */
export function gradient(params: Params, cells: Cells, coins: Coins): Params {
  const [r, alpha, a, b] = evaluate(params, cells, coins).gradient;
  return { r: r / params.r, alpha: alpha / params.alpha, a: a / params.a, b: b / params.b };
}

/** Maximum-likelihood estimate, or with `prior` the posterior mode. At least as good as NBD, the limit a -> 0. */
export function fit(cells: Cells, options: FitOptions<Params>, { model, coins }: Kind): Fit<Params> {
  const { rate } = scales(cells);
  const start =
    options.prior === true
      ? { r: 0.6, alpha: 0.8 / (1.5 * rate), a: 0.6, b: 2 }
      : { r: 1, alpha: 1 / rate, a: 1, b: 2 };
  const evaluateAt = (params: Params, rows: Cells) => evaluate(params, rows, coins);
  return fitCells({ model, start, evaluate: evaluateAt, nested: nbd.fit }, cells, options);
}

type Kind = Readonly<{ model: string; coins: Coins }>;

/** What depends on x alone: logs of the branches, rises, and the derivatives in log a, log b of the branch alive. */
const termsOfX = (params: Params, x: number, coins: Coins) => ({
  x,
  purchases: lrise(params.r, x) - x * Math.log(params.alpha),
  riseR: psirise(params.r, x),
  triR: params.r * params.r * tririse(params.r, x),
  ...coinTerms(params, x, coins),
});

/** The part of the coins: `k` is the share by which the branch left changes in log b. */
export function coinTerms({ a, b }: Params, x: number, coins: Coins) {
  const tossed = x + coins;
  const riseB = psirise(b, tossed);
  const riseAB = psirise(a + b, tossed);
  const triAB = tririse(a + b, tossed);
  const gB = b * (riseB - riseAB);
  return {
    stayed: lrise(b, tossed) - lrise(a + b, tossed),
    left: tossed === 0 ? -Infinity : Math.log(a) + lrise(b, tossed - 1) - lrise(a + b, tossed),
    gA: -a * riseAB,
    gB,
    hAA: -a * riseAB - a * a * triAB,
    hAB: -a * b * triAB,
    hBB: gB + b * b * (tririse(b, tossed) - triAB),
    k: tossed === 0 ? 0 : b / (b + tossed - 1),
  };
}

/** P(alive at T), per cell. Fader and Hardie, "Computing P(alive) using the BG/NBD model" (2008). */
export function pAlive(params: Params, { frequency, recency, T }: Cells, coins: Coins): Float64Array {
  const { r, alpha, a, b } = params;
  if (!isInside(params)) return new Float64Array(frequency.length).fill(NaN);
  return frequency.map((x, i) => {
    if (x + coins === 0) return 1;
    const odds = Math.log(a / (b + x + coins - 1));
    return sigmoid(-odds - (r + x) * Math.log1p((T[i] - recency[i]) / (alpha + recency[i])));
  });
}

/**
 * Posterior means of the purchase rate, `lambda`, and of the coin, `p`: alive, Gamma(r + x, alpha + T) and
 * Beta(a, b + x + coins); left at the last purchase, Gamma(r + x, alpha + tx) and Beta(a + 1, b + x + coins - 1).
 */
export function posteriorMeans(
  params: Params,
  cells: Cells,
  coins: Coins,
): Readonly<{ lambda: Float64Array; p: Float64Array }> {
  const { r, alpha, a, b } = params;
  const { frequency, recency, T } = cells;
  const alive = pAlive(params, cells, coins);
  const lambda = frequency.map((x, i) => (r + x) * (alive[i] / (alpha + T[i]) + (1 - alive[i]) / (alpha + recency[i])));
  return { lambda, p: frequency.map((x, i) => (a + 1 - alive[i]) / (a + b + x + coins)) };
}

/** Purchases of random new customers, each up to their T. */
export function simulate(params: Params, T: Float64Array, { random, coins }: Coin): EventLog {
  const { r, alpha, a, b } = params;
  return simulateCustomers(T, (end, purchase) => {
    const lambda = gamma(random, r, alpha);
    const p = beta(random, a, b);
    let active = coins === 0 || random() >= p;
    for (let t = exponential(random, lambda); active && t <= end; t += exponential(random, lambda)) {
      purchase(t);
      active = random() >= p;
    }
  });
}

type Coin = Readonly<{ random: () => number; coins: Coins }>;
