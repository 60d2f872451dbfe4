/** What files of facts add to the forecast: columns that hold the outcome are refused, each file is judged blind. */
import { comparison, metrics, ranking } from "@longworth/models";
import {
  factsOfBlocks,
  knownFacts,
  withoutColumns,
  type CustomerFacts,
  unfitness,
  type Unfit,
} from "../forecast/facts.js";
import { arrivals, firstPurchaseDay, labelsOf, pastOf, statesAt, type History } from "../forecast/history.js";
import { joined } from "../forecast/columns.js";
import { chooseOrigins } from "../forecast/origins.js";
import { poolNames } from "../forecast/candidates.js";
import { gridOf } from "../forecast/grid.js";
import type { Trial } from "../forecast/trial.js";
import { runTrials } from "./backtest.js";
import type { ForecastEffects } from "./learn.js";

/** A change of a score with two standard errors around it; below 0 of CRPS, above 0 of Gini is better. */
export type Change = Readonly<{ mean: number; low: number; high: number }>;

/** One file of facts: what it changes out of sample, over the test origins; null without a test. */
export interface BlockVerdict {
  readonly block: number;
  readonly crps: Change | null; // per customer: of value, of orders without amounts
  readonly gini: Change | null; // of the same
  readonly isUsed: boolean;
}

export interface JudgedFacts {
  readonly history: History; // with the facts that are learnt from, or without any
  readonly blocks: readonly BlockVerdict[];
  readonly refused: readonly Readonly<{ name: string; block: number; why: Unfit }>[];
}

export type JudgeRequest = Readonly<{ cut: number; horizons: readonly number[]; files: number }>;

const STANDARD_ERRORS = 2; // to both sides of a change; a file is used where its whole interval is an improvement

/** @returns the history as it is where it has no facts */
export async function judgeFacts(
  given: History,
  { cut, horizons, files }: JudgeRequest,
  effects: ForecastEffects,
): Promise<JudgedFacts> {
  const { facts, ...rest } = given;
  const plain: History = { ...rest };
  if (facts === undefined) return { history: given, blocks: [], refused: [] };
  const horizon = Math.max(...horizons);
  const unfit = unfitColumns(given, facts, { cut, horizon });
  const sound = withoutColumns(facts, new Set(unfit.keys()));
  const each = Array.from({ length: files }, (_, block) => factsOfBlocks(sound, [block]));
  const tried = each.flatMap((own, block) => (own === undefined ? [] : [{ block, history: { ...plain, facts: own } }]));
  const request = { end: cut, horizons: [horizon], models: poolNames(gridOf(given, cut) !== null), learning: true };
  const { trials } = await runTrials([plain, ...tried.map(({ history }) => history)], request, effects);
  const [base, ...others] = trials.map((map) => [...map.values()]);
  const blocks = each.map((_, block): BlockVerdict => {
    const at = tried.findIndex((one) => one.block === block);
    return at < 0 || base!.length === 0
      ? { block, crps: null, gini: null, isUsed: false }
      : { block, ...changeOf(base!, others[at]!, given.hasAmounts ? "value" : "orders") };
  });
  const used = factsOfBlocks(sound, blocks.filter(({ isUsed }) => isUsed).map(({ block }) => block)); // prettier-ignore
  const refused = [...unfit].map(([j, why]) => ({ name: facts.columns[j]!.name, block: facts.columns[j]!.block, why }));
  return { history: used === undefined ? plain : { ...plain, facts: used }, blocks, refused };
}

/** By the position of the column. Judged at the newest origin that learning would look back from. */
function unfitColumns(
  history: History,
  facts: CustomerFacts,
  { cut, horizon }: Readonly<{ cut: number; horizon: number }>,
): ReadonlyMap<number, Unfit> {
  const { customersAt } = arrivals(history);
  const [newest] = chooseOrigins({ start: firstPurchaseDay(history), cut, horizon, customersAt, grid: gridOf(history, cut) }); // prettier-ignore
  if (newest === undefined) return new Map();
  const states = statesAt(history, newest.origin);
  const known = Array.from(states.customer, (customer) => knownFacts(facts, customer, newest.origin));
  const isActive = labelsOf(history, states, newest.window).orders.map((n) => (n > 0 ? 1 : 0));
  const totals = pastOf(history, { ...states, origin: cut }, cut + 1); // the whole history of the same customers
  const found = facts.columns.map((column, j) => {
    const values = Float64Array.from(known, (row) => row[j]!);
    return unfitness(column, { values, isActive, purchases: totals.orders, money: totals.value });
  });
  return new Map(found.flatMap((why, j) => (why === null ? [] : [[j, why] as const])));
}

type Kind = "value" | "orders";

function changeOf(before: readonly Trial[], after: readonly Trial[], kind: Kind): Omit<BlockVerdict, "block"> {
  const column = (trials: readonly Trial[]) => joined(trials.map((one) => one.crps[kind]));
  const cluster = Int32Array.from(before.flatMap(({ customer }) => Array.from(customer)));
  const { mean, standardError } = comparison.pairedDifference({ first: column(after), second: column(before) }, cluster); // prettier-ignore
  const gini = giniChange(before, after, kind);
  const crps = around(mean, standardError);
  return { crps, gini, isUsed: crps.high < 0 };
}

const around = (mean: number, error: number): Change => ({
  mean,
  low: mean - STANDARD_ERRORS * error,
  high: mean + STANDARD_ERRORS * error,
});

const GROUPS = 20;

/** Mean over the origins; the error by leaving out a twentieth of the customers at a time (jackknife of groups). */
function giniChange(before: readonly Trial[], after: readonly Trial[], kind: Kind): Change {
  const change = (left: number | null): number =>
    metrics.mean(
      Float64Array.from(before, (one, k) => {
        const keep = (_: number, i: number): boolean => one.customer[i]! % GROUPS !== left;
        const actual = one.actual[kind].filter(keep);
        const of = (trial: Trial) => ranking.normalisedGini(actual, trial.expected[kind].filter(keep));
        return of(after[k]!) - of(one);
      }),
    );
  const all = change(null);
  const each = Float64Array.from({ length: GROUPS }, (_, group) => change(group));
  const middle = metrics.mean(each);
  const variance = ((GROUPS - 1) / GROUPS) * metrics.total(each.map((value) => (value - middle) ** 2));
  return around(all, Math.sqrt(variance));
}
