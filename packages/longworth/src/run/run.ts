/** The one pipeline: from the table of orders to a draft folder full of tables, and the facts for its manifest. */
import path from "node:path";
import type { Engine } from "../engines/engine.js";
import { UserError } from "../errors.js";
import { firstPurchaseDay } from "../forecast/history.js";
import { levelOf } from "../forecast/totals.js";
import type { SpendEstimate } from "../forecast/spend.js";
import { RECORDS_TABLE } from "../intake/make-orders.js";
import { publishedTable } from "../sql/export-columns.js";
import { grid } from "../sql/grid.js";
import { publishedCustomers, withDates } from "../sql/published.js";
import { ident, sql, type Sql } from "../sql/sql.js";
import { firstDays, history, purchaseDays } from "../sql/weeks.js";
import { en } from "../words/en.js";
import { accountsOf, type Accounts } from "./accounts.js";
import { tracking } from "./business.js";
import { writeCohorts } from "./cohorts.js";
import { levelNames, makeCustomers } from "./customers.js";
import { epochDay } from "./days.js";
import type { Effects } from "./effects.js";
import { loadFinite } from "./finite.js";
import { findingsOf } from "./findings.js";
import { forecast, learnUpTo, type Forecast } from "./forecast.js";
import { forecastTable, readGroups, segmentTable, type Group } from "./groups.js";
import { answersOf, type Job } from "./jobs.js";
import { writeKept } from "./kept.js";
import { manifestFacts } from "./manifest-facts.js";
import { scorePast } from "./past.js";
import { createTable, dropTable, prepare, TABLES, type Prepared } from "./prepare.js";
import { projectionTable } from "./projection.js";
import { satisfactionOf } from "./satisfaction.js";
import { satisfactionTable } from "./satisfaction-table.js";
import { withSatisfaction } from "./satisfaction-columns.js";
import { returnPeriods, writeReturns, type Returns } from "./returns.js";
import type { QuestionFacts } from "../workspace/satisfaction.js";
import type { PipelineRequest, PipelineResult } from "./request.js";

