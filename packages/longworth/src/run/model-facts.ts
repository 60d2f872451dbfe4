/** The models of a run as run.json tells them. */
import { gammaGamma } from "@longworth/models";
import type { Estimate } from "@longworth/models";
import { BASELINES } from "../forecast/baselines.js";
import { statesAt, type History } from "../forecast/history.js";
import type { Manifest } from "../workspace/manifest.js";
import { isBaseline, type Forecast } from "./forecast.js";

type ModelFacts = Manifest["models"][number];

/** JSON has neither NaN nor infinity. */
export const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

const finiteAll = (values: Readonly<Record<string, number>>): Record<string, number | null> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, finite(value)]));

export function modelFacts(forecast: Forecast, history: History, cut: number): ModelFacts[] {
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
      timeUnit: fit.timeUnit,
    };
  });
  return [...members, ...spendFacts(forecast, history, cut), ...baselineFacts(forecast)];
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
function spendFacts({ recipe }: Forecast, history: History, cut: number): ModelFacts[] {
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
  const cells = repeatSpend(history, cut);
  if (cells.frequency.length === 0) return [served];
  const fit = figuresOf(gammaGamma.fit(cells));
  return [served, { ...NO_FIT, name: "gamma-gamma", kind: "spend", role: "compared", ...fit }];
}

/** Per customer with a repeat purchase above 0: how many, and their mean. */
function repeatSpend(history: History, cut: number): gammaGamma.SpendCells {
  const { customer } = statesAt(history, cut);
  const frequency: number[] = [];
  const monetaryValue: number[] = [];
  for (const c of customer) {
    let seen = 0;
    let count = 0;
    let sum = 0;
    for (let i = history.offsets[c] ?? 0; i < (history.offsets[c + 1] ?? 0) && (history.day[i] ?? 0) <= cut; i++) {
      if (history.purchase[i] !== 1) continue;
      const value = history.value[i] ?? 0;
      if (seen++ > 0 && value > 0) {
        count++;
        sum += value;
      }
    }
    if (count > 0) {
      frequency.push(count);
      monetaryValue.push(sum / count);
    }
  }
  const weight = new Float64Array(frequency.length).fill(1);
  return { frequency: Float64Array.from(frequency), monetaryValue: Float64Array.from(monetaryValue), weight };
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
