/** Maximum likelihood and posterior modes over the logs of positive parameters. */
import { symmetricEigen } from "../math/linear-algebra.js";
import type { Matrix } from "../math/linear-algebra.js";
import type { Estimate } from "./estimate.js";
import { maximize } from "./newton.js";
import type { Evaluation, Maximum } from "./newton.js";

type Parameters = Readonly<Record<string, number>>;

/** A likelihood to maximise over the logs of its parameters, all > 0. */
export type LogProblem<P extends Parameters = Parameters> = Readonly<{
  start: P; // names and order of the parameters, and where to start
  n: number; // customers
  evaluate: (logs: readonly number[]) => Evaluation; // log-likelihood; gradient, Hessian in the logs
  logPrior?: ((logs: readonly number[]) => Required<Evaluation>) | undefined;
  isOut?: ((logs: readonly number[]) => boolean) | undefined; // where the optimum cannot be any more
  maxIterations?: number | undefined;
}>;

const FLAT = 1e-3; // curvature of the log-likelihood below which a parameter could be anything (section 18)
const ILL = 1e9; // condition number above which the covariance has no digits

/**
 * Maximum-likelihood estimate from a log-likelihood and its gradient in the parameters themselves.
 * `converged: false` names the reason: flat directions (no finite optimum) and too many iterations are the usual ones.
 */
export function maximumLikelihood<P extends Parameters>(
  problem: Readonly<{
    start: P;
    n: number;
    logLikelihood: (params: P) => number;
    gradient: (params: P) => P;
    maxIterations?: number | undefined;
  }>,
): Estimate<P> {
  const names = Object.keys(problem.start);
  const evaluate = (logs: readonly number[]): Evaluation => {
    const params = fromLogs<P>(names, logs);
    const score: Parameters = problem.gradient(params);
    return { value: problem.logLikelihood(params), gradient: names.map((name) => score[name] * params[name]) };
  };
  return estimateInLogs({ start: problem.start, n: problem.n, evaluate, maxIterations: problem.maxIterations });
}

/** The optimum of a likelihood, or of likelihood times prior, with the covariance of the logs of its parameters. */
export function estimateInLogs<P extends Parameters>(problem: LogProblem<P>): Estimate<P> {
  const { start, n, evaluate, logPrior, maxIterations, isOut } = problem;
  const names = Object.keys(start);
  const objective =
    logPrior === undefined ? evaluate : (logs: readonly number[]) => add(evaluate(logs), logPrior(logs));
  const at = names.map((name) => Math.log(start[name]));
  const optimum = maximize(objective, at, { maxIterations, isOut });
  const params = fromLogs<P>(names, optimum.x);
  const prior = logPrior === undefined ? 0 : logPrior(optimum.x).value;
  const { covariance, diagnostics } = curvature(optimum, n);
  const result = {
    params,
    logLikelihood: optimum.value - prior,
    covariance,
    iterations: optimum.iterations,
    n,
    diagnostics,
  };
  const reason = optimum.converged ? flatness(diagnostics) : optimum.reason;
  return reason === null ? { ...result, converged: true } : { ...result, converged: false, reason };
}

// the keys are those of the start, so the record is a P
const fromLogs = <P extends Parameters>(names: readonly string[], logs: readonly number[]): P =>
  Object.fromEntries(names.map((name, i) => [name, Math.exp(logs[i])])) as unknown as P;

function add(likelihood: Evaluation, prior: Required<Evaluation>): Evaluation {
  const { hessian } = likelihood;
  const sum = {
    value: likelihood.value + prior.value,
    gradient: likelihood.gradient.map((g, i) => g + prior.gradient[i]),
  };
  if (hessian === undefined) return sum;
  return { ...sum, hessian: hessian.map((row, i) => row.map((v, j) => v + prior.hessian[i][j])) };
}

type Diagnostics = Readonly<{ gradientNorm: number; smallestEigenvalue: number; conditionNumber: number }>;

/** Covariance (curvatures below a rounding of the largest are lifted to it, so that it stays finite) and diagnostics. */
function curvature({ hessian, gradient }: Maximum, n: number): { covariance: Matrix; diagnostics: Diagnostics } {
  const { values, vectors } = symmetricEigen(hessian.map((row) => row.map((v) => -v)));
  const largest = Math.max(...values, Number.MIN_VALUE);
  const lifted = values.map((v) => Math.max(v, 1e-14 * largest));
  const covariance = hessian.map((row, i) =>
    row.map((_, j) => vectors.reduce((sum, vector, k) => sum + (vector[i] * vector[j]) / lifted[k], 0)),
  );
  const diagnostics = {
    gradientNorm: Math.max(...gradient.map(Math.abs)) / Math.max(n, Number.MIN_VALUE),
    smallestEigenvalue: values[0],
    conditionNumber: largest / lifted[0],
  };
  return { covariance, diagnostics };
}

function flatness({ smallestEigenvalue, conditionNumber }: Diagnostics): string | null {
  if (smallestEigenvalue < FLAT) return "a flat direction: the data do not determine every parameter";
  return conditionNumber > ILL ? "ill-conditioned: the data do not determine every parameter" : null;
}
