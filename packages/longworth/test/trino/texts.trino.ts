/**
 * Every SQL text of the project (the golden files) is validated by the real analyser and executed once, over empty tables
 * that are made of the texts themselves. The two that are no statements, how numbers and days are read, are in cells.trino.ts.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { pages, type TrinoConnection } from "../../src/engines/trino-client.js";
import { customersSchema } from "../../src/workspace/tables.js";
import { CLUSTER, clearSchemasAfterwards, schemaFor } from "../support/cluster.js";

clearSchemasAfterwards();

const GOLDEN = path.join(import.meta.dirname, "../golden");
const END = ".trino.sql";
const EXPRESSIONS = new Set(["day", "number"]);
const NAMES = readdirSync(GOLDEN)
  .filter((name) => name.endsWith(END))
  .map((name) => name.slice(0, -END.length))
  .filter((name) => !EXPRESSIONS.has(name));

/** NULL for every marker: it has every type. */
const filled = (text: string): string =>
  text.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g, (token) => (token === "?" ? "NULL" : token));

const textOf = (name: string): string => filled(readFileSync(path.join(GOLDEN, name + END), "utf8").trim());

/** The tables in the order of the pipeline: from a text of ours, or declared where no text makes them. */
const SCORES = [...new Set(
  ["customers-core", "customers-scored", "customers-scored-orders"].flatMap((name) =>
    [...textOf(name).matchAll(/\b[sv]\."?(\w+)"?/g)].map(([, column = ""]) => column),
  ),
)].filter((column) => column !== "cell"); // prettier-ignore
const PUBLISHED = Object.keys(
  customersSchema({ horizons: [90, 180, 365], levels: ["p05", "p50", "p95"], hasAmounts: true }).shape,
);
const TEXT =
  /^(customer_id|currency|basis|model|lead|scheme|scope|segment|clv_tier|rfm_segment|candidate|role|metric)$/;
const typeOf = (name: string): string => {
  if (TEXT.test(name)) return "varchar";
  if (/(_date|_day|^as_of|^day|^week|^origin|^first_purchase)$/.test(name)) return "date";
  return /^(orders|frequency|recency|tenure|spend_count|cell|rfm_.|rfm_place|tier_place|horizon_days|window_days|number)$/.test(
    name,
  )
    ? "integer"
    : "double";
};
const declared = (...columns: string[]): string =>
  `(${[...new Set(columns)].map((name) => `"${name}" ${typeOf(name)}`).join(", ")})`;

const VARIANCES = ["90d", "180d", "365d"].flatMap((key) => [`variance_orders_${key}`, `variance_revenue_${key}`]);

/** Columns that other layouts than the one of the text have. */
const LEDGER = "CAST(NULL AS boolean) AS is_summary, CAST(NULL AS DECIMAL(18, 4)) AS multiplied, CAST(NULL AS varchar) AS row_kind, CAST(NULL AS varchar) AS ref, CAST(NULL AS boolean) AS is_foreign, CAST(NULL AS boolean) AS is_matched, CAST(NULL AS DECIMAL(18, 4)) AS quantity, CAST(NULL AS DECIMAL(18, 4)) AS net_value"; // prettier-ignore

