/** SQL of contracts: texts in both dialects, calendar arithmetic, and the bridge of recurring revenue against the models' ledger. */
import fc from "fast-check";
import { revenueRetention } from "@longworth/models";
import { expect, test } from "vitest";
import { z } from "zod";
import { conditionsAt, largest, ofPlan, startedIn } from "../../src/findings/contracts/conditions.js";
import { contractSums } from "../../src/findings/contracts/sums.js";
import { contractCopies, contractFates } from "../../src/intake/contracts/fates.js";
import type { ContractPlan } from "../../src/intake/contracts/plan.js";
import * as spans from "../../src/intake/contracts/spans.js";
import { typedContracts, type ContractReaders } from "../../src/intake/contracts/typed.js";
import type { StagedColumn } from "../../src/intake/staged.js";
import * as report from "../../src/report/contracts/queries.js";
import { termOf } from "../../src/forecast/contracts/cells.js";
import { decimalOf, readBridge } from "../../src/run/contracts/bridge.js";

import { dueSums } from "../../src/run/contracts/totals.js";
import { patternOf } from "../../src/run/contracts/traits.js";
import * as customers from "../../src/sql/contract-customers.js";
import * as known from "../../src/sql/known-contracts.js";
import * as published from "../../src/sql/contract-published.js";
import * as states from "../../src/sql/contract-states.js";
import { joined } from "../../src/sql/customer-scores.js";
import { duckdb, render, trino, type Dialect } from "../../src/sql/dialect.js";
import * as revenue from "../../src/sql/recurring-revenue.js";
import { renewalCalendar } from "../../src/sql/renewal-calendar.js";
import { ident, sql, type Sql } from "../../src/sql/sql.js";
import { laterMonth } from "../support/contract-base.js";
import { duckDbWith } from "../support/duckdb.js";

const asOf = "2025-06-30";
const horizons = [90, 365];
const table = ident("published_contracts");
const priced = {
  cells: "contract_cells",
  scores: "contract_scores",
  lifetimes: "contract_lifetimes",
  margin: 0.4,
  annualRate: 0.1,
  horizons,
  hasPrice: true,
};
const shown = {
  asOf,
  currency: "EUR",
  basis: "gross_margin",
  horizons,
  hasPrice: true,
};
const folded = {
  judged: "judged_contracts",
  values: "contract_values",
  several: "several_contracts",
  horizons,
  hasPrice: true,
};
const beside = (dialect: Dialect): Sql =>
  dialect.beside(ident("contract_ahead"), ident("contract_values"), ident("cell"));
const at = (dialect: Dialect) => conditionsAt(asOf, dialect);
const KNOWN = { contracts: "contracts", facts: "facts_at_start" };
const TRAITS = [
  { column: "start_plan", levels: ["Basic", "Pro"] },
  { column: "channel", levels: ["ads", "it's search"] },
];
const CELLS = { states: "contract_states", models: "contract_models", horizons, pattern: null };
/** Of a base of months that is served by the second trait: its levels are the base, itself and others. */
const PATTERN = patternOf(
  [
    {
      term: termOf("month", 1),
      covariates: { isServed: true, patterns: { traits: [{ trait: 1, base: 0, levels: [1, -1] }] } },
    } as unknown as Parameters<typeof patternOf>[0][number], // cast: all that is read
  ],
  TRAITS.map((trait) => ({ ...trait, name: trait.column })),
);
const counted = { headline: 365, hasPrice: false };

const NAMES = "subscription_id,customer_id,start_date,end_date,billing_period,price,plan,status,cancel_reason,currency,seats,cancelled,tenure,churned,channel"; // prettier-ignore
const columns = NAMES.split(",").map((name, i): StagedColumn => ({ name, id: `c${i + 1}`, type: "text" }));
const [contract, customer, start, end, period, price, plan, status, reason, currency, seats, cancelled, tenure, churned, channel] = columns; // prettier-ignore
const readers = (dialect: Dialect): ContractReaders => ({
  dialect,
  number: ({ id }) => sql`TRY_CAST(trim(${ident(id)}) AS DECIMAL(18, 4))`,
  day: ({ id }) => sql`TRY_CAST(trim(${ident(id)}) AS DATE)`,
  isPlaceholder: ({ id }) => sql`(${ident(id)} = '1900-01-01')`,
});

