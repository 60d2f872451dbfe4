import { expect, test } from "vitest";
import { z } from "zod";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { withLookups } from "../../src/sql/lookups.js";
import { sql } from "../../src/sql/sql.js";
import { abcClasses, tierName, valueTiers } from "../../src/sql/value-tiers.js";
import { duckDbWith } from "../support/duckdb.js";

const options = { customers: "scored", hasAmounts: true };
const classed = withLookups("scored", [valueTiers(options), abcClasses(options)]);
const tiers = sql`SELECT *, ${tierName(sql`tier_place`)} AS clv_tier FROM (${classed}) AS classed`;
const counts = sql`SELECT clv_tier AS tier, CAST(count(*) AS double) AS customers,
    min(clv_percentile) AS low, max(clv_percentile) AS high
  FROM (${tiers}) GROUP BY clv_tier ORDER BY low DESC NULLS LAST`;
const Row = z.object({
  tier: z.string().nullable(),
  customers: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

const scored = (value: ReturnType<typeof sql>) => sql`CREATE TABLE scored AS
  SELECT 'c' || i AS customer_id, CASE WHEN i <= 1000 THEN 0 END AS frequency, ${value} AS worth
  FROM range(1, 1002) t(i)`;

test("of a thousand different customers 10, 40, 50, 150, 250 and 500 are in the tiers; no purchase, no tier", async () => {
  const engine = await duckDbWith([scored(sql`CAST(i AS double)`)]);
  const rows = await engine.rows(counts, Row);
  engine.close();
  expect(rows).toEqual([
    { tier: "Platinum", customers: 10, low: 99.05, high: 99.95 },
    { tier: "Gold", customers: 40, low: 95.05, high: 98.95 },
    { tier: "Silver", customers: 50, low: 90.05, high: 94.95 },
    { tier: "Bronze", customers: 150, low: 75.05, high: 89.95 },
    { tier: "Medium", customers: 250, low: 50.05, high: 74.95 },
    { tier: "Low", customers: 500, low: 0.05, high: 49.95 },
    { tier: null, customers: 1, low: null, high: null },
  ]);
});

test("a tie is never split: its middle decides for all of it", async () => {
  const engine = await duckDbWith([scored(sql`CASE WHEN i > 980 THEN 5.00 ELSE 1.00 END`)]);
  const rows = await engine.rows(counts, Row);
  engine.close();
  // the middle of the upper 20 lies exactly at the top 1 %, the middle of the lower 980 at 51 %
  expect(rows.map((r) => [r.tier, r.customers])).toEqual([
    ["Platinum", 20],
    ["Low", 980],
    [null, 1],
  ]);
});

test("classes A, B, C hold 80, 15 and 5 percent of the value, C all when nothing is expected", async () => {
  const abc = sql`SELECT clv_abc AS tier, CAST(count(*) AS double) AS customers, min(worth) AS low,
    max(worth) AS high FROM (${tiers}) WHERE clv_abc IS NOT NULL GROUP BY clv_abc ORDER BY clv_abc`;
  const values = sql`CASE i WHEN 1 THEN 5e2 WHEN 2 THEN 300.00 WHEN 3 THEN 100.00 WHEN 4 THEN 60.00
    WHEN 5 THEN 40.00 ELSE 0 END`;
  const engine = await duckDbWith([scored(values)]);
  const rows = await engine.rows(abc, Row);
  engine.close();
  expect(rows.map((r) => [r.tier, r.customers])).toEqual([
    ["A", 2], // middles at 25 % and 65 %
    ["B", 2], // 85 % and 93 %
    ["C", 996],
  ]);
  const empty = await duckDbWith([scored(sql`CAST(0 AS double)`)]);
  expect((await empty.rows(abc, Row)).map((r) => [r.tier, r.customers])).toEqual([["C", 1000]]);
  empty.close();
});

test.each([duckdb, trino])("valueTiers: the text for $name", async (dialect) => {
  await expect(render(tiers, dialect)).toMatchFileSnapshot(`../golden/value-tiers.${dialect.name}.sql`);
  const byOrders = withLookups("scored", [valueTiers({ ...options, hasAmounts: false })]);
  await expect(render(byOrders, dialect)).toMatchFileSnapshot(`../golden/value-tiers-orders.${dialect.name}.sql`);
});
