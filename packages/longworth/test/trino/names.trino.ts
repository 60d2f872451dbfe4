/** Ten thousand names and values, made to break out of a text: on a real cluster each is what it is and nothing else. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { ident, list, sql } from "../../src/sql/sql.js";
import { clearSchemasAfterwards, openAt, schemaFor } from "../support/cluster.js";

clearSchemasAfterwards();

const SEED = 20_260_131;
const PER_QUERY = 200;

const NASTY = ["'", "''", '"', '""', "\\", "\\'", "\0", "$1", "?", "--", "/*", "*/", ";", "`", "\n", "\r", "\t", "%", "_",
  "{}", "${x}", "U&'\\0041'", "é", "e\u0301", "İ", "ß", "\u202e", "\ufeff", "😀", "\u2028", "NULL", "DROP TABLE orders"]; // prettier-ignore
const text = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: "grapheme", maxLength: 6 })), { maxLength: 6 })
  .map((parts) => parts.join(""));

/** Distinct, so that a query can have all of them as columns. */
const samples = (count: number, keep: (value: string) => boolean): readonly string[] => {
  const found = new Set<string>(NASTY.filter(keep));
  for (const value of fc.sample(text, { seed: SEED, numRuns: 4 * count })) if (keep(value)) found.add(value);
  return [...found].slice(0, count);
};

test("5,000 values come back as they went, bound and loaded", async () => {
  const schema = await schemaFor("memory", "values");
  const engine = await openAt("memory", schema);
  const values = samples(5000, () => true);
  expect(values).toHaveLength(5000);
  const row = z.record(z.string(), z.string());
  for (let from = 0; from < values.length; from += PER_QUERY) {
    const some = values.slice(from, from + PER_QUERY);
    const columns = some.map((value, i) => sql`${value} AS ${ident(`v${i}`)}`);
    const [found] = await engine.rows(sql`SELECT ${list(columns)}`, row);
    expect(Object.values(found ?? {})).toEqual(some);
  }
  await engine.load({ i: Int32Array.from(values, (_, i) => i), value: values }, "loaded");
  const rows = await engine.rows(sql`SELECT value FROM loaded ORDER BY i`, z.object({ value: z.string() }));
  expect(rows.map(({ value }) => value)).toEqual(values);
  engine.close();
});

test("5,000 names are names", async () => {
  const schema = await schemaFor("memory", "names");
  const engine = await openAt("memory", schema);
  const names = samples(5000, (name) => name !== "");
  expect(names).toHaveLength(5000);
  const row = z.record(z.string(), z.string());
  for (let from = 0; from < names.length; from += PER_QUERY) {
    const some = names.slice(from, from + PER_QUERY);
    const columns = some.map((name, i) => sql`${`${i}`} AS ${ident(name)}`);
    const [found] = await engine.rows(sql`SELECT ${list(columns)}`, row);
    expect(some.map((name) => found?.[name])).toEqual(some.map((_, i) => `${i}`));
  }
  engine.close();
});
