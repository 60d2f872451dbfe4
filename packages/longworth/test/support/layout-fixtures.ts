/** Small exports of every layout, with every event that each must become: `fixtures/layouts/<layout>[.variant]/`. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Engine } from "../../src/engines/engine.js";
import { UserError } from "../../src/errors.js";
import type { Intake } from "../../src/intake/intake.js";
import type { IntakeRequest } from "../../src/intake/request.js";
import type { Effects } from "../../src/run/effects.js";
import { sql } from "../../src/sql/sql.js";
import { testEffects } from "./effects.js";
import { intakeOf } from "./intake-of.js";

const FOLDER = path.join(import.meta.dirname, "../fixtures/layouts");

const Expected = z.strictObject({
  refusal: z.string().optional(), // the code, where nothing is left to estimate
  options: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])).default({}),
  intake: z.record(z.string(), z.union([z.string(), z.number()]).nullable()),
  problems: z.record(z.string(), z.tuple([z.number(), z.string().nullable()])), // code: records and money
  events: z.array(z.string()), // customer, order, kind, day, net and total, in the order of the file
});

export const cases = readdirSync(FOLDER).toSorted();

const EVENTS = sql`SELECT concat(coalesce(customer_id, '-'), ' ', order_id, ' ', kind, ' ', CAST(day AS VARCHAR), ' ',
  CAST(CAST(amount AS DECIMAL(18, 2)) AS VARCHAR), ' ', CAST(CAST(total AS DECIMAL(18, 2)) AS VARCHAR)) AS event
FROM orders ORDER BY file, record, kind`;

/** What was told until the end, also where no order of a customer is left. */
export async function readOf(
  file: string,
  options: Partial<IntakeRequest>,
): Promise<Readonly<{ intake: Intake; engine: Engine; refusal: string | undefined }>> {
  let told: Partial<Intake> = {};
  const effects = testEffects();
  const engines: Engine[] = [];
  const openEngine: Effects["openEngine"] = async (settings) => {
    const engine = await effects.openEngine(settings);
    engines.push(engine);
    return engine;
  };
  const tell = (facts: Partial<Intake>): void => {
    told = { ...told, ...facts };
  };
  const refusal = await intakeOf([file], { ...options, tell }, { ...effects, openEngine }).then(
    () => undefined,
    (thrown: unknown) => {
      if (thrown instanceof UserError && thrown.code === "nothing_to_estimate") return thrown.code;
      throw thrown;
    },
  );
  const [engine] = engines;
  if (!engine) throw new Error("no engine was opened");
  return { intake: told as Intake, engine, refusal }; // cast: all of it is told before this refusal
}

/** The file of a case, and what it must become. */
export function caseOf(name: string) {
  const folder = path.join(FOLDER, name);
  const [file = ""] = readdirSync(folder).filter((each) => each !== "expected.json");
  const expected = Expected.parse(JSON.parse(readFileSync(path.join(folder, "expected.json"), "utf8")));
  const options = expected.options as Partial<IntakeRequest>; // cast: the fixture names options of the request
  return { file: path.join(folder, file), expected, options };
}

/** Every event that was made, in the order of the file. */
export const eventsOf = async (engine: Engine): Promise<readonly string[]> =>
  (await engine.rows(EVENTS, z.object({ event: z.string() }))).map(({ event }) => event);
