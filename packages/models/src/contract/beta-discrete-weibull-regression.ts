/**
 * Beta-discrete-Weibull retention with columns that may change from renewal to renewal: S_i(t) = B(gamma, delta +
 * E_i(t)) / B(gamma, delta) with the exposure E_i(t) = sum over j <= t of e^(b'x_ij) (j^c - (j-1)^c).
 * MODELS-RETENTION section A.2, form 2.
 */
import { maximize } from "../inference/newton.js";
import type { Evaluation } from "../inference/newton.js";
import { inverse } from "../math/linear-algebra.js";
import type { Matrix } from "../math/linear-algebra.js";
import { standardise } from "../math/columns.js";
import { lrise, psirise } from "../math/gamma.js";
import * as betaDiscreteWeibull from "./beta-discrete-weibull.js";
import type { Params } from "./beta-discrete-weibull.js";
import { stateOf } from "./model.js";
import type { State } from "./model.js";
import { fromContracts } from "./renewals.js";

/** Contracts with one row of columns per renewal decision faced, in order of tenure, contract after contract. */
export interface Data {
  readonly decisions: Float64Array; // per contract: renewals faced, the declined one included
  readonly lost: Float64Array; // per contract: 1 when the last of them was declined
  readonly columns: readonly Float64Array[]; // per decision
}

/** Effects are of the log of exposure, per unit of the column: above 0 the customer leaves sooner. */
export type Fit = Readonly<{ model: string; n: number }> &
  (
    | Readonly<{
        status: "ok";
        params: Params;
        means: readonly number[]; // of the columns: params hold for a customer with these
        effects: readonly number[];
        covariance: Matrix; // of log gamma, log delta, log c, effects of standardised columns
        logLikelihood: number;
        iterations: number;
      }>
    | State
  );

const NAME = "beta-discrete-weibull-regression";
const PENALTY = 0.01; // on effects of standardised columns

/** Posterior mode under a weak normal prior on the effects. */
export function fit(data: Data): Fit {
  const { decisions, lost } = data;
  const head = { model: NAME, n: decisions.length };
  const renewals = fromContracts({ renewals: decisions.map((count, i) => count - lost[i]), lost });
  const state = stateOf(renewals);
  if (state !== null) return { ...head, ...state };
  const alike = betaDiscreteWeibull.fit(renewals);
  const { gamma, delta, c } = alike.status === "ok" ? alike.params : { gamma: 1, delta: 4, c: 1 };
  const { columns, means, spreads } = standardise(data.columns);
  const start = [...[gamma, delta, c].map(Math.log), ...columns.map(() => 0)];
  const optimum = maximize((x) => evaluate({ ...data, columns }, x), start);
  if (!optimum.converged) return { ...head, status: "not-converged", reason: optimum.reason };
  const [g, d, shape] = optimum.x.map(Math.exp);
  return {
    ...head,
    status: "ok",
    params: { gamma: g, delta: d, c: shape },
    means,
    effects: columns.map((_, j) => optimum.x[3 + j] / spreads[j]),
    covariance: inverse(optimum.hessian.map((row) => row.map((v) => -v))) ?? [],
    logLikelihood: optimum.value + penaltyOf(optimum.x),
    iterations: optimum.iterations,
  };
}

const penaltyOf = (x: readonly number[]): number =>
  x.reduce((sum, v, j) => sum + (j < 3 ? 0 : (PENALTY * v * v) / 2), 0);

/** Exposure of one contract up to the last decision but one, the last step, and their slopes by log c and effects. */
type Exposure = { before: number; step: number; slopeBefore: Float64Array; slopeStep: Float64Array };

