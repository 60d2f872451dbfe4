/** Curves by what was known at the start, in a run: what was put in is found in the values, and plain curves serve else. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { factsAtStart } from "../../../src/sql/known-contracts.js";
import { literal, sql } from "../../../src/sql/sql.js";
import { contractBase, contractsCsv } from "../../support/contract-base.js";
import { duckDbWith } from "../../support/duckdb.js";
import { ALPHA, BASE, BETA, CHANNELS, runOf } from "../../support/traits-run.js";

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
  expect(manifest.served.name).toBe("shifted-beta-geometric+traits");
  expect(manifest.served.why).toContain("each stays alike, by channel at the start");
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

test("--attributes: a column of customers serves as the contract's own do; what tells the outcome is refused", async () => {
  const base = contractBase({ ...BASE, contracts: 8000 });
  const rows = base.map(({ customer, channel, end, renewals }, i) => [customer, channel, end === "" ? "no" : "yes", 20 + (i % 40), renewals].join(",")); // prettier-ignore
  const own = base.map(({ channel: _channel, ...one }) => one);
  const { folder, manifest } = await runOf(
    contractsCsv(own),
    ["customer_id,Segment,Gone,Age,Months", ...rows].join("\n"),
  );
  const [facts] = manifest.contracts?.traits ?? [];
  expect(facts?.served).toBe(true);
  expect(Object.fromEntries(facts?.traits.map(({ name, used }) => [name, used]) ?? [])).toEqual({
    Age: false,
    Segment: true,
    plan: false,
  });
  expect(facts?.traits.find(({ name }) => name === "Segment")?.levels.map(({ level }) => level).toSorted()).toEqual(["ads", "friends", "search"]); // prettier-ignore
  const [file] = manifest.attributes ?? [];
  expect(file).toMatchObject({ isUsed: true, known: 8000, crps: null });
  const kinds = Object.fromEntries(file!.columns.map(({ name, kind }) => [name, kind]));
  expect(kinds).toEqual({ Segment: "category", Gone: "tells_the_outcome", Age: "number", Months: "tells_the_outcome" });
  const html = await fs.readFile(path.join(folder, "report.html"), "utf8");
  for (const part of ["Segment: friends", "about.csv: Segment: categories (3); Gone: refused"])
    expect(html).toContain(part);
}, 60_000);

test("dated rows count from their day on: what came after a contract began is not known of it", async () => {
  const engine = await duckDbWith([
    sql`CREATE TABLE contracts AS SELECT * FROM (VALUES ('a', 'a1', DATE '2025-01-10'), ('a', 'a2', DATE '2025-06-10'), ('b', 'b1', DATE '2025-01-10')) t(customer_id, contract_id, start_day)`,
    sql`CREATE TABLE facts AS SELECT * FROM (VALUES ('a', NULL, 1, 0, 7.0, NULL), ('a', DATE '2025-01-10', 2, 0, NULL, 1.0), ('a', DATE '2025-01-11', 3, 0, 9.0, 2.0), ('b', DATE '2025-02-01', 4, 0, 8.0, 3.0)) t(customer_id, day, record, block, f0, f1)`,
  ]);
  const query = sql`SELECT contract_id, f0::double AS f0, f1::double AS f1 FROM (${factsAtStart("contracts", "facts", ["f0", "f1"])}) ORDER BY contract_id`; // prettier-ignore
  const found = await engine.rows(query, z.object({ contract_id: z.string(), f0: z.number(), f1: z.number() }));
  engine.close();
  expect(found).toEqual([
    { contract_id: "a1", f0: 7, f1: 1 },
    { contract_id: "a2", f0: 9, f1: 2 },
  ]);
});
