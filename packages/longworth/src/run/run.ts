/** The one pipeline: from the table of orders to a draft folder full of tables, and the facts for its manifest. */
import path from "node:path";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { firstPurchaseDay } from "../forecast/history.js";
import { oppositeLevel } from "../forecast/scores.js";
import { levelOf } from "../forecast/totals.js";
import { RECORDS_TABLE } from "../intake/make-orders.js";
import { publishedCustomers, withDates } from "../sql/published.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import { en } from "../words/en.js";
import { accountsOf, type Accounts } from "./accounts.js";
import { REPORTED, SCORES_ONLY, type Begun, type Write } from "./beyond-scores.js";
import { levelNames, makeCustomers } from "./customers.js";
import { epochDay } from "./days.js";
import type { Effects } from "./effects.js";
import { loadFinite } from "./finite.js";
import { forecast, learnUpTo, type Forecast } from "./forecast.js";
import { forecastTable, readGroups, segmentTable, type Group } from "./groups.js";
import { writeKept } from "./kept.js";
import { manifestFacts, simpleFormula } from "./manifest-facts.js";
import { scorePast } from "./past.js";
import { dropTable, prepare, TABLES, type Prepared } from "./prepare.js";
import { satisfactionOf } from "./satisfaction.js";
import { satisfactionTable } from "./satisfaction-table.js";
import { withSatisfaction } from "./satisfaction-columns.js";
import type { QuestionFacts } from "../workspace/satisfaction.js";
import type { PipelineRequest, PipelineResult } from "./request.js";

/** @throws nothing_to_estimate, result_not_finite and whatever the engine meets */
export async function runPipeline(request: PipelineRequest, engine: Engine, effects: Effects): Promise<PipelineResult> {
  const { asOf, horizons, hasAmounts } = request;
  effects.workers.warm();
  const beyond = request.report ? REPORTED : SCORES_ONLY;
  await beyond.ofOrders(engine, request);
  await engine.execute(dropTable(RECORDS_TABLE)); // nothing after this asks for an order
  const exactCells = request.model !== "auto";
  const prepared = await prepare(engine, { ...request, exactCells, learnUpTo: learnUpTo(request) });
  effects.progress({ step: "prepare", done: 1, of: 1 });
  if (prepared.business.buyers === 0) throw new UserError("nothing_to_estimate", en.run.nobodyBought(asOf));
  const cut = epochDay(asOf);
  const startsLate = request.problems.some(({ code }) => code === "history_starts_late") && !request.hasStarts;
  const { rows, write } = tablesOf(request.draft, engine);
  const [made, [, simple]] = await both(
    forecast(prepared, { ...request, quantiles: scoredQuantiles(request), cut, startsLate }, effects),
    both(beyond.ofDays(engine, request, write), simpleFormula(request, prepared)), // while threads fit
  );
  await makeCustomers(engine, made.scores, { ...request, prepared, cellOf: made.cellOf });
  const base = { kind: "orders", days: TABLES.days, hasAmounts } as const;
  const satisfaction = await satisfactionOf(engine, { surveys: request.surveys, base, asOf, horizons });
  const customers = await withSatisfaction(engine, satisfaction, request.surveys);
  const groups = await readGroups(engine, { horizons, hasAmounts });
  const findings = await beyond.ofCustomers(engine, {
    request,
    recipe: made.recipe,
    groups,
    customers,
    satisfaction,
    firstDay: firstPurchaseDay(prepared.history),
  });
  const accounts =
    request.accounts &&
    (await accountsOf(engine, {
      read: request.accounts,
      kind: "orders",
      customers,
      horizons,
      hasMoney: hasAmounts,
      level: (days) => levelOf(made.recipe, days),
    }));
  effects.progress({ step: "segments", done: 1, of: 1 });
  const { sealed } = request;
  const past = sealed.length === 0 ? {} : { past: [...(await scorePast(engine, ident(TABLES.days), { sealed, hasAmounts }))] }; // prettier-ignore
  const parts = { request, prepared, made, simple, groups, customers, satisfaction, accounts };
  const begun = await beyond.begin(engine, parts, effects);
  const [spendFit] = await both(
    begun.spendFit,
    writeTables(engine, { ...parts, lead: findings.lead, begun, files: effects.files }, write),
  );
  effects.progress({ step: "write", done: 1, of: 1 });
  const said = request.surveys.files.length === 0 ? {} : { satisfaction: [...satisfaction] };
  return {
    facts: {
      ...manifestFacts({ ...parts, findings: findings.told, spendFit }),
      ...past,
      ...said,
      ...(accounts ? { accounts: accounts.facts } : {}),
    },
    rows,
  };
}

