/** What a run found, as run.json tells it. */
import { managerial, metrics } from "@longworth/models";
import { DAYS_PER_YEAR, horizonKey } from "../domain.js";
import { UserError } from "../errors.js";
import type { HorizonTest } from "../forecast/verdict.js";
import { overallRetention } from "../forecast/baselines.js";
import { firstPurchaseDay, pastOf, statesAt } from "../forecast/history.js";
import { naiveNotes } from "../forecast/notes.js";
import type { Note, Recipe } from "../forecast/recipe.js";
import type { SpendEstimate } from "../forecast/spend.js";
import { en } from "../words/en.js";
import type { Manifest } from "../workspace/manifest.js";
import { epochDay, isoDay } from "./days.js";
import { isBaseline, type Forecast } from "./forecast.js";
import { cents, quantileOf, type Group } from "./groups.js";
import { finite, modelFacts } from "./model-facts.js";
import type { Prepared } from "./prepare.js";
import type { PipelineRequest, PipelineResult } from "./request.js";

export interface FactParts {
  readonly request: PipelineRequest;
  readonly prepared: Prepared;
  readonly made: Forecast;
  readonly simple: Manifest["simple"];
  readonly groups: readonly Group[];
  readonly findings: Manifest["findings"];
  readonly spendFit: SpendEstimate | null; // Gamma-Gamma, beside the served one
}

export function manifestFacts({
  request,
  prepared,
  made,
  simple,
  groups,
  findings,
  spendFit,
}: FactParts): PipelineResult["facts"] {
  const { recipe, test } = made;
  return {
    customers: prepared.business.customers,
    models: modelFacts(made, spendFit),
    served: { name: made.served, why: servedWhy(made) },
    backtest: Object.fromEntries(Object.entries(test?.tests ?? {}).map(([key, one]) => [key, testFacts(one)])),
    grades: gradesOf(request, made),
    totals: totalsOf(request, made, groups),
    simple,
    ...roomFacts(recipe),
    ...attributeFacts(request, made),
    notes: [...recipe.notes, ...naiveNote({ request, prepared, made, groups })].map(en.run.note),
    findings,
    refundShare: recipe.refundShare === null ? null : finite(recipe.refundShare),
  };
}

/** How the recipe came to its weights and its pace. */
export function roomFacts({ clock, members, origins }: Recipe): Pick<Manifest, "clock" | "weighing"> {
  const named = (weights: readonly number[]) =>
    Object.fromEntries(members.map(({ name }, j) => [name, weights[j] ?? 0]));
  const weighing = origins.map(({ origin, window, weights }) => ({
    origin: isoDay(origin),
    windowDays: window,
    weights: named(weights),
  }));
  if (clock === null || clock.grid !== undefined) return { weighing }; // periods have no pace to be drawn
  const { start, end, knots, season, grid: _grid, ...rest } = clock;
  const days = { day: [...knots.day], level: [...knots.level] };
  return { clock: { start: isoDay(start), end: isoDay(end), knots: days, season: [...season], ...rest }, weighing };
}

/** Files about customers with what they add; names stand without their folders. */
function attributeFacts(
  { attributes: { files, facts } }: PipelineRequest,
  { judged }: Forecast,
): Pick<Manifest, "attributes"> {
  if (files.length === 0) return {};
  const isLeftOut = judged !== null && judged.blocks.length === 0;
  const attributes = files.map(({ columns, ...file }, block) => {
    const verdict = judged?.blocks.find((one) => one.block === block);
    const leakOf = (name: string): string | undefined => {
      const own = facts.find((fact) => fact.block === block && (fact.name === name || fact.name === `${name} (${file.name})`)); // prettier-ignore
      return judged?.refused.find((one) => one.name === own?.name)?.why;
    };
    return {
      ...file,
      columns: columns.map((column) => ({ ...column, kind: leakOf(column.name) ?? column.kind })),
      crps: verdict?.crps ?? null,
      gini: verdict?.gini ?? null,
      isUsed: verdict?.isUsed ?? false,
      ...(isLeftOut ? { isLeftOut } : {}),
    };
  });
  return { attributes };
}

function servedWhy({ served, recipe }: Forecast): string {
  if (isBaseline(served)) return en.run.served.baseline(served);
  if (recipe.served.why === "asked_for") return en.run.served.askedFor(served);
  return recipe.origins.length === 0 ? en.run.served.equalWeights(recipe.members) : en.run.served.pool(recipe.members);
}

function gradesOf({ horizons }: PipelineRequest, { test }: Forecast): Manifest["grades"] {
  const grades = horizons.map(horizonKey).map((key) => {
    const one = test?.tests[key];
    const grade = one
      ? { letter: one.letter, testedOnDays: one.origins.length > 0 ? one.windowDays : 0, why: en.run.gradeWhy(one.why) }
      : { letter: "not tested", testedOnDays: 0, why: en.run.notTested };
    return [key, grade] as const;
  });
  return Object.fromEntries(grades);
}

