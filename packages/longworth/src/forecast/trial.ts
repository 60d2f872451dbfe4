/** One blind forecast at a day inside the history, compared with what came after (PRODUCT "Backtest, nested"). */
import { metrics, ranking } from "@longworth/models";
import type { Fit } from "@longworth/models";
import type { Outcome } from "../domain.js";
import { level, shape, valueFactors } from "./assemble.js";
import type { CellCorrections, Corrections } from "./assemble.js";
import { BASELINES, baselinePoints } from "./baselines.js";
import type { Baseline } from "./baselines.js";
import type { CandidateName } from "./candidates.js";
import { groupCoarsely } from "./cells.js";
import type { Grouping } from "./cells.js";
import { timelinesOf } from "./clock.js";
import type { Clock } from "./clock.js";
import { combine } from "./combine.js";
import type { Evidence } from "./evidence.js";
import { firstPurchaseDay, labelsOf, refundShare, repeatBuyers, statesAt } from "./history.js";
import type { History, Labels, States } from "./history.js";
import { geometricTotal } from "./levels.js";
import { scorePersons } from "./persons.js";
import type { Served } from "./persons.js";
import { distributionsOf, meanOf, plugIn, plugInAlive, poolAlive, poolMembers } from "./predict.js";
import type { AtCut } from "./predict.js";
import type { Recipe } from "./recipe.js";
import { refineCells } from "./refine.js";
import { fitSpend } from "./spend.js";
import { tenthsOf, type Tenths } from "./tenths.js";
import { groupOutcome, levelOf } from "./totals.js";
import { baselineRows, differenceRows, existing, forecastRows, memberRows, UNCORRECTED } from "./trial-rows.js";
import type { Kind, Ranking, TrialRow } from "./trial-rows.js";

/** Cells above which scoring is in weeks, fortnights, ...: the test is about totals and shares, not about one person. */
const MOST_CELLS = 8_000;

export interface TrialRequest {
  readonly origin: number; // the blind forecast is made at the end of this day
  readonly window: number; // days forecast
  readonly names: readonly CandidateName[];
  readonly asked: boolean; // one model by --model
  readonly fits: readonly Fit[]; // from rows up to the origin
  readonly clock: Clock | null; // likewise
  readonly evidence: readonly Evidence[]; // of origins inside, newest first
  readonly excludedFirstDays: number;
  /** What boosting adds, learnt from rows up to the origin: one entry per customer of `statesAt` there. */
  readonly learnt?: Readonly<{ corrections: Corrections; spend: Float64Array | null }> | undefined;
  /** Every candidate is measured in all that the served forecast is measured in; it takes several times as long. */
  readonly inFull?: boolean;
}

/** Per customer, parallel. Value columns are empty in a log without amounts. */
export interface Trial {
  readonly origin: number;
  readonly window: number;
  readonly repeatBuyers: number;
  readonly customer: Int32Array; // position in the history
  readonly actual: Labels;
  readonly expected: Labels;
  readonly crps: Labels;
  readonly pit: Labels; // randomised
  readonly baselines: Readonly<Record<Baseline, Labels>>;
  readonly ranking: Ranking;
  readonly ordersBand: Outcome; // the served band of the total
  readonly valueBand: Outcome;
  readonly auc: number;
  readonly counts: Counts;
  readonly tenths: Tenths; // of the chance to buy
  readonly rows: readonly TrialRow[];
}

/** Customers by number of orders in the window, 0, 1, ..., the last with more: as the forecast has it, and as it came. */
export type Counts = Readonly<{ expected: Float64Array; actual: Float64Array }>;

