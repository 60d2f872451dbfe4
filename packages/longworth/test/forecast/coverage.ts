/** How often what happened lies where the forecast said, over many simulated shops. */
import { bgNbd, intervals, mbgNbd, nbd, outcomes, paretoNbd, posterior } from "@longworth/models";
import { candidateOf } from "../../src/forecast/candidates.js";
import type { CandidateName } from "../../src/forecast/candidates.js";
import { groupStates } from "../../src/forecast/cells.js";
import { CALENDAR, onTimeline } from "../../src/forecast/clock.js";
import { fitMembers } from "../../src/forecast/fits.js";
import { labelsOf, selectStates, statesAt } from "../../src/forecast/history.js";
import { runTrial } from "../../src/forecast/trial.js";
import { simulatedShop } from "./simulated.js";

const DAYS = 365;
export const HORIZON = 182;
const CUSTOMERS = 500;
const SPEND = { mu: 3.4, tau: 0.5, sigma: 0.6 };

/** Where the simulated customers come from: parameters in weeks. */
export const TRUTHS = {
  nbd: { model: nbd, params: { r: 0.7, alpha: 12 } },
  "bg-nbd": { model: bgNbd, params: { r: 0.6, alpha: 8, a: 0.5, b: 2 } },
  "mbg-nbd": { model: mbgNbd, params: { r: 0.6, alpha: 6, a: 0.6, b: 2 } },
  "pareto-nbd": { model: paretoNbd, params: { r: 0.6, alpha: 8, s: 0.6, beta: 20 } },
} as const satisfies Partial<Record<CandidateName, unknown>>;
/** A model of which shops are simulated. */
export type Truth = keyof typeof TRUTHS;

/**
 * A shop of the model, and the model fitted to it from its first year only. Every shop has its own days: the trial's
 * randomised PIT is seeded by the day, and shops must not share it.
 */
function fittedShop(name: Truth, seed: number) {
  const shop = { ...TRUTHS[name], customers: CUSTOMERS, days: DAYS, horizon: HORIZON, spend: SPEND };
  const history = simulatedShop({ ...shop, seed, start: seed * DAYS });
  const origin = (seed + 1) * DAYS - 1;
  const { fits } = fitMembers(history, { origin, names: [name], limit: CUSTOMERS, starts: [], excludeFirstDays: 0 });
  return { history, origin, fits };
}

const within = (value: number, { p05, p95 }: Readonly<{ p05: number; p95: number }>) => value >= p05 && value <= p95;
const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);

/** Of one shop, forecast blind by the recipe with this one model: all PIT values, and whether the served bands hold the totals. */
export function personsAndBands(name: Truth, seed: number) {
  const { history, origin, fits } = fittedShop(name, seed);
  const about = { origin, window: HORIZON, names: [name], asked: true, evidence: [], excludedFirstDays: 0 };
  const trial = runTrial(history, { ...about, fits, clock: null });
  return {
    orders: trial.pit.orders,
    value: trial.pit.value,
    heldOrders: within(sum(trial.actual.orders), trial.ordersBand),
    heldValue: within(sum(trial.actual.value), trial.valueBand),
  };
}

/** Of one shop: whether the band of the model alone holds the orders of all, of the newer and of the older customers. */
export function aloneHolds(name: Truth, seed: number): readonly boolean[] {
  const { history, origin, fits } = fittedShop(name, seed);
  const { model } = candidateOf(name);
  const all = statesAt(history, origin);
  const draws = posterior.sigmaPoints(fits[0]);
  const young = (i: number) => all.tenure[i] < DAYS / 2;
  const groups = [all, selectStates(all, young), selectStates(all, (i) => !young(i))];
  return groups.map((states) => {
    const own = onTimeline(groupStates(states).cells, CALENDAR);
    const moments = draws.map((params) => outcomes.totalMoments(model, { params, cells: own }, HORIZON / 7));
    const [p05, p95] = intervals.aggregateInterval(moments, [0.05, 0.95]);
    return within(sum(labelsOf(history, states, HORIZON).orders), { p05, p95 });
  });
}
