/** What the report shows: facts of the run and aggregates of its tables, never a row per customer but the best few. */
import path from "node:path";
import { z } from "zod";
import type { ActivityCell } from "../charts/activity.js";
import type { ProjectedWeek, Week } from "../charts/outlook.js";
import type { TrackedWeek } from "../charts/tracking-chart.js";
import type { ValueBin } from "../charts/value-bins.js";
import { horizonKey } from "../domain.js";
import type { Engine } from "../engines/engine.js";
import type { Role } from "../forecast/scoreboard.js";
import { epochDay, grainOf } from "../run/days.js";
import type { Grain } from "../sql/cohorts.js";
import { literal, sql, type Sql } from "../sql/sql.js";
import type { InputFacts, Manifest, Problem } from "../workspace/manifest.js";
import * as queries from "./queries.js";
import { readTopAccounts, type AccountRow } from "./accounts.js";
import { readReturns, type Returns } from "./returns.js";

/** The part of run.json that the report shows; a whole manifest fits. Names and places of files are not looked at. */
export type ReportFacts = Readonly<
  Pick<
    Manifest,
    | "asOf"
    | "currency"
    | "basis"
    | "amount"
    | "horizons"
    | "discountRate"
    | "customers"
    | "orders"
    | "firstDate"
    | "layout"
    | "ladder"
    | "models"
    | "served"
    | "backtest"
    | "grades"
    | "totals"
    | "simple"
    | "clock"
    | "weighing"
    | "past"
    | "attributes"
    | "satisfaction"
    | "accounts"
    | "notes"
    | "findings"
    | "refundShare"
  > & { inputs: readonly Pick<z.infer<typeof InputFacts>, "records" | "accepted" | "setAside" | "rejected">[] }
>;

/** One of the most valuable customers; money is null in a log without amounts, `id` when ids are masked. */
export type TopCustomer = Readonly<{
  id: string | null;
  expected: number; // money, or orders in a log without amounts
  p05: number;
  p95: number;
  active: number; // chance of at least one purchase within the headline horizon
  orders: number;
  segment: string | null;
  reason: string | null; // code of what sets the customer apart
  other: string | null; // of what else does
}>;

/** A cell of the RFM grid: recency score by frequency and money score, 5 best. */
export type RfmCell = Readonly<{ r: number; fm: number; segment: string; customers: number; value: number }>;

/** A segment; value is money, or orders in a log without amounts. */
export type SegmentRow = Readonly<{
  scheme: "rfm" | "tier";
  segment: string;
  customers: number;
  historic: number | null;
  expected: number;
  p05: number;
  p95: number;
}>;

/** The total of one horizon. */
export type HorizonTotal = Readonly<{
  days: number;
  orders: number;
  ordersP05: number;
  ordersP95: number;
  revenue: number | null;
  revenueP05: number | null;
  revenueP95: number | null;
}>;

/** What a cohort did at an age; `value` is money, or orders in a log without amounts. */
export type CohortCell = Readonly<{
  cohort: string; // first day of its period
  age: number; // periods
  complete: boolean; // false: the period is still running
  size: number; // customers of the cohort
  customers: number; // with a purchase at that age
  later: number; // with one at that age or later
  value: number;
}>;

/** Mean of a metric over the test origins. */
export type CandidateScore = Readonly<{
  candidate: string;
  role: Role;
  metric: string;
  value: number;
  origins: number;
}>;

/** Everything the report shows. Values are money where the log has amounts, else orders. */
export type ReportData = Readonly<{
  facts: ReportFacts;
  problems: readonly Problem[];
  headline: number; // days of the longest horizon
  hasAmounts: boolean;
  maskIds: boolean;
  bins: readonly ValueBin[]; // dearest first, the last holds those without any expected value
  activity: readonly ActivityCell[];
  rfm: readonly RfmCell[];
  top: readonly TopCustomer[];
  segments: readonly SegmentRow[];
  horizons: readonly HorizonTotal[];
  history: readonly Week[];
  projection: readonly ProjectedWeek[];
  tracking: readonly TrackedWeek[];
  cohorts: Readonly<{ grain: Grain; cells: readonly CohortCell[] }>;
  returns: Returns;
  accounts: readonly AccountRow[];
  candidates: readonly CandidateScore[];
}>;

/** What `readReportData` needs besides the tables. */
export type ReportRequest = Readonly<{ facts: ReportFacts; problems: readonly Problem[]; maskIds: boolean }>;

