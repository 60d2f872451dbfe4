/** A table of cohorts: how many customers each had at its start and were left after every period. No customers, no prices. */
import { z } from "zod";
import type { Engine } from "../../engines/engine.js";
import { UserError } from "../../errors.js";
import { ident, list, sql, type Sql } from "../../sql/sql.js";
import { contracts as words } from "../../words/en/contracts.js";
import { headerPlace } from "../bind.js";
import { sourceFacts } from "../as-read.js";
import { placesOf } from "../places.js";
import { problem } from "../problems.js";
import type { IntakeRequest, IntakeTools } from "../request.js";
import type { Staged, StagedColumn } from "../staged.js";
import { text } from "../typed-cells.js";
import { startOf, type CountsShape } from "./ages.js";
import { periodOf, type Period } from "./cell-words.js";
import type { ContractIntake } from "./result.js";

/** One cohort: its first period, counts from there on, and where each of them stands. */
type Cohort = Readonly<{ name: string; start: string; counts: readonly number[]; places: readonly Place[] }>;
type Place = Readonly<{ record: number; column: StagedColumn }>;

const MOST_CUSTOMERS = 5_000_000;

/** Make `accepted_spans`, a contract for every customer counted. @throws counts_rise, number_unreadable, date_unreadable */
export async function readCounts(
  staged: Staged,
  shape: CountsShape,
  { request, tools }: Readonly<{ request: IntakeRequest; tools: IntakeTools }>,
): Promise<ContractIntake> {
  const { engine } = tools;
  const cells = await readCells(staged, engine);
  const labels = cells.map(({ label }) => label);
  const period = periodFor(staged, labels, request);
  const cohorts = shape === "calendar" ? byColumn(staged, cells) : byRow(staged, cells);
  for (const cohort of cohorts) await refuseRising(staged, cohort, tools);
  const asOf = lastDay(cohorts, period);
  await makeSpans(cohorts, period, engine);
  const customers = cohorts.reduce((sum, { counts }) => sum + (counts[0] ?? 0), 0);
  const running = cohorts.reduce((sum, { counts }) => sum + (counts.at(-1) ?? 0), 0);
  if (customers === 0) throw new UserError("nothing_to_estimate", words.nothingLeft({ records: staged.records }));
  const { source } = staged;
  const file = {
    name: source.name,
    bytes: source.bytes,
    sha256: source.sha256,
    records: staged.records,
    accepted: staged.records,
    setAside: 0,
    rejected: 0,
  };
  const starts = cohorts.map(({ start }) => start).sort();
  return {
    ...sourceFacts([source]),
    layout: "cohort_counts",
    columns: {},
    choices: {},
    explained: [],
    decisions: [
      { decision: "layout", value: "cohort_counts", evidence: null, option: null },
      {
        decision: "period",
        value: `${period.count} ${period.unit}`,
        evidence: staged.columns[0]?.name ?? null,
        option: "--map period=…",
      },
    ],
    settled: { layout: "cohort_counts" },
    dateFormat: null,
    decimal: null,
    timezone: null,
    files: [file],
    records: staged.records,
    accepted: staged.records,
    setAside: 0,
    rejected: 0,
    contracts: customers,
    running,
    customers,
    currency: null,
    hasPrice: false,
    firstDate: starts[0] ?? null,
    lastDate: starts.at(-1) ?? null,
    asOf,
    mrr: null,
    digits: 2,
    problems: [
      problem({ code: "price_missing", records: 0, amount: null }, { currency: null, digits: 2, revenue: null }),
    ],
  };
}

type Row = Readonly<{ record: number; label: string; counts: readonly string[] }>;

async function readCells({ table, columns }: Staged, engine: Engine): Promise<readonly Row[]> {
  const cell = (column: StagedColumn): Sql => sql`coalesce(trim(${text(column)}), '') AS ${ident(column.id)}`;
  const query = sql`SELECT CAST(record AS double) AS record, ${list(columns.map(cell))} FROM ${ident(table)} ORDER BY record`;
  const rows = await engine.rows(query, z.looseObject({ record: z.number() }));
  return rows.map((row) => {
    const [label = "", ...counts] = columns.map(({ id }) => `${(row[id] as string | null) ?? ""}`); // cast: all cells are text
    return { record: row.record, label, counts };
  });
}

/** What the labels count: years, months or quarters; else what `--map period=` says. @throws column_missing */
function periodFor(staged: Staged, labels: readonly string[], { map }: IntakeRequest): Period {
  const said = map.period === undefined ? null : periodOf(map.period, null);
  const found =
    said ??
    (labels.every((label) => /^\d{4}$/u.test(label))
      ? ({ unit: "month", count: 12 } as const)
      : labels.every((label) => startOf(label) !== null)
        ? ({ unit: "month", count: /q/iu.test(labels[0] ?? "") ? 3 : 1 } as const)
        : null);
  if (found !== null) return found;
  throw new UserError(
    "column_missing",
    words.columnMissing({ role: "period", near: staged.columns.map(({ name }) => name).slice(0, 3) }),
    { place: headerPlace(staged) },
  );
}