/** Of a sheet with words for states and periods, of one that says who left by when, and of one with a table of tenures. */
function typed(dialect: Dialect, kind: "words" | "ends" | "tenures"): Sql {
  const plans = {
    words: { contract, customer, start, end, period, price, plan, status, reason, currency, seats, cancelled, channel },
    ends: { customer, start, cancelled, price, churned },
    tenures: { customer, tenure, churned },
  };
  const made: ContractPlan = {
    layout: "contracts",
    columns: plans[kind],
    trialEnd: kind === "ends" ? end : undefined,
    fixedPeriod: kind === "words" ? null : { unit: "month", count: 1 },
    first: columns[0]!,
    choices: {},
  };
  const tables = { records: "staged", periods: "staged_periods", states: "staged_states", reasons: "staged_reasons" };
  return typedContracts({ ...tables, columns, plan: made, readers: readers(dialect), asOf, keepCase: kind === "ends" });
}

const texts = (dialect: Dialect): Readonly<Record<string, Sql>> => ({
  "typed-words": typed(dialect, "words"),
  "typed-ends": typed(dialect, "ends"),
  "typed-tenures": typed(dialect, "tenures"),
  copies: contractCopies,
  fates: contractFates({
    asOf,
    futureFrom: "2027-01-01",
    currency: "EUR",
    hasIds: true,
    endIsCancel: false,
    hasPrice: true,
  }),
  "accepted-spans": spans.acceptedSpans({
    fates: sql`SELECT * FROM contract_fates`,
    asOf,
    digits: 2,
    hasPrice: true,
    dialect,
  }),
  "joined-spans": spans.joinedSpans(ident("accepted_spans"), dialect),
  "joined-contracts": spans.joinedContracts(ident("contract_spans")),
  "single-contracts": spans.singleContracts(ident("accepted_spans")),
  "span-conflicts": spans.spanConflicts(ident("accepted_spans")),
  "span-shape": spans.spanShape(ident("accepted_spans")),
  overlaps: spans.overlaps(ident("contract_spans")),
  states: states.contractStates({
    contracts: "contracts",
    asOf,
    plans: ["Basic", "Pro"],
    traits: TRAITS,
    horizons,
    dialect,
  }),
  "states-without-plans": states.contractStates({
    contracts: "contracts",
    asOf,
    plans: [],
    traits: [],
    horizons,
    dialect,
  }),
  "facts-at-start": known.factsAtStart("contracts", "customer_facts", ["f0_0", "f0_1"]),
  "facts-and-outcomes": known.factsAndOutcomes(KNOWN, ["f0_0", "f0_1"], asOf),
  known: known.knownContracts(KNOWN, [
    { fact: "f0_0", column: "known_f0_0", labels: ["ads", "it's search"] },
    { fact: "f0_1", column: "known_f0_1", low: 20, high: 40.5, thirds: ["up to 20", "above 20", "above 40.5"] },
  ]),
  "plan-sizes": states.planSizes("contracts", 12),
  "channel-sizes": states.planSizes("contracts", 12, "channel"),
  terms: states.contractTerms("contract_states"),
  cells: states.retentionCells("contract_states", 0),
  "cells-with-traits": states.retentionCells("contract_states", 2),
  "contract-cells": published.contractCells(CELLS),
  "contract-cells-with-patterns": published.contractCells({ ...CELLS, pattern: PATTERN }),
  ahead: published.contractAhead({ ...CELLS, cells: "contract_cells" }),
  "ahead-with-patterns": published.contractAhead({ ...CELLS, cells: "contract_cells", pattern: PATTERN }),
  "score-keys": published.scoreKeys("contract_cells", horizons),
  values: published.contractValues(priced),
  "values-counts": published.contractValues({ ...priced, hasPrice: false, annualRate: 0 }),
  published: published.publishedContracts(beside(dialect), shown),
  "published-counts": published.publishedContracts(joined("contract_ahead", "contract_values"), {
    ...shown,
    hasPrice: false,
  }),
  judged: published.judgedContracts(table, 365, true),
  listed: published.listedContracts(table, [{ id: "known-to-leave", members: at(dialect).knownToLeave }]),
  "listed-by-none": published.shownContracts(sql`(${published.listedContracts(table, [])}) AS listed`, shown),
  "listed-by-one": sql`SELECT contract_id FROM ${ident("listed_contracts")} WHERE ${published.isListed("win-back")}`,
  "several-contracts": customers.severalContracts("judged_contracts", "contract_values"),
  "customer-list": customers.customerList({
    ...folded,
    findings: [
      { id: "failed-payments", members: at(dialect).failedPayments },
      { id: "win-back", members: at(dialect).winBack },
    ],
  }),
  "customer-values": customers.customerValues({ ...folded, findings: [] }),
  "customer-ranks": customers.customerRanks({
    list: "customer_list",
    values: "customer_values",
    horizons,
    hasPrice: true,
  }),
  customers: customers.contractCustomers(
    dialect.beside(ident("customer_list"), ident("customer_ranks"), ident("place")),
    shown,
  ),
  "due-sums": dueSums("contract_ahead", "365d", true),
  "mrr-events": revenue.mrrEvents("contract_spans"),
  "mrr-moves": revenue.mrrMoves("mrr_events"),
  "lost-by": revenue.lostBy("contracts"),
  calendar: renewalCalendar("contract_ahead", "contract_lifetimes", 24_317),
  "finding-sums": contractSums(table, { members: at(dialect).renewalsAtRisk, headline: 365, hasPrice: true }),
  "finding-failed": contractSums(table, { members: at(dialect).failedPayments, headline: 365, hasPrice: false }),
  "finding-ended": contractSums(table, { members: at(dialect).ended, headline: 365, hasPrice: true }),
  "finding-win-back": contractSums(table, { members: at(dialect).winBack, headline: 365, hasPrice: true }),
  "finding-largest": contractSums(table, { members: largest(table), headline: 365, hasPrice: true }),
  "finding-plan": contractSums(table, { members: ofPlan("Pro", "1m"), headline: 365, hasPrice: true }),
  "finding-cohorts": contractSums(table, { members: startedIn("2025-04-01", "1m"), headline: 365, hasPrice: true }),
  "report-curves": report.curves(ident("retention")),
  "report-months": report.months(ident("mrr")),
  "report-due": report.dueRows(ident("renewals"), true),
  "report-plans": report.planRows(table, 365, true),
  "report-top": report.topContracts(table, { headline: 365, hasPrice: true, top: 15 }),
  "report-due-counts": report.dueRows(ident("renewals_counted"), false),
  "report-plans-counts": report.planRows(ident("contracts_counted"), 365, false),
  "report-top-counts": report.topContracts(ident("contracts_counted"), { ...counted, top: 15 }),
  "report-left": report.leftRows(ident("leaving")),
});

