/**
 * The weakly informative prior of FORECAST section 4, made from the cells themselves: it removes every infinite
 * estimate and moves the mode of CDNOW by less than a tenth of a posterior sd.
 */
import type { Evaluation } from "../inference/newton.js";
import { totals } from "./cells.js";
import type { Cells, Params, TimeUnit } from "./model.js";

const WEEKS: Readonly<Record<TimeUnit, number>> = { day: 1 / 7, week: 1, year: 365.25 / 7 };
const LEAST_OBSERVED = 4; // weeks, all customers together
const LEAST_AGE = 0.5; // weeks, mean of T

/** Purchases per time and mean T, bounded so that one new customer is enough: the scales of prior and starts. */
export function scales(cells: Cells): Readonly<{ rate: number; age: number }> {
  const { customers, purchases, time } = totals(cells);
  const week = 1 / WEEKS[cells.timeUnit];
  const rate = (purchases + 0.5) / Math.max(time, LEAST_OBSERVED * week);
  return { rate, age: Math.max(customers > 0 ? time / customers : 0, LEAST_AGE * week) };
}

/** One normal term: -((direction . logs - centre) / sd)^2 / 2. */
type Term = Readonly<{ plus: string; minus?: string; centre: number; sd: number }>;

function terms(names: readonly string[], cells: Cells, stages: number): readonly Term[] {
  const { rate, age } = scales(cells);
  const buying: readonly Term[] = [
    { plus: "r", minus: "alpha", centre: Math.log(stages * rate) + 0.5, sd: 1.5 },
    { plus: "r", centre: 0, sd: 1.5 },
  ];
  if (names.includes("s")) {
    const leaving = { plus: "s", minus: "beta", centre: -Math.log(age), sd: 2 };
    return [...buying, leaving, { plus: "s", centre: 0, sd: 1.5 }];
  }
  return names.includes("a") ? [...buying, { plus: "a", minus: "b", centre: -1, sd: 1.5 }] : buying;
}

/** log(a + b) ~ Normal(0.5, 1.5). */
const COINS = { centre: 0.5, sd: 1.5 };

/**
 * Log prior density up to a constant, as a function of the logs of the parameters.
 * @param names  r, alpha; with s, beta (Pareto/NBD) or a, b (BG/NBD, MBG/NBD)
 * @param stages Erlang stages between purchases: r / alpha is so many times the rate of purchases
 */
export function logPriorOf(
  names: readonly string[],
  cells: Cells,
  stages = 1,
): (logs: readonly number[]) => Required<Evaluation> {
  const linear = terms(names, cells, stages).map(({ plus, minus, centre, sd }) => ({
    direction: names.map((name): number => (name === plus ? 1 : name === minus ? -1 : 0)),
    centre,
    sd,
  }));
  const [a, b] = [names.indexOf("a"), names.indexOf("b")];
  return (logs) => {
    const gradient = names.map(() => 0);
    const hessian = names.map(() => names.map(() => 0));
    let value = 0;
    const addTerm = (direction: readonly number[], z: number, sd: number): void => {
      value -= (z * z) / 2;
      for (const [i, d] of direction.entries()) {
        gradient[i] -= (z * d) / sd;
        for (const [j, e] of direction.entries()) hessian[i][j] -= (d * e) / (sd * sd);
      }
    };
    for (const { direction, centre, sd } of linear) {
      addTerm(direction, (direction.reduce((sum, d, i) => sum + d * logs[i], 0) - centre) / sd, sd);
    }
    if (a >= 0) {
      const share = 1 / (1 + Math.exp(logs[b] - logs[a]));
      const z = (logs[a] - Math.log(share) - COINS.centre) / COINS.sd;
      addTerm(
        names.map((_, i): number => (i === a ? share : i === b ? 1 - share : 0)),
        z,
        COINS.sd,
      );
      const bend = (z * share * (1 - share)) / COINS.sd;
      hessian[a][a] -= bend;
      hessian[b][b] -= bend;
      hessian[a][b] += bend;
      hessian[b][a] += bend;
    }
    return { value, gradient, hessian };
  };
}

/** Log prior density at `params`, up to a constant. */
export const logPrior = (params: Params, cells: Cells, stages = 1): number =>
  logPriorOf(Object.keys(params), cells, stages)(Object.values(params).map(Math.log)).value;
