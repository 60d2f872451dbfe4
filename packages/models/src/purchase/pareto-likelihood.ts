/** The likelihood of Pareto/NBD with its derivatives: a branch alive at T, a branch that left between tx and T. */
import type { Evaluation } from "../inference/newton.js";
import { lrise, psirise, tririse } from "../math/gamma.js";
import { logAddExp, sigmoid } from "../math/logs.js";
import type { Cells } from "./model.js";
import { MOMENTS, momentsOf, powerIntegral } from "./power-integral.js";

/** Purchase rate ~ Gamma(r, alpha); rate of leaving ~ Gamma(s, beta). All > 0; alpha and beta are times. */
export type Params = Readonly<{ r: number; alpha: number; s: number; beta: number }>;

/** Inside the domain: every parameter a positive number. */
export const isInside = ({ r, alpha, s, beta }: Params): boolean =>
  r > 0 && alpha > 0 && s > 0 && beta > 0 && r + alpha + s + beta < Infinity;

/** A customer's history. */
export type History = Readonly<{ x: number; tx: number; T: number }>;

/** log P(alive at T, data) and log P(left before T, data), without the factor of x and r that they share. */
export function branches({ r, alpha, s, beta }: Params, { x, tx, T }: History): { alive: number; left: number } {
  const R = r + x;
  const integral = powerIntegral({ A: alpha + tx, p: R, B: beta + tx, q: s + 1, length: T - tx });
  const alive = -R * Math.log1p(T / alpha) - s * Math.log1p(T / beta);
  const left = -R * Math.log1p(tx / alpha) - s * Math.log1p(tx / beta) + Math.log((s / (beta + tx)) * integral);
  return { alive, left: T > tx ? left : -Infinity };
}

/** Log-likelihood, summed over customers. @returns NaN unless every parameter is > 0 */
export function logLikelihood(params: Params, { frequency, recency, T, weight }: Cells): number {
  if (!isInside(params)) return NaN;
  const { r, alpha } = params;
  let [sum, lost, ofX, purchases] = [0, 0, -1, 0];
  for (let i = 0; i < frequency.length; i++) {
    const x = frequency[i];
    if (x !== ofX) {
      ofX = x;
      purchases = lrise(r, x) - x * Math.log(alpha);
    }
    const { alive, left } = branches(params, { x, tx: recency[i], T: T[i] });
    const term = weight[i] * (purchases + logAddExp(alive, left)) - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
  }
  return sum;
}

/**
 * Log-likelihood with gradient and Hessian in the logs of r, alpha, s, beta. The score is the posterior mean of the
 * complete-data score, the Hessian the mean of its Hessian plus its posterior covariance (Louis 1982), so one set of
 * nodes gives all three.
 */
export function evaluate(params: Params, { frequency, recency, T, weight }: Cells): Required<Evaluation> {
  const { r, alpha, s, beta } = params;
  const total = new Float64Array(15); // value, gradient, upper triangle of the Hessian
  if (!isInside(params)) total.fill(NaN);
  const left = new Float64Array(MOMENTS);
  const alive = new Float64Array(MOMENTS);
  const branch = { r, s, alive, left };
  const cell = { w: 0, wD: 0, R: 0, riseR: 0, triR: 0 };
  let lost = 0;
  let ofX = -1;
  let purchases = 0;
  for (let i = 0; i < frequency.length; i++) {
    const x = frequency[i];
    const tx = recency[i];
    const R = r + x;
    if (x !== ofX) {
      ofX = x;
      purchases = lrise(r, x) - x * Math.log(alpha);
      cell.R = R;
      cell.riseR = psirise(r, x);
      cell.triR = r * r * tririse(r, x);
    }
    setPoint(alive, params, T[i]);
    let log = -R * alive[0] - s * alive[2];
    cell.w = weight[i];
    cell.wD = 0;
    if (T[i] > tx) {
      const integral = momentsOf({ A: alpha + tx, p: R, B: beta + tx, q: s + 1, length: T[i] - tx }, left);
      shiftMoments(left, params, tx);
      const logX = -R * Math.log1p(tx / alpha) - s * Math.log1p(tx / beta) + Math.log((s / (beta + tx)) * integral);
      cell.wD = sigmoid(logX - log);
      log = logAddExp(log, logX);
    }
    const term = weight[i] * (purchases + log) - lost;
    const next = total[0] + term;
    lost = next - total[0] - term;
    total[0] = next;
    addDerivatives(total, cell, branch);
  }
  return {
    value: total[0],
    gradient: [...total.subarray(1, 5)],
    hessian: [[5, 6, 7, 8], [6, 9, 10, 11], [7, 10, 12, 13], [8, 11, 13, 14]].map((row) => row.map((k) => total[k])), // prettier-ignore
  };
}

