/** Has this been run before? */
import type { Files } from "../domain.js";
import { runFolder } from "./layout.js";
import { runDigest, type RunKey } from "./run-id.js";
import { listRuns, type OpenedRun } from "./runs.js";
import { damagedFiles } from "./verify-run.js";

/** The newest undamaged run with the same inputs and options, made by the same version; null where there is none. */
export async function findSameRun(
  workspace: string,
  { version, ...key }: RunKey & Readonly<{ version: string }>,
  files: Files,
): Promise<OpenedRun | null> {
  const digest = runDigest(key);
  for (const { run, manifest } of [...(await listRuns(workspace, files))].reverse()) {
    if (manifest === null || manifest.execution.version !== version || runDigest(manifest) !== digest) continue;
    const opened = { run, folder: runFolder(workspace, run), manifest };
    if ((await damagedFiles(opened, files)).length === 0) return opened;
  }
  return null;
}
