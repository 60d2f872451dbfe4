/**
 * Likelihood of purchases whose gaps consist of `stages` Erlang stages, with and without dropout: (M)BG/CNBD-k and NBD
 * with stages. MODELS-PURCHASE section 6; one stage is BG/NBD, MBG/NBD, NBD. The alive branch gains the chance that the
 * running gap is not over, S = sum over j < stages of t_j, t_j = (R)_j v^j / j!.
 */
import type { Evaluation } from "../inference/newton.js";
import { lgamma, lrise, psirise, tririse } from "../math/gamma.js";
import { coinTerms, isInside } from "./beta-dropout.js";
import type { Coins } from "./beta-dropout.js";
import type { Cells } from "./model.js";

/** Stage rate ~ Gamma(r, alpha), so a mean gap takes stages x alpha / r; without dropout a, b are absent. */
export type ErlangParams = Readonly<{ r: number; alpha: number; a: number; b: number }>;

/** Which of these models: `coins` as in beta-dropout.ts, null when nobody leaves. */
export type Erlang = Readonly<{ stages: number; coins: Coins | null }>;

const NEVER = { stayed: 0, left: -Infinity, gA: 0, gB: 0, hAA: 0, hAB: 0, hBB: 0, k: 0 };

/** Log-likelihood with gradient and Hessian in the logs of r, alpha and, with dropout, a, b. */
export function evaluateErlang(params: ErlangParams, cells: Cells, { stages, coins }: Erlang): Required<Evaluation> {
  const { frequency, recency, T, weight, logGaps } = cells;
  const { r, alpha } = params;
  const total = new Float64Array(15); // value, gradient, upper triangle of the Hessian
  if (!isInside(params)) total.fill(NaN);
  const ofX = { x: -1, purchases: 0, riseR: 0, triR: 0, ...NEVER };
  const gap = { log: 0, rise: 0, riseSquare: 0, mean: 0, square: 0, both: 0 };
  let lost = 0;
  for (let i = 0; i < frequency.length; i++) {
    const w = weight[i];
    const x = frequency[i];
    if (x !== ofX.x) {
      Object.assign(ofX, stageTerms(params, x, stages), coins === null ? NEVER : coinTerms(params, x, coins));
    }
    const R = r + stages * x;
    runningGap(gap, { R, v: (T[i] - recency[i]) / (alpha + T[i]), stages });
    const logT = Math.log1p(T[i] / alpha);
    const logX = Math.log1p(recency[i] / alpha);
    const alive = ofX.stayed - R * logT + gap.log;
    const left = ofX.left - R * logX;
    const ratio = Math.exp(-Math.abs(left - alive));
    const wD = (left > alive ? 1 : ratio) / (1 + ratio);
    const wA = 1 - wD;
    const gaps = logGaps === undefined ? 0 : (stages - 1) * logGaps[i];
    const term = w * (gaps + ofX.purchases + Math.max(alive, left) + Math.log1p(ratio)) - lost;
    const next = total[0] + term;
    lost = next - total[0] - term;
    total[0] = next;
    const pT = alpha / (alpha + T[i]);
    const pX = alpha / (alpha + recency[i]);
    const gR = r * (ofX.riseR - logT + gap.rise + wD * (logT - gap.rise - logX));
    const spread = wA * wD;
    const dR = r * (logT - gap.rise - logX); // left less alive, of the scores
    const dAlpha = (R + gap.mean) * pT - R * pX;
    const covariance = gap.both - gap.rise * gap.mean;
    const variance = gap.square - gap.mean * gap.mean;
    total[1] += w * gR;
    total[2] += w * (r - (R + gap.mean) * pT + wD * dAlpha);
    total[3] += w * (ofX.gA + wD);
    total[4] += w * (ofX.gB - wD * ofX.k);
    total[5] += w * (gR + ofX.triR + wA * r * r * (gap.riseSquare - gap.rise * gap.rise) + spread * dR * dR);
    total[6] += w * (r * (1 - pT + wD * (pT - pX)) - wA * r * pT * covariance + spread * dR * dAlpha);
    total[7] += w * spread * dR;
    total[8] -= w * spread * dR * ofX.k;
    total[9] += w * (wA * (pT * pT * variance - (R + gap.mean) * pT * (1 - pT)) - wD * R * pX * (1 - pX));
    total[9] += w * spread * dAlpha * dAlpha;
    total[10] += w * spread * dAlpha;
    total[11] -= w * spread * dAlpha * ofX.k;
    total[12] += w * (ofX.hAA + spread);
    total[13] += w * (ofX.hAB - spread * ofX.k);
    total[14] += w * (ofX.hBB + wD * (ofX.k * ofX.k - ofX.k) + spread * ofX.k * ofX.k);
  }
  const places = coins === null ? [[5, 6], [6, 9]] : [[5, 6, 7, 8], [6, 9, 10, 11], [7, 10, 12, 13], [8, 11, 13, 14]]; // prettier-ignore
  return {
    value: total[0],
    gradient: [...total.subarray(1, coins === null ? 3 : 5)],
    hessian: places.map((row) => row.map((k) => total[k])),
  };
}

/** What depends on x alone, but for the coins. */
const stageTerms = ({ r, alpha }: ErlangParams, x: number, stages: number) => ({
  x,
  purchases: lrise(r, stages * x) - stages * x * Math.log(alpha) - x * lgamma(stages),
  riseR: psirise(r, stages * x),
  triR: r * r * tririse(r, stages * x),
});

type Gap = { log: number; rise: number; riseSquare: number; mean: number; square: number; both: number };

/**
 * log S; means over the stages j, weighted by t_j, of j, j^2, the slope of log t_j in r (`rise`), its square with its own
 * slope added (`riseSquare`), and `both`, slope times j.
 */
function runningGap(into: Gap, { R, v, stages }: Readonly<{ R: number; v: number; stages: number }>): void {
  let [sum, rise, riseSquare, mean, square, both] = [1, 0, 0, 0, 0, 0];
  let [t, psi, tri] = [1, 0, 0];
  for (let j = 1; j < stages; j++) {
    const up = R + j - 1;
    t *= (up * v) / j;
    psi += 1 / up;
    tri -= 1 / (up * up);
    sum += t;
    rise += t * psi;
    riseSquare += t * (tri + psi * psi);
    mean += t * j;
    square += t * j * j;
    both += t * j * psi;
  }
  into.log = Math.log(sum);
  into.rise = rise / sum;
  into.riseSquare = riseSquare / sum;
  into.mean = mean / sum;
  into.square = square / sum;
  into.both = both / sum;
}
