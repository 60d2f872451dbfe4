/** What whole columns say. */
import { expect, test } from "vitest";
import { z } from "zod";
import { nobodies } from "../../src/intake/facts.js";
import { PLACEHOLDER_KEYS } from "../../src/intake/status-words.js";
import { list, sql } from "../../src/sql/sql.js";
import { duckDbWith } from "../support/duckdb.js";

test("nobodies: every word for many people is found in any case and between blanks, and no other key", async () => {
  const written = PLACEHOLDER_KEYS.flatMap((word) => [word, word.toUpperCase(), ` ${word} `]);
  const keys = [...written, "10", "c0", "C0010", "00", "guest1", "0 1", "a0"];
  const rows = list(keys.map((key) => sql`(${key}, '')`));
  const engine = await duckDbWith([sql`CREATE TABLE typed AS SELECT * FROM (VALUES ${rows}) AS t(customer, base)`]);
  const found = await engine.rows(nobodies, z.object({ customer: z.string() }));
  engine.close();
  expect(found.map(({ customer }) => customer).sort()).toEqual([...new Set(written)].sort());
  expect(PLACEHOLDER_KEYS.filter((word) => /[0-9]$/u.test(word))).toEqual(["0"]);
});
