/** Texts of invoices beside contracts; what they mean is in test/intake/invoices.test.ts. */
import { expect, test } from "vitest";
import { z } from "zod";
import { realisedTop } from "../../src/report/contracts/realised-top.js";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import * as queries from "../../src/sql/invoice-rows.js";
import { ident, sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

test("a dispute that is lost later is placed by the day of its order", async () => {
  const engine = await duckDbWith([
    sql`CREATE TABLE orders AS SELECT 0 AS file, 1 AS record, 'c1' AS customer_id, kind, CAST(day AS DATE) AS day, CAST(amount AS DECIMAL(18, 4)) AS amount, CAST(amount AS DECIMAL(18, 4)) AS total
FROM (VALUES ('order', '2024-05-01', 20), ('refund', '2024-07-15', -20)) AS t(kind, day, amount)`,
    sql`CREATE TABLE owed_orders AS SELECT 'unpaid' AS code, amount AS of_amount, * FROM orders WHERE false`,
  ]);
  const query = sql`SELECT kind, CAST(day AS VARCHAR) AS day, CAST(of_day AS VARCHAR) AS of_day, CAST(amount AS VARCHAR) AS amount FROM (${queries.invoiceEvents}) AS events ORDER BY kind`;
  const Event = z.object({ kind: z.string(), day: z.string(), of_day: z.string(), amount: z.string() });
  expect((await engine.rows(query, Event)).map(Object.values)).toEqual([
    ["paid", "2024-05-01", "2024-05-01", "20.0000"],
    ["refunded", "2024-07-15", "2024-05-01", "20.0000"],
  ]);
  engine.close();
});

test.each([duckdb, trino])("the texts for $name", async (dialect) => {
  const asOf = "2024-12-31";
  const texts = [
    queries.contractSpells,
    queries.invoiceReferences([
      { table: "invoice_records_0", file: 0, reference: sql`trim(c2)` },
      { table: "invoice_records_1", file: 1, reference: null },
    ]),
    queries.invoiceEvents,
    queries.placedInvoices({ asOf, keyIsReference: false, dialect }),
    queries.placedInvoices({ asOf, keyIsReference: true, dialect }),
    queries.faultSums,
    queries.firstInvoice,
    queries.realisedRows({ from: "2024-01-01", asOf, dialect }),
    queries.publishedRealised,
    queries.realisedParts,
    queries.realisedSteps,
    queries.withRealised(ident("customers")),
    realisedTop(ident("realised"), "account"),
    realisedTop(ident("realised"), "customer_id"),
  ];
  await expect(texts.map((text) => render(text, dialect)).join(";\n")).toMatchFileSnapshot(
    `../golden/invoices.${dialect.name}.sql`,
  );
});
