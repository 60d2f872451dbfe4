/** What an estimation returns: plain data, so that it can be stored, diffed and sent. */

export type Estimate<P extends Readonly<Record<string, number>> = Readonly<Record<string, number>>> = Readonly<{
  params: P;
  logLikelihood: number; // without the prior, also at a posterior mode
  covariance: readonly (readonly number[])[]; // of the logs of the parameters, in the order of `params`
  iterations: number;
  n: number; // customers (sum of weights)
  diagnostics: Readonly<Record<string, number>>; // gradientNorm, conditionNumber, smallestEigenvalue, ...
}> &
  Readonly<{ converged: true } | { converged: false; reason: string }>;
