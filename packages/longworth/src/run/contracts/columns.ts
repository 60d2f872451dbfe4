/** Small tables of a run of contracts as columns: curves, the bridge, the calendar, how contracts were left. */
import { z } from "zod";
import type { Columns, Engine } from "../../engines/engine.js";
import { lostBy } from "../../sql/recurring-revenue.js";
import { sql, type Sql } from "../../sql/sql.js";
import { decimalOf, type BridgeMonth } from "./bridge.js";
import type { CurveRow } from "./curves.js";
import { CONTRACT_TABLES as T } from "./tables.js";

/** Columns to load, those that may hold no number, and how the table is written from them. */
export type MadeTable = Readonly<{ columns: Columns; mayBeAbsent: readonly string[]; query: (table: Sql) => Sql }>;

const numbersOf = <R>(rows: readonly R[], pick: (row: R) => number): Float64Array => Float64Array.from(rows, pick);
const wholesOf = <R>(rows: readonly R[], pick: (row: R) => number): Int32Array => Int32Array.from(rows, pick);

/** retention.parquet */
export function curveTable(rows: readonly CurveRow[]): MadeTable {
  const absent = ["survival", "survival_low", "survival_high", "expected_survival", "expected_p05", "expected_p95"];
  return {
    columns: {
      place: wholesOf([...rows.keys()], (place) => place),
      scope: rows.map(({ scope }) => scope),
      term: rows.map(({ term }) => term),
      plan: rows.map(({ plan }) => plan),
      cohort: rows.map(({ cohort }) => cohort),
      renewal: wholesOf(rows, ({ renewal }) => renewal),
      contracts: wholesOf(rows, ({ atRisk }) => atRisk),
      lost: wholesOf(rows, ({ lost }) => lost),
      survival: numbersOf(rows, ({ survival }) => survival),
      survival_low: numbersOf(rows, ({ low }) => low),
      survival_high: numbersOf(rows, ({ high }) => high),
      expected_survival: numbersOf(rows, ({ expected }) => expected),
      expected_p05: numbersOf(rows, ({ p05 }) => p05),
      expected_p95: numbersOf(rows, ({ p95 }) => p95),
    },
    mayBeAbsent: absent,
    query: (
      table,
    ) => sql`SELECT scope, term, plan, CAST(cohort AS DATE) AS cohort, renewal, contracts, lost, survival, survival_low, survival_high,
  expected_survival, expected_p05, expected_p95 FROM ${table} ORDER BY place`,
  };
}

/** A month since year 0 as its first day. */
export const monthDay = (month: number): string =>
  `${`${Math.floor(month / 12)}`.padStart(4, "0")}-${`${(month % 12) + 1}`.padStart(2, "0")}-01`;

const MOVES = ["start", "new", "reactivation", "expansion", "contraction", "churn", "end"] as const;

/** mrr.parquet: money is decimal there, too. */
export function bridgeTable(rows: readonly BridgeMonth[], hasPrice: boolean): MadeTable {
  const share = (pick: (row: BridgeMonth) => BridgeMonth["logoChurn"], name: "share" | "low" | "high"): Float64Array =>
    numbersOf(rows, (row) => shareNumber(pick(row), name));
  const ratio = (pick: (row: BridgeMonth) => number | null): Float64Array => numbersOf(rows, (row) => pick(row) ?? NaN);
  const money = Object.fromEntries(MOVES.map((name) => [name, rows.map((row) => decimalOf(row[name]))]));
  const moneyColumns = hasPrice
    ? sql`CAST("start" AS DECIMAL(18, 4)) AS "start", CAST("new" AS DECIMAL(18, 4)) AS "new", CAST(reactivation AS DECIMAL(18, 4)) AS reactivation, CAST(expansion AS DECIMAL(18, 4)) AS expansion,
  CAST(contraction AS DECIMAL(18, 4)) AS contraction, CAST(churn AS DECIMAL(18, 4)) AS churn, CAST("end" AS DECIMAL(18, 4)) AS "end", grr, nrr,
  revenue_churn, revenue_churn_low, revenue_churn_high, `
    : sql``;
  const counts = {
    customers_start: "customersStart",
    customers_new: "customersNew",
    customers_back: "customersBack",
    customers_lost: "customersLost",
    customers_end: "customersEnd",
  } as const;
  return {
    columns: {
      month: rows.map(({ month }) => monthDay(month)),
      complete: wholesOf(rows, ({ complete }) => Number(complete)),
      ...money,
      ...Object.fromEntries(Object.entries(counts).map(([name, key]) => [name, wholesOf(rows, (row) => row[key])])),
      grr: ratio(({ grr }) => grr),
      nrr: ratio(({ nrr }) => nrr),
      logo_churn: share(({ logoChurn }) => logoChurn, "share"),
      logo_churn_low: share(({ logoChurn }) => logoChurn, "low"),
      logo_churn_high: share(({ logoChurn }) => logoChurn, "high"),
      revenue_churn: share(({ revenueChurn }) => revenueChurn, "share"),
      revenue_churn_low: share(({ revenueChurn }) => revenueChurn, "low"),
      revenue_churn_high: share(({ revenueChurn }) => revenueChurn, "high"),
    },
    mayBeAbsent: [
      "grr",
      "nrr",
      ...["logo", "revenue"].flatMap((name) => ["", "_low", "_high"].map((end) => `${name}_churn${end}`)),
    ],
    query: (
      table,
    ) => sql`SELECT CAST("month" AS DATE) AS "month", complete = 1 AS complete, ${moneyColumns}customers_start, customers_new, customers_back, customers_lost, customers_end,
  logo_churn, logo_churn_low, logo_churn_high FROM ${table} ORDER BY "month"`,
  };
}

