/**
 * Every SQL text of the project (the golden files) is validated by the real analyser and executed once, over empty tables
 * that are made of the texts themselves. The two that are no statements, how numbers and days are read, are in cells.trino.ts.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { pages, type TrinoConnection } from "../../src/engines/trino-client.js";
import { DRIVER_COLUMNS } from "../../src/retention/table.js";
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

/** Before they are published, days of these tables are numbers. */
const OTHER_TABLE: Readonly<Record<string, readonly [string, string]>> = {
  "with-dates": ['"tracking"', "tracking_days"],
  "report-returns": ['"returns"', "returns_published"],
  "contracts-ahead-with-patterns": ['"contract_cells"', "patterned_cells"],
};

/** Some files hold the statements of one table, each ended by a semicolon. */
const statements = (name: string): readonly string[] => {
  const [written, meant] = OTHER_TABLE[name] ?? ["", ""];
  return textOf(name)
    .replace(written, meant)
    .split(/(?:^|\n);\s*\n|;\s*\n/);
};
const statementOf = (name: string, i: number): string => statements(name)[i] ?? "";

/** The tables in the order of the pipeline: from a text of ours, or declared where no text makes them. */
const SCORES = [...new Set(
  ["customers-core", "customers-scored", "customers-scored-orders"].flatMap((name) =>
    [...textOf(name).matchAll(/\b[sv]\."?(\w+)"?/g)].map(([, column = ""]) => column),
  ),
)].filter((column) => column !== "cell"); // prettier-ignore
const PUBLISHED = Object.keys(
  customersSchema({ horizons: [30, 90, 180, 365], levels: ["p05", "p50", "p95"], hasAmounts: true }).shape,
);
const TEXT =
  /^(customer_id|account|currency|basis|model|lead|scheme|scope|segment|clv_tier|rfm_segment|candidate|role|metric|reason_.|grain|measure|from_state|state|term|plan|leaving|trait|kind|against|refused|label|unit|name|of_unit|of_plan)$/;
const INTEGER =
  /^(orders|frequency|recency|tenure|spend_count|cell|rfm_.|rfm_place|tier_place|horizon_days|window_days|number|renewal|renewals|contracts|lost|code|of_periods)$/;