/** A column per cohort, blank before it starts. */
function byColumn(staged: Staged, rows: readonly Row[]): readonly Cohort[] {
  return staged.columns.slice(1).map((column, i) => {
    const own = rows.filter(({ counts }) => counts[i] !== "");
    return cohortOf(
      staged,
      column.name,
      own.map(({ record, label, counts }) => ({ label, cell: counts[i] ?? "", record, column })),
    );
  });
}

/** A row per cohort, blank where an age is not reached. */
const byRow = (staged: Staged, rows: readonly Row[]): readonly Cohort[] =>
  rows.map(({ record, label, counts }) =>
    cohortOf(
      staged,
      label,
      counts.flatMap((cell, i) => {
        const column = staged.columns[i + 1];
        return cell === "" || !column ? [] : [{ label, cell, record, column }];
      }),
    ),
  );

type Counted = Place & Readonly<{ label: string; cell: string }>;

function cohortOf({ source }: Staged, name: string, cells: readonly Counted[]): Cohort {
  const start = startOf(cells[0]?.label ?? "");
  const place = source.name;
  if (start === null)
    throw new UserError("date_unreadable", words.cohortStart({ name, value: cells[0]?.label ?? "" }), { place });
  const counts = cells.map(({ cell }) => {
    const count = Number(cell.replaceAll(/[,\s\u00a0]/gu, ""));
    if (!Number.isInteger(count) || count < 0)
      throw new UserError("number_unreadable", words.cohortCount({ name, value: cell }), { place });
    return count;
  });
  return { name, start, counts, places: cells.map(({ record, column }) => ({ record, column })) };
}

/** @throws counts_rise with the place of the first count that is larger than the one before */
async function refuseRising(
  { source }: Staged,
  { name, counts, places }: Cohort,
  { effects }: IntakeTools,
): Promise<void> {
  const at = counts.findIndex((count, i) => i > 0 && count > (counts[i - 1] ?? 0));
  const where = places[at];
  if (at < 0 || where === undefined) return;
  const [place = source.name] = await placesOf(source, [where], effects);
  throw new UserError(
    "counts_rise",
    words.countsRise({ name, before: counts[at - 1] ?? 0, count: counts[at] ?? 0, at: place }),
    { place },
  );
}

/** The same day so many periods later; starts are first days of months. */
function later(start: string, periods: number, { unit, count }: Period): string {
  const date = new Date(`${start}T00:00:00Z`);
  if (unit === "month") date.setUTCMonth(date.getUTCMonth() + periods * count);
  else date.setUTCDate(date.getUTCDate() + periods * count);
  return date.toISOString().slice(0, 10);
}

const lastDay = (cohorts: readonly Cohort[], period: Period): string =>
  cohorts
    .map(({ start, counts }) => later(start, Math.max(0, counts.length - 1), period))
    .reduce((last, day) => (day > last ? day : last), "");

/** accepted_spans: one row per customer counted. */
async function makeSpans(cohorts: readonly Cohort[], period: Period, engine: Engine): Promise<void> {
  const groups = cohorts.flatMap(({ name, start, counts }) =>
    counts.map((count, t) => {
      const isLast = t === counts.length - 1;
      return {
        name,
        start,
        end: isLast ? null : later(start, t + 1, period),
        count: isLast ? count : count - (counts[t + 1] ?? 0),
        before: (counts[0] ?? 0) - count,
      };
    }),
  );
  const customers = groups.reduce((sum, { count }) => sum + count, 0);
  if (customers > MOST_CUSTOMERS)
    throw new UserError("limit_exceeded", words.tooManyCounted({ customers, most: MOST_CUSTOMERS }));
  await engine.load(
    {
      name: groups.map(({ name }) => name),
      start: groups.map(({ start }) => start),
      stop: groups.map(({ end }) => end),
      customers: Int32Array.from(groups, ({ count }) => count),
      before: Int32Array.from(groups, ({ before }) => before),
    },
    "counted_cohorts",
  );
  await engine.execute(sql`CREATE OR REPLACE TABLE accepted_spans AS
SELECT concat(name, ' ', CAST(before + place AS VARCHAR)) AS customer_id, concat(name, ' ', CAST(before + place AS VARCHAR)) AS contract_id, CAST("start" AS DATE) AS start_day, CAST(stop AS DATE) AS end_day,
  false AS leaves, CAST(${period.unit} AS VARCHAR) AS unit, CAST(${period.count} AS INTEGER) AS periods, CAST(NULL AS DECIMAL(18, 4)) AS payment, CAST(NULL AS DECIMAL(18, 4)) AS mrr,
  CAST(NULL AS VARCHAR) AS plan, CAST('unknown' AS VARCHAR) AS leaving, CAST(NULL AS VARCHAR) AS reason, name AS account, CAST(NULL AS VARCHAR) AS channel, true AS is_named, CAST(0 AS BIGINT) AS record, 0 AS file
FROM (SELECT *, unnest(range(1, customers + 1)) AS place FROM counted_cohorts) AS customers`);
}
