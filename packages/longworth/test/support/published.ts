/** A small published run, for tests of what reads runs. */
import * as fs from "node:fs/promises";
import path from "node:path";
import type { Files } from "../../src/domain.js";
import { draftFolder } from "../../src/workspace/layout.js";
import type { Manifest } from "../../src/workspace/manifest.js";
import { publish } from "../../src/workspace/publish.js";

/** What run.json of a small shop says, but for its artefacts. */
export const FACTS: Omit<Manifest, "schema" | "run" | "artefacts"> = {
  asOf: "2026-01-31",
  currency: "EUR",
  basis: "revenue",
  amount: "net",
  horizons: [90, 365],
  discountRate: 0,
  customers: 3,
  orders: 7,
  firstDate: "2024-01-01",
  options: { horizons: [90, 365] },
  inputs: [{ name: "orders.csv", bytes: 10, sha256: "aa", records: 7, accepted: 7, setAside: 0, rejected: 0 }],
  layout: "generic",
  ladder: [{ step: "file", amount: "70.00" }],
  models: [],
  served: { name: "pool", why: "it forecast best" },
  backtest: {},
  grades: { "365d": { letter: "B", testedOnDays: 120, why: "" } },
  totals: {
    "90d": { expected_orders: 2, orders_p05: 0, orders_p95: 5, expected_revenue: 20, p05: 0, p95: 60 },
    "365d": { expected_orders: 6, orders_p05: 2, orders_p95: 11, expected_revenue: 123.4, p05: 20, p95: 300 },
  },
  simple: { averageOrderValue: 10, ordersPerYear: 2, lifespanYears: 3, clv: 60 },
  notes: [],
  findings: [
    {
      id: "overdue-best",
      text: "Two of your best customers are late",
      amount: 12,
      p05: 1,
      p95: 30,
      customers: 2,
      export: "longworth export --segment overdue-best",
    },
  ],
  refundShare: null,
  seed: 1,
  execution: {
    startedAt: "2026-02-01T04:00:00.000Z",
    seconds: 1,
    threads: 2,
    memory: "1000MB",
    host: "test-host",
    version: "0.0.0-test",
  },
};

export const OLD = "20260101T040000Z-1a2b3c4d";
export const NEW = "20260201T040000Z-5e6f7a8b";

/** Writes a draft of these files (text or bytes). */
export async function draft(
  workspace: string,
  run: string,
  contents: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  const folder = draftFolder(workspace, run);
  await fs.mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(contents)) await fs.writeFile(path.join(folder, name), content);
}

/** A published run of these files. */
export async function published(
  workspace: string,
  run: string,
  contents: Readonly<Record<string, string | Uint8Array>> = {
    "customers.parquet": `customers of ${run}`,
    "report.html": "<!doctype html>",
  },
  { files = fs, facts = FACTS }: { files?: Files; facts?: typeof FACTS } = {},
): Promise<Manifest> {
  await draft(workspace, run, contents);
  return publish(workspace, { run, facts, rows: { "customers.parquet": 3 } }, files);
}
