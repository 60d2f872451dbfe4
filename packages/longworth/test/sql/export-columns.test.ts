import { expect, test } from "vitest";
import { z } from "zod";
import * as columns from "../../src/sql/export-columns.js";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

const ID = { name: "customer_id", type: "VARCHAR" };
const VALUE = { name: "historic_value", type: "DOUBLE" };
const source = sql`customers`;

const SPREADSHEET = {
  source,
  columns: [columns.spreadsheetColumn(ID, "Customer", false), columns.spreadsheetColumn(VALUE, "Value so far", false)],
  condition: sql`rfm_segment = ${"At risk"}`,
  order: ["-expected_revenue_365d", "customer_id"],
};
const PROFILES = {
  source,
  columns: [columns.emailColumn("Email"), columns.otherIdColumn("External ID"), columns.plainColumn(VALUE, false)],
  order: ["customer_id"],
};
const MASKED = {
  source,
  columns: [columns.plainColumn(ID, true), columns.plainColumn(VALUE, true)],
  order: ["customer_id"],
};

const MASKED_ACCOUNTS = {
  source: sql`listed_contracts`,
  columns: [columns.plainColumn({ name: "account", type: "VARCHAR" }, true)],
  order: ["contract_id"],
};

test.each([duckdb, trino])("the texts for $name", async (dialect) => {
  for (const [name, rows] of Object.entries({
    spreadsheet: SPREADSHEET,
    profiles: PROFILES,
    masked: MASKED,
    "masked-accounts": MASKED_ACCOUNTS,
  })) {
    const text = render(columns.exportRows(rows), dialect);
    await expect(text).toMatchFileSnapshot(`../golden/export-${name}.${dialect.name}.sql`);
  }
  await expect(render(columns.countRows(SPREADSHEET), dialect)).toMatchFileSnapshot(
    `../golden/export-count.${dialect.name}.sql`,
  );
});

const customersOf = (ids: readonly string[]) =>
  duckDbWith([
    sql`CREATE TABLE customers (customer_id VARCHAR, historic_value DOUBLE)`,
    ...ids.map((id, i) => sql`INSERT INTO customers VALUES (${id}, ${i - 1.5})`),
  ]);

test.each([
  ["=1+1", "'=1+1"],
  ["+48 123", "'+48 123"],
  ["-cmd", "'-cmd"],
  ["@sum", "'@sum"],
  ["\tx", "'\tx"],
  ["\rx", "'\rx"],
  ["\nx", "'\nx"],
  ["＝1", "'＝1"],
  ["－x", "'－x"],
  ["-12.5", "-12.5"],
  ["007", "007"],
  ["ann@x.com", "ann@x.com"],
  ["a=b", "a=b"],
  ["", ""],
])("a cell %j becomes %j in a spreadsheet", async (id, cell) => {
  const engine = await customersOf([id]);
  const rows = columns.exportRows({
    source,
    columns: [columns.spreadsheetColumn(ID, "Customer", false)],
    order: ["customer_id"],
  });
  expect(await engine.rows(rows, z.object({ Customer: z.string() }))).toEqual([{ Customer: cell }]);
  engine.close();
});

test("a negative number stays a number", async () => {
  const engine = await customersOf(["a"]);
  const rows = columns.exportRows({
    source,
    columns: [columns.spreadsheetColumn(VALUE, "Value", false)],
    order: ["customer_id"],
  });
  expect(await engine.rows(rows, z.object({ Value: z.number() }))).toEqual([{ Value: -1.5 }]);
  engine.close();
});

test("an id is an e-mail address or another id, never both", async () => {
  const engine = await customersOf(["C-1", "ann@x.com", "a@b", "@x.com"]);
  const rows = columns.exportRows({ source, columns: PROFILES.columns.slice(0, 2), order: ["customer_id"] });
  const shape = z.object({ Email: z.string().nullable(), "External ID": z.string().nullable() });
  expect((await engine.rows(rows, shape)).map((row) => [row.Email, row["External ID"]])).toEqual([
    [null, "@x.com"],
    [null, "C-1"],
    [null, "a@b"],
    ["ann@x.com", null],
  ]);
  engine.close();
});

test("a stand-in for an id is the same whichever rows are chosen", async () => {
  const engine = await customersOf(["ann", "bob", "cat"]);
  const rows = columns.exportRows({ ...MASKED, condition: sql`customer_id = ${"cat"}` });
  expect(await engine.rows(rows, z.object({ customer_id: z.string(), historic_value: z.number() }))).toEqual([
    { customer_id: "C-0000003", historic_value: 0.5 },
  ]);
  engine.close();
});