const TOP = 15;

/** A table, and the engine that reads it. */
export type ReadableTable = Readonly<{ engine: Engine; table: Sql }>;

/** The tables of a run: files in `folder` (a draft or a published one), but where its customers stay in a cluster. */
export type ReportTables = Readonly<{ files: Engine; folder: string; customersIn?: ReadableTable | undefined }>;

/** Reads the tables of a run as aggregates. */
export async function readReportData(
  { files, folder, customersIn }: ReportTables,
  request: ReportRequest,
): Promise<ReportData> {
  const { facts, maskIds } = request;
  const headline = Math.max(...facts.horizons);
  const hasAmounts = facts.totals[horizonKey(headline)]?.expected_revenue !== null;
  const view = { days: headline, hasAmounts };
  const table = (name: string): Sql => sql`read_parquet(${path.join(folder, `${name}.parquet`)})`;
  const customers = customersIn?.table ?? table("customers");
  const engine = customersIn?.engine ?? files; // of the customers
  const grain = grainOf(epochDay(facts.firstDate), epochDay(facts.asOf));
  const top = await engine.rows(queries.topCustomers(customers, view, TOP), Top);
  return {
    ...request,
    headline,
    hasAmounts,
    bins: await engine.rows(queries.valueBins(customers, view), Bin),
    activity: await engine.rows(queries.activityGrid(customers, view), Activity),
    rfm: await engine.rows(queries.rfmGrid(customers, view), Rfm),
    top: top.map((customer) => (maskIds ? { ...customer, id: null } : customer)),
    segments: await files.rows(queries.segments(table("segments"), view), Segment),
    horizons: facts.horizons.flatMap((days) => totalOf(facts, days)),
    history: await files.rows(queries.history(table("history"), view), HistoryWeek),
    projection: await files.rows(queries.projection(table("projection"), view), Projected),
    tracking: await files.rows(queries.tracking(table("tracking")), Tracked),
    cohorts: { grain, cells: await files.rows(queries.cohorts(table("cohorts"), view, grain), Cohort) },
    returns: await readReturns(files, table("returns"), literal(grain)),
    accounts: await readTopAccounts(files, table("accounts"), {
      business: "orders",
      headline,
      hasMoney: hasAmounts,
      isThere: facts.accounts !== undefined,
      maskIds,
    }),
    candidates: await files.rows(queries.candidates(table("backtest"), headline), Candidate),
  };
}

function totalOf(facts: ReportFacts, days: number): readonly HorizonTotal[] {
  const total = facts.totals[horizonKey(days)];
  if (total === undefined) return [];
  const { expected_orders, orders_p05, orders_p95, expected_revenue, p05, p95 } = total;
  const money = expected_revenue !== null;
  return [
    {
      days,
      orders: expected_orders,
      ordersP05: orders_p05,
      ordersP95: orders_p95,
      revenue: expected_revenue,
      revenueP05: money ? p05 : null,
      revenueP95: money ? p95 : null,
    },
  ];
}

const count = z.number();
const Top = z.object({
  id: z.string().nullable(),
  expected: count,
  p05: count,
  p95: count,
  active: count,
  orders: count,
  segment: z.string().nullable(),
  reason: z.string().nullable(),
  other: z.string().nullable(),
});
const Bin = z.object({
  floor: count,
  customers: count,
  value: count,
  variance: count,
  active: count,
  predicted: z.number().nullable(),
});
const Activity = z.object({ frequency: count, months: count, customers: count, active: count, value: count });
const Rfm = z.object({ r: count, fm: count, segment: z.string(), customers: count, value: count });
const Segment = z.object({
  scheme: z.enum(["rfm", "tier"]),
  segment: z.string(),
  customers: count,
  historic: z.number().nullable(),
  expected: count,
  p05: count,
  p95: count,
});
const HistoryWeek = z.object({ week: z.string(), value: count, identified: count });
const Projected = z.object({ week: z.string(), expected: count, p05: count, p25: count, p75: count, p95: count });
const Tracked = z.object({ week: z.string(), actual: count, expected: count, low: count, high: count });
const Cohort = z.object({
  cohort: z.string(),
  age: count,
  complete: z.boolean(),
  size: count,
  customers: count,
  later: count,
  value: count,
});
const Candidate = z.object({
  candidate: z.string(),
  role: z.enum(["served", "pool", "baseline"]),
  metric: z.string(),
  value: count,
  origins: count,
});
