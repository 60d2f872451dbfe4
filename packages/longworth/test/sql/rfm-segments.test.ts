import { expect, test } from "vitest";
import { z } from "zod";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { withLookups } from "../../src/sql/lookups.js";
import { RFM_SEGMENTS, rfmSegmentName, rfmSegments } from "../../src/sql/rfm-segments.js";
import { sql, type Sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

const options = { customers: "scored", hasAmounts: true };
const named = (classed: Sql): Sql =>
  sql`SELECT *, ${rfmSegmentName(sql`rfm_place`)} AS rfm_segment FROM (${classed}) AS classed ORDER BY customer_id`;
const query = named(withLookups("scored", [rfmSegments(options)]));
const Row = z.object({
  customer_id: z.string(),
  rfm_r: z.number().nullable(),
  rfm_f: z.number().nullable(),
  rfm_m: z.number().nullable(),
  rfm_segment: z.string().nullable(),
});

test("scores are fifths of the mid-rank, equal behaviour scores equally, no purchase no score", async () => {
  const engine = await duckDbWith([
    sql`CREATE TABLE scored AS SELECT * FROM (VALUES
      ('best',   4, 100, 100, 500.00), -- bought today, most often, most
      ('second', 2,  90, 100, 300.00),
      ('third',  1,  50, 100, 100.00), ('twin', 1, 50, 100, 100.00),
      ('last',   0,   0, 100,  10.00),
      ('refund', CAST(NULL AS integer), CAST(NULL AS integer), CAST(NULL AS integer), -20.00)
    ) t(customer_id, frequency, recency, tenure, historic_value)`,
  ]);
  const rows = await engine.rows(query, Row);
  engine.close();
  const found = Object.fromEntries(rows.map((r) => [r.customer_id, [r.rfm_r, r.rfm_f, r.rfm_m, r.rfm_segment]]));
  expect(found).toEqual({
    best: [5, 5, 5, "Champions"], // mid-rank 0.9
    second: [4, 4, 4, "Loyal"], // 0.7
    third: [3, 3, 3, "Need attention"], // 0.4 for both: (1 + 2 / 2) / 5
    twin: [3, 3, 3, "Need attention"],
    last: [1, 1, 1, "Lost"], // 0.1
    refund: [null, null, null, null],
  });
});

test("one customer alone is in the middle, and without amounts money scores as frequency", async () => {
  const engine = await duckDbWith([
    sql`CREATE TABLE scored AS SELECT 'only' AS customer_id, 3 AS frequency, 10 AS recency, 20 AS tenure`,
  ]);
  const alone = named(withLookups("scored", [rfmSegments({ ...options, hasAmounts: false })]));
  const [row] = await engine.rows(alone, Row);
  engine.close();
  expect(row).toMatchObject({ rfm_r: 3, rfm_f: 3, rfm_m: 3, rfm_segment: "Need attention" });
});

test("the grid of segments is that of the handbook, cell by cell", async () => {
  // 25 x 25 x 25 would be needed for free scores; ranks over 125 customers with three independent fifths do it.
  const engine = await duckDbWith([
    sql`CREATE TABLE scored AS
      SELECT 'c' || r.v || f.v || m.v AS customer_id, f.v AS frequency, 10 * r.v AS recency, 100 AS tenure,
        CAST(m.v AS double) AS historic_value
      FROM (VALUES (1), (2), (3), (4), (5)) r(v), (VALUES (1), (2), (3), (4), (5)) f(v),
        (VALUES (1), (2), (3), (4), (5)) m(v)`,
  ]);
  const rows = await engine.rows(query, Row);
  engine.close();
  const grid: Readonly<Record<number, readonly string[]>> = {
    // FM 1 to 5
    5: ["New customers", "Potential loyalists", "Potential loyalists", "Champions", "Champions"],
    4: ["Promising", "Potential loyalists", "Potential loyalists", "Loyal", "Champions"],
    3: ["About to sleep", "About to sleep", "Need attention", "Loyal", "Loyal"],
    2: ["Hibernating", "Hibernating", "At risk", "At risk", "Can't lose"],
    1: ["Lost", "Lost", "At risk", "At risk", "Can't lose"],
  };
  expect(rows).toHaveLength(125);
  for (const { customer_id: id, rfm_r: r, rfm_f: f, rfm_m: m, rfm_segment: segment } of rows) {
    expect(`c${r}${f}${m}`).toBe(id);
    expect([id, segment]).toEqual([id, grid[r!]![Math.floor((f! + m!) / 2 + 0.5) - 1]]);
  }
  expect(new Set(rows.map((r) => r.rfm_segment))).toEqual(new Set(RFM_SEGMENTS));
});

test.each([duckdb, trino])("rfmSegments: the text for $name", async (dialect) => {
  await expect(render(query, dialect)).toMatchFileSnapshot(`../golden/rfm-segments.${dialect.name}.sql`);
});
