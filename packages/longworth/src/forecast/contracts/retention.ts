/** The retention of one group of contracts: which model, its fit or the state of the data, and draws of what is unknown. */
import {
  betaDiscreteWeibull,
  distributions,
  proportion,
  random as draws,
  renewals as counting,
  retentionProjection,
  shiftedBetaGeometric,
  type Renewals,
  type RetentionFit,
} from "@longworth/models";

export const RETENTION_MODELS = ["shifted-beta-geometric", "beta-discrete-weibull"] as const;
export type RetentionName = (typeof RETENTION_MODELS)[number];

/** P(renews at t | renewed t - 1 times). */
export type Rates = (t: number) => number;

/**
 * What serves a group. `kind` says what stands behind `rates`: a mixture of customers who differ, one churn for all, leavers
 * who go at once and others who stay, or a bound where nobody has left. `unknown`: nothing can be said of renewals to come.
 */
export type Retention = Readonly<{
  name: RetentionName;
  fit: RetentionFit;
  decisions: Renewals;
}> &
  (
    | Readonly<{ kind: "mixture" | "constant" | "two-kinds" | "bound"; rates: Rates; drawn: readonly Rates[] }>
    | Readonly<{ kind: "unknown" }>
  );

const DRAWS = 200;
const LEVEL = 0.95;

/** The model on these decisions. @param random seeded: the same decisions and seed give the same draws */
export function retentionOf(name: RetentionName, decisions: Renewals, random: () => number): Retention {
  const head = { name, decisions };
  if (name === "shifted-beta-geometric") {
    const fit = shiftedBetaGeometric.fit(decisions);
    if (fit.status !== "ok") return { ...head, fit, ...ofState(fit, decisions, random) };
    const drawn = retentionProjection.retentionDraws(
      shiftedBetaGeometric,
      { fit, renewals: decisions },
      { random, draws: DRAWS },
    );
    return {
      ...head,
      fit,
      kind: "mixture",
      rates: (t) => shiftedBetaGeometric.retention(fit.params, t),
      drawn: "status" in drawn ? [] : drawn,
    };
  }
  const fit = betaDiscreteWeibull.fit(decisions);
  if (fit.status !== "ok") return { ...head, fit, ...ofState(fit, decisions, random) };
  const drawn = retentionProjection.retentionDraws(
    betaDiscreteWeibull,
    { fit, renewals: decisions },
    { random, draws: DRAWS },
  );
  return {
    ...head,
    fit,
    kind: "mixture",
    rates: (t) => betaDiscreteWeibull.retention(fit.params, t),
    drawn: "status" in drawn ? [] : drawn,
  };
}

/** Its most likely rates, without draws: what a trial of many groups needs. Of renewals nothing is known of, even chances. */
export function likelyRates(name: RetentionName, decisions: Renewals): Rates {
  const sbg = name === "shifted-beta-geometric" ? shiftedBetaGeometric.fit(decisions) : null;
  if (sbg?.status === "ok") return (t) => shiftedBetaGeometric.retention(sbg.params, t);
  const bdw = sbg === null ? betaDiscreteWeibull.fit(decisions) : null;
  if (bdw?.status === "ok") return (t) => betaDiscreteWeibull.retention(bdw.params, t);
  const fit = sbg ?? bdw;
  const state = fit === null ? null : ofState(fit, decisions, draws.seeded(0));
  return state === null || state.kind === "unknown" ? () => 0.5 : state.rates;
}

type Served = Extract<Retention, Readonly<{ kind: "bound" | "constant" | "two-kinds" | "mixture" }>>;
type Kind = Pick<Served, "kind" | "rates" | "drawn"> | Readonly<{ kind: "unknown" }>;

/** Where the data do not tell a mixture: one churn (Jeffreys), an upper bound, or nothing. */
function ofState(fit: RetentionFit, decisions: Renewals, random: () => number): Kind {
  const { atRisk, lost } = counting.totals(decisions);
  switch (fit.status) {
    case "ok":
    case "no-data":
    case "invalid":
    case "all-lost":
      return { kind: "unknown" };
    case "no-events": {
      const drawn = Array.from({ length: DRAWS }, () => 1 - draws.beta(random, 0.5, atRisk + 0.5));
      return { kind: "bound", rates: () => 1 - fit.highestChurn, drawn: drawn.map((stays) => () => stays) };
    }
    case "homogeneous":
    case "mean-only":
    case "not-converged": {
      const stays = 1 - lost / atRisk;
      const drawn = Array.from({ length: DRAWS }, () => 1 - draws.beta(random, lost + 0.5, atRisk - lost + 0.5));
      return { kind: "constant", rates: () => stays, drawn: drawn.map((one) => () => one) };
    }
    case "boundary": {
      const [first = 0, gone = 0] = [decisions.atRisk[0], decisions.lost[0]];
      const [n, l] = [atRisk - first, lost - gone];
      const rates =
        (atFirst: number, later: number): Rates =>
        (t) =>
          t === 1 ? atFirst : later;
      const drawn = Array.from({ length: DRAWS }, () =>
        rates(1 - draws.beta(random, gone + 0.5, first - gone + 0.5), 1 - draws.beta(random, l + 0.5, n - l + 0.5)),
      );
      return { kind: "two-kinds", rates: rates(1 - gone / first, n > 0 ? 1 - l / n : 1), drawn };
    }
  }
}

/** Log-likelihood of decisions under rates; 0 renewals that cannot happen are kept off minus infinity. */
export function scoreOf(rates: Rates, { tenure, atRisk, lost }: Renewals): number {
  let sum = 0;
  for (let i = 0; i < tenure.length; i++) {
    const [n, gone] = [atRisk[i] ?? 0, lost[i] ?? 0];
    if (n === 0) continue;
    const stays = Math.min(1 - SURE, Math.max(SURE, rates(tenure[i] ?? 1)));
    sum += gone * Math.log1p(-stays) + (n - gone) * Math.log(stays);
  }
  return sum;
}

const SURE = 1e-9;

/** Posterior mean of the rates: what forecasts best one decision ahead. */
export const meanRates =
  (drawn: readonly Rates[]): Rates =>
  (t) =>
    drawn.reduce((sum, rates) => sum + rates(t), 0) / drawn.length;

/** The test of c = 1; null unless both are fitted. */
export function shapeTest(decisions: Renewals): Readonly<{ likelihoodRatio: number; p: number }> | null {
  const [sbg, bdw] = [shiftedBetaGeometric.fit(decisions), betaDiscreteWeibull.fit(decisions)];
  if (sbg.status !== "ok" || bdw.status !== "ok") return null;
  const likelihoodRatio = Math.max(0, 2 * (bdw.logLikelihood - sbg.logLikelihood));
  return { likelihoodRatio, p: distributions.chiSquareTail(likelihoodRatio, 1) };
}

/** Churn over all decisions in words and numbers. */
export function churnOf(decisions: Renewals): proportion.Share {
  const { atRisk, lost } = counting.totals(decisions);
  return proportion.shareOf(lost, atRisk, LEVEL);
}
