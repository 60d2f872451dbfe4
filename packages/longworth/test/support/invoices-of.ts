/** Contracts and their invoices from texts, read with a real engine: for tests of how they belong together. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Engine } from "../../src/engines/engine.js";
import { readContracts } from "../../src/intake/contracts/read-contracts.js";
import { readInvoices, type InvoiceRead } from "../../src/intake/invoices.js";
import { openInputs } from "../../src/intake/read-orders.js";
import type { IntakeRequest } from "../../src/intake/request.js";
import { readablePaths } from "../../src/intake/source.js";
import { ident, sql } from "../../src/sql/sql.js";
import { publishedRealised } from "../../src/sql/invoice-rows.js";
import { RealisedRow } from "../../src/workspace/realised.js";
import { emptyFolder, testEffects } from "./effects.js";
import { DEFAULTS } from "./intake-of.js";

type Given = Readonly<{ contracts: string; invoices: readonly string[]; options?: Partial<IntakeRequest> }>;
export type Realised = Readonly<{ read: InvoiceRead; rows: readonly RealisedRow[]; engine: Engine }>;

/** The files are subscriptions.csv, invoices-1.csv, invoices-2.csv, …; the caller closes the engine. */
export async function realisedOf({ contracts, invoices, options = {} }: Given): Promise<Realised> {
  const effects = testEffects();
  const folder = emptyFolder();
  const at = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const temp = emptyFolder();
  const request = { ...DEFAULTS, temp, ...options };
  const inputs = [at("subscriptions.csv", contracts)];
  const files = invoices.map((text, i) => at(`invoices-${i + 1}.csv`, text));
  const sources = await openInputs({ ...request, inputs }, effects);
  const billed = await openInputs({ ...request, inputs: files, temp: emptyFolder() }, effects);
  const readable = readablePaths([...sources, ...billed]);
  const engine = await effects.openEngine({ threads: 1, memory: "1GB", temp, readable, writable: [temp] });
  const { asOf, digits, currency } = await readContracts({ ...request, inputs, sources }, engine, effects);
  const asked = { ...request, inputs: files, sources: billed, currency: currency ?? undefined, asOf: undefined };
  const read = await readInvoices(asked, { asOf, digits }, { engine, effects });
  const rows = await engine.rows(sql`SELECT ${columns} FROM (${publishedRealised}) AS published`, RealisedRow);
  return { read, rows, engine };
}

const columns = sql`* REPLACE (CAST(${ident("first_date")} AS VARCHAR) AS first_date, CAST(${ident("last_date")} AS VARCHAR) AS last_date)`;

/** Which placed record belongs to what: "1 contract S1", by record. */
export async function placesOf(engine: Engine): Promise<readonly string[]> {
  const query = sql`SELECT DISTINCT concat_ws(' ', CAST(record AS VARCHAR), belongs, contract_id) AS line, record FROM placed_invoices ORDER BY record, line`;
  return (await engine.rows(query, z.object({ line: z.string() }))).map(({ line }) => line);
}
