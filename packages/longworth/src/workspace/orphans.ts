/** What killed runs left: temporary names. Call it while holding the lock, when nobody else can be writing one. */
import path from "node:path";
import type { Files } from "../domain.js";
import { TEMPORARY, currentFile, lockFile, runsFolder } from "./layout.js";

/** Removes drafts, spill folders, transcoded inputs and half-made pointers. @returns the names that were removed */
export async function removeOrphans(workspace: string, files: Files): Promise<readonly string[]> {
  const runs = (await files.readdir(runsFolder(workspace))).filter((name) => name.startsWith(TEMPORARY));
  const halves = [currentFile(workspace), lockFile(workspace)].map((file) => `${path.basename(file)}${TEMPORARY}`);
  const pointers = (await files.readdir(workspace)).filter((name) => halves.some((half) => name.startsWith(half)));
  const orphans = [
    ...runs.map((name) => path.join(runsFolder(workspace), name)),
    ...pointers.map((name) => path.join(workspace, name)),
  ];
  for (const orphan of orphans) await files.rm(orphan, { recursive: true, force: true });
  return orphans;
}
