/** How each person's distribution did: CRPS, randomised PIT, intervals, of orders and of money. */
import { crps, intervals, metrics, pit, random, valueDistribution } from "@longworth/models";
import { varianceOf } from "./assemble.js";
import type { ValueFactors } from "./assemble.js";
import { spread } from "./cells.js";
import type { Grouping } from "./cells.js";
import type { Labels, States } from "./history.js";
import type { Recipe } from "./recipe.js";
import { spendOf, valueLaws } from "./spend.js";

const LEAST_CHANCE = 1e-5; // of a number of orders that a score of money looks at

/** Per cell: served mean, chance and distribution of orders. */
export interface Served {
  readonly mean: Float64Array;
  readonly active: Float64Array;
  readonly pmfs: readonly Float64Array[];
  readonly factors?: ValueFactors | undefined; // what learning makes of the value of an order
}

export interface PersonsRequest {
  readonly states: States;
  readonly actual: Labels;
  readonly recipe: Recipe;
  readonly grouping: Grouping;
  readonly served: Served;
}

/** Columns are per customer; those of money are empty in a log without amounts. */
export function scorePersons({ states, actual, recipe, grouping, served }: PersonsRequest) {
  const uniform = random.seeded(states.origin);
  const { pmfs } = served;
  const steps = pit.stepsOfPmfs(actual.orders, pmfs, grouping.cellOf);
  const orders = {
    expected: spread(served.mean, grouping),
    crps: crps.crpsOfPmfs(actual.orders, pmfs, grouping.cellOf),
    pit: pit.randomisedPit(steps.below, steps.upTo, uniform),
    low: spread(served.pmfs.map((pmf) => intervals.countQuantile(pmf, 0.05)), grouping),
    high: spread(served.pmfs.map((pmf) => intervals.countQuantile(pmf, 0.95)), grouping),
  }; // prettier-ignore
  const variance = served.pmfs.map(varianceOf);
  const { weight } = grouping.cells;
  const sum = (values: ArrayLike<number>) => weight.reduce((all, customers, i) => all + customers * values[i]!, 0);
  const money = scoreMoney({ states, actual, recipe, grouping, served }, uniform);
  return {
    expected: { orders: orders.expected, value: money.expected },
    crps: { orders: orders.crps, value: money.crps },
    pit: { orders: orders.pit, value: money.pit },
    intervals: { orders, value: money },
    ordersSum: { mean: sum(served.mean), variance: sum(variance) },
    valueSum: { mean: metrics.total(money.expected), variance: metrics.total(money.variance) },
  };
}

/** Fresh columns each time: an answer's memory goes with it to another thread. */
const noMoney = () => ({
  expected: new Float64Array(0),
  variance: new Float64Array(0),
  crps: new Float64Array(0),
  pit: new Float64Array(0),
  low: new Float64Array(0),
  high: new Float64Array(0),
});

/** Value is scale(customer) x number(cell): distributions are made once per cell. */
function scoreMoney({ states, actual, recipe, grouping, served }: PersonsRequest, uniform: () => number) {
  const { spend, spendLevel } = recipe;
  if (spend === null) return noMoney();
  const lawOf = valueLaws(spend);
  const mixtures = served.pmfs.map((pmf, i) => lawOf(pmf, grouping.cells.spendCount[i]!));
  const unit = {
    mean: mixtures.map(valueDistribution.mean),
    variance: mixtures.map(valueDistribution.variance),
    ends: mixtures.map((mixture) => valueDistribution.quantiles(mixture, [0.05, 0.95])),
  };
  const { scale } = spendOf(states, spend);
  const inUnits = new Float64Array(scale.length);
  const variance = new Float64Array(scale.length);
  const level = Math.exp(spendLevel);
  const point = scale.map((own, i) => own * level * (served.factors?.point[grouping.cellOf[i]!] ?? 1));
  for (let i = 0; i < scale.length; i++) {
    scale[i]! *= level * (served.factors?.draws[grouping.cellOf[i]!] ?? 1);
    inUnits[i] = actual.value[i]! / scale[i]!;
    variance[i] = scale[i]! * scale[i]! * unit.variance[grouping.cellOf[i]!]!;
  }
  const shorter = mixtures.map(withoutTail);
  const steps = pit.stepsOfMixtures(inUnits, mixtures, grouping.cellOf);
  const times = (values: ArrayLike<number>) => scaled(spread(values, grouping), scale);
  return {
    expected: scaled(spread(unit.mean, grouping), point),
    variance,
    crps: scaled(crps.crpsOfMixtures(inUnits, shorter, grouping.cellOf), scale),
    pit: pit.randomisedPit(steps.below, steps.upTo, uniform),
    low: times(unit.ends.map((ends) => ends[0]!)),
    high: times(unit.ends.map((ends) => ends[1]!)),
  };
}

/** Multiplies in place. */
function scaled(values: Float64Array, scale: Float64Array): Float64Array {
  for (let i = 0; i < values.length; i++) values[i]! *= scale[i]!;
  return values;
}

type Mixture = valueDistribution.LogNormalMixture;

/** The time of a score grows with the square of the numbers of orders; the improbable ones join the last that is not. */
function withoutTail(mixture: Mixture): Mixture {
  let last = mixture.weight.length;
  let tail = 0;
  while (last > 1 && tail + mixture.weight[last - 1]! < LEAST_CHANCE) tail += mixture.weight[--last]!;
  const weight = mixture.weight.slice(0, last);
  if (last > 0) weight[last - 1]! += tail;
  return { ...mixture, weight, mu: mixture.mu.subarray(0, last), sigma: mixture.sigma.subarray(0, last) };
}
