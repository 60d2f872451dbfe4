/** What learning adds to one customer, and from which facts: exact Shapley values of the trees (MODELS-RETENTION C.6). */
import { bins, treeShap } from "@longworth/models";
import type { Corrections, OneCorrections } from "./assemble.js";
import { networkScores, type NetworkLearner } from "./network.js";
import {
  poolScoresOf,
  shareOfDirect,
  trustOf,
  type CorrectionRequest,
  type Learner,
  type Learners,
} from "./learners.js";

/** One correction, a log or a logit: `base` is what everybody gets, the facts add up with it to `total`. */
export interface Attributed {
  readonly total: number;
  readonly base: number;
  readonly facts: readonly Readonly<{ name: string; adds: number }>[]; // strongest first; none that adds nothing
}

/** @param request of one state, at the cut and for h. @returns the corrections of that customer, before cells round them */
export function attributionsOf(
  learners: Learners,
  request: CorrectionRequest,
): Readonly<Record<keyof Corrections, Attributed>> {
  const { features } = request;
  const columns = learners.names.map((name) => features.columns[features.names.indexOf(name)]!);
  const trust = trustOf(learners);
  const scores = poolScoresOf(learners, request);
  const offset = (target: "active" | "orders" | "value"): Parts =>
    partsOf(learners.offset[target], columns, learners.names);
  const direct = (target: "active" | "orders" | "value"): Parts => {
    const learner = learners.direct[target];
    if (learner === null) return offset(target);
    const parts = partsOf(learner, columns, learners.names);
    return { ...parts, base: parts.base - scores[target][0]! };
  };
  const told = (parts: Parts): Attributed => attributed(times(parts, trust));
  if (learners.isBackward) {
    const value = told(direct("value"));
    return { active: told(direct("active")), orders: told(direct("orders")), value, valuePoint: value };
  }
  const value = offset("value");
  const share = shareOfDirect(learners);
  const { network } = learners;
  const rival = network && share > 0 ? networkPart(network, columns, scores.value[0]!) : null;
  const trees = share > 0 ? direct("value") : value;
  const both = rival ? times(plus(trees, rival), 1 / 2) : trees;
  const point = plus(times(value, 1 - share), times(both, share));
  return {
    active: told(offset("active")),
    orders: told(offset("orders")),
    value: told(value),
    valuePoint: told(point),
  };
}

type Parts = Readonly<{ base: number; adds: ReadonlyMap<string, number> }>;

/** Means over the folds' models. */
function partsOf(learner: Learner | null, columns: readonly Float64Array[], names: readonly string[]): Parts {
  const adds = new Map<string, number>();
  let base = 0;
  const models = learner?.models ?? [];
  for (const model of models) {
    const { features, columns: binned } = bins.toBins(model.features, columns);
    const row = { features, bins: Uint8Array.from(binned, (column) => column[0]!) };
    const { expectation, contributions } = treeShap.attribute(model, row);
    base += expectation / models.length;
    contributions.forEach((adding, j) => {
      const name = names[j]!;
      adds.set(name, (adds.get(name) ?? 0) + adding / models.length);
    });
  }
  return { base, adds };
}

/** Of a network only the sum is told. */
const networkPart = (network: NetworkLearner, columns: readonly Float64Array[], pool: number): Parts => ({
  base: 0,
  adds: new Map([["network", networkScores(network, columns)[0]! - pool]]),
});

const times = ({ base, adds }: Parts, factor: number): Parts => ({
  base: base * factor,
  adds: new Map([...adds].map(([name, adding]) => [name, adding * factor])),
});

const plus = (a: Parts, b: Parts): Parts => ({
  base: a.base + b.base,
  adds: new Map([...new Set([...a.adds.keys(), ...b.adds.keys()])].map((name) => [name, (a.adds.get(name) ?? 0) + (b.adds.get(name) ?? 0)])), // prettier-ignore
});

function attributed({ base, adds }: Parts): Attributed {
  const facts = [...adds]
    .filter(([, adding]) => adding !== 0)
    .map(([name, adding]) => ({ name, adds: adding }))
    .toSorted((a, b) => Math.abs(b.adds) - Math.abs(a.adds) || (a.name < b.name ? -1 : 1));
  return { total: base + facts.reduce((sum, fact) => sum + fact.adds, 0), base, facts };
}

/** The corrections alone. */
export const totalsOf = ({ active, orders, value, valuePoint }: ReturnType<typeof attributionsOf>): OneCorrections => ({
  active: active.total,
  orders: orders.total,
  value: value.total,
  valuePoint: valuePoint.total,
});
