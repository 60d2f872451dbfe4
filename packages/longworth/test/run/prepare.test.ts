/** Blocks of customers are the whole, in its order: days, facts and cells stay with their customer. */
import { expect, test } from "vitest";
import { prepare, TABLES, type PrepareOptions } from "../../src/run/prepare.js";
import { FACTS_TABLE } from "../../src/intake/attributes.js";
import type { History } from "../../src/forecast/history.js";
import { customerDays } from "../../src/sql/customer-days.js";
import { rfmSummary } from "../../src/sql/rfm-summary.js";
import { ident, sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

const ORDERS = sql`CREATE TABLE orders AS
SELECT 'c' || (i % 97) AS customer_id, CASE WHEN i % 41 = 0 THEN 'refund' ELSE 'order' END AS kind, DATE '2025-01-01' + CAST((i * 37) % 300 AS INTEGER) AS day,
  CAST(CASE WHEN i % 41 = 0 THEN -1 ELSE i % 23 + 1 END AS DECIMAL(18, 4)) AS amount, CAST(NULL AS DECIMAL(18, 4)) AS margin
FROM range(1, 500) t(i)`;
const asOf = "2025-12-31";
const has = { hasRefunds: true, hasMargin: false, onlyPurchases: false };
const file = { name: "f.csv", block: 0, isCategory: false };
const options = {
  zeroAmount: "ignore",
  hasAmounts: true,
  exactCells: false,
  learnUpTo: 1_000,
} as const;

async function prepared(more: Partial<PrepareOptions>) {
  const facts = sql`CREATE TABLE ${ident(FACTS_TABLE)} AS SELECT 'c' || i AS customer_id, CAST(NULL AS DATE) AS day, 1e0 AS record, 0 AS block, CAST(i AS double) AS f0_0 FROM range(0, 97, 2) t(i)`;
  const engine = await duckDbWith([ORDERS, facts]);
  await engine.execute(sql`CREATE TABLE ${ident(TABLES.days)} AS ${customerDays({ orders: "orders", asOf, zeroAmount: "ignore", ...has })}`); // prettier-ignore
  await engine.execute(
    sql`CREATE TABLE ${ident(TABLES.summary)} AS ${rfmSummary({ days: TABLES.days, asOf, starts: null, ...has })}`,
  );
  const attributes = { files: [], facts: [{ ...file, column: "f0_0" }] };
  return { engine, made: await prepare(engine, { ...options, attributes, ...more }) };
}

/** What is known of each customer, one text per customer. */
const told = ({ customers, offsets, day, value, purchase, firstDay, facts }: History): readonly string[] =>
  Array.from({ length: customers }, (_, c) => {
    const own = (column: ArrayLike<number>): string =>
      Array.from(column)
        .slice(offsets[c], offsets[c + 1])
        .join();
    const known = facts?.columns
      .map(({ values }) => values.slice(facts.offsets[c], facts.offsets[c + 1]).join())
      .join();
    return [own(day), own(value), own(purchase), firstDay?.[c], known].join("; ");
  });

test("blocks of thirty customers are the ninety-seven, each with the days, facts and cell that it has among all", async () => {
  const whole = await prepared({});
  expect(whole.made.everybody?.blocks).toBe(1);
  const { engine, made } = await prepared({ atOnce: 30 });
  const everybody = made.everybody!;
  expect(everybody.blocks).toBe(4);
  const blocks = [made.history, await everybody.read(1), await everybody.read(2), await everybody.read(3)];
  expect(blocks.map(({ customers }) => customers)).toEqual([30, 30, 30, 7]);
  expect(blocks.flatMap(told)).toEqual(told(whole.made.history));
  expect(new Set(told(whole.made.history)).size).toBe(97);
  expect(everybody.cellOf).toEqual(whole.made.everybody?.cellOf);
  for (const one of [engine, whole.engine]) one.close();
});

test("where nobody is to be told what is learnt, a sample comes and no cells of customers", async () => {
  const { engine, made } = await prepared({ atOnce: 30, learnUpTo: 50 });
  expect([made.everybody, made.history.customers, made.business.buyers]).toEqual([null, 30, 97]);
  engine.close();
});
