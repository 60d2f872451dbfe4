import { expect, test } from "vitest";
import { duckdb, render, trino } from "../../src/sql/dialect.js";
import { intervalHits } from "../../src/sql/interval-hits.js";
import { sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

const options = { customers: sql`customers`, outcomes: "outcomes", days: 365 };

test("both ends belong to the interval, and who did not come back brought 0", async () => {
  const engine = await duckDbWith([
    sql`CREATE TABLE customers AS SELECT * FROM (VALUES ('low', 1.0, 9.0), ('high', 1.0, 9.0), ('over', 1.0, 9.0), ('gone', 0.0, 5.0), ('lost', 1.0, 5.0))
      t(customer_id, expected_revenue_365d_p05, expected_revenue_365d_p95)`,
    sql`CREATE TABLE outcomes AS SELECT * FROM (VALUES ('low', 1.0), ('high', 9.0), ('over', 9.01)) t(customer_id, revenue)`,
  ]);
  const { customers, within } = await engine.numbers(intervalHits(options), ["customers", "within"]);
  expect([customers[0], within[0]]).toEqual([5, 3]);
  engine.close();
});

test.each([duckdb, trino])("intervalHits: the text for $name", async (dialect) => {
  await expect(render(intervalHits(options), dialect)).toMatchFileSnapshot(
    `../golden/interval-hits.${dialect.name}.sql`,
  );
});