const TABLES: readonly (readonly [table: string, made: string])[] = [
  ["staged_0", `(record bigint, file integer, ${Array.from({ length: 19 }, (_, i) => `c${i + 1} varchar`).join(", ")})`],
  ["staged_0_meant_c1", "(cell varchar, meant varchar)"],
  ["typed", `SELECT t.*, ${LEDGER} FROM (${textOf("intake-typed")}) t`],
  ["order_firsts", "intake-order-firsts"],
  ["copies", "intake-copies"],
  ["repeats", "intake-repeats"],
  ["judged", "intake-fates-head"],
  ["orders", "intake-orders-tax-modes"],
  ["customer_days", "customer-days"],
  ["customer_totals", "intake-customer-totals"],
  ["customer_histories", "customer-histories"],
  ["customer_starts", "(customer_id varchar, first_day date)"],
  ["key_pairs", "intake-key-pairs"],
  ["key_labels", "intake-key-labels-own"],
  ["rfm_summary", "rfm-summary"],
  ["cells", "cells"],
  ["cell_scores", declared("cell", ...SCORES)],
  ["refined_cells", "(number integer, cell integer)"],
  ["days", "(day integer, week integer, month integer, quarter integer, year integer)"],
  ["calendar", "(day date, week date, month date, quarter date, year date)"],
  ["steps", declared("start_day", "day", "first_in_week", "first_in_month", "first_in_quarter", "first_in_year", "orders", "revenue", "refunds", "margin").replace('"start_day"', '"start"')],
  ["lives", "(first_purchase date, last_purchase date, customers bigint)"],
  ["periods", "(grain varchar, place integer, day integer, complete integer)"],
  ["cohorts", "(grain varchar, cohort date, age integer, complete boolean, cohort_customers integer, customers integer, customers_from integer, revenue double)"],
  ["margin", "(share double, half_at double)"],
  ["sample_customers", "sample"],
  ["customers_scored", declared(...PUBLISHED, "next_order_days", "cell", "scale", "margin_share", "worth", "rfm_place", "tier_place")],
  ["customers", declared(...PUBLISHED, ...SCORES, "cell", "scale", "margin_share", "worth", "start_day", ...VARIANCES, "rfm_place", "tier_place")],
  ["scored", declared("customer_id", "frequency", "recency", "tenure", "orders", "historic_value", "worth")],
  ["rates", "(currency varchar, day date, rate DECIMAL(18, 8))"],
  ["day_rates", "intake-day-rates"],
  ["refund_rows", "(record bigint, reference varchar, day date, refund DECIMAL(18, 4))"],
  ["placed_refunds", "intake-placed-refunds"],
  ["tracking_days", "(week integer, actual double, expected double, low double, high double)"],
  ["finding_marks", "finding-marks"],
  ["history", declared("week", "orders", "revenue", "identified_revenue")],
  ["tracking", declared("week", "actual", "expected", "low", "high")],
  ["projection", declared("week", "expected_orders", "expected_revenue", "p05", "p25", "p75", "p95")],
  ["backtest", declared("horizon_days", "window_days", "origin", "candidate", "role", "metric", "value")],
  ["segments", declared("scheme", "segment", "customers", "orders", "historic_value", ...["90d", "180d", "365d"].flatMap((key) => ["orders", "revenue"].flatMap((kind) => ["", "_p05", "_p95"].map((level) => `expected_${kind}_${key}${level}`))))],
  ["outcomes", "(customer_id varchar, revenue double)"],
]; // prettier-ignore

let connection: TrinoConnection;

/** @returns the rows, or the analyser's words */
async function ask(text: string): Promise<readonly (readonly unknown[])[] | string> {
  const rows: (readonly unknown[])[] = [];
  try {
    for await (const page of pages(text, connection)) rows.push(...(page.data ?? []));
    return rows;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

beforeAll(async () => {
  const schema = await schemaFor("memory", "texts");
  const signal = new AbortController().signal;
  connection = {
    server: `http://${CLUSTER}`,
    user: "tester",
    catalog: "memory",
    schema,
    session: {},
    tags: [],
    signal,
  };
  for (const [table, made] of TABLES) {
    const query = /\s/.test(made) ? made : textOf(made);
    const text = made.startsWith("(") ? `CREATE TABLE ${table} ${made}` : `CREATE TABLE ${table} AS ${query}`;
    expect([table, await ask(text)]).toEqual([table, expect.any(Array)]);
  }
});

/** Some files hold the statements of one table, each ended by a semicolon. */
const statements = (name: string): readonly string[] => {
  const text = textOf(name);
  // before it is published, days of this table are numbers
  return (name === "with-dates" ? text.replace('"tracking"', "tracking_days") : text).split(/;\s*\n/);
};

test.each(NAMES)("%s", async (name) => {
  for (const text of statements(name)) {
    expect(await ask(`EXPLAIN (TYPE VALIDATE) ${text}`)).toEqual([[true]]);
    expect(await ask(text)).toEqual(expect.any(Array));
  }
});
