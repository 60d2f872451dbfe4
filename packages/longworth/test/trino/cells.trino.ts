/** How cells of numbers and days are read: on a real cluster as in the embedded engine, for every form the intake knows. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { daySql, decideDateStyle, isPlaceholderSql, type DateOptions } from "../../src/intake/dates.js";
import { decideNumberStyle, decimalsSql, numberSql } from "../../src/intake/numbers.js";
import { duckdb, trino, type Dialect } from "../../src/sql/dialect.js";
import { ident, sql, type Sql } from "../../src/sql/sql.js";
import { clearSchemasAfterwards, openAt, schemaFor } from "../support/cluster.js";
import { placeOf, stagedColumns } from "../support/staged.js";

clearSchemasAfterwards();

const Cell = z.object({ value: z.string().nullable(), fact: z.string().nullable() });
const schema = await schemaFor("memory", "cells");

/** The same query over the same cells, there and here. */
async function both(
  cells: readonly string[],
  column: Awaited<ReturnType<typeof stagedColumns>>,
  query: (dialect: Dialect) => Sql,
) {
  const there = await openAt("memory", schema);
  await there.load({ record: Int32Array.from(cells, (_, i) => i + 1), c1: [...cells] }, "staging");
  const [ours, theirs] = [await there.rows(query(trino), Cell), await column.engine.rows(query(duckdb), Cell)];
  there.close();
  column.engine.close();
  const shown = (rows: readonly z.infer<typeof Cell>[]) => rows.map((row, i) => ({ cell: cells[i], ...row }));
  return { ours: shown(ours), theirs: shown(theirs) };
}

async function numbers(cells: readonly string[], options: Readonly<{ decimal?: "." | "," }> = {}) {
  const made = await stagedColumns(cells);
  const { engine, staged, column } = made;
  const style = await decideNumberStyle(engine, staged, { columns: [{ column, role: "money" }], ...options, placeOf });
  return both(
    cells,
    made,
    (dialect) => sql`SELECT CAST(${numberSql(column, style, dialect)} AS VARCHAR) AS value,
  CAST(${decimalsSql(column, style, dialect)} AS VARCHAR) AS fact FROM ${ident("staging")} ORDER BY record`,
  );
}

async function days(cells: readonly string[], options: Omit<DateOptions, "placeOf"> = {}) {
  const made = await stagedColumns(cells);
  const { engine, staged, column } = made;
  const style = await decideDateStyle(engine, staged, { column, ...options, placeOf });
  return both(
    cells,
    made,
    (dialect) => sql`SELECT CAST(${daySql(column, style, dialect)} AS VARCHAR) AS value,
  CAST(${isPlaceholderSql(column, style, dialect)} AS VARCHAR) AS fact FROM ${ident("staging")} ORDER BY record`,
  );
}

const generated = (alphabet: string, numRuns: number): readonly string[] =>
  fc
    .sample(fc.array(fc.constantFrom(...alphabet.split("")), { maxLength: 12 }), { seed: 7, numRuns })
    .map((each) => each.join(""));

describe("numbers", () => {
  test.each([
    [["10", "-3.5", "0.25", "", " 7 "]],
    [["1,234.56", "1,234", "12.5", "12,34,567.8"]],
    [["1.234,56", "15.000", "12,5"]],
    [["$10.50", "10.50 EUR", "zł 3.00", "-€1.00", "$-1.00", "CA$7.10", "R$ 5.10", "Kč 7"]],
    [["(10.50)", "10.25-", "−3.10", "–4.20"]],
    [["1 234,50", "1\u00A0234,50", "1\u202F234,50", "1'234,50", "7,5"]],
    [["１２．５", "٣٫٥", "1.5"]],
    [["'12.50", "3.10"]],
    [["1.50", "-", "n/a", "#REF!", "nan", "inf", "1e400", "12.5.3", "1 2.50"]],
    [["1.234567E+5", "1E5", "2.50", "1.03456E+19"]],
    [["0.00005", "0.00004", "99999999999999.9999", "999999999999999", "-0", "+5", "00012.30"]],
  ])("%j", async (cells) => {
    const { ours, theirs } = await numbers(cells);
    expect(ours).toEqual(theirs);
  });

  test("a tab at the edge is a blank there and none here", async () => {
    const { ours, theirs } = await numbers(["7", "\t8"]);
    expect([ours, theirs].map((rows) => rows.map(({ value }) => value))).toEqual([
      ["7.0000", "8.0000"],
      ["7.0000", null],
    ]);
  });

  test("anything written with their marks", async () => {
    const { ours, theirs } = await numbers(
      ["1,234.56", "$10.50", "(1.00)", ...generated("0123456789.,-() $€'", 3000)],
      {
        decimal: ".",
      },
    );
    expect(ours).toEqual(theirs);
  });
});

describe("days", () => {
  test.each<[readonly string[], Omit<DateOptions, "placeOf">]>([
    [["2024-03-04", "2023-02-29", "", "2024-3-4x", "0000-00-00", "1970-01-01"], {}],
    [["2024-03-04 10:11:12", "2024-03-04T23:59:59.999Z", "2024-03-04T24:00:00"], {}],
    [["2024/3/4", "2024.03.04", "20240304", "2024年3月4日", "2024. 3. 4."], {}],
    [["Mo, 25.03.2024", "Di 26.03.2024"], {}],
    [["04.03.2024", "31.04.2024", "4.3.2024 14:30"], {}],
    [["03/04/2024", "25/06/2024"], {}],
    [["03/04/2024 2:30:00 PM", "06/25/2024 1:00:00 AM"], {}],
    [["03/04/24", "06/25/99", "12/31/68"], {}],
    [["3 marca 2024", "4 mars 2024", "31 July, 2026", "15. Juli 2025", "10-Dez-25", "Jul-21-25", "1er août 2023"], {}],
    [["2024-03", "2024/3", "2024年3月", "03/2024", "13/2024"], {}],
    [["March 2024", "paź-2023", "2024 Mar"], {}],
    [["202403", "202413", "202312"], {}],
    [["2024-Q1", "Q2 2024", "2024-Q5"], {}],
    [["2024-W01", "2020-W53", "2021-W53", "2021-W00"], {}],
    [["2022", "1999"], {}],
    [["Mon Mar 04 10:11:12 2024", "Wed Oct  9 20:19:24 +0000 2019", "04MAR24:10:11:12", "4 Mar 10:11"], {}],
    [["20240304T101112", "20240304T1011Z"], {}],
    [["45356", "45357.5", "20000"], {}],
    [["1709510400", "1709596800"], {}],
    [["1709510400000", "1709596800123"], {}],
    [["113/03/04", "112/12/31"], {}],
    [["令和6年3月4日", "平成31年4月30日", "R6.3.4"], {}],
    [
      ["2024-03-04T23:30:00-05:00", "2024-03-04T00:30:00+02:00", "2024-03-04 10:00:00 UTC"],
      { timezone: "Europe/Warsaw" },
    ],
    [["2024-03-31T00:59:59Z", "2024-10-27T01:00:00Z", "2024-06-30T22:00:00Z"], { timezone: "Europe/Warsaw" }],
  ])("%j", async (cells, options) => {
    const { ours, theirs } = await days(cells, options);
    expect(ours).toEqual(theirs);
  });

  test("anything written with their marks", async () => {
    const cells = ["25/06/2024", "2024-03-04", "04.03.2024", ...generated("0123456789/-. T:", 3000)];
    const { ours, theirs } = await days(cells, { format: "dd/mm/yyyy" });
    expect(ours).toEqual(theirs);
  });
});
