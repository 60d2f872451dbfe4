/** Posterior modes of the candidates at a day inside the history (FORECAST section 4). */
import type { Fit } from "@longworth/models";
import { candidateOf, needsClock } from "./candidates.js";
import type { CandidateName } from "./candidates.js";
import { groupStates } from "./cells.js";
import { fitClock } from "./clock-fit.js";
import { timelinesOf, viewsOf } from "./clock.js";
import type { Clock } from "./clock.js";
import { firstPurchaseDay, selectStates, statesAt } from "./history.js";
import type { History } from "./history.js";

/** Customers of a fit at the cut: a larger sample moves no forecast that anybody could see. */
export const CUT_SAMPLE = 8_000;

export interface FitRequest {
  readonly origin: number; // rows up to this day only
  readonly names: readonly CandidateName[];
  readonly limit: number; // customers
  readonly starts: readonly (Fit["params"] | undefined)[]; // parallel to names
  readonly excludeFirstDays: number; // customers who came in the first so many days are left out
  readonly clock?: Clock; // of this day, when it is known
}

/** What is known at a day: parallel to the names, and the clock when any of them needs one. */
export type Fitted = Readonly<{ fits: readonly Fit[]; clock: Clock | null }>;

const MAX_ITERATIONS = 60;
const CLOCK_MODEL: CandidateName = "pareto-nbd-clock"; // the clock is found in turns with it, so they start from each other

export function fitMembers(history: History, request: FitRequest): Fitted {
  const { names, origin } = request;
  const starts = [...request.starts];
  const pareto = names.indexOf(CLOCK_MODEL);
  let clock = request.clock ?? null;
  if (clock === null && needsClock(names)) {
    const found = fitClock(history, origin, starts[pareto]);
    clock = found.clock;
    if (pareto >= 0) starts[pareto] = found.params;
  }
  const viewOf = viewsOf(groupStates(fitStates(history, request)).cells, timelinesOf(clock, 0));
  const fits = names.map((name, j) => {
    const start = starts[j];
    const options = { prior: true, maxIterations: MAX_ITERATIONS, ...(start === undefined ? {} : { start }) };
    return candidateOf(name).model.fit(viewOf(name).cells, options);
  });
  return { fits, clock };
}

/** The sample that is fitted; everybody where leaving the first out would leave nobody. */
function fitStates(history: History, { origin, limit, excludeFirstDays }: FitRequest) {
  if (excludeFirstDays === 0) return statesAt(history, origin, limit);
  const from = firstPurchaseDay(history) + excludeFirstDays;
  const all = statesAt(history, origin);
  let left = limit;
  const some = selectStates(all, (i) => all.first[i]! >= from && left-- > 0);
  return some.customer.length > 0 ? some : statesAt(history, origin, limit);
}
