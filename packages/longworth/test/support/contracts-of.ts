/** Reads files of contracts with a real engine: for tests of their intake. */
import type { Engine } from "../../src/engines/engine.js";
import { readContracts } from "../../src/intake/contracts/read-contracts.js";
import type { ContractIntake } from "../../src/intake/contracts/result.js";
import { openInputs } from "../../src/intake/read-orders.js";
import type { IntakeRequest } from "../../src/intake/request.js";
import { readablePaths } from "../../src/intake/source.js";
import { sql } from "../../src/sql/sql.js";
import { z } from "zod";
import { emptyFolder, testEffects } from "./effects.js";
import { DEFAULTS } from "./intake-of.js";

export type ReadContracts = Readonly<{ intake: ContractIntake; engine: Engine }>;

/** The intake of these files, and the engine that holds `contracts` and `contract_spans`. */
export async function contractsOf(
  inputs: readonly string[],
  options: Partial<IntakeRequest> = {},
): Promise<ReadContracts> {
  const effects = testEffects();
  const temp = emptyFolder();
  const request = { ...DEFAULTS, inputs, temp, ...options };
  const sources = await openInputs(request, effects);
  const engine = await effects.openEngine({
    threads: 1,
    memory: "1500MB",
    temp,
    readable: readablePaths(sources),
    writable: [temp],
  });
  return { intake: await readContracts({ ...request, sources }, engine, effects), engine };
}

/** All contracts as texts: id customer start..end period payment mrr plan leaving. */
export async function contractLines(engine: Engine): Promise<readonly string[]> {
  const query = sql`SELECT concat_ws(' ', contract_id, customer_id, concat(CAST(start_day AS VARCHAR), '..', coalesce(CAST(end_day AS VARCHAR), '')), concat(CAST(periods AS VARCHAR), unit),
  coalesce(CAST(payment AS VARCHAR), '-'), coalesce(CAST(mrr AS VARCHAR), '-'), coalesce(plan, '-'), leaving, CASE WHEN leaves THEN 'leaves' END) AS line
FROM contracts ORDER BY contract_id, start_day`;
  return (await engine.rows(query, z.object({ line: z.string() }))).map(({ line }) => line);
}