function testFacts(test: HorizonTest): Manifest["backtest"][string] {
  return {
    windowDays: test.windowDays,
    origins: test.origins.map((one) => ({
      origin: isoDay(one.origin),
      customers: one.customers,
      actualOrders: one.actualOrders,
      expectedOrders: one.expectedOrders,
      ordersP05: one.ordersP05,
      ordersP95: one.ordersP95,
      actualRevenue: finite(one.actualRevenue),
      expectedRevenue: finite(one.expectedRevenue),
      revenueP05: finite(one.revenueP05),
      revenueP95: finite(one.revenueP95),
    })),
    measures: measuresOf(test),
    baseline: test.baseline,
    calibration: test.calibration
      .filter(({ expected, actual }) => Number.isFinite(expected) && Number.isFinite(actual))
      .map((group) => ({ ...group })),
    pit: [...test.pit],
    counts: test.counts.map((one) => ({ ...one })),
    activity: test.activity.map((one) => ({ ...one })),
  };
}

/** What exists whatever happened in the window; the other measures are null where nobody bought, or all did alike. */
const ALWAYS = ["crps", "orders_crps", "below_p95", "orders_below_p95", "pit_distance", "baseline_crps", "crps_difference"]; // prettier-ignore

/** @throws result_not_finite */
function measuresOf({ origins, measures }: HorizonTest): Record<string, number | null> {
  const broken = origins.length > 0 ? ALWAYS.find((name) => !Number.isFinite(measures[name])) : undefined;
  if (broken !== undefined) throw new UserError("result_not_finite", { what: `backtest.${broken}` });
  return Object.fromEntries(Object.entries(measures).map(([name, value]) => [name, finite(value)]));
}

function totalsOf({ horizons }: PipelineRequest, { recipe }: Forecast, groups: readonly Group[]): Manifest["totals"] {
  const all = groups.find(({ scheme }) => scheme === "total");
  const totals = horizons.map((horizon) => {
    const key = horizonKey(horizon);
    const sums = all?.byHorizon[key];
    const orders = sums?.orders ?? { mean: 0, variance: 0 };
    const at = (kind: "orders" | "value", level: number): number =>
      quantileOf(kind, (kind === "value" ? sums?.value : null) ?? orders, { recipe, horizon, level });
    const total = {
      expected_orders: orders.mean,
      orders_p05: at("orders", 0.05),
      orders_p95: at("orders", 0.95),
      expected_revenue: sums?.value ? cents(sums.value.mean) : null,
      p05: sums?.value ? cents(at("value", 0.05)) : at("orders", 0.05),
      p95: sums?.value ? cents(at("value", 0.95)) : at("orders", 0.95),
    };
    return [key, total] as const;
  });
  return Object.fromEntries(totals);
}

/** The last days' total of all customers, beside the forecast for as many; nothing where the history is shorter. */
function naiveNote({
  request,
  prepared,
  made,
  groups,
}: Omit<FactParts, "simple" | "findings" | "spendFit">): readonly Note[] {
  const { horizons, hasAmounts } = request;
  const { history, business } = prepared;
  const cut = epochDay(request.asOf);
  const horizon = horizons.at(-1) ?? 0;
  const total = totalsOf(request, made, groups)[horizonKey(horizon)];
  if (total === undefined || cut - firstPurchaseDay(history) + 1 < horizon) return [];
  const states = statesAt(history, cut);
  const past = pastOf(history, states, horizon);
  const scale = business.buyers / Math.max(states.customer.length, 1); // a large history is a sample
  const naive = scale * metrics.total(hasAmounts ? past.value : past.orders);
  const said = total.expected_revenue ?? total.expected_orders;
  return naiveNotes({ said, low: total.p05, high: total.p95, naive, horizon, money: hasAmounts ? 1 : 0 });
}

/** Average order value x orders per year x lifespan, as the spreadsheet would have it. */
export async function simpleFormula(
  { hasAmounts, asOf }: PipelineRequest,
  { business, history }: Prepared,
): Promise<Manifest["simple"]> {
  const cut = epochDay(asOf);
  const states = statesAt(history, cut);
  const days = cut - firstPurchaseDay(history) + 1;
  const window = Math.min(365, days);
  const churn = 1 - overallRetention(history, states, window); // per half window
  const yearly = Math.min(1, (churn * DAYS_PER_YEAR * 2) / window);
  const { revenue, orders, customers } = business;
  const simple = managerial.simpleClv({ revenue, orders: (orders * DAYS_PER_YEAR) / days, customers, churn: yearly });
  const averageOrderValue = orders > 0 ? revenue / orders : NaN;
  const clv = averageOrderValue * simple.purchaseFrequency * simple.lifespan;
  return {
    averageOrderValue: hasAmounts ? finite(cents(averageOrderValue)) : null,
    ordersPerYear: finite(simple.purchaseFrequency),
    lifespanYears: finite(simple.lifespan),
    clv: hasAmounts ? finite(cents(clv)) : null,
  };
}
