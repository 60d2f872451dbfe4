/** The models of a run as run.json tells them. */
import type { Estimate } from "@longworth/models";
import { candidateOf } from "../forecast/candidates.js";
import { BASELINES } from "../forecast/baselines.js";
import type { SpendEstimate } from "../forecast/spend.js";
import type { Manifest } from "../workspace/manifest.js";
import { isBaseline, type Forecast } from "./forecast.js";

type ModelFacts = Manifest["models"][number];

/** JSON has neither NaN nor infinity. */
export const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

const finiteAll = (values: Readonly<Record<string, number>>): Record<string, number | null> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, finite(value)]));

/** @param compared  Gamma-Gamma on the same customers; null where nobody bought again */
export function modelFacts(forecast: Forecast, compared: SpendEstimate | null): ModelFacts[] {
  const { recipe } = forecast;
  const alone = recipe.members.length === 1;
  const members = recipe.members.map(({ name, fit, weight, weightActive }): ModelFacts => {
    return {
      name,
      kind: "purchase",
      role: alone && !isBaseline(forecast.served) ? "served" : "pool",
      weight,
      weightActive,
      ...figuresOf(fit),
      ...(candidateOf(name).isClosed ? {} : { logLikelihood: null }), // of stages it is known up to a constant only
      timeUnit: fit.timeUnit,
    };
  });
  return [...members, ...spendFacts(forecast, compared), ...baselineFacts(forecast)];
}

type Figures = Pick<ModelFacts, "params" | "standardErrors" | "logLikelihood" | "converged" | "n" | "diagnostics">;

/** What a fit found. One that did not converge is never a result: it has no figures. */
export function figuresOf(fit: Estimate<Readonly<Record<string, number>>>): Figures {
  const { converged, n } = fit;
  if (!converged) return { params: {}, standardErrors: {}, logLikelihood: null, converged, n, diagnostics: {} };
  const params = Object.entries(fit.params);
  // The covariance is of the logs, so a standard error is the parameter's share of itself.
  const errors = params.map(([key, value], i) => [key, finite(value * Math.sqrt(fit.covariance[i]?.[i] ?? NaN))]);
  return {
    params: Object.fromEntries(params),
    standardErrors: Object.fromEntries(errors),
    logLikelihood: finite(fit.logLikelihood),
    converged,
    n,
    diagnostics: finiteAll(fit.diagnostics),
  };
}

const NO_FIT = {
  weight: null,
  weightActive: null,
  standardErrors: {},
  logLikelihood: null,
  converged: true,
  n: 0,
  timeUnit: "week",
};

/** The served log-normal, and beside it the Gamma-Gamma of the literature (means of repeat purchases). */
function spendFacts({ recipe }: Forecast, compared: SpendEstimate | null): ModelFacts[] {
  if (recipe.spend === null) return [];
  const served: ModelFacts = {
    ...NO_FIT,
    name: "log-normal",
    kind: "spend",
    role: "served",
    params: { ...recipe.spend },
    n: recipe.customers,
    diagnostics: { level: finite(recipe.spendLevel), concentration: finite(recipe.concentration) },
  };
  if (compared === null) return [served];
  return [served, { ...NO_FIT, name: "gamma-gamma", kind: "spend", role: "compared", ...figuresOf(compared) }];
}

function baselineFacts({ test, served }: Forecast): ModelFacts[] {
  if (test === null) return [];
  return BASELINES.map((name) => ({
    ...NO_FIT,
    name,
    kind: "purchase",
    role: name === served ? "served" : "baseline",
    params: {},
    diagnostics: {},
  }));
}
