/** How every purchase model is fitted: checks, order of the cells, coarse start, optimum, comparison with NBD. */
import { estimateInLogs } from "../inference/maximum-likelihood.js";
import type { Evaluation } from "../inference/newton.js";
import { brokenRule, byFrequency, COINCIDENT, everyNth, totals } from "./cells.js";
import type { Cells, Fit, FitOptions, Params } from "./model.js";
import { logPriorOf } from "./prior.js";

/** What a model brings to its fit. */
export type Fitting<P extends Params> = Readonly<{
  model: string;
  start: P;
  /** log-likelihood with gradient and Hessian in the logs of the parameters, in the order of `start` */
  evaluate: (params: P, cells: Cells) => Evaluation;
  /** fit of a nested model: an estimate that is less likely is not an optimum */
  nested?: (cells: Cells) => Fit;
  stages?: number; // Erlang stages between purchases
}>;

const COARSE = 5_000; // cells of the first fit when there are many
const REFINEMENT = 4; // cells of the next fit over those of the last
const TIMES = ["alpha", "beta"]; // the other parameters are shapes and have no unit
const HOMOGENEOUS = Math.log(1e5); // shape beyond which all customers are alike and the likelihood is flat
const SLACK = 1e-6; // shortfall against the nested model that is rounding, and its growth with the sum
const RELATIVE_SLACK = 1e-10;

/** @returns `converged: false` with the reason for data that no fit can use, and for an optimum that is none. */
export function fitCells<P extends Params>(fitting: Fitting<P>, given: Cells, options: FitOptions<P>): Fit<P> {
  const { model, nested } = fitting;
  const { customers: n } = totals(given);
  const head = { model, timeUnit: given.timeUnit };
  const start = options.start ?? fitting.start;
  const broken = brokenRule(given);
  if (broken !== null && !(options.prior === true && broken.reason === COINCIDENT)) {
    const nothing = { params: start, logLikelihood: NaN, covariance: [], iterations: 0, n, diagnostics: {} };
    return { ...head, ...nothing, converged: false, reason: broken.reason };
  }
  const cells = byFrequency(given);
  const estimate = estimateFrom(fitting, cells, { ...options, start });
  if (!estimate.converged || options.prior === true || nested === undefined) return { ...head, ...estimate };
  const bound = nested(cells).logLikelihood;
  if (estimate.logLikelihood >= bound - SLACK - RELATIVE_SLACK * Math.abs(bound)) return { ...head, ...estimate };
  return { ...head, ...estimate, converged: false, reason: "below a nested model: not the optimum" };
}

type Started<P extends Params> = FitOptions<P> & Readonly<{ start: P }>;

/** The optimum on all cells; many cells are first fitted on a few, then a few passes over all of them are enough. */
function estimateFrom<P extends Params>(fitting: Fitting<P>, cells: Cells, options: Started<P>) {
  const { evaluate, stages } = fitting;
  const names = Object.keys(options.start);
  const estimate = (rows: Cells, start: P) =>
    estimateInLogs<P>({
      start,
      n: totals(rows).customers,
      // the keys are those of the start, so the record is a P
      evaluate: (logs) =>
        evaluate(Object.fromEntries(names.map((k, i) => [k, Math.exp(logs[i])])) as unknown as P, rows),
      logPrior: options.prior === true ? logPriorOf(names, rows, stages) : undefined,
      isOut: (logs) => logs.some((log, i) => log > HOMOGENEOUS && !TIMES.includes(names[i])),
      maxIterations: options.maxIterations,
    });
  let start = options.start;
  for (let size = COARSE; size * REFINEMENT <= cells.frequency.length; size *= REFINEMENT) {
    const coarse = estimate(everyNth(cells, size), start);
    if (coarse.converged) start = coarse.params;
  }
  return estimate(cells, start);
}