/** Penalised log-likelihood and gradient; x = log gamma, log delta, log c, effects. */
function evaluate({ decisions, lost, columns }: Data, x: readonly number[]): Evaluation {
  const [gamma, delta] = [Math.exp(x[0]), Math.exp(x[1])];
  const steps = stepsOf(decisions, Math.exp(x[2]));
  const size = columns.length;
  const at: Exposure = {
    before: 0,
    step: 0,
    slopeBefore: new Float64Array(1 + size),
    slopeStep: new Float64Array(1 + size),
  };
  const gradient = x.map((v, j) => (j < 3 ? 0 : -PENALTY * v));
  let value = -penaltyOf(x);
  let row = 0;
  for (let i = 0; i < decisions.length; i++) {
    if (decisions[i] === 0) continue;
    expose(at, { columns, effects: x, steps }, [row, decisions[i]]);
    row += decisions[i];
    const { before, step } = at;
    const after = before + step;
    const [whole, partial] = lost[i] > 0 ? [before, step] : [after, 0];
    const all = gamma + delta;
    value += lrise(delta, whole) - lrise(all, whole);
    let byAll = psirise(all, whole);
    let byDelta = psirise(delta, whole);
    let byBefore = -psirise(delta + whole, gamma);
    let byStep = lost[i] > 0 ? 0 : byBefore;
    if (lost[i] > 0) {
      const stays = lrise(delta + before, partial) - lrise(all + before, partial);
      const pull = -1 / Math.expm1(-stays);
      value += Math.log(-Math.expm1(stays));
      byAll += pull * psirise(all + before, partial);
      byDelta += pull * psirise(delta + before, partial);
      byStep = -pull * psirise(delta + after, gamma);
      byBefore += byStep + pull * psirise(delta + before, gamma);
    }
    gradient[0] -= gamma * byAll;
    gradient[1] += delta * (byDelta - byAll);
    for (let j = 0; j <= size; j++) gradient[2 + j] += byBefore * at.slopeBefore[j] + byStep * at.slopeStep[j];
  }
  return { value, gradient };
}

type Steps = Readonly<{ size: Float64Array; slope: Float64Array }>; // j^c - (j-1)^c and its derivative by log c

function stepsOf(decisions: Float64Array, c: number): Steps {
  const longest = decisions.reduce((a, b) => Math.max(a, b), 0);
  const size = new Float64Array(longest);
  const slope = new Float64Array(longest);
  const slopeAt = (t: number): number => (t <= 1 ? 0 : t ** c * Math.log(t) * c);
  for (let j = 0; j < longest; j++) {
    size[j] = (j + 1) ** c - j ** c;
    slope[j] = slopeAt(j + 1) - slopeAt(j);
  }
  return { size, slope };
}

type Rows = Readonly<{ columns: readonly Float64Array[]; effects: readonly number[]; steps: Steps }>;

function expose(at: Exposure, { columns, effects, steps }: Rows, [row, count]: readonly [number, number]): void {
  at.before = 0;
  at.slopeBefore.fill(0);
  for (let j = 0; j < count; j++) {
    let eta = 0;
    for (let k = 0; k < columns.length; k++) eta += effects[3 + k] * columns[k][row + j];
    const scale = Math.exp(eta);
    if (j > 0) {
      at.before += at.step;
      for (let k = 0; k <= columns.length; k++) at.slopeBefore[k] += at.slopeStep[k];
    }
    at.step = scale * steps.size[j];
    at.slopeStep[0] = scale * steps.slope[j];
    for (let k = 0; k < columns.length; k++) at.slopeStep[1 + k] = at.step * columns[k][row + j];
  }
}

/** P(still a customer after t renewals), t = 1, 2, ..., along one customer's columns. @param path one row per renewal */
export function survivalAlong(
  fitted: Readonly<{ params: Params; means: readonly number[]; effects: readonly number[] }>,
  path: readonly (readonly number[])[],
): Float64Array {
  const { gamma, delta, c } = fitted.params;
  let exposure = 0;
  return Float64Array.from(path, (z, j) => {
    const eta = fitted.effects.reduce((sum, b, k) => sum + b * (z[k] - fitted.means[k]), 0);
    exposure += Math.exp(eta) * ((j + 1) ** c - j ** c);
    return Math.exp(lrise(delta, exposure) - lrise(gamma + delta, exposure));
  });
}
