/** What every running contract will still pay: a lookup by model, renewals made and renewals due, joined by the engine. */
import type { Engine } from "../../engines/engine.js";
import { periodsPerYear } from "../../forecast/contracts/cells.js";
import { comingRenewals, lifetimesOf, type Lifetimes } from "../../forecast/contracts/lifetimes.js";
import { meanRates } from "../../forecast/contracts/retention.js";
import { OTHER_PLANS } from "../../sql/contract-states.js";
import { contractAhead, contractCells, scoreKeys, scorePlace } from "../../sql/contract-published.js";
import { ident, list, sql } from "../../sql/sql.js";
import { loadFinite } from "../finite.js";
import type { Group, Learned, LearnedTerm } from "./learn.js";
import type { ContractRequest } from "./request.js";
import { CONTRACT_TABLES as T } from "./tables.js";
import { patternCode, patternOf } from "./traits.js";

/** Models by index: the column `model` of the engine's tables. */
export const groupsOf = ({ terms }: Learned): readonly Group[] => terms.flatMap(({ groups }) => groups);

/** As it is published. */
export const modelName = ({ pattern, retention: { name } }: Group): string =>
  pattern === null ? name : `${name}+traits`;

/** Discount of one period, from an annual rate. */
export const ratePerPeriod = (annualRate: number, { term }: Group): number =>
  (1 + annualRate) ** (1 / periodsPerYear(term)) - 1;

/** Make `contract_cells`, `contract_ahead`, `contract_scores` and `contract_lifetimes`. @returns lifetimes by model */
export async function scoreContracts(
  engine: Engine,
  learned: Learned,
  request: ContractRequest,
): Promise<readonly Lifetimes[]> {
  await loadModels(engine, learned);
  const { horizons, annualRate } = request;
  const pattern = patternOf(learned.terms, learned.traits);
  const cells = contractCells({ states: T.states, models: T.models, horizons, pattern });
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(T.cells)} AS ${cells}`);
  const ahead = contractAhead({ states: T.states, cells: T.cells, horizons, pattern });
  await engine.execute(sql`CREATE OR REPLACE TABLE ${ident(T.ahead)} AS ${ahead}`);
  await engine.execute(sql`DROP TABLE ${ident(T.states)}`);
  const keys = await engine.numbers(
    sql`SELECT * FROM (${scoreKeys(T.cells, horizons)}) AS score_keys ORDER BY model, renewals, due`,
    ["model", "renewals", "due"],
  );
  const groups = groupsOf(learned);
  const lifetimes = await loadLifetimes(engine, groups, { keys, annualRate });
  await loadScores(engine, groups, { keys, annualRate });
  return lifetimes;
}

/** contract_models: which model serves a period, plan and pattern. */
async function loadModels(engine: Engine, learned: Learned): Promise<void> {
  const groups = groupsOf(learned);
  const names = ["", OTHER_PLANS, ...learned.plans];
  const rows = learned.terms.flatMap((one) =>
    servingOf(one).flatMap(({ code, serves }) =>
      names.map((name) => {
        const group = serves(learned.plans.indexOf(name)) ?? one.groups[0] ?? fail();
        return { term: one.term, name, code, model: groups.indexOf(group) };
      }),
    ),
  );
  await engine.load(
    {
      of_unit: rows.map(({ term }) => term.unit),
      of_periods: Int32Array.from(rows, ({ term }) => term.count),
      of_plan: rows.map(({ name }) => name),
      of_pattern: Int32Array.from(rows, ({ code }) => code),
      model: Int32Array.from(rows, ({ model }) => model),
    },
    T.models,
  );
}

type Serving = Readonly<{ code: number; serves: (plan: number) => Group | undefined }>;

/** By the number of the pattern: a model for each, or one for all or for each plan. */
function servingOf({ covariates, groups, byPlan }: LearnedTerm): readonly Serving[] {
  if (covariates?.isServed === true)
    return groups.flatMap((group) =>
      group.pattern === null ? [] : [{ code: patternCode(covariates, group.pattern), serves: () => group }],
    );
  return [{ code: 0, serves: (plan) => (byPlan ? groups.find((group) => group.plan === plan) : undefined) }];
}

function fail(): never {
  throw new Error("a renewal period without a model");
}

type Keys = Readonly<Record<"model" | "renewals" | "due", Float64Array>>;
type Scoring = Readonly<{ keys: Keys; annualRate: number }>;

async function loadLifetimes(
  engine: Engine,
  groups: readonly Group[],
  { keys, annualRate }: Scoring,
): Promise<readonly Lifetimes[]> {
  const made = groups.map((_, model) => [...new Set(keys.renewals.filter((__, i) => keys.model[i] === model))]);
  const lifetimes = groups.map((group, model) =>
    lifetimesOf(group.retention, ratePerPeriod(annualRate, group), Math.max(1, ...(made[model] ?? [])) + 2),
  );
  const rows = groups.flatMap((group, model) =>
    (made[model] ?? []).map((renewals) => {
      const own = lifetimes[model] ?? fail();
      const { retention } = group;
      const [o05, o50, o95] = own.outcome(renewals + 1);
      const renews = retention.kind === "unknown" ? NaN : meanRates(retention.drawn)(renewals + 1);
      return {
        model,
        renewals,
        name: modelName(group),
        renews,
        del: own.del,
        before: own.before(renewals + 1),
        after: own.after(renewals + 1),
        o05,
        o50,
        o95,
      };
    }),
  );
  const column = (pick: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, pick);
  const absent = ["renews", "del", "before", "after", "o05", "o50", "o95"] as const;
  const table = {
    model: Int32Array.from(rows, ({ model }) => model),
    renewals: Int32Array.from(rows, ({ renewals }) => renewals),
    name: rows.map(({ name }) => name),
    ...Object.fromEntries(absent.map((name) => [name, column((row) => row[name])])),
  };
  await loadFinite(engine, table, { table: T.lifetimes, mayBeAbsent: absent });
  return lifetimes;
}

async function loadScores(engine: Engine, groups: readonly Group[], { keys, annualRate }: Scoring): Promise<void> {
  const known = [...keys.model.keys()].filter((i) => groups[keys.model[i] ?? -1]?.retention.kind !== "unknown");
  const rows = known.map((i) => {
    const [model = 0, renewals = 0, due = 0] = [keys.model[i], keys.renewals[i], keys.due[i]];
    const group = groups[model] ?? fail();
    const { retention } = group;
    if (retention.kind === "unknown") return fail();
    const coming = comingRenewals(retention.drawn, renewals, due, ratePerPeriod(annualRate, group));
    const [d05, d50, d95] = coming.discountedQuantiles;
    return { model, renewals, due, ...coming, d05, d50, d95 };
  });
  const names = ["expected", "variance", "p05", "p50", "p95", "stays", "discounted", "d05", "d50", "d95"] as const;
  const table = {
    place: Float64Array.from(rows, ({ model, renewals, due }) => scorePlace(model, renewals, due)),
    ...Object.fromEntries(names.map((name) => [name, Float64Array.from(rows, (row) => row[name])])),
  };
  await loadFinite(engine, table, { table: "made_scores" });
  const columns = list(names.map(ident));
  await engine.execute(
    sql`CREATE OR REPLACE TABLE ${ident(T.scores)} AS SELECT CAST(place AS BIGINT) AS place, ${columns} FROM made_scores`,
  );
}