export function runTrial(history: History, request: TrialRequest): Trial {
  const { origin, window } = request;
  const states = statesAt(history, origin);
  const actual = labelsOf(history, states, window);
  const recipe = recipeOf(history, states, request);
  const { grouping, corrections } = groupLearnt(states, request);
  const at = { cells: grouping.cells, timelines: timelinesOf(request.clock, window) };
  const used = distributionsOf(at, recipe.members, { horizon: window, distributions: plugIn });
  const served = serve(at, recipe, { used, corrections });
  const persons = scorePersons({ states, actual, recipe, grouping, served });
  const shock = levelOf(recipe, window);
  const baselines = baselinesOf(history, states, window);
  const active = activeByCell(grouping, actual.orders);
  const activity = metrics.activityOfGroups({ customers: grouping.cells.weight, active }, served.active);
  const kinds = kindsOf(history);
  const inFull = request.inFull === true;
  const order = rankAll(kinds.at(-1)!, { actual, expected: persons.expected, baselines });
  return {
    origin,
    window,
    repeatBuyers: repeatBuyers(states),
    customer: states.customer,
    actual,
    expected: persons.expected,
    crps: persons.crps,
    pit: persons.pit,
    baselines,
    ranking: order,
    ordersBand: groupOutcome("orders", persons.ordersSum, shock),
    valueBand: groupOutcome("value", persons.valueSum, shock),
    auc: activity.auc,
    counts: countsOf({ grouping, served, orders: actual.orders }),
    tenths: tenthsOf({ weight: grouping.cells.weight, active, probability: served.active }),
    rows: existing(
      [
        ...forecastRows({ candidate: "pool", role: "served", actual, persons, activity, kinds, order, inFull }),
        ...(inFull
          ? rivalRows({ at, recipe, used, corrections, states, actual, grouping, kinds, baselines, active }, persons)
          : request.names.flatMap((name, j) =>
              memberRows({ name, pmfs: used[j]!, grouping, orders: actual.orders, active, served: persons.crps }),
            )),
        ...BASELINES.flatMap((name) =>
          baselineRows(name, { actual, points: baselines[name], kinds, order, served: persons.crps, inFull }),
        ),
      ],
      { actual, kinds },
    ),
  };
}

/** Cells of the states; finer ones where learning tells customers apart who have the same history. */
function groupLearnt(
  states: States,
  { learnt }: TrialRequest,
): Readonly<{ grouping: Grouping; corrections: CellCorrections | undefined }> {
  const plain = groupCoarsely(states, MOST_CELLS);
  if (learnt === undefined) return { grouping: plain, corrections: undefined };
  const { cells, cellOf, corrections } = refineCells(plain.cells, { cellOf: plain.cellOf, ...learnt });
  return { grouping: { cells, cellOf }, corrections };
}

const MOST_COUNTED = 10; // orders that are told one by one; more are one

function countsOf({
  grouping,
  served,
  orders,
}: Readonly<{ grouping: Grouping; served: Served; orders: Float64Array }>) {
  const expected = new Float64Array(MOST_COUNTED + 1);
  const actual = new Float64Array(MOST_COUNTED + 1);
  const { weight } = grouping.cells;
  for (const [cell, pmf] of served.pmfs.entries())
    for (let n = 0; n < pmf.length; n++) expected[Math.min(n, MOST_COUNTED)]! += weight[cell]! * pmf[n]!;
  for (const n of orders) actual[Math.min(n, MOST_COUNTED)]!++;
  return { expected, actual };
}

interface Rivalry {
  readonly at: AtCut;
  readonly recipe: Recipe;
  readonly used: readonly (readonly Float64Array[])[];
  readonly corrections: CellCorrections | undefined;
  readonly states: States;
  readonly actual: Labels;
  readonly grouping: Grouping;
  readonly kinds: readonly Kind[];
  readonly baselines: Trial["baselines"];
  readonly active: Float64Array; // customers of each cell who bought
}

/**
 * Every member on its own, without the level of orders but with that of spend, in all that the served forecast is
 * measured in; and the pool as it is without learning.
 */