/** Those on the other side, too, where a margin may be below 0. */
const scoredQuantiles = ({ quantiles, basis }: PipelineRequest): readonly number[] =>
  basis === "revenue" ? quantiles : [...quantiles, ...quantiles.map(oppositeLevel)];

interface Parts {
  readonly request: PipelineRequest;
  readonly prepared: Prepared;
  readonly made: Forecast;
  readonly groups: readonly Group[];
  readonly customers: string; // the table of scored customers
  readonly satisfaction: readonly QuestionFacts[];
  readonly accounts: Accounts | null;
  readonly lead: Sql; // the dearest finding that lists a customer
  readonly begun: Begun;
  readonly files: Effects["files"];
}

/** Writes tables into the draft, and says how many rows each file has. */
function tablesOf(draft: string, engine: Engine): Readonly<{ rows: Readonly<Record<string, number>>; write: Write }> {
  const rows: Record<string, number> = {};
  const write: Write = async (name, query) => {
    const file = `${name}.parquet`;
    rows[file] = await engine.copyTo(query, path.join(draft, file));
  };
  return { rows, write };
}

async function writeTables(engine: Engine, parts: Parts, write: Write): Promise<void> {
  await writeSmall(engine, parts, write);
  for (const table of [TABLES.days, TABLES.summary]) await engine.execute(dropTable(table));
  await both(writeCustomers(engine, parts, write), parts.begun.write(write));
}

/** Into the draft, or into the table of a cluster. */
async function writeCustomers(engine: Engine, parts: Parts, write: Write): Promise<void> {
  const { request, made } = parts;
  const { horizons, hasAmounts, customersIn } = request;
  const hasSurveys = parts.satisfaction.length > 0;
  const shape = { levels: levelNames(request.quantiles), horizons, hasAmounts, hasSurveys };
  const tables = { customers: hasSurveys ? parts.customers : TABLES.inOrder, dialect: engine.dialect };
  const served = { served: made.served, lead: parts.lead, isInOrder: !hasSurveys };
  const customers = publishedCustomers({ ...request, ...shape, ...tables, ...served });
  if (customersIn) await engine.execute(sql`CREATE TABLE ${customersIn} AS ${customers}`);
  else await write("customers", customers);
}

/** Two things at once. @throws what the first of them met, when both have come to their end */
async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

/** Tables of a run's scores that are small, or of few customers. */
async function writeSmall(engine: Engine, parts: Parts, write: Write): Promise<void> {
  const { request, made, groups } = parts;
  const { horizons, hasAmounts } = request;
  await loadFinite(engine, forecastTable(groups, made.recipe, { horizons, hasAmounts }), { table: "forecast" });
  await write(
    "forecast",
    sql`SELECT * FROM forecast ORDER BY CASE scope WHEN 'total' THEN 1 WHEN 'rfm' THEN 2 ELSE 3 END, segment, horizon_days`,
  );
  await loadFinite(engine, segmentTable(groups, made.recipe, { horizons, hasAmounts }), { table: "segments" });
  await write("segments", sql`SELECT * FROM segments ORDER BY scheme, segment`);
  if (request.surveys.questions.length > 0)
    await write("satisfaction", await satisfactionTable(engine, parts.satisfaction));
  if (parts.accounts) await write("accounts", parts.accounts.table);
  await writeBacktest(engine, made, write);
  await writeKept(engine, parts, write);
}

async function writeBacktest(engine: Engine, { test }: Forecast, write: Write): Promise<void> {
  const none = {
    horizonDays: new Int32Array(),
    windowDays: new Int32Array(),
    origin: new Int32Array(),
    candidate: [],
    role: [],
    metric: [],
    value: new Float64Array(),
  };
  const { horizonDays, windowDays, ...rest } = test?.rows ?? none;
  await loadFinite(engine, { horizon_days: horizonDays, window_days: windowDays, ...rest }, { table: "backtest" });
  const columns = ["horizon_days", "window_days", "origin", "candidate", "role", "metric", "value"];
  const by = ["horizon_days", "origin", "role", "candidate", "metric"];
  await write("backtest", withDates("backtest", { columns, dates: ["origin"], by }, engine.dialect));
}
