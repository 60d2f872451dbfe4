/** Posterior modes of the candidates at a day inside the history (FORECAST section 4). */
import type { Fit, Params } from "@longworth/models";
import { candidateOf } from "./candidates.js";
import type { CandidateName } from "./candidates.js";
import { groupStates, inWeeks } from "./cells.js";
import { firstPurchaseDay, selectStates, statesAt } from "./history.js";
import type { History } from "./history.js";

/** Customers of a fit at the cut: a larger sample moves no forecast that anybody could see. */
export const CUT_SAMPLE = 8_000;

export interface FitRequest {
  readonly origin: number; // rows up to this day only
  readonly names: readonly CandidateName[];
  readonly limit: number; // customers
  readonly starts: readonly (Params | undefined)[]; // parallel to names
  readonly excludeFirstDays: number; // customers who came in the first so many days are left out
}

const MAX_ITERATIONS = 60;

export function fitMembers(history: History, request: FitRequest): readonly Fit[] {
  const cells = inWeeks(groupStates(fitStates(history, request)).cells);
  return request.names.map((name, j) => {
    const start = request.starts[j];
    const options = { prior: true, maxIterations: MAX_ITERATIONS, ...(start === undefined ? {} : { start }) };
    return candidateOf(name).model.fit(cells, options);
  });
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
