/** Files of orders in every form, whole runs on them, and what of a run must not depend on the form. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { random } from "@longworth/models";
import { run } from "../../src/app/run.js";
import { runRequest } from "../../src/cli/options/request.js";
import type { Written } from "../../src/cli/options/table.js";
import type { Effects } from "../../src/run/effects.js";
import { openWorkers } from "../../src/run/workers.js";
import { exportCsv } from "../../src/simulate/export-csv.js";
import { PRESETS } from "../../src/simulate/presets.js";
import { simulateShop } from "../../src/simulate/shop.js";
import { sql, type Sql } from "../../src/sql/sql.js";
import { openRun, type OpenedRun } from "../../src/workspace/runs.js";
import { duckDbWith } from "../support/duckdb.js";
import { emptyFolder, testEffects, WORKER_SCRIPT } from "../support/effects.js";

/** The public logs; a test that needs them is skipped where they are not. */
export const DATA = path.join(import.meta.dirname, "..", "..", "..", "..", "..", "shared", "data");

/** The text of a public log, `cdnow_sample`. */
export const publicLog = (name: string): string =>
  gunzipSync(readFileSync(path.join(DATA, `${name}.csv.gz`))).toString("utf8");

/** The export of a healthy shop of this many customers. */
export const shopExport = (customers: number, seed = 7): string =>
  [...exportCsv(simulateShop({ ...PRESETS.healthy, customers }, seed))].join("");

/** A file in a folder of its own. */
export function fileOf(content: string | Uint8Array, name: string): string {
  const file = path.join(emptyFolder(), name);
  writeFileSync(file, content);
  return file;
}

/** The records below the header in another order, the same for the same seed. */
export function shuffled(text: string, seed = 1): string {
  const [header = "", ...records] = text.trimEnd().split("\n");
  const next = random.seeded(seed);
  for (let i = records.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [records[i], records[j]] = [records[j], records[i]];
  }
  return `${[header, ...records].join("\n")}\n`;
}

/** The same records as Parquet. @param columns what to select from the text columns: `*`, or casts */
export async function parquetOf(text: string, columns: Sql = sql`*`): Promise<string> {
  const csv = fileOf(text, "orders.csv");
  const engine = await duckDbWith([], [csv]);
  try {
    const folder = await engine.rows(sql`SELECT current_setting('temp_directory') AS folder`, {
      parse: (row: unknown) => (row as Readonly<{ folder: string }>).folder, // cast: the query above
    } as never);
    const file = path.join(folder[0] as string, "orders.parquet");
    await engine.copyTo(sql`SELECT ${columns} FROM read_csv(${csv}, header = true, all_varchar = true)`, file);
    return file;
  } finally {
    engine.close();
  }
}
