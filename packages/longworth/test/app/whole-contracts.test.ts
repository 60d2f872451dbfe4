/** A run of contracts from the file to everything that is published. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Engine } from "../../src/engines/engine.js";
import { sql } from "../../src/sql/sql.js";
import * as tables from "../../src/workspace/contract-tables.js";
import { Manifest } from "../../src/workspace/manifest.js";
import { runCli } from "../support/cli.js";
import { contractBase, contractsCsv } from "../support/contract-base.js";
import { duckDbWith } from "../support/duckdb.js";
import { emptyFolder } from "../support/effects.js";

const root = emptyFolder();
const file = path.join(root, "subscriptions.csv");
const longworth = (...argv: string[]) => runCli([...argv, "--workspace", path.join(root, "work"), "--json", "--quiet"]);
const shape = { horizons: [90, 180, 365], hasPrice: true };

const SCHEMAS: readonly (readonly [string, z.ZodObject])[] = [
  ["contracts", tables.contractsSchema(shape)],
  ["customers", tables.contractCustomersSchema(shape)],
  ["retention", tables.RetentionRow],
  ["mrr", tables.mrrSchema(shape)],
  ["renewals", tables.renewalsSchema(shape)],
  ["leaving", tables.leavingSchema(shape)],
];

let folder = "";
let engine: Engine;
beforeAll(async () => {
  await fs.writeFile(file, contractsCsv(contractBase({ contracts: 1200, seed: 7, beta: 5 })));
  const { exitCode, stdout } = await longworth("run", file, "--currency", "EUR");
  expect([exitCode, stdout]).toMatchObject([0, expect.stringContaining('"contracts"')]);
  folder = z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
  engine = await duckDbWith(
    [],
    SCHEMAS.map(([name]) => path.join(folder, `${name}.parquet`)),
  );
}, 120_000);
afterAll(() => engine.close());

describe("a published run of contracts keeps to the schemas of its tables", () => {
  test.each(SCHEMAS)("%s", async (name, schema) => {
    const rows = await engine.rows(sql`SELECT * FROM read_parquet(${path.join(folder, `${name}.parquet`)})`, schema);
    expect(rows.length).toBeGreaterThan(0);
    expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(schema.shape));
  });
});

const manifest = async (): Promise<Manifest> =>
  Manifest.parse(JSON.parse(await fs.readFile(path.join(folder, "run.json"), "utf8")));

test("every record has a fate, every contract a row, and the customers hold the contracts' money", async () => {
  const { inputs, customers, contracts } = await manifest();
  expect(inputs).toMatchObject([{ records: 1200, accepted: 1200, setAside: 0, rejected: 0 }]);
  expect([customers, contracts?.contracts]).toEqual([1200, 1200]);
  const total = async (name: string): Promise<number> => {
    const query = sql`SELECT sum(CAST(expected_revenue_365d AS DECIMAL(18, 2))) AS total FROM read_parquet(${path.join(folder, `${name}.parquet`)})`;
    return Number((await engine.rows(query, z.object({ total: z.string() })))[0]?.total);
  };
  expect(await total("customers")).toBe(await total("contracts"));
});

test("the bridge of recurring revenue adds up to the last digit, and its end is what runs", async () => {
  const query = sql`SELECT count(*) AS months, count(CASE WHEN "start" + "new" + reactivation + expansion - contraction - churn = "end" THEN 1 END) AS exact
FROM read_parquet(${path.join(folder, "mrr.parquet")})`;
  const [row] = await engine.rows(query, z.object({ months: z.string(), exact: z.string() }));
  expect(row?.exact).toBe(row?.months);
  const running = sql`SELECT CAST(sum(CAST(mrr AS DECIMAL(18, 4))) AS VARCHAR) AS mrr FROM read_parquet(${path.join(folder, "contracts.parquet")}) WHERE status = 'running'`;
  const { contracts } = await manifest();
  expect(await engine.rows(running, z.object({ mrr: z.string() }))).toEqual([{ mrr: contracts?.mrr }]);
  expect(contracts?.bridge.at(-1)?.end).toBe(contracts?.mrr);
});

test("the run verifies, is listed, is found again, and its report is rendered anew to the byte", async () => {
  expect(JSON.parse((await longworth("verify")).stdout)).toMatchObject({ artefacts: 8 });
  expect(JSON.parse((await longworth("runs")).stdout)).toMatchObject({ runs: [{ customers: 1200, current: true }] });
  expect(JSON.parse((await longworth("run", file, "--currency", "EUR")).stdout)).toMatchObject({ reused: true });
  const out = path.join(root, "again.html");
  await longworth("report", "--out", out);
  expect(await fs.readFile(out, "utf8")).toBe(await fs.readFile(path.join(folder, "report.html"), "utf8"));
});

test("a finding lists the contracts it counts, by the command it tells", async () => {
  const { findings } = await manifest();
  expect(findings.map(({ id }) => id)).toEqual(expect.arrayContaining(["renewals-at-risk", "failed-payments"]));
  for (const { id, customers, export: command } of findings) {
    const lines = async (...argv: string[]) => {
      const { stdout } = await runCli(["export", "--workspace", path.join(root, "work"), "--quiet", ...argv]);
      return stdout.trim().split("\n").length - 1;
    };
    expect(command).toContain(`--table contracts --segment ${id}`);
    expect(await lines("--table", "contracts", "--segment", id, "--columns", "contract_id")).toBe(customers);
  }
});

test("tables of the other kind of run, and segments that are none of this one, are refused by name", async () => {
  const refused = async (...argv: string[]) => JSON.parse((await longworth("export", ...argv)).stdout);
  expect(await refused("--table", "segments")).toMatchObject({
    error: { code: "bad_arguments", message: "This run has no table segments" },
  });
  expect(await refused("--segment", "champions")).toMatchObject({ error: { code: "bad_arguments" } });
});

test("what is said of orders alone is refused as that", async () => {
  const message = async (...argv: string[]) => JSON.parse((await longworth(...argv)).stdout).error.message;
  expect(await message("explain", "A")).toContain("This run is of contracts");
  expect(await message("score-past")).toContain("This run is of contracts");
});

test("a picture of one day: who had left before is not in it, so no young cohorts stand out, and the report says so", async () => {
  const rows = Array.from({ length: 2_400 }, (_, i) => {
    const months = 1 + ((i * 37) % 60);
    const isLost = months <= 3 ? Math.floor(i / 60) % 2 === 0 : i % 9 === 0;
    return `c${i},${months},${isLost ? "Yes" : "No"},${20 + (i % 5)}.00,Month-to-month`;
  });
  const snapshot = path.join(root, "snapshot.csv");
  await fs.writeFile(snapshot, `${["customerID,tenure,Churn,MonthlyCharges,Contract", ...rows].join("\n")}\n`);
  const { stdout } = await longworth("run", snapshot, "--as-of", "2024-12-31", "--currency", "EUR");
  const made = z
    .object({ path: z.string(), findings: z.array(z.object({ id: z.string() })) })
    .parse(JSON.parse(stdout));
  expect(made.findings.map(({ id }) => id)).not.toContain("cohorts-below");
  const { notes } = Manifest.parse(JSON.parse(await fs.readFile(path.join(made.path, "run.json"), "utf8")));
  expect(notes.join()).toContain("the file is a picture of one day: who had left before is not in it");
  expect(await fs.readFile(path.join(made.path, "report.html"), "utf8")).toContain("picture of one day");
}, 60_000);
