import { expect, test } from "vitest";
import { z } from "zod";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { firstRecords, silentLives, usualGap } from "../../src/sql/silence.js";
import { ident, sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

type Identified = Readonly<{ customer_id: string }>;
const byId = (a: Identified, b: Identified): number => (a.customer_id < b.customer_id ? -1 : 1);
const CUSTOMERS = sql`CREATE TABLE customers AS SELECT * FROM (VALUES
  ('a', 4, 100, 400), ('b', 0, 0, 90), ('c', 2, 380, 400), ('d', NULL, NULL, NULL), ('e', 0, 0, 100)
) AS t(customer_id, frequency, recency, tenure)`;

test("who was silent for longer has left at the last purchase; the others are known up to that silence before the end", async () => {
  const engine = await duckDbWith([CUSTOMERS]);
  const Row = z.object({ customer_id: z.string(), duration: z.number(), has_left: z.number() });
  const rows = await engine.rows(silentLives(ident("customers"), 99), Row);
  expect(rows.toSorted(byId).map((row) => Object.values(row))).toEqual([
    ["a", 100, 1],
    ["b", -9, 0], // too new to tell
    ["c", 301, 0],
    ["e", 0, 1],
  ]);
  const { usual_gap } = await engine.numbers(usualGap(ident("customers")), ["usual_gap"]);
  expect(usual_gap[0]).toBe(190); // gaps of 25 and 190 days
  engine.close();
});

test("the first record is of an order on the day of the first purchase, the earliest of the files", async () => {
  const engine = await duckDbWith([
    sql`CREATE TABLE orders AS SELECT * REPLACE (CAST(day AS date) AS day) FROM (VALUES
      ('a', 'order', '2024-01-02', 1, 7), ('a', 'order', '2024-01-02', 0, 9), ('a', 'refund', '2024-01-02', 0, 1),
      ('a', 'order', '2024-01-01', 0, 2), ('b', 'order', '2024-03-01', 0, 3)) AS t(customer_id, kind, day, file, record)`,
    sql`CREATE TABLE histories AS SELECT * FROM (VALUES ('a', DATE '2024-01-02'), ('b', DATE '2024-03-01')) AS t(customer_id, first_purchase)`,
  ]);
  const Row = z.object({ customer_id: z.string(), file: z.number(), record: z.number() });
  const rows = await engine.rows(firstRecords("orders", "histories"), Row);
  engine.close();
  expect(rows.toSorted(byId).map((row) => Object.values(row))).toEqual([
    ["a", 0, 9],
    ["b", 0, 3],
  ]);
});

test.each([duckdb, trino])("the text for $name", async (dialect) => {
  const texts = [
    usualGap(ident("customers")),
    silentLives(ident("customers"), 98),
    firstRecords("orders", "rfm_summary"),
  ];
  await expect(texts.map((text) => render(text, dialect)).join(";\n")).toMatchFileSnapshot(
    `../golden/silence.${dialect.name}.sql`,
  );
});
