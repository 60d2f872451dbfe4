/** Survival analysis against R (survival 3.5, glm) on lung, aml, ovarian and a heavily tied set. */
import { describe, expect, test } from "vitest";
import * as models from "@longworth/models";
import { entriesOf, expectEntry, fixture } from "../support/retention-reference.js";
import type { Value } from "../support/retention-reference.js";
import { hasShared } from "../support/data.js";

const { cox, discreteHazard } = models;

type Inputs = Readonly<Record<string, never>>;
type Columns = Readonly<Record<string, Float64Array>>;

/** Rows without a missing value in any of the columns. */
function complete(columns: Columns): Columns {
  const first = Object.values(columns)[0];
  const holds = first.map((_, i) => Number(Object.values(columns).every((column) => !Number.isNaN(column[i]))));
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.filter((_, i) => holds[i] > 0)]),
  );
}

function lung() {
  const { time, status, age, sex, "ph.ecog": ecog } = fixture("lung.csv");
  return { duration: time, observed: status.map((s) => Number(s === 2)), age, sex, ecog };
}

function lungModel() {
  const { duration, observed, age, sex, ecog } = complete(lung());
  return { duration, observed, columns: [age, sex, ecog] };
}

function tied() {
  const { t, e, x1, x2 } = fixture("tied200.csv");
  return { duration: t, observed: e, columns: [x1, x2] };
}

const orNull = (column: Float64Array): Value => Array.from(column, (v) => (Number.isFinite(v) ? v : null));

function kmAml({ time, event }: Readonly<{ time: readonly number[]; event: readonly number[] }>): Value {
  const curve = models.kaplanMeier({ duration: Float64Array.from(time), observed: Float64Array.from(event) });
  return {
    t: [...curve.time],
    nRisk: [...curve.atRisk],
    d: [...curve.events],
    S: [...curve.survival],
    seLogS: [...curve.standardErrorOfLog],
    lower: [...curve.low],
    upper: [...curve.high],
  };
}

type Case = Readonly<{ case: string; time: readonly number[]; event: readonly number[] }>;

function kmEdge(_: Inputs, expected: Value): Value {
  // the cases are in the expected values: time and event are inputs
  return (expected as readonly Case[]).map(({ case: name, time, event }) => {
    const curve = models.kaplanMeier({ duration: Float64Array.from(time), observed: Float64Array.from(event) });
    return {
      case: name,
      time,
      event,
      t: [...curve.time],
      S: [...curve.survival],
      lower: orNull(curve.low),
      upper: orNull(curve.high),
      median: models.durationQuantile(curve, 0.5).time,
    };
  });
}

const meanOf = (curve: models.SurvivalCurve, window: number) => {
  const mean = models.restrictedMean(curve, window);
  return mean.status === "ok" ? mean : expect.fail(mean.status);
};

function kmLung(): Value {
  const curve = models.kaplanMeier(lung());
  const hazard = models.nelsonAalen(lung());
  const at = (column: Float64Array, time: number): number => column[curve.time.findLastIndex((t) => t <= time)];
  const quantiles = [0.25, 0.5, 0.75].map((p) => models.durationQuantile(curve, p));
  return {
    S_at: Object.fromEntries([100, 365, 730].map((t) => [String(t), models.survivalAt(curve, t)])),
    lower365: at(curve.low, 365),
    upper365: at(curve.high, 365),
    H365: at(hazard.cumulativeHazard, 365),
    seH365: at(hazard.standardError, 365),
    q25: quantiles[0].time,
    median: quantiles[1].time,
    q75: quantiles[2].time,
    medianCI: [quantiles[1].low, quantiles[1].high],
    rmst365: meanOf(curve, 365).mean,
    seRmst365: meanOf(curve, 365).standardError,
    rmst730: meanOf(curve, 730).mean,
    seRmst730: meanOf(curve, 730).standardError,
  };
}

function logRank({ group }: Inputs): Value {
  const { duration, observed, sex, ecog } = lung();
  const aml = fixture("aml.csv");
  const groups: Readonly<Record<string, Parameters<typeof models.logRank>[0]>> = {
    sex: { duration, observed, group: sex.map((s) => s - 1) },
    ecog: { duration, observed, group: ecog },
    aml: { duration: aml.time, observed: aml.status, group: aml.x.map((x) => (x === 1 ? 0 : 1)) },
  };
  const test = models.logRank(groups[group]);
  if (test.status !== "ok") return test.status;
  return { chisq: test.chiSquare, df: test.freedom, p: test.p, O: test.observed, E: test.expected };
}

function meanDifference({ tau }: Inputs): Value {
  const { duration, observed, sex } = lung();
  const curveOf = (code: number) => {
    const holds = (_: number, i: number): boolean => sex[i] === code;
    return models.kaplanMeier({ duration: duration.filter(holds), observed: observed.filter(holds) });
  };
  const [men, women] = [curveOf(1), curveOf(2)];
  const difference = models.restrictedMeanDifference([women, men], tau);
  if (difference.status !== "ok") return difference.status;
  return {
    rmst: [meanOf(men, tau).mean, meanOf(women, tau).mean],
    se: [meanOf(men, tau).standardError, meanOf(women, tau).standardError],
    diff: difference.difference,
    seDiff: difference.standardError,
    z: difference.z,
    p: difference.p,
  };
}