test.each([duckdb, trino])("the texts for $name", async (dialect) => {
  for (const [name, query] of Object.entries(texts(dialect)))
    await expect(`${render(query, dialect)}\n`).toMatchFileSnapshot(`../golden/contracts-${name}.${dialect.name}.sql`);
});

test.each([
  ["2024-01-31", "2024-02-28", 0],
  ["2024-01-31", "2024-02-29", 1],
  ["2023-01-31", "2023-02-28", 1],
  ["2024-01-31", "2024-03-30", 1],
  ["2024-01-15", "2024-02-14", 0],
  ["2024-01-15", "2024-02-15", 1],
  ["2024-02-29", "2025-02-28", 12],
  ["2024-05-05", "2024-05-05", 0],
])("whole months from %s to %s: %i", async (from, to, months) => {
  const engine = await duckDbWith();
  const query = sql`SELECT CAST(${states.wholeMonths(sql`CAST(${from} AS DATE)`, sql`CAST(${to} AS DATE)`, duckdb)} AS double) AS months`;
  expect(await engine.rows(query, z.object({ months: z.number() }))).toEqual([{ months }]);
  engine.close();
});

test("whole months agree with adding months, on every day of four years", async () => {
  const engine = await duckDbWith();
  const months = states.wholeMonths(sql`a`, sql`b`, duckdb);
  const query = sql`SELECT CAST(count(*) AS double) AS wrong FROM (
  SELECT a, b, ${months} AS n FROM (SELECT DATE '2023-01-01' + CAST(i AS INTEGER) AS a FROM range(0, 400, 3) AS r(i)) CROSS JOIN (SELECT DATE '2023-01-01' + CAST(j AS INTEGER) AS b FROM range(0, 1461) AS s(j)) WHERE b >= a
) WHERE NOT (${duckdb.addMonths(sql`a`, sql`CAST(n AS INTEGER)`)} <= b AND ${duckdb.addMonths(sql`a`, sql`CAST(n + 1 AS INTEGER)`)} > b)`;
  expect(await engine.rows(query, z.object({ wrong: z.number() }))).toEqual([{ wrong: 0 }]);
  engine.close();
});

