/** Accounts in SQL: whose customers are whose, and sums in which everybody is once. */
import { expect, test } from "vitest";
import { z } from "zod";
import { topAccounts } from "../../src/report/accounts.js";
import * as queries from "../../src/sql/account-rows.js";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { ident, sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

const FILES = [{ table: "staged", file: 0, cell: sql`trim(c2)` }];
const shape = { horizons: [90, 365], hasMoney: true };

test("the account of the last order with one counts, and several are told", async () => {
  const engine = await duckDbWith([
    sql`CREATE TABLE orders AS SELECT customer_id, kind, CAST(day AS date) AS day, 0 AS file, record FROM (VALUES
      ('a', 'order', '2025-01-01', 1), ('a', 'order', '2025-03-01', 2), ('a', 'order', '2025-04-01', 3), ('b', 'order', '2025-01-01', 4),
      ('c', 'order', '2025-01-01', 5), ('d', 'refund', '2025-01-01', 6), (NULL, 'order', '2025-01-01', 7)) AS t(customer_id, kind, day, record)`,
    sql`CREATE TABLE staged AS SELECT * FROM (VALUES (1, 'Acme'), (2, ' Bolt '), (3, ''), (4, 'Acme'), (5, ''), (6, 'Acme'), (7, 'Acme')) AS t(record, c2)`,
    sql`CREATE TABLE accounts AS ${queries.customerAccounts("orders", FILES)}`,
  ]);
  const Row = z.object({ customer_id: z.string(), account: z.string() });
  const rows = await engine.rows(sql`SELECT customer_id, account FROM accounts ORDER BY customer_id`, Row);
  expect(rows.map(Object.values)).toEqual([
    ["a", "Bolt"],
    ["b", "Acme"],
  ]);
  const counts = await engine.numbers(queries.accountCounts("accounts"), ["customers", "several"]);
  expect([counts.customers[0], counts.several[0]]).toEqual([2, 1]);
  engine.close();
});

test("a customer with contracts in two accounts is in both, and told", async () => {
  const engine = await duckDbWith([
    sql`CREATE TABLE contracts AS SELECT * FROM (VALUES ('a', 'Acme'), ('a', 'Bolt'), ('b', 'Acme'), ('c', NULL)) AS t(customer_id, account)`,
  ]);
  const counts = await engine.numbers(queries.contractAccountCounts("contracts"), ["customers", "several"]);
  expect([counts.customers[0], counts.several[0]]).toEqual([2, 1]);
  engine.close();
});

test.each([duckdb, trino])("the text for $name", async (dialect) => {
  const top = { headline: 365, hasMoney: true } as const;
  const texts = [
    queries.customerAccounts("orders", FILES),
    queries.placedAccounts(queries.accountsOfOrders({ customers: "customers_scored", accounts: "accounts" }, shape)),
    queries.accountsOfContracts("published_contracts", shape),
    queries.publishedAccounts({ placed: "placed", made: "made" }, [
      { name: "customers", isWhole: true },
      { name: "p_active", isWhole: false },
    ]),
    queries.accountCounts("accounts"),
    queries.contractAccountCounts("contracts"),
    topAccounts(ident("published_accounts"), { ...top, business: "orders" }),
    topAccounts(ident("published_accounts"), { ...top, business: "contracts" }),
  ];
  await expect(texts.map((text) => render(text, dialect)).join(";\n")).toMatchFileSnapshot(
    `../golden/accounts.${dialect.name}.sql`,
  );
});
