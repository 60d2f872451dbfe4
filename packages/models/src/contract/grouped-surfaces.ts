/** Log-likelihoods of groups with columns and their derivatives: grouped-retention.ts says what they are for. */
import type { Evaluation } from "../inference/newton.js";
import { lrise, psirise } from "../math/special.js";
import type { Renewals } from "./renewals.js";

/** Decisions of a group by tenure, and its standardised columns. */
export type Counts = Renewals & Readonly<{ z: readonly number[] }>;

/** Shifted-beta-geometric; x = log alpha, effects, log beta, effects. In hazards: no special function, whole Hessian. */
export function mixtureSurface(groups: readonly Counts[], x: readonly number[]): Evaluation {
  const half = x.length / 2;
  const gradient = x.map(() => 0);
  const hessian = x.map(() => x.map(() => 0));
  let value = 0;
  for (const group of groups) {
    const row = [1, ...group.z];
    const at = (from: number): number => Math.exp(row.reduce((sum, v, j) => sum + v * x[from + j], 0));
    const own = mixtureOf(group, at(0), at(half));
    value += own.value;
    for (let i = 0; i < half; i++) {
      gradient[i] += own.byAlpha * row[i];
      gradient[half + i] += own.byBeta * row[i];
      for (let j = 0; j < half; j++) {
        const product = row[i] * row[j];
        hessian[i][j] += own.alphas * product;
        hessian[i][half + j] += own.both * product;
        hessian[half + i][j] += own.both * product;
        hessian[half + i][half + j] += own.betas * product;
      }
    }
  }
  return { value, gradient, hessian };
}

/** Of one group, by the logs of its alpha and beta. */
function mixtureOf({ tenure, atRisk, lost }: Renewals, alpha: number, beta: number) {
  let [value, leaving, staying, left, stayed, faced] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < tenure.length; i++) {
    const [n, l] = [atRisk[i], lost[i]];
    if (n === 0) continue;
    const stays = beta + tenure[i] - 1;
    const all = alpha + stays;
    value += l * Math.log(alpha / all) + (n - l) * Math.log(stays / all);
    leaving += l / alpha - n / all;
    staying += (n - l) / stays - n / all;
    left += l / (alpha * alpha);
    stayed += (n - l) / (stays * stays);
    faced += n / (all * all);
  }
  return {
    value,
    byAlpha: alpha * leaving,
    byBeta: beta * staying,
    alphas: alpha * leaving + alpha * alpha * (faced - left),
    betas: beta * staying + beta * beta * (faced - stayed),
    both: alpha * beta * faced,
  };
}

/** Beta-discrete-Weibull; x = log gamma, log delta, log c, effects on the log of exposure. */
export function exposureSurface(groups: readonly Counts[], x: readonly number[]): Evaluation {
  const [gamma, delta, c] = x.slice(0, 3).map(Math.exp);
  const gradient = x.map(() => 0);
  let value = 0;
  for (const group of groups) {
    const eta = group.z.reduce((sum, v, j) => sum + v * x[3 + j], 0);
    const own = exposureOf(group, { gamma, delta, c, scale: Math.exp(eta) });
    value += own.value;
    gradient[0] += gamma * own.byGamma;
    gradient[1] += delta * own.byDelta;
    gradient[2] += c * own.byShape;
    group.z.forEach((v, j) => (gradient[3 + j] += own.byScale * v));
  }
  return { value, gradient };
}

type Exposure = Readonly<{ gamma: number; delta: number; c: number; scale: number }>;

/** Of one group: by gamma, delta, c, and the log of the scale of its exposure. */
function exposureOf({ tenure, atRisk, lost }: Renewals, { gamma, delta, c, scale }: Exposure) {
  const sums = { value: 0, byGamma: 0, byDelta: 0, byShape: 0, byScale: 0 };
  const all = gamma + delta;
  let [before, logBefore, pullBefore, last] = [0, 0, psirise(delta, gamma), 0];
  for (let i = 0; i < tenure.length; i++) {
    const t = tenure[i];
    if (t !== last + 1) [before, logBefore] = [scale * (t - 1) ** c, Math.log(Math.max(1, t - 1))];
    if (t !== last + 1) pullBefore = psirise(delta + before, gamma);
    const [after, logAfter] = [scale * t ** c, Math.log(t)];
    const pullAfter = psirise(delta + after, gamma); // of all's digamma over delta's at the exposure
    if (atRisk[i] > 0) {
      const step = after - before;
      const stays = lrise(delta + before, step) - lrise(all + before, step);
      const leaves = -Math.expm1(stays);
      const [l, k] = [lost[i], atRisk[i] - lost[i]];
      sums.value += k * stays + (l > 0 ? l * Math.log(leaves) : 0);
      const weight = k - (l > 0 ? (l * Math.exp(stays)) / leaves : 0); // of the derivatives of log retention
      const byAll = psirise(all + before, step);
      sums.byGamma -= weight * byAll;
      sums.byDelta += weight * (psirise(delta + before, step) - byAll);
      sums.byShape += weight * (before * logBefore * pullBefore - after * logAfter * pullAfter);
      sums.byScale += weight * (before * pullBefore - after * pullAfter);
    }
    [before, logBefore, pullBefore, last] = [after, logAfter, pullAfter, t];
  }
  return sums;
}
