/** One fault, many times: what happened to each run, and which of the promises was broken. */
import * as fs from "node:fs/promises";
import path from "node:path";
import { openRun } from "../../../src/workspace/runs.js";
import { copyOf, expectNothingLeft, expectWhole, type Scene } from "../kill.js";
import { substance } from "../shops.js";
import { stopped, type Around, type Moment, type Stopped } from "../stopped.js";

export type Random = () => number;
export const below = (next: Random, limit: number): number => Math.floor(next() * limit);
export const pick = <T>(next: Random, all: readonly T[]): T => all[below(next, all.length)];

/** How a run may end that the disk or the memory fails. */
export const DISK = ["exit 0", "exit 6"] as const;

/** How often a fault was put in, how the runs ended, and every trial that broke a promise. */
export type Result = Readonly<{
  fault: string;
  how: string; // the way in which it goes in: a tool, or `effects`
  trials: number;
  ends: Readonly<Record<string, number>>; // exit code or signal -> runs
  failures: readonly string[];
}>;

type Plan = Readonly<{ fault: string; how: string; trials: number; atOnce?: number }>;
const AT_ONCE = 4; // trials side by side, each in its own workspace

/** Runs every trial; one that throws is a failure, told with its number and how the run ended. */
export async function trialsOf(
  { fault, how, trials, atOnce = AT_ONCE }: Plan,
  trial: (i: number, ended: (how: string) => void) => Promise<void>,
): Promise<Result> {
  const ends: Record<string, number> = {};
  const failures: string[] = [];
  const ended = (end: string): void => void (ends[end] = (ends[end] ?? 0) + 1);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < trials; i = next++)
      await trial(i, ended).catch((thrown: unknown) => failures.push(`${fault}, trial ${i}: ${String(thrown)}`));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { fault, how, trials, ends, failures };
}

export const endOf = ({ code, signal }: Stopped): string => (code === null ? (signal ?? "nothing") : `exit ${code}`);

type Disturbed = Readonly<{
  scene: Scene;
  workspace: string;
  allowed: readonly string[]; // ends that are right
  ended: (how: string) => void;
  around?: Around;
  moment?: Moment;
  signal?: Parameters<typeof stopped>[1];
  beforeNext?: () => void; // what must happen before the next start can be: it takes a lock, which needs room
}>;

/** A disturbed run in this workspace: it ends as it may, readers see whole runs, and nothing is left after the next start. */
export async function disturbedIn({
  scene,
  workspace,
  allowed,
  ended,
  around,
  moment,
  signal,
  beforeNext,
}: Disturbed): Promise<Stopped> {
  const result = await stopped(scene.argv(workspace), signal ?? "SIGKILL", moment, around);
  const end = endOf(result);
  ended(end);
  if (!allowed.includes(end)) throw new Error(`ended with ${end}: ${saidBy(result)}`);
  await expectWhole(workspace, scene);
  beforeNext?.();
  await expectNothingLeft(workspace);
  return result;
}

/** The same run again, undisturbed, gives what it would have given. */
export async function expectRepeats(scene: Scene, workspace: string): Promise<void> {
  const again = await stopped(scene.argv(workspace), "SIGKILL");
  if (again.code !== 0) throw new Error(`repeated, it ended with ${endOf(again)}: ${saidBy(again)}`);
  const found = substance(await openRun(workspace, undefined, fs));
  if (JSON.stringify(found) !== JSON.stringify(scene.whole)) throw new Error("repeated, it gave another result");
}

/** A copy of the scene's workspace for one trial, gone afterwards unless the trial fails. */
export async function withCopy(scene: Scene, job: (workspace: string) => Promise<void>): Promise<void> {
  const workspace = await copyOf(scene);
  await job(workspace);
  await fs.rm(path.dirname(workspace), { recursive: true });
}

/** What was said beside the progress. */
const saidBy = ({ stderr }: Stopped): string =>
  stderr
    .split("\n")
    .filter((line) => !/: done$|…$/u.test(line))
    .join("\n")
    .slice(0, 1200);