function rivalRows(all: Rivalry, persons: ReturnType<typeof scorePersons>): readonly TrialRow[] {
  const { at, recipe, used, corrections, states, actual, grouping, kinds, baselines, active } = all;
  const rival = (candidate: string, served: Served): readonly TrialRow[] => {
    const own = scorePersons({ states, actual, recipe, grouping, served });
    const order = rankAll(kinds.at(-1)!, { actual, expected: own.expected, baselines });
    const activity = metrics.activityOfGroups({ customers: grouping.cells.weight, active }, served.active);
    const role = "pool";
    const measured = forecastRows({ candidate, role, actual, persons: own, activity, kinds, order, inFull: true });
    return [...measured, ...differenceRows(own.crps, { candidate, role, served: persons.crps, kinds })];
  };
  const plain = corrections === undefined ? [] : rival(UNCORRECTED, serve(at, recipe, { used }));
  return [
    ...plain,
    ...recipe.members.flatMap(({ name }, j) => {
      const pmfs = used[j]!;
      const mean = Float64Array.from(pmfs, meanOf);
      return rival(name, { mean, active: Float64Array.from(pmfs, (pmf) => 1 - pmf[0]!), pmfs });
    }),
  ];
}

const kindsOf = ({ hasAmounts }: History): readonly Kind[] => (hasAmounts ? ["orders", "value"] : ["orders"]);

/** How many customers of each cell bought. */
function activeByCell({ cells, cellOf }: Grouping, orders: Float64Array): Float64Array {
  const active = new Float64Array(cells.weight.length);
  for (let i = 0; i < orders.length; i++) if (orders[i]! > 0) active[cellOf[i]!]!++;
  return active;
}

const TOP = 0.1; // the share of customers that a campaign would choose

function rankAll(kind: Kind, { actual, expected, baselines }: Pick<Trial, "actual" | "expected" | "baselines">) {
  const capture = (points: Labels) => ranking.capture(actual[kind], points[kind], TOP);
  return {
    gini: ranking.normalisedGini(actual[kind], expected[kind]),
    capture: capture(expected),
    baselines: {
      "last-period": capture(baselines["last-period"]),
      "rfm-cell": capture(baselines["rfm-cell"]),
      "active-months": capture(baselines["active-months"]),
    },
  };
}

/** The recipe as it was made at the origin. */
export function recipeOf(history: History, states: States, request: TrialRequest): Recipe {
  const { origin, window, names, asked, fits, clock, evidence, excludedFirstDays } = request;
  return combine(evidence, {
    cut: origin,
    start: firstPurchaseDay(history),
    horizon: window,
    window: evidence[0]?.window ?? window,
    fits,
    clock,
    names,
    asked,
    learnt: true,
    spend: history.hasAmounts ? fitSpend(states) : null,
    spendByFrequency: null, // a test tells no notes
    refundShare: refundShare(history, origin),
    customers: states.customer.length,
    repeatBuyers: repeatBuyers(states),
    fittedRepeatBuyers: repeatBuyers(states),
    excludedFirstDays,
  });
}

type Serving = Readonly<{
  used: readonly (readonly Float64Array[])[]; // distributions of each member
  corrections?: CellCorrections | undefined;
}>;

function serve(at: AtCut, recipe: Recipe, { used, corrections }: Serving): Served {
  const { cells } = at;
  const pooled = poolMembers(cells, recipe.members, used);
  const total = geometricTotal(
    pooled.memberTotals,
    recipe.members.map(({ weight }) => weight),
  );
  const alive = poolAlive(at, recipe.members, plugInAlive);
  const { mean, active } = level(pooled, { weight: cells.weight, total, alive, corrections });
  const factors = corrections && valueFactors(pooled, { mean, active }, corrections);
  const pmfs = Array.from(mean, (m, i) =>
    shape(pooled.pmf.subarray(pooled.offsets[i], pooled.offsets[i + 1]), { mean: m, active: active[i]! }),
  );
  return { mean, active, pmfs, factors };
}

function baselinesOf(history: History, states: States, horizon: number): Readonly<Record<Baseline, Labels>> {
  const points = (baseline: Baseline) => baselinePoints(history, baseline, { states, horizon });
  return {
    "last-period": points("last-period"),
    "rfm-cell": points("rfm-cell"),
    "active-months": points("active-months"),
  };
}
