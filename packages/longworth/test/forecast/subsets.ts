/** Random handfuls of CDNOW customers, forecast by the whole recipe: small data must not break or fool it. */
import { crps, random } from "@longworth/models";
import { POOL_NAMES } from "../../src/forecast/candidates.js";
import { groupStates } from "../../src/forecast/cells.js";
import { labelsOf, statesAt } from "../../src/forecast/history.js";
import { learn } from "../../src/run/learn.js";
import { scoreCells } from "../../src/run/score-cells.js";
import { inlineWorkers } from "../../src/run/workers.js";
import { day, historyOf, publicEvents } from "./logs.js";
import type { Event } from "./logs.js";

const CUT = day("1997-09-30");
const HORIZON = 273;
const SIZE = 40;
const LEVELS = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);

export const effects = { workers: inlineWorkers(), signal: new AbortController().signal, progress: () => undefined };

/** Over all subsets: mean CRPS of orders, of the point everybody would get, share of actuals up to p95, columns with NaN. */
export async function forecastSubsets(subsets: number, seed: number) {
  const byId = new Map<string, Event[]>();
  for (const event of publicEvents("cdnow_sample")) byId.set(event.id, [...(byId.get(event.id) ?? []), event]);
  const buyers = [...byId]
    .filter(([, own]) => own.some((event) => event.day <= CUT && event.value > 0))
    .map(([id]) => id);
  const uniform = random.seeded(seed);
  const sums = { own: 0, point: 0, upToP95: 0, customers: 0, broken: 0 };
  for (let k = 0; k < subsets; k++) {
    const ids = new Set<string>();
    while (ids.size < SIZE) ids.add(buyers[Math.floor(uniform() * buyers.length)]);
    const history = historyOf([...ids].flatMap((id) => byId.get(id)!));
    const recipe = await learn(history, { cut: CUT, horizons: [HORIZON], models: POOL_NAMES, backtest: true }, effects);
    const states = statesAt(history, CUT);
    const { cells, cellOf } = groupStates(states);
    const request = { horizons: [HORIZON], quantiles: LEVELS, annualDiscountRate: 0 };
    const { columns } = await scoreCells(recipe, cells, { request, effects });
    const broken = ([name, column]: readonly [string, Float64Array]) =>
      name !== "next_order_days" && !column.every(Number.isFinite);
    sums.broken += Object.entries(columns).filter(broken).length;
    const { orders } = labelsOf(history, states, HORIZON);
    const of = (level: number) => {
      const column = columns[`orders_273d_p${String(level).slice(2).padEnd(2, "0")}`];
      return Float64Array.from(cellOf, (cell) => column[cell]);
    };
    const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
    const point = (sum(states.frequency) / sum(states.tenure)) * HORIZON;
    sums.own += sum(crps.crpsOfQuantiles(orders, LEVELS, LEVELS.map(of)));
    sums.point += sum(orders.map((n) => Math.abs(n - point)));
    const p95 = of(0.95);
    sums.upToP95 += orders.filter((n, i) => n <= p95[i]).length;
    sums.customers += orders.length;
  }
  const { own, point, upToP95, customers, broken } = sums;
  return { own: own / customers, point: point / customers, upToP95: upToP95 / customers, customers, broken };
}
