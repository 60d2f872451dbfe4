import { expect, test } from "vitest";
import { z } from "zod";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import {
  factCounts,
  factLabels,
  factRows,
  factShapes,
  factTwice,
  keptFacts,
  sampleFacts,
  type FactValue,
} from "../../src/sql/fact-rows.js";
import { ident, sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

const cell = (id: string) => ({ id, text: sql`trim(coalesce(${ident(id)}, ''))` });
const VALUES: readonly FactValue[] = [
  { ...cell("c2"), kind: "category", name: "f0_0" },
  { ...cell("c3"), kind: "decimal_comma", name: "f0_1" },
  { ...cell("c4"), kind: "number", name: "f0_2" },
];
const rows = factRows("staged", { customer: sql`c1`, day: sql`CAST(c5 AS date)`, values: VALUES });
const undated = factRows("staged", { customer: sql`c1`, day: null, values: VALUES.slice(2) });

test.each([duckdb, trino])("the texts for $name", async (dialect) => {
  const texts = {
    "fact-shapes": factShapes("staged", [cell("c2")], dialect),
    "fact-rows": rows,
    "fact-rows-undated": undated,
    "fact-labels": factLabels("staged", cell("c2").text),
    "fact-counts": factCounts(rows, "customer_days", "2024-12-31"),
    "fact-twice": factTwice(undated),
    "sample-facts": sampleFacts({ sample: "sample_customers", facts: "customer_facts" }, ["f0_0", "f0_1"], {
      from: 0,
      to: 50_000,
    }),
    "kept-facts": keptFacts("sample_customers", "customer_facts", ["f0_0", "f0_1"]),
  };
  for (const [name, query] of Object.entries(texts))
    await expect(render(query, dialect)).toMatchFileSnapshot(`../golden/${name}.${dialect.name}.sql`);
});

const engineWith = () =>
  duckDbWith([
    sql`CREATE TABLE staged AS SELECT * FROM (VALUES (1, 'a', 'web', '1,5', '7', '2024-01-01'), (2, 'a', ' shop ', '', '8', '2024-03-01'), (3, 'b', 'shop', '-2', '', '2025-01-01'), (4, '', 'web', '3', '9', '2024-01-01'))
      t(record, c1, c2, c3, c4, c5)`,
    sql`CREATE TABLE customer_days AS SELECT * FROM (VALUES ('a'), ('a'), ('z')) t(customer_id)`,
  ]);

test("labels stand in the order of their codes", async () => {
  const engine = await engineWith();
  const found = await engine.rows(factLabels("staged", cell("c2").text), z.object({ value: z.string() }));
  engine.close();
  expect(found).toEqual([{ value: "shop" }, { value: "web" }]);
});

test("cells become numbers and codes in the order of their texts; records without a customer are left out", async () => {
  const engine = await engineWith();
  const Row = z.object({ customer_id: z.string(), day: z.string(), f0_0: z.number().nullable(), f0_1: z.number().nullable(), f0_2: z.number().nullable() }); // prettier-ignore
  const found = await engine.rows(sql`SELECT customer_id, CAST(day AS varchar) AS day, f0_0, f0_1, f0_2 FROM (${rows}) t ORDER BY record`, Row); // prettier-ignore
  expect(found.map((row) => Object.values(row))).toEqual([
    ["a", "2024-01-01", 1, 1.5, 7],
    ["a", "2024-03-01", 0, null, 8],
    ["b", "2025-01-01", 0, -2, null],
  ]);
  const [counts] = await engine.rows(factCounts(rows, "customer_days", "2024-12-31"), z.record(z.string(), z.number()));
  expect(counts).toEqual({ rows: 3, customers: 2, known: 1, late: 1 });
  expect(await engine.rows(factTwice(undated), z.object({ customer: z.string(), n: z.number() }))).toEqual([
    { customer: "a", n: 2 },
  ]);
  engine.close();
});

test("shapes tell numbers, commas, days and addresses apart", async () => {
  const engine = await duckDbWith([
    sql`CREATE TABLE staged AS SELECT * FROM (VALUES ('1,5'), ('2.5'), ('12345'), ('2024-01-02'), ('a@b.cc'), (''), (NULL), ('12345')) t(c2)`,
  ]);
  const [shapes] = await engine.rows(factShapes("staged", [cell("c2")], duckdb), z.record(z.string(), z.number()));
  expect(shapes).toEqual({ c2_filled: 6, c2_distinct: 5, c2_numbers: 4, c2_commas: 1, c2_dots: 1, c2_whole: 2, c2_longest: 10, c2_days: 1, c2_emails: 1 }); // prettier-ignore
  engine.close();
});