/** A share that is a state has only the bound that it has. */
export function shareNumber(share: BridgeMonth["logoChurn"], name: "share" | "low" | "high"): number {
  switch (share.status) {
    case "ok":
      return share[name];
    case "no-events":
      return name === "high" ? share.high : NaN;
    case "all-lost":
      return name === "low" ? share.low : NaN;
    case "no-data":
      return NaN;
  }
}

const Due = z.object({
  month: z.number(),
  unit: z.enum(["month", "day"]),
  periods: z.number(),
  contracts: z.number(),
  payments: z.number(),
  expected_lost: z.number(),
  lost_variance: z.number(),
  payments_at_risk: z.number(),
  payments_variance: z.number(),
  value_at_risk: z.number().nullable(),
  mrr_at_risk: z.number(),
});
export type DueMonth = z.infer<typeof Due>;

export const readCalendar = (engine: Engine, query: Sql): Promise<readonly DueMonth[]> => engine.rows(query, Due);

const Z95 = 1.6448536269514722;

/** renewals.parquet: the next renewal of every running contract, by month. */
export function calendarTable(rows: readonly DueMonth[], hasPrice: boolean): MadeTable {
  const band = (mean: (row: DueMonth) => number, variance: (row: DueMonth) => number, side: 1 | -1): Float64Array =>
    numbersOf(rows, (row) => Math.max(0, mean(row) + side * Z95 * Math.sqrt(variance(row))));
  const money = hasPrice
    ? sql`, payments, payments_at_risk, payments_at_risk_p05, payments_at_risk_p95, mrr_at_risk, value_at_risk`
    : sql``;
  return {
    columns: {
      month: rows.map(({ month }) => monthDay(month)),
      term: rows.map(({ unit, periods }) => `${periods}${unit === "month" ? "m" : "d"}`),
      contracts: wholesOf(rows, ({ contracts }) => contracts),
      expected_lost: numbersOf(rows, (row) => row.expected_lost),
      expected_lost_p05: band(
        (row) => row.expected_lost,
        (row) => row.lost_variance,
        -1,
      ),
      expected_lost_p95: band(
        (row) => row.expected_lost,
        (row) => row.lost_variance,
        1,
      ),
      payments: numbersOf(rows, (row) => row.payments),
      payments_at_risk: numbersOf(rows, (row) => row.payments_at_risk),
      payments_at_risk_p05: band(
        (row) => row.payments_at_risk,
        (row) => row.payments_variance,
        -1,
      ),
      payments_at_risk_p95: band(
        (row) => row.payments_at_risk,
        (row) => row.payments_variance,
        1,
      ),
      mrr_at_risk: numbersOf(rows, (row) => row.mrr_at_risk),
      value_at_risk: numbersOf(rows, (row) => row.value_at_risk ?? NaN),
    },
    mayBeAbsent: ["value_at_risk"],
    query: (table) =>
      sql`SELECT CAST("month" AS DATE) AS "month", term, contracts, expected_lost, expected_lost_p05, expected_lost_p95${money} FROM ${table} ORDER BY "month", term`,
  };
}

const Left = z.object({
  month: z.number(),
  leaving: z.enum(["voluntary", "payment", "unknown"]),
  contracts: z.number(),
  mrr: z.string().nullable(),
});
export type LeftMonth = z.infer<typeof Left>;

export const readLeaving = (engine: Engine): Promise<readonly LeftMonth[]> => engine.rows(lostBy(T.contracts), Left);

/** leaving.parquet: contracts that ended, by month and by who ended them. */
export function leavingTable(rows: readonly LeftMonth[], hasPrice: boolean): MadeTable {
  const money = hasPrice ? sql`, CAST(mrr AS DECIMAL(18, 4)) AS mrr` : sql``;
  return {
    columns: {
      month: rows.map(({ month }) => monthDay(month)),
      leaving: rows.map(({ leaving }) => leaving),
      contracts: wholesOf(rows, ({ contracts }) => contracts),
      mrr: rows.map(({ mrr }) => mrr),
    },
    mayBeAbsent: [],
    query: (table) =>
      sql`SELECT CAST("month" AS DATE) AS "month", leaving, contracts${money} FROM ${table} ORDER BY "month", leaving`,
  };
}