const FIRST = "2024-01-01";
const MONTHS = 8;

/** Spans of some customers: who, first month, months that it stands at the end of, cents. */
const Spans = fc.array(
  fc.record({
    customer: fc.integer({ min: 0, max: 4 }),
    from: fc.integer({ min: 0, max: MONTHS - 1 }),
    long: fc.integer({ min: 0, max: MONTHS }),
    cents: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 99_999 }) }, fc.constant(0)), // or free
  }),
  { minLength: 1, maxLength: 14 },
);

test("the bridge in SQL is the ledger of the models, month by month, to the last cent", async () => {
  const engine = await duckDbWith();
  await fc.assert(
    fc.asyncProperty(Spans, async (all) => {
      const rows = all.map(({ customer, from, long, cents }) => {
        const end = from + long < MONTHS ? laterMonth(FIRST, from + long) : null;
        return {
          customer: `C${customer}`,
          start: laterMonth("2024-01-15", from),
          end: end === null ? null : laterMonth("2024-01-20", from + long),
          mrr: (cents / 100).toFixed(2),
        };
      });
      await engine.load(
        {
          c: rows.map((row) => row.customer),
          s: rows.map((row) => row.start),
          e: rows.map((row) => row.end),
          m: rows.map((row) => row.mrr),
        },
        "loaded",
      );
      await engine.execute(
        sql`CREATE OR REPLACE TABLE contract_spans AS SELECT c AS customer_id, CAST(s AS DATE) AS start_day, CAST(e AS DATE) AS end_day, CAST(m AS DECIMAL(18, 4)) AS mrr FROM loaded`,
      );
      const bridge = await readBridge(engine, { year: 2024, month: MONTHS, isMonthOver: true });
      const ledger = all.flatMap(({ customer, from, long, cents }) =>
        Array.from({ length: Math.min(long, MONTHS - from) }, (_, k) => ({
          customer,
          period: from + k,
          amount: cents,
        })),
      );
      const known = [...ledger, { customer: 0, period: 0, amount: 0 }, { customer: 0, period: MONTHS - 1, amount: 0 }]; // every month is there
      const column = (pick: (row: (typeof known)[number]) => number): Float64Array => Float64Array.from(known, pick);
      const expected = revenueRetention({
        customer: column((row) => row.customer),
        period: column((row) => row.period),
        amount: column((row) => row.amount),
      });
      for (const { bridge: own, logoChurn, grr } of expected) {
        const month = bridge.find((row) => row.month === 2024 * 12 + own.period);
        if (month === undefined) continue; // before the first contract
        const money = (value: bigint): number => Number(decimalOf(value)) * 100;
        for (const name of ["start", "new", "reactivation", "expansion", "contraction", "churn", "end"] as const)
          expect([name, Math.round(money(month[name]))]).toEqual([name, own[name]]);
        expect(month.start + month.new + month.reactivation + month.expansion - month.contraction - month.churn).toBe(
          month.end,
        );
        expect(month.logoChurn).toEqual(logoChurn);
        expect(month.grr).toEqual(grr === null ? null : expect.closeTo(grr, 12));
      }
    }),
    { numRuns: 60, seed: 3 },
  );
  engine.close();
}, 60_000);
