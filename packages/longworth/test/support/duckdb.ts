/** A real engine for tests, with tables made by statements. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDuckDb } from "../../src/engines/duckdb.js";
import type { Engine } from "../../src/engines/engine.js";
import type { Sql } from "../../src/sql/sql.js";

/** @param paths files that may be read, beside the folder of the test's own */
export async function duckDbWith(statements: readonly Sql[] = [], paths: readonly string[] = []): Promise<Engine> {
  const temp = mkdtempSync(path.join(tmpdir(), "longworth-test-"));
  const signal = new AbortController().signal;
  const engine = await openDuckDb({ threads: 1, memory: "1GB", temp, readable: paths, writable: [temp], signal });
  for (const statement of statements) await engine.execute(statement);
  return engine;
}
