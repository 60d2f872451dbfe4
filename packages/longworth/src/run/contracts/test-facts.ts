/** The backtest of a run of contracts as run.json tells it, and its grade by horizon. */
import { horizonKey } from "../../domain.js";
import { daysOfPeriod, type Term } from "../../forecast/contracts/cells.js";
import type { OriginTest } from "../../forecast/contracts/trial.js";
import { en } from "../../words/en.js";
import type { Manifest } from "../../workspace/manifest.js";
import { isoDay, epochDay } from "../days.js";
import { startOf } from "./curves.js";
import { gradeOf, measuresOf, type ContractGrade } from "./grade.js";
import type { Learned, LearnedTerm } from "./learn.js";
import type { ContractRequest } from "./request.js";

const BASELINES = ["one-churn", "same-tenure"];

/** The term with most contracts is tested and graded: the others have their own rows in the report. */
export function testFacts(
  { horizons, backtest }: ContractRequest,
  { terms }: Learned,
): Pick<Manifest, "backtest" | "grades"> {
  const [main] = terms;
  if (main === undefined || !backtest)
    return {
      backtest: {},
      grades: Object.fromEntries(
        horizons.map((days) => [horizonKey(days), { letter: "not tested", testedOnDays: 0, why: en.run.notTested }]),
      ),
    };
  const { test, term } = main;
  const windowDays = Math.round(test.window * daysOfPeriod(term));
  const measures = measuresOf(test.origins, BASELINES, test.chosen);
  const grades = horizons.map((horizonDays) => {
    const grade = gradeOf(measures, { windowDays, horizonDays: Math.max(horizonDays, Math.round(daysOfPeriod(term))) });
    return [
      horizonKey(horizonDays),
      { letter: grade.letter, testedOnDays: test.origins.length > 0 ? windowDays : 0, why: whyOf(grade) },
    ] as const;
  });
  const facts = {
    windowDays,
    origins: test.origins.map((one) => originFacts(one, main)),
    measures: Object.fromEntries(
      Object.entries(measures).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
    ),
    baseline: bestBaseline(test.origins),
    calibration: [],
  };
  const headline = horizonKey(horizons.at(-1) ?? 0);
  return { backtest: test.origins.length > 0 ? { [headline]: facts } : {}, grades: Object.fromEntries(grades) };
}

const whyOf = (grade: ContractGrade): string => en.contractResults.gradeWhy[grade.why](grade.facts);

const bestBaseline = (origins: readonly OriginTest[]): string =>
  BASELINES.map((name) => ({
    name,
    score: origins.reduce((sum, { scores }) => sum + (scores[name] ?? 0), 0),
  })).toSorted((a, b) => b.score - a.score)[0]?.name ?? "";

/** The last day of the period at whose end was forecast. */
export const originDay = (term: Term, origin: number): string => isoDay(epochDay(startOf(term, origin + 1)) - 1);

function originFacts(one: OriginTest, { term }: LearnedTerm): Manifest["backtest"][string]["origins"][number] {
  return {
    origin: originDay(term, one.origin),
    customers: one.contracts,
    actualOrders: one.actual,
    expectedOrders: one.expected,
    ordersP05: one.p05,
    ordersP95: one.p95,
    actualRevenue: null,
    expectedRevenue: null,
    revenueP05: null,
    revenueP95: null,
  };
}
