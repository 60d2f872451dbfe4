/** What a dialect record promises, on the engine itself; its texts have golden files. */
import { expect, test } from "vitest";
import { duckdb } from "../../src/sql/dialect.js";
import { ident, sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

const MANY = 300_000; // more than one thread reads at a time
const FEW = 1_000;

test("each row stands beside the row of its own key, in the order of the large table", async () => {
  const engine = await duckDbWith([
    sql`CREATE TABLE large AS SELECT CAST(i AS integer) AS place, CAST(i * 7919 % CAST(${FEW} AS bigint) AS integer) AS key FROM range(CAST(${MANY} AS bigint)) AS r(i)`,
    sql`CREATE TABLE small AS SELECT CAST(i AS integer) AS key, 10 * i AS ten FROM range(CAST(${FEW} AS bigint)) AS r(i) ORDER BY md5(CAST(i AS varchar))`,
    sql`CREATE TABLE found AS SELECT CAST(c.place AS double) AS place, CAST(c.key AS double) AS key, CAST(s.key AS double) AS other, CAST(s.ten AS double) AS ten FROM ${duckdb.beside(ident("large"), ident("small"), ident("key"))}`,
  ]);
  const { place, key, other, ten } = await engine.numbers(sql`SELECT * FROM found`, ["place", "key", "other", "ten"]);
  expect(place).toHaveLength(MANY);
  expect(place.every((at, i) => at === i)).toBe(true);
  expect(other).toEqual(key);
  expect(ten).toEqual(key.map((k) => 10 * k));
  engine.close();
});
