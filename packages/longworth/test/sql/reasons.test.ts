import { describe, expect, test } from "vitest";
import { z } from "zod";
import { LEAST_REASON, REASON_PARTS, REASONS, strongest } from "../../src/forecast/reasons.js";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { keptDays } from "../../src/sql/kept-days.js";
import * as one from "../../src/sql/one-customer.js";
import { reasonOf } from "../../src/sql/reasons.js";
import { ident, sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

const TERMS = REASON_PARTS.map((part) => ({ value: ident(part), codes: REASONS[part] }));
const TABLES = { days: "customer_days", customers: "customers", summary: "rfm_summary" };
const TEXTS = [
  ["reason-1", sql`SELECT ${reasonOf(TERMS, 1)} AS reason_1 FROM parts`],
  ["reason-2", sql`SELECT ${reasonOf(TERMS, 2)} AS reason_2 FROM parts`],
  ["kept-days", keptDays(TABLES, true)],
  ["kept-days-orders", keptDays(TABLES, false)],
] as const;

test.each([duckdb, trino])("the texts for $name", async (dialect) => {
  for (const [name, query] of TEXTS)
    await expect(render(query, dialect)).toMatchFileSnapshot(`../golden/${name}.${dialect.name}.sql`);
});

test.each([duckdb, trino])("the texts that look for one customer of a run, for $name", async (dialect) => {
  const texts = [
    one.customerRow(sql`customers`, sql`*`, "c1"),
    one.customerDays(sql`kept_days`, "c1"),
    one.customerFacts(sql`kept_facts`, "c1", ["f1", "f2"]),
    one.cellRow(sql`kept_cells`, 3),
    one.closestIds(sql`customers`, "c1", dialect),
  ];
  await expect(texts.map((text) => render(text, dialect)).join("\n;\n")).toMatchFileSnapshot(
    `../golden/one-customer.${dialect.name}.sql`,
  );
});

describe("reasons in SQL", () => {
  const values = [
    [0.5, -0.7, 0.1, 0],
    [-0.5, 0.5, 0.5, 0.5],
    [0.05, 0.0499, -0.05, 0],
    [0, 0, 0, 0],
    [-2, 1, -1, 3],
  ] as const;

  test("are those that the models would tell", async () => {
    const rows = values.map(
      (row, i) => sql`INSERT INTO parts VALUES (${i}, ${row[0]}, ${row[1]}, ${row[2]}, ${row[3]})`,
    );
    const engine = await duckDbWith([sql`CREATE TABLE parts (i INTEGER, alive DOUBLE, rate DOUBLE, spend DOUBLE, learnt DOUBLE)`, ...rows]); // prettier-ignore
    const query = sql`SELECT ${reasonOf(TERMS, 1)} AS a, ${reasonOf(TERMS, 2)} AS b FROM parts ORDER BY i`;
    const told = await engine.rows(query, z.object({ a: z.string().nullable(), b: z.string().nullable() }));
    const wanted = values.map(([alive, rate, spend, learnt]) => strongest({ alive, rate, spend, learnt }));
    expect(told.map(({ a, b }) => [a, b].filter((code) => code !== null))).toEqual(wanted);
    expect(LEAST_REASON).toBe(0.05);
    engine.close();
  });

  test("an id that is not there: those that hold the text come first, then the fewest changed letters", async () => {
    const ids = ["ann@x.com", "bob@x.com", "anne@y.org", "zzz"];
    const engine = await duckDbWith([sql`CREATE TABLE customers (customer_id VARCHAR)`, ...ids.map((id) => sql`INSERT INTO customers VALUES (${id})`)]); // prettier-ignore
    const near = await engine.rows(one.closestIds(sql`customers`, "Anne", duckdb), z.object({ id: z.string() }));
    expect(near.map(({ id }) => id)).toEqual(["anne@y.org", "zzz", "ann@x.com"]);
    engine.close();
  });
});
