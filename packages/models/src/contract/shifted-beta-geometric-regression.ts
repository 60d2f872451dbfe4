/**
 * Shifted-beta-geometric retention of customers who differ in what is known about them: alpha_i = alpha e^(a'z_i),
 * beta_i = beta e^(b'z_i) with columns z that do not change. MODELS-RETENTION section A.2, form 1.
 */
import { maximize } from "../inference/newton.js";
import type { Evaluation } from "../inference/newton.js";
import { inverse } from "../math/linear-algebra.js";
import type { Matrix } from "../math/linear-algebra.js";
import { standardise } from "../math/columns.js";
import { lrise, psirise } from "../math/gamma.js";
import { stateOf } from "./model.js";
import type { State } from "./model.js";
import { fromContracts } from "./renewals.js";
import type { Contracts } from "./renewals.js";
import * as shiftedBetaGeometric from "./shifted-beta-geometric.js";
import type { Params } from "./shifted-beta-geometric.js";

/** One row per contract, or per distinct contract with a weight. */
export interface Data extends Omit<Contracts, "entry"> {
  readonly columns: readonly Float64Array[];
  readonly weight?: Float64Array;
}

/** `alpha` and `beta` where all columns are 0; effects are of the logs, per unit of the column. */
export type Fit = Readonly<{ model: string; n: number }> &
  (
    | Readonly<{
        status: "ok";
        params: Params;
        alphaEffects: readonly number[];
        betaEffects: readonly number[];
        covariance: Matrix; // of log alpha, alpha effects, log beta, beta effects; columns standardised
        logLikelihood: number;
        iterations: number;
      }>
    | State
  );

const NAME = "shifted-beta-geometric-regression";
const PENALTY = 0.01; // on effects of standardised columns: keeps a column without variation at 0

/** Posterior mode under a weak normal prior on the effects. @param data rows with weight 0 count as absent */
export function fit(data: Data): Fit {
  const { columns, means, spreads } = standardise(data.columns);
  const weight = data.weight ?? data.renewals.map(() => 1);
  const head = { model: NAME, n: weight.reduce((sum, w) => sum + w, 0) };
  const renewals = fromContracts(data);
  const state = stateOf(renewals);
  if (state !== null) return { ...head, ...state };
  const alike = shiftedBetaGeometric.fit(renewals);
  const { alpha, beta } = alike.status === "ok" ? alike.params : { alpha: 1, beta: 4 };
  const none = columns.map(() => 0);
  const start = [Math.log(alpha), ...none, Math.log(beta), ...none];
  const rows = { ...data, weight, columns };
  const optimum = maximize((x) => evaluate(rows, x), start);
  if (!optimum.converged) return { ...head, status: "not-converged", reason: optimum.reason };
  const half = columns.length + 1;
  const side = (from: number) => {
    const effects = columns.map((_, j) => optimum.x[from + 1 + j] / spreads[j]);
    return { effects, level: Math.exp(optimum.x[from] - effects.reduce((sum, v, j) => sum + v * means[j], 0)) };
  };
  const [leaving, staying] = [side(0), side(half)];
  return {
    ...head,
    status: "ok",
    params: { alpha: leaving.level, beta: staying.level },
    alphaEffects: leaving.effects,
    betaEffects: staying.effects,
    covariance: inverse(optimum.hessian.map((row) => row.map((v) => -v))) ?? [],
    logLikelihood: optimum.value + penaltyOf(optimum.x, half),
    iterations: optimum.iterations,
  };
}

const penaltyOf = (x: readonly number[], half: number): number =>
  x.reduce((sum, v, j) => sum + (j % half === 0 ? 0 : (PENALTY * v * v) / 2), 0);

/** Penalised log-likelihood and gradient; x = log alpha, alpha effects, log beta, beta effects. */
function evaluate({ renewals, lost, weight, columns }: Required<Data>, x: readonly number[]): Evaluation {
  const half = columns.length + 1;
  const gradient = x.map((v, j) => (j % half === 0 ? 0 : -PENALTY * v));
  let value = -penaltyOf(x, half);
  for (let i = 0; i < renewals.length; i++) {
    let [leaving, staying] = [x[0], x[half]];
    for (let j = 0; j < columns.length; j++) {
      leaving += x[1 + j] * columns[j][i];
      staying += x[half + 1 + j] * columns[j][i];
    }
    const [alpha, beta, n] = [Math.exp(leaving), Math.exp(staying), renewals[i]];
    const all = alpha + beta;
    const byAll = psirise(all, n) + lost[i] / (all + n);
    value += weight[i] * (lrise(beta, n) - lrise(all, n) + (lost[i] > 0 ? Math.log(alpha / (all + n)) : 0));
    const byAlpha = weight[i] * (lost[i] - alpha * byAll);
    const byBeta = weight[i] * beta * (psirise(beta, n) - byAll);
    gradient[0] += byAlpha;
    gradient[half] += byBeta;
    for (let j = 0; j < columns.length; j++) {
      gradient[1 + j] += byAlpha * columns[j][i];
      gradient[half + 1 + j] += byBeta * columns[j][i];
    }
  }
  return { value, gradient };
}

/** Parameters of a customer, for every function of shifted-beta-geometric.ts. @param z one value per column */
export const paramsOf = (
  fitted: Readonly<{ params: Params; alphaEffects: readonly number[]; betaEffects: readonly number[] }>,
  z: readonly number[],
): Params => ({
  alpha: fitted.params.alpha * Math.exp(fitted.alphaEffects.reduce((sum, v, j) => sum + v * z[j], 0)),
  beta: fitted.params.beta * Math.exp(fitted.betaEffects.reduce((sum, v, j) => sum + v * z[j], 0)),
});
