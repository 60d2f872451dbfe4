import { expect, test } from "vitest";
import { z } from "zod";
import { DRIVER_COLUMNS } from "../../src/retention/table.js";
import { duckdb, render, trino, type Dialect } from "../../src/sql/dialect.js";
import { driversTable } from "../../src/sql/drivers-table.js";
import { ident, sql } from "../../src/sql/sql.js";
import { traitCodes, traitLabels, traitLives, traitNumbers, traitRows, traitSpread } from "../../src/sql/trait-rows.js";
import { duckDbWith } from "../support/duckdb.js";

const rowsOf = (dialect: Dialect) =>
  traitRows({
    from: ident("staged"),
    key: sql`CAST(record AS VARCHAR)`,
    duration: sql`TRY_CAST(c1 AS DECIMAL(18, 4))`,
    observed: sql`c2 = ${"Yes"}`,
    columns: ["c3", "c4"],
    dialect,
  });
const STAGED = sql`CREATE TABLE staged AS SELECT * FROM (VALUES
  (1, '12', 'Yes', 'pro', '7'), (2, '0', 'No', ' basic ', ''), (3, '', 'No', 'pro', '1'), (4, '-1', 'No', 'pro', '2'),
  (5, '3.5', 'yes', 'pro', NULL)) AS t(record, c1, c2, c3, c4)`;

test("customers without a duration are left out; the order is that of a digest, and all columns share it", async () => {
  const engine = await duckDbWith([STAGED]);
  await engine.execute(sql`CREATE TABLE rows AS ${rowsOf(engine.dialect)}`);
  const { duration, observed } = await engine.numbers(traitLives("rows"), ["duration", "observed"]);
  const lives = Array.from(duration, (t, i) => [t, observed[i]]);
  expect(lives.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual([
    [0, 0],
    [3.5, 0],
    [12, 1],
  ]);
  const { cell } = await engine.numbers(traitNumbers("rows", sql`TRY_CAST(c4 AS double)`), ["cell"]);
  expect(cell[duration.indexOf(12)]).toBe(7);
  expect(cell[duration.indexOf(0)]).toBeNaN();
  const labels = await engine.rows(traitLabels("rows", "c3", 9), z.object({ label: z.string() }));
  expect(labels.map(({ label }) => label)).toEqual(["pro", "basic"]);
  await engine.load({ label: ["pro", "basic"], code: Int32Array.of(0, 1) }, "labels");
  const codes = await engine.numbers(traitCodes("rows", "c3", "labels"), ["cell"]);
  expect(Array.from(duration, (t, i) => (t === 0 ? codes.cell[i] : null)).filter((v) => v !== null)).toEqual([1]);
  const spread = await engine.numbers(traitSpread("rows", "c4"), ["filled", "labels"]);
  expect([spread.filled[0], spread.labels[0]]).toEqual([1, 1]);
  engine.close();
});

test.each([duckdb, trino])("the text for $name", async (dialect) => {
  const texts = [
    rowsOf(dialect),
    traitLives("trait_rows"),
    traitNumbers("trait_rows", sql`TRY_CAST(c4 AS double)`),
    traitLabels("trait_rows", "c3", 1000),
    traitSpread("trait_rows", "c3"),
    traitCodes("trait_rows", "c3", "labels"),
    driversTable("drivers", DRIVER_COLUMNS),
  ];
  await expect(texts.map((text) => render(text, dialect)).join(";\n")).toMatchFileSnapshot(
    `../golden/trait-rows.${dialect.name}.sql`,
  );
});
