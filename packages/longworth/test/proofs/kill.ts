/** What must be true of a workspace in which a run was killed. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { verify } from "../../src/app/verify.js";
import { thisMachine } from "../../src/cli/machine.js";
import type { Written } from "../../src/cli/options/table.js";
import { isRunId } from "../../src/workspace/layout.js";
import { lockWorkspace } from "../../src/workspace/lock.js";
import { listRuns, openRun } from "../../src/workspace/runs.js";
import { emptyFolder, testEffects } from "../support/effects.js";
import { fileOf, publishedRun, shopExport, substance } from "./shops.js";
import { moments, stopped, type Moment, type Stopped } from "./stopped.js";

const INTERRUPTED = 130;

/** A workspace with one run, and what another run of the same orders gives when nobody kills it. */
export interface Scene {
  readonly workspace: string;
  readonly argv: (workspace: string) => readonly string[]; // the run that is to be killed
  readonly before: Readonly<{ run: string; substance: unknown }>;
  readonly whole: unknown; // its substance
  readonly duration: number; // ms
}

/** @param options of the run that is to be killed */
export const sceneOf = (customers: number, options: readonly string[] = []): Promise<Scene> =>
  sceneOfFile(fileOf(shopExport(customers)), options);

/** The same with these orders. @param decided options that both runs need */
export async function sceneOfFile(file: string, options: readonly string[], decided: Written = {}): Promise<Scene> {
  const workspace = path.join(emptyFolder(), "longworth");
  const given = Object.entries(decided).flatMap(([name, values]) => values.flatMap((value) => [`--${name}`, value]));
  const command = ["run", file, "--threads", "2", "--progress", "plain", ...options, ...given];
  const argv = (at: string): readonly string[] => [...command, "--horizon", "90d", "--workspace", at];
  const old = await publishedRun([file], { workspace, options: { horizon: ["30d"], backtest: ["off"], ...decided } });
  const other = path.join(emptyFolder(), "longworth");
  const { lasted } = await stopped(argv(other), "SIGKILL");
  const whole = substance(await openRun(other, undefined, fs));
  return { workspace, argv, before: { run: old.run, substance: substance(old) }, whole, duration: lasted };
}

/** A copy of the scene's workspace, so that every kill finds the same. */
export async function copyOf({ workspace }: Pick<Scene, "workspace">): Promise<string> {
  const copy = path.join(emptyFolder(), "longworth");
  await fs.cp(workspace, copy, { recursive: true });
  return copy;
}

/** Readers see the old run or the new one, whole; every run verifies. @returns how many runs there are */
export async function expectWhole(
  workspace: string,
  { before, whole }: Pick<Scene, "before" | "whole">,
): Promise<number> {
  const current = await openRun(workspace, undefined, fs);
  expect([before.substance, whole]).toContainEqual(substance(current));
  const runs = await listRuns(workspace, fs);
  expect(runs.map(({ run }) => run)).toContain(before.run);
  for (const { run } of runs) expect(await verify({ workspace, run }, testEffects())).toMatchObject({ run });
  return runs.length;
}

/** The next start removes whatever is temporary, and nothing else. */
export async function expectNothingLeft(workspace: string): Promise<void> {
  const lock = await lockWorkspace(workspace, testEffects({ machine: thisMachine("0.0.0-test") }));
  await lock.release();
  expect((await fs.readdir(workspace)).filter((name) => !["current.json", "runs"].includes(name))).toEqual([]);
  expect((await fs.readdir(path.join(workspace, "runs"))).filter((name) => !isRunId(name))).toEqual([]);
}

const TRIES = 4; // each at half of the time of the one before

/** A run killed at this moment, or earlier where it had ended by then: durations were measured on a busier machine. */
async function killedCopy(scene: Scene, moment: Moment): Promise<Readonly<{ workspace: string; ended: Stopped }>> {
  for (let tries = 1; ; tries++) {
    const workspace = await copyOf(scene);
    const at = { ...moment, ms: Math.floor(moment.ms / 2 ** (tries - 1)) };
    const ended = await stopped(scene.argv(workspace), "SIGKILL", at);
    if (ended.signal === "SIGKILL" || tries === TRIES) return { workspace, ended };
    await fs.rm(path.dirname(workspace), { recursive: true });
  }
}

/** Kills a run at seeded moments and looks. @param repeatEvery after every so many kills the run is repeated to its end */
export async function killAt(
  scene: Scene,
  { count, seed, repeatEvery }: Record<"count" | "seed" | "repeatEvery", number>,
) {
  let killed = 0;
  let published = 0;
  for (const [i, moment] of moments(count, seed, scene.duration).entries()) {
    const { workspace, ended } = await killedCopy(scene, moment);
    const { signal, stderr } = ended;
    const told = `kill ${i} of seed ${seed}, at ${JSON.stringify(moment)}, in ${workspace}`;
    killed += Number(signal === "SIGKILL");
    const runs = await expectWhole(workspace, scene).catch((thrown: unknown) => {
      throw new Error(`${told}: ${stderr}`, { cause: thrown });
    });
    published += runs - 1;
    await expectNothingLeft(workspace);
    if (i % repeatEvery === 0) {
      expect(await stopped(scene.argv(workspace), "SIGKILL"), told).toMatchObject({ code: 0 });
      expect(substance(await openRun(workspace, undefined, fs)), told).toEqual(scene.whole);
    }
    await fs.rm(path.dirname(workspace), { recursive: true });
  }
  return { killed, published };
}

/**
 * A run stopped by Ctrl-C at this moment: exit 130, nothing published, nothing left by the next start.
 * @returns milliseconds from the signal to the end; null when the run had ended well before the signal came
 */
export async function expectInterrupted(
  argv: (workspace: string) => readonly string[],
  ms: number,
): Promise<number | null> {
  const workspace = path.join(emptyFolder(), "longworth");
  const { wasRunning, code, stderr, leaving, lasted } = await stopped(argv(workspace), "SIGINT", { ms });
  const told = `SIGINT after ${ms} ms, ended after ${Math.round(lasted)} ms: ${stderr}`;
  if (wasRunning) {
    expect(code, told).toBe(INTERRUPTED);
    expect(await fs.readdir(workspace)).not.toContain("current.json");
    expect(await listRuns(workspace, fs)).toEqual([]);
  } else expect(code, told).toBe(0);
  await expectNothingLeft(workspace);
  await fs.rm(path.dirname(workspace), { recursive: true });
  return wasRunning ? leaving : null;
}
