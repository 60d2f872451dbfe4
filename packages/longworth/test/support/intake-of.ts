/** Reads files, or texts as files, into orders with a real engine: for tests of the intake. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Effects } from "../../src/run/effects.js";
import type { Engine } from "../../src/engines/engine.js";
import type { Intake, Tell } from "../../src/intake/intake.js";
import { openInputs, readOrders } from "../../src/intake/read-orders.js";
import type { IntakeRequest } from "../../src/intake/request.js";
import { readablePaths, type Source } from "../../src/intake/source.js";
import { sql, type Sql } from "../../src/sql/sql.js";
import { emptyFolder, testEffects } from "./effects.js";

export const DEFAULTS: Omit<IntakeRequest, "inputs"> = {
  amount: "net",
  status: {},
  zeroAmount: "ignore",
  refunds: "net",
  map: {},
  allowEmpty: false,
  round: false,
  onBadRow: "stop",
  maxBadShare: 0.001,
  keepCase: false,
};

export type Read = Readonly<{ intake: Intake; engine: Engine }>;

/** The intake of these files, and the engine that holds `orders`. */
export async function intakeOf(
  inputs: readonly string[],
  options: Partial<IntakeRequest & Readonly<{ tell: Tell }>> = {},
  effects: Effects = testEffects(),
): Promise<Read> {
  const temp = emptyFolder();
  const request = { ...DEFAULTS, inputs, temp, ...options };
  const sources: readonly Source[] = await openInputs(request, effects);
  const engine = await effects.openEngine({
    threads: 1,
    memory: "1500MB",
    temp,
    readable: readablePaths(sources),
    writable: [temp],
  });
  return { intake: await readOrders({ ...request, sources }, engine, effects), engine };
}

/** A file with this text in a folder of its own. */
export function fileWith(text: string | Uint8Array, name = "orders.csv"): string {
  const folder = emptyFolder();
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** One row of a query, its cells as text. */
export async function rowOf(engine: Engine, query: Sql): Promise<Readonly<Record<string, string>>> {
  const [row = {}] = await engine.rows(
    query,
    z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).nullable()),
  );
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, `${value}`]));
}

/** All events of `orders`, as text, in order. */
export const events: Sql = sql`SELECT customer_id, order_id, kind, CAST(day AS VARCHAR) AS day, CAST(amount AS VARCHAR) AS amount, CAST(total AS VARCHAR) AS total FROM orders ORDER BY file, record, kind`;
