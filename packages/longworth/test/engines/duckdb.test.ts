import { expect, test } from "vitest";
import { z } from "zod";
import { openDuckDb } from "../../src/engines/duckdb.js";
import { sql } from "../../src/sql/sql.js";
import { emptyFolder } from "../support/effects.js";

const WITHIN_MS = 2000;
const Count = z.object({ n: z.coerce.number() });
const endless = sql`SELECT count(*) AS n FROM range(10000000) AS a(x), range(10000000) AS b(y) WHERE (x * y) % 7 = 3`;

async function engineOf(signal: AbortSignal) {
  const temp = emptyFolder();
  return openDuckDb({ threads: 2, memory: "200MB", temp, readable: [], writable: [temp], signal });
}

test.each(["closed", "aborted"] as const)(
  "queries that run and queries that wait end when the engine is %s",
  async (how) => {
    const stop = new AbortController();
    const engine = await engineOf(stop.signal);
    const queries = [endless, endless, endless].map((query) => engine.rows(query, Count));
    const ended = Promise.allSettled(queries);
    await engineOf(new AbortController().signal).then((other) => other.close()); // some time for the first to start
    const started = performance.now();
    if (how === "aborted") stop.abort();
    engine.close();
    expect((await ended).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(performance.now() - started).toBeLessThan(WITHIN_MS);
  },
);

test("an engine that does nothing closes at once", async () => {
  const engine = await engineOf(new AbortController().signal);
  expect(await engine.rows(sql`SELECT 1 AS n`, Count)).toEqual([{ n: 1 }]);
  engine.close();
  await expect(engine.rows(sql`SELECT 1 AS n`, Count)).rejects.toThrow();
});
