/** Forty damages of a published run, each found by `verify` with the name of the file. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { random } from "@longworth/models";
import { beforeAll, expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { emptyFolder } from "../support/effects.js";
import { fileOf, publishedRun, shopExport } from "./shops.js";

const COUNT = 40;
const INTEGRITY = 9;

type Random = () => number;
const below = (next: Random, limit: number): number => Math.floor(next() * limit);

/** Each makes another file of these bytes, or none. @returns null: the file is gone */
const DAMAGES: Readonly<Record<string, (bytes: Buffer, next: Random) => Buffer | null>> = {
  flip(bytes, next) {
    bytes[below(next, bytes.length)] ^= 1 << below(next, 8);
    return bytes;
  },
  zero(bytes, next) {
    const from = below(next, bytes.length);
    return bytes.fill(0, from, from + 1 + below(next, 512));
  },
  truncate: (bytes, next) => bytes.subarray(0, below(next, bytes.length)),
  swap(bytes, next) {
    const size = 1 + below(next, Math.min(4096, bytes.length >> 1));
    const [a, b] = [below(next, bytes.length - size), below(next, bytes.length - size)];
    const part = Buffer.from(bytes.subarray(a, a + size));
    bytes.copyWithin(a, b, b + size);
    part.copy(bytes, b);
    return bytes;
  },
  delete: () => null,
};

let workspace: string;
let run: string;
let names: readonly string[];
beforeAll(async () => {
  const published = await publishedRun([fileOf(shopExport(60))], { options: { horizon: ["90d"], backtest: ["off"] } });
  workspace = path.dirname(path.dirname(published.folder));
  run = published.run;
  names = (await fs.readdir(published.folder)).sort();
});

/** A copy of the workspace whose file `name` is damaged: the bytes are never what they were. */
async function damagedCopy(name: string, kind: string, next: Random): Promise<string> {
  const copy = path.join(emptyFolder(), "longworth");
  await fs.cp(workspace, copy, { recursive: true });
  const file = name === "current.json" ? path.join(copy, name) : path.join(copy, "runs", run, name);
  const bytes = await fs.readFile(file);
  for (;;) {
    const changed = DAMAGES[kind](Buffer.from(bytes), next);
    if (changed === null) await fs.rm(file);
    else if (changed.equals(bytes)) continue;
    else await fs.writeFile(file, changed);
    return copy;
  }
}

test("forty seeded damages of a published run are forty refusals that name the file", async () => {
  const next = random.seeded(2026);
  const kinds = Object.keys(DAMAGES);
  for (let i = 0; i < COUNT; i++) {
    const kind = kinds[i % kinds.length];
    const name = names[below(next, names.length)];
    const copy = await damagedCopy(name, kind, next);
    const told = `damage ${i}: ${kind} of ${name} in ${copy}`;
    const { exitCode, stdout } = await runCli(["verify", "--workspace", copy, "--json"]);
    const { error } = JSON.parse(stdout);
    expect([exitCode, error?.code], told).toEqual([INTEGRITY, "artefact_damaged"]);
    expect(error.message, told).toContain(name === "run.sha256" ? "run.json" : name);
    await fs.rm(path.dirname(copy), { recursive: true });
  }
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
