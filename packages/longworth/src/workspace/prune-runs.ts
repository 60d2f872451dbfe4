/** Remove old runs. */
import path from "node:path";
import type { Files } from "../domain.js";
import { syncFolder } from "./durable.js";
import { draftFolder, runFolder, runsFolder } from "./layout.js";
import { listRuns } from "./runs.js";

const MS_PER_DAY = 86_400_000;

/** What was removed and what stays. */
export type Pruned = Readonly<{ removed: readonly string[]; kept: number; bytes: number }>;

/**
 * Removes the runs that started more than `keepDays` before `now`, never the current one. Hold the lock. A run gets a
 * temporary name first, so that half of one is never seen.
 */
export async function pruneRuns(
  workspace: string,
  { keepDays, now }: Readonly<{ keepDays: number; now: Date }>,
  files: Files,
): Promise<Pruned> {
  const runs = await listRuns(workspace, files);
  const old = runs.filter(({ run, current }) => !current && now.getTime() - startOf(run) > keepDays * MS_PER_DAY);
  let bytes = 0;
  for (const { run } of old) {
    bytes += await sizeOf(runFolder(workspace, run), files);
    await files.rename(runFolder(workspace, run), draftFolder(workspace, run));
    await files.rm(draftFolder(workspace, run), { recursive: true });
  }
  if (old.length > 0) await syncFolder(runsFolder(workspace), files);
  return { removed: old.map(({ run }) => run), kept: runs.length - old.length, bytes };
}

/** The time in a run's id, in ms since 1970. */
function startOf(run: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(run)?.map(Number) ?? [];
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0);
}

async function sizeOf(folder: string, files: Files): Promise<number> {
  let bytes = 0;
  for (const name of await files.readdir(folder)) bytes += (await files.stat(path.join(folder, name))).size;
  return bytes;
}
