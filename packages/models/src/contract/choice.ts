/** Whether churn within a customer changes with tenure: beta-discrete-Weibull only where it earns its parameter. */
import { chiSquareTail } from "../math/distributions.js";
import * as betaDiscreteWeibull from "./beta-discrete-weibull.js";
import type { Fit } from "./model.js";
import { fromSurvivors } from "./renewals.js";
import type { Renewals } from "./renewals.js";
import * as shiftedBetaGeometric from "./shifted-beta-geometric.js";

/** Both fits on all data, the test of c = 1, and the log-likelihood of held-back decisions under each. */
export type Choice = Readonly<{
  chosen: "shifted-beta-geometric" | "beta-discrete-weibull";
  shiftedBetaGeometric: Fit<shiftedBetaGeometric.Params>;
  betaDiscreteWeibull: Fit<betaDiscreteWeibull.Params>;
  likelihoodRatio: number | null; // chi-square with one degree of freedom; null unless both are fitted
  p: number | null;
  heldBack: Readonly<{ shiftedBetaGeometric: number; betaDiscreteWeibull: number; decisions: number }> | null;
}>;

const SIGNIFICANT = 0.05;

/**
 * Takes beta-discrete-Weibull only if the likelihood-ratio test rejects c = 1 at 5 % and it predicts the last `heldBack`
 * periods of every cohort better from the earlier ones.
 * @param cohorts customers left after 0, 1, 2, ... renewals, one list per cohort
 */
export function chooseRetentionModel(cohorts: readonly (readonly number[])[], heldBack = 1): Choice {
  const all = fromSurvivors(cohorts);
  const [sbg, bdw] = [shiftedBetaGeometric.fit(all), betaDiscreteWeibull.fit(all)];
  const fitted = sbg.status === "ok" && bdw.status === "ok";
  const likelihoodRatio = fitted ? Math.max(0, 2 * (bdw.logLikelihood - sbg.logLikelihood)) : null;
  const p = likelihoodRatio === null ? null : chiSquareTail(likelihoodRatio, 1);
  const later = scoreLater(cohorts, heldBack);
  const better = later !== null && later.betaDiscreteWeibull > later.shiftedBetaGeometric;
  return {
    chosen: p !== null && p < SIGNIFICANT && better ? "beta-discrete-weibull" : "shifted-beta-geometric",
    shiftedBetaGeometric: sbg,
    betaDiscreteWeibull: bdw,
    likelihoodRatio,
    p,
    heldBack: later,
  };
}

/** Log-likelihood of each cohort's last decisions under fits on the earlier ones; null where one cannot be fitted. */
function scoreLater(cohorts: readonly (readonly number[])[], heldBack: number): Choice["heldBack"] {
  const earlier = fromSurvivors(cohorts.map((alive) => alive.slice(0, Math.max(1, alive.length - heldBack))));
  const later = difference(fromSurvivors(cohorts), earlier);
  const sbg = shiftedBetaGeometric.fit(earlier);
  const bdw = betaDiscreteWeibull.fit(earlier);
  if (sbg.status !== "ok" || bdw.status !== "ok") return null;
  return {
    shiftedBetaGeometric: shiftedBetaGeometric.logLikelihood(sbg.params, later),
    betaDiscreteWeibull: betaDiscreteWeibull.logLikelihood(bdw.params, later),
    decisions: later.atRisk.reduce((sum, n) => sum + n, 0),
  };
}

const difference = (all: Renewals, part: Renewals): Renewals => ({
  tenure: all.tenure,
  atRisk: all.atRisk.map((n, i) => n - (part.atRisk[i] ?? 0)),
  lost: all.lost.map((n, i) => n - (part.lost[i] ?? 0)),
});
