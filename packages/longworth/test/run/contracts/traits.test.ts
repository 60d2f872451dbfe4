/** Curves by what was known at the start, in a run: what was put in is found in the values, and plain curves serve else. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { literal, sql } from "../../../src/sql/sql.js";
import { Manifest } from "../../../src/workspace/manifest.js";
import { runCli } from "../../support/cli.js";
import { contractBase, contractsCsv, type Base } from "../../support/contract-base.js";
import { duckDbWith } from "../../support/duckdb.js";
import { emptyFolder } from "../../support/effects.js";

async function runOf(text: string) {
  const root = emptyFolder();
  const file = path.join(root, "contracts.csv");
  await fs.writeFile(file, text);
  const options = ["--workspace", path.join(root, "w"), "--currency", "EUR", "--as-of", "2025-12-31", "--json", "--quiet"]; // prettier-ignore
  const { stdout } = await runCli(["run", file, ...options]);
  const folder = z.object({ path: z.string() }).parse(JSON.parse(stdout)).path;
  return { folder, manifest: Manifest.parse(JSON.parse(await fs.readFile(path.join(folder, "run.json"), "utf8"))) };
}

const ALPHA = 1;
const BETA = 8;
const CHANNELS = { ads: 2.5, search: 1, friends: 0.6 };
const BASE: Base = { contracts: 12_000, seed: 3, alpha: ALPHA, beta: BETA, channels: CHANNELS };

/** Share left after twelve renewals, of Beta(alpha, beta). */
const survivalOf = (alpha: number): number =>
  Array.from({ length: 12 }, (_, t) => (BETA + t) / (alpha + BETA + t)).reduce((share, r) => share * r, 1);

test("three channels: each has its own curve and values, the report and run.json say why", async () => {
  const base = contractBase(BASE);
  const { folder, manifest } = await runOf(contractsCsv(base));
  const [facts, ...others] = manifest.contracts?.traits ?? [];
  expect(others).toEqual([]);
  expect(facts).toMatchObject({ term: "1m", served: true });
  expect(facts!.gain).toBeGreaterThan(facts!.error);
  expect(facts!.traits.map(({ name, used }) => [name, used])).toEqual([
    ["channel", true],
    ["plan", false],
  ]);
  for (const { level, contracts, survival } of facts!.traits[0]!.levels) {
    const truth = survivalOf(ALPHA * CHANNELS[level as keyof typeof CHANNELS]); // cast: the channels of the base
    const width = survival!.high - survival!.low;
    expect(Math.abs(survival!.expected - truth), level!).toBeLessThan(1.2 * width); // four standard errors
    expect(width, level!).toBeLessThan(0.04);
    expect(contracts).toBe(base.filter(({ channel }) => channel === level).length);
  }
  expect(manifest.contracts?.retention.every(({ served }) => !served)).toBe(true);
  expect(manifest.served.why).toContain("by channel at the start");
  const html = await fs.readFile(path.join(folder, "report.html"), "utf8");
  expect(html).toContain("Renewed monthly: curves by channel say");
  expect(html).toMatch(/channel: search<[\s\S]*channel: ads</);

  const engine = await duckDbWith([], [path.join(folder, "contracts.parquet")]);
  await engine.load({ contract_id: base.map(({ id }) => id), channel: base.map(({ channel }) => channel ?? null) }, "known"); // prettier-ignore
  const contracts = literal(path.join(folder, "contracts.parquet"));
  const values = await engine.rows(
    sql`SELECT k.channel, c.model, CAST(count(DISTINCT c.p_renew) AS double) AS kinds, avg(c.p_renew) AS renews FROM read_parquet(${contracts}) c
      JOIN known k ON k.contract_id = c.contract_id WHERE c.status = 'running' AND c.renewals = 5 GROUP BY ALL ORDER BY k.channel`,
    z.object({ channel: z.string(), model: z.string(), kinds: z.number(), renews: z.number() }),
  );
  engine.close();
  expect(values.map(({ channel, kinds, model }) => [channel, kinds, model])).toEqual(
    ["ads", "friends", "search"].map((channel) => [channel, 1, "shifted-beta-geometric+traits"]),
  );
  for (const { channel, renews } of values) {
    const alpha = ALPHA * CHANNELS[channel as keyof typeof CHANNELS]; // cast: the channels of the base
    expect(Math.abs(renews - (BETA + 5) / (alpha + BETA + 5)), channel).toBeLessThan(0.015);
  }
}, 60_000);

test("channels and plans that say nothing: the plain curve serves, and the report says that it was tried", async () => {
  const { folder, manifest } = await runOf(contractsCsv(contractBase({ ...BASE, channels: { ads: 1, search: 1 } })));
  expect(manifest.contracts?.traits).toMatchObject([{ served: false }]);
  expect(manifest.contracts?.traits?.[0]?.traits.every(({ levels }) => levels.length === 0)).toBe(true);
  expect(manifest.contracts?.retention.some(({ served }) => served)).toBe(true);
  expect(await fs.readFile(path.join(folder, "report.html"), "utf8")).toContain("no column known at the start says anything"); // prettier-ignore
}, 60_000);

test("what is known later does not count: a contract whose plan changes has the plan it began with", async () => {
  const base = contractBase({ ...BASE, contracts: 6000 });
  const [head = "", ...rows] = contractsCsv(base).trim().split("\n");
  const moved = rows.flatMap((row) => {
    const [id, customer, start = "", end, period, price, plan, reason, channel] = row.split(",");
    const after = `${Number(start.slice(0, 4)) + 1}${start.slice(4, 8)}01`;
    if (after <= start || after >= (end === "" ? "2025-12-31" : (end ?? ""))) return [row];
    const piece = (from: string, to: string, own: string, why: string) =>
      [id, customer, from, to, period, price, own, why, channel].join(",");
    return [piece(start, after, plan ?? "", ""), piece(after, end ?? "", "Loyal", reason ?? "")]; // who stays a year is moved
  });
  const { manifest } = await runOf([head, ...moved].join("\n"));
  const levels = manifest.contracts?.traits?.flatMap(({ traits }) => traits.flatMap((one) => one.levels)) ?? [];
  expect(levels.map(({ level }) => level)).not.toContain("Loyal");
  const plan = manifest.contracts?.traits?.[0]?.traits.find(({ name }) => name === "plan");
  expect(plan?.used).toBe(false);
}, 60_000);