/** The moments of a known time y: logs log(1 + y/alpha), log(1 + y/beta) and ratios alpha/(alpha + y), beta/(beta + y). */
function setPoint(m: Float64Array, { alpha, beta }: Params, y: number): void {
  const a = Math.log1p(y / alpha);
  const p = alpha / (alpha + y);
  const b = Math.log1p(y / beta);
  const q = beta / (beta + y);
  m[0] = a;
  m[1] = p;
  m[2] = b;
  m[3] = q;
  m[4] = a * a;
  m[5] = a * p;
  m[6] = a * b;
  m[7] = a * q;
  m[8] = p * p;
  m[9] = p * b;
  m[10] = p * q;
  m[11] = b * b;
  m[12] = b * q;
  m[13] = q * q;
}

/** From moments counted from tx on to moments counted from 0 on: logs gain a constant, ratios a factor. */
function shiftMoments(m: Float64Array, { alpha, beta }: Params, tx: number): void {
  const a = Math.log1p(tx / alpha);
  const p = alpha / (alpha + tx);
  const b = Math.log1p(tx / beta);
  const q = beta / (beta + tx);
  m[4] += a * (2 * m[0] + a);
  m[5] = p * (m[5] + a * m[1]);
  m[6] += a * m[2] + b * m[0] + a * b;
  m[7] = q * (m[7] + a * m[3]);
  m[8] *= p * p;
  m[9] = p * (m[9] + b * m[1]);
  m[10] *= p * q;
  m[11] += b * (2 * m[2] + b);
  m[12] = q * (m[12] + b * m[3]);
  m[13] *= q * q;
  m[0] += a;
  m[1] *= p;
  m[2] += b;
  m[3] *= q;
}

/** One cell: its weight, the posterior probability of having left, and what depends on x alone. */
type Cell = { w: number; wD: number; R: number; riseR: number; triR: number };

/**
 * Adds one cell's gradient and Hessian. With S = s + 1 in the branch that left and s in the other, the complete-data
 * score in the logs is [r riseR - r a, r - R p, (left) - s b, s - S q], so all is linear in the moments of a, p, b, q.
 */
function addDerivatives(
  total: Float64Array,
  { w, wD, R, riseR, triR }: Cell,
  { r, s, alive, left }: Readonly<{ r: number; s: number; alive: Float64Array; left: Float64Array }>,
): void {
  const wA = 1 - wD;
  const ofAlive = wA * s;
  const ofLeft = wD * (s + 1);
  const a = wA * alive[0] + wD * left[0];
  const p = wA * alive[1] + wD * left[1];
  const b = wA * alive[2] + wD * left[2];
  const sq = ofAlive * alive[3] + ofLeft * left[3]; // S q
  const q = wA * alive[3] + wD * left[3];
  const pp = wA * alive[8] + wD * left[8];
  const sqq = ofAlive * alive[13] + ofLeft * left[13];
  const gR = r * (riseR - a);
  total[1] += w * gR;
  total[2] += w * (r - R * p);
  total[3] += w * (wD - s * b);
  total[4] += w * (s - sq);
  total[5] += w * (gR + triR + r * r * (wA * alive[4] + wD * left[4] - a * a));
  total[6] += w * r * (1 - p + R * (wA * alive[5] + wD * left[5] - a * p));
  total[7] += w * r * (s * (wA * alive[6] + wD * left[6] - a * b) - wD * (left[0] - a));
  total[8] += w * r * (ofAlive * alive[7] + ofLeft * left[7] - a * sq);
  total[9] += w * R * (R * (pp - p * p) - (p - pp));
  total[10] += w * R * (s * (wA * alive[9] + wD * left[9] - p * b) - wD * (left[1] - p));
  total[11] += w * R * (ofAlive * alive[10] + ofLeft * left[10] - p * sq);
  const bb = wA * alive[11] + wD * left[11];
  total[12] += w * (s * s * (bb - b * b) - s * b - 2 * s * wD * (left[2] - b) + wD * wA);
  total[13] +=
    w * (s * (1 - q) + s * (ofAlive * alive[12] + ofLeft * left[12] - b * sq) - wD * ((s + 1) * left[3] - sq));
  const squares = ofAlive * s * alive[13] + ofLeft * (s + 1) * left[13];
  total[14] += w * (squares - sq * sq - (sq - sqq));
}