/** @throws nothing_to_estimate, result_not_finite and whatever the engine meets */
export async function runPipeline(request: PipelineRequest, engine: Engine, effects: Effects): Promise<PipelineResult> {
  const { asOf, horizons, hasAmounts } = request;
  effects.workers.warm();
  await engine.execute(createTable(TABLES.history, history(TABLES.orders, asOf)));
  await engine.execute(dropTable(RECORDS_TABLE)); // nothing after this asks for an order
  const exactCells = request.model !== "auto";
  const prepared = await prepare(engine, { ...request, exactCells, learnUpTo: learnUpTo(request) });
  effects.progress({ step: "prepare", done: 1, of: 1 });
  if (prepared.business.buyers === 0) throw new UserError("nothing_to_estimate", en.run.nobodyBought(asOf));
  const cut = epochDay(asOf);
  const startsLate = request.problems.some(({ code }) => code === "history_starts_late") && !request.hasStarts;
  const { rows, write } = tablesOf(request.draft, engine);
  const [made] = await both(
    forecast(prepared, { ...request, cut, startsLate }, effects),
    writeCohorts(engine, request, (query) => write("cohorts", query)),
  );
  await makeCustomers(engine, made.scores, { ...request, prepared, cellOf: made.cellOf });
  const base = { kind: "orders", days: TABLES.days, hasAmounts } as const;
  const satisfaction = await satisfactionOf(engine, { surveys: request.surveys, base, asOf, horizons });
  const customers = await withSatisfaction(engine, satisfaction, request.surveys);
  const groups = await readGroups(engine, { horizons, hasAmounts });
  const findings = await findingsOf(engine, {
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
  const aside = workAside(made, { prepared, cut, horizon: horizons.at(-1) ?? 0 }, effects);
  const parts = { request, prepared, made, groups, customers, satisfaction, accounts };
  const [{ spendFit }] = await both(
    aside,
    writeTables(engine, { ...parts, lead: findings.lead, aside, files: effects.files }, write),
  );
  const { sealed } = request;
  const past = sealed.length === 0 ? {} : { past: [...(await scorePast(engine, ident(TABLES.days), { sealed, hasAmounts }))] }; // prettier-ignore
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

/** `shape`: of the weeks ahead. */
type Aside = Readonly<{ shape: Float64Array; spendFit: SpendEstimate | null; returns: Returns }>;

/** What no table of customers needs, on threads while that is written. */
async function workAside(
  { recipe }: Forecast,
  { prepared, cut, horizon }: Readonly<{ prepared: Prepared; cut: number; horizon: number }>,
  { workers, signal }: Effects,
): Promise<Aside> {
  const { cells, history } = prepared;
  const weeks: Job = { kind: "weeks", recipe, cells, horizon };
  const { grain, starts } = returnPeriods(history, cut);
  const returns: Job = { kind: "returns", history, options: { starts, cut } };
  const jobs: readonly Job[] = [
    weeks,
    returns,
    ...(recipe.spend === null ? [] : [{ kind: "spend", history, cut } as const]),
  ];
  const answers = await workers.answer(jobs, signal);
  const shape = answersOf(answers, "weeks")[0]?.shape ?? new Float64Array();
  const [found] = answersOf(answers, "returns");
  if (!found) throw new Error("a job gave no answer");
  return { shape, spendFit: answersOf(answers, "spend")[0]?.fit ?? null, returns: { facts: found.facts, grain } };
}

interface Parts {
  readonly request: PipelineRequest;
  readonly prepared: Prepared;
  readonly made: Forecast;
  readonly groups: readonly Group[];
  readonly customers: string; // the table of scored customers
  readonly satisfaction: readonly QuestionFacts[];
  readonly accounts: Accounts | null;
  readonly lead: Sql; // the dearest finding that lists a customer
  readonly aside: Promise<Aside>;
  readonly files: Effects["files"];
}

type Write = (name: string, query: Sql) => Promise<void>;

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
  const { request, made } = parts;
  const { horizons, hasAmounts } = request;
  const hasSurveys = parts.satisfaction.length > 0;
  const shape = { levels: levelNames(request.quantiles), horizons, hasAmounts, hasSurveys };
  const tables = { customers: hasSurveys ? parts.customers : TABLES.inOrder, dialect: engine.dialect };
  const served = { served: made.served, lead: parts.lead, isInOrder: !hasSurveys };
  const customers = publishedCustomers({ ...request, ...shape, ...tables, ...served });
  const { customersIn } = request;
  await both(
    customersIn ? engine.execute(sql`CREATE TABLE ${customersIn} AS ${customers}`) : write("customers", customers),
    writeOthers(engine, parts, write),
  );
}

/** Two things at once. @throws what the first of them met, when both have come to their end */
async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

/** All tables but those of customers, which may stay in a cluster, and of cohorts. */
async function writeOthers(engine: Engine, parts: Parts, write: Write): Promise<void> {
  const { request, made, groups } = parts;
  const { horizons, hasAmounts } = request;
  await loadFinite(engine, forecastTable(groups, made.recipe, { horizons, hasAmounts }), { table: "forecast" });
  await write(
    "forecast",
    sql`SELECT * FROM forecast ORDER BY CASE scope WHEN 'total' THEN 1 WHEN 'rfm' THEN 2 ELSE 3 END, segment, horizon_days`,
  );
  await loadFinite(engine, segmentTable(groups, made.recipe, { horizons, hasAmounts }), { table: "segments" });
  await write("segments", sql`SELECT * FROM segments ORDER BY scheme, segment`);
  await write("history", sql`SELECT * FROM history ORDER BY week`);
  const cohorts = publishedTable(path.join(request.draft, "cohorts.parquet"));
  const { returns } = await parts.aside;
  await writeReturns(engine, { ...parts, returns, cohorts, write: (query) => write("returns", query) });
  if (request.surveys.questions.length > 0)
    await write("satisfaction", await satisfactionTable(engine, parts.satisfaction));
  if (parts.accounts) await write("accounts", parts.accounts.table);
  await write("grid", grid(TABLES.scored, horizons.at(-1) ?? 0, hasAmounts));
  await writeTracking(engine, made, { asOf: request.asOf, write });
  await writeBacktest(engine, made, write);
  await writeKept(engine, parts, write);
  await loadFinite(engine, projectionTable(groups, made.recipe, { ...request, shape: (await parts.aside).shape }), {
    table: "projection",
    mayBeAbsent: hasAmounts ? [] : ["expected_revenue"],
  });
  const columns = ["week", "expected_orders", "expected_revenue", "p05", "p25", "p75", "p95"];
  await write("projection", withDates("projection", { columns, dates: ["week"], by: ["week"] }, engine.dialect));
}

async function writeTracking(
  engine: Engine,
  { recipe }: Forecast,
  { asOf, write }: { asOf: string; write: Write },
): Promise<void> {
  const first = await engine.numbers(firstDays(TABLES.summary), ["day", "customers"]);
  const all = await engine.numbers(purchaseDays(TABLES.days), ["day", "purchases"]);
  const purchases = { day: all.day, count: all.purchases };
  const weeks = tracking(recipe, { day: first.day, count: first.customers }, { purchases, asOf: epochDay(asOf) });
  const column = (pick: (week: (typeof weeks)[number]) => number): Float64Array => Float64Array.from(weeks, pick);
  const table = {
    week: Int32Array.from(weeks, ({ week }) => week),
    actual: column(({ actual }) => actual),
    expected: column(({ expected }) => expected),
    low: column(({ low }) => low),
    high: column(({ high }) => high),
  };
  await loadFinite(engine, table, { table: "tracking" });
  const columns = ["week", "actual", "expected", "low", "high"];
  await write("tracking", withDates("tracking", { columns, dates: ["week"], by: ["week"] }, engine.dialect));
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
