/** The numbers of a published run: each must be one, whatever was in the file. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import type { OpenedRun } from "../../src/workspace/runs.js";
import { askDuckDb } from "./shops.js";

/** Expressions over a published table by name, all as doubles; `where` is a condition. */
export async function numbersOf(
  { folder }: Pick<OpenedRun, "folder">,
  table: string,
  { where = "true", ...expressions }: Readonly<Record<string, string>>,
): Promise<readonly Readonly<Record<string, number>>[]> {
  const columns = Object.entries(expressions).map(([name, text]) => `CAST(${text} AS DOUBLE) AS ${name}`);
  const file = path.join(folder, `${table}.parquet`);
  const rows = await askDuckDb(`SELECT ${columns.join(", ")} FROM read_parquet('${file}') WHERE ${where}`);
  // cast: doubles leave as numbers
  return rows as readonly Readonly<Record<string, number>>[];
}

/** Columns of doubles in which NaN or infinity stands. */
async function notNumbers(file: string): Promise<readonly string[]> {
  const columns = await askDuckDb(`SELECT column_name AS name FROM (DESCRIBE SELECT * FROM read_parquet('${file}'))
    WHERE column_type IN ('DOUBLE', 'FLOAT')`);
  if (columns.length === 0) return [];
  const counts = columns.map(
    ({ name }) => `CAST(count(CASE WHEN NOT isfinite("${String(name)}") THEN 1 END) AS INTEGER) AS "${String(name)}"`,
  );
  const [row] = await askDuckDb(`SELECT ${counts.join(", ")} FROM read_parquet('${file}')`);
  return Object.entries(row).flatMap(([name, count]) => (count === 0 ? [] : [`${path.basename(file)}: ${name}`]));
}

/** What must not be among customers. The pool's level moves p_active a little, so it may exceed p_alive by as much. */
const BROKEN = {
  absent: "count(CASE WHEN frequency IS NOT NULL AND (p_alive IS NULL OR p_active_365d IS NULL) THEN 1 END)",
  chance: "count(CASE WHEN p_alive NOT BETWEEN 0 AND 1 OR p_active_365d NOT BETWEEN 0 AND 1 THEN 1 END)",
  chances: "count(CASE WHEN p_active_365d > p_alive + 0.01 THEN 1 END)",
  negative: "count(CASE WHEN expected_orders_365d < 0 THEN 1 END)",
  quantiles: "count(CASE WHEN orders_365d_p05 > orders_365d_p50 OR orders_365d_p50 > orders_365d_p95 THEN 1 END)",
};

/** Customers who do not stand in the order of the ids. */
async function outOfOrder(folder: string): Promise<unknown> {
  const file = path.join(folder, "customers.parquet");
  const [row] = await askDuckDb(`SELECT CAST(count(*) AS INTEGER) AS n FROM (
    SELECT customer_id < lag(customer_id) OVER (ORDER BY file_row_number) AS is_less
    FROM read_parquet('${file}', file_row_number = true)) WHERE is_less`);
  return row.n;
}

/** No NaN, no infinity in tables, run.json or report; probabilities are some; nothing served has not converged. */
export async function expectNumbers(run: OpenedRun): Promise<void> {
  const { folder, manifest } = run;
  const tables = readdirSync(folder).filter((name) => name.endsWith(".parquet"));
  const found = await Promise.all(tables.map((name) => notNumbers(path.join(folder, name))));
  expect(found.flat()).toEqual([]);
  expect(await outOfOrder(folder)).toBe(0);
  const headline = `${manifest.horizons.at(-1)}d`;
  const broken = Object.entries(BROKEN).map(([name, text]) => [name, text.replaceAll("365d", headline)]);
  const [counts] = await numbersOf(run, "customers", Object.fromEntries(broken));
  expect(counts).toEqual(Object.fromEntries(Object.keys(BROKEN).map((name) => [name, 0])));
  for (const total of Object.values(manifest.totals))
    expect(Object.values(total).every((v) => v === null || v >= 0)).toBe(true);
  const failed = manifest.models.filter(({ converged }) => !converged);
  expect(failed.filter(({ role }) => role !== "compared")).toEqual([]);
  for (const { params, standardErrors, logLikelihood, diagnostics } of failed)
    expect([params, standardErrors, logLikelihood, diagnostics]).toEqual([{}, {}, null, {}]);
  expect(readFileSync(path.join(folder, "report.html"), "utf8")).not.toMatch(/\bNaN\b|\bInfinity\b|\bundefined\b|∞/);
}
