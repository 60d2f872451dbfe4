/** Forty damages of a published run, each found by `verify` with the name of the file. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { random } from "@longworth/models";
import { beforeAll, expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { emptyFolder } from "../support/effects.js";
import { below, DAMAGES, damagedCopy } from "./damages.js";
import { fileOf, publishedRun, shopExport } from "./shops.js";

const COUNT = 40;
const INTEGRITY = 9;

let workspace: string;
let run: string;
let names: readonly string[];
beforeAll(async () => {
  const published = await publishedRun([fileOf(shopExport(60))], { options: { horizon: ["90d"], backtest: ["off"] } });
  workspace = path.dirname(path.dirname(published.folder));
  run = published.run;
  names = (await fs.readdir(published.folder)).sort();
});

test("forty seeded damages of a published run are forty refusals that name the file", async () => {
  const next = random.seeded(2026);
  const kinds = Object.keys(DAMAGES);
  for (let i = 0; i < COUNT; i++) {
    const kind = kinds[i % kinds.length];
    const name = names[below(next, names.length)];
    const copy = await damagedCopy({ workspace, run, name }, kind, next);
    const told = `damage ${i}: ${kind} of ${name} in ${copy}`;
    const { exitCode, stdout } = await runCli(["verify", "--workspace", copy, "--json"]);
    const { error } = JSON.parse(stdout);
    expect([exitCode, error?.code], told).toEqual([INTEGRITY, "artefact_damaged"]);
    expect(error.message, told).toContain(name === "run.sha256" ? "run.json" : name);
    await fs.rm(path.dirname(copy), { recursive: true });
  }
});

test.each([
  ["export", "customers.parquet"],
  ["report", "segments.parquet"],
  ["report", "quality.json"],
])("%s takes nothing from a damaged %s", async (command, name) => {
  const copy = await damagedCopy({ workspace, run, name }, "flip", random.seeded(4));
  const out = path.join(emptyFolder(), "out");
  const { exitCode, stdout } = await runCli([command, "--workspace", copy, "--out", out, "--json"]);
  expect([exitCode, JSON.parse(stdout).error.message]).toEqual([INTEGRITY, expect.stringContaining(name)]);
  await expect(fs.access(out)).rejects.toThrow("ENOENT");
  await fs.rm(path.dirname(copy), { recursive: true });
});

test("two artefacts that were exchanged are both named", async () => {
  const copy = path.join(emptyFolder(), "longworth");
  await fs.cp(workspace, copy, { recursive: true });
  const [a, b] = ["segments.parquet", "forecast.parquet"].map((name) => path.join(copy, "runs", run, name));
  await fs.rename(a, `${a}.aside`);
  await fs.rename(b, a);
  await fs.rename(`${a}.aside`, b);
  const { exitCode, stderr } = await runCli(["verify", "--workspace", copy]);
  expect(exitCode).toBe(INTEGRITY);
  for (const file of [a, b]) expect(stderr).toContain(path.basename(file));
});