const typeOf = (name: string): string => {
  if (TEXT.test(name)) return "varchar";
  if (/(_date|_day|^as_of|^day|^week|^month|^cohort|^origin|^first_purchase)$/.test(name)) return "date";
  if (/^(complete|is_purchase)$/.test(name)) return "boolean";
  if (name === "record") return "bigint";
  return INTEGER.test(name) ? "integer" : "double";
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
  ["customer_starts", "(customer_id varchar, first_day date)"],
  ["key_pairs", "intake-key-pairs"],
  ["key_labels", "intake-key-labels-own"],
  ["rfm_summary", "rfm-summary"],
  ["cells", "cells"],
  ["cell_scores", declared("cell", ...SCORES)],
  ["refined_cells", "(number integer, cell integer)"],
  ["days", "(day integer, stretch integer, place integer, week integer, month integer, quarter integer, year integer)"],
  ["calendar", statementOf("cohorts", 1)],
  ["steps", declared("start_day", "day", "first_in_week", "first_in_month", "first_in_quarter", "first_in_year", "orders", "revenue", "refunds", "margin").replace('"start_day"', '"start"')],
  ["lives", "(first_purchase date, last_purchase date, customers bigint)"],
  ["periods", "(grain varchar, place integer, day integer, complete integer)"],
  ["cohorts", "(grain varchar, cohort date, age integer, complete boolean, cohort_customers integer, customers integer, customers_from integer, revenue double)"],
  ["margin", "(share double, half_at double)"],
  ["sample_customers", "sample"],
  ["customers_scored", declared(...PUBLISHED, ...VARIANCES, "next_order_days", "cell", "scale", "margin_share", "worth", "rfm_place", "tier_place")],
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
  ["staged", `(record bigint, file integer, ${Array.from({ length: 20 }, (_, i) => `c${i + 1} varchar`).join(", ")})`],
  ["instants", "(c3 timestamp(6) with time zone)"],
  ["parts", declared("alive", "rate", "spend", "learnt")],
  ["returns", `(place integer, measure varchar, grain varchar, from_state varchar, state varchar, ${["period", "cohort", "age", "purchase", "days", "customers", "value", "share", "low", "high"].map((name) => `${name} double`).join(", ")})`],
  ["returns_published", statementOf("returns", 0)],
  ["customer_facts", "(customer_id varchar, day date, record double, block integer, f0_0 double, f0_1 double)"],
  ["kept_facts", declared("customer_id", "day", "record", "f1", "f2")],
  ["kept_days", declared("customer_id", "day", "value", "is_purchase", "start_day", "cell")],
  ["kept_cells", declared("cell", "frequency", "recency", "tenure", "spend_count", "learnt_orders")],
  ["trait_rows", statementOf("trait-rows", 0)],
  ["labels", declared("label", "code")],
  ["drivers", declared("place", ...Object.keys(DRIVER_COLUMNS))],
  ["accounts", declared("customer_id", "account", "named")],
  ["published_accounts", declared("account", "customers", "running", "contracts", "staying", "buyers", "stay_share", "stay_low", "stay_high", "historic_value", "mrr", ...["", "_p05", "_p95"].map((level) => `expected_revenue_365d${level}`), "share_of_expected")],
  ["known", "(customer_id varchar)"],
  ["survey_typed", statementOf("survey", 0)],
  ["survey_fates", statementOf("survey", 1)],
  ["survey_answers", statementOf("survey", 2)],
  ["survey_current", statementOf("survey", 4)],
  ["survey_codes", "(cell varchar, code varchar)"],
  ["said_by_customer", statementOf("survey", 12)],
  ["placed", "(place integer, account varchar)"],
  ["made", "(place integer, customers double, p_active double)"],
  ["staged_periods", "(cell varchar, unit varchar, count integer)"],
  ["staged_states", "(cell varchar, state varchar)"],
  ["staged_reasons", "(cell varchar, leaving varchar)"],
  ["typed_contracts", "contracts-typed-words"],
  ["contract_copies", "contracts-copies"],
  ["contract_fates", "contracts-fates"],
  ["accepted_spans", "contracts-accepted-spans"],
  ["contract_spans", "contracts-joined-spans"],
  ["contracts", "contracts-joined-contracts"],
  ["contract_states", "contracts-states"],
  ["facts_at_start", "contracts-facts-at-start"],
  ["contract_models", "(of_unit varchar, of_periods integer, of_plan varchar, of_pattern integer, model integer)"],
  ["contract_cells", "contracts-contract-cells"],
  ["patterned_cells", "contracts-contract-cells-with-patterns"],
  ["contract_ahead", "contracts-ahead"],
  ["contract_lifetimes", "(model integer, renewals integer, name varchar, renews double, del double, before double, after double, o05 double, o50 double, o95 double)"],
  ["contract_scores", `(place bigint, ${["expected", "variance", "p05", "p50", "p95", "stays", "discounted", "d05", "d50", "d95"].map((name) => `${name} double`).join(", ")})`],
  ["contract_values", "contracts-values"],
  ["published_contracts", "contracts-published"],
  ["listed_contracts", "contracts-listed"],
  ["contracts_counted", "contracts-published-counts"],
  ["judged_contracts", "contracts-judged"],
  ["several_contracts", "contracts-several-contracts"],
  ["customer_list", "contracts-customer-list"],
  ["customer_values", "contracts-customer-values"],
  ["customer_ranks", "contracts-customer-ranks"],
  ["mrr_events", "contracts-mrr-events"],
  ["retention", declared("scope", "term", "plan", "cohort", "renewal", "contracts", "lost", "survival", "survival_low", "survival_high", "expected_survival", "expected_p05", "expected_p95")],
  ["mrr", declared("month", "complete", "start", "new", "reactivation", "expansion", "contraction", "churn", "end")],
  ["renewals", declared("month", "term", "contracts", "expected_lost", "payments", "payments_at_risk", "payments_at_risk_p05", "payments_at_risk_p95", "value_at_risk")],
  ["renewals_counted", declared("month", "term", "contracts", "expected_lost")],
  ["leaving", declared("month", "leaving", "contracts")],
  ["invoice_records_0", "(record bigint, c1 varchar, c2 varchar)"],
  ["invoice_records_1", "(record bigint, c1 varchar)"],
  ["owed_orders", "(file integer, record bigint, customer_id varchar, day date, code varchar, of_amount DECIMAL(18, 4), amount DECIMAL(18, 4), total DECIMAL(18, 4))"],
  ["contract_spells", statementOf("invoices", 0)],
  ["invoice_references", statementOf("invoices", 1)],
  ["invoice_events", statementOf("invoices", 2)],
  ["placed_invoices", statementOf("invoices", 3)],
  ["realised_rows", statementOf("invoices", 7)],
  ["realised", statementOf("invoices", 8)],
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

test.each(NAMES)("%s", async (name) => {
  for (const text of statements(name)) {
    expect(await ask(`EXPLAIN (TYPE VALIDATE) ${text}`)).toEqual([[true]]);
    expect(await ask(text)).toEqual(expect.any(Array));
  }
});
