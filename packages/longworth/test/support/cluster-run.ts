/** The command line against the real cluster and against the file it holds, and what of two runs must be equal. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { z } from "zod";
import { runCli } from "./cli.js";
import { emptyFolder, testEffects } from "./effects.js";
import { differences } from "./same-tables.js";

const TOLERANCE = 1e-9; // of doubles; counts, money in sums and days are equal

let now = Date.UTC(2026, 1, 1, 4); // every command starts a minute after the one before it

/** From now on it is so much later. */
export const wait = (ms: number): void => void (now += ms);

export const longworth = (workspace: string, ...argv: string[]) => {
  wait(60_000);
  const clock = (): Date => new Date(now);
  return runCli([...argv, "--workspace", workspace, "--json", "--quiet"], { effects: () => testEffects({ clock }) });
};

const Answer = z.looseObject({ run: z.string(), path: z.string() });

/** Of a run that is published. */
export async function answerOf(workspace: string, ...argv: string[]): Promise<z.infer<typeof Answer>> {
  const { exitCode, stdout, stderr } = await longworth(workspace, ...argv);
  expect([exitCode, stderr, stdout.slice(0, exitCode === 0 ? 0 : 600)]).toEqual([0, "", ""]);
  return Answer.parse(JSON.parse(stdout));
}

export async function loaded(file: string, url: string): Promise<void> {
  const { exitCode, stdout } = await runCli(["load", file, url, "--json", "--quiet"]);
  expect([exitCode, stdout.slice(0, exitCode === 0 ? 0 : 600)]).toEqual([0, ""]);
}

export async function exported(workspace: string, out: string, ...options: string[]): Promise<void> {
  const format = out.endsWith(".csv") ? "csv" : "parquet";
  const { exitCode, stdout } = await longworth(workspace, "export", "--format", format, "--out", out, ...options);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining(out)]);
}

export const manifestOf = (folder: string): Readonly<Record<string, unknown>> =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path.join(folder, "run.json"), "utf8")));

const OWN = new Set(["run", "inputs", "artefacts", "execution", "cluster"]);

/** What a number of the result depends on; execution, inputs and digests differ. */
const factsOf = (folder: string): unknown =>
  Object.fromEntries(Object.entries(manifestOf(folder)).filter(([name]) => !OWN.has(name)));

/** Runs the table and the file it was loaded from, and holds every table, fact and sentence of one against the other's. */
export async function expectSameRuns(url: string, file: string, ...options: string[]): Promise<void> {
  const [here, there] = [emptyFolder(), emptyFolder()];
  const ours = await answerOf(there, "run", url, ...options);
  const theirs = await answerOf(here, "run", file, ...options);
  if (manifestOf(ours.path)["cluster"] !== undefined) {
    expect(existsSync(path.join(ours.path, "customers.parquet"))).toBe(false); // they stay where they are
    await exported(there, path.join(ours.path, "customers.parquet"));
  }
  expect(await differences(ours.path, theirs.path, TOLERANCE)).toEqual([]);
  expect(factsOf(ours.path)).toEqual(factsOf(theirs.path));
  expect(readFileSync(path.join(ours.path, "report.html"), "utf8")).toBe(
    readFileSync(path.join(theirs.path, "report.html"), "utf8"),
  );
}