function fitted(data: Parameters<typeof cox.fit>[0], ties: "efron" | "breslow" = "efron") {
  const fit = cox.fit(data, { ties });
  return fit.status === "ok" ? fit : expect.fail(fit.status);
}

const errorsOf = (fit: Readonly<{ covariance: readonly (readonly number[])[] }>): number[] =>
  fit.covariance.map((row, j) => Math.sqrt(row[j]));

function coxLung({ ties }: Inputs): Value {
  const fit = fitted(lungModel(), ties);
  return {
    coef: fit.coefficients,
    se: errorsOf(fit),
    loglik0: fit.nullLogLikelihood,
    loglik: fit.logLikelihood,
    scoreTest: fit.scoreTest,
    lrTest: fit.likelihoodRatio,
    hr: models.effects(fit).map((effect) => effect?.ratio ?? null),
  };
}

const riskOf = (coefficients: readonly number[], columns: readonly Float64Array[]): Float64Array =>
  columns[0].map((_, i) => coefficients.reduce((sum, b, j) => sum + b * columns[j][i], 0));

function coxOvarian(): Value {
  const { futime, fustat, age, rx } = fixture("ovarian.csv");
  const data = { duration: futime, observed: fustat, columns: [age, rx] };
  const fit = fitted(data);
  return {
    coef: fit.coefficients,
    se: errorsOf(fit),
    loglik0: fit.nullLogLikelihood,
    loglik: fit.logLikelihood,
    C: models.concordanceOf(data, riskOf(fit.coefficients, data.columns)).concordance,
  };
}

function coxTied(): Value {
  const data = tied();
  const fit = fitted(data);
  const baseline = models.baselineOf(fit, data);
  return {
    coef: fit.coefficients,
    se: errorsOf(fit),
    loglik0: fit.nullLogLikelihood,
    loglik: fit.logLikelihood,
    C: models.concordanceOf(data, riskOf(fit.coefficients, data.columns)).concordance,
    basehaz: [...models.predictSurvival({ fit, baseline }, [0, 0], [...baseline.time]).cumulativeHazard],
  };
}

function concordance(): Value {
  const data = lungModel();
  const found = models.concordanceOf(data, riskOf(fitted(data).coefficients, data.columns));
  return {
    concordant: found.concordant,
    discordant: found.discordant,
    tiedX: found.tiedRisk,
    tiedY: found.tiedTime,
    C: found.concordance,
  };
}

function coxPredict({ x, t }: Inputs): Value {
  const data = lungModel();
  const fit = fitted(data);
  const baseline = models.baselineOf(fit, data);
  const times = [5, 54, 183, 291];
  const atZero = models.predictSurvival({ fit, baseline }, [0, 0, 0], [...times, Infinity]).cumulativeHazard;
  const own = models.predictSurvival({ fit, baseline }, x, t);
  return {
    H0last: atZero[4],
    H0_at: Object.fromEntries(times.map((time, i) => [String(time), atZero[i]])),
    S: [...own.survival],
    seS: [...own.standardError],
  };
}

function zph({ transform }: Inputs): Value {
  const data = lungModel();
  const { columns, global } = models.proportionality(fitted(data), data, transform);
  return {
    chisq: columns.map((column) => column?.chiSquare ?? null),
    p: columns.map((column) => column?.p ?? null),
    globalChisq: global.chiSquare,
    globalDf: global.freedom,
    globalP: global.p,
  };
}

function discrete({ link }: Inputs): Value {
  const fit = discreteHazard.fit(discreteHazard.personPeriods(tied()), { link });
  if (fit.status !== "ok") return fit.status;
  return {
    coef: [...fit.levels, ...fit.coefficients],
    se: [...fit.levelErrors, ...errorsOf(fit)],
    loglik: fit.logLikelihood,
  };
}

// each function takes the inputs of its own entries: `never` fits all of them
const REPRODUCE: Readonly<Record<string, (inputs: never, expected: Value) => Value>> = {
  "A.cox.concordance": concordance,
  "A.cox.lung": coxLung,
  "A.cox.ovarian": coxOvarian,
  "A.cox.predict": coxPredict,
  "A.cox.tied": coxTied,
  "A.cox.zph": zph,
  "A.dthaz": discrete,
  "A.km.aml": kmAml,
  "A.km.edge": kmEdge,
  "A.km.lung": kmLung,
  "A.logrank": logRank,
  "A.rmst.sexdiff": meanDifference,
};

describe.skipIf(!hasShared)("the reference says the same", () => {
  test.each(entriesOf("survival").map((entry) => [entry.id, entry] as const))("%s", (id, entry) => {
    const reproduce = Object.entries(REPRODUCE).find(([prefix]) => id.startsWith(prefix))?.[1];
    expect(reproduce, id).toBeDefined();
    const actual = reproduce?.(entry.inputs as never, entry.expected) ?? null; // its own inputs
    expectEntry(entry, actual, id);
  });

  test("log-rank weighted towards early times (rho 1) on lung by sex, as survdiff prints it", () => {
    const { duration, observed, sex } = lung();
    const found = models.logRank({ duration, observed, group: sex.map((s) => s - 1) }, { rho: 1 });
    expect(found.status === "ok" ? found.chiSquare : NaN).toBeCloseTo(12.7, 1);
  });
});
