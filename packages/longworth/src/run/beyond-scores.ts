/** What a run makes beyond its scores: cohorts, findings, who comes back, what charts show. `--report off` leaves it out. */
import path from "node:path";
import type { Engine } from "../engines/engine.js";
import { NO_LEAD } from "../findings/members.js";
import type { SpendEstimate } from "../forecast/spend.js";
import { publishedTable } from "../sql/export-columns.js";
import { grid } from "../sql/grid.js";
import { withDates } from "../sql/published.js";
import { sql, type Sql } from "../sql/sql.js";
import { firstDays, history, purchaseDays } from "../sql/weeks.js";
import { tracking } from "./business.js";
import { writeCohorts } from "./cohorts.js";
import { epochDay } from "./days.js";
import type { Effects } from "./effects.js";
import { findingsOf, type FindingParts, type Findings } from "./findings.js";
import { loadFinite } from "./finite.js";
import type { Forecast } from "./forecast.js";
import type { Group } from "./groups.js";
import { answersOf, type Job } from "./jobs.js";
import { createTable, TABLES, type Prepared } from "./prepare.js";
import { projectionTable } from "./projection.js";
import type { PipelineRequest } from "./request.js";
import { returnPeriods, writeReturns, type Returns } from "./returns.js";

/** Writes a table of the draft. */
export type Write = (name: string, query: Sql) => Promise<void>;

export interface BeyondParts {
  readonly request: PipelineRequest;
  readonly prepared: Prepared;
  readonly made: Forecast;
  readonly groups: readonly Group[];
}

/** What threads work on while customers are written. */
export interface Begun {
  readonly spendFit: Promise<SpendEstimate | null>; // Gamma-Gamma, which is shown beside the served one
  readonly write: (write: Write) => Promise<void>;
}

/** The parts, in the order in which a run comes to them. */
export interface BeyondScores {
  /** Before the orders are gone. */
  readonly ofOrders: (engine: Engine, request: PipelineRequest) => Promise<void>;
  /** While models are fitted. */
  readonly ofDays: (engine: Engine, request: PipelineRequest, write: Write) => Promise<void>;
  /** When all customers have their scores. */
  readonly ofCustomers: (engine: Engine, parts: FindingParts) => Promise<Findings>;
  /** The last that needs the days. */
  readonly begin: (engine: Engine, parts: BeyondParts, effects: Effects) => Promise<Begun>;
}

/** `--report off`: nothing. */
export const SCORES_ONLY: BeyondScores = {
  ofOrders: () => Promise.resolve(),
  ofDays: () => Promise.resolve(),
  ofCustomers: () => Promise.resolve({ told: [], lead: NO_LEAD }),
  begin: () => Promise.resolve({ spendFit: Promise.resolve(null), write: () => Promise.resolve() }),
};

export const REPORTED: BeyondScores = {
  ofOrders: (engine, { asOf }) => engine.execute(createTable(TABLES.history, history(TABLES.orders, asOf))),
  ofDays: (engine, request, write) => writeCohorts(engine, request, (query) => write("cohorts", query)),
  ofCustomers: findingsOf,
  begin: async (engine, parts, effects) => {
    const purchases = await readPurchases(engine);
    const aside = workAside(parts, effects);
    return {
      spendFit: aside.then(({ spendFit }) => spendFit),
      write: (write) => writeTables(engine, { ...parts, purchases, aside, write }),
    };
  },
};

/** `shape`: of the weeks ahead. */
type Aside = Readonly<{ shape: Float64Array; spendFit: SpendEstimate | null; returns: Returns }>;

/** What no table of customers needs, on threads. */
async function workAside({ request, prepared, made }: BeyondParts, { workers, signal }: Effects): Promise<Aside> {
  const { recipe } = made;
  const { cells, history: days } = prepared;
  const cut = epochDay(request.asOf);
  const weeks: Job = { kind: "weeks", recipe, cells, horizon: request.horizons.at(-1) ?? 0 };
  const { grain, starts } = returnPeriods(days, cut);
  const returns: Job = { kind: "returns", history: days, options: { starts, cut } };
  const jobs: readonly Job[] = [
    weeks,
    returns,
    ...(recipe.spend === null ? [] : [{ kind: "spend", history: days, cut } as const]),
  ];
  const answers = await workers.answer(jobs, signal);
  const shape = answersOf(answers, "weeks")[0]?.shape ?? new Float64Array();
  const [found] = answersOf(answers, "returns");
  if (!found) throw new Error("a job gave no answer");
  return { shape, spendFit: answersOf(answers, "spend")[0]?.fit ?? null, returns: { facts: found.facts, grain } };
}

/** Days since 1970-01-01: of customers' first purchases, and of all purchases; parallel to their counts. */
type Purchases = Readonly<Record<"first" | "all", Readonly<{ day: Float64Array; count: Float64Array }>>>;

async function readPurchases(engine: Engine): Promise<Purchases> {
  const first = await engine.numbers(firstDays(TABLES.summary), ["day", "customers"]);
  const all = await engine.numbers(purchaseDays(TABLES.days), ["day", "purchases"]);
  return { first: { day: first.day, count: first.customers }, all: { day: all.day, count: all.purchases } };
}

type Writing = BeyondParts & Readonly<{ purchases: Purchases; aside: Promise<Aside>; write: Write }>;

async function writeTables(engine: Engine, parts: Writing): Promise<void> {
  const { request, prepared, aside, write } = parts;
  const { horizons, hasAmounts } = request;
  await write("history", sql`SELECT * FROM history ORDER BY week`);
  await write("grid", grid(TABLES.scored, horizons.at(-1) ?? 0, hasAmounts));
  await writeTracking(engine, parts);
  const { returns, shape } = await aside;
  const cohorts = publishedTable(path.join(request.draft, "cohorts.parquet"));
  await writeReturns(engine, { prepared, returns, cohorts, write: (query) => write("returns", query) });
  await writeProjection(engine, parts, shape);
}

async function writeTracking(engine: Engine, { request, made, purchases, write }: Writing): Promise<void> {
  const asOf = epochDay(request.asOf);
  const weeks = tracking(made.recipe, purchases.first, { purchases: purchases.all, asOf });
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

async function writeProjection(
  engine: Engine,
  { request, made, groups, write }: Writing,
  shape: Float64Array,
): Promise<void> {
  await loadFinite(engine, projectionTable(groups, made.recipe, { ...request, shape }), {
    table: "projection",
    mayBeAbsent: request.hasAmounts ? [] : ["expected_revenue"],
  });
  const columns = ["week", "expected_orders", "expected_revenue", "p05", "p25", "p75", "p95"];
  await write("projection", withDates("projection", { columns, dates: ["week"], by: ["week"] }, engine.dialect));
}
