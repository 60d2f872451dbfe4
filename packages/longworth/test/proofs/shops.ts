/** Files of orders in every form, whole runs on them, and what of a run must not depend on the form. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { random } from "@longworth/models";
import { run } from "../../src/app/run.js";
import { runRequest } from "../../src/cli/options/request.js";
import type { Written } from "../../src/cli/options/table.js";
import { openWorkers, type Workers } from "../../src/run/workers.js";
import { exportCsv } from "../../src/simulate/export-csv.js";
import { PRESETS } from "../../src/simulate/presets.js";
import { simulateShop } from "../../src/simulate/shop.js";
import type { Manifest } from "../../src/workspace/manifest.js";
import { openRun, type OpenedRun } from "../../src/workspace/runs.js";
import { emptyFolder, testEffects, WORKER_SCRIPT } from "../support/effects.js";

/** The public logs; a test that needs them is skipped where they are not. */
export const DATA = path.join(import.meta.dirname, "../../../../../shared/data");

/** The text of a public log, `cdnow_sample`. */
export const publicLog = (name: string): string =>
  gunzipSync(readFileSync(path.join(DATA, `${name}.csv.gz`))).toString("utf8");

/** The export of a healthy shop of this many customers. */
export const shopExport = (customers: number, seed = 7): string =>
  [...exportCsv(simulateShop({ ...PRESETS.healthy, customers }, seed))].join("");

/** A file in a folder of its own. */
export function fileOf(content: string | Uint8Array, name = "orders.csv"): string {
  const file = path.join(emptyFolder(), name);
  writeFileSync(file, content);
  return file;
}

/** The records below the header in another order, the same for the same seed. */
export function shuffled(text: string, seed = 1): string {
  const [header, ...records] = text.trimEnd().split("\n");
  const next = random.seeded(seed);
  for (let i = records.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [records[i], records[j]] = [records[j], records[i]];
  }
  return `${[header, ...records].join("\n")}\n`;
}

/** Answers of a query that reads or writes files, outside of the product's own engine. */
export async function askDuckDb(query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  try {
    return await (await connection.run(query)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The same records as Parquet. @param columns what to select from columns of text: `*`, or casts */
export async function parquetOf(text: string, columns = "*"): Promise<string> {
  const csv = fileOf(text);
  const file = path.join(path.dirname(csv), "orders.parquet");
  const table = `read_csv('${csv}', header = true, all_varchar = true, delim = ',', quote = '"')`;
  await askDuckDb(`COPY (SELECT ${columns} FROM ${table}) TO '${file}' (FORMAT parquet)`);
  return file;
}

/** A log of so many customers as Parquet, by bench/make-log.mjs in a process of its own. @returns its path */
export function simulatedLog(customers: number): string {
  const script = new URL("../../../../bench/make-log.mjs", import.meta.url);
  const code = `const { makeLog } = await import("${script}"); console.log(await makeLog(${customers}, process.argv[1]));`;
  const argv = ["--input-type=module", "--eval", code, path.join(emptyFolder(), "log")];
  return execFileSync(process.execPath, argv, { encoding: "utf8" }).trim();
}

/** Where, when and on how many threads a run happens: nothing of a result may depend on it. */
export type Circumstances = Readonly<{ threads?: number; day?: string; workspace?: string; options?: Written }>;

const pools = new Map<number, Workers>();
/** Threads by their number, started once: idle ones keep nothing alive. */
const workersOf = (threads: number): Workers => {
  const workers = pools.get(threads) ?? openWorkers(threads, WORKER_SCRIPT);
  pools.set(threads, workers);
  return workers;
};

/** The whole job on these files, published. */
export async function publishedRun(
  inputs: readonly string[],
  { threads = 2, day = "2026-02-01", workspace = path.join(emptyFolder(), "longworth"), options = {} }: Circumstances,
): Promise<OpenedRun> {
  const effects = testEffects({ workers: workersOf(threads), clock: () => new Date(`${day}T04:00:00Z`) });
  const written = { workspace: [workspace], threads: [`${threads}`], ...options };
  const result = await run(runRequest(inputs, written, { threads: 1, memory: "1000MB" }), effects);
  return openRun(workspace, result.run, effects.files);
}

const OF_THE_FORM = new Set(["quality.json", "rejects.csv"]); // they name files and places

/** All of a run that is the same for the same data and options: digests of its tables and report, and run.json. */
export function substance({ manifest }: Readonly<{ manifest: Manifest }>): Readonly<Record<string, unknown>> {
  const { run: _run, inputs: _inputs, execution: _execution, artefacts, ...rest } = manifest;
  const digests = artefacts.filter(({ name }) => !OF_THE_FORM.has(name)).map(({ name, sha256 }) => [name, sha256]);
  return { ...rest, ...Object.fromEntries(digests) };
}

/** The same without the report. */
export const tablesAndFacts = (all: ReturnType<typeof substance>): ReturnType<typeof substance> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => name !== "report.html"));
